//! Creates a customer: assigns the two numbers and fills in the fields that the vendor owns.

use axum::http::StatusCode;
use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::{
    auth::Caller,
    error::{Detail, Error},
    reference, store,
    update::apply,
    validate::{Operation, validate},
};
use crate::{
    sessions::{self, Scope},
    switches::{CreateResponse, Switches},
};

/// The id of the first created customer. No seed has an id in this range, and no created customer's Great Members number
/// is an id, so that a client that confuses the two numbers gets an error.
const FIRST_ID: i64 = 200_000_001;
const FIRST_GM_NUMBER: i64 = 700_000_001;

/// Creates the customer, binds the token to them, and returns the body of the response.
pub(super) fn create(
    connection: &Connection,
    caller: &Caller,
    body: Map<String, Value>,
    force_address: bool,
    switches: &Switches,
) -> Result<Value, Error> {
    let scope = caller.scope(connection)?;
    if matches!(scope, Scope::Customer(_)) {
        return Err(Error::new(StatusCode::FORBIDDEN, Detail::CannotCreate));
    }
    let patch = validate(body, Operation::Create, &Value::Null, switches).map_err(Error::invalid_values)?;
    let offset = store::created_count(connection)?;
    let id = (FIRST_ID + offset).to_string();
    let civility = patch["civility"].as_str().unwrap_or_default();
    let defaults = json!({
        "gm_number": (FIRST_GM_NUMBER + offset).to_string(),
        "gender": reference::sex(civility),
        "locale": caller.locale,
        "loyalty_program": {"status": "NONE", "points": 0},
        "personal_data_usage_allowed": false,
        "customer_type": "CLIENT",
        "customer_status": "NEW_CUSTOMER",
        "blacklisted": false,
        "filiation_number": "1",
    });
    let profile = apply(&defaults, patch, force_address, switches)?;
    store::insert_created(connection, &id, &profile)?;
    if scope == Scope::Create {
        // In the same transaction as the insertion, so that a token creates at most one customer.
        sessions::bind(connection, &caller.token, &id)?;
    }
    Ok(response(&id, &profile, switches.create_answer))
}

fn response(id: &str, profile: &Value, format: CreateResponse) -> Value {
    match format {
        CreateResponse::Scenario => json!({
            "id": id,
            "gm_number": profile["gm_number"],
            "email": profile["email"],
            "identity": {"first_name": profile["first_name"], "last_name": profile["last_name"]},
            "locale": profile["locale"],
        }),
        CreateResponse::Schema => {
            let mut body = json!({"id": id});
            for name in [
                "gm_number",
                "first_name",
                "unicode_first_name",
                "last_name",
                "unicode_last_name",
                "civility",
                "unicode_civility",
                "gender",
                "birthdate",
                "email",
                "language_code",
                "customer_type",
                "identity",
                "address",
            ] {
                body[name] = profile[name].clone();
            }
            for name in ["phones", "optins"] {
                body[name] = if profile[name].is_array() { profile[name].clone() } else { json!([]) };
            }
            // The vendor's two schemas differ: a number here, a string in the profile.
            body["filiation_number"] = json!(1);
            body
        }
    }
}

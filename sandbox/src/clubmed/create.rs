//! A new customer: two numbers of their own, and what the vendor fills in.

use axum::http::StatusCode;
use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::{
    access::Caller,
    apply::apply,
    check::{Call, check},
    reference,
    refusal::{Detail, Refusal},
    table,
};
use crate::{
    sessions::{self, Reach},
    switches::{CreateAnswer, Switches},
};

/// Above every seeded id, and the two never meet: an id is not a Great Member number.
const FIRST_ID: i64 = 200_000_001;
const FIRST_GM_NUMBER: i64 = 700_000_001;

/// Creates the customer, binds the token to them, and answers what the vendor says.
pub(super) fn create(
    connection: &Connection,
    caller: &Caller,
    body: Map<String, Value>,
    force_address: bool,
    switches: &Switches,
) -> Result<Value, Refusal> {
    let reach = caller.reach(connection)?;
    if matches!(reach, Reach::Customer(_)) {
        return Err(Refusal::new(StatusCode::FORBIDDEN, Detail::Spent));
    }
    let patch = check(body, Call::Create, &Value::Null, switches).map_err(Refusal::of)?;
    let nth = table::created(connection)?;
    let id = (FIRST_ID + nth).to_string();
    let civility = patch["civility"].as_str().unwrap_or_default();
    let blank = json!({
        "gm_number": (FIRST_GM_NUMBER + nth).to_string(),
        "gender": reference::sex(civility),
        "locale": caller.locale,
        "loyalty_program": {"status": "NONE", "points": 0},
        "personal_data_usage_allowed": false,
        "customer_type": "CLIENT",
        "customer_status": "NEW_CUSTOMER",
        "blacklisted": false,
        "filiation_number": "1",
    });
    let profile = apply(&blank, patch, force_address, switches)?;
    table::insert_created(connection, &id, &profile)?;
    if reach == Reach::Creator {
        // In the same transaction as the customer: no token creates two.
        sessions::bind(connection, &caller.token, &id)?;
    }
    Ok(answer(&id, &profile, switches.create_answer))
}

fn answer(id: &str, profile: &Value, shape: CreateAnswer) -> Value {
    match shape {
        CreateAnswer::Scenario => json!({
            "id": id,
            "gm_number": profile["gm_number"],
            "email": profile["email"],
            "identity": {"first_name": profile["first_name"], "last_name": profile["last_name"]},
            "locale": profile["locale"],
        }),
        CreateAnswer::Schema => {
            let mut said = json!({"id": id});
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
                said[name] = profile[name].clone();
            }
            for name in ["phones", "optins"] {
                said[name] = if profile[name].is_array() { profile[name].clone() } else { json!([]) };
            }
            // A number here and a text in the profile, as the vendor's two schemas have it.
            said["filiation_number"] = json!(1);
            said
        }
    }
}

//! The members of a profile: what each holds, and which calls accept it.

use serde_json::{Value, json};

/// What a member holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Email,
    Date,
    /// ISO 3166-1 alpha-2.
    Country,
    /// Upper-case ISO 639.
    Language,
    Civility,
    Boolean,
    CustomerType,
    Address,
    Identity,
    Phones,
    Optins,
    /// The vendor's own: never accepted, so never checked.
    Given,
}

/// One member.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// Accepted by `PATCH`.
    pub(super) patch: bool,
    /// Accepted by `POST`.
    pub(super) create: bool,
    /// Whether the vendor's schema allows `null`.
    pub(super) nullable: bool,
}

const fn both(name: &'static str, kind: Kind, nullable: bool) -> Member {
    Member { name, kind, patch: true, create: true, nullable }
}

const fn patched(name: &'static str, kind: Kind, nullable: bool) -> Member {
    Member { name, kind, patch: true, create: false, nullable }
}

const fn given(name: &'static str) -> Member {
    Member { name, kind: Kind::Given, patch: false, create: false, nullable: true }
}

/// All of them, in the order a full profile lists them.
pub(super) const MEMBERS: &[Member] = &[
    both("email", Kind::Email, true),
    given("gm_number"),
    given("gender"),
    both("civility", Kind::Civility, false),
    both("unicode_civility", Kind::Text, false),
    both("first_name", Kind::Text, false),
    both("unicode_first_name", Kind::Text, false),
    patched("second_name", Kind::Text, false),
    patched("unicode_second_name", Kind::Text, false),
    patched("third_name", Kind::Text, false),
    patched("unicode_third_name", Kind::Text, false),
    patched("fourth_name", Kind::Text, false),
    patched("unicode_fourth_name", Kind::Text, false),
    both("last_name", Kind::Text, false),
    both("unicode_last_name", Kind::Text, false),
    both("birthdate", Kind::Date, true),
    given("birthday"),
    patched("birth_country_code", Kind::Country, true),
    patched("birth_city", Kind::Text, false),
    both("language_code", Kind::Language, false),
    given("locale"),
    both("phones", Kind::Phones, false),
    both("address", Kind::Address, true),
    given("loyalty_program"),
    both("optins", Kind::Optins, false),
    patched("personal_data_usage_allowed", Kind::Boolean, false),
    both("identity", Kind::Identity, true),
    given("health_pass_id"),
    // Accepted when a customer is created, and the vendor's own from then on.
    Member { name: "customer_type", kind: Kind::CustomerType, patch: false, create: true, nullable: true },
    given("customer_status"),
    given("blacklisted"),
    given("filiation_number"),
    given("_links"),
];

/// The members a created customer must have.
pub(super) const REQUIRED_TO_CREATE: [&str; 3] = ["first_name", "last_name", "civility"];

/// Accepted by `POST` and kept nowhere.
pub(super) const CALL_ID: &str = "call_id";

/// The lines of an address and how long each may be.
pub(super) const ADDRESS: &[(&str, usize)] = &[
    ("number", 50),
    ("street", 100),
    ("add_on", 50),
    ("town", 100),
    ("city", 150),
    ("zip_code", 50),
    ("state_or_district", 100),
    ("country", 100),
    ("country_code", 3),
    ("additional_information_1", 100),
    ("additional_information_2", 100),
];

pub(super) const PHONE_TYPES: &[&str] = &["HOME", "MOBILE", "OFFICE"];

pub(super) const IDENTITY_TYPES: &[&str] =
    &["CPF", "CUIL", "TAX_NUMBER", "SECURITY_NUMBER", "ID_NUMBER", "NATIONAL_REGISTER", "DNI"];

pub(super) const CUSTOMER_TYPES: &[&str] = &["CLIENT", "PROSPECT"];

pub(super) const CHANNELS: &[&str] = &[
    "EMAIL",
    "SMS",
    "WECHAT",
    "PHONE",
    "MAIL",
    "ALL",
    "FOSUN_PARTNERS",
    "CLUBMED_PLUS",
    "WHATSAPP",
    "PROFILING",
    "CGU_2",
    "CONFORMITY",
];

pub(super) fn member(name: &str) -> Option<&'static Member> {
    MEMBERS.iter().find(|member| member.name == name)
}

/// A profile with every key and nothing in it.
pub(super) fn blank() -> Value {
    let mut blank = json!({});
    for member in MEMBERS {
        blank[member.name] = match member.kind {
            Kind::Phones | Kind::Optins => json!([]),
            Kind::Boolean => json!(false),
            _ => Value::Null,
        };
    }
    blank["address"] = ADDRESS.iter().map(|(line, _)| ((*line).to_owned(), Value::Null)).collect();
    blank["loyalty_program"] = json!({
        "status": null, "previous_status": null, "points": null,
        "is_platinum_for_life": false, "platinum_for_life_since": null,
    });
    blank
}

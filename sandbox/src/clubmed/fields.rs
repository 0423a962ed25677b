//! The fields of a profile: their types, and the requests that accept them.

use serde_json::{Value, json};

/// The type of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldType {
    Text,
    Email,
    Date,
    /// ISO 3166-1 alpha-2.
    Country,
    /// ISO 639, in upper case.
    Language,
    Civility,
    Boolean,
    CustomerType,
    Address,
    Identity,
    Phones,
    Optins,
    /// A field that no request may change, so its type is never checked.
    ReadOnly,
}

/// One field.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) field_type: FieldType,
    /// Accepted by `PATCH`.
    pub(super) in_patch: bool,
    /// Accepted by `POST`.
    pub(super) in_create: bool,
    /// Whether the vendor's schema allows `null`.
    pub(super) nullable: bool,
}

const fn writable(name: &'static str, field_type: FieldType, nullable: bool) -> Field {
    Field { name, field_type, in_patch: true, in_create: true, nullable }
}

const fn patch_only(name: &'static str, field_type: FieldType, nullable: bool) -> Field {
    Field { name, field_type, in_patch: true, in_create: false, nullable }
}

const fn read_only(name: &'static str) -> Field {
    Field { name, field_type: FieldType::ReadOnly, in_patch: false, in_create: false, nullable: true }
}

/// All fields, in the order of a full profile.
pub(super) const FIELDS: &[Field] = &[
    writable("email", FieldType::Email, true),
    read_only("gm_number"),
    read_only("gender"),
    writable("civility", FieldType::Civility, false),
    writable("unicode_civility", FieldType::Text, false),
    writable("first_name", FieldType::Text, false),
    writable("unicode_first_name", FieldType::Text, false),
    patch_only("second_name", FieldType::Text, false),
    patch_only("unicode_second_name", FieldType::Text, false),
    patch_only("third_name", FieldType::Text, false),
    patch_only("unicode_third_name", FieldType::Text, false),
    patch_only("fourth_name", FieldType::Text, false),
    patch_only("unicode_fourth_name", FieldType::Text, false),
    writable("last_name", FieldType::Text, false),
    writable("unicode_last_name", FieldType::Text, false),
    writable("birthdate", FieldType::Date, true),
    read_only("birthday"),
    patch_only("birth_country_code", FieldType::Country, true),
    patch_only("birth_city", FieldType::Text, false),
    writable("language_code", FieldType::Language, false),
    read_only("locale"),
    writable("phones", FieldType::Phones, false),
    writable("address", FieldType::Address, true),
    read_only("loyalty_program"),
    writable("optins", FieldType::Optins, false),
    patch_only("personal_data_usage_allowed", FieldType::Boolean, false),
    writable("identity", FieldType::Identity, true),
    read_only("health_pass_id"),
    // Accepted when a customer is created, and read-only from then on.
    Field {
        name: "customer_type",
        field_type: FieldType::CustomerType,
        in_patch: false,
        in_create: true,
        nullable: true,
    },
    read_only("customer_status"),
    read_only("blacklisted"),
    read_only("filiation_number"),
    read_only("_links"),
];

/// The fields that a creation requires.
pub(super) const REQUIRED_IN_CREATE: [&str; 3] = ["first_name", "last_name", "civility"];

/// The member that `POST` accepts and does not store.
pub(super) const CALL_ID: &str = "call_id";

/// The members of an address and their maximum lengths in characters.
pub(super) const ADDRESS_MEMBERS: &[(&str, usize)] = &[
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

pub(super) const OPTIN_CHANNELS: &[&str] = &[
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

/// Returns the field with this name.
pub(super) fn find(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.name == name)
}

/// Returns a profile with all keys and empty values.
pub(super) fn empty_profile() -> Value {
    let mut profile = json!({});
    for field in FIELDS {
        profile[field.name] = match field.field_type {
            FieldType::Phones | FieldType::Optins => json!([]),
            FieldType::Boolean => json!(false),
            _ => Value::Null,
        };
    }
    profile["address"] = ADDRESS_MEMBERS.iter().map(|(name, _)| ((*name).to_owned(), Value::Null)).collect();
    profile["loyalty_program"] = json!({
        "status": null, "previous_status": null, "points": null,
        "is_platinum_for_life": false, "platinum_for_life_since": null,
    });
    profile
}

//! The switches: each selects one interpretation of a point that a vendor's documents leave open.

use serde::{Deserialize, Serialize};

/// All switches. A member that a `PUT` omits keeps its value; a restart restores the defaults.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Switches {
    /// The effect of a partial address in a patch on the stored address.
    pub(crate) address: AddressPatch,
    /// The treatment of read-only and unknown members of a patch.
    pub(crate) unknown_members: UnknownMembers,
    /// The treatment of unknown members inside a phone.
    pub(crate) phones_members: UnknownMembers,
    /// The treatment of `null` where the vendor's schema has the type string and is not nullable.
    pub(crate) null_for_required_strings: NullStrings,
    /// The keys of a profile in a response.
    pub(crate) body: ProfileKeys,
    /// The response to a successful patch.
    pub(crate) patch_answer: PatchResponse,
    /// The response to a successful creation.
    pub(crate) create_answer: CreateResponse,
    /// The spelling of `concerned_key` in an error.
    pub(crate) concerned_key: KeySpelling,
    /// The effect of a valid patch on the stored profile.
    pub(crate) stores: Storage,
    /// Whether profiles have an `ETag` and `If-Match` is checked.
    pub(crate) etag: Etag,
    /// Capillary's response for an unknown customer.
    pub(crate) capillary_unknown: UnknownCustomer,
    /// The status of Capillary's `errors` for which no document specifies one.
    pub(crate) capillary_errors: ErrorStatus,
    /// The place of Capillary's `upgradeStrategies` and `gapToRenewSummary` in a response.
    pub(crate) capillary_gaps: GapPlacement,
    /// The spelling of Capillary's `upgradeBasedOn`.
    pub(crate) capillary_spelling: UpgradeKeySpelling,
    /// The JSON type of Capillary's `gapToRenewSummary`.
    pub(crate) capillary_renew: RenewShape,
    /// The JSON type of Capillary's `customerUpgradeEntityValues`.
    pub(crate) capillary_values: UpgradeValuesShape,
    /// Whether Imprint's errors are wrapped in an object.
    pub(crate) imprint_errors: ErrorWrapping,
    /// The format of Imprint's 400.
    pub(crate) imprint_bad_request: BadRequestFormat,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum AddressPatch {
    Merge,
    #[default]
    Replace,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum UnknownMembers {
    #[default]
    Refuse,
    Ignore,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum NullStrings {
    #[default]
    Accept,
    Refuse,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ProfileKeys {
    /// The keys that the customer's seed specifies; all keys by default.
    #[default]
    Own,
    /// All keys, `null` if the value is empty.
    Full,
    /// Only the keys that have a value.
    Sparse,
    /// `id`, `email`, `language` and `phone`.
    Legacy,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum PatchResponse {
    #[default]
    #[serde(rename = "204")]
    NoContent,
    /// The profile is the body.
    #[serde(rename = "200")]
    Profile,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum CreateResponse {
    /// The members of the vendor's schema.
    #[default]
    Schema,
    /// `id`, `gm_number`, `email`, `locale`, and `identity` with the names.
    Scenario,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KeySpelling {
    /// `address.zip_code`, `phones[0].number`.
    #[default]
    Dotted,
    /// `zip_code`, `number`.
    Leaf,
    /// `/address/zip_code`, `/phones/0/number`.
    Pointer,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Storage {
    #[default]
    AsSent,
    /// Names and the address are trimmed and converted to upper case, as older back ends do.
    UpperCase,
    /// The response reports success, but nothing is stored.
    Nothing,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Etag {
    #[default]
    Off,
    On,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum UnknownCustomer {
    /// `errors` with the code 8015.
    #[default]
    Errors,
    /// 400 without a body.
    Blank,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum ErrorStatus {
    #[default]
    #[serde(rename = "400")]
    BadRequest,
    #[serde(rename = "200")]
    Ok,
}

// The next four have the value `own`, which takes the customer's seed: so the formats can be compared side by side.

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum GapPlacement {
    #[default]
    Own,
    /// In each element of `loyaltyProgramDetails`.
    Nested,
    /// Beside `loyaltyProgramDetails`, for all programmes together.
    Top,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum UpgradeKeySpelling {
    #[default]
    Own,
    /// `upgradeBasedOn`
    Camel,
    /// `upgrade_based_on`
    Snake,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RenewShape {
    #[default]
    Own,
    Object,
    Array,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum UpgradeValuesShape {
    #[default]
    Own,
    Object,
    /// Only the current value.
    Number,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ErrorWrapping {
    /// `{"type", "message", "param"}`
    #[default]
    Flat,
    /// `{"error": {"type", "message", "param"}}`
    Wrapped,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum BadRequestFormat {
    /// The format of all other errors.
    #[default]
    Typed,
    /// `{"status", "error": "Bad Request", "details", "path", "timestamp"}`
    Spring,
}

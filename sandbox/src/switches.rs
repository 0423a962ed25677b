//! Readings of the contract that its documents leave open: each can be switched while the sandbox runs.

use serde::{Deserialize, Serialize};

/// All of them. Members left out of a `PUT` keep their value; a restart puts the defaults back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Switches {
    /// What a nested object in a patch does to the stored one.
    pub(crate) address: Nested,
    /// Read-only and unknown members of a patch.
    pub(crate) unknown_members: Unknown,
    /// Unknown members of one phone of the list.
    pub(crate) phones_members: Unknown,
    /// `null` where the vendor's schema says string and no more.
    pub(crate) null_for_required_strings: NullStrings,
    /// Which keys a profile is answered with.
    pub(crate) body: Body,
    /// How a patch that was applied is answered.
    pub(crate) patch_answer: PatchAnswer,
    /// How a created customer is answered.
    pub(crate) create_answer: CreateAnswer,
    /// How `concerned_key` spells the place of an error.
    pub(crate) concerned_key: KeySpelling,
    /// What becomes of an accepted patch.
    pub(crate) stores: Stores,
    /// Whether profiles carry an `ETag` and `If-Match` is honoured.
    pub(crate) etag: Etag,
    /// How Capillary says that it does not know a customer.
    pub(crate) capillary_unknown: Stranger,
    /// The status beside Capillary's `errors`, where no document gives one.
    pub(crate) capillary_errors: ErrorStatus,
    /// Where Capillary puts what is missing for the next tier and for keeping this one.
    pub(crate) capillary_gaps: Gaps,
    /// How Capillary spells `upgradeBasedOn`.
    pub(crate) capillary_spelling: Spelling,
    /// What Capillary's `gapToRenewSummary` is.
    pub(crate) capillary_renew: Renew,
    /// What Capillary's `customerUpgradeEntityValues` is.
    pub(crate) capillary_values: Values,
    /// What Imprint wraps its errors in.
    pub(crate) imprint_errors: Wrap,
    /// The shape of Imprint's 400.
    pub(crate) imprint_bad_request: BadRequest,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Nested {
    Merge,
    #[default]
    Replace,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Unknown {
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
pub(crate) enum Body {
    /// Every customer their own: all keys, unless the seed says otherwise.
    #[default]
    Own,
    /// Every key, `null` when empty.
    Full,
    /// Only keys that have a value.
    Sparse,
    /// `id`, `email`, `language`, `phone`.
    Legacy,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum PatchAnswer {
    #[default]
    #[serde(rename = "204")]
    NoContent,
    /// With the profile as the body.
    #[serde(rename = "200")]
    Profile,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum CreateAnswer {
    /// The members of the vendor's schema.
    #[default]
    Schema,
    /// `id`, `gm_number`, `email`, `locale`, and the names inside `identity`.
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
pub(crate) enum Stores {
    #[default]
    AsSent,
    /// Names and the address in capitals and trimmed, as older back ends do.
    UpperCase,
    /// The answer says saved, and nothing was.
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
pub(crate) enum Stranger {
    /// `errors` with code 8015.
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
    Fine,
}

// The next four may differ by customer, so that every form can be looked at side by side: `own` asks the seed.

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Gaps {
    #[default]
    Own,
    /// In each of `loyaltyProgramDetails`.
    Nested,
    /// Beside `loyaltyProgramDetails`, all programmes' together.
    Top,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Spelling {
    #[default]
    Own,
    /// `upgradeBasedOn`
    Camel,
    /// `upgrade_based_on`
    Snake,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Renew {
    #[default]
    Own,
    Object,
    Array,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Values {
    #[default]
    Own,
    Object,
    /// The current value alone.
    Number,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Wrap {
    /// `{"type", "message", "param"}`
    #[default]
    Flat,
    /// `{"error": {"type", "message", "param"}}`
    Wrapped,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum BadRequest {
    /// As every other error.
    #[default]
    Typed,
    /// `{"status", "error": "Bad Request", "details", "path", "timestamp"}`
    Spring,
}

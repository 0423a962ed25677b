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

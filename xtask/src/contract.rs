//! The contract: `web/contract.json`, the facts that scripts, manifest, types, documentation and app have in common.
//!
//! | member | what it has |
//! |---|---|
//! | `vendors` | in display order; the sandbox's `customer` whom the playground selects, and the query `parameters` |
//! | `attributes` | those that every vendor has. A parameter of a vendor is an attribute too |
//! | `members`, `cssProperties`, `cssParts` | as in the custom elements manifest |
//! | `events` | the `detail` has a TypeScript type for each member, or the values: `oneOf` them, or a `listOf` them |
//! | `locales`, `varieties`, `pseudoLocales`, `languageAliases`, `rightToLeftScripts` | what loader, pages and app know of languages |
//!
//! An attribute has a `format` ([`Format`]), and may have: `default`; `required`, in words; `needs`, the value that
//! another attribute must have; `"observed": false`, if a change does not concern the app; `"frame": false`, if
//! `<carnet-frame>` does not pass it on; `demonstration`, the value in the demonstration and the playground.
//!
//! The app's own tables are in Rust. `tests/architecture/contract_tables.rs` compares them with this file.

use std::{fs, path::Path};

use serde_json::Value;

use crate::error::Error;

/// The contract's path in the repository.
pub(crate) const PATH: &str = "web/contract.json";

/// The contract.
pub(crate) struct Contract(Value);

/// An attribute of `<carnet-profile>`.
#[derive(Clone, Copy)]
pub(crate) struct Attribute<'a> {
    contract: &'a Contract,
    /// The vendor whose query parameter it is.
    vendor: Option<&'a Value>,
    entry: &'a Value,
}

/// The format of an attribute's value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Format {
    /// Any text.
    Text,
    /// A URL without query and fragment.
    Url,
    /// A URL that begins with `https://` or `mailto:`.
    Contact,
    /// A language tag (BCP 47).
    Locale,
    /// A list of language tags.
    Locales,
    /// The name of a vendor.
    Vendor,
    /// One of the `values`.
    OneOf,
    /// A list of the `values`, separated by commas. `{values}` in the description stands for them.
    SomeOf,
    /// `true` or `false`.
    Flag,
    /// A whole number, zero or more.
    Whole,
    /// A date, or a date and time with its offset (ISO 8601).
    Moment,
}

impl Format {
    const ALL: [(&str, Format); 11] = [
        ("text", Format::Text),
        ("url", Format::Url),
        ("contact", Format::Contact),
        ("locale", Format::Locale),
        ("locales", Format::Locales),
        ("vendor", Format::Vendor),
        ("one-of", Format::OneOf),
        ("some-of", Format::SomeOf),
        ("flag", Format::Flag),
        ("whole", Format::Whole),
        ("moment", Format::Moment),
    ];
}

/// A variety of a language, whose catalogue holds only what differs.
pub(crate) struct Variety<'a> {
    pub(crate) tag: &'a str,
    /// The language whose catalogue it is laid over.
    pub(crate) of: &'a str,
    /// The regions that read it.
    pub(crate) regions: Vec<&'a str>,
}

impl Contract {
    /// Reads the contract of the repository at `root`.
    ///
    /// # Errors
    ///
    /// The file is missing or is not JSON.
    pub(crate) fn read(root: &Path) -> Result<Self, Error> {
        let wrong = |error: &dyn std::fmt::Display| Error::new(format!("cannot read {PATH}: {error}"));
        let text = fs::read_to_string(root.join(PATH)).map_err(|error| wrong(&error))?;
        serde_json::from_str(&text).map(Self).map_err(|error| wrong(&error))
    }

    /// Returns a member of the contract; null if there is none.
    pub(crate) fn get(&self, member: &str) -> &Value {
        &self.0[member]
    }

    /// Returns the entries of one of the lists, such as `events`.
    pub(crate) fn entries(&self, list: &str) -> impl Iterator<Item = &Value> {
        self.0[list].as_array().into_iter().flatten()
    }

    /// Returns the names of the entries of a list.
    pub(crate) fn names(&self, list: &str) -> Result<Vec<&str>, Error> {
        self.entries(list).map(|entry| text(entry, "name")).collect()
    }

    /// Returns all attributes in the order of the documentation: those of every vendor first.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = Attribute<'_>> {
        let general =
            self.entries("attributes").map(|entry| Attribute { contract: self, vendor: None, entry });
        general.chain(self.entries("vendors").flat_map(|vendor| self.parameters(vendor)))
    }

    /// Returns the attributes that are query parameters of this entry of `vendors`.
    pub(crate) fn parameters<'a>(&'a self, vendor: &'a Value) -> impl Iterator<Item = Attribute<'a>> {
        let parameters = vendor["parameters"].as_array().into_iter().flatten();
        parameters.map(move |entry| Attribute { contract: self, vendor: Some(vendor), entry })
    }

    /// Returns the varieties of languages.
    ///
    /// # Errors
    ///
    /// A variety lacks its language or its regions.
    pub(crate) fn varieties(&self) -> Result<Vec<Variety<'_>>, Error> {
        let rows = self.0["varieties"].as_object().into_iter().flatten();
        rows.map(|(variety, entry)| {
            let regions = entry["regions"].as_array().into_iter().flatten().filter_map(Value::as_str);
            Ok(Variety { tag: variety, of: text(entry, "of")?, regions: regions.collect() })
        })
        .collect()
    }

    /// Returns the version of the contract, which is the type of the member `contract`.
    ///
    /// # Errors
    ///
    /// The member is missing, or its type is not a number.
    pub(crate) fn version(&self) -> Result<u32, Error> {
        let member = self.entries("members").find(|member| member["name"] == "contract");
        member.and_then(|member| member["type"]["text"].as_str()?.parse().ok()).ok_or_else(|| {
            Error::new(format!("{PATH}: members must have the entry 'contract', whose type is the version"))
        })
    }

    /// Returns the values of a member of an event's detail, each with `name` and `description`; none if the member has
    /// a type instead.
    pub(crate) fn detail_values(detail: &Value) -> impl Iterator<Item = &Value> {
        ["oneOf", "listOf"].into_iter().flat_map(|kind| detail[kind].as_array().into_iter().flatten())
    }
}

impl<'a> Attribute<'a> {
    /// The name of the attribute.
    pub(crate) fn name(self) -> Result<&'a str, Error> {
        text(self.entry, "name")
    }

    /// The format of its value.
    pub(crate) fn format(self) -> Result<Format, Error> {
        let name = self.format_name()?;
        let format = Format::ALL.iter().find(|(own, _)| *own == name);
        format.map(|(_, format)| *format).ok_or_else(|| {
            let known = Format::ALL.map(|(own, _)| own).join(", ");
            self.error(&format!("has the unknown format '{name}': use one of {known}"))
        })
    }

    /// The name of the format.
    pub(crate) fn format_name(self) -> Result<&'a str, Error> {
        text(self.entry, "format")
    }

    /// The values to choose from; empty if the format has none.
    pub(crate) fn values(self) -> Result<Vec<&'a str>, Error> {
        let values = match self.format()? {
            Format::Vendor => return self.contract.names("vendors"),
            Format::OneOf | Format::SomeOf => self.entry["values"].as_array().filter(|list| !list.is_empty()),
            Format::Flag => return Ok(vec!["true", "false"]),
            Format::Text
            | Format::Url
            | Format::Contact
            | Format::Locale
            | Format::Locales
            | Format::Whole
            | Format::Moment => return Ok(Vec::new()),
        };
        let values = values.and_then(|values| values.iter().map(Value::as_str).collect());
        values.ok_or_else(|| self.error("must have a list of texts as its values"))
    }

    /// Whether every vendor has it.
    pub(crate) fn is_general(self) -> bool {
        self.vendor.is_none()
    }

    /// The title of the vendor whose parameter it is.
    pub(crate) fn vendor_title(self) -> Result<Option<&'a str>, Error> {
        self.vendor.map(|vendor| text(vendor, "title")).transpose()
    }

    /// The value in the demonstration and the playground: every value of a list, unless the contract has another.
    pub(crate) fn demonstration(self) -> Result<String, Error> {
        match (self.entry["demonstration"].as_str(), self.format()?) {
            (Some(value), _) => Ok(value.to_owned()),
            (None, Format::SomeOf) => Ok(self.values()?.join(",")),
            (None, _) => Ok(String::new()),
        }
    }

    /// The value of an optional member that is a text.
    pub(crate) fn optional(self, member: &str) -> Option<&'a str> {
        self.entry[member].as_str()
    }

    /// The description, as written.
    pub(crate) fn description(self) -> Result<&'a str, Error> {
        text(self.entry, "description")
    }

    /// Whether a member that is true by default is not false.
    pub(crate) fn is_not_false(self, member: &str) -> bool {
        self.entry[member] != false
    }

    /// The attributes that must have a value in their lists, each with that value.
    pub(crate) fn needs(self) -> &'a Value {
        &self.entry["needs"]
    }

    fn error(self, reason: &str) -> Error {
        Error::new(format!("{PATH}: the attribute {} {reason}", self.entry["name"]))
    }
}

/// Returns a member that every entry of its list has.
pub(crate) fn text<'a>(entry: &'a Value, member: &str) -> Result<&'a str, Error> {
    entry[member].as_str().ok_or_else(|| Error::new(format!("{PATH}: an entry lacks its {member}: {entry}")))
}

#[cfg(test)]
impl From<Value> for Contract {
    fn from(value: Value) -> Self {
        Self(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths;
    use serde_json::json;
    use std::collections::BTreeSet;

    #[test]
    fn contract_has_each_attribute_once_with_known_format() {
        let contract = Contract::read(&paths::root()).expect("the contract");
        let mut names = BTreeSet::new();
        for attribute in contract.attributes() {
            let name = attribute.name().expect("a name");
            assert!(names.insert(name), "{PATH} has the attribute {name} twice: remove one");
            let values = attribute.values().unwrap_or_else(|error| panic!("{error}"));
            for member in ["default", "demonstration"] {
                let Some(value) = attribute.optional(member) else { continue };
                let is_list = attribute.format().is_ok_and(|format| format == Format::SomeOf);
                let mut parts = if is_list { value.split(',').collect() } else { vec![value] }.into_iter();
                assert!(
                    values.is_empty() || parts.all(|part| values.contains(&part)),
                    "{PATH}: the {member} of {name} is none of its values"
                );
            }
        }
    }

    #[test]
    fn contract_needs_only_values_that_exist() {
        let contract = Contract::read(&paths::root()).expect("the contract");
        for attribute in contract.attributes() {
            for (other, value) in attribute.needs().as_object().into_iter().flatten() {
                let found = contract.attributes().find(|found| found.name().is_ok_and(|name| name == other));
                let found = found.unwrap_or_else(|| panic!("{PATH}: there is no {other}: correct `needs`"));
                let value = value.as_str().unwrap_or_default();
                assert!(
                    found.values().is_ok_and(|values| values.contains(&value)),
                    "{PATH}: {value} is no value of {other}: correct `needs`"
                );
            }
        }
    }

    #[test]
    fn attribute_with_unknown_format_or_without_values_is_an_error() {
        for (entry, reason) in [
            (json!({ "name": "x", "format": "number" }), "unknown format 'number'"),
            (json!({ "name": "x", "format": "one-of" }), "a list of texts"),
            (json!({ "name": "x", "format": "some-of", "values": [1] }), "a list of texts"),
            (json!({ "name": "x" }), "lacks its format"),
        ] {
            let contract = Contract::from(json!({ "attributes": [entry] }));
            let attribute = contract.attributes().next().expect("the attribute");
            let error = attribute.values().expect_err(reason).to_string();
            assert!(error.starts_with(PATH) && error.contains(reason), "{error}");
        }
    }

    #[test]
    fn contract_without_version_is_an_error() {
        let of = |kind: &str| json!({ "members": [{ "name": "contract", "type": { "text": kind } }] });
        assert_eq!(Contract::from(of("2")).version().ok(), Some(2));
        for contract in [of("number"), json!({})] {
            assert!(Contract::from(contract).version().is_err());
        }
    }
}

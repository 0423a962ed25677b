//! What each script needs to know of the contract, as the value of its constant `CONTRACT`.

use serde_json::{Map, Value, json};

use crate::{
    contract::{self, Attribute, Contract, Format, Variety},
    error::Error,
};

/// Returns what the loader needs before the app runs: for each attribute, and for each parameter of a vendor in the
/// order of the query, a pattern of values that the app accepts, and how to negotiate the locale.
pub(super) fn loader(contract: &Contract) -> Result<Value, Error> {
    let patterns = |attributes: &mut dyn Iterator<Item = Attribute<'_>>| {
        let rows = attributes.map(|attribute| Ok((attribute.name()?.to_owned(), pattern(attribute)?.into())));
        rows.collect::<Result<Map<String, Value>, Error>>()
    };
    let (mut parameters, mut required, mut needs) = (Map::new(), Vec::new(), Map::new());
    for vendor in contract.entries("vendors") {
        let own = patterns(&mut contract.parameters(vendor))?;
        if !own.is_empty() {
            parameters.insert(contract::text(vendor, "name")?.to_owned(), own.into());
        }
        for parameter in contract.parameters(vendor) {
            let name = parameter.name()?;
            if parameter.optional("required") == Some("yes") {
                required.push(name);
            }
            if !parameter.needs().is_null() {
                needs.insert(name.to_owned(), parameter.needs().clone());
            }
        }
    }
    let unobserved = contract.attributes().filter(|attribute| !attribute.is_not_false("observed"));
    Ok(json!({
        "version": contract.version()?,
        "attributes": patterns(&mut contract.attributes().filter(|attribute| attribute.is_general()))?,
        "parameters": parameters,
        "required": required,
        "needs": needs,
        "unobserved": unobserved.map(Attribute::name).collect::<Result<Vec<_>, _>>()?,
        "locales": locales(contract).join(" "),
        "languageAliases": contract.get("languageAliases"),
        "varieties": varieties(contract)?,
    }))
}

/// Returns for each variety the language, in small letters, and its regions, separated by spaces.
fn varieties(contract: &Contract) -> Result<Map<String, Value>, Error> {
    let row = |variety: Variety| {
        let regions = variety.regions.join(" ");
        (variety.tag.to_owned(), format!("{} {regions}", variety.of.to_lowercase()).into())
    };
    Ok(contract.varieties()?.into_iter().map(row).collect())
}

/// Returns a regular expression in JavaScript, to be matched with the whole value without surrounding spaces. Each value
/// that matches is valid. A valid value that does not match is only not requested early.
fn pattern(attribute: Attribute<'_>) -> Result<String, Error> {
    let one_of = attribute.values()?.join("|");
    Ok(match attribute.format()? {
        // The loader asks `Intl` about tags.
        Format::Text | Format::Locale | Format::Locales => ".+".to_owned(),
        // As `base_url_error` in src/config.rs, and no `@` at all. A browser ignores control characters: with one in it,
        // a scheme would not be seen.
        Format::Url => concat!(
            r"(https:\/\/(?=[^\/])|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(?=[:\/]|$)",
            r"|(?![a-zA-Z][a-zA-Z0-9+.\-]*:|\/\/\/))[^?#@\\\u0000-\u001f]*"
        )
        .to_owned(),
        Format::Contact => r"(https:\/\/|mailto:)..+".to_owned(),
        Format::Vendor | Format::OneOf => one_of,
        // A comma is followed by another value.
        Format::SomeOf => format!("(({one_of})(,(?!$)|$))+"),
        // An attribute without a value is true.
        Format::Flag => format!("|{one_of}"),
        Format::Whole => r"\d{1,18}".to_owned(),
        // Nothing matches: rarely used, and too complex.
        Format::Moment => "$^".to_owned(),
    })
}

/// Returns the names that `<carnet-frame>` and the page in its frame may send to each other: `attributes`, `events` and
/// `properties` (CSS custom properties). An attribute without a meaning in a frame is missing.
pub(super) fn frame(contract: &Contract) -> Result<Value, Error> {
    let attributes = contract.attributes().filter(|attribute| attribute.is_not_false("frame"));
    Ok(json!({
        "version": contract.version()?,
        "attributes": attributes.map(Attribute::name).collect::<Result<Vec<_>, _>>()?,
        "events": contract.names("events")?,
        "properties": contract.names("cssProperties")?,
    }))
}

/// Returns what the demonstration needs: the vendors, each with the attributes that it sets, the locales, and the
/// scripts that run from right to left.
pub(super) fn host(contract: &Contract) -> Result<Value, Error> {
    let vendors = vendors(contract, |vendor| {
        let values = contract
            .parameters(vendor)
            .map(|parameter| Ok((parameter.name()?.to_owned(), parameter.demonstration()?.into())));
        Ok(json!({
            "title": contract::text(vendor, "title")?,
            "attributes": values.collect::<Result<Map<_, _>, Error>>()?,
        }))
    })?;
    let scripts = contract.get("rightToLeftScripts");
    Ok(json!({ "vendors": vendors, "locales": locales(contract), "rightToLeftScripts": scripts }))
}

/// Returns what the standalone page needs: for each vendor its title and the names of its parameters, those that are
/// required apart, and the scripts that run from right to left.
pub(super) fn account(contract: &Contract) -> Result<Value, Error> {
    let vendors = vendors(contract, |vendor| {
        let names = |filter: fn(&Attribute<'_>) -> bool| {
            contract.parameters(vendor).filter(filter).map(Attribute::name).collect::<Result<Vec<_>, _>>()
        };
        Ok(json!({
            "title": contract::text(vendor, "title")?,
            "parameters": names(|_| true)?,
            "required": names(|parameter| parameter.optional("required") == Some("yes"))?,
        }))
    })?;
    Ok(json!({ "vendors": vendors, "rightToLeftScripts": contract.get("rightToLeftScripts") }))
}

/// Returns what the playground needs for its controls: the vendors with their parameters, the attributes that have a
/// list of values, the locales, the custom properties of the look, and the names of the events.
pub(super) fn playground(contract: &Contract) -> Result<Value, Error> {
    let vendors = vendors(contract, |vendor| {
        let parameters = contract.parameters(vendor).map(|parameter| {
            let choices = match parameter.format()? {
                Format::OneOf | Format::Flag => Some(parameter.values()?),
                Format::Text
                | Format::Url
                | Format::Contact
                | Format::Locale
                | Format::Locales
                | Format::Vendor
                | Format::SomeOf
                | Format::Whole
                | Format::Moment => None,
            };
            let control = json!({ "value": parameter.demonstration()?, "choices": choices });
            Ok((parameter.name()?.to_owned(), control))
        });
        Ok(json!({
            "title": contract::text(vendor, "title")?,
            "customer": contract::text(vendor, "customer")?,
            "parameters": parameters.collect::<Result<Map<_, _>, Error>>()?,
        }))
    })?;
    let mut attributes = Map::new();
    for attribute in contract.attributes().filter(|attribute| attribute.is_general()) {
        if let Some(default) = attribute.optional("default") {
            let control = json!({ "values": attribute.values()?, "default": default });
            attributes.insert(attribute.name()?.to_owned(), control);
        }
    }
    Ok(json!({
        "vendors": vendors,
        "attributes": attributes,
        "locales": locales(contract),
        "pseudoLocales": contract.get("pseudoLocales"),
        "properties": contract.get("cssProperties"),
        "events": contract.names("events")?,
    }))
}

/// Returns an object with a member for each vendor.
fn vendors(
    contract: &Contract,
    member: impl Fn(&Value) -> Result<Value, Error>,
) -> Result<Map<String, Value>, Error> {
    let vendors = contract.entries("vendors");
    vendors.map(|vendor| Ok((contract::text(vendor, "name")?.to_owned(), member(vendor)?))).collect()
}

fn locales(contract: &Contract) -> Vec<&str> {
    contract.entries("locales").filter_map(Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contract() -> Contract {
        Contract::from(json!({
            "vendors": [
                { "name": "one", "title": "One", "customer": "1", "parameters": [
                    { "name": "kind", "format": "one-of", "values": ["a", "b"], "required": "yes",
                      "demonstration": "b" },
                    { "name": "parts", "format": "some-of", "values": ["c", "d"], "needs": { "kind": "a" } },
                ] },
                { "name": "two", "title": "Two", "customer": "2", "parameters": [] },
            ],
            "attributes": [
                { "name": "vendor", "format": "vendor", "required": "yes" },
                { "name": "routing", "format": "one-of", "values": ["none", "fragment"], "default": "none",
                  "frame": false },
                { "name": "theme", "format": "text", "observed": false },
            ],
            "members": [{ "name": "contract", "type": { "text": "3" } }],
            "events": [{ "name": "carnet-ready" }],
            "cssProperties": [{ "name": "--carnet-ink" }],
            "locales": ["en-US", "fr-FR"],
            "pseudoLocales": { "en-XA": "longer" },
            "languageAliases": { "iw": "he" },
            "varieties": { "zh-HK": { "of": "zh-Hant", "regions": ["HK", "MO"] } },
            "rightToLeftScripts": ["Arab"],
        }))
    }

    #[test]
    fn loader_gets_patterns_parameters_and_locales() -> Result<(), Error> {
        let expected = json!({
            "version": 3,
            "attributes": { "vendor": "one|two", "routing": "none|fragment", "theme": ".+" },
            "parameters": { "one": { "kind": "a|b", "parts": "((c|d)(,(?!$)|$))+" } },
            "required": ["kind"],
            "needs": { "parts": { "kind": "a" } },
            "unobserved": ["theme"],
            "locales": "en-US fr-FR",
            "languageAliases": { "iw": "he" },
            "varieties": { "zh-HK": "zh-hant HK MO" },
        });
        assert_eq!(loader(&contract())?, expected);
        Ok(())
    }

    #[test]
    fn frame_gets_names_without_attributes_that_have_no_meaning_in_it() -> Result<(), Error> {
        let expected = json!({
            "version": 3,
            "attributes": ["vendor", "theme", "kind", "parts"],
            "events": ["carnet-ready"],
            "properties": ["--carnet-ink"],
        });
        assert_eq!(frame(&contract())?, expected);
        Ok(())
    }

    #[test]
    fn standalone_page_gets_parameters_of_each_vendor() -> Result<(), Error> {
        let account = account(&contract())?;
        let one = json!({ "title": "One", "parameters": ["kind", "parts"], "required": ["kind"] });
        assert_eq!(account["vendors"]["one"], one);
        assert_eq!(account["vendors"]["two"], json!({ "title": "Two", "parameters": [], "required": [] }));
        assert_eq!(account["rightToLeftScripts"], json!(["Arab"]));
        Ok(())
    }

    #[test]
    fn pages_get_value_of_each_parameter() -> Result<(), Error> {
        let host = host(&contract())?;
        assert_eq!(host["vendors"]["one"]["attributes"], json!({ "kind": "b", "parts": "c,d" }));
        assert_eq!(host["vendors"]["two"], json!({ "title": "Two", "attributes": {} }));
        assert_eq!(host["rightToLeftScripts"], json!(["Arab"]));
        assert_eq!(host["locales"], json!(["en-US", "fr-FR"]));
        let playground = playground(&contract())?;
        let parameters = json!({
            "kind": { "value": "b", "choices": ["a", "b"] },
            "parts": { "value": "c,d", "choices": null },
        });
        assert_eq!(playground["vendors"]["one"]["parameters"], parameters);
        assert_eq!(
            playground["attributes"],
            json!({ "routing": { "values": ["none", "fragment"], "default": "none" } })
        );
        assert_eq!(playground["locales"], json!(["en-US", "fr-FR"]));
        assert_eq!(playground["properties"], json!([{ "name": "--carnet-ink" }]));
        Ok(())
    }
}

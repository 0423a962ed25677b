//! The custom elements manifest of `<carnet-profile>`, made from the contract.

use serde_json::{Map, Value, json};

use crate::{
    contract::{self, Attribute, Contract, Format},
    error::Error,
};

/// The manifest's path in the repository, in the format of the custom elements manifest, version 1.
pub(crate) const PATH: &str = "web/custom-elements.json";

/// Returns the manifest that the contract describes.
///
/// # Errors
///
/// An entry of the contract lacks a member, or has an unknown format.
pub(crate) fn of(contract: &Contract) -> Result<Value, Error> {
    let [tag, class] = ["tagName", "name"].map(|member| contract.get(member).clone());
    let attributes: Vec<Value> = contract.attributes().map(attribute).collect::<Result<_, _>>()?;
    let events: Vec<Value> = contract.entries("events").map(event).collect::<Result<_, _>>()?;
    let declaration = json!({ "name": class, "module": "carnet.js" });
    Ok(json!({
        "schemaVersion": "1.0.0",
        "readme": "README.md",
        "modules": [{
            "kind": "javascript-module",
            "path": "carnet.js",
            "declarations": [{
                "kind": "class",
                "customElement": true,
                "tagName": tag,
                "name": class,
                "superclass": { "name": "HTMLElement" },
                "description": contract.get("description"),
                "attributes": attributes,
                "members": contract.get("members"),
                "events": events,
                "cssProperties": contract.get("cssProperties"),
                "cssParts": contract.get("cssParts"),
            }],
            "exports": [
                { "kind": "js", "name": class, "declaration": declaration },
                { "kind": "custom-element-definition", "name": tag, "declaration": declaration },
            ],
        }],
    }))
}

/// Returns the text of the manifest's file.
pub(crate) fn to_text(manifest: &Value) -> String {
    format!("{manifest:#}\n")
}

/// The declaration of `<carnet-profile>`, the only one in the manifest.
pub(crate) fn element(manifest: &Value) -> &Value {
    &manifest["modules"][0]["declarations"][0]
}

/// The entries of one of the element's lists, such as `attributes`.
pub(crate) fn entries<'a>(manifest: &'a Value, list: &str) -> impl Iterator<Item = &'a Value> {
    element(manifest)[list].as_array().into_iter().flatten()
}

fn attribute(attribute: Attribute<'_>) -> Result<Value, Error> {
    let mut entry = Map::new();
    entry.insert("name".to_owned(), attribute.name()?.into());
    let values = attribute.values()?;
    let kind = match attribute.format()? {
        Format::OneOf | Format::Flag | Format::Vendor => union(&values),
        Format::Text
        | Format::Url
        | Format::Contact
        | Format::Locale
        | Format::Locales
        | Format::SomeOf
        | Format::Whole
        | Format::Moment => "string".to_owned(),
    };
    entry.insert("type".to_owned(), json!({ "text": kind }));
    let vendor = attribute.vendor_title()?;
    if let Some(required) = attribute.optional("required") {
        let required = match vendor {
            Some(vendor) if required == "yes" => format!("for {vendor}"),
            _ => required.to_owned(),
        };
        entry.insert("required".to_owned(), required.into());
    }
    let codes: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
    let mut description = attribute.description()?.replace("{values}", &codes.join(", "));
    if let Some(vendor) = vendor {
        description = format!("{vendor} only. {description}");
    }
    for (other, value) in attribute.needs().as_object().into_iter().flatten() {
        let value = value.as_str().unwrap_or_default();
        description += &format!(" Requires `{value}` in `{other}`.");
    }
    entry.insert("description".to_owned(), description.into());
    if let Some(default) = attribute.optional("default") {
        entry.insert("default".to_owned(), format!("\"{default}\"").into());
    }
    Ok(entry.into())
}

fn event(event: &Value) -> Result<Value, Error> {
    let name = contract::text(event, "name")?;
    let detail = event["detail"].as_object().ok_or_else(|| {
        Error::new(format!("{}: the event {name} must have an object as its detail", contract::PATH))
    })?;
    let members: Vec<String> = detail
        .iter()
        .map(|(member, kind)| Ok(format!("{member}: {}", detail_type(name, kind)?)))
        .collect::<Result<_, Error>>()?;
    let detail = if members.is_empty() {
        "Record<string, never>".to_owned()
    } else {
        format!("{{ {} }}", members.join("; "))
    };
    Ok(json!({
        "name": name,
        "type": { "text": format!("CustomEvent<{detail}>") },
        "description": contract::text(event, "description")?,
    }))
}

/// Returns the TypeScript type of a member of an event's detail.
fn detail_type(event: &str, kind: &Value) -> Result<String, Error> {
    let names = Contract::detail_values(kind).map(|value| contract::text(value, "name"));
    let names: Vec<&str> = names.collect::<Result<_, _>>()?;
    match kind {
        Value::String(kind) => Ok(kind.clone()),
        Value::Object(kind) if kind.contains_key("listOf") => Ok("string[]".to_owned()),
        Value::Object(kind) if kind.contains_key("oneOf") => Ok(union(&names)),
        _ => Err(Error::new(format!(
            "{}: a member of the detail of {event} must be a type, or have oneOf or listOf: {kind}",
            contract::PATH
        ))),
    }
}

/// Returns the TypeScript type of a text that is one of these.
fn union(values: &[&str]) -> String {
    let quoted: Vec<String> = values.iter().map(|value| format!("\"{value}\"")).collect();
    quoted.join(" | ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameter_of_vendor_is_an_attribute_that_names_vendor() {
        let contract = Contract::from(json!({ "vendors": [{ "name": "one", "title": "One", "parameters": [
            { "name": "kind", "format": "one-of", "values": ["a", "b"], "required": "yes", "default": "a",
              "description": "The kind." },
            { "name": "parts", "format": "some-of", "values": ["c", "d"], "needs": { "kind": "a" },
              "description": "The parts: {values}." },
        ] }] }));
        let manifest = of(&contract).expect("the contract is valid");
        let expected = [
            json!({
                "name": "kind", "type": { "text": "\"a\" | \"b\"" }, "required": "for One",
                "description": "One only. The kind.", "default": "\"a\"",
            }),
            json!({
                "name": "parts", "type": { "text": "string" },
                "description": "One only. The parts: `c`, `d`. Requires `a` in `kind`.",
            }),
        ];
        assert_eq!(entries(&manifest, "attributes").cloned().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn type_of_event_lists_values_of_detail() {
        let values = json!([{ "name": "a", "description": "" }, { "name": "b", "description": "" }]);
        for (detail, kind) in [
            (json!({}), "CustomEvent<Record<string, never>>"),
            (
                json!({ "locale": "string", "dirty": "boolean" }),
                "CustomEvent<{ locale: string; dirty: boolean }>",
            ),
            (json!({ "kind": { "oneOf": values } }), "CustomEvent<{ kind: \"a\" | \"b\" }>"),
            (json!({ "fields": { "listOf": values } }), "CustomEvent<{ fields: string[] }>"),
        ] {
            let entry = event(&json!({ "name": "x", "detail": detail, "description": "X." }));
            assert_eq!(entry.expect("the detail is valid")["type"]["text"], kind);
        }
        for detail in [json!(null), json!({ "kind": { "someOf": values } }), json!({ "kind": 1 })] {
            assert!(
                event(&json!({ "name": "x", "detail": detail, "description": "X." })).is_err(),
                "{detail}"
            );
        }
    }
}

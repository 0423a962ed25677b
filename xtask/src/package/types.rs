//! The package's TypeScript declarations, generated from the contract.

use serde_json::Value;

use crate::{
    contract::{self, Contract},
    error::Error,
    manifest,
};

/// Returns the content of `carnet-frame.d.ts`. Properties, methods and events are those of `<carnet-profile>`.
///
/// # Errors
///
/// The contract has no version, or an attribute without a name.
pub(super) fn frame_declarations(contract: &Contract) -> Result<String, Error> {
    let version = contract.version()?;
    let attributes = contract.attributes().filter(|attribute| !attribute.is_not_false("frame"));
    let excluded: Vec<&str> = attributes.map(|attribute| attribute.name()).collect::<Result<_, _>>()?;
    let quoted = |mark: char, separator: &str| {
        let names: Vec<String> = excluded.iter().map(|name| format!("{mark}{name}{mark}")).collect();
        names.join(separator)
    };
    let (listed, union) = (quoted('`', " and "), quoted('"', " | "));
    Ok(format!(
        r#"// The types of <carnet-frame>: its properties, methods and events are those of <carnet-profile>.

import type {{ CarnetProfile, CarnetProfileAttributes }} from "./carnet.js";

/** The attributes. `src` is the address of embed.html. {listed} have no effect in a frame. */
export interface CarnetFrameAttributes extends Omit<CarnetProfileAttributes, {union}> {{
  src?: string;
}}

/** The element in a frame of another origin. `canLeave()` rejects with a TimeoutError if the frame does not respond. */
export interface CarnetFrame extends CarnetProfile {{}}

export declare const CarnetFrame: {{
  new (): CarnetFrame;
  prototype: CarnetFrame;
  readonly contract: {version};
}};

declare global {{
  interface HTMLElementTagNameMap {{
    "carnet-frame": CarnetFrame;
  }}
}}
"#
    ))
}

/// Returns the content of `carnet.d.ts`.
///
/// # Errors
///
/// An entry of the manifest has no name, type or description.
pub(super) fn declarations(manifest: &Value) -> Result<String, Error> {
    let element = manifest::element(manifest);
    let [tag, class] = [&element["tagName"], &element["name"]].map(|name| name.as_str().unwrap_or_default());
    let about = element["description"].as_str().unwrap_or_default();
    let mut text = format!("// Generated from custom-elements.json: the types of {class}.\n\n");
    let interfaces = [
        (format!("/** The attributes of the tag. */\nexport interface {class}Attributes"), "attributes", "?"),
        (
            format!("/** The events that the element emits. */\nexport interface {class}EventMap"),
            "events",
            "",
        ),
        (format!("/** {about} */\nexport interface {class} extends HTMLElement"), "members", ""),
    ];
    for (head, list, mark) in interfaces {
        text += &format!("{head} {{\n");
        // Static members belong to the class, below.
        for entry in manifest::entries(manifest, list).filter(|entry| entry["static"] != true) {
            let Member { name, kind, about } = Member::read(entry, list)?;
            let name = if name.contains('-') { format!("\"{name}\"") } else { name };
            text += &format!("  /** {about} */\n  {name}{mark}: {kind};\n");
        }
        if list == "members" {
            for verb in ["add", "remove"] {
                text += &format!(
                    "  {verb}EventListener<K extends keyof {class}EventMap>(\n    type: K,\n    \
                     listener: (this: {class}, event: {class}EventMap[K]) => unknown,\n    \
                     options?: boolean | AddEventListenerOptions,\n  ): void;\n  \
                     {verb}EventListener(\n    type: string,\n    listener: EventListenerOrEventListenerObject,\n    \
                     options?: boolean | AddEventListenerOptions,\n  ): void;\n"
                );
            }
        }
        text += "}\n\n";
    }
    text += &format!("export declare const {class}: {{\n  new (): {class};\n  prototype: {class};\n");
    for entry in manifest::entries(manifest, "members").filter(|entry| entry["static"] == true) {
        let Member { name, kind, about } = Member::read(entry, "members")?;
        text += &format!("  /** {about} */\n  readonly {name}: {kind};\n");
    }
    text += "};\n\n";
    text += &format!(
        "declare global {{\n  interface HTMLElementTagNameMap {{\n    \"{tag}\": {class};\n  }}\n}}\n"
    );
    Ok(text)
}

/// An entry of the manifest that has a type.
struct Member {
    name: String,
    kind: String,
    about: String,
}

impl Member {
    fn read(entry: &Value, list: &str) -> Result<Self, Error> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        match (text(&entry["name"]), text(&entry["type"]["text"]), text(&entry["description"])) {
            (Some(name), Some(kind), Some(about)) => Ok(Self { name, kind, about }),
            _ => Err(Error::new(format!(
                "{}: an entry of {list} must have a name, a type and a description: {entry}",
                contract::PATH
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths;

    #[test]
    fn declarations_have_every_member_with_its_type() {
        let contract = Contract::read(&paths::root()).expect("the contract");
        let manifest = manifest::of(&contract).expect("the manifest");
        let declarations = declarations(&manifest).expect("its declarations");
        for line in [
            "\"base-url\"?: string;",
            "\"carnet-dirtychange\": CustomEvent<{ dirty: boolean }>;",
            "credentials: (() => Promise<",
        ] {
            assert!(declarations.contains(line), "{line} in {declarations}");
        }
        for list in ["attributes", "events", "members"] {
            for entry in manifest::entries(&manifest, list) {
                let (kind, about) = (&entry["type"]["text"], &entry["description"]);
                for text in [kind, about].map(|text| text.as_str().expect("a text")) {
                    assert!(declarations.contains(text), "{text} in {declarations}");
                }
            }
        }
    }

    #[test]
    fn frame_declarations_omit_attributes_without_effect_in_frame() {
        let contract = Contract::read(&paths::root()).expect("the contract");
        let declarations = frame_declarations(&contract).expect("its declarations");
        for text in [
            "`routing` and `shadow` have no effect",
            "Omit<CarnetProfileAttributes, \"routing\" | \"shadow\">",
            "readonly contract: 1;",
        ] {
            assert!(declarations.contains(text), "{text} in {declarations}");
        }
    }

    #[test]
    fn entry_without_type_is_an_error() {
        let manifest = serde_json::json!({
            "modules": [{ "declarations": [{ "attributes": [{ "name": "view", "description": "The view." }] }] }]
        });
        assert!(declarations(&manifest).is_err());
    }
}

//! `package/`: what npm publishes. The element's files as `dist/` has them, its manifest, and its types made from that.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::{command::Problem, places};

/// The element's contract, in the format of the custom elements manifest.
const MANIFEST: &str = "web/custom-elements.json";

/// Puts the package together from `dist/`.
pub(crate) fn make() -> Result<(), Problem> {
    let (root, package) = (places::root(), places::package());
    if package.exists() {
        fs::remove_dir_all(&package)?;
    }
    fs::create_dir_all(&package)?;
    for entry in fs::read_dir(root.join("dist"))? {
        let file = entry?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if is_the_element_s(&name) {
            fs::copy(&file, package.join(&name))?;
        }
    }
    for (from, to) in [
        (MANIFEST, "custom-elements.json"),
        ("docs/embedding.md", "README.md"),
        ("web/frame.d.ts", "carnet-frame.d.ts"),
        ("docs/iframe.md", "iframe.md"),
        // What `labels` can have other words for.
        ("locales/en.json", "en.json"),
        ("LICENSE-APACHE", "LICENSE-APACHE"),
        ("LICENSE-MIT", "LICENSE-MIT"),
    ] {
        fs::copy(root.join(from), package.join(to))
            .map_err(|error| Problem::new(format!("cannot copy {from}: {error}")))?;
    }
    let manifest = read(&root.join(MANIFEST))?;
    fs::write(package.join("carnet.d.ts"), types(&manifest)?)?;
    let about = serde_json::to_string_pretty(&about())
        .map_err(|error| Problem::new(format!("package.json cannot be written: {error}")))?;
    fs::write(package.join("package.json"), about + "\n")?;
    Ok(())
}

/// The sandbox's own pages, and what a server compresses by itself, are no part of it.
fn is_the_element_s(name: &str) -> bool {
    const OTHERS: [&str; 5] = ["index.html", "host-", "playground", "embed", "loader-"];
    !OTHERS.iter().any(|other| name.starts_with(other)) && !name.ends_with(".br") && !name.ends_with(".gz")
}

fn read(path: &Path) -> Result<Value, Problem> {
    let wrong = |error: &dyn std::fmt::Display| Problem::new(format!("{}: {error}", path.display()));
    let text = fs::read_to_string(path).map_err(|error| wrong(&error))?;
    serde_json::from_str(&text).map_err(|error| wrong(&error))
}

fn about() -> Value {
    json!({
        "name": "carnet-profile",
        "version": env!("CARGO_PKG_VERSION"),
        "description": "<carnet-profile>: a customer's own profile at a vendor, created, viewed and changed in their language.",
        "license": "MIT OR Apache-2.0",
        "type": "module",
        "exports": {
            ".": { "types": "./carnet.d.ts", "default": "./carnet.js" },
            "./carnet-frame.js": { "types": "./carnet-frame.d.ts", "default": "./carnet-frame.js" },
            "./*": "./*",
        },
        "types": "./carnet.d.ts",
        "customElements": "custom-elements.json",
        // To import it is to define the element.
        "sideEffects": ["./carnet.js", "./carnet-frame.js"],
    })
}

/// The TypeScript declarations of a manifest.
fn types(manifest: &Value) -> Result<String, Problem> {
    let element = &manifest["modules"][0]["declarations"][0];
    let [tag, class] = [&element["tagName"], &element["name"]].map(|name| name.as_str().unwrap_or_default());
    let mut made = format!("// Made from custom-elements.json: {class} as TypeScript sees it.\n\n");
    let about = element["description"].as_str().unwrap_or_default();
    let blocks = [
        (
            format!("/** What can be written into the tag. */\nexport interface {class}Attributes"),
            "attributes",
            "?",
        ),
        (format!("/** What it tells the page. */\nexport interface {class}EventMap"), "events", ""),
        (format!("/** {about} */\nexport interface {class} extends HTMLElement"), "members", ""),
    ];
    for (head, list, mark) in blocks {
        made += &format!("{head} {{\n");
        // What the class itself has stands with the class.
        let own = element[list].as_array().into_iter().flatten().filter(|entry| entry["static"] != true);
        for entry in own {
            let text = |value: &Value| value.as_str().map(str::to_owned);
            let (name, kind) = (text(&entry["name"]), text(&entry["type"]["text"]));
            let (Some(name), Some(kind), Some(about)) = (name, kind, text(&entry["description"])) else {
                return Err(Problem::new(format!(
                    "{MANIFEST}: {list} has an entry that is not whole: {entry}"
                )));
            };
            let name = if name.contains('-') { format!("\"{name}\"") } else { name };
            made += &format!("  /** {about} */\n  {name}{mark}: {kind};\n");
        }
        if list == "members" {
            for verb in ["add", "remove"] {
                made += &format!(
                    "  {verb}EventListener<K extends keyof {class}EventMap>(\n    type: K,\n    \
                     listener: (this: {class}, event: {class}EventMap[K]) => unknown,\n    \
                     options?: boolean | AddEventListenerOptions,\n  ): void;\n  \
                     {verb}EventListener(\n    type: string,\n    listener: EventListenerOrEventListenerObject,\n    \
                     options?: boolean | AddEventListenerOptions,\n  ): void;\n"
                );
            }
        }
        made += "}\n\n";
    }
    let statics = element["members"].as_array().into_iter().flatten().filter(|entry| entry["static"] == true);
    made += &format!("export declare const {class}: {{\n  new (): {class};\n  prototype: {class};\n");
    for entry in statics {
        let text = |member: &Value| member.as_str().unwrap_or_default().to_owned();
        let (name, kind, about) =
            (text(&entry["name"]), text(&entry["type"]["text"]), text(&entry["description"]));
        made += &format!("  /** {about} */\n  readonly {name}: {kind};\n");
    }
    made += "};\n\n";
    made += &format!(
        "declare global {{\n  interface HTMLElementTagNameMap {{\n    \"{tag}\": {class};\n  }}\n}}\n"
    );
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_element_s_files_are_taken_and_no_others() {
        for name in ["carnet.js", "carnet-0123.wasm", "fr-0123.json", "states-us-0123.json"] {
            assert!(is_the_element_s(name), "{name}");
        }
        for name in [
            "index.html",
            "index.html.br",
            "host-0123.css",
            "playground.html",
            "embed-0123.js",
            "loader-0123.js",
            "carnet.js.gz",
        ] {
            assert!(!is_the_element_s(name), "{name}");
        }
    }

    #[test]
    fn every_entry_of_the_manifest_has_its_type_and_its_sentence() {
        let manifest = read(&places::root().join(MANIFEST)).expect("the manifest");
        let types = types(&manifest).expect("its types");
        for line in [
            "\"base-url\"?: string;",
            "\"carnet-dirtychange\": CustomEvent<{ dirty: boolean }>;",
            "credentials: (() => Promise<",
        ] {
            assert!(types.contains(line), "{line} in {types}");
        }
    }
}

//! The glue, which wasm-bindgen writes: what the app does not use is removed from it and from the wasm, and the functions
//! that the wasm imports from it get short names in both. Names such as `__wbg_append_5f0ed4d13bc21ad9`, twice for each of
//! 240 functions, do not compress.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use super::{
    split::optimize,
    wasm::{self, Import},
};
use crate::error::Error;

/// The module that the wasm imports the glue's functions from.
const MODULE: &str = "./carnet_bg.js";

/// The name of the same in `dist/`.
const SHORT_MODULE: &str = "g";

/// The ending of the wasm without what is not called, before it is optimised. It has the names of its functions.
pub(crate) const TRIMMED: &str = "trimmed";

/// Returns the glue and the optimised wasm with short names between them, and without what only libraries export.
///
/// # Errors
///
/// The wasm is invalid or cannot be optimised, or the glue is not written as wasm-bindgen writes it.
pub(super) fn shorten(glue: &str, wasm: &Path) -> Result<(String, Vec<u8>), Error> {
    let glue = without_classes(glue)?;
    let called = wasm::without_functions(&fs::read(wasm)?, |name| glue.contains(&format!("wasm.{name}")))?;
    let trimmed = wasm.with_extension(TRIMMED);
    fs::write(&trimmed, called)?;
    let wasm = optimize(&trimmed, &[])?;
    let imports = wasm::imports(&wasm)?;
    let of_glue = imports.iter().filter(|import| import.module == MODULE).map(|import| &*import.name);
    let names: BTreeMap<&str, String> =
        BTreeSet::from_iter(of_glue).into_iter().zip((0..).map(|index: u32| format!("f{index}"))).collect();
    let short = |import: &Import| {
        let name = names.get(&*import.name).filter(|_| import.module == MODULE)?;
        Some(Import { module: SHORT_MODULE.to_owned(), name: name.clone(), kind: import.kind })
    };
    let renamed: Vec<_> =
        imports.iter().map(|import| short(import).unwrap_or_else(|| import.clone())).collect();
    Ok((with_names(&glue, &names)?, wasm::with_imports(&wasm, &renamed)?))
}

/// Returns the glue without its exported classes: the app exports functions, and a class is a library's that nothing here
/// makes an object of.
fn without_classes(glue: &str) -> Result<String, Error> {
    let mut lines = Vec::new();
    let mut classes = Vec::new();
    let mut rest = glue.lines();
    while let Some(line) = rest.next() {
        let Some(class) = line.strip_prefix("export class ").and_then(|line| line.strip_suffix(" {")) else {
            let is_of_class = |class: &&str| {
                line.contains(&format!("{class}.prototype")) || line.contains(&finalization(class))
            };
            if !classes.iter().any(is_of_class) {
                lines.push(line);
            } else if line.starts_with("const ") {
                // The two lines of the registry's two ways.
                let ways: Vec<_> = rest.by_ref().take(2).collect();
                if !ways.iter().all(|way| way.trim_start().starts_with(['?', ':'])) {
                    return Err(unknown(line));
                }
            }
            continue;
        };
        classes.push(class);
        if !rest.any(|line| line == "}") {
            return Err(unknown(line));
        }
    }
    lines.push("");
    Ok(lines.join("\n"))
}

/// The beginning of the constant with which the glue frees the objects of a class.
fn finalization(class: &str) -> String {
    format!("const {class}Finalization ")
}

/// Returns the glue with these names of the functions that the wasm imports, and without the functions that it does not.
fn with_names(glue: &str, names: &BTreeMap<&str, String>) -> Result<String, Error> {
    let start = "    const import0 = {\n";
    let end = "\n    };\n";
    let parts = glue.split_once(start).and_then(|(before, rest)| Some((before, rest.split_once(end)?)));
    let Some((before, (functions, after))) = parts else { return Err(unknown(start)) };
    let mut written = BTreeSet::new();
    let (mut lines, mut is_kept) = (Vec::new(), true);
    for line in functions.lines() {
        let name = line.strip_prefix("        ").and_then(|line| line.split_once(": ")).map(|(name, _)| name);
        let Some(name) = name.filter(|name| name.starts_with("__wb")) else {
            if is_kept {
                lines.push(line.to_owned());
            }
            continue;
        };
        is_kept = names.contains_key(name);
        if let Some(short) = names.get(name) {
            written.insert(name);
            lines.push(line.replacen(name, short, 1));
        }
    }
    if let Some(missing) = names.keys().find(|name| !written.contains(**name)) {
        return Err(unknown(missing));
    }
    let after = after.replace(&format!("\"{MODULE}\""), &format!("\"{SHORT_MODULE}\""));
    Ok([before, start, &lines.join("\n"), end, &after].concat())
}

fn unknown(what: &str) -> Error {
    Error::new(format!(
        "the glue has no {what:?} where it is expected: wasm-bindgen has changed, see xtask/src/bundle/glue.rs"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "\
export class Sink {
    free() {
        wasm.__wbg_sink_free(0);
    }
}
if (Symbol.dispose) Sink.prototype[Symbol.dispose] = Sink.prototype.free;

export function mount() {
    wasm.mount();
}
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_append_0123456789abcdef: function(arg0) {
            arg0.append();
        },
        __wbg_unused_0123456789abcdef: function() { return handleError(function (arg0) {
            arg0.unused();
        }, arguments); },
        __wbindgen_generic_1: function() {},
    };
    return {
        \"./carnet_bg.js\": import0,
    };
}
const SinkFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_sink_free(ptr, 1));
let last;
";

    #[test]
    fn classes_are_removed_with_all_that_names_them() -> Result<(), Error> {
        let glue = without_classes(GLUE)?;
        assert!(!glue.contains("Sink") && !glue.contains("sink"), "{glue}");
        assert!(glue.contains("export function mount() {\n    wasm.mount();\n}\n"), "{glue}");
        assert!(glue.ends_with("}\nlet last;\n"), "{glue}");
        Ok(())
    }

    #[test]
    fn functions_get_short_names_and_those_that_are_not_imported_are_removed() -> Result<(), Error> {
        let names = BTreeMap::from([
            ("__wbg_append_0123456789abcdef", "f0".to_owned()),
            ("__wbindgen_generic_1", "f1".to_owned()),
        ]);
        let glue = with_names(GLUE, &names)?;
        let functions = "        __proto__: null,\n        f0: function(arg0) {\n            arg0.append();\n        \
                         },\n        f1: function() {},\n    };\n";
        assert!(glue.contains(functions) && glue.contains("\"g\": import0,"), "{glue}");
        assert!(!glue.contains("unused"), "{glue}");
        Ok(())
    }

    #[test]
    fn unknown_glue_is_an_error() {
        let names = BTreeMap::from([("__wbg_missing_0123456789abcdef", "f0".to_owned())]);
        assert!(with_names(GLUE, &names).is_err());
        assert!(with_names("let imports;\n", &BTreeMap::new()).is_err());
        assert!(without_classes("export class Sink {\n").is_err());
        assert!(without_classes(&GLUE.replace("    ? {", "    {")).is_err());
    }
}

//! Modules in `web/` that several scripts import: each script gets a copy, so that it stays one file.

use crate::error::Error;

/// Replaces each line `import { … } from "./x.js";` of the script with that module of `web/`, without its `export`.
/// `path` names the script in errors.
///
/// # Errors
///
/// A module is missing, an import is written in another way, or a module imports another.
pub(super) fn inline(
    script: &str,
    path: &str,
    read: impl Fn(&str) -> Result<String, Error>,
) -> Result<String, Error> {
    let mut inlined = String::with_capacity(script.len());
    for line in script.lines() {
        if !line.starts_with("import ") {
            inlined += line;
            inlined.push('\n');
            continue;
        }
        let name = line.strip_suffix("\";").and_then(|line| Some(line.split_once("} from \"./")?.1));
        let name = name.ok_or_else(|| {
            Error::new(format!(
                "{path}: write the import on one line, as `import {{ … }} from \"./x.js\";`: {line}"
            ))
        })?;
        for line in read(&format!("web/{name}"))?.lines() {
            if line.starts_with("import ") {
                return Err(Error::new(format!(
                    "web/{name} imports another module: import that one in {path}"
                )));
            }
            inlined += line.strip_prefix("export ").unwrap_or(line);
            inlined.push('\n');
        }
    }
    Ok(inlined)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str) -> Result<String, Error> {
        match path {
            "web/labels.js" => Ok("// Labels.\nexport function check() {}\n".to_owned()),
            "web/nested.js" => Ok("import { check } from \"./labels.js\";\n".to_owned()),
            _ => Err(Error::new(format!("no {path}"))),
        }
    }

    #[test]
    fn import_is_replaced_with_module() -> Result<(), Error> {
        let script = "// First.\nimport { check } from \"./labels.js\";\nexport const x = import(\"y\");\n";
        let expected = "// First.\n// Labels.\nfunction check() {}\nexport const x = import(\"y\");\n";
        assert_eq!(inline(script, "web/x.js", read)?, expected);
        Ok(())
    }

    #[test]
    fn missing_nested_or_unusual_import_is_an_error() {
        for import in [
            "import { check } from \"./gone.js\";",
            "import { check } from \"./nested.js\";",
            "import \"./labels.js\";",
            "import {",
        ] {
            assert!(inline(import, "web/x.js", read).is_err(), "{import}");
        }
    }
}

//! The modules in `web/` that a script imports: each script gets a copy of them, so that it stays one file.

use std::collections::BTreeSet;

use crate::error::Error;

/// Replaces each line `import { … } from "./x.js";` of the script with that module, without its `export`, and with the
/// modules that it imports itself. What is imported more than once is there once, where it is first needed. `path` is the
/// path of the script, to which the paths in its imports are relative; `read` returns the text at a path.
///
/// # Errors
///
/// A module is missing, or an import or an export is written in another way.
pub(super) fn inline(
    script: &str,
    path: &str,
    read: impl Fn(&str) -> Result<String, Error>,
) -> Result<String, Error> {
    let mut inliner = Inliner { read, inlined: String::with_capacity(script.len()), done: BTreeSet::new() };
    inliner.add(script, path, str::to_owned)?;
    Ok(inliner.inlined)
}

struct Inliner<R> {
    read: R,
    inlined: String,
    /// The paths of the modules that are there already.
    done: BTreeSet<String>,
}

impl<R: Fn(&str) -> Result<String, Error>> Inliner<R> {
    /// Adds a text line by line, each as `as_written` returns it.
    fn add(&mut self, text: &str, path: &str, as_written: fn(&str) -> String) -> Result<(), Error> {
        for line in text.lines() {
            if line.starts_with("import ") {
                let module = imported(line, path)?;
                if self.done.insert(module.clone()) {
                    let text = (self.read)(&module)?;
                    check_exports(&text, &module)?;
                    self.add(&text, &module, without_export)?;
                }
            } else {
                self.inlined += &as_written(line);
                self.inlined.push('\n');
            }
        }
        Ok(())
    }
}

/// Returns the path of the module that this line of the script at `path` imports.
fn imported(line: &str, path: &str) -> Result<String, Error> {
    let name = line.strip_suffix("\";").and_then(|line| Some(line.split_once("} from \"")?.1));
    let name = name.filter(|name| name.starts_with("./") || name.starts_with("../")).ok_or_else(|| {
        Error::new(format!(
            "{path}: write the import on one line, as `import {{ … }} from \"./x.js\";`: {line}"
        ))
    })?;
    let mut folders: Vec<&str> = path.split('/').collect();
    folders.pop();
    for part in name.split('/') {
        match part {
            "." => {}
            ".." => {
                folders.pop();
            }
            part => folders.push(part),
        }
    }
    Ok(folders.join("/"))
}

fn without_export(line: &str) -> String {
    line.strip_prefix("export ").unwrap_or(line).to_owned()
}

/// Checks that a module exports only declarations: without `export` they are visible to what imports them.
fn check_exports(text: &str, path: &str) -> Result<(), Error> {
    let is_declaration = |export: &str| {
        ["function ", "async function ", "class ", "const ", "let "]
            .iter()
            .any(|word| export.starts_with(word))
    };
    match text.lines().filter_map(|line| line.strip_prefix("export ")).find(|export| !is_declaration(export))
    {
        None => Ok(()),
        Some(export) => Err(Error::new(format!("{path}: export a declaration: {export}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str) -> Result<String, Error> {
        let text = match path {
            "web/labels.js" => "// Labels.\nexport function check() {}\n",
            "web/parts/page.js" => {
                "import { check } from \"../labels.js\";\nimport { get } from \"./text.js\";\nexport let page;\n"
            }
            "web/parts/text.js" => "import { check } from \"../labels.js\";\nexport const get = check;\n",
            "web/default.js" => "export default 1;\n",
            _ => return Err(Error::new(format!("no {path}"))),
        };
        Ok(text.to_owned())
    }

    #[test]
    fn import_is_replaced_with_module() -> Result<(), Error> {
        let script = "// First.\nimport { check } from \"./labels.js\";\nexport const x = import(\"y\");\n";
        let expected = "// First.\n// Labels.\nfunction check() {}\nexport const x = import(\"y\");\n";
        assert_eq!(inline(script, "web/x.js", read)?, expected);
        Ok(())
    }

    #[test]
    fn module_that_several_modules_import_is_there_once_and_first() -> Result<(), Error> {
        let script = "import { page } from \"./parts/page.js\";\nimport { get } from \"./parts/text.js\";\n";
        let expected = "// Labels.\nfunction check() {}\nconst get = check;\nlet page;\n";
        assert_eq!(inline(script, "web/x.js", read)?, expected);
        Ok(())
    }

    #[test]
    fn missing_or_unusual_module_is_an_error() {
        for import in [
            "import { check } from \"./gone.js\";",
            "import { check } from \"labels\";",
            "import { check } from \"./default.js\";",
            "import \"./labels.js\";",
            "import {",
        ] {
            assert!(inline(import, "web/x.js", read).is_err(), "{import}");
        }
    }
}

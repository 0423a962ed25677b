//! Placeholders: a line of a script that the bundler replaces with a table, such as the loader's list of assets.

use crate::error::Error;

/// Replaces the line `const NAME = {}; // filled in by the bundler` of the script with the table, an expression in
/// JavaScript. `path` names the script in errors.
///
/// # Errors
///
/// The script does not have the line exactly once.
pub(super) fn fill(script: &str, path: &str, name: &str, table: &str) -> Result<String, Error> {
    let placeholder = format!("const {name} = {{}}; // filled in by the bundler");
    match script.matches(&placeholder).count() {
        1 => Ok(script.replace(&placeholder, &format!("const {name} = {table};"))),
        count => Err(Error::new(format!(
            "{path} must have the line `{placeholder}` exactly once, but has it {count} times"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACEHOLDER: &str = "const WORDS = {}; // filled in by the bundler";

    #[test]
    fn script_with_placeholder_gets_table() -> Result<(), Error> {
        let script = fill(&format!("// First.\n{PLACEHOLDER}\nlast();\n"), "x.js", "WORDS", "{ \"a\": 1 }")?;
        assert_eq!(script, "// First.\nconst WORDS = { \"a\": 1 };\nlast();\n");
        Ok(())
    }

    #[test]
    fn script_without_placeholder_or_with_two_is_an_error() {
        for script in [String::new(), format!("{PLACEHOLDER}\n{PLACEHOLDER}\n")] {
            let error = fill(&script, "x.js", "WORDS", "{}").expect_err("the line is not there once");
            assert!(error.to_string().starts_with("x.js "), "{error}");
        }
    }
}

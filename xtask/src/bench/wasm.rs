//! The functions of a wasm module: their sizes, and their names from its name section.

use std::ops::Range;

use rustc_demangle::demangle;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

use crate::{bundle::invalid_wasm as invalid, error::Error};

/// The parts of a module, in bytes.
#[derive(Debug, Default)]
pub(super) struct Module {
    /// The functions, with their demangled names; a function without a name has an empty one.
    pub(super) functions: Vec<(String, usize)>,
    /// The constant data.
    pub(super) data: usize,
    /// Every other section but custom ones: types, imports, tables, exports.
    pub(super) rest: usize,
}

impl Module {
    /// Parses a module.
    ///
    /// # Errors
    ///
    /// It is not a wasm module, or a section ends too early.
    pub(super) fn parse(wasm: &[u8]) -> Result<Module, Error> {
        let (mut module, mut names, mut imported) = (Module::default(), Vec::new(), 0);
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload.map_err(invalid)?;
            match &payload {
                Payload::CodeSectionEntry(body) => {
                    module.functions.push((String::new(), length(&body.range())));
                }
                // Its functions follow, one by one.
                Payload::CodeSectionStart { .. } => {}
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(section) = section.as_known() {
                        for part in section {
                            if let Name::Function(functions) = part.map_err(invalid)? {
                                names = functions.into_iter().collect::<Result<_, _>>().map_err(invalid)?;
                            }
                        }
                    }
                }
                Payload::DataSection(section) => module.data = length(&section.range()),
                _ => {
                    if let Payload::ImportSection(section) = &payload {
                        imported = imported_functions(section.clone())?;
                    }
                    module.rest += payload.as_section().map_or(0, |(_, range)| length(&range));
                }
            }
        }
        for name in names {
            let own = usize::try_from(name.index).ok().and_then(|index| index.checked_sub(imported));
            if let Some(function) = own.and_then(|index| module.functions.get_mut(index)) {
                function.0 = demangle(name.name).to_string();
            }
        }
        Ok(module)
    }
}

/// Returns the number of functions that the module imports. They come first in the numbering of functions.
fn imported_functions(section: wasmparser::ImportSectionReader<'_>) -> Result<usize, Error> {
    let mut functions = 0;
    for import in section.into_imports() {
        if let TypeRef::Func(_) = import.map_err(invalid)?.ty {
            functions += 1;
        }
    }
    Ok(functions)
}

fn length(range: &Range<u64>) -> usize {
    usize::try_from(range.end - range.start).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::Module;

    /// A module with one imported function, and two own ones of 2 and 4 bytes, of which the second has a name.
    const MODULE: &[u8] = b"\0asm\x01\0\0\0\
        \x01\x04\x01\x60\0\0\
        \x02\x07\x01\x01a\x01b\0\0\
        \x03\x03\x02\0\0\
        \x0a\x09\x02\x02\0\x0b\x04\0\x01\x01\x0b\
        \x0b\x03\x01\x01\0\
        \0\x16\x04name\x01\x0f\x01\x02\x0c_ZN2ok4makeE";

    #[test]
    fn functions_have_their_sizes_and_names() {
        let module = Module::parse(MODULE).expect("it is a module");
        assert_eq!(module.functions, [(String::new(), 2), ("ok::make".to_owned(), 4)]);
        assert_eq!((module.data, module.rest), (3, 4 + 7 + 3));
    }

    #[test]
    fn module_that_ends_too_early_is_an_error() {
        for length in [0, 4, 9, 20, MODULE.len() - 1] {
            assert!(Module::parse(&MODULE[..length]).is_err(), "{length}");
        }
    }
}

//! The functions of a wasm module: their sizes, and their names from its name section.

use crate::error::Error;

/// The ids of the sections that are read.
const CUSTOM: u8 = 0;
const IMPORT: u8 = 2;
const CODE: u8 = 10;
const DATA: u8 = 11;
/// The id of the function names within the name section.
const FUNCTION_NAMES: u8 = 1;

/// The parts of a module, in bytes.
#[derive(Debug, Default)]
pub(super) struct Module {
    /// The functions, with their names; a function without a name has an empty one.
    pub(super) functions: Vec<(String, usize)>,
    /// The constant data.
    pub(super) data: usize,
    /// Every other section but names: types, imports, tables, exports.
    pub(super) rest: usize,
}

impl Module {
    /// Parses a module.
    ///
    /// # Errors
    ///
    /// It is not a wasm module, or a section ends too early.
    pub(super) fn parse(wasm: &[u8]) -> Result<Module, Error> {
        let content = wasm
            .strip_prefix(b"\0asm\x01\0\0\0")
            .ok_or_else(|| Error::new("not a wasm module of version 1"))?;
        let (mut reader, mut module) = (Reader(content), Module::default());
        let (mut sizes, mut names, mut imported) = (Vec::new(), Vec::new(), 0);
        while !reader.0.is_empty() {
            let (id, length) = (reader.byte()?, reader.number()?);
            let mut section = Reader(reader.take(length)?);
            match id {
                CODE => {
                    for _ in 0..section.number()? {
                        let size = section.number()?;
                        section.take(size)?;
                        sizes.push(size);
                    }
                }
                CUSTOM => {
                    if section.text()? == "name" {
                        names = function_names(section)?;
                    }
                }
                DATA => module.data = length,
                _ => {
                    if id == IMPORT {
                        imported = imported_functions(section.clone())?;
                    }
                    module.rest += length;
                }
            }
        }
        module.functions = sizes.into_iter().map(|size| (String::new(), size)).collect();
        for (index, name) in names {
            if let Some(function) = index.checked_sub(imported).and_then(|at| module.functions.get_mut(at)) {
                function.0 = name;
            }
        }
        Ok(module)
    }
}

/// Returns the names of functions, each with the index of its function.
fn function_names(mut section: Reader<'_>) -> Result<Vec<(usize, String)>, Error> {
    while !section.0.is_empty() {
        let (id, length) = (section.byte()?, section.number()?);
        let mut part = Reader(section.take(length)?);
        if id == FUNCTION_NAMES {
            let count = part.number()?;
            return (0..count).map(|_| Ok((part.number()?, part.text()?))).collect();
        }
    }
    Ok(Vec::new())
}

/// Returns the number of functions that the module imports. They come first in the numbering of functions.
fn imported_functions(mut section: Reader<'_>) -> Result<usize, Error> {
    let mut functions = 0;
    for _ in 0..section.number()? {
        section.text()?;
        section.text()?;
        match section.byte()? {
            // A function with its type; a tag with its attribute and type.
            0 => {
                section.number()?;
                functions += 1;
            }
            1 => {
                section.byte()?;
                section.limits()?;
            }
            2 => section.limits()?,
            3 => {
                section.take(2)?;
            }
            kind => return Err(Error::new(format!("an import of the unknown kind {kind}"))),
        }
    }
    Ok(functions)
}

/// The bytes that are still to be read.
#[derive(Clone)]
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], Error> {
        let (taken, rest) =
            self.0.split_at_checked(length).ok_or_else(|| Error::new("the wasm module ends too early"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, Error> {
        Ok(self.take(1)?[0])
    }

    /// An unsigned number in LEB128.
    fn number(&mut self) -> Result<usize, Error> {
        let (mut number, mut shift) = (0_u64, 0);
        loop {
            let byte = self.byte()?;
            if shift > 35 {
                return Err(Error::new("a number in the wasm module is too long"));
            }
            number |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                return usize::try_from(number)
                    .map_err(|_| Error::new("a number in the wasm module is too large"));
            }
        }
    }

    fn text(&mut self) -> Result<String, Error> {
        let length = self.number()?;
        Ok(String::from_utf8_lossy(self.take(length)?).into_owned())
    }

    /// The least and, if there is one, the greatest size of a table or memory.
    fn limits(&mut self) -> Result<(), Error> {
        let has_maximum = self.byte()? & 1 == 1;
        self.number()?;
        if has_maximum {
            self.number()?;
        }
        Ok(())
    }
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
        \0\x0c\x04name\x01\x05\x01\x02\x02ok";

    #[test]
    fn functions_have_their_sizes_and_names() {
        let module = Module::parse(MODULE).expect("it is a module");
        assert_eq!(module.functions, [(String::new(), 2), ("ok".to_owned(), 4)]);
        assert_eq!((module.data, module.rest), (3, 4 + 7 + 3));
    }

    #[test]
    fn module_that_ends_too_early_is_an_error() {
        for length in [0, 4, 9, 20, MODULE.len() - 1] {
            assert!(Module::parse(&MODULE[..length]).is_err(), "{length}");
        }
    }
}

//! The imports and exports of a wasm module: read, renamed and removed. Every other section is copied as it is.

use wasm_encoder::{EntityType, ExportKind, ExportSection, ImportSection, Module, RawSection};
use wasmparser::{ExternalKind, Parser, Payload};

use crate::error::Error;

/// An import.
#[derive(Clone)]
pub(super) struct Import {
    pub(super) module: String,
    pub(super) name: String,
    pub(super) kind: EntityType,
}

/// Returns the imports of a module, in their order.
///
/// # Errors
///
/// The module is invalid.
pub(super) fn imports(wasm: &[u8]) -> Result<Vec<Import>, Error> {
    let mut imports = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::ImportSection(section) = payload.map_err(invalid)? {
            for import in section.into_imports() {
                let import = import.map_err(invalid)?;
                let kind = EntityType::try_from(import.ty).map_err(invalid)?;
                imports.push(Import { module: import.module.to_owned(), name: import.name.to_owned(), kind });
            }
        }
    }
    Ok(imports)
}

/// Returns the module with other imports. There must be as many as before, in the same order: their indices stay.
///
/// # Errors
///
/// The module is invalid.
pub(super) fn with_imports(wasm: &[u8], imports: &[Import]) -> Result<Vec<u8>, Error> {
    rewrite(wasm, |payload, module| {
        let is_imports = matches!(payload, Payload::ImportSection(_));
        if is_imports {
            let mut section = ImportSection::new();
            for Import { module, name, kind } in imports {
                section.import(module, name, *kind);
            }
            module.section(&section);
        }
        Ok(is_imports)
    })
}

/// Returns the module without the exported functions that are not kept by this function.
///
/// # Errors
///
/// The module is invalid.
pub(super) fn without_functions(wasm: &[u8], is_kept: impl Fn(&str) -> bool) -> Result<Vec<u8>, Error> {
    without_exports(wasm, |name, kind| kind != ExternalKind::Func || is_kept(name))
}

/// Returns the module without exports.
///
/// # Errors
///
/// The module is invalid.
pub(super) fn without_any_export(wasm: &[u8]) -> Result<Vec<u8>, Error> {
    without_exports(wasm, |_, _| false)
}

fn without_exports(wasm: &[u8], is_kept: impl Fn(&str, ExternalKind) -> bool) -> Result<Vec<u8>, Error> {
    rewrite(wasm, |payload, module| {
        let Payload::ExportSection(exports) = payload else { return Ok(false) };
        let mut section = ExportSection::new();
        for export in exports.clone() {
            let export = export.map_err(invalid)?;
            if is_kept(export.name, export.kind) {
                section.export(export.name, ExportKind::from(export.kind), export.index);
            }
        }
        if !section.is_empty() {
            module.section(&section);
        }
        Ok(true)
    })
}

/// Returns the module with each section as the function has written it, which returns whether it has, or else unchanged.
fn rewrite(
    wasm: &[u8],
    mut write: impl FnMut(&Payload<'_>, &mut Module) -> Result<bool, Error>,
) -> Result<Vec<u8>, Error> {
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload.map_err(invalid)?;
        let Some((id, range)) = payload.as_section() else { continue };
        if write(&payload, &mut module)? {
            continue;
        }
        let [start, end] = [range.start, range.end].map(|at| usize::try_from(at).unwrap_or(usize::MAX));
        let data = wasm.get(start..end).ok_or_else(|| Error::new("a section of the wasm ends too early"))?;
        module.section(&RawSection { id, data });
    }
    Ok(module.finish())
}

/// Returns the error of a wasm that cannot be read.
pub(crate) fn invalid(error: impl std::fmt::Display) -> Error {
    Error::new(format!("the wasm is invalid: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{CodeSection, Function, FunctionSection, GlobalType, TypeSection, ValType};

    /// A module that imports a function and a global, and exports both and a function of its own.
    fn module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("./glue.js", "__wbg_text_0123456789abcdef", EntityType::Function(0));
        let global = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
        imports.import("main", "stack", EntityType::Global(global));
        let mut functions = FunctionSection::new();
        functions.function(0);
        let mut exports = ExportSection::new();
        exports.export("own", ExportKind::Func, 1).export("text", ExportKind::Func, 0);
        exports.export("stack", ExportKind::Global, 0);
        let mut code = CodeSection::new();
        let mut body = Function::new([]);
        body.instructions().call(0).end();
        code.function(&body);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&exports).section(&code);
        module.finish()
    }

    fn exports(wasm: &[u8]) -> Vec<String> {
        let payloads = Parser::new(0).parse_all(wasm);
        let sections = payloads.filter_map(|payload| match payload {
            Ok(Payload::ExportSection(section)) => Some(section),
            _ => None,
        });
        sections.flatten().map(|export| export.expect("a valid export").name.to_owned()).collect()
    }

    #[test]
    fn imports_are_renamed_and_everything_else_stays() -> Result<(), Error> {
        let wasm = module();
        let mut renamed = imports(&wasm)?;
        assert_eq!(with_imports(&wasm, &renamed)?, wasm);
        renamed[0].name = "a".to_owned();
        let shorter = with_imports(&wasm, &renamed)?;
        assert_eq!(wasm.len() - shorter.len(), "__wbg_text_0123456789abcdef".len() - 1);
        let names: Vec<_> =
            imports(&shorter)?.into_iter().map(|import| (import.module, import.name)).collect();
        let pair = |module: &str, name: &str| (module.to_owned(), name.to_owned());
        assert_eq!(names, [pair("./glue.js", "a"), pair("main", "stack")]);
        Ok(())
    }

    #[test]
    fn exported_functions_that_are_not_kept_are_removed() -> Result<(), Error> {
        assert_eq!(exports(&without_functions(&module(), |name| name == "own")?), ["own", "stack"]);
        assert!(exports(&without_any_export(&module())?).is_empty());
        Ok(())
    }

    #[test]
    fn what_is_no_wasm_is_an_error() {
        assert!(imports(b"no wasm").is_err());
    }
}

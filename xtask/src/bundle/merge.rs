//! Modules of the splitter that are always loaded together become one module: calls between them are direct then, so
//! that wasm-opt can put a small function in the place of its call and drop what is not called any more.

use std::{collections::BTreeMap, fs, path::Path};

use wasm_encoder::{EntityType, ExportKind, ExportSection, ImportSection, Module};

use super::{
    split::{OPTIMIZE, optimize},
    wasm::{self, Import},
};
use crate::{
    command::{command, run},
    error::Error,
};

/// The name by which the modules import the memory, the table of functions and the globals of the main module.
const MAIN: &str = "__wasm_split";

/// The name of the same within the merge, where [`MAIN`] is a module that has each of them once. Two imports of one memory
/// would be two memories.
const REAL_MAIN: &str = "__wasm_split_main";

/// The arguments of wasm-opt by which a call through the table becomes a direct one. The table never changes: a slot
/// belongs to one module, which fills it when it starts.
pub(crate) const DIRECT_CALLS: [&str; 2] = ["--directize", "--pass-arg=directize-initial-contents-immutable"];

/// The ending of a merged file before it is optimised. It has the names of its functions.
pub(crate) const MERGED: &str = "merged";

/// Returns the named modules of the splitter's folder as one module, optimised for size; `chunk` names it.
///
/// # Errors
///
/// A module is missing, imports something else than parts of the main module, or one of the tools fails.
pub(super) fn merge(folder: &Path, chunk: &str, modules: &[&str]) -> Result<Vec<u8>, Error> {
    let inputs: Vec<_> = modules.iter().map(|module| folder.join(format!("{module}.wasm"))).collect();
    let mut shared = BTreeMap::new();
    for input in &inputs {
        for import in wasm::imports(&fs::read(input)?)? {
            if import.module != MAIN {
                return Err(Error::new(format!(
                    "{} imports {} from {}: a chunk can only import from {MAIN}",
                    input.display(),
                    import.name,
                    import.module
                )));
            }
            shared.insert(import.name, import.kind);
        }
    }
    let link = folder.join("link.wasm");
    let merged = folder.join(chunk).with_extension(MERGED);
    fs::write(&link, link_module(&shared)?)?;
    let mut merge = command("wasm-merge");
    merge.arg(&link).arg(MAIN);
    for (input, module) in inputs.iter().zip(modules) {
        merge.arg(input).arg(module);
    }
    merge.args(features()).args(["--enable-multimemory", "--skip-export-conflicts", "--debuginfo"]);
    run(merge.arg("-o").arg(&merged))?;
    let module = wasm::without_any_export(&fs::read(&merged)?)?;
    let imports: Vec<_> = wasm::imports(&module)?
        .into_iter()
        .map(|import| Import { module: MAIN.to_owned(), ..import })
        .collect();
    fs::write(&merged, wasm::with_imports(&module, &imports)?)?;
    optimize(&merged, &DIRECT_CALLS)
}

/// Returns the arguments of a tool of Binaryen that name the features of wasm.
fn features() -> impl Iterator<Item = &'static str> {
    OPTIMIZE.into_iter().filter(|argument| argument.starts_with("--enable-"))
}

/// Returns a module that imports these parts of the main module, and exports them under the same names.
fn link_module(shared: &BTreeMap<String, EntityType>) -> Result<Vec<u8>, Error> {
    let (mut imports, mut exports) = (ImportSection::new(), ExportSection::new());
    let (mut tables, mut memories, mut globals) = (0, 0, 0);
    for (name, kind) in shared {
        imports.import(REAL_MAIN, name, *kind);
        let (export, count) = match kind {
            EntityType::Table(_) => (ExportKind::Table, &mut tables),
            EntityType::Memory(_) => (ExportKind::Memory, &mut memories),
            EntityType::Global(_) => (ExportKind::Global, &mut globals),
            _ => {
                return Err(Error::new(format!(
                    "a chunk imports {name}, which is no table, memory or global"
                )));
            }
        };
        exports.export(name, export, *count);
        *count += 1;
    }
    let mut module = Module::new();
    module.section(&imports).section(&exports);
    Ok(module.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{GlobalType, RefType, TableType, ValType};

    #[test]
    fn link_module_exports_what_it_imports() -> Result<(), Error> {
        let table = TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: 1,
            maximum: None,
            shared: false,
        };
        let global = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
        let shared = BTreeMap::from([
            ("stack".to_owned(), EntityType::Global(global)),
            ("table".to_owned(), EntityType::Table(table)),
        ]);
        let imports = wasm::imports(&link_module(&shared)?)?;
        let names: Vec<_> = imports.iter().map(|import| (&*import.module, &*import.name)).collect();
        assert_eq!(names, [(REAL_MAIN, "stack"), (REAL_MAIN, "table")]);
        assert!(link_module(&BTreeMap::from([("call".to_owned(), EntityType::Function(0))])).is_err());
        Ok(())
    }
}

//! `cargo xtask bench --size`: the bytes of the wasm by crate and by module.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use super::{
    rust_name::{crate_of, module_of},
    wasm::Module,
};
use crate::{
    bundle::{DIRECT_CALLS, MERGED, OPTIMIZE, TRIMMED},
    command::run,
    error::Error,
    setup::Tools,
};

/// The number of modules that are printed.
const MODULES: usize = 60;

/// The bytes and the number of functions.
type Sum = (usize, usize);

/// Prints the bytes of each wasm module of the last build of `dist/`, optimised as `dist/` is but with the names of its
/// functions.
///
/// # Errors
///
/// `dist/` has not been built, or wasm-opt fails.
pub(super) fn report(tools: &Tools) -> Result<(), Error> {
    let target = tools.target()?;
    for (input, arguments) in named_modules(&target)? {
        let output = target.join("xtask").join("size.wasm");
        if let Some(folder) = output.parent() {
            fs::create_dir_all(folder)?;
        }
        run(tools
            .command("wasm-opt")
            .args(arguments)
            .args(OPTIMIZE)
            .arg("--debuginfo")
            .arg(&input)
            .arg("--output")
            .arg(&output))?;
        println!("{}", input.file_name().unwrap_or_default().to_string_lossy());
        print(&Module::parse(&fs::read(&output)?)?);
    }
    Ok(())
}

/// Returns the modules of the last `dist/`, with names and before they are optimised, each with the arguments of wasm-opt
/// that are added for it: the main module and the chunks.
fn named_modules(target: &Path) -> Result<Vec<(PathBuf, &'static [&'static str])>, Error> {
    let folder = target.join("wasm32-unknown-unknown/release/carnet.split");
    let missing = |_| Error::new("the split wasm is missing: run cargo xtask dist");
    let mut modules = vec![(folder.join("bound/carnet_bg.wasm").with_extension(TRIMMED), [].as_slice())];
    for entry in fs::read_dir(&folder).map_err(missing)? {
        let file = entry?.path();
        if file.extension().is_some_and(|extension| extension == MERGED) {
            modules.push((file, DIRECT_CALLS.as_slice()));
        }
    }
    modules.sort();
    Ok(modules)
}

fn print(module: &Module) {
    let (mut crates, mut modules) = (BTreeMap::new(), BTreeMap::new());
    for (name, size) in &module.functions {
        let path = module_of(name);
        add(&mut crates, crate_of(path), *size);
        add(&mut modules, path, *size);
    }
    let code: usize = module.functions.iter().map(|(_, size)| size).sum();
    println!("{code:>9} bytes of code in {} functions", module.functions.len());
    println!("{:>9} bytes of data", module.data);
    println!("{:>9} bytes of other sections\n", module.rest);
    print_sums("crate", crates, usize::MAX);
    print_sums("module", modules, MODULES);
}

fn add<'a>(sums: &mut BTreeMap<&'a str, Sum>, name: &'a str, size: usize) {
    let sum = sums.entry(name).or_default();
    sum.0 += size;
    sum.1 += 1;
}

/// Prints sums, the greatest first.
fn print_sums(title: &str, sums: BTreeMap<&str, Sum>, limit: usize) {
    let mut rows: Vec<(&str, Sum)> = sums.into_iter().collect();
    rows.sort_by_key(|(_, (bytes, _))| std::cmp::Reverse(*bytes));
    println!("{:>9} {:>9}  {title}", "bytes", "functions");
    for (name, (bytes, functions)) in rows.iter().take(limit) {
        println!("{bytes:>9} {functions:>9}  {name}");
    }
    if rows.len() > limit {
        let (bytes, functions) =
            rows[limit..].iter().fold((0, 0), |sum: Sum, (_, one)| (sum.0 + one.0, sum.1 + one.1));
        println!("{bytes:>9} {functions:>9}  {} more", rows.len() - limit);
    }
    println!();
}

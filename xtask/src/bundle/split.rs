//! The split: the app's wasm becomes a main module and chunks that are loaded when they are first needed
//! (`src/chunk.rs`). Trunk cannot do this, so its own module is replaced.
//!
//! The splitter cuts the code that several chunks share into small modules, by who uses them. What is always loaded
//! together is merged again (`merge`), so that a file of `dist/` is one module.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
};

use wasm_split_cli_support::{Options, transform};

use super::{asset::Asset, glue, merge::merge, trunk_output::App};
use crate::{
    command::{command, run},
    error::Error,
};

/// Names the wasm as rustc wrote it, with its relocations. Set by `cargo xtask dist`; without it nothing is split.
pub(crate) const INPUT: &str = "CARNET_SPLIT_INPUT";

/// Each chunk that is only loaded together with another one. What they share is in the other one's file.
const LOADED_WITH: [(&str, &str); 4] =
    [("capillary", "panels"), ("conflict", "edit"), ("create", "edit"), ("imprint", "panels")];

/// The chunk of the app, which is loaded before every other one is needed.
const APP: &str = "app";

/// The module that the splitter's imports name. The bundler replaces its import in the glue: the loader fetches the
/// chunks.
const LINK: &str = "./carnet-chunks.js";

/// The arguments of wasm-opt. `-Os` is smaller after compression than `-Oz` (docs/decisions.md, "Size"). The features of
/// wasm are those that the app uses and every supported browser has, and not all of wasm-opt's: its newest encodings are
/// ones that browsers reject.
pub(crate) const OPTIMIZE: [&str; 10] = [
    "-Os",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-extended-const",
    "--strip-producers",
    "--strip-target-features",
];

/// The least length of a file of chunks, in bytes. Hosts' bundlers, such as Vite, put a smaller file into their script as
/// a `data:` URL, which the page's policy forbids.
const MIN_LENGTH: usize = 4096;

/// The chunks of an app: the files, and for each chunk the indices of its files.
#[derive(Default)]
pub(super) struct Chunks {
    pub(super) files: Vec<Asset>,
    pub(super) by_name: BTreeMap<String, Vec<usize>>,
}

/// Splits the wasm that [`INPUT`] names; returns `None` if it names none.
///
/// # Errors
///
/// The wasm cannot be split, or one of the tools fails.
pub(super) fn split() -> Result<Option<App>, Error> {
    let Some(input) = env::var_os(INPUT).filter(|path| !path.is_empty()) else { return Ok(None) };
    let folder = PathBuf::from(&input).with_extension("split");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let wasm = fs::read(&input)?;
    let main = folder.join("carnet.wasm");
    let mut options = Options::new(&wasm);
    options.output_dir = &folder;
    options.main_out_path = &main;
    options.link_name = LINK;
    let split =
        transform(options).map_err(|error| Error::new(format!("the wasm cannot be split: {error:#}")))?;
    let bound = folder.join("bound");
    run(command("wasm-bindgen")
        .args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", "carnet"])
        .arg("--out-dir")
        .arg(&bound)
        .arg(&main))?;
    let glue = without_link(&fs::read_to_string(bound.join("carnet.js"))?)?;
    let (glue, wasm) = glue::shorten(&glue, &bound.join("carnet_bg.wasm"))?;
    let wasm = Asset::new("carnet", "wasm", wasm);
    let glue = glue.replace("carnet_bg.wasm", &wasm.name);
    let is_chunk = |name: &str| split.prefetch_map.keys().any(|chunk| chunk == name);
    if let Some((chunk, base)) = LOADED_WITH.iter().find(|(chunk, base)| !is_chunk(chunk) || !is_chunk(base))
    {
        return Err(Error::new(format!("src/ has no chunk {chunk} or {base}: see LOADED_WITH")));
    }
    let chunks =
        join(&split.prefetch_map.into_iter().collect(), |chunk, modules| merge(&folder, chunk, modules))?;
    if let Some(small) = chunks.files.iter().find(|file| file.content.len() < MIN_LENGTH) {
        return Err(Error::new(format!(
            "{} has less than {MIN_LENGTH} bytes: join it with another chunk",
            small.name
        )));
    }
    Ok(Some(App { glue, wasm, chunks }))
}

/// Returns the module, optimised for size. `arguments` are added for wasm-opt, before the others.
pub(super) fn optimize(module: &Path, arguments: &[&str]) -> Result<Vec<u8>, Error> {
    let optimized = module.with_extension("opt");
    run(command("wasm-opt")
        .args(arguments)
        .args(OPTIMIZE)
        .arg("--quiet")
        .arg(module)
        .arg("-o")
        .arg(&optimized))?;
    Ok(fs::read(optimized)?)
}

/// Returns the glue with an exported object in place of the imported link module, to which the loader adds the
/// functions that load the chunks. The glue imports the module once for each chunk, under different names.
fn without_link(glue: &str) -> Result<String, Error> {
    let is_import = |line: &&str| line.starts_with("import * as ") && line.contains(LINK);
    let is_use = |line: &&str| !line.starts_with("import ") && line.contains(LINK);
    let (imports, uses) = (glue.lines().filter(is_import).count(), glue.lines().filter(is_use).count());
    if imports == 0 || imports != uses {
        return Err(Error::new(format!(
            "the glue has {imports} imports of {LINK} and {uses} uses of them: src/ has no chunk, or wasm-bindgen has \
             changed"
        )));
    }
    let mut lines = vec!["export const chunks = {};".to_owned()];
    let mut has_use = false;
    for line in glue.lines().filter(|line| !is_import(line)) {
        if !is_use(&line) {
            lines.push(line.to_owned());
        } else if !std::mem::replace(&mut has_use, true) {
            lines.push(format!("        \"{LINK}\": chunks,"));
        }
    }
    lines.push(String::new());
    Ok(lines.join("\n"))
}

/// Joins modules to files. `modules` has the modules that each chunk needs, in the order in which they start; `merge`
/// makes one of several.
fn join(
    modules: &BTreeMap<String, Vec<String>>,
    merge: impl Fn(&str, &[&str]) -> Result<Vec<u8>, Error>,
) -> Result<Chunks, Error> {
    let mut users = BTreeMap::<&str, BTreeSet<&str>>::new();
    for (chunk, modules) in modules {
        for module in modules {
            users.entry(module).or_default().insert(chunk);
        }
    }
    let mut files = BTreeMap::<String, (Vec<&str>, BTreeSet<&str>)>::new();
    for (module, users) in users {
        let (modules, all_users) = files.entry(file_name(&users)).or_default();
        modules.push(module);
        all_users.extend(users);
    }
    let mut chunks = Chunks::default();
    for (index, (name, (modules, users))) in files.into_iter().enumerate() {
        chunks.files.push(Asset::new(&format!("chunk-{name}"), "wasm", merge(&name, &modules)?));
        for user in users {
            chunks.by_name.entry(user.to_owned()).or_default().push(index);
        }
    }
    for (chunk, base) in LOADED_WITH {
        let of_base = chunks.by_name.get(base).cloned().unwrap_or_default();
        if let Some(own) = chunks.by_name.get_mut(chunk) {
            own.extend(of_base);
            own.sort_unstable();
            own.dedup();
        }
    }
    Ok(chunks)
}

/// Returns the name of the file for what these chunks share: of those that are loaded with another one, the other, and
/// otherwise the one that comes with every profile.
fn file_name(users: &BTreeSet<&str>) -> String {
    if let [one] = Vec::from_iter(users)[..] {
        return (*one).to_owned();
    }
    if users.contains(APP) {
        return APP.to_owned();
    }
    let bases: BTreeSet<&str> = users
        .iter()
        .map(|user| LOADED_WITH.iter().find(|(chunk, _)| chunk == user).map_or(*user, |(_, base)| base))
        .collect();
    match Vec::from_iter(bases)[..] {
        [base] => base.to_owned(),
        _ => "panels".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_chunks_share_is_in_the_file_of_the_one_they_are_loaded_with() -> Result<(), Error> {
        let of = |chunk: &str, modules: &[&str]| {
            (chunk.to_owned(), modules.iter().map(|&module| module.to_owned()).collect())
        };
        let modules = BTreeMap::from([
            of("conflict", &["a", "own-conflict"]),
            of("create", &["a", "b", "own-create"]),
            of("edit", &["b", "c", "own-edit"]),
            of("panels", &["c", "own-panels"]),
        ]);
        let chunks = join(&modules, |_, modules| Ok(modules.concat().into_bytes()))?;
        let files: Vec<_> = chunks
            .files
            .iter()
            .map(|file| {
                let (stem, _) = file.name.rsplit_once('-').expect("a hash");
                (stem, String::from_utf8_lossy(&file.content).into_owned())
            })
            .collect();
        let expected = [
            ("chunk-conflict", "own-conflict".to_owned()),
            ("chunk-create", "own-create".to_owned()),
            ("chunk-edit", "abown-edit".to_owned()),
            ("chunk-panels", "cown-panels".to_owned()),
        ];
        assert_eq!(files, expected);
        let loads = |chunk: &str| chunks.by_name[chunk].clone();
        assert_eq!((loads("conflict"), loads("create")), (vec![0, 2, 3], vec![1, 2, 3]));
        assert_eq!((loads("edit"), loads("panels")), (vec![2, 3], vec![3]));
        Ok(())
    }

    #[test]
    fn link_of_glue_becomes_an_exported_object() -> Result<(), Error> {
        let glue = "import * as import1 from \"./carnet-chunks.js\"\nimport * as import2 from \"./carnet-chunks.js\"\n\
                    let imports = {\n\"./carnet-chunks.js\": import1,\n\"./carnet-chunks.js\": import2,\n};\n";
        let expected =
            "export const chunks = {};\nlet imports = {\n        \"./carnet-chunks.js\": chunks,\n};\n";
        assert_eq!(without_link(glue)?, expected);
        assert!(without_link("use();\n").is_err());
        Ok(())
    }
}

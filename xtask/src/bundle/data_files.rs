//! The JSON files that the element fetches, the catalogues and the lists of states, and the texts of the loader itself.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value};

use super::pseudo_locales;
use crate::{contract::Contract, error::Error};

/// Returns the texts of the catalogues, sorted by their tags. English and its varieties are missing, because they are
/// compiled into the wasm; the pseudo-locales generated from it are included. A variety of another language has the whole catalogue of
/// the language, with its own messages in place of those that differ: one file is one request.
pub(super) fn catalogues(locales: &Path, contract: &Contract) -> Result<Vec<(String, String)>, Error> {
    let varieties = contract.varieties()?;
    let mut catalogues = Vec::new();
    for path in json_files(locales)? {
        let tag = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let mut value = read_json(&path)?;
        if let Some(variety) = varieties.iter().find(|variety| variety.tag == tag) {
            if variety.of == "en" {
                continue;
            }
            let own = value;
            value = read_json(&locales.join(variety.of).with_extension("json"))?;
            let messages = value.as_object_mut().into_iter();
            messages.for_each(|messages| messages.extend(own.as_object().cloned().unwrap_or_default()));
        }
        let mut add = |tag: &str, value: &Value| {
            catalogues.push((tag.to_owned(), value.to_string()));
        };
        if tag == "en" {
            pseudo_locales::catalogues(&value).iter().for_each(|(tag, value)| add(tag, value));
        } else {
            add(tag, &value);
        }
    }
    catalogues.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(catalogues)
}

/// The keys of the texts that the loader shows if it cannot fetch a catalogue.
const LOADER_KEYS: [&str; 13] = [
    "view.title",
    "view.loading",
    "loader.unfit",
    "loader.failed",
    "loader.blocked",
    "loader.broken",
    "loader.copy",
    "loader.copied",
    "loader.reload",
    "part.outdated",
    "part.outdated-text",
    "failure.vendor-broken",
    "failure.vendor-broken-text",
];

/// Returns the English texts that the loader contains, as a JSON object.
pub(super) fn loader_texts(locales: &Path) -> Result<Value, Error> {
    let english = read_json(&locales.join("en.json"))?;
    let texts = LOADER_KEYS.map(|key| {
        let text = english.get(key).filter(|text| text.is_string()).cloned();
        let text = text.ok_or_else(|| {
            Error::new(format!("locales/en.json lacks {key}: add it, or remove it from LOADER_KEYS"))
        })?;
        Ok((key.to_owned(), text))
    });
    Ok(Value::Object(texts.into_iter().collect::<Result<_, Error>>()?))
}

/// Returns, by language, the text of a page in a frame that does not load: the script of `<carnet-frame>` has no
/// catalogue.
pub(super) fn failure_texts(locales: &Path) -> Result<Value, Error> {
    let mut texts = Map::new();
    for file in json_files(locales)? {
        let text = read_json(&file)?.get("loader.failed").cloned();
        let language = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        texts.extend(text.map(|text| (language, text)));
    }
    Ok(Value::Object(texts))
}

/// Returns the lists of states of all countries as one text. One file is a single request, and a host's bundler finds it,
/// because its name is constant in the loader.
pub(super) fn regions(folder: &Path) -> Result<String, Error> {
    let mut lists = Map::new();
    for file in json_files(folder)? {
        let country = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        lists.insert(country.to_owned(), read_json(&file)?);
    }
    Ok(Value::from(lists).to_string())
}

/// Returns the content of a JSON file, which also removes its white space.
pub(super) fn read_json(path: &Path) -> Result<Value, Error> {
    let text = fs::read_to_string(path)
        .map_err(|error| Error::new(format!("cannot read {}: {error}", path.display())))?;
    serde_json::from_str(&text)
        .map_err(|error| Error::new(format!("{} is not valid JSON: {error}", path.display())))
}

/// Returns the JSON files of the folder, sorted by name.
fn json_files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = fs::read_dir(folder)
        .map_err(|error| Error::new(format!("cannot list {}: {error}", folder.display())))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

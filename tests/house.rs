//! Tests of the source itself: module dependencies, message catalogues, style sheets, the element's contract and names.
//!
//! They read the sources as tokens: comments are ignored, and the arguments of macros are read.

#![cfg(not(target_arch = "wasm32"))]

#[path = "house/catalogues.rs"]
mod catalogues;
#[path = "house/code_rules.rs"]
mod code_rules;
#[path = "house/colours.rs"]
mod colours;
#[path = "house/element.rs"]
mod element;
#[path = "house/logical_css.rs"]
mod logical_css;
#[path = "house/module_deps.rs"]
mod module_deps;
#[path = "house/plain_names.rs"]
mod plain_names;
#[path = "house/saved_fields.rs"]
mod saved_fields;
#[path = "house/source.rs"]
mod source;
#[path = "house/tracked_files.rs"]
mod tracked_files;

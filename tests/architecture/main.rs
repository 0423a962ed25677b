//! Tests of the source itself: module dependencies, message catalogues, style sheets, the element's contract and names.
//!
//! They read the sources as tokens: comments are ignored, and the arguments of macros are read.

#![cfg(not(target_arch = "wasm32"))]

mod catalogues;
mod code_rules;
mod colours;
mod contract_tables;
mod element;
mod logical_css;
mod module_deps;
mod plain_names;
mod saved_fields;
mod source;
mod tracked_files;

//! The house: which room may know which, what no room may do, that no word is missing in any language and none is pale.
//!
//! It reads the sources as tokens, so that comments do not count and what a macro holds does.

#![cfg(not(target_arch = "wasm32"))]

#[path = "house/colours.rs"]
mod colours;
#[path = "house/element.rs"]
mod element;
#[path = "house/rooms.rs"]
mod rooms;
#[path = "house/rules.rs"]
mod rules;
#[path = "house/sheets.rs"]
mod sheets;
#[path = "house/source.rs"]
mod source;
#[path = "house/tracked_files.rs"]
mod tracked_files;
#[path = "house/words.rs"]
mod words;

//! Chunks: parts of the app whose code a release loads when it is first needed, and not with the first view.

use std::{future::Future, pin::Pin};

/// The code of a chunk could not be loaded. Calling the function again tries again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChunkError;

impl From<leptos::wasm_split::SplitLoaderError> for ChunkError {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> ChunkError {
        ChunkError
    }
}

/// A call of a function in a chunk.
pub type ChunkCall<T> = Pin<Box<dyn Future<Output = Result<T, ChunkError>>>>;

/// Declares an async function whose code, with all that only it uses, is in a chunk. Functions of one chunk are loaded
/// together. Without `--cfg split`, which `cargo xtask dist` sets, the code is in the main module.
macro_rules! in_chunk {
    (
        $chunk:ident: $(#[$attribute:meta])* $visible:vis fn $name:ident($($argument:ident: $type:ty),*) -> $output:ty
        $body:block
    ) => {
        #[cfg(split)]
        #[leptos::wasm_split::wasm_split($chunk, wasm_split_path = ::leptos::wasm_split, fallible)]
        $(#[$attribute])*
        $visible fn $name($($argument: $type),*) -> Result<$output, $crate::chunk::ChunkError> {
            let output = $body;
            Ok(output)
        }

        #[cfg(not(split))]
        $(#[$attribute])*
        $visible async fn $name($($argument: $type),*) -> Result<$output, $crate::chunk::ChunkError> {
            let output = $body;
            Ok(output)
        }
    };
}
pub(crate) use in_chunk;

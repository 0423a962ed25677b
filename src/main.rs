//! The wasm module's start. There is nothing to do until the loader mounts an element: see `carnet::embed`.

// Named so that what the loader calls is linked in.
use carnet as _;

fn main() {}

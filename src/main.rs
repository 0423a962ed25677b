//! The entry point of the wasm module. The loader mounts an element later: see `carnet::embed`.

// Links the functions that the loader calls.
use carnet as _;

fn main() {
    // Logs a panic in development. A release logs nothing: a message could have text that a customer typed.
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|info| web_sys::console::error_1(&info.to_string().into())));
}

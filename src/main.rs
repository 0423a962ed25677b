//! The wasm module's start. There is little to do until the loader mounts an element: see `carnet::embed`.

// Named so that what the loader calls is linked in.
use carnet as _;

fn main() {
    // A developer sees where it broke. A release says nothing: a message could hold what a customer typed.
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|info| web_sys::console::error_1(&info.to_string().into())));
}

//! The crate and the module of a function, from its name in a wasm module.

/// Returns the path of the item that a function belongs to: `carnet::pages::view` for
/// `carnet::pages::view::ViewPage::new::h0123456789abcdef`. A method belongs to its type, drop glue to what it drops,
/// and a method of any type to its trait.
pub(super) fn module_of(name: &str) -> &str {
    let written = subject(name.strip_prefix("core::ptr::drop_in_place<").unwrap_or(name));
    let path = path_at_start(written);
    // What `<impl Trait for Type>` follows is a whole module.
    let is_whole = written.get(path.len()..).is_some_and(|rest| rest.starts_with("::<impl "));
    // A module begins with a small letter, and so does a function, which is the last part.
    let mut end = 0;
    for part in path.split("::") {
        let is_module = part.starts_with(|letter: char| letter.is_ascii_lowercase() || letter == '_');
        let next = if end == 0 { part.len() } else { end + 2 + part.len() };
        if !is_module || !is_whole && end > 0 && next == path.len() {
            break;
        }
        end = next;
    }
    path.get(..end).filter(|module| !module.is_empty() && path.contains("::")).unwrap_or(OTHER)
}

/// The module of a function that has no Rust path, such as `memcpy` or one of the glue's.
pub(super) const OTHER: &str = "(no Rust path)";

/// Returns the crate of a module.
pub(super) fn crate_of(module: &str) -> &str {
    module.split("::").next().unwrap_or(module)
}

/// Returns the type of `<Type as Trait>::method`, or the trait if the type is a parameter or built in; any other name
/// as it is.
fn subject(name: &str) -> &str {
    let name = without_signs(name);
    let Some(inner) = name.strip_prefix('<') else { return name };
    let own = without_signs(inner);
    if own.starts_with('<') {
        return subject(own);
    }
    if path_at_start(own).contains("::") {
        return own;
    }
    own.split_once(" as ").map_or(own, |(_, of_trait)| subject(of_trait))
}

/// Removes the signs of references, pointers, slices, tuples and trait objects before a path.
fn without_signs(name: &str) -> &str {
    let mut rest = name;
    loop {
        let shorter = ["&", "*const ", "*mut ", "mut ", "dyn ", "(", "["]
            .iter()
            .find_map(|sign| rest.strip_prefix(sign));
        match shorter {
            Some(shorter) => rest = shorter,
            None => return rest,
        }
    }
}

/// Returns the path at the start of a name, without generics and a hash. A path in the newer mangling has the hash of a
/// crate in brackets after its name.
fn path_at_start(name: &str) -> &str {
    let is_end = |letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == ':');
    let path = name.split(is_end).next().unwrap_or(name);
    let hash = path.rsplit_once("::h").filter(|(_, hash)| hash.len() == 16);
    hash.map_or(path, |(path, _)| path).trim_end_matches(':')
}

#[cfg(test)]
mod tests {
    use super::{OTHER, module_of};

    #[test]
    fn module_of_function_is_found_in_its_name() {
        for (name, module) in [
            ("carnet::i18n::I18n::is_latin::h7280136c6f045109", "carnet::i18n"),
            ("carnet::vendor_api::clubmed::read_created::hc93a7b24aa53eb4a", "carnet::vendor_api::clubmed"),
            (
                "carnet::vendor_api::clubmed::field_path::{{closure}}::h3787a5e48bcf38d2",
                "carnet::vendor_api::clubmed",
            ),
            ("tachys::renderer::dom::Dom::try_mount_before::hdad43c20e08f0b44", "tachys::renderer::dom"),
            (
                "core::ptr::drop_in_place<alloc::vec::Vec<carnet::domain::Civility>>::ha658414bdbfd9054",
                "alloc::vec",
            ),
            (
                "<alloc::vec::Vec<T,A1> as alloc::vec::SpecExtend<T,I>>::spec_extend::h96a38ae5e6e8ba39",
                "alloc::vec",
            ),
            (
                "<T as tachys::view::any_view::IntoAny>::into_any::rebuild::ha820ccfad84b02eb",
                "tachys::view::any_view",
            ),
            ("<&mut carnet::store::Store as core::fmt::Debug>::fmt::h59910e40b5d238a6", "carnet::store"),
            (
                "core::ops::function::FnOnce::call_once{{vtable.shim}}::h5fedeb0a219fab53",
                "core::ops::function",
            ),
            (
                "tachys::reactive_graph::<impl tachys::view::Render for F>::build::h596ef888bfe3b181",
                "tachys::reactive_graph",
            ),
            ("memcpy", OTHER),
            ("", OTHER),
        ] {
            assert_eq!(module_of(name), module, "{name}");
        }
    }
}

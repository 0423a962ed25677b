//! What the vendors' sparse patches have in common: a member per changed field, and the members that Carnet does not
//! know.

use crate::{
    domain::Change,
    json::{self, Json},
};

/// Adds the member of a field to a patch, unless the change keeps the field. `cleared` is the vendor's value for an
/// empty field.
pub fn put<T>(
    body: &mut Vec<(String, Json)>,
    member: &str,
    change: &Change<T>,
    cleared: Json,
    write: impl FnOnce(&T) -> Json,
) {
    let value = match change {
        Change::Keep => return,
        Change::Clear => cleared,
        Change::Set(value) => write(value),
    };
    body.push((member.to_owned(), value));
}

/// Returns an object of the members that have a value.
pub fn members<const N: usize>(members: [(&str, Option<&str>); N]) -> Json {
    let present = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.into())));
    Json::Members(present.collect())
}

/// Returns the members of an object that are not `known`, as JSON text; `None` if it has no other.
pub fn rest_of(object: &Json, known: &[&str]) -> Option<String> {
    let Json::Members(members) = object else { return None };
    let others = members.iter().filter(|(name, _)| !known.contains(&name.as_str()));
    let rest: Vec<(String, Json)> = others.cloned().collect();
    if rest.is_empty() { None } else { Some(json::write(&Json::Members(rest))) }
}

/// Adds the other members that the vendor stores in the object ([`rest_of`]).
pub fn with_rest(mut written: Json, rest: Option<&str>) -> Json {
    if let (Json::Members(written), Some(Json::Members(rest))) = (&mut written, rest.and_then(json::parse)) {
        written.extend(rest);
    }
    written
}

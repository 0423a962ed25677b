//! Node in a release that the example hosts' tools run on: the system's own may be older.

use std::path::PathBuf;

use super::npm::Script;
use crate::{
    command::{Problem, answer, command},
    places,
};

/// What Vite asks for.
const OLDEST: (u32, u32) = (20, 19);

const VERSION: &str = "22.23.3";

/// The program; the system's where it will do.
pub(super) fn ready() -> Result<PathBuf, Problem> {
    let own = places::on_path("node");
    let said = own.as_ref().and_then(|node| answer(command(node).arg("--version"))).unwrap_or_default();
    match own {
        Some(own) if release(&said) >= Some(OLDEST) => Ok(own),
        _ => Script { package: "node", version: VERSION, file: "bin/node" }.ready(),
    }
}

/// The first two numbers of `v22.23.3`.
fn release(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.trim().strip_prefix('v')?.split('.').map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_old_or_not() {
        for (said, will_do) in
            [("v18.20.4", false), ("v20.18.1", false), ("v20.19.0\n", true), ("v22.0.0", true), ("", false)]
        {
            assert_eq!(release(said) >= Some(OLDEST), will_do, "{said}");
        }
    }
}

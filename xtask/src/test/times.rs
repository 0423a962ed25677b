//! The times of the steps in the last run, kept in `target/xtask/times.json`.

use std::{collections::BTreeMap, fs, path::Path, time::Duration};

use serde_json::Value;

use crate::{cargo, error::Error};

/// The times of steps that passed, by the names of the steps.
#[derive(Clone, Default)]
pub(super) struct Times(BTreeMap<String, Duration>);

impl Times {
    /// Reads the times of the last full or quick run. A missing or invalid file means that there are none.
    pub(super) fn read(quick: bool) -> Self {
        cargo::target().map(|target| Self::read_from(&target, quick)).unwrap_or_default()
    }

    /// Writes the times of a full or quick run, and keeps those of the other kind.
    pub(super) fn write(&self, quick: bool) -> Result<(), Error> {
        self.write_to(&cargo::target()?, quick)
    }

    pub(super) fn get(&self, step: &str) -> Option<Duration> {
        self.0.get(step).copied()
    }

    pub(super) fn set(&mut self, step: &str, took: Duration) {
        self.0.insert(step.to_owned(), took);
    }

    fn read_from(target: &Path, quick: bool) -> Self {
        let file = read_file(target);
        let seconds = file[key(quick)].as_object().into_iter().flatten();
        let times = seconds.filter_map(|(step, seconds)| {
            Some((step.clone(), Duration::try_from_secs_f64(seconds.as_f64()?).ok()?))
        });
        Self(times.collect())
    }

    fn write_to(&self, target: &Path, quick: bool) -> Result<(), Error> {
        let mut file = read_file(target);
        if !file.is_object() {
            file = Value::Object(serde_json::Map::new());
        }
        let seconds = self.0.iter().map(|(step, took)| (step.clone(), Value::from(took.as_secs_f64())));
        file[key(quick)] = Value::Object(seconds.collect());
        fs::create_dir_all(target.join("xtask"))?;
        fs::write(target.join(FILE), format!("{file:#}\n"))?;
        Ok(())
    }
}

const FILE: &str = "xtask/times.json";

/// A quick run has fewer cases in the same steps, so its times are kept apart.
fn key(quick: bool) -> &'static str {
    if quick { "quick" } else { "full" }
}

fn read_file(target: &Path) -> Value {
    let text = fs::read_to_string(target.join(FILE)).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::fixture::Folder;

    #[test]
    fn times_of_full_and_quick_run_are_kept_apart() -> Result<(), Error> {
        let target = Folder::new(&[]);
        for (quick, seconds) in [(true, 1), (false, 2)] {
            let mut times = Times::default();
            times.set("format", Duration::from_secs(seconds));
            times.write_to(target.path(), quick)?;
        }
        let read = |quick| Times::read_from(target.path(), quick);
        assert_eq!(read(true).get("format"), Some(Duration::from_secs(1)));
        assert_eq!(read(false).get("format"), Some(Duration::from_secs(2)));
        assert_eq!(read(false).get("lints"), None);
        Ok(())
    }

    #[test]
    fn times_in_missing_or_invalid_file_are_empty() {
        for content in ["", "[]", "{\"full\": {\"format\": -1}}", "{\"full\": 3}"] {
            let target = Folder::new(&[(FILE, content)]);
            assert_eq!(Times::read_from(target.path(), false).get("format"), None, "{content}");
        }
        assert_eq!(Times::read_from(Folder::new(&[]).path(), false).get("format"), None);
    }
}

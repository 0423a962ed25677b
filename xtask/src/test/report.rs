//! The report: a heading before each step, and a table of all steps at the end.

use std::time::{Duration, Instant};

use super::times::Times;
use crate::error::Error;

/// The steps that have run so far, and the times of the last run.
#[derive(Default)]
pub(super) struct Report {
    steps: Vec<(&'static str, Outcome, Duration)>,
    last: Times,
}

#[derive(Clone, Copy, PartialEq)]
enum Outcome {
    Passed,
    Failed,
    /// A step that it requires has failed.
    NotRun,
}

impl Report {
    /// Starts a report that compares with the times of the last run.
    pub(super) fn new(last: Times) -> Self {
        Self { steps: Vec::new(), last }
    }

    /// Runs a step. Returns its value if it passed.
    pub(super) fn step<T>(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Result<T, Error>,
    ) -> Option<T> {
        println!("\n== {name}");
        let started = Instant::now();
        let result = work();
        let outcome = if result.is_ok() { Outcome::Passed } else { Outcome::Failed };
        self.steps.push((name, outcome, started.elapsed()));
        result.map_err(|error| eprintln!("{error}")).ok()
    }

    /// Runs a step that requires the value of an earlier step.
    pub(super) fn step_with<N, T>(
        &mut self,
        name: &'static str,
        required: Option<N>,
        work: impl FnOnce(N) -> Result<T, Error>,
    ) -> Option<T> {
        if let Some(required) = required {
            return self.step(name, || work(required));
        }
        self.steps.push((name, Outcome::NotRun, Duration::ZERO));
        None
    }

    /// Returns the times of this run, with those of the last run for the steps that did not pass.
    pub(super) fn times(&self) -> Times {
        let mut times = self.last.clone();
        for (name, _, took) in self.steps.iter().filter(|(_, outcome, _)| *outcome == Outcome::Passed) {
            times.set(name, *took);
        }
        times
    }

    /// Prints the table.
    ///
    /// # Errors
    ///
    /// A step failed or could not run.
    pub(super) fn finish(self) -> Result<(), Error> {
        println!("\n{}", self.table());
        let not_passed: Vec<_> = self
            .steps
            .iter()
            .filter(|(_, outcome, _)| *outcome != Outcome::Passed)
            .map(|(name, _, _)| *name)
            .collect();
        if not_passed.is_empty() {
            Ok(())
        } else {
            Err(Error::new(format!("steps that did not pass: {}", not_passed.join(", "))))
        }
    }

    fn table(&self) -> String {
        let mut table = String::new();
        for (name, outcome, took) in &self.steps {
            let outcome = match outcome {
                Outcome::Passed => "passed",
                Outcome::Failed => "FAILED",
                Outcome::NotRun => "not run",
            };
            table += &row(name, outcome, *took, self.last.get(name));
        }
        let total = self.steps.iter().map(|(_, _, took)| *took).sum();
        // A sum is comparable only if the last run had every step.
        let last = self.steps.iter().map(|(name, _, _)| self.last.get(name)).sum();
        table + row("total", "", total, last).trim_end()
    }
}

fn row(name: &str, outcome: &str, took: Duration, last: Option<Duration>) -> String {
    let last = last.map(|last| format!("   (last run {:.1} s)", last.as_secs_f64())).unwrap_or_default();
    format!("{name:<26} {outcome:<8} {:>7.1} s{last}\n", took.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn report_with_failed_step_fails_and_skips_dependent_step() {
        let mut report = Report::default();
        let built = report.step("build", || Err::<(), _>(Error::new("no")));
        report.step_with("size", built, |()| Ok(()));
        report.step("format", || Ok(()));
        let table = report.table();
        for (name, outcome) in [("build", "FAILED"), ("size", "not run"), ("format", "passed")] {
            assert!(
                table.lines().any(|line| line.starts_with(name) && line.contains(outcome)),
                "{name}: {table}"
            );
        }
        let error = report.finish().expect_err("two steps did not pass").to_string();
        assert_eq!(error, "steps that did not pass: build, size");
    }

    #[test]
    fn report_with_passed_steps_passes() {
        let mut report = Report::default();
        let built = report.step("build", || Ok(7));
        assert_eq!(report.step_with("size", built, Ok), Some(7));
        assert!(report.finish().is_ok());
    }

    #[test]
    fn table_shows_time_of_last_run() {
        let mut last = Times::default();
        last.set("build", Duration::from_secs(90));
        let mut report = Report::new(last);
        report.step("build", || Ok(()));
        assert!(report.table().lines().all(|line| line.contains("(last run 90.0 s)")), "{}", report.table());
        report.step("format", || Ok(()));
        let table = report.table();
        assert_eq!(table.matches("last run").count(), 1, "no total without every step: {table}");
    }

    #[test]
    fn times_of_failed_step_are_those_of_last_run() {
        let mut last = Times::default();
        last.set("build", Duration::from_secs(90));
        let mut report = Report::new(last);
        report.step("build", || Err::<(), _>(Error::new("no")));
        report.step("format", || Ok(()));
        assert_eq!(report.times().get("build"), Some(Duration::from_secs(90)));
        assert!(report.times().get("format").is_some());
    }
}

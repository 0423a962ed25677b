//! The report: a header before each step, and a table of all at the end.

use std::time::{Duration, Instant};

use crate::command::Problem;

/// How the steps went so far.
#[derive(Default)]
pub(super) struct Report {
    steps: Vec<(&'static str, Outcome, Duration)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Outcome {
    Passed,
    Failed,
    /// What it needs failed before it.
    NotRun,
}

impl Report {
    /// Runs a step; its value is there when it passed.
    pub(super) fn step<T>(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Result<T, Problem>,
    ) -> Option<T> {
        println!("\n== {name}");
        let started = Instant::now();
        let result = work();
        let outcome = if result.is_ok() { Outcome::Passed } else { Outcome::Failed };
        self.steps.push((name, outcome, started.elapsed()));
        result.map_err(|problem| eprintln!("{problem}")).ok()
    }

    /// Runs a step that needs what an earlier one made.
    pub(super) fn step_with<N, T>(
        &mut self,
        name: &'static str,
        needed: Option<N>,
        work: impl FnOnce(N) -> Result<T, Problem>,
    ) -> Option<T> {
        if let Some(needed) = needed {
            return self.step(name, || work(needed));
        }
        self.steps.push((name, Outcome::NotRun, Duration::ZERO));
        None
    }

    /// Prints the table; a step that failed or could not run fails the whole.
    pub(super) fn conclude(self) -> Result<(), Problem> {
        println!("\n{}", self.table());
        let wanting: Vec<_> = self
            .steps
            .iter()
            .filter(|(_, outcome, _)| *outcome != Outcome::Passed)
            .map(|(name, _, _)| *name)
            .collect();
        if wanting.is_empty() {
            Ok(())
        } else {
            Err(Problem::new(format!("not passed: {}", wanting.join(", "))))
        }
    }

    fn table(&self) -> String {
        let mut table = String::new();
        for (name, outcome, took) in &self.steps {
            let said = match outcome {
                Outcome::Passed => "passed",
                Outcome::Failed => "FAILED",
                Outcome::NotRun => "not run",
            };
            table += &format!("{name:<26} {said:<8} {:>7.1} s\n", took.as_secs_f64());
        }
        let total: Duration = self.steps.iter().map(|(_, _, took)| *took).sum();
        table + &format!("{:<26} {:<8} {:>7.1} s", "in all", "", total.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_fails_the_whole_and_what_needs_it_is_not_run() {
        let mut report = Report::default();
        let made = report.step("build", || Err::<(), _>(Problem::new("no")));
        report.step_with("size", made, |()| Ok(()));
        report.step("format", || Ok(()));
        let table = report.table();
        for (name, said) in [("build", "FAILED"), ("size", "not run"), ("format", "passed")] {
            assert!(
                table.lines().any(|line| line.starts_with(name) && line.contains(said)),
                "{name}: {table}"
            );
        }
        let problem = report.conclude().expect_err("two steps did not pass").to_string();
        assert_eq!(problem, "not passed: build, size");
    }

    #[test]
    fn steps_that_all_pass_are_a_pass() {
        let mut report = Report::default();
        let made = report.step("build", || Ok(7));
        assert_eq!(report.step_with("size", made, Ok), Some(7));
        assert!(report.conclude().is_ok());
    }
}

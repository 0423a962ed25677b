//! Violations of the content security policy, as browsers report them: a test run fails on any.

use serde_json::Value;

/// A page in a loop must not fill the memory.
const KEPT: usize = 1000;

/// How a browser words a report.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Form {
    /// `{"csp-report": {…}}`, from `report-uri`.
    One,
    /// The Reporting API's list.
    List,
}

/// The reports since the start or the last `DELETE`.
#[derive(Debug, Default)]
pub(crate) struct Violations(Vec<Value>);

impl Violations {
    /// Takes the body of a report.
    pub(crate) fn report(&mut self, form: Form, body: &[u8]) -> Result<(), &'static str> {
        let body: Value = serde_json::from_slice(body).map_err(|_| "A report is JSON.")?;
        let reports = match (form, body) {
            (Form::One, mut body) => vec![body.get_mut("csp-report").map(Value::take).unwrap_or_default()],
            (Form::List, Value::Array(reports)) => reports,
            (Form::List, _) => return Err("A report of this type is a list."),
        };
        if !reports.iter().all(Value::is_object) {
            return Err("A violation is a JSON object.");
        }
        let room = KEPT.saturating_sub(self.0.len());
        self.0.extend(reports.into_iter().take(room));
        Ok(())
    }

    pub(crate) fn list(&self) -> Vec<Value> {
        self.0.clone()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

//! Violations of the content security policy, as browsers report them: a test run fails on any.

use serde_json::Value;

/// A page in a loop must not fill the memory.
const KEPT: usize = 1000;

/// The reports since the start or the last `DELETE`.
#[derive(Debug, Default)]
pub(crate) struct Violations(Vec<Value>);

impl Violations {
    /// Takes the body of a report: `{"csp-report": {…}}`, or the Reporting API's list.
    pub(crate) fn report(&mut self, body: &[u8]) {
        let text = || Value::String(String::from_utf8_lossy(body).into_owned());
        let reports = match serde_json::from_slice(body).unwrap_or_else(|_| text()) {
            Value::Array(reports) => reports,
            Value::Object(mut report) => {
                vec![report.remove("csp-report").unwrap_or(Value::Object(report))]
            }
            other => vec![other],
        };
        let room = KEPT.saturating_sub(self.0.len());
        self.0.extend(reports.into_iter().take(room));
    }

    pub(crate) fn list(&self) -> Vec<Value> {
        self.0.clone()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

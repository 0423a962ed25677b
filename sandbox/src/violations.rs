//! The violations of the content security policy that browsers report. A test run fails on any of them.

use serde_json::Value;

/// The maximum number of stored reports, so that a page that reports in a loop does not exhaust the memory.
const CAPACITY: usize = 1000;

/// The format of a report.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ReportFormat {
    /// `{"csp-report": {…}}`, sent for `report-uri`.
    ReportUri,
    /// The Reporting API's array.
    ReportingApi,
}

/// The violations since the start or the last `DELETE`.
#[derive(Debug, Default)]
pub(crate) struct Violations(Vec<Value>);

impl Violations {
    /// Adds the violations in the body of a report.
    ///
    /// # Errors
    /// Returns a message for the client if the body does not have the format.
    pub(crate) fn add(&mut self, format: ReportFormat, body: &[u8]) -> Result<(), &'static str> {
        let body: Value = serde_json::from_slice(body).map_err(|_| "The report must be JSON.")?;
        let violations = match (format, body) {
            (ReportFormat::ReportUri, mut body) => {
                vec![body.get_mut("csp-report").map(Value::take).unwrap_or_default()]
            }
            (ReportFormat::ReportingApi, Value::Array(reports)) => reports,
            (ReportFormat::ReportingApi, _) => {
                return Err("A report of type application/reports+json must be a JSON array.");
            }
        };
        if !violations.iter().all(Value::is_object) {
            return Err("Each violation must be a JSON object.");
        }
        let free = CAPACITY.saturating_sub(self.0.len());
        self.0.extend(violations.into_iter().take(free));
        Ok(())
    }

    pub(crate) fn list(&self) -> Vec<Value> {
        self.0.clone()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

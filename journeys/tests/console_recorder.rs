//! A journey fails on console warnings, uncaught errors, secrets in the console and violations of the page's policy.

use serde_json::json;

use crate::harness::{JourneyOptions, journey_with, poll};

/// Runs a journey on a page with this script.
fn journey_with_script(name: &'static str, script: &'static str) {
    journey_with(name, JourneyOptions { script, ..JourneyOptions::default() }, |page| async move {
        page.open("301000001").await;
    });
}

#[test]
#[should_panic(expected = "in the console: warn a warning")]
fn console_warning_fails_journey() {
    journey_with_script("console-warning", "console.warn('a warning');");
}

#[test]
#[should_panic(expected = "this is not caught")]
fn uncaught_error_fails_journey() {
    journey_with_script("console-error", "setTimeout(() => { throw new Error('this is not caught'); });");
}

#[test]
#[should_panic(expected = "this is not awaited")]
fn unhandled_rejection_fails_journey() {
    journey_with_script("console-promise", "Promise.reject(new Error('this is not awaited'));");
}

#[test]
#[should_panic(expected = "in the console: a Bearer token")]
fn secret_in_console_fails_journey() {
    journey_with_script("console-secret", "console.log('a Bearer token');");
}

#[test]
#[should_panic(expected = "the content security policy was violated")]
fn policy_violation_fails_journey() {
    let script = "addEventListener('DOMContentLoaded', () => {
        document.body.append(Object.assign(document.createElement('style'), { textContent: 'p { color: red }' }));
      });";
    journey_with(
        "console-policy",
        JourneyOptions { script, ..JourneyOptions::default() },
        |page| async move {
            page.open("301000001").await;
            poll("the browser's report", || async {
                let violations = page.sandbox.policy_violations().await;
                if violations == json!({"violations": []}) { Err("none".to_owned()) } else { Ok(()) }
            })
            .await;
        },
    );
}

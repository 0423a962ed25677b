//! What no journey may end with: a word of complaint in the console, an error that nobody caught, a breach of the policy.

use serde_json::json;

use crate::run::{Setting, journey_in, until};

/// A journey on a page with this script.
fn a_page_with(name: &'static str, script: &'static str) {
    journey_in(name, Setting { script, ..Setting::default() }, |page| async move {
        page.open("301000001").await;
    });
}

#[test]
#[should_panic(expected = "in the console: warn said aloud")]
fn a_warning_ends_a_journey() {
    a_page_with("ear-warning", "console.warn('said aloud');");
}

#[test]
#[should_panic(expected = "nobody catches this")]
fn an_error_that_nobody_catches_ends_a_journey() {
    a_page_with("ear-error", "setTimeout(() => { throw new Error('nobody catches this'); });");
}

#[test]
#[should_panic(expected = "nobody waits for this")]
fn a_promise_that_nobody_waits_for_ends_a_journey() {
    a_page_with("ear-promise", "Promise.reject(new Error('nobody waits for this'));");
}

#[test]
#[should_panic(expected = "in the console: the word of a Bearer")]
fn a_secret_ends_a_journey() {
    a_page_with("ear-secret", "console.log('the word of a Bearer');");
}

#[test]
#[should_panic(expected = "the content security policy was violated")]
fn a_breach_of_the_policy_ends_a_journey() {
    let script = "addEventListener('DOMContentLoaded', () => {
        document.body.append(Object.assign(document.createElement('style'), { textContent: 'p { color: red }' }));
      });";
    journey_in("ear-policy", Setting { script, ..Setting::default() }, |page| async move {
        page.open("301000001").await;
        until("the browser's report", || async {
            let told = page.sandbox.violations().await;
            if told == json!({"violations": []}) { Err("none".to_owned()) } else { Ok(()) }
        })
        .await;
    });
}

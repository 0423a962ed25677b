//! A vendor that hangs, fails, redirects or asks for patience: the page gets an answer that it can read, the other
//! vendor is not affected, and a vendor that recovers is asked again.

use std::{
    thread,
    time::{Duration, Instant},
};

use serde_json::json;

use super::{Gateway, IMPRINT, JOHN, UNREADABLE, check_every};
use crate::{
    error::Error,
    test::deployment::curl::{Request, Response},
};

/// How many failures in a row close a vendor.
const FAILURES: u32 = 10;

/// Checks what the page gets while the vendor is in trouble.
pub(super) fn check_answers(gateway: &Gateway<'_>, problems: &mut Vec<String>) -> Result<(), Error> {
    for (fault, status) in [
        (json!({ "fault": "hold" }), 504),
        // A read is repeated once.
        (json!({ "fault": "cut_before", "times": 1000 }), 502),
        (json!({ "fault": "redirect" }), 502),
        (json!({ "fault": "server_error_html" }), 500),
        (json!({ "fault": "too_many", "retry_after": 7 }), 429),
    ] {
        let mut fault = fault;
        fault["vendor"] = "capillary".into();
        let what = format!("the vendor with {fault}");
        let exception = gateway.exception(fault["fault"].as_str().unwrap_or_default());
        let status = exception.unwrap_or(status);
        // A request before the fault, over the same connection: HAProxy would leave the next one without a response.
        let read = read_request(gateway, "20001")?;
        let requests = [read.clone(), gateway.control_request("POST", "faults", Some(&fault)), read];
        let responses = gateway.curl.send_all(&requests)?;
        let [_, _, response] = &responses[..] else { return Err(Error::new("curl sent other requests")) };
        if response.status != status {
            problems.push(format!(
                "{what}: status {}, and not {status}: {}",
                response.status,
                response.text()
            ));
        }
        if response.header("location").is_some() {
            problems.push(format!("{what}: the response has a location"));
        }
        if response.status == 429 && response.header("retry-after").as_deref() != Some("7") {
            problems.push(format!("{what}: retry-after {:?}", response.header("retry-after")));
        }
        // Carnet waits for 20 seconds. The test's gateway waits for 1.5.
        if response.seconds > 10.0 {
            problems.push(format!("{what}: an answer after {} s", response.seconds));
        }
        if exception != Some(UNREADABLE) {
            check_every(&what, response, problems);
        }
        gateway.control("DELETE", "faults", None)?;
    }
    Ok(())
}

pub(super) fn check_circuit_breaker(gateway: &Gateway<'_>, problems: &mut Vec<String>) -> Result<(), Error> {
    let fault = json!({ "fault": "server_error_html", "vendor": "capillary", "times": 10_000 });
    gateway.control("POST", "faults", Some(&fault))?;
    // Each customer asks less often than the limit allows.
    let mut statuses = Vec::new();
    for request in 0..FAILURES * 3 {
        let response = read(gateway, &format!("2000{}", 2 + request % 3))?;
        statuses.push(response.status);
        if response.status == 503 {
            check_every("a closed vendor", &response, problems);
            if response.header("retry-after").as_deref() != Some("10") {
                problems.push(format!("a closed vendor: retry-after {:?}", response.header("retry-after")));
            }
            break;
        }
    }
    if statuses.last() != Some(&503) || statuses.len() < 10 {
        problems.push(format!("a vendor that fails is not closed after {FAILURES} failures: {statuses:?}"));
    }
    let other = gateway.curl.send(gateway.request(IMPRINT, &gateway.key.token(JOHN)?))?;
    if other.status != 200 {
        problems.push(format!("the other vendor while one is closed: status {}", other.status));
    }
    gateway.control("DELETE", "faults", None)?;
    let started = Instant::now();
    loop {
        // No customer of the sandbox: the vendor's own answer is 400.
        let status = read(gateway, "20009")?.status;
        if status == 400 {
            return Ok(());
        }
        if started.elapsed() > Duration::from_secs(10) {
            problems.push(format!("a vendor that has recovered: status {status}"));
            return Ok(());
        }
        thread::sleep(Duration::from_millis(300));
    }
}

fn read(gateway: &Gateway<'_>, customer: &str) -> Result<Response, Error> {
    gateway.curl.send(read_request(gateway, customer)?)
}

fn read_request(gateway: &Gateway<'_>, customer: &str) -> Result<Request, Error> {
    let path = format!("/capillary/v2/customers/{customer}?source=INSTORE");
    Ok(gateway.request(&path, &gateway.key.token(customer)?))
}

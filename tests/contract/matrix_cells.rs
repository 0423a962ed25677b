//! The cells of the failure matrix: each request of the app, under each fault of the sandbox. `matrix.rs` runs all of
//! them without a browser; the journeys run a tenth in each engine.

use serde_json::{Value, json};

/// A request of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The first read of the profile.
    FirstRead,
    /// The forms of address.
    Civilities,
    /// The read before a write.
    ReadBefore,
    /// The write.
    Write,
    /// The read after a write.
    ReadBack,
    /// The write, and every read after it.
    WriteAndReadBack,
    /// The creation.
    Create,
    /// The first read after a creation.
    ReadCreated,
}

impl Place {
    pub(crate) const ALL: [Place; 8] = [
        Place::FirstRead,
        Place::Civilities,
        Place::ReadBefore,
        Place::Write,
        Place::ReadBack,
        Place::WriteAndReadBack,
        Place::Create,
        Place::ReadCreated,
    ];

    pub(crate) fn label(self) -> &'static str {
        match self {
            Place::FirstRead => "the first read",
            Place::Civilities => "the forms of address",
            Place::ReadBefore => "the read before a save",
            Place::Write => "the write",
            Place::ReadBack => "the read after it",
            Place::WriteAndReadBack => "the write and the reads after it",
            Place::Create => "the creation",
            Place::ReadCreated => "the read after it is created",
        }
    }

    /// The faults to order at the sandbox for this request.
    pub(crate) fn orders(self, fault: &Fault) -> Vec<Value> {
        let order = |method: &str, path: &str, attempts: u32| {
            let mut order = fault.order.clone();
            order["method"] = method.into();
            order["path"] = path.into();
            order["times"] = fault.times.unwrap_or(attempts).into();
            order
        };
        // A read has three attempts.
        let read = || order("GET", "/profile", 3);
        let fine_read = json!({"fault": "delay", "delay_ms": 1, "method": "GET", "path": "/profile"});
        match self {
            Place::FirstRead | Place::ReadBefore | Place::ReadCreated => vec![read()],
            Place::Civilities => vec![order("GET", "/civilities", 3)],
            Place::Write => vec![order("PATCH", "/profile", 1)],
            Place::ReadBack => vec![fine_read, read()],
            Place::WriteAndReadBack => vec![fine_read, order("PATCH", "/profile", 1), read()],
            Place::Create => vec![order("POST", "/customers", 1)],
        }
    }
}

/// A fault.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) label: String,
    /// The sandbox's order, without the request that it applies to.
    pub(crate) order: Value,
    /// The number of requests that it applies to, where that is not every attempt.
    times: Option<u32>,
}

impl Fault {
    fn new(label: impl Into<String>, order: Value) -> Fault {
        Fault { label: label.into(), order, times: None }
    }
}

/// Every fault.
pub(crate) fn faults() -> Vec<Fault> {
    let mut faults = vec![
        Fault::new("connection lost before it is processed", json!({"fault": "cut_before"})),
        Fault::new("connection lost after it is processed", json!({"fault": "cut_after"})),
        Fault::new("no answer", json!({"fault": "hold"})),
        Fault::new("an answer that drips", json!({"fault": "drip", "delay_ms": 20_000})),
        Fault { times: Some(1), ..Fault::new("401, once", json!({"fault": "unauthorized"})) },
        Fault { times: Some(6), ..Fault::new("401", json!({"fault": "unauthorized"})) },
        Fault::new("400 with the vendor's reasons", json!({"fault": "bad_request"})),
        Fault::new("429", json!({"fault": "reply", "status": 429})),
        Fault::new("429, wait 2 s", json!({"fault": "too_many", "retry_after": 2})),
        Fault::new("429, wait 60 s", json!({"fault": "too_many", "retry_after": 60})),
        Fault::new("redirect to a sign-in page", json!({"fault": "redirect"})),
        Fault::new("200 with a sign-in page", json!({"fault": "sign_in_page"})),
        Fault::new("204 without a body", json!({"fault": "reply", "status": 204, "processed": true})),
        Fault::new("200 without a body", json!({"fault": "empty_body"})),
        Fault::new("malformed JSON", json!({"fault": "malformed_json"})),
        Fault::new("half a body", json!({"fault": "truncated_body"})),
        Fault::new("JSON of the wrong type", json!({"fault": "wrong_type"})),
        Fault::new("20 MB", json!({"fault": "large_body"})),
    ];
    for status in [400, 402, 403, 404, 405, 406, 409, 410, 412, 413, 415, 422, 431, 451] {
        faults.push(Fault::new(status.to_string(), json!({"fault": "reply", "status": status})));
    }
    for status in [408, 500, 501, 502, 503, 504, 507, 511] {
        for (processed, label) in [(false, "not processed"), (true, "processed")] {
            let order = json!({"fault": "reply", "status": status, "processed": processed});
            faults.push(Fault::new(format!("{status}, {label}"), order));
        }
    }
    faults
}

/// The name of a cell.
pub(crate) fn name(place: Place, fault: &Fault) -> String {
    format!("{}: {}", place.label(), fault.label)
}

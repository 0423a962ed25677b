//! The binary over real sockets: the start-up line, the options, cut connections, and a kill under load.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
};

use serde_json::{Value, json};

use crate::test_server::{API_KEY, TOM};

/// A running sandbox, which is killed on drop.
struct Running {
    child: Child,
    base: String,
    agent: ureq::Agent,
}

impl Drop for Running {
    fn drop(&mut self) {
        // Fails if the process has already ended, which is the intended state.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    fn start(flags: &[&str]) -> Self {
        let mut child = command(flags).stdout(Stdio::piped()).spawn().expect("the binary starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("a pipe");
        BufReader::new(out).read_line(&mut line).expect("a line");
        let base = line.trim_end().strip_prefix("Carnet's sandbox is at ").expect("the line");
        let base = base.trim_end_matches('/').to_owned();
        Self { child, base, agent: agent() }
    }

    fn on(database: &Path) -> Self {
        Self::start(&["--port", "0", "--database", database.to_str().expect("a path in UTF-8")])
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let response = self
            .agent
            .post(format!("{}{path}", self.base))
            .header("content-type", "application/json")
            .send(body.to_string());
        let text = response.expect("a response").body_mut().read_to_string().expect("text");
        serde_json::from_str(&text).expect("JSON")
    }

    fn sign_in(&self, customer: &str) -> String {
        let session = self.post("/sandbox/session", &json!({"vendor": "clubmed", "customer_id": customer}));
        session["token"].as_str().expect("a token").to_owned()
    }

    fn second_name(&self, customer: &str) -> String {
        let url = format!("{}/clubmed/v2/customers/{customer}/profile", self.base);
        let mut response = self
            .agent
            .get(url)
            .header("authorization", format!("Bearer {}", self.sign_in(customer)))
            .header("x-api-key", API_KEY)
            .header("accept-language", "en-US")
            .call()
            .expect("a response");
        let text = response.body_mut().read_to_string().expect("text");
        let profile: Value = serde_json::from_str(&text).expect("JSON");
        profile["second_name"].as_str().unwrap_or_default().to_owned()
    }

    /// Sends a request over a raw socket and returns all bytes until the server closes the connection.
    fn raw(&self, request: &str) -> Vec<u8> {
        let mut response = Vec::new();
        // A reset ends the response as well as a close does.
        let _ = self.connect(request).read_to_end(&mut response);
        response
    }

    /// Sends a request over a raw socket, from which the response can be read.
    fn connect(&self, request: &str) -> TcpStream {
        let address = self.base.strip_prefix("http://").expect("http");
        let mut socket = TcpStream::connect(address).expect("connected");
        socket.write_all(request.as_bytes()).expect("sent");
        socket
    }
}

/// A raw request for a profile, after which the server closes the connection.
fn read_request() -> String {
    format!(
        "GET /clubmed/v2/customers/{TOM}/profile HTTP/1.1\r\nhost: x\r\nauthorization: Bearer development\r\n\
         x-api-key: {API_KEY}\r\naccept-language: en-US\r\nconnection: close\r\n\r\n"
    )
}

fn content_length(head: &str) -> usize {
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).expect("a length");
    length.parse().expect("a number")
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().into()
}

fn command(flags: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_carnet-sandbox"));
    command.args(flags).stdin(Stdio::null()).stderr(Stdio::piped());
    command
}

/// Writes increasing numbers to a customer's second name until the connection fails, and sends each acknowledged number
/// to `acknowledged`.
fn write_until_failure(
    base: &str,
    token: &str,
    customer: &'static str,
    acknowledged: &mpsc::Sender<(&'static str, u64)>,
) {
    let agent = agent();
    for number in 1.. {
        let response = agent
            .patch(format!("{base}/clubmed/v1/customers/{customer}/profile"))
            .header("authorization", format!("Bearer {token}"))
            .header("x-api-key", API_KEY)
            .header("accept-language", "en-US")
            .header("content-type", "application/json")
            .send(json!({"second_name": number.to_string()}).to_string());
        match response {
            Ok(response) => assert_eq!(response.status(), 204),
            Err(_) => return,
        }
        if acknowledged.send((customer, number)).is_err() {
            return;
        }
    }
}

#[test]
fn kill_under_load_loses_no_acknowledged_write() {
    const CUSTOMERS: [&str; 4] = [TOM, "301000001", "301000004", "301000007"];
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("kept.sqlite");
    let mut running = Running::on(&database);
    let (sender, receiver) = mpsc::channel();
    let mut acknowledged = std::collections::HashMap::new();
    thread::scope(|scope| {
        for customer in CUSTOMERS {
            let (base, token, sender) = (running.base.clone(), running.sign_in(customer), sender.clone());
            scope.spawn(move || write_until_failure(&base, &token, customer, &sender));
        }
        drop(sender);
        for _ in 0..200 {
            let (customer, number) = receiver.recv().expect("writes continue");
            acknowledged.insert(customer, number);
        }
        running.child.kill().expect("killed under load");
        running.child.wait().expect("ended");
        for (customer, number) in &receiver {
            acknowledged.insert(customer, number);
        }
    });
    assert_eq!(acknowledged.len(), CUSTOMERS.len());

    let restarted = Running::on(&database);
    for (customer, number) in acknowledged {
        let stored: u64 = restarted.second_name(customer).parse().expect("a number");
        // The write after the last acknowledged one may have been stored before the kill.
        assert!(
            (number..=number + 1).contains(&stored),
            "{customer}: {number} acknowledged, {stored} stored"
        );
    }
}

#[test]
fn cut_connection_sends_no_byte() {
    let running = Running::start(&["--port", "0", "--ephemeral"]);
    let request = |body: &str| {
        format!(
            "PATCH /clubmed/v1/customers/{TOM}/profile HTTP/1.1\r\nhost: x\r\nauthorization: Bearer development\r\n\
             x-api-key: {API_KEY}\r\naccept-language: en-US\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    for (fault, name, stored) in [("cut_before", "Before", "James"), ("cut_after", "After", "After")] {
        running.post("/sandbox/faults", &json!({"fault": fault}));
        let response = running.raw(&request(&json!({"second_name": name}).to_string()));
        assert_eq!(String::from_utf8_lossy(&response), "", "{fault}");
        assert_eq!(running.second_name(TOM), stored, "{fault}");
    }
}

#[test]
fn truncated_response_ends_within_body() {
    let running = Running::start(&["--port", "0", "--ephemeral"]);
    running.post("/sandbox/faults", &json!({"fault": "truncated_body"}));
    let response = running.raw(&read_request());
    let response = String::from_utf8_lossy(&response).into_owned();
    let (head, body) = response.split_once("\r\n\r\n").expect("a head");
    assert!(head.starts_with("HTTP/1.1 200 OK"));
    let content_length = content_length(head);
    assert!(!body.is_empty() && body.len() < content_length, "{} of {content_length}", body.len());
}

#[test]
fn drip_sends_first_piece_before_the_delay() {
    let running = Running::start(&["--port", "0", "--ephemeral"]);
    // Ten minutes: the test would not end if the server waited for the rest.
    running.post("/sandbox/faults", &json!({"fault": "drip", "delay_ms": 600_000}));
    let mut socket = BufReader::new(running.connect(&read_request()));
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(socket.read_line(&mut head).expect("a line"), 0, "{head}");
    }
    assert!(head.starts_with("HTTP/1.1 200 OK"));
    let piece = socket.fill_buf().expect("a piece");
    assert!(piece.starts_with(b"{") && piece.len() < content_length(&head), "{piece:?}");
}

#[test]
fn drip_and_large_body_arrive_complete() {
    let running = Running::start(&["--port", "0", "--ephemeral"]);
    for (fault, min_bytes) in
        [(json!({"fault": "drip", "delay_ms": 1}), 100), (json!({"fault": "large_body"}), 20_000_000)]
    {
        running.post("/sandbox/faults", &fault);
        let response = String::from_utf8(running.raw(&read_request())).expect("text");
        let (head, body) = response.split_once("\r\n\r\n").expect("a head");
        assert_eq!(content_length(head), body.len(), "{fault}");
        assert!(body.len() > min_bytes, "{fault}");
        assert_eq!(serde_json::from_str::<Value>(body).expect("JSON")["first_name"], "Tom", "{fault}");
    }
}

#[test]
fn reply_sends_status_and_only_a_body_that_the_status_may_have() {
    let running = Running::start(&["--port", "0", "--ephemeral"]);
    for (status, body) in [(200, "{}"), (204, ""), (205, ""), (302, "{}"), (304, ""), (599, "{}")] {
        running.post("/sandbox/faults", &json!({"fault": "reply", "status": status, "body": "{}"}));
        let response = String::from_utf8(running.raw(&read_request())).expect("text");
        assert!(response.starts_with(&format!("HTTP/1.1 {status} ")), "{response}");
        assert!(response.ends_with(&format!("\r\n\r\n{body}")), "{response}");
    }
}

#[test]
fn start_failure_prints_one_line() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port().to_string();
    let folder = tempfile::tempdir().expect("a folder");
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "this is not a database, but it is longer than a header").expect("written");
    let text = text.to_str().expect("a path in UTF-8");
    for (flags, word) in [
        (vec!["--colour"], "--colour"),
        (vec!["--port", "high"], "high"),
        (vec!["--ephemeral", "--port", &port], "cannot listen"),
        (vec!["--ephemeral", "--host", "not a host", "--port", "0"], "cannot listen"),
        (vec!["--port", "0", "--database", text], "cannot use"),
        (vec!["--port", "0", "--database", "/no/such/folder/x.sqlite"], "cannot use"),
    ] {
        let output = command(&flags).output().expect("the process ends");
        let output_text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "{flags:?}");
        assert_eq!(output_text.lines().count(), 1, "{flags:?}: {output_text}");
        assert!(output_text.contains(word), "{flags:?}: {output_text}");
        assert!(output.stdout.is_empty(), "{flags:?}");
    }
}

#[test]
fn help_exits_successfully_and_lists_options() {
    let output = command(&["--help"]).output().expect("the process ends");
    assert!(output.status.success());
    let output_text = String::from_utf8_lossy(&output.stdout).into_owned();
    for flag in ["--port", "--host", "--database", "--ephemeral", "--dist", "--help"] {
        assert!(output_text.contains(flag), "{flag}");
    }
}

#[cfg(unix)]
#[test]
fn sigterm_exits_successfully() {
    let mut running = Running::start(&["--port", "0", "--ephemeral"]);
    let kill = Command::new("kill").args(["-TERM", &running.child.id().to_string()]).status();
    assert!(kill.expect("kill runs").success());
    assert!(running.child.wait().expect("the process ends").success());
}

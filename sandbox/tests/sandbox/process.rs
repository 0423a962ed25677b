//! The binary itself, over real sockets: its one line, its flags, cut connections, and a kill under load.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
};

use serde_json::{Value, json};

use crate::house::{KEY, TOM};

/// A running sandbox; it is killed when it goes out of scope.
struct Running {
    child: Child,
    base: String,
    agent: ureq::Agent,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may be gone already, which is what is wanted.
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
        let answer = self
            .agent
            .post(format!("{}{path}", self.base))
            .header("content-type", "application/json")
            .send(body.to_string());
        let text = answer.expect("an answer").body_mut().read_to_string().expect("text");
        serde_json::from_str(&text).expect("JSON")
    }

    fn sign_in(&self, customer: &str) -> String {
        let session = self.post("/sandbox/session", &json!({"vendor": "clubmed", "customer_id": customer}));
        session["token"].as_str().expect("a token").to_owned()
    }

    fn second_name(&self, customer: &str) -> String {
        let url = format!("{}/clubmed/v2/customers/{customer}/profile", self.base);
        let mut answer = self
            .agent
            .get(url)
            .header("authorization", format!("Bearer {}", self.sign_in(customer)))
            .header("x-api-key", KEY)
            .header("accept-language", "en-US")
            .call()
            .expect("an answer");
        let text = answer.body_mut().read_to_string().expect("text");
        let profile: Value = serde_json::from_str(&text).expect("JSON");
        profile["second_name"].as_str().unwrap_or_default().to_owned()
    }

    /// Everything the server writes to a raw socket until it closes it.
    fn raw(&self, request: &str) -> Vec<u8> {
        let address = self.base.strip_prefix("http://").expect("http");
        let mut socket = TcpStream::connect(address).expect("connected");
        socket.write_all(request.as_bytes()).expect("sent");
        let mut answer = Vec::new();
        // A reset is as good an end as a close.
        let _ = socket.read_to_end(&mut answer);
        answer
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().into()
}

fn command(flags: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_carnet-sandbox"));
    command.args(flags).stdin(Stdio::null()).stderr(Stdio::piped());
    command
}

/// Raises one customer's second name by one, again and again, and tells each number that was acknowledged.
fn write_without_end(
    base: &str,
    token: &str,
    customer: &'static str,
    told: &mpsc::Sender<(&'static str, u64)>,
) {
    let agent = agent();
    for number in 1.. {
        let answer = agent
            .patch(format!("{base}/clubmed/v1/customers/{customer}/profile"))
            .header("authorization", format!("Bearer {token}"))
            .header("x-api-key", KEY)
            .header("accept-language", "en-US")
            .header("content-type", "application/json")
            .send(json!({"second_name": number.to_string()}).to_string());
        match answer {
            Ok(answer) => assert_eq!(answer.status(), 204),
            Err(_) => return,
        }
        if told.send((customer, number)).is_err() {
            return;
        }
    }
}

#[test]
fn a_kill_under_load_loses_no_acknowledged_write() {
    const CUSTOMERS: [&str; 4] = [TOM, "301000001", "301000004", "301000007"];
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("kept.sqlite");
    let mut running = Running::on(&database);
    let (told, heard) = mpsc::channel();
    let mut acknowledged = std::collections::HashMap::new();
    thread::scope(|scope| {
        for customer in CUSTOMERS {
            let (base, token, told) = (running.base.clone(), running.sign_in(customer), told.clone());
            scope.spawn(move || write_without_end(&base, &token, customer, &told));
        }
        drop(told);
        for _ in 0..200 {
            let (customer, number) = heard.recv().expect("writes go on");
            acknowledged.insert(customer, number);
        }
        running.child.kill().expect("killed in the middle of it");
        running.child.wait().expect("gone");
        for (customer, number) in &heard {
            acknowledged.insert(customer, number);
        }
    });
    assert_eq!(acknowledged.len(), CUSTOMERS.len());

    let again = Running::on(&database);
    for (customer, number) in acknowledged {
        let stored: u64 = again.second_name(customer).parse().expect("a number");
        // The write after the last acknowledged one may have been stored before the kill.
        assert!(
            (number..=number + 1).contains(&stored),
            "{customer}: {number} acknowledged, {stored} stored"
        );
    }
}

#[test]
fn a_cut_connection_says_nothing_at_all() {
    let running = Running::start(&["--port", "0", "--ephemeral"]);
    let request = |body: &str| {
        format!(
            "PATCH /clubmed/v1/customers/{TOM}/profile HTTP/1.1\r\nhost: x\r\nauthorization: Bearer development\r\n\
             x-api-key: {KEY}\r\naccept-language: en-US\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    for (fault, name, stored) in [("cut_before", "Before", "James"), ("cut_after", "After", "After")] {
        running.post("/sandbox/faults", &json!({"fault": fault}));
        let answer = running.raw(&request(&json!({"second_name": name}).to_string()));
        assert_eq!(String::from_utf8_lossy(&answer), "", "{fault}");
        assert_eq!(running.second_name(TOM), stored, "{fault}");
    }
}

#[test]
fn a_truncated_answer_breaks_off_in_its_body() {
    let running = Running::start(&["--port", "0", "--ephemeral"]);
    running.post("/sandbox/faults", &json!({"fault": "truncated_body"}));
    let answer = running.raw(&format!(
        "GET /clubmed/v2/customers/{TOM}/profile HTTP/1.1\r\nhost: x\r\nauthorization: Bearer development\r\n\
         x-api-key: {KEY}\r\naccept-language: en-US\r\n\r\n"
    ));
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    assert!(head.starts_with("HTTP/1.1 200 OK"));
    let promised = head.lines().find_map(|line| line.strip_prefix("content-length: ")).expect("a length");
    let promised: usize = promised.parse().expect("a number");
    assert!(!body.is_empty() && body.len() < promised, "{} of {promised}", body.len());
}

#[test]
fn what_cannot_be_served_is_said_in_one_line() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let folder = tempfile::tempdir().expect("a folder");
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "this is no database, however long one looks at it").expect("written");
    let text = text.to_str().expect("a path in UTF-8");
    for (flags, word) in [
        (vec!["--colour"], "--colour"),
        (vec!["--port", "high"], "high"),
        (vec!["--ephemeral", "--port", &port], "cannot listen"),
        (vec!["--ephemeral", "--host", "not a host", "--port", "0"], "cannot listen"),
        (vec!["--port", "0", "--database", text], "cannot use"),
        (vec!["--port", "0", "--database", "/no/such/folder/x.sqlite"], "cannot use"),
    ] {
        let output = command(&flags).output().expect("it ends");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "{flags:?}");
        assert_eq!(said.lines().count(), 1, "{flags:?}: {said}");
        assert!(said.contains(word), "{flags:?}: {said}");
        assert!(output.stdout.is_empty(), "{flags:?}");
    }
}

#[test]
fn help_is_no_failure() {
    let output = command(&["--help"]).output().expect("it ends");
    assert!(output.status.success());
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    for flag in ["--port", "--host", "--database", "--ephemeral", "--dist", "--help"] {
        assert!(said.contains(flag), "{flag}");
    }
}

#[cfg(unix)]
#[test]
fn it_stops_when_it_is_told_to() {
    let mut running = Running::start(&["--port", "0", "--ephemeral"]);
    let told = Command::new("kill").args(["-TERM", &running.child.id().to_string()]).status();
    assert!(told.expect("kill runs").success());
    assert!(running.child.wait().expect("it ends").success());
}

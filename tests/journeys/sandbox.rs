//! A sandbox of the journey's own: the built binary, and its control routes.

use std::{
    cell::RefCell,
    env,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};

use crate::served::Served;

/// A path the test run was given, or its place in the repository.
pub(crate) fn given(variable: &str, otherwise: &str) -> PathBuf {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    env::var_os(variable).map_or_else(|| root.join(otherwise), PathBuf::from)
}

/// Starts a program and gives the first thing `find` sees in a line it prints. A driver that finds its port taken by
/// another that started at the same moment ends at once: then it is started anew.
pub(crate) fn start(mut command: Command, find: impl Fn(&str) -> Option<String>) -> (Child, String) {
    let started = (0..5).find_map(|_| try_start(&mut command, &find));
    started.unwrap_or_else(|| {
        panic!("{} ended without saying where it is", command.get_program().display());
    })
}

/// Starts a program; `None` when it ends without printing what is looked for.
#[expect(clippy::zombie_processes, reason = "who holds it ends it and waits for it")]
fn try_start(command: &mut Command, find: impl Fn(&str) -> Option<String>) -> Option<(Child, String)> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{} starts: {error}", command.get_program().display()));
    let mut printed = BufReader::new(child.stdout.take().expect("its output is piped"));
    let mut line = String::new();
    loop {
        line.clear();
        let read = printed.read_line(&mut line).expect("it prints text");
        if read == 0 {
            child.wait().expect("it ends");
            return None;
        }
        if let Some(found) = find(&line) {
            // What it says later must not fill the pipe.
            std::thread::spawn(move || std::io::copy(&mut printed, &mut std::io::sink()));
            return Some((child, found));
        }
    }
}

/// A running sandbox.
#[derive(Debug)]
pub(crate) struct Sandbox {
    child: RefCell<Child>,
    database: Option<PathBuf>,
    served: Served,
    /// Where it is, without a slash at the end.
    pub(crate) address: String,
    client: reqwest::Client,
}

impl Sandbox {
    /// Starts one on a free port, with everything in memory or with the database in this file, and with this script
    /// first in the page.
    pub(crate) fn start(database: Option<PathBuf>, script: &str) -> Sandbox {
        let served = Served::with(script);
        let (child, address) = Sandbox::spawn(database.as_ref(), &served, "0");
        Sandbox { child: RefCell::new(child), database, served, address, client: reqwest::Client::new() }
    }

    fn spawn(database: Option<&PathBuf>, served: &Served, port: &str) -> (Child, String) {
        let mut command = Command::new(given("CARNET_SANDBOX", "target/debug/carnet-sandbox"));
        command.arg("--dist").arg(&served.0).args(["--port", port]);
        match database {
            Some(file) => command.arg("--database").arg(file),
            None => command.arg("--ephemeral"),
        };
        start(command, |line| {
            let address = line[line.find("http://")?..].split_whitespace().next()?;
            Some(address.trim_end_matches('/').to_owned())
        })
    }

    /// Kills it: there is nothing at its address any more.
    pub(crate) fn stop(&self) {
        let mut child = self.child.borrow_mut();
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
    }

    /// Starts it again at the same address.
    pub(crate) fn resume(&self) {
        let port = self.address.rsplit(':').next().expect("the address has a port").to_owned();
        *self.child.borrow_mut() = Sandbox::spawn(self.database.as_ref(), &self.served, &port).0;
    }

    /// Kills it and starts it again at the same address.
    pub(crate) fn restart(&self) {
        self.stop();
        self.resume();
    }

    async fn call(&self, method: reqwest::Method, path: &str, body: Option<&Value>) -> Value {
        let mut request = self.client.request(method, format!("{}{path}", self.address));
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request.send().await.expect("the sandbox answers");
        assert!(response.status().is_success(), "{path}: {response:?}");
        response.json().await.unwrap_or_default()
    }

    /// Orders failures.
    pub(crate) async fn order(&self, fault: Value) {
        self.call(reqwest::Method::POST, "/sandbox/faults", Some(&fault)).await;
    }

    /// Cancels the failures that were ordered and have not come.
    pub(crate) async fn cancel_orders(&self) {
        self.call(reqwest::Method::DELETE, "/sandbox/faults", None).await;
    }

    /// Sets how the vendor behaves where its documents leave it open.
    pub(crate) async fn switch(&self, switches: Value) {
        self.call(reqwest::Method::PUT, "/sandbox/switches", Some(&switches)).await;
    }

    /// Everything asked of the vendor since the beginning or the last [`Sandbox::forget`], without preflights.
    pub(crate) async fn requests(&self) -> Vec<Value> {
        let said = self.call(reqwest::Method::GET, "/sandbox/requests", None).await;
        said["requests"].as_array().cloned().unwrap_or_default()
    }

    /// The requests of one method among them.
    pub(crate) async fn requests_by(&self, method: &str) -> Vec<Value> {
        let mut requests = self.requests().await;
        requests.retain(|request| request["method"] == method);
        requests
    }

    /// The only write among them.
    pub(crate) async fn the_write(&self) -> Value {
        let mut writes = self.requests().await;
        writes.retain(|request| request["method"] != "GET");
        assert_eq!(writes.len(), 1, "one write goes out: {writes:#?}");
        writes.remove(0)
    }

    /// Forgets what was asked so far.
    pub(crate) async fn forget(&self) {
        self.call(reqwest::Method::DELETE, "/sandbox/requests", None).await;
    }

    /// Everything as at the beginning: the customers, no orders, no switches, nothing noted.
    pub(crate) async fn reset(&self) {
        self.call(reqwest::Method::POST, "/sandbox/reset", None).await;
    }

    /// What the browser reported against the page's policy.
    pub(crate) async fn violations(&self) -> Value {
        self.call(reqwest::Method::GET, "/sandbox/violations", None).await
    }

    /// The whole profile as the vendor holds it, read behind the app's back; forgets what was asked.
    pub(crate) async fn stored(&self, customer: &str) -> Value {
        let answer = self.vendor(reqwest::Method::GET, "v2", customer, None).await;
        self.forget().await;
        answer.json().await.expect("a profile")
    }

    /// Changes the profile from somewhere else.
    pub(crate) async fn change(&self, customer: &str, patch: Value) {
        let answer = self.vendor(reqwest::Method::PATCH, "v1", customer, Some(&patch)).await;
        assert_eq!(answer.status(), 204, "{patch}");
    }

    /// A call to the vendor behind the app's back.
    async fn vendor(
        &self,
        method: reqwest::Method,
        version: &str,
        customer: &str,
        body: Option<&Value>,
    ) -> reqwest::Response {
        let wanted = json!({"vendor": "clubmed", "customer_id": customer});
        let session = self.call(reqwest::Method::POST, "/sandbox/session", Some(&wanted)).await;
        let text = |name: &str| session[name].as_str().unwrap_or_default().to_owned();
        let mut request = self
            .client
            .request(method, format!("{}/clubmed/{version}/customers/{customer}/profile", self.address))
            .header("authorization", format!("Bearer {}", text("token")))
            .header("x-api-key", text("api_key"))
            .header("accept", "application/json")
            .header("accept-language", "en-US");
        if let Some(body) = body {
            request = request.json(body);
        }
        request.send().await.expect("an answer")
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let child = self.child.get_mut();
        // It may have ended by itself, which is no news here.
        let _ = child.kill();
        let _ = child.wait();
        if let Some(file) = &self.database {
            for suffix in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
            }
        }
    }
}

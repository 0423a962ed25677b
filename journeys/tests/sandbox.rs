//! The sandbox of a journey: the built binary as a process, and a client of its control routes.

use std::{
    cell::RefCell,
    env,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};

use crate::{browser_pool::is_unused, fixture_dist::FixtureDist, harness::poll};

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().expect("the package is in the repository")
}

/// A path from the environment; the default is a path in the repository.
pub(crate) fn path_from_env(variable: &str, default: &str) -> PathBuf {
    env::var_os(variable).map_or_else(|| root().join(default), PathBuf::from)
}

/// Starts a program and returns what `find` extracts from the first line that has it. A driver whose port another
/// driver took at the same moment ends at once, so it is started up to five times.
pub(crate) fn start_program(mut command: Command, find: impl Fn(&str) -> Option<String>) -> (Child, String) {
    let started = (0..5).find_map(|_| try_start(&mut command, &find));
    started.unwrap_or_else(|| {
        panic!("{} ended without printing its address", command.get_program().display());
    })
}

/// Starts a program. `None` when it ends before `find` has found something.
#[expect(clippy::zombie_processes, reason = "the owner of the child kills it and waits for it")]
fn try_start(command: &mut Command, find: impl Fn(&str) -> Option<String>) -> Option<(Child, String)> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{} does not start: {error}", command.get_program().display()));
    let mut printed = BufReader::new(child.stdout.take().expect("the output is piped"));
    let mut line = String::new();
    loop {
        line.clear();
        let read = printed.read_line(&mut line).expect("the output is text");
        if read == 0 {
            child.wait().expect("the program ends");
            return None;
        }
        if let Some(found) = find(&line) {
            // Further output is read too, so that it cannot fill the pipe and block the program.
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
    dist: FixtureDist,
    /// The origin, without a slash at the end.
    pub(crate) address: String,
    client: reqwest::Client,
}

impl Sandbox {
    /// Starts a sandbox on a free port, with its data in memory or in this file. The script runs before those of the
    /// page.
    pub(crate) fn start(database: Option<PathBuf>, script: &str) -> Sandbox {
        let dist = FixtureDist::with(script);
        let (child, address) = loop {
            let (mut child, address) = Sandbox::spawn(database.as_ref(), &dist, "0");
            if is_unused(&address) {
                break (child, address);
            }
            kill(&mut child);
        };
        Sandbox { child: RefCell::new(child), database, dist, address, client: reqwest::Client::new() }
    }

    fn spawn(database: Option<&PathBuf>, dist: &FixtureDist, port: &str) -> (Child, String) {
        let mut command = Command::new(path_from_env("CARNET_SANDBOX", "target/debug/carnet-sandbox"));
        command.arg("--dist").arg(&dist.0).args(["--port", port]);
        match database {
            Some(file) => command.arg("--database").arg(file),
            None => command.arg("--ephemeral"),
        };
        start_program(command, |line| {
            let address = line[line.find("http://")?..].split_whitespace().next()?;
            Some(address.trim_end_matches('/').to_owned())
        })
    }

    /// Kills the process: nothing listens at its address any more.
    pub(crate) fn stop(&self) {
        kill(&mut self.child.borrow_mut());
    }

    /// Starts it again at the same address.
    pub(crate) fn resume(&self) {
        let port = self.address.rsplit(':').next().expect("the address has a port").to_owned();
        *self.child.borrow_mut() = Sandbox::spawn(self.database.as_ref(), &self.dist, &port).0;
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
        let response = request.send().await.expect("the sandbox responds");
        assert!(response.status().is_success(), "{path}: {response:?}");
        response.json().await.unwrap_or_default()
    }

    /// Makes requests fail.
    pub(crate) async fn inject_fault(&self, fault: Value) {
        self.call(reqwest::Method::POST, "/sandbox/faults", Some(&fault)).await;
    }

    /// Waits until a request is held, and lets it continue.
    pub(crate) async fn release(&self) {
        poll("a request that is held", || async {
            let faults = self.call(reqwest::Method::GET, "/sandbox/faults", None).await;
            let waits =
                faults["faults"].as_array().into_iter().flatten().any(|fault| fault["fault"] == "hold");
            if waits { Err(faults.to_string()) } else { Ok(()) }
        })
        .await;
        self.call(reqwest::Method::POST, "/sandbox/faults/release", None).await;
    }

    /// Removes the faults that have not been used up.
    pub(crate) async fn clear_faults(&self) {
        self.call(reqwest::Method::DELETE, "/sandbox/faults", None).await;
    }

    /// Sets how the vendor behaves where its documentation leaves it open.
    pub(crate) async fn set_switches(&self, switches: Value) {
        self.call(reqwest::Method::PUT, "/sandbox/switches", Some(&switches)).await;
    }

    /// The requests to the vendor since the start or the last [`Sandbox::clear_requests`], without preflights.
    pub(crate) async fn requests(&self) -> Vec<Value> {
        let log = self.call(reqwest::Method::GET, "/sandbox/requests", None).await;
        log["requests"].as_array().cloned().unwrap_or_default()
    }

    /// Those requests with this method.
    pub(crate) async fn requests_by(&self, method: &str) -> Vec<Value> {
        let mut requests = self.requests().await;
        requests.retain(|request| request["method"] == method);
        requests
    }

    /// The only write among those requests. Panics unless there is exactly one.
    pub(crate) async fn only_write(&self) -> Value {
        let mut writes = self.requests().await;
        writes.retain(|request| request["method"] != "GET");
        assert_eq!(writes.len(), 1, "exactly one write is sent: {writes:#?}");
        writes.remove(0)
    }

    /// Clears the log of requests.
    pub(crate) async fn clear_requests(&self) {
        self.call(reqwest::Method::DELETE, "/sandbox/requests", None).await;
    }

    /// Resets the customers, the faults, the switches and the log of requests.
    pub(crate) async fn reset(&self) {
        self.call(reqwest::Method::POST, "/sandbox/reset", None).await;
    }

    /// The browsers' reports of violations of the page's content security policy.
    pub(crate) async fn policy_violations(&self) -> Value {
        self.call(reqwest::Method::GET, "/sandbox/violations", None).await
    }

    /// The whole profile as the vendor stores it, read without the app. Clears the log of requests.
    pub(crate) async fn stored(&self, customer: &str) -> Value {
        let response = self.call_vendor(reqwest::Method::GET, "v2", customer, None).await;
        self.clear_requests().await;
        response.json().await.expect("a profile")
    }

    /// Changes the profile without the app, as another device would.
    pub(crate) async fn patch(&self, customer: &str, patch: Value) {
        let response = self.call_vendor(reqwest::Method::PATCH, "v1", customer, Some(&patch)).await;
        assert_eq!(response.status(), 204, "{patch}");
    }

    /// A request to the vendor without the app.
    async fn call_vendor(
        &self,
        method: reqwest::Method,
        version: &str,
        customer: &str,
        body: Option<&Value>,
    ) -> reqwest::Response {
        let customer_session = json!({"vendor": "clubmed", "customer_id": customer});
        let session = self.call(reqwest::Method::POST, "/sandbox/session", Some(&customer_session)).await;
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
        request.send().await.expect("the vendor responds")
    }
}

fn kill(sandbox: &mut Child) {
    sandbox.kill().expect("the sandbox can be killed");
    sandbox.wait().expect("the sandbox ends");
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let child = self.child.get_mut();
        // A process that has ended already cannot be killed.
        let _ = child.kill();
        let _ = child.wait();
        if let Some(file) = &self.database {
            for suffix in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
            }
        }
    }
}

//! The app in Chromium, with its files from nginx or Caddy and the sandbox as the vendor at another origin. The page is
//! that of a company (`account-test.html`), under the policy of the configuration.

use std::{
    path::Path,
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{
    curl::{Curl, Request},
    process::{Server, free_port},
    site::Site,
};
use crate::{command::command, error::Error};

/// How long the first view may take on a busy machine.
const READY: Duration = Duration::from_secs(20);

/// A customer of the sandbox who has everything.
const CUSTOMER: &str = "301000001";

/// A profile to open.
pub(in crate::test) struct Profile<'a> {
    pub(in crate::test) site: &'a Site,
    /// The attributes of the element, as a query.
    pub(in crate::test) attributes: String,
    pub(in crate::test) token: String,
}

impl<'a> Profile<'a> {
    /// Returns a profile at Club Med, which the sandbox at this address has.
    pub(super) fn in_sandbox(site: &'a Site, address: &str) -> Self {
        let attributes = format!("vendor=clubmed&base-url={address}/clubmed&customer-id={CUSTOMER}");
        Self { site, attributes, token: "development".to_owned() }
    }
}

/// Returns what is wrong with the app at each profile.
pub(in crate::test) fn check(
    curl: &Curl<'_>,
    chromedriver: &Path,
    profiles: &[Profile<'_>],
) -> Result<Vec<String>, Error> {
    let port = free_port()?;
    let log = curl.folder.join("chromedriver.log");
    let _driver = Server::start(command(chromedriver).arg(format!("--port={port}")), port, &log)?;
    let driver = Driver { curl, address: format!("http://127.0.0.1:{port}") };
    let session = driver.open()?;
    let mut problems = Vec::new();
    for profile in profiles {
        let found = driver.check_profile(&session, profile)?;
        let name = profile.site.name;
        problems.extend(found.into_iter().map(|problem| format!("{name}, in Chromium: {problem}")));
    }
    driver.call("DELETE", &format!("/session/{session}"), None)?;
    Ok(problems)
}

/// A WebDriver.
struct Driver<'a> {
    curl: &'a Curl<'a>,
    address: String,
}

impl Driver<'_> {
    fn call(&self, method: &'static str, path: &str, body: Option<Value>) -> Result<Value, Error> {
        let response = self.curl.send(Request {
            method: Some(method),
            body: body.map(|body| body.to_string()),
            ..Request::get(format!("{}{path}", self.address)).header("content-type: application/json")
        })?;
        let answer: Value = serde_json::from_slice(&response.body).unwrap_or_default();
        if response.status == 200 {
            Ok(answer["value"].clone())
        } else {
            Err(Error::new(format!("WebDriver, {method} {path}: {} {answer}", response.status)))
        }
    }

    /// Opens a browser and returns the ID of the session.
    fn open(&self) -> Result<String, Error> {
        let arguments = ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"];
        let capabilities = json!({ "alwaysMatch": {
            "browserName": "chrome",
            // The certificate of the test is nobody's.
            "acceptInsecureCerts": true,
            "goog:chromeOptions": { "args": arguments },
        }});
        let opened = self.call("POST", "/session", Some(json!({ "capabilities": capabilities })))?;
        let session = opened["sessionId"].as_str();
        session.map(str::to_owned).ok_or_else(|| Error::new(format!("WebDriver opened no session: {opened}")))
    }

    fn run(&self, session: &str, script: &str) -> Result<Value, Error> {
        let body = json!({ "script": script, "args": [] });
        self.call("POST", &format!("/session/{session}/execute/sync"), Some(body))
    }

    /// Opens a profile, and returns what is wrong with it.
    fn check_profile(&self, session: &str, profile: &Profile<'_>) -> Result<Vec<String>, Error> {
        let Profile { site, attributes, token } = profile;
        // The query differs, so that this loads the page anew.
        let url = format!("{}/account-test.html?{attributes}&locale=fr-FR#{token}", site.address);
        self.call("POST", &format!("/session/{session}/url"), Some(json!({ "url": url })))?;
        let started = Instant::now();
        let seen = loop {
            let seen = self.run(session, SEEN)?;
            let has_ended = seen["events"].as_array().is_some_and(|events| !events.is_empty());
            if has_ended || started.elapsed() > READY {
                break seen;
            }
            thread::sleep(Duration::from_millis(50));
        };
        let mut problems = Vec::new();
        if seen["events"] != json!(["carnet-ready"]) {
            problems.push(format!("the view is not ready to use: {seen}"));
        }
        if seen["violations"] != json!([]) {
            problems.push(format!("the page breaks its policy: {}", seen["violations"]));
        }
        // A button of the first view, in French: so wasm, style sheet and catalogue came from this server.
        if seen["buttons"].as_u64() < Some(1) || seen["lang"] != "fr" {
            problems.push(format!("the view has no buttons in French: {seen}"));
        }
        for ending in ["wasm", "css", "json", "js"] {
            let own = |entry: &&Value| {
                let name = entry["name"].as_str().unwrap_or_default();
                // The page of the test has no compressed copies.
                name.starts_with(&site.address)
                    && name.ends_with(&format!(".{ending}"))
                    && !name.contains("/account-test")
            };
            let entries: Vec<_> = seen["resources"].as_array().into_iter().flatten().filter(own).collect();
            if entries.is_empty() {
                problems.push(format!("no .{ending} from {}", site.address));
            }
            for entry in entries {
                if entry["protocol"] != "h2" || entry["encoding"] != "br" {
                    problems.push(format!("not Brotli over HTTP/2: {entry}"));
                }
            }
        }
        Ok(problems)
    }
}

/// The script that returns what the page has seen.
const SEEN: &str = "
const root = document.querySelector('carnet-profile')?.shadowRoot;
return {
  ...globalThis.carnetTest,
  buttons: root?.querySelectorAll('button').length ?? 0,
  lang: root?.querySelector('[lang]')?.lang.slice(0, 2) ?? '',
  resources: performance.getEntriesByType('resource').map(({ name, nextHopProtocol, encodedBodySize, decodedBodySize, contentEncoding }) => ({
    name, protocol: nextHopProtocol, encoding: contentEncoding ?? (encodedBodySize < decodedBodySize ? 'br' : 'none'),
  })),
};";

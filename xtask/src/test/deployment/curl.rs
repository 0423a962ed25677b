//! HTTP requests by curl, many in one process over few connections. The client is one that nobody here wrote, and it
//! speaks HTTP/2.

use std::{
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Stdio,
};

use crate::{command::command, error::Error};

/// A request.
#[derive(Default, Clone)]
pub(in crate::test) struct Request {
    pub(in crate::test) method: Option<&'static str>,
    pub(in crate::test) url: String,
    pub(in crate::test) headers: Vec<String>,
    pub(in crate::test) body: Option<String>,
    /// Whether HTTP/1.1 is spoken where HTTP/2 is offered.
    pub(in crate::test) is_http1: bool,
}

impl Request {
    pub(in crate::test) fn get(url: impl Into<String>) -> Self {
        Self { url: url.into(), ..Self::default() }
    }

    /// Adds a header, given as `name: value`.
    pub(in crate::test) fn header(mut self, header: impl Into<String>) -> Self {
        self.headers.push(header.into());
        self
    }
}

/// A response. Its body is as sent, not decompressed.
#[derive(Debug, Clone)]
pub(in crate::test) struct Response {
    /// `0` if there was no response.
    pub(in crate::test) status: u16,
    /// The version of HTTP, such as `2` or `1.1`.
    pub(in crate::test) version: String,
    /// The seconds until the response was complete.
    pub(in crate::test) seconds: f64,
    headers: Vec<(String, String)>,
    pub(in crate::test) body: Vec<u8>,
}

impl Response {
    /// Returns the values of a header, in lower case; several fields are joined with commas.
    pub(in crate::test) fn header(&self, name: &str) -> Option<String> {
        let values: Vec<_> =
            self.headers.iter().filter(|(own, _)| own == name).map(|(_, value)| value.as_str()).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    pub(in crate::test) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A curl that trusts one certificate, and a folder for its files.
pub(in crate::test) struct Curl<'a> {
    pub(in crate::test) program: &'a Path,
    pub(in crate::test) certificate: PathBuf,
    pub(in crate::test) folder: PathBuf,
}

impl Curl<'_> {
    /// Sends one request.
    pub(in crate::test) fn send(&self, request: Request) -> Result<Response, Error> {
        let mut responses = self.send_all(&[request])?;
        responses.pop().ok_or_else(|| Error::new("curl has no response"))
    }

    /// Sends the requests one after the other and returns the responses in the same order.
    ///
    /// # Errors
    ///
    /// curl does not run. A request that fails has a response with status 0.
    pub(in crate::test) fn send_all(&self, requests: &[Request]) -> Result<Vec<Response>, Error> {
        fs::create_dir_all(&self.folder)?;
        let file = |index: usize, kind: &str| self.folder.join(format!("{index}.{kind}"));
        let mut config = String::new();
        for (index, request) in requests.iter().enumerate() {
            if index > 0 {
                config += "next\n";
            }
            for kind in ["headers", "body"] {
                // A response without a body leaves the file of an earlier request as it is.
                fs::write(file(index, kind), "")?;
            }
            let mut set = |option: &str, value: &str| {
                let value = value
                    .replace('\\', "\\\\")
                    .replace('"', "\\\"")
                    .replace('\n', "\\n")
                    .replace('\r', "\\r");
                let _ = writeln!(config, "{option} = \"{value}\"");
            };
            set("url", &request.url);
            set("cacert", &self.certificate.to_string_lossy());
            set("dump-header", &file(index, "headers").to_string_lossy());
            set("output", &file(index, "body").to_string_lossy());
            set("write-out", "%{http_code} %{http_version} %{time_total}\n");
            set("max-time", "20");
            for header in &request.headers {
                set("header", header);
            }
            if let Some(body) = &request.body {
                set("data-raw", body);
            }
            match request.method {
                Some("HEAD") => config += "head\n",
                Some(method) => {
                    let _ = writeln!(config, "request = \"{method}\"");
                }
                None => {}
            }
            // The path as it is: a client that is out for mischief does not tidy it up.
            config += "path-as-is\nglobsoff\nsilent\n";
            if request.is_http1 {
                config += "http1.1\n";
            }
        }
        let mut child = command(self.program)
            // Without the user's own configuration and proxies.
            .args(["--disable", "--noproxy", "*", "--config", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        if let Some(mut input) = child.stdin.take() {
            input.write_all(config.as_bytes())?;
        }
        let output = child.wait_with_output()?;
        let output = String::from_utf8_lossy(&output.stdout);
        let mut responses = Vec::new();
        for (index, line) in output.lines().enumerate() {
            let mut words = line.split(' ');
            let mut word = || words.next().unwrap_or_default();
            responses.push(Response {
                status: word().parse().unwrap_or(0),
                version: word().to_owned(),
                seconds: word().parse().unwrap_or(0.0),
                headers: read_headers(&fs::read_to_string(file(index, "headers"))?),
                body: fs::read(file(index, "body"))?,
            });
        }
        if responses.len() == requests.len() {
            Ok(responses)
        } else {
            Err(Error::new(format!("curl sent {} of {} requests", responses.len(), requests.len())))
        }
    }
}

/// Returns the headers of a response in a text, with their names in lower case.
fn read_headers(text: &str) -> Vec<(String, String)> {
    text.lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        .collect()
}

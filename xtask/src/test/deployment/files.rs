//! Each file of `dist/` through one server, in each encoding, and what is not a file.

use std::{fs, path::Path};

use super::{
    curl::{Curl, Request, Response},
    site::Site,
};
use crate::{
    delivery::{self, ENCODINGS, Upload},
    error::Error,
};

/// What a browser sends, what an old client sends, and a client that refuses Brotli: with the encoding of the response.
const ACCEPTED: [(&str, Option<&str>); 4] = [
    ("gzip, deflate, br, zstd", Some("br")),
    ("gzip", Some("gzip")),
    ("br;q=0, gzip", Some("gzip")),
    ("identity", None),
];

/// Paths that have no file. None is the index page, whatever it looks like.
const MISSING: [&str; 8] = [
    "/missing.js",
    "/missing.html",
    "/carnet-0000000000000000.js",
    "/carnet-0000000000000000.wasm",
    "/customers/123",
    "/embed.html/more",
    "/.well-known/openid-configuration",
    "/missing-0000000000000000/carnet.js",
];

/// Paths that leave the folder. A server may also refuse them.
const OUTSIDE: [&str; 3] = ["/../key.pem", "/%2e%2e/key.pem", "/%2e%2e%2fkey.pem"];

/// The members of a response that are compared between a server and the sandbox for the same file.
const COMPARED: [&str; 10] = [
    "content-type",
    "content-encoding",
    "cache-control",
    "vary",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "access-control-allow-origin",
    "permissions-policy",
];

/// The directives of the policy in which a deployment differs from the sandbox: the vendor is another origin, the pages
/// that may frame are listed, and there is no route for reports.
const OTHER_DIRECTIVES: [&str; 3] = ["connect-src", "frame-ancestors", "report-uri"];

/// Returns what is wrong with the responses of a site.
pub(super) fn check(
    curl: &Curl<'_>,
    dist: &Path,
    root: &Path,
    site: &Site,
    sandbox: &str,
) -> Result<Vec<String>, Error> {
    let mut problems = Vec::new();
    check_files(curl, dist, site, sandbox, &mut problems)?;
    check_missing(curl, site, sandbox, &mut problems)?;
    check_conditional(curl, site, &mut problems)?;
    check_other_requests(curl, root, site, &mut problems)?;
    check_without_index(curl, root, site, &mut problems)?;
    Ok(problems)
}

fn check_files(
    curl: &Curl<'_>,
    dist: &Path,
    site: &Site,
    sandbox: &str,
    problems: &mut Vec<String>,
) -> Result<(), Error> {
    let uploads = Upload::all(dist)?;
    let names: Vec<_> = uploads.iter().filter(|upload| upload.encoding.is_none()).map(Upload::name).collect();
    let mut cases = Vec::new();
    for name in &names {
        for (accepted, encoding) in ACCEPTED {
            cases.push((*name, format!("/{name}"), accepted, encoding));
        }
    }
    cases.push(("index.html", "/".to_owned(), ACCEPTED[0].0, ACCEPTED[0].1));
    let requests = |address: &str| -> Vec<_> {
        cases
            .iter()
            .map(|(_, path, accepted, _)| {
                Request::get(format!("{address}{path}")).header(format!("accept-encoding: {accepted}"))
            })
            .collect()
    };
    let responses = curl.send_all(&requests(&site.address))?;
    let from_sandbox = curl.send_all(&requests(sandbox))?;
    for (((name, path, accepted, encoding), response), from_sandbox) in
        cases.iter().zip(&responses).zip(&from_sandbox)
    {
        let mut problem =
            |text: String| problems.push(format!("{path} (accept-encoding: {accepted}): {text}"));
        // A body is the file or one of its copies, byte for byte.
        let ending = ENCODINGS.iter().find(|(_, value)| Some(*value) == *encoding).map(|(ending, _)| *ending);
        let file = ending.map_or_else(|| (*name).to_owned(), |ending| format!("{name}.{ending}"));
        if response.status != 200 {
            problem(format!("status {}", response.status));
            continue;
        }
        if response.version != "2" {
            problem(format!("HTTP/{}", response.version));
        }
        if response.body != fs::read(dist.join(&file))? {
            problem(format!("{} bytes that are not those of {file}", response.body.len()));
        }
        if response.header("content-encoding").as_deref() != *encoding {
            problem(format!(
                "content-encoding {:?}, and not {encoding:?}",
                response.header("content-encoding")
            ));
        }
        // The manifest says the same of the copy as the server of the file.
        let upload = uploads.iter().find(|upload| upload.file == file);
        if !upload.is_some_and(|upload| upload.name() == *name && upload.encoding == *encoding) {
            problem(format!("the upload manifest has no {file} with encoding {encoding:?}"));
        }
        if let Some(upload) = upload {
            compare(response, &upload.delivery.headers(name, &site.origins), &mut problem);
        }
        compare_with_sandbox(response, from_sandbox, &mut problem);
    }
    Ok(())
}

fn check_missing(
    curl: &Curl<'_>,
    site: &Site,
    sandbox: &str,
    problems: &mut Vec<String>,
) -> Result<(), Error> {
    let requests = |address: &str| MISSING.map(|path| Request::get(format!("{address}{path}")));
    let responses = curl.send_all(&requests(&site.address))?;
    let from_sandbox = curl.send_all(&requests(sandbox))?;
    for ((path, response), from_sandbox) in MISSING.iter().zip(&responses).zip(&from_sandbox) {
        let mut problem = |text: String| problems.push(format!("{path}: {text}"));
        if (response.status, response.text().as_str()) != (404, "File not found.\n") {
            problem(format!("status {}, body {:?}", response.status, response.text()));
        }
        compare(response, &delivery::missing_headers(&site.origins), &mut problem);
        compare_with_sandbox(response, from_sandbox, &mut problem);
    }
    Ok(())
}

/// A file that is unchanged is not sent again, and the response without a body has the headers of the file.
fn check_conditional(curl: &Curl<'_>, site: &Site, problems: &mut Vec<String>) -> Result<(), Error> {
    for name in ["carnet.js", "embed.html"] {
        let request = Request::get(format!("{}/{name}", site.address)).header("accept-encoding: br");
        let etag = curl.send(request.clone())?.header("etag").unwrap_or_default();
        let response = curl.send(request.header(format!("if-none-match: {etag}")))?;
        let mut problem = |text: String| problems.push(format!("{name}, revalidated: {text}"));
        if response.status != 304 || !response.body.is_empty() {
            problem(format!("status {}, {} bytes", response.status, response.body.len()));
        }
        for header in ["cache-control", "vary", "content-security-policy"] {
            let delivery = delivery::Delivery::of(name)?;
            let expected = delivery.headers(name, &site.origins);
            let expected: Vec<_> = expected.into_iter().filter(|(own, _)| *own == header).collect();
            compare(&response, &expected, &mut problem);
        }
    }
    Ok(())
}

fn check_other_requests(
    curl: &Curl<'_>,
    root: &Path,
    site: &Site,
    problems: &mut Vec<String>,
) -> Result<(), Error> {
    let url = format!("{}/carnet.js", site.address);
    let head = curl.send(Request { method: Some("HEAD"), ..Request::get(&url) })?;
    let expected = delivery::Delivery::of("carnet.js")?.headers("carnet.js", &site.origins);
    compare(&head, &expected, &mut |text| problems.push(format!("HEAD: {text}")));
    if head.status != 200 {
        problems.push(format!("HEAD: status {}", head.status));
    }
    let post = curl.send(Request { method: Some("POST"), body: Some("x".into()), ..Request::get(&url) })?;
    if post.status != 405 {
        problems.push(format!("POST: status {}, and not 405", post.status));
    }
    let old = curl.send(Request { is_http1: true, ..Request::get(&url) })?;
    if (old.status, &*old.version) != (200, "1.1") {
        problems.push(format!("HTTP/1.1: status {}, version {}", old.status, old.version));
    }
    let strict = old.header("strict-transport-security");
    if strict.as_deref() != Some("max-age=31536000; includeSubDomains") {
        problems.push(format!("strict-transport-security: {strict:?}"));
    }
    for path in OUTSIDE {
        let response = curl.send(Request::get(format!("{}{path}", site.address)))?;
        if !matches!(response.status, 400 | 404) || response.text().contains("KEY") {
            problems.push(format!("{path}: status {}", response.status));
        }
    }
    // A file of an earlier build.
    let name = "carnet-00000000000000ff.js";
    fs::write(root.join(name), "old")?;
    let kept = curl.send(Request::get(format!("{}/{name}", site.address)))?;
    fs::remove_file(root.join(name))?;
    if (kept.status, &*kept.text()) != (200, "old") {
        problems.push(format!("a file of an earlier build: status {}", kept.status));
    }
    if let Some(address) = &site.plain_address {
        let plain = curl.send(Request::get(format!("{address}/carnet.js?a=b")))?;
        let location = plain.header("location").unwrap_or_default();
        if plain.status != 301 || !(location.starts_with("https://") && location.ends_with("/carnet.js?a=b"))
        {
            problems.push(format!("http: status {}, location {location}", plain.status));
        }
    }
    Ok(())
}

/// Without an index page of the company, the root leads to the page with sign-in.
fn check_without_index(
    curl: &Curl<'_>,
    root: &Path,
    site: &Site,
    problems: &mut Vec<String>,
) -> Result<(), Error> {
    let (index, aside) = (root.join("index.html"), root.join("index.aside"));
    fs::rename(&index, &aside)?;
    let response = curl.send(Request::get(format!("{}/", site.address)));
    fs::rename(&aside, &index)?;
    let response = response?;
    let location = response.header("location");
    if response.status != 302 || location.as_deref() != Some("/account.html") {
        problems.push(format!("/ without index.html: status {}, location {location:?}", response.status));
    }
    Ok(())
}

/// Reports each header that differs from the rules. A header that the rules do not have must not be sent either.
fn compare(response: &Response, expected: &[(&'static str, String)], problem: &mut impl FnMut(String)) {
    for (name, value) in expected {
        let found = response.header(name);
        let is_equal = match &found {
            // Names of headers in a list have no case.
            Some(found) if *name == "vary" => found.eq_ignore_ascii_case(value),
            found => found.as_ref() == Some(value),
        };
        if !is_equal {
            problem(format!("{name} is {found:?}, and not {value:?}"));
        }
    }
    let is_expected = |name: &str| expected.iter().any(|(own, _)| *own == name);
    let name = "access-control-allow-origin";
    if is_expected("content-type") && !is_expected(name) && response.header(name).is_some() {
        problem(format!("{name} is sent"));
    }
}

/// Reports each header that differs from the sandbox's, which the journeys test.
fn compare_with_sandbox(response: &Response, sandbox: &Response, problem: &mut impl FnMut(String)) {
    if response.status != sandbox.status {
        problem(format!("status {}, and the sandbox's is {}", response.status, sandbox.status));
    }
    for name in COMPARED {
        let (own, other) = (response.header(name), sandbox.header(name));
        let lower = |value: &Option<String>| value.as_ref().map(|value| value.to_ascii_lowercase());
        if lower(&own) != lower(&other) {
            problem(format!("{name} is {own:?}, and the sandbox's is {other:?}"));
        }
    }
    let policy = |response: &Response| -> Vec<String> {
        let policy = response.header("content-security-policy").unwrap_or_default();
        let directives = policy.split(';').map(|directive| directive.trim().to_owned());
        directives
            .filter(|directive| !OTHER_DIRECTIVES.iter().any(|other| directive.starts_with(other)))
            .collect()
    };
    if policy(response) != policy(sandbox) {
        problem(format!("the policy is {:?}, and the sandbox's is {:?}", policy(response), policy(sandbox)));
    }
}

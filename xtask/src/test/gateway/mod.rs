//! The test of the gateways: HAProxy and Apache with the configurations of `deploy/`, the sandbox behind them as the vendor that demands its own
//! credentials, tokens of a real provider, and wrong ones that the test signs itself.

mod apache;
mod attacks;
mod load;
#[cfg(test)]
mod parameters;
mod provider;
mod service;
mod start;
mod token;
mod vendor_trouble;

use std::{fs, path::Path};

use serde_json::Value;

use super::deployment::{
    browser::{self, Profile},
    curl::{Curl, Request, Response},
    fill_root,
    process::{Server, free_port},
    site::{Certificate, Setting, Site},
};
use crate::{cargo, error::Error, sandbox, setup::Servers};
pub(super) use load::measure;
use provider::Provider;
use start::Setting as GatewaySetting;
use token::Key;

/// The origins of the pages.
const ORIGINS: [&str; 2] = ["https://account.example.com", "https://shop.example"];

/// Issuers that resemble the provider's.
const ISSUER_VARIANTS: [&str; 4] =
    ["https://id.example/", "https://id.example.evil.example", "http://id.example", "HTTPS://ID.EXAMPLE"];

/// A customer of each vendor, and another one of Capillary.
const CAMILLE: &str = "17742";
const OTHER: &str = "17743";
const JOHN: &str = "9B5E1EE0-2E1C-46E7-81B9-3C3917204BE4";

const CAPILLARY: &str = "/capillary/v2/customers/17742?source=INSTORE";
const IMPRINT: &str = "/imprint/v2/customers/9B5E1EE0-2E1C-46E7-81B9-3C3917204BE4";

/// How many requests of a customer pass in a minute.
const LIMIT: usize = 60;

/// The credentials by which the sandbox recognises the gateway.
const SECRETS: [&str; 2] = [
    include_str!("../../../../sandbox/src/capillary/secret.txt"),
    include_str!("../../../../sandbox/src/imprint/secret.txt"),
];

/// The status of a response without CORS, which a page takes for a lost connection.
const UNREADABLE: u16 = 500;

/// How many problems are printed.
const MOST_PROBLEMS: usize = 40;

/// The programs of the test.
pub(super) struct Programs<'a> {
    pub(super) servers: &'a Servers,
    pub(super) chromedriver: &'a Path,
    pub(super) node: &'a Path,
    /// A script in the folder of the OpenID provider.
    pub(super) sign_in: &'a Path,
    /// The script of the load generator.
    pub(super) load: &'a Path,
}

/// A running gateway with the vendor behind it.
struct Gateway<'a> {
    name: &'static str,
    /// The attacks, by name, to which this gateway responds in another way than the others, and its status.
    /// `docs/gateway.md` has each one.
    exceptions: &'static [(&'static str, u16)],
    curl: Curl<'a>,
    /// The provider's key, and the one that it will use next.
    key: &'a Key<'a>,
    next_key: &'a Key<'a>,
    provider: &'a Provider,
    /// Both without a slash at the end.
    address: String,
    vendor: String,
    process: Server,
}

/// Runs the test with the built sandbox.
pub(super) fn run_all(programs: &Programs<'_>, sandbox: &Path) -> Result<(), Error> {
    let servers = programs.servers;
    let folder = cargo::target()?.join("gateway-test");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let sandbox = sandbox::Running::start_with(sandbox, &["--no-gateway"])?;
    let certificate = Certificate::make(&servers.openssl, &folder)?;
    let port = free_port()?;
    // A company's page on nginx, which may connect to the gateway.
    let root = folder.join("root");
    fill_root(&root)?;
    let address = format!("https://127.0.0.1:{port}");
    let site = Setting { servers, folder: &folder, root: &root, certificate: &certificate, vendor: &address };
    let site = site.nginx()?;
    let setting = GatewaySetting { servers, folder: &folder, certificate: &certificate };
    let (key, next_key) = setting.make_keys()?;
    let provider = Provider::sign_in(programs, &key, &next_key)?;
    let gateway = |name, exceptions, address, process| Gateway {
        name,
        exceptions,
        curl: Curl {
            program: &servers.curl,
            certificate: certificate.certificate.clone(),
            folder: folder.join("curl"),
        },
        key: &key,
        next_key: &next_key,
        provider: &provider,
        address,
        vendor: sandbox.address.clone(),
        process,
    };
    let haproxy = setting.start_gateway("haproxy", &sandbox.address, port, &site.address)?;
    let haproxy = gateway("HAProxy", &[], address, haproxy);
    let mut problems = Vec::new();
    start::check_environment(servers, &folder, &mut problems)?;
    check_common(&haproxy, &servers.openssl, &mut problems)?;
    service::check_limit(&haproxy, &mut problems)?;
    vendor_trouble::check_circuit_breaker(&haproxy, &mut problems)?;
    load::check(programs, &setting, &haproxy, &mut problems)?;
    problems.extend(browser::check(&haproxy.curl, programs.chromedriver, &haproxy.profiles(&site)?)?);
    service::check_log(&haproxy.process.log(), &service::REASONS, &mut problems);
    // The site also has the provider's keys.
    let jwks = "jwks.json";
    fs::write(root.join(jwks), provider.jwks.to_string())?;
    let port = free_port()?;
    let apache = apache::start(&setting, &sandbox.address, &format!("{}/{jwks}", site.address), port)?;
    let apache = gateway("Apache", &apache::EXCEPTIONS, format!("https://127.0.0.1:{port}"), apache);
    check_common(&apache, &servers.openssl, &mut problems)?;
    service::check_log(&apache::log(&setting, &apache.process)?, &[], &mut problems);
    // One mistake in the configuration shows in many responses.
    problems.dedup();
    problems.truncate(MOST_PROBLEMS);
    if problems.is_empty() { Ok(()) } else { Err(Error::new(problems.join("\n"))) }
}

/// Checks what all gateways have to do.
fn check_common(gateway: &Gateway<'_>, openssl: &Path, problems: &mut Vec<String>) -> Result<(), Error> {
    let mut found = Vec::new();
    provider::check(gateway, &mut found)?;
    service::check(gateway, &mut found)?;
    attacks::check(gateway, openssl, &mut found)?;
    vendor_trouble::check_answers(gateway, &mut found)?;
    problems.extend(found.into_iter().map(|problem| format!("{}: {problem}", gateway.name)));
    Ok(())
}

impl Gateway<'_> {
    /// Returns the status with which this gateway responds to a request of the test, if it is an exception.
    fn exception(&self, what: &str) -> Option<u16> {
        self.exceptions.iter().find(|(name, _)| *name == what).map(|(_, status)| *status)
    }

    /// Returns a profile of each vendor, to be opened in a browser.
    fn profiles<'a>(&self, site: &'a Site) -> Result<[Profile<'a>; 2], Error> {
        let profile = |vendor: &str, customer: &str, more: &str| {
            let base = format!("{}/{vendor}", self.address);
            let attributes = format!("vendor={vendor}&base-url={base}&customer-id={customer}{more}");
            Ok::<_, Error>(Profile { site, attributes, token: self.provider.token(customer)? })
        };
        Ok([
            profile("capillary", CAMILLE, "&source=INSTORE&embed=points,mlp")?,
            profile("imprint", JOHN, "")?,
        ])
    }

    /// Returns a request with a token, from a page.
    fn request(&self, path: &str, token: &str) -> Request {
        Request::get(format!("{}{path}", self.address))
            .header(format!("authorization: Bearer {token}"))
            .header(format!("origin: {}", ORIGINS[0]))
    }

    /// Returns a request of a customer of Capillary to a gateway at this address, with the test's own token.
    fn request_to(&self, address: &str, customer: &str) -> Result<Request, Error> {
        let token = self.key.token(customer)?;
        Ok(Request::get(format!("{address}/capillary/v2/customers/{customer}?source=ALL"))
            .header(format!("authorization: Bearer {token}")))
    }

    /// Returns a request to a control route of the sandbox.
    fn control_request(&self, method: &'static str, path: &str, body: Option<&Value>) -> Request {
        Request {
            method: Some(method),
            body: body.map(Value::to_string),
            ..Request::get(format!("{}/sandbox/{path}", self.vendor)).header("content-type: application/json")
        }
    }

    /// Sends a request to a control route of the sandbox.
    fn control(&self, method: &'static str, path: &str, body: Option<&Value>) -> Result<Value, Error> {
        let response = self.curl.send(self.control_request(method, path, body))?;
        if !(200..300).contains(&response.status) {
            return Err(Error::new(format!(
                "the sandbox: {method} {path}: {} {}",
                response.status,
                response.text()
            )));
        }
        Ok(serde_json::from_slice(&response.body).unwrap_or_default())
    }

    /// Returns the requests that have reached the vendor since the last call.
    fn take_vendor_requests(&self) -> Result<Vec<Value>, Error> {
        let log = self.control("GET", "requests", None)?;
        self.control("DELETE", "requests", None)?;
        Ok(log["requests"].as_array().cloned().unwrap_or_default())
    }
}

/// Reports what is wrong with any response, whatever it is: a page must be able to read it, no cache may keep it, and it
/// must not have a secret.
fn check_every(what: &str, response: &Response, problems: &mut Vec<String>) {
    let expected = [
        ("access-control-allow-origin", ORIGINS[0]),
        ("cache-control", "no-store"),
        ("vary", "origin"),
        ("x-content-type-options", "nosniff"),
    ];
    for (name, value) in expected {
        let found = response.header(name);
        if found.as_deref() != Some(value) {
            problems.push(format!("{what}: {name} is {found:?}, and not {value:?}"));
        }
    }
    if response.header("x-request-id").is_none_or(|id| !(24..=36).contains(&id.len())) {
        problems.push(format!("{what}: x-request-id is {:?}", response.header("x-request-id")));
    }
    let text = format!("{response:?}{}", response.text());
    if SECRETS.iter().any(|secret| text.contains(secret)) {
        problems.push(format!("{what}: the response has a vendor's secret"));
    }
}

#[cfg(test)]
mod tests {
    use crate::{error::Error, sandbox, setup};

    #[test]
    #[ignore = "a step of cargo xtask test; needs dist/. Alone: cargo test -p xtask gateway -- --ignored"]
    fn gateway_alone() -> Result<(), Error> {
        let (servers, chromedriver) = setup::for_servers()?;
        let (node, sign_in) = setup::for_sign_in()?;
        let load = setup::for_load()?;
        let programs = super::Programs {
            servers: &servers,
            chromedriver: &chromedriver,
            node: &node,
            sign_in: &sign_in,
            load: &load,
        };
        super::run_all(&programs, &sandbox::build()?)
    }
}

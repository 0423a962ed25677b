//! The test of the deployment: each file of `dist/` through nginx and Caddy with the configurations of `deploy/`,
//! compared with the rules and with what the sandbox serves; and the app in Chromium through each.

pub(super) mod browser;
pub(super) mod curl;
mod files;
mod manifest;
pub(super) mod process;
mod published;
pub(super) mod site;

use std::{fs, path::Path};

use crate::{cargo, command::run, error::Error, paths, sandbox, setup::Servers};
use browser::Profile;
use curl::Curl;
use site::{Certificate, Setting};

/// The page of a company around the element, and its script. Neither is part of `dist/`.
const ACCOUNT_PAGE: [(&str, &str); 2] = [
    ("account-test.html", include_str!("account-test.html")),
    ("account-test.js", include_str!("account-test.js")),
];

/// How many problems of a site are printed.
const MOST_PROBLEMS: usize = 12;

/// Runs the test with the built sandbox.
pub(super) fn run_all(servers: &Servers, chromedriver: &Path, sandbox: &Path) -> Result<(), Error> {
    let folder = cargo::target()?.join("deployment-test");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let root = folder.join("root");
    fs::create_dir_all(&root)?;
    let dist = paths::root().join("dist");
    published::check(&folder.join("published"))?;
    manifest::check(&dist)?;
    fill_root(&root)?;
    let certificate = Certificate::make(&servers.openssl, &folder)?;
    let sandbox = sandbox::Running::start(sandbox)?;
    let setting = Setting {
        servers,
        folder: &folder,
        root: &root,
        certificate: &certificate,
        vendor: &sandbox.address,
    };
    let sites = [setting.nginx()?, setting.caddy()?];
    let curl = Curl {
        program: &servers.curl,
        certificate: certificate.certificate.clone(),
        folder: folder.join("curl"),
    };
    let mut problems = Vec::new();
    for site in &sites {
        let found = files::check(&curl, &dist, &root, site, &sandbox.address)?;
        if !found.is_empty() {
            // One mistake in a configuration shows in every file.
            let found = &found[..found.len().min(MOST_PROBLEMS)];
            problems.push(format!("{}:\n{}\nits log:\n{}", site.name, found.join("\n"), site.process.log()));
        }
    }
    let profiles = sites.each_ref().map(|site| Profile::in_sandbox(site, &sandbox.address));
    problems.extend(browser::check(&curl, chromedriver, &profiles)?);
    if problems.is_empty() { Ok(()) } else { Err(Error::new(problems.join("\n"))) }
}

/// Publishes `dist/` into the folder of a server, with the page of a company.
pub(super) fn fill_root(root: &Path) -> Result<(), Error> {
    run(site::publish().arg("--demo").arg(paths::root().join("dist")).arg(root))?;
    for (name, text) in ACCOUNT_PAGE {
        fs::write(root.join(name), text)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::{error::Error, sandbox, setup};

    #[test]
    #[ignore = "a step of cargo xtask test; needs dist/. Alone: cargo test -p xtask deployment -- --ignored"]
    fn deployment_alone() -> Result<(), Error> {
        let (servers, chromedriver) = setup::for_servers()?;
        super::run_all(&servers, &chromedriver, &sandbox::build()?)
    }
}

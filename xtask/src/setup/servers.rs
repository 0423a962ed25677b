//! The servers that `deploy/` has configurations for, and the tools with which they are tested.

use std::path::{Path, PathBuf};

use super::{apt, step};
use crate::{error::Error, paths};

/// The installed servers and tools.
pub(crate) struct Servers {
    pub(crate) nginx: PathBuf,
    pub(crate) caddy: PathBuf,
    pub(crate) haproxy: PathBuf,
    pub(crate) apache: PathBuf,
    pub(crate) curl: PathBuf,
    pub(crate) openssl: PathBuf,
}

/// The programs, each with the package that has it, and whether the package starts a service.
const PROGRAMS: [(&str, &str, bool); 6] = [
    ("nginx", "nginx", true),
    ("caddy", "caddy", true),
    ("haproxy", "haproxy", true),
    // The program alone, without Debian's service.
    ("apache2", "apache2-bin", false),
    ("curl", "curl", false),
    ("openssl", "openssl", false),
];

/// Modules: the package of each, and its file in Debian. nginx's is for precompressed Brotli, Apache's verifies tokens.
const MODULES: [(&str, &str); 2] = [
    ("libnginx-mod-http-brotli-static", "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"),
    ("libapache2-mod-auth-openidc", "/usr/lib/apache2/modules/mod_auth_openidc.so"),
];

pub(super) fn ensure() -> Result<Servers, Error> {
    let missing = missing();
    if !missing.is_empty() {
        let packages: Vec<_> = missing.iter().map(|(package, _)| *package).collect();
        if !apt::is_available() {
            return Err(Error::new(format!(
                "setup: {} is missing: install it on PATH, then run this command again",
                packages.join(", ")
            )));
        }
        let services: Vec<_> =
            missing.iter().filter(|(_, is_service)| *is_service).map(|(package, _)| *package).collect();
        let description = format!("installing {} with apt", packages.join(", "));
        step(&description, "a minute", &apt::manual_command(&packages), || {
            apt::install_without_starting(&packages, &services)
        })?;
    }
    let program = |name: &str| {
        find(name)
            .ok_or_else(|| Error::new(format!("{name} is installed but not on PATH: add its folder to PATH")))
    };
    Ok(Servers {
        nginx: program("nginx")?,
        caddy: program("caddy")?,
        haproxy: program("haproxy")?,
        apache: program("apache2")?,
        curl: program("curl")?,
        openssl: program("openssl")?,
    })
}

/// Returns the packages that are missing, and whether each starts a service.
fn missing() -> Vec<(&'static str, bool)> {
    let mut missing: Vec<_> = PROGRAMS
        .into_iter()
        .filter(|(program, ..)| find(program).is_none())
        .map(|(_, package, is_service)| (package, is_service))
        .collect();
    // On other systems the servers have their modules compiled in or elsewhere.
    if apt::is_available() {
        let modules = MODULES.into_iter().filter(|(_, file)| !Path::new(file).is_file());
        missing.extend(modules.map(|(package, _)| (package, false)));
    }
    missing
}

/// Returns the program's file. Debian's servers are in a folder that is on the PATH of root only.
fn find(program: &str) -> Option<PathBuf> {
    paths::on_path(program)
        .or_else(|| Some(Path::new("/usr/sbin").join(program)).filter(|file| file.is_file()))
}

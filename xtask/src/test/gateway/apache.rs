//! Apache, started with the gateway's configuration of `deploy/`. Only the port, the certificate, the folders, encryption
//! towards the vendor and the wait for it are those of the test.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use super::{
    ORIGINS, UNREADABLE,
    start::{Setting, VENDORS, set_environment},
};
use crate::{
    command::command,
    error::Error,
    paths,
    test::deployment::{
        process::{Server, replace},
        site::is_root,
    },
};

/// The folder of the certificate in the configuration.
const FOLDER: &str = "/etc/apache2/carnet/";

/// Where Debian has Apache's modules.
const MODULES: &str = "/usr/lib/apache2/modules";

/// The modules of the configuration: those that its first lines enable, with those on which they depend, and those that
/// Debian enables for every site.
const MODULE_NAMES: [&str; 13] = [
    "mpm_event",
    "authn_core",
    "authz_core",
    "authz_user",
    "auth_openidc",
    "headers",
    "http2",
    "proxy",
    "proxy_http",
    "reqtimeout",
    "rewrite",
    "ssl",
    "unique_id",
];

/// The requests to which this gateway responds in another way than HAProxy.
pub(super) const EXCEPTIONS: [(&str, u16); 15] = [
    ("expired ten seconds ago", 401),
    ("not before ten seconds from now", 401),
    // A claim that is no text is no user.
    ("the claim null", 401),
    ("the claim \"\"", 401),
    ("the claim 17742", 401),
    ("the claim [\"17742\"]", 401),
    ("the claim {\"id\":\"17742\"}", 401),
    ("a number beside a nested text", 401),
    ("a number that is rounded", 401),
    // The provider's own signature is on each of these.
    ("token, iss is a list", 200),
    ("token, alg RS512", 200),
    ("token, crit", 200),
    ("hold", 502),
    // mod_http2's own answer, which no page can read.
    ("cut_before", UNREADABLE),
    // Without `location`.
    ("redirect", 302),
];

/// Returns the access log and what Apache has printed.
pub(super) fn log(setting: &Setting<'_>, process: &Server) -> Result<String, Error> {
    Ok(fs::read_to_string(setting.folder.join("apache/carnet.log"))? + &process.log())
}

/// Starts Apache on the port, with the provider's keys from `jwks`, an address that has the test's certificate.
pub(super) fn start(setting: &Setting<'_>, vendor: &str, jwks: &str, port: u16) -> Result<Server, Error> {
    let folder = setting.folder.join("apache");
    fs::create_dir_all(&folder)?;
    let site = write_site(setting, &folder, port)?;
    let file = write_main(setting, &folder, &site)?;
    let mut apache = command(&setting.servers.apache);
    apache.arg("-DFOREGROUND").arg("-d").arg(&folder).arg("-f").arg(&file);
    set_environment(&mut apache, vendor);
    apache.env("CARNET_ORIGINS", ORIGINS.map(|origin| format!("'{origin}'")).join(","));
    apache.env("CARNET_JWKS", jwks).env("APACHE_LOG_DIR", &folder);
    Server::start(&mut apache, port, &folder.join("log"))
}

fn write_site(setting: &Setting<'_>, folder: &Path, port: u16) -> Result<PathBuf, Error> {
    let text = fs::read_to_string(paths::root().join("deploy/apache-gateway.conf"))?;
    let text = replace(&text, "\nListen 443\n", &format!("\nListen 127.0.0.1:{port}\n"), 1)?;
    let text = replace(&text, "<VirtualHost *:443>", &format!("<VirtualHost 127.0.0.1:{port}>"), 1)?;
    let certificate = &setting.certificate;
    let own = certificate.certificate.to_string_lossy();
    let text = replace(
        &text,
        &format!("SSLCertificateFile {FOLDER}fullchain.pem"),
        &format!("SSLCertificateFile {own}"),
        1,
    )?;
    let own = certificate.key.to_string_lossy();
    let mut text = replace(
        &text,
        &format!("SSLCertificateKeyFile {FOLDER}privkey.pem"),
        &format!("SSLCertificateKeyFile {own}"),
        1,
    )?;
    text = replace(&text, "ProxyTimeout 15", "ProxyTimeout 2", 1)?;
    // The sandbox speaks no TLS.
    for vendor in VENDORS {
        text = replace(
            &text,
            &format!("\"https://${{{vendor}_HOST}}"),
            &format!("\"http://${{{vendor}_HOST}}"),
            1,
        )?;
    }
    let file = folder.join("site.conf");
    fs::write(&file, text)?;
    Ok(file)
}

/// Writes what Debian's /etc/apache2/apache2.conf has around a site, without what needs root.
fn write_main(setting: &Setting<'_>, folder: &Path, site: &Path) -> Result<PathBuf, Error> {
    let mut text = format!(
        "ServerName localhost\nPidFile {0}/pid\nDefaultRuntimeDir {0}\nErrorLog /dev/stderr\n",
        folder.display()
    );
    // Apache does not serve as root.
    if is_root() {
        text += "User www-data\nGroup www-data\n";
    }
    for name in MODULE_NAMES {
        let _ = writeln!(text, "LoadModule {name}_module {MODULES}/mod_{name}.so");
    }
    let trusted = setting.certificate.certificate.display();
    let _ = writeln!(text, "OIDCCABundlePath {trusted}\nInclude {}", site.display());
    let file = folder.join("apache.conf");
    fs::write(&file, text)?;
    Ok(file)
}

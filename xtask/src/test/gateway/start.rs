//! HAProxy, started with the configuration of `deploy/`. Only the port, the user, the folder of keys, encryption towards
//! the vendor and two durations are those of the test.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{
    ORIGINS, SECRETS,
    token::{AUDIENCE, ISSUER, Key},
};
use crate::{
    command::command,
    error::Error,
    paths,
    setup::Servers,
    test::deployment::{
        process::{Server, replace},
        site::Certificate,
    },
};

/// The folder of certificates and keys in the configurations.
pub(super) const FOLDER: &str = "/etc/haproxy/carnet/";

/// Only root can become another user.
pub(super) const RIGHTS: &str = "    user haproxy\n    group haproxy\n    chroot /var/lib/haproxy\n";

/// The vendors that the configuration reaches over TLS.
pub(super) const VENDORS: [&str; 2] = ["CAPILLARY", "IMPRINT"];

/// The things that all gateways of a test share.
pub(super) struct Setting<'a> {
    pub(super) servers: &'a Servers,
    pub(super) folder: &'a Path,
    pub(super) certificate: &'a Certificate,
}

impl<'a> Setting<'a> {
    /// Makes the provider's key and its next one, and the file with the gateways' certificate.
    pub(super) fn make_keys(&self) -> Result<(Key<'a>, Key<'a>), Error> {
        let both = [&self.certificate.certificate, &self.certificate.key].map(fs::read_to_string);
        let [certificate, key] = both;
        fs::write(self.folder.join("tls.pem"), certificate? + &key?)?;
        let make = |name: &str| Key::make(&self.servers.openssl, self.folder, name);
        Ok((make("current")?, make("next")?))
    }

    /// Starts a gateway on the port, for pages of the test's origins and of `page`.
    pub(super) fn start_gateway(
        &self,
        name: &str,
        vendor: &str,
        port: u16,
        page: &str,
    ) -> Result<Server, Error> {
        let file = write_configuration(self.folder, name, port)?;
        let mut haproxy = command(&self.servers.haproxy);
        haproxy.arg("-f").arg(&file);
        set_environment(&mut haproxy, vendor);
        haproxy.env("CARNET_ORIGINS", format!("{} {page}", ORIGINS.join(" ")).trim_end());
        Server::start(&mut haproxy, port, &self.folder.join(format!("{name}.log")))
    }
}

fn write_configuration(folder: &Path, name: &str, port: u16) -> Result<PathBuf, Error> {
    let text = fs::read_to_string(paths::root().join("deploy/haproxy.cfg"))?;
    let text = replace(&text, "bind :443 ssl", &format!("bind 127.0.0.1:{port} ssl"), 1)?;
    let comments =
        text.lines().filter(|line| line.starts_with('#')).filter(|line| line.contains(FOLDER)).count();
    let mut text = replace(&text, FOLDER, &format!("{}/", folder.display()), 3 + comments)?;
    // The sandbox speaks no TLS.
    for vendor in VENDORS {
        let name = format!("\"${{{vendor}_HOST}}\"");
        let tls = format!(
            "\"${{{vendor}_HOST}}:443\" ssl verify required ca-file /etc/ssl/certs/ca-certificates.crt \
             verifyhost {name} sni str({name})"
        );
        text = replace(&text, &tls, &name, 1)?;
    }
    // Abstract sockets are the machine's: two runs must not meet.
    let text = replace(&text, "abns@carnet-", &format!("abns@carnet-test-{port}-"), 6)?;
    let text = replace(&text, RIGHTS, "", 1)?;
    let text = replace(&text, "timeout server 15s", "timeout server 1500ms", 1)?;
    let text = replace(&text, "fastinter 2s downinter 5s", "fastinter 300ms downinter 300ms", 2)?;
    let file = folder.join(format!("{name}.cfg"));
    fs::write(&file, text)?;
    Ok(file)
}

/// The variables of the configuration, but for the vendor's hosts.
fn variables() -> [(&'static str, String); 5] {
    [
        ("CARNET_ISSUER", ISSUER.to_owned()),
        ("CARNET_AUDIENCE", AUDIENCE.to_owned()),
        ("CARNET_ORIGINS", ORIGINS.join(" ")),
        ("CAPILLARY_TOKEN", SECRETS[0].to_owned()),
        ("IMPRINT_KEY", SECRETS[1].to_owned()),
    ]
}

/// Sets the variables that the configurations have in common.
pub(super) fn set_environment(gateway: &mut Command, vendor: &str) {
    let host = vendor.trim_start_matches("http://");
    gateway.envs(variables()).env("CAPILLARY_HOST", host).env("IMPRINT_HOST", host);
    // The sandbox has all vendors at one address.
    gateway.env("CAPILLARY_PATH", "/capillary").env("IMPRINT_PATH", "/imprint");
}

/// A gateway without one of its variables does not start, and says which.
pub(super) fn check_environment(
    servers: &Servers,
    folder: &Path,
    problems: &mut Vec<String>,
) -> Result<(), Error> {
    let check = || {
        let mut haproxy = command(&servers.haproxy);
        haproxy.args(["-c", "-f"]).arg(folder.join("haproxy.cfg"));
        set_environment(&mut haproxy, "http://127.0.0.1:1");
        haproxy
    };
    let complete = check().output()?;
    if !complete.status.success() {
        problems.push(format!("haproxy -c: {}", String::from_utf8_lossy(&complete.stderr)));
    }
    let hosts = ["CAPILLARY_HOST", "IMPRINT_HOST"];
    for name in variables().iter().map(|(name, _)| *name).chain(hosts) {
        for (state, output) in
            [("missing", check().env_remove(name).output()?), ("empty", check().env(name, "").output()?)]
        {
            let message = String::from_utf8_lossy(&output.stderr).into_owned();
            if output.status.success() || !message.contains(name) {
                problems.push(format!("{name} is {state}: status {}, {message}", output.status));
            }
        }
    }
    Ok(())
}

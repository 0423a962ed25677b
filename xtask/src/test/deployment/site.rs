//! nginx and Caddy with the configurations of `deploy/`. Only ports, folders, certificate, and for the browser the
//! vendor's origin, are those of the test.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::process::{Server, free_port, replace};
use crate::{command::command, delivery::Origins, error::Error, paths, setup::Servers};

/// The origins in the configurations: the vendor's API, a gateway and a provider, and a page that frames `embed.html`.
const CONNECT: &str = "https://api.clubmed.com https://gateway.example https://id.example.com";
const FRAME_ANCESTORS: &str = "https://shop.example";

/// The folder in the configurations.
const ROOT: &str = "/srv/carnet";
/// The certificate and its key in the configurations.
const CERTIFICATE: [&str; 2] = ["/etc/ssl/carnet/fullchain.pem", "/etc/ssl/carnet/privkey.pem"];

/// A certificate for this machine's own address.
#[derive(Clone)]
pub(in crate::test) struct Certificate {
    pub(in crate::test) certificate: PathBuf,
    pub(in crate::test) key: PathBuf,
}

impl Certificate {
    /// Makes a certificate in the folder.
    pub(in crate::test) fn make(openssl: &Path, folder: &Path) -> Result<Self, Error> {
        let made = Self { certificate: folder.join("certificate.pem"), key: folder.join("key.pem") };
        let output = command(openssl)
            .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"])
            .args([
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=IP:127.0.0.1,DNS:localhost",
            ])
            .arg("-out")
            .arg(&made.certificate)
            .arg("-keyout")
            .arg(&made.key)
            .output()?;
        if output.status.success() {
            Ok(made)
        } else {
            Err(Error::new(format!(
                "openssl made no certificate: {}",
                String::from_utf8_lossy(&output.stderr)
            )))
        }
    }
}

/// A web server that serves a folder as `deploy/` says.
pub(in crate::test) struct Site {
    pub(in crate::test) name: &'static str,
    /// Without a slash at its end.
    pub(in crate::test) address: String,
    /// The address that redirects to https, if the test has one.
    pub(in crate::test) plain_address: Option<String>,
    pub(in crate::test) origins: Origins,
    pub(in crate::test) process: Server,
}

/// The things that all sites of a test share.
pub(in crate::test) struct Setting<'a> {
    pub(in crate::test) servers: &'a Servers,
    pub(in crate::test) folder: &'a Path,
    pub(in crate::test) root: &'a Path,
    pub(in crate::test) certificate: &'a Certificate,
    /// The address of the sandbox, which the pages may connect to in place of a vendor.
    pub(in crate::test) vendor: &'a str,
}

impl Setting<'_> {
    fn origins(&self) -> Origins {
        Origins { connect: self.vendor.to_owned(), frame_ancestors: FRAME_ANCESTORS.to_owned() }
    }

    /// Fills in what both configurations have.
    fn fill(&self, text: &str) -> Result<String, Error> {
        let text = replace(text, &format!("\"{CONNECT}\""), &format!("\"{}\"", self.vendor), 1)?;
        replace(
            &text,
            &format!("\"{FRAME_ANCESTORS}\""),
            &format!("\"{}\"", self.origins().frame_ancestors),
            1,
        )
    }

    pub(in crate::test) fn nginx(&self) -> Result<Site, Error> {
        let (port, plain_port) = (free_port()?, free_port()?);
        let folder = self.folder.join("nginx");
        fs::create_dir_all(&folder)?;
        let text = fs::read_to_string(paths::root().join("deploy/nginx.conf"))?;
        let text = self.fill(&text)?;
        let text =
            replace(&text, "listen 443 ssl http2;", &format!("listen 127.0.0.1:{port} ssl http2;"), 1)?;
        let text = replace(&text, "listen 80;", &format!("listen 127.0.0.1:{plain_port};"), 1)?;
        // The test has one address.
        let text = replace(&text, "listen [::]:443 ssl http2;", "", 1)?;
        let text = replace(&text, "listen [::]:80;", "", 1)?;
        let text = replace(&text, &format!("root {ROOT};"), &format!("root {};", self.root.display()), 1)?;
        let text = replace(&text, CERTIFICATE[0], &self.certificate.certificate.to_string_lossy(), 1)?;
        let text = replace(&text, CERTIFICATE[1], &self.certificate.key.to_string_lossy(), 1)?;
        fs::write(folder.join("site.conf"), text)?;
        // What Debian's /etc/nginx/nginx.conf has around a site, without what needs root. All paths are absolute, so that
        // modules are found where the package has put them.
        let user = if is_root() { "user root;\n" } else { "" };
        let main = folder.join("nginx.conf");
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("{kind}_temp_path {}/{kind};\n", folder.display()))
            .concat();
        fs::write(
            &main,
            format!(
                "{user}include /etc/nginx/modules-enabled/*.conf;\ndaemon off;\nworker_processes 1;\n\
                 pid {folder}/nginx.pid;\nerror_log stderr warn;\nevents {{ worker_connections 256; }}\n\
                 http {{\n{temporary}include /etc/nginx/mime.types;\ndefault_type application/octet-stream;\n\
                 gzip on;\ninclude {folder}/site.conf;\n}}\n",
                folder = folder.display()
            ),
        )?;
        let mut nginx = command(&self.servers.nginx);
        nginx.arg("-e").arg("stderr").arg("-c").arg(&main);
        Ok(Site {
            name: "nginx",
            address: format!("https://127.0.0.1:{port}"),
            plain_address: Some(format!("http://127.0.0.1:{plain_port}")),
            origins: self.origins(),
            process: Server::start(&mut nginx, port, &folder.join("log"))?,
        })
    }

    pub(in crate::test) fn caddy(&self) -> Result<Site, Error> {
        let port = free_port()?;
        let folder = self.folder.join("caddy");
        fs::create_dir_all(&folder)?;
        let text = fs::read_to_string(paths::root().join("deploy/Caddyfile"))?;
        let text = self.fill(&text)?;
        let text =
            replace(&text, "\naccount.example.com {\n", &format!("\nhttps://127.0.0.1:{port} {{\n"), 1)?;
        let text =
            replace(&text, &format!("root * {ROOT}\n"), &format!("root * {}\n", self.root.display()), 1)?;
        let [certificate, key] = CERTIFICATE;
        let own = format!(
            "bind 127.0.0.1\n\ttls {} {}",
            self.certificate.certificate.display(),
            self.certificate.key.display()
        );
        let text =
            replace(&text, &format!("# With a certificate of your own: tls {certificate} {key}"), &own, 1)?;
        // No fixed ports: no administration, no redirect from port 80. And no certificate authority for this machine.
        let options = "{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n}\n";
        let file = folder.join("Caddyfile");
        fs::write(&file, format!("{options}{text}"))?;
        let mut caddy = command(&self.servers.caddy);
        caddy
            .args(["run", "--adapter", "caddyfile", "--config"])
            .arg(&file)
            .env("XDG_DATA_HOME", &folder)
            .env("XDG_CONFIG_HOME", &folder);
        Ok(Site {
            name: "Caddy",
            address: format!("https://127.0.0.1:{port}"),
            plain_address: None,
            origins: self.origins(),
            process: Server::start(&mut caddy, port, &folder.join("log"))?,
        })
    }
}

/// Whether this process is root's: nginx would else serve with a user that cannot read the repository.
pub(in crate::test) fn is_root() -> bool {
    crate::command::stdout(command("id").arg("-u")).is_some_and(|id| id == "0")
}

/// The command that runs `deploy/publish.sh`, without arguments.
pub(super) fn publish() -> Command {
    let mut publish = command("sh");
    publish.arg(paths::root().join("deploy/publish.sh"));
    publish
}

//! Two gateways behind a third HAProxy, which balances: every customer gets the own answer, the limit counts over both
//! gateways, and one that stops is not missed. `cargo xtask gateway-load` measures them at 1,000 requests a second.

use std::{
    fs, thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{
    Gateway, LIMIT, Programs,
    provider::output,
    start::{FOLDER, RIGHTS, Setting},
    token::{AUDIENCE, ISSUER, Key, now},
};
use crate::{
    cargo,
    command::{command, stdout},
    error::Error,
    paths,
    test::deployment::{
        process::{Server, free_port, replace},
        site::Certificate,
    },
};

/// How many gateways stand behind the balancer.
const GATEWAYS: usize = 2;

/// The sandbox's customers of Capillary who have a profile: the first one's ID, and how many follow.
const SANDBOX_CUSTOMERS: (u32, u32) = (17742, 11);

/// What the load generator is asked for.
struct Load {
    first_customer: u32,
    customers: u32,
    /// Requests in a second.
    rate: u32,
    seconds: u32,
}

/// The balancer and the gateways behind it.
struct Cluster {
    balancer: Server,
    gateways: Vec<Server>,
    address: String,
}

impl Cluster {
    fn start(setting: &Setting<'_>, vendor: &str) -> Result<Self, Error> {
        let mut gateways = Vec::new();
        let mut ports = Vec::new();
        for index in 1..=GATEWAYS {
            let port = free_port()?;
            gateways.push(setting.start_gateway(&format!("gateway-{index}"), vendor, port, "")?);
            ports.push(port);
        }
        let port = free_port()?;
        let balancer = start_balancer(setting, port, &ports)?;
        let cluster = Self { balancer, gateways, address: format!("https://127.0.0.1:{port}") };
        cluster.wait(setting)?;
        Ok(cluster)
    }

    /// Waits until the balancer has found both gateways to be well.
    fn wait(&self, setting: &Setting<'_>) -> Result<(), Error> {
        let started = Instant::now();
        let mut probe = command(&setting.servers.curl);
        probe.args([
            "--disable",
            "--silent",
            "--output",
            "/dev/null",
            "--write-out",
            "%{http_code}",
            "--cacert",
        ]);
        probe.arg(&setting.certificate.certificate).arg(format!("{}/", self.address));
        while stdout(&mut probe).as_deref() != Some("404") {
            if started.elapsed() > Duration::from_secs(10) {
                return Err(Error::new(format!("the balancer reaches no gateway: {}", self.balancer.log())));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

fn start_balancer(setting: &Setting<'_>, port: u16, gateways: &[u16]) -> Result<Server, Error> {
    let text = fs::read_to_string(paths::root().join("deploy/haproxy-balancer.cfg"))?;
    let text = replace(&text, "bind :443 ssl", &format!("bind 127.0.0.1:{port} ssl"), 1)?;
    let text = replace(&text, FOLDER, &format!("{}/", setting.folder.display()), 3)?;
    let text = replace(&text, RIGHTS, "", 1)?;
    let file = setting.folder.join("balancer.cfg");
    fs::write(&file, text)?;
    fs::copy(&setting.certificate.certificate, setting.folder.join("ca.pem"))?;
    let mut haproxy = command(&setting.servers.haproxy);
    haproxy.arg("-f").arg(&file).env("CARNET_GATEWAY_NAME", "localhost");
    for (index, gateway) in gateways.iter().enumerate() {
        haproxy.env(format!("CARNET_GATEWAY_{}", index + 1), format!("127.0.0.1:{gateway}"));
    }
    Server::start(&mut haproxy, port, &setting.folder.join("balancer.log"))
}

impl Load {
    /// Sends the requests, and returns what the generator has counted.
    fn send(
        &self,
        programs: &Programs<'_>,
        setting: &Setting<'_>,
        key: &Key<'_>,
        address: &str,
    ) -> Result<Value, Error> {
        let claims = json!({ "iss": ISSUER, "aud": AUDIENCE, "exp": now() + 900, "iat": now() });
        let mut generator = command(programs.node);
        generator.arg(programs.load).args(["--address", address, "--certificate"]);
        generator.arg(&setting.certificate.certificate).arg("--key").arg(&key.private);
        for (name, value) in [
            ("--claims", claims.to_string()),
            ("--first", self.first_customer.to_string()),
            ("--customers", self.customers.to_string()),
            ("--rate", self.rate.to_string()),
            ("--seconds", self.seconds.to_string()),
        ] {
            generator.args([name, &value]);
        }
        let printed = output(&mut generator, b"")?;
        serde_json::from_slice(&printed)
            .map_err(|error| Error::new(format!("the load generator's summary cannot be read: {error}")))
    }
}

/// Some seconds of requests of several customers at once, the limit, and a gateway that stops.
pub(super) fn check(
    programs: &Programs<'_>,
    setting: &Setting<'_>,
    gateway: &Gateway<'_>,
    problems: &mut Vec<String>,
) -> Result<(), Error> {
    let mut cluster = Cluster::start(setting, &gateway.vendor)?;
    let (first_customer, customers) = SANDBOX_CUSTOMERS;
    let load = Load { first_customer, customers, rate: 150, seconds: 2 };
    let counted = load.send(programs, setting, gateway.key, &cluster.address)?;
    if counted["answered"] != json!(load.rate * load.seconds) || counted["problems"] != json!({}) {
        problems.push(format!("two gateways behind a balancer: {counted}"));
    }
    for (index, server) in cluster.gateways.iter().enumerate() {
        if !server.log().contains("\"status\":200") {
            problems
                .push(format!("two gateways behind a balancer: gateway {} has answered nobody", index + 1));
        }
    }
    // No customer of the sandbox: the vendor's own answer is 400.
    let customer = "999998";
    let request = gateway.request_to(&cluster.address, customer)?;
    let responses = gateway.curl.send_all(&vec![request; LIMIT + 5])?;
    let passed = responses.iter().filter(|response| response.status == 400).count();
    let refused = responses.iter().filter(|response| response.status == 429).count();
    if (passed, refused) != (LIMIT, 5) {
        problems.push(format!("the limit of two gateways: {passed} requests pass, {refused} are refused"));
    }
    cluster.gateways.pop();
    let customers = first_customer..first_customer + customers;
    let requests: Result<Vec<_>, _> =
        customers.map(|customer| gateway.request_to(&cluster.address, &customer.to_string())).collect();
    for response in gateway.curl.send_all(&requests?)? {
        if response.status != 200 {
            problems.push(format!("after one gateway has stopped: {} {}", response.status, response.text()));
        }
    }
    Ok(())
}

/// Measures a minute, and prints the figures of `docs/gateway.md`.
pub(in crate::test) fn measure(programs: &Programs<'_>) -> Result<(), Error> {
    let folder = cargo::target()?.join("gateway-load");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let certificate = Certificate::make(&programs.servers.openssl, &folder)?;
    let setting = Setting { servers: programs.servers, folder: &folder, certificate: &certificate };
    let (key, _) = setting.make_keys()?;
    let vendor_port = free_port()?;
    let vendor = start_vendor(&setting, vendor_port)?;
    let cluster = Cluster::start(&setting, &format!("http://127.0.0.1:{vendor_port}"))?;
    // So many customers that none reaches the limit.
    let load = Load { first_customer: 20_000, customers: 2_000, rate: 1_000, seconds: 60 };
    let times = || {
        let gateways: Result<f64, Error> = cluster.gateways.iter().map(Server::processor_seconds).sum();
        Ok::<_, Error>([cluster.balancer.processor_seconds()?, gateways?, vendor.processor_seconds()?])
    };
    let before = times()?;
    let counted = load.send(programs, &setting, &key, &cluster.address)?;
    let after = times()?;
    println!("{counted}");
    let requests = counted["answered"].as_f64().unwrap_or_default().max(1.0);
    for ((name, before), after) in ["balancer", "both gateways", "vendor"].iter().zip(before).zip(after) {
        println!("{name}: {:.3} ms of processor time for a request", (after - before) * 1000.0 / requests);
    }
    if counted["problems"] == json!({}) { Ok(()) } else { Err(Error::new("not every answer was right")) }
}

/// Starts a vendor that answers at once, with the customer's ID and as many bytes as a profile in the sandbox has. The
/// sandbox is not made for this rate, and has few customers.
fn start_vendor(setting: &Setting<'_>, port: u16) -> Result<Server, Error> {
    let answer = setting.folder.join("vendor.json");
    fs::write(&answer, format!(r#"{{"id":%[path,field(5,/)],"padding":"{}"}}"#, "x".repeat(3_700)))?;
    let file = setting.folder.join("vendor.cfg");
    let timeouts = "timeout client 60s\ntimeout server 60s\ntimeout connect 3s\n";
    let rule =
        format!("http-request return status 200 content-type application/json lf-file {}", answer.display());
    fs::write(
        &file,
        format!("defaults\nmode http\n{timeouts}frontend vendor\nbind 127.0.0.1:{port}\n{rule}\n"),
    )?;
    let mut haproxy = command(&setting.servers.haproxy);
    Server::start(haproxy.arg("-f").arg(&file), port, &setting.folder.join("vendor.log"))
}

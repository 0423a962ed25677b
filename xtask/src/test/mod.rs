//! `cargo xtask test`: all checks and tests, the cheapest first.

mod deployment;
mod examples;
mod gateway;
mod loader_test;
mod package_test;
mod report;
mod times;

use std::{env, num::NonZero, path::Path, process::Command, thread};

use crate::{
    addresses,
    cargo::{self, cargo},
    command::{command, run},
    dist, docs,
    error::Error,
    paths, sandbox, setup,
    setup::TestTools,
    sizes,
};
use report::Report;
use times::Times;

/// The number of cases per property in a full run; the default of proptest, 256, is used in a quick run.
/// The variable `PROPTEST_CASES` overrides both.
const CASES: &str = "10000";

/// The browser engines in which the journeys run: the name of the step, and the value of `CARNET_ENGINE`.
const ENGINES: [(&str, &str); 3] =
    [("journeys, Chromium", "chromium"), ("journeys, Firefox", "firefox"), ("journeys, WebKit", "webkit")];

/// The step that tests the scripts in `web/`.
const LOADER: &str = "loader";

/// Runs all steps, also after one has failed, and prints a table of their outcomes.
///
/// # Errors
///
/// A step failed or could not run.
pub(crate) fn run_all(quick: bool) -> Result<(), Error> {
    let mut report = Report::new(Times::read(quick));
    run_without_tools(&mut report, quick);
    if !quick {
        run_with_tools(&mut report);
    }
    // Without the times of this run the next one compares with an older run, which is no reason to fail.
    if let Err(error) = report.times().write(quick) {
        eprintln!("cannot write the times of this run: {error}");
    }
    report.finish()
}

/// Runs the steps that need only the default toolchain, and in a quick run those that need only Node.
fn run_without_tools(report: &mut Report, quick: bool) {
    report.step("format", || run(&mut cargo(&["fmt", "--all", "--check"])));
    report.step("lints", || {
        run(&mut cargo(&["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"]))
    });
    report.step("rustdoc", || {
        run(cargo(&["doc", "--workspace", "--no-deps", "--quiet"]).env("RUSTDOCFLAGS", "-D warnings"))
    });
    report.step("contract tables", || docs::run(true));
    report.step("native tests", || {
        let mut tests = cargo(&["test", "--workspace", "--quiet"]);
        if !quick && env::var_os("PROPTEST_CASES").is_none() {
            tests.env("PROPTEST_CASES", CASES);
        }
        run(&mut tests)
    });
    // The whole run has a Node of its own.
    if quick {
        match setup::node_for_loader() {
            Some(node) => {
                report.step(LOADER, || loader_test::run_all(&node));
            }
            None => println!("\nThe tests of the loader are left out: they need Node on PATH."),
        }
    }
}

/// Runs the steps that need the wasm target, a browser, Node or Python.
fn run_with_tools(report: &mut Report) {
    let tools = report.step("setup", setup::for_tests);
    let tools = tools.as_ref();
    report.step_with("lints, wasm", tools, |tools| {
        let mut clippy =
            wasm_cargo(tools, &["clippy", "--package", "carnet", "--lib", "--bins", "--test", "components"]);
        run(clippy.args(["--", "-D", "warnings"]))
    });
    report.step_with(LOADER, tools, |tools| loader_test::run_all(&tools.node));
    report.step_with("crates", tools, |tools| check_crates(&tools.cargo_deny));
    report.step_with("addresses", tools, |_| addresses::generate(true));
    let dist = report.step_with("build", tools, |tools| dist::build(&tools.web));
    report.step_with("size", dist, |()| sizes::report());
    report.step_with("components", tools, |tools| {
        run(&mut wasm_cargo(tools, &["test", "--test", "components"]))
    });
    let package = report.step_with("package", tools.filter(|_| dist.is_some()), |tools| {
        package_test::run_all(&tools.typescript)
    });
    let examples = report
        .step_with("examples", tools.zip(package.as_ref()), |(tools, _)| examples::build_all(&tools.node));
    let sandbox = report.step("sandbox", sandbox::build);
    let tools = tools.zip(sandbox.as_ref());
    report.step_with("deployment", tools.filter(|_| dist.is_some()), |(tools, sandbox)| {
        deployment::run_all(&tools.servers, &tools.chromedriver, sandbox)
    });
    report.step_with("gateway", tools.filter(|_| dist.is_some()), |(tools, sandbox)| {
        gateway::run_all(&gateway_programs(tools), sandbox)
    });
    for (step, engine) in ENGINES {
        let hosts = package.as_ref().zip(examples.as_ref());
        report.step_with(step, tools.zip(hosts), |((tools, sandbox), (package, examples))| {
            run(journeys(engine, tools, sandbox)
                .env("CARNET_PACKAGE", package)
                .env("CARNET_EXAMPLES", examples))
        });
    }
    report.step_with("schemathesis", tools, |(tools, sandbox)| schemathesis(tools, sandbox));
}

/// Returns the tools that the test of the gateway needs.
fn gateway_programs(tools: &TestTools) -> gateway::Programs<'_> {
    gateway::Programs {
        servers: &tools.servers,
        chromedriver: &tools.chromedriver,
        node: &tools.node,
        sign_in: &tools.sign_in,
        load: &tools.load,
    }
}

/// Measures two gateways behind a balancer under load.
///
/// # Errors
///
/// A tool cannot be installed, a server does not start, or an answer was wrong.
pub(crate) fn measure_gateway() -> Result<(), Error> {
    let (servers, chromedriver) = setup::for_servers()?;
    let (node, sign_in) = setup::for_sign_in()?;
    gateway::measure(&gateway::Programs {
        servers: &servers,
        chromedriver: &chromedriver,
        node: &node,
        sign_in: &sign_in,
        load: &setup::for_load()?,
    })
}

/// Checks what deny.toml says: the licences and sources of all crates, and the duplicates among the app's.
fn check_crates(cargo_deny: &Path) -> Result<(), Error> {
    let deny = || {
        let mut deny = command(cargo_deny);
        deny.current_dir(paths::root()).args(["--offline", "--locked", "--log-level", "error"]);
        deny
    };
    run(deny().args(["--workspace", "check", "licenses", "sources"]))?;
    run(deny().args(["check", "bans"]))
}

/// Returns a cargo command for the app as wasm, in the development profile; its tests run in Chromium.
fn wasm_cargo(tools: &TestTools, arguments: &[&str]) -> Command {
    let mut cargo = tools.web.command("cargo");
    cargo
        .current_dir(paths::root())
        .args(arguments)
        .env("CARGO_BUILD_TARGET", "wasm32-unknown-unknown")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        .env("CHROMEDRIVER", &tools.chromedriver)
        // In seconds: on a busy machine the browser starts slowly and compiles an unoptimised wasm slowly.
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300");
    cargo
}

/// Returns a cargo command that runs the journeys in an engine. The tests start the sandbox and the driver themselves.
fn journeys(engine: &str, tools: &TestTools, sandbox: &Path) -> Command {
    let mut cargo =
        cargo(&["test", "--package", "carnet-journeys", "--features", "browsers", "--test", "journeys"]);
    // A browser waits now and then, so there is one more than cores.
    let cores = thread::available_parallelism().map_or(2, NonZero::get);
    cargo.args(["--", &format!("--test-threads={}", cores + 1)]);
    cargo
        .env("CARNET_SANDBOX", sandbox)
        .env("CARNET_DIST", paths::root().join("dist"))
        .env("CARNET_ENGINE", engine)
        .env("CHROMEDRIVER", &tools.chromedriver)
        .env("GECKODRIVER", &tools.geckodriver)
        .env("WEBKIT_DRIVER", &tools.webkit_driver)
        .env("CARNET_AXE", &tools.axe)
        .env("CARNET_NODE", &tools.node)
        .env("CARNET_SIGN_IN", &tools.sign_in);
    if let Some(shell) = &tools.headless_shell {
        cargo.env("CARNET_CHROMIUM", shell);
    }
    cargo
}

/// Tests a sandbox with requests that Schemathesis generates from the sandbox's OpenAPI document.
fn schemathesis(tools: &TestTools, sandbox: &Path) -> Result<(), Error> {
    // The routes that change the vendor's responses come last and apart (sandbox/README.md).
    const CONTROL_ROUTES: &str = "^/sandbox/(faults|switches|reset)$";
    const RUNS: [&[&str]; 2] = [
        &["--exclude-path-regex", CONTROL_ROUTES],
        &["--include-path-regex", CONTROL_ROUTES, "--phases", "examples,coverage,fuzzing"],
    ];
    let sandbox = sandbox::Running::start(sandbox)?;
    let database = cargo::target()?.join("hypothesis");
    for arguments in RUNS {
        run(tools
            .web
            .command(&tools.schemathesis)
            .current_dir(paths::root())
            .env("HYPOTHESIS_STORAGE_DIRECTORY", &database)
            .args(["--config-file", "sandbox/schemathesis.toml", "run"])
            .arg(format!("{}/openapi.json", sandbox.address))
            .args(["--checks", "all", "--seed", "1", "--max-examples", "60"])
            .args(arguments))?;
    }
    Ok(())
}

//! `cargo xtask test`: every check there is, in the order in which a mistake is cheapest to find.

mod examples;
mod newcomer;
mod report;

use std::{env, path::Path, process::Command};

use crate::{
    addresses,
    cargo::{self, cargo},
    command::{Problem, run},
    dist, docs, places, sandbox, setup,
    setup::TestTools,
    sizes,
};
use report::Report;

/// How many cases each property is held against, unless said; a quick run is content with proptest's own 256.
const CASES: &str = "10000";

/// The engines in which the journeys are walked, each in a step of its own.
const ENGINES: [(&str, &str); 3] =
    [("journeys, Chromium", "chromium"), ("journeys, Firefox", "firefox"), ("journeys, WebKit", "webkit")];

/// Runs the checks, all of them even when one fails, and prints how each went.
pub(crate) fn run_all(quick: bool) -> Result<(), Problem> {
    let mut report = Report::default();
    without_tools(&mut report, quick);
    if !quick {
        with_tools(&mut report);
    }
    report.conclude()
}

/// What rustup's own toolchain can do alone.
fn without_tools(report: &mut Report, quick: bool) {
    report.step("format", || run(&mut cargo(&["fmt", "--all", "--check"])));
    report.step("lints", || {
        run(&mut cargo(&["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"]))
    });
    report.step("docs", || docs::run(true));
    report.step("units, contract, house", || {
        let mut tests = cargo(&["test", "--workspace", "--quiet"]);
        if !quick && env::var_os("PROPTEST_CASES").is_none() {
            tests.env("PROPTEST_CASES", CASES);
        }
        run(&mut tests)
    });
}

/// What needs the wasm target, a browser or Python.
fn with_tools(report: &mut Report) {
    report.step("documentation", || {
        run(cargo(&["doc", "--workspace", "--no-deps", "--quiet"]).env("RUSTDOCFLAGS", "-D warnings"))
    });
    let tools = report.step("set-up", setup::for_tests);
    let tools = tools.as_ref();
    report.step_with("lints, wasm", tools, |tools| {
        let mut clippy =
            wasm_cargo(tools, &["clippy", "--package", "carnet", "--lib", "--bins", "--test", "components"]);
        run(clippy.args(["--", "-D", "warnings"]))
    });
    report.step_with("addresses", tools, |_| addresses::make(true));
    let dist = report.step_with("build", tools, |tools| dist::build(&tools.web));
    report.step_with("size", dist, |()| sizes::print());
    report.step_with("components", tools, |tools| {
        run(&mut wasm_cargo(tools, &["test", "--test", "components"]))
    });
    let package = report.step_with("package", tools.filter(|_| dist.is_some()), |tools| {
        newcomer::installed(&tools.typescript)
    });
    let examples =
        report.step_with("examples", tools.zip(package.as_ref()), |(tools, _)| examples::built(&tools.node));
    let sandbox = report.step("sandbox", sandbox::built);
    let tools = tools.zip(sandbox.as_ref());
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

/// Cargo for the app as wasm, in the profile of development; its tests run in the browser.
fn wasm_cargo(tools: &TestTools, arguments: &[&str]) -> Command {
    let mut cargo = tools.web.command("cargo");
    cargo
        .current_dir(places::root())
        .args(arguments)
        .env("CARGO_BUILD_TARGET", "wasm32-unknown-unknown")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        .env("CHROMEDRIVER", &tools.chromedriver)
        // Seconds, for the browser to start and to compile an unoptimised bundle on a machine that is busy.
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300");
    cargo
}

/// The built app in an engine, against the built sandbox. The tests start both and the driver themselves.
fn journeys(engine: &str, tools: &TestTools, sandbox: &Path) -> Command {
    let mut cargo = cargo(&["test", "--package", "carnet", "--features", "journeys", "--test", "journeys"]);
    cargo
        .env("CARNET_SANDBOX", sandbox)
        .env("CARNET_DIST", places::root().join("dist"))
        .env("CARNET_ENGINE", engine)
        .env("CHROMEDRIVER", &tools.chromedriver)
        .env("GECKODRIVER", &tools.geckodriver)
        .env("WEBKIT_DRIVER", &tools.webkit_driver)
        .env("CARNET_AXE", &tools.axe);
    cargo
}

/// Requests made up from the sandbox's own OpenAPI document, against a sandbox of their own.
fn schemathesis(tools: &TestTools, sandbox: &Path) -> Result<(), Problem> {
    // The routes that change how the vendor answers come last, and on their own: see sandbox/README.md.
    const ORDERS: &str = "^/sandbox/(faults|switches|reset)$";
    const RUNS: [&[&str]; 2] = [
        &["--exclude-path-regex", ORDERS],
        &["--include-path-regex", ORDERS, "--phases", "examples,coverage,fuzzing"],
    ];
    let sandbox = sandbox::Running::start(sandbox)?;
    let notes = cargo::target()?.join("hypothesis");
    for chosen in RUNS {
        run(tools
            .web
            .command(&tools.schemathesis)
            .current_dir(places::root())
            .env("HYPOTHESIS_STORAGE_DIRECTORY", &notes)
            .args(["--config-file", "sandbox/schemathesis.toml", "run"])
            .arg(format!("{}/openapi.json", sandbox.address))
            .args(["--checks", "all", "--seed", "1", "--max-examples", "60"])
            .args(chosen))?;
    }
    Ok(())
}

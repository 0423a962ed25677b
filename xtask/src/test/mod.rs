//! `cargo xtask test`: every check there is, in the order in which a mistake is cheapest to find.

mod report;

use crate::{
    cargo::cargo,
    command::{Problem, run},
    dist, places, sandbox, setup,
    setup::TestTools,
    sizes,
};
use report::Report;

/// Runs the checks, all of them even when one fails, and prints how each went.
pub(crate) fn run_all(quick: bool) -> Result<(), Problem> {
    let mut report = Report::default();
    without_tools(&mut report);
    if !quick {
        with_tools(&mut report);
    }
    report.conclude()
}

/// What rustup's own toolchain can do alone.
fn without_tools(report: &mut Report) {
    report.step("format", || run(&mut cargo(&["fmt", "--all", "--check"])));
    report.step("lints", || {
        run(&mut cargo(&["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"]))
    });
    report.step("units, contract, house", || run(&mut cargo(&["test", "--workspace", "--quiet"])));
}

/// What needs the wasm target, a browser or Python.
fn with_tools(report: &mut Report) {
    report.step("documentation", || {
        run(cargo(&["doc", "--workspace", "--no-deps", "--quiet"]).env("RUSTDOCFLAGS", "-D warnings"))
    });
    let tools = report.step("set-up", setup::for_tests);
    let tools = tools.as_ref();
    let dist = report.step_with("build", tools, |tools| dist::build(&tools.web));
    report.step_with("size", dist, |()| sizes::print());
    report.step_with("components", tools, components);
    let sandbox = report.step("sandbox", sandbox::built);
    let served = tools.zip(sandbox.as_ref()).filter(|_| dist.is_some());
    report.step_with("journeys", served, |(tools, sandbox)| {
        run(cargo(&["test", "--quiet", "--features", "journeys", "--test", "journeys"])
            .env("CARNET_SANDBOX", sandbox)
            .env("CARNET_DIST", places::root().join("dist"))
            .env("CHROMEDRIVER", &tools.chromedriver))
    });
    report.step_with("schemathesis", tools.zip(sandbox.as_ref()), |(tools, sandbox)| {
        let sandbox = sandbox::Running::start(sandbox)?;
        run(tools.web.command(&tools.schemathesis).current_dir(places::root()).args([
            "--config-file",
            "sandbox/schemathesis.toml",
            "run",
            &format!("{}/openapi.json", sandbox.address),
        ]))
    });
}

/// The component tests run in the browser as wasm, in the profile of development.
fn components(tools: &TestTools) -> Result<(), Problem> {
    let mut test = tools.web.command("cargo");
    test.current_dir(places::root())
        .args(["test", "--quiet", "--target", "wasm32-unknown-unknown", "--test", "components"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        .env("CHROMEDRIVER", &tools.chromedriver);
    run(&mut test)
}

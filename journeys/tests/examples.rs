//! The example hosts: the same account page in each framework, and the same journey on it. Texts of the examples are in
//! no catalogue.

use std::process::{Child, Command};

use serde_json::json;
use thirtyfour::Key;

use crate::{
    browser_pool::is_unused,
    catalogue::{section, t},
    harness::journey,
    page::Page,
    sandbox::{path_from_env, root, start_program},
};

/// The server of an example. It ends with the journey.
struct ExampleServer {
    child: Child,
    address: String,
}

impl ExampleServer {
    fn start(name: &str, sandbox: &str) -> ExampleServer {
        let server = root().join("examples/server.mjs");
        let mut command = Command::new("node");
        command.arg(server).arg(name).args(["--port", "0", "--sandbox", sandbox]);
        command.arg("--root").arg(path_from_env("CARNET_EXAMPLES", "examples"));
        let (child, address) =
            start_program(command, |line| Some(line[line.find("http://")?..].trim_end().to_owned()));
        let server = ExampleServer { child, address };
        if is_unused(&server.address) { server } else { ExampleServer::start(name, sandbox) }
    }

    /// Checks that no violation of the example's policy was reported.
    async fn has_no_policy_violation(&self) {
        let reports = reqwest::get(format!("{}reports", self.address)).await.expect("the server responds");
        assert_eq!(reports.text().await.expect("a list"), "[]", "policy violations");
    }
}

impl Drop for ExampleServer {
    fn drop(&mut self) {
        // A process that has ended already cannot be killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until the host page has logged this event.
async fn has_event(page: &Page, line: &str) {
    let script =
        "return [...document.querySelectorAll('#events li')].some((one) => text(one) === arguments[0])";
    page.wait_until(&format!("“{line}” among the events"), script, &[json!(line)]).await;
}

/// Switches to the page with the element.
async fn enter_element(page: &Page, is_framed: bool) {
    if is_framed {
        page.enter_frame().await;
    }
}

/// Runs the same account page of every framework through a change, a guarded navigation and a change of language.
fn run_example(name: &'static str) {
    let is_framed = name == "iframe";
    journey(name, move |page| async move {
        let host = ExampleServer::start(name, &page.sandbox.address);
        page.goto(&host.address).await;
        has_event(&page, "carnet-ready").await;

        // The change is submitted by keyboard: not every driver can click far down in a frame.
        enter_element(&page, is_framed).await;
        page.edit("identity").await;
        page.has_focus("h1", section("identity")).await;
        page.fill(t("label.first-name"), "Camilla").await;
        page.press_keys(Key::Enter + "").await;
        page.has_heading(t("review.title")).await;
        page.save().await;
        page.has_heading("Camilla Moreau-Lefèvre").await;
        page.leave_frame().await;
        has_event(&page, "carnet-saved: first-name").await;
        assert_eq!(page.sandbox.only_write().await["body"], json!({"first_name": "Camilla"}));

        // The host asks before it leaves the page.
        enter_element(&page, is_framed).await;
        page.edit("identity").await;
        page.has_focus("h1", section("identity")).await;
        page.fill(t("label.first-name"), "Camille").await;
        page.leave_frame().await;
        has_event(&page, "carnet-dirtychange: true").await;
        page.press("Orders").await;
        enter_element(&page, is_framed).await;
        page.press(t("leave.stay")).await;
        assert_eq!(page.value(t("label.first-name")).await, "Camille");
        page.leave_frame().await;
        page.has_heading("My account").await;
        page.press("Orders").await;
        enter_element(&page, is_framed).await;
        page.discard().await;
        page.leave_frame().await;
        page.has_heading("My orders").await;
        page.press("Profile").await;
        page.has_heading("My account").await;
        enter_element(&page, is_framed).await;
        page.has_heading("Camilla Moreau-Lefèvre").await;
        page.leave_frame().await;

        // The element follows the host's language, and loads its catalogue from the host's server.
        page.choose("Language of the page", "ja-JP").await;
        enter_element(&page, is_framed).await;
        page.has_heading("Moreau-Lefèvre Camilla").await;
        page.leave_frame().await;
        page.screenshot(&format!("example-{name}")).await;
        host.has_no_policy_violation().await;
    });
}

#[test]
fn plain_page_embeds_profile() {
    run_example("plain");
}

#[test]
fn react_page_embeds_profile() {
    run_example("react");
}

#[test]
fn vue_page_embeds_profile() {
    run_example("vue");
}

#[test]
fn svelte_page_embeds_profile() {
    run_example("svelte");
}

#[test]
fn next_page_embeds_profile() {
    run_example("next");
}

#[test]
fn angular_page_embeds_profile() {
    run_example("angular");
}

#[test]
fn page_with_strict_csp_embeds_profile() {
    run_example("strict-csp");
}

#[test]
fn page_with_frame_embeds_profile() {
    run_example("iframe");
}

/// The page as each bundler builds it. What differs is which files are found: the start, the code of a form, and the
/// catalogue of another language.
#[test]
fn page_built_by_each_bundler_embeds_profile() {
    journey("bundlers", |page| async move {
        for bundler in ["webpack", "webpack-styles", "parcel", "rollup", "esbuild"] {
            let host = ExampleServer::start(bundler, &page.sandbox.address);
            page.goto(&host.address).await;
            has_event(&page, "carnet-ready").await;
            page.edit("identity").await;
            page.has_focus("h1", section("identity")).await;
            page.cancel().await;
            page.choose("Language of the page", "ja-JP").await;
            page.has_heading("Moreau-Lefèvre Camille").await;
            let radius = "return getComputedStyle(all('.c-card')[0]).borderRadius";
            assert_eq!(page.evaluate(radius, &[]).await, Ok(json!("14px")), "{bundler}: the style sheet");
            host.has_no_policy_violation().await;
        }
    });
}

//! The example hosts, each by its framework's own means: the same account page, and the same things done on it.

use std::{
    path::Path,
    process::{Child, Command},
};

use serde_json::json;
use thirtyfour::Key;

use crate::{
    page::Page,
    run::journey,
    sandbox::{given, start},
};

/// An example's server, which ends with the journey.
struct Served {
    child: Child,
    address: String,
}

impl Served {
    fn start(name: &str, sandbox: &str) -> Served {
        let server = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/server.mjs");
        let mut command = Command::new("node");
        command.arg(server).arg(name).args(["--port", "0", "--sandbox", sandbox]);
        command.arg("--root").arg(given("CARNET_EXAMPLES", "examples"));
        let (child, address) =
            start(command, |line| Some(line[line.find("http://")?..].trim_end().to_owned()));
        Served { child, address }
    }

    /// Nothing was reported against the example's policy.
    async fn keeps_its_policy(&self) {
        let reports = reqwest::get(format!("{}reports", self.address)).await.expect("the server answers");
        assert_eq!(reports.text().await.expect("a list"), "[]", "against the policy");
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself, which is no news here.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the host's page has written down of the events.
async fn told(page: &Page, line: &str) {
    let script =
        "return [...document.querySelectorAll('#events li')].some((one) => text(one) === arguments[0])";
    page.holds(&format!("“{line}” among the events"), script, &[json!(line)]).await;
}

/// Goes to where the element is: into the frame, where it is in one.
async fn inside(page: &Page, is_framed: bool) {
    if !is_framed {
        return;
    }
    page.holds("the frame", "return !!framed()", &[]).await;
    let script = "return document.querySelector('carnet-frame').shadowRoot.querySelector('iframe')";
    let frame = page.browser.execute(script, Vec::new()).await.expect("the frame");
    frame.element().expect("an element").enter_frame().await.expect("it is entered");
}

async fn outside(page: &Page) {
    page.browser.enter_default_frame().await.expect("the page around it");
}

fn drive(name: &'static str) {
    let is_framed = name == "iframe";
    journey(name, move |page| async move {
        let host = Served::start(name, &page.sandbox.address);
        page.go(&host.address).await;
        told(&page, "carnet-ready").await;

        // Changed, by the keyboard: not every driver hits what is far down in a frame.
        inside(&page, is_framed).await;
        page.press("Edit Identity").await;
        page.has_focus("h1 Identity").await;
        page.fill("First name", "Camilla").await;
        page.keys(Key::Enter + "").await;
        page.is_at("Check your change").await;
        page.press("Save").await;
        page.is_at("Camilla Moreau-Lefèvre").await;
        outside(&page).await;
        told(&page, "carnet-saved: first-name").await;
        assert_eq!(page.sandbox.the_write().await["body"], json!({"first_name": "Camilla"}));

        // Left, and asked before.
        inside(&page, is_framed).await;
        page.press("Edit Identity").await;
        page.has_focus("h1 Identity").await;
        page.fill("First name", "Camille").await;
        outside(&page).await;
        told(&page, "carnet-dirtychange: true").await;
        page.press("Orders").await;
        inside(&page, is_framed).await;
        page.press("Keep editing").await;
        assert_eq!(page.value("First name").await, "Camille");
        outside(&page).await;
        page.is_at("My account").await;
        page.press("Orders").await;
        inside(&page, is_framed).await;
        page.press("Discard what I typed").await;
        outside(&page).await;
        page.is_at("My orders").await;
        page.press("Profile").await;
        page.is_at("My account").await;
        inside(&page, is_framed).await;
        page.is_at("Camilla Moreau-Lefèvre").await;
        outside(&page).await;

        // The host's language is the element's; its words come from the host's own server.
        page.choose("Language of the page", "ja-JP").await;
        inside(&page, is_framed).await;
        page.is_at("Moreau-Lefèvre Camilla").await;
        outside(&page).await;
        page.shoot(&format!("example-{name}")).await;
        host.keeps_its_policy().await;
    });
}

#[test]
fn a_plain_page() {
    drive("plain");
}

#[test]
fn a_page_in_react() {
    drive("react");
}

#[test]
fn a_page_in_vue() {
    drive("vue");
}

#[test]
fn a_page_in_svelte() {
    drive("svelte");
}

#[test]
fn a_page_under_the_strictest_policy() {
    drive("strict-csp");
}

#[test]
fn a_page_with_a_wall() {
    drive("iframe");
}

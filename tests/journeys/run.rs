//! Runs a journey: a driver, a browser and a sandbox of its own, and what must hold at the end of each.

use std::{
    cell::RefCell,
    env,
    future::Future,
    path::PathBuf,
    process::{Child, Command},
    rc::Rc,
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use serde_json::Value;
use thirtyfour::prelude::*;
use thirtyfour::{ChromiumLikeCapabilities, LoggingPrefsLogLevel};

use crate::{
    page::Page,
    sandbox::{Sandbox, start},
};

/// How long anything may take on a machine that is busy. Nothing waits this long unless it is broken.
const DEADLINE: Duration = Duration::from_secs(20);

/// Asks again until the answer is good; says why it was not when the deadline has passed.
pub(crate) async fn until<T, F, Fut>(what: &str, mut probe: F) -> T
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Result<T, String>>,
{
    let end = Instant::now() + DEADLINE;
    loop {
        match probe().await {
            Ok(found) => return found,
            Err(why) => assert!(Instant::now() < end, "{what}: {why}"),
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A driver that ends with the test.
struct Driver {
    child: Child,
    address: String,
}

impl Driver {
    fn start() -> Driver {
        let program = env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
        let mut command = Command::new(program);
        command.arg("--port=0");
        let (child, port) = start(command, |line| {
            let port = line.split("successfully on port ").nth(1)?;
            Some(port.trim().trim_end_matches('.').to_owned())
        });
        Driver { child, address: format!("http://127.0.0.1:{port}") }
    }

    /// A browser as a customer has it, with the flags that components are tested with too.
    async fn browser(&self, is_watched: bool) -> WebDriver {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let flags = std::fs::read_to_string(root.join("webdriver.json")).expect("webdriver.json is there");
        let flags: Value = serde_json::from_str(&flags).expect("webdriver.json is JSON");
        let mut wanted = DesiredCapabilities::chrome();
        for flag in flags["goog:chromeOptions"]["args"].as_array().into_iter().flatten() {
            wanted.add_arg(flag.as_str().expect("a flag is text")).expect("a flag is taken");
        }
        for flag in ["--window-size=1100,1400", "--lang=en-US", "--accept-lang=en-US"] {
            wanted.add_arg(flag).expect("a flag is taken");
        }
        wanted.set_browser_log_level(LoggingPrefsLogLevel::All).expect("a level is taken");
        if is_watched {
            wanted.set_logging_prefs("performance", LoggingPrefsLogLevel::All).expect("a level is taken");
        }
        WebDriver::new(&self.address, wanted).await.expect("the driver opens a browser")
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It may have ended by itself, which is no news here.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a journey has around it.
struct Setting {
    /// The sandbox's file; without one all is in memory.
    database: Option<PathBuf>,
    /// How many browsers there are.
    people: usize,
    /// Whether they write down what they do by themselves.
    is_watched: bool,
}

impl Default for Setting {
    fn default() -> Setting {
        Setting { database: None, people: 1, is_watched: false }
    }
}

/// Runs a journey against a sandbox in memory.
pub(crate) fn journey<F, Fut>(name: &'static str, body: F)
where
    F: FnOnce(Page) -> Fut,
    Fut: Future<Output = ()> + 'static,
{
    run(name, &Setting::default(), |mut pages| body(pages.remove(0)));
}

/// Runs a journey in a browser that writes down what it does by itself, which takes time.
pub(crate) fn watched_journey<F, Fut>(name: &'static str, body: F)
where
    F: FnOnce(Page) -> Fut,
    Fut: Future<Output = ()> + 'static,
{
    let setting = Setting { is_watched: true, ..Setting::default() };
    run(name, &setting, |mut pages| body(pages.remove(0)));
}

/// Runs a journey of two people: two browsers that share nothing, against one sandbox.
pub(crate) fn journey_of_two<F, Fut>(name: &'static str, body: F)
where
    F: FnOnce(Page, Page) -> Fut,
    Fut: Future<Output = ()> + 'static,
{
    let setting = Setting { people: 2, ..Setting::default() };
    run(name, &setting, |mut pages| {
        let second = pages.remove(1);
        body(pages.remove(0), second)
    });
}

/// Runs a journey against a sandbox that keeps its data in a file.
pub(crate) fn lasting_journey<F, Fut>(name: &'static str, body: F)
where
    F: FnOnce(Page) -> Fut,
    Fut: Future<Output = ()> + 'static,
{
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let file = format!("carnet-journeys-{}-{number}.sqlite", std::process::id());
    let setting = Setting { database: Some(env::temp_dir().join(file)), ..Setting::default() };
    run(name, &setting, |mut pages| body(pages.remove(0)));
}

fn run<F, Fut>(name: &'static str, setting: &Setting, body: F)
where
    F: FnOnce(Vec<Page>) -> Fut,
    Fut: Future<Output = ()> + 'static,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime, async move {
        let sandbox = Rc::new(Sandbox::start(setting.database.clone()));
        let driver = Driver::start();
        let mut pages = Vec::new();
        for _ in 0..setting.people {
            let (browser, sandbox) = (driver.browser(setting.is_watched).await, Rc::clone(&sandbox));
            pages.push(Page { browser, sandbox, noise: Rc::new(RefCell::new(Vec::new())) });
        }
        let walked = {
            let pages = pages.clone();
            let body = body(pages.clone());
            tokio::task::spawn_local(async move {
                body.await;
                for page in &pages {
                    nothing_is_left(page).await;
                }
            })
            .await
        };
        for (number, page) in (1..).zip(pages) {
            if walked.is_err() {
                page.shoot(&format!("failed-{name}-{number}")).await;
                eprintln!("page {number}: {:?}", page.ask("return [location.href, whole()]", &[]).await);
                eprintln!("its console: {:#?}", page.browser.browser_log().await);
            }
            // A browser that is gone is no news here.
            let _ = page.browser.quit().await;
        }
        if let Err(error) = walked {
            std::panic::resume_unwind(error.into_panic());
        }
    });
}

/// What holds after every journey: the policy was kept, the console is quiet, and nothing personal stays behind.
async fn nothing_is_left(page: &Page) {
    let violations = page.sandbox.violations().await;
    let reports = violations.as_array().or_else(|| violations["violations"].as_array());
    assert!(reports.is_some_and(Vec::is_empty), "the content security policy was violated: {violations:#}");

    let noise = page.noise.borrow().clone();
    for entry in page.browser.browser_log().await.expect("the console can be read") {
        let expected = noise.iter().any(|noise| entry.message.contains(noise));
        let quiet = !matches!(entry.level.as_str(), "SEVERE" | "WARNING");
        assert!(expected || quiet, "in the console: {} {}", entry.level, entry.message);
        for secret in ["Bearer", "@example.", "development"] {
            assert!(!entry.message.contains(secret), "in the console: {}", entry.message);
        }
    }

    let kept = page
        .ask(
            "let kept = {}; try { kept = { ...localStorage, ...sessionStorage } } catch {} return Object.entries(kept)",
            &[],
        )
        .await
        .expect("the storage can be read");
    for entry in kept.as_array().into_iter().flatten() {
        assert_eq!(entry[0], "carnet.locale", "kept on the device: {kept}");
    }
}

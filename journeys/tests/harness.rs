//! Runs a journey against its own sandbox, and checks what must hold at the end of every journey.

use std::{
    env,
    future::Future,
    path::PathBuf,
    rc::Rc,
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use carnet_journeys::{Engines, reason};
use tokio::{
    runtime::{Builder, Runtime},
    task::{LocalSet, spawn_local},
};

use crate::{
    browser::{Browser, BrowserOptions, Engine},
    browser_pool,
    page::Page,
    sandbox::Sandbox,
};

/// The longest time that anything may take on a busy machine. Only a failing test waits this long.
const DEADLINE: Duration = Duration::from_secs(20);

/// Calls `probe` until it succeeds and returns its value. Panics with its last error after the deadline.
pub(crate) async fn poll<T, F, Fut>(what: &str, probe: F) -> T
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Result<T, String>>,
{
    try_poll(probe).await.unwrap_or_else(|reason| panic!("{what}: {reason}"))
}

/// Calls `probe` until it succeeds and returns its value.
///
/// # Errors
///
/// Its last error, after the deadline.
pub(crate) async fn try_poll<T, F, Fut>(mut probe: F) -> Result<T, String>
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Result<T, String>>,
{
    let end = Instant::now() + DEADLINE;
    let mut pause = Duration::from_millis(10);
    loop {
        match probe().await {
            Err(_) if Instant::now() < end => {}
            result => return result,
        }
        tokio::time::sleep(pause).await;
        // What takes long is asked for less often: each question takes time from what is waited for.
        pause = (pause * 2).min(Duration::from_millis(80));
    }
}

/// The browsers and the sandbox of a journey.
#[derive(Clone, Copy, Debug)]
pub(crate) struct JourneyOptions {
    /// Whether the sandbox keeps its data in a file.
    pub(crate) has_database: bool,
    /// The number of browsers.
    pub(crate) browsers: usize,
    pub(crate) browser: BrowserOptions,
    /// A script that runs before those of the page.
    pub(crate) script: &'static str,
}

impl Default for JourneyOptions {
    fn default() -> JourneyOptions {
        JourneyOptions { has_database: false, browsers: 1, browser: BrowserOptions::default(), script: "" }
    }
}

/// Runs a journey against a sandbox in memory.
pub(crate) fn journey<F, Fut>(name: &'static str, body: F)
where
    F: FnOnce(Page) -> Fut,
    Fut: Future<Output = ()> + 'static,
{
    journey_with(name, JourneyOptions::default(), body);
}

/// Runs a journey with these options.
pub(crate) fn journey_with<F, Fut>(name: &'static str, options: JourneyOptions, body: F)
where
    F: FnOnce(Page) -> Fut,
    Fut: Future<Output = ()> + 'static,
{
    run(name, &options, |mut pages| body(pages.remove(0)));
}

/// Runs a journey in a browser that logs its own events, which takes time.
pub(crate) fn journey_with_browser_log<F, Fut>(name: &'static str, body: F)
where
    F: FnOnce(Page) -> Fut,
    Fut: Future<Output = ()> + 'static,
{
    let browser = BrowserOptions { has_log: true, ..BrowserOptions::default() };
    journey_with(name, JourneyOptions { browser, ..JourneyOptions::default() }, body);
}

/// Runs a journey in two browsers that share nothing but the sandbox.
pub(crate) fn journey_with_two_browsers<F, Fut>(name: &'static str, body: F)
where
    F: FnOnce(Page, Page) -> Fut,
    Fut: Future<Output = ()> + 'static,
{
    let options = JourneyOptions { browsers: 2, ..JourneyOptions::default() };
    run(name, &options, |mut pages| {
        let second = pages.remove(1);
        body(pages.remove(0), second)
    });
}

/// Runs a journey against a sandbox that keeps its data in a file.
pub(crate) fn journey_with_database<F, Fut>(name: &'static str, body: F)
where
    F: FnOnce(Page) -> Fut,
    Fut: Future<Output = ()> + 'static,
{
    journey_with(name, JourneyOptions { has_database: true, ..JourneyOptions::default() }, body);
}

/// A new file for a sandbox's data.
fn database() -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    env::temp_dir().join(format!("carnet-journeys-{}-{number}.sqlite", std::process::id()))
}

/// The runtime of all journeys: a browser's connections belong to it and are used by one journey after another.
pub(crate) static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime"));

/// Whether this test runs in the engine of the test run. Panics when it has no reason (`journeys/src/table.rs`).
fn is_wanted() -> bool {
    // The test harness names each thread by its test.
    let thread = std::thread::current();
    let test = thread.name().expect("the thread has the name of its test");
    let reason = reason(test).unwrap_or_else(|| panic!("journeys/src/table.rs has no reason for {test}"));
    match reason.engines() {
        Engines::All => true,
        Engines::Chromium => Engine::current() == Engine::Chromium,
    }
}

fn run<F, Fut>(name: &'static str, options: &JourneyOptions, body: F)
where
    F: FnOnce(Vec<Page>) -> Fut,
    Fut: Future<Output = ()> + 'static,
{
    if !is_wanted() {
        return;
    }
    LocalSet::new().block_on(&RUNTIME, async move {
        let sandbox = Rc::new(Sandbox::start(options.has_database.then(database), options.script));
        let browsers = browser_pool::take(options.browsers, options.browser).await;
        let page = |browser: &Browser| Page {
            browser: browser.session.clone(),
            sandbox: Rc::clone(&sandbox),
            allowed_messages: Rc::default(),
            recorded_messages: Rc::default(),
        };
        let pages: Vec<Page> = browsers.iter().map(page).collect();
        let result = {
            let pages = pages.clone();
            let body = body(pages.clone());
            spawn_local(async move {
                body.await;
                for page in &pages {
                    check_end_of_journey(page).await;
                }
            })
            .await
        };
        if result.is_err() {
            for (number, page) in (1..).zip(&pages) {
                page.screenshot_of_failure(&format!("failed-{name}-{number}")).await;
                let shown = page.evaluate("return [location.href, pageText()]", &[]).await;
                eprintln!("page {number}: {shown:?}");
                eprintln!("its console: {:#?}", console(page).await);
            }
        }
        browser_pool::give_back(browsers, options.browser, result.is_ok()).await;
        if let Err(error) = result {
            std::panic::resume_unwind(error.into_panic());
        }
    });
}

/// What must be in no console and no address: parts of a token's header, of customers' e-mail addresses, of the token that
/// the sandbox takes from anybody, and of Club Med's API key.
const SECRETS: [&str; 5] = ["Bearer", "@example.", "%40example.", "development", "carnet.sandbox"];

/// The address and the title of the page, and the addresses of all its requests.
const ADDRESSES: &str = "return [location.href, document.title, document.referrer,
    ...performance.getEntriesByType('resource').map(({ name }) => name)]";

/// Checks that the policy was kept, the console and the addresses have no secret, and the device keeps nothing
/// personal.
async fn check_end_of_journey(page: &Page) {
    has_no_policy_violation(page).await;

    let allowed = page.allowed_messages.borrow().clone();
    for (level, message) in console(page).await {
        let is_allowed = allowed.iter().any(|part| message.contains(part));
        let is_harmless = !matches!(level.as_str(), "SEVERE" | "WARNING" | "error" | "warn");
        assert!(is_allowed || is_harmless, "in the console: {level} {message}");
        for secret in SECRETS {
            assert!(!message.contains(secret), "in the console: {message}");
        }
    }

    let addresses = page.evaluate(ADDRESSES, &[]).await.expect("the addresses can be read").to_string();
    for secret in SECRETS {
        assert!(!addresses.contains(secret), "in an address or the title: {addresses}");
    }

    let script = "let stored = {}; try { stored = { ...localStorage, ...sessionStorage } } catch {} return Object.entries(stored)";
    let stored = page.evaluate(script, &[]).await.expect("the storage can be read");
    for entry in stored.as_array().into_iter().flatten() {
        assert_eq!(entry[0], "carnet.locale", "kept on the device: {stored}");
    }
}

/// Checks that no browser has reported a violation of the page's content security policy so far.
pub(crate) async fn has_no_policy_violation(page: &Page) {
    let violations = page.sandbox.policy_violations().await;
    let reports = violations.as_array().or_else(|| violations["violations"].as_array());
    assert!(reports.is_some_and(Vec::is_empty), "the content security policy was violated: {violations:#}");
}

/// The console messages as level and text: those that the page has recorded and, where it can be read, the browser's
/// own console, which has refused requests, for one.
async fn console(page: &Page) -> Vec<(String, String)> {
    page.collect_console().await;
    let mut messages = page.recorded_messages.borrow().clone();
    if Engine::current().exposes_its_console() {
        let log = page.browser.browser_log().await.expect("the console can be read");
        messages.extend(log.into_iter().map(|entry| (entry.level, entry.message)));
    }
    messages
}

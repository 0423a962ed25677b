//! Runs a journey: a driver, a browser and a sandbox of its own, and what must hold at the end of each.

use std::{
    env,
    future::Future,
    path::PathBuf,
    rc::Rc,
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use crate::{
    engine::{Driver, Engine, Wanted},
    page::Page,
    sandbox::Sandbox,
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

/// What a journey has around it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting {
    /// Whether the sandbox's data are in a file.
    pub(crate) is_lasting: bool,
    /// How many browsers there are.
    pub(crate) people: usize,
    /// What the browsers are like.
    pub(crate) browsers: Wanted,
    /// A script before any other of the app's page.
    pub(crate) script: &'static str,
}

impl Default for Setting {
    fn default() -> Setting {
        Setting { is_lasting: false, people: 1, browsers: Wanted::default(), script: "" }
    }
}

/// Runs a journey against a sandbox in memory.
pub(crate) fn journey<F, Fut>(name: &'static str, body: F)
where
    F: FnOnce(Page) -> Fut,
    Fut: Future<Output = ()> + 'static,
{
    journey_in(name, Setting::default(), body);
}

/// Runs a journey in a setting of its own.
pub(crate) fn journey_in<F, Fut>(name: &'static str, setting: Setting, body: F)
where
    F: FnOnce(Page) -> Fut,
    Fut: Future<Output = ()> + 'static,
{
    run(name, &setting, |mut pages| body(pages.remove(0)));
}

/// Runs a journey in a browser that writes down what it does by itself, which takes time.
pub(crate) fn watched_journey<F, Fut>(name: &'static str, body: F)
where
    F: FnOnce(Page) -> Fut,
    Fut: Future<Output = ()> + 'static,
{
    let browsers = Wanted { is_watched: true, ..Wanted::default() };
    journey_in(name, Setting { browsers, ..Setting::default() }, body);
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
    journey_in(name, Setting { is_lasting: true, ..Setting::default() }, body);
}

/// A file for a sandbox's data.
fn database() -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    env::temp_dir().join(format!("carnet-journeys-{}-{number}.sqlite", std::process::id()))
}

fn run<F, Fut>(name: &'static str, setting: &Setting, body: F)
where
    F: FnOnce(Vec<Page>) -> Fut,
    Fut: Future<Output = ()> + 'static,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime, async move {
        let sandbox = Rc::new(Sandbox::start(setting.is_lasting.then(database), setting.script));
        let mut drivers = Vec::new();
        let mut pages = Vec::new();
        for _ in 0..setting.people {
            let driver = Driver::start(setting.browsers);
            let (browser, sandbox) = (driver.browser().await, Rc::clone(&sandbox));
            pages.push(Page { browser, sandbox, noise: Rc::default(), overheard: Rc::default() });
            drivers.push(driver);
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
                eprintln!("its console: {:#?}", console(&page).await);
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
    the_policy_is_kept(page).await;

    let noise = page.noise.borrow().clone();
    for (level, message) in console(page).await {
        let expected = noise.iter().any(|noise| message.contains(noise));
        let quiet = !matches!(level.as_str(), "SEVERE" | "WARNING" | "error" | "warn");
        assert!(expected || quiet, "in the console: {level} {message}");
        for secret in ["Bearer", "@example.", "development"] {
            assert!(!message.contains(secret), "in the console: {message}");
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

/// No browser has reported anything against the page's policy so far.
pub(crate) async fn the_policy_is_kept(page: &Page) {
    let violations = page.sandbox.violations().await;
    let reports = violations.as_array().or_else(|| violations["violations"].as_array());
    assert!(reports.is_some_and(Vec::is_empty), "the content security policy was violated: {violations:#}");
}

/// What was said in the console, as level and words: what the page overheard, and what the browser itself says there, of
/// refused requests for one.
async fn console(page: &Page) -> Vec<(String, String)> {
    page.listen().await;
    let mut said = page.overheard.borrow().clone();
    if Engine::chosen().shows_its_console() {
        let log = page.browser.browser_log().await.expect("the console can be read");
        said.extend(log.into_iter().map(|entry| (entry.level, entry.message)));
    }
    said
}

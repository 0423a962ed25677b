//! The browsers of a test run: a journey has one for itself, and the next journey has it again in a new window.
//!
//! Starting a browser takes longer than most journeys. What a browser keeps belongs to an origin, and no origin is used
//! twice in a run (`is_unused`); what belongs to a window is gone with the window.

use std::{
    collections::BTreeSet,
    sync::{Mutex, MutexGuard, PoisonError},
};

use serde_json::json;

use crate::{
    browser::{Browser, BrowserOptions, Engine},
    harness::RUNTIME,
    host_page::serve,
};

static POOL: Mutex<Pool> = Mutex::new(Pool { journeys: 0, idle: Vec::new() });

struct Pool {
    /// The number of journeys that run.
    journeys: usize,
    /// Browsers with the default options, each in a new window.
    idle: Vec<Browser>,
}

/// A journey that failed does not change what the others find.
fn pool() -> MutexGuard<'static, Pool> {
    POOL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns the browsers of a journey, which ends with [`give_back`]. Panics when one does not start.
pub(crate) async fn take(count: usize, options: BrowserOptions) -> Vec<Browser> {
    let mut browsers = Vec::new();
    {
        let mut pool = pool();
        pool.journeys += 1;
        if options == BrowserOptions::default() {
            let kept = pool.idle.len().saturating_sub(count);
            browsers.extend(pool.idle.drain(kept..));
        }
    }
    while browsers.len() < count {
        browsers.push(Browser::start(options).await);
    }
    browsers
}

/// Ends a journey. Its browsers are used again if the journey passed and they can be restored; the others are quit. The
/// last journey that runs quits those that are left.
pub(crate) async fn give_back(browsers: Vec<Browser>, options: BrowserOptions, has_passed: bool) {
    let mut restored = Vec::new();
    for browser in browsers {
        let is_reusable = has_passed && options == BrowserOptions::default();
        // An error says that something is left that a journey must not have, such as an open dialog.
        if is_reusable && browser.renew().await.is_ok() {
            restored.push(browser);
        } else {
            browser.quit().await;
        }
    }
    let left = {
        let mut pool = pool();
        pool.idle.append(&mut restored);
        pool.journeys -= 1;
        if pool.journeys == 0 { std::mem::take(&mut pool.idle) } else { Vec::new() }
    };
    for browser in left {
        browser.quit().await;
    }
}

/// Whether no server of this test run has had this address so far.
pub(crate) fn is_unused(address: &str) -> bool {
    static USED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    USED.lock().unwrap_or_else(PoisonError::into_inner).insert(address.trim_end_matches('/').to_owned())
}

#[test]
fn renewed_browser_has_nothing_of_the_journey_before() {
    RUNTIME.block_on(async {
        let page = || serve(|_| Some(("text/html", b"<!doctype html><title>A page</title>".to_vec())));
        let browser = Browser::start(BrowserOptions::default()).await;
        let session = &browser.session;
        session.goto(page()).await.expect("the page loads");
        let leave = "document.cookie = 'left=1'; localStorage.left = sessionStorage.left = '1'; console.error('left')";
        session.execute(leave, Vec::new()).await.expect("the page keeps something");
        session.set_window_rect(0, 0, 500, 400).await.expect("the window is resized");
        session.new_tab().await.expect("another window is opened");
        if Engine::current().emulates_media() {
            let print = json!({"media": "print"});
            session.cdp().send_raw("Emulation.setEmulatedMedia", print).await.expect("a medium is set");
        }

        browser.renew().await.expect("the browser is renewed");
        session.goto(page()).await.expect("the page loads");
        let left = "return [document.cookie, localStorage.length, sessionStorage.length, outerWidth, outerHeight, matchMedia('print').matches]";
        let left = session.execute(left, Vec::new()).await.expect("the page can be read");
        assert_eq!(left.json(), &json!(["", 0, 0, 1100, 1400, false]));
        assert_eq!(session.windows().await.expect("the windows are listed").len(), 1);
        if Engine::current().exposes_its_console() {
            let log = session.browser_log().await.expect("the console can be read");
            assert!(log.iter().all(|entry| !entry.message.contains("left")), "{log:?}");
        }
        browser.quit().await;
    });
}

//! The browser engines: how each is started, with the same settings on every machine, and what only some of them can
//! do.

use std::{
    env,
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    sync::LazyLock,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use thirtyfour::{
    Capabilities, ChromeCapabilities, ChromiumLikeCapabilities, LoggingPrefsLogLevel, prelude::*,
};

use crate::sandbox::{root, start_program};

/// The variable with the program that Chromium's driver starts, such as the headless shell. Without it the driver finds
/// the browser.
const CHROMIUM: &str = "CARNET_CHROMIUM";

/// An engine and its WebDriver.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    /// WebKitGTK in its MiniBrowser. It requires a display, so it runs in a virtual one.
    WebKit,
}

impl Engine {
    /// The engine of this test run: `CARNET_ENGINE`; the default is Chromium.
    pub(crate) fn current() -> Engine {
        static CURRENT: LazyLock<Engine> = LazyLock::new(|| match env::var("CARNET_ENGINE").as_deref() {
            Ok("firefox") => Engine::Firefox,
            Ok("webkit") => Engine::WebKit,
            Ok("chromium") | Err(_) => Engine::Chromium,
            Ok(other) => panic!("CARNET_ENGINE must be chromium, firefox or webkit, not {other}"),
        });
        *CURRENT
    }

    /// The folder of its screenshots, under `target/screenshots/`.
    pub(crate) fn folder(self) -> &'static str {
        match self {
            Engine::Chromium => "",
            Engine::Firefox => "firefox",
            Engine::WebKit => "webkit",
        }
    }
}

/// Which engine tests what, where not every engine tests everything.
impl Engine {
    /// Whether the name is in this engine's share, which is one of `shares`: a hash of the name (FNV-1a) decides. No
    /// two engines have the same share.
    pub(crate) fn has_share(self, name: &str, shares: u64) -> bool {
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let own = match self {
            Engine::Chromium => 0,
            Engine::Firefox => 1,
            Engine::WebKit => 2,
        };
        (hash >> 32) % shares == own
    }
}

/// What differs between the engines, and why. Everything else holds in all of them.
impl Engine {
    /// Whether the browser's own console can be read, with its messages about refused requests. WebDriver has no
    /// command for it. Messages of scripts and uncaught errors are recorded in every engine (`console_recorder.js`).
    pub(crate) fn exposes_its_console(self) -> bool {
        self == Engine::Chromium
    }

    /// Whether the log says that the browser asked its own question before a page was left. WebDriver answers that
    /// question silently. That the page requests the question is checked in every engine.
    pub(crate) fn logs_leave_question(self) -> bool {
        self == Engine::Chromium
    }

    /// Whether a screenshot has the whole page, by Chromium's own protocol. Screenshots are for reading alone, so in
    /// the other engines the viewport is enough.
    pub(crate) fn captures_whole_page(self) -> bool {
        self == Engine::Chromium
    }

    /// Whether the width, zoom, text size, medium and colours can be set and the accessibility tree can be read: only
    /// by Chromium's own protocol. That the element fits a narrow host is checked in every engine.
    pub(crate) fn emulates_media(self) -> bool {
        self == Engine::Chromium
    }

    /// Whether all characters without a glyph are drawn as the same box: Firefox draws the code point into each. The
    /// fonts are the system's and the same for all engines.
    pub(crate) fn draws_missing_glyphs_alike(self) -> bool {
        self != Engine::Firefox
    }

    /// Whether the margins of a control count (`scroll-margin`) when Tab scrolls the page to it. WebKit has rules of its
    /// own then.
    pub(crate) fn keeps_margin_on_tab(self) -> bool {
        self != Engine::WebKit
    }

    /// Whether the driver moves the focus from a list in a shadow root when it clicks an option, which a customer's
    /// click does not do. In these engines options are chosen as by the keyboard.
    pub(crate) fn moves_focus_from_select(self) -> bool {
        self == Engine::Firefox
    }

    /// Whether the browser repeats a write by itself when a reused connection closes without a response.
    pub(crate) fn retries_writes(self) -> bool {
        self == Engine::Chromium
    }
}

/// The options of a browser that are not the default.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct BrowserOptions {
    /// The time zone; the default is UTC.
    pub(crate) zone: Option<&'static str>,
    /// Whether the customer prefers the dark colour scheme; the default is light.
    pub(crate) is_dark: bool,
    /// Whether the browser logs its own events, where it can.
    pub(crate) has_log: bool,
}

/// A browser and its driver.
pub(crate) struct Browser {
    pub(crate) session: WebDriver,
    // The browser is quit before its driver ends.
    _driver: Driver,
}

impl Browser {
    /// Starts a browser. Not every driver can open a second one, so each has its own. Panics when it does not start.
    pub(crate) async fn start(options: BrowserOptions) -> Browser {
        let driver = Driver::start(options);
        let session = driver.session().await;
        Browser { session, _driver: driver }
    }

    /// Quits the browser.
    pub(crate) async fn quit(self) {
        // A browser that has crashed cannot quit; its driver is killed.
        let _ = self.session.quit().await;
    }

    /// Replaces all windows by a new one of the default size, without the cookies, the emulated display and the log of
    /// the old ones. Cookies belong to a host and not, as the storage, to an origin with its port.
    ///
    /// # Errors
    ///
    /// The driver refuses a command: the browser is not as it was at its start.
    pub(crate) async fn renew(&self) -> WebDriverResult<()> {
        let session = &self.session;
        session.delete_all_cookies().await?;
        let old = session.windows().await?;
        let new = session.new_tab().await?;
        for window in old {
            session.switch_to_window(window).await?;
            session.close_window().await?;
        }
        session.switch_to_window(new).await?;
        resize(session).await?;
        if Engine::current() == Engine::Chromium {
            // The driver opens a window without the focus.
            session.cdp().send_raw("Page.bringToFront", json!({})).await?;
            session.browser_log().await?;
        }
        Ok(())
    }
}

/// Gives the window its default size.
async fn resize(session: &WebDriver) -> WebDriverResult<()> {
    session.set_window_rect(0, 0, 1100, 1400).await
}

/// The longest time that a command may take. A driver that has lost its page never answers, and a journey asks it
/// several questions more when it fails.
const COMMAND: Duration = Duration::from_secs(40);

/// A WebDriver process for one browser, with a virtual display where one is required. All end with the browser.
struct Driver {
    options: BrowserOptions,
    address: String,
    // In the order in which they are killed.
    programs: Vec<Child>,
}

impl Driver {
    fn start(options: BrowserOptions) -> Driver {
        let mut programs = Vec::new();
        let program = |variable: &str, name: &str| {
            let mut command = Command::new(env::var_os(variable).unwrap_or_else(|| name.into()));
            command
                .env("TZ", options.zone.unwrap_or("UTC"))
                .env("LANG", "en_US.UTF-8")
                .env("LANGUAGE", "en_US");
            command
        };
        let (child, port) = match Engine::current() {
            Engine::Chromium => {
                let mut command = program("CHROMEDRIVER", "chromedriver");
                command.arg("--port=0");
                start_program(command, |line| {
                    let port = line.split("successfully on port ").nth(1)?;
                    Some(port.trim().trim_end_matches('.').to_owned())
                })
            }
            Engine::Firefox => {
                let mut command = program("GECKODRIVER", "geckodriver");
                // Firefox logs its own internals there.
                command.args(["--port", "0"]).stderr(Stdio::null());
                start_program(command, |line| {
                    Some(line.split("Listening on 127.0.0.1:").nth(1)?.trim().to_owned())
                })
            }
            Engine::WebKit => {
                let mut display = Command::new("Xvfb");
                display.args(["-displayfd", "1", "-screen", "0", "1100x1400x24", "-nolisten", "tcp"]);
                // Xvfb reports each display number that is in use.
                display.stderr(Stdio::null());
                let (child, number) = start_program(display, |line| Some(line.trim().to_owned()));
                programs.push(child);
                start_on_port(|port| {
                    let mut command = program("WEBKIT_DRIVER", "WebKitWebDriver");
                    command.env("DISPLAY", format!(":{number}")).env_remove("WAYLAND_DISPLAY");
                    command.arg(format!("--port={port}"));
                    command
                })
            }
        };
        programs.insert(0, child);
        Driver { options, address: format!("http://127.0.0.1:{port}"), programs }
    }

    /// Opens the browser.
    async fn session(&self) -> WebDriver {
        let capabilities = match Engine::current() {
            Engine::Chromium => self.chromium().into(),
            Engine::Firefox => firefox(self.options),
            Engine::WebKit => Capabilities::new(),
        };
        let session = WebDriver::builder(&self.address, capabilities).request_timeout(COMMAND).await;
        let session = session.expect("the driver opens a browser");
        if Engine::current() == Engine::Chromium && self.options.is_dark {
            let dark = json!({"features": [{"name": "prefers-color-scheme", "value": "dark"}]});
            session
                .cdp()
                .send_raw("Emulation.setEmulatedMedia", dark)
                .await
                .expect("the colour scheme is set");
        }
        resize(&session).await.expect("the window is resized");
        session
    }

    /// Chromium's capabilities, with the flags of the component tests.
    fn chromium(&self) -> ChromeCapabilities {
        let flags = std::fs::read_to_string(root().join("webdriver.json")).expect("webdriver.json is there");
        let flags: Value = serde_json::from_str(&flags).expect("webdriver.json is JSON");
        let mut capabilities = DesiredCapabilities::chrome();
        for flag in flags["goog:chromeOptions"]["args"].as_array().into_iter().flatten() {
            capabilities.add_arg(flag.as_str().expect("a flag is text")).expect("a flag is accepted");
        }
        for flag in ["--lang=en-US", "--accept-lang=en-US"] {
            capabilities.add_arg(flag).expect("a flag is accepted");
        }
        if let Ok(browser) = env::var(CHROMIUM) {
            capabilities.set_binary(&browser).expect("a browser is accepted");
        }
        capabilities.set_browser_log_level(LoggingPrefsLogLevel::All).expect("a level is accepted");
        if self.options.has_log {
            capabilities
                .set_logging_prefs("performance", LoggingPrefsLogLevel::All)
                .expect("a level is accepted");
        }
        capabilities
    }
}

fn firefox(options: BrowserOptions) -> Capabilities {
    let mut capabilities = Capabilities::new();
    let preferences = json!({
        "intl.accept_languages": "en-US",
        "intl.locale.requested": "en-US",
        "layout.css.prefers-color-scheme.content-override": if options.is_dark { 0 } else { 1 },
    });
    let firefox = json!({"args": ["-headless"], "prefs": preferences});
    capabilities.set("moz:firefoxOptions", firefox).expect("options are accepted");
    capabilities
}

/// Starts a driver on a free port and returns the port once the driver listens there. A driver whose port another
/// process took meanwhile ends at once, so it is started again on another port.
fn start_on_port(command: impl Fn(u16) -> Command) -> (Child, String) {
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
        let port = free.expect("a free port").port();
        let mut child = command(port).stderr(Stdio::null()).spawn().expect("the driver starts");
        while child.try_wait().expect("the status can be read").is_none() {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return (child, port.to_string());
            }
            assert!(Instant::now() < end, "the driver does not listen");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        for program in &mut self.programs {
            // A process that has ended already cannot be killed.
            let _ = program.kill();
            let _ = program.wait();
        }
    }
}

//! The engines: how each is started, as the same customer's browser on every machine, and what one alone can be asked for.

use std::{
    env,
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::LazyLock,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use thirtyfour::{
    Capabilities, ChromeCapabilities, ChromiumLikeCapabilities, LoggingPrefsLogLevel, prelude::*,
};

use crate::sandbox::start;

/// An engine, with the driver that speaks WebDriver for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    /// WebKitGTK in its own small browser. It wants a display, and is given one that nobody sees.
    WebKit,
}

impl Engine {
    /// The engine this run is for: `CARNET_ENGINE`, Chromium unless said.
    pub(crate) fn chosen() -> Engine {
        static CHOSEN: LazyLock<Engine> = LazyLock::new(|| match env::var("CARNET_ENGINE").as_deref() {
            Ok("firefox") => Engine::Firefox,
            Ok("webkit") => Engine::WebKit,
            Ok("chromium") | Err(_) => Engine::Chromium,
            Ok(other) => panic!("CARNET_ENGINE is chromium, firefox or webkit, not {other}"),
        });
        *CHOSEN
    }

    /// Where it leaves its pictures, under `target/screenshots/`.
    pub(crate) fn folder(self) -> &'static str {
        match self {
            Engine::Chromium => "",
            Engine::Firefox => "firefox",
            Engine::WebKit => "webkit",
        }
    }
}

/// What differs from engine to engine, and why. All else holds in every one.
impl Engine {
    /// The browser's own console, with its words about refused requests. WebDriver has none; the page's ear hears what is said
    /// by scripts and what nobody caught, in every engine.
    pub(crate) fn shows_its_console(self) -> bool {
        self == Engine::Chromium
    }

    /// Whether the browser did put its own question before a page was left. WebDriver answers it without a word; that the page
    /// wants it put is seen in every engine.
    pub(crate) fn tells_its_questions(self) -> bool {
        self == Engine::Chromium
    }

    /// A picture of the whole page, by Chromium's own protocol: pictures are for people, and who wants one of another engine
    /// finds what was in sight.
    pub(crate) fn pictures_the_whole_page(self) -> bool {
        self == Engine::Chromium
    }

    /// What axe-core makes of a page, in the two engines that can be told to be dark: WebKit's driver has no word for it, and
    /// of what axe looks at only the colours are an engine's own.
    pub(crate) fn is_scanned(self) -> bool {
        self != Engine::WebKit
    }

    /// Another width, zoom, size of text, medium or choice of colours, and the tree that a screen reader is given: Chromium's
    /// own protocol alone sets the ones and tells the other. That the element fits where it is narrow is seen in every engine.
    pub(crate) fn emulates(self) -> bool {
        self == Engine::Chromium
    }

    /// Whether all letters that no font has are drawn as the same box: Firefox writes into each which one it is. The fonts are
    /// the system's, the same for all engines.
    pub(crate) fn boxes_missing_letters(self) -> bool {
        self != Engine::Firefox
    }

    /// Whether the driver takes the focus from a list in a shadow root when it clicks one of its options, which no person's
    /// click does: then it is chosen as by the keyboard.
    pub(crate) fn leaves_a_list_it_chooses_in(self) -> bool {
        self == Engine::Firefox
    }

    /// Whether the browser repeats a write by itself when a reused connection closes without a byte.
    pub(crate) fn repeats_a_write(self) -> bool {
        self == Engine::Chromium
    }

    /// Every unit edited beside every other. The algebra of a change is the same code everywhere, and its hundreds of walks
    /// take minutes: in the others each unit meets its neighbour.
    pub(crate) fn walks_every_pair(self) -> bool {
        self == Engine::Chromium
    }
}

/// How a browser differs from the usual one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wanted {
    /// The time zone it is in, UTC unless said.
    pub(crate) zone: Option<&'static str>,
    /// Whether its customer prefers dark pages; light ones unless said.
    pub(crate) is_dark: bool,
    /// Whether it writes down what it does by itself, where it can.
    pub(crate) is_watched: bool,
}

/// A driver with one browser, and the display where one is needed. All end with the test.
pub(crate) struct Driver {
    wanted: Wanted,
    address: String,
    // Ended in this order.
    programs: Vec<Child>,
}

impl Driver {
    pub(crate) fn start(wanted: Wanted) -> Driver {
        let mut programs = Vec::new();
        let program = |variable: &str, name: &str| {
            let mut command = Command::new(env::var_os(variable).unwrap_or_else(|| name.into()));
            command
                .env("TZ", wanted.zone.unwrap_or("UTC"))
                .env("LANG", "en_US.UTF-8")
                .env("LANGUAGE", "en_US");
            command
        };
        let (child, port) = match Engine::chosen() {
            Engine::Chromium => {
                let mut command = program("CHROMEDRIVER", "chromedriver");
                command.arg("--port=0");
                start(command, |line| {
                    let port = line.split("successfully on port ").nth(1)?;
                    Some(port.trim().trim_end_matches('.').to_owned())
                })
            }
            Engine::Firefox => {
                let mut command = program("GECKODRIVER", "geckodriver");
                // What the browser says of itself is nobody's news.
                command.args(["--port", "0"]).stderr(Stdio::null());
                start(command, |line| Some(line.split("Listening on 127.0.0.1:").nth(1)?.trim().to_owned()))
            }
            Engine::WebKit => {
                let mut display = Command::new("Xvfb");
                display.args(["-displayfd", "1", "-screen", "0", "1100x1400x24", "-nolisten", "tcp"]);
                // It says of each display that is taken that it is taken.
                display.stderr(Stdio::null());
                let (child, number) = start(display, |line| Some(line.trim().to_owned()));
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
        Driver { wanted, address: format!("http://127.0.0.1:{port}"), programs }
    }

    /// A browser as a customer has it. Not every driver opens a second one.
    pub(crate) async fn browser(&self) -> WebDriver {
        let wanted = match Engine::chosen() {
            Engine::Chromium => self.chromium().into(),
            Engine::Firefox => firefox(self.wanted),
            Engine::WebKit => Capabilities::new(),
        };
        let browser = WebDriver::new(&self.address, wanted).await.expect("the driver opens a browser");
        if Engine::chosen() == Engine::Chromium && self.wanted.is_dark {
            let dark = json!({"features": [{"name": "prefers-color-scheme", "value": "dark"}]});
            browser.cdp().send_raw("Emulation.setEmulatedMedia", dark).await.expect("it is dark");
        }
        if Engine::chosen() != Engine::Chromium {
            browser.set_window_rect(0, 0, 1100, 1400).await.expect("the window has its size");
        }
        browser
    }

    /// With the flags that components are tested with too.
    fn chromium(&self) -> ChromeCapabilities {
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
        if self.wanted.is_watched {
            wanted.set_logging_prefs("performance", LoggingPrefsLogLevel::All).expect("a level is taken");
        }
        wanted
    }
}

fn firefox(wanted: Wanted) -> Capabilities {
    let mut capabilities = Capabilities::new();
    let preferences = json!({
        "intl.accept_languages": "en-US",
        "intl.locale.requested": "en-US",
        "layout.css.prefers-color-scheme.content-override": if wanted.is_dark { 0 } else { 1 },
    });
    let options = json!({"args": ["-headless"], "prefs": preferences});
    capabilities.set("moz:firefoxOptions", options).expect("options are taken");
    capabilities
}

/// Starts a driver that wants to be told its port, and says nothing; gives the port once it listens there. It ends at once
/// where another took the port meanwhile: then it is started anew.
fn start_on_port(command: impl Fn(u16) -> Command) -> (Child, String) {
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
        let port = free.expect("a free port").port();
        let mut child = command(port).stderr(Stdio::null()).spawn().expect("the driver starts");
        while child.try_wait().expect("whether it runs is known").is_none() {
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
            // It may have ended by itself, which is no news here.
            let _ = program.kill();
            let _ = program.wait();
        }
    }
}

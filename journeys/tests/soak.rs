//! Editing for a long time in one page, with a random fault in most rounds: no edit is lost, and the page keeps nothing
//! of the rounds before.
//!
//! `CARNET_SOAK_MINUTES=60` runs it for an hour; otherwise it ends after some rounds. `CARNET_SOAK_SEED` repeats a run.

use std::{
    env,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    catalogue::{edit_button, phone, t, undone},
    harness::{JourneyOptions, journey_with, poll},
    matrix_cells::{self, Fault, Place, faults},
    page::{CONNECTION_ERROR, Page},
};

const CUSTOMER: &str = "301000001";

/// The variable with the minutes of a long run.
const MINUTES: &str = "CARNET_SOAK_MINUTES";

/// The rounds of a run without `CARNET_SOAK_MINUTES`.
const ROUNDS: u32 = 30;

/// The rounds after which the page has loaded its code and its lists, and has met each kind of edit.
const WARM_UP: u32 = 10;

/// The rounds after which a run prints what the page holds.
const REPORT: u32 = 100;

/// The bytes of heap that a round may leave: the browser and the test keep a line about each request and fault.
const HEAP_PER_ROUND: u64 = 6_000;

/// The rounds at the end in which answers are larger than what the app reads.
const LARGE_ROUNDS: u32 = 4;

/// The times that each form is opened and closed.
const FORMS: usize = 50;

/// The unit in which the memory of wasm grows. It never shrinks.
const WASM_PAGE: u64 = 65_536;

/// The bytes by which wasm memory may grow in a run.
const WASM_GROWTH: u64 = 4 * WASM_PAGE;

/// Keeps the app's memory where a journey finds it.
const KEEP_MEMORY: &str = "for (const name of ['instantiate', 'instantiateStreaming']) {
        const own = WebAssembly[name];
        WebAssembly[name] = async (...given) => {
            const result = await own.apply(WebAssembly, given);
            window.wasmMemory ??= (result.instance ?? result).exports.memory;
            return result;
        };
    }";

/// A generator of random numbers (SplitMix64): the same seed gives the same run.
struct Random(u64);

impl Random {
    /// The generator of this run, whose seed is printed.
    fn seeded() -> Random {
        let given =
            env::var("CARNET_SOAK_SEED").ok().map(|seed| seed.parse().expect("CARNET_SOAK_SEED is a number"));
        // A short run is the same one each time, so that it fails for nobody who has changed nothing.
        let default = if env::var_os(MINUTES).is_some() { u64::from(std::process::id()) } else { 3 };
        let seed = given.unwrap_or(default);
        println!("CARNET_SOAK_SEED={seed}");
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Whether one of so many chances is hit.
    fn is_one_in(&mut self, chances: u64) -> bool {
        self.next().is_multiple_of(chances)
    }

    fn choose<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let count = u64::try_from(all.len()).expect("a number");
        &all[usize::try_from(self.next() % count).expect("a position")]
    }
}

/// An edit that a customer makes: the button that opens the form, the control, and the member that is stored.
struct Edit {
    open: String,
    label: &'static str,
    group: Option<String>,
    member: &'static str,
    /// The value of a round.
    value: fn(u32) -> String,
}

/// A name in letters: the number in words of digits would be doubted.
fn name(round: u32) -> String {
    let letters = round.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect::<String>();
    format!("Mo{letters}")
}

/// Edits in the form of a section and of a row in its place.
fn edits() -> Vec<Edit> {
    let row = |label: &str| format!("{} {}", t("view.edit"), t(label));
    let email = |round| format!("c{round}@example.org");
    vec![
        Edit {
            open: edit_button("identity"),
            label: t("label.first-name"),
            group: None,
            member: "/first_name",
            value: name,
        },
        Edit {
            open: edit_button("identity"),
            label: t("label.last-name"),
            group: None,
            member: "/last_name",
            value: name,
        },
        Edit {
            open: edit_button("contact"),
            label: t("label.email"),
            group: None,
            member: "/email",
            value: email,
        },
        Edit {
            open: row("label.email"),
            label: t("label.email"),
            group: None,
            member: "/email",
            value: email,
        },
        Edit {
            open: row("label.phones"),
            label: t("label.phone-number"),
            group: Some(phone(1)),
            member: "/phones/0/number",
            value: |round| format!("06{:08}", 10_000_000 + round),
        },
    ]
}

/// The faults that end without a deadline of the app, or a wait that a server asks for.
fn short_faults() -> Vec<Fault> {
    let mut faults = faults();
    faults.retain(|fault| {
        !["no answer", "an answer that drips", "429, wait 60 s"].contains(&fault.label.as_str())
    });
    faults
}

/// The requests of a save.
const PLACES: [Place; 4] = [Place::ReadBefore, Place::Write, Place::ReadBack, Place::WriteAndReadBack];

/// Where a save has ended, once it has: `profile`, or `editing` with what was typed.
const END: &str = "const [save, check, typed] = arguments;
    const names = all('button').map((button) => text(button));
    if (all('[aria-busy=true]').length || !headings().length) return 'saving';
    if (!names.includes(save) && !names.includes(check)) return announcements().some(Boolean) ? 'profile' : 'quiet';
    const isTyped = all('input').some((control) => control.value === typed)
        || changes().some(([, , after]) => after.includes(typed));
    return isTyped ? 'editing' : 'lost';";

/// What the page holds, after garbage was collected.
#[derive(Clone, Copy, Debug)]
struct Held {
    nodes: u64,
    listeners: u64,
    heap: u64,
    wasm: u64,
}

impl Held {
    async fn by(page: &Page) -> Held {
        let devtools = page.browser.cdp();
        devtools.send_raw("Performance.enable", json!({})).await.expect("Chromium counts");
        for _ in 0..3 {
            devtools.send_raw("HeapProfiler.collectGarbage", json!({})).await.expect("garbage is collected");
        }
        let found = devtools.send_raw("Performance.getMetrics", json!({})).await.expect("the counts");
        let of = |name: &str| {
            let metrics = found["metrics"].as_array().expect("a list");
            let metric = metrics.iter().find(|metric| metric["name"] == name).expect("a metric");
            metric["value"].as_u64().expect("a number")
        };
        let wasm = page.evaluate("return window.wasmMemory.buffer.byteLength", &[]).await;
        Held {
            nodes: of("Nodes"),
            listeners: of("JSEventListeners"),
            heap: of("JSHeapUsedSize"),
            wasm: wasm.expect("the app has a memory").as_u64().expect("a number"),
        }
    }
}

/// A run: the page, the chance, and what was done so far.
struct Soak {
    page: Page,
    random: Random,
    round: u32,
    saves: u32,
    faults: u32,
    /// What another device has stored.
    elsewhere: Option<String>,
}

impl Soak {
    /// Presses a button if it is on the page and not disabled. Returns whether it is.
    async fn press_if_offered(&self, name: &str) -> bool {
        let press = "const button = all('button').find((button) => text(button) === arguments[0] && !button.disabled);
            button?.click();
            return painted().then(() => !!button)";
        self.page.evaluate(press, &[json!(name)]).await == Ok(json!(true))
    }

    async fn stored(&self, member: &str) -> Value {
        let stored = self.page.sandbox.stored(CUSTOMER).await;
        stored.pointer(member).cloned().unwrap_or_default()
    }

    /// Waits until a save has ended. Panics when it lost what was typed.
    async fn end_of_save(&self, typed: &str) -> bool {
        let labels = ["review.save", "form.review"].map(|key| json!(t(key)));
        let arguments = [labels.as_slice(), &[json!(typed)]].concat();
        poll("the end of the save", || async {
            match self.page.evaluate(END, &arguments).await?.as_str().unwrap_or_default() {
                "profile" => Ok(true),
                "editing" => Ok(false),
                "lost" => panic!("“{typed}” is neither in the form nor saved: {}", self.page.text().await),
                other => Err(other.to_owned()),
            }
        })
        .await
    }

    /// One edit, with or without a fault.
    async fn run_round(&mut self, edits: &[Edit], faults: &[Fault]) {
        self.round += 1;
        let edit = self.random.choose(edits);
        let typed = (edit.value)(self.round);
        let before = self.stored(edit.member).await;
        if self.random.is_one_in(6) {
            let city = format!("Nantes {}", self.round);
            self.page.sandbox.patch(CUSTOMER, json!({"birth_city": city})).await;
            self.elsewhere = Some(city);
        }
        println!("{}: {} {typed}", self.round, edit.open);
        let open = json!({"press": edit.open});
        let fill = json!({"field": edit.label, "in": edit.group, "to": typed});
        self.page.run_steps(vec![open, fill]).await;
        if !self.random.is_one_in(4) {
            let (place, fault) = (*self.random.choose(&PLACES), self.random.choose(faults));
            self.inject(place, fault).await;
        }
        self.save_until_stored(edit, &typed, &before).await;
        if self.random.is_one_in(5) {
            self.undo(edit, &before).await;
        }
        if let Some(city) = &self.elsewhere {
            assert_eq!(self.stored("/birth_city").await, json!(city), "the change of another device is kept");
        }
        if self.random.is_one_in(8) {
            self.switch_languages().await;
        }
        while self.press_if_offered(t("news.close")).await {}
    }

    /// Makes a request of the next save fail.
    async fn inject(&mut self, place: Place, fault: &Fault) {
        self.faults += 1;
        println!("{}: {}", self.round, matrix_cells::name(place, fault));
        // Chromium sends a request again by itself when a connection breaks, and after a 408.
        let is_resent = fault.label.starts_with("connection lost") || fault.label.starts_with("408");
        for mut order in place.orders(fault) {
            if is_resent && order["fault"] != "delay" {
                order["times"] = json!(50);
            }
            self.page.sandbox.inject_fault(order).await;
        }
    }

    /// Switches to another language and back.
    async fn switch_languages(&self) {
        for locale in ["fr-FR", "en-US"] {
            self.page.choose_locale(locale).await;
            let is_shown = "return elements()[0].lang === arguments[0]";
            self.page.wait_until("the language", is_shown, &[json!(locale)]).await;
        }
    }

    /// Saves as a customer does: if the save fails, presses again.
    async fn save_until_stored(&mut self, edit: &Edit, typed: &str, before: &Value) {
        for press in 1..=3 {
            for step in [t("form.review"), t("failure.check"), t("review.save")] {
                self.press_if_offered(step).await;
            }
            self.saves += 1;
            let is_saved = self.end_of_save(typed).await;
            self.page.sandbox.clear_faults().await;
            let (stored, shown) = (self.stored(edit.member).await, self.page.text().await);
            if is_saved {
                assert_eq!(stored, json!(typed), "the page says that it is saved: {shown}");
                return self.page.shows(typed).await;
            }
            let is_unknown = shown.contains(t("failure.outcome-unknown"));
            assert!(
                stored == *before || is_unknown,
                "press {press}: {stored} is stored, and the page says: {shown}"
            );
        }
        panic!("“{typed}” is not saved after three presses: {}", self.page.text().await);
    }

    async fn undo(&self, edit: &Edit, before: &Value) {
        if !self.press_if_offered(t("news.undo")).await {
            return;
        }
        self.page.announces(undone()).await;
        assert_eq!(self.stored(edit.member).await, *before, "the undo is stored");
    }
}

#[test]
fn edits_with_random_faults_lose_nothing_and_leave_nothing() {
    let options = JourneyOptions { script: KEEP_MEMORY, ..JourneyOptions::default() };
    journey_with("soak", options, |page| async move {
        page.allow_in_console(CONNECTION_ERROR);
        page.allow_in_console("Failed to load resource");
        page.open(CUSTOMER).await;
        let minutes = env::var(MINUTES).ok();
        let minutes = minutes.map(|minutes| minutes.parse().expect("CARNET_SOAK_MINUTES is a number"));
        let end = minutes.map(|minutes: u64| Instant::now() + Duration::from_secs(60 * minutes));
        let (edits, faults) = (edits(), short_faults());
        let mut soak =
            Soak { page, random: Random::seeded(), round: 0, saves: 0, faults: 0, elsewhere: None };
        while soak.round < WARM_UP {
            soak.run_round(&edits, &faults).await;
        }
        let before = Held::by(&soak.page).await;
        while end.map_or(soak.round < ROUNDS, |end| Instant::now() < end) {
            soak.run_round(&edits, &faults).await;
            if soak.round.is_multiple_of(REPORT) {
                println!("{}: {:?}", soak.round, Held::by(&soak.page).await);
            }
        }
        let large: Vec<_> = faults.iter().filter(|fault| fault.label == "20 MB").cloned().collect();
        for _ in 0..LARGE_ROUNDS {
            soak.run_round(&edits, &large).await;
        }
        let after = Held::by(&soak.page).await;
        println!("{} rounds, {} faults, {} saves", soak.round, soak.faults, soak.saves);
        println!("before: {before:?}\nafter:  {after:?}");
        let rounds = u64::from(soak.round - WARM_UP);
        // What is on screen depends on the last edit.
        assert!(after.nodes <= before.nodes + 200, "nodes are left behind");
        assert!(after.listeners <= before.listeners + 20, "listeners are left behind");
        assert!(after.heap <= before.heap + 500_000 + rounds * HEAP_PER_ROUND, "the heap grows");
        assert!(after.wasm <= before.wasm + WASM_GROWTH, "the app's memory grows");
    });
}

/// Opens a form and cancels it, so many times.
async fn open_and_cancel(page: &Page, edit: &str, times: usize) {
    let cancel = json!({"press": t("form.cancel")});
    // The browser is on its way back to the address of the profile for a moment.
    let settle = json!({"settle": format!("#/customers/{CUSTOMER}")});
    let steps = [json!({"press": edit}), cancel, settle];
    page.run_steps(steps.iter().cycle().take(times * steps.len()).cloned().collect()).await;
}

#[test]
fn forms_that_were_closed_leave_no_memory() {
    let options = JourneyOptions { script: KEEP_MEMORY, ..JourneyOptions::default() };
    journey_with("soak-forms", options, |page| async move {
        page.open(CUSTOMER).await;
        let row = format!("{} {}", t("view.edit"), t("label.email"));
        for edit in [row, edit_button("contact")] {
            open_and_cancel(&page, &edit, 10).await;
            let before = Held::by(&page).await;
            open_and_cancel(&page, &edit, FORMS).await;
            let after = Held::by(&page).await;
            println!("{edit}: before {before:?}, after {after:?}");
            assert!(after.wasm <= before.wasm + WASM_PAGE, "{edit}: the app's memory grows");
            assert!(after.nodes <= before.nodes + 20, "{edit}: nodes are left behind");
            assert!(after.listeners <= before.listeners, "{edit}: listeners are left behind");
        }
    });
}

//! Every state of the app and how to come there: whoever looks at all of them looks at this list.
//!
//! The steps are in CSS, so that they lead there in any language. `CARNET_STATE=clash` looks at those alone whose names
//! begin so.

use std::{env, future::Future, sync::LazyLock};

use serde_json::{Value, json};

use crate::{
    engine::Wanted,
    page::{CUT, Page},
    run::{Setting, journey_in, the_policy_is_kept},
};

/// The first scripts of the page.
static FIRST: LazyLock<String> =
    LazyLock::new(|| [include_str!("world.js"), include_str!("said.js")].concat());

/// Somebody with everything filled in.
const FULL: &str = "#/customers/301000001";

/// A state of the app.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) name: &'static str,
    /// What its page meets, as the query of its address (`world.js`).
    world: &'static str,
    fragment: &'static str,
    steps: Vec<Step>,
}

#[derive(Debug)]
enum Step {
    /// Something done on the page (`hand.js`).
    Hand(Value),
    /// The sandbox is to fail.
    Order(Value),
    /// The sandbox is to behave so.
    Switch(Value),
    /// Somebody else changes the same profile.
    Elsewhere(Value),
}

impl Step {
    /// Does what is done behind the page's back.
    async fn prepare(&self, page: &Page) {
        match self {
            Step::Hand(_) => {}
            Step::Order(fault) => page.sandbox.order(fault.clone()).await,
            Step::Switch(switches) => page.sandbox.switch(switches.clone()).await,
            Step::Elsewhere(patch) => page.sandbox.change("301000001", patch.clone()).await,
        }
    }
}

fn at(name: &'static str, fragment: &'static str) -> State {
    State { name, world: "", fragment, steps: Vec::new() }
}

/// Somebody's profile, loaded.
fn profile(name: &'static str) -> State {
    at(name, FULL).sees("#edit-identity")
}

/// Somebody's section, opened.
fn edit(name: &'static str, section: &str) -> State {
    profile(name).clicks(&format!("#edit-{section}")).sees("form")
}

/// The review of another first name.
fn review(name: &'static str) -> State {
    edit(name, "identity").puts("#first-name", "Camilla").goes_on().sees(".c-changes")
}

/// A save that comes to this.
fn saved(name: &'static str, order: Value) -> State {
    review(name).orders(order).goes_on().sees(".c-banner")
}

/// A choice between what was changed here and elsewhere.
fn clash(name: &'static str) -> State {
    review(name).elsewhere(json!({"first_name": "Milla"})).goes_on().sees(".c-clash")
}

/// A new customer's answers, ready to be sent.
fn answers(name: &'static str) -> State {
    create(name).names().goes_on().sees(".c-facts")
}

fn create(name: &'static str) -> State {
    at(name, "#/create").sees("#last-name")
}

/// A write that fails so.
fn failing(fault: &str) -> Value {
    json!({"fault": fault, "method": "PATCH", "times": 9})
}

impl State {
    fn does(mut self, step: Step) -> State {
        self.steps.push(step);
        self
    }

    fn sees(self, css: &str) -> State {
        self.does(Step::Hand(json!({"see": css})))
    }

    fn clicks(self, css: &str) -> State {
        self.does(Step::Hand(json!({"click": css})))
    }

    fn puts(self, css: &str, value: &str) -> State {
        self.does(Step::Hand(json!({"put": css, "to": value})))
    }

    fn goes_on(self) -> State {
        self.clicks(".c-form > .c-actions > .c-primary")
    }

    fn names(self) -> State {
        self.puts("#civility", "MRS").puts("#first-name", "Élise").puts("#last-name", "Okafor")
    }

    fn orders(self, fault: Value) -> State {
        self.does(Step::Order(fault))
    }

    fn elsewhere(self, patch: Value) -> State {
        self.does(Step::Elsewhere(patch))
    }

    fn meets(mut self, world: &'static str) -> State {
        self.world = world;
        self
    }

    /// Goes there, in this world too. What the sandbox did for the state before is forgotten.
    pub(crate) async fn reach(&self, page: &Page, world: &str) -> Result<(), String> {
        the_policy_is_kept(page).await;
        page.sandbox.reset().await;
        // What is ordered before all else is ordered before the page is opened.
        let is_order = |step: &&Step| matches!(step, Step::Order(_));
        for step in self.steps.iter().take_while(is_order) {
            step.prepare(page).await;
        }
        page.visit(&format!("?{}&{world}{}", self.world, self.fragment)).await;
        let mut steps = Vec::new();
        for step in self.steps.iter().skip_while(is_order) {
            if let Step::Hand(step) = step {
                steps.push(step.clone());
                continue;
            }
            walk(page, &mut steps).await?;
            step.prepare(page).await;
        }
        walk(page, &mut steps).await?;
        page.ask("return painted().then(painted)", &[]).await.map(drop)
    }
}

/// Walks what is to be walked by now.
async fn walk(page: &Page, steps: &mut Vec<Value>) -> Result<(), String> {
    let script = format!("{}\nreturn walk(arguments[0]).then(() => true)", include_str!("hand.js"));
    page.ask(&script, &[Value::Array(std::mem::take(steps))]).await.map(drop)
}

/// Every state there is.
pub(crate) fn states() -> Vec<State> {
    let host = [
        at("host", "").sees(".h-card"),
        at("host-empty", "").meets("customers=none").sees("h2"),
        at("host-loading", "").meets("customers=never").sees("[role=status]"),
        at("host-absent", "").meets("customers=absent").sees("[role=alert]"),
        at("host-other-vendor", "").meets("vendor=imprint").sees(".h-card"),
    ];
    let loader = [
        profile("loader-broken").does(Step::Hand(json!({"trap": "unreachable"}))).sees("[role=alert]"),
        at("loader-failed", FULL).meets("lost=.wasm").sees("[role=alert]"),
        at("loader-unfit", FULL).meets("old").sees("[role=alert]"),
        profile("element-misused")
            .does(Step::Hand(json!({"attribute": "base-url", "to": ""})))
            .sees("[role=alert]"),
        profile("locale-missing")
            .meets("lost=/fr")
            .clicks("#locale")
            .clicks("#locale-fr-FR")
            .sees(".c-note[role]"),
        profile("locale-open").clicks("#locale").sees(".c-option"),
        profile("locale-found").clicks("#locale").puts("#locale", "deut").sees(".c-option:only-child"),
        profile("locale-none").clicks("#locale").puts("#locale", "klingon").sees("p.c-list"),
    ];
    let loading =
        json!({"fault": "delay", "delay_ms": 60_000, "method": "GET", "times": 9, "path": "/profile"});
    let view = [
        at("view-loading", FULL).orders(loading.clone()).sees("#locale").sees(".c-skeleton"),
        profile("view"),
        profile("view-revealed").clicks(".c-fact .c-link").sees(".c-fact .c-link"),
        at("view-sparse", "#/customers/301000002").sees("#edit-identity"),
        at("view-odd", "#/customers/301000003").sees("#edit-identity"),
        at("view-both-scripts", "#/customers/301000005").sees("#edit-identity"),
        at("view-for-life", "#/customers/301000008").sees("#edit-identity"),
    ];
    let too_many =
        json!({"fault": "too_many", "method": "GET", "retry_after": 30, "times": 9, "path": "/profile"});
    let read = |name, customer| at(name, customer).sees(".c-banner");
    let read_failures = [
        read("read-offline", "#/customers/900000012"),
        at("read-timed-out", FULL).meets("impatient").orders(loading).sees(".c-banner"),
        read("read-signed-out", "#/customers/900000010"),
        read("read-not-allowed", "#/customers/900000002"),
        read("read-not-found", "#/customers/900000003"),
        read("read-deleted", FULL).meets("answer=GET 410"),
        at("read-too-many", FULL).orders(too_many).sees(".c-banner"),
        read("read-vendor-broken", "#/customers/900000005"),
        read("read-unreadable", "#/customers/900000006"),
    ];
    let edits = [
        edit("edit-identity", "identity"),
        edit("edit-identity-revealed", "identity").clicks("#national-number").sees("input#national-number"),
        edit("edit-contact", "contact"),
        edit("edit-contact-added", "contact").clicks("#add-phone").sees(".c-phone:nth-of-type(4)"),
        edit("edit-address", "address"),
        edit("edit-address-abroad", "address")
            .puts("#country", "US")
            .sees("#state:has(option[value=Colorado])"),
        at("edit-address-own-script", "#/customers/301000004")
            .clicks("#edit-address")
            .sees("#state:has(option[value=大阪府])"),
        edit("edit-preferences", "preferences"),
        at("edit-odd", "#/customers/301000003").clicks("#edit-identity").sees("form"),
        at("edit-sparse", "#/customers/301000002").clicks("#edit-identity").sees("form"),
        edit("leave", "identity")
            .puts("#first-name", "Camilla")
            .clicks(".c-actions > .c-secondary")
            .sees("dialog[open]"),
    ];
    let refusals = json!([
        {"concerned_key": "/phones/1/number", "error_description": "This number is not in use."},
        {"error_description": "We are closed today."},
    ]);
    let refused = json!({"fault": "bad_request", "method": "PATCH", "errors": refusals});
    let edit_problems = [
        edit("problems-identity", "identity")
            .puts("#month", "13")
            .puts("#first-name", "")
            .puts("#last-name", "")
            .goes_on()
            .sees(".c-summary"),
        edit("problems-contact", "contact").puts("#email", "camille").goes_on().sees(".c-summary"),
        edit("problems-refused", "contact")
            .puts("#email", "milla@example.org")
            .goes_on()
            .sees(".c-changes")
            .orders(refused)
            .goes_on()
            .sees(".c-summary"),
        edit("address-incomplete", "address").puts("#zip-code", "").goes_on().sees(".c-offer"),
        edit("address-refused", "address")
            .puts("#street", "UNKNOWN")
            .goes_on()
            .sees(".c-changes")
            .goes_on()
            .sees(".c-offer"),
        edit("address-suggested", "address")
            .puts("#city", "Nante")
            .goes_on()
            .sees(".c-changes")
            .goes_on()
            .sees(".c-offer + .c-offer"),
    ];
    let slow = json!({"fault": "delay", "delay_ms": 60_000, "method": "PATCH"});
    let saves = [
        review("review"),
        review("review-saving").orders(slow).goes_on().sees("[aria-busy=true]"),
        review("saved").goes_on().sees(".c-banner"),
        review("saved-undone")
            .goes_on()
            .sees(".c-banner")
            .clicks("#undo")
            .does(Step::Hand(json!({"at": "Camille Moreau-Lefèvre|Moreau-Lefèvre Camille"})))
            .sees(".c-banner"),
        review("saved-different")
            .does(Step::Switch(json!({"stores": "upper_case"})))
            .goes_on()
            .sees(".c-banner"),
        review("saved-ignored").does(Step::Switch(json!({"stores": "nothing"}))).goes_on().sees(".c-banner"),
        review("saved-elsewhere")
            .elsewhere(json!({"email": "milla@example.org"}))
            .goes_on()
            .sees(".c-banner"),
        review("saved-already").elsewhere(json!({"first_name": "Camilla"})).goes_on().sees(".c-banner"),
        edit("saved-nothing", "contact").goes_on().sees(".c-banner"),
        saved("saved-found", json!({"fault": "cut_after", "method": "PATCH", "times": 50})),
        clash("clash"),
        clash("clash-unchosen").goes_on().sees(".c-error"),
        clash("clash-kept").clicks("[id='first-name-clash.theirs']").goes_on().sees(".c-banner"),
        review("clash-undo")
            .goes_on()
            .sees("#undo")
            .elsewhere(json!({"first_name": "Milla"}))
            .clicks("#undo")
            .sees(".c-clash"),
        review("clash-waits")
            .elsewhere(json!({"first_name": "Milla"}))
            .orders(json!({"fault": "delay", "delay_ms": 1000, "method": "GET"}))
            .goes_on()
            .does(Step::Hand(json!({"go": FULL})))
            .clicks("dialog .c-secondary")
            .clicks("#edit-contact")
            .puts("#email", "milla@example.org")
            .sees(".c-banner"),
    ];
    let unknown = review("save-outcome-unknown")
        .orders(json!({"fault": "delay", "delay_ms": 1, "method": "GET"}))
        .orders(json!({"fault": "cut_before", "method": "GET", "times": 50}));
    let save_failures = [
        review("save-offline")
            .orders(json!({"fault": "cut_before", "times": 50}))
            .goes_on()
            .sees(".c-banner"),
        unknown
            .orders(json!({"fault": "cut_after", "method": "PATCH", "times": 50}))
            .goes_on()
            .sees(".c-banner"),
        saved("save-not-saved", json!({"fault": "cut_before", "method": "PATCH", "times": 50})),
        saved("save-signed-out", failing("unauthorized")),
        saved("save-not-allowed", failing("forbidden")),
        saved("save-not-found", failing("not_found")),
        saved("save-too-many", failing("too_many")),
        saved("save-vendor-broken", failing("server_error_html")),
        review("save-overtaken").meets("answer=PATCH 409").goes_on().sees(".c-banner"),
        review("save-refused")
            .orders(json!({"fault": "bad_request", "method": "PATCH", "errors": []}))
            .goes_on()
            .sees(".c-summary"),
    ];
    let creation = [
        create("create"),
        create("create-problems").goes_on().sees(".c-summary"),
        answers("create-check"),
        answers("created").goes_on().sees(".c-banner"),
        answers("create-unknown")
            .orders(json!({"fault": "cut_before", "method": "POST", "times": 50}))
            .goes_on()
            .sees(".c-banner"),
        create("create-refused")
            .names()
            .puts("#country", "FR")
            .puts("#street", "rue de la Paix")
            .puts("#zip-code", "69001")
            .puts("#city", "Lion")
            .goes_on()
            .sees(".c-facts")
            .goes_on()
            .sees(".c-offer + .c-offer"),
    ];
    let capillary = |name, customer| at(name, customer).meets("vendor=capillary");
    let imprint = |name, customer| at(name, customer).meets("vendor=imprint");
    let is_there = "#record-title";
    let vendors = [
        capillary("capillary", "#/customers/17742").sees(is_there),
        capillary("capillary-odd", "#/customers/17751").sees(is_there),
        capillary("capillary-partial", "#/customers/17749").sees("[role=alert]"),
        capillary("capillary-pages", "#/customers/17750")
            .sees("#pages")
            .clicks("#pages ~ .c-actions :last-child")
            .sees("#pages ~ .c-actions :first-child:enabled"),
        capillary("capillary-unknown-key", "#/customers/17760").sees(".c-banner"),
        capillary("capillary-merged", "#/customers/17765").sees(".c-banner"),
        capillary("capillary-deleted", "#/customers/17763").sees(".c-banner"),
        at("capillary-refused", "#/customers/17745")
            .meets("vendor=capillary&source=WECHAT")
            .sees(".c-banner"),
        at("capillary-misused", "#/customers/17742")
            .meets("vendor=capillary&embed=points&gap-to-renew=soon")
            .sees("[role=alert]"),
        imprint("imprint", "#/customers/9B5E1EE0-2E1C-46E7-81B9-3C3917204BE4").sees(is_there),
        imprint("imprint-bare", "#/customers/30100000-0000-4000-8000-000000000001").sees(is_there),
        imprint("imprint-nested", "#/customers/30100000-0000-4000-8000-000000000007").sees(is_there),
        imprint("imprint-many", "#/customers/30100000-0000-4000-8000-000000000008")
            .sees(is_there)
            .clicks(".c-facts + .c-secondary")
            .sees(".c-facts + div .c-facts"),
        imprint("imprint-refused", "#/customers/30100000-0000-4000-8000-000000000031").sees(".c-banner"),
    ];
    let mut states = Vec::new();
    states.extend(host);
    states.extend(loader);
    states.extend(view);
    states.extend(read_failures);
    states.extend(edits);
    states.extend(edit_problems);
    states.extend(saves);
    states.extend(save_failures);
    states.extend(creation);
    states.extend(vendors);
    states
}

/// What the console may say on the way to all of these.
const NOISE: [&str; 16] = [
    "400 (",
    "401 (",
    "403 (",
    "404 (",
    "409 (",
    "410 (",
    "412 (",
    "429 (",
    "500 (",
    CUT,
    "there is no sandbox",
    "Carnet could not be opened",
    "Carnet has stopped",
    "unreachable",
    "Blocked attempt to show a 'beforeunload'",
    // Who stays with the host does not need it yet.
    "was preloaded using link preload but not used",
];

/// Goes to every state, with one browser, and tells all that was found wrong in any.
pub(crate) fn in_each_state<C, Fut>(name: &'static str, browsers: Wanted, world: &'static str, check: C)
where
    C: Fn(Page, &'static str) -> Fut + 'static,
    Fut: Future<Output = Result<(), String>>,
{
    let chosen = env::var("CARNET_STATE").unwrap_or_default();
    in_states(name, browsers, world, check, move |state| state.starts_with(&chosen));
}

/// Goes to some of the states.
pub(crate) fn in_states<C, Fut>(
    name: &'static str,
    browsers: Wanted,
    world: &'static str,
    check: C,
    wanted: impl Fn(&str) -> bool + 'static,
) where
    C: Fn(Page, &'static str) -> Fut + 'static,
    Fut: Future<Output = Result<(), String>>,
{
    let setting = Setting { browsers, script: &FIRST, ..Setting::default() };
    journey_in(name, setting, async move |page| {
        NOISE.into_iter().for_each(|noise| page.expect_noise(noise));
        let (mut wrong, mut met) = (Vec::new(), 0);
        for state in states().into_iter().filter(|state| wanted(state.name)) {
            met += 1;
            let found = match state.reach(&page, world).await {
                Ok(()) => check(page.clone(), state.name).await,
                Err(why) => Err(format!("it is not reached: {why}")),
            };
            if let Err(why) = found {
                page.shoot(&format!("wrong-{name}-{}", state.name)).await;
                wrong.push(format!("== {}\n{why}", state.name));
            }
        }
        assert!(met > 0, "there are states");
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}

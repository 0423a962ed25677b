//! Every state of the app and the steps that lead to it. Checks of all states run over this list.
//!
//! The steps find controls by CSS, so that they work in any language. `CARNET_STATE=conflict,saved` runs only the
//! states whose names begin with `conflict` or `saved`.

use std::{env, future::Future, rc::Rc, sync::LazyLock};

use serde_json::{Value, json};
use tokio::task::spawn_local;

use crate::{
    browser::Engine,
    catalogue::keyed,
    harness::{JourneyOptions, has_no_policy_violation, journey_with},
    page::{CONNECTION_ERROR, Page},
};

/// The scripts that run before those of the page.
static FIRST: LazyLock<String> = LazyLock::new(|| {
    let catalogue = format!("window.keyedCatalogue = {};\n", keyed());
    [&catalogue, include_str!("overrides.js"), include_str!("announcements.js")].concat()
});

/// The page of a customer with everything filled in.
const FULL: &str = "#/customers/301000001";

/// A state of the app.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) name: &'static str,
    /// The conditions of its page, as the query of its address (`overrides.js`).
    overrides: &'static str,
    fragment: &'static str,
    steps: Vec<Step>,
}

#[derive(Debug)]
enum Step {
    /// An action on the page (`steps.js`).
    Action(Value),
    /// A fault of the sandbox.
    Fault(Value),
    /// A switch of the sandbox.
    Switch(Value),
    /// A change of the same profile on another device.
    Patch(Value),
    /// The response to a request that is held by a fault.
    Release,
}

impl Step {
    /// Carries out a step that is not on the page.
    async fn prepare(&self, page: &Page) {
        match self {
            Step::Action(_) => {}
            Step::Fault(fault) => page.sandbox.inject_fault(fault.clone()).await,
            Step::Switch(switches) => page.sandbox.set_switches(switches.clone()).await,
            Step::Patch(patch) => page.sandbox.patch("301000001", patch.clone()).await,
            Step::Release => page.sandbox.release().await,
        }
    }
}

fn at(name: &'static str, fragment: &'static str) -> State {
    State { name, overrides: "", fragment, steps: Vec::new() }
}

/// A customer's profile, loaded. The facts come last, with a part of the app of their own.
fn profile(name: &'static str) -> State {
    at(name, FULL).shows("#edit-identity").shows(".c-fold > summary")
}

/// The form of the address, which is one row of the profile: its own page is opened by a link.
fn edit_address(name: &'static str) -> State {
    at(name, "#/customers/301000001/edit/address").shows("#city")
}

/// A row that is edited in its place.
fn edit_row(name: &'static str, row: &str) -> State {
    profile(name).clicks(&format!("#edit-{row}")).shows(".c-row-form .c-actions")
}

/// The form of a section.
fn edit(name: &'static str, section: &str) -> State {
    profile(name).clicks(&format!("#edit-{section}")).shows("form")
}

/// The review of a new first name.
fn review(name: &'static str) -> State {
    edit(name, "identity").fills("#first-name", "Camilla").submits().shows(".c-changes")
}

/// The result of a save with this fault.
fn saved(name: &'static str, fault: Value) -> State {
    review(name).fault(fault).submits().shows(".c-banner")
}

/// A conflict between this change and one on another device.
fn conflict(name: &'static str) -> State {
    review(name).patch(json!({"first_name": "Milla"})).submits().shows(".c-conflict")
}

/// The review of a new customer.
fn create_review(name: &'static str) -> State {
    create(name).fills_names().submits().shows(".c-facts")
}

fn create(name: &'static str) -> State {
    at(name, "#/create").shows("#last-name")
}

/// The fault of this kind for every write.
fn failing(fault: &str) -> Value {
    json!({"fault": fault, "method": "PATCH", "times": 9})
}

impl State {
    fn step(mut self, step: Step) -> State {
        self.steps.push(step);
        self
    }

    fn shows(self, css: &str) -> State {
        self.step(Step::Action(json!({"see": css})))
    }

    fn clicks(self, css: &str) -> State {
        self.step(Step::Action(json!({"click": css})))
    }

    fn fills(self, css: &str, value: &str) -> State {
        self.step(Step::Action(json!({"put": css, "to": value})))
    }

    fn types(self, css: &str, value: &str) -> State {
        self.step(Step::Action(json!({"enter": css, "to": value})))
    }

    fn submits(self) -> State {
        self.clicks(".c-form > .c-actions > .c-primary")
    }

    fn fills_names(self) -> State {
        self.fills("#civility", "MRS").fills("#first-name", "Élise").fills("#last-name", "Okafor")
    }

    fn fault(self, fault: Value) -> State {
        self.step(Step::Fault(fault))
    }

    fn patch(self, patch: Value) -> State {
        self.step(Step::Patch(patch))
    }

    fn overrides(mut self, overrides: &'static str) -> State {
        self.overrides = overrides;
        self
    }

    /// Resets the sandbox and goes to the state, with these overrides beside the state's own.
    pub(crate) async fn reach(&self, page: &Page, overrides: &str) -> Result<(), String> {
        has_no_policy_violation(page).await;
        page.sandbox.reset().await;
        // The faults that come first are set before the page is opened.
        let is_fault = |step: &&Step| matches!(step, Step::Fault(_));
        for step in self.steps.iter().take_while(is_fault) {
            step.prepare(page).await;
        }
        forget_history(page).await?;
        page.visit(&format!("?{}&{overrides}{}", self.overrides, self.fragment)).await;
        let mut actions = Vec::new();
        for step in self.steps.iter().skip_while(is_fault) {
            if let Step::Action(action) = step {
                actions.push(action.clone());
                continue;
            }
            act(page, &mut actions).await?;
            step.prepare(page).await;
        }
        act(page, &mut actions).await?;
        page.evaluate("return painted().then(painted)", &[]).await.map(drop)
    }
}

/// Empties the tab's history. Chromium keeps 50 entries, and when it needs room it drops one that no gesture of a
/// person came after: an entry that a step has just made, so that the app's way back from a finished edit is too long.
async fn forget_history(page: &Page) -> Result<(), String> {
    let command = "Page.resetNavigationHistory";
    if Engine::current().emulates_media() {
        page.browser
            .cdp()
            .send_raw(command, json!({}))
            .await
            .map_err(|error| format!("{command}: {error}"))?;
    }
    Ok(())
}

/// Carries out the actions that have been collected.
async fn act(page: &Page, actions: &mut Vec<Value>) -> Result<(), String> {
    let script = format!("{}\nreturn runSteps(arguments[0]).then(() => true)", include_str!("steps.js"));
    page.evaluate(&script, &[Value::Array(std::mem::take(actions))]).await.map(drop)
}

/// A page in a state.
#[derive(Clone, Debug)]
pub(crate) struct Reached {
    pub(crate) page: Page,
    pub(crate) name: &'static str,
    state: Rc<State>,
    /// What the page has apart from its texts, as `in_place.js` tells it.
    shape: Value,
}

impl Reached {
    async fn new(page: Page, state: State) -> Result<Reached, String> {
        state.reach(&page, "").await?;
        let shape = in_place(&page, "return shape()", &[]).await?;
        Ok(Reached { page, name: state.name, state: Rc::new(state), shape })
    }

    /// Makes a check in another display: the overrides that the state is reached with. The page is changed as it is,
    /// which is much faster than another visit. Where that does not lead to the same state, or the check finds
    /// something, the state is reached from the beginning and the check made there.
    pub(crate) async fn shown_with<C>(&self, overrides: &str, check: C) -> Result<(), String>
    where
        C: AsyncFn() -> Result<(), String>,
    {
        // What is accepted comes from a page that was opened in its display.
        if env::var_os("CARNET_BLESS").is_none() {
            let in_place = async {
                self.show_in_place(overrides).await?;
                check().await
            };
            match in_place.await {
                Ok(()) => return Ok(()),
                Err(reason) => eprintln!("{} is visited again with “{overrides}”: {reason}", self.name),
            }
        }
        self.state.reach(&self.page, overrides).await?;
        check().await
    }

    /// Changes the page to another display. The error says why it is not in the same state there.
    async fn show_in_place(&self, overrides: &str) -> Result<(), String> {
        let arguments = [json!(overrides), self.shape.clone()];
        match in_place(&self.page, "return showInPlace(arguments[0], arguments[1])", &arguments).await? {
            Value::Null => Ok(()),
            reason => Err(reason.to_string()),
        }
    }
}

/// Runs a script after the functions of `in_place.js`.
async fn in_place(page: &Page, script: &str, arguments: &[Value]) -> Result<Value, String> {
    page.evaluate(&format!("{}\n{script}", include_str!("in_place.js")), arguments).await
}

/// Every state.
pub(crate) fn states() -> Vec<State> {
    let host = [
        at("host", "").shows(".h-card"),
        at("host-empty", "").overrides("customers=none").shows("h2"),
        at("host-loading", "").overrides("customers=never").shows("[role=status]"),
        at("host-absent", "").overrides("customers=absent").shows("[role=alert]"),
        at("host-other-vendor", "").overrides("vendor=imprint").shows(".h-card"),
    ];
    let loader = [
        profile("loader-broken").step(Step::Action(json!({"trap": "unreachable"}))).shows("[role=alert]"),
        at("loader-failed", FULL).overrides("lost=.wasm").shows("[role=alert]"),
        at("loader-unfit", FULL).overrides("old").shows("[role=alert]"),
        profile("element-misused")
            .step(Step::Action(json!({"attribute": "base-url", "to": ""})))
            .shows("[role=alert]"),
        profile("locale-missing")
            .overrides("lost=/fr")
            .clicks("#locale")
            .clicks("#locale-fr-FR")
            .shows(".c-note[role]"),
        profile("locale-open").clicks("#locale").shows(".c-option"),
        profile("locale-found").clicks("#locale").types("#locale", "deut").shows(".c-option:only-child"),
        profile("locale-none").clicks("#locale").types("#locale", "klingon").shows("p.c-listbox-empty"),
    ];
    let loading =
        json!({"fault": "delay", "delay_ms": 60_000, "method": "GET", "times": 9, "path": "/profile"});
    let view = [
        at("view-loading", FULL).fault(loading.clone()).shows("#locale").shows(".c-skeleton"),
        profile("view"),
        profile("view-revealed").clicks(".c-fact .c-link").shows(".c-fact .c-link"),
        at("view-sparse", "#/customers/301000002").shows("#edit-identity"),
        at("view-odd", "#/customers/301000003").shows("#edit-identity"),
        at("view-both-scripts", "#/customers/301000005").shows("#edit-identity"),
        at("view-for-life", "#/customers/301000008").shows("#edit-identity"),
    ];
    let rate_limited =
        json!({"fault": "too_many", "method": "GET", "retry_after": 30, "times": 9, "path": "/profile"});
    let read = |name, customer| at(name, customer).shows(".c-banner");
    let read_failures = [
        read("read-offline", "#/customers/900000012"),
        at("read-timed-out", FULL).overrides("impatient").fault(loading).shows(".c-banner"),
        read("read-signed-out", "#/customers/900000010"),
        read("read-not-allowed", "#/customers/900000002"),
        read("read-not-found", "#/customers/900000003"),
        read("read-deleted", FULL).overrides("answer=GET 410"),
        at("read-too-many", FULL).fault(rate_limited).shows(".c-banner"),
        read("read-vendor-broken", "#/customers/900000005"),
        read("read-unreadable", "#/customers/900000006"),
    ];
    let edits = [
        edit("edit-identity", "identity"),
        edit("edit-identity-revealed", "identity").clicks("#national-number").shows("input#national-number"),
        edit("edit-contact", "contact"),
        edit("edit-contact-added", "contact").clicks("#add-phone").shows(".c-phone:nth-of-type(4)"),
        edit_address("edit-address"),
        edit_row("edit-row", "email"),
        edit_row("edit-row-changed", "email").fills("#email", "milla@example.org").shows(".c-change"),
        edit_row("edit-row-phones", "phones"),
        edit_row("edit-row-address", "postal-address"),
        profile("edit-row-tick").clicks("[data-row=opt-ins] [type=checkbox]").shows(".c-row-form .c-change"),
        edit_address("edit-address-abroad")
            .fills("#country", "US")
            .shows("#state:has(option[value=Colorado])"),
        at("edit-address-own-script", "#/customers/301000004/edit/address")
            .shows("#state:has(option[value=大阪府])"),
        edit("edit-preferences", "preferences"),
        at("edit-odd", "#/customers/301000003").clicks("#edit-identity").shows("form"),
        at("edit-sparse", "#/customers/301000002").clicks("#edit-identity").shows("form"),
        edit("leave", "identity")
            .fills("#first-name", "Camilla")
            .clicks(".c-actions > .c-secondary")
            .shows("dialog[open]"),
    ];
    let errors = json!([
        {"concerned_key": "/phones/1/number", "error_description": "This number is not in use."},
        {"error_description": "We are closed today."},
    ]);
    let refused = json!({"fault": "bad_request", "method": "PATCH", "errors": errors});
    let edit_problems = [
        edit("problems-identity", "identity")
            .fills("#month", "13")
            .fills("#first-name", "")
            .fills("#last-name", "")
            .submits()
            .shows(".c-summary"),
        edit("problems-contact", "contact").fills("#email", "camille").submits().shows(".c-summary"),
        edit("problems-refused", "contact")
            .fills("#email", "milla@example.org")
            .submits()
            .shows(".c-changes")
            .fault(refused)
            .submits()
            .shows(".c-summary"),
        edit_address("address-incomplete").fills("#zip-code", "").submits().shows(".c-offer"),
        edit_address("address-refused")
            .fills("#street", "UNKNOWN")
            .submits()
            .shows(".c-changes")
            .submits()
            .shows(".c-offer"),
        edit_address("address-suggested")
            .fills("#city", "Nante")
            .submits()
            .shows(".c-changes")
            .submits()
            .shows(".c-offer + .c-offer"),
    ];
    let slow = json!({"fault": "delay", "delay_ms": 60_000, "method": "PATCH"});
    let saves = [
        review("review"),
        review("review-saving").fault(slow).submits().shows("[aria-busy=true]"),
        review("saved").submits().shows(".c-banner"),
        review("saved-undone")
            .submits()
            .shows(".c-banner")
            .clicks("#undo")
            .step(Step::Action(json!({"heading": "Camille Moreau-Lefèvre|Moreau-Lefèvre Camille"})))
            .shows(".c-banner"),
        review("saved-different")
            .step(Step::Switch(json!({"stores": "upper_case"})))
            .submits()
            .shows(".c-banner"),
        review("saved-ignored").step(Step::Switch(json!({"stores": "nothing"}))).submits().shows(".c-banner"),
        review("saved-elsewhere").patch(json!({"email": "milla@example.org"})).submits().shows(".c-banner"),
        review("saved-already").patch(json!({"first_name": "Camilla"})).submits().shows(".c-banner"),
        edit("edit-unchanged", "contact").submits().shows("p[role=status]:not(:empty)"),
        edit_row("saved-row", "email")
            .fills("#email", "milla@example.org")
            .clicks(".c-row-form .c-primary")
            .shows(".c-outcome .c-banner"),
        saved("saved-found", json!({"fault": "cut_after", "method": "PATCH", "times": 50})),
        conflict("conflict"),
        conflict("conflict-unchosen").submits().shows(".c-error"),
        conflict("conflict-kept").clicks("[id='first-name-clash.theirs']").submits().shows(".c-banner"),
        review("conflict-undo")
            .submits()
            .shows("#undo")
            .patch(json!({"first_name": "Milla"}))
            .clicks("#undo")
            .shows(".c-conflict"),
        review("conflict-waits")
            .patch(json!({"first_name": "Milla"}))
            .fault(json!({"fault": "hold", "method": "GET"}))
            .submits()
            .step(Step::Action(json!({"go": FULL})))
            .clicks("dialog .c-secondary")
            .step(Step::Action(json!({"settle": FULL})))
            .clicks("#edit-contact")
            .shows("form #email")
            .fills("#email", "milla@example.org")
            .step(Step::Release)
            .shows(".c-banner"),
    ];
    let unknown = review("save-outcome-unknown")
        .fault(json!({"fault": "delay", "delay_ms": 1, "method": "GET"}))
        .fault(json!({"fault": "cut_before", "method": "GET", "times": 50}));
    let save_failures = [
        review("save-offline")
            .fault(json!({"fault": "cut_before", "times": 50}))
            .submits()
            .shows(".c-banner"),
        unknown
            .fault(json!({"fault": "cut_after", "method": "PATCH", "times": 50}))
            .submits()
            .shows(".c-banner"),
        saved("save-not-saved", json!({"fault": "cut_before", "method": "PATCH", "times": 50})),
        saved("save-signed-out", failing("unauthorized")),
        saved("save-not-allowed", failing("forbidden")),
        saved("save-not-found", failing("not_found")),
        saved("save-too-many", failing("too_many")),
        saved("save-vendor-broken", json!({"fault": "server_error_html", "method": "GET", "times": 9})),
        review("save-overtaken").overrides("answer=PATCH 409").submits().shows(".c-banner"),
        review("save-refused")
            .fault(json!({"fault": "bad_request", "method": "PATCH", "errors": []}))
            .submits()
            .shows(".c-summary"),
    ];
    let creates = [
        create("create"),
        create("create-problems").submits().shows(".c-summary"),
        create_review("create-check"),
        create_review("created").submits().shows(".c-banner"),
        create_review("create-unknown")
            .fault(json!({"fault": "cut_before", "method": "POST", "times": 50}))
            .submits()
            .shows(".c-banner"),
        create("create-refused")
            .fills_names()
            .clicks("details.c-card:nth-of-type(3) > summary")
            .fills("#country", "FR")
            .fills("#street", "rue de la Paix")
            .fills("#zip-code", "69001")
            .fills("#city", "Lion")
            .submits()
            .shows(".c-facts")
            .submits()
            .shows(".c-offer + .c-offer"),
    ];
    let capillary = |name, customer| at(name, customer).overrides("vendor=capillary");
    let imprint = |name, customer| at(name, customer).overrides("vendor=imprint");
    let loaded = "#record-title";
    let vendors = [
        capillary("capillary", "#/customers/17742").shows(loaded),
        capillary("capillary-odd", "#/customers/17751").shows(loaded),
        capillary("capillary-partial", "#/customers/17749").shows("[role=alert]"),
        capillary("capillary-pages", "#/customers/17750")
            .shows("#pages")
            .clicks("#pages ~ .c-actions > button:last-child")
            .shows("#pages ~ .c-actions > button:first-child:enabled"),
        capillary("capillary-unknown-key", "#/customers/17760").shows(".c-banner"),
        capillary("capillary-merged", "#/customers/17765").shows(".c-banner"),
        capillary("capillary-deleted", "#/customers/17763").shows(".c-banner"),
        at("capillary-refused", "#/customers/17745")
            .overrides("vendor=capillary&source=WECHAT")
            .shows(".c-banner"),
        at("capillary-misused", "#/customers/17742")
            .overrides("vendor=capillary&embed=points&gap-to-renew=soon")
            .shows("[role=alert]"),
        imprint("imprint", "#/customers/9B5E1EE0-2E1C-46E7-81B9-3C3917204BE4").shows(loaded),
        imprint("imprint-bare", "#/customers/30100000-0000-4000-8000-000000000001").shows(loaded),
        imprint("imprint-nested", "#/customers/30100000-0000-4000-8000-000000000007").shows(loaded),
        imprint("imprint-many", "#/customers/30100000-0000-4000-8000-000000000008")
            .shows(loaded)
            .clicks(".c-folds summary")
            .clicks(".c-facts + .c-secondary")
            .shows(".c-facts + div .c-facts"),
        imprint("imprint-refused", "#/customers/30100000-0000-4000-8000-000000000031").shows(".c-banner"),
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
    states.extend(creates);
    states.extend(vendors);
    states
}

/// The console messages that are expected on the way to these states.
const ALLOWED_MESSAGES: [&str; 18] = [
    "400 (",
    "401 (",
    "403 (",
    "404 (",
    "409 (",
    "410 (",
    "412 (",
    "429 (",
    "500 (",
    CONNECTION_ERROR,
    "there is no sandbox",
    "Carnet could not be opened",
    "Carnet cannot run",
    "Carnet has stopped",
    // A mistake of the host's, for its developer.
    "cannot start: ",
    "unreachable",
    "Blocked attempt to show a 'beforeunload'",
    // The host page without a customer does not use the preloaded files.
    "was preloaded using link preload but not used",
];

/// A part of the states: each part runs in a browser of its own, beside the others.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    pub(crate) number: usize,
    pub(crate) of: usize,
}

/// The states that are checked in this run, by the names in `CARNET_STATE`. Without it Chromium has every state, and the
/// other engines a tenth each: they make a few of the checks, and a control that one of them draws or focuses in its own
/// way is in many states.
fn chosen_states() -> Vec<State> {
    let engine = Engine::current();
    let names = env::var("CARNET_STATE").unwrap_or_default();
    let is_named = |state: &State| names.split(',').any(|prefix| state.name.starts_with(prefix));
    let is_in_share =
        |state: &State| !names.is_empty() || engine == Engine::Chromium || engine.has_share(state.name, 10);
    let chosen: Vec<State> = states().into_iter().filter(is_named).filter(is_in_share).collect();
    assert!(!chosen.is_empty(), "no state has such a name");
    chosen
}

/// Runs checks in every state of a part, in one browser, and reports all errors at the end with the names of the
/// states.
pub(crate) fn in_each_state<C, Fut>(name: &'static str, part: Part, check: C)
where
    C: Fn(Reached) -> Fut + 'static,
    Fut: Future<Output = Result<(), String>> + 'static,
{
    let check = Rc::new(check);
    let options = JourneyOptions { script: &FIRST, ..JourneyOptions::default() };
    journey_with(name, options, async move |page| {
        ALLOWED_MESSAGES.into_iter().for_each(|message| page.allow_in_console(message));
        let mut errors = Vec::new();
        for state in chosen_states().into_iter().skip(part.number).step_by(part.of) {
            let state_name = state.name;
            let (check, checked) = (Rc::clone(&check), page.clone());
            let result = spawn_local(async move {
                match Reached::new(checked, state).await {
                    Ok(reached) => check(reached).await,
                    Err(reason) => Err(format!("the state is not reached: {reason}")),
                }
            });
            // A check that panics does not hide the states after it.
            let result = result.await.unwrap_or_else(|error| Err(format!("a check panicked: {error}")));
            if let Err(reason) = result {
                page.screenshot_of_failure(&format!("wrong-{name}-{state_name}")).await;
                errors.push(format!("== {state_name}\n{reason}"));
            }
        }
        assert!(errors.is_empty(), "{}", errors.join("\n"));
    });
}

/// Joins the errors of several checks: one that fails does not hide the others.
pub(crate) fn all_of<const N: usize>(results: [Result<(), String>; N]) -> Result<(), String> {
    let errors: Vec<String> = results.into_iter().filter_map(Result::err).collect();
    if errors.is_empty() { Ok(()) } else { Err(errors.join("\n")) }
}

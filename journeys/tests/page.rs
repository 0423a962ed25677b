//! The page as a customer uses it: controls are found by their visible names, and every step waits for the page.

use std::{cell::RefCell, env, rc::Rc, sync::LazyLock};

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::{
    browser::Engine,
    catalogue::{edit_button, t},
    harness::{poll, try_poll},
    sandbox::{Sandbox, root},
};

/// A value on the page: its name and its lines.
pub(crate) type NamedValue = (String, Vec<String>);

/// A change on the page: its name, its lines before and its lines after.
pub(crate) type NamedChange = (String, Vec<String>, Vec<String>);

/// The page after a series of steps.
#[derive(Clone, Debug)]
pub(crate) struct StepsResult {
    /// The main heading.
    pub(crate) heading: String,
    /// All alerts and status messages, joined by blanks.
    pub(crate) messages: String,
    /// The changes that are shown.
    pub(crate) changes: Vec<NamedChange>,
    /// The values that can be chosen in a conflict.
    pub(crate) choices: Vec<NamedValue>,
}

/// A browser with the app, and the sandbox behind it.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) browser: WebDriver,
    pub(crate) sandbox: Rc<Sandbox>,
    /// Parts of the console messages that do not fail the journey: browsers report each refused request there.
    pub(crate) allowed_messages: Rc<RefCell<Vec<&'static str>>>,
    /// The console messages of pages that were left: level and text.
    pub(crate) recorded_messages: Rc<RefCell<Vec<(String, String)>>>,
}

/// The part that all console messages about a broken connection have in common.
pub(crate) const CONNECTION_ERROR: &str = "net::ERR_";

/// Going to pages, and running scripts in them.
impl Page {
    /// Opens a customer's profile and waits until it is loaded.
    pub(crate) async fn open(&self, customer: &str) {
        self.visit(&format!("#/customers/{customer}")).await;
        self.shows(&edit_button("identity")).await;
    }

    /// Loads the host page with this query or fragment. It is always a new visit.
    pub(crate) async fn visit(&self, fragment: &str) {
        // The browser does not load a page again when only the fragment of its address changes.
        self.goto("about:blank").await;
        let address = format!("{}/{fragment}", self.sandbox.address);
        self.goto(&address).await;
    }

    /// Goes to an address, as by the address bar.
    pub(crate) async fn goto(&self, address: &str) {
        self.collect_console().await;
        self.browser.goto(address).await.expect("the browser loads the page");
    }

    /// Reloads the page.
    pub(crate) async fn reload(&self) {
        self.collect_console().await;
        self.browser.refresh().await.expect("the page reloads");
    }

    /// Takes the console messages out of the page. They are lost with the page, so this comes before each navigation.
    pub(crate) async fn collect_console(&self) {
        let script = "return window.consoleMessages?.splice(0) ?? []";
        let messages = self.browser.execute(script, Vec::new()).await;
        let messages: Vec<(String, String)> =
            messages.and_then(|messages| messages.convert()).expect("the page has a recorder of its console");
        self.recorded_messages.borrow_mut().extend(messages);
    }

    /// Allows console messages that contain this text.
    pub(crate) fn allow_in_console(&self, part: &'static str) {
        self.allowed_messages.borrow_mut().push(part);
    }

    /// Runs a script after the functions of `page.js` and returns its result.
    pub(crate) async fn evaluate(&self, script: &str, arguments: &[Value]) -> Result<Value, String> {
        let script = format!("{}\n{script}", include_str!("page.js"));
        let result = self.browser.execute(script, arguments.to_vec()).await;
        result.map(|result| result.json().clone()).map_err(|error| brief(&error))
    }

    /// Runs steps within the page in a single script (`steps.js`) and returns the page they lead to.
    pub(crate) async fn run_steps(&self, steps: Vec<Value>) -> StepsResult {
        let script = format!("{}\nreturn runSteps(arguments[0]).then(result)", include_str!("steps.js"));
        let result = self.evaluate(&script, &[Value::Array(steps.clone())]).await;
        let result = result.unwrap_or_else(|error| panic!("{steps:?}: {error}"));
        let (heading, messages, changes, choices) =
            serde_json::from_value(result).expect("steps.js returns these four");
        StepsResult { heading, messages, changes, choices }
    }

    /// Switches to the page within the host's `carnet-frame`: all that follows happens there.
    pub(crate) async fn enter_frame(&self) {
        self.wait_until("the frame", "return !!framed()", &[]).await;
        let script = "return document.querySelector('carnet-frame').shadowRoot.querySelector('iframe')";
        let frame = self.browser.execute(script, Vec::new()).await.expect("the frame");
        frame.element().expect("an element").enter_frame().await.expect("the driver switches to the frame");
    }

    /// Switches back to the host page.
    pub(crate) async fn leave_frame(&self) {
        self.browser.enter_default_frame().await.expect("the driver switches to the host page");
    }

    /// The element that an expression returns once the page is painted: no customer acts before that.
    async fn element(&self, expression: &str, arguments: &[Value]) -> Result<WebElement, String> {
        let functions = include_str!("page.js");
        let script = format!("{functions}\nreturn painted().then(() => {expression})");
        let result = self.browser.execute(script, arguments.to_vec()).await;
        result.and_then(|result| result.element()).map_err(|error| brief(&error))
    }

    /// Waits until a script returns true. `what` names the condition in the failure message.
    pub(crate) async fn wait_until(&self, what: &str, script: &str, arguments: &[Value]) {
        let probe = || async {
            match self.evaluate(script, arguments).await? {
                Value::Bool(true) => Ok(()),
                other => Err(other.to_string()),
            }
        };
        if let Err(reason) = try_poll(probe).await {
            panic!("{what}: {reason}; the page shows: {}", self.text().await);
        }
    }

    /// Waits until the address meets a condition. Unlike a script, this can be asked while one page replaces another:
    /// WebKit's driver may never answer a script that it sends to a page which is being left.
    pub(crate) async fn is_at(&self, what: &str, is_there: impl Fn(&str) -> bool) {
        poll(what, || async {
            let address = self.browser.current_url().await.map_err(|error| brief(&error))?;
            if is_there(address.as_str()) {
                Ok(())
            } else {
                Err(format!("the page is at {}", address.path()))
            }
        })
        .await;
    }
}

/// What the page shows.
impl Page {
    /// All visible text of the page.
    pub(crate) async fn text(&self) -> String {
        let text = self.evaluate("return pageText()", &[]).await;
        text.map_or_else(|error| error, |text| text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until the page shows this text, or has a button with this name.
    pub(crate) async fn shows(&self, text: &str) {
        let script = "return pageText().includes(arguments[0]) || all('button').some(one => text(one) === arguments[0])";
        self.wait_until(&format!("the text “{text}”"), script, &[json!(text)]).await;
    }

    /// Waits until the page does not show this text.
    pub(crate) async fn does_not_show(&self, text: &str) {
        let script = "return !pageText().includes(arguments[0])";
        self.wait_until(&format!("no “{text}”"), script, &[json!(text)]).await;
    }

    /// Waits for a message that contains this text and that screen readers announce by themselves.
    pub(crate) async fn announces(&self, text: &str) {
        let script = "return announcements().some(message => message.includes(arguments[0]))";
        self.wait_until(&format!("the message “{text}”"), script, &[json!(text)]).await;
    }

    /// Waits until no announced message contains this text.
    pub(crate) async fn does_not_announce(&self, text: &str) {
        let script = "return !announcements().some(message => message.includes(arguments[0]))";
        self.wait_until(&format!("no message “{text}”"), script, &[json!(text)]).await;
    }

    /// Waits for a page with this main heading.
    pub(crate) async fn has_heading(&self, heading: &str) {
        let script = "return headings().includes(arguments[0])";
        self.wait_until(&format!("the heading “{heading}”"), script, &[json!(heading)]).await;
    }

    /// Waits until the element of this tag and this name has the focus.
    pub(crate) async fn has_focus(&self, tag: &str, name: &str) {
        let wanted = format!("{tag} {name}");
        poll(&format!("the focus on “{wanted}”"), || async {
            let focused = self.evaluate("return focused()", &[]).await?;
            if focused == json!(wanted) { Ok(()) } else { Err(format!("it is on {focused}")) }
        })
        .await;
    }

    /// Waits until the console has a message for the developer with this text.
    pub(crate) async fn reports(&self, text: &str) {
        let script = "return window.consoleMessages.some(([, message]) => message.includes(arguments[0]))";
        self.wait_until(&format!("“{text}” in the console"), script, &[json!(text)]).await;
    }

    /// Waits until the address has this fragment.
    pub(crate) async fn has_fragment(&self, fragment: &str) {
        self.wait_until("the fragment", "return location.hash === arguments[0]", &[json!(fragment)]).await;
    }

    /// The value of a field.
    pub(crate) async fn value(&self, label: &str) -> String {
        let field = self.field(label, None).await;
        field.prop("value").await.expect("the field has a value").unwrap_or_default()
    }

    /// The lines of the fact with this name.
    pub(crate) async fn fact(&self, name: &str) -> Vec<String> {
        let mut facts = self.facts().await;
        let position = facts.iter().position(|(term, _)| term == name);
        let position = position.unwrap_or_else(|| panic!("“{name}” is not on the page: {facts:?}"));
        facts.remove(position).1
    }

    /// Every fact on the page.
    pub(crate) async fn facts(&self) -> Vec<NamedValue> {
        let facts = self.evaluate("return facts()", &[]).await.expect("the page can be read");
        serde_json::from_value(facts).expect("names and lines")
    }

    /// Every change on the review.
    pub(crate) async fn changes(&self) -> Vec<NamedChange> {
        let changes = self.evaluate("return changes()", &[]).await.expect("the page can be read");
        serde_json::from_value(changes).expect("names and lines")
    }

    /// Waits until a field is marked as invalid, or is not.
    pub(crate) async fn is_invalid(&self, label: &str, wanted: bool) {
        let script = "return (described(arguments[0])[0] === 'true') === arguments[1]";
        let what = format!("“{label}” as {}", if wanted { "invalid" } else { "valid" });
        self.wait_until(&what, script, &[json!(label), json!(wanted)]).await;
    }

    /// Whether a field is marked as invalid, and its description.
    pub(crate) async fn description(&self, label: &str) -> (bool, String) {
        let described = self.evaluate("return described(arguments[0])", &[json!(label)]).await;
        let described = described.expect("the field is on the page");
        (described[0] == "true", described[1].as_str().unwrap_or_default().to_owned())
    }
}

/// What a customer does.
impl Page {
    /// Presses the button, or follows the link, with this name.
    pub(crate) async fn press(&self, name: &str) {
        poll(&format!("pressing “{name}”"), || async {
            // Not every driver scrolls a part of the page that scrolls by itself.
            let script = "scrolledIntoView(pressable(arguments[0]))";
            let button = self.element(script, &[json!(name)]).await?;
            button.click().await.map_err(|error| brief(&error))
        })
        .await;
    }

    /// Presses the button of a section that opens its form. The address is one row: its form is opened by a link.
    pub(crate) async fn edit(&self, section: &str) {
        if section == "address" {
            // After Cancel, the browser may still be on its way back to the address of the profile.
            let script = "if (location.hash.endsWith('/edit/address') && all('.c-form').length) return true;
                if (!all('.c-cards').length || location.hash.includes('/edit/')) return false;
                location.hash = location.hash.split('/').slice(0, 3).join('/') + '/edit/address';
                return true";
            self.wait_until("the link to the address", script, &[]).await;
        } else {
            self.press(&edit_button(section)).await;
        }
        // The code of the form may still be loading. Instead of the form there can be a question first.
        self.wait_until("the form", "return all('.c-form, dialog[open]').length > 0", &[]).await;
    }

    /// Presses the button of a form that leads to the review.
    pub(crate) async fn review(&self) {
        self.press(t("form.review")).await;
    }

    /// Presses the button of the review that saves.
    pub(crate) async fn save(&self) {
        self.press(t("review.save")).await;
    }

    /// Presses the button that leaves a form or the review.
    pub(crate) async fn cancel(&self) {
        self.press(t("form.cancel")).await;
    }

    /// Presses the button of the dialog that discards unsaved changes.
    pub(crate) async fn discard(&self) {
        self.press(t("leave.discard")).await;
    }

    /// Presses the button of the dialog that goes back to the form.
    pub(crate) async fn keep_editing(&self) {
        self.press(t("leave.stay")).await;
    }

    /// Double-clicks the button with this name.
    pub(crate) async fn double_click(&self, name: &str) {
        let arguments = [json!(name)];
        let button = poll(name, || self.element("pressable(arguments[0])", &arguments)).await;
        let chain = self.browser.action_chain().double_click_element(&button);
        chain.perform().await.expect("a double click");
    }

    /// The control with this label; within a group where the label alone is ambiguous.
    pub(crate) async fn field(&self, label: &str, group: Option<&str>) -> WebElement {
        let arguments = [json!(label), json!(group)];
        poll(&format!("the field “{label}”"), || {
            self.element("field(arguments[0], arguments[1])", &arguments)
        })
        .await
    }

    /// Replaces the text of a field by typing.
    pub(crate) async fn fill(&self, label: &str, text: &str) {
        self.fill_in(label, None, text).await;
    }

    /// Replaces the text of a field in a group by typing.
    pub(crate) async fn fill_in(&self, label: &str, group: Option<&str>, text: &str) {
        self.field(label, group).await;
        // WebDriver types into an element at the end of its text, so the text is selected first.
        let select = "const control = field(arguments[0], arguments[1]); control.focus(); control.select()";
        self.evaluate(select, &[json!(label), json!(group)]).await.expect("the text is selected");
        self.press_keys(Key::Backspace + text).await;
    }

    /// Chooses an option of a list by its text.
    pub(crate) async fn choose(&self, label: &str, option: &str) {
        self.choose_in(label, None, option).await;
    }

    /// Chooses an option of a list in a group by its text.
    pub(crate) async fn choose_in(&self, label: &str, group: Option<&str>, option: &str) {
        if self.pick(label, group, option).await {
            return;
        }
        let arguments = [json!(label), json!(option), json!(group)];
        self.choose_option("focusedOption(arguments[0], arguments[1], arguments[2])", &arguments).await;
    }

    /// Chooses an option of a list by its value: each engine has its own names of countries.
    pub(crate) async fn choose_value(&self, label: &str, value: &str) {
        if self.pick(label, None, value).await {
            return;
        }
        self.choose_option("optionWithValue(arguments[0], arguments[1])", &[json!(label), json!(value)])
            .await;
    }

    /// Chooses in a combobox by typing a name or a code; returns whether the field is a combobox.
    async fn pick(&self, label: &str, group: Option<&str>, typed: &str) -> bool {
        self.field(label, group).await;
        let script = "return pick(field(arguments[0], arguments[1]), arguments[2])";
        let is_combobox = self.evaluate(script, &[json!(label), json!(group), json!(typed)]).await;
        is_combobox.expect("the script runs") == json!(true)
    }

    /// Unfolds the optional steps of a new customer's form.
    pub(crate) async fn unfold(&self) {
        self.evaluate("unfold()", &[]).await.expect("the steps are unfolded");
    }

    /// Chooses the option that an expression returns.
    async fn choose_option(&self, option: &str, arguments: &[Value]) {
        poll(&format!("choosing {arguments:?}"), || async {
            if Engine::current().moves_focus_from_select() {
                let script = format!("return painted().then(() => choose({option}))");
                return self.evaluate(&script, arguments).await.map(drop);
            }
            let option = self.element(option, arguments).await?;
            option.click().await.map_err(|error| brief(&error))
        })
        .await;
    }

    /// Chooses a language by typing its name into the combobox and pressing Enter.
    pub(crate) async fn choose_language(&self, name: &str) {
        // The app first moves the focus on a new page; no customer is faster.
        let select = "return painted().then(() => { const [input] = all('#locale'); input.focus(); input.select(); return true })";
        self.wait_until("the combobox of languages", select, &[]).await;
        self.press_keys(name).await;
        let found = "return all('[role=option]').length === 1";
        self.wait_until("one language that matches", found, &[]).await;
        self.press_keys(Key::Enter + "").await;
        let script = "return all('#locale')[0].value === arguments[0]";
        self.wait_until(&format!("“{name}” in the combobox"), script, &[json!(name)]).await;
    }

    /// Chooses a locale in the combobox with the pointer. The combobox keeps the focus.
    pub(crate) async fn choose_locale(&self, locale: &str) {
        let script = "return painted().then(() => {
                const input = all('#locale')[0];
                input.focus();
                if (input.ariaExpanded !== 'true') input.click();
                return painted();
            }).then(() => {
                const option = roots().at(-1).getElementById(`locale-${arguments[0]}`);
                option?.click();
                return !!option;
            })";
        self.wait_until(&format!("{locale} in the list"), script, &[json!(locale)]).await;
    }

    /// Turns a checkbox on or off.
    pub(crate) async fn toggle(&self, label: &str) {
        self.field(label, None).await.click().await.expect("the checkbox can be clicked");
    }

    /// Chooses one of the values of a conflict.
    pub(crate) async fn choose_in_conflict(&self, side: &str, field: &str) {
        self.field(side, Some(field)).await.click().await.expect("the radio button can be clicked");
    }

    /// Presses keys where the focus is.
    pub(crate) async fn press_keys(&self, keys: impl Into<TypingData>) {
        self.browser.action_chain().send_keys(keys).perform().await.expect("keys are pressed");
    }

    /// Presses a key while another is held.
    pub(crate) async fn press_keys_with(&self, held: Key, key: Key) {
        let chain = self.browser.action_chain().key_down(held.clone()).send_keys(key + "").key_up(held);
        chain.perform().await.expect("keys are pressed");
    }
}

/// Screenshots.
impl Page {
    /// Writes a screenshot of the whole page if screenshots are wanted.
    pub(crate) async fn screenshot(&self, name: &str) {
        if are_screenshots_wanted() {
            self.screenshot_of_failure(name).await;
        }
    }

    /// Writes a screenshot, also if none are wanted: of the whole page where the engine can take one.
    pub(crate) async fn screenshot_of_failure(&self, name: &str) {
        if !Engine::current().captures_whole_page() {
            return self.write_screenshot(name).await;
        }
        let measure = "return Math.min(8000, Math.ceil(document.documentElement?.scrollHeight ?? 600))";
        let height =
            self.evaluate(measure, &[]).await.ok().and_then(|height| height.as_u64()).unwrap_or(1400);
        let size = json!({"width": 1100, "height": height, "deviceScaleFactor": 1, "mobile": false});
        let devtools = self.browser.cdp();
        let _ = devtools.send_raw("Emulation.setDeviceMetricsOverride", size).await;
        self.write_screenshot(name).await;
        let _ = devtools.send_raw("Emulation.clearDeviceMetricsOverride", json!({})).await;
    }

    /// Writes a screenshot of the viewport if screenshots are wanted.
    pub(crate) async fn screenshot_viewport(&self, name: &str) {
        if are_screenshots_wanted() {
            self.write_screenshot(name).await;
        }
    }

    /// Writes a screenshot of the viewport.
    async fn write_screenshot(&self, name: &str) {
        // A screenshot that cannot be taken does not fail the journey.
        if let Ok(picture) = self.browser.screenshot_as_png().await {
            self.save_screenshot(name, &picture);
        }
    }

    /// A screenshot of the viewport to compare with another, taken once two in a row are equal.
    pub(crate) async fn stable_screenshot(&self) -> Vec<u8> {
        let take = || async { self.browser.screenshot_as_png().await.map_err(|error| brief(&error)) };
        poll("a page that does not move", || async {
            let (one, other) = (take().await?, take().await?);
            if one == other { Ok(other) } else { Err("it moves".to_owned()) }
        })
        .await
    }

    /// Writes this picture to `target/screenshots/`.
    pub(crate) fn save_screenshot(&self, name: &str, picture: &[u8]) {
        let folder = root().join("target/screenshots");
        let folder = folder.join(Engine::current().folder());
        std::fs::create_dir_all(&folder).expect("the folder can be created");
        std::fs::write(folder.join(format!("{name}.png")), picture).expect("the picture can be written");
    }
}

/// Whether the screenshots of journeys that pass are written, to `target/screenshots/`: with `CARNET_SCREENSHOTS`. They
/// are for reading alone, and each takes as long as a step of a journey.
pub(crate) fn are_screenshots_wanted() -> bool {
    static ARE_WANTED: LazyLock<bool> = LazyLock::new(|| env::var_os("CARNET_SCREENSHOTS").is_some());
    *ARE_WANTED
}

/// The first line of an error: the others are the driver's own stack.
fn brief(error: &WebDriverError) -> String {
    let text = format!("{error:?}");
    text.lines().next().unwrap_or_default().chars().take(600).collect()
}

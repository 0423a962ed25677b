//! The page as a person uses it: everything is found by its words, and waited for.

use std::{cell::RefCell, path::PathBuf, rc::Rc};

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::{engine::Engine, run::until, sandbox::Sandbox};

/// A value or a change on the page: its name and the lines of each of its values.
pub(crate) type Named<T> = (String, T);

/// A change on the page: its name, the lines on the one side, the lines on the other.
pub(crate) type Changed = (String, Vec<String>, Vec<String>);

/// Where a walk led.
#[derive(Clone, Debug)]
pub(crate) struct Led {
    /// The main heading.
    pub(crate) heading: String,
    /// All alerts and status messages.
    pub(crate) said: String,
    /// Every change that is shown: its name, and the lines on both sides.
    pub(crate) changes: Vec<Changed>,
    /// Every value that can be chosen: the name of the choice, and its lines.
    pub(crate) choices: Vec<Named<Vec<String>>>,
}

/// The browser, and the sandbox behind it.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) browser: WebDriver,
    pub(crate) sandbox: Rc<Sandbox>,
    /// What may stand in the console: a browser reports each refused request there.
    pub(crate) noise: Rc<RefCell<Vec<&'static str>>>,
    /// What was said in the consoles of pages that were left: level and words.
    pub(crate) overheard: Rc<RefCell<Vec<(String, String)>>>,
}

/// What the browser writes into the console when a connection is cut, in its several ways.
pub(crate) const CUT: &str = "net::ERR_";

impl Page {
    /// Opens a customer's profile and waits for it.
    pub(crate) async fn open(&self, customer: &str) {
        self.visit(&format!("#/customers/{customer}")).await;
        self.sees("Edit Identity").await;
    }

    /// Goes to a place of the host page, from nowhere.
    pub(crate) async fn visit(&self, fragment: &str) {
        // Two addresses that differ in the fragment are one page, and this is to be a new visit.
        self.go("about:blank").await;
        let address = format!("{}/{fragment}", self.sandbox.address);
        self.go(&address).await;
    }

    /// Goes to an address, as by the address bar.
    pub(crate) async fn go(&self, address: &str) {
        self.listen().await;
        self.browser.goto(address).await.expect("the browser goes there");
    }

    /// Takes down what was said in the page's console: who leaves a page must do so first, or it is forgotten.
    pub(crate) async fn listen(&self) {
        let said = self.browser.execute("return window.overheard?.splice(0) ?? []", Vec::new()).await;
        let said: Vec<(String, String)> =
            said.and_then(|said| said.convert()).expect("the page says what it overheard");
        self.overheard.borrow_mut().extend(said);
    }

    /// Reloads the page.
    pub(crate) async fn reload(&self) {
        self.listen().await;
        self.browser.refresh().await.expect("the page reloads");
    }

    /// Lets something stand in the console.
    pub(crate) fn expect_noise(&self, noise: &'static str) {
        self.noise.borrow_mut().push(noise);
    }

    /// Runs a script that has the words of `page.js`, and gives what it returns.
    pub(crate) async fn ask(&self, script: &str, arguments: &[Value]) -> Result<Value, String> {
        let script = format!("{}\n{script}", include_str!("page.js"));
        let answer = self.browser.execute(script, arguments.to_vec()).await;
        answer.map(|answer| answer.json().clone()).map_err(|error| brief(&error))
    }

    /// Walks these steps within the page, in one go (`hand.js`), and says where that led.
    pub(crate) async fn walk(&self, steps: Vec<Value>) -> Led {
        let script = format!("{}\nreturn walk(arguments[0])", include_str!("hand.js"));
        let led = self.ask(&script, &[Value::Array(steps.clone())]).await;
        let led = led.unwrap_or_else(|error| panic!("{steps:?}: {error}"));
        let (heading, said, changes, choices) = serde_json::from_value(led).expect("where it led");
        Led { heading, said, changes, choices }
    }

    /// The element that an expression gives, once what is drawn is there to be seen: nobody can be faster.
    async fn element(&self, expression: &str, arguments: &[Value]) -> Result<WebElement, String> {
        let words = include_str!("page.js");
        let script = format!("{words}\nreturn painted().then(() => {expression})");
        let answer = self.browser.execute(script, arguments.to_vec()).await;
        answer.and_then(|answer| answer.element()).map_err(|error| brief(&error))
    }

    /// Waits until a script gives true.
    pub(crate) async fn holds(&self, what: &str, script: &str, arguments: &[Value]) {
        until(what, || async {
            match self.ask(script, arguments).await? {
                Value::Bool(true) => Ok(()),
                other => Err(format!("{other}; the page says: {}", self.text().await)),
            }
        })
        .await;
    }

    /// All the words on the page.
    pub(crate) async fn text(&self) -> String {
        let said = self.ask("return whole()", &[]).await;
        said.map_or_else(|error| error, |said| said.as_str().unwrap_or_default().to_owned())
    }

    /// These words are nowhere on the page.
    pub(crate) async fn lacks(&self, words: &str) {
        self.holds(&format!("no “{words}”"), "return !whole().includes(arguments[0])", &[json!(words)]).await;
    }

    /// Waits for words anywhere on the page.
    pub(crate) async fn sees(&self, words: &str) {
        let script =
            "return whole().includes(arguments[0]) || all('button').some(one => text(one) === arguments[0])";
        self.holds(&format!("the words “{words}”"), script, &[json!(words)]).await;
    }

    /// Waits for a message with these words: one that is read out without being asked for.
    pub(crate) async fn hears(&self, words: &str) {
        let script = "return spoken().some(message => message.includes(arguments[0]))";
        self.holds(&format!("the message “{words}”"), script, &[json!(words)]).await;
    }

    /// Waits for the page with this main heading.
    pub(crate) async fn is_at(&self, heading: &str) {
        let script = "return headings().includes(arguments[0])";
        self.holds(&format!("the heading “{heading}”"), script, &[json!(heading)]).await;
    }

    /// Waits until the focus is here: the kind of element, then its words.
    pub(crate) async fn has_focus(&self, there: &str) {
        until(&format!("the focus on “{there}”"), || async {
            let focused = self.ask("return focused()", &[]).await?;
            if focused == json!(there) { Ok(()) } else { Err(format!("it is on {focused}")) }
        })
        .await;
    }

    /// Waits until the fragment of the address is this.
    pub(crate) async fn is_in(&self, fragment: &str) {
        self.holds("the fragment", "return location.hash === arguments[0]", &[json!(fragment)]).await;
    }

    /// Presses the button, or follows the link, of this name.
    pub(crate) async fn press(&self, name: &str) {
        until(&format!("pressing “{name}”"), || async {
            // Not every driver finds its way within a part of the page that scrolls by itself.
            let script = "near(pressable(arguments[0]))";
            let button = self.element(script, &[json!(name)]).await?;
            button.click().await.map_err(|error| brief(&error))
        })
        .await;
    }

    /// Presses the button of this name twice, as people do.
    pub(crate) async fn press_twice(&self, name: &str) {
        let arguments = [json!(name)];
        let button = until(name, || self.element("pressable(arguments[0])", &arguments)).await;
        let chain = self.browser.action_chain().double_click_element(&button);
        chain.perform().await.expect("a double click");
    }

    /// The control of this label, in a group of fields where the label alone is not enough.
    pub(crate) async fn field(&self, label: &str, group: Option<&str>) -> WebElement {
        let arguments = [json!(label), json!(group)];
        until(&format!("the field “{label}”"), || {
            self.element("field(arguments[0], arguments[1])", &arguments)
        })
        .await
    }

    /// Replaces what stands in a field by typing.
    pub(crate) async fn fill(&self, label: &str, words: &str) {
        self.fill_in(label, None, words).await;
    }

    /// Replaces what stands in a field of a group by typing.
    pub(crate) async fn fill_in(&self, label: &str, group: Option<&str>, words: &str) {
        self.field(label, group).await;
        // WebDriver's own typing into an element puts the caret at the end; a person marks the text first.
        let mark = "const control = field(arguments[0], arguments[1]); control.focus(); control.select()";
        self.ask(mark, &[json!(label), json!(group)]).await.expect("all is marked");
        self.keys(Key::Backspace + words).await;
    }

    /// Chooses an option of a list by its words.
    pub(crate) async fn choose(&self, label: &str, choice: &str) {
        self.choose_in(label, None, choice).await;
    }

    /// Chooses an option of a list in a group of fields.
    pub(crate) async fn choose_in(&self, label: &str, group: Option<&str>, choice: &str) {
        let arguments = [json!(label), json!(choice), json!(group)];
        self.pick("chosen(arguments[0], arguments[1], arguments[2])", &arguments).await;
    }

    /// Speaks the language of this name: its name is typed into the selector, and taken with Enter.
    pub(crate) async fn speak(&self, name: &str) {
        // Once the app has put the focus where it is to be on a new page: nobody is faster.
        let mark = "return painted().then(() => { const [input] = all('#locale'); input.focus(); input.select(); return true })";
        self.holds("the selector", mark, &[]).await;
        self.keys(name).await;
        let typed = "return all('[role=option]').length === 1";
        self.holds("the one that is typed", typed, &[]).await;
        self.keys(Key::Enter + "").await;
        let script = "return all('#locale')[0].value === arguments[0]";
        self.holds(&format!("“{name}” in the selector"), script, &[json!(name)]).await;
    }

    /// Chooses this locale in the selector, which has the focus then.
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
        self.holds(&format!("{locale} is on offer"), script, &[json!(locale)]).await;
    }

    /// Chooses the option that an expression gives.
    async fn pick(&self, option: &str, arguments: &[Value]) {
        until(&format!("choosing {arguments:?}"), || async {
            if Engine::chosen().leaves_a_list_it_chooses_in() {
                let picked = format!("return painted().then(() => pick({option}))");
                return self.ask(&picked, arguments).await.map(drop);
            }
            let option = self.element(option, arguments).await?;
            option.click().await.map_err(|error| brief(&error))
        })
        .await;
    }

    /// Chooses an option of a list by what it stands for: engines name countries each in its own way.
    pub(crate) async fn choose_code(&self, label: &str, code: &str) {
        self.pick("coded(arguments[0], arguments[1])", &[json!(label), json!(code)]).await;
    }

    /// Turns a tick on or off.
    pub(crate) async fn tick(&self, label: &str) {
        self.field(label, None).await.click().await.expect("the tick is there to be clicked");
    }

    /// What stands in a field.
    pub(crate) async fn value(&self, label: &str) -> String {
        let field = self.field(label, None).await;
        field.prop("value").await.expect("it has a value").unwrap_or_default()
    }

    /// The lines of the value under this name.
    pub(crate) async fn fact(&self, name: &str) -> Vec<String> {
        let mut facts = self.facts().await;
        let place = facts.iter().position(|(term, _)| term == name);
        let place = place.unwrap_or_else(|| panic!("“{name}” is on the page: {facts:?}"));
        facts.remove(place).1
    }

    /// Every value on the page.
    pub(crate) async fn facts(&self) -> Vec<Named<Vec<String>>> {
        let facts = self.ask("return facts()", &[]).await.expect("the page can be read");
        serde_json::from_value(facts).expect("names and lines")
    }

    /// Every change on the review step: its name, the lines before, the lines after.
    pub(crate) async fn changes(&self) -> Vec<(String, Vec<String>, Vec<String>)> {
        let changes = self.ask("return changes()", &[]).await.expect("the page can be read");
        serde_json::from_value(changes).expect("names and lines")
    }

    /// Whether a control is marked as wrong, and what is said about it.
    pub(crate) async fn described(&self, label: &str) -> (bool, String) {
        let said =
            self.ask("return described(arguments[0])", &[json!(label)]).await.expect("the field is there");
        (said[0] == "true", said[1].as_str().unwrap_or_default().to_owned())
    }

    /// Presses keys wherever the focus is.
    pub(crate) async fn keys(&self, keys: impl Into<TypingData>) {
        self.browser.action_chain().send_keys(keys).perform().await.expect("keys are pressed");
    }

    /// Presses a key while another is held.
    pub(crate) async fn keys_with(&self, held: Key, key: Key) {
        let chain = self.browser.action_chain().key_down(held.clone()).send_keys(key + "").key_up(held);
        chain.perform().await.expect("keys are pressed");
    }

    /// Leaves a picture in `target/screenshots/`: of the whole page, or of what is in sight.
    pub(crate) async fn shoot(&self, name: &str) {
        if !Engine::chosen().pictures_the_whole_page() {
            return self.shoot_as_it_is(name).await;
        }
        let measure = "return Math.min(8000, Math.ceil(document.documentElement?.scrollHeight ?? 600))";
        let height = self.ask(measure, &[]).await.ok().and_then(|height| height.as_u64()).unwrap_or(1400);
        let size = json!({"width": 1100, "height": height, "deviceScaleFactor": 1, "mobile": false});
        let devices = self.browser.cdp();
        let _ = devices.send_raw("Emulation.setDeviceMetricsOverride", size).await;
        self.shoot_as_it_is(name).await;
        let _ = devices.send_raw("Emulation.clearDeviceMetricsOverride", json!({})).await;
    }

    /// A picture of what is in sight, to be held against another: once nothing on it moves any more.
    pub(crate) async fn picture(&self) -> Vec<u8> {
        let take = || async { self.browser.screenshot_as_png().await.map_err(|error| brief(&error)) };
        until("a page that stands still", || async {
            let (one, other) = (take().await?, take().await?);
            if one == other { Ok(other) } else { Err("it moves".to_owned()) }
        })
        .await
    }

    /// Leaves a picture of what is in sight.
    pub(crate) async fn shoot_as_it_is(&self, name: &str) {
        // A picture that cannot be taken is no reason for a journey to end.
        if let Ok(picture) = self.browser.screenshot_as_png().await {
            self.keep(name, &picture);
        }
    }

    /// Leaves this picture.
    pub(crate) fn keep(&self, name: &str, picture: &[u8]) {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/screenshots");
        let folder = folder.join(Engine::chosen().folder());
        std::fs::create_dir_all(&folder).expect("a folder for the pictures");
        std::fs::write(folder.join(format!("{name}.png")), picture).expect("the picture is kept");
    }
}

/// The first line of an error: the others are the driver's own stack.
fn brief(error: &WebDriverError) -> String {
    let text = format!("{error:?}");
    text.lines().next().unwrap_or_default().chars().take(600).collect()
}

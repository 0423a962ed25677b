//! The locale selector: an editable combobox (ARIA Authoring Practices), narrowed by typing a name in either language.

use leptos::{ev::KeyboardEvent, html, prelude::*};
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

use super::{
    AppContext,
    card::static_element,
    locales::{autonym, set_locale},
};
use crate::{
    form::{AppRoot, Button, Weight},
    i18n::{DisplayNames, I18n, LanguageTag, NameKind},
};

/// The control's id.
const ID: &str = "locale";

/// How many lines a page of the list is: about as many as are in sight.
const PAGE: isize = 8;

/// Chooses the language: each named in itself, and in the language of the page.
#[component]
pub fn LocaleCombobox() -> impl IntoView {
    let i18n = I18n::expect();
    let context = AppContext::expect();
    let root = AppRoot::expect();
    let missing = move || {
        i18n.failed().map(|tag| {
            let name = i18n.name(NameKind::Language, &tag.display_tag());
            let label = Signal::derive(move || i18n.fill("locale.missing", &[("language", &name)]));
            // The button goes with what it mended.
            let then = Some((root, ID));
            let retry = Callback::new(move |()| {
                let wished = context.locales.wished.get_value();
                set_locale(context, i18n, tag.clone(), wished.as_ref() == Some(&tag), then);
            });
            view! {
                <p class="c-note" part="note" role="alert">
                    {label} " " <Button weight=Weight::Link label=i18n.text("failure.retry") on_click=retry />
                </p>
            }
        })
    };
    view! {
        <div class="c-bar" part="bar">
            <div class="c-locale">
                <label for=AppRoot::expect().id(ID)>{i18n.text("locale.label")}</label>
                <Combobox />
            </div>
            {missing}
        </div>
    }
}

/// A locale on the list.
#[derive(Clone, PartialEq)]
struct Choice {
    tag: LanguageTag,
    /// Its name in its own language.
    own: String,
    /// Its name in the language of the page.
    translated: String,
}

impl Choice {
    fn code(&self) -> &str {
        self.tag.as_str()
    }
}

/// The id of a locale's line on the list.
fn option_id(code: &str) -> String {
    [ID, "-", code].concat()
}

/// The list as it is being looked through, as a handle. Nothing is chosen by the way: who leaves it, or presses Escape,
/// leaves it as it was.
#[derive(Clone, Copy)]
struct Search {
    i18n: I18n,
    context: AppContext,
    root: AppRoot,
    input: NodeRef<html::Input>,
    is_open: RwSignal<bool>,
    /// What was typed since the list was opened.
    typed: RwSignal<String>,
    /// The code of the locale that Enter chooses.
    pointed: RwSignal<String>,
    /// All there is to find, named once a language, when the list is first looked at.
    all: Memo<Vec<Choice>>,
}

impl Search {
    /// What is found. Tracked.
    fn matches(self) -> Vec<Choice> {
        if !self.is_open.get() {
            return Vec::new();
        }
        let has = self.typed.with(|typed| self.i18n.contains_ignoring_accents(typed));
        let is_found = |choice: &&Choice| has(&choice.own) || has(&choice.translated);
        self.all.with(|all| all.iter().filter(is_found).cloned().collect())
    }

    fn open(self) {
        if !self.is_open.get_untracked() {
            self.is_open.set(true);
            self.highlight_current();
        }
    }

    /// Points at the locale that is spoken, or at the first where that is not found.
    fn highlight_current(self) {
        let (shown, spoken) = (untrack(|| self.matches()), self.i18n.tag_untracked());
        self.highlight_option(
            shown.iter().find(|choice| choice.tag.is_same_locale(&spoken)).or(shown.first()),
        );
    }

    fn highlight_option(self, choice: Option<&Choice>) {
        self.pointed.set(choice.map(|choice| choice.code().to_owned()).unwrap_or_default());
    }

    fn close(self) {
        self.is_open.set(false);
        self.typed.set(String::new());
        self.highlight();
    }

    /// Shows what is spoken, or soon will be, and marks it where it has the focus, so that typing replaces it. At once: a letter may
    /// follow before anything is drawn.
    fn highlight(self) {
        if let Some(input) = self.input.get_untracked() {
            let tag = untrack(|| self.i18n.pending()).unwrap_or_else(|| self.i18n.tag_untracked());
            input.set_value(&autonym(&tag));
            if self.root.has_focus(ID) {
                input.select();
            }
        }
    }

    fn choose(self, tag: LanguageTag) {
        set_locale(self.context, self.i18n, tag, true, None);
        self.close();
    }

    fn find(self, typed: String) {
        self.open();
        let is_blank = typed.is_empty();
        self.typed.set(typed);
        if is_blank {
            self.highlight_current();
        } else {
            self.highlight_option(untrack(|| self.matches()).first());
        }
    }

    /// Points so many lines further on, or back: by one round and round, by more no further than the ends.
    fn step(self, by: isize) {
        if !self.is_open.get_untracked() {
            return self.open();
        }
        let shown = untrack(|| self.matches());
        let at = |choice: &Choice| self.pointed.with_untracked(|pointed| choice.code() == pointed);
        let Some(at) = shown.iter().position(at) else { return };
        let (next, count) = (at as isize + by, shown.len() as isize);
        let next = if by.abs() == 1 { next.rem_euclid(count) } else { next.clamp(0, count - 1) };
        self.highlight_option(shown.get(next as usize));
    }

    /// Does what this key asks of the list; false where it asks nothing.
    fn press(self, key: &str, is_alt: bool) -> bool {
        let is_open = self.is_open.get_untracked();
        match key {
            "ArrowDown" if is_alt => self.open(),
            "ArrowUp" if is_alt => self.close(),
            "ArrowDown" => self.step(1),
            "ArrowUp" => self.step(-1),
            "PageDown" if is_open => self.step(PAGE),
            "PageUp" if is_open => self.step(-PAGE),
            "Enter" => {
                let pointed = self.pointed.get_untracked();
                let found = untrack(|| self.matches()).into_iter().find(|choice| choice.code() == pointed);
                match found {
                    Some(choice) => self.choose(choice.tag),
                    None => self.open(),
                }
            }
            "Escape" if is_open => self.close(),
            _ => return false,
        }
        true
    }
}

#[component]
fn Combobox() -> impl IntoView {
    let i18n = I18n::expect();
    let context = AppContext::expect();
    let all = Memo::new(move |_| {
        let (spoken, names) = (i18n.tag(), DisplayNames::new(&i18n.lang(), NameKind::Language));
        let choice = |tag: &LanguageTag| Choice {
            tag: tag.clone(),
            own: autonym(tag),
            translated: names.of(&tag.display_tag()),
        };
        context.locales.offered.with_value(|offered| {
            // What the host set by itself can be found as well.
            let other = (!offered.iter().any(|tag| tag.is_same_locale(&spoken))).then_some(&spoken);
            other.into_iter().chain(offered).map(choice).collect()
        })
    });
    let search = Search {
        i18n,
        context,
        root: AppRoot::expect(),
        input: NodeRef::new(),
        is_open: RwSignal::new(false),
        typed: RwSignal::default(),
        pointed: RwSignal::default(),
        all,
    };
    let on_key = move |event: KeyboardEvent| {
        // Where letters are composed, these keys are the composing's own; one engine says so by a number alone.
        let is_composing = event.is_composing() || event.key_code() == 229;
        let is_other = event.ctrl_key() || event.meta_key() || event.shift_key();
        if !is_composing && !is_other && search.press(&event.key(), event.alt_key()) {
            event.prevent_default();
            // What is around is not to close with it.
            event.stop_propagation();
        }
    };
    // What was chosen is spoken later, and the host may choose at any time.
    Effect::new(move |_| {
        i18n.pending();
        i18n.lang();
        if search.is_open.get_untracked() {
            search.highlight_current();
        } else {
            search.highlight();
        }
    });
    // What is pointed at is in sight.
    Effect::new(move |_| {
        let near = ScrollIntoViewOptions::new();
        near.set_block(ScrollLogicalPosition::Nearest);
        if search.is_open.get()
            && let Some(line) = search.root.find(&option_id(&search.pointed.get()))
        {
            line.scroll_into_view_with_scroll_into_view_options(&near);
        }
    });

    let line = move |choice: Choice| {
        let Choice { tag, own, translated } = choice;
        let (pointed, id) = (tag.as_str().to_owned(), option_id(tag.as_str()));
        let is_chosen = i18n.tag_untracked().is_same_locale(&tag);
        let lang = i18n.lang().as_str().to_owned();
        let translated =
            (translated != own).then(|| view! { <bdi class="c-soft" lang=lang>{translated}</bdi> });
        view! {
            <li
                class="c-option" part="option"
                id=search.root.id(&id)
                role="option"
                aria-selected=if is_chosen { "true" } else { "false" }
                data-active=move || search.pointed.with(|at| *at == pointed)
                lang=tag.canonical().to_owned()
                on:click=move |_| search.choose(tag.clone())
            >
                {static_element("bdi", "", vec![own.into_any()])}
                " "
                {translated}
            </li>
        }
        .into_any()
    };
    let listed = move || {
        let shown = search.matches();
        (!shown.is_empty()).then(|| {
            view! {
                // A press would take the focus out of the field before it is a click.
                <ul
                    class="c-listbox" part="list"
                    id=search.root.id("locale-list")
                    role="listbox"
                    aria-label=i18n.text("locale.label")
                    on:mousedown=|event| event.prevent_default()
                >
                    {shown.into_iter().map(line).collect::<Vec<_>>()}
                </ul>
            }
        })
    };
    // How many were found is read out, and that there are none is to be seen, too.
    let said = move || {
        (!search.typed.with(String::is_empty)).then(|| match search.matches().len() {
            0 => static_element("p", "c-listbox", vec![i18n.get("locale.none").into_any()]),
            count => {
                static_element("p", "c-hidden", vec![i18n.count("locale.found", count as f64).into_any()])
            }
        })
    };
    let points_at = Signal::derive(move || {
        let is_there = search.is_open.get() && !search.pointed.with(String::is_empty);
        is_there.then(|| search.root.id(&option_id(&search.pointed.get())))
    });
    view! {
        <div class="c-combobox">
            <input
                node_ref=search.input
                class="c-input" part="input"
                id=search.root.id(ID)
                type="text"
                role="combobox"
                dir="auto"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-autocomplete="list"
                aria-controls=search.root.id("locale-list")
                aria-expanded=move || if search.matches().is_empty() { "false" } else { "true" }
                aria-activedescendant=points_at
                aria-busy=move || i18n.pending().map(|_| "true")
                lang=move || i18n.pending().unwrap_or_else(|| i18n.tag()).canonical().to_owned()
                on:focus=move |_| search.highlight()
                on:click=move |_| {
                    if !search.is_open.get_untracked() {
                        search.open();
                        search.highlight();
                    } else if search.typed.with_untracked(String::is_empty) {
                        search.close();
                    }
                }
                on:input:target=move |event| search.find(event.target().value())
                on:keydown=on_key
                on:blur=move |_| search.close()
            />
            {listed}
            <div role="status">{said}</div>
        </div>
    }
}

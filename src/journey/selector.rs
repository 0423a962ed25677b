//! The locale selector: an editable combobox (ARIA Authoring Practices), narrowed by typing a name in either language.

use leptos::{ev, html, prelude::*};
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

use super::{
    Desk,
    card::element,
    locales::{autonym, speak},
};
use crate::{
    form::{Button, Ground, Weight},
    i18n::{I18n, LanguageTag, Named, Names},
};

/// Chooses the language: each named in itself, and in the language of the page.
#[component]
pub fn LocaleSelector() -> impl IntoView {
    let i18n = I18n::expect();
    let desk = Desk::expect();
    let missing = move || {
        i18n.missing().map(|tag| {
            let name = i18n.name(Named::Language, tag.core());
            let words = Signal::derive(move || i18n.fill("locale.missing", &[("language", &name)]));
            let retry = Callback::new(move |()| speak(desk, i18n, tag.clone()));
            view! {
                <p class="c-note" role="alert">
                    {words} " " <Button weight=Weight::Link words=i18n.text("failure.retry") press=retry />
                </p>
            }
        })
    };
    view! {
        <div class="c-bar">
            <div class="c-locale">
                <label for="locale">{i18n.text("locale.label")}</label>
                <Combobox />
            </div>
            {missing}
        </div>
    }
}

/// A locale on the list: itself, its name in its own language, its name in the language of the page.
type Choice = (LanguageTag, String, String);

/// The id of a locale's line on the list.
fn line_id(code: &str) -> String {
    ["locale-", code].concat()
}

/// The list as it is being looked through, as a handle. Nothing is chosen by the way: who leaves it, or presses Escape,
/// leaves it as it was.
#[derive(Clone, Copy)]
struct Finder {
    i18n: I18n,
    desk: Desk,
    input: NodeRef<html::Input>,
    is_open: RwSignal<bool>,
    /// What was typed since the list was opened.
    typed: RwSignal<String>,
    /// The code of the locale that Enter chooses.
    pointed: RwSignal<String>,
}

impl Finder {
    /// What is on the list. Tracked.
    fn shown(self) -> Vec<Choice> {
        if !self.is_open.get() {
            return Vec::new();
        }
        let (spoken, names) = (self.i18n.tag(), Names::new(&self.i18n.lang(), Named::Language));
        let has = self.typed.with(|typed| self.i18n.finder(typed));
        self.desk.locales.offered.with_value(|offered| {
            // What the host set by itself can be found as well.
            let other = (!offered.contains(&spoken)).then_some(&spoken);
            let choice = |tag: &LanguageTag| (tag.clone(), autonym(tag), names.of(tag.core()));
            let is_found = |(_, own, name): &Choice| has(own) || has(name);
            other.into_iter().chain(offered).map(choice).filter(is_found).collect()
        })
    }

    fn open(self) {
        if !self.is_open.get_untracked() {
            self.pointed.set(self.i18n.tag_untracked().as_str().to_owned());
            self.is_open.set(true);
        }
    }

    fn close(self) {
        self.is_open.set(false);
        self.typed.set(String::new());
    }

    /// Shows what is spoken, marked where it has the focus, so that typing replaces it. At once: a letter may follow
    /// before anything is drawn.
    fn mark(self, has_focus: bool) {
        if let Some(input) = self.input.get_untracked() {
            input.set_value(&autonym(&self.i18n.tag_untracked()));
            if has_focus {
                input.select();
            }
        }
    }

    fn choose(self, tag: LanguageTag) {
        self.close();
        self.mark(true);
        speak(self.desk, self.i18n, tag);
    }

    fn find(self, typed: String) {
        self.open();
        self.typed.set(typed);
        let first = untrack(|| self.shown()).into_iter().next();
        self.pointed.set(first.map(|(tag, ..)| tag.as_str().to_owned()).unwrap_or_default());
    }

    /// Points at the next line or the one before, round and round.
    fn step(self, is_down: bool) {
        let shown = untrack(|| self.shown());
        let at = |(tag, ..): &Choice| self.pointed.with_untracked(|pointed| tag.as_str() == pointed);
        let next = shown.iter().position(at).map(|at| {
            let count = shown.len();
            (if is_down { at + 1 } else { at + count - 1 }) % count
        });
        match next.and_then(|next| shown.get(next)) {
            Some((tag, ..)) => self.pointed.set(tag.as_str().to_owned()),
            None => self.open(),
        }
    }

    /// Whether this key is for the list.
    fn heeds(self, key: &str) -> bool {
        match key {
            "ArrowDown" => self.step(true),
            "ArrowUp" => self.step(false),
            "Enter" => {
                let pointed = self.pointed.get_untracked();
                let found = untrack(|| self.shown()).into_iter().find(|(tag, ..)| tag.as_str() == pointed);
                match found {
                    Some((tag, ..)) => self.choose(tag),
                    None => self.open(),
                }
            }
            "Escape" if self.is_open.get_untracked() => {
                self.close();
                self.mark(true);
            }
            _ => return false,
        }
        true
    }
}

#[component]
fn Combobox() -> impl IntoView {
    let i18n = I18n::expect();
    let ground = Ground::expect();
    let finder = Finder {
        i18n,
        desk: Desk::expect(),
        input: NodeRef::new(),
        is_open: RwSignal::new(false),
        typed: RwSignal::default(),
        pointed: RwSignal::default(),
    };
    let on_key = move |event: ev::KeyboardEvent| {
        // Where letters are composed, these keys are the composing's own.
        if !event.is_composing() && finder.heeds(&event.key()) {
            event.prevent_default();
            // What is around is not to close with it.
            event.stop_propagation();
        }
    };
    // What was chosen may be spoken later.
    Effect::new(move |_| {
        i18n.tag();
        if !finder.is_open.get_untracked() {
            finder.mark(ground.has_focus("locale"));
        }
    });
    // What is pointed at is in sight.
    Effect::new(move |_| {
        let near = ScrollIntoViewOptions::new();
        near.set_block(ScrollLogicalPosition::Nearest);
        if finder.is_open.get()
            && let Some(line) = ground.find(&line_id(&finder.pointed.get()))
        {
            line.scroll_into_view_with_scroll_into_view_options(&near);
        }
    });

    let line = move |(tag, own, name): Choice| {
        let code = tag.as_str().to_owned();
        let is_chosen = i18n.tag_untracked() == tag;
        let lang = i18n.lang().as_str().to_owned();
        let other = (name != own).then(|| view! { <bdi class="c-soft" lang=lang>{name}</bdi> });
        let (pointed, id) = (code.clone(), line_id(&code));
        view! {
            <li
                class="c-option"
                id=id
                role="option"
                aria-selected=if is_chosen { "true" } else { "false" }
                data-active=move || finder.pointed.with(|at| *at == pointed)
                lang=tag.core().to_owned()
                on:click=move |_| finder.choose(tag.clone())
            >
                {element("bdi", "", vec![own.into_any()])}
                " "
                {other}
            </li>
        }
        .into_any()
    };
    let listed = move || {
        let shown = finder.shown();
        (!shown.is_empty()).then(|| {
            view! {
                // A press would take the focus out of the field before it is a click.
                <ul
                    class="c-list"
                    id="locale-list"
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
        (!finder.typed.with(String::is_empty)).then(|| match finder.shown().len() {
            0 => element("p", "c-list", vec![i18n.get("locale.none").into_any()]),
            count => element("p", "c-hidden", vec![i18n.count("locale.found", count as f64).into_any()]),
        })
    };
    let points_at = Signal::derive(move || {
        let is_there = finder.is_open.get() && !finder.pointed.with(String::is_empty);
        is_there.then(|| line_id(&finder.pointed.get()))
    });
    view! {
        <div class="c-combobox">
            <input
                node_ref=finder.input
                class="c-input"
                id="locale"
                type="text"
                role="combobox"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-autocomplete="list"
                aria-controls="locale-list"
                aria-expanded=move || if finder.is_open.get() { "true" } else { "false" }
                aria-activedescendant=points_at
                lang=move || i18n.tag().core().to_owned()
                on:focus=move |_| finder.mark(true)
                on:click=move |_| finder.open()
                on:input:target=move |event| finder.find(event.target().value())
                on:keydown=on_key
                on:blur=move |_| {
                    finder.close();
                    finder.mark(false);
                }
            />
            {listed}
            <div role="status">{said}</div>
        </div>
    }
}

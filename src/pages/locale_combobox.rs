//! The locale selector: an editable combobox (ARIA Authoring Practices), narrowed by typing a name in either language.

use leptos::{ev::KeyboardEvent, html, prelude::*};
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

use super::{
    context::AppContext,
    locales::{autonym, set_locale},
    static_element::static_element,
};
use crate::{
    form::{AppRoot, Button, Weight},
    i18n::{DisplayNames, I18n, LanguageTag, NameKind},
};

/// The control's id.
const ID: &str = "locale";

/// How many lines a page of the list is: about as many as are in sight.
const PAGE_STEP: isize = 8;

/// Chooses the language: each named in itself, and in the language of the page.
#[component]
pub fn LocaleCombobox() -> impl IntoView {
    let i18n = I18n::expect();
    let context = AppContext::expect();
    let root = AppRoot::expect();
    let load_error = move || {
        i18n.failed().map(|tag| {
            let name = i18n.name(NameKind::Language, &tag.display_tag());
            let label = Signal::derive(move || i18n.fill("locale.missing", &[("language", &name)]));
            // The button goes with what it mended.
            let focus = Some((root, ID));
            let on_retry = Callback::new(move |()| {
                let requested = context.locales.requested.get_value();
                set_locale(context, i18n, tag.clone(), requested.as_ref() == Some(&tag), focus);
            });
            view! {
                <p class="c-note" part="note" role="alert">
                    {label} " " <Button weight=Weight::Link label=i18n.text("failure.retry") press=on_retry />
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
            {load_error}
        </div>
    }
}

/// A locale on the list.
#[derive(Clone, PartialEq)]
struct LocaleOption {
    tag: LanguageTag,
    /// Its name in its own language.
    native_name: String,
    /// Its name in the language of the page.
    translated_name: String,
}

impl LocaleOption {
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
struct ComboboxState {
    i18n: I18n,
    context: AppContext,
    root: AppRoot,
    input: NodeRef<html::Input>,
    is_open: RwSignal<bool>,
    /// What was typed since the list was opened.
    typed: RwSignal<String>,
    /// The code of the locale that Enter chooses.
    active: RwSignal<String>,
    /// All there is to find, named once a language, when the list is first looked at.
    all: Memo<Vec<LocaleOption>>,
}

impl ComboboxState {
    /// What is found. Tracked.
    fn matches(self) -> Vec<LocaleOption> {
        if !self.is_open.get() {
            return Vec::new();
        }
        let matches = self.typed.with(|typed| self.i18n.contains_ignoring_accents(typed));
        let is_match =
            |option: &&LocaleOption| matches(&option.native_name) || matches(&option.translated_name);
        self.all.with(|all| all.iter().filter(is_match).cloned().collect())
    }

    fn open(self) {
        if !self.is_open.get_untracked() {
            self.is_open.set(true);
            self.activate_current();
        }
    }

    /// Points at the locale that is spoken, or at the first where that is not found.
    fn activate_current(self) {
        let (options, spoken) = (untrack(|| self.matches()), self.i18n.tag_untracked());
        self.set_active(options.iter().find(|option| option.tag.is_same_locale(&spoken)).or(options.first()));
    }

    fn set_active(self, option: Option<&LocaleOption>) {
        self.active.set(option.map(|option| option.code().to_owned()).unwrap_or_default());
    }

    fn close(self) {
        self.is_open.set(false);
        self.typed.set(String::new());
        self.show_current_locale();
    }

    /// Shows what is spoken, or soon will be, and marks it where it has the focus, so that typing replaces it. At once: a letter may
    /// follow before anything is drawn.
    fn show_current_locale(self) {
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

    fn filter(self, typed: String) {
        self.open();
        let is_blank = typed.is_empty();
        self.typed.set(typed);
        if is_blank {
            self.activate_current();
        } else {
            self.set_active(untrack(|| self.matches()).first());
        }
    }

    /// Points so many lines further on, or back: by one round and round, by more no further than the ends.
    fn move_active(self, by: isize) {
        if !self.is_open.get_untracked() {
            return self.open();
        }
        let options = untrack(|| self.matches());
        let at = |option: &LocaleOption| self.active.with_untracked(|pointed| option.code() == pointed);
        let Some(at) = options.iter().position(at) else { return };
        let (next, count) = (at as isize + by, options.len() as isize);
        let next = if by.abs() == 1 { next.rem_euclid(count) } else { next.clamp(0, count - 1) };
        self.set_active(options.get(next as usize));
    }

    /// Does what this key asks of the list; false where it asks nothing.
    fn handle_key(self, key: &str, is_alt: bool) -> bool {
        let is_open = self.is_open.get_untracked();
        match key {
            "ArrowDown" if is_alt => self.open(),
            "ArrowUp" if is_alt => self.close(),
            "ArrowDown" => self.move_active(1),
            "ArrowUp" => self.move_active(-1),
            "PageDown" if is_open => self.move_active(PAGE_STEP),
            "PageUp" if is_open => self.move_active(-PAGE_STEP),
            "Enter" => {
                let pointed = self.active.get_untracked();
                let found = untrack(|| self.matches()).into_iter().find(|option| option.code() == pointed);
                match found {
                    Some(option) => self.choose(option.tag),
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
        let option = |tag: &LanguageTag| LocaleOption {
            tag: tag.clone(),
            native_name: autonym(tag),
            translated_name: names.of(&tag.display_tag()),
        };
        context.locales.offered.with_value(|offered| {
            // What the host set by itself can be found as well.
            let current = (!offered.iter().any(|tag| tag.is_same_locale(&spoken))).then_some(&spoken);
            current.into_iter().chain(offered).map(option).collect()
        })
    });
    let state = ComboboxState {
        i18n,
        context,
        root: AppRoot::expect(),
        input: NodeRef::new(),
        is_open: RwSignal::new(false),
        typed: RwSignal::default(),
        active: RwSignal::default(),
        all,
    };
    let on_key = move |event: KeyboardEvent| {
        // Where letters are composed, these keys are the composing's own; one engine says so by a number alone.
        let is_composing = event.is_composing() || event.key_code() == 229;
        let has_modifier = event.ctrl_key() || event.meta_key() || event.shift_key();
        if !is_composing && !has_modifier && state.handle_key(&event.key(), event.alt_key()) {
            event.prevent_default();
            // What is around is not to close with it.
            event.stop_propagation();
        }
    };
    // What was chosen is spoken later, and the host may choose at any time.
    Effect::new(move |_| {
        i18n.pending();
        i18n.lang();
        if state.is_open.get_untracked() {
            state.activate_current();
        } else {
            state.show_current_locale();
        }
    });
    // What is pointed at is in sight.
    Effect::new(move |_| {
        let scroll = ScrollIntoViewOptions::new();
        scroll.set_block(ScrollLogicalPosition::Nearest);
        if state.is_open.get()
            && let Some(option) = state.root.find(&option_id(&state.active.get()))
        {
            option.scroll_into_view_with_scroll_into_view_options(&scroll);
        }
    });

    let option_view = move |option: LocaleOption| {
        let LocaleOption { tag, native_name, translated_name } = option;
        let (code, id) = (tag.as_str().to_owned(), option_id(tag.as_str()));
        let is_selected = i18n.tag_untracked().is_same_locale(&tag);
        let lang = i18n.lang().as_str().to_owned();
        let translated_name = (translated_name != native_name)
            .then(|| view! { <bdi class="c-soft" lang=lang>{translated_name}</bdi> });
        view! {
            <li
                class="c-option" part="option"
                id=state.root.id(&id)
                role="option"
                aria-selected=if is_selected { "true" } else { "false" }
                data-active=move || state.active.with(|active| *active == code)
                lang=tag.canonical().to_owned()
                on:click=move |_| state.choose(tag.clone())
            >
                {static_element("bdi", "", vec![native_name.into_any()])}
                " "
                {translated_name}
            </li>
        }
        .into_any()
    };
    let listbox = move || {
        let options = state.matches();
        (!options.is_empty()).then(|| {
            view! {
                // A press would take the focus out of the field before it is a click.
                <ul
                    class="c-listbox" part="list"
                    id=state.root.id("locale-list")
                    role="listbox"
                    aria-label=i18n.text("locale.label")
                    on:mousedown=|event| event.prevent_default()
                >
                    {options.into_iter().map(option_view).collect::<Vec<_>>()}
                </ul>
            }
        })
    };
    // How many were found is read out, and that there are none is to be seen, too.
    let result_count = move || {
        (!state.typed.with(String::is_empty)).then(|| match state.matches().len() {
            0 => static_element("p", "c-listbox-empty", vec![i18n.get("locale.none").into_any()]),
            count => {
                static_element("p", "c-hidden", vec![i18n.count("locale.found", count as f64).into_any()])
            }
        })
    };
    let active_descendant = Signal::derive(move || {
        let is_active = state.is_open.get() && !state.active.with(String::is_empty);
        is_active.then(|| state.root.id(&option_id(&state.active.get())))
    });
    view! {
        <div class="c-combobox">
            <input
                node_ref=state.input
                class="c-input" part="input"
                id=state.root.id(ID)
                type="text"
                role="combobox"
                dir="auto"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-autocomplete="list"
                aria-controls=state.root.id("locale-list")
                aria-expanded=move || if state.matches().is_empty() { "false" } else { "true" }
                aria-activedescendant=active_descendant
                aria-busy=move || i18n.pending().map(|_| "true")
                lang=move || i18n.pending().unwrap_or_else(|| i18n.tag()).canonical().to_owned()
                on:focus=move |_| state.show_current_locale()
                on:click=move |_| {
                    if !state.is_open.get_untracked() {
                        state.open();
                        state.show_current_locale();
                    } else if state.typed.with_untracked(String::is_empty) {
                        state.close();
                    }
                }
                on:input:target=move |event| state.filter(event.target().value())
                on:keydown=on_key
                on:blur=move |_| state.close()
            />
            {listbox}
            <div role="status">{result_count}</div>
        </div>
    }
}

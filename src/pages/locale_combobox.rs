//! The locale selector: an editable combobox (ARIA Authoring Practices Guide), filtered by names in either language.

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

/// The id of the input.
const ID: &str = "locale";

/// The number of options that Page Up and Page Down move by: about as many as are visible.
const PAGE_STEP: isize = 8;

/// The selector of the locale. Each option has its native name and its name in the language of the page.
#[component]
pub fn LocaleCombobox() -> impl IntoView {
    let i18n = I18n::expect();
    let context = AppContext::expect();
    let root = AppRoot::expect();
    let load_error = move || {
        i18n.failed().map(|tag| {
            let name = i18n.name(NameKind::Language, &tag.display_tag());
            let label = Signal::derive(move || i18n.fill("locale.missing", &[("language", &name)]));
            // The button is removed once the locale is loaded, so the focus needs a new place.
            let focus = Some((root, ID));
            let on_retry = Callback::new(move |()| {
                let requested = context.locales.requested.get_value();
                set_locale(context, i18n, tag.clone(), requested.as_ref() == Some(&tag), focus);
            });
            view! {
                <p class="c-note" part="note" role="alert">
                    {label} " " <Button weight=Weight::Link label=i18n.text("failure.retry") on_click=on_retry />
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

/// An option of the listbox.
#[derive(Clone, PartialEq)]
struct LocaleOption {
    tag: LanguageTag,
    /// The language's name in itself.
    native_name: String,
    /// The language's name in the language of the page.
    translated_name: String,
}

impl LocaleOption {
    fn code(&self) -> &str {
        self.tag.as_str()
    }
}

/// Returns the id of an option.
fn option_id(code: &str) -> String {
    [ID, "-", code].concat()
}

/// The state of the combobox, as a handle. Moving through the options selects none: after Escape, or when the focus
/// leaves, the locale is unchanged.
#[derive(Clone, Copy)]
struct ComboboxState {
    i18n: I18n,
    context: AppContext,
    root: AppRoot,
    input: NodeRef<html::Input>,
    is_open: RwSignal<bool>,
    /// The text typed since the listbox was opened.
    typed: RwSignal<String>,
    /// The code of the active option, which Enter selects; empty if there is none.
    active: RwSignal<String>,
    /// All options. A memo, since naming every language is slow: it runs once per language, when the listbox is first
    /// opened.
    all: Memo<Vec<LocaleOption>>,
}

impl ComboboxState {
    /// Returns the options that match the typed text; none while the listbox is closed. Tracked.
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

    /// Makes the current locale the active option, or the first match if it is not among them.
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

    /// Shows the name of the locale that is current or loading. If the input has the focus, selects the text, so that
    /// typing replaces it. Runs at once and not in an effect: a key may be pressed before the next rendering.
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

    /// Moves the active option by so many options. A single step wraps around; a longer one stops at the ends.
    fn move_active(self, by: isize) {
        if !self.is_open.get_untracked() {
            return self.open();
        }
        let options = untrack(|| self.matches());
        let is_active = |option: &LocaleOption| self.active.with_untracked(|active| option.code() == active);
        let Some(index) = options.iter().position(is_active) else { return };
        let (next, count) = (index as isize + by, options.len() as isize);
        let next = if by.abs() == 1 { next.rem_euclid(count) } else { next.clamp(0, count - 1) };
        self.set_active(options.get(next as usize));
    }

    /// Handles a key; returns whether the combobox uses it.
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
                let active = self.active.get_untracked();
                let option = untrack(|| self.matches()).into_iter().find(|option| option.code() == active);
                match option {
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
            // A locale that the host set may be missing among those on offer. It can be found as well.
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
        // While an input method composes text, these keys belong to it. One engine
        // reports that by key code 229 only.
        let is_composing = event.is_composing() || event.key_code() == 229;
        let has_modifier = event.ctrl_key() || event.meta_key() || event.shift_key();
        if !is_composing && !has_modifier && state.handle_key(&event.key(), event.alt_key()) {
            event.prevent_default();
            // A dialog around the element must not close on the same Escape.
            event.stop_propagation();
        }
    };
    // A chosen locale becomes current once it is loaded, and the host may set another at any time.
    Effect::new(move |_| {
        i18n.pending();
        i18n.lang();
        if state.is_open.get_untracked() {
            state.activate_current();
        } else {
            state.show_current_locale();
        }
    });
    // The active option is kept visible.
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
                // Pressing the mouse button would move the focus out of the input, and close the listbox before the
                // click.
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
    // The number of matches is announced. That there are none is visible, too.
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

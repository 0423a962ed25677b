//! An editable combobox (ARIA Authoring Practices Guide): a list that is filtered by typing.

use leptos::{ev::KeyboardEvent, html, prelude::*};

use super::{
    AppRoot, FieldFrame,
    dom::{keep_in_sight, typed_text},
};
use crate::i18n::I18n;

/// The number of options that Page Up and Page Down move by: about as many as are visible.
const PAGE_STEP: isize = 8;

/// An option of a combobox.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComboboxOption {
    /// The code that is chosen, without white space.
    pub code: String,
    /// The name that is shown.
    pub name: String,
    /// The language of the name, if it is not the page's.
    pub lang: Option<String>,
    /// A second name, shown beside the first; empty for none.
    pub other_name: String,
    /// Words that find the option if they are typed whole, separated by spaces.
    pub keywords: String,
    /// Whether the option is above the line that separates the likely ones from the others.
    pub is_likely: bool,
}

impl ComboboxOption {
    fn is(&self, code: &str) -> bool {
        self.code.eq_ignore_ascii_case(code)
    }
}

/// The state of the combobox, as a handle. Moving through the options selects none: after Escape the value is
/// unchanged.
#[derive(Clone, Copy)]
struct ComboboxState {
    i18n: I18n,
    root: AppRoot,
    id: StoredValue<String>,
    input: NodeRef<html::Input>,
    is_open: RwSignal<bool>,
    /// The text typed since the listbox was opened.
    typed: RwSignal<String>,
    /// The code of the active option, which Enter selects; empty if there is none.
    active: RwSignal<String>,
    options: Memo<Vec<ComboboxOption>>,
    value: Signal<String>,
    shown: Signal<String>,
    can_clear: bool,
    on_choose: Callback<String>,
}

impl ComboboxState {
    /// Returns the options that match the typed text, first those of which it is a keyword, then those that begin with
    /// it; none while the listbox is closed. Tracked.
    fn matches(self) -> Vec<ComboboxOption> {
        if !self.is_open.get() {
            return Vec::new();
        }
        let typed = self.typed.get();
        let typed = typed.trim();
        let find = self.i18n.find_ignoring_accents(typed);
        let [mut exact, mut first, mut others] = [Vec::new(), Vec::new(), Vec::new()];
        self.options.with(|options| {
            for option in options {
                let is_keyword = option.keywords.split(' ').any(|word| word.eq_ignore_ascii_case(typed));
                let places = [find(&option.name), find(&option.other_name)];
                if is_keyword && !typed.is_empty() {
                    exact.push(option.clone());
                } else if places.contains(&Some(0)) {
                    first.push(option.clone());
                } else if places.iter().any(Option::is_some) {
                    others.push(option.clone());
                }
            }
        });
        exact.append(&mut first);
        exact.append(&mut others);
        exact
    }

    /// Returns the id of an option.
    fn option_id(self, code: &str) -> String {
        self.id.with_value(|id| [id, "-", code].concat())
    }

    fn open(self) {
        if !self.is_open.get_untracked() {
            self.is_open.set(true);
            self.activate_current();
        }
    }

    /// Makes the current value the active option. Where a value cannot be cleared, it is the first match if the value
    /// is not among them.
    fn activate_current(self) {
        let (options, value) = (untrack(|| self.matches()), self.value.get_untracked());
        let first = options.first().filter(|_| !self.can_clear);
        self.set_active(options.iter().find(|option| option.is(&value)).or(first));
    }

    fn set_active(self, option: Option<&ComboboxOption>) {
        self.active.set(option.map(|option| option.code.clone()).unwrap_or_default());
    }

    fn close(self) {
        self.is_open.set(false);
        self.typed.set(String::new());
        self.show_value();
    }

    /// Shows the current value. If the input has the focus, selects the text, so that typing replaces it. Runs at once
    /// and not in an effect: a key may be pressed before the next rendering.
    fn show_value(self) {
        if let Some(input) = self.input.get_untracked() {
            input.set_value(&self.shown.get_untracked());
            if self.has_focus() {
                input.select();
            }
        }
    }

    fn has_focus(self) -> bool {
        self.id.with_value(|id| self.root.has_focus(id))
    }

    fn choose(self, code: String) {
        self.on_choose.run(code);
        self.close();
    }

    /// Filters by what is typed. Without the focus it is the browser that fills in a name or a code, and what matches
    /// is chosen at once.
    fn filter(self, typed: String) {
        self.open();
        let is_blank = typed.trim().is_empty();
        self.typed.set(typed);
        if is_blank && !self.can_clear {
            self.activate_current();
        } else {
            let options = if is_blank { Vec::new() } else { untrack(|| self.matches()) };
            self.set_active(options.first());
        }
        if !self.has_focus() {
            self.leave();
        }
    }

    /// Closes the listbox. Where a value can be cleared, the active option is chosen, as a `<select>` would: what is
    /// typed is not lost, and an emptied text clears the value.
    fn leave(self) {
        if self.can_clear && self.is_open.get_untracked() {
            let active = self.active.get_untracked();
            let text = self.input.get_untracked().map(|input| input.value()).unwrap_or_default();
            if (!active.is_empty() || text.trim().is_empty()) && self.value.get_untracked() != active {
                self.on_choose.run(active);
            }
        }
        self.close();
    }

    /// Moves the active option by so many options. A single step wraps around; a longer one stops at the ends.
    fn move_active(self, by: isize) {
        let was_open = self.is_open.get_untracked();
        self.open();
        let options = untrack(|| self.matches());
        let is_active = |option: &ComboboxOption| self.active.with_untracked(|active| option.code == *active);
        let count = options.len() as isize;
        let next = match options.iter().position(is_active) {
            Some(_) if !was_open => return,
            Some(index) if by.abs() == 1 => (index as isize + by).rem_euclid(count),
            Some(index) => (index as isize + by).clamp(0, count - 1),
            None if by < 0 => count - 1,
            None => 0,
        };
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
                if is_open && (!active.is_empty() || self.can_clear) {
                    self.leave_with(active);
                } else {
                    self.open();
                }
            }
            "Escape" if is_open => self.close(),
            _ => return false,
        }
        true
    }

    /// Chooses the active option; without one, does what leaving the control does.
    fn leave_with(self, active: String) {
        if active.is_empty() { self.leave() } else { self.choose(active) }
    }
}

/// An editable combobox. The control only: its label and its errors are around it.
#[component]
pub fn Combobox(
    /// Its id, without the prefix of [`AppRoot`].
    id: String,
    /// The name of its list.
    label: Signal<String>,
    /// All options, in order.
    options: Memo<Vec<ComboboxOption>>,
    /// The code of the current option; empty for none.
    value: Signal<String>,
    /// The text of the current option.
    shown: Signal<String>,
    /// Takes the code of the option that is chosen; empty if the text was removed.
    on_choose: Callback<String>,
    /// The catalogue keys of the number of matches, and of none.
    counts: [&'static str; 2],
    /// Whether the value can be removed. Then leaving the control chooses the active option.
    #[prop(optional)]
    can_clear: bool,
    /// The autofill token (WCAG 1.3.5).
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The language of its text.
    #[prop(optional, into)]
    lang: Option<Signal<String>>,
    /// Whether the chosen option is still being applied.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Whether the field is required.
    #[prop(optional, into)]
    required: Signal<bool>,
    /// The frame around it, if it is a field of the form.
    #[prop(optional)]
    frame: Option<FieldFrame>,
) -> impl IntoView {
    let (i18n, root) = (I18n::expect(), AppRoot::expect());
    let list_id = root.id(&format!("{id}-list"));
    let state = ComboboxState {
        i18n,
        root,
        id: StoredValue::new(id),
        input: NodeRef::new(),
        is_open: RwSignal::new(false),
        typed: RwSignal::default(),
        active: RwSignal::default(),
        options,
        value,
        shown,
        can_clear,
        on_choose,
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
    // The value can change from outside, and with the language its name.
    Effect::new(move |_| {
        value.track();
        shown.track();
        if state.is_open.get_untracked() {
            state.activate_current();
        } else {
            state.show_value();
        }
    });
    // The active option is kept visible.
    Effect::new(move |_| {
        if state.is_open.get()
            && let Some(option) = root.find(&state.option_id(&state.active.get()))
        {
            keep_in_sight(&option);
        }
    });

    let option_view = move |option: ComboboxOption| {
        let ComboboxOption { code, name, lang, other_name, is_likely, .. } = option;
        let is_selected = code.eq_ignore_ascii_case(&value.get_untracked());
        let own = code.clone();
        // The name may be in another language than the page.
        let page_lang = lang.as_ref().map(|_| i18n.lang().as_str().to_owned());
        let other_name =
            (!other_name.is_empty()).then(|| view! { <bdi class="c-soft" lang=page_lang>{other_name}</bdi> });
        view! {
            <li
                class="c-option" part="option"
                id=root.id(&state.option_id(&code))
                role="option"
                aria-selected=if is_selected { "true" } else { "false" }
                data-likely=is_likely
                data-active=move || state.active.with(|active| *active == own)
                lang=lang
                on:click=move |_| state.choose(code.clone())
            >
                <bdi>{name}</bdi>
                " "
                {other_name}
            </li>
        }
        .into_any()
    };
    let listbox = {
        let list_id = list_id.clone();
        move || {
            let options = state.matches();
            (!options.is_empty()).then(|| {
                view! {
                    // Pressing the mouse button would move the focus out of the input, and close the listbox before
                    // the click.
                    <ul
                        class="c-listbox" part="list"
                        id=list_id.clone()
                        role="listbox"
                        aria-label=label
                        on:mousedown=|event| event.prevent_default()
                    >
                        {options.into_iter().map(option_view).collect::<Vec<_>>()}
                    </ul>
                }
            })
        }
    };
    // The number of matches is announced. That there are none is visible, too.
    let result_count = move || {
        (!state.typed.with(String::is_empty)).then(|| {
            let (class, text) = match state.matches().len() {
                0 => ("c-listbox-empty", i18n.get(counts[1])),
                count => ("c-hidden", i18n.count(counts[0], count as f64)),
            };
            view! { <p class=class part=(class == "c-listbox-empty").then_some("list")>{text}</p> }
        })
    };
    let active_descendant = Signal::derive(move || {
        let is_active = state.is_open.get() && !state.active.with(String::is_empty);
        is_active.then(|| root.id(&state.option_id(&state.active.get())))
    });
    view! {
        <div class="c-combobox">
            <input
                node_ref=state.input
                class="c-input" part="input"
                id=state.id.with_value(|id| root.id(id))
                type="text"
                role="combobox"
                dir="auto"
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                aria-autocomplete="list"
                aria-controls=list_id
                aria-expanded=move || if state.matches().is_empty() { "false" } else { "true" }
                aria-activedescendant=active_descendant
                aria-busy=move || busy.get().then_some("true")
                aria-required=move || required.get().then_some("true")
                aria-invalid=frame.map(|frame| frame.invalid)
                aria-describedby=frame.map(|frame| frame.described_by)
                lang=lang
                on:focus=move |_| {
                    if !state.is_open.get_untracked() {
                        state.show_value();
                    }
                }
                on:click=move |_| {
                    if !state.is_open.get_untracked() {
                        state.open();
                        state.show_value();
                    } else if state.typed.with_untracked(String::is_empty) {
                        state.close();
                    }
                }
                on:input:target=move |event| {
                    if let Some(text) = typed_text(&event.target()) {
                        state.filter(text);
                    }
                }
                on:keydown=on_key
                on:blur=move |_| state.leave()
            />
            {listbox}
            <div role="status">{result_count}</div>
        </div>
    }
}

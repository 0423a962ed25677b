//! The list of states of the selected country, and what happens to the state when the country changes.

use leptos::{prelude::*, task::spawn_local};

use super::{AppRoot, Form};
use crate::{
    domain::{Address, AddressFormat, AddressLine, FieldPath},
    i18n::{I18n, Region},
};

/// The value of the option for a state that is not in the list. No text input can hold it.
const UNLISTED: &str = "\0";

/// The list of states, as a handle.
#[derive(Clone, Copy)]
pub(super) struct RegionSelect {
    /// Whether the state is typed although there is a list: the customer's is not in it, since lists grow old, or was
    /// being typed when the list arrived.
    is_typed: RwSignal<bool>,
    /// The list; empty until it is loaded, and where there is none.
    regions: RwSignal<Vec<Region>>,
    /// The state in the form in its own spelling; where that is empty or a name in the list, the loaded state if the
    /// country is the loaded one, else nothing.
    pub(super) spelling: Signal<String>,
    /// The options: the value to store, and the name.
    pub(super) options: Signal<Vec<(String, String)>>,
}

impl RegionSelect {
    /// Creates the list for the form that was filled from this address. It follows the form's country.
    pub(super) fn new(form: Form, loaded: &Address, i18n: I18n, in_latin: Signal<bool>) -> RegionSelect {
        let root = AppRoot::expect();
        let (code, state) = (form.line(AddressLine::CountryCode), form.line(AddressLine::State));
        let (is_typed, regions) = (RwSignal::new(false), RwSignal::new(Vec::<Region>::new()));
        let (loaded_country, loaded_state) =
            (loaded.lines[AddressLine::CountryCode].clone(), loaded.lines[AddressLine::State].clone());
        // The loaded state, in its own country.
        let fallback = {
            let (country, state) = (loaded_country.clone(), loaded_state.clone().unwrap_or_default());
            move || {
                code.with(|code| if country.as_ref() == Some(code) { state.clone() } else { String::new() })
            }
        };

        // A state belongs to its country. The loaded state is removed with its country and restored with it. A state
        // chosen from the list is removed with its country. A state that was typed stays.
        let follow_country = move |is_loaded_country: bool| {
            let typed = state.get_untracked();
            let is_loaded = loaded_state.as_ref() == Some(&typed);
            let is_listed =
                regions.with_untracked(|regions| regions.iter().any(|region| region.has_spelling(&typed)));
            match &loaded_state {
                Some(loaded) if is_loaded_country && (typed.is_empty() || is_listed) => {
                    state.set(loaded.clone());
                }
                _ if !is_loaded_country && (is_loaded || is_listed) => state.set(String::new()),
                _ => {}
            }
        };
        Effect::new(move |previous: Option<String>| {
            let country = code.get();
            if previous.as_ref() == Some(&country) {
                return country;
            }
            if previous.is_some() {
                follow_country(loaded_country.as_ref() == Some(&country));
            }
            regions.set(Vec::new());
            is_typed.set(false);
            if AddressFormat::for_country(&country, true).lists_states() {
                let requested = country.clone();
                spawn_local(async move {
                    let Some(loaded) = i18n.regions(&requested).await else { return };
                    // The customer may have chosen another country meanwhile.
                    if code.try_get_untracked().as_ref() == Some(&requested) {
                        let id = form.id(FieldPath::Line(AddressLine::State));
                        if root.has_focus(&id) {
                            if state.with_untracked(String::is_empty) {
                                // The select replaces the text input: the focus moves to it.
                                root.focus(id);
                            } else {
                                is_typed.try_set(true);
                            }
                        }
                        regions.try_set(loaded);
                    }
                });
            }
            country
        });

        Effect::new(move |_| {
            if state.with(|state| state == UNLISTED) {
                state.set(String::new());
                is_typed.set(true);
                root.focus(form.id(FieldPath::Line(AddressLine::State)));
            }
        });

        let name = move |region: &Region| region.name(in_latin.get()).to_owned();
        let spelling = Memo::new(move |_| {
            let typed = state.get();
            let is_name = regions.with(|regions| regions.iter().any(|region| name(region) == typed));
            if typed.is_empty() || is_name { fallback() } else { typed }
        });
        // The option of a state that is stored in another spelling keeps that spelling as its value.
        let options = Signal::derive(move || {
            let spelling = spelling.get();
            regions.with(|regions| {
                let is_same = i18n.equals_ignoring_accents(&spelling);
                let option = |region: &Region| {
                    let is_current = region.spellings().any(&is_same);
                    (if is_current { spelling.clone() } else { name(region) }, name(region))
                };
                let mut options = i18n.sorted(regions.iter().map(option).collect());
                if !options.is_empty() {
                    options.push((UNLISTED.to_owned(), i18n.get("form.unlisted")));
                }
                options
            })
        });
        RegionSelect { is_typed, regions, spelling: spelling.into(), options }
    }

    /// Whether there is a list to choose from. While it is on its way the state can be typed, by the browser too: a list
    /// without options would lose it. Tracked.
    pub(super) fn are_listed(self) -> bool {
        !self.is_typed.get() && self.regions.with(|regions| !regions.is_empty())
    }
}

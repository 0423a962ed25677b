//! The states of the country that is chosen: a list where there is one, and what becomes of a state when another country is
//! chosen.

use leptos::{prelude::*, task::spawn_local};

use super::{AppRoot, Form};
use crate::{
    domain::{Address, AddressFormat, AddressLine, FieldPath},
    i18n::{I18n, Region},
};

/// The list of states, as a handle.
#[derive(Clone, Copy)]
pub(super) struct RegionSelect {
    country: RwSignal<String>,
    /// Whether the list could not be had: then a state is typed.
    is_missing: RwSignal<bool>,
    /// A state that stands there, or stood there when it was loaded, as it is spelled; of this country, or none.
    pub(super) spelled: Signal<String>,
    /// What can be chosen: what is stored when it is, and the name.
    pub(super) options: Signal<Vec<(String, String)>>,
}

impl RegionSelect {
    /// Follows the country of the form that was filled from this address.
    pub(super) fn new(form: Form, loaded: &Address, i18n: I18n, in_latin: Signal<bool>) -> RegionSelect {
        let root = AppRoot::expect();
        let (code, state) = (form.line(AddressLine::CountryCode), form.line(AddressLine::State));
        let (is_missing, regions) = (RwSignal::new(false), RwSignal::new(Vec::<Region>::new()));
        let (home, had) =
            (loaded.lines[AddressLine::CountryCode].clone(), loaded.lines[AddressLine::State].clone());
        let at_home = {
            let (home, had) = (home.clone(), had.clone().unwrap_or_default());
            move || code.with(|code| if home.as_ref() == Some(code) { had.clone() } else { String::new() })
        };

        // A state belongs to its country: one that was loaded goes with it and comes back with it, one that was chosen
        // from its list goes with it. One that was typed stays.
        let follow = move |is_home: bool| {
            let typed = state.get_untracked();
            let is_had = had.as_ref() == Some(&typed);
            let is_chosen =
                regions.with_untracked(|regions| regions.iter().any(|region| region.has_spelling(&typed)));
            match &had {
                Some(had) if is_home && (typed.is_empty() || is_chosen) => state.set(had.clone()),
                _ if !is_home && (is_had || is_chosen) => state.set(String::new()),
                _ => {}
            }
        };
        Effect::new(move |before: Option<String>| {
            let now = code.get();
            if before.as_ref() == Some(&now) {
                return now;
            }
            if before.is_some() {
                follow(home.as_ref() == Some(&now));
            }
            regions.set(Vec::new());
            is_missing.set(false);
            if AddressFormat::for_country(&now, true).lists_states() {
                let country = now.clone();
                spawn_local(async move {
                    let found = i18n.regions(&country).await;
                    // What comes late is of a country that was left.
                    if code.try_get_untracked().as_ref() == Some(&country) {
                        // Another control takes the place of the list; the focus stays at the place.
                        let id = form.id(FieldPath::Line(AddressLine::State));
                        let has_focus = found.is_none() && root.has_focus(&id);
                        is_missing.try_set(found.is_none());
                        if has_focus {
                            root.focus(id);
                        }
                        regions.try_set(found.unwrap_or_default());
                    }
                });
            }
            now
        });

        let name = move |region: &Region| region.name(in_latin.get()).to_owned();
        // A state that stands there in another spelling is that state, and stays as it is spelled.
        let spelled = Memo::new(move |_| {
            let typed = state.get();
            let is_named = regions.with(|regions| regions.iter().any(|region| name(region) == typed));
            if typed.is_empty() || is_named { at_home() } else { typed }
        });
        let options = Signal::derive(move || {
            let spelled = spelled.get();
            regions.with(|regions| {
                let same = i18n.equals_ignoring_accents(&spelled);
                let option = |region: &Region| {
                    let is_it = region.spellings().any(&same);
                    (if is_it { spelled.clone() } else { name(region) }, name(region))
                };
                i18n.sorted(regions.iter().map(option).collect())
            })
        });
        RegionSelect { country: code, is_missing, spelled: spelled.into(), options }
    }

    /// Whether there is a list to choose from. Tracked.
    pub(super) fn are_listed(self) -> bool {
        self.country.with(|country| AddressFormat::for_country(country, true).lists_states())
            && !self.is_missing.get()
    }
}

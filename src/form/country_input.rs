//! The control for a country: a combobox, with the likely countries first.

use leptos::prelude::*;

use super::{Combobox, ComboboxOption, FieldFrame, Form, field_frame::frame_control};
use crate::{
    domain::{AddressLine, COUNTRIES, FieldPath, TextField, alpha_2},
    i18n::{I18n, NameKind},
};

/// The abbreviations of countries that are no ISO code, each before its code.
const ABBREVIATIONS: [(&str, &str); 3] = [("USA", "US"), ("UK", "GB"), ("UAE", "AE")];

/// Returns the countries that this customer is likely to choose: of the profile, and of the page's locale. Tracked.
pub(super) fn likely_countries(form: Form, i18n: I18n) -> Vec<String> {
    let loaded = form.loaded();
    let of_address = loaded.address.and_then(|mut address| address.lines[AddressLine::CountryCode].take());
    let of_birth = loaded.texts[TextField::BirthCountry].clone();
    let mut likely: Vec<String> = Vec::new();
    for country in [of_address, of_birth, i18n.tag().region()].into_iter().flatten() {
        let country = alpha_2(&country).map(str::to_owned).unwrap_or(country);
        if !likely.contains(&country) {
            likely.push(country);
        }
    }
    likely
}

/// Returns the name of a country. A code that is none is its own name. Tracked.
pub(super) fn country_name(i18n: I18n, code: &str) -> String {
    let code = alpha_2(code).unwrap_or(code);
    if COUNTRIES.contains(&code) { i18n.name(NameKind::Region, code) } else { code.to_owned() }
}

/// A country, found by typing its name or its code.
#[component]
pub fn CountryInput(
    /// The form it is part of.
    form: Form,
    /// The path of its field.
    path: FieldPath,
    /// The code of the country; empty for none.
    value: RwSignal<String>,
    /// The autofill token (WCAG 1.3.5).
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The key of its hint.
    #[prop(optional_no_strip)]
    hint: Option<&'static str>,
    /// Whether the field is required.
    #[prop(optional, into)]
    required: Signal<bool>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let frame = FieldFrame::new(form, path.into(), hint);
    let label = form.label(i18n, path.into());
    let initial = value.get_untracked();
    // A memo, since naming every country is slow: it runs once per language, when the list is first opened.
    let options = Memo::new(move |_| {
        let mut likely = likely_countries(form, i18n);
        // What the vendor has stored can be chosen again, also if it is no country.
        if !initial.is_empty() && !likely.contains(&initial) && alpha_2(&initial).is_none() {
            likely.insert(0, initial.clone());
        }
        let option = |code: String, name: String, is_likely: bool| {
            let abbreviation = ABBREVIATIONS.iter().find(|(_, own)| *own == code);
            let keywords = [&*code, " ", abbreviation.map_or("", |(word, _)| word)].concat();
            ComboboxOption { code, name, keywords, is_likely, ..ComboboxOption::default() }
        };
        let others = i18n.names(NameKind::Region, COUNTRIES.iter().copied());
        let others: Vec<_> = others.into_iter().filter(|(code, _)| !likely.contains(code)).collect();
        let first = likely.into_iter().map(|code| {
            let name = country_name(i18n, &code);
            option(code, name, true)
        });
        first.chain(others.into_iter().map(|(code, name)| option(code, name, false))).collect()
    });
    let shown = Signal::derive(move || value.with(|code| country_name(i18n, code)));
    let control = view! {
        <Combobox
            id=form.id(path)
            label
            options
            value=value.into()
            shown
            on_choose=Callback::new(move |code| value.set(code))
            counts=["country.found", "country.none"]
            can_clear=true
            autocomplete
            required
            frame
        />
    };
    frame_control(frame, label, required, Signal::default(), control.into_any())
}

//! Which controls stand in which section, in which order.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlButtonElement};

use super::{Words, value::MASK};
use crate::{
    domain::{COUNTRIES, LANGUAGES, Place, Section, Text, Unit},
    form::{
        AddressField, Button, CheckField, DateField, Form, Frame, Ground, Input, OptInsField, PhonesField,
        Rows, SelectField, TextField, Weight,
    },
    i18n::{I18n, Named, label_key, national_kind_key},
    vendor::Vendor,
};

/// The kinds of national identifier the vendor names; a stored one beside them is kept.
const NATIONAL_KINDS: [&str; 7] =
    ["CPF", "CUIL", "DNI", "ID_NUMBER", "NATIONAL_REGISTER", "SECURITY_NUMBER", "TAX_NUMBER"];

/// The autofill token of a line of text.
fn autocomplete(text: Text) -> &'static str {
    match text {
        Text::Civility => "honorific-prefix",
        Text::FirstName => "given-name",
        Text::SecondName | Text::ThirdName | Text::FourthName => "additional-name",
        // A section of their own, so that the browser does not fill both scripts with one.
        Text::UnicodeCivility => "section-own-script honorific-prefix",
        Text::UnicodeFirstName => "section-own-script given-name",
        Text::UnicodeSecondName | Text::UnicodeThirdName | Text::UnicodeFourthName => {
            "section-own-script additional-name"
        }
        Text::UnicodeLastName => "section-own-script family-name",
        Text::LastName => "family-name",
        Text::Email => "email",
        Text::Language => "language",
        // There is no token for where somebody was born.
        Text::BirthCity | Text::BirthCountry => "off",
    }
}

/// Whether a name is asked for: the further given names one after the other, and those in the customer's own script
/// where the language of the page calls for them; and whatever is there already. Tracked.
pub(super) fn is_asked_for(form: Form, i18n: I18n, unit: Unit) -> bool {
    let Unit::Text(text) = unit else { return true };
    let has =
        |text: Text| form.text(text).with(|typed| !typed.is_empty()) || form.loaded().texts[text].is_some();
    let own_script = || !i18n.is_latin() || has(Text::UnicodeFirstName) || has(Text::UnicodeLastName);
    match text {
        Text::ThirdName => has(Text::SecondName) || has(text),
        Text::FourthName => has(Text::ThirdName) || has(text),
        Text::UnicodeFirstName | Text::UnicodeLastName => own_script(),
        Text::UnicodeSecondName => has(text) || own_script() && has(Text::SecondName),
        Text::UnicodeThirdName => has(text) || own_script() && has(Text::ThirdName),
        Text::UnicodeFourthName => has(text) || own_script() && has(Text::FourthName),
        Text::UnicodeCivility => has(text),
        _ => true,
    }
}

/// The controls of a section.
#[component]
pub fn SectionFields(
    /// The form.
    form: Form,
    /// The section.
    section: Section,
    /// Words values.
    words: Words,
    /// The vendor, which says what can be set.
    vendor: Vendor,
    /// Whether a new customer is being made.
    #[prop(optional)]
    create: bool,
) -> impl IntoView {
    let i18n = I18n::expect();
    let countries = Signal::derive(move || i18n.names(Named::Region, COUNTRIES.iter().copied()));
    let field = move |unit: Unit| match unit {
        Unit::Text(text) => {
            let (place, value, required) =
                (Place::Text(text), form.text(text), create && vendor.requires(unit));
            let autocomplete = autocomplete(text);
            match text {
                Text::Civility => {
                    let options = Signal::derive(move || {
                        let pair = |civility: &crate::domain::Civility| {
                            (civility.code.clone(), civility.label.clone())
                        };
                        words.civilities.with(|civilities| civilities.iter().map(pair).collect())
                    });
                    view! { <SelectField form place value options autocomplete required /> }.into_any()
                }
                Text::BirthCountry => {
                    view! { <SelectField form place value options=countries required /> }.into_any()
                }
                Text::Language => {
                    let options = Signal::derive(move || {
                        let names = i18n.names(Named::Language, LANGUAGES.iter().copied());
                        names.into_iter().map(|(code, name)| (code.to_ascii_uppercase(), name)).collect()
                    });
                    view! { <SelectField form place value options autocomplete required hint="hint.language" /> }
                        .into_any()
                }
                Text::Email => {
                    // Not `type=email`: the browser would tidy up what is typed while it is typed.
                    let input = Input {
                        kind: "text",
                        autocomplete,
                        inputmode: Some("email"),
                        direction: "ltr",
                        ..Input::default()
                    };
                    view! { <TextField form place value input required hint="hint.email" /> }.into_any()
                }
                Text::LastName if create => {
                    let input = Input { autocomplete, ..Input::default() };
                    view! { <TextField form place value input required hint="hint.one-name" /> }.into_any()
                }
                _ => {
                    let input = Input { autocomplete, ..Input::default() };
                    view! { <TextField form place value input required /> }.into_any()
                }
            }
        }
        Unit::Birthdate => view! { <DateField form /> }.into_any(),
        Unit::NationalId => view! { <NationalIdField form /> }.into_any(),
        Unit::Phones => {
            let frame = Frame::new(form, Place::Phones.into(), None);
            view! {
                <fieldset class="c-group" part="group" aria-describedby=frame.described_by>
                    <legend class="c-legend" part="legend">{i18n.text("label.phones")}</legend>
                    {frame.error(i18n)}
                    <PhonesField form />
                </fieldset>
            }
            .into_any()
        }
        Unit::Address => view! { <AddressField form countries /> }.into_any(),
        Unit::OptIns => view! { <OptInsField form /> }.into_any(),
        Unit::DataUse => {
            let words = Signal::derive(move || i18n.get("data-use.agree"));
            let frame = Frame::new(form, Place::DataUse.into(), None);
            view! { <CheckField id=frame.id() value=form.data_use words frame /> }.into_any()
        }
    };
    let can_set = move |unit: &Unit| if create { vendor.creates_with(*unit) } else { vendor.writes(*unit) };
    let row = Callback::new(move |key: u32| {
        let Some(unit) = Unit::all().nth(key as usize) else { return ().into_any() };
        // For another field: a date is not wrong while the day is left for the month, and where the next is a button
        // an error must not come in between and move it from under the pointer.
        let leave = move |event: ev::FocusEvent| {
            let field = |target: Option<EventTarget>| {
                let element = target?.dyn_into::<Element>().ok()?;
                if element.has_type::<HtmlButtonElement>() {
                    None
                } else {
                    element.closest(".c-unit").ok()?
                }
            };
            let next = field(event.related_target());
            if next.is_some() && next != field(event.target()) {
                form.leave(unit);
            }
        };
        let hidden = move || !is_asked_for(form, i18n, unit);
        view! { <div class="c-unit" hidden=hidden on:focusout=leave>{field(unit)}</div> }.into_any()
    });
    // In another language names may have another order.
    let keys = Signal::derive(move || {
        let units = words.units(section).into_iter().filter(can_set);
        units.filter_map(|unit| Unit::all().position(|one| one == unit)).map(|index| index as u32).collect()
    });
    view! { <Rows class="c-units" keys row /> }
}

/// The national identifier: its kind and its number, which is masked while it stands as it was loaded.
#[component]
fn NationalIdField(form: Form) -> impl IntoView {
    let i18n = I18n::expect();
    let ground = Ground::expect();
    let kinds = Signal::derive(move || {
        let pair = |code: &&str| ((*code).to_owned(), i18n.get(national_kind_key(code).unwrap_or(code)));
        NATIONAL_KINDS.iter().map(pair).collect()
    });
    let stored = form.loaded().national_id.and_then(|id| id.number).unwrap_or_default();
    // What was typed here is no secret from who typed it.
    let shown =
        RwSignal::new(form.national_number.with_untracked(|number| number.is_empty() || *number != stored));
    let name = i18n.text(label_key(Place::NationalNumber));
    let show = Callback::new(move |()| {
        shown.set(true);
        ground.focus(form.id(Place::NationalNumber));
    });
    let frame = Frame::new(form, Place::NationalNumber.into(), None);
    let number = move || {
        if shown.get() {
            let input = Input { direction: "ltr", ..Input::default() };
            view! { <TextField form place=Place::NationalNumber value=form.national_number input /> }
                .into_any()
        } else {
            view! {
                <div class="c-field" part="field">
                    <span class="c-label" part="label">{name}</span>
                    {frame.error(i18n)}
                    <span class="c-masked" aria-hidden="true">{MASK}</span>
                    " "
                    <Button weight=Weight::Link id=ground.id(&form.id(Place::NationalNumber)) words=i18n.text("view.reveal") about=name press=show />
                </div>
            }
            .into_any()
        }
    };
    view! {
        <fieldset class="c-group" part="group">
            <legend class="c-legend" part="legend">{i18n.text("label.national-id")}</legend>
            <div class="c-row">
                <SelectField form place=Place::NationalKind value=form.national_kind options=kinds />
                {number}
            </div>
        </fieldset>
    }
}

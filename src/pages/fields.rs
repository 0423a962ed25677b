//! The controls of a section, in the order of the page's language.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlButtonElement};

use super::ValueFormatter;
use crate::{
    domain::{COUNTRIES, Field, FieldPath, LANGUAGES, Section, TextField},
    form::{
        AddressInput, Checkbox, DateInput, FieldFrame, Form, Input, NationalIdInput, OptInsInput,
        PhonesInput, Select, StableRows, TextInput,
    },
    i18n::{I18n, NameKind},
    vendor_api::Vendor,
};

/// Returns the autofill token of a line of text.
fn autocomplete(text: TextField) -> &'static str {
    match text {
        TextField::Civility => "honorific-prefix",
        TextField::FirstName => "given-name",
        TextField::SecondName | TextField::ThirdName | TextField::FourthName => "additional-name",
        // A section of its own, so that the browser does not fill both scripts with one name.
        TextField::UnicodeCivility => "section-own-script honorific-prefix",
        TextField::UnicodeFirstName => "section-own-script given-name",
        TextField::UnicodeSecondName | TextField::UnicodeThirdName | TextField::UnicodeFourthName => {
            "section-own-script additional-name"
        }
        TextField::UnicodeLastName => "section-own-script family-name",
        TextField::LastName => "family-name",
        TextField::Email => "email",
        TextField::Language => "language",
        // HTML has no token for the place of birth.
        TextField::BirthCity | TextField::BirthCountry => "off",
    }
}

/// Whether the form asks for a field. It asks for one more given name at a time, and for names in the customer's own
/// script if the language of the page calls for them. It always asks for a name that is filled in. Tracked.
pub(super) fn is_asked_for(form: Form, i18n: I18n, field: Field) -> bool {
    let Field::Text(text) = field else { return true };
    let has = |text: TextField| {
        form.text(text).with(|typed| !typed.is_empty()) || form.loaded().texts[text].is_some()
    };
    let own_script =
        || !i18n.is_latin() || has(TextField::UnicodeFirstName) || has(TextField::UnicodeLastName);
    match text {
        TextField::ThirdName => has(TextField::SecondName) || has(text),
        TextField::FourthName => has(TextField::ThirdName) || has(text),
        TextField::UnicodeFirstName | TextField::UnicodeLastName => own_script(),
        TextField::UnicodeSecondName => has(text) || own_script() && has(TextField::SecondName),
        TextField::UnicodeThirdName => has(text) || own_script() && has(TextField::ThirdName),
        TextField::UnicodeFourthName => has(text) || own_script() && has(TextField::FourthName),
        TextField::UnicodeCivility => has(text),
        TextField::Civility
        | TextField::FirstName
        | TextField::SecondName
        | TextField::LastName
        | TextField::BirthCity
        | TextField::BirthCountry
        | TextField::Email
        | TextField::Language => true,
    }
}

/// The controls of a section.
#[component]
pub fn SectionFields(
    /// The form.
    form: Form,
    /// The section.
    section: Section,
    /// Formats labels and forms of address.
    formatter: ValueFormatter,
    /// The vendor, which decides which fields can be set.
    vendor: Vendor,
    /// Whether the form creates a customer.
    #[prop(optional)]
    create: bool,
) -> impl IntoView {
    let i18n = I18n::expect();
    let countries = Signal::derive(move || i18n.names(NameKind::Region, COUNTRIES.iter().copied()));
    let control = move |field: Field| match field {
        Field::Text(text) => {
            let (path, value, required) =
                (FieldPath::Text(text), form.text(text), create && vendor.requires(field));
            let autocomplete = autocomplete(text);
            match text {
                TextField::Civility => {
                    let options = Signal::derive(move || {
                        let pair = |civility: &crate::domain::Civility| {
                            (civility.code.clone(), civility.label.clone())
                        };
                        formatter.civilities.with(|civilities| civilities.iter().map(pair).collect())
                    });
                    view! { <Select form path value options autocomplete required /> }.into_any()
                }
                TextField::BirthCountry => {
                    view! { <Select form path value options=countries required /> }.into_any()
                }
                TextField::Language => {
                    let options = Signal::derive(move || {
                        let names = i18n.names(NameKind::Language, LANGUAGES.iter().copied());
                        names.into_iter().map(|(code, name)| (code.to_ascii_uppercase(), name)).collect()
                    });
                    view! { <Select form path value options autocomplete required hint="hint.language" /> }
                        .into_any()
                }
                TextField::Email => {
                    // Not `type=email`: the browser would change the value while it is typed.
                    let input = Input {
                        kind: "text",
                        autocomplete,
                        inputmode: Some("email"),
                        direction: "ltr",
                        ..Input::default()
                    };
                    view! { <TextInput form path value input required hint="hint.email" /> }.into_any()
                }
                TextField::LastName if create => {
                    let input = Input { autocomplete, ..Input::default() };
                    view! { <TextInput form path value input required hint="hint.one-name" /> }.into_any()
                }
                TextField::FirstName
                | TextField::SecondName
                | TextField::ThirdName
                | TextField::FourthName
                | TextField::LastName
                | TextField::UnicodeCivility
                | TextField::UnicodeFirstName
                | TextField::UnicodeSecondName
                | TextField::UnicodeThirdName
                | TextField::UnicodeFourthName
                | TextField::UnicodeLastName
                | TextField::BirthCity => {
                    let input = Input { autocomplete, ..Input::default() };
                    view! { <TextInput form path value input required /> }.into_any()
                }
            }
        }
        Field::Birthdate => view! { <DateInput form /> }.into_any(),
        Field::NationalId => view! { <NationalIdInput form /> }.into_any(),
        Field::Phones => {
            let frame = FieldFrame::new(form, FieldPath::Phones.into(), None);
            view! {
                <fieldset class="c-group" part="group" aria-describedby=frame.described_by>
                    <legend class="c-legend" part="legend">{i18n.text("label.phones")}</legend>
                    {frame.error(i18n)}
                    <PhonesInput form />
                </fieldset>
            }
            .into_any()
        }
        Field::Address => view! { <AddressInput form countries /> }.into_any(),
        Field::OptIns => view! { <OptInsInput form /> }.into_any(),
        Field::DataUse => {
            let label = Signal::derive(move || i18n.get("data-use.agree"));
            let frame = FieldFrame::new(form, FieldPath::DataUse.into(), None);
            view! { <Checkbox id=frame.id() value=form.data_use label frame /> }.into_any()
        }
    };
    let can_set =
        move |field: &Field| if create { vendor.accepts_on_create(*field) } else { vendor.writes(*field) };
    let row = Callback::new(move |key: u32| {
        let Some(field) = Field::all().nth(key as usize) else { return ().into_any() };
        // Errors appear when the focus moves to another field. Not within a field: a date is incomplete while the
        // focus moves from day to month. Not to a button: an error that appears would move the button from under the
        // pointer.
        let leave = move |event: ev::FocusEvent| {
            let wrapper = |target: Option<EventTarget>| {
                let element = target?.dyn_into::<Element>().ok()?;
                if element.has_type::<HtmlButtonElement>() {
                    None
                } else {
                    element.closest(".c-control").ok()?
                }
            };
            let next = wrapper(event.related_target());
            if next.is_some() && next != wrapper(event.target()) {
                form.mark_visited(field);
            }
        };
        let hidden = move || !is_asked_for(form, i18n, field);
        view! { <div class="c-control" hidden=hidden on:focusout=leave>{control(field)}</div> }.into_any()
    });
    // The order of names depends on the language.
    let keys = Signal::derive(move || {
        let fields = formatter.fields(section).into_iter().filter(can_set);
        fields
            .filter_map(|field| Field::all().position(|one| one == field))
            .map(|index| index as u32)
            .collect()
    });
    view! { <StableRows class="c-controls" keys row /> }
}

//! The controls of a set of fields, in the order of the page's language.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlButtonElement};

use super::{ValueFormatter, address_rejected_notice::AddressRejectedNotice, value_formatter::language_name};
use crate::{
    domain::{Field, FieldPath, TextField},
    form::{
        AddressInput, CountryInput, DataUseInput, DateInput, FieldFrame, Form, Input, NationalIdInput,
        OptInsInput, PhonesInput, Select, StableRows, TextInput,
    },
    i18n::{I18n, NameKind, words_of_code},
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

/// Whether this is one of the two names that a profile is found by.
fn is_name(text: TextField) -> bool {
    matches!(text, TextField::FirstName | TextField::LastName)
}

/// Returns the width of a field in two columns: `full`, or `half` for one of two beside each other, or `start` for the
/// first of them; `alone` for half a row with nothing beside. `is_family_first` is whether the family name comes first.
fn columns(field: Field, is_family_first: bool) -> &'static str {
    let Field::Text(text) = field else { return "full" };
    match text {
        TextField::Civility | TextField::UnicodeCivility | TextField::Language => "alone",
        TextField::SecondName | TextField::UnicodeSecondName | TextField::BirthCity => "start",
        TextField::FirstName | TextField::UnicodeFirstName if !is_family_first => "start",
        TextField::LastName | TextField::UnicodeLastName if is_family_first => "start",
        TextField::FirstName
        | TextField::UnicodeFirstName
        | TextField::LastName
        | TextField::UnicodeLastName
        | TextField::ThirdName
        | TextField::UnicodeThirdName
        | TextField::FourthName
        | TextField::UnicodeFourthName
        | TextField::BirthCountry => "half",
        TextField::Email => "full",
    }
}

/// Moves the family name next to the given name, before the further ones, so that both share a row.
fn pair_names(fields: &mut Vec<Field>) {
    for (first, last) in [
        (TextField::FirstName, TextField::LastName),
        (TextField::UnicodeFirstName, TextField::UnicodeLastName),
    ] {
        let position = |text| fields.iter().position(|field| *field == Field::Text(text));
        if let (Some(first), Some(last)) = (position(first), position(last))
            && last > first
        {
            let field = fields.remove(last);
            fields.insert(first + 1, field);
        }
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

/// The controls of a set of fields.
#[component]
pub fn SectionFields(
    /// The form.
    form: Form,
    /// The fields. Those that the vendor cannot set have no control.
    #[prop(into)]
    fields: Signal<Vec<Field>>,
    /// Formats labels and forms of address.
    formatter: ValueFormatter,
    /// The vendor, which decides which fields can be set.
    vendor: Vendor,
    /// Whether the form creates a customer.
    #[prop(optional)]
    create: bool,
) -> impl IntoView {
    let i18n = I18n::expect();
    let control = move |field: Field| match field {
        Field::Text(text) => {
            let (path, value, required) =
                (FieldPath::Text(text), form.text(text), create && vendor.requires(field));
            // The hint about names is above both of them.
            let hint = vendor.hint(text, create).filter(|_| !is_name(text));
            let autocomplete = autocomplete(text);
            match text {
                TextField::Civility => {
                    let options = Signal::derive(move || {
                        let pair = |civility: &crate::domain::Civility| {
                            (civility.code.clone(), civility.label.clone())
                        };
                        formatter.civilities().iter().map(pair).collect()
                    });
                    let name_unlisted = |_, code: &str| words_of_code(code);
                    view! { <Select form path value options name_unlisted autocomplete required hint /> }
                        .into_any()
                }
                TextField::BirthCountry => {
                    view! { <CountryInput form path value required hint /> }.into_any()
                }
                TextField::Language => {
                    let options = Signal::derive(move || {
                        i18n.names(NameKind::Language, form.rules.languages.iter().copied())
                    });
                    let hint = hint.or(Some("hint.language"));
                    let name_unlisted = language_name;
                    view! { <Select form path value options name_unlisted autocomplete required hint /> }
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
                    view! { <TextInput form path value input required hint /> }.into_any()
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
                    view! { <TextInput form path value input required hint /> }.into_any()
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
                    <PhonesInput form />
                    {frame.error(i18n)}
                </fieldset>
            }
            .into_any()
        }
        Field::Address => view! {
            <AddressRejectedNotice />
            <AddressInput form />
        }
        .into_any(),
        Field::OptIns => view! { <OptInsInput form /> }.into_any(),
        Field::DataUse => view! { <DataUseInput form /> }.into_any(),
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
        let columns = move || columns(field, formatter.is_family_first());
        view! {
            <div class="c-control" hidden=hidden data-columns=columns on:focusout=leave>{control(field)}</div>
        }
        .into_any()
    });
    // The order of names depends on the language.
    let keys = Signal::derive(move || {
        let mut settable = formatter.ordered(fields.get());
        settable.retain(can_set);
        pair_names(&mut settable);
        settable
            .into_iter()
            .filter_map(|field| Field::all().position(|one| one == field))
            .map(|index| index as u32)
            .collect()
    });
    view! {
        <div class="c-fields">
            <StableRows class="c-controls" keys row />
        </div>
    }
}

//! The control for the phones: a list whose rows can be added, removed and moved. A number is not reformatted.

use leptos::prelude::*;

use super::{
    AppRoot, Button, Form, Input, PhoneRow, Select, TextInput, Weight,
    country_input::{country_name, likely_countries},
    stable_rows::StableRows,
};
use crate::{
    domain::{AddressLine, FieldPath},
    i18n::{I18n, label_or_code, phone_kind_key},
};

/// The calling codes of countries (ITU-T E.164), each after its country. Of the others the form gives no example.
const CALLING_CODES: &str = "AE971 AR54 AT43 AU61 BE32 BR55 CA1 CH41 CL56 CN86 CO57 CZ420 DE49 DK45 DZ213 EG20 ES34 \
    FI358 FR33 GB44 GR30 HK852 HU36 ID62 IE353 IL972 IN91 IT39 JP81 KR82 KW965 LU352 MA212 MC377 MU230 MX52 MY60 \
    NL31 NO47 NZ64 PL48 PT351 QA974 RO40 RU7 SA966 SE46 SG65 SN221 TH66 TN216 TR90 TW886 UA380 US1 VN84 ZA27";

fn calling_code(country: &str) -> Option<&'static str> {
    let find = |entry: &'static str| entry.strip_prefix(country).filter(|_| country.len() == 2);
    CALLING_CODES.split(' ').find_map(find)
}

/// The list of phones.
#[component]
pub fn PhonesInput(
    /// The form it is part of.
    form: Form,
) -> impl IntoView {
    let i18n = I18n::expect();
    let root = AppRoot::expect();
    let kinds = Signal::derive(move || {
        form.rules
            .phone_kinds
            .iter()
            .map(|code| ((*code).to_owned(), i18n.get(phone_kind_key(code).unwrap_or(code))))
            .collect()
    });
    let row = move |id: u32| {
        let found = form.phones.with_untracked(|rows| rows.iter().find(|row| row.id == id).cloned());
        let PhoneRow { number, kind, .. } = found?;
        let index =
            move || form.phones.with(|rows| rows.iter().position(|row| row.id == id).unwrap_or_default());
        let path = move |of_index: fn(usize) -> FieldPath| Signal::derive(move || of_index(index()));
        let text = move |key: &'static str| {
            Signal::derive(move || i18n.fill(key, &[("position", &i18n.number((index() + 1) as f64))]))
        };
        let remove = Callback::new(move |()| {
            let index = untrack(index);
            form.phones.update(|rows| rows.retain(|row| row.id != id));
            // To the phone that is now at this position, else to the button that adds one.
            let count = form.phones.with_untracked(Vec::len);
            root.focus(form.id(if count > 0 {
                FieldPath::PhoneNumber(index.min(count - 1))
            } else {
                FieldPath::Phones
            }));
        });
        // To the button that was pressed, which moves with its phone. At an end it does nothing and keeps the focus.
        let move_to = move |button: &'static str, step: usize| {
            Callback::new(move |()| {
                form.phones.update(|rows| {
                    let index = rows.iter().position(|row| row.id == id).unwrap_or_default() + step;
                    if (1..rows.len()).contains(&index) {
                        rows.swap(index - 1, index);
                    }
                });
                root.focus(format!("{button}-{id}"));
            })
        };
        let is_first = Signal::derive(move || index() == 0);
        let is_last = Signal::derive(move || index() + 1 == form.phones.with(Vec::len));
        let input = Input {
            kind: "tel",
            autocomplete: "tel",
            inputmode: Some("tel"),
            direction: "ltr",
            ..Input::default()
        };
        let fields = view! {
            <fieldset class="c-group c-phone" part="group">
                <legend class="c-hidden">{text("phones.nth")}</legend>
                <TextInput form path=path(FieldPath::PhoneNumber) value=number.into() input />
                <Select
                    form
                    path=path(FieldPath::PhoneKind)
                    value=kind.into()
                    options=kinds
                    name_unlisted=|i18n, code| label_or_code(i18n, phone_kind_key(code), code)
                />
                <div class="c-actions" part="actions">
                    <Button
                        weight=Weight::Icon("up")
                        id=root.id(&format!("up-{id}"))
                        label=text("phones.up")
                        idle=is_first
                        on_click=move_to("up", 0)
                    />
                    <Button
                        weight=Weight::Icon("down")
                        id=root.id(&format!("down-{id}"))
                        label=text("phones.down")
                        idle=is_last
                        on_click=move_to("down", 1)
                    />
                    <Button weight=Weight::Icon("remove") label=text("phones.remove") on_click=remove />
                </div>
            </fieldset>
        };
        Some(fields)
    };
    let keys = Signal::derive(move || form.phones.with(|rows| rows.iter().map(|row| row.id).collect()));
    let add = Callback::new(move |()| {
        let path = form.add_phone();
        root.focus(form.id(path));
    });
    // The calling code of the customer's own country, to be typed by the customer.
    let hint = move || {
        let country = form.line(AddressLine::CountryCode).get();
        let country = if country.is_empty() {
            likely_countries(form, i18n).into_iter().next().unwrap_or_default()
        } else {
            country
        };
        match calling_code(&country) {
            Some(code) => {
                let country = country_name(i18n, &country);
                // Isolated, so that the sign stays before the digits in text that runs from right to left.
                let code = format!("\u{2066}+{code}\u{2069}");
                i18n.fill("hint.phones-code", &[("code", &code), ("country", &country)])
            }
            None => i18n.get("hint.phones"),
        }
    };
    view! {
        <div id=root.id("phones")>
            <p class="c-hint" part="hint">{hint}</p>
            <StableRows class="c-phones" keys row=Callback::new(move |id| row(id).into_any()) />
            <Button
                weight=Weight::Secondary
                id=root.id(&form.id(FieldPath::Phones))
                label=i18n.text("phones.add")
                on_click=add
            />
        </div>
    }
}

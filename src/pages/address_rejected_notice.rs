//! The notice about an address that the vendor rejected, or that looks incomplete.

use leptos::prelude::*;

use super::{submission::Submission, value_formatter::ValueFormatter};
use crate::{
    domain::{Address, AddressLine, EnumKey, Field, FieldPath, Record},
    form::{AppRoot, Button, Form, Weight},
    i18n::I18n,
};

/// The choice about an address that the vendor rejected, or that lacks lines usual in its country: take a suggestion,
/// correct the address, or send it again as it is. Shown until the address is changed.
#[component]
pub(super) fn AddressRejectedNotice(
    /// The submission that was rejected.
    submission: Submission,
    /// The form with the address.
    form: Form,
    /// Formats the address.
    formatter: ValueFormatter,
    /// Submits again, and tells the vendor to accept the address.
    on_force: Callback<()>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let root = AppRoot::expect();
    let texts = move |address: &Option<Address>| {
        let record = Record { address: address.clone(), ..Record::default() };
        let lines = formatter.lines(&record, Field::Address);
        lines.into_iter().map(|line| line.text).collect::<Vec<_>>()
    };
    // One line each; lines that the other address does not have are marked.
    let lines = move |address: &Option<Address>, other: &Option<Address>| {
        let other_lines = texts(other);
        let line = |text: String| {
            let differs = !other_lines.contains(&text);
            view! { <bdi class="c-line" data-differs=differs>{text}</bdi> }
        };
        texts(address).into_iter().map(line).collect_view()
    };
    let choice = move |key: &'static str, lines: AnyView, button: AnyView| {
        view! { <li class="c-offer" part="offer"><p class="c-name">{i18n.text(key)}</p><p>{lines}</p>{button}</li> }
    };
    let typed = move || untrack(|| form.read()).0.address;
    let suggested_choice = move |address: Address| {
        let suggested = Some(address.clone());
        let on_take = Callback::new(move |()| {
            for &line in AddressLine::ALL {
                form.line(line).set(address.lines[line].clone().unwrap_or_default());
            }
            // The button is removed together with the notice, so the focus needs a new place.
            root.focus(form.id(FieldPath::Address));
        });
        let for_label = suggested.clone();
        let lines = move || lines(&suggested, &typed());
        let label = i18n.text("address.take");
        let about = Signal::derive(move || i18n.join(texts(&for_label)));
        choice(
            "address.suggested",
            lines.into_any(),
            view! { <Button weight=Weight::Secondary label about on_click=on_take /> }.into_any(),
        )
    };
    let typed_choice = move || {
        let lines = move || lines(&typed(), &submission.suggestions.get().into_iter().next().or_else(typed));
        let label = i18n.text("address.force");
        choice(
            "address.typed",
            lines.into_any(),
            view! { <Button weight=Weight::Secondary busy=submission.busy label on_click=on_force /> }
                .into_any(),
        )
    };
    let is_rejected = Memo::new(move |_| form.is_rejected(Field::Address));
    // Evaluated when the customer submits, so that the notice does not appear while they type.
    let was_incomplete = Memo::new(move |_| {
        form.attempts.track();
        untrack(|| form.is_address_incomplete())
    });
    let is_incomplete = Memo::new(move |_| was_incomplete.get() && form.is_address_incomplete());
    let either = move |rejected: &'static str, incomplete: &'static str| {
        move || i18n.get(if is_rejected.get() { rejected } else { incomplete })
    };
    let suggestions = move || if is_rejected.get() { submission.suggestions.get() } else { Vec::new() };
    view! {
        <Show when=move || is_rejected.get() || is_incomplete.get()>
            <div class="c-banner" part="banner" data-kind="warn">
                <h2>{either("address.refused", "address.incomplete")}</h2>
                <p>{either("address.refused-text", "address.incomplete-text")}</p>
                <ul class="c-offers">
                    {typed_choice()}
                    {move || suggestions().into_iter().map(suggested_choice).collect_view()}
                </ul>
            </div>
        </Show>
    }
}

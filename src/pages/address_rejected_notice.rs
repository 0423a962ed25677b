//! The notice about an address that the vendor rejected, or that looks incomplete.

use leptos::prelude::*;

use super::context::AppContext;
use crate::{
    domain::{Address, AddressLine, EnumKey, Field, Record},
    form::{Button, Weight},
    i18n::I18n,
    journey::{Message, State},
};

/// The choice about an address that the vendor rejected, or that lacks lines usual in its country: take a suggestion,
/// correct the address, or use it as it is. A choice leads to the review. It follows what is typed: shown until a
/// rejected address is changed, or an incomplete one completed.
#[component]
pub(super) fn AddressRejectedNotice() -> impl IntoView {
    let i18n = I18n::expect();
    let AppContext { store, formatter, .. } = AppContext::expect();
    let form = store.form;
    let busy = store.select(State::is_sending);
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
    let is_rejected = Memo::new(move |_| form.is_rejected(Field::Address));
    let suggestions = move || if is_rejected.get() { form.suggestions.get() } else { Vec::new() };
    let typed = Memo::new(move |_| form.read().0.address);
    let suggested_choice = move |address: Address| {
        let suggested = Some(address.clone());
        let on_take = Callback::new(move |()| {
            for &line in AddressLine::ALL {
                form.line(line).set(address.lines[line].clone().unwrap_or_default());
            }
            store.send(Message::Review);
        });
        let for_label = suggested.clone();
        let lines = move || lines(&suggested, &typed.get());
        let label = i18n.text("address.take");
        let about = Signal::derive(move || i18n.join(texts(&for_label)));
        choice(
            "address.suggested",
            lines.into_any(),
            view! { <Button weight=Weight::Secondary label about on_click=on_take /> }.into_any(),
        )
    };
    let typed_choice = move || {
        let lines = move || {
            let typed = typed.get();
            let other = suggestions().into_iter().next().or_else(|| typed.clone());
            lines(&typed, &other)
        };
        let label = i18n.text("address.force");
        let on_force = Callback::new(move |()| {
            form.confirm_address();
            store.send(Message::AddressConfirmed);
        });
        choice(
            "address.typed",
            lines.into_any(),
            view! { <Button weight=Weight::Secondary busy label on_click=on_force /> }.into_any(),
        )
    };
    // Evaluated when the customer submits, so that the notice does not appear while they type.
    let was_incomplete = Memo::new(move |_| {
        form.attempts.track();
        untrack(|| form.is_address_incomplete())
    });
    let is_incomplete = Memo::new(move |_| was_incomplete.get() && form.is_address_incomplete());
    let either = move |rejected: &'static str, incomplete: &'static str| {
        move || i18n.get(if is_rejected.get() { rejected } else { incomplete })
    };
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

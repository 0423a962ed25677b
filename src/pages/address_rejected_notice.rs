//! The choice after an address was rejected or found incomplete.

use leptos::prelude::*;

use super::{submission::Submission, value_formatter::ValueFormatter};
use crate::{
    domain::{Address, AddressLine, EnumKey, Field, FieldPath, Record},
    form::{AppRoot, Button, Form, Weight},
    i18n::I18n,
};

/// The vendor does not know the address: take a suggestion, mend it, or send the same change again as it is,
/// while it stands as it was refused.
#[component]
pub(super) fn AddressRejectedNotice(
    /// What was sent.
    submission: Submission,
    /// The form.
    form: Form,
    /// Words values.
    formatter: ValueFormatter,
    /// Sends the same change again, by force.
    force: Callback<()>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let root = AppRoot::expect();
    let texts = move |address: &Option<Address>| {
        let record = Record { address: address.clone(), ..Record::default() };
        let lines = formatter.lines(&record, Field::Address);
        lines.into_iter().map(|line| line.text).collect::<Vec<_>>()
    };
    // A line each, those that the other side has not marked.
    let lines = move |address: &Option<Address>, other: &Option<Address>| {
        let theirs = texts(other);
        let line = |text: String| {
            let differs = !theirs.contains(&text);
            view! { <bdi class="c-line" data-differs=differs>{text}</bdi> }
        };
        texts(address).into_iter().map(line).collect_view()
    };
    let offer = move |key: &'static str, lines: AnyView, button: AnyView| {
        view! { <li class="c-offer" part="offer"><p class="c-name">{i18n.text(key)}</p><p>{lines}</p>{button}</li> }
    };
    let typed = move || untrack(|| form.read()).0.address;
    let suggestion = move |address: Address| {
        let suggested = Some(address.clone());
        let take = Callback::new(move |()| {
            for &line in AddressLine::ALL {
                form.line(line).set(address.lines[line].clone().unwrap_or_default());
            }
            // The button is gone with what it mended.
            root.focus(form.id(FieldPath::Address));
        });
        let named = suggested.clone();
        let lines = move || lines(&suggested, &typed());
        let label = i18n.text("address.take");
        let about = Signal::derive(move || i18n.join(texts(&named)));
        offer(
            "address.suggested",
            lines.into_any(),
            view! { <Button weight=Weight::Secondary label about press=take /> }.into_any(),
        )
    };
    let mine = move || {
        let lines = move || lines(&typed(), &submission.suggestions.get().into_iter().next().or_else(typed));
        let label = i18n.text("address.force");
        offer(
            "address.typed",
            lines.into_any(),
            view! { <Button weight=Weight::Secondary busy=submission.busy label press=force /> }.into_any(),
        )
    };
    let is_refused = Memo::new(move |_| form.is_rejected(Field::Address));
    // As it was found at a try: it does not come under the hands while it is typed.
    let was_incomplete = Memo::new(move |_| {
        form.attempts.track();
        untrack(|| form.is_address_incomplete())
    });
    let is_incomplete = Memo::new(move |_| was_incomplete.get() && form.is_address_incomplete());
    let either = move |refused: &'static str, incomplete: &'static str| {
        move || i18n.get(if is_refused.get() { refused } else { incomplete })
    };
    let suggestions = move || if is_refused.get() { submission.suggestions.get() } else { Vec::new() };
    view! {
        <Show when=move || is_refused.get() || is_incomplete.get()>
            <div class="c-banner" part="banner" data-kind="warn">
                <h2>{either("address.refused", "address.incomplete")}</h2>
                <p>{either("address.refused-text", "address.incomplete-text")}</p>
                <ul class="c-offers">
                    {mine()}
                    {move || suggestions().into_iter().map(suggestion).collect_view()}
                </ul>
            </div>
        </Show>
    }
}

//! The vendor does not know the address: take a suggestion, mend it, or use it anyway.

use leptos::prelude::*;

use super::Words;
use crate::{
    domain::{Address, Key, Line, Record, Unit},
    form::Form,
    i18n::I18n,
};

/// Offers to send the same change again with the address as it is, while it stands as it was refused.
#[component]
pub fn AddressRefused(
    /// The form.
    form: Form,
    /// Words values.
    words: Words,
    /// Addresses the vendor would take.
    suggestions: Signal<Vec<Address>>,
    /// Sends the same change again, by force.
    force: Callback<()>,
    /// Whether something is being sent.
    busy: Signal<bool>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let suggestion = move |address: Address| {
        let record = Record { address: Some(address.clone()), ..Record::default() };
        let take = move |_| {
            for &line in Line::ALL {
                form.line(line).set(address.lines[line].clone().unwrap_or_default());
            }
        };
        let lines = move || {
            let lines = words.value(&record, Unit::Address);
            lines.into_iter().map(|line| line.text).collect::<Vec<_>>().join(", ")
        };
        view! {
            <li>
                <bdi>{lines}</bdi>
                " "
                <button type="button" class="c-link" on:click=take>{i18n.text("address.take")}</button>
            </li>
        }
    };
    view! {
        <Show when=move || form.is_refused(Unit::Address)>
            <div class="c-banner" data-kind="warn">
                <h2>{i18n.text("address.refused")}</h2>
                <p>{i18n.text("address.refused-text")}</p>
                <ul>{move || suggestions.get().into_iter().map(suggestion).collect_view()}</ul>
                <button
                    type="button"
                    class="c-secondary"
                    id="force-address"
                    disabled=move || busy.get()
                    on:click=move |_| force.run(())
                >
                    {i18n.text("address.force")}
                </button>
            </div>
        </Show>
    }
}

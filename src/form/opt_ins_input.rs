//! The control for the opt-ins: a checkbox for each channel.

use leptos::prelude::*;

use super::{AppRoot, Checkbox, FieldFrame, Form, OptInRow};
use crate::{
    domain::FieldPath,
    i18n::{I18n, channel_key, label_or_code},
};

/// The list of opt-ins; nothing where the record has none and the vendor offers none.
#[component]
pub fn OptInsInput(
    /// The form it is part of.
    form: Form,
) -> impl IntoView {
    let (i18n, root) = (I18n::expect(), AppRoot::expect());
    let rows = move || {
        let row = |(index, OptInRow { channel, agreed, partners }): (usize, OptInRow)| {
            let channel = Signal::derive(move || label_or_code(i18n, channel_key(&channel), &channel));
            let id = root.id(&form.id(FieldPath::OptIn(index)));
            let partners = partners.map(|value| {
                let label =
                    Signal::derive(move || i18n.fill("opt-ins.partners", &[("channel", &channel.get())]));
                view! { <Checkbox id=format!("{id}-partners") value=value.into() label=label /> }
            });
            view! {
                <Checkbox
                    id=id
                    value=agreed.into()
                    label=channel
                    frame=Some(FieldFrame::new(form, FieldPath::OptIn(index).into(), None))
                />
                {partners}
            }
        };
        form.opt_ins.get().into_iter().enumerate().map(row).collect_view()
    };
    view! {
        <Show when=move || form.opt_ins.with(|rows| !rows.is_empty())>
            <fieldset class="c-group" part="group" aria-describedby=root.id("opt-ins-hint")>
                <legend class="c-legend" part="legend">{i18n.text("label.opt-ins")}</legend>
                <p class="c-hint" part="hint" id=root.id("opt-ins-hint")>{i18n.text("hint.opt-ins")}</p>
                {rows}
            </fieldset>
        </Show>
    }
}

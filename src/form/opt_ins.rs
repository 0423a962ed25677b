//! Opt-ins: the whole list, one tick a channel.

use leptos::prelude::*;

use super::{CheckField, Form, Frame, Ground, OptInRow};
use crate::{
    domain::Place,
    i18n::{I18n, channel_key},
};

/// The list of opt-ins, where the record has any.
#[component]
pub fn OptInsField(
    /// The form it is part of.
    form: Form,
) -> impl IntoView {
    let (i18n, ground) = (I18n::expect(), Ground::expect());
    let rows = move || {
        let row = |(index, OptInRow { channel, agreed, partners }): (usize, OptInRow)| {
            let channel = Signal::derive(move || {
                channel_key(&channel).map_or_else(|| channel.clone(), |key| i18n.get(key))
            });
            let id = ground.id(&form.id(Place::OptIn(index)));
            let partners = partners.map(|value| {
                let words =
                    Signal::derive(move || i18n.fill("opt-ins.partners", &[("channel", &channel.get())]));
                view! { <CheckField id=format!("{id}-partners") value=value.into() words=words /> }
            });
            view! {
                <CheckField
                    id=id
                    value=agreed.into()
                    words=channel
                    frame=Frame::new(form, Place::OptIn(index).into(), None)
                />
                {partners}
            }
        };
        form.opt_ins.get().into_iter().enumerate().map(row).collect_view()
    };
    view! {
        <Show when=move || form.opt_ins.with(|rows| !rows.is_empty())>
            <fieldset class="c-group" part="group" aria-describedby=ground.id("opt-ins-hint")>
                <legend class="c-legend" part="legend">{i18n.text("label.opt-ins")}</legend>
                <p class="c-hint" part="hint" id=ground.id("opt-ins-hint")>{i18n.text("hint.opt-ins")}</p>
                {rows}
            </fieldset>
        </Show>
    }
}

//! The control for the use of personal data: a tick, or a yes and a no if there is no answer yet.

use leptos::prelude::*;

use super::{AppRoot, Checkbox, FieldFrame, Form};
use crate::{domain::FieldPath, i18n::I18n};

/// The answer about the use of data. A tick cannot tell a "no" from no answer, so a customer without one is offered both.
#[component]
pub fn DataUseInput(
    /// The form it is part of.
    form: Form,
) -> impl IntoView {
    let (i18n, root) = (I18n::expect(), AppRoot::expect());
    let is_radio = form.loaded().data_use.is_none();
    let [yes, no] = form.data_use;
    let tick = |id: &str, [value, opposite]: [RwSignal<bool>; 2], key: &'static str, frame| {
        let label = i18n.text(key);
        view! { <Checkbox id=root.id(id) value opposite=Some(opposite) is_radio label frame /> }.into_any()
    };
    let frame = FieldFrame::new(form, FieldPath::DataUse.into(), None);
    let agree = tick("data-use", [yes, no], "data-use.agree", Some(frame));
    if !is_radio {
        return agree;
    }
    let disagree = tick("data-use-no", [no, yes], "data-use.disagree", None);
    view! {
        <fieldset class="c-group" part="group">
            <legend class="c-legend" part="legend">{i18n.text("label.data-use")}</legend>
            {agree}
            {disagree}
        </fieldset>
    }
    .into_any()
}

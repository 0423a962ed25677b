//! The error summary: every problem with a link to its control. It takes the focus at each try, and is read out by that.

use leptos::{ev, html, prelude::*};

use super::{Form, Ground, Notice};
use crate::{domain::Unit, i18n::I18n};

/// What is wrong with these units since the first try, and with none.
pub fn problems(form: Form, i18n: I18n, units: Callback<Unit, bool>) -> Memo<Vec<Notice>> {
    Memo::new(move |_| form.problems(i18n, Unit::all().filter(|unit| units.run(*unit))))
}

/// Lists what is wrong, while anything is.
#[component]
pub fn Summary(
    /// The form.
    form: Form,
    /// What is wrong.
    problems: Memo<Vec<Notice>>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let ground = Ground::expect();
    let node = NodeRef::<html::Div>::new();
    let any = Memo::new(move |_| problems.with(|problems| !problems.is_empty()));
    Effect::new(move |_| {
        if form.tries.get() > 0
            && untrack(|| any.get())
            && let Some(summary) = node.get()
        {
            let _ = summary.focus();
        }
    });
    let links = move || {
        let link = |notice: Notice| {
            let Some(place) = notice.place else {
                return view! { <li lang=notice.language>{notice.text}</li> }.into_any();
            };
            let id = form.id(place);
            let href = format!("#{id}");
            let follow = move |event: ev::MouseEvent| {
                // The fragment is the host's.
                event.prevent_default();
                ground.focus(id.clone());
            };
            view! { <li><a href=href lang=notice.language on:click=follow>{notice.text}</a></li> }.into_any()
        };
        problems.get().into_iter().map(link).collect_view()
    };
    view! {
        <Show when=move || any.get()>
            <div class="c-summary" role="group" tabindex="-1" node_ref=node aria-labelledby="summary-title">
                <h2 id="summary-title">{i18n.text("form.problem")}</h2>
                <ul>{links}</ul>
            </div>
        </Show>
    }
}

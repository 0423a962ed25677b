//! A row of the profile: a value, or the form that edits it in its place.

use leptos::{ev, prelude::*};

use super::{
    chunks::{row_actions_view, row_form_view},
    context::AppContext,
    error_banner::SaveErrorBanner,
    fields::SectionFields,
    outcome_banner::{OutcomeBanner, UnchangedNote},
    row_change::RowChange,
    section_form::CancelButton,
    static_element::static_element,
    submit_button::SubmitButton,
    value::ValueLines,
};
use crate::{
    domain::{EditScope, Field, FieldGroup, Record},
    form::{AppRoot, Button, DataUseInput, OptInsInput, Summary, Weight, form_messages},
    i18n::{I18n, add_key, group_key},
    journey::{Message, Open},
};

/// Whether the row is a set of ticks: they are shown as they are edited, so that a change is a tick and a save.
fn is_ticks(group: FieldGroup) -> bool {
    matches!(group, FieldGroup::OptIns | FieldGroup::DataUse)
}

/// One row: its label, its value and its edit.
#[component]
pub(super) fn EditableRow(
    /// The fields of the row.
    group: FieldGroup,
    /// The record of the profile.
    record: Memo<Record>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let AppContext { store, vendor, formatter, .. } = AppContext::expect();
    let scope = EditScope::Row(group);
    let can_edit = vendor.writes_any(group.fields());
    let is_open = store.select(move |state| state.open().is_some_and(|open| open.page.row() == Some(group)));
    let has_outcome = store.select(move |state| {
        let outcome = state.open().and_then(|open| open.outcome.as_ref());
        outcome.is_some_and(|outcome| outcome.place() == Some(scope))
    });
    let lines = Memo::new(move |_| record.with(|record| formatter.group_lines(record, group)));
    let is_empty = Memo::new(move |_| lines.with(Vec::is_empty));
    // A name in the customer's own script is asked for in languages of another script than Latin.
    let is_hidden = move || {
        let is_asked_for = match group {
            FieldGroup::NativeName => can_edit && !i18n.is_latin(),
            FieldGroup::OptIns => store.form.opt_ins.with(|rows| !rows.is_empty()),
            _ => true,
        };
        is_empty.get() && !is_asked_for && !is_open.get() && !has_outcome.get()
    };
    let name = i18n.text(group_key(group));
    let edit_id = AppRoot::expect().id(&format!("edit-{}", scope.slug()));
    let edit = Callback::new(move |()| store.go(Some(scope)));
    let value = move || {
        let id = edit_id.clone();
        if can_edit && is_empty.get() {
            return view! {
                <dd>
                    <Button weight=Weight::Quiet id label=i18n.text(add_key(group)) on_click=edit />
                </dd>
            }
            .into_any();
        }
        let action = can_edit.then(|| {
            view! {
                <dd class="c-action">
                    <Button weight=Weight::Quiet id label=i18n.text("view.edit") about=name on_click=edit />
                </dd>
            }
        });
        view! {
            <dd><ValueLines name lines=lines.into() /></dd>
            {action}
        }
        .into_any()
    };
    let content = if can_edit && is_ticks(group) {
        view! { <dd class="c-editor"><TickForm group is_open /></dd> }.into_any()
    } else {
        (move || {
            if is_open.get() {
                view! { <dd class="c-editor">{row_form_view(group)}</dd> }.into_any()
            } else {
                value().into_any()
            }
        })
        .into_any()
    };
    view! {
        <div class="c-fact c-entry" part="fact" data-row=group.name() data-open=is_open hidden=is_hidden>
            <dt>{name}</dt>
            {content}
            <dd class="c-outcome"><OutcomeBanner place=Some(scope) /></dd>
        </div>
    }
}

/// The form of a row, while it is edited.
#[component]
pub(super) fn RowForm(
    /// The fields of the row.
    group: FieldGroup,
) -> impl IntoView {
    let i18n = I18n::expect();
    let AppContext { store, vendor, formatter, .. } = AppContext::expect();
    let form = store.form;
    let messages =
        form_messages(form, i18n, Callback::new(move |field: Field| FieldGroup::of(field) == group));
    let fields: Vec<Field> = group.fields().collect();
    view! {
        <EditForm group>
            <Summary form messages />
            <SectionFields form fields=Signal::stored(fields) formatter vendor />
            <RowActions group />
        </EditForm>
    }
}

/// The ticks of a row. The first change opens the row, with the change and its save.
#[component]
fn TickForm(group: FieldGroup, is_open: Memo<bool>) -> impl IntoView {
    let store = AppContext::expect().store;
    // Not `SectionFields`, whose controls are in a chunk: the ticks are part of the first view.
    let ticks = match group {
        FieldGroup::OptIns => view! { <OptInsInput form=store.form /> }.into_any(),
        _ => view! { <DataUseInput form=store.form /> }.into_any(),
    };
    let ticks = static_element("div", "c-controls", vec![static_element("div", "c-control", vec![ticks])]);
    // Before the tick changes: if unsaved input elsewhere is to be kept, the tick stays as it is.
    let open = move |event: ev::MouseEvent| {
        let is_row =
            || store.peek(|state| state.open().and_then(|open: &Open| open.page.row()) == Some(group));
        if !is_row() {
            store.go(Some(EditScope::Row(group)));
            if !is_row() {
                event.prevent_default();
            }
        }
    };
    let edit_id = AppRoot::expect().id(&format!("edit-{}", group.name()));
    view! {
        <EditForm group>
            <div class="c-ticks" id=edit_id tabindex="-1" on:click:capture=open>
                {ticks}
            </div>
            {move || is_open.get().then(|| row_actions_view(group))}
        </EditForm>
    }
}

/// The form element of a row. Submitting it saves; Escape closes it.
#[component]
fn EditForm(group: FieldGroup, children: Children) -> impl IntoView {
    let i18n = I18n::expect();
    let store = AppContext::expect().store;
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        // Without a shadow root the element may stand in a form of the host's.
        event.stop_propagation();
        store.send(Message::Save);
    };
    // A list that is open in the form closes first, and says that it has used the key.
    let close = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() {
            // A dialog of the host's around the element must not close on the same Escape.
            event.stop_propagation();
            store.go(None);
        }
    };
    view! {
        <form
            class="c-row-form" part="row-form"
            novalidate
            aria-label=i18n.text(group_key(group))
            on:submit=submit
            on:keydown=close
        >
            {children()}
        </form>
    }
}

/// The reason the last save failed, the change of a row as it is typed, and the buttons that save or close it.
#[component]
pub(super) fn RowActions(
    /// The fields of the row.
    group: FieldGroup,
) -> impl IntoView {
    view! {
        <SaveErrorBanner />
        <RowChange group />
        <UnchangedNote />
        <div class="c-actions" part="actions">
            <SubmitButton labels=["review.save", "review.saving"] />
            <CancelButton />
        </div>
    }
}

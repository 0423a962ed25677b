//! The chunks of the pages: what the first view of a profile does not show.

use leptos::prelude::*;

use super::{
    chunk_view::{chunk_view, chunk_view_beside, late_chunk_view},
    conflict::ConflictPage,
    create::{AnswersPage, CreatePage},
    editable_row::{RowActions, RowForm},
    error_banner::SaveErrorBanner,
    outcome_banner::SavedNotice,
    review::ReviewPage,
    section_form::SectionFormPage,
    view::PanelCard,
};
use crate::{
    chunk::in_chunk,
    domain::{Fact, Field, FieldGroup, Pagination, Section},
    journey::{Conflict, SaveReport, SaveRequest},
};

in_chunk! {
    edit: fn section_form(section: Section) -> AnyView { view! { <SectionFormPage section /> }.into_any() }
}

in_chunk! {
    edit: fn review(request: SaveRequest) -> AnyView { view! { <ReviewPage request /> }.into_any() }
}

in_chunk! {
    edit: fn row_form(group: FieldGroup) -> AnyView { view! { <RowForm group /> }.into_any() }
}

in_chunk! {
    edit: fn row_actions(group: FieldGroup) -> AnyView { view! { <RowActions group /> }.into_any() }
}

in_chunk! {
    edit: fn saved_notice(report: SaveReport, fields: Vec<Field>) -> AnyView {
        view! { <SavedNotice report fields /> }.into_any()
    }
}

in_chunk! {
    edit: fn save_error() -> AnyView { view! { <SaveErrorBanner has_input=false /> }.into_any() }
}

in_chunk! {
    conflict: fn conflict(conflict: Conflict) -> AnyView { view! { <ConflictPage conflict /> }.into_any() }
}

in_chunk! {
    create: fn create() -> AnyView { view! { <CreatePage /> }.into_any() }
}

in_chunk! {
    create: fn answers() -> AnyView { view! { <AnswersPage /> }.into_any() }
}

in_chunk! {
    panels: fn panels(facts: Vec<(String, Fact)>, pagination: Option<Pagination>) -> AnyView {
        let panel = |(slug, fact)| view! { <PanelCard slug fact pagination /> };
        facts.into_iter().map(panel).collect_view().into_any()
    }
}

/// Shows the parts of the page that are built from the vendor's response alone.
pub(super) fn panels_view(facts: Vec<(String, Fact)>, pagination: Option<Pagination>) -> AnyView {
    late_chunk_view(move || Box::pin(panels(facts.clone(), pagination)))
}

/// Shows the page that edits one section.
pub fn section_form_view(section: Section) -> AnyView {
    chunk_view(move || Box::pin(section_form(section)))
}

/// Shows the page that reviews a change.
pub fn review_view(request: SaveRequest) -> AnyView {
    chunk_view(move || Box::pin(review(request.clone())))
}

/// Shows the page that resolves a conflict.
pub fn conflict_view(value: Conflict) -> AnyView {
    chunk_view(move || Box::pin(conflict(value.clone())))
}

/// Shows the form of a new customer.
pub fn create_view() -> AnyView {
    chunk_view(|| Box::pin(create()))
}

/// Shows the review of a new customer's answers.
pub fn answers_view() -> AnyView {
    chunk_view(|| Box::pin(answers()))
}

/// Shows the form of a row.
pub(super) fn row_form_view(group: FieldGroup) -> AnyView {
    chunk_view(move || Box::pin(row_form(group)))
}

/// Shows the change of a row and its buttons.
pub(super) fn row_actions_view(group: FieldGroup) -> AnyView {
    let id = ["edit-", group.name()].concat();
    chunk_view_beside(id, move || Box::pin(row_actions(group)))
}

/// Shows why the last save failed, on the profile.
pub(super) fn save_error_view() -> AnyView {
    late_chunk_view(|| Box::pin(save_error()))
}

/// Shows the outcome of a save.
pub(super) fn saved_notice_view(report: SaveReport, fields: Vec<Field>) -> AnyView {
    chunk_view(move || Box::pin(saved_notice(report.clone(), fields.clone())))
}

//! The card of a section: its rows, each with its own edit.

use leptos::prelude::*;

use super::{
    card::Card, context::AppContext, editable_row::EditableRow, outcome_banner::OutcomeBanner,
    value_formatter::ValueFormatter,
};
use crate::{
    domain::{EditScope, FieldGroup, Record, Section},
    form::{AppRoot, Button, Weight},
    i18n::{I18n, section_key},
    vendor_api::Vendor,
};

/// Whether there is anything to show or to edit. A read-only record of names alone is in the header already. Tracked.
pub fn has_content(section: Section, record: &Record, vendor: Vendor, formatter: ValueFormatter) -> bool {
    let has_more = |group: FieldGroup| {
        let is_name = matches!(group, FieldGroup::Name | FieldGroup::NativeName);
        !is_name && !formatter.group_lines(record, group).is_empty()
    };
    vendor.writes_any(section.fields()) || section.groups().any(has_more)
}

/// The card of one section of the record.
#[component]
pub(super) fn SectionCard(
    /// The section.
    section: Section,
    /// The record of the profile.
    record: Memo<Record>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let AppContext { store, vendor, formatter, .. } = AppContext::expect();
    let scope = EditScope::Section(section);
    let groups: Vec<_> =
        section.groups().filter(|group| group.fields().any(|field| vendor.supports(field))).collect();
    // A section of one row has the row's label, and is edited in that row.
    let is_single = groups.len() == 1;
    let is_label_in_title = is_single && section == Section::Address;
    let can_edit = !is_single && vendor.writes_any(section.fields());
    let action = can_edit.then(|| {
        view! {
            <Button
                weight=Weight::Quiet
                id=AppRoot::expect().id(&format!("edit-{}", scope.slug()))
                label=i18n.text("view.edit-all")
                about=i18n.text(section_key(section))
                on_click=Callback::new(move |()| store.go(Some(scope)))
            />
        }
        .into_any()
    });
    let is_hidden =
        Memo::new(move |_| record.with(|record| !has_content(section, record, vendor, formatter)));
    let rows = groups.into_iter().map(|group| view! { <EditableRow group record /> }).collect_view();
    view! {
        <div hidden=is_hidden>
            <Card slug=section.slug() title=i18n.text(section_key(section)) action>
                <OutcomeBanner place=Some(scope) />
                <dl class="c-facts" part="facts" data-single=is_label_in_title>{rows}</dl>
            </Card>
        </div>
    }
}

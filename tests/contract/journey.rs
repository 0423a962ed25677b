//! The journey, without a browser: what a customer presses, what is sent, what is shown and what stays typed.

use carnet::{
    domain::{EditScope, Field, FieldGroup, Record, Section, TextField},
    error::{ApiError, FieldError},
    event::Event,
    journey::{Answer, Call, Confirmation, Focus, Message, Outcome, Page, Resolution, Save, Stage, Stop},
    route::Route,
};
use serde_json::json;

use crate::{
    app::App,
    capillary,
    clubmed::{self, TOM},
};

const FIRST: TextField = TextField::FirstName;
const EMAIL: TextField = TextField::Email;

fn set(text: TextField, value: &'static str) -> impl Fn(&mut Record) {
    move |record| record.texts[text] = Some(value.to_owned())
}

fn text(record: &Record, text: TextField) -> &str {
    record.texts[text].as_deref().unwrap_or_default()
}

async fn open() -> App {
    App::open(&clubmed::FIXTURE, TOM).await
}

/// The app on the review of another first name.
async fn reviewing(name: &'static str) -> App {
    let mut app = open().await;
    app.review(Field::Text(FIRST), set(FIRST, name));
    assert_eq!(app.describe(), "review");
    app
}

fn section_of(field: TextField) -> Section {
    Section::of(Field::Text(field))
}

fn edit(app: &App, section: Section) -> Message {
    Message::Go(Route::Edit(app.open_profile().customer.clone(), EditScope::Section(section)))
}

fn view(app: &App) -> Message {
    Message::Go(Route::Profile(app.open_profile().customer.clone()))
}

// Reading.

#[tokio::test(start_paused = true)]
async fn profile_is_loaded_once_and_the_host_is_told() {
    let mut app = App::start(&clubmed::FIXTURE, Some(TOM)).await;
    assert_eq!(app.describe(), "loading");
    app.settle().await;
    assert_eq!(app.describe(), "profile");
    assert_eq!(app.events, [Event::Ready]);
    let reads = app.sent("GET").await;
    assert_eq!(reads.len(), 2, "the profile, and the forms of address: {reads:?}");
    assert!(!app.state.civilities.is_empty());
    assert!(!app.form.is_dirty(), "the form is filled");
}

#[tokio::test(start_paused = true)]
async fn profile_that_cannot_be_read_is_read_again_on_request() {
    let mut app = App::start(&clubmed::FIXTURE, Some(TOM)).await;
    app.network.is_offline.set(true);
    app.settle().await;
    assert_eq!(app.describe(), "no profile, `Offline`");
    assert_eq!(app.events, [Event::Failure("offline"), Event::Ready]);
    app.network.is_offline.set(false);
    app.press(Message::ReadAgain).await;
    assert_eq!((app.describe().as_str(), app.focus.as_slice()), ("profile", [Focus::Title].as_slice()));
}

#[tokio::test(start_paused = true)]
async fn link_to_a_section_opens_its_form_if_the_vendor_writes_it() {
    for (fixture, customer, page) in [
        (&*clubmed::FIXTURE, TOM, Page::Form(EditScope::Section(Section::Contact))),
        (&capillary::FIXTURE, capillary::FIXTURE.full, Page::View),
    ] {
        let mut app = App::start(fixture, Some(customer)).await;
        let Route::Profile(id) = app.state.route() else { panic!("a profile") };
        app.send(Message::Go(Route::Edit(id, EditScope::Section(Section::Contact))));
        app.settle().await;
        assert_eq!(app.open_profile().page, page, "{}", fixture.name);
    }
}

#[tokio::test(start_paused = true)]
async fn other_language_is_read_again_where_the_vendor_translates() {
    for (fixture, customer, reads) in
        [(&*clubmed::FIXTURE, TOM, 0), (&capillary::FIXTURE, capillary::FIXTURE.full, 1)]
    {
        let mut app = App::open(fixture, customer).await;
        app.press(Message::LocaleChanged { is_other_language: false }).await;
        app.press(Message::LocaleChanged { is_other_language: true }).await;
        let mut sent = app.sent("GET").await;
        sent.retain(|request| !request["path"].as_str().unwrap_or_default().contains("civilities"));
        assert_eq!(sent.len(), reads, "{}", fixture.name);
    }
}

#[tokio::test(start_paused = true)]
async fn late_answer_of_an_earlier_language_is_dropped() {
    let mut app = App::open(&capillary::FIXTURE, capillary::FIXTURE.full).await;
    let (shown, mut late) = (app.open_profile().profile.clone(), (*app.open_profile().profile).clone());
    app.send(Message::LocaleChanged { is_other_language: true });
    let (first, _) = app.calls.pop_front().expect("a call");
    app.send(Message::LocaleChanged { is_other_language: true });
    late.record.texts[FIRST] = Some("Late".to_owned());
    app.send(Message::Answer(first, Answer::Read(Ok(Box::new(late)))));
    assert_eq!(app.open_profile().profile, shown);
    assert!(app.open_profile().reading.is_busy(), "the second call is still awaited");
    app.settle().await;
    assert!(!app.open_profile().reading.is_busy());
}

#[tokio::test(start_paused = true)]
async fn failed_reading_of_another_page_keeps_the_profile_and_never_blocks_a_save() {
    let mut app = open().await;
    app.network.is_offline.set(true);
    app.press(Message::TurnPage(10)).await;
    assert_eq!(app.describe(), "profile, `Offline`");
    assert!(matches!(app.open_profile().save, Save::Idle), "saving knows nothing of it");
    app.network.is_offline.set(false);
    app.review(Field::Text(FIRST), set(FIRST, "Tim"));
    app.press(Message::Save).await;
    assert_eq!(app.report().confirmation, Confirmation::ReadBack);
    app.press(Message::ReadAgain).await;
    assert_eq!(app.open_profile().reading.failure(), None);
    assert_eq!(app.focus.last(), Some(&Focus::Pager));
}

#[tokio::test(start_paused = true)]
async fn read_that_waits_during_a_save_is_sent_again() {
    let mut app = reviewing("Tim").await;
    let before = (*app.open_profile().profile).clone();
    app.send(Message::TurnPage(0));
    let (overtaken, _) = app.calls.pop_front().expect("a call");
    app.press(Message::Save).await;
    app.send(Message::Answer(overtaken, Answer::Read(Ok(Box::new(before)))));
    assert_eq!(text(&app.open_profile().profile.record, FIRST), "Tim", "the older answer is dropped");
    assert!(!app.open_profile().reading.is_busy(), "it was sent again and has its answer");
}

// Editing.

#[tokio::test(start_paused = true)]
async fn save_sends_the_change_alone_and_reports_what_is_stored() {
    let mut app = reviewing("Tim").await;
    app.press(Message::Save).await;
    assert_eq!(app.describe(), "profile, saved, read back");
    assert_eq!(app.server.only_write().await["body"], json!({"first_name": "Tim"}));
    assert_eq!(app.sent("GET").await.len(), 2, "one read before the write, and one after it");
    assert_eq!(app.events, [Event::Saved(vec!["first-name"])]);
    assert_eq!(text(&app.open_profile().profile.record, FIRST), "Tim");
    assert!(!app.form.is_dirty());
}

#[tokio::test(start_paused = true)]
async fn save_pressed_twice_is_sent_once() {
    let mut app = reviewing("Tim").await;
    app.send(Message::Save);
    app.send(Message::Save);
    assert_eq!(app.calls.len(), 1, "the second press starts no second save");
    app.answer_next().await;
    app.send(Message::Save);
    app.settle().await;
    assert_eq!(app.sent("PATCH").await.len(), 1, "nor does one while it is written");
}

#[tokio::test(start_paused = true)]
async fn form_with_errors_shows_them_and_sends_nothing() {
    let mut app = open().await;
    app.form.invalid = vec![Field::Text(EMAIL)];
    app.review(Field::Text(EMAIL), set(EMAIL, "no"));
    assert_eq!((app.describe().as_str(), app.form.errors_shown), ("form", 1));
    app.review(Field::Text(FIRST), set(FIRST, "Tim"));
    assert_eq!(
        app.state.leaving,
        Some(carnet::journey::Leaving::For(Route::Edit(
            app.open_profile().customer.clone(),
            EditScope::Section(section_of(FIRST)),
        ))),
        "the other section asks first"
    );
    assert!(app.calls.is_empty());
}

#[tokio::test(start_paused = true)]
async fn form_without_a_change_stays_and_says_so() {
    let mut app = open().await;
    app.review(Field::Text(FIRST), |_| {});
    assert_eq!(app.describe(), "form, unchanged");
    assert!(app.calls.is_empty());
    app.send(edit(&app, Section::Contact));
    assert_eq!(app.open_profile().outcome, None, "the message goes when the customer edits again");
}

#[tokio::test(start_paused = true)]
async fn change_that_differs_from_the_reviewed_one_is_shown_before_it_is_sent() {
    let mut app = reviewing("Tim").await;
    app.form.wanted.texts[FIRST] = Some("Tam".to_owned());
    app.send(Message::Save);
    assert!(app.calls.is_empty());
    let Page::Review(_, request) = &app.open_profile().page else { panic!("{}", app.describe()) };
    assert_eq!(text(&request.typed, FIRST), "Tam");
    app.press(Message::Save).await;
    assert_eq!(app.describe(), "profile, saved, read back");
}

#[tokio::test(start_paused = true)]
async fn focus_follows_the_pages() {
    let mut app = open().await;
    app.send(edit(&app, Section::Contact));
    app.send(view(&app));
    app.send(edit(&app, Section::Contact));
    set(EMAIL, "tim@example.org")(&mut app.form.wanted);
    app.send(Message::Review);
    app.send(Message::Back);
    assert_eq!(app.describe(), "form");
    let edit_button = Focus::EditButton(EditScope::Section(Section::Contact));
    assert_eq!(app.focus, [Focus::Title, edit_button, Focus::Title, Focus::Title, Focus::Title]);
}

// Leaving.

#[tokio::test(start_paused = true)]
async fn unsaved_input_is_discarded_only_with_consent() {
    let mut app = reviewing("Tim").await;
    app.send(view(&app));
    assert_eq!((app.describe().as_str(), app.state.leaving.is_some()), ("review", true));
    app.send(Message::Stay);
    assert_eq!((app.state.leaving.clone(), text(&app.form.wanted, FIRST)), (None, "Tim"));
    app.send(view(&app));
    app.send(Message::Discard);
    assert_eq!((app.describe().as_str(), app.form.is_dirty()), ("profile", false));
    assert_eq!(app.focus.last(), Some(&Focus::EditButton(EditScope::Section(section_of(FIRST)))));
}

#[tokio::test(start_paused = true)]
async fn host_that_leaves_gets_the_answer_of_the_customer() {
    let mut app = open().await;
    app.send(Message::HostLeaves(1));
    assert_eq!(app.host_answers, [(1, true)], "nothing would be lost");
    app.review(Field::Text(FIRST), set(FIRST, "Tim"));
    for question in [2, 3] {
        app.send(Message::HostLeaves(question));
    }
    assert_eq!(app.host_answers[1..], [(2, false)], "a newer question replaces it");
    app.send(Message::Stay);
    app.send(Message::HostLeaves(4));
    app.send(Message::Discard);
    assert_eq!(app.host_answers[2..], [(3, false), (4, true)]);
}

#[tokio::test(start_paused = true)]
async fn route_of_another_customer_is_ignored() {
    let mut app = open().await;
    app.send(Message::Go(Route::Profile(carnet::domain::CustomerId::parse("301000002").expect("an id"))));
    app.send(Message::Go(Route::Create));
    assert_eq!(app.state.route().customer().map(|id| id.as_str()), Some(TOM));
    assert!(app.calls.is_empty());
}

#[tokio::test(start_paused = true)]
async fn save_goes_on_while_the_customer_edits_something_else() {
    let mut app = reviewing("Tim").await;
    app.send(Message::Save);
    // The input is being saved, so leaving it asks; what was sent is sent.
    app.send(edit(&app, Section::Contact));
    app.send(Message::Discard);
    set(EMAIL, "tim@example.org")(&mut app.form.wanted);
    app.settle().await;
    assert_eq!(app.open_profile().page, Page::Form(EditScope::Section(Section::Contact)), "the page stays");
    assert_eq!(text(&app.form.wanted, EMAIL), "tim@example.org", "what is typed there stays");
    app.send(Message::Review);
    app.press(Message::Save).await;
    let stored = app.stored(TOM).await;
    assert_eq!((text(&stored, FIRST), text(&stored, EMAIL)), ("Tim", "tim@example.org"));
    assert_eq!(app.report().remote_changes(), [], "one's own earlier save is nobody else's change");
}

// Conflicts.

#[tokio::test(start_paused = true)]
async fn conflict_sends_nothing_until_the_customer_chooses() {
    for (resolution, stored, patches) in
        [(Resolution::Typed, "Tim", 1), (Resolution::Stored, "Tam", 0), (Resolution::Loaded, "Tom", 1)]
    {
        let mut app = reviewing("Tim").await;
        app.change_elsewhere(TOM, set(FIRST, "Tam")).await;
        app.forget().await;
        app.press(Message::Save).await;
        let Page::Conflict { conflict, .. } = app.open_profile().page.clone() else {
            panic!("{}", app.describe())
        };
        assert_eq!(
            (conflict.fields.as_slice(), app.sent("PATCH").await.len()),
            ([Field::Text(FIRST)].as_slice(), 0)
        );
        assert_eq!(app.focus.last(), Some(&Focus::Title));
        app.press(Message::Resolve(Box::new(conflict.resolve(|_| resolution)))).await;
        assert_eq!(text(&app.stored(TOM).await, FIRST), stored);
        assert_eq!(app.sent("PATCH").await.len(), patches, "{resolution:?}");
        assert_eq!((app.open_profile().page.clone(), app.form.is_dirty()), (Page::View, false));
    }
}

#[tokio::test(start_paused = true)]
async fn conflict_that_changes_while_it_is_resolved_is_shown_again() {
    let mut app = reviewing("Tim").await;
    app.change_elsewhere(TOM, set(FIRST, "Tam")).await;
    app.press(Message::Save).await;
    let Page::Conflict { conflict, .. } = app.open_profile().page.clone() else {
        panic!("{}", app.describe())
    };
    app.change_elsewhere(TOM, set(FIRST, "Tum")).await;
    app.press(Message::Resolve(Box::new(conflict.resolve(|_| Resolution::Typed)))).await;
    let Page::Conflict { conflict, .. } = app.open_profile().page.clone() else {
        panic!("{}", app.describe())
    };
    let versions = [Resolution::Loaded, Resolution::Stored, Resolution::Typed]
        .map(|resolution| text(&conflict.version(resolution), FIRST).to_owned());
    assert_eq!(versions, ["Tom", "Tum", "Tim"]);
    app.send(Message::Back);
    assert_eq!(
        (app.describe().as_str(), text(&app.form.wanted, FIRST)),
        ("form", "Tim"),
        "nothing typed is lost"
    );
}

#[tokio::test(start_paused = true)]
async fn conflict_waits_while_the_customer_types_on_another_page() {
    let mut app = reviewing("Tim").await;
    app.change_elsewhere(TOM, set(FIRST, "Tam")).await;
    app.send(Message::Save);
    app.send(edit(&app, Section::Contact));
    app.send(Message::Discard);
    set(EMAIL, "tim@example.org")(&mut app.form.wanted);
    app.settle().await;
    assert_eq!(app.describe(), "form, a conflict waits");
    assert_eq!(text(&app.form.wanted, EMAIL), "tim@example.org");
    assert_eq!(app.open_profile().fields_of_earlier_page(), Some([Field::Text(FIRST)].as_slice()));
    app.send(Message::Retry);
    assert_eq!(app.describe(), "conflict");
}

#[tokio::test(start_paused = true)]
async fn rejected_resolution_of_a_conflict_is_typed_into_the_form() {
    let mut app = reviewing("Tim").await;
    app.change_elsewhere(TOM, set(FIRST, "Tam")).await;
    app.press(Message::Save).await;
    let Page::Conflict { conflict, .. } = app.open_profile().page.clone() else {
        panic!("{}", app.describe())
    };
    app.server.inject_fault(&json!({"fault": "bad_request", "method": "PATCH"})).await;
    app.press(Message::Resolve(Box::new(conflict.resolve(|_| Resolution::Loaded)))).await;
    assert_eq!(app.describe(), "form, with the reasons");
    assert_eq!(text(&app.form.wanted, FIRST), "Tom", "the form shows what was sent");
}

// Failures of a save.

#[tokio::test(start_paused = true)]
async fn rejection_goes_back_to_the_form_with_everything_typed() {
    let mut app = reviewing("Tim").await;
    app.server.inject_fault(&json!({"fault": "bad_request", "method": "PATCH"})).await;
    app.press(Message::Save).await;
    assert_eq!((app.describe().as_str(), text(&app.form.wanted, FIRST)), ("form, with the reasons", "Tim"));
    assert_eq!(app.failures(), ["refused"]);
    app.send(Message::Review);
    app.press(Message::Save).await;
    assert_eq!(app.describe(), "profile, saved, read back");
}

#[tokio::test(start_paused = true)]
async fn retry_does_what_the_current_step_does() {
    let mut app = reviewing("Tim").await;
    app.network.is_offline.set(true);
    app.press(Message::Save).await;
    assert_eq!(app.describe(), "review, `Offline`");
    app.press(Message::Retry).await;
    assert_eq!(app.failures(), ["offline", "offline"]);
    app.send(Message::Back);
    app.send(Message::Retry);
    assert_eq!(app.describe(), "review", "the form opens the review");
    app.network.is_offline.set(false);
    app.press(Message::Save).await;
    assert_eq!(app.describe(), "profile, saved, read back");
}

#[tokio::test(start_paused = true)]
async fn message_about_the_connection_ends_when_it_is_back_and_keeps_what_was_typed() {
    let mut app = reviewing("Tim").await;
    app.network.is_offline.set(true);
    app.press(Message::Save).await;
    app.press(Message::Returned).await;
    assert_eq!(app.describe(), "review, `Offline`", "a tab that is visible again may still be offline");
    app.press(Message::Online).await;
    assert_eq!((app.describe().as_str(), text(&app.form.wanted, FIRST)), ("review", "Tim"));
    assert_eq!(app.sent("PATCH").await.len(), 0, "only the customer sends it");

    // The save of an earlier page has no other button.
    app.send(Message::Save);
    app.send(edit(&app, Section::Contact));
    app.send(Message::Discard);
    app.settle().await;
    app.press(Message::Online).await;
    assert_eq!(app.describe(), "form, `Offline`");
}

#[tokio::test(start_paused = true)]
async fn same_error_of_a_later_attempt_is_a_new_failure() {
    let mut app = reviewing("Tim").await;
    app.network.is_offline.set(true);
    app.press(Message::Save).await;
    let first = app.open_profile().failure().cloned();
    app.send(Message::Retry);
    assert_eq!(app.open_profile().failure().cloned(), first, "its message stays while it is tried again");
    app.settle().await;
    let second = app.open_profile().failure().cloned();
    assert_ne!(second, first, "it is read out again");
    assert_eq!(second.map(|failure| failure.error), first.map(|failure| failure.error));
}

#[tokio::test(start_paused = true)]
async fn failed_save_of_an_earlier_page_is_retried_as_that_save() {
    let mut app = reviewing("Tim").await;
    app.send(Message::Save);
    app.network.is_offline.set(true);
    app.send(edit(&app, Section::Contact));
    app.send(Message::Discard);
    app.settle().await;
    assert_eq!(app.describe(), "form, `Offline`");
    app.network.is_offline.set(false);
    app.press(Message::Retry).await;
    assert_eq!(text(&app.stored(TOM).await, FIRST), "Tim");
    assert_eq!(app.open_profile().page, Page::Form(EditScope::Section(Section::Contact)));
}

#[tokio::test(start_paused = true)]
async fn unknown_outcome_is_found_out_before_anything_else_is_sent() {
    let messages: [fn() -> Message; 3] = [|| Message::Retry, || Message::Returned, || Message::Online];
    for message in messages {
        let mut app = reviewing("Tim").await;
        app.server.inject_fault(&json!({"fault": "delay", "delay_ms": 1, "method": "GET"})).await;
        app.server.inject_fault(&json!({"fault": "cut_after", "method": "PATCH"})).await;
        app.server.inject_fault(&json!({"fault": "cut_before", "method": "GET", "times": 3})).await;
        app.press(Message::Save).await;
        assert_eq!(app.describe(), "review, outcome unknown");
        assert_eq!(app.failures(), ["outcome-unknown"]);
        app.forget().await;
        app.press(message()).await;
        assert_eq!(app.describe(), "profile, saved, found by a read");
        assert_eq!(app.sent("PATCH").await.len(), 0, "it is not sent again");
        assert_eq!(app.events, [Event::Saved(vec!["first-name"])]);
    }
}

#[tokio::test(start_paused = true)]
async fn change_elsewhere_after_an_unknown_outcome_waits_for_it() {
    let mut app = reviewing("Tim").await;
    app.server.inject_fault(&json!({"fault": "delay", "delay_ms": 1, "method": "GET"})).await;
    app.server.inject_fault(&json!({"fault": "cut_after", "method": "PATCH"})).await;
    app.server.inject_fault(&json!({"fault": "cut_before", "method": "GET", "times": 3})).await;
    app.press(Message::Save).await;
    app.send(edit(&app, Section::Contact));
    app.network.is_offline.set(true);
    // Discarding the input finds the outcome out; offline it stays unknown.
    app.send(Message::Discard);
    assert_eq!(app.calls.len(), 1, "a read");
    app.settle().await;
    assert_eq!(app.describe(), "form, outcome unknown");
    app.network.is_offline.set(false);
    app.forget().await;
    set(EMAIL, "tim@example.org")(&mut app.form.wanted);
    app.send(Message::Review);
    app.press(Message::Save).await;
    assert_eq!(app.sent("PATCH").await.len(), 0, "the first press finds the outcome out");
    assert_eq!(app.describe(), "review, saved, found by a read");
    app.press(Message::Save).await;
    let stored = app.stored(TOM).await;
    assert_eq!((text(&stored, FIRST), text(&stored, EMAIL)), ("Tim", "tim@example.org"));
}

#[tokio::test(start_paused = true)]
async fn signed_out_in_an_edit_keeps_what_is_typed() {
    let mut app = reviewing("Tim").await;
    app.server.inject_fault(&json!({"fault": "unauthorized", "times": 9})).await;
    app.network.is_signed_out.set(true);
    app.press(Message::Save).await;
    assert_eq!((app.describe().as_str(), text(&app.form.wanted, FIRST)), ("review, `SignedOut`", "Tim"));
    app.server.clear_faults().await;
    app.network.is_signed_out.set(false);
    app.press(Message::Retry).await;
    assert_eq!(app.describe(), "profile, saved, read back");
}

// Undo.

#[tokio::test(start_paused = true)]
async fn undo_that_is_pressed_restores_the_stored_value_once() {
    let mut app = reviewing("Tim").await;
    app.press(Message::Save).await;
    app.forget().await;
    app.press(Message::Undo).await;
    assert_eq!(app.server.only_write().await["body"], json!({"first_name": "Tom"}));
    assert_eq!(text(&app.stored(TOM).await, FIRST), "Tom");
    assert!(app.report().is_undo);
    app.forget().await;
    app.press(Message::Undo).await;
    assert_eq!(app.sent("PATCH").await.len(), 0, "an undo cannot be undone");
}

#[tokio::test(start_paused = true)]
async fn undo_of_a_value_that_somebody_else_changed_is_a_conflict() {
    let mut app = reviewing("Tim").await;
    app.press(Message::Save).await;
    app.change_elsewhere(TOM, set(FIRST, "Tam")).await;
    app.forget().await;
    app.press(Message::Undo).await;
    let Page::Conflict { scope, conflict, .. } = &app.open_profile().page else {
        panic!("{}", app.describe())
    };
    assert_eq!((*scope, conflict.request.is_undo), (None, true));
    assert_eq!(app.sent("PATCH").await.len(), 0);
    let request = Box::new(conflict.resolve(|_| Resolution::Typed));
    app.press(Message::Resolve(request)).await;
    assert_eq!(
        (text(&app.stored(TOM).await, FIRST), app.describe().as_str()),
        ("Tom", "profile, saved, read back")
    );
}

#[tokio::test(start_paused = true)]
async fn save_recognized_as_own_after_gateway_error_can_be_undone() {
    let mut app = reviewing("Tim").await;
    app.server.inject_fault(&json!({"fault": "gateway_error_after", "method": "PATCH"})).await;
    app.press(Message::Save).await;
    assert_eq!(app.describe(), "profile, saved, found by a read");
    assert_eq!(app.events, [Event::Saved(vec!["first-name"])]);
    app.press(Message::Undo).await;
    assert_eq!(text(&app.stored(TOM).await, FIRST), "Tom");
}

// Versions.

#[tokio::test(start_paused = true)]
async fn save_with_if_match_starts_over_when_the_profile_changed_meanwhile() {
    let mut app = reviewing("Tim").await;
    app.server.set_switches(&json!({"etag": "on"})).await;
    app.network.overtaken_by.replace(Some(Box::new(set(EMAIL, "other@example.org"))));
    app.press(Message::Save).await;
    assert_eq!(app.describe(), "profile, saved, read back");
    assert_eq!(app.report().remote_changes(), [Field::Text(EMAIL)], "the customer is told");
    let stored = app.stored(TOM).await;
    assert_eq!((text(&stored, FIRST), text(&stored, EMAIL)), ("Tim", "other@example.org"));
    let statuses: Vec<_> =
        app.sent("PATCH").await.into_iter().map(|request| request["status"].clone()).collect();
    assert_eq!(statuses, [204, 412, 204], "the other's, ours too late, ours again");
}

#[tokio::test(start_paused = true)]
async fn save_is_sent_without_if_match_when_the_preflight_blocks_it() {
    let mut app = open().await;
    app.server.set_switches(&json!({"etag": "on"})).await;
    app.network.blocks_if_match.set(true);
    for name in ["Tim", "Tam"] {
        app.forget().await;
        app.review(Field::Text(FIRST), set(FIRST, name));
        app.press(Message::Save).await;
        assert_eq!(app.describe(), "profile, saved, read back");
        assert_eq!((app.sent("PATCH").await.len(), text(&app.stored(TOM).await, FIRST)), (1, name));
    }
}

#[tokio::test(start_paused = true)]
async fn save_with_if_match_keeps_its_protection_after_a_gateway_error() {
    let mut app = reviewing("Tim").await;
    app.server.set_switches(&json!({"etag": "on"})).await;
    app.server.inject_fault(&json!({"fault": "server_error_html", "method": "PATCH"})).await;
    app.press(Message::Save).await;
    assert_eq!((app.describe().as_str(), app.sent("PATCH").await.len()), ("review, not saved", 1));
    app.forget().await;
    app.press(Message::Save).await;
    assert_eq!(app.describe(), "profile, saved, read back");
    assert!(app.server.only_write().await["headers"]["if-match"].is_string());
}

// Creation.

/// The app with the answers of a new customer on the review.
async fn answers() -> App {
    let mut app = App::start(&clubmed::FIXTURE, None).await;
    app.send(Message::FormReady);
    app.send(Message::FormReady);
    app.settle().await;
    assert_eq!(app.events, [Event::Ready], "once");
    for (field, value) in [(TextField::Civility, "MR"), (FIRST, "Ada"), (TextField::LastName, "Moreau")] {
        set(field, value)(&mut app.form.wanted);
    }
    app.send(Message::Review);
    assert_eq!(app.describe(), "answers");
    app.forget().await;
    app
}

#[tokio::test(start_paused = true)]
async fn customer_is_created_once_and_shown() {
    let mut app = answers().await;
    app.send(Message::Save);
    app.send(Message::Save);
    app.settle().await;
    assert_eq!(app.sent("POST").await.len(), 1);
    assert_eq!(app.describe(), "profile, created");
    assert_eq!(text(&app.open_profile().profile.record, FIRST), "Ada");
    assert!(!app.form.is_dirty());
    let Event::Created(customer) = &app.events[0] else { panic!("{:?}", app.events) };
    assert_eq!(customer, &app.open_profile().customer);
}

#[tokio::test(start_paused = true)]
async fn answers_lead_back_to_their_controls() {
    let mut app = answers().await;
    app.send(Message::EditAnswer(Field::Birthdate));
    assert_eq!((app.describe().as_str(), app.focus.last()), ("form", Some(&Focus::Field(Field::Birthdate))));
    assert_eq!(text(&app.form.wanted, FIRST), "Ada");
}

#[tokio::test(start_paused = true)]
async fn rejected_creation_goes_back_to_the_form() {
    let mut app = answers().await;
    app.server.inject_fault(&json!({"fault": "bad_request", "method": "POST"})).await;
    app.press(Message::Save).await;
    assert_eq!((app.describe().as_str(), text(&app.form.wanted, FIRST)), ("form, with the reasons", "Ada"));
    app.send(Message::Review);
    app.press(Message::Save).await;
    assert_eq!(app.describe(), "profile, created");
}

#[tokio::test(start_paused = true)]
async fn creation_without_a_clear_answer_is_never_repeated_by_itself() {
    let mut app = answers().await;
    app.server.inject_fault(&json!({"fault": "server_error_html", "method": "POST"})).await;
    app.press(Message::Save).await;
    app.press(Message::Returned).await;
    app.press(Message::Online).await;
    assert_eq!(app.describe(), "answers, `OutcomeUnknown`");
    assert_eq!((app.sent("POST").await.len(), app.failures()), (1, vec!["outcome-unknown"]));
    // Neither the button that sends the answers nor another look at them sends them again.
    app.press(Message::Save).await;
    app.send(Message::Back);
    app.send(Message::Review);
    app.press(Message::Save).await;
    assert_eq!((app.sent("POST").await.len(), app.describe().as_str()), (1, "answers, `OutcomeUnknown`"));
    app.press(Message::Retry).await;
    assert_eq!(app.describe(), "profile, created", "the customer has decided");
}

#[tokio::test(start_paused = true)]
async fn address_that_is_confirmed_is_reviewed_before_it_is_sent() {
    for is_rejected in [false, true] {
        let mut app = open().await;
        app.send(edit(&app, Section::Address));
        app.form.wanted.address = Some(Default::default());
        app.form.wanted.data_use = None;
        let line = &mut app.form.wanted.address.as_mut().expect("an address").lines;
        line[carnet::domain::AddressLine::City] = Some("Nowhere".to_owned());
        if is_rejected {
            app.form.rejected = vec![FieldError {
                path: Some(carnet::domain::FieldPath::Address),
                text: None,
                language: None,
                suggestions: Vec::new(),
            }];
        }
        app.form.is_address_confirmed = true;
        app.send(Message::AddressConfirmed);
        assert!(app.calls.is_empty(), "also an address that the vendor rejected is reviewed again");
        assert!(app.describe().starts_with("review"), "{}", app.describe());
        app.send(Message::Save);
        app.answer_next().await;
        let Some((_, Call::Write { force_address, .. })) = app.calls.front() else {
            panic!("{:?}", app.calls)
        };
        assert!(force_address);
    }
}

fn row(app: &App, field: TextField) -> Message {
    let scope = EditScope::Row(FieldGroup::of(Field::Text(field)));
    Message::Go(Route::Edit(app.open_profile().customer.clone(), scope))
}

#[tokio::test(start_paused = true)]
async fn row_is_saved_in_its_place_without_a_review() {
    let mut app = open().await;
    app.send(row(&app, EMAIL));
    assert_eq!(app.focus.last(), Some(&Focus::Row(FieldGroup::Email)));
    app.form.wanted.texts[EMAIL] = Some("tim@example.com".to_owned());
    app.form.wanted.texts[FIRST] = Some("Tim".to_owned());
    app.press(Message::Save).await;
    assert_eq!(app.describe(), "profile, saved, read back");
    assert_eq!(
        app.sent("PATCH").await[0]["body"],
        json!({"email": "tim@example.com"}),
        "only the row is sent"
    );
    let place = app.open_profile().outcome.as_ref().and_then(Outcome::place);
    assert_eq!(place, Some(EditScope::Row(FieldGroup::Email)), "the message is in the row");
    app.send(Message::CloseOutcome);
    assert_eq!(app.describe(), "profile");
    let scope = EditScope::Row(FieldGroup::Email);
    assert_eq!(app.focus.last(), Some(&Focus::EditButton(scope)));
}

#[tokio::test(start_paused = true)]
async fn row_without_a_change_stays_open_and_sends_nothing() {
    let mut app = open().await;
    app.send(row(&app, EMAIL));
    app.press(Message::Save).await;
    assert_eq!((app.describe().as_str(), app.sent("PATCH").await.len()), ("form, unchanged", 0));
}

#[tokio::test(start_paused = true)]
async fn row_that_failed_is_retried_from_the_row() {
    let mut app = open().await;
    app.send(row(&app, EMAIL));
    app.form.wanted.texts[EMAIL] = Some("tim@example.com".to_owned());
    app.server.inject_fault(&json!({"fault": "forbidden", "method": "PATCH"})).await;
    app.press(Message::Save).await;
    assert_eq!(app.open_profile().page.row(), Some(FieldGroup::Email), "the row stays open");
    assert!(app.open_profile().failure().is_some());
    app.press(Message::Retry).await;
    assert_eq!(app.describe(), "profile, saved, read back");
}

#[tokio::test(start_paused = true)]
async fn review_and_form_are_routes_of_their_own() {
    let mut app = open().await;
    app.review(Field::Text(FIRST), set(FIRST, "Tim"));
    let customer = app.open_profile().customer.clone();
    let scope = EditScope::Section(section_of(FIRST));
    assert_eq!(app.state.route(), Route::Review(customer.clone(), scope));
    app.send(Message::Go(Route::Edit(customer.clone(), scope)));
    assert_eq!(
        (app.describe().as_str(), &app.state.leaving),
        ("form", &None),
        "nothing is lost, so nothing is asked"
    );
    app.send(Message::Go(Route::Review(customer.clone(), scope)));
    assert_eq!(app.describe(), "review");
    app.send(Message::Go(Route::Profile(customer)));
    assert!(app.state.leaving.is_some(), "the profile is asked about");
}

#[tokio::test(start_paused = true)]
async fn message_that_does_not_fit_the_page_changes_nothing() {
    let mut app = open().await;
    let before = app.state.stage.clone();
    for message in [
        Message::Save,
        Message::Review,
        Message::Undo,
        Message::Retry,
        Message::Returned,
        Message::Online,
        Message::Stay,
        Message::AddressConfirmed,
        Message::EditAnswer(Field::Birthdate),
        Message::Answer(99, Answer::Created(Err(ApiError::Offline))),
        Message::Answer(99, Answer::Read(Err(ApiError::Offline))),
    ] {
        let text = format!("{message:?}");
        app.send(message);
        assert_eq!(app.state.stage, before, "{text}");
    }
    assert!(app.calls.is_empty());
    assert!(matches!(app.state.stage, Stage::Open(_)));
    assert!(!matches!(app.open_profile().outcome, Some(Outcome::Created)));
    assert!(app.open_profile().failure().is_none_or(|failure| failure.error != Stop::NotSaved));
}

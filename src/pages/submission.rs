//! Something on its way to the vendor: once at a time, and what came of it.

use leptos::prelude::*;

use super::{AppContext, ErrorPanel, ValueFormatter, card::Notice, error_panel::event_code, save::Conflict};
use crate::{
    domain::{Address, AddressLine, EnumKey, Field, FieldPath, Record},
    error::{ApiError, FieldError},
    event::Event,
    form::{AppRoot, Button, Form, Weight},
    i18n::I18n,
};

/// What stands in the way.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum SubmitError {
    /// The call failed.
    Api(ApiError),
    /// The outcome was unknown, and a re-read showed that nothing was saved.
    NotSaved,
    /// A choice waits until what is typed meanwhile may be left.
    ConflictPending(Box<Conflict>),
}

/// The state of what is being sent, as a handle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Submission {
    pub(super) busy: RwSignal<bool>,
    pub(super) error: RwSignal<Option<SubmitError>>,
    suggestions: RwSignal<Vec<Address>>,
}

impl Submission {
    pub(super) fn new() -> Submission {
        Submission {
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            suggestions: RwSignal::default(),
        }
    }

    /// Begins to send, unless something is on its way: however often a button is pressed, one request goes out.
    pub(super) fn begin(self) -> bool {
        !self.busy.try_update(|busy| std::mem::replace(busy, true)).unwrap_or(true)
    }

    /// What was on its way has come back; what stood in the way is over.
    pub(super) fn end(self) {
        self.busy.set(false);
        self.error.set(None);
    }

    /// Whether nobody knows what became of it: then it is not simply sent again. Tracked.
    pub(super) fn is_outcome_unknown(self) -> bool {
        self.error.with(|trouble| *trouble == Some(SubmitError::Api(ApiError::OutcomeUnknown)))
    }

    /// The call failed.
    pub(super) fn fail(self, context: AppContext, failure: ApiError) {
        context.emit.run(Event::Failure(event_code(&failure)));
        self.error.set(Some(SubmitError::Api(failure)));
    }

    /// The vendor refused what the form asks for. Each reason goes to its place, as far as these fields are on
    /// screen, and all of them to the summary.
    pub(super) fn reject(
        self,
        context: AppContext,
        form: Form,
        failure: &ApiError,
        on_screen: impl Fn(Field) -> bool,
    ) {
        context.emit.run(Event::Failure(event_code(failure)));
        let refusals = failure.field_errors();
        let placed = |refusal: &FieldError| {
            let place = refusal.place.filter(|place| on_screen(place.field()));
            (place, refusal.text.clone(), refusal.language.clone())
        };
        form.reject(refusals.iter().map(placed));
        let suggested = refusals.iter().flat_map(|refusal| refusal.suggestions.clone()).collect();
        self.suggestions.set(if failure.is_address_only() { suggested } else { Vec::new() });
    }
}

/// The button that sends what stands on a page: once, however often it is pressed.
#[component]
pub(super) fn SubmitButton(
    /// What is being sent.
    submission: Submission,
    /// The keys of its words, at rest and at work.
    labels: [&'static str; 2],
) -> impl IntoView {
    let i18n = I18n::expect();
    let label = Signal::derive(move || i18n.get(labels[usize::from(submission.busy.get())]));
    let disabled = Signal::derive(move || submission.is_outcome_unknown());
    // A button that changes its words is not read out again.
    let said = move || submission.busy.get().then(|| label.get());
    view! {
        <Button weight=Weight::Primary busy=submission.busy disabled label />
        <span class="c-hidden" role="status">{said}</span>
    }
}

/// What is said when nobody knows what became of a save, and the words for finding out.
const UNKNOWN: [&str; 2] = ["failure.outcome-unknown-text", "failure.check"];

/// What stands in the way, and what can be done about it.
#[component]
pub(super) fn SubmitErrorBanner(
    /// What is being sent.
    submission: Submission,
    /// Does something about it.
    again: Callback<()>,
    /// After an unknown outcome: the key of what is said, and that of the words for what can be done.
    #[prop(default = UNKNOWN)]
    unknown: [&'static str; 2],
    /// What it is about, where that is not on screen.
    #[prop(optional)]
    earlier: Signal<String>,
    /// Whether there is something typed on screen, which stays.
    #[prop(default = true)]
    is_typed: bool,
) -> impl IntoView {
    let i18n = I18n::expect();
    let button = move |key| {
        view! { <Button weight=Weight::Secondary busy=submission.busy label=i18n.text(key) on_click=again /> }
    };
    move || {
        submission.error.get().map(|trouble| {
            let is_late = !earlier.with_untracked(String::is_empty);
            let is_typed = is_typed && !is_late;
            let about = is_late.then(|| view! { <p>{earlier}</p> });
            let (title, text, button) = match trouble {
                SubmitError::Api(failure) => {
                    let is_unknown = failure == ApiError::OutcomeUnknown;
                    let key = if is_unknown { unknown[1] } else { "failure.retry" };
                    let text = is_unknown.then_some(unknown[0]);
                    return view! {
                        <ErrorPanel failure=failure text=text with_draft=is_typed is_late>
                            {about}
                            {button(key)}
                        </ErrorPanel>
                    }
                    .into_any();
                }
                SubmitError::NotSaved => (
                    "failure.not-saved",
                    "failure.not-saved-text",
                    (!is_typed).then(|| button("failure.retry")),
                ),
                SubmitError::ConflictPending(_) => ("clash.title", "clash.waits", Some(button("clash.open"))),
            };
            view! { <Notice kind="warn" title text=i18n.text(text) is_late>{about} {button}</Notice> }
                .into_any()
        })
    }
}

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
            view! { <Button weight=Weight::Secondary label about on_click=take /> }.into_any(),
        )
    };
    let mine = move || {
        let lines = move || lines(&typed(), &submission.suggestions.get().into_iter().next().or_else(typed));
        let label = i18n.text("address.force");
        offer(
            "address.typed",
            lines.into_any(),
            view! { <Button weight=Weight::Secondary busy=submission.busy label on_click=force /> }
                .into_any(),
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

//! Something on its way to the vendor: once at a time, and what came of it.

use leptos::prelude::*;

use super::{Desk, FailurePanel, Words, card::Notice, failure::slug, save::Clash};
use crate::{
    domain::{Address, Key, Line, Place, Record, Unit},
    event::Event,
    failure::{Failure, Refusal},
    form::{Button, Form, Ground, Weight},
    i18n::I18n,
};

/// What stands in the way.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Trouble {
    /// The call failed.
    Failed(Failure),
    /// The outcome was unknown, and a re-read showed that nothing was saved.
    NotSaved,
    /// A choice waits until what is typed meanwhile may be left.
    Waits(Box<Clash>),
}

/// The state of what is being sent, as a handle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sending {
    pub(super) busy: RwSignal<bool>,
    pub(super) trouble: RwSignal<Option<Trouble>>,
    suggestions: RwSignal<Vec<Address>>,
}

impl Sending {
    pub(super) fn new() -> Sending {
        Sending { busy: RwSignal::new(false), trouble: RwSignal::new(None), suggestions: RwSignal::default() }
    }

    /// Begins to send, unless something is on its way: however often a button is pressed, one request goes out.
    pub(super) fn begin(self) -> bool {
        !self.busy.try_update(|busy| std::mem::replace(busy, true)).unwrap_or(true)
    }

    /// What was on its way has come back; what stood in the way is over.
    pub(super) fn end(self) {
        self.busy.set(false);
        self.trouble.set(None);
    }

    /// Whether nobody knows what became of it: then it is not simply sent again. Tracked.
    pub(super) fn is_unknown(self) -> bool {
        self.trouble.with(|trouble| *trouble == Some(Trouble::Failed(Failure::OutcomeUnknown)))
    }

    /// The call failed.
    pub(super) fn fail(self, desk: Desk, failure: Failure) {
        desk.tell.run(Event::Failure(slug(&failure)));
        self.trouble.set(Some(Trouble::Failed(failure)));
    }

    /// The vendor refused what the form asks for. Each reason goes to its place, as far as these units are on
    /// screen, and all of them to the summary.
    pub(super) fn refuse(self, desk: Desk, form: Form, failure: &Failure, on_screen: impl Fn(Unit) -> bool) {
        desk.tell.run(Event::Failure(slug(failure)));
        let refusals = failure.refusals();
        let placed = |refusal: &Refusal| {
            let place = refusal.place.filter(|place| on_screen(place.unit()));
            (place, refusal.text.clone(), refusal.language.clone())
        };
        form.refuse(refusals.iter().map(placed));
        let suggested = refusals.iter().flat_map(|refusal| refusal.suggestions.clone()).collect();
        self.suggestions.set(if failure.is_address_only() { suggested } else { Vec::new() });
    }
}

/// The button that sends what stands on a page: once, however often it is pressed.
#[component]
pub(super) fn SendButton(
    /// What is being sent.
    sending: Sending,
    /// The keys of its words, at rest and at work.
    words: [&'static str; 2],
) -> impl IntoView {
    let i18n = I18n::expect();
    let words = Signal::derive(move || i18n.get(words[usize::from(sending.busy.get())]));
    let disabled = Signal::derive(move || sending.is_unknown());
    // A button that changes its words is not read out again.
    let said = move || sending.busy.get().then(|| words.get());
    view! {
        <Button weight=Weight::Primary busy=sending.busy disabled words />
        <span class="c-hidden" role="status">{said}</span>
    }
}

/// What is said when nobody knows what became of a save, and the words for finding out.
const UNKNOWN: [&str; 2] = ["failure.outcome-unknown-text", "failure.check"];

/// What stands in the way, and what can be done about it.
#[component]
pub(super) fn Troubled(
    /// What is being sent.
    sending: Sending,
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
        view! { <Button weight=Weight::Secondary busy=sending.busy words=i18n.text(key) press=again /> }
    };
    move || {
        sending.trouble.get().map(|trouble| {
            let is_late = !earlier.with_untracked(String::is_empty);
            let is_typed = is_typed && !is_late;
            let about = is_late.then(|| view! { <p>{earlier}</p> });
            let (title, text, button) = match trouble {
                Trouble::Failed(failure) => {
                    let is_unknown = failure == Failure::OutcomeUnknown;
                    let key = if is_unknown { unknown[1] } else { "failure.retry" };
                    let text = is_unknown.then_some(unknown[0]);
                    return view! {
                        <FailurePanel failure=failure text=text with_draft=is_typed is_late>
                            {about}
                            {button(key)}
                        </FailurePanel>
                    }
                    .into_any();
                }
                Trouble::NotSaved => (
                    "failure.not-saved",
                    "failure.not-saved-text",
                    (!is_typed).then(|| button("failure.retry")),
                ),
                Trouble::Waits(_) => ("clash.title", "clash.waits", Some(button("clash.open"))),
            };
            view! { <Notice kind="warn" title text=i18n.text(text) is_late>{about} {button}</Notice> }
                .into_any()
        })
    }
}

/// The vendor does not know the address: take a suggestion, mend it, or send the same change again as it is,
/// while it stands as it was refused.
#[component]
pub(super) fn AddressRefused(
    /// What was sent.
    sending: Sending,
    /// The form.
    form: Form,
    /// Words values.
    words: Words,
    /// Sends the same change again, by force.
    force: Callback<()>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let ground = Ground::expect();
    let texts = move |address: &Option<Address>| {
        let record = Record { address: address.clone(), ..Record::default() };
        let lines = words.value(&record, Unit::Address);
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
            for &line in Line::ALL {
                form.line(line).set(address.lines[line].clone().unwrap_or_default());
            }
            // The button is gone with what it mended.
            ground.focus(form.id(Place::Address));
        });
        let named = suggested.clone();
        let lines = move || lines(&suggested, &typed());
        let words = i18n.text("address.take");
        let about = Signal::derive(move || i18n.row(texts(&named)));
        offer(
            "address.suggested",
            lines.into_any(),
            view! { <Button weight=Weight::Secondary words about press=take /> }.into_any(),
        )
    };
    let mine = move || {
        let lines = move || lines(&typed(), &sending.suggestions.get().into_iter().next().or_else(typed));
        let words = i18n.text("address.force");
        offer(
            "address.typed",
            lines.into_any(),
            view! { <Button weight=Weight::Secondary busy=sending.busy words press=force /> }.into_any(),
        )
    };
    let is_refused = Memo::new(move |_| form.is_refused(Unit::Address));
    // As it was found at a try: it does not come under the hands while it is typed.
    let was_incomplete = Memo::new(move |_| {
        form.tries.track();
        untrack(|| form.is_address_incomplete())
    });
    let is_incomplete = Memo::new(move |_| was_incomplete.get() && form.is_address_incomplete());
    let either = move |refused: &'static str, incomplete: &'static str| {
        move || i18n.get(if is_refused.get() { refused } else { incomplete })
    };
    let suggestions = move || if is_refused.get() { sending.suggestions.get() } else { Vec::new() };
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

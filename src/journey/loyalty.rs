//! The standing in the loyalty programme: the tiers as a ladder, the points as a number, both as text.

use leptos::prelude::*;

use crate::{
    domain::{Birthdate, Loyalty},
    i18n::{I18n, tier_key},
};

/// The tiers one climbs, lowest first. Others (`NONE`, `EXCLUDED`, a new one) are not on the ladder.
const LADDER: [&str; 4] = ["TURQUOISE", "SILVER", "GOLD", "PLATINUM"];

/// The loyalty card.
#[component]
pub fn LoyaltyCard(
    /// The standing; `None` where the record has none.
    loyalty: Option<Loyalty>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let tier_words = move |code: &str| tier_key(code).map_or_else(|| code.to_owned(), |key| i18n.get(key));
    let body = match loyalty {
        None => view! { <p class="c-empty">{i18n.text("view.empty")}</p> }.into_any(),
        Some(loyalty) => {
            let tier = loyalty.tier.clone();
            let here = tier.as_deref().and_then(|tier| LADDER.iter().position(|step| *step == tier));
            let ladder = here.map(|here| {
                let step = |(index, code): (usize, &'static str)| {
                    view! {
                        <li
                            class="c-step"
                            data-tier=code.to_lowercase()
                            data-on=index <= here
                            data-here=index == here
                            aria-current=(index == here).then_some("true")
                        >
                            {move || tier_words(code)}
                        </li>
                    }
                };
                view! {
                    <ol class="c-ladder" aria-label=i18n.text("loyalty.ladder")>
                        {LADDER.into_iter().enumerate().map(step).collect_view()}
                    </ol>
                }
            });
            let fact = |label: &'static str, value: Signal<String>| {
                view! { <div class="c-fact"><dt>{i18n.text(label)}</dt><dd>{value}</dd></div> }
            };
            let words = move |code: Option<String>| {
                Signal::derive(move || code.as_deref().map_or_else(|| i18n.get("view.empty"), tier_words))
            };
            let Loyalty { previous_tier, points, for_life, for_life_since, .. } = loyalty;
            let since = for_life_since.map(|since| {
                let value = Signal::derive(move || {
                    let date = Birthdate::stored(since.clone());
                    date.parts().and_then(|parts| i18n.date(parts)).unwrap_or_else(|| since.clone())
                });
                fact("loyalty.since", value)
            });
            view! {
                <div class="c-loyalty">
                    {ladder}
                    {points
                        .map(|points| {
                            view! {
                                <p class="c-points">
                                    <strong>{move || i18n.number(points)}</strong>
                                    " "
                                    {move || i18n.count("loyalty.points", points)}
                                </p>
                            }
                        })}
                    <dl class="c-facts">
                        {fact("loyalty.tier", words(tier))}
                        {previous_tier.map(|tier| fact("loyalty.previous", words(Some(tier))))}
                        {for_life
                            .filter(|for_life| *for_life)
                            .map(|_| fact("loyalty.for-life", Signal::derive(move || i18n.get("view.yes"))))}
                        {since}
                    </dl>
                </div>
            }
            .into_any()
        }
    };
    view! {
        <section class="c-card" aria-labelledby="loyalty-title">
            <div class="c-card-head"><h2 id="loyalty-title">{i18n.text("section.loyalty")}</h2></div>
            {body}
        </section>
    }
}

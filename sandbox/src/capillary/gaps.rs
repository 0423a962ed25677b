//! What a customer lacks for the next tier and for keeping this one, some days from now, in each of its forms.

use serde_json::{Map, Value, json};

use super::{asked::Asked, seed::Forms};
use crate::switches::{Gaps, Renew, Spelling, Values};

/// In the seeds: how much a day takes off what the customer has. No answer shows it.
const FADES: &str = "fades";

/// Puts what was asked for into `shown`, whose programmes have it in full, and takes the rest out.
pub(super) fn place(shown: &mut Map<String, Value>, asked: &Asked, forms: Forms) {
    let Some(Value::Array(programs)) = shown.get_mut("loyaltyProgramDetails") else { return };
    let (mut strategies, mut summaries) = (Vec::new(), Vec::new());
    for program in programs.iter_mut().filter_map(Value::as_object_mut) {
        let upgrade = take(program, "upgradeStrategies").zip(asked.gap_to_upgrade);
        let renew = take(program, "gapToRenewSummary").zip(asked.gap_to_renew);
        if let Some((Value::Array(own), days)) = upgrade {
            let own: Vec<Value> = own.into_iter().map(|one| strategy(one, days, forms)).collect();
            match forms.gaps {
                Gaps::Top => strategies.extend(own),
                Gaps::Own | Gaps::Nested => drop(program.insert("upgradeStrategies".to_owned(), own.into())),
            }
        }
        if let Some((own, days)) = renew {
            let own = summary(own, days);
            match forms.gaps {
                Gaps::Top => summaries.push(own),
                Gaps::Own | Gaps::Nested => {
                    let own = if forms.renew == Renew::Array { json!([own]) } else { own };
                    program.insert("gapToRenewSummary".to_owned(), own);
                }
            }
        }
    }
    if forms.gaps == Gaps::Top && asked.gap_to_upgrade.is_some() {
        shown.insert("upgradeStrategies".to_owned(), strategies.into());
    }
    if !summaries.is_empty() {
        let whole = if forms.renew == Renew::Array { summaries.into() } else { summaries.swap_remove(0) };
        shown.insert("gapToRenewSummary".to_owned(), whole);
    }
}

fn take(members: &mut Map<String, Value>, name: &str) -> Option<Value> {
    members.shift_remove(name)
}

fn strategy(mut stored: Value, days: u32, forms: Forms) -> Value {
    let fades = fades(&mut stored);
    let values = &stored["customerUpgradeEntityValues"];
    let (current, gap) =
        later(&stored["upgradeThreshold"], &values["currentValue"], &values["gapToUpgrade"], fades, days);
    if let Some(values) = stored.get_mut("customerUpgradeEntityValues") {
        match forms.values {
            Values::Number => *values = current,
            Values::Own | Values::Object => {
                values["currentValue"] = current;
                values["gapToUpgrade"] = gap;
            }
        }
    }
    match (stored, forms.spelling) {
        (Value::Object(members), Spelling::Snake) => {
            let spelt =
                |name: String| if name == "upgradeBasedOn" { "upgrade_based_on".to_owned() } else { name };
            members.into_iter().map(|(name, value)| (spelt(name), value)).collect()
        }
        (stored, _) => stored,
    }
}

fn summary(mut stored: Value, days: u32) -> Value {
    if let Some(Value::Array(strategies)) = stored.get_mut("renewStrategies") {
        for strategy in strategies {
            let fades = fades(strategy);
            let (current, gap) = later(
                &strategy["renewThreshold"],
                &strategy["customerRenewEntityValue"],
                &strategy["customerGapToRenewValue"],
                fades,
                days,
            );
            strategy["customerRenewEntityValue"] = current;
            strategy["customerGapToRenewValue"] = gap;
        }
    }
    stored
}

fn fades(strategy: &mut Value) -> f64 {
    strategy
        .as_object_mut()
        .and_then(|members| take(members, FADES))
        .and_then(|fades| fades.as_f64())
        .unwrap_or(0.0)
}

/// What is left of `current` after so many days, and what is then missing; as stored where nothing fades.
fn later(threshold: &Value, current: &Value, gap: &Value, fades: f64, days: u32) -> (Value, Value) {
    let lost = fades * f64::from(days);
    match (threshold.as_f64(), current.as_f64()) {
        (Some(threshold), Some(now)) if lost > 0.0 => {
            let left = (now - lost).max(0.0);
            (json!(left), json!((threshold - left).max(0.0)))
        }
        _ => (current.clone(), gap.clone()),
    }
}

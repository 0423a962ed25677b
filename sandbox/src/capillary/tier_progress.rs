//! The gaps to the next tier and to the renewal of the current tier, as of a later day, in each documented format.

use serde_json::{Map, Value, json};

use super::{params::Params, seed::TierFormats};
use crate::switches::{GapPlacement, RenewShape, UpgradeKeySpelling, UpgradeValuesShape};

/// The seed's member for the amount that the current value loses per day. It is not part of a response.
const DECAY_PER_DAY: &str = "decay_per_day";

/// Formats the gaps in `customer` as requested. `customer` holds the programmes with all gaps as seeded; gaps that were
/// not requested are removed.
pub(super) fn apply(customer: &mut Map<String, Value>, params: &Params, formats: TierFormats) {
    let Some(Value::Array(programs)) = customer.get_mut("loyaltyProgramDetails") else { return };
    let (mut all_strategies, mut all_summaries) = (Vec::new(), Vec::new());
    for program in programs.iter_mut().filter_map(Value::as_object_mut) {
        let upgrade = program.shift_remove("upgradeStrategies").zip(params.gap_to_upgrade);
        let renew = program.shift_remove("gapToRenewSummary").zip(params.gap_to_renew);
        if let Some((Value::Array(strategies), days)) = upgrade {
            let strategies: Vec<Value> = strategies
                .into_iter()
                .map(|strategy| format_upgrade_strategy(strategy, days, formats))
                .collect();
            match formats.gaps {
                GapPlacement::Top => all_strategies.extend(strategies),
                GapPlacement::Own | GapPlacement::Nested => {
                    program.insert("upgradeStrategies".to_owned(), strategies.into());
                }
            }
        }
        if let Some((summary, days)) = renew {
            let summary = format_renew_summary(summary, days);
            match formats.gaps {
                GapPlacement::Top => all_summaries.push(summary),
                GapPlacement::Own | GapPlacement::Nested => {
                    let summary = if formats.renew == RenewShape::Array { json!([summary]) } else { summary };
                    program.insert("gapToRenewSummary".to_owned(), summary);
                }
            }
        }
    }
    if formats.gaps == GapPlacement::Top && params.gap_to_upgrade.is_some() {
        customer.insert("upgradeStrategies".to_owned(), all_strategies.into());
    }
    if !all_summaries.is_empty() {
        let summary = if formats.renew == RenewShape::Array {
            all_summaries.into()
        } else {
            all_summaries.swap_remove(0)
        };
        customer.insert("gapToRenewSummary".to_owned(), summary);
    }
}

fn format_upgrade_strategy(mut strategy: Value, days: u32, formats: TierFormats) -> Value {
    let decay_per_day = take_decay_per_day(&mut strategy);
    let values = &strategy["customerUpgradeEntityValues"];
    let (current, gap) = project(
        &strategy["upgradeThreshold"],
        &values["currentValue"],
        &values["gapToUpgrade"],
        decay_per_day,
        days,
    );
    if let Some(values) = strategy.get_mut("customerUpgradeEntityValues") {
        match formats.values {
            UpgradeValuesShape::Number => *values = current,
            UpgradeValuesShape::Own | UpgradeValuesShape::Object => {
                values["currentValue"] = current;
                values["gapToUpgrade"] = gap;
            }
        }
    }
    match (strategy, formats.spelling) {
        (Value::Object(members), UpgradeKeySpelling::Snake) => {
            let rename =
                |name: String| if name == "upgradeBasedOn" { "upgrade_based_on".to_owned() } else { name };
            members.into_iter().map(|(name, value)| (rename(name), value)).collect()
        }
        (strategy, _) => strategy,
    }
}

fn format_renew_summary(mut summary: Value, days: u32) -> Value {
    if let Some(Value::Array(strategies)) = summary.get_mut("renewStrategies") {
        for strategy in strategies {
            let decay_per_day = take_decay_per_day(strategy);
            let (current, gap) = project(
                &strategy["renewThreshold"],
                &strategy["customerRenewEntityValue"],
                &strategy["customerGapToRenewValue"],
                decay_per_day,
                days,
            );
            strategy["customerRenewEntityValue"] = current;
            strategy["customerGapToRenewValue"] = gap;
        }
    }
    summary
}

fn take_decay_per_day(strategy: &mut Value) -> f64 {
    strategy
        .as_object_mut()
        .and_then(|members| members.shift_remove(DECAY_PER_DAY))
        .and_then(|decay| decay.as_f64())
        .unwrap_or(0.0)
}

/// Returns the current value and the gap after `days`. Without a decay, both are returned as seeded.
fn project(threshold: &Value, current: &Value, gap: &Value, decay_per_day: f64, days: u32) -> (Value, Value) {
    let decay = decay_per_day * f64::from(days);
    match (threshold.as_f64(), current.as_f64()) {
        (Some(threshold), Some(value)) if decay > 0.0 => {
            let projected = (value - decay).max(0.0);
            (json!(projected), json!((threshold - projected).max(0.0)))
        }
        _ => (current.clone(), gap.clone()),
    }
}

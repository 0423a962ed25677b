//! The answer to a read: the customer, and around it what was asked for.

use serde_json::{Map, Value, json};

use super::{
    asked::{Asked, EMBEDS},
    gaps, groups, images,
    refusal::Refusal,
    seed::Forms,
};

/// Where an answer has what `embed` asked for. Gaps have no place of their own: they are put into the programmes.
fn block(embed: &str) -> Option<&'static str> {
    match embed {
        "points" => Some("pointsSummary"),
        "subscriptions" => Some("subscriptionInfo"),
        "mlp" => Some("loyaltyProgramDetails"),
        "promotionalPoints" => Some("promotionalPoints"),
        "expirySchedules" => Some("expirySchedules"),
        "expiredPoints" => Some("expiredPoints"),
        "customerImage" => Some("customerImage"),
        "returnedPoints" => Some("returnedPoints"),
        "associatedImages" => Some("associatedImages"),
        "segments" => Some("segments"),
        _ => None,
    }
}

pub(super) fn view(
    record: &Value,
    asked: &Asked,
    forms: Forms,
    language: &str,
    origin: &str,
) -> Result<Value, Refusal> {
    let mut shown = record["customer"].as_object().cloned().unwrap_or_default();
    profiles(&mut shown, asked)?;
    localise(&mut shown, &record["languages"][language]);
    let mut warnings = list(&record["warnings"]);
    for embed in EMBEDS.into_iter().filter(|embed| asked.embeds(embed)) {
        // What cannot be had is warned about, and the rest is answered.
        if let Some(warning) = record["unavailable"].get(embed) {
            warnings.push(warning.clone());
        } else if let (Some(name), Some(value)) = (block(embed), record["embeds"].get(embed)) {
            shown.insert(name.to_owned(), images::at(origin, value));
        }
    }
    gaps::place(&mut shown, asked, forms);
    if asked.embeds("userGroup") || asked.groups.all || asked.groups.one.is_some() {
        let (page, pagination) = groups::page(&list(&record["groups"]), &asked.groups);
        shown.insert("userGroups".to_owned(), page.into());
        if asked.groups.pagination {
            shown.insert("ug2Pagination".to_owned(), pagination);
        }
    }
    if let (true, Some(fraud)) = (asked.fraud, record.get("fraud")) {
        shown.insert("fraudDetails".to_owned(), fraud.clone());
    }
    shown.insert("warnings".to_owned(), warnings.into());
    Ok(shown.into())
}

/// Looks for the profile that is asked for, and hides the others when that is asked for too.
fn profiles(shown: &mut Map<String, Value>, asked: &Asked) -> Result<(), Refusal> {
    let Some(Value::Array(profiles)) = shown.get_mut("profiles") else { return Ok(()) };
    let of_source = |profile: &Value| asked.source == "ALL" || profile["source"] == json!(asked.source);
    let of_account =
        |profile: &Value| asked.account.as_deref().is_none_or(|own| profile["accountId"] == json!(own));
    let found = profiles.iter().filter(|profile| of_source(profile)).count();
    if found == 0 {
        return Err(Refusal::NotInSource);
    }
    if found > 1 && asked.source != "ALL" && asked.account.is_none() {
        return Err(Refusal::NoAccount);
    }
    if !profiles.iter().any(|profile| of_source(profile) && of_account(profile)) {
        return Err(Refusal::UnknownAccount);
    }
    if asked.only_current {
        profiles.retain(|profile| of_source(profile) && of_account(profile));
    }
    Ok(())
}

/// Replaces what is said in the caller's language, where it is.
fn localise(shown: &mut Map<String, Value>, own: &Value) {
    for (name, value) in own.as_object().into_iter().flatten() {
        shown.insert(name.clone(), value.clone());
    }
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

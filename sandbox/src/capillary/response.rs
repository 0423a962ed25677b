//! The response to a read: the customer and the requested blocks.

use serde_json::{Map, Value, json};

use super::{
    error::Error,
    images,
    params::{EMBEDS, Params},
    seed::TierFormats,
    tier_progress, user_groups,
};

/// Returns the member of the response that holds an embedded block. `gapDetails` has none: its values are placed in the
/// programmes. `userGroup` is handled separately.
fn member_for(embed: &str) -> Option<&'static str> {
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

/// Assembles the response from a seeded record.
pub(super) fn build(
    record: &Value,
    params: &Params,
    formats: TierFormats,
    language: &str,
    base_url: &str,
) -> Result<Value, Error> {
    let mut customer = record["customer"].as_object().cloned().unwrap_or_default();
    select_profiles(&mut customer, params)?;
    localise(&mut customer, &record["languages"][language]);
    let mut warnings = array(&record["warnings"]);
    for embed in EMBEDS.into_iter().filter(|embed| params.embeds(embed)) {
        // A block that cannot be fetched causes a warning; the rest of the response is not affected.
        if let Some(warning) = record["unavailable"].get(embed) {
            warnings.push(warning.clone());
        } else if let (Some(name), Some(value)) = (member_for(embed), record["embeds"].get(embed)) {
            customer.insert(name.to_owned(), images::with_absolute_urls(base_url, value));
        }
    }
    tier_progress::apply(&mut customer, params, formats);
    if params.embeds("userGroup") || params.user_groups.include_all || params.user_groups.id.is_some() {
        let (page, pagination) = user_groups::page(&array(&record["groups"]), &params.user_groups);
        customer.insert("userGroups".to_owned(), page.into());
        if params.user_groups.pagination_details {
            customer.insert("ug2Pagination".to_owned(), pagination);
        }
    }
    if let (true, Some(fraud)) = (params.fraud_details, record.get("fraud")) {
        customer.insert("fraudDetails".to_owned(), fraud.clone());
    }
    customer.insert("warnings".to_owned(), warnings.into());
    Ok(customer.into())
}

/// Checks that the requested source and account exist, and removes the other profiles if that is requested.
fn select_profiles(customer: &mut Map<String, Value>, params: &Params) -> Result<(), Error> {
    let Some(Value::Array(profiles)) = customer.get_mut("profiles") else { return Ok(()) };
    let matches_source =
        |profile: &Value| params.source == "ALL" || profile["source"] == json!(params.source);
    let matches_account =
        |profile: &Value| params.account_id.as_deref().is_none_or(|own| profile["accountId"] == json!(own));
    let count = profiles.iter().filter(|profile| matches_source(profile)).count();
    if count == 0 {
        return Err(Error::NotInSource);
    }
    if count > 1 && params.source != "ALL" && params.account_id.is_none() {
        return Err(Error::MissingAccount);
    }
    if !profiles.iter().any(|profile| matches_source(profile) && matches_account(profile)) {
        return Err(Error::UnknownAccount);
    }
    if params.only_current_profile {
        profiles.retain(|profile| matches_source(profile) && matches_account(profile));
    }
    Ok(())
}

/// Replaces the members for which the seed has a translation.
fn localise(customer: &mut Map<String, Value>, translation: &Value) {
    for (name, value) in translation.as_object().into_iter().flatten() {
        customer.insert(name.clone(), value.clone());
    }
}

fn array(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

//! The user groups of a customer: filtered, sorted and paged.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::params::{SortKey, UserGroupParams};

/// Returns the requested page of `groups`, and the `ug2Pagination` block.
pub(super) fn page(groups: &[Value], params: &UserGroupParams) -> (Vec<Value>, Value) {
    let mut selected: Vec<&Value> = groups.iter().filter(|group| is_selected(group, params)).collect();
    match params.sort_by {
        SortKey::JoinedDate => selected.sort_by_key(|group| joined_date(group)),
        SortKey::GroupName => selected.sort_by_key(|group| group["groupName"].as_str()),
    }
    if !params.ascending {
        selected.reverse();
    }
    let total = selected.len();
    let page = selected.into_iter().skip(params.offset).take(params.limit.unwrap_or(usize::MAX));
    let page = page.map(|group| {
        let mut group = group.clone();
        if let (false, Some(members)) = (params.loyalty_details, group.as_object_mut()) {
            members.shift_remove("loyaltyDetails");
        }
        group
    });
    (page.collect(), json!({"limit": params.limit, "offset": params.offset, "total": total}))
}

/// Returns whether the parameters select the group. By default, they select the groups that the customer has not left.
fn is_selected(group: &Value, params: &UserGroupParams) -> bool {
    let joined = joined_date(group);
    let matches_id = match params.id {
        Some(id) => group["id"].as_i64() == Some(id),
        None => params.include_all || group["active"] == json!(true),
    };
    matches_id
        && params.joined_from.is_none_or(|from| joined.is_some_and(|joined| joined >= from))
        && params.joined_to.is_none_or(|to| joined.is_some_and(|joined| joined <= to))
}

fn joined_date(group: &Value) -> Option<Timestamp> {
    group["joinedDate"].as_str()?.parse().ok()
}

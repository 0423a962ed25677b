//! The user groups of a customer: chosen, sorted, a page of them.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::asked::{Groups, Sort};

/// The page, and how it lies in the whole.
pub(super) fn page(groups: &[Value], asked: &Groups) -> (Vec<Value>, Value) {
    let mut chosen: Vec<&Value> = groups.iter().filter(|group| wanted(group, asked)).collect();
    match asked.by {
        Sort::JoinedDate => chosen.sort_by_key(|group| joined(group)),
        Sort::GroupName => chosen.sort_by_key(|group| group["groupName"].as_str()),
    }
    if !asked.ascending {
        chosen.reverse();
    }
    let total = chosen.len();
    let page = chosen.into_iter().skip(asked.offset).take(asked.limit.unwrap_or(usize::MAX));
    let page = page.map(|group| {
        let mut group = group.clone();
        if let (false, Some(members)) = (asked.loyalty, group.as_object_mut()) {
            members.shift_remove("loyaltyDetails");
        }
        group
    });
    (page.collect(), json!({"limit": asked.limit, "offset": asked.offset, "total": total}))
}

/// Without a wish, the groups the customer is still in.
fn wanted(group: &Value, asked: &Groups) -> bool {
    let joined = joined(group);
    let named = match asked.one {
        Some(id) => group["id"].as_i64() == Some(id),
        None => asked.all || group["active"] == json!(true),
    };
    named
        && asked.joined_from.is_none_or(|from| joined.is_some_and(|joined| joined >= from))
        && asked.joined_to.is_none_or(|to| joined.is_some_and(|joined| joined <= to))
}

fn joined(group: &Value) -> Option<Timestamp> {
    group["joinedDate"].as_str()?.parse().ok()
}

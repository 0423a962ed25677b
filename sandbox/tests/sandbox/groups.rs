//! Capillary's user groups: which, in what order, and a page at a time.

use serde_json::{Value, json};

use crate::house::{CAMILLE, House};

async fn groups(house: &House, customer: &str, query: &str) -> (Vec<i64>, Value) {
    let customer = house.capillary(customer, query).await.json();
    let groups = customer["userGroups"].as_array().expect("groups");
    (groups.iter().filter_map(|group| group["id"].as_i64()).collect(), customer["ug2Pagination"].clone())
}

#[tokio::test]
async fn the_groups_are_chosen() {
    let house = House::new();
    for (query, ids) in [
        ("embed=userGroup", vec![9_007_199_254_740_993, 3_918_901, 3_918_893]),
        ("includedAllUserGroup2=true", vec![9_007_199_254_740_993, 3_918_901, 3_918_893, 3_918_777]),
        ("userGroup2Id=9007199254740993", vec![9_007_199_254_740_993]),
        ("userGroup2Id=3918777", vec![3_918_777]),
        ("userGroup2Id=1", vec![]),
    ] {
        assert_eq!(groups(&house, CAMILLE, query).await.0, ids, "{query}");
    }
    assert_eq!(house.capillary(CAMILLE, "includedAllUserGroup2=false").await.json().get("userGroups"), None);
}

#[tokio::test]
async fn the_groups_are_narrowed_by_when_they_were_joined() {
    let house = House::new();
    for (from, to, ids) in [
        ("2021-01-01", "2022-01-01", vec![3_918_901]),
        // The moment itself is in, whatever its offset.
        ("2021-09-14T16:30:00Z", "2021-09-14T18:30:00%2B02:00", vec![3_918_901]),
        ("2021-09-14T16:30:01Z", "2022-01-01", vec![]),
        ("2023-01-08T07:15:00Z", "2999-01-01", vec![9_007_199_254_740_993]),
    ] {
        let query = format!("embed=userGroup&ug2JoinedStartDate={from}&ug2JoinedEndDate={to}");
        assert_eq!(groups(&house, CAMILLE, &query).await.0, ids, "{query}");
    }
}

#[tokio::test]
async fn the_groups_are_sorted_and_paged() {
    let house = House::new();
    let all = "includedAllUserGroup2=true&ug2PaginationDetails=true";
    for (query, first, last, pagination) in [
        ("", 5060, 5001, json!({"limit": null, "offset": 0, "total": 60})),
        ("&ug2SortOrder=ASC", 5001, 5060, json!({"limit": null, "offset": 0, "total": 60})),
        (
            "&ug2SortBy=GroupName&ug2SortOrder=ASC&ug2Limit=10",
            5001,
            5010,
            json!({"limit": 10, "offset": 0, "total": 60}),
        ),
        ("&ug2Limit=25&ug2Offset=50", 5010, 5001, json!({"limit": 25, "offset": 50, "total": 60})),
        (
            "&ug2SortBy=JoinedDate&ug2SortOrder=DESC&ug2Limit=1&ug2Offset=59",
            5001,
            5001,
            json!({"limit": 1, "offset": 59, "total": 60}),
        ),
    ] {
        let (ids, told) = groups(&house, "17750", &format!("{all}{query}")).await;
        // Joined by the year; within one, the months go round and the ids do not follow them.
        let whole = |id: i64| (id - 1) / 6;
        assert_eq!(told, pagination, "{query}");
        if query.contains("GroupName") {
            assert_eq!((ids.first(), ids.last()), (Some(&first), Some(&last)), "{query}");
        } else {
            let ends = (ids.first().map(|id| whole(id - 5000)), ids.last().map(|id| whole(id - 5000)));
            assert_eq!(ends, (Some(whole(first - 5000)), Some(whole(last - 5000))), "{query}");
        }
    }
    let (past, pagination) = groups(&house, "17750", &format!("{all}&ug2Offset=60")).await;
    assert_eq!((past, &pagination["total"]), (vec![], &json!(60)));
    let (none, _) = groups(&house, "17750", &format!("{all}&ug2Limit=0")).await;
    assert_eq!(none, Vec::<i64>::new());
    let (active, pagination) = groups(&house, "17750", "embed=usergroup").await;
    assert_eq!((active.len(), pagination), (45, Value::Null));
}

#[tokio::test]
async fn pages_put_together_are_the_whole() {
    let house = House::new();
    let (whole, _) = groups(&house, "17750", "includedAllUserGroup2=true").await;
    let mut together = Vec::new();
    for offset in [0, 25, 50] {
        let query = format!("includedAllUserGroup2=true&ug2Limit=25&ug2Offset={offset}");
        together.extend(groups(&house, "17750", &query).await.0);
    }
    assert_eq!(together, whole);
}

#[tokio::test]
async fn the_loyalty_of_a_group_is_told_when_it_is_asked_for() {
    let house = House::new();
    let with = "userGroup2Id=3918893&includedUserGroup2LoyaltyDetails=true";
    let with = house.capillary(CAMILLE, with).await.json()["userGroups"][0].clone();
    assert_eq!(with["loyaltyDetails"][0]["loyaltyPoints"], 54500);
    let without = house.capillary(CAMILLE, "userGroup2Id=3918893").await.json()["userGroups"][0].clone();
    assert_eq!((without.get("loyaltyDetails"), &without["groupName"]), (None, &json!("Moreau household")));
}

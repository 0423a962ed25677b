//! Capillary's user groups: selection, order and paging.

use serde_json::{Value, json};

use crate::test_server::{CAMILLE, TestServer};

async fn groups(server: &TestServer, customer: &str, query: &str) -> (Vec<i64>, Value) {
    let customer = server.get_capillary_customer(customer, query).await.json();
    let groups = customer["userGroups"].as_array().expect("groups");
    (groups.iter().filter_map(|group| group["id"].as_i64()).collect(), customer["ug2Pagination"].clone())
}

#[tokio::test]
async fn user_groups_selected_by_parameters() {
    let server = TestServer::new();
    for (query, ids) in [
        ("embed=userGroup", vec![9_007_199_254_740_993, 3_918_901, 3_918_893]),
        ("includedAllUserGroup2=true", vec![9_007_199_254_740_993, 3_918_901, 3_918_893, 3_918_777]),
        ("userGroup2Id=9007199254740993", vec![9_007_199_254_740_993]),
        ("userGroup2Id=3918777", vec![3_918_777]),
        ("userGroup2Id=1", vec![]),
    ] {
        assert_eq!(groups(&server, CAMILLE, query).await.0, ids, "{query}");
    }
    assert_eq!(
        server.get_capillary_customer(CAMILLE, "includedAllUserGroup2=false").await.json().get("userGroups"),
        None
    );
}

#[tokio::test]
async fn user_groups_filtered_by_joined_date() {
    let server = TestServer::new();
    for (from, to, ids) in [
        ("2021-01-01", "2022-01-01", vec![3_918_901]),
        // The bounds are inclusive, and compared as instants: the offset does not matter.
        ("2021-09-14T16:30:00Z", "2021-09-14T18:30:00%2B02:00", vec![3_918_901]),
        ("2021-09-14T16:30:01Z", "2022-01-01", vec![]),
        ("2023-01-08T07:15:00Z", "2999-01-01", vec![9_007_199_254_740_993]),
    ] {
        let query = format!("embed=userGroup&ug2JoinedStartDate={from}&ug2JoinedEndDate={to}");
        assert_eq!(groups(&server, CAMILLE, &query).await.0, ids, "{query}");
    }
}

#[tokio::test]
async fn user_groups_sorted_and_paged() {
    let server = TestServer::new();
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
        let (ids, reported) = groups(&server, "17750", &format!("{all}{query}")).await;
        // Six groups are joined per year. Within a year the order of the months is not the order of the ids.
        let year = |id: i64| (id - 1) / 6;
        assert_eq!(reported, pagination, "{query}");
        if query.contains("GroupName") {
            assert_eq!((ids.first(), ids.last()), (Some(&first), Some(&last)), "{query}");
        } else {
            let ends = (ids.first().map(|id| year(id - 5000)), ids.last().map(|id| year(id - 5000)));
            assert_eq!(ends, (Some(year(first - 5000)), Some(year(last - 5000))), "{query}");
        }
    }
    let (past, pagination) = groups(&server, "17750", &format!("{all}&ug2Offset=60")).await;
    assert_eq!((past, &pagination["total"]), (vec![], &json!(60)));
    let (none, _) = groups(&server, "17750", &format!("{all}&ug2Limit=0")).await;
    assert_eq!(none, Vec::<i64>::new());
    let (active, pagination) = groups(&server, "17750", "embed=usergroup").await;
    assert_eq!((active.len(), pagination), (45, Value::Null));
}

#[tokio::test]
async fn user_group_pages_together_equal_full_list() {
    let server = TestServer::new();
    let (full_list, _) = groups(&server, "17750", "includedAllUserGroup2=true").await;
    let mut together = Vec::new();
    for offset in [0, 25, 50] {
        let query = format!("includedAllUserGroup2=true&ug2Limit=25&ug2Offset={offset}");
        together.extend(groups(&server, "17750", &query).await.0);
    }
    assert_eq!(together, full_list);
}

#[tokio::test]
async fn user_group_loyalty_details_included_only_when_requested() {
    let server = TestServer::new();
    let with = "userGroup2Id=3918893&includedUserGroup2LoyaltyDetails=true";
    let with = server.get_capillary_customer(CAMILLE, with).await.json()["userGroups"][0].clone();
    assert_eq!(with["loyaltyDetails"][0]["loyaltyPoints"], 54500);
    let without =
        server.get_capillary_customer(CAMILLE, "userGroup2Id=3918893").await.json()["userGroups"][0].clone();
    assert_eq!((without.get("loyaltyDetails"), &without["groupName"]), (None, &json!("Moreau household")));
}

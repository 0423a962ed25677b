//! The host's attributes: each becomes a documented query parameter, and an invalid one is an error message for the
//! page's developer before anything is sent.

use carnet::{domain::CustomerId, vendor_api::Vendor};

use crate::{
    capillary,
    test_server::TestServer,
    vendors::{VENDORS, parse_query},
};

/// The documented values of `source`.
const SOURCES: [&str; 5] = ["INSTORE", "MARTJACK", "WECHAT", "LINE", "ALL"];

/// The documented values of `embed`.
const EMBEDS: [&str; 12] = [
    "points",
    "subscriptions",
    "mlp",
    "userGroup",
    "gapDetails",
    "promotionalPoints",
    "expirySchedules",
    "expiredPoints",
    "customerImage",
    "returnedPoints",
    "associatedImages",
    "segments",
];

/// An attribute, its documented parameter, valid values with the text that is sent for them, and invalid values.
type Row = (&'static str, &'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

const FLAG: (&[(&str, &str)], &[&str]) =
    (&[("true", "true"), ("false", "false"), ("", "true"), (" true ", "true")], &["yes", "1", "TRUE", "on"]);

const COUNT: (&[(&str, &str)], &[&str]) = (
    &[("0", "0"), ("20", "20"), (" 7 ", "7")],
    &["-1", "1.5", "ten", "1e3", "+1", "0x10", "99999999999999999999", "١"],
);

const TIMESTAMP: (&[(&str, &str)], &[&str]) = (
    &[
        ("2021-01-31", "2021-01-31"),
        ("2021-01-31T12:00:00Z", "2021-01-31T12%3A00%3A00Z"),
        ("2021-01-31T12:00:00+05:30", "2021-01-31T12%3A00%3A00%2B05%3A30"),
    ],
    &["2021", "31/01/2021", "2021-02-30", "2021-01-31T12:00:00", "yesterday", "20210131"],
);

const TEXT: (&[(&str, &str)], &[&str]) =
    (&[("wechat-con1", "wechat-con1"), ("a&b=c é", "a%26b%3Dc%20%C3%A9")], &[]);

/// Every documented parameter but `source` and `embed`, in the order of the document.
const ROWS: &[Row] = &[
    ("account-id", "accountId", TEXT.0, TEXT.1),
    ("included-all-user-group2", "includedAllUserGroup2", FLAG.0, FLAG.1),
    ("user-group2-id", "userGroup2Id", &[("9007199254740993", "9007199254740993")], COUNT.1),
    ("included-user-group2-loyalty-details", "includedUserGroup2LoyaltyDetails", FLAG.0, FLAG.1),
    ("included-fraud-details", "includedFraudDetails", FLAG.0, FLAG.1),
    ("included-only-current-profile", "includedOnlyCurrentProfile", FLAG.0, FLAG.1),
    ("ug2-joined-start-date", "ug2JoinedStartDate", TIMESTAMP.0, TIMESTAMP.1),
    ("ug2-joined-end-date", "ug2JoinedEndDate", TIMESTAMP.0, TIMESTAMP.1),
    ("ug2-offset", "ug2Offset", COUNT.0, COUNT.1),
    ("ug2-limit", "ug2Limit", COUNT.0, COUNT.1),
    ("ug2-sort-by", "ug2SortBy", &[("JoinedDate", "JoinedDate"), ("GroupName", "GroupName")], &[]),
    ("ug2-sort-order", "ug2SortOrder", &[("ASC", "ASC"), ("DESC", "DESC")], &["asc", "UP", "ASC,DESC"]),
    ("ug2-pagination-details", "ug2PaginationDetails", FLAG.0, FLAG.1),
    ("gap-to-upgrade", "gapToUpgrade", COUNT.0, COUNT.1),
    ("gap-to-renew", "gapToRenew", COUNT.0, COUNT.1),
];

/// The query string that reaches the vendor for these attributes. Also checks that the vendor accepts it.
async fn sent_query(attributes: &[(&str, &str)]) -> String {
    let server = TestServer::open(&capillary::FIXTURE);
    let mut client = server.sign_in(capillary::FIXTURE.full).await;
    client.query = parse_query(Vendor::Capillary, attributes).unwrap_or_else(|wrong| panic!("{wrong:?}"));
    server.clear_requests().await;
    let read = client.view().await;
    // The vendor rejects `account-id`: this customer's accounts have no id.
    let is_rejected = attributes.iter().any(|(name, _)| *name == "account-id");
    assert_eq!(read.is_ok(), !is_rejected, "{attributes:?}: {read:?}");
    let requests = server.requests().await;
    assert_eq!(requests.len(), 1);
    let path = requests[0]["path"].as_str().unwrap_or_default();
    path.split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default()
}

/// The only error message for these attributes.
fn error_message(attributes: &[(&str, &str)]) -> String {
    let mut messages = parse_query(Vendor::Capillary, attributes).expect_err("an error");
    assert_eq!(messages.len(), 1, "{messages:?}");
    messages.remove(0)
}

#[tokio::test]
async fn attribute_is_sent_as_the_documented_parameter() {
    for (attribute, parameter, values, _) in ROWS {
        for (value, written) in *values {
            let all = [("source", "ALL"), ("embed", "mlp"), (*attribute, *value)];
            let expected = format!("source=ALL&{parameter}={written}&embed=mlp");
            let mut found: Vec<String> = sent_query(&all).await.split('&').map(str::to_owned).collect();
            let mut expected: Vec<String> = expected.split('&').map(str::to_owned).collect();
            found.sort();
            expected.sort();
            assert_eq!(found, expected, "{attribute}=\"{value}\"");
        }
    }
}

#[test]
fn invalid_attribute_value_is_an_error_naming_the_attribute() {
    for (attribute, _, _, wrong) in ROWS {
        for value in *wrong {
            let message = error_message(&[("source", "ALL"), ("embed", "mlp"), (attribute, value)]);
            assert!(message.starts_with(&format!("{attribute} is \"{value}\"")), "{message}");
            assert!(message.ends_with('.'), "{message}");
        }
    }
}

#[tokio::test]
async fn parameters_are_sent_in_documented_order() {
    let mut attributes = vec![("source", "INSTORE"), ("embed", "mlp")];
    let rows = ROWS.iter().filter(|(attribute, ..)| *attribute != "account-id");
    attributes.extend(rows.clone().map(|(attribute, _, values, _)| (*attribute, values[0].0)));
    // The order of the attributes in the page does not matter.
    attributes.reverse();
    let expected = rows.map(|(_, parameter, values, _)| format!("{parameter}={}", values[0].1));
    let expected: Vec<String> =
        ["source=INSTORE".to_owned(), "embed=mlp".to_owned()].into_iter().chain(expected).collect();
    assert_eq!(sent_query(&attributes).await, expected.join("&"));
}

#[tokio::test]
async fn source_is_required_and_one_of_the_documented_values() {
    for source in SOURCES {
        let query = parse_query(Vendor::Capillary, &[("source", source)]).expect("valid attributes");
        assert_eq!(query.get("source"), Some(source));
    }
    assert_eq!(sent_query(&[("source", "INSTORE")]).await, "source=INSTORE");
    let missing = error_message(&[]);
    assert!(missing.starts_with("source is missing"), "{missing}");
    for wrong in ["instore", "SHOP", "INSTORE,WECHAT", "*"] {
        let message = error_message(&[("source", wrong)]);
        assert!(message.starts_with(&format!("source is \"{wrong}\"")), "{message}");
        assert!(SOURCES.iter().all(|source| message.contains(source)), "{message}: lists the valid values");
    }
    // An empty attribute counts as missing, and `source` is required.
    for blank in ["", " "] {
        let message = error_message(&[("source", blank)]);
        assert!(message.starts_with("source is"), "{message}");
    }
}

#[tokio::test]
async fn embed_is_case_insensitive_and_sent_as_documented() {
    for embed in EMBEDS {
        for written in [embed.to_owned(), embed.to_uppercase(), embed.to_lowercase(), format!(" {embed} ,")] {
            assert_eq!(
                sent_query(&[("source", "ALL"), ("embed", &written)]).await,
                format!("source=ALL&embed={embed}")
            );
        }
    }
    let all = EMBEDS.join(",");
    let spaced = EMBEDS.join(" , ").to_uppercase();
    assert_eq!(sent_query(&[("source", "ALL"), ("embed", &spaced)]).await, format!("source=ALL&embed={all}"));
    for blank in ["", " ", ",", " , "] {
        assert_eq!(
            sent_query(&[("source", "ALL"), ("embed", blank)]).await,
            "source=ALL",
            "{blank:?} requests nothing"
        );
    }
    for wrong in ["tiers", "points tiers", "points;mlp", "points,everything", "customerStatus"] {
        let message = error_message(&[("source", "ALL"), ("embed", wrong)]);
        assert!(message.starts_with(&format!("embed is \"{wrong}\"")), "{message}");
        assert!(EMBEDS.iter().all(|embed| message.contains(embed)), "{message}: lists the valid values");
    }
}

#[test]
fn gap_attributes_require_embed_mlp() {
    for attribute in ["gap-to-upgrade", "gap-to-renew"] {
        for embed in [None, Some("points"), Some("userGroup,gapDetails")] {
            let mut attributes = vec![("source", "ALL"), (attribute, "0")];
            attributes.extend(embed.map(|embed| ("embed", embed)));
            let message = error_message(&attributes);
            assert!(message.starts_with(attribute) && message.contains("mlp"), "{message}");
        }
        for embed in ["mlp", "MLP", "points,Mlp"] {
            let query =
                parse_query(Vendor::Capillary, &[("source", "ALL"), ("embed", embed), (attribute, "0")]);
            assert!(query.is_ok(), "{embed}: {query:?}");
        }
    }
}

#[test]
fn every_invalid_attribute_is_reported_at_once() {
    let wrong = [("source", "SHOP"), ("embed", "tiers"), ("ug2-offset", "-1"), ("gap-to-renew", "0")];
    let messages = parse_query(Vendor::Capillary, &wrong).expect_err("an error");
    let starts: Vec<&str> = messages.iter().filter_map(|message| message.split(' ').next()).collect();
    assert_eq!(
        starts,
        ["source", "embed", "ug2-offset"],
        "a missing embed value is reported once embed is valid"
    );
}

#[test]
fn vendor_without_parameters_ignores_attributes() {
    for fixture in VENDORS.iter().filter(|fixture| fixture.attributes.is_empty()) {
        let query = parse_query(fixture.vendor, &[("source", "SHOP"), ("embed", "tiers")]);
        assert_eq!(query, Ok(fixture.query()), "{}", fixture.name);
        let mut moved = fixture.query();
        moved.set_offset(fixture.vendor, 20);
        assert_eq!(moved, fixture.query(), "{}: no pagination", fixture.name);
        assert!(CustomerId::parse(fixture.full).is_some_and(|id| fixture.vendor.accepts(&id)));
    }
}

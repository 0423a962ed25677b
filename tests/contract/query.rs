//! What the host asks for beside the customer: each attribute becomes the documented parameter, and a wrong one is a
//! sentence for the page's developer before anything is sent.

use carnet::{domain::CustomerId, vendor_api::Vendor};

use crate::{
    capillary,
    house::House,
    vendors::{VENDORS, asked},
};

/// The sources of the document.
const SOURCES: [&str; 5] = ["INSTORE", "MARTJACK", "WECHAT", "LINE", "ALL"];

/// What can be embedded, as the document writes it.
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

/// The attribute, the parameter of the document, values that are sent as this, and values that are refused.
type Row = (&'static str, &'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

const FLAG: (&[(&str, &str)], &[&str]) =
    (&[("true", "true"), ("false", "false"), ("", "true"), (" true ", "true")], &["yes", "1", "TRUE", "on"]);

const COUNT: (&[(&str, &str)], &[&str]) = (
    &[("0", "0"), ("20", "20"), (" 7 ", "7")],
    &["-1", "1.5", "ten", "1e3", "+1", "0x10", "99999999999999999999", "١"],
);

const MOMENT: (&[(&str, &str)], &[&str]) = (
    &[
        ("2021-01-31", "2021-01-31"),
        ("2021-01-31T12:00:00Z", "2021-01-31T12%3A00%3A00Z"),
        ("2021-01-31T12:00:00+05:30", "2021-01-31T12%3A00%3A00%2B05%3A30"),
    ],
    &["2021", "31/01/2021", "2021-02-30", "2021-01-31T12:00:00", "yesterday", "20210131"],
);

const TEXT: (&[(&str, &str)], &[&str]) =
    (&[("wechat-con1", "wechat-con1"), ("a&b=c é", "a%26b%3Dc%20%C3%A9")], &[]);

/// Every parameter of the document but `source` and `embed`, in its order.
const ROWS: &[Row] = &[
    ("account-id", "accountId", TEXT.0, TEXT.1),
    ("included-all-user-group2", "includedAllUserGroup2", FLAG.0, FLAG.1),
    ("user-group2-id", "userGroup2Id", &[("9007199254740993", "9007199254740993")], COUNT.1),
    ("included-user-group2-loyalty-details", "includedUserGroup2LoyaltyDetails", FLAG.0, FLAG.1),
    ("included-fraud-details", "includedFraudDetails", FLAG.0, FLAG.1),
    ("included-only-current-profile", "includedOnlyCurrentProfile", FLAG.0, FLAG.1),
    ("ug2-joined-start-date", "ug2JoinedStartDate", MOMENT.0, MOMENT.1),
    ("ug2-joined-end-date", "ug2JoinedEndDate", MOMENT.0, MOMENT.1),
    ("ug2-offset", "ug2Offset", COUNT.0, COUNT.1),
    ("ug2-limit", "ug2Limit", COUNT.0, COUNT.1),
    ("ug2-sort-by", "ug2SortBy", &[("JoinedDate", "JoinedDate"), ("GroupName", "GroupName")], &[]),
    ("ug2-sort-order", "ug2SortOrder", &[("ASC", "ASC"), ("DESC", "DESC")], &["asc", "UP", "ASC,DESC"]),
    ("ug2-pagination-details", "ug2PaginationDetails", FLAG.0, FLAG.1),
    ("gap-to-upgrade", "gapToUpgrade", COUNT.0, COUNT.1),
    ("gap-to-renew", "gapToRenew", COUNT.0, COUNT.1),
];

/// What reaches the vendor with these attributes, after the question mark. The vendor understands all of it: it answers.
async fn sent(attributes: &[(&str, &str)]) -> String {
    let house = House::open(&capillary::FIXTURE);
    let mut visitor = house.sign_in(capillary::FIXTURE.full).await;
    visitor.query = asked(Vendor::Capillary, attributes).unwrap_or_else(|wrong| panic!("{wrong:?}"));
    house.forget().await;
    let read = visitor.view().await;
    // No account of this customer's has a name.
    let refuses = attributes.iter().any(|(name, _)| *name == "account-id");
    assert_eq!(read.is_ok(), !refuses, "{attributes:?}: {read:?}");
    let requests = house.requests().await;
    assert_eq!(requests.len(), 1);
    let path = requests[0]["path"].as_str().unwrap_or_default();
    path.split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default()
}

/// The one sentence about these attributes.
fn refusal(attributes: &[(&str, &str)]) -> String {
    let mut sentences = asked(Vendor::Capillary, attributes).expect_err("they are refused");
    assert_eq!(sentences.len(), 1, "{sentences:?}");
    sentences.remove(0)
}

#[tokio::test]
async fn every_parameter_of_the_document_reaches_the_vendor_as_it_is_written_there() {
    for (attribute, parameter, values, _) in ROWS {
        for (value, written) in *values {
            let all = [("source", "ALL"), ("embed", "mlp"), (*attribute, *value)];
            let expected = format!("source=ALL&{parameter}={written}&embed=mlp");
            let mut found: Vec<String> = sent(&all).await.split('&').map(str::to_owned).collect();
            let mut expected: Vec<String> = expected.split('&').map(str::to_owned).collect();
            found.sort();
            expected.sort();
            assert_eq!(found, expected, "{attribute}=\"{value}\"");
        }
    }
}

#[test]
fn every_value_that_is_none_is_refused_with_a_sentence_that_names_its_attribute() {
    for (attribute, _, _, wrong) in ROWS {
        for value in *wrong {
            let sentence = refusal(&[("source", "ALL"), ("embed", "mlp"), (attribute, value)]);
            assert!(sentence.starts_with(&format!("{attribute} is \"{value}\"")), "{sentence}");
            assert!(sentence.ends_with('.'), "{sentence}");
        }
    }
}

#[tokio::test]
async fn all_parameters_together_stand_in_the_documents_order() {
    let mut attributes = vec![("source", "INSTORE"), ("embed", "mlp")];
    let rows = ROWS.iter().filter(|(attribute, ..)| *attribute != "account-id");
    attributes.extend(rows.clone().map(|(attribute, _, values, _)| (*attribute, values[0].0)));
    // However they are written on the page.
    attributes.reverse();
    let expected = rows.map(|(_, parameter, values, _)| format!("{parameter}={}", values[0].1));
    let expected: Vec<String> =
        ["source=INSTORE".to_owned(), "embed=mlp".to_owned()].into_iter().chain(expected).collect();
    assert_eq!(sent(&attributes).await, expected.join("&"));
}

#[tokio::test]
async fn the_source_is_one_of_the_documents_five_and_is_required() {
    for source in SOURCES {
        let query = asked(Vendor::Capillary, &[("source", source)]).expect("it is right");
        assert_eq!(query.get("source"), Some(source));
    }
    assert_eq!(sent(&[("source", "INSTORE")]).await, "source=INSTORE");
    let missing = refusal(&[]);
    assert!(missing.starts_with("source is missing"), "{missing}");
    for wrong in ["instore", "SHOP", "INSTORE,WECHAT", "*"] {
        let sentence = refusal(&[("source", wrong)]);
        assert!(sentence.starts_with(&format!("source is \"{wrong}\"")), "{sentence}");
        assert!(SOURCES.iter().all(|source| sentence.contains(source)), "{sentence}: what would be right");
    }
    // An attribute without a value asks for nothing, and that is not enough.
    for blank in ["", " "] {
        let sentence = refusal(&[("source", blank)]);
        assert!(sentence.starts_with("source is"), "{sentence}");
    }
}

#[tokio::test]
async fn what_is_embedded_is_sent_as_the_document_writes_it_in_whatever_case_it_is_asked_for() {
    for embed in EMBEDS {
        for written in [embed.to_owned(), embed.to_uppercase(), embed.to_lowercase(), format!(" {embed} ,")] {
            assert_eq!(
                sent(&[("source", "ALL"), ("embed", &written)]).await,
                format!("source=ALL&embed={embed}")
            );
        }
    }
    let all = EMBEDS.join(",");
    let spaced = EMBEDS.join(" , ").to_uppercase();
    assert_eq!(sent(&[("source", "ALL"), ("embed", &spaced)]).await, format!("source=ALL&embed={all}"));
    for blank in ["", " ", ",", " , "] {
        assert_eq!(
            sent(&[("source", "ALL"), ("embed", blank)]).await,
            "source=ALL",
            "{blank:?} asks for nothing"
        );
    }
    for wrong in ["tiers", "points tiers", "points;mlp", "points,everything", "customerStatus"] {
        let sentence = refusal(&[("source", "ALL"), ("embed", wrong)]);
        assert!(sentence.starts_with(&format!("embed is \"{wrong}\"")), "{sentence}");
        assert!(EMBEDS.iter().all(|embed| sentence.contains(embed)), "{sentence}: what would be right");
    }
}

#[test]
fn a_gap_needs_the_programmes_it_is_a_gap_of() {
    for attribute in ["gap-to-upgrade", "gap-to-renew"] {
        for embed in [None, Some("points"), Some("userGroup,gapDetails")] {
            let mut attributes = vec![("source", "ALL"), (attribute, "0")];
            attributes.extend(embed.map(|embed| ("embed", embed)));
            let sentence = refusal(&attributes);
            assert!(sentence.starts_with(attribute) && sentence.contains("mlp"), "{sentence}");
        }
        for embed in ["mlp", "MLP", "points,Mlp"] {
            let query = asked(Vendor::Capillary, &[("source", "ALL"), ("embed", embed), (attribute, "0")]);
            assert!(query.is_ok(), "{embed}: {query:?}");
        }
    }
}

#[test]
fn every_fault_is_named_at_once() {
    let wrong = [("source", "SHOP"), ("embed", "tiers"), ("ug2-offset", "-1"), ("gap-to-renew", "0")];
    let sentences = asked(Vendor::Capillary, &wrong).expect_err("they are refused");
    let starts: Vec<&str> = sentences.iter().filter_map(|sentence| sentence.split(' ').next()).collect();
    assert_eq!(starts, ["source", "embed", "ug2-offset"], "what embed lacks is told once it can be read");
}

#[test]
fn what_another_vendor_is_asked_for_is_no_concern_of_a_vendor_without_parameters() {
    for fixture in VENDORS.iter().filter(|fixture| fixture.attributes.is_empty()) {
        let query = asked(fixture.vendor, &[("source", "SHOP"), ("embed", "tiers")]);
        assert_eq!(query, Ok(fixture.query()), "{}", fixture.name);
        let mut turned = fixture.query();
        turned.set_offset(fixture.vendor, 20);
        assert_eq!(turned, fixture.query(), "{}: there is no page to turn", fixture.name);
        assert!(CustomerId::parse(fixture.full).is_some_and(|id| fixture.vendor.accepts(&id)));
    }
}

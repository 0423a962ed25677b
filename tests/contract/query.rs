//! The host's attributes: each becomes a documented query parameter, and an invalid one is an error message for the
//! page's developer before anything is sent. The attributes are those of `web/contract.json`.

use carnet::{domain::CustomerId, vendor_api::Vendor};
use serde_json::Value;

use crate::{
    capillary,
    test_server::TestServer,
    vendors::{VENDORS, parse_query},
};

/// An attribute of the contract, its documented parameter, valid values with the text that is sent for them, and
/// invalid values.
struct Row {
    attribute: String,
    parameter: String,
    valid: Vec<(String, String)>,
    invalid: Vec<String>,
}

/// Valid values with the text that is sent for them, and invalid values.
type Values<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str]);

const FLAG: Values<'static> =
    (&[("true", "true"), ("false", "false"), ("", "true"), (" true ", "true")], &["yes", "1", "TRUE", "on"]);

const WHOLE: Values<'static> = (
    &[("0", "0"), ("20", "20"), (" 7 ", "7")],
    &["-1", "1.5", "ten", "1e3", "+1", "0x10", "99999999999999999999", "١"],
);

const MOMENT: Values<'static> = (
    &[
        ("2021-01-31", "2021-01-31"),
        ("2021-01-31T12:00:00Z", "2021-01-31T12%3A00%3A00Z"),
        ("2021-01-31T12:00:00+05:30", "2021-01-31T12%3A00%3A00%2B05%3A30"),
    ],
    &["2021", "31/01/2021", "2021-02-30", "2021-01-31T12:00:00", "yesterday", "20210131"],
);

const TEXT: Values<'static> = (&[("wechat-con1", "wechat-con1"), ("a&b=c é", "a%26b%3Dc%20%C3%A9")], &[]);

/// Capillary's parameters in the contract.
fn parameters() -> Vec<Value> {
    let contract: Value =
        serde_json::from_str(include_str!("../../web/contract.json")).expect("web/contract.json is JSON");
    let vendors = contract["vendors"].as_array().expect("vendors is a list");
    let capillary = vendors.iter().find(|vendor| vendor["name"] == "capillary").expect("its entry");
    capillary["parameters"].as_array().cloned().expect("its parameters")
}

/// The values of a parameter in the contract.
fn values(name: &str) -> Vec<String> {
    let parameters = parameters();
    let parameter = parameters.iter().find(|parameter| parameter["name"] == name);
    let values = parameter.and_then(|parameter| parameter["values"].as_array());
    let values = values.unwrap_or_else(|| panic!("web/contract.json: {name} has no values"));
    values.iter().map(|value| value.as_str().expect("a text").to_owned()).collect()
}

/// Every parameter but `source` and `embed`, in the order of the document.
fn rows() -> Vec<Row> {
    let parameters = parameters();
    let others = parameters.iter().filter(|entry| entry["name"] != "source" && entry["name"] != "embed");
    others.map(row).collect()
}

fn row(entry: &Value) -> Row {
    let attribute = entry["name"].as_str().expect("a name").to_owned();
    let owned = |(valid, invalid): Values<'_>| {
        let valid = valid.iter().map(|(value, sent)| ((*value).to_owned(), (*sent).to_owned())).collect();
        (valid, invalid.iter().map(|value| (*value).to_owned()).collect())
    };
    let (valid, invalid) = match entry["format"].as_str().unwrap_or_default() {
        "flag" => owned(FLAG),
        // An id has more digits than a JavaScript number keeps.
        "whole" if attribute.ends_with("-id") => {
            owned((&[("9007199254740993", "9007199254740993")], WHOLE.1))
        }
        "whole" => owned(WHOLE),
        "moment" => owned(MOMENT),
        // The vendor knows the values of this one.
        "text" if attribute == "ug2-sort-by" => {
            owned((&[("JoinedDate", "JoinedDate"), ("GroupName", "GroupName")], &[]))
        }
        "text" => owned(TEXT),
        "one-of" => {
            let values = values(&attribute);
            let invalid = vec![values[0].to_lowercase(), "UP".to_owned(), values.join(",")];
            (values.into_iter().map(|value| (value.clone(), value)).collect(), invalid)
        }
        other => panic!("{attribute} has the format {other}: add its values to tests/contract/query.rs"),
    };
    Row { parameter: camel(&attribute), attribute, valid, invalid }
}

/// The documented name of an attribute's parameter, which is in camel case.
fn camel(attribute: &str) -> String {
    let mut words = attribute.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (initial, rest) = word.split_at(1);
        name + &initial.to_uppercase() + rest
    })
}

/// The query string that reaches the vendor for these attributes. Also checks that the vendor accepts it.
async fn sent_query(attributes: &[(&str, &str)]) -> String {
    let server = TestServer::open(&capillary::FIXTURE);
    let mut client = server.sign_in(capillary::FIXTURE.full).await;
    client.query = parse_query(Vendor::CAPILLARY, attributes).unwrap_or_else(|wrong| panic!("{wrong:?}"));
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
    let mut messages = parse_query(Vendor::CAPILLARY, attributes).expect_err("an error");
    assert_eq!(messages.len(), 1, "{messages:?}");
    messages.remove(0)
}

#[tokio::test]
async fn attribute_is_sent_as_the_documented_parameter() {
    for Row { attribute, parameter, valid, .. } in rows() {
        for (value, sent) in valid {
            let all = [("source", "ALL"), ("embed", "mlp"), (attribute.as_str(), value.as_str())];
            let expected = format!("source=ALL&{parameter}={sent}&embed=mlp");
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
    for Row { attribute, invalid, .. } in rows() {
        for value in invalid {
            let message = error_message(&[("source", "ALL"), ("embed", "mlp"), (&attribute, &value)]);
            assert!(message.starts_with(&format!("{attribute} is \"{value}\"")), "{message}");
            assert!(message.ends_with('.'), "{message}");
        }
    }
}

#[tokio::test]
async fn parameters_are_sent_in_documented_order() {
    let mut rows = rows();
    rows.retain(|row| row.attribute != "account-id");
    let mut attributes = vec![("source", "INSTORE"), ("embed", "mlp")];
    attributes.extend(rows.iter().map(|row| (row.attribute.as_str(), row.valid[0].0.as_str())));
    // The order of the attributes in the page does not matter.
    attributes.reverse();
    let expected = rows.iter().map(|row| format!("{}={}", row.parameter, row.valid[0].1));
    let expected: Vec<String> =
        ["source=INSTORE".to_owned(), "embed=mlp".to_owned()].into_iter().chain(expected).collect();
    assert_eq!(sent_query(&attributes).await, expected.join("&"));
}

#[tokio::test]
async fn source_is_required_and_one_of_the_documented_values() {
    let sources = values("source");
    for source in &sources {
        let query = parse_query(Vendor::CAPILLARY, &[("source", source)]).expect("valid attributes");
        assert_eq!(query.get("source"), Some(source.as_str()));
    }
    assert_eq!(sent_query(&[("source", "INSTORE")]).await, "source=INSTORE");
    let missing = error_message(&[]);
    assert!(missing.starts_with("source is missing"), "{missing}");
    for wrong in ["instore", "SHOP", "INSTORE,WECHAT", "*"] {
        let message = error_message(&[("source", wrong)]);
        assert!(message.starts_with(&format!("source is \"{wrong}\"")), "{message}");
        assert!(sources.iter().all(|source| message.contains(source)), "{message}: lists the valid values");
    }
    // An empty attribute counts as missing, and `source` is required.
    for blank in ["", " "] {
        let message = error_message(&[("source", blank)]);
        assert!(message.starts_with("source is"), "{message}");
    }
}

#[tokio::test]
async fn embed_is_case_insensitive_and_sent_as_documented() {
    let embeds = values("embed");
    for embed in &embeds {
        for written in [embed.clone(), embed.to_uppercase(), embed.to_lowercase(), format!(" {embed} ,")] {
            assert_eq!(
                sent_query(&[("source", "ALL"), ("embed", &written)]).await,
                format!("source=ALL&embed={embed}")
            );
        }
    }
    let all = embeds.join(",");
    let spaced = embeds.join(" , ").to_uppercase();
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
        assert!(embeds.iter().all(|embed| message.contains(embed)), "{message}: lists the valid values");
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
                parse_query(Vendor::CAPILLARY, &[("source", "ALL"), ("embed", embed), (attribute, "0")]);
            assert!(query.is_ok(), "{embed}: {query:?}");
        }
    }
}

#[test]
fn every_invalid_attribute_is_reported_at_once() {
    let wrong = [("source", "SHOP"), ("embed", "tiers"), ("ug2-offset", "-1"), ("gap-to-renew", "0")];
    let messages = parse_query(Vendor::CAPILLARY, &wrong).expect_err("an error");
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

//! What goes out is what the vendor's documents say: the address, the headers and nothing beside them.

use carnet::{
    domain::{CustomerId, Field, Record, TextField, between},
    vendor_api::{Operation, RequestContext, request},
};
use serde_json::{Value, json};

use crate::{
    house::{House, ORIGIN, Visitor},
    vendors::{VENDORS, WRITERS},
};

#[test]
fn every_request_is_the_documented_one() {
    for fixture in VENDORS {
        let id = CustomerId::parse(fixture.full).expect("an id");
        let mut wanted = Record::default();
        wanted.texts[TextField::FirstName] = Some("Zoé".into());
        let changes = between(&Record::default(), &wanted);
        let mut calls = vec![Operation::View(&id), Operation::Civilities];
        for force_address in [false, true] {
            calls.push(Operation::Update { customer: &id, changes: &changes, version: None, force_address });
            calls.push(Operation::Create { record: &wanted, force_address });
        }
        for language in ["en-US", "fr-FR", "vn-VN"] {
            let (base_url, query) = (format!("{ORIGIN}/a/b"), fixture.query());
            let (token, api_key) = ("t.o-k_e~n", "name.channel");
            let access = RequestContext { base_url: &base_url, token, api_key, language, query: &query };
            for call in &calls {
                let said = (fixture.documented)(*call, access);
                let (sent, said) = match (request(fixture.vendor, *call, access), said) {
                    (Some(sent), Some(said)) => (sent, said),
                    (sent, said) => {
                        assert!(sent.is_none() && said.is_none(), "{}: {call:?}", fixture.name);
                        continue;
                    }
                };
                assert_eq!(format!("{:?}", sent.method).to_uppercase(), said.method, "{call:?}");
                assert_eq!(sent.url, said.url, "{call:?}");
                let sorted = |headers: &[(&'static str, String)]| {
                    let mut headers = headers.to_vec();
                    headers.sort();
                    headers
                };
                assert_eq!(sorted(&sent.headers), sorted(&said.headers), "{call:?}");
                let typed = sent.headers.iter().any(|(name, _)| *name == "content-type");
                assert_eq!(typed, sent.body.is_some(), "{call:?}: a type with a body and with nothing else");
            }
        }
    }
}

#[tokio::test]
async fn a_change_arrives_as_it_was_sent_and_is_read_back() {
    for fixture in WRITERS {
        let house = House::open(fixture);
        let mut visitor = house.sign_in(fixture.full).await;
        visitor.language = "fr-FR";
        let loaded = visitor.record().await;
        let mut wanted = loaded.clone();
        wanted.texts[TextField::FirstName] = Some("Zoé".into());
        house.forget().await;
        visitor.save(&loaded, &wanted).await.expect("it is saved");

        let requests = house.requests().await;
        let methods: Vec<_> = requests.iter().map(|request| &request["method"]).collect();
        assert_eq!(methods, ["PATCH", "GET"]);
        for request in &requests {
            let changes = between(&loaded, &wanted);
            let update = Operation::Update {
                customer: &visitor.id,
                changes: &changes,
                version: None,
                force_address: false,
            };
            if request["method"] == "PATCH" {
                assert_eq!(request["headers"], headers(&visitor, update));
                let mut body = json!({});
                body[fixture.member(Field::Text(TextField::FirstName))] = json!("Zoé");
                assert_eq!(request["body"], body);
            } else {
                assert_eq!(request["headers"], headers(&visitor, Operation::View(&visitor.id)));
                assert_eq!(request["body"], json!(null));
            }
            assert!(!path(request).contains(&visitor.token), "no token in an address");
        }
    }
}

#[tokio::test]
async fn a_read_arrives_as_it_was_sent() {
    for fixture in VENDORS {
        let house = House::open(fixture);
        for id in [fixture.full, fixture.bare] {
            let mut visitor = house.sign_in(id).await;
            visitor.language = "fr-FR";
            house.forget().await;
            visitor.view().await.expect("a profile");
            let requests = house.requests().await;
            assert_eq!(requests.len(), 1, "one read is one request: {requests:?}");
            let (request, access) = (&requests[0], visitor.access("/v"));
            let said =
                (fixture.documented)(Operation::View(&visitor.id), access).expect("each vendor can be read");
            assert_eq!(request["method"], said.method);
            assert_eq!(path(request), said.url.replacen("/v", &format!("/{}", fixture.name), 1));
            assert_eq!(request["headers"], headers(&visitor, Operation::View(&visitor.id)));
            assert_eq!(request["body"], json!(null));
            assert!(!path(request).contains(&visitor.token), "no token in an address");
        }
    }
}

/// The documented headers as the sandbox writes them down: of what is secret, that it was there.
fn headers(visitor: &Visitor<'_>, call: Operation<'_>) -> Value {
    let said = (visitor.house.fixture.documented)(call, visitor.access(ORIGIN)).expect("a documented call");
    let is_secret = |name: &str| ["authorization", "x-api-key"].contains(&name);
    let shown = |(name, value): (&'static str, String)| {
        (name.to_owned(), Value::from(if is_secret(name) { "present".to_owned() } else { value }))
    };
    said.headers.into_iter().map(shown).collect()
}

fn path(request: &Value) -> &str {
    request["path"].as_str().unwrap_or_default()
}

#[test]
fn no_id_reaches_another_route() {
    for fixture in VENDORS {
        let query = fixture.query();
        let access =
            RequestContext { base_url: ORIGIN, token: "t", api_key: "k", language: "en-US", query: &query };
        let url_of = |id: &str| {
            let id = CustomerId::parse(id).expect("an id");
            request(fixture.vendor, Operation::View(&id), access).expect("each vendor can be read").url
        };
        let usual = url_of("1");
        let (start, end) = usual.split_once("/1").expect("the id stands in the address");
        for odd in [
            "../../v1/customers",
            "1/profile?force_address=true",
            "1?source=ALL&embed=mlp",
            "1#",
            "..",
            ".",
            "%2e%2e",
            "é\n1",
            "1;a=b",
            "\\..\\1",
        ] {
            let url = url_of(odd);
            let id = url.strip_prefix(start).and_then(|rest| rest.strip_suffix(end)).expect("the same route");
            let id = id.strip_prefix('/').expect("a segment of its own");
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_~%".contains(&byte);
            assert!(!id.is_empty() && id.bytes().all(is_plain), "{url}");
        }
    }
}

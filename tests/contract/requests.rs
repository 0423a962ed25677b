//! Requests match the vendor's documents: method, URL, headers, and nothing else.

use carnet::{
    domain::{CustomerId, Field, Record, TextField, between},
    vendor_api::{Operation, RequestContext, request},
};
use serde_json::{Value, json};

use crate::{
    test_server::{Client, ORIGIN, TestServer},
    vendors::{VENDORS, WRITERS},
};

#[test]
fn request_matches_vendor_documents() {
    for fixture in VENDORS {
        let id = CustomerId::parse(fixture.full).expect("an id");
        let mut wanted = Record::default();
        wanted.texts[TextField::FirstName] = Some("Zoé".into());
        let changes = between(&Record::default(), &wanted);
        let mut operations = vec![Operation::View(&id), Operation::Civilities];
        for force_address in [false, true] {
            operations.push(Operation::Update {
                customer: &id,
                changes: &changes,
                version: None,
                force_address,
            });
            operations.push(Operation::Create { record: &wanted, force_address });
        }
        for language in ["en-US", "fr-FR", "vn-VN"] {
            let (base_url, query) = (format!("{ORIGIN}/a/b"), fixture.query());
            let (token, api_key) = ("t.o-k_e~n", "name.channel");
            let context = RequestContext { base_url: &base_url, token, api_key, language, query: &query };
            for operation in &operations {
                let expected = (fixture.documented)(*operation, context);
                let (sent, expected) = match (request(fixture.vendor, *operation, context), expected) {
                    (Some(sent), Some(expected)) => (sent, expected),
                    (sent, expected) => {
                        assert!(sent.is_none() && expected.is_none(), "{}: {operation:?}", fixture.name);
                        continue;
                    }
                };
                assert_eq!(format!("{:?}", sent.method).to_uppercase(), expected.method, "{operation:?}");
                assert_eq!(sent.url, expected.url, "{operation:?}");
                let sorted = |headers: &[(&'static str, String)]| {
                    let mut headers = headers.to_vec();
                    headers.sort();
                    headers
                };
                assert_eq!(sorted(&sent.headers), sorted(&expected.headers), "{operation:?}");
                let typed = sent.headers.iter().any(|(name, _)| *name == "content-type");
                assert_eq!(
                    typed,
                    sent.body.is_some(),
                    "{operation:?}: a content type if and only if there is a body"
                );
            }
        }
    }
}

#[tokio::test]
async fn update_arrives_as_sent_and_is_read_back() {
    for fixture in WRITERS {
        let server = TestServer::open(fixture);
        let mut client = server.sign_in(fixture.full).await;
        client.language = "fr-FR";
        let loaded = client.record().await;
        let mut wanted = loaded.clone();
        wanted.texts[TextField::FirstName] = Some("Zoé".into());
        server.clear_requests().await;
        let version = client.version();
        client.save(&loaded, &wanted).await.expect("it is saved");

        let requests = server.requests().await;
        let methods: Vec<_> = requests.iter().map(|request| &request["method"]).collect();
        assert_eq!(methods, ["PATCH", "GET"]);
        for request in &requests {
            let changes = between(&loaded, &wanted);
            let update = Operation::Update {
                customer: &client.id,
                changes: &changes,
                version: version.as_deref(),
                force_address: false,
            };
            if request["method"] == "PATCH" {
                assert_eq!(request["headers"], headers(&client, update));
                let mut body = json!({});
                body[fixture.member(Field::Text(TextField::FirstName))] = json!("Zoé");
                assert_eq!(request["body"], body);
            } else {
                assert_eq!(request["headers"], headers(&client, Operation::View(&client.id)));
                assert_eq!(request["body"], json!(null));
            }
            assert!(!path(request).contains(&client.token), "no token in a URL");
        }
    }
}

#[tokio::test]
async fn view_arrives_as_sent() {
    for fixture in VENDORS {
        let server = TestServer::open(fixture);
        for id in [fixture.full, fixture.sparse] {
            let mut client = server.sign_in(id).await;
            client.language = "fr-FR";
            server.clear_requests().await;
            client.view().await.expect("a profile");
            let requests = server.requests().await;
            assert_eq!(requests.len(), 1, "one view is one request: {requests:?}");
            let (request, context) = (&requests[0], client.context("/v"));
            let expected =
                (fixture.documented)(Operation::View(&client.id), context).expect("every vendor has a view");
            assert_eq!(request["method"], expected.method);
            assert_eq!(path(request), expected.url.replacen("/v", &format!("/{}", fixture.name), 1));
            assert_eq!(request["headers"], headers(&client, Operation::View(&client.id)));
            assert_eq!(request["body"], json!(null));
            assert!(!path(request).contains(&client.token), "no token in a URL");
        }
    }
}

/// The documented headers as the sandbox logs them: secret values are replaced by `present`.
fn headers(client: &Client<'_>, operation: Operation<'_>) -> Value {
    let expected = (client.server.fixture.documented)(operation, client.context(ORIGIN))
        .expect("a documented operation");
    let is_secret = |name: &str| ["authorization", "x-api-key"].contains(&name);
    let shown = |(name, value): (&'static str, String)| {
        (name.to_owned(), Value::from(if is_secret(name) { "present".to_owned() } else { value }))
    };
    expected.headers.into_iter().map(shown).collect()
}

fn path(request: &Value) -> &str {
    request["path"].as_str().unwrap_or_default()
}

#[test]
fn customer_id_with_special_characters_stays_one_path_segment() {
    for fixture in VENDORS {
        let query = fixture.query();
        let context =
            RequestContext { base_url: ORIGIN, token: "t", api_key: "k", language: "en-US", query: &query };
        let url_of = |id: &str| {
            let id = CustomerId::parse(id).expect("an id");
            request(fixture.vendor, Operation::View(&id), context).expect("every vendor has a view").url
        };
        let usual = url_of("1");
        let (start, end) = usual.split_once("/1").expect("the URL contains the id");
        for unexpected in [
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
            let url = url_of(unexpected);
            let id = url.strip_prefix(start).and_then(|rest| rest.strip_suffix(end)).expect("the same route");
            let id = id.strip_prefix('/').expect("the id is one path segment");
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_~%".contains(&byte);
            assert!(!id.is_empty() && id.bytes().all(is_plain), "{url}");
        }
    }
}

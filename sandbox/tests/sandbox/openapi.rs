//! The OpenAPI document: it is served, complete and consistent. Schemathesis compares it with the routes.

use serde_json::Value;

use crate::test_server::TestServer;

#[tokio::test]
async fn openapi_document_has_every_part() {
    let server = TestServer::new();
    let response = server.send("GET", "/openapi.json", &[("origin", "https://tool.example")], "").await;
    assert_eq!((response.status.as_u16(), response.header("content-type")), (200, "application/json"));
    assert_eq!(response.header("access-control-allow-origin"), "https://tool.example");
    let document = response.json();
    assert_eq!(document["openapi"], "3.1.0");
    let paths: Vec<_> = document["paths"].as_object().expect("paths").keys().collect();
    for path in [
        "/clubmed/v2/customers/{customer_id}/profile",
        "/capillary/v2/customers/{customer_id}",
        "/imprint/v2/customers/{customer_id}",
        "/sandbox/session",
        "/openapi.json",
    ] {
        assert!(paths.iter().any(|own| *own == path), "{path}");
    }
    let locales = &document["components"]["schemas"]["ClubMedLocale"]["enum"];
    assert!(locales.as_array().expect("tags").contains(&"fr-FR".into()));
}

#[tokio::test]
async fn openapi_document_lists_every_switch_and_value() {
    let server = TestServer::new();
    let document = server.send("GET", "/openapi.json", &[], "").await.json();
    let switches = server.control("GET", "/sandbox/switches", &Value::Null).await.json();
    let names: Vec<_> = switches.as_object().expect("switches").keys().cloned().collect();
    let schema = &document["components"]["schemas"]["SandboxSwitches"];
    assert_eq!(schema["required"], Value::from(names.clone()));
    let body = &document["paths"]["/sandbox/switches"]["put"]["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!(body["properties"], schema["properties"]);
    for name in names {
        for value in schema["properties"][&name]["enum"].as_array().expect("values") {
            server.set_switches(&serde_json::json!({ &name: value })).await;
        }
    }
}

#[tokio::test]
async fn openapi_document_lists_kinds_of_faults_that_exist() {
    let server = TestServer::new();
    let document = server.send("GET", "/openapi.json", &[], "").await.json();
    let kinds = &document["components"]["schemas"]["SandboxFault"]["properties"]["fault"]["enum"];
    for kind in kinds.as_array().expect("kinds") {
        let fault = serde_json::json!({"fault": kind, "status": 500});
        assert_eq!(server.control("POST", "/sandbox/faults", &fault).await.status, 201, "{kind}");
    }
}

#[tokio::test]
async fn openapi_references_resolve() {
    let document = TestServer::new().send("GET", "/openapi.json", &[], "").await.json();
    let mut pending = vec![&document];
    let mut count = 0;
    while let Some(value) = pending.pop() {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            let pointer = reference.strip_prefix('#').expect("a reference into the document");
            assert!(document.pointer(pointer).is_some(), "{reference}");
            count += 1;
        }
        match value {
            Value::Array(items) => pending.extend(items),
            Value::Object(members) => pending.extend(members.values()),
            _ => {}
        }
    }
    assert!(count > 50);
}

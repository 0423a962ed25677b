//! The OpenAPI document: served, whole, and telling of every route; schemathesis holds it to the truth.

use serde_json::Value;

use crate::house::House;

#[tokio::test]
async fn the_document_is_served_with_every_part() {
    let house = House::new();
    let answer = house.send("GET", "/openapi.json", &[("origin", "https://tool.example")], "").await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/json"));
    assert_eq!(answer.header("access-control-allow-origin"), "https://tool.example");
    let document = answer.json();
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
async fn the_document_knows_every_switch_and_its_values() {
    let house = House::new();
    let document = house.send("GET", "/openapi.json", &[], "").await.json();
    let switches = house.control("GET", "/sandbox/switches", &Value::Null).await.json();
    let names: Vec<_> = switches.as_object().expect("switches").keys().cloned().collect();
    let schema = &document["components"]["schemas"]["SandboxSwitches"];
    assert_eq!(schema["required"], Value::from(names.clone()));
    let body = &document["paths"]["/sandbox/switches"]["put"]["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!(body["properties"], schema["properties"]);
    for name in names {
        for value in schema["properties"][&name]["enum"].as_array().expect("values") {
            house.switch(&serde_json::json!({ &name: value })).await;
        }
    }
}

#[tokio::test]
async fn every_reference_leads_somewhere() {
    let document = House::new().send("GET", "/openapi.json", &[], "").await.json();
    let mut left = vec![&document];
    let mut seen = 0;
    while let Some(value) = left.pop() {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            let pointer = reference.strip_prefix('#').expect("a reference into the document");
            assert!(document.pointer(pointer).is_some(), "{reference}");
            seen += 1;
        }
        match value {
            Value::Array(items) => left.extend(items),
            Value::Object(members) => left.extend(members.values()),
            _ => {}
        }
    }
    assert!(seen > 50);
}

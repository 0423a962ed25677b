//! The images in Capillary's responses: absolute URLs, which lead to public files.

use serde_json::json;

use crate::test_server::{CAMILLE, TestServer};

#[tokio::test]
async fn image_urls_in_response_are_absolute() {
    let server = TestServer::new();
    let token = server.session(&json!({"vendor": "capillary", "customer_id": CAMILLE})).await;
    let rest = "?source=INSTORE&embed=customerImage,associatedImages";
    let host = [("host", "sandbox.example:8080")];
    let customer = server.get_customer_with_headers("capillary", &token, CAMILLE, rest, &host).await.json();
    assert_eq!(customer["customerImage"], "http://sandbox.example:8080/capillary/images/portrait.png");
    let urls: Vec<_> =
        customer["associatedImages"].as_array().expect("a list").iter().map(|own| &own["url"]).collect();
    assert_eq!(
        urls,
        [
            "http://sandbox.example:8080/capillary/images/barcode.png",
            "http://sandbox.example:8080/capillary/images/barcode.svg"
        ]
    );
    // The type of `customerImage` is not documented: another customer has an object.
    let other = server.get_capillary_customer("17744", "embed=CUSTOMERIMAGE").await.json();
    assert_eq!(other["customerImage"]["url"], "http://localhost/capillary/images/portrait.png");
}

#[tokio::test]
async fn image_without_token_is_served_and_not_logged() {
    let server = TestServer::new();
    for (name, content_type, signature) in [
        ("portrait.png", "image/png", b"\x89PNG\r\n\x1a\n".as_slice()),
        ("barcode.png", "image/png", b"\x89PNG\r\n\x1a\n"),
        ("barcode.svg", "image/svg+xml", b"<svg xmlns="),
    ] {
        let response = server.send("GET", &format!("/capillary/images/{name}"), &[], "").await;
        assert_eq!(
            (response.status.as_u16(), response.header("content-type")),
            (200, content_type),
            "{name}"
        );
        assert!(response.bytes.as_ref().expect("an image").starts_with(signature), "{name}");
        // A page with COEP or of another origin may show the image. Opened directly, an SVG file runs no script.
        assert_eq!(response.header("cross-origin-resource-policy"), "cross-origin");
        assert_eq!(response.header("x-content-type-options"), "nosniff");
        assert!(response.header("content-security-policy").starts_with("default-src 'none'"));
    }
    assert_eq!(server.send("GET", "/capillary/images/missing.png", &[], "").await.status, 404);
    assert_eq!(server.send("GET", "/capillary/images/..%2Fsecret.txt", &[], "").await.status, 404);
    let listed = server.control("GET", "/sandbox/requests", &json!(null)).await.json();
    assert_eq!(listed["requests"], json!([]), "an image is not a vendor request");
}

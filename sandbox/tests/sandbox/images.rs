//! The pictures of Capillary's answers: whole addresses, and real files behind them, open to any page.

use serde_json::json;

use crate::house::{CAMILLE, House};

#[tokio::test]
async fn an_answer_has_the_whole_address_of_a_picture() {
    let house = House::new();
    let token = house.session(&json!({"vendor": "capillary", "customer_id": CAMILLE})).await;
    let rest = "?source=INSTORE&embed=customerImage,associatedImages";
    let host = [("host", "sandbox.example:8080")];
    let customer = house.ask_with("capillary", &token, CAMILLE, rest, &host).await.json();
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
    // Its shape is not documented: another customer has an object.
    let other = house.capillary("17744", "embed=CUSTOMERIMAGE").await.json();
    assert_eq!(other["customerImage"]["url"], "http://localhost/capillary/images/portrait.png");
}

#[tokio::test]
async fn a_picture_is_a_picture_and_needs_no_token() {
    let house = House::new();
    for (name, kind, begins) in [
        ("portrait.png", "image/png", b"\x89PNG\r\n\x1a\n".as_slice()),
        ("barcode.png", "image/png", b"\x89PNG\r\n\x1a\n"),
        ("barcode.svg", "image/svg+xml", b"<svg xmlns="),
    ] {
        let answer = house.send("GET", &format!("/capillary/images/{name}"), &[], "").await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, kind), "{name}");
        assert!(answer.bytes.as_ref().expect("a picture").starts_with(begins), "{name}");
        // A page under COEP, or of another origin, may show it; opened by itself it does nothing.
        assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"));
    }
    assert_eq!(house.send("GET", "/capillary/images/lost.png", &[], "").await.status, 404);
    assert_eq!(house.send("GET", "/capillary/images/..%2Fsecret.txt", &[], "").await.status, 404);
    let listed = house.control("GET", "/sandbox/requests", &json!(null)).await.json();
    assert_eq!(listed["requests"], json!([]), "a picture is no call to the vendor");
}

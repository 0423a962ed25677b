//! Viewing a profile: every seeded customer can be read, and only by themselves.

use carnet::error::ApiError;

use crate::{test_server::TestServer, vendors::VENDORS};

#[tokio::test(start_paused = true)]
async fn every_seeded_customer_is_read_or_has_its_documented_error() {
    for fixture in VENDORS {
        let failing_customers = (fixture.failing_customers)();
        for switches in (fixture.body_switches)() {
            let server = TestServer::open(fixture);
            server.set_switches(&switches).await;
            let customers = server.customers().await;
            assert!(customers.len() > failing_customers.len(), "{customers:?}");
            for id in customers {
                let client = server.sign_in(&id).await;
                let request = client.request(carnet::vendor_api::Operation::View(&client.id));
                let response = server.send(&request).await.unwrap_or_else(carnet::http::Response::from);
                let read = carnet::vendor_api::read_profile(fixture.vendor, &client.query, &response);
                match failing_customers.iter().find(|(failing, _)| *failing == id) {
                    Some((_, failure)) => assert_eq!(read.as_ref().err(), Some(failure), "{id}"),
                    None => assert!(read.is_ok(), "{id} under {switches}: {read:?}"),
                }
            }
        }
    }
}

#[tokio::test]
async fn view_of_another_customer_is_not_allowed() {
    for fixture in VENDORS {
        let server = TestServer::open(fixture);
        let mut client = server.sign_in(fixture.full).await;
        client.id = carnet::domain::CustomerId::parse(fixture.sparse).expect("an id");
        assert_eq!(client.view().await, Err(ApiError::NotAllowed));
    }
}

#[tokio::test]
async fn seeded_customer_ids_are_accepted() {
    for fixture in VENDORS {
        for id in TestServer::open(fixture).customers().await {
            let parsed = carnet::domain::CustomerId::parse(&id).expect("an id");
            assert!(fixture.vendor.accepts(&parsed), "{id}");
        }
    }
}

//! Reading never refuses: every customer is shown, whatever their record looks like.

use carnet::error::ApiError;

use crate::{house::House, vendors::VENDORS};

#[tokio::test(start_paused = true)]
async fn every_customer_reads_to_a_profile_and_each_sentinel_to_its_failure() {
    for fixture in VENDORS {
        let sentinels = (fixture.sentinels)();
        for switches in (fixture.bodies)() {
            let house = House::open(fixture);
            house.switch(&switches).await;
            let customers = house.customers().await;
            assert!(customers.len() > sentinels.len(), "{customers:?}");
            for id in customers {
                let visitor = house.sign_in(&id).await;
                let request = visitor.request(carnet::vendor_api::Operation::View(&visitor.id));
                let response = house.send(&request).await.unwrap_or_else(carnet::http::Response::from);
                let read = carnet::vendor_api::read_profile(fixture.vendor, &visitor.query, &response);
                match sentinels.iter().find(|(sentinel, _)| *sentinel == id) {
                    Some((_, failure)) => assert_eq!(read.as_ref().err(), Some(failure), "{id}"),
                    None => assert!(read.is_ok(), "{id} under {switches}: {read:?}"),
                }
            }
        }
    }
}

#[tokio::test]
async fn nobody_reads_another_customers_profile() {
    for fixture in VENDORS {
        let house = House::open(fixture);
        let mut visitor = house.sign_in(fixture.full).await;
        visitor.id = carnet::domain::CustomerId::parse(fixture.bare).expect("an id");
        assert_eq!(visitor.view().await, Err(ApiError::NotAllowed));
    }
}

#[tokio::test]
async fn an_id_the_vendor_takes_is_one_the_app_takes() {
    for fixture in VENDORS {
        for id in House::open(fixture).customers().await {
            let parsed = carnet::domain::CustomerId::parse(&id).expect("an id");
            assert!(fixture.vendor.accepts(&parsed), "{id}");
        }
    }
}

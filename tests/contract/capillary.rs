//! Capillary: what its document says of the wire, and what the sandbox's customers hold.

use carnet::{
    domain::{
        CustomerId, Fact, FactKind, FactName, FactValue, Field, Pagination, PartialDate, Profile, Progress,
        Record, TextField, VendorMessage,
    },
    error::{ApiError, FieldError},
    http::{Body, Response},
    vendor_api::{Operation, Query, RequestContext, Vendor, read_profile},
};
use serde_json::{Value as Json, json};

use crate::{
    house::{House, Visitor, answer},
    vendors::{Documented, Fixture, asked},
};

/// Everything filled in: the document's own number and its values.
const CAMILLE: &str = "17742";

pub(crate) const FIXTURE: Fixture = Fixture {
    vendor: Vendor::Capillary,
    name: "capillary",
    attributes: &[
        ("source", "ALL"),
        (
            "embed",
            "points,subscriptions,mlp,userGroup,gapDetails,promotionalPoints,expirySchedules,expiredPoints,\
             customerImage,returnedPoints,associatedImages,segments",
        ),
        ("included-user-group2-loyalty-details", "true"),
        ("included-fraud-details", "true"),
        ("ug2-limit", "20"),
        ("ug2-pagination-details", "true"),
        ("gap-to-upgrade", "0"),
        ("gap-to-renew", "0"),
    ],
    full: CAMILLE,
    bare: "17748",
    unknown: "4040404040",
    fields: || vec![Field::Text(TextField::FirstName), Field::Text(TextField::LastName)],
    bodies,
    sentinels,
    // Only here is a refusal without a word documented, and it means one thing.
    own_failure: |answer| {
        (answer.status == 400 && answer.body == Body::Empty).then_some(ApiError::InvalidCustomerId)
    },
    documented: |call, access| match call {
        Operation::View(customer) => Some(documented(customer, access)),
        Operation::Update { .. } | Operation::Create { .. } | Operation::Civilities => None,
    },
    names: &[
        "id",
        "profiles",
        "firstName",
        "lastName",
        "source",
        "accountId",
        "attribution",
        "createDate",
        "createdBy",
        "fields",
        "allFields",
        "identifiers",
        "identifiersAll",
        "commChannels",
        "type",
        "value",
        "meta",
        "primary",
        "verified",
        "loyaltyInfo",
        "loyaltyProgramDetails",
        "programId",
        "programTitle",
        "pointsSummary",
        "loyaltyPoints",
        "currentSlab",
        "nextSlab",
        "upgradeStrategies",
        "upgradeBasedOn",
        "upgrade_based_on",
        "upgradeThreshold",
        "customerUpgradeEntityValues",
        "currentValue",
        "gapToUpgrade",
        "valueValidUpto",
        "gapToRenewSummary",
        "renewStrategies",
        "renewBasedOn",
        "renewThreshold",
        "customerRenewEntityValue",
        "customerGapToRenewValue",
        "trackerEntityIdentifiers",
        "trackerName",
        "trackerCasePeriodType",
        "trackerCasePeriodValue",
        "cardDetails",
        "statusInfo",
        "label",
        "expiryDate",
        "segments",
        "subscriptionInfo",
        "subscriptions",
        "channel",
        "userGroups",
        "ug2Pagination",
        "offset",
        "limit",
        "total",
        "customerImage",
        "associatedImages",
        "url",
        "extendedFields",
        "promotionalPoints",
        "expirySchedules",
        "points",
        "errors",
        "warnings",
        "message",
        "code",
    ],
    texts: &[
        "ALL",
        "INSTORE",
        "DAYS",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://example.org/a.png",
        "-1",
    ],
    open: Some("extendedFields"),
    told_otherwise: |path| {
        let is_named = |name: &str| path.ends_with(name);
        // The same moment again, the place in a list that has buttons for it, a programme by its name, a till by its
        // name, what can be reckoned by the form of the gaps.
        is_named("/expiryDateISO")
            || path.starts_with("/ug2Pagination/")
            || is_named("/programId")
            || path.contains("/createdBy/")
            || path.contains("/modifiedBy/")
            || path.contains("/issuedAt/")
            || path.starts_with("/warnings/")
            || path.contains("/trackerCasePeriodType")
    },
};

/// Each of the forms alone and all of them together: as every customer's own, as the document's example, as its table.
fn bodies() -> Vec<Json> {
    let mut bodies = vec![json!({}), json!({"capillary_errors": "200"})];
    for gaps in ["nested", "top"] {
        for spelling in ["camel", "snake"] {
            for renew in ["object", "array"] {
                for values in ["object", "number"] {
                    bodies.push(json!({
                        "capillary_gaps": gaps,
                        "capillary_spelling": spelling,
                        "capillary_renew": renew,
                        "capillary_values": values,
                    }));
                }
            }
        }
    }
    bodies
}

fn sentinels() -> Vec<(&'static str, ApiError)> {
    let unreadable = |reason| ApiError::Unreadable { reason };
    vec![
        ("900000002", ApiError::NotAllowed),
        ("900000003", ApiError::NotFound),
        ("900000004", ApiError::RateLimited { wait: Some(std::time::Duration::from_secs(5)) }),
        ("900000005", ApiError::ServerError { status: 500 }),
        ("900000006", unreadable("the answer is not JSON")),
        // In a browser the wire meets a broken connection; what did arrive is no document either.
        ("900000008", unreadable("the answer has no body")),
        ("900000009", unreadable("the answer has no body")),
        ("900000010", ApiError::SignedOut),
        ("900000011", refused("Bad Request")),
        ("900000012", unreadable("the answer is not JSON")),
        ("17760", ApiError::InvalidCustomerId),
        ("17761", ApiError::NotFound),
        ("17762", ApiError::NotFound),
        ("17763", ApiError::Deleted),
        ("17764", ApiError::Deleted),
        ("17765", ApiError::Merged),
        ("17766", ApiError::NotFound),
        ("17767", ApiError::ServerError { status: 521 }),
    ]
}

/// The vendor's refusal, in its own words: they are English.
fn refused(text: &str) -> ApiError {
    ApiError::Rejected(vec![FieldError {
        place: None,
        text: Some(text.to_owned()),
        language: Some("en".to_owned()),
        suggestions: Vec::new(),
    }])
}

/// The address has one slash before `customers` and a question mark before the query, whatever the document prints.
fn documented(customer: &CustomerId, access: RequestContext<'_>) -> Documented {
    const QUERY: &str = "source=ALL\
        &embed=points,subscriptions,mlp,userGroup,gapDetails,promotionalPoints,expirySchedules,expiredPoints,\
        customerImage,returnedPoints,associatedImages,segments\
        &includedUserGroup2LoyaltyDetails=true\
        &includedFraudDetails=true\
        &ug2Limit=20\
        &ug2PaginationDetails=true\
        &gapToUpgrade=0\
        &gapToRenew=0";
    let language = access.language.split('-').next().unwrap_or_default();
    Documented {
        method: "GET",
        url: format!("{}/v2/customers/{}?{QUERY}", access.base_url, customer.as_str()),
        headers: vec![
            ("accept", "application/json".to_owned()),
            ("authorization", format!("Bearer {}", access.token)),
            ("language", language.to_owned()),
        ],
    }
}

/// The query these attributes ask for.
fn query(attributes: &[(&str, &str)]) -> Query {
    asked(Vendor::Capillary, attributes).expect("attributes that are right")
}

async fn view(id: &str) -> Profile {
    let house = House::open(&FIXTURE);
    house.sign_in(id).await.view().await.expect("a profile")
}

/// A customer as they are seen with these attributes.
async fn view_with(id: &str, attributes: &[(&str, &str)]) -> Result<Profile, ApiError> {
    let house = House::open(&FIXTURE);
    let mut visitor = house.sign_in(id).await;
    visitor.query = query(attributes);
    visitor.view().await
}

/// What a document that the sandbox never sends is read as.
fn read(body: &Json) -> Result<Profile, ApiError> {
    read_profile(Vendor::Capillary, &FIXTURE.query(), &answer(200, &body.to_string()))
}

/// What stands under this name.
fn said(facts: &[Fact], kind: FactKind) -> Option<&FactValue> {
    facts.iter().find(|fact| fact.name == FactName::Known(kind)).map(|fact| &fact.value)
}

/// What stands under this name, which is in the vendor's words.
fn under<'a>(facts: &'a [Fact], name: &str) -> Option<&'a FactValue> {
    facts.iter().find(|fact| fact.name == FactName::Raw(name.to_owned())).map(|fact| &fact.value)
}

/// The parts of a value that has some.
fn parts(value: Option<&FactValue>) -> &[Fact] {
    match value {
        Some(FactValue::Facts(facts)) => facts,
        other => panic!("no parts: {other:?}"),
    }
}

fn known(kind: FactKind, value: FactValue) -> Fact {
    Fact::new(kind, value)
}

fn named(word: &str, value: FactValue) -> Fact {
    Fact { name: FactName::Word(word.to_owned()), value }
}

fn theirs(name: &str, value: FactValue) -> Fact {
    Fact { name: FactName::Raw(name.to_owned()), value }
}

fn text(text: &str) -> FactValue {
    FactValue::Text(text.to_owned())
}

fn code(code: &str) -> FactValue {
    FactValue::Code(code.to_owned())
}

fn word(word: &str) -> FactValue {
    FactValue::Word(word.to_owned())
}

fn moment(written: &str) -> FactValue {
    FactValue::Moment(written.to_owned())
}

fn date(written: &str) -> FactValue {
    FactValue::Date(PartialDate::from_stored(written.to_owned()))
}

/// A way to a tier of which nothing more is said.
fn way(value: f64, threshold: f64, gap: f64, until: Option<&str>) -> Progress {
    let until = until.map(|written| PartialDate::from_stored(written.to_owned()));
    Progress { value, threshold, gap, until, facts: Vec::new() }
}

/// The facts without those that are folded away.
fn open(facts: &[Fact]) -> Vec<Fact> {
    let shown = facts.iter().filter(|fact| fact.name != FactName::Known(FactKind::Details));
    shown.cloned().collect()
}

#[tokio::test]
async fn the_customer_and_where_and_when_they_registered_are_lines_of_the_record() {
    let profile = view(CAMILLE).await;
    let mut record = Record::default();
    record.texts[TextField::FirstName] = Some("Camille".into());
    record.texts[TextField::LastName] = Some("Moreau".into());
    assert_eq!(profile.record, record);
    assert_eq!(
        open(&profile.facts),
        [
            known(FactKind::CustomerNumber, code("17742")),
            known(FactKind::Source, word("INSTORE")),
            known(FactKind::Registered, moment("2016-06-23T19:11:18+08:00")),
            known(FactKind::RegisteredAt, text("nantes.till.1")),
            known(FactKind::Changed, moment("2024-11-12T18:50:23+08:00")),
            known(FactKind::ChangedAt, text("nantes.till.2")),
            known(FactKind::Refreshed, moment("2024-11-12T18:50:23+08:00")),
            known(FactKind::Till, text("nantes.till.1")),
        ]
    );
    assert_eq!((profile.loyalty, profile.warnings, profile.version), (None, vec![], None));
}

#[tokio::test]
async fn each_programme_has_its_standing_and_the_ways_up_with_the_documents_numbers() {
    let profile = view(CAMILLE).await;
    let everyday = parts(under(&profile.programs, "Everyday"));
    let up = known(
        FactKind::ToUpgrade,
        FactValue::Facts(vec![named(
            "CUMULATIVE_PURCHASES",
            FactValue::Progress(way(9786.0, 25000.0, 15214.0, Some("2025-05-06"))),
        )]),
    );
    assert_eq!(
        open(everyday)[..7],
        [
            known(FactKind::Description, text("Points for every purchase")),
            known(FactKind::Points, FactValue::Number(9786.0)),
            known(FactKind::AvailablePoints, FactValue::Number(9786.0)),
            known(FactKind::Tier, text("Silver")),
            known(FactKind::TierExpires, date("2027-12-31T23:59:59+05:30")),
            known(FactKind::NextTier, text("Gold")),
            up,
        ]
    );
    assert_eq!(said(everyday, FactKind::TierDescription), Some(&text("Silver tier")));
    assert_eq!(said(everyday, FactKind::NextTierDescription), Some(&text("Gold tier")));
    for (kind, number) in [
        (FactKind::LifetimePoints, 18900.0),
        (FactKind::Purchases, 25230.5),
        (FactKind::Redeemed, 8600.0),
        (FactKind::Expired, 414.0),
        (FactKind::Returned, 100.0),
        (FactKind::TotalReturned, 100.0),
        (FactKind::Adjusted, 0.0),
        (FactKind::Delayed, 0.0),
        (FactKind::PointValue, 1.0),
    ] {
        assert_eq!(said(everyday, kind), Some(&FactValue::Number(number)), "{kind:?}");
    }
    let Some(FactValue::List(partners)) = said(everyday, FactKind::Partners) else { panic!("no partners") };
    assert_eq!(partners.len(), 2);
    let sky = parts(partners.first());
    assert_eq!(
        open(sky),
        [
            known(FactKind::Program, text("Sky miles")),
            known(FactKind::Description, text("Miles for flights")),
            known(FactKind::Tier, text("Blue")),
            known(FactKind::TierExpires, date("2027-12-29T23:59:59+05:30")),
            known(FactKind::MembershipNumber, code("916215776456")),
        ]
    );

    let travel = parts(under(&profile.programs, "Travel"));
    assert_eq!(said(travel, FactKind::PointValue), Some(&FactValue::Number(0.25)));
    assert_eq!(said(travel, FactKind::Delayed), Some(&FactValue::Number(120.0)));
    let ways = [
        named("CURRENT_POINTS", FactValue::Progress(way(300.0, 1000.0, 700.0, Some("2027-06-30")))),
        named("TRACKER_VALUE_BASED", FactValue::Progress(way(4.0, 12.0, 8.0, Some("2026-12-31")))),
    ];
    assert_eq!(parts(said(travel, FactKind::ToUpgrade)), ways);
    assert_eq!(said(travel, FactKind::ToRenew), None, "the base tier is not to be kept");
}

#[tokio::test]
async fn what_it_takes_to_keep_a_tier_has_each_way_and_the_windows_something_is_counted_in() {
    let profile = view(CAMILLE).await;
    let everyday = parts(under(&profile.programs, "Everyday"));
    let tracker = |name: &str, window: &str, case: &str| {
        let case = FactValue::Facts(vec![theirs("Tracker case name", text(case))]);
        theirs(
            name,
            FactValue::Facts(vec![
                known(FactKind::Counted, word("LINEITEM_COUNT")),
                known(FactKind::Window, word(window)),
                known(FactKind::Details, case),
                known(FactKind::Within, FactValue::Days(5.0)),
            ]),
        )
    };
    let trackers = vec![
        tracker("DowngradeTracker", "MOVING_WINDOW", "Case1"),
        tracker("YearTracker", "CALENDAR_BASED_CYCLIC_WINDOW", "Case2"),
    ];
    assert_eq!(
        parts(said(everyday, FactKind::ToRenew)),
        [
            known(FactKind::TierExpires, date("2024-12-31")),
            known(FactKind::Renewed, FactValue::Flag(false)),
            named("VISITS", FactValue::Progress(way(1.0, 5.0, 4.0, None))),
            named("PURCHASE", FactValue::Progress(way(0.0, 10.0, 10.0, None))),
            named("POINTS", FactValue::Progress(way(123.0, 2000.0, 1877.0, None))),
            named("TRACKER", FactValue::Progress(Progress { facts: trackers, ..way(2.0, 5.0, 3.0, None) })),
        ]
    );
}

#[tokio::test]
async fn membership_and_points_as_a_whole_stand_beside_the_programmes() {
    let profile = view(CAMILLE).await;
    let names: Vec<&FactName> = profile.programs.iter().map(|fact| &fact.name).collect();
    let title = |title: &str| FactName::Raw(title.to_owned());
    let whole = [FactKind::Membership, FactKind::Points].map(FactName::Known);
    assert_eq!(names, [&title("Everyday"), &title("Travel"), &whole[0], &whole[1]]);
    assert_eq!(
        parts(said(&profile.programs, FactKind::Membership)),
        [
            known(FactKind::LoyaltyType, word("loyalty")),
            known(FactKind::LifetimePurchases, FactValue::Number(25230.5)),
            known(FactKind::Registered, moment("2016-06-23T19:11:18+08:00")),
            known(FactKind::RegisteredAt, text("nantes.till.1")),
            known(FactKind::CreatedFrom, word("INSTORE")),
            known(FactKind::Changed, moment("2024-11-12T18:50:23+08:00")),
            known(FactKind::ChangedAt, text("nantes.till.2")),
        ]
    );
    let points = parts(said(&profile.programs, FactKind::Points));
    assert_eq!(said(points, FactKind::Points), Some(&FactValue::Number(9786.0)));
    assert_eq!(said(points, FactKind::Tier), Some(&text("Silver")));
}

#[tokio::test]
async fn what_a_customer_is_known_by_stands_apart_from_the_ways_to_reach_them() {
    let profile = view(CAMILLE).await;
    let line = |name: &str, values: Vec<FactValue>| named(name, FactValue::List(values));
    assert_eq!(
        open(parts(said(&profile.panels, FactKind::Identifiers))),
        [
            line("mobile", vec![code("33612345678")]),
            line("email", vec![code("camille.moreau@example.org")]),
            line("externalId", vec![code("CRM-0017742")]),
            line("cardnumber", vec![code("TTM001110000000002ZS")]),
        ]
    );
    // The same mobile and e-mail address, and each with its marks.
    assert_eq!(
        parts(said(&profile.panels, FactKind::Channels)),
        [
            line("mobile", vec![code("33612345678"), word("primary"), word("verified"), word("residence")]),
            line("email", vec![code("camille.moreau@example.org"), word("primary"), word("unverified")]),
            line("mobilePush", vec![code("device-77ab"), word("verified")]),
            known(FactKind::LastViewed, moment("2025-11-02T08:00:00Z")),
        ]
    );
    assert_eq!(said(&profile.panels, FactKind::AllIdentifiers), None, "what says the same is not said twice");
    assert_eq!(said(&profile.panels, FactKind::AllFields), None, "nor are fields");
}

#[test]
fn identifiers_of_other_sources_are_shown_where_they_are_others() {
    let own = json!([{"type": "mobile", "value": "1"}]);
    let all = json!([{"type": "mobile", "value": "1"}, {"type": "wechat", "value": "2"}]);
    let body = json!({"id": 1, "profiles": [{
        "identifiers": own, "identifiersAll": all, "fields": {"a": 1}, "allFields": {"a": 1, "b": 2},
    }]});
    let profile = read(&body).expect("a profile");
    let line = |name: &str, value: &str| named(name, FactValue::List(vec![code(value)]));
    assert_eq!(
        parts(said(&profile.panels, FactKind::AllIdentifiers)),
        [line("mobile", "1"), line("wechat", "2")]
    );
    assert_eq!(parts(said(&profile.panels, FactKind::AllFields)).len(), 2);
}

#[tokio::test]
async fn cards_segments_subscriptions_and_points_that_come_and_go_are_panels() {
    let profile = view(CAMILLE).await;
    let Some(FactValue::List(cards)) = said(&profile.panels, FactKind::Cards) else { panic!("no cards") };
    let [digital, paper] = cards.as_slice() else { panic!("two cards, not {}", cards.len()) };
    let extended = [theirs("Card balance", code("1000")), theirs("Year of registration", code("21"))];
    assert_eq!(
        open(parts(Some(digital))),
        [
            known(FactKind::CardNumber, code("visabook006")),
            known(FactKind::Kind, word("DIGITAL")),
            known(FactKind::Status, word("ACTIVE")),
            known(FactKind::Series, text("Book of Nantes")),
            known(FactKind::Issued, date("2021-11-23T10:01:33Z")),
            known(FactKind::Created, date("2021-11-23")),
            known(FactKind::Expires, date("2028-11-23")),
            known(FactKind::NoTransactions, FactValue::Flag(false)),
            known(FactKind::Fields, FactValue::Facts(vec![theirs("Card name", text("Everyday"))])),
            known(FactKind::Extended, FactValue::Facts(extended.into())),
        ]
    );
    // What stands on the card is the label; what the vendor calls the status inside is for those who ask.
    assert_eq!(said(parts(Some(paper)), FactKind::Status), Some(&word("Lapsed")));
    assert_eq!(said(parts(Some(paper)), FactKind::Reason), Some(&text("Not renewed")));

    assert_eq!(
        parts(said(&profile.panels, FactKind::Segments)),
        [
            theirs("Activity segment", text("Lapsed")),
            theirs("Value segment", text("High spender")),
            theirs("Taste", text("Crime fiction")),
        ]
    );
    let agreed = |channel: &str, said: [&str; 2]| named(channel, FactValue::List(said.map(word).into()));
    assert_eq!(
        parts(said(&profile.panels, FactKind::Subscriptions)),
        [
            agreed("SMS", ["OPTIN", "TRANS"]),
            agreed("EMAIL", ["OPTIN", "TRANS"]),
            agreed("SMS", ["OPTOUT", "BULK"]),
            agreed("EMAIL", ["OPTIN", "BULK"]),
            agreed("ANDROID", ["OPTIN", "BULK"]),
            agreed("IOS", ["OPTOUT", "BULK"]),
        ]
    );
    let expiry = |program: &str, points, day: &str| {
        FactValue::Facts(vec![
            // The programme's number is the name the customer knows.
            known(FactKind::Program, text(program)),
            known(FactKind::Points, FactValue::Number(points)),
            known(FactKind::Expires, date(day)),
        ])
    };
    assert_eq!(
        said(&profile.panels, FactKind::Expiry),
        Some(&FactValue::List(vec![
            expiry("Everyday", 1200.0, "2026-12-31"),
            expiry("Everyday", 786.0, "2027-03-31"),
            expiry("Travel", 300.0, "2027-06-30"),
        ]))
    );
    let returned = FactValue::Facts(vec![
        known(FactKind::Program, text("Everyday")),
        known(FactKind::Points, FactValue::Number(100.0)),
        known(FactKind::ReturnedOn, moment("2025-02-14T10:20:00+01:00")),
        known(FactKind::Transaction, code("INV-2025-031")),
    ]);
    assert_eq!(said(&profile.panels, FactKind::Returned), Some(&FactValue::List(vec![returned])));
    let expired = FactValue::Facts(vec![
        known(FactKind::Program, text("Everyday")),
        known(FactKind::Points, FactValue::Number(414.0)),
        known(FactKind::ExpiredOn, date("2024-12-31")),
    ]);
    assert_eq!(said(&profile.panels, FactKind::Expired), Some(&FactValue::List(vec![expired])));
}

#[tokio::test]
async fn promotions_say_for_what_the_points_were_given_where_and_until_when() {
    let profile = view(CAMILLE).await;
    let promotions = parts(said(&profile.panels, FactKind::Promotional));
    let names: Vec<&FactName> = promotions.iter().map(|fact| &fact.name).collect();
    assert_eq!(
        names,
        [&FactName::Known(FactKind::ForCustomer), &FactName::Known(FactKind::ForPurchase)],
        "for nothing that was bought there are none"
    );
    let Some(FactValue::List(purchases)) = said(promotions, FactKind::ForPurchase) else {
        panic!("no purchase")
    };
    assert_eq!(
        open(parts(purchases.first())),
        [
            known(FactKind::Program, text("Everyday")),
            known(FactKind::Points, FactValue::Number(32.0)),
            known(FactKind::Promotion, text("Double points weekend")),
            known(FactKind::Issued, moment("2025-12-12T11:23:03+05:30")),
            known(FactKind::IssuedAt, text("Nantes, rue Crébillon")),
            known(FactKind::Transaction, code("INV-2025-118")),
            known(FactKind::Expires, date("2027-12-31T23:59:59+05:30")),
        ]
    );
}

#[tokio::test]
async fn groups_pictures_and_what_was_looked_for_are_panels_of_their_own() {
    let profile = view(CAMILLE).await;
    let Some(FactValue::List(groups)) = said(&profile.panels, FactKind::Groups) else { panic!("no groups") };
    let names: Vec<_> = groups.iter().map(|group| said(parts(Some(group)), FactKind::Group)).collect();
    let expected = ["Runners of the Erdre", "Book club of the rue Crébillon", "Moreau household"].map(text);
    assert_eq!(names, expected.iter().map(Some).collect::<Vec<_>>());
    let household = parts(groups.last());
    assert_eq!(said(household, FactKind::PrimaryMember), Some(&FactValue::Flag(true)));
    assert_eq!(said(household, FactKind::Joined), Some(&moment("2019-03-02T09:00:00Z")));
    let loyalty = FactValue::List(vec![FactValue::Facts(vec![
        known(FactKind::Program, text("Everyday")),
        known(FactKind::Points, FactValue::Number(54500.0)),
        known(FactKind::Tier, text("Silver")),
        known(FactKind::Contribution, FactValue::Number(0.0)),
    ])]);
    assert_eq!(said(household, FactKind::GroupLoyalty), Some(&loyalty));
    assert_eq!(profile.pagination, Some(Pagination { offset: 0, limit: 20, total: 3 }));

    let picture = |name: &str| FactValue::Image(format!("http://localhost/capillary/images/{name}"));
    assert_eq!(said(&profile.panels, FactKind::Portrait), Some(&picture("portrait.png")));
    let barcode = |name| {
        FactValue::Facts(vec![named("BARCODE", picture(name)), known(FactKind::ImageValue, code("17742"))])
    };
    let images = FactValue::List(vec![barcode("barcode.png"), barcode("barcode.svg")]);
    assert_eq!(said(&profile.panels, FactKind::Images), Some(&images));
    let fraud = parts(said(&profile.panels, FactKind::Fraud));
    assert_eq!(said(fraud, FactKind::Status), Some(&word("NOT_FRAUD")));
    let extended = parts(said(&profile.panels, FactKind::Extended));
    assert_eq!(under(extended, "Children"), Some(&code("2")));
    assert_eq!(under(extended, "Newsletter"), Some(&FactValue::Flag(true)));
    let fields = parts(said(&profile.panels, FactKind::Fields));
    assert_eq!(under(fields, "Shoe size"), Some(&code("38")));
    // One that is an object has a date beside it.
    let portrait = view("17744").await;
    let portrait = parts(said(&portrait.panels, FactKind::Portrait));
    assert_eq!(said(portrait, FactKind::Created), Some(&moment("2025-06-01T08:00:00+08:00")));
}

/// Every way to a tier on the page, whichever programme it hangs on: what it is measured in, and how far it is.
fn ways(profile: &Profile) -> Vec<(FactKind, String, [f64; 3])> {
    fn collect(facts: &[Fact], within: Option<FactKind>, ways: &mut Vec<(FactKind, String, [f64; 3])>) {
        for fact in facts {
            let within = match (&fact.name, within) {
                (FactName::Known(kind @ (FactKind::ToUpgrade | FactKind::ToRenew)), _) => Some(*kind),
                (_, within) => within,
            };
            match (&fact.value, &fact.name, within) {
                (FactValue::Progress(way), FactName::Word(basis), Some(kind)) => {
                    ways.push((kind, basis.clone(), [way.value, way.threshold, way.gap]));
                }
                (FactValue::Facts(facts), ..) => collect(facts, within, ways),
                (FactValue::List(items), ..) => {
                    for item in items {
                        if let FactValue::Facts(facts) = item {
                            collect(facts, within, ways);
                        }
                    }
                }
                _ => {}
            }
        }
    }
    let mut ways = Vec::new();
    collect(&profile.programs, None, &mut ways);
    collect(&profile.panels, None, &mut ways);
    ways.sort_by(|one, other| format!("{one:?}").cmp(&format!("{other:?}")));
    ways
}

#[tokio::test]
async fn whatever_form_the_gaps_have_they_are_the_same_ways_to_a_tier() {
    for (id, count) in [("17747", 5), (CAMILLE, 7)] {
        let mut first = None;
        for switches in bodies() {
            let house = House::open(&FIXTURE);
            house.switch(&switches).await;
            let found = ways(&house.sign_in(id).await.view().await.expect("a profile"));
            assert_eq!(found.len(), count, "{id} under {switches}: {found:?}");
            assert_eq!(&found, first.get_or_insert(found.clone()), "{id} under {switches}");
        }
        let up = (FactKind::ToUpgrade, "CUMULATIVE_PURCHASES".to_owned(), [9786.0, 25000.0, 15214.0]);
        assert!(first.is_some_and(|ways| ways.contains(&up)), "{id}: the document's own numbers");
    }
}

#[tokio::test]
async fn a_tier_that_is_to_be_kept_has_its_date_in_every_form() {
    for switches in bodies() {
        let house = House::open(&FIXTURE);
        house.switch(&switches).await;
        let profile = house.sign_in("17747").await.view().await.expect("a profile");
        let within = parts(under(&profile.programs, "Everyday"));
        let renew = said(within, FactKind::ToRenew).or_else(|| said(&profile.programs, FactKind::ToRenew));
        assert_eq!(said(parts(renew), FactKind::TierExpires), Some(&date("2024-12-31")), "{switches}");
        assert_eq!(said(parts(renew), FactKind::Renewed), Some(&FactValue::Flag(false)), "{switches}");
    }
}

#[tokio::test]
async fn gaps_some_days_from_now_are_the_ones_that_were_asked_for() {
    let far = [("source", "INSTORE"), ("embed", "mlp"), ("gap-to-upgrade", "10"), ("gap-to-renew", "10")];
    let found = ways(&view_with(CAMILLE, &far).await.expect("a profile"));
    let has = |kind, basis: &str, numbers| found.contains(&(kind, basis.to_owned(), numbers));
    assert!(has(FactKind::ToUpgrade, "CUMULATIVE_PURCHASES", [9536.0, 25000.0, 15464.0]), "{found:?}");
    assert!(has(FactKind::ToRenew, "POINTS", [103.0, 2000.0, 1897.0]), "{found:?}");
    let none = [("source", "INSTORE"), ("embed", "mlp")];
    assert_eq!(ways(&view_with(CAMILLE, &none).await.expect("a profile")), [], "and none where none was");
}

#[test]
fn a_gap_the_vendor_leaves_out_is_what_is_missing_and_never_less_than_nothing() {
    let way_of = |values: Json| {
        let strategy = json!({"upgradeBasedOn": "CURRENT_POINTS", "upgradeThreshold": 100,
            "customerUpgradeEntityValues": values});
        let body = json!({"id": 1, "loyaltyProgramDetails": [{"upgradeStrategies": [strategy]}]});
        ways(&read(&body).expect("a profile"))[0].2
    };
    assert_eq!(way_of(json!(40)), [40.0, 100.0, 60.0]);
    assert_eq!(way_of(json!({"currentValue": 40})), [40.0, 100.0, 60.0]);
    assert_eq!(way_of(json!({"currentValue": 140})), [140.0, 100.0, 0.0]);
    // What the vendor says of it counts, also where it reckons otherwise.
    assert_eq!(way_of(json!({"currentValue": 40, "gapToUpgrade": 55})), [40.0, 100.0, 55.0]);
    assert_eq!(way_of(json!({"currentValue": "40", "gapToUpgrade": "60"})), [40.0, 100.0, 60.0]);
}

#[test]
fn a_way_that_cannot_be_read_as_one_is_shown_as_it_is() {
    let read_way = |strategy: Json| {
        let body =
            json!({"id": 1, "loyaltyProgramDetails": [{"programTitle": "A", "upgradeStrategies": strategy}]});
        let profile = read(&body).expect("a profile");
        parts(said(parts(under(&profile.programs, "A")), FactKind::ToUpgrade)).to_vec()
    };
    let odd = json!({"upgradeBasedOn": "MOON_PHASE", "upgradeThreshold": "many"});
    let shown = FactValue::Facts(vec![
        theirs("Upgrade based on", text("MOON_PHASE")),
        theirs("Upgrade threshold", text("many")),
    ]);
    assert_eq!(read_way(json!([odd])), [named("MOON_PHASE", shown.clone())]);
    assert_eq!(read_way(odd), [named("MOON_PHASE", shown)], "also where it is no list");
    assert_eq!(read_way(json!(["soon"])), [theirs("", text("soon"))]);
}

#[tokio::test]
async fn no_next_tier_is_none_however_it_is_said_and_the_base_tier_has_none_to_keep() {
    let top = view("17746").await;
    let everyday = parts(under(&top.programs, "Everyday"));
    assert_eq!(said(everyday, FactKind::Tier), Some(&text("Platinum")));
    let nothing = [FactKind::NextTier, FactKind::NextTierDescription, FactKind::ToUpgrade];
    for kind in nothing {
        assert_eq!(said(everyday, kind), None, "{kind:?}");
        assert_eq!(said(parts(said(&top.programs, FactKind::Points)), kind), None, "{kind:?}");
    }
    let renew = parts(said(everyday, FactKind::ToRenew));
    assert_eq!(said(renew, FactKind::Renewed), Some(&FactValue::Flag(true)));
    assert_eq!(ways(&top), []);

    let base = view("17743").await;
    let everyday = parts(under(&base.programs, "Everyday"));
    assert_eq!(said(everyday, FactKind::ToRenew), None);
    assert_eq!(said(everyday, FactKind::NextTier), Some(&text("Silver")));
    assert_eq!(said(&base.panels, FactKind::Segments), None, "in no segment, no list of them");
}

/// The names of the record, and of each profile beside it.
fn names(profile: &Profile) -> Vec<(Option<String>, Option<String>)> {
    let text = |value: Option<&FactValue>| match value {
        Some(FactValue::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let texts = &profile.record.texts;
    let mut names = vec![(texts[TextField::FirstName].clone(), texts[TextField::LastName].clone())];
    for other in profile.panels.iter().filter(|fact| is_other(fact)) {
        let facts = parts(Some(&other.value));
        names.push((text(said(facts, FactKind::FirstName)), text(said(facts, FactKind::LastName))));
    }
    names
}

/// Whether it is a profile beside the one that was asked for.
fn is_other(fact: &Fact) -> bool {
    matches!(&fact.name, FactName::Qualified(FactKind::OtherProfile, _))
}

#[tokio::test]
async fn of_several_profiles_the_one_that_was_asked_for_is_shown_and_the_others_beside_it() {
    let name = |first: &str, last: &str| (Some(first.to_owned()), Some(last.to_owned()));
    let (shop, chat) = (name("Li", "Wei"), name("李", "薇"));
    let source = async |source| view_with("17744", &[("source", source)]).await;
    let (one, other) = (source("INSTORE").await, source("WECHAT").await);
    let (one, other) = (one.expect("a profile"), other.expect("a profile"));
    assert_eq!(names(&one), [shop.clone(), chat.clone()]);
    assert_eq!(names(&other), [chat, shop]);
    // Never merged: each has its own way to be reached, and the record that of the one that was asked for.
    let line = |kind: &str, value: &str| named(kind, FactValue::List(vec![code(value)]));
    let known_by = |profile: &Profile| parts(said(&profile.panels, FactKind::Identifiers)).to_vec();
    assert_eq!(known_by(&one), [line("mobile", "8613800138000")]);
    assert_eq!(known_by(&other), [line("wechat", "ojOPTwFOX-0001")]);
    assert_eq!(said(&other.facts, FactKind::Account), Some(&code("wechat-con1")));
    let beside = other.panels.iter().find(|fact| is_other(fact)).expect("another profile");
    assert_eq!(
        beside.name,
        FactName::Qualified(FactKind::OtherProfile, vec!["INSTORE".into()]),
        "told by where it is from"
    );
    let beside = parts(Some(&beside.value));
    assert_eq!(said(beside, FactKind::Source), Some(&word("INSTORE")), "it is said where the other is from");
    assert_eq!(parts(said(beside, FactKind::Identifiers)), [line("mobile", "8613800138000")]);
}

#[tokio::test]
async fn of_several_accounts_the_one_that_was_asked_for_is_shown() {
    let name = |first: &str, last: &str| (Some(first.to_owned()), Some(last.to_owned()));
    let all = [name("Yui", "Tanaka"), name("Yui", "Tanaka-Sato"), name("結衣", "田中")];
    let with =
        async |attributes: &[(&str, &str)]| names(&view_with("17745", attributes).await.expect("a profile"));
    for (account, at) in [("wechat-con1", 0), ("wechat-con2", 1)] {
        let found = with(&[("source", "WECHAT"), ("account-id", account)]).await;
        assert_eq!(found[0], all[at], "{account}");
        assert_eq!(found.len(), 3);
    }
    assert_eq!(with(&[("source", "LINE")]).await[0], all[2]);
    let alone = [("source", "LINE"), ("included-only-current-profile", "")];
    assert_eq!(with(&alone).await, [all[2].clone()], "the others are hidden where that is asked for");
    // Two accounts at one source: without a word which, the vendor refuses.
    let refusal = view_with("17745", &[("source", "WECHAT")]).await;
    assert_eq!(refusal, Err(refused("Account id is not passed")));
}

#[tokio::test]
async fn every_failure_is_read_as_what_it_is_whatever_its_status() {
    for errors in ["400", "200"] {
        for (unknown, failure) in [("errors", ApiError::NotFound), ("blank", ApiError::InvalidCustomerId)] {
            let house = House::open(&FIXTURE);
            house.switch(&json!({"capillary_errors": errors, "capillary_unknown": unknown})).await;
            let mut visitor = house.sign_in(CAMILLE).await;
            // Known, and not in this source.
            visitor.query = query(&[("source", "LINE")]);
            assert_eq!(
                visitor.view().await,
                Err(refused("Customer not found in this source")),
                "under {errors}"
            );
            visitor.id = CustomerId::parse(FIXTURE.unknown).expect("an id");
            assert_eq!(visitor.view().await, Err(failure), "{unknown} under {errors}");
        }
    }
}

#[test]
fn errors_in_an_answer_are_a_failure_and_their_sentences_are_shown() {
    let fail = |status, body: Json| {
        let answer: Response = answer(status, &body.to_string());
        read_profile(Vendor::Capillary, &FIXTURE.query(), &answer).expect_err("a failure")
    };
    let error = |code: u32, message: &str| json!({"status": false, "code": code, "message": message});
    let errors = |code| json!({"warnings": [], "errors": [error(code, "No.")]});
    for status in [200, 201, 400] {
        assert_eq!(fail(status, errors(8015)), ApiError::NotFound, "{status}");
        assert_eq!(fail(status, errors(8069)), ApiError::Merged, "{status}");
        assert_eq!(fail(status, errors(4000)), ApiError::NotAllowed, "{status}");
        for code in [8003, 8011, 8012, 8013, 8045, 8065, 9999] {
            assert_eq!(fail(status, errors(code)), refused("No."), "{code} with {status}");
        }
        // Even with a customer beside it, and however many there are.
        let mut both = errors(8003);
        both["id"] = json!(17742);
        assert_eq!(fail(status, both), refused("No."), "{status}");
        assert!(matches!(fail(status, json!({"errors": [{}]})), ApiError::Rejected(why) if why.len() == 1));
        let two = json!({"errors": [error(8003, "One."), error(8013, "Two.")]});
        assert_eq!(fail(status, two).field_errors().len(), 2);
        let deleted = "Customer is deleted after PII delete request";
        assert_eq!(fail(status, json!({"message": deleted})), ApiError::Deleted, "{status}");
        assert_eq!(fail(status, json!({"errors": [{"message": deleted}]})), ApiError::Deleted, "{status}");
        assert_eq!(fail(status, json!({"message": "Not now."})), refused("Not now."), "{status}");
        // The id of who was deleted survives, with nothing or something beside it.
        for rest in [json!([]), json!([{"source": "INSTORE"}])] {
            let answer = json!({"id": 17763, "profiles": rest, "message": deleted});
            assert_eq!(fail(status, answer), ApiError::Deleted, "{status}");
        }
    }
    assert_eq!(fail(403, errors(4000)), ApiError::NotAllowed);
    assert_eq!(fail(503, errors(4001)), ApiError::ServerError { status: 503 });
    assert_eq!(fail(521, errors(521)), ApiError::ServerError { status: 521 });
    assert_eq!(fail(461, json!({})), ApiError::ServerError { status: 461 });
    assert_eq!(fail(461, errors(8003)), refused("No."), "with its reason it is no fault of the vendor's");
    let blank = answer(400, "");
    assert_eq!(read_profile(Vendor::Capillary, &FIXTURE.query(), &blank), Err(ApiError::InvalidCustomerId));
}

#[test]
fn a_message_beside_a_customer_is_no_error() {
    let profile = read(&json!({"id": 17742, "message": "Fetched successfully", "errors": []}));
    let profile = profile.expect("a profile");
    assert_eq!(said(&profile.facts, FactKind::CustomerNumber), Some(&code("17742")));
    assert_eq!(profile.warnings, []);
}

#[test]
fn a_warning_without_a_sentence_is_a_warning() {
    let profile = read(
        &json!({"id": 17742, "warnings": [{"code": 8062, "status": false}, "Late.", {"status": false}, {}, null]}),
    );
    let said: Vec<String> = profile.expect("a profile").warnings.into_iter().map(|said| said.text).collect();
    assert_eq!(said, ["8062", "Late.", "{\"status\":false}"]);
}

#[test]
fn there_is_no_way_to_nothing() {
    let strategy = json!([{"upgradeBasedOn": "CURRENT_POINTS", "upgradeThreshold": 0, "customerUpgradeEntityValues": {"currentValue": 0}}]);
    let profile =
        read(&json!({"id": 1, "upgradeStrategies": strategy, "gapToRenewSummary": {"renewStrategies": []}}));
    let profile = profile.expect("a profile");
    assert_eq!(said(&profile.programs, FactKind::ToRenew), None, "no heading alone");
    let [way] = parts(said(&profile.programs, FactKind::ToUpgrade)) else { panic!("one way") };
    assert!(!matches!(way.value, FactValue::Progress(_)), "{way:?}");
}

#[tokio::test]
async fn a_warning_says_what_could_not_be_had_and_the_rest_is_there() {
    let profile = view("17749").await;
    let warning = |text: &str| VendorMessage { text: text.to_owned(), language: Some("en".to_owned()) };
    assert_eq!(
        profile.warnings,
        [warning("Unable to fetch loyalty points"), warning("Unable to fetch segmentation details")]
    );
    assert_eq!(profile.record.texts[TextField::FirstName].as_deref(), Some("Priya"));
    assert_eq!(said(&profile.programs, FactKind::Points), None);
    assert_eq!(parts(said(&profile.panels, FactKind::Subscriptions)).len(), 2);
}

/// The names of the groups on the page.
fn groups(profile: &Profile) -> Vec<String> {
    let Some(FactValue::List(groups)) = said(&profile.panels, FactKind::Groups) else { panic!("no groups") };
    let name = |group| match said(parts(Some(group)), FactKind::Group) {
        Some(FactValue::Text(name)) => name.clone(),
        other => panic!("no name: {other:?}"),
    };
    groups.iter().map(name).collect()
}

#[tokio::test]
async fn each_page_of_groups_is_asked_for_by_what_comes_before_it_and_together_they_are_all() {
    let house = House::open(&FIXTURE);
    let mut visitor = house.sign_in("17750").await;
    let first = visitor.view().await.expect("a profile");
    let pages = first.pagination.expect("pages");
    assert_eq!(pages, Pagination { offset: 0, limit: 20, total: 45 });
    let mut seen = groups(&first);
    for offset in [20, 40] {
        visitor.query.set_offset(Vendor::Capillary, offset);
        house.forget().await;
        let page = visitor.view().await.expect("a profile");
        assert_eq!(page.pagination, Some(Pagination { offset, ..pages }));
        seen.extend(groups(&page));
        let requests = house.requests().await;
        let path = requests[0]["path"].as_str().unwrap_or_default();
        assert_eq!(path.matches(&format!("ug2Offset={offset}")).count(), 1, "{path}");
        assert_eq!(path.matches("ug2Offset").count(), 1, "{path}");
        // Nothing else of the page changes.
        assert_eq!(page.record, first.record);
    }
    assert_eq!(seen.len(), 45);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 45, "none twice");
    visitor.query.set_offset(Vendor::Capillary, 0);
    assert_eq!(visitor.view().await, Ok(first), "and back again");
}

#[test]
fn only_a_place_in_a_whole_is_a_page() {
    let page = |pagination: Json| {
        read(&json!({"id": 1, "ug2Pagination": pagination})).expect("a profile").pagination
    };
    let right = json!({"offset": 20, "limit": 20, "total": 45});
    assert_eq!(page(right), Some(Pagination { offset: 20, limit: 20, total: 45 }));
    for wrong in [
        json!(null),
        json!({}),
        json!({"offset": 0, "limit": 0, "total": 45}),
        json!({"offset": -20, "limit": 20, "total": 45}),
        json!({"offset": 0, "limit": null, "total": 45}),
        json!({"offset": 0, "total": 45}),
        json!([0, 20, 45]),
    ] {
        assert_eq!(page(wrong.clone()), None, "{wrong}");
    }
}

#[tokio::test]
async fn the_answer_is_in_the_language_that_is_spoken() {
    let house = House::open(&FIXTURE);
    let mut visitor: Visitor<'_> = house.sign_in(CAMILLE).await;
    assert!(Vendor::Capillary.localizes_responses(), "so it is asked again when another language is chosen");
    for (language, sent, name, value) in [
        ("en-US", "en", "Preferred genre", "Crime fiction"),
        ("fr-FR", "fr", "genre préféré", "Roman policier"),
        ("fr-CA", "fr", "genre préféré", "Roman policier"),
        ("zh-CN", "zh", "喜欢的类型", "侦探小说"),
        ("ar-LB", "ar", "النوع المفضل", "روايات بوليسية"),
        // Without words in it, the vendor's own.
        ("ja-JP", "ja", "Preferred genre", "Crime fiction"),
    ] {
        visitor.language = language;
        house.forget().await;
        let profile = visitor.view().await.expect("a profile");
        let extended = parts(said(&profile.panels, FactKind::Extended));
        assert_eq!(under(extended, name), Some(&text(value)), "{language}");
        let requests = house.requests().await;
        assert_eq!(requests[0]["headers"]["language"], sent);
        assert_eq!(requests[0]["headers"].get("accept-language"), None, "{language}");
    }
}

#[tokio::test]
async fn no_digit_of_a_long_number_is_lost() {
    let house = House::open(&FIXTURE);
    let mut visitor = house.sign_in(CAMILLE).await;
    let profile = visitor.view().await.expect("a profile");
    let Some(FactValue::List(all)) = said(&profile.panels, FactKind::Groups) else { panic!("no groups") };
    let details = parts(said(parts(all.first()), FactKind::Details));
    assert_eq!(under(details, "Id"), Some(&code("9007199254740993")));
    // And it finds its group.
    visitor.query = query(&[("source", "INSTORE"), ("user-group2-id", "9007199254740993")]);
    let one = visitor.view().await.expect("a profile");
    assert_eq!(groups(&one), ["Runners of the Erdre"]);

    let odd = view("17751").await;
    let extended = parts(said(&odd.panels, FactKind::Extended));
    assert_eq!(under(extended, "Age"), Some(&code("9007199254740993")));
    let long = read(&json!({"id": 9_007_199_254_740_993_u64})).expect("a profile");
    assert_eq!(said(&long.facts, FactKind::CustomerNumber), Some(&code("9007199254740993")));
}

#[tokio::test]
async fn names_and_values_that_an_organisation_makes_up_are_words_and_never_more() {
    let profile = view("17751").await;
    let fields = parts(said(&profile.panels, FactKind::Fields));
    let none = || FactValue::List(Vec::new());
    assert_eq!(
        fields,
        [
            theirs("<script>alert(1)</script>", text("<img src=x onerror=alert(1)>")),
            theirs("", text("no name")),
            theirs("List", FactValue::List(vec![code("1"), text("two"), none()])),
            theirs(
                "Nested",
                FactValue::Facts(vec![theirs("A", FactValue::Facts(vec![theirs("B", text("c"))]))])
            ),
        ]
    );
    let segments = [theirs("<u>Segment</u>", none()), theirs("Numbers", code("3"))];
    assert_eq!(parts(said(&profile.panels, FactKind::Segments)), segments);
    assert!(under(&profile.programs, "<i>Old</i>").is_some(), "a programme is called what it is called");
    assert_eq!(under(&profile.facts, "Favourite shelf"), Some(&text("Poetry")));
    let membership = parts(said(&profile.programs, FactKind::Membership));
    assert_eq!(said(membership, FactKind::LoyaltyType), Some(&word("frozen")));
    assert_eq!(said(membership, FactKind::LifetimePurchases), Some(&text("1 200,50")), "no number, so words");
    let points = parts(said(&profile.programs, FactKind::Points));
    assert_eq!(said(points, FactKind::Points), Some(&FactValue::Number(9786.0)), "a number in quotes is one");
    assert_eq!(said(points, FactKind::TierExpires), Some(&date("soon")), "no day, so as it is written");
}

/// Every picture the page would fetch.
fn pictures(value: &FactValue) -> Vec<&str> {
    match value {
        FactValue::Image(address) => vec![address],
        FactValue::List(items) => items.iter().flat_map(pictures).collect(),
        FactValue::Facts(facts) => facts.iter().flat_map(|fact| pictures(&fact.value)).collect(),
        FactValue::Progress(way) => way.facts.iter().flat_map(|fact| pictures(&fact.value)).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test(start_paused = true)]
async fn no_address_on_any_page_is_a_script() {
    let house = House::open(&FIXTURE);
    let mut count = 0;
    for id in house.customers().await {
        if sentinels().iter().any(|(sentinel, _)| *sentinel == id) {
            continue;
        }
        let profile = house.sign_in(&id).await.view().await.expect("a profile");
        for fact in profile.facts.iter().chain(&profile.programs).chain(&profile.panels) {
            for address in pictures(&fact.value) {
                assert!(address.starts_with("http://localhost/capillary/images/"), "{id}: {address}");
                count += 1;
            }
        }
    }
    assert!(count >= 5, "there are pictures: {count}");
    let hostile = view("17751").await;
    // What is no picture is shown all the same, as what it is.
    assert_eq!(said(&hostile.facts, FactKind::Portrait), Some(&code("javascript:alert(1)")));
    for address in
        ["javascript:alert(1)", " javascript:x", "JaVaScRiPt:x", "data:image/png;base64,x", "blob:x", "//x/y"]
    {
        let profile = read(&json!({"id": 1, "customerImage": address})).expect("a profile");
        assert!(profile.panels.iter().all(|fact| pictures(&fact.value).is_empty()), "{address}");
    }
}

#[tokio::test]
async fn a_list_of_which_nothing_is_said_is_no_part_of_the_page() {
    // Its list of promotions is null.
    let profile = view("17751").await;
    assert_eq!(said(&profile.panels, FactKind::Promotional), None);
    let profile = read(
        &json!({"id": 1, "cardDetails": [{"customFields": {}}, {}], "loyaltyInfo": {"attributionV2": {}}}),
    );
    let profile = profile.expect("a profile");
    assert_eq!((profile.programs, profile.panels), (vec![], vec![]));
    let blank = read(&json!({"id": 1, "profiles": [{}, {"firstName": "Li"}, {"fields": {}}, null]}));
    let blank = blank.expect("a profile");
    assert_eq!(names(&blank), [(Some("Li".into()), None)], "a profile with nothing in it is none");
}

#[test]
fn identifiers_and_channels_of_another_shape_are_shown_as_they_are() {
    let panels = |profile: Json| read(&json!({"id": 1, "profiles": [profile]})).expect("a profile");
    let odd = panels(json!({"identifiers": "33612345678"}));
    assert_eq!(said(&odd.facts, FactKind::Identifiers), Some(&text("33612345678")));
    let list = panels(json!({"commChannels": ["loft 7", {"type": "email", "value": "a@b.c"}]}));
    let lines = [theirs("", text("loft 7")), named("email", FactValue::List(vec![code("a@b.c")]))];
    assert_eq!(parts(said(&list.panels, FactKind::Channels)), lines);
    let agreed = read(&json!({"id": 1, "subscriptionInfo": {"subscriptions": ["SMS"]}})).expect("a profile");
    assert_eq!(parts(said(&agreed.panels, FactKind::Subscriptions)), [theirs("", text("SMS"))]);
}

#[test]
fn a_programme_without_a_title_is_known_by_its_number() {
    let profile =
        read(&json!({"id": 1, "loyaltyProgramDetails": [{"programId": 1219}, {"programTitle": ["A"]}]}));
    let profile = profile.expect("a profile");
    let [number, odd] = profile.programs.as_slice() else { panic!("two programmes") };
    assert_eq!(
        number,
        &known(FactKind::Program, FactValue::Facts(vec![known(FactKind::Program, code("1219"))]))
    );
    let list = FactValue::List(vec![text("A")]);
    assert_eq!(odd, &known(FactKind::Program, FactValue::Facts(vec![known(FactKind::Program, list)])));
}

#[test]
fn a_key_is_a_whole_number() {
    let accepts = |id: &str| Vendor::Capillary.accepts(&CustomerId::parse(id).expect("an id"));
    for right in ["17742", "0", "9007199254740993"] {
        assert!(accepts(right), "{right}");
    }
    for wrong in ["customer-1", "-1", "1.0", "١٧", "1 2", "9B5E1EE0"] {
        assert!(!accepts(wrong), "{wrong}");
    }
}

//! Capillary: its fixture, and tests of its documented requests and responses.

use carnet::{
    domain::{
        CustomerId, Fact, FactLabel, FactName, FactValue, Field, NextTier, Pagination, PartialDate, Profile,
        Progress, Record, Summary, TextField, VendorMessage,
    },
    error::{ApiError, FieldError},
    http::{Body, Response},
    vendor_api::{Operation, Query, RequestContext, Vendor, read_profile},
};
use serde_json::{Value as Json, json};

use crate::{
    test_server::{self, Client, TestServer, response},
    vendors::{Documented, Fixture, parse_query},
};

/// The customer with every member filled in: the id and the values of the vendor's document.
const CAMILLE: &str = "17742";

pub(crate) const FIXTURE: Fixture = Fixture {
    vendor: Vendor::CAPILLARY,
    server: test_server::sandbox,
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
    sparse: "17748",
    unknown_id: "4040404040",
    fields: || vec![Field::Text(TextField::FirstName), Field::Text(TextField::LastName)],
    body_switches,
    failing_customers,
    // Only Capillary documents a 400 without a body: the customer id is invalid.
    special_error: |response| {
        (response.status == 400 && response.body == Body::Empty).then_some(ApiError::InvalidCustomerId)
    },
    documented: |operation, context| match operation {
        Operation::View(customer) => Some(documented(customer, context)),
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
    free_form_member: Some("extendedFields"),
    shown_elsewhere: |path| {
        let is_named = |name: &str| path.ends_with(name);
        // Shown elsewhere: a second format of the same time, pagination (buttons), a program and a till (by name).
        // Derived: the period type of a tracker case, and what is received, which is listed by its kind.
        is_named("/expiryDateISO")
            || path.starts_with("/ug2Pagination/")
            || is_named("/programId")
            || path.contains("/createdBy/")
            || path.contains("/modifiedBy/")
            || path.contains("/issuedAt/")
            || path.starts_with("/warnings/")
            || path.contains("/trackerCasePeriodType")
            || is_named("/subscriptions/type")
    },
};

/// Switches for every combination of the formats in which the vendor's document shows tier progress.
fn body_switches() -> Vec<Json> {
    let mut body_switches = vec![json!({}), json!({"capillary_errors": "200"})];
    for gaps in ["nested", "top"] {
        for spelling in ["camel", "snake"] {
            for renew in ["object", "array"] {
                for values in ["object", "number"] {
                    body_switches.push(json!({
                        "capillary_gaps": gaps,
                        "capillary_spelling": spelling,
                        "capillary_renew": renew,
                        "capillary_values": values,
                    }));
                }
            }
        }
    }
    body_switches
}

fn failing_customers() -> Vec<(&'static str, ApiError)> {
    let unreadable = |reason| ApiError::Unreadable { reason };
    vec![
        ("900000002", ApiError::NotAllowed),
        ("900000003", ApiError::NotFound),
        ("900000004", ApiError::RateLimited { wait: Some(std::time::Duration::from_secs(5)) }),
        ("900000005", ApiError::ServerError { status: 500 }),
        ("900000006", unreadable("the response is not JSON")),
        // In a browser the transport fails on the broken connection. The part that arrived is no JSON either.
        ("900000008", unreadable("the response has no body")),
        ("900000009", unreadable("the response has no body")),
        ("900000010", ApiError::SignedOut),
        ("900000011", rejected("Bad Request")),
        ("900000012", unreadable("the response is not JSON")),
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

/// A rejection with the vendor's message, which is in English.
fn rejected(text: &str) -> ApiError {
    ApiError::Rejected(vec![FieldError {
        path: None,
        text: Some(text.to_owned()),
        language: Some("en".to_owned()),
        suggestions: Vec::new(),
    }])
}

/// The documented URL. The vendor's document misprints it: it has one slash before `customers` and a `?` before the
/// query.
fn documented(customer: &CustomerId, context: RequestContext<'_>) -> Documented {
    const QUERY: &str = "source=ALL\
        &embed=points,subscriptions,mlp,userGroup,gapDetails,promotionalPoints,expirySchedules,expiredPoints,\
        customerImage,returnedPoints,associatedImages,segments\
        &includedUserGroup2LoyaltyDetails=true\
        &includedFraudDetails=true\
        &ug2Limit=20\
        &ug2PaginationDetails=true\
        &gapToUpgrade=0\
        &gapToRenew=0";
    let language = context.language.split('-').next().unwrap_or_default();
    Documented {
        method: "GET",
        url: format!("{}/v2/customers/{}?{QUERY}", context.base_url, customer.as_str()),
        headers: vec![
            ("accept", "application/json".to_owned()),
            ("authorization", format!("Bearer {}", context.token)),
            ("language", language.to_owned()),
        ],
    }
}

/// The query of these attributes.
fn query(attributes: &[(&str, &str)]) -> Query {
    parse_query(Vendor::CAPILLARY, attributes).expect("valid attributes")
}

async fn view(id: &str) -> Profile {
    let server = TestServer::open(&FIXTURE);
    server.sign_in(id).await.view().await.expect("a profile")
}

/// The profile of a customer, requested with these attributes.
async fn view_with(id: &str, attributes: &[(&str, &str)]) -> Result<Profile, ApiError> {
    let server = TestServer::open(&FIXTURE);
    let mut client = server.sign_in(id).await;
    client.query = query(attributes);
    client.view().await
}

/// Reads a response body that the sandbox never sends.
fn read(body: &Json) -> Result<Profile, ApiError> {
    read_profile(Vendor::CAPILLARY, &FIXTURE.query(), &response(200, &body.to_string()))
}

/// The value of the fact of this kind.
fn fact_value(facts: &[Fact], kind: FactLabel) -> Option<&FactValue> {
    facts.iter().find(|fact| fact.name == FactName::Known(kind)).map(|fact| &fact.value)
}

/// The value of the fact with this name of the vendor's.
fn raw_fact_value<'a>(facts: &'a [Fact], name: &str) -> Option<&'a FactValue> {
    facts.iter().find(|fact| fact.name == FactName::Raw(name.to_owned())).map(|fact| &fact.value)
}

/// The nested facts of a value.
fn nested_facts(value: Option<&FactValue>) -> &[Fact] {
    match value {
        Some(FactValue::Facts(facts)) => facts,
        other => panic!("no nested facts: {other:?}"),
    }
}

/// The facts that the page shows on request, in one panel.
fn account_facts(profile: &Profile) -> &[Fact] {
    nested_facts(fact_value(&profile.panels, FactLabel::ACCOUNT))
}

/// The groups, which are a panel of their own if they come in pages.
fn groups(profile: &Profile) -> &[FactValue] {
    let of = |facts| fact_value(facts, FactLabel::GROUPS);
    match of(&profile.panels).or_else(|| of(account_facts(profile))) {
        Some(FactValue::List(groups)) => groups,
        other => panic!("no groups: {other:?}"),
    }
}

/// What became of points.
fn past_points(profile: &Profile) -> &[Fact] {
    nested_facts(fact_value(account_facts(profile), FactLabel("fact.history")))
}

fn known_fact(kind: FactLabel, value: FactValue) -> Fact {
    Fact::new(kind, value)
}

fn word_fact(word: &str, value: FactValue) -> Fact {
    Fact { name: FactName::Word(word.to_owned()), value }
}

fn raw_fact(name: &str, value: FactValue) -> Fact {
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

fn timestamp(written: &str) -> FactValue {
    FactValue::Moment(written.to_owned())
}

fn date(written: &str) -> FactValue {
    FactValue::Date(PartialDate::from_stored(written.to_owned()))
}

/// Progress to a tier, without further facts.
fn progress(value: f64, threshold: f64, gap: f64, until: Option<&str>) -> Progress {
    let until = until.map(|written| PartialDate::from_stored(written.to_owned()));
    Progress { value, threshold, gap, until, ..Progress::default() }
}

/// The facts that are shown without opening the details.
fn without_details(facts: &[Fact]) -> Vec<Fact> {
    let shown = facts.iter().filter(|fact| fact.name != FactName::Known(FactLabel("fact.details")));
    shown.cloned().collect()
}

#[tokio::test]
async fn profile_has_customer_and_registration_as_facts() {
    let profile = view(CAMILLE).await;
    let mut record = Record::default();
    record.texts[TextField::FirstName] = Some("Camille".into());
    record.texts[TextField::LastName] = Some("Moreau".into());
    assert_eq!(profile.record, record);
    assert_eq!(
        without_details(&profile.facts),
        [
            known_fact(FactLabel("fact.customer-number"), code("17742")),
            known_fact(FactLabel("fact.registered"), date("2016-06-23T19:11:18+08:00")),
        ]
    );
    let details = nested_facts(fact_value(&profile.facts, FactLabel::DETAILS));
    for (kind, value) in [
        (FactLabel("fact.source"), word("INSTORE")),
        (FactLabel("fact.registered-at"), text("nantes.till.1")),
        (FactLabel("fact.changed-at"), text("nantes.till.2")),
        (FactLabel("fact.refreshed"), timestamp("2024-11-12T18:50:23+08:00")),
        (FactLabel("fact.till"), text("nantes.till.1")),
    ] {
        assert_eq!(fact_value(details, kind), Some(&value), "{kind:?}");
    }
    // The header has the last change.
    assert_eq!(fact_value(details, FactLabel("fact.changed")), None);
    assert_eq!((profile.loyalty, profile.warnings, profile.version), (None, vec![], None));
}

#[tokio::test]
async fn summary_has_picture_tier_points_and_next_tier() {
    let profile = view(CAMILLE).await;
    let summary = Summary {
        picture: Some("http://localhost/capillary/images/portrait.png".into()),
        tier: Some("Silver".into()),
        points: Some(9786.0),
        next_tier: Some(NextTier { name: "Gold".into(), missing: Some(15214.0) }),
        changed: Some("2024-11-12T18:50:23+08:00".into()),
    };
    assert_eq!(profile.summary, summary);
    // The top tier has no next one, and a picture that is an object is the same picture.
    assert_eq!(view("17746").await.summary.next_tier, None);
    let picture = view("17744").await.summary.picture;
    assert!(picture.is_some_and(|address| address.starts_with("http://localhost/")));
    assert_eq!(view("17751").await.summary.picture, None, "no script in the place of a picture");
    assert_eq!(view("17748").await.summary, Summary::default());
}

#[test]
fn summary_is_of_the_program_that_the_total_repeats() {
    let program = |title: &str, tier: &str, points: u32| json!({"programTitle": title, "currentSlab": tier, "loyaltyPoints": points, "nextSlab": "Up"});
    let total = json!({"currentSlab": "B", "loyaltyPoints": 2, "loyaltyId": 7});
    let programs = json!([program("One", "A", 1), program("Two", "B", 2)]);
    let body = |total: &Json| json!({"id": 1, "loyaltyProgramDetails": programs, "pointsSummary": total});
    let read = |total: Json| read(&body(&total)).expect("a profile");

    let profile = read(total);
    assert_eq!((profile.summary.tier, profile.summary.points), (Some("B".into()), Some(2.0)));
    let facts = |title| nested_facts(raw_fact_value(&profile.programs, title));
    assert_eq!(facts("Two"), [], "the header has all of it");
    assert_eq!(
        facts("One"),
        [
            known_fact(FactLabel("fact.points"), FactValue::Number(1.0)),
            known_fact(FactLabel("fact.tier"), text("A")),
            known_fact(
                FactLabel("fact.history"),
                FactValue::Facts(vec![known_fact(FactLabel("fact.next-tier"), text("Up"))])
            ),
        ]
    );
    let rest = nested_facts(fact_value(&profile.programs, FactLabel("fact.points")));
    let details = FactValue::Facts(vec![raw_fact("Loyalty id", code("7"))]);
    let history = FactValue::Facts(vec![known_fact(FactLabel::DETAILS, details)]);
    assert_eq!(
        rest,
        [known_fact(FactLabel("fact.history"), history)],
        "a total that repeats a program adds only its number"
    );

    let other = read(json!({"currentSlab": "C", "loyaltyPoints": 3}));
    assert_eq!((other.summary.tier, other.summary.points), (Some("C".into()), Some(3.0)));
    assert_eq!(other.summary.next_tier, None);
    let none = read(json!(null));
    assert_eq!((none.summary.tier, none.summary.points), (Some("A".into()), Some(1.0)));
    assert_eq!(none.summary.next_tier, Some(NextTier { name: "Up".into(), missing: None }));
}

#[test]
fn missing_for_next_tier_is_only_told_if_one_way_leads_there() {
    let way = |gap: f64| {
        json!({"upgradeBasedOn": "VISITS", "upgradeThreshold": 9, "customerUpgradeEntityValues":
            {"currentValue": 1, "gapToUpgrade": gap}})
    };
    let missing = |ways: Json| {
        let body = json!({"id": 1, "pointsSummary": {"nextSlab": "Gold"}, "upgradeStrategies": ways});
        read(&body).expect("a profile").summary.next_tier.expect("a next tier").missing
    };
    assert_eq!(missing(json!([way(8.0)])), Some(8.0));
    assert_eq!(missing(json!([way(0.0)])), None);
    assert_eq!(missing(json!([way(8.0), way(7.0)])), None);
    assert_eq!(missing(json!([])), None);
}

#[tokio::test]
async fn program_has_standing_and_upgrade_progress_of_the_documented_example() {
    let profile = view(CAMILLE).await;
    let everyday = nested_facts(raw_fact_value(&profile.programs, "Everyday"));
    let up = known_fact(
        FactLabel("fact.to-upgrade"),
        FactValue::Facts(vec![word_fact(
            "CUMULATIVE_PURCHASES",
            FactValue::Progress(Progress {
                tier: Some("Gold".into()),
                ..progress(9786.0, 25000.0, 15214.0, Some("2025-05-06"))
            }),
        )]),
    );
    assert_eq!(
        without_details(everyday)[..3],
        [
            known_fact(FactLabel("fact.description"), text("Points for every purchase")),
            known_fact(FactLabel("fact.tier-expires"), date("2027-12-31T23:59:59+05:30")),
            up,
        ]
    );
    for kind in ["fact.points", "fact.available-points", "fact.tier", "fact.next-tier"] {
        assert_eq!(fact_value(everyday, FactLabel(kind)), None, "the header has the {kind}");
    }
    let past = nested_facts(fact_value(everyday, FactLabel("fact.history")));
    assert_eq!(fact_value(past, FactLabel("fact.tier-description")), Some(&text("Silver tier")));
    assert_eq!(fact_value(past, FactLabel("fact.next-tier-description")), Some(&text("Gold tier")));
    for (kind, number) in [
        (FactLabel("fact.lifetime-points"), 18900.0),
        (FactLabel("fact.purchases"), 25230.5),
        (FactLabel("fact.redeemed"), 8600.0),
        (FactLabel("fact.expired"), 414.0),
        (FactLabel("fact.returned"), 100.0),
        (FactLabel("fact.total-returned"), 100.0),
        (FactLabel("fact.adjusted"), 0.0),
        (FactLabel("fact.delayed"), 0.0),
        (FactLabel("fact.point-value"), 1.0),
    ] {
        assert_eq!(fact_value(past, kind), Some(&FactValue::Number(number)), "{kind:?}");
    }
    let Some(FactValue::List(partners)) = fact_value(everyday, FactLabel("fact.partners")) else {
        panic!("no partners")
    };
    assert_eq!(partners.len(), 2);
    let sky = nested_facts(partners.first());
    assert_eq!(
        without_details(sky),
        [
            known_fact(FactLabel("fact.program"), text("Sky miles")),
            known_fact(FactLabel("fact.description"), text("Miles for flights")),
            known_fact(FactLabel("fact.tier"), text("Blue")),
            known_fact(FactLabel("fact.tier-expires"), date("2027-12-29T23:59:59+05:30")),
            known_fact(FactLabel("fact.membership-number"), code("916215776456")),
        ]
    );

    let travel = nested_facts(raw_fact_value(&profile.programs, "Travel"));
    assert_eq!(fact_value(travel, FactLabel("fact.points")), Some(&FactValue::Number(300.0)));
    assert_eq!(fact_value(travel, FactLabel("fact.tier")), Some(&text("Tier 1")));
    let past = nested_facts(fact_value(travel, FactLabel("fact.history")));
    assert_eq!(fact_value(past, FactLabel("fact.point-value")), Some(&FactValue::Number(0.25)));
    assert_eq!(fact_value(past, FactLabel("fact.delayed")), Some(&FactValue::Number(120.0)));
    let to_tier_2 = |known: Progress| FactValue::Progress(Progress { tier: Some("Tier 2".into()), ..known });
    let expected = [
        word_fact("CURRENT_POINTS", to_tier_2(progress(300.0, 1000.0, 700.0, Some("2027-06-30")))),
        word_fact("TRACKER_VALUE_BASED", to_tier_2(progress(4.0, 12.0, 8.0, Some("2026-12-31")))),
    ];
    assert_eq!(nested_facts(fact_value(travel, FactLabel("fact.to-upgrade"))), expected);
    assert_eq!(fact_value(travel, FactLabel("fact.to-renew")), None, "the base tier is not renewed");
}

#[tokio::test]
async fn renewal_has_progress_per_strategy_and_tracker_windows() {
    let profile = view(CAMILLE).await;
    let everyday = nested_facts(raw_fact_value(&profile.programs, "Everyday"));
    let tracker = |name: &str, window: &str, case: &str| {
        let case = FactValue::Facts(vec![raw_fact("Tracker case name", text(case))]);
        raw_fact(
            name,
            FactValue::Facts(vec![
                known_fact(FactLabel("fact.counted"), word("LINEITEM_COUNT")),
                known_fact(FactLabel("fact.window"), word(window)),
                known_fact(FactLabel("fact.details"), case),
                known_fact(FactLabel("fact.within"), FactValue::Days(5.0)),
            ]),
        )
    };
    let trackers = vec![
        tracker("DowngradeTracker", "MOVING_WINDOW", "Case1"),
        tracker("YearTracker", "CALENDAR_BASED_CYCLIC_WINDOW", "Case2"),
    ];
    assert_eq!(
        nested_facts(fact_value(everyday, FactLabel("fact.to-renew"))),
        [
            word_fact("VISITS", FactValue::Progress(progress(1.0, 5.0, 4.0, None))),
            word_fact("PURCHASE", FactValue::Progress(progress(0.0, 10.0, 10.0, None))),
            word_fact("POINTS", FactValue::Progress(progress(123.0, 2000.0, 1877.0, None))),
            word_fact(
                "TRACKER",
                FactValue::Progress(Progress { facts: trackers, ..progress(2.0, 5.0, 3.0, None) })
            ),
            known_fact(FactLabel("fact.tier-expires"), date("2024-12-31")),
            known_fact(FactLabel("fact.renewed"), FactValue::Flag(false)),
        ]
    );
}

#[tokio::test]
async fn programs_come_first_and_the_total_is_not_repeated() {
    let profile = view(CAMILLE).await;
    let names: Vec<&FactName> = profile.programs.iter().map(|fact| &fact.name).collect();
    let title = |title: &str| FactName::Raw(title.to_owned());
    assert_eq!(names, [&title("Everyday"), &title("Travel")]);
    let names: Vec<&FactName> = profile.panels.iter().map(|fact| &fact.name).collect();
    let panels = [FactLabel("fact.channels"), FactLabel("fact.subscriptions"), FactLabel::ACCOUNT];
    assert_eq!(names, panels.map(FactName::Known).iter().collect::<Vec<_>>());
    let paged = view("17750").await;
    assert!(fact_value(&paged.panels, FactLabel::GROUPS).is_some(), "groups that come in pages");
    assert_eq!(
        nested_facts(fact_value(account_facts(&profile), FactLabel("fact.membership"))),
        [
            known_fact(FactLabel("fact.loyalty-type"), word("loyalty")),
            known_fact(FactLabel("fact.lifetime-purchases"), FactValue::Number(25230.5)),
            known_fact(FactLabel("fact.registered"), date("2016-06-23T19:11:18+08:00")),
            known_fact(FactLabel("fact.registered-at"), text("nantes.till.1")),
            known_fact(FactLabel("fact.created-from"), word("INSTORE")),
            known_fact(FactLabel("fact.changed"), timestamp("2024-11-12T18:50:23+08:00")),
            known_fact(FactLabel("fact.changed-at"), text("nantes.till.2")),
        ]
    );
}

#[tokio::test]
async fn identifiers_and_channels_are_separate_panels() {
    let profile = view(CAMILLE).await;
    let line = |name: &str, values: Vec<FactValue>| word_fact(name, FactValue::List(values));
    assert_eq!(
        without_details(nested_facts(fact_value(account_facts(&profile), FactLabel("fact.identifiers")))),
        [
            line("mobile", vec![code("33612345678")]),
            line("email", vec![code("camille.moreau@example.org")]),
            line("externalId", vec![code("CRM-0017742")]),
            line("cardnumber", vec![code("TTM001110000000002ZS")]),
        ]
    );
    // The same mobile and email address, each with its flags.
    assert_eq!(
        nested_facts(fact_value(&profile.panels, FactLabel("fact.channels"))),
        [
            line("mobile", vec![code("33612345678"), word("primary"), word("verified"), word("residence")]),
            line("email", vec![code("camille.moreau@example.org"), word("primary"), word("unverified")]),
            line("mobilePush", vec![word("verified")]),
        ]
    );
    // The name of the device tells the customer nothing.
    let details = nested_facts(fact_value(&profile.facts, FactLabel::DETAILS));
    for fact in [
        word_fact("mobilePush", code("device-77ab")),
        known_fact(FactLabel("fact.last-viewed"), timestamp("2025-11-02T08:00:00Z")),
    ] {
        assert!(details.contains(&fact), "{fact:?} in {details:?}");
    }
    assert_eq!(
        fact_value(account_facts(&profile), FactLabel("fact.all-identifiers")),
        None,
        "equal identifiers are shown once"
    );
    assert_eq!(
        fact_value(account_facts(&profile), FactLabel("fact.all-fields")),
        None,
        "equal fields are shown once"
    );
}

#[test]
fn identifiers_of_all_sources_are_shown_if_they_differ() {
    let own = json!([{"type": "mobile", "value": "1"}]);
    let all = json!([{"type": "mobile", "value": "1"}, {"type": "wechat", "value": "2"}]);
    let body = json!({"id": 1, "profiles": [{
        "identifiers": own, "identifiersAll": all, "fields": {"a": 1}, "allFields": {"a": 1, "b": 2},
    }]});
    let profile = read(&body).expect("a profile");
    let line = |name: &str, value: &str| word_fact(name, FactValue::List(vec![code(value)]));
    assert_eq!(
        nested_facts(fact_value(account_facts(&profile), FactLabel("fact.all-identifiers"))),
        [line("mobile", "1"), line("wechat", "2")]
    );
    assert_eq!(nested_facts(fact_value(account_facts(&profile), FactLabel("fact.all-fields"))).len(), 2);
}

#[tokio::test]
async fn cards_segments_subscriptions_and_expiring_points_are_panels() {
    let profile = view(CAMILLE).await;
    let Some(FactValue::List(cards)) = fact_value(account_facts(&profile), FactLabel("fact.cards")) else {
        panic!("no cards")
    };
    let [digital, paper] = cards.as_slice() else { panic!("two cards, not {}", cards.len()) };
    let extended = [raw_fact("Card balance", code("1000")), raw_fact("Year of registration", code("21"))];
    assert_eq!(
        without_details(nested_facts(Some(digital))),
        [
            known_fact(FactLabel("fact.card-number"), code("visabook006")),
            known_fact(FactLabel("fact.kind"), word("DIGITAL")),
            known_fact(FactLabel("fact.status"), word("ACTIVE")),
            known_fact(FactLabel("fact.series"), text("Book of Nantes")),
            known_fact(FactLabel("fact.issued"), date("2021-11-23T10:01:33Z")),
            known_fact(FactLabel("fact.created"), date("2021-11-23")),
            known_fact(FactLabel("fact.expires"), date("2028-11-23")),
            known_fact(FactLabel("fact.no-transactions"), FactValue::Flag(false)),
            known_fact(
                FactLabel("fact.fields"),
                FactValue::Facts(vec![raw_fact("Card name", text("Everyday"))])
            ),
            known_fact(FactLabel("fact.extended"), FactValue::Facts(extended.into())),
        ]
    );
    // The status is the label that is printed on the card; the vendor's internal status is in the details.
    assert_eq!(fact_value(nested_facts(Some(paper)), FactLabel("fact.status")), Some(&word("Lapsed")));
    assert_eq!(fact_value(nested_facts(Some(paper)), FactLabel("fact.reason")), Some(&text("Not renewed")));

    assert_eq!(
        nested_facts(fact_value(account_facts(&profile), FactLabel("fact.segments"))),
        [
            raw_fact("Activity segment", text("Lapsed")),
            raw_fact("Value segment", text("High spender")),
            raw_fact("Taste", text("Crime fiction")),
        ]
    );
    let words = |words: &[&str]| FactValue::List(words.iter().copied().map(word).collect());
    let lines = |name: &str, lines: &[&[&str]]| {
        word_fact(name, FactValue::List(lines.iter().copied().map(words).collect()))
    };
    assert_eq!(
        nested_facts(fact_value(&profile.panels, FactLabel("fact.subscriptions"))),
        [
            lines("TRANS", &[&["SMS"], &["EMAIL"]]),
            lines("BULK", &[&["EMAIL"], &["ANDROID"]]),
            lines("OPTOUT", &[&["SMS", "BULK"], &["IOS", "BULK"]]),
        ]
    );
    let expiry = |program: &str, points, day: &str| {
        FactValue::Facts(vec![
            // The program's id is replaced by its title.
            known_fact(FactLabel("fact.program"), text(program)),
            known_fact(FactLabel("fact.points"), FactValue::Number(points)),
            known_fact(FactLabel("fact.expires"), date(day)),
        ])
    };
    assert_eq!(
        fact_value(account_facts(&profile), FactLabel("fact.expiry")),
        Some(&FactValue::List(vec![
            expiry("Everyday", 1200.0, "2026-12-31"),
            expiry("Everyday", 786.0, "2027-03-31"),
            expiry("Travel", 300.0, "2027-06-30"),
        ]))
    );
    let returned = FactValue::Facts(vec![
        known_fact(FactLabel("fact.program"), text("Everyday")),
        known_fact(FactLabel("fact.points"), FactValue::Number(100.0)),
        known_fact(FactLabel("fact.returned-on"), timestamp("2025-02-14T10:20:00+01:00")),
        known_fact(FactLabel("fact.transaction"), code("INV-2025-031")),
    ]);
    assert_eq!(
        fact_value(past_points(&profile), FactLabel("fact.returned")),
        Some(&FactValue::List(vec![returned]))
    );
    let expired = FactValue::Facts(vec![
        known_fact(FactLabel("fact.program"), text("Everyday")),
        known_fact(FactLabel("fact.points"), FactValue::Number(414.0)),
        known_fact(FactLabel("fact.expired-on"), date("2024-12-31")),
    ]);
    assert_eq!(
        fact_value(past_points(&profile), FactLabel("fact.expired")),
        Some(&FactValue::List(vec![expired]))
    );
}

#[tokio::test]
async fn promotional_points_have_purchase_place_and_expiry() {
    let profile = view(CAMILLE).await;
    let promotions = nested_facts(fact_value(past_points(&profile), FactLabel("fact.promotional")));
    let names: Vec<&FactName> = promotions.iter().map(|fact| &fact.name).collect();
    assert_eq!(
        names,
        [&FactName::Known(FactLabel("fact.for-customer")), &FactName::Known(FactLabel("fact.for-purchase"))],
        "no points for a line item"
    );
    let Some(FactValue::List(purchases)) = fact_value(promotions, FactLabel("fact.for-purchase")) else {
        panic!("no purchase")
    };
    assert_eq!(
        without_details(nested_facts(purchases.first())),
        [
            known_fact(FactLabel("fact.promotion"), text("Double points weekend")),
            known_fact(FactLabel("fact.program"), text("Everyday")),
            known_fact(FactLabel("fact.points"), FactValue::Number(32.0)),
            known_fact(FactLabel("fact.issued"), timestamp("2025-12-12T11:23:03+05:30")),
            known_fact(FactLabel("fact.issued-at"), text("Nantes, rue Crébillon")),
            known_fact(FactLabel("fact.transaction"), code("INV-2025-118")),
            known_fact(FactLabel("fact.expires"), date("2027-12-31T23:59:59+05:30")),
        ]
    );
}

#[tokio::test]
async fn groups_images_and_fraud_details_are_panels() {
    let profile = view(CAMILLE).await;
    let groups = groups(&profile);
    let names: Vec<_> =
        groups.iter().map(|group| fact_value(nested_facts(Some(group)), FactLabel("fact.group"))).collect();
    let expected = ["Runners of the Erdre", "Book club of the rue Crébillon", "Moreau household"].map(text);
    assert_eq!(names, expected.iter().map(Some).collect::<Vec<_>>());
    let household = nested_facts(groups.last());
    assert_eq!(fact_value(household, FactLabel("fact.primary-member")), Some(&FactValue::Flag(true)));
    assert_eq!(fact_value(household, FactLabel("fact.joined")), Some(&timestamp("2019-03-02T09:00:00Z")));
    let loyalty = FactValue::List(vec![FactValue::Facts(vec![
        known_fact(FactLabel("fact.program"), text("Everyday")),
        known_fact(FactLabel("fact.points"), FactValue::Number(54500.0)),
        known_fact(FactLabel("fact.tier"), text("Silver")),
        known_fact(FactLabel("fact.contribution"), FactValue::Number(0.0)),
    ])]);
    assert_eq!(fact_value(household, FactLabel("fact.group-loyalty")), Some(&loyalty));
    assert_eq!(profile.pagination, None, "all groups are on the page");

    let picture = |name: &str| FactValue::Image(format!("http://localhost/capillary/images/{name}"));
    assert_eq!(
        fact_value(account_facts(&profile), FactLabel("fact.portrait")),
        None,
        "the header has the picture"
    );
    let barcode = |name| {
        FactValue::Facts(vec![
            word_fact("BARCODE", picture(name)),
            known_fact(FactLabel("fact.image-value"), code("17742")),
        ])
    };
    let images = FactValue::List(vec![barcode("barcode.png"), barcode("barcode.svg")]);
    assert_eq!(fact_value(account_facts(&profile), FactLabel("fact.images")), Some(&images));
    let fraud = nested_facts(fact_value(account_facts(&profile), FactLabel("fact.fraud")));
    assert_eq!(fact_value(fraud, FactLabel("fact.status")), Some(&word("NOT_FRAUD")));
    let extended = nested_facts(fact_value(account_facts(&profile), FactLabel("fact.extended")));
    assert_eq!(raw_fact_value(extended, "Children"), Some(&code("2")));
    assert_eq!(raw_fact_value(extended, "Newsletter"), Some(&FactValue::Flag(true)));
    // The fields of the profile are among them, but the one that is the same.
    assert_eq!(raw_fact_value(extended, "Shoe size"), Some(&code("38")));
    assert_eq!(extended.iter().filter(|fact| fact.name == FactName::Raw("Gender".into())).count(), 1);
    assert_eq!(fact_value(account_facts(&profile), FactLabel("fact.fields")), None);
    // A portrait that is an object also has a date.
    let portrait = view("17744").await;
    let portrait = nested_facts(fact_value(account_facts(&portrait), FactLabel("fact.portrait")));
    assert_eq!(
        fact_value(portrait, FactLabel("fact.created")),
        Some(&timestamp("2025-06-01T08:00:00+08:00"))
    );
}

/// All tier progress of a profile: upgrade or renewal, the basis, and value, threshold and gap.
fn tier_progress(profile: &Profile) -> Vec<(FactLabel, String, [f64; 3])> {
    fn collect(facts: &[Fact], goal: Option<FactLabel>, found: &mut Vec<(FactLabel, String, [f64; 3])>) {
        for fact in facts {
            let goal = match (&fact.name, goal) {
                (FactName::Known(kind @ (FactLabel("fact.to-upgrade") | FactLabel("fact.to-renew"))), _) => {
                    Some(*kind)
                }
                (_, goal) => goal,
            };
            match (&fact.value, &fact.name, goal) {
                (FactValue::Progress(progress), FactName::Word(basis), Some(kind)) => {
                    found.push((kind, basis.clone(), [progress.value, progress.threshold, progress.gap]));
                }
                (FactValue::Facts(facts), ..) => collect(facts, goal, found),
                (FactValue::List(items), ..) => {
                    for item in items {
                        if let FactValue::Facts(facts) = item {
                            collect(facts, goal, found);
                        }
                    }
                }
                _ => {}
            }
        }
    }
    let mut all = Vec::new();
    collect(&profile.programs, None, &mut all);
    collect(&profile.panels, None, &mut all);
    all.sort_by(|one, other| format!("{one:?}").cmp(&format!("{other:?}")));
    all
}

#[tokio::test]
async fn tier_progress_is_the_same_for_every_gap_format() {
    for (id, count) in [("17747", 5), (CAMILLE, 7)] {
        let mut first = None;
        for switches in body_switches() {
            let server = TestServer::open(&FIXTURE);
            server.set_switches(&switches).await;
            let found = tier_progress(&server.sign_in(id).await.view().await.expect("a profile"));
            assert_eq!(found.len(), count, "{id} under {switches}: {found:?}");
            assert_eq!(&found, first.get_or_insert(found.clone()), "{id} under {switches}");
        }
        let up =
            (FactLabel("fact.to-upgrade"), "CUMULATIVE_PURCHASES".to_owned(), [9786.0, 25000.0, 15214.0]);
        assert!(first.is_some_and(|all| all.contains(&up)), "{id}: the documented numbers");
    }
}

#[tokio::test]
async fn renewal_has_tier_expiry_for_every_gap_format() {
    for switches in body_switches() {
        let server = TestServer::open(&FIXTURE);
        server.set_switches(&switches).await;
        let profile = server.sign_in("17747").await.view().await.expect("a profile");
        let everyday = nested_facts(raw_fact_value(&profile.programs, "Everyday"));
        let renew = fact_value(everyday, FactLabel("fact.to-renew"))
            .or_else(|| fact_value(&profile.programs, FactLabel("fact.to-renew")));
        assert_eq!(
            fact_value(nested_facts(renew), FactLabel("fact.tier-expires")),
            Some(&date("2024-12-31")),
            "{switches}"
        );
        assert_eq!(
            fact_value(nested_facts(renew), FactLabel("fact.renewed")),
            Some(&FactValue::Flag(false)),
            "{switches}"
        );
    }
}

#[tokio::test]
async fn tier_progress_uses_requested_gap_days() {
    let far = [("source", "INSTORE"), ("embed", "mlp"), ("gap-to-upgrade", "10"), ("gap-to-renew", "10")];
    let found = tier_progress(&view_with(CAMILLE, &far).await.expect("a profile"));
    let has = |kind, basis: &str, numbers| found.contains(&(kind, basis.to_owned(), numbers));
    assert!(
        has(FactLabel("fact.to-upgrade"), "CUMULATIVE_PURCHASES", [9536.0, 25000.0, 15464.0]),
        "{found:?}"
    );
    assert!(has(FactLabel("fact.to-renew"), "POINTS", [103.0, 2000.0, 1897.0]), "{found:?}");
    let none = [("source", "INSTORE"), ("embed", "mlp")];
    assert_eq!(
        tier_progress(&view_with(CAMILLE, &none).await.expect("a profile")),
        [],
        "no progress without a gap attribute"
    );
}

#[test]
fn tier_progress_without_gap_is_computed_and_not_negative() {
    let progress_of = |values: Json| {
        let strategy = json!({"upgradeBasedOn": "CURRENT_POINTS", "upgradeThreshold": 100,
            "customerUpgradeEntityValues": values});
        let body = json!({"id": 1, "loyaltyProgramDetails": [{"upgradeStrategies": [strategy]}]});
        tier_progress(&read(&body).expect("a profile"))[0].2
    };
    assert_eq!(progress_of(json!(40)), [40.0, 100.0, 60.0]);
    assert_eq!(progress_of(json!({"currentValue": 40})), [40.0, 100.0, 60.0]);
    assert_eq!(progress_of(json!({"currentValue": 140})), [140.0, 100.0, 0.0]);
    // A gap that the vendor sends is shown, even if it does not match the other numbers.
    assert_eq!(progress_of(json!({"currentValue": 40, "gapToUpgrade": 55})), [40.0, 100.0, 55.0]);
    assert_eq!(progress_of(json!({"currentValue": "40", "gapToUpgrade": "60"})), [40.0, 100.0, 60.0]);
}

#[test]
fn unreadable_strategy_is_shown_as_raw_facts() {
    let read_strategy = |strategy: Json| {
        let body =
            json!({"id": 1, "loyaltyProgramDetails": [{"programTitle": "A", "upgradeStrategies": strategy}]});
        let profile = read(&body).expect("a profile");
        nested_facts(fact_value(
            nested_facts(raw_fact_value(&profile.programs, "A")),
            FactLabel("fact.to-upgrade"),
        ))
        .to_vec()
    };
    let unexpected = json!({"upgradeBasedOn": "MOON_PHASE", "upgradeThreshold": "many"});
    let shown = FactValue::Facts(vec![
        raw_fact("Upgrade based on", text("MOON_PHASE")),
        raw_fact("Upgrade threshold", text("many")),
    ]);
    assert_eq!(read_strategy(json!([unexpected])), [word_fact("MOON_PHASE", shown.clone())]);
    assert_eq!(read_strategy(unexpected), [word_fact("MOON_PHASE", shown)], "also if it is no list");
    assert_eq!(read_strategy(json!(["soon"])), [raw_fact("", text("soon"))]);
}

#[tokio::test]
async fn profile_in_top_or_base_tier_has_no_next_tier_or_renewal() {
    let top = view("17746").await;
    let everyday = nested_facts(raw_fact_value(&top.programs, "Everyday"));
    assert_eq!(top.summary.tier, Some("Platinum".into()));
    let nothing =
        [FactLabel("fact.next-tier"), FactLabel("fact.next-tier-description"), FactLabel("fact.to-upgrade")];
    for kind in nothing {
        assert_eq!(fact_value(everyday, kind), None, "{kind:?}");
        assert_eq!(
            fact_value(nested_facts(fact_value(everyday, FactLabel("fact.history"))), kind),
            None,
            "{kind:?}"
        );
    }
    let renew = nested_facts(fact_value(everyday, FactLabel("fact.to-renew")));
    assert_eq!(fact_value(renew, FactLabel("fact.renewed")), Some(&FactValue::Flag(true)));
    assert_eq!(tier_progress(&top), []);

    let base = view("17743").await;
    let everyday = nested_facts(raw_fact_value(&base.programs, "Everyday"));
    assert_eq!(fact_value(everyday, FactLabel("fact.to-renew")), None);
    assert_eq!(base.summary.next_tier, Some(NextTier { name: "Silver".into(), missing: Some(1960.0) }));
    assert_eq!(fact_value(account_facts(&base), FactLabel("fact.segments")), None, "no segments, no panel");
}

/// The first and last names of the record and of each further profile.
fn profile_names(profile: &Profile) -> Vec<(Option<String>, Option<String>)> {
    let text = |value: Option<&FactValue>| match value {
        Some(FactValue::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let texts = &profile.record.texts;
    let mut names = vec![(texts[TextField::FirstName].clone(), texts[TextField::LastName].clone())];
    let panels = fact_value(&profile.panels, FactLabel::ACCOUNT);
    let others = panels.map_or(&[][..], |panels| nested_facts(Some(panels)));
    for other in others.iter().filter(|fact| is_other_profile(fact)) {
        let facts = nested_facts(Some(&other.value));
        names.push((
            text(fact_value(facts, FactLabel("label.first-name"))),
            text(fact_value(facts, FactLabel("label.last-name"))),
        ));
    }
    names
}

/// Returns whether the fact is a further profile of the same customer.
fn is_other_profile(fact: &Fact) -> bool {
    matches!(&fact.name, FactName::Qualified(FactLabel("fact.other-profile"), _))
}

#[tokio::test]
async fn profile_of_requested_source_comes_first_and_others_are_panels() {
    let name = |first: &str, last: &str| (Some(first.to_owned()), Some(last.to_owned()));
    let (shop, chat) = (name("Li", "Wei"), name("薇", "李"));
    let source = async |source| view_with("17744", &[("source", source)]).await;
    let (one, other) = (source("INSTORE").await, source("WECHAT").await);
    let (one, other) = (one.expect("a profile"), other.expect("a profile"));
    assert_eq!(profile_names(&one), [shop.clone(), chat.clone()]);
    assert_eq!(profile_names(&other), [chat, shop]);
    // Profiles are never merged: each keeps its identifiers, and the record has those of the requested one.
    let line = |kind: &str, value: &str| word_fact(kind, FactValue::List(vec![code(value)]));
    let known_by = |profile: &Profile| {
        nested_facts(fact_value(account_facts(profile), FactLabel("fact.identifiers"))).to_vec()
    };
    assert_eq!(known_by(&one), [line("mobile", "8613800138000")]);
    assert_eq!(known_by(&other), [line("wechat", "ojOPTwFOX-0001")]);
    let details = nested_facts(fact_value(&other.facts, FactLabel::DETAILS));
    assert_eq!(fact_value(details, FactLabel("fact.account")), Some(&code("wechat-con1")));
    let beside = account_facts(&other).iter().find(|fact| is_other_profile(fact)).expect("another profile");
    assert_eq!(
        beside.name,
        FactName::Qualified(FactLabel("fact.other-profile"), vec!["INSTORE".into()]),
        "named by its source"
    );
    let beside = nested_facts(Some(&beside.value));
    assert_eq!(
        fact_value(beside, FactLabel("fact.source")),
        Some(&word("INSTORE")),
        "the source of the other profile"
    );
    assert_eq!(
        nested_facts(fact_value(beside, FactLabel("fact.identifiers"))),
        [line("mobile", "8613800138000")]
    );
}

#[tokio::test]
async fn profile_of_requested_account_comes_first() {
    let name = |first: &str, last: &str| (Some(first.to_owned()), Some(last.to_owned()));
    let all = [name("Yui", "Tanaka"), name("Yui", "Tanaka-Sato"), name("結衣", "田中")];
    let with = async |attributes: &[(&str, &str)]| {
        profile_names(&view_with("17745", attributes).await.expect("a profile"))
    };
    for (account, at) in [("wechat-con1", 0), ("wechat-con2", 1)] {
        let found = with(&[("source", "WECHAT"), ("account-id", account)]).await;
        assert_eq!(found[0], all[at], "{account}");
        assert_eq!(found.len(), 3);
    }
    assert_eq!(with(&[("source", "LINE")]).await[0], all[2]);
    let alone = [("source", "LINE"), ("included-only-current-profile", "")];
    assert_eq!(with(&alone).await, [all[2].clone()], "other profiles are left out on request");
    // The vendor rejects a request that does not say which of two accounts of one source it wants.
    let error = view_with("17745", &[("source", "WECHAT")]).await;
    assert_eq!(error, Err(rejected("Account id is not passed")));
}

#[tokio::test]
async fn error_response_is_classified_with_status_200_or_400() {
    for errors in ["400", "200"] {
        for (unknown, failure) in [("errors", ApiError::NotFound), ("blank", ApiError::InvalidCustomerId)] {
            let server = TestServer::open(&FIXTURE);
            server.set_switches(&json!({"capillary_errors": errors, "capillary_unknown": unknown})).await;
            let mut client = server.sign_in(CAMILLE).await;
            // The customer exists, but not in this source.
            client.query = query(&[("source", "LINE")]);
            assert_eq!(
                client.view().await,
                Err(rejected("Customer not found in this source")),
                "under {errors}"
            );
            client.id = CustomerId::parse(FIXTURE.unknown_id).expect("an id");
            assert_eq!(client.view().await, Err(failure), "{unknown} under {errors}");
        }
    }
}

#[test]
fn response_with_errors_fails_with_their_messages() {
    let fail = |status, body: Json| {
        let response: Response = response(status, &body.to_string());
        read_profile(Vendor::CAPILLARY, &FIXTURE.query(), &response).expect_err("a failure")
    };
    let error = |code: u32, message: &str| json!({"status": false, "code": code, "message": message});
    let errors = |code| json!({"warnings": [], "errors": [error(code, "No.")]});
    for status in [200, 201, 400] {
        assert_eq!(fail(status, errors(8015)), ApiError::NotFound, "{status}");
        assert_eq!(fail(status, errors(8069)), ApiError::Merged, "{status}");
        assert_eq!(fail(status, errors(4000)), ApiError::NotAllowed, "{status}");
        for code in [8003, 8011, 8012, 8013, 8045, 8065, 9999] {
            assert_eq!(fail(status, errors(code)), rejected("No."), "{code} with {status}");
        }
        // Also with a customer beside the error, and with several errors.
        let mut both = errors(8003);
        both["id"] = json!(17742);
        assert_eq!(fail(status, both), rejected("No."), "{status}");
        assert!(matches!(fail(status, json!({"errors": [{}]})), ApiError::Rejected(why) if why.len() == 1));
        let two = json!({"errors": [error(8003, "One."), error(8013, "Two.")]});
        assert_eq!(fail(status, two).field_errors().len(), 2);
        let deleted = "Customer is deleted after PII delete request";
        assert_eq!(fail(status, json!({"message": deleted})), ApiError::Deleted, "{status}");
        assert_eq!(fail(status, json!({"errors": [{"message": deleted}]})), ApiError::Deleted, "{status}");
        assert_eq!(fail(status, json!({"message": "Not now."})), rejected("Not now."), "{status}");
        // The id of a deleted customer is kept, with or without other members.
        for rest in [json!([]), json!([{"source": "INSTORE"}])] {
            let response = json!({"id": 17763, "profiles": rest, "message": deleted});
            assert_eq!(fail(status, response), ApiError::Deleted, "{status}");
        }
    }
    assert_eq!(fail(403, errors(4000)), ApiError::NotAllowed);
    assert_eq!(fail(503, errors(4001)), ApiError::ServerError { status: 503 });
    assert_eq!(fail(521, errors(521)), ApiError::ServerError { status: 521 });
    assert_eq!(fail(461, json!({})), ApiError::ServerError { status: 461 });
    assert_eq!(
        fail(461, errors(8003)),
        rejected("No."),
        "a 461 with an error is a rejection, not a server error"
    );
    let blank = response(400, "");
    assert_eq!(read_profile(Vendor::CAPILLARY, &FIXTURE.query(), &blank), Err(ApiError::InvalidCustomerId));
}

#[test]
fn response_with_message_and_customer_is_no_error() {
    let profile = read(&json!({"id": 17742, "message": "Fetched successfully", "errors": []}));
    let profile = profile.expect("a profile");
    assert_eq!(fact_value(&profile.facts, FactLabel("fact.customer-number")), Some(&code("17742")));
    assert_eq!(profile.warnings, []);
}

#[test]
fn warning_without_message_shows_its_code() {
    let profile = read(
        &json!({"id": 17742, "warnings": [{"code": 8062, "status": false}, "Late.", {"status": false}, {}, null]}),
    );
    let messages: Vec<String> =
        profile.expect("a profile").warnings.into_iter().map(|warning| warning.text).collect();
    assert_eq!(messages, ["8062", "Late.", "{\"status\":false}"]);
}

#[test]
fn strategy_with_zero_threshold_is_no_progress() {
    let strategy = json!([{"upgradeBasedOn": "CURRENT_POINTS", "upgradeThreshold": 0, "customerUpgradeEntityValues": {"currentValue": 0}}]);
    let profile =
        read(&json!({"id": 1, "upgradeStrategies": strategy, "gapToRenewSummary": {"renewStrategies": []}}));
    let profile = profile.expect("a profile");
    assert_eq!(fact_value(&profile.programs, FactLabel("fact.to-renew")), None, "no panel without content");
    let [progress] = nested_facts(fact_value(&profile.programs, FactLabel("fact.to-upgrade"))) else {
        panic!("one entry")
    };
    assert!(!matches!(progress.value, FactValue::Progress(_)), "{progress:?}");
}

#[tokio::test]
async fn response_with_warnings_keeps_the_rest_of_the_profile() {
    let profile = view("17749").await;
    let warning = |text: &str| VendorMessage { text: text.to_owned(), language: Some("en".to_owned()) };
    assert_eq!(
        profile.warnings,
        [warning("Unable to fetch loyalty points"), warning("Unable to fetch segmentation details")]
    );
    assert_eq!(profile.record.texts[TextField::FirstName].as_deref(), Some("Priya"));
    assert_eq!(fact_value(&profile.programs, FactLabel("fact.points")), None);
    assert_eq!(nested_facts(fact_value(&profile.panels, FactLabel("fact.subscriptions"))).len(), 1);
}

/// The names of the groups in a profile.
fn group_names(profile: &Profile) -> Vec<String> {
    let name = |group| match fact_value(nested_facts(Some(group)), FactLabel("fact.group")) {
        Some(FactValue::Text(name)) => name.clone(),
        other => panic!("no name: {other:?}"),
    };
    groups(profile).iter().map(name).collect()
}

#[tokio::test]
async fn group_pages_requested_by_offset_return_every_group_once() {
    let server = TestServer::open(&FIXTURE);
    let mut client = server.sign_in("17750").await;
    let first = client.view().await.expect("a profile");
    let pages = first.pagination.expect("pages");
    assert_eq!(pages, Pagination { offset: 0, limit: 20, total: 45 });
    let mut seen = group_names(&first);
    for offset in [20, 40] {
        client.query.set_offset(Vendor::CAPILLARY, offset);
        server.clear_requests().await;
        let page = client.view().await.expect("a profile");
        assert_eq!(page.pagination, Some(Pagination { offset, ..pages }));
        seen.extend(group_names(&page));
        let requests = server.requests().await;
        let path = requests[0]["path"].as_str().unwrap_or_default();
        assert_eq!(path.matches(&format!("ug2Offset={offset}")).count(), 1, "{path}");
        assert_eq!(path.matches("ug2Offset").count(), 1, "{path}");
        // Nothing else in the profile changes.
        assert_eq!(page.record, first.record);
    }
    assert_eq!(seen.len(), 45);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 45, "no group comes twice");
    client.query.set_offset(Vendor::CAPILLARY, 0);
    assert_eq!(client.view().await, Ok(first), "offset 0 returns the first page");
}

#[test]
fn pagination_with_invalid_numbers_is_none() {
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
async fn response_follows_request_language() {
    let server = TestServer::open(&FIXTURE);
    let mut client: Client<'_> = server.sign_in(CAMILLE).await;
    assert!(
        Vendor::CAPILLARY.localizes_responses(),
        "the profile is requested again after a language switch"
    );
    for (language, sent, name, value) in [
        ("en-US", "en", "Preferred genre", "Crime fiction"),
        ("fr-FR", "fr", "genre préféré", "Roman policier"),
        ("fr-CA", "fr", "genre préféré", "Roman policier"),
        ("zh-CN", "zh", "喜欢的类型", "侦探小说"),
        ("ar-LB", "ar", "النوع المفضل", "روايات بوليسية"),
        // A language without a translation falls back to the vendor's default.
        ("ja-JP", "ja", "Preferred genre", "Crime fiction"),
    ] {
        client.language = language;
        server.clear_requests().await;
        let profile = client.view().await.expect("a profile");
        let extended = nested_facts(fact_value(account_facts(&profile), FactLabel("fact.extended")));
        assert_eq!(raw_fact_value(extended, name), Some(&text(value)), "{language}");
        let requests = server.requests().await;
        assert_eq!(requests[0]["headers"]["language"], sent);
        assert_eq!(requests[0]["headers"].get("accept-language"), None, "{language}");
    }
}

#[tokio::test]
async fn numbers_above_53_bits_keep_every_digit() {
    let server = TestServer::open(&FIXTURE);
    let mut client = server.sign_in(CAMILLE).await;
    let profile = client.view().await.expect("a profile");
    let details = nested_facts(fact_value(nested_facts(groups(&profile).first()), FactLabel("fact.details")));
    assert_eq!(raw_fact_value(details, "Id"), Some(&code("9007199254740993")));
    // The id also selects its group.
    client.query = query(&[("source", "INSTORE"), ("user-group2-id", "9007199254740993")]);
    let one = client.view().await.expect("a profile");
    assert_eq!(group_names(&one), ["Runners of the Erdre"]);

    let unexpected = view("17751").await;
    let extended = nested_facts(fact_value(account_facts(&unexpected), FactLabel("fact.extended")));
    assert_eq!(raw_fact_value(extended, "Age"), Some(&code("9007199254740993")));
    let long = read(&json!({"id": 9_007_199_254_740_993_u64})).expect("a profile");
    assert_eq!(fact_value(&long.facts, FactLabel("fact.customer-number")), Some(&code("9007199254740993")));
}

#[tokio::test]
async fn custom_names_and_values_are_plain_text() {
    let profile = view("17751").await;
    let fields = nested_facts(fact_value(account_facts(&profile), FactLabel("fact.extended")));
    let none = || FactValue::List(Vec::new());
    let own = [
        raw_fact("<script>alert(1)</script>", text("<img src=x onerror=alert(1)>")),
        raw_fact("", text("no name")),
        raw_fact("List", FactValue::List(vec![code("1"), text("two"), none()])),
        raw_fact(
            "Nested",
            FactValue::Facts(vec![raw_fact("A", FactValue::Facts(vec![raw_fact("B", text("c"))]))]),
        ),
    ];
    assert!(fields.ends_with(&own), "{fields:?}");
    let segments = [raw_fact("<u>Segment</u>", none()), raw_fact("Numbers", code("3"))];
    assert_eq!(nested_facts(fact_value(account_facts(&profile), FactLabel("fact.segments"))), segments);
    assert!(raw_fact_value(&profile.programs, "<i>Old</i>").is_some(), "a program title is plain text");
    let details = nested_facts(fact_value(&profile.facts, FactLabel::DETAILS));
    assert_eq!(raw_fact_value(details, "Favourite shelf"), Some(&text("Poetry")));
    let membership = nested_facts(fact_value(account_facts(&profile), FactLabel("fact.membership")));
    assert_eq!(fact_value(membership, FactLabel("fact.loyalty-type")), Some(&word("frozen")));
    assert_eq!(
        fact_value(membership, FactLabel("fact.lifetime-purchases")),
        Some(&text("1 200,50")),
        "no number, so text"
    );
    let points = nested_facts(fact_value(&profile.programs, FactLabel("fact.points")));
    assert_eq!(profile.summary.points, Some(9786.0), "a number in a string is a number");
    assert_eq!(fact_value(points, FactLabel("fact.tier-expires")), Some(&date("soon")), "no date, so raw");
}

/// Every image URL that the page would request.
fn image_urls(value: &FactValue) -> Vec<&str> {
    match value {
        FactValue::Image(address) => vec![address],
        FactValue::List(items) => items.iter().flat_map(image_urls).collect(),
        FactValue::Facts(facts) => facts.iter().flat_map(|fact| image_urls(&fact.value)).collect(),
        FactValue::Progress(progress) => {
            progress.facts.iter().flat_map(|fact| image_urls(&fact.value)).collect()
        }
        _ => Vec::new(),
    }
}

#[tokio::test(start_paused = true)]
async fn image_urls_are_http_only() {
    let server = TestServer::open(&FIXTURE);
    let mut count = 0;
    for id in server.customers().await {
        if failing_customers().iter().any(|(failing, _)| *failing == id) {
            continue;
        }
        let profile = server.sign_in(&id).await.view().await.expect("a profile");
        let picture = profile.summary.picture.map(FactValue::Image);
        let picture = picture.map(|value| known_fact(FactLabel("fact.portrait"), value));
        for fact in profile.facts.iter().chain(&profile.programs).chain(&profile.panels).chain(&picture) {
            for address in image_urls(&fact.value) {
                assert!(address.starts_with("http://localhost/capillary/images/"), "{id}: {address}");
                count += 1;
            }
        }
    }
    assert!(count >= 5, "images were checked: {count}");
    let hostile = view("17751").await;
    // A value that is no image URL is shown as text.
    let details = nested_facts(fact_value(&hostile.facts, FactLabel::DETAILS));
    assert_eq!(fact_value(details, FactLabel("fact.portrait")), Some(&code("javascript:alert(1)")));
    for address in
        ["javascript:alert(1)", " javascript:x", "JaVaScRiPt:x", "data:image/png;base64,x", "blob:x", "//x/y"]
    {
        let profile = read(&json!({"id": 1, "customerImage": address})).expect("a profile");
        assert!(profile.panels.iter().all(|fact| image_urls(&fact.value).is_empty()), "{address}");
        assert_eq!(profile.summary.picture, None, "{address}");
    }
}

#[tokio::test]
async fn empty_list_makes_no_panel() {
    // The list of promotions is null.
    let profile = view("17751").await;
    assert_eq!(fact_value(account_facts(&profile), FactLabel("fact.promotional")), None);
    let profile = read(
        &json!({"id": 1, "cardDetails": [{"customFields": {}}, {}], "loyaltyInfo": {"attributionV2": {}}}),
    );
    let profile = profile.expect("a profile");
    assert_eq!((profile.programs, profile.panels), (vec![], vec![]));
    let blank = read(&json!({"id": 1, "profiles": [{}, {"firstName": "Li"}, {"fields": {}}, null]}));
    let blank = blank.expect("a profile");
    assert_eq!(profile_names(&blank), [(Some("Li".into()), None)], "an empty profile is left out");
}

#[test]
fn identifiers_and_channels_of_unexpected_type_are_shown_raw() {
    let panels = |profile: Json| read(&json!({"id": 1, "profiles": [profile]})).expect("a profile");
    let unexpected = panels(json!({"identifiers": "33612345678"}));
    let details = nested_facts(fact_value(&unexpected.facts, FactLabel::DETAILS));
    assert_eq!(fact_value(details, FactLabel("fact.identifiers")), Some(&text("33612345678")));
    let list = panels(json!({"commChannels": ["loft 7", {"type": "email", "value": "a@b.c"}]}));
    let lines = [raw_fact("", text("loft 7")), word_fact("email", FactValue::List(vec![code("a@b.c")]))];
    assert_eq!(nested_facts(fact_value(&list.panels, FactLabel("fact.channels"))), lines);
    let agreed = read(&json!({"id": 1, "subscriptionInfo": {"subscriptions": ["SMS"]}})).expect("a profile");
    assert_eq!(
        nested_facts(fact_value(&agreed.panels, FactLabel("fact.subscriptions"))),
        [raw_fact("", text("SMS"))]
    );
}

#[test]
fn program_without_title_is_named_by_its_id() {
    let profile =
        read(&json!({"id": 1, "loyaltyProgramDetails": [{"programId": 1219}, {"programTitle": ["A"]}]}));
    let profile = profile.expect("a profile");
    let [number, unexpected] = profile.programs.as_slice() else { panic!("two programs") };
    assert_eq!(
        number,
        &known_fact(
            FactLabel("fact.program"),
            FactValue::Facts(vec![known_fact(FactLabel("fact.program"), code("1219"))])
        )
    );
    let list = FactValue::List(vec![text("A")]);
    assert_eq!(
        unexpected,
        &known_fact(
            FactLabel("fact.program"),
            FactValue::Facts(vec![known_fact(FactLabel("fact.program"), list)])
        )
    );
}

#[test]
fn customer_id_must_be_digits() {
    let accepts = |id: &str| Vendor::CAPILLARY.accepts(&CustomerId::parse(id).expect("an id"));
    for right in ["17742", "0", "9007199254740993"] {
        assert!(accepts(right), "{right}");
    }
    for wrong in ["customer-1", "-1", "1.0", "١٧", "1 2", "9B5E1EE0"] {
        assert!(!accepts(wrong), "{wrong}");
    }
}

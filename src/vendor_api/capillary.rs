//! Capillary's customer API: its loyalty customers and its errors. Read only.
//!
//! Route: `GET /v2/customers/{customerId}`. The host sets the query parameters. The vendor's credentials are an
//! organisation's secret: the base URL is that of a gateway, which has them and accepts the customer's own token.

use super::{
    Operation, Parameter, ParameterType, Query, RequestContext,
    fact_reader::{self, Decode, Member, Reader, is_empty, raw_name, raw_value, without},
    object, status_error,
};
use crate::{
    domain::{
        CustomerId, EnumMap, Fact, FactKind, FactName, FactValue, Field, Pagination, PartialDate, Profile,
        Progress, Record, TextField, VendorMessage,
    },
    error::{ApiError, FieldError},
    http::{Body, Method, Request, Response, segment},
    json::{self, Json},
};

/// The language of the vendor's messages: the `language` header only changes the labels of extended fields.
const LANGUAGE: &str = "en";

/// The parameter with the number of groups before the page.
const OFFSET: &str = "ug2Offset";

/// The query parameters of the vendor's document, in its order.
const PARAMETERS: &[Parameter] = &[
    ("source", ParameterType::OneOf(&["INSTORE", "MARTJACK", "WECHAT", "LINE", "ALL"])),
    ("accountId", ParameterType::Text),
    (
        "embed",
        ParameterType::SomeOf(&[
            "points",
            "subscriptions",
            "mlp",
            "userGroup",
            "gapDetails",
            "promotionalPoints",
            "expirySchedules",
            "expiredPoints",
            "customerImage",
            "returnedPoints",
            "associatedImages",
            "segments",
        ]),
    ),
    ("includedAllUserGroup2", ParameterType::Flag),
    ("userGroup2Id", ParameterType::Whole),
    ("includedUserGroup2LoyaltyDetails", ParameterType::Flag),
    ("includedFraudDetails", ParameterType::Flag),
    ("includedOnlyCurrentProfile", ParameterType::Flag),
    ("ug2JoinedStartDate", ParameterType::Moment),
    ("ug2JoinedEndDate", ParameterType::Moment),
    (OFFSET, ParameterType::Whole),
    ("ug2Limit", ParameterType::Whole),
    ("ug2SortBy", ParameterType::Text),
    ("ug2SortOrder", ParameterType::OneOf(&["ASC", "DESC"])),
    ("ug2PaginationDetails", ParameterType::Flag),
    ("gapToUpgrade", ParameterType::Whole),
    ("gapToRenew", ParameterType::Whole),
];

/// Whether the id is a whole number.
pub(super) fn accepts(customer: &CustomerId) -> bool {
    customer.as_str().bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the field is read. Only two lines of text are; all other members are read as facts.
pub(super) fn supports(field: Field) -> bool {
    match field {
        Field::Text(text) => member(text).is_some(),
        Field::Birthdate
        | Field::NationalId
        | Field::Phones
        | Field::Address
        | Field::OptIns
        | Field::DataUse => false,
    }
}

/// Returns the member of a profile that is a line of text.
fn member(text: TextField) -> Option<&'static str> {
    match text {
        TextField::FirstName => Some("firstName"),
        TextField::LastName => Some("lastName"),
        TextField::Civility
        | TextField::SecondName
        | TextField::ThirdName
        | TextField::FourthName
        | TextField::UnicodeCivility
        | TextField::UnicodeFirstName
        | TextField::UnicodeSecondName
        | TextField::UnicodeThirdName
        | TextField::UnicodeFourthName
        | TextField::UnicodeLastName
        | TextField::BirthCity
        | TextField::BirthCountry
        | TextField::Email
        | TextField::Language => None,
    }
}

/// Reads the query parameters, with the rules of the vendor's document: `source` is required, and a gap requires `mlp`.
pub(super) fn query(attribute: impl Fn(&str) -> Option<String>) -> Result<Query, Vec<String>> {
    let is_set = |name| attribute(name).is_some_and(|value| !value.trim().is_empty());
    let (query, mut errors) = Query::read(PARAMETERS, &attribute);
    if !is_set("source") {
        errors.push("source is missing: it must be one of INSTORE, MARTJACK, WECHAT, LINE, ALL.".to_owned());
    }
    // An invalid `embed` may have been meant to have it: that error is reported alone.
    let has_programs = match query.get("embed") {
        Some(embed) => embed.split(',').any(|name| name == "mlp"),
        None => is_set("embed"),
    };
    for (parameter, attribute) in [("gapToUpgrade", "gap-to-upgrade"), ("gapToRenew", "gap-to-renew")] {
        if query.get(parameter).is_some() && !has_programs {
            errors.push(format!("{attribute} needs mlp among the values of embed."));
        }
    }
    if errors.is_empty() { Ok(query) } else { Err(errors) }
}

/// Requests the page of groups that begins after `offset` groups.
pub(super) fn set_offset(query: &mut Query, offset: u32) {
    query.set(OFFSET, offset.to_string());
}

pub(super) fn request(call: Operation<'_>, access: RequestContext<'_>) -> Option<Request> {
    let Operation::View(customer) = call else { return None };
    let (base, id) = (access.base_url, segment(customer.as_str()));
    // The language without its region, ISO 639.
    let language = access.language.split('-').next().unwrap_or_default();
    let headers = vec![
        ("accept", "application/json".to_owned()),
        ("language", language.to_owned()),
        ("authorization", format!("Bearer {}", access.token)),
    ];
    let url = format!("{base}/v2/customers/{id}{}", access.query.to_query_string());
    Some(Request { method: Method::Get, url, headers, body: None })
}

/// The known members of a response at any depth, in the order they are shown.
static MEMBERS: &[Member] = &[
    // A profile, and when and where it was created.
    ("firstName", FactKind::FirstName, Decode::Text),
    ("lastName", FactKind::LastName, Decode::Text),
    ("source", FactKind::Source, Decode::Word),
    ("accountId", FactKind::Account, Decode::Code),
    ("loyaltyType", FactKind::LoyaltyType, Decode::Word),
    ("lifetimePurchases", FactKind::LifetimePurchases, Decode::Number),
    ("attribution", FactKind::Registered, Decode::Flat),
    ("attributionV2", FactKind::Registered, Decode::Flat),
    ("createDate", FactKind::Registered, Decode::Moment),
    ("createdBy", FactKind::RegisteredAt, Decode::By(place)),
    ("createdFromSource", FactKind::CreatedFrom, Decode::Word),
    ("modifiedDate", FactKind::Changed, Decode::Moment),
    ("modifiedBy", FactKind::ChangedAt, Decode::By(place)),
    ("autoUpdateTime", FactKind::Refreshed, Decode::Moment),
    ("identifiers", FactKind::Identifiers, Decode::By(decode_named_list)),
    ("identifiersAll", FactKind::AllIdentifiers, Decode::By(decode_named_list)),
    ("commChannels", FactKind::Channels, Decode::By(decode_named_list)),
    ("conflictingProfileList", FactKind::Conflicts, Decode::Open),
    ("fields", FactKind::Fields, Decode::Open),
    ("allFields", FactKind::AllFields, Decode::Open),
    ("lastViewedDate", FactKind::LastViewed, Decode::Moment),
    // A programme.
    ("programTitle", FactKind::Program, Decode::Text),
    ("programDescription", FactKind::Description, Decode::Text),
    ("groupName", FactKind::Group, Decode::Text),
    ("programId", FactKind::Program, Decode::By(program)),
    ("loyaltyPoints", FactKind::Points, Decode::Number),
    ("totalAvailablePoints", FactKind::AvailablePoints, Decode::Number),
    ("currentSlab", FactKind::Tier, Decode::Text),
    ("slabExpiryDate", FactKind::TierExpires, Decode::Date),
    ("nextSlab", FactKind::NextTier, Decode::Text),
    ("upgradeStrategies", FactKind::ToUpgrade, Decode::By(to_upgrade)),
    ("gapToRenewSummary", FactKind::ToRenew, Decode::By(to_renew)),
    ("currentSlabDescription", FactKind::TierDescription, Decode::Text),
    ("nextSlabDescription", FactKind::NextTierDescription, Decode::Text),
    ("lifetimePoints", FactKind::LifetimePoints, Decode::Number),
    ("cumulativePurchases", FactKind::Purchases, Decode::Number),
    ("redeemed", FactKind::Redeemed, Decode::Number),
    ("expired", FactKind::Expired, Decode::Number),
    ("returned", FactKind::Returned, Decode::Number),
    ("totalReturnedPoints", FactKind::TotalReturned, Decode::Number),
    ("adjusted", FactKind::Adjusted, Decode::Number),
    ("delayedPoints", FactKind::Delayed, Decode::Number),
    ("delayedReturnedPoints", FactKind::DelayedReturned, Decode::Number),
    ("delayedExpiredPoints", FactKind::DelayedExpired, Decode::Number),
    ("programPointsToCurrencyRatio", FactKind::PointValue, Decode::Number),
    ("pointsContributionToGroup", FactKind::Contribution, Decode::Number),
    ("linkedPartnerPrograms", FactKind::Partners, Decode::Known),
    ("partnerProgramName", FactKind::Program, Decode::Text),
    ("partnerProgramDescription", FactKind::Description, Decode::Text),
    ("partnerTierName", FactKind::Tier, Decode::Text),
    ("partnerTierExpiryDate", FactKind::TierExpires, Decode::Date),
    ("partnerMembershipId", FactKind::MembershipNumber, Decode::Code),
    ("tierExpiryDate", FactKind::TierExpires, Decode::Date),
    ("renewConfirmed", FactKind::Renewed, Decode::Open),
    // Trackers.
    ("trackerName", FactKind::Details, Decode::Hidden),
    ("trackerType", FactKind::Counted, Decode::Word),
    ("trackerMode", FactKind::Window, Decode::Word),
    // Points issued, expired and returned.
    ("points", FactKind::Points, Decode::Number),
    ("promotionName", FactKind::Promotion, Decode::Text),
    ("issuedOn", FactKind::Issued, Decode::Moment),
    ("issuedAt", FactKind::IssuedAt, Decode::By(place)),
    ("expiredOn", FactKind::ExpiredOn, Decode::Date),
    ("returnedOn", FactKind::ReturnedOn, Decode::Moment),
    ("transactionNumber", FactKind::Transaction, Decode::Code),
    ("customerPromotionType", FactKind::ForCustomer, Decode::Known),
    ("transactionPromotionType", FactKind::ForPurchase, Decode::Known),
    ("lineitemPromotionType", FactKind::ForItem, Decode::Known),
    // A card.
    ("cardNumber", FactKind::CardNumber, Decode::Code),
    ("type", FactKind::Kind, Decode::Word),
    ("statusInfo", FactKind::Status, Decode::Some(&["label", "reason"])),
    ("label", FactKind::Status, Decode::Word),
    ("groupStatus", FactKind::Status, Decode::Word),
    ("status", FactKind::Status, Decode::Word),
    ("reason", FactKind::Reason, Decode::Text),
    ("seriesName", FactKind::Series, Decode::Text),
    ("issuedDate", FactKind::Issued, Decode::Date),
    ("createdDate", FactKind::Created, Decode::Date),
    ("expiryDate", FactKind::Expires, Decode::Date),
    ("transactionNotAllowed", FactKind::NoTransactions, Decode::Open),
    ("customFields", FactKind::Fields, Decode::Open),
    ("extendedFields", FactKind::Extended, Decode::Open),
    // A group.
    ("primaryMember", FactKind::PrimaryMember, Decode::Open),
    ("joinedDate", FactKind::Joined, Decode::Moment),
    ("loyaltyDetails", FactKind::GroupLoyalty, Decode::Known),
    // Pictures.
    ("url", FactKind::Image, Decode::Image),
    ("value", FactKind::ImageValue, Decode::Code),
    ("createdOn", FactKind::Created, Decode::Moment),
    ("modifiedOn", FactKind::Changed, Decode::Moment),
    // The parts of the response.
    ("loyaltyInfo", FactKind::Membership, Decode::Known),
    ("pointsSummary", FactKind::Points, Decode::Known),
    ("promotionalPoints", FactKind::Promotional, Decode::Known),
    ("expirySchedules", FactKind::Expiry, Decode::Known),
    ("expiredPoints", FactKind::Expired, Decode::Known),
    ("returnedPoints", FactKind::Returned, Decode::Known),
    ("cardDetails", FactKind::Cards, Decode::Known),
    ("segments", FactKind::Segments, Decode::Open),
    ("subscriptionInfo", FactKind::Subscriptions, Decode::By(subscriptions)),
    ("userGroups", FactKind::Groups, Decode::Known),
    ("customerImage", FactKind::Portrait, Decode::By(picture)),
    ("associatedImages", FactKind::Images, Decode::By(pictures)),
    ("fraudDetails", FactKind::Fraud, Decode::Known),
    ("associatedWith", FactKind::Till, Decode::Text),
    // The vendor's internal numbers, and members that repeat others.
    ("id", FactKind::Details, Decode::Detail),
    ("userId", FactKind::Details, Decode::Detail),
    ("loyaltyId", FactKind::Details, Decode::Detail),
    ("slabSNo", FactKind::Details, Decode::Detail),
    ("nextSlabSerialNumber", FactKind::Details, Decode::Detail),
    ("partnerProgramId", FactKind::Details, Decode::Detail),
    ("partnerTierNumber", FactKind::Details, Decode::Detail),
    ("partnerProgramType", FactKind::Details, Decode::Detail),
    ("tierBased", FactKind::Details, Decode::Detail),
    ("cardId", FactKind::Details, Decode::Detail),
    ("cardExternalId", FactKind::Details, Decode::Detail),
    ("expiryDays", FactKind::Details, Decode::Detail),
    ("expiryDateISO", FactKind::Details, Decode::Hidden),
    ("seriesId", FactKind::Details, Decode::Detail),
    ("seriesCode", FactKind::Details, Decode::Detail),
    ("maxActiveCards", FactKind::Details, Decode::Detail),
    ("customerId", FactKind::Details, Decode::Detail),
    ("orgId", FactKind::Details, Decode::Detail),
    ("entityId", FactKind::Details, Decode::Detail),
    ("labelId", FactKind::Details, Decode::Detail),
    ("isActive", FactKind::Details, Decode::Detail),
    ("actions", FactKind::Details, Decode::Detail),
    ("activeAndDigital", FactKind::Details, Decode::Detail),
    ("externalId", FactKind::Details, Decode::Detail),
    ("defaultGroup", FactKind::Details, Decode::Detail),
    ("active", FactKind::Details, Decode::Detail),
    ("statusLabel", FactKind::Details, Decode::Detail),
    ("statusLabelInfo", FactKind::Details, Decode::Detail),
    ("attributes", FactKind::Details, Decode::Detail),
    ("promotionSource", FactKind::Details, Decode::Detail),
    ("trackerCaseName", FactKind::Details, Decode::Detail),
    ("ug2Pagination", FactKind::Details, Decode::Hidden),
    ("warnings", FactKind::Details, Decode::Hidden),
    ("errors", FactKind::Details, Decode::Hidden),
    // Read separately.
    ("profiles", FactKind::Details, Decode::Hidden),
    ("loyaltyProgramDetails", FactKind::Details, Decode::Hidden),
];

pub(super) fn read_profile(query: &Query, response: &Response) -> Result<Profile, ApiError> {
    check(response)?;
    let body = object(response)?;
    let reader = Reader { table: MEMBERS, response: body };
    let mut profile = Profile::default();
    if let Some(id) = body.get("id").text() {
        profile.facts.push(Fact::new(FactKind::CustomerNumber, FactValue::Code(id)));
    }

    let profiles = body.get("profiles").items().iter();
    let mut others: Vec<&Json> = profiles.filter(|one| one.is_object() && !is_empty(one)).collect();
    if let Some(index) = chosen(&others, query) {
        let own = others.remove(index);
        let texts = EnumMap::new(|text| member(text).and_then(|member| own.get(member).text()));
        profile.record = Record { texts, ..Record::default() };
        // A name that is text is in the record.
        let is_name = |fact: &Fact| {
            matches!(fact.name, FactName::Known(FactKind::FirstName | FactKind::LastName))
                && matches!(fact.value, FactValue::Text(_))
        };
        let facts = reader.facts(&without_repeats(own));
        place_facts(&mut profile, facts.into_iter().filter(|fact| !is_name(fact)));
    }

    for program in body.get("loyaltyProgramDetails").items().iter().filter(|one| !is_empty(one)) {
        let title = program.get("programTitle").text();
        let mut facts = reader.facts(program);
        if title.is_some() {
            // The title is the heading; the programme's number is shown elsewhere by its title.
            facts.retain(|fact| fact.name != FactName::Known(FactKind::Program));
        }
        if title.is_some() || !facts.is_empty() {
            let name = title.map_or(FactName::Known(FactKind::Program), FactName::Raw);
            profile.programs.push(Fact { name, value: FactValue::Facts(facts) });
        }
    }
    place_facts(&mut profile, reader.facts(&without(body, |name, _| name == "id")).into_iter());
    for other in others {
        let facts = reader.facts(&without_repeats(other));
        if !facts.is_empty() {
            // The source and the account distinguish it from other profiles.
            let from = ["source", "accountId"].into_iter().filter_map(|member| other.get(member).text());
            let name = FactName::Qualified(FactKind::OtherProfile, from.collect());
            profile.panels.push(Fact { name, value: FactValue::Facts(facts) });
        }
    }
    profile.pagination = pagination(body.get("ug2Pagination"));
    profile.warnings = warnings(body.get("warnings"));

    let is_blank = profile.facts.is_empty() && profile.programs.is_empty() && profile.panels.is_empty();
    if is_blank && profile.record == Record::default() {
        return Err(ApiError::Unreadable { reason: "the response contains no customer" });
    }
    Ok(profile)
}

/// Adds facts to a profile: a block becomes a panel of the page, a line becomes a line of the record.
fn place_facts(profile: &mut Profile, facts: impl Iterator<Item = Fact>) {
    for fact in facts {
        let leads = matches!(
            fact.name,
            FactName::Known(
                FactKind::Points | FactKind::ToUpgrade | FactKind::ToRenew | FactKind::Membership
            )
        );
        match (&fact.name, fact.value) {
            // The vendor's internal numbers are one list in the record.
            (FactName::Known(FactKind::Details), value) => {
                profile.facts.push(Fact { name: fact.name, value });
            }
            (_, value) if value.is_block() => {
                let parts = if leads { &mut profile.programs } else { &mut profile.panels };
                parts.push(Fact { name: fact.name, value });
            }
            (_, value) => profile.facts.push(Fact { name: fact.name, value }),
        }
    }
}

/// Returns the index of the requested profile: the one with the source and the account of the query. Profiles have no
/// other mark.
fn chosen(profiles: &[&Json], query: &Query) -> Option<usize> {
    let is = |profile: &&Json, member: &str, wanted: Option<&str>| {
        wanted.is_none_or(|wanted| profile.get(member).text().as_deref() == Some(wanted))
    };
    let source = query.get("source").filter(|source| *source != "ALL");
    let account = query.get("accountId");
    let find = |source, account| {
        profiles.iter().position(|one| is(one, "source", source) && is(one, "accountId", account))
    };
    find(source, account).or_else(|| find(source, None)).or_else(|| (!profiles.is_empty()).then_some(0))
}

/// Returns a profile without the members that only repeat others.
fn without_repeats(profile: &Json) -> Json {
    without(profile, |name, value| match name {
        "identifiersAll" => value == profile.get("identifiers"),
        "allFields" => value == profile.get("fields"),
        _ => false,
    })
}

/// Reads the till where something was done: its name, or its code.
fn place(place: &Json, _: &Json) -> Option<FactValue> {
    let name = place.get("name").text().or_else(|| place.get("code").text());
    Some(name.map_or_else(|| raw_value(place), FactValue::Text))
}

/// Reads the title of a programme by its number.
fn program(id: &Json, response: &Json) -> Option<FactValue> {
    let programs = response.get("loyaltyProgramDetails").items();
    let own = programs.iter().find(|program| program.get("programId") == id);
    let title = own.and_then(|program| program.get("programTitle").text());
    Some(title.map_or_else(|| raw_value(id), FactValue::Text))
}

/// Reads identifiers or channels: a fact for each, with its marks.
fn decode_named_list(list: &Json, response: &Json) -> Option<FactValue> {
    const KNOWN: [&str; 5] = ["type", "value", "primary", "verified", "meta"];
    const PLACES: [&str; 2] = ["residence", "office"];
    let Json::List(items) = list else { return Some(raw_value(list)) };
    let reader = Reader { table: MEMBERS, response };
    let mut facts = Vec::new();
    for one in items.iter().filter(|one| !is_empty(one)) {
        if !one.is_object() {
            facts.push(Fact { name: raw_name(""), value: raw_value(one) });
            continue;
        }
        let mut lines: Vec<FactValue> = one.get("value").text().map(FactValue::Code).into_iter().collect();
        let mut mark = |word: &str| lines.push(FactValue::Word(word.to_owned()));
        if one.get("primary").flag() == Some(true) {
            mark("primary");
        }
        match one.get("verified").flag() {
            Some(true) => mark("verified"),
            Some(false) => mark("unverified"),
            None => {}
        }
        for at in PLACES {
            if one.get("meta").get(at).flag() == Some(true) {
                mark(at);
            }
        }
        let name = one.get("type").text().map_or_else(|| raw_name(""), FactName::Word);
        facts.push(Fact { name, value: FactValue::List(lines) });
        // Its other members.
        facts.extend(reader.facts(&without(one, |name, _| KNOWN.contains(&name))));
        facts.extend(reader.facts(&without(one.get("meta"), |name, _| PLACES.contains(&name))));
    }
    Some(FactValue::Facts(facts))
}

/// Reads subscriptions: a fact for each channel and kind of message.
fn subscriptions(info: &Json, _: &Json) -> Option<FactValue> {
    let list = info.get("subscriptions").items();
    let line = |one: &Json| {
        if !one.is_object() {
            return Fact { name: raw_name(""), value: raw_value(one) };
        }
        const KNOWN: [&str; 2] = ["type", "priority"];
        let name = one.get("channel").text().map_or_else(|| raw_name(""), FactName::Word);
        let known = KNOWN.into_iter().filter_map(|member| one.get(member).text());
        let mut lines: Vec<FactValue> = known.map(FactValue::Word).collect();
        let more = without(one, |name, _| name == "channel" || KNOWN.contains(&name));
        if !is_empty(&more) {
            lines.push(raw_value(&more));
        }
        Fact { name, value: FactValue::List(lines) }
    };
    Some(if list.is_empty() { raw_value(info) } else { FactValue::Facts(list.iter().map(line).collect()) })
}

/// Reads a picture: its URL, or an object.
fn picture(image: &Json, response: &Json) -> Option<FactValue> {
    let alone = image.text().map(fact_reader::image);
    Some(alone.unwrap_or_else(|| Reader { table: MEMBERS, response }.known(image)))
}

/// Reads pictures, each named by its type.
fn pictures(images: &Json, response: &Json) -> Option<FactValue> {
    let reader = Reader { table: MEMBERS, response };
    let picture = |image: &Json| {
        let Some(url) = image.get("url").text() else { return reader.known(image) };
        let name = image.get("type").text().map_or(FactName::Known(FactKind::Image), FactName::Word);
        let mut facts = vec![Fact { name, value: fact_reader::image(url) }];
        facts.extend(reader.facts(&without(image, |name, _| matches!(name, "url" | "type"))));
        FactValue::Facts(facts)
    };
    Some(match images {
        Json::List(items) => {
            FactValue::List(items.iter().filter(|item| !is_empty(item)).map(picture).collect())
        }
        other => picture(other),
    })
}

/// Reads the progress to the next tier. The vendor's document has two spellings of a member, and its example has an
/// object of values where its table has a number.
fn to_upgrade(strategies: &Json, response: &Json) -> Option<FactValue> {
    let one = |strategy: &Json| {
        let values = strategy.get("customerUpgradeEntityValues");
        let progress = Progress {
            value: values.number().or_else(|| values.get("currentValue").number())?,
            threshold: threshold(strategy.get("upgradeThreshold"))?,
            until: values.get("valueValidUpto").text().map(PartialDate::from_stored),
            ..Progress::default()
        };
        let known = ["upgradeBasedOn", "upgrade_based_on", "upgradeThreshold", "customerUpgradeEntityValues"];
        Some(with_threshold(progress, values.get("gapToUpgrade"), strategy, &known, response))
    };
    let basis = |strategy: &Json| {
        strategy.get("upgradeBasedOn").text().or_else(|| strategy.get("upgrade_based_on").text())
    };
    Some(FactValue::Facts(strategies_of(strategies, one, basis)))
}

/// Reads the progress to the renewal of the tier: one summary, or a list of them.
fn to_renew(summary: &Json, response: &Json) -> Option<FactValue> {
    let items = summary.items();
    if let [one] = items {
        return to_renew(one, response);
    }
    if !items.is_empty() {
        return Some(FactValue::List(items.iter().filter_map(|one| to_renew(one, response)).collect()));
    }
    let one = |strategy: &Json| {
        let progress = Progress {
            value: strategy.get("customerRenewEntityValue").number()?,
            threshold: threshold(strategy.get("renewThreshold"))?,
            ..Progress::default()
        };
        let known = ["renewBasedOn", "renewThreshold", "customerRenewEntityValue", "customerGapToRenewValue"];
        Some(with_threshold(progress, strategy.get("customerGapToRenewValue"), strategy, &known, response))
    };
    let basis = |strategy: &Json| strategy.get("renewBasedOn").text();
    if !summary.is_object() {
        return Some(raw_value(summary));
    }
    let rest = without(summary, |name, _| name == "renewStrategies");
    let mut facts = Reader { table: MEMBERS, response }.facts(&rest);
    facts.extend(strategies_of(summary.get("renewStrategies"), one, basis));
    Some(FactValue::Facts(facts))
}

/// Reads the strategies for a tier, each named by its unit. One that cannot be read as progress is shown as it is.
fn strategies_of(
    list: &Json,
    one: impl Fn(&Json) -> Option<Progress>,
    basis: impl Fn(&Json) -> Option<String>,
) -> Vec<Fact> {
    let strategy = |strategy: &Json| Fact {
        name: basis(strategy).map_or_else(|| raw_name(""), FactName::Word),
        value: one(strategy).map_or_else(|| raw_value(strategy), FactValue::Progress),
    };
    match list {
        Json::List(items) => items.iter().map(strategy).collect(),
        other if is_empty(other) => Vec::new(),
        other => vec![strategy(other)],
    }
}

/// Reads a threshold, which must be positive: there is no progress to zero.
fn threshold(threshold: &Json) -> Option<f64> {
    threshold.number().filter(|threshold| *threshold > 0.0)
}

/// The member with the trackers.
const TRACKERS: &str = "trackerEntityIdentifiers";

/// Adds the gap and the further facts to a progress: the trackers, and the unknown members.
fn with_threshold(
    progress: Progress,
    gap: &Json,
    strategy: &Json,
    known: &[&str],
    response: &Json,
) -> Progress {
    let reader = Reader { table: MEMBERS, response };
    let trackers = strategy.get(TRACKERS).items().iter();
    let mut facts: Vec<Fact> = trackers.map(|one| tracker_fact(one, reader)).collect();
    facts.extend(reader.facts(&without(strategy, |name, _| name == TRACKERS || known.contains(&name))));
    let gap = gap.number().unwrap_or_else(|| (progress.threshold - progress.value).max(0.0));
    Progress { gap, facts, ..progress }
}

/// Reads a tracker and its period.
fn tracker_fact(tracker: &Json, reader: Reader<'_>) -> Fact {
    const PERIOD: [&str; 2] = ["trackerCasePeriodType", "trackerCasePeriodValue"];
    let name = tracker.get("trackerName").text().map_or(FactName::Known(FactKind::Tracker), FactName::Raw);
    if !tracker.is_object() {
        return Fact { name, value: raw_value(tracker) };
    }
    let mut facts = reader.facts(&without(tracker, |name, _| PERIOD.contains(&name)));
    let [field, number] = PERIOD.map(|member| tracker.get(member));
    let within = match (field.text().as_deref(), number.number()) {
        (Some("DAYS"), Some(days)) => Some(FactValue::Days(days)),
        (field, _) => {
            number.text().map(|number| FactValue::Text([&number, field.unwrap_or_default()].join(" ")))
        }
    };
    facts.extend(within.map(|within| Fact::new(FactKind::Within, within)));
    Fact { name, value: FactValue::Facts(facts) }
}

/// Reads the page of groups. Its shape is not documented; offset, limit and total are required.
fn pagination(pagination: &Json) -> Option<Pagination> {
    let count =
        |member| pagination.get(member).number().filter(|count| *count >= 0.0).map(|count| count as u32);
    let (offset, limit, total) = (count("offset")?, count("limit")?, count("total")?);
    (limit > 0).then_some(Pagination { offset, limit, total })
}

/// Reads the warnings. One without a message is shown by its code, or as JSON.
fn warnings(list: &Json) -> Vec<VendorMessage> {
    let message = |one: &Json| {
        let text = one.text().or_else(|| one.get("message").text()).or_else(|| one.get("code").text());
        text.or_else(|| json::write(one).filter(|_| !is_empty(one))).map(english_message)
    };
    list.items().iter().filter_map(message).collect()
}

fn english_message(text: String) -> VendorMessage {
    VendorMessage { text, language: Some(LANGUAGE.to_owned()) }
}

/// A part of the message about a customer whose data was deleted at their request; the error has no code.
const DELETED: &[u8] = b"pii delete";

/// Checks a response. Under any status, `errors` are an error and `warnings` are not.
pub(super) fn check(response: &Response) -> Result<(), ApiError> {
    let body = response.json();
    let errors = body.get("errors").items();
    let has = |codes: &[f64]| {
        errors.iter().any(|error| error.get("code").number().is_some_and(|code| codes.contains(&code)))
    };
    let messages = errors.iter().chain([body]).filter_map(|one| one.get("message").text());
    let messages: Vec<VendorMessage> = messages.map(english_message).collect();
    let says_deleted = |message: &VendorMessage| {
        message.text.as_bytes().windows(DELETED.len()).any(|part| part.eq_ignore_ascii_case(DELETED))
    };
    // The id of a deleted customer stays in the response.
    let is_deleted = messages.iter().any(says_deleted);
    // Without a customer, a message is an error too, though it is not in `errors`.
    let is_customer = !is_empty(body.get("id")) || !is_empty(body.get("profiles"));
    let is_success =
        (200..300).contains(&response.status) && errors.is_empty() && (is_customer || messages.is_empty());
    // An undocumented 4xx with a reason is an error of the request.
    let is_rejection = |error: &ApiError| {
        matches!(error, ApiError::ServerError { status: 400..500 }) && !messages.is_empty()
    };

    Err(if is_deleted {
        ApiError::Deleted
    } else if has(&[8069.0]) {
        ApiError::Merged
    } else if has(&[8015.0]) {
        ApiError::NotFound
    } else if has(&[4000.0]) {
        ApiError::NotAllowed
    } else if let Some(error) = status_error(response).filter(|error| !is_rejection(error)) {
        error
    } else if response.status == 400 && response.body == Body::Empty {
        ApiError::InvalidCustomerId
    } else if is_success {
        return Ok(());
    } else {
        let field_error = |message: VendorMessage| FieldError {
            path: None,
            text: Some(message.text),
            language: message.language,
            suggestions: Vec::new(),
        };
        let mut errors: Vec<FieldError> = messages.into_iter().map(field_error).collect();
        if errors.is_empty() {
            errors.push(FieldError { path: None, text: None, language: None, suggestions: Vec::new() });
        }
        ApiError::Rejected(errors)
    })
}

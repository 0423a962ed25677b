//! Capillary: how its customer API spells a loyalty customer, and a refusal. It is only read.
//!
//! Route: `GET /v2/customers/{customerId}`. What is asked for beside the customer is the host's to say, by the query's
//! parameters. The vendor's credentials are an organisation's secret: the base address is a gateway that holds them and
//! takes the customer's own token.

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

/// The language of its sentences: the `language` header changes the words of extended fields alone.
const LANGUAGE: &str = "en";

/// The parameter that says how many groups come before the page of them.
const OFFSET: &str = "ug2Offset";

/// The query parameters of the document, in its order.
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

/// A customer's key is a whole number.
pub(super) fn accepts(customer: &CustomerId) -> bool {
    customer.as_str().bytes().all(|byte| byte.is_ascii_digit())
}

/// The fields of a record that are one line of text here. All other members are read as facts.
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

/// The member of a profile that holds a line of text.
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

/// What the host asks for, checked as the document has it.
pub(super) fn query(attribute: impl Fn(&str) -> Option<String>) -> Result<Query, Vec<String>> {
    let is_set = |name| attribute(name).is_some_and(|value| !value.trim().is_empty());
    let (query, mut errors) = Query::read(PARAMETERS, &attribute);
    if !is_set("source") {
        errors.push("source is missing: it must be one of INSTORE, MARTJACK, WECHAT, LINE, ALL.".to_owned());
    }
    // Where it cannot be read, nobody knows whether it has them.
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

/// Asks for the page of groups that begins after so many.
pub(super) fn set_offset(query: &mut Query, offset: u32) {
    query.set(OFFSET, offset.to_string());
}

pub(super) fn request(call: Operation<'_>, access: RequestContext<'_>) -> Option<Request> {
    let Operation::View(customer) = call else { return None };
    let (base, id) = (access.base_url, segment(customer.as_str()));
    // An ISO code of a language, without its region.
    let language = access.language.split('-').next().unwrap_or_default();
    let headers = vec![
        ("accept", "application/json".to_owned()),
        ("language", language.to_owned()),
        ("authorization", format!("Bearer {}", access.token)),
    ];
    let url = format!("{base}/v2/customers/{id}{}", access.query.to_query_string());
    Some(Request { method: Method::Get, url, headers, body: None })
}

/// The members of an answer at whatever depth, in the order they are shown in.
static MEMBERS: &[Member] = &[
    // A profile, and when and where it was made.
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
    // What is counted.
    ("trackerName", FactKind::Details, Decode::Hidden),
    ("trackerType", FactKind::Counted, Decode::Word),
    ("trackerMode", FactKind::Window, Decode::Word),
    // Points that come and go.
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
    // The parts of the whole.
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
    // The vendor's own numbers, and what says the same again.
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
    // Read by themselves.
    ("profiles", FactKind::Details, Decode::Hidden),
    ("loyaltyProgramDetails", FactKind::Details, Decode::Hidden),
];

pub(super) fn read_profile(query: &Query, response: &Response) -> Result<Profile, ApiError> {
    check(response)?;
    let body = object(response)?;
    let reader = Reader { table: MEMBERS, answer: body };
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
        // What could be read as a name is the record's.
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
            // It is the heading, and what it is known by is said elsewhere by this title.
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
            // Told from others by where it is from.
            let from = ["source", "accountId"].into_iter().filter_map(|member| other.get(member).text());
            let name = FactName::Qualified(FactKind::OtherProfile, from.collect());
            profile.panels.push(Fact { name, value: FactValue::Facts(facts) });
        }
    }
    profile.pagination = pagination(body.get("ug2Pagination"));
    profile.warnings = warnings(body.get("warnings"));

    let is_blank = profile.facts.is_empty() && profile.programs.is_empty() && profile.panels.is_empty();
    if is_blank && profile.record == Record::default() {
        return Err(ApiError::Unreadable { reason: "the answer says nothing of a customer" });
    }
    Ok(profile)
}

/// What stands by itself is a part of the page; what is a line, a line of the record.
fn place_facts(profile: &mut Profile, facts: impl Iterator<Item = Fact>) {
    for fact in facts {
        let leads = matches!(
            fact.name,
            FactName::Known(
                FactKind::Points | FactKind::ToUpgrade | FactKind::ToRenew | FactKind::Membership
            )
        );
        match (&fact.name, fact.value) {
            // The vendor's own numbers of the whole are one list.
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

/// Which profile is the one that was asked for: of its source and its account. There is no other mark.
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

/// A profile without what only says again what stands in it.
fn without_repeats(profile: &Json) -> Json {
    without(profile, |name, value| match name {
        "identifiersAll" => value == profile.get("identifiers"),
        "allFields" => value == profile.get("fields"),
        _ => false,
    })
}

/// Where something was done: the name of the till, or its code.
fn place(place: &Json, _: &Json) -> Option<FactValue> {
    let name = place.get("name").text().or_else(|| place.get("code").text());
    Some(name.map_or_else(|| raw_value(place), FactValue::Text))
}

/// The name of a programme that is spoken of by its number.
fn program(id: &Json, answer: &Json) -> Option<FactValue> {
    let programs = answer.get("loyaltyProgramDetails").items();
    let own = programs.iter().find(|program| program.get("programId") == id);
    let title = own.and_then(|program| program.get("programTitle").text());
    Some(title.map_or_else(|| raw_value(id), FactValue::Text))
}

/// Identifiers or ways to reach a customer: a line for each, with its marks.
fn decode_named_list(list: &Json, answer: &Json) -> Option<FactValue> {
    const KNOWN: [&str; 5] = ["type", "value", "primary", "verified", "meta"];
    const PLACES: [&str; 2] = ["residence", "office"];
    let Json::List(items) = list else { return Some(raw_value(list)) };
    let reader = Reader { table: MEMBERS, answer };
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
        // What else is said of it.
        facts.extend(reader.facts(&without(one, |name, _| KNOWN.contains(&name))));
        facts.extend(reader.facts(&without(one.get("meta"), |name, _| PLACES.contains(&name))));
    }
    Some(FactValue::Facts(facts))
}

/// What the customer has agreed to be sent: a line for each channel and kind of message.
fn subscriptions(info: &Json, _: &Json) -> Option<FactValue> {
    let list = info.get("subscriptions").items();
    let line = |one: &Json| {
        if !one.is_object() {
            return Fact { name: raw_name(""), value: raw_value(one) };
        }
        const KNOWN: [&str; 2] = ["type", "priority"];
        let name = one.get("channel").text().map_or_else(|| raw_name(""), FactName::Word);
        let said = KNOWN.into_iter().filter_map(|member| one.get(member).text());
        let mut lines: Vec<FactValue> = said.map(FactValue::Word).collect();
        let more = without(one, |name, _| name == "channel" || KNOWN.contains(&name));
        if !is_empty(&more) {
            lines.push(raw_value(&more));
        }
        Fact { name, value: FactValue::List(lines) }
    };
    Some(if list.is_empty() { raw_value(info) } else { FactValue::Facts(list.iter().map(line).collect()) })
}

/// A picture, alone or in an object.
fn picture(image: &Json, answer: &Json) -> Option<FactValue> {
    let alone = image.text().map(fact_reader::image);
    Some(alone.unwrap_or_else(|| Reader { table: MEMBERS, answer }.known(image)))
}

/// Pictures, each called what it is a picture of.
fn pictures(images: &Json, answer: &Json) -> Option<FactValue> {
    let reader = Reader { table: MEMBERS, answer };
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

/// What is missing for the next tier. The document spells a member in two ways, and its example of the values is an
/// object where its table has a number.
fn to_upgrade(strategies: &Json, answer: &Json) -> Option<FactValue> {
    let one = |strategy: &Json| {
        let values = strategy.get("customerUpgradeEntityValues");
        let progress = Progress {
            value: values.number().or_else(|| values.get("currentValue").number())?,
            threshold: threshold(strategy.get("upgradeThreshold"))?,
            until: values.get("valueValidUpto").text().map(PartialDate::from_stored),
            ..Progress::default()
        };
        let known = ["upgradeBasedOn", "upgrade_based_on", "upgradeThreshold", "customerUpgradeEntityValues"];
        Some(with_threshold(progress, values.get("gapToUpgrade"), strategy, &known, answer))
    };
    let basis = |strategy: &Json| {
        strategy.get("upgradeBasedOn").text().or_else(|| strategy.get("upgrade_based_on").text())
    };
    Some(FactValue::Facts(strategies_of(strategies, one, basis)))
}

/// What is missing to keep the tier: one summary, or a list of them.
fn to_renew(summary: &Json, answer: &Json) -> Option<FactValue> {
    let items = summary.items();
    if let [one] = items {
        return to_renew(one, answer);
    }
    if !items.is_empty() {
        return Some(FactValue::List(items.iter().filter_map(|one| to_renew(one, answer)).collect()));
    }
    let one = |strategy: &Json| {
        let progress = Progress {
            value: strategy.get("customerRenewEntityValue").number()?,
            threshold: threshold(strategy.get("renewThreshold"))?,
            ..Progress::default()
        };
        let known = ["renewBasedOn", "renewThreshold", "customerRenewEntityValue", "customerGapToRenewValue"];
        Some(with_threshold(progress, strategy.get("customerGapToRenewValue"), strategy, &known, answer))
    };
    let basis = |strategy: &Json| strategy.get("renewBasedOn").text();
    if !summary.is_object() {
        return Some(raw_value(summary));
    }
    let rest = without(summary, |name, _| name == "renewStrategies");
    let mut facts = Reader { table: MEMBERS, answer }.facts(&rest);
    facts.extend(strategies_of(summary.get("renewStrategies"), one, basis));
    Some(FactValue::Facts(facts))
}

/// The ways to a tier, each by what it is measured in. One that cannot be read as a way is shown as it is.
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

/// What it takes, where it takes something: there is no way to nothing.
fn threshold(threshold: &Json) -> Option<f64> {
    threshold.number().filter(|threshold| *threshold > 0.0)
}

/// The member that says what is counted.
const TRACKERS: &str = "trackerEntityIdentifiers";

/// The progress with its gap and with what else is said: the windows in which something is counted.
fn with_threshold(
    progress: Progress,
    gap: &Json,
    strategy: &Json,
    known: &[&str],
    answer: &Json,
) -> Progress {
    let reader = Reader { table: MEMBERS, answer };
    let trackers = strategy.get(TRACKERS).items().iter();
    let mut facts: Vec<Fact> = trackers.map(|one| tracker_fact(one, reader)).collect();
    facts.extend(reader.facts(&without(strategy, |name, _| name == TRACKERS || known.contains(&name))));
    let gap = gap.number().unwrap_or_else(|| (progress.threshold - progress.value).max(0.0));
    Progress { gap, facts, ..progress }
}

/// Something that is counted, and within how long.
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

/// How the page of groups lies in the whole. The shape is not public: offset, limit and total are what it needs.
fn pagination(pagination: &Json) -> Option<Pagination> {
    let count =
        |member| pagination.get(member).number().filter(|count| *count >= 0.0).map(|count| count as u32);
    let (offset, limit, total) = (count("offset")?, count("limit")?, count("total")?);
    (limit > 0).then_some(Pagination { offset, limit, total })
}

/// What could not be had. A warning without a sentence is still one: its code, or it all, is what there is to say.
fn warnings(list: &Json) -> Vec<VendorMessage> {
    let said = |one: &Json| {
        let text = one.text().or_else(|| one.get("message").text()).or_else(|| one.get("code").text());
        text.or_else(|| json::write(one).filter(|_| !is_empty(one))).map(english_message)
    };
    list.items().iter().filter_map(said).collect()
}

fn english_message(text: String) -> VendorMessage {
    VendorMessage { text, language: Some(LANGUAGE.to_owned()) }
}

/// What its one sentence about a person whose data was deleted at their request has in it; there is no code for it.
const DELETED: &[u8] = b"pii delete";

/// The failure an answer reports. It may do so under any status: errors in it are a failure, warnings are none.
pub(super) fn check(response: &Response) -> Result<(), ApiError> {
    let body = response.json();
    let errors = body.get("errors").items();
    let has = |codes: &[f64]| {
        errors.iter().any(|error| error.get("code").number().is_some_and(|code| codes.contains(&code)))
    };
    let messages = errors.iter().chain([body]).filter_map(|one| one.get("message").text());
    let messages: Vec<VendorMessage> = messages.map(english_message).collect();
    let says_deleted = |said: &VendorMessage| {
        said.text.as_bytes().windows(DELETED.len()).any(|part| part.eq_ignore_ascii_case(DELETED))
    };
    // The id of who was deleted stays.
    let is_deleted = messages.iter().any(says_deleted);
    // Any other message in the place of a customer is an error that is not in the list of them.
    let is_customer = !is_empty(body.get("id")) || !is_empty(body.get("profiles"));
    let is_success =
        (200..300).contains(&response.status) && errors.is_empty() && (is_customer || messages.is_empty());
    // A status no contract names is the request's fault where it comes with a reason.
    let is_refusal = |failure: &ApiError| {
        matches!(failure, ApiError::ServerError { status: 400..500 }) && !messages.is_empty()
    };

    Err(if is_deleted {
        ApiError::Deleted
    } else if has(&[8069.0]) {
        ApiError::Merged
    } else if has(&[8015.0]) {
        ApiError::NotFound
    } else if has(&[4000.0]) {
        ApiError::NotAllowed
    } else if let Some(failure) = status_error(response).filter(|failure| !is_refusal(failure)) {
        failure
    } else if response.status == 400 && response.body == Body::Empty {
        ApiError::InvalidCustomerId
    } else if is_success {
        return Ok(());
    } else {
        let refusal = |said: VendorMessage| FieldError {
            place: None,
            text: Some(said.text),
            language: said.language,
            suggestions: Vec::new(),
        };
        let mut refusals: Vec<FieldError> = messages.into_iter().map(refusal).collect();
        if refusals.is_empty() {
            refusals.push(FieldError { place: None, text: None, language: None, suggestions: Vec::new() });
        }
        ApiError::Rejected(refusals)
    })
}

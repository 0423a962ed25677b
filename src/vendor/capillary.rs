//! Capillary: how its customer API spells a loyalty customer, and a refusal. It is only read.
//!
//! Route: `GET /v2/customers/{customerId}`. What is asked for beside the customer is the host's to say, by the query's
//! parameters. The vendor's credentials are an organisation's secret: the base address is a gateway that holds them and
//! takes the customer's own token.

use super::{
    Access, Call, Kind, Parameter, Query,
    facts::{self, As, Member, Reader, is_empty, open, theirs, without},
    failure_of, object,
};
use crate::{
    domain::{
        Birthdate, CustomerId, Fact, FactKind, Name, Pages, Profile, Progress, Record, Said, Text, Unit,
        Value,
    },
    failure::{Failure, Refusal},
    http::{Body, Method, Request, Response, segment},
    json::{self, Json},
};

/// The language of its sentences: the `language` header changes the words of extended fields alone.
const LANGUAGE: &str = "en";

/// The parameter that says how many groups come before the page of them.
const OFFSET: &str = "ug2Offset";

/// The query parameters of the document, in its order.
const PARAMETERS: &[Parameter] = &[
    ("source", Kind::OneOf(&["INSTORE", "MARTJACK", "WECHAT", "LINE", "ALL"])),
    ("accountId", Kind::Text),
    (
        "embed",
        Kind::SomeOf(&[
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
    ("includedAllUserGroup2", Kind::Flag),
    ("userGroup2Id", Kind::Whole),
    ("includedUserGroup2LoyaltyDetails", Kind::Flag),
    ("includedFraudDetails", Kind::Flag),
    ("includedOnlyCurrentProfile", Kind::Flag),
    ("ug2JoinedStartDate", Kind::Moment),
    ("ug2JoinedEndDate", Kind::Moment),
    (OFFSET, Kind::Whole),
    ("ug2Limit", Kind::Whole),
    ("ug2SortBy", Kind::Text),
    ("ug2SortOrder", Kind::OneOf(&["ASC", "DESC"])),
    ("ug2PaginationDetails", Kind::Flag),
    ("gapToUpgrade", Kind::Whole),
    ("gapToRenew", Kind::Whole),
];

/// A customer's key is a whole number.
pub(super) fn accepts(customer: &CustomerId) -> bool {
    customer.as_str().bytes().all(|byte| byte.is_ascii_digit())
}

/// What of a record is one line of text here: all else has a form of its own.
pub(super) fn has(unit: Unit) -> bool {
    matches!(unit, Unit::Text(Text::FirstName | Text::LastName))
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
pub(super) fn turn(query: &mut Query, offset: u32) {
    query.set(OFFSET, offset.to_string());
}

pub(super) fn request(call: Call<'_>, access: Access<'_>) -> Option<Request> {
    let Call::View(customer) = call else { return None };
    let (base, id) = (access.base_url, segment(customer.as_str()));
    // An ISO code of a language, without its region.
    let language = access.language.split('-').next().unwrap_or_default();
    let headers = vec![
        ("accept", "application/json".to_owned()),
        ("language", language.to_owned()),
        ("authorization", format!("Bearer {}", access.token)),
    ];
    let url = format!("{base}/v2/customers/{id}{}", access.query.written());
    Some(Request { method: Method::Get, url, headers, body: None })
}

/// The members of an answer at whatever depth, in the order they are shown in.
static MEMBERS: &[Member] = &[
    // A profile, and when and where it was made.
    ("firstName", FactKind::FirstName, As::Text),
    ("lastName", FactKind::LastName, As::Text),
    ("source", FactKind::Source, As::Word),
    ("accountId", FactKind::Account, As::Code),
    ("loyaltyType", FactKind::LoyaltyType, As::Word),
    ("lifetimePurchases", FactKind::LifetimePurchases, As::Number),
    ("attribution", FactKind::Registered, As::Flat),
    ("attributionV2", FactKind::Registered, As::Flat),
    ("createDate", FactKind::Registered, As::Moment),
    ("createdBy", FactKind::RegisteredAt, As::By(place)),
    ("createdFromSource", FactKind::CreatedFrom, As::Word),
    ("modifiedDate", FactKind::Changed, As::Moment),
    ("modifiedBy", FactKind::ChangedAt, As::By(place)),
    ("autoUpdateTime", FactKind::Refreshed, As::Moment),
    ("identifiers", FactKind::Identifiers, As::By(named)),
    ("identifiersAll", FactKind::AllIdentifiers, As::By(named)),
    ("commChannels", FactKind::Channels, As::By(named)),
    ("conflictingProfileList", FactKind::Conflicts, As::Open),
    ("fields", FactKind::Fields, As::Open),
    ("allFields", FactKind::AllFields, As::Open),
    ("lastViewedDate", FactKind::LastViewed, As::Moment),
    // A programme.
    ("programTitle", FactKind::Program, As::Text),
    ("programDescription", FactKind::Description, As::Text),
    ("groupName", FactKind::Group, As::Text),
    ("programId", FactKind::Program, As::By(program)),
    ("loyaltyPoints", FactKind::Points, As::Number),
    ("totalAvailablePoints", FactKind::AvailablePoints, As::Number),
    ("currentSlab", FactKind::Tier, As::Text),
    ("slabExpiryDate", FactKind::TierExpires, As::Date),
    ("nextSlab", FactKind::NextTier, As::Text),
    ("upgradeStrategies", FactKind::ToUpgrade, As::By(to_upgrade)),
    ("gapToRenewSummary", FactKind::ToRenew, As::By(to_renew)),
    ("currentSlabDescription", FactKind::TierDescription, As::Text),
    ("nextSlabDescription", FactKind::NextTierDescription, As::Text),
    ("lifetimePoints", FactKind::LifetimePoints, As::Number),
    ("cumulativePurchases", FactKind::Purchases, As::Number),
    ("redeemed", FactKind::Redeemed, As::Number),
    ("expired", FactKind::Expired, As::Number),
    ("returned", FactKind::Returned, As::Number),
    ("totalReturnedPoints", FactKind::TotalReturned, As::Number),
    ("adjusted", FactKind::Adjusted, As::Number),
    ("delayedPoints", FactKind::Delayed, As::Number),
    ("delayedReturnedPoints", FactKind::DelayedReturned, As::Number),
    ("delayedExpiredPoints", FactKind::DelayedExpired, As::Number),
    ("programPointsToCurrencyRatio", FactKind::PointValue, As::Number),
    ("pointsContributionToGroup", FactKind::Contribution, As::Number),
    ("linkedPartnerPrograms", FactKind::Partners, As::Known),
    ("partnerProgramName", FactKind::Program, As::Text),
    ("partnerProgramDescription", FactKind::Description, As::Text),
    ("partnerTierName", FactKind::Tier, As::Text),
    ("partnerTierExpiryDate", FactKind::TierExpires, As::Date),
    ("partnerMembershipId", FactKind::MembershipNumber, As::Code),
    ("tierExpiryDate", FactKind::TierExpires, As::Date),
    ("renewConfirmed", FactKind::Renewed, As::Open),
    // What is counted.
    ("trackerName", FactKind::Details, As::Hidden),
    ("trackerType", FactKind::Counted, As::Word),
    ("trackerMode", FactKind::Window, As::Word),
    // Points that come and go.
    ("points", FactKind::Points, As::Number),
    ("promotionName", FactKind::Promotion, As::Text),
    ("issuedOn", FactKind::Issued, As::Moment),
    ("issuedAt", FactKind::IssuedAt, As::By(place)),
    ("expiredOn", FactKind::ExpiredOn, As::Date),
    ("returnedOn", FactKind::ReturnedOn, As::Moment),
    ("transactionNumber", FactKind::Transaction, As::Code),
    ("customerPromotionType", FactKind::ForCustomer, As::Known),
    ("transactionPromotionType", FactKind::ForPurchase, As::Known),
    ("lineitemPromotionType", FactKind::ForItem, As::Known),
    // A card.
    ("cardNumber", FactKind::CardNumber, As::Code),
    ("type", FactKind::Kind, As::Word),
    ("statusInfo", FactKind::Status, As::Some(&["label", "reason"])),
    ("label", FactKind::Status, As::Word),
    ("groupStatus", FactKind::Status, As::Word),
    ("status", FactKind::Status, As::Word),
    ("reason", FactKind::Reason, As::Text),
    ("seriesName", FactKind::Series, As::Text),
    ("issuedDate", FactKind::Issued, As::Date),
    ("createdDate", FactKind::Created, As::Date),
    ("expiryDate", FactKind::Expires, As::Date),
    ("transactionNotAllowed", FactKind::NoTransactions, As::Open),
    ("customFields", FactKind::Fields, As::Open),
    ("extendedFields", FactKind::Extended, As::Open),
    // A group.
    ("primaryMember", FactKind::PrimaryMember, As::Open),
    ("joinedDate", FactKind::Joined, As::Moment),
    ("loyaltyDetails", FactKind::GroupLoyalty, As::Known),
    // Pictures.
    ("url", FactKind::Image, As::Image),
    ("value", FactKind::ImageValue, As::Code),
    ("createdOn", FactKind::Created, As::Moment),
    ("modifiedOn", FactKind::Changed, As::Moment),
    // The parts of the whole.
    ("loyaltyInfo", FactKind::Membership, As::Known),
    ("pointsSummary", FactKind::Points, As::Known),
    ("promotionalPoints", FactKind::Promotional, As::Known),
    ("expirySchedules", FactKind::Expiry, As::Known),
    ("expiredPoints", FactKind::Expired, As::Known),
    ("returnedPoints", FactKind::Returned, As::Known),
    ("cardDetails", FactKind::Cards, As::Known),
    ("segments", FactKind::Segments, As::Open),
    ("subscriptionInfo", FactKind::Subscriptions, As::By(subscriptions)),
    ("userGroups", FactKind::Groups, As::Known),
    ("customerImage", FactKind::Portrait, As::By(picture)),
    ("associatedImages", FactKind::Images, As::By(pictures)),
    ("fraudDetails", FactKind::Fraud, As::Known),
    ("associatedWith", FactKind::Till, As::Text),
    // The vendor's own numbers, and what says the same again.
    ("id", FactKind::Details, As::Detail),
    ("userId", FactKind::Details, As::Detail),
    ("loyaltyId", FactKind::Details, As::Detail),
    ("slabSNo", FactKind::Details, As::Detail),
    ("nextSlabSerialNumber", FactKind::Details, As::Detail),
    ("partnerProgramId", FactKind::Details, As::Detail),
    ("partnerTierNumber", FactKind::Details, As::Detail),
    ("partnerProgramType", FactKind::Details, As::Detail),
    ("tierBased", FactKind::Details, As::Detail),
    ("cardId", FactKind::Details, As::Detail),
    ("cardExternalId", FactKind::Details, As::Detail),
    ("expiryDays", FactKind::Details, As::Detail),
    ("expiryDateISO", FactKind::Details, As::Hidden),
    ("seriesId", FactKind::Details, As::Detail),
    ("seriesCode", FactKind::Details, As::Detail),
    ("maxActiveCards", FactKind::Details, As::Detail),
    ("customerId", FactKind::Details, As::Detail),
    ("orgId", FactKind::Details, As::Detail),
    ("entityId", FactKind::Details, As::Detail),
    ("labelId", FactKind::Details, As::Detail),
    ("isActive", FactKind::Details, As::Detail),
    ("actions", FactKind::Details, As::Detail),
    ("activeAndDigital", FactKind::Details, As::Detail),
    ("externalId", FactKind::Details, As::Detail),
    ("defaultGroup", FactKind::Details, As::Detail),
    ("active", FactKind::Details, As::Detail),
    ("statusLabel", FactKind::Details, As::Detail),
    ("statusLabelInfo", FactKind::Details, As::Detail),
    ("attributes", FactKind::Details, As::Detail),
    ("promotionSource", FactKind::Details, As::Detail),
    ("trackerCaseName", FactKind::Details, As::Detail),
    ("ug2Pagination", FactKind::Details, As::Hidden),
    ("warnings", FactKind::Details, As::Hidden),
    ("errors", FactKind::Details, As::Hidden),
    // Read by themselves.
    ("profiles", FactKind::Details, As::Hidden),
    ("loyaltyProgramDetails", FactKind::Details, As::Hidden),
];

pub(super) fn read_profile(query: &Query, response: &Response) -> Result<Profile, Failure> {
    fail(response)?;
    let body = object(response)?;
    let reader = Reader { table: MEMBERS, answer: body };
    let mut profile = Profile::default();
    if let Some(id) = body.get("id").text() {
        profile.facts.push(Fact::new(FactKind::CustomerNumber, Value::Code(id)));
    }

    let profiles = body.get("profiles").items().iter();
    let mut others: Vec<&Json> = profiles.filter(|one| one.is_object() && !is_empty(one)).collect();
    if let Some(index) = chosen(&others, query) {
        let own = others.remove(index);
        profile.record = Record::default();
        for (text, member) in [(Text::FirstName, "firstName"), (Text::LastName, "lastName")] {
            profile.record.texts[text] = own.get(member).text();
        }
        // What could be read as a name is the record's.
        let is_name = |fact: &Fact| {
            matches!(fact.name, Name::Known(FactKind::FirstName | FactKind::LastName))
                && matches!(fact.value, Value::Text(_))
        };
        let facts = reader.facts(&without_repeats(own));
        place_facts(&mut profile, facts.into_iter().filter(|fact| !is_name(fact)));
    }

    for program in body.get("loyaltyProgramDetails").items().iter().filter(|one| !is_empty(one)) {
        let title = program.get("programTitle").text();
        let mut facts = reader.facts(program);
        if title.is_some() {
            // It is the heading, and what it is known by is said elsewhere by this title.
            facts.retain(|fact| fact.name != Name::Known(FactKind::Program));
        }
        if title.is_some() || !facts.is_empty() {
            let name = title.map_or(Name::Known(FactKind::Program), Name::Theirs);
            profile.programs.push(Fact { name, value: Value::Facts(facts) });
        }
    }
    place_facts(&mut profile, reader.facts(&without(body, |name, _| name == "id")).into_iter());
    for other in others {
        let facts = reader.facts(&without_repeats(other));
        if !facts.is_empty() {
            // Told from others by where it is from.
            let from = ["source", "accountId"].into_iter().filter_map(|member| other.get(member).text());
            let name = Name::Of(FactKind::OtherProfile, from.collect());
            profile.panels.push(Fact { name, value: Value::Facts(facts) });
        }
    }
    profile.pages = pages(body.get("ug2Pagination"));
    profile.warnings = warnings(body.get("warnings"));

    let is_blank = profile.facts.is_empty() && profile.programs.is_empty() && profile.panels.is_empty();
    if is_blank && profile.record == Record::default() {
        return Err(Failure::Unreadable { reason: "the answer says nothing of a customer" });
    }
    Ok(profile)
}

/// What stands by itself is a part of the page; what is a line, a line of the record.
fn place_facts(profile: &mut Profile, facts: impl Iterator<Item = Fact>) {
    for fact in facts {
        let leads = matches!(
            fact.name,
            Name::Known(FactKind::Points | FactKind::ToUpgrade | FactKind::ToRenew | FactKind::Membership)
        );
        match (&fact.name, fact.value) {
            // The vendor's own numbers of the whole are one list.
            (Name::Known(FactKind::Details), value) => {
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
fn place(place: &Json, _: &Json) -> Option<Value> {
    let name = place.get("name").text().or_else(|| place.get("code").text());
    Some(name.map_or_else(|| open(place), Value::Text))
}

/// The name of a programme that is spoken of by its number.
fn program(id: &Json, answer: &Json) -> Option<Value> {
    let programs = answer.get("loyaltyProgramDetails").items();
    let own = programs.iter().find(|program| program.get("programId") == id);
    let title = own.and_then(|program| program.get("programTitle").text());
    Some(title.map_or_else(|| open(id), Value::Text))
}

/// Identifiers or ways to reach a customer: a line for each, with its marks.
fn named(list: &Json, answer: &Json) -> Option<Value> {
    const KNOWN: [&str; 5] = ["type", "value", "primary", "verified", "meta"];
    const PLACES: [&str; 2] = ["residence", "office"];
    let Json::List(items) = list else { return Some(open(list)) };
    let reader = Reader { table: MEMBERS, answer };
    let mut facts = Vec::new();
    for one in items.iter().filter(|one| !is_empty(one)) {
        if !one.is_object() {
            facts.push(Fact { name: theirs(""), value: open(one) });
            continue;
        }
        let mut lines: Vec<Value> = one.get("value").text().map(Value::Code).into_iter().collect();
        let mut mark = |word: &str| lines.push(Value::Word(word.to_owned()));
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
        let name = one.get("type").text().map_or_else(|| theirs(""), Name::Word);
        facts.push(Fact { name, value: Value::List(lines) });
        // What else is said of it.
        facts.extend(reader.facts(&without(one, |name, _| KNOWN.contains(&name))));
        facts.extend(reader.facts(&without(one.get("meta"), |name, _| PLACES.contains(&name))));
    }
    Some(Value::Facts(facts))
}

/// What the customer has agreed to be sent: a line for each channel and kind of message.
fn subscriptions(info: &Json, _: &Json) -> Option<Value> {
    let list = info.get("subscriptions").items();
    let line = |one: &Json| {
        if !one.is_object() {
            return Fact { name: theirs(""), value: open(one) };
        }
        const KNOWN: [&str; 2] = ["type", "priority"];
        let name = one.get("channel").text().map_or_else(|| theirs(""), Name::Word);
        let said = KNOWN.into_iter().filter_map(|member| one.get(member).text());
        let mut lines: Vec<Value> = said.map(Value::Word).collect();
        let more = without(one, |name, _| name == "channel" || KNOWN.contains(&name));
        if !is_empty(&more) {
            lines.push(open(&more));
        }
        Fact { name, value: Value::List(lines) }
    };
    Some(if list.is_empty() { open(info) } else { Value::Facts(list.iter().map(line).collect()) })
}

/// A picture, alone or in an object.
fn picture(image: &Json, answer: &Json) -> Option<Value> {
    let alone = image.text().map(facts::image);
    Some(alone.unwrap_or_else(|| Reader { table: MEMBERS, answer }.known(image)))
}

/// Pictures, each called what it is a picture of.
fn pictures(images: &Json, answer: &Json) -> Option<Value> {
    let reader = Reader { table: MEMBERS, answer };
    let picture = |image: &Json| {
        let Some(url) = image.get("url").text() else { return reader.known(image) };
        let name = image.get("type").text().map_or(Name::Known(FactKind::Image), Name::Word);
        let mut facts = vec![Fact { name, value: facts::image(url) }];
        facts.extend(reader.facts(&without(image, |name, _| matches!(name, "url" | "type"))));
        Value::Facts(facts)
    };
    Some(match images {
        Json::List(items) => Value::List(items.iter().filter(|item| !is_empty(item)).map(picture).collect()),
        other => picture(other),
    })
}

/// What is missing for the next tier. The document spells a member in two ways, and its example of the values is an
/// object where its table has a number.
fn to_upgrade(strategies: &Json, answer: &Json) -> Option<Value> {
    let one = |strategy: &Json| {
        let values = strategy.get("customerUpgradeEntityValues");
        let progress = Progress {
            value: values.number().or_else(|| values.get("currentValue").number())?,
            threshold: threshold(strategy.get("upgradeThreshold"))?,
            until: values.get("valueValidUpto").text().map(Birthdate::stored),
            ..Progress::default()
        };
        let known = ["upgradeBasedOn", "upgrade_based_on", "upgradeThreshold", "customerUpgradeEntityValues"];
        Some(measured(progress, values.get("gapToUpgrade"), strategy, &known, answer))
    };
    let basis = |strategy: &Json| {
        strategy.get("upgradeBasedOn").text().or_else(|| strategy.get("upgrade_based_on").text())
    };
    Some(Value::Facts(strategies_of(strategies, one, basis)))
}

/// What is missing to keep the tier: one summary, or a list of them.
fn to_renew(summary: &Json, answer: &Json) -> Option<Value> {
    let items = summary.items();
    if let [one] = items {
        return to_renew(one, answer);
    }
    if !items.is_empty() {
        return Some(Value::List(items.iter().filter_map(|one| to_renew(one, answer)).collect()));
    }
    let one = |strategy: &Json| {
        let progress = Progress {
            value: strategy.get("customerRenewEntityValue").number()?,
            threshold: threshold(strategy.get("renewThreshold"))?,
            ..Progress::default()
        };
        let known = ["renewBasedOn", "renewThreshold", "customerRenewEntityValue", "customerGapToRenewValue"];
        Some(measured(progress, strategy.get("customerGapToRenewValue"), strategy, &known, answer))
    };
    let basis = |strategy: &Json| strategy.get("renewBasedOn").text();
    if !summary.is_object() {
        return Some(open(summary));
    }
    let rest = without(summary, |name, _| name == "renewStrategies");
    let mut facts = Reader { table: MEMBERS, answer }.facts(&rest);
    facts.extend(strategies_of(summary.get("renewStrategies"), one, basis));
    Some(Value::Facts(facts))
}

/// The ways to a tier, each by what it is measured in. One that cannot be read as a way is shown as it is.
fn strategies_of(
    list: &Json,
    one: impl Fn(&Json) -> Option<Progress>,
    basis: impl Fn(&Json) -> Option<String>,
) -> Vec<Fact> {
    let strategy = |strategy: &Json| Fact {
        name: basis(strategy).map_or_else(|| theirs(""), Name::Word),
        value: one(strategy).map_or_else(|| open(strategy), Value::Progress),
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
fn measured(progress: Progress, gap: &Json, strategy: &Json, known: &[&str], answer: &Json) -> Progress {
    let reader = Reader { table: MEMBERS, answer };
    let trackers = strategy.get(TRACKERS).items().iter();
    let mut facts: Vec<Fact> = trackers.map(|one| tracker(one, reader)).collect();
    facts.extend(reader.facts(&without(strategy, |name, _| name == TRACKERS || known.contains(&name))));
    let gap = gap.number().unwrap_or_else(|| (progress.threshold - progress.value).max(0.0));
    Progress { gap, facts, ..progress }
}

/// Something that is counted, and within how long.
fn tracker(tracker: &Json, reader: Reader<'_>) -> Fact {
    const PERIOD: [&str; 2] = ["trackerCasePeriodType", "trackerCasePeriodValue"];
    let name = tracker.get("trackerName").text().map_or(Name::Known(FactKind::Tracker), Name::Theirs);
    if !tracker.is_object() {
        return Fact { name, value: open(tracker) };
    }
    let mut facts = reader.facts(&without(tracker, |name, _| PERIOD.contains(&name)));
    let [unit, number] = PERIOD.map(|member| tracker.get(member));
    let within = match (unit.text().as_deref(), number.number()) {
        (Some("DAYS"), Some(days)) => Some(Value::Days(days)),
        (unit, _) => number.text().map(|number| Value::Text([&number, unit.unwrap_or_default()].join(" "))),
    };
    facts.extend(within.map(|within| Fact::new(FactKind::Within, within)));
    Fact { name, value: Value::Facts(facts) }
}

/// How the page of groups lies in the whole. The shape is not public: offset, limit and total are what it needs.
fn pages(pagination: &Json) -> Option<Pages> {
    let count =
        |member| pagination.get(member).number().filter(|count| *count >= 0.0).map(|count| count as u32);
    let (offset, limit, total) = (count("offset")?, count("limit")?, count("total")?);
    (limit > 0).then_some(Pages { offset, limit, total })
}

/// What could not be had. A warning without a sentence is still one: its code, or it all, is what there is to say.
fn warnings(list: &Json) -> Vec<Said> {
    let said = |one: &Json| {
        let text = one.text().or_else(|| one.get("message").text()).or_else(|| one.get("code").text());
        text.or_else(|| json::write(one).filter(|_| !is_empty(one))).map(theirs_in_english)
    };
    list.items().iter().filter_map(said).collect()
}

fn theirs_in_english(text: String) -> Said {
    Said { text, language: Some(LANGUAGE.to_owned()) }
}

/// What its one sentence about a person whose data was deleted at their request has in it; there is no code for it.
const DELETED: &[u8] = b"pii delete";

/// The failure an answer reports. It may do so under any status: errors in it are a failure, warnings are none.
pub(super) fn fail(response: &Response) -> Result<(), Failure> {
    let body = response.json();
    let errors = body.get("errors").items();
    let has = |codes: &[f64]| {
        errors.iter().any(|error| error.get("code").number().is_some_and(|code| codes.contains(&code)))
    };
    let messages = errors.iter().chain([body]).filter_map(|one| one.get("message").text());
    let messages: Vec<Said> = messages.map(theirs_in_english).collect();
    let says_deleted = |said: &Said| {
        said.text.as_bytes().windows(DELETED.len()).any(|part| part.eq_ignore_ascii_case(DELETED))
    };
    // The id of who was deleted stays.
    let is_deleted = messages.iter().any(says_deleted);
    // Any other message in the place of a customer is an error that is not in the list of them.
    let is_customer = !is_empty(body.get("id")) || !is_empty(body.get("profiles"));
    let is_success =
        (200..300).contains(&response.status) && errors.is_empty() && (is_customer || messages.is_empty());
    // A status no contract names is the request's fault where it comes with a reason.
    let is_refusal = |failure: &Failure| {
        matches!(failure, Failure::VendorBroken { status: 400..500 }) && !messages.is_empty()
    };

    Err(if is_deleted {
        Failure::Deleted
    } else if has(&[8069.0]) {
        Failure::Merged
    } else if has(&[8015.0]) {
        Failure::NotFound
    } else if has(&[4000.0]) {
        Failure::NotAllowed
    } else if let Some(failure) = failure_of(response).filter(|failure| !is_refusal(failure)) {
        failure
    } else if response.status == 400 && response.body == Body::Empty {
        Failure::UnknownKey
    } else if is_success {
        return Ok(());
    } else {
        let refusal = |said: Said| Refusal {
            place: None,
            text: Some(said.text),
            language: said.language,
            suggestions: Vec::new(),
        };
        let mut refusals: Vec<Refusal> = messages.into_iter().map(refusal).collect();
        if refusals.is_empty() {
            refusals.push(Refusal { place: None, text: None, language: None, suggestions: Vec::new() });
        }
        Failure::Refused(refusals)
    })
}

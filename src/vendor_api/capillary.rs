//! Capillary's customer API: its loyalty customers and its errors. Read only.
//!
//! Route: `GET /v2/customers/{customerId}`. The host sets the query parameters. The vendor's credentials are an
//! organisation's secret: the base URL is that of a gateway, which has them and accepts the customer's own token.

use super::{
    Access, Operation, Parameter, ParameterType, Query, RequestContext, Spec,
    fact_reader::{self, Decode, Member, Reader, is_empty, raw_name, raw_value, without},
    status_error,
};
use crate::{
    chunk::in_chunk,
    domain::{
        EnumMap, Fact, FactLabel, FactName, FactValue, Field, FormRules, NextTier, Pagination, PartialDate,
        Profile, Progress, Record, Summary, TextField, VendorMessage,
    },
    error::{ApiError, FieldError},
    http::{Body, Method, Request, Response, segment},
    json::{self, Json},
};

/// The language of the vendor's messages: the `language` header only changes the labels of extended fields.
const LANGUAGE: &str = "en";

/// The parameter with the number of groups before the page.
const OFFSET: &str = "ug2Offset";

/// The query parameters of the vendor's document, in its order. The loader and the pages have the same table from
/// `web/contract.json`.
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

pub(super) static SPEC: Spec = Spec {
    name: "capillary",
    // A whole number.
    accepts_id: |id| id.bytes().all(|byte| byte.is_ascii_digit()),
    access,
    alternatives: &[],
    hints: &[],
    form_rules: FormRules::UNLIMITED,
    loyalty_tiers: None,
    localizes_responses: true,
    offset_parameter: Some(OFFSET),
    read_query: Some(read_query),
    request,
    check,
    read_profile: |query, body| Box::pin(async { read_in_chunk(query, body).await? }),
    read_created: None,
    read_civilities: None,
};

/// Only two lines of text are fields; all other members are read as facts.
fn access(field: Field) -> Access {
    let is_read = match field {
        Field::Text(text) => member(text).is_some(),
        Field::Birthdate
        | Field::NationalId
        | Field::Phones
        | Field::Address
        | Field::OptIns
        | Field::DataUse => false,
    };
    if is_read { Access::ReadOnly } else { Access::Absent }
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
fn read_query(attribute: &dyn Fn(&str) -> Option<String>) -> Result<Query, Vec<String>> {
    let is_set = |name| attribute(name).is_some_and(|value| !value.trim().is_empty());
    let (query, mut errors) = Query::read(PARAMETERS, attribute);
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

fn request(call: Operation<'_>, access: RequestContext<'_>) -> Option<Request> {
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
    ("firstName", FactLabel("label.first-name"), Decode::Text),
    ("lastName", FactLabel("label.last-name"), Decode::Text),
    ("source", FactLabel("fact.source"), Decode::Word),
    ("accountId", FactLabel("fact.account"), Decode::Code),
    ("loyaltyType", FactLabel("fact.loyalty-type"), Decode::Word),
    ("lifetimePurchases", FactLabel("fact.lifetime-purchases"), Decode::Number),
    ("attribution", FactLabel("fact.registered"), Decode::Flat),
    ("attributionV2", FactLabel("fact.registered"), Decode::Flat),
    ("createDate", FactLabel("fact.registered"), Decode::Date),
    ("createdBy", FactLabel("fact.registered-at"), Decode::By(place)),
    ("createdFromSource", FactLabel("fact.created-from"), Decode::Word),
    ("modifiedDate", FactLabel("fact.changed"), Decode::Moment),
    ("modifiedBy", FactLabel("fact.changed-at"), Decode::By(place)),
    ("autoUpdateTime", FactLabel("fact.refreshed"), Decode::Moment),
    ("identifiers", FactLabel("fact.identifiers"), Decode::By(decode_named_list)),
    ("identifiersAll", FactLabel("fact.all-identifiers"), Decode::By(decode_named_list)),
    ("commChannels", FactLabel("fact.channels"), Decode::By(decode_named_list)),
    ("conflictingProfileList", FactLabel("fact.conflicts"), Decode::Open),
    ("fields", FactLabel("fact.extended"), Decode::Open),
    ("allFields", FactLabel("fact.all-fields"), Decode::Open),
    ("lastViewedDate", FactLabel("fact.last-viewed"), Decode::Moment),
    // A programme.
    ("programTitle", FactLabel("fact.program"), Decode::Text),
    ("programDescription", FactLabel::DESCRIPTION, Decode::Text),
    ("groupName", FactLabel("fact.group"), Decode::Text),
    ("promotionName", FactLabel("fact.promotion"), Decode::Text),
    ("programId", FactLabel("fact.program"), Decode::By(program)),
    ("loyaltyPoints", FactLabel("fact.points"), Decode::Number),
    ("totalAvailablePoints", FactLabel("fact.available-points"), Decode::Number),
    ("currentSlab", FactLabel("fact.tier"), Decode::Text),
    ("slabExpiryDate", FactLabel("fact.tier-expires"), Decode::Date),
    ("upgradeStrategies", FactLabel::TO_UPGRADE, Decode::By(to_upgrade)),
    ("gapToRenewSummary", FactLabel("fact.to-renew"), Decode::By(to_renew)),
    ("lifetimePoints", FactLabel("fact.lifetime-points"), Decode::Number),
    ("cumulativePurchases", FactLabel("fact.purchases"), Decode::Number),
    ("redeemed", FactLabel("fact.redeemed"), Decode::Number),
    ("expired", FactLabel("fact.expired"), Decode::Number),
    ("returned", FactLabel("fact.returned"), Decode::Number),
    ("totalReturnedPoints", FactLabel("fact.total-returned"), Decode::Number),
    ("adjusted", FactLabel("fact.adjusted"), Decode::Number),
    ("delayedPoints", FactLabel("fact.delayed"), Decode::Number),
    ("delayedReturnedPoints", FactLabel("fact.delayed-returned"), Decode::Number),
    ("delayedExpiredPoints", FactLabel("fact.delayed-expired"), Decode::Number),
    ("currentSlabDescription", FactLabel("fact.tier-description"), Decode::Text),
    ("nextSlabDescription", FactLabel("fact.next-tier-description"), Decode::Text),
    ("nextSlab", FactLabel("fact.next-tier"), Decode::Text),
    ("programPointsToCurrencyRatio", FactLabel("fact.point-value"), Decode::Number),
    ("pointsContributionToGroup", FactLabel("fact.contribution"), Decode::Number),
    ("linkedPartnerPrograms", FactLabel("fact.partners"), Decode::Known),
    ("partnerProgramName", FactLabel("fact.program"), Decode::Text),
    ("partnerProgramDescription", FactLabel::DESCRIPTION, Decode::Text),
    ("partnerTierName", FactLabel("fact.tier"), Decode::Text),
    ("partnerTierExpiryDate", FactLabel("fact.tier-expires"), Decode::Date),
    ("partnerMembershipId", FactLabel("fact.membership-number"), Decode::Code),
    ("tierExpiryDate", FactLabel("fact.tier-expires"), Decode::Date),
    ("renewConfirmed", FactLabel("fact.renewed"), Decode::Open),
    // Trackers.
    ("trackerName", FactLabel::DETAILS, Decode::Hidden),
    ("trackerType", FactLabel("fact.counted"), Decode::Word),
    ("trackerMode", FactLabel("fact.window"), Decode::Word),
    // Points issued, expired and returned.
    ("points", FactLabel("fact.points"), Decode::Number),
    ("issuedOn", FactLabel("fact.issued"), Decode::Moment),
    ("issuedAt", FactLabel("fact.issued-at"), Decode::By(place)),
    ("expiredOn", FactLabel("fact.expired-on"), Decode::Date),
    ("returnedOn", FactLabel("fact.returned-on"), Decode::Moment),
    ("transactionNumber", FactLabel("fact.transaction"), Decode::Code),
    ("customerPromotionType", FactLabel("fact.for-customer"), Decode::Known),
    ("transactionPromotionType", FactLabel("fact.for-purchase"), Decode::Known),
    ("lineitemPromotionType", FactLabel("fact.for-item"), Decode::Known),
    // A card.
    ("cardNumber", FactLabel("fact.card-number"), Decode::Code),
    ("type", FactLabel("fact.kind"), Decode::Word),
    ("statusInfo", FactLabel("fact.status"), Decode::Some(&["label", "reason"])),
    ("label", FactLabel("fact.status"), Decode::Word),
    ("groupStatus", FactLabel("fact.status"), Decode::Word),
    ("status", FactLabel("fact.status"), Decode::Word),
    ("reason", FactLabel("fact.reason"), Decode::Text),
    ("seriesName", FactLabel("fact.series"), Decode::Text),
    ("issuedDate", FactLabel("fact.issued"), Decode::Date),
    ("createdDate", FactLabel("fact.created"), Decode::Date),
    ("expiryDate", FactLabel("fact.expires"), Decode::Date),
    ("transactionNotAllowed", FactLabel("fact.no-transactions"), Decode::Open),
    ("customFields", FactLabel::OTHER_FIELDS, Decode::Open),
    // A group.
    ("primaryMember", FactLabel("fact.primary-member"), Decode::Open),
    ("joinedDate", FactLabel("fact.joined"), Decode::Moment),
    ("loyaltyDetails", FactLabel("fact.group-loyalty"), Decode::Known),
    // Pictures.
    ("url", FactLabel("fact.image"), Decode::Image),
    ("value", FactLabel("fact.image-value"), Decode::Code),
    ("createdOn", FactLabel("fact.created"), Decode::Moment),
    ("modifiedOn", FactLabel("fact.changed"), Decode::Moment),
    // The parts of the response.
    ("pointsSummary", FactLabel("fact.points"), Decode::Known),
    ("expirySchedules", FactLabel("fact.expiry"), Decode::Known),
    ("promotionalPoints", FactLabel("fact.promotional"), Decode::Known),
    ("expiredPoints", FactLabel("fact.expired"), Decode::Known),
    ("returnedPoints", FactLabel("fact.returned"), Decode::Known),
    ("loyaltyInfo", FactLabel("fact.membership"), Decode::Known),
    ("extendedFields", FactLabel("fact.extended"), Decode::Open),
    ("cardDetails", FactLabel("fact.cards"), Decode::Known),
    ("subscriptionInfo", FactLabel("fact.subscriptions"), Decode::By(subscriptions)),
    ("userGroups", FactLabel::GROUPS, Decode::Known),
    ("customerImage", FactLabel("fact.portrait"), Decode::By(picture)),
    ("associatedImages", FactLabel("fact.images"), Decode::By(pictures)),
    ("segments", FactLabel("fact.segments"), Decode::Open),
    ("fraudDetails", FactLabel("fact.fraud"), Decode::Known),
    ("associatedWith", FactLabel("fact.till"), Decode::Text),
    // The vendor's internal numbers, and members that repeat others.
    ("id", FactLabel::DETAILS, Decode::Detail),
    ("userId", FactLabel::DETAILS, Decode::Detail),
    ("loyaltyId", FactLabel::DETAILS, Decode::Detail),
    ("slabSNo", FactLabel::DETAILS, Decode::Detail),
    ("nextSlabSerialNumber", FactLabel::DETAILS, Decode::Detail),
    ("partnerProgramId", FactLabel::DETAILS, Decode::Detail),
    ("partnerTierNumber", FactLabel::DETAILS, Decode::Detail),
    ("partnerProgramType", FactLabel::DETAILS, Decode::Detail),
    ("tierBased", FactLabel::DETAILS, Decode::Detail),
    ("cardId", FactLabel::DETAILS, Decode::Detail),
    ("cardExternalId", FactLabel::DETAILS, Decode::Detail),
    ("expiryDays", FactLabel::DETAILS, Decode::Detail),
    ("expiryDateISO", FactLabel::DETAILS, Decode::Hidden),
    ("seriesId", FactLabel::DETAILS, Decode::Detail),
    ("seriesCode", FactLabel::DETAILS, Decode::Detail),
    ("maxActiveCards", FactLabel::DETAILS, Decode::Detail),
    ("customerId", FactLabel::DETAILS, Decode::Detail),
    ("orgId", FactLabel::DETAILS, Decode::Detail),
    ("entityId", FactLabel::DETAILS, Decode::Detail),
    ("labelId", FactLabel::DETAILS, Decode::Detail),
    ("isActive", FactLabel::DETAILS, Decode::Detail),
    ("actions", FactLabel::DETAILS, Decode::Detail),
    ("activeAndDigital", FactLabel::DETAILS, Decode::Detail),
    ("externalId", FactLabel::DETAILS, Decode::Detail),
    ("defaultGroup", FactLabel::DETAILS, Decode::Detail),
    ("active", FactLabel::DETAILS, Decode::Detail),
    ("statusLabel", FactLabel::DETAILS, Decode::Detail),
    ("statusLabelInfo", FactLabel::DETAILS, Decode::Detail),
    ("attributes", FactLabel::DETAILS, Decode::Detail),
    ("promotionSource", FactLabel::DETAILS, Decode::Detail),
    ("trackerCaseName", FactLabel::DETAILS, Decode::Detail),
    ("ug2Pagination", FactLabel::DETAILS, Decode::Hidden),
    ("warnings", FactLabel::DETAILS, Decode::Hidden),
    ("errors", FactLabel::DETAILS, Decode::Hidden),
    // Read separately.
    ("profiles", FactLabel::DETAILS, Decode::Hidden),
    ("loyaltyProgramDetails", FactLabel::DETAILS, Decode::Hidden),
];

in_chunk! {
    capillary: fn read_in_chunk(query: &Query, body: &Json) -> Result<Profile, ApiError> {
        read_profile(query, body)
    }
}

fn read_profile(query: &Query, body: &Json) -> Result<Profile, ApiError> {
    let reader = Reader { table: MEMBERS, response: body };
    let mut facts = Vec::new();
    let mut profile = Profile { pagination: pagination(body.get("ug2Pagination")), ..Profile::default() };
    if let Some(id) = body.get("id").text() {
        facts.push(Fact::new(FactLabel("fact.customer-number"), FactValue::Code(id)));
    }

    let profiles = body.get("profiles").items().iter();
    let mut others: Vec<&Json> = profiles.filter(|one| one.is_object() && !is_empty(one)).collect();
    let own = chosen(&others, query).map(|index| others.remove(index));
    let standing = standing(body);
    profile.summary = summary(body, standing, own);

    for program in body.get("loyaltyProgramDetails").items().iter().filter(|one| !is_empty(one)) {
        let title = program.get("programTitle").text();
        let mut facts = program_facts(program, std::ptr::eq(program, standing), &profile.summary, reader);
        if title.is_some() {
            // The title is the heading; the programme's number is shown elsewhere by its title.
            facts.retain(|fact| !fact.is_any_of(&[FactLabel("fact.program")]));
        }
        if title.is_some() || !facts.is_empty() {
            let name = title.map_or(FactName::Known(FactLabel("fact.program")), FactName::Raw);
            profile.programs.push(Fact { name, value: FactValue::Facts(facts) });
        }
    }

    let total = body.get("pointsSummary");
    if total.is_object() {
        // The total usually repeats a programme.
        let is_main = std::ptr::eq(total, standing);
        let own = without(total, &|name, value| !is_main && standing.get(name) == value);
        let points = program_facts(&own, is_main, &profile.summary, reader);
        if !points.is_empty() {
            facts.push(Fact::new(FactLabel("fact.points"), FactValue::Facts(points)));
        }
    }
    let rest = without(body, &|name, value| match name {
        "id" => true,
        "pointsSummary" => total.is_object(),
        "customerImage" => value.text().is_some() && value.text() == profile.summary.picture,
        _ => false,
    });
    add(&mut facts, reader.facts(&rest));
    if let Some(own) = own {
        let texts = EnumMap::new(|text| member(text).and_then(|member| own.get(member).text()));
        profile.record = Record { texts, ..Record::default() };
        // A name that is text is in the record, and the header shows the last change.
        let (_, own) = Fact::split(reader.facts(&without_repeats(own)), &|fact| match &fact.value {
            FactValue::Text(_) => {
                fact.is_any_of(&[FactLabel("label.first-name"), FactLabel("label.last-name")])
            }
            FactValue::Moment(time) => {
                fact.is_any_of(&[FactLabel("fact.changed")]) && profile.summary.changed.as_ref() == Some(time)
            }
            _ => false,
        });
        add(&mut facts, own);
    }
    for other in others {
        let other_facts = reader.facts(&without_repeats(other));
        if !other_facts.is_empty() {
            // The source and the account distinguish it from other profiles.
            let from = ["source", "accountId"].into_iter().filter_map(|member| other.get(member).text());
            let name = FactName::Qualified(FactLabel("fact.other-profile"), from.collect());
            facts.push(Fact { name, value: FactValue::Facts(other_facts) });
        }
    }
    name_next_tier(&mut facts, profile.summary.next_tier.as_ref().map(|next| next.name.as_str()));
    arrange(facts, &mut profile);
    profile.warnings = warnings(body.get("warnings"));

    let is_blank = profile.facts.is_empty() && profile.programs.is_empty() && profile.panels.is_empty();
    if is_blank && profile.record == Record::default() && profile.summary == Summary::default() {
        return Err(ApiError::Unreadable { reason: "the response contains no customer" });
    }
    Ok(profile)
}

/// Adds facts to a list. What both have of one name becomes one fact without repetitions: the numbers of the vendor's,
/// and the custom fields of the profile and of the customer.
fn add(facts: &mut Vec<Fact>, more: Vec<Fact>) {
    for fact in more {
        let known = facts.iter_mut().find(|known| known.name == fact.name).map(|known| &mut known.value);
        match (known, fact.value) {
            (Some(FactValue::Facts(known)), FactValue::Facts(more)) => {
                for fact in more {
                    if !known.contains(&fact) {
                        known.push(fact);
                    }
                }
            }
            (_, value) => facts.push(Fact { name: fact.name, value }),
        }
    }
}

/// Adds facts to details: those that are details themselves without their heading.
fn add_details(details: &mut Vec<Fact>, facts: Vec<Fact>) {
    for fact in facts {
        let is_details = fact.is_any_of(&[FactLabel::DETAILS]);
        match fact.value {
            FactValue::Facts(own) if is_details => details.extend(own),
            value => details.push(Fact { name: fact.name, value }),
        }
    }
}

/// The parts of a response that are panels beside the programmes.
const PROGRAMS: &[FactLabel] = &[FactLabel::TO_UPGRADE, FactLabel("fact.to-renew"), FactLabel("fact.points")];

/// The parts that customers look for; a panel of the page for each.
const PANELS: &[FactLabel] = &[FactLabel("fact.channels"), FactLabel("fact.subscriptions")];

/// The lines of the record that customers look for.
const LINES: &[FactLabel] = &[FactLabel("fact.customer-number"), FactLabel("fact.registered")];

/// What became of points.
const PAST_POINTS: &[FactLabel] =
    &[FactLabel("fact.promotional"), FactLabel("fact.expired"), FactLabel("fact.returned")];

/// Gives each fact its place: what customers look for is a panel of its own or a line of the record, and all else is
/// opened on request.
fn arrange(facts: Vec<Fact>, profile: &mut Profile) {
    let is_details = |fact: &Fact| fact.is_any_of(&[FactLabel::DETAILS]);
    let (mut blocks, lines) = Fact::split(facts, &|fact| fact.value.is_block() && !is_details(fact));
    let mut take = |labels: &[FactLabel]| {
        let mut taken = Vec::new();
        for label in labels {
            let (own, others) = Fact::split(std::mem::take(&mut blocks), &|fact| fact.is_any_of(&[*label]));
            taken.extend(own);
            blocks = others;
        }
        taken
    };
    profile.programs.extend(take(PROGRAMS));
    profile.panels = take(PANELS);
    if profile.pagination.is_some() {
        profile.panels.extend(take(&[FactLabel::GROUPS]));
    }
    let past = take(PAST_POINTS);
    if !past.is_empty() {
        // After the points that will expire.
        let past = Fact::new(FactLabel("fact.history"), FactValue::Facts(past));
        blocks.insert(blocks.len().min(1), past);
    }
    if !blocks.is_empty() {
        profile.panels.push(Fact::new(FactLabel::ACCOUNT, FactValue::Facts(blocks)));
    }

    let (mut details, lines) = Fact::split(lines, &is_details);
    for panel in &mut profile.panels {
        if let FactValue::Facts(parts) = &mut panel.value {
            let (own, rest) = Fact::split(std::mem::take(parts), &is_details);
            details.extend(own);
            *parts = rest;
        }
    }
    let (shown, mut hidden) = Fact::split(lines, &|fact| fact.is_any_of(LINES));
    profile.facts = shown;
    add_details(&mut hidden, details);
    if !hidden.is_empty() {
        profile.facts.push(Fact::new(FactLabel::DETAILS, FactValue::Facts(hidden)));
    }
}

/// Returns the standing that the header shows: the programme that the total is about, or else the total itself, or
/// else the first programme.
fn standing(body: &Json) -> &Json {
    let total = body.get("pointsSummary");
    let mut programs = body.get("loyaltyProgramDetails").items().iter().filter(|one| !is_empty(one));
    if !total.is_object() {
        return programs.next().unwrap_or(total);
    }
    let is_same = |program: &&Json| {
        ["currentSlab", "loyaltyPoints"].iter().all(|member| program.get(member) == total.get(member))
    };
    programs.find(is_same).unwrap_or(total)
}

/// Reads what the header shows.
fn summary(body: &Json, standing: &Json, own: Option<&Json>) -> Summary {
    let text = |json: &Json| json.text().filter(|text| !text.trim().is_empty());
    let image = body.get("customerImage");
    let picture = text(image).or_else(|| text(image.get("url"))).map(fact_reader::image);
    let strategies = [standing, body].map(|part| part.get("upgradeStrategies"));
    let strategies = strategies.into_iter().find(|strategies| !is_empty(strategies));
    // Of several ways to the next tier, the vendor does not say which one counts.
    let missing = match strategies.and_then(|strategies| to_upgrade(strategies, body)) {
        Some(FactValue::Facts(facts)) => match facts.as_slice() {
            [Fact { value: FactValue::Progress(progress), .. }] => Some(progress.gap),
            _ => None,
        },
        _ => None,
    };
    let changed = own.and_then(|own| text(own.get("attribution").get("modifiedDate")));
    Summary {
        picture: picture.and_then(|value| match value {
            FactValue::Image(address) => Some(address),
            _ => None,
        }),
        tier: text(standing.get("currentSlab")),
        points: standing
            .get("totalAvailablePoints")
            .number()
            .or_else(|| standing.get("loyaltyPoints").number()),
        next_tier: text(standing.get("nextSlab"))
            .map(|name| NextTier { name, missing: missing.filter(|missing| *missing > 0.0) }),
        changed,
    }
}

/// Reads a programme. The header shows the tier and the points of the main one; sums of the past are one part, which is
/// opened on request.
fn program_facts(program: &Json, is_main: bool, summary: &Summary, reader: Reader<'_>) -> Vec<Fact> {
    let points = program.get("loyaltyPoints");
    let shown = without(program, &|name, value| {
        let is_tier = |tier: Option<&str>| is_main && tier.is_some() && value.text().as_deref() == tier;
        match name {
            "loyaltyPoints" => is_main && points.number() == summary.points,
            "totalAvailablePoints" => is_main || value == points,
            "currentSlab" => is_tier(summary.tier.as_deref()),
            "nextSlab" => is_tier(summary.next_tier.as_ref().map(|next| next.name.as_str())),
            _ => false,
        }
    });
    let mut facts = reader.facts(&shown);
    let next = program.get("nextSlab").text();
    name_next_tier(&mut facts, next.as_deref().filter(|next| !next.trim().is_empty()));
    let (past, mut facts) = Fact::split(facts, &|fact| fact.is_any_of(PAST));
    if !past.is_empty() {
        facts.push(Fact::new(FactLabel("fact.history"), FactValue::Facts(past)));
    }
    facts
}

/// The facts of a programme that are opened on request: sums of the past, texts about tiers, numbers of the vendor's.
const PAST: &[FactLabel] = &[
    FactLabel::DETAILS,
    FactLabel("fact.next-tier"),
    FactLabel("fact.tier-description"),
    FactLabel("fact.next-tier-description"),
    FactLabel("fact.lifetime-points"),
    FactLabel("fact.purchases"),
    FactLabel("fact.redeemed"),
    FactLabel("fact.expired"),
    FactLabel("fact.returned"),
    FactLabel("fact.total-returned"),
    FactLabel("fact.adjusted"),
    FactLabel("fact.delayed"),
    FactLabel("fact.delayed-returned"),
    FactLabel("fact.delayed-expired"),
    FactLabel("fact.point-value"),
];

/// Names the tier that the progress to the next tier leads to.
fn name_next_tier(facts: &mut [Fact], next: Option<&str>) {
    for fact in facts.iter_mut().filter(|fact| fact.is_any_of(&[FactLabel::TO_UPGRADE])) {
        let FactValue::Facts(strategies) = &mut fact.value else { continue };
        for strategy in strategies {
            if let FactValue::Progress(progress) = &mut strategy.value {
                progress.tier = next.map(str::to_owned);
            }
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
    without(profile, &|name, value| match name {
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
    let (mut facts, mut details) = (Vec::new(), Vec::new());
    for one in items.iter().filter(|one| !is_empty(one)) {
        if !one.is_object() {
            facts.push(Fact { name: raw_name(""), value: raw_value(one) });
            continue;
        }
        let value = one.get("value").text().map(FactValue::Code);
        let name = one.get("type").text().map_or_else(|| raw_name(""), FactName::Word);
        // The name of a device means nothing to the customer.
        let (value, hidden) =
            if name == FactName::Word("mobilePush".to_owned()) { (None, value) } else { (value, None) };
        details.extend(hidden.map(|value| Fact { name: name.clone(), value }));
        let mut lines: Vec<FactValue> = value.into_iter().collect();
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
        facts.push(Fact { name, value: FactValue::List(lines) });
        // Its other members.
        add_details(&mut details, reader.facts(&without(one, &|name, _| KNOWN.contains(&name))));
        let meta = without(one.get("meta"), &|name, _| PLACES.contains(&name));
        add_details(&mut details, reader.facts(&meta));
    }
    if !details.is_empty() {
        facts.push(Fact::new(FactLabel::DETAILS, FactValue::Facts(details)));
    }
    Some(FactValue::Facts(facts))
}

/// Reads subscriptions: a fact for each kind of message, with the channels that the customer receives it on, and one for
/// all that they do not receive.
fn subscriptions(info: &Json, _: &Json) -> Option<FactValue> {
    const KNOWN: [&str; 3] = ["channel", "priority", "type"];
    let list = info.get("subscriptions").items();
    if list.is_empty() {
        return Some(raw_value(info));
    }
    let (mut facts, mut others): (Vec<Fact>, Vec<Fact>) = (Vec::new(), Vec::new());
    for one in list {
        if !one.is_object() {
            others.push(Fact { name: raw_name(""), value: raw_value(one) });
            continue;
        }
        let [channel, priority, kind] = KNOWN.map(|member| one.get(member).text());
        let is_received = kind.as_deref() == Some("OPTIN") && priority.is_some();
        let (facts, name, line) = if is_received {
            (&mut facts, priority, [channel, None])
        } else {
            (&mut others, kind, [channel, priority])
        };
        let name = name.map_or_else(|| raw_name(""), FactName::Word);
        let line = FactValue::List(line.into_iter().flatten().map(FactValue::Word).collect());
        match facts.iter_mut().find(|fact| fact.name == name).map(|fact| &mut fact.value) {
            Some(FactValue::List(lines)) => lines.push(line),
            _ => facts.push(Fact { name, value: FactValue::List(vec![line]) }),
        }
        others.extend(
            Reader { table: MEMBERS, response: one }.facts(&without(one, &|name, _| KNOWN.contains(&name))),
        );
    }
    facts.extend(others);
    Some(FactValue::Facts(facts))
}

/// Reads the customer's picture, which the header shows: the other members of an object, or a text that is no picture.
fn picture(image: &Json, response: &Json) -> Option<FactValue> {
    let is_shown = |name: &str, url: &Json| {
        name == "url" && url.text().is_some_and(|url| matches!(fact_reader::image(url), FactValue::Image(_)))
    };
    let reader = Reader { table: MEMBERS, response };
    Some(match image {
        Json::Members(_) => reader.known(&without(image, &is_shown)),
        Json::List(_) => reader.known(image),
        other => other.text().map_or_else(|| raw_value(other), fact_reader::image),
    })
}

/// Reads pictures, each named by its type.
fn pictures(images: &Json, response: &Json) -> Option<FactValue> {
    let reader = Reader { table: MEMBERS, response };
    let picture = |image: &Json| {
        let Some(url) = image.get("url").text() else { return reader.known(image) };
        let name = image.get("type").text().map_or(FactName::Known(FactLabel("fact.image")), FactName::Word);
        let mut facts = vec![Fact { name, value: fact_reader::image(url) }];
        facts.extend(reader.facts(&without(image, &|name, _| matches!(name, "url" | "type"))));
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
    let rest = without(summary, &|name, _| name == "renewStrategies");
    let mut facts = strategies_of(summary.get("renewStrategies"), one, basis);
    facts.extend(Reader { table: MEMBERS, response }.facts(&rest));
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
    facts.extend(reader.facts(&without(strategy, &|name, _| name == TRACKERS || known.contains(&name))));
    let gap = gap.number().unwrap_or_else(|| (progress.threshold - progress.value).max(0.0));
    Progress { gap, facts, ..progress }
}

/// Reads a tracker and its period.
fn tracker_fact(tracker: &Json, reader: Reader<'_>) -> Fact {
    const PERIOD: [&str; 2] = ["trackerCasePeriodType", "trackerCasePeriodValue"];
    let name =
        tracker.get("trackerName").text().map_or(FactName::Known(FactLabel("fact.tracker")), FactName::Raw);
    if !tracker.is_object() {
        return Fact { name, value: raw_value(tracker) };
    }
    let mut facts = reader.facts(&without(tracker, &|name, _| PERIOD.contains(&name)));
    let [field, number] = PERIOD.map(|member| tracker.get(member));
    let within = match (field.text().as_deref(), number.number()) {
        (Some("DAYS"), Some(days)) => Some(FactValue::Days(days)),
        (field, _) => {
            number.text().map(|number| FactValue::Text([&number, field.unwrap_or_default()].join(" ")))
        }
    };
    facts.extend(within.map(|within| Fact::new(FactLabel("fact.within"), within)));
    Fact { name, value: FactValue::Facts(facts) }
}

/// Reads the page of groups. Its shape is not documented; offset, limit and total are required.
fn pagination(pagination: &Json) -> Option<Pagination> {
    let count =
        |member| pagination.get(member).number().filter(|count| *count >= 0.0).map(|count| count as u32);
    let (offset, limit, total) = (count("offset")?, count("limit")?, count("total")?);
    // There is nothing to turn if all groups are on this page.
    (limit > 0 && (offset > 0 || total > limit)).then_some(Pagination { offset, limit, total })
}

/// Reads the warnings. One without a message is shown by its code, or as JSON.
fn warnings(list: &Json) -> Vec<VendorMessage> {
    let message = |one: &Json| {
        let text = one.text().or_else(|| one.get("message").text()).or_else(|| one.get("code").text());
        text.or_else(|| (!is_empty(one)).then(|| json::write(one))).map(english_message)
    };
    list.items().iter().filter_map(message).collect()
}

fn english_message(text: String) -> VendorMessage {
    VendorMessage { text, language: Some(LANGUAGE.to_owned()) }
}

/// A part of the message about a customer whose data was deleted at their request; the error has no code.
const DELETED: &[u8] = b"pii delete";

/// Checks a response. Under any status, `errors` are an error and `warnings` are not.
fn check(response: &Response) -> Result<(), ApiError> {
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

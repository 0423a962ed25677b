//! Which key words what: the labels of places, facts and the vendor's codes.

use crate::domain::{DatePart, FactKind, Line, Place, Postal, Section, Text};

/// What a label's key names: the part of it that ids and the host's events go by.
pub fn label_name(key: &'static str) -> &'static str {
    key.strip_prefix("label.").unwrap_or(key)
}

/// The key of a place's label.
pub fn label_key(place: Place) -> &'static str {
    match place {
        Place::Text(text) => match text {
            Text::Civility => "label.civility",
            Text::FirstName => "label.first-name",
            Text::SecondName => "label.second-name",
            Text::ThirdName => "label.third-name",
            Text::FourthName => "label.fourth-name",
            Text::LastName => "label.last-name",
            Text::UnicodeCivility => "label.unicode-civility",
            Text::UnicodeFirstName => "label.unicode-first-name",
            Text::UnicodeSecondName => "label.unicode-second-name",
            Text::UnicodeThirdName => "label.unicode-third-name",
            Text::UnicodeFourthName => "label.unicode-fourth-name",
            Text::UnicodeLastName => "label.unicode-last-name",
            Text::BirthCity => "label.birth-city",
            Text::BirthCountry => "label.birth-country",
            Text::Email => "label.email",
            Text::Language => "label.language",
        },
        Place::Birthdate(None) => "label.birthdate",
        Place::Birthdate(Some(DatePart::Year)) => "label.year",
        Place::Birthdate(Some(DatePart::Month)) => "label.month",
        Place::Birthdate(Some(DatePart::Day)) => "label.day",
        Place::NationalNumber => "label.national-number",
        Place::NationalKind => "label.national-kind",
        Place::Phones => "label.phones",
        Place::PhoneNumber(_) => "label.phone-number",
        Place::PhoneKind(_) => "label.phone-kind",
        Place::Address => "label.address",
        Place::Line(line) => match line {
            Line::Number => "label.house-number",
            Line::Street => "label.street",
            Line::AddOn => "label.add-on",
            Line::Town => "label.town",
            Line::ZipCode => "label.zip-code",
            Line::City => "label.city",
            Line::State => "label.state",
            Line::Country | Line::CountryCode => "label.country",
            Line::Additional1 => "label.additional-1",
            Line::Additional2 => "label.additional-2",
        },
        Place::OptIns | Place::OptIn(_) => "label.opt-ins",
        Place::DataUse => "label.data-use",
    }
}

/// The key of what a line of the address is called where addresses are written in this way.
pub fn line_key(line: Line, postal: Postal) -> &'static str {
    let usual = match line {
        Line::State if postal.is_known() && postal.has(line) => "label.state-province",
        line => label_key(Place::Line(line)),
    };
    postal.names().find_map(|word| own_key(line, word)).unwrap_or(usual)
}

/// The key of a line that this word of the table is said of.
fn own_key(line: Line, word: &str) -> Option<&'static str> {
    Some(match (line, word) {
        (Line::State, "area") => "label.state-area",
        (Line::State, "county") => "label.state-county",
        (Line::State, "department") => "label.state-department",
        (Line::State, "district") => "label.state-district",
        (Line::State, "do_si") => "label.state-do-si",
        (Line::State, "emirate") => "label.state-emirate",
        (Line::State, "island") => "label.state-island",
        (Line::State, "oblast") => "label.state-oblast",
        (Line::State, "parish") => "label.state-parish",
        (Line::State, "prefecture") => "label.state-prefecture",
        (Line::State, "state") => "label.state-state",
        (Line::City, "city:district") => "label.city-district",
        (Line::City, "post_town") => "label.city-post-town",
        (Line::City, "city:suburb") => "label.city-suburb",
        (Line::Town, "town:district") => "label.town-district",
        (Line::Town, "neighborhood") => "label.town-neighborhood",
        (Line::Town, "townland") => "label.town-townland",
        (Line::Town, "village_township") => "label.town-village-township",
        (Line::ZipCode, "eircode") => "label.zip-eircode",
        (Line::ZipCode, "pin") => "label.zip-pin",
        (Line::ZipCode, "zip") => "label.zip-zip",
        _ => return None,
    })
}

/// The key of a section's heading.
pub fn section_key(section: Section) -> &'static str {
    match section {
        Section::Identity => "section.identity",
        Section::Contact => "section.contact",
        Section::Address => "section.address",
        Section::Preferences => "section.preferences",
    }
}

/// The key of a fact's label.
pub fn fact_key(kind: FactKind) -> &'static str {
    match kind {
        FactKind::MemberNumber => "fact.member-number",
        FactKind::Gender => "fact.gender",
        FactKind::CustomerType => "fact.customer-type",
        FactKind::CustomerStatus => "fact.customer-status",
        FactKind::FiliationNumber => "fact.filiation-number",
        FactKind::Locale => "fact.locale",
        FactKind::HealthPass => "fact.health-pass",
        FactKind::Record => "section.record",
        FactKind::CustomerNumber => "fact.customer-number",
        FactKind::PartnerNumber => "fact.partner-number",
        FactKind::SocialSecurity => "fact.social-security",
        FactKind::Created => "fact.created",
        FactKind::Updated => "fact.updated",
        FactKind::CardPrograms => "fact.card-programs",
        FactKind::Metadata => "fact.metadata",
        FactKind::FirstName => "label.first-name",
        FactKind::LastName => "label.last-name",
        FactKind::Source => "fact.source",
        FactKind::Account => "fact.account",
        FactKind::OtherProfile => "fact.other-profile",
        FactKind::Registered => "fact.registered",
        FactKind::RegisteredAt => "fact.registered-at",
        FactKind::Changed => "fact.changed",
        FactKind::ChangedAt => "fact.changed-at",
        FactKind::Refreshed => "fact.refreshed",
        FactKind::CreatedFrom => "fact.created-from",
        FactKind::Till => "fact.till",
        FactKind::Identifiers => "fact.identifiers",
        FactKind::AllIdentifiers => "fact.all-identifiers",
        FactKind::Channels => "fact.channels",
        FactKind::LastViewed => "fact.last-viewed",
        FactKind::Fields => "fact.fields",
        FactKind::AllFields => "fact.all-fields",
        FactKind::Extended => "fact.extended",
        FactKind::Conflicts => "fact.conflicts",
        FactKind::Membership => "fact.membership",
        FactKind::LoyaltyType => "fact.loyalty-type",
        FactKind::LifetimePurchases => "fact.lifetime-purchases",
        FactKind::Program => "fact.program",
        FactKind::Description => "fact.description",
        FactKind::Points => "fact.points",
        FactKind::AvailablePoints => "fact.available-points",
        FactKind::LifetimePoints => "fact.lifetime-points",
        FactKind::Redeemed => "fact.redeemed",
        FactKind::Expired => "fact.expired",
        FactKind::Returned => "fact.returned",
        FactKind::Adjusted => "fact.adjusted",
        FactKind::Delayed => "fact.delayed",
        FactKind::DelayedReturned => "fact.delayed-returned",
        FactKind::DelayedExpired => "fact.delayed-expired",
        FactKind::TotalReturned => "fact.total-returned",
        FactKind::PointValue => "fact.point-value",
        FactKind::Purchases => "fact.purchases",
        FactKind::Tier => "fact.tier",
        FactKind::TierDescription => "fact.tier-description",
        FactKind::TierExpires => "fact.tier-expires",
        FactKind::Renewed => "fact.renewed",
        FactKind::NextTier => "fact.next-tier",
        FactKind::NextTierDescription => "fact.next-tier-description",
        FactKind::ToUpgrade => "fact.to-upgrade",
        FactKind::ToRenew => "fact.to-renew",
        FactKind::Tracker => "fact.tracker",
        FactKind::Counted => "fact.counted",
        FactKind::Window => "fact.window",
        FactKind::Within => "fact.within",
        FactKind::Partners => "fact.partners",
        FactKind::MembershipNumber => "fact.membership-number",
        FactKind::Promotional => "fact.promotional",
        FactKind::ForCustomer => "fact.for-customer",
        FactKind::ForPurchase => "fact.for-purchase",
        FactKind::ForItem => "fact.for-item",
        FactKind::Promotion => "fact.promotion",
        FactKind::Issued => "fact.issued",
        FactKind::IssuedAt => "fact.issued-at",
        FactKind::Expires => "fact.expires",
        FactKind::ExpiredOn => "fact.expired-on",
        FactKind::ReturnedOn => "fact.returned-on",
        FactKind::Transaction => "fact.transaction",
        FactKind::Expiry => "fact.expiry",
        FactKind::Segments => "fact.segments",
        FactKind::Cards => "fact.cards",
        FactKind::CardNumber => "fact.card-number",
        FactKind::Kind => "fact.kind",
        FactKind::Status => "fact.status",
        FactKind::Reason => "fact.reason",
        FactKind::Series => "fact.series",
        FactKind::NoTransactions => "fact.no-transactions",
        FactKind::Subscriptions => "fact.subscriptions",
        FactKind::Groups => "fact.groups",
        FactKind::Group => "fact.group",
        FactKind::PrimaryMember => "fact.primary-member",
        FactKind::Joined => "fact.joined",
        FactKind::GroupLoyalty => "fact.group-loyalty",
        FactKind::Contribution => "fact.contribution",
        FactKind::Fraud => "fact.fraud",
        FactKind::Portrait => "fact.portrait",
        FactKind::Images => "fact.images",
        FactKind::ImageValue => "fact.image-value",
        FactKind::Image => "fact.image",
        FactKind::Details => "fact.details",
    }
}

/// The key of a code of a vendor's; `None` for one we have no word for.
pub fn word_key(code: &str) -> Option<&'static str> {
    Some(match code {
        "M" => "gender.m",
        "F" => "gender.f",
        "CLIENT" => "customer.client",
        "PROSPECT" => "customer.prospect",
        "NEW_CUSTOMER" => "customer.new",
        "UNAVAILABLE" => "view.unknown",
        "INSTORE" => "word.in-store",
        "loyalty" => "word.member",
        "non_loyalty" => "word.no-member",
        "mobile" => "phone.mobile",
        "email" => "channel.email",
        "wechat" => "channel.wechat",
        "externalId" => "word.external-id",
        "cardnumber" => "word.card-number",
        "mobilePush" => "word.app",
        "primary" => "word.primary",
        "verified" => "word.verified",
        "unverified" => "word.unverified",
        "residence" => "word.residence",
        "office" => "word.office",
        "TRANS" => "word.service",
        "BULK" => "word.offers",
        "OPTIN" => "word.opt-in",
        "OPTOUT" => "word.opt-out",
        "DIGITAL" => "word.digital",
        "PHYSICAL" => "word.physical",
        "ACTIVE" => "word.active",
        "INACTIVE" => "word.inactive",
        "EXPIRED" => "word.expired",
        "OPEN" => "word.open",
        "CLOSED" => "word.closed",
        "CUMULATIVE_PURCHASES" => "word.cumulative-purchases",
        "CURRENT_POINTS" | "POINTS" => "word.points",
        "TRACKER_VALUE_BASED" | "TRACKER" => "word.tracker",
        "VISITS" => "word.visits",
        "PURCHASE" => "word.purchase",
        "LINEITEM_COUNT" => "word.items",
        "MOVING_WINDOW" => "word.moving-window",
        "CYCLIC_WINDOW" => "word.cyclic-window",
        "CALENDAR_BASED_CYCLIC_WINDOW" => "word.calendar-window",
        "TIER_CHANGE_WINDOW" => "word.tier-window",
        "BARCODE" => "word.barcode",
        _ => return channel_key(code),
    })
}

/// The key of a phone's kind; `None` for one we have no word for.
pub fn phone_kind_key(code: &str) -> Option<&'static str> {
    Some(match code {
        "HOME" => "phone.home",
        "MOBILE" => "phone.mobile",
        "OFFICE" => "phone.office",
        _ => return None,
    })
}

/// The key of a kind of national identifier; `None` for one we have no word for.
pub fn national_kind_key(code: &str) -> Option<&'static str> {
    Some(match code {
        "CPF" => "national.cpf",
        "CUIL" => "national.cuil",
        "DNI" => "national.dni",
        "ID_NUMBER" => "national.id-number",
        "NATIONAL_REGISTER" => "national.national-register",
        "SECURITY_NUMBER" => "national.security-number",
        "TAX_NUMBER" => "national.tax-number",
        _ => return None,
    })
}

/// The key of a channel of communication; `None` for one we have no word for.
pub fn channel_key(code: &str) -> Option<&'static str> {
    Some(match code {
        "ALL" => "channel.all",
        "CGU_2" => "channel.terms",
        "CLUBMED_PLUS" => "channel.clubmed-plus",
        "CONFORMITY" => "channel.conformity",
        "EMAIL" => "channel.email",
        "FOSUN_PARTNERS" => "channel.fosun-partners",
        "MAIL" => "channel.mail",
        "PHONE" => "channel.phone",
        "PROFILING" => "channel.profiling",
        "SMS" => "channel.sms",
        "WECHAT" => "channel.wechat",
        "WHATSAPP" => "channel.whatsapp",
        _ => return None,
    })
}

/// The key of a loyalty tier; `None` for one we have no word for.
pub fn tier_key(code: &str) -> Option<&'static str> {
    Some(match code {
        "NONE" => "tier.none",
        "TURQUOISE" => "tier.turquoise",
        "SILVER" => "tier.silver",
        "GOLD" => "tier.gold",
        "PLATINUM" => "tier.platinum",
        "EXCLUDED" => "tier.excluded",
        "UNAVAILABLE" => "tier.unavailable",
        "UNAVAILABLE_FOR_THIS_COUNTRY" => "tier.unavailable-country",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{COUNTRIES, Key};

    #[test]
    fn every_word_of_the_table_of_addresses_is_said_of_a_line() {
        for country in COUNTRIES {
            for word in Postal::of(country, true).names().filter(|word| !["", "listed"].contains(word)) {
                assert!(Line::ALL.iter().any(|line| own_key(*line, word).is_some()), "{country}: {word}");
            }
        }
    }

    #[test]
    fn a_state_is_called_what_its_country_calls_it() {
        let state = |country| line_key(Line::State, Postal::of(country, true));
        assert_eq!(state("US"), "label.state-state");
        assert_eq!(state("CA"), "label.state-province");
        assert_eq!(state("JP"), "label.state-prefecture");
        assert_eq!(state(""), "label.state");
        assert_eq!(state("FR"), "label.state");
        assert_eq!(line_key(Line::ZipCode, Postal::of("IE", true)), "label.zip-eircode");
    }
}

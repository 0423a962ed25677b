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
    }
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

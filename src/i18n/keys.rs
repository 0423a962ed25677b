//! The mapping of field paths and the vendor's codes to the keys of the catalogue.

use crate::domain::{AddressFormat, AddressLine, DatePart, FieldGroup, FieldPath, Section, TextField};

/// Returns the key of the label at a path.
pub fn path_label_key(path: FieldPath) -> &'static str {
    match path {
        FieldPath::Text(text) => match text {
            TextField::Civility => "label.civility",
            TextField::FirstName => "label.first-name",
            TextField::SecondName => "label.second-name",
            TextField::ThirdName => "label.third-name",
            TextField::FourthName => "label.fourth-name",
            TextField::LastName => "label.last-name",
            TextField::UnicodeCivility => "label.unicode-civility",
            TextField::UnicodeFirstName => "label.unicode-first-name",
            TextField::UnicodeSecondName => "label.unicode-second-name",
            TextField::UnicodeThirdName => "label.unicode-third-name",
            TextField::UnicodeFourthName => "label.unicode-fourth-name",
            TextField::UnicodeLastName => "label.unicode-last-name",
            TextField::BirthCity => "label.birth-city",
            TextField::BirthCountry => "label.birth-country",
            TextField::Email => "label.email",
            TextField::Language => "label.language",
        },
        FieldPath::Birthdate(None) => "label.birthdate",
        FieldPath::Birthdate(Some(DatePart::Year)) => "label.year",
        FieldPath::Birthdate(Some(DatePart::Month)) => "label.month",
        FieldPath::Birthdate(Some(DatePart::Day)) => "label.day",
        FieldPath::NationalNumber => "label.national-number",
        FieldPath::NationalKind => "label.national-kind",
        FieldPath::Phones => "label.phones",
        FieldPath::PhoneNumber(_) => "label.phone-number",
        FieldPath::PhoneKind(_) => "label.phone-kind",
        FieldPath::Address => "label.address",
        FieldPath::Line(line) => match line {
            AddressLine::Number => "label.house-number",
            AddressLine::Street => "label.street",
            AddressLine::AddOn => "label.add-on",
            AddressLine::Town => "label.town",
            AddressLine::ZipCode => "label.zip-code",
            AddressLine::City => "label.city",
            AddressLine::State => "label.state",
            AddressLine::Country | AddressLine::CountryCode => "label.country",
            AddressLine::Additional1 => "label.additional-1",
            AddressLine::Additional2 => "label.additional-2",
        },
        FieldPath::OptIns | FieldPath::OptIn(_) => "label.opt-ins",
        FieldPath::DataUse => "label.data-use",
    }
}

/// Returns the key of the label of an address line in this format.
pub fn line_key(line: AddressLine, format: AddressFormat) -> &'static str {
    let default = match line {
        AddressLine::State if format.is_known() && format.has(line) => "label.state-province",
        line => path_label_key(FieldPath::Line(line)),
    };
    format.names().find_map(|name| named_line_key(line, name)).unwrap_or(default)
}

/// Returns the key of the name that the table of address formats gives a line; `None` if the name is another line's.
fn named_line_key(line: AddressLine, name: &str) -> Option<&'static str> {
    Some(match (line, name) {
        (AddressLine::State, "area") => "label.state-area",
        (AddressLine::State, "county") => "label.state-county",
        (AddressLine::State, "department") => "label.state-department",
        (AddressLine::State, "district") => "label.state-district",
        (AddressLine::State, "do_si") => "label.state-do-si",
        (AddressLine::State, "emirate") => "label.state-emirate",
        (AddressLine::State, "island") => "label.state-island",
        (AddressLine::State, "oblast") => "label.state-oblast",
        (AddressLine::State, "parish") => "label.state-parish",
        (AddressLine::State, "prefecture") => "label.state-prefecture",
        (AddressLine::State, "state") => "label.state-state",
        (AddressLine::City, "city:district") => "label.city-district",
        (AddressLine::City, "post_town") => "label.city-post-town",
        (AddressLine::City, "city:suburb") => "label.city-suburb",
        (AddressLine::Town, "town:district") => "label.town-district",
        (AddressLine::Town, "neighborhood") => "label.town-neighborhood",
        (AddressLine::Town, "townland") => "label.town-townland",
        (AddressLine::Town, "village_township") => "label.town-village-township",
        (AddressLine::ZipCode, "eircode") => "label.zip-eircode",
        (AddressLine::ZipCode, "pin") => "label.zip-pin",
        (AddressLine::ZipCode, "zip") => "label.zip-zip",
        _ => return None,
    })
}

/// Returns the key of a section's heading.
pub fn section_key(section: Section) -> &'static str {
    match section {
        Section::Identity => "section.identity",
        Section::Contact => "section.contact",
        Section::Address => "section.address",
        Section::Preferences => "section.preferences",
    }
}

/// Returns the key of the label of a row.
pub fn group_key(group: FieldGroup) -> &'static str {
    match group {
        FieldGroup::Name => "group.name",
        FieldGroup::NativeName => "group.native-name",
        FieldGroup::Birth => "group.birth",
        FieldGroup::NationalId => "label.national-id",
        FieldGroup::Email => path_label_key(FieldPath::Text(TextField::Email)),
        FieldGroup::Phones => path_label_key(FieldPath::Phones),
        FieldGroup::Address => path_label_key(FieldPath::Address),
        FieldGroup::Language => path_label_key(FieldPath::Text(TextField::Language)),
        FieldGroup::OptIns => path_label_key(FieldPath::OptIns),
        FieldGroup::DataUse => path_label_key(FieldPath::DataUse),
    }
}

/// Returns the key of the button that fills in an empty row.
pub fn add_key(group: FieldGroup) -> &'static str {
    match group {
        FieldGroup::Name => "add.name",
        FieldGroup::NativeName => "add.native-name",
        FieldGroup::Birth => "add.birth",
        FieldGroup::NationalId => "add.national-id",
        FieldGroup::Email => "add.email",
        FieldGroup::Phones => "add.phone",
        FieldGroup::Address => "add.address",
        FieldGroup::Language => "add.language",
        // Ticks are always there.
        FieldGroup::OptIns | FieldGroup::DataUse => "view.edit",
    }
}

/// Returns the key of one of the vendor's codes; `None` if the catalogue has no message for it.
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
        "ANDROID" => "word.android",
        "IOS" => "word.ios",
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

/// Returns the key of a phone's kind; `None` if the catalogue has no message for it.
pub fn phone_kind_key(code: &str) -> Option<&'static str> {
    Some(match code {
        "FAX" => "phone.fax",
        "HOME" => "phone.home",
        "MOBILE" => "phone.mobile",
        "OFFICE" => "phone.office",
        _ => return None,
    })
}

/// Returns the key of a kind of national identifier; `None` if the catalogue has no message for it.
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

/// Returns the key of a channel of communication; `None` if the catalogue has no message for it.
pub fn channel_key(code: &str) -> Option<&'static str> {
    Some(match code {
        "ALL" => "channel.all",
        "CGU_2" => "channel.terms",
        "CLUBMED_PLUS" => "channel.clubmed-plus",
        "CONFORMITY" => "channel.conformity",
        "EMAIL" => "channel.email",
        "FAX" => "phone.fax",
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

/// Returns the key of a loyalty tier; `None` if the catalogue has no message for it.
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
    use crate::domain::{COUNTRIES, EnumKey};

    #[test]
    fn every_name_in_the_table_of_address_formats_has_a_key() {
        for country in COUNTRIES {
            for name in AddressFormat::for_country(country, true)
                .names()
                .filter(|name| !["", "listed"].contains(name))
            {
                assert!(
                    AddressLine::ALL.iter().any(|line| named_line_key(*line, name).is_some()),
                    "{country}: {name}"
                );
            }
        }
    }

    #[test]
    fn line_key_of_a_state_follows_its_country() {
        let state = |country| line_key(AddressLine::State, AddressFormat::for_country(country, true));
        assert_eq!(state("US"), "label.state-state");
        assert_eq!(state("CA"), "label.state-province");
        assert_eq!(state("JP"), "label.state-prefecture");
        assert_eq!(state(""), "label.state");
        assert_eq!(state("FR"), "label.state");
        assert_eq!(
            line_key(AddressLine::ZipCode, AddressFormat::for_country("IE", true)),
            "label.zip-eircode"
        );
    }
}

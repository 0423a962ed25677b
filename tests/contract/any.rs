//! Records and documents of any shape, for laws that hold for all of them.

use carnet::{
    domain::{Address, Birthdate, Key as _, Line, NationalId, OptIn, Phone, Record, Table, Text, Unit},
    form::{Date, Draft, OptInDraft, PhoneDraft},
    json::Json,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::{
    values::{FEW, STORED},
    vendors::Fixture,
};

/// A stored text: never empty, otherwise anything, often the same.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => select(FEW).prop_map(str::to_owned),
        5 => select(STORED.as_slice()),
        1 => vec(any::<char>(), 1..12).prop_map(String::from_iter),
    ]
}

/// A record as reading leaves it: no empty text, no empty list, no address without a line.
pub(crate) fn record() -> impl Strategy<Value = Record> {
    let texts = vec(option::of(text()), Text::ALL.len());
    let lines = vec(option::of(text()), Line::ALL.len());
    let phone = (option::of(text()), option::of(text())).prop_map(|(number, kind)| Phone {
        number,
        kind,
        ..Phone::default()
    });
    let opt_in = (text(), option::of(any::<bool>()), option::of(any::<bool>()))
        .prop_map(|(channel, agreed, partners)| OptIn { channel, agreed, partners });
    let id =
        (text(), text()).prop_map(|(number, kind)| NationalId { number: Some(number), kind: Some(kind) });
    (
        texts,
        option::of(text().prop_map(Birthdate::stored)),
        option::of(id),
        option::of(vec(phone, 1..4)),
        option::of(lines),
        option::of(vec(opt_in, 1..4)),
        option::of(any::<bool>()),
    )
        .prop_map(|(texts, birthdate, national_id, phones, lines, opt_ins, data_use)| Record {
            texts: Table::new(|text: Text| texts[text.index()].clone()),
            birthdate,
            national_id,
            phones,
            address: lines.and_then(|lines| {
                Address { lines: Table::new(|line: Line| lines[line.index()].clone()) }.unless_empty()
            }),
            opt_ins,
            data_use,
        })
}

/// A record whose address carries the label of its country wherever it has one, as a vendor's does: then no two
/// addresses differ in a label alone.
pub(crate) fn labelled() -> impl Strategy<Value = Record> {
    record().prop_map(|mut record| {
        label(&mut record);
        record
    })
}

/// Fills in the country's label, as a vendor does.
pub(crate) fn label(record: &mut Record) {
    record.address = record.address.take().and_then(|mut address| {
        address.lines[Line::Country] =
            address.lines[Line::CountryCode].as_ref().map(|code| format!("the country {code}"));
        address.unless_empty()
    });
}

/// Some of the units: half of them, a few, one, or none.
pub(crate) fn units() -> impl Strategy<Value = Vec<Unit>> {
    let bits = prop_oneof![
        any::<u32>(),
        (any::<u32>(), any::<u32>(), any::<u32>()).prop_map(|(one, two, three)| one & two & three),
        (0..Unit::ALL.len()).prop_map(|unit| 1 << unit),
        Just(0),
    ];
    bits.prop_map(|bits| Unit::all().filter(|unit| bits >> unit.index() & 1 == 1).collect())
}

/// The record, with these units as they are in `other`.
pub(crate) fn with(record: &Record, units: &[Unit], other: &Record) -> Record {
    let mut record = record.clone();
    units.iter().for_each(|unit| record.take(*unit, other));
    record
}

/// A record, and what somebody makes of some of its units.
pub(crate) fn edited() -> impl Strategy<Value = (Record, Record)> {
    (record(), record(), units()).prop_map(|(loaded, other, units)| {
        let wanted = with(&loaded, &units, &other);
        (loaded, wanted)
    })
}

/// A record, and what two people make of it, each on their own.
#[derive(Clone, Debug)]
pub(crate) struct Fork {
    pub(crate) loaded: Record,
    pub(crate) mine: Record,
    pub(crate) theirs: Record,
}

/// Two people's edits, of different units and of the same, to different values and to the same.
pub(crate) fn fork() -> impl Strategy<Value = Fork> {
    let records = (labelled(), labelled(), labelled());
    (records, units(), units(), units()).prop_map(|((loaded, one, two), mine, theirs, agreed)| Fork {
        mine: with(&loaded, &mine, &one),
        theirs: with(&with(&loaded, &theirs, &two), &agreed, &one),
        loaded,
    })
}

/// Two people's edits, and no unit that both have touched.
pub(crate) fn apart() -> impl Strategy<Value = Fork> {
    let records = (labelled(), labelled(), labelled());
    (records, units(), units()).prop_map(|((loaded, one, two), mine, mut theirs)| {
        theirs.retain(|unit| !mine.contains(unit));
        Fork { mine: with(&loaded, &mine, &one), theirs: with(&loaded, &theirs, &two), loaded }
    })
}

/// Types into the unit what stands there in `other`.
pub(crate) fn retype(draft: &mut Draft, unit: Unit, other: &Draft) {
    match unit {
        Unit::Text(text) => draft.texts[text].clone_from(&other.texts[text]),
        Unit::Birthdate => draft.birthdate.clone_from(&other.birthdate),
        Unit::NationalId => {
            draft.national_number.clone_from(&other.national_number);
            draft.national_kind.clone_from(&other.national_kind);
        }
        Unit::Phones => draft.phones.clone_from(&other.phones),
        Unit::Address => draft.lines.clone_from(&other.lines),
        Unit::OptIns => draft.opt_ins.clone_from(&other.opt_ins),
        Unit::DataUse => draft.data_use = other.data_use,
    }
}

/// Anything that could be typed.
pub(crate) fn draft() -> impl Strategy<Value = Draft> {
    let typed = || prop_oneof![Just(String::new()), text()];
    let part = || prop_oneof![3 => (0..2100_u16).prop_map(|n| n.to_string()), 1 => typed()];
    let phone = (typed(), typed()).prop_map(|(number, kind)| PhoneDraft { number, kind });
    let opt_in = (text(), any::<bool>(), option::of(any::<bool>()))
        .prop_map(|(channel, agreed, partners)| OptInDraft { channel, agreed, partners });
    (
        vec(typed(), Text::ALL.len()),
        (part(), part(), part()).prop_map(|(year, month, day)| Date { year, month, day }),
        (typed(), typed()),
        vec(phone, 0..4),
        vec(typed(), Line::ALL.len()),
        vec(opt_in, 0..4),
        any::<bool>(),
    )
        .prop_map(
            |(texts, birthdate, (national_number, national_kind), phones, lines, opt_ins, data_use)| Draft {
                texts: Table::new(|text: Text| texts[text.index()].clone()),
                birthdate,
                national_number,
                national_kind,
                phones,
                lines: Table::new(|line: Line| lines[line.index()].clone()),
                opt_ins,
                data_use,
            },
        )
}

/// Any document, and often one whose members have the vendor's names.
pub(crate) fn document(fixture: &Fixture) -> impl Strategy<Value = Json> + use<> {
    let mut names: Vec<&'static str> =
        Unit::all().flat_map(|unit| (fixture.members)(unit)).copied().collect();
    names.extend([
        "id",
        "gm_number",
        "number",
        "type",
        "channel",
        "optin",
        "optin_partners",
        "city",
        "country_code",
        "phone",
        "language",
        "loyalty_program",
        "status",
        "points",
        "errors",
        "concerned_key",
        "valid_values",
        "code",
        "label",
    ]);
    let name = prop_oneof![4 => select(names), 1 => Just("")];
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        any::<f64>()
            .prop_filter("JSON has no such number", |number| number.is_finite())
            .prop_map(Json::Number),
        any::<String>().prop_map(Json::Text),
        prop_oneof![
            Just("address.city"),
            Just("phones[99999999999999999999].x"),
            Just("/optins/-1"),
            Just("[]")
        ]
        .prop_map(|key| Json::Text(key.to_owned())),
    ];
    leaf.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            1 => vec(inner.clone(), 0..6).prop_map(Json::List),
            3 => vec((name.clone().prop_map(str::to_owned), inner), 0..8).prop_map(Json::Members),
        ]
    })
}

//! Records and documents of any shape, for laws that hold for all of them.

use carnet::{
    domain::{Address, Birthdate, Key as _, Line, NationalId, OptIn, Phone, Record, Table, Text, Unit},
    form::{Date, Draft, OptInDraft, PhoneDraft},
    json::Json,
};
use proptest::{collection::vec, option, prelude::*};

use crate::vendors::Fixture;

/// A stored text: never empty, otherwise anything, often the same.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => prop_oneof![Just(" "), Just("a"), Just("a "), Just("MOBILE"), Just("1984-01-01"), Just("19840101")]
            .prop_map(str::to_owned),
        1 => any::<String>().prop_filter("a stored text is not empty", |text| !text.is_empty()),
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
    let name = prop_oneof![4 => proptest::sample::select(names), 1 => Just("")];
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

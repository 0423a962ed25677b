//! Generators of records, drafts and JSON documents for property tests.

use carnet::{
    domain::{
        Address, AddressLine, EnumKey as _, EnumMap, Field, NationalId, OptIn, PartialDate, Phone, Record,
    },
    form::{Date, Draft, OptInDraft, PhoneDraft},
    json::Json,
};
use proptest::{collection::vec, prelude::*, sample::select};

use crate::{
    string_corpus::{COMMON, STORABLE},
    vendors::Fixture,
};

/// The random numbers that a record or a draft is built from. Drawing and shrinking numbers is far faster than a
/// strategy for each text, and each property draws thousands of cases. Zero always gives the simplest value.
#[derive(Debug)]
struct Seeds(std::vec::IntoIter<u32>);

/// The largest count of numbers that a record or a draft uses.
const SEEDS: usize = 96;

impl Seeds {
    fn strategy() -> impl Strategy<Value = Seeds> {
        vec(any::<u32>(), SEEDS).prop_map(|seeds| Seeds(seeds.into_iter()))
    }

    fn next(&mut self) -> u32 {
        self.0.next().expect("SEEDS is large enough")
    }

    /// Returns true with a probability of one in `n`.
    fn one_in(&mut self, n: u32) -> bool {
        self.next() % n == n - 1
    }

    /// A stored text: any text but the empty one, often one of a few.
    fn text(&mut self) -> String {
        let seed = self.next();
        let (kind, seed) = (seed % 12, seed / 12);
        let pick = |length: usize| usize::try_from(seed).expect("a number") % length;
        match kind {
            0..6 => COMMON[pick(COMMON.len())].to_owned(),
            6..11 => STORABLE[pick(STORABLE.len())].clone(),
            _ => {
                let mut random = u64::from(seed) + 1;
                let characters = std::iter::from_fn(|| {
                    random = random
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1_442_695_040_888_963_407);
                    Some(u32::try_from(random >> 43).expect("21 bits"))
                });
                characters.filter_map(char::from_u32).take(1 + pick(8)).collect()
            }
        }
    }

    fn maybe(&mut self) -> Option<String> {
        self.one_in(2).then(|| self.text())
    }

    fn flag(&mut self) -> Option<bool> {
        [None, Some(false), Some(true)][usize::try_from(self.next() % 3).expect("a number")]
    }

    /// Further members that a vendor may store in an item of a list.
    fn rest(&mut self) -> Option<String> {
        let rest = [r#"{"since":"2019"}"#, r#"{"checked":true,"note":""}"#];
        rest.get(usize::try_from(self.next() % 6).expect("a number")).map(|rest| (*rest).to_owned())
    }

    /// A list of up to three items.
    fn list<T>(&mut self, item: impl Fn(&mut Seeds) -> T) -> Vec<T> {
        let length = self.next() % 4;
        (0..length).map(|_| item(self)).collect()
    }

    /// A typed text: empty, or any stored text.
    fn typed(&mut self) -> String {
        if self.next().is_multiple_of(3) { String::new() } else { self.text() }
    }
}

/// A record as reading returns it: no empty text, no empty list, no address without a line.
pub(crate) fn record() -> impl Strategy<Value = Record> {
    Seeds::strategy().prop_map(|mut seeds| {
        let some = |seeds: &mut Seeds| seeds.one_in(2);
        Record {
            texts: EnumMap::new(|_| seeds.maybe()),
            birthdate: seeds.maybe().map(PartialDate::from_stored),
            national_id: some(&mut seeds)
                .then(|| NationalId { number: Some(seeds.text()), kind: Some(seeds.text()) }),
            phones: non_empty_list(seeds.list(|seeds| Phone {
                number: seeds.maybe(),
                kind: seeds.maybe(),
                rest: seeds.rest(),
            })),
            address: some(&mut seeds)
                .then(|| Address { lines: EnumMap::new(|_| seeds.maybe()) })
                .and_then(Address::non_empty),
            opt_ins: non_empty_list(seeds.list(|seeds| OptIn {
                channel: seeds.text(),
                agreed: seeds.flag(),
                partners: seeds.flag(),
                rest: seeds.rest(),
            })),
            data_use: seeds.flag(),
        }
    })
}

fn non_empty_list<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}

/// A record whose address has a label wherever it has a country, as with a real vendor. Then no two addresses differ in
/// the label alone.
pub(crate) fn record_with_country_label() -> impl Strategy<Value = Record> {
    record().prop_map(|mut record| {
        fill_country_label(&mut record);
        record
    })
}

/// Fills in the label of the country, as a vendor does.
pub(crate) fn fill_country_label(record: &mut Record) {
    record.address = record.address.take().and_then(|mut address| {
        address.lines[AddressLine::Country] =
            address.lines[AddressLine::CountryCode].as_ref().map(|code| format!("the country {code}"));
        address.non_empty()
    });
}

/// A selection of fields: about half of them, a few, one, or none.
pub(crate) fn fields() -> impl Strategy<Value = Vec<Field>> {
    const { assert!(Field::ALL.len() <= u64::BITS as usize) };
    let bits = prop_oneof![
        any::<u64>(),
        (any::<u64>(), any::<u64>(), any::<u64>()).prop_map(|(one, two, three)| one & two & three),
        (0..Field::ALL.len()).prop_map(|field| 1 << field),
        Just(0),
    ];
    bits.prop_map(|bits| Field::all().filter(|field| bits >> field.index() & 1 == 1).collect())
}

/// Returns `record` with these fields copied from `other`.
pub(crate) fn with_fields_of(record: &Record, fields: &[Field], other: &Record) -> Record {
    let from = |field| if fields.contains(&field) { other } else { record };
    Record {
        texts: EnumMap::new(|text| from(Field::Text(text)).texts[text].clone()),
        birthdate: from(Field::Birthdate).birthdate.clone(),
        national_id: from(Field::NationalId).national_id.clone(),
        phones: from(Field::Phones).phones.clone(),
        address: from(Field::Address).address.clone(),
        opt_ins: from(Field::OptIns).opt_ins.clone(),
        data_use: from(Field::DataUse).data_use,
    }
}

/// Makes some of the two records similar to `loaded`: the same address with one line cleared, the same phones without
/// one.
fn similar_records(loaded: &Record, (mut one, mut two): (Record, Record), seed: u32) -> (Record, Record) {
    for (other, seed) in [(&mut one, seed), (&mut two, seed >> 16)] {
        if seed & 1 == 1 {
            other.address = loaded.address.clone().and_then(|mut address| {
                address.lines[AddressLine::ALL
                    [usize::try_from(seed >> 1 & 0xff).expect("small") % AddressLine::ALL.len()]] = None;
                address.non_empty()
            });
            fill_country_label(other);
            other.phones = loaded.phones.clone().and_then(|mut phones| {
                phones.remove(0);
                non_empty_list(phones)
            });
        }
    }
    (one, two)
}

/// Returns whether the field is equal in both records, byte for byte.
pub(crate) fn field_eq(one: &Record, two: &Record, field: Field) -> bool {
    match field {
        Field::Text(text) => one.texts[text] == two.texts[text],
        Field::Birthdate => one.birthdate == two.birthdate,
        Field::NationalId => one.national_id == two.national_id,
        Field::Phones => one.phones == two.phones,
        Field::Address => one.address == two.address,
        Field::OptIns => one.opt_ins == two.opt_ins,
        Field::DataUse => one.data_use == two.data_use,
    }
}

/// A record, and the same record with some fields edited.
pub(crate) fn edited_record() -> impl Strategy<Value = (Record, Record)> {
    (record(), record(), fields()).prop_map(|(loaded, other, fields)| {
        let wanted = with_fields_of(&loaded, &fields, &other);
        (loaded, wanted)
    })
}

/// A record, and two independent edits of it.
#[derive(Clone, Debug)]
pub(crate) struct Fork {
    pub(crate) loaded: Record,
    pub(crate) mine: Record,
    pub(crate) theirs: Record,
}

/// Two edits of different fields and of common fields, to different values and to equal ones.
pub(crate) fn fork() -> impl Strategy<Value = Fork> {
    let records = (
        record_with_country_label(),
        (record_with_country_label(), record_with_country_label()),
        any::<u32>(),
    );
    (records, fields(), fields(), fields()).prop_map(|((loaded, far, seed), mine, theirs, agreed)| {
        let (one, two) = similar_records(&loaded, far, seed);
        Fork {
            mine: with_fields_of(&loaded, &mine, &one),
            theirs: with_fields_of(&with_fields_of(&loaded, &theirs, &two), &agreed, &one),
            loaded,
        }
    })
}

/// Two edits without a common field.
pub(crate) fn disjoint_fork() -> impl Strategy<Value = Fork> {
    let records = (
        record_with_country_label(),
        (record_with_country_label(), record_with_country_label()),
        any::<u32>(),
    );
    (records, fields(), fields()).prop_map(|((loaded, far, seed), mine, mut theirs)| {
        let (one, two) = similar_records(&loaded, far, seed);
        theirs.retain(|field| !mine.contains(field));
        Fork {
            mine: with_fields_of(&loaded, &mine, &one),
            theirs: with_fields_of(&loaded, &theirs, &two),
            loaded,
        }
    })
}

/// Types into the field the text it has in `other`.
pub(crate) fn retype(draft: &mut Draft, field: Field, other: &Draft) {
    match field {
        Field::Text(text) => draft.texts[text].clone_from(&other.texts[text]),
        Field::Birthdate => draft.birthdate.clone_from(&other.birthdate),
        Field::NationalId => {
            draft.national_number.clone_from(&other.national_number);
            draft.national_kind.clone_from(&other.national_kind);
        }
        Field::Phones => draft.phones.clone_from(&other.phones),
        Field::Address => draft.lines.clone_from(&other.lines),
        Field::OptIns => draft.opt_ins.clone_from(&other.opt_ins),
        Field::DataUse => draft.data_use = other.data_use,
    }
}

/// Any draft that could be typed.
pub(crate) fn draft() -> impl Strategy<Value = Draft> {
    Seeds::strategy().prop_map(|mut seeds| {
        let part = |seeds: &mut Seeds, most: u32| {
            let number = seeds.next() % most;
            if seeds.one_in(4) { seeds.text() } else { number.to_string() }
        };
        Draft {
            texts: EnumMap::new(|_| seeds.typed()),
            birthdate: Date {
                year: part(&mut seeds, 2100),
                month: part(&mut seeds, 14),
                day: part(&mut seeds, 33),
            },
            national_number: seeds.typed(),
            national_kind: seeds.typed(),
            phones: seeds.list(|seeds| PhoneDraft { number: seeds.typed(), kind: seeds.typed() }),
            lines: EnumMap::new(|_| seeds.typed()),
            opt_ins: seeds.list(|seeds| OptInDraft {
                channel: seeds.text(),
                agreed: seeds.one_in(2),
                partners: seeds.flag(),
            }),
            data_use: Some(seeds.one_in(2)),
        }
    })
}

/// Any JSON document, often with member names of the vendor.
pub(crate) fn document(fixture: &Fixture) -> impl Strategy<Value = Json> + use<> {
    let name = prop_oneof![4 => select(fixture.names), 1 => Just("")];
    scalar(fixture).prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            1 => vec(inner.clone(), 0..6).prop_map(Json::List),
            3 => vec((name.clone().prop_map(str::to_owned), inner), 0..8).prop_map(Json::Members),
        ]
    })
}

/// One of these responses with a few values removed, replaced, wrapped in a list or swapped.
pub(crate) fn mutated(fixture: &Fixture, responses: Vec<Json>) -> impl Strategy<Value = Json> + use<> {
    let mutations = vec((any::<usize>(), any::<usize>(), 0..4_u8, document(fixture)), 1..6);
    (select(responses), mutations).prop_map(|(mut response, mutations)| {
        for (one, other, how, value) in mutations {
            let count = value_count(&response);
            let (one, other) = (one % count, other % count);
            match how {
                0 => drop(std::mem::replace(value_at(&mut response, one), Json::Null)),
                1 => drop(std::mem::replace(value_at(&mut response, one), value)),
                // Wrap the value in a list, or take the first item out of one.
                2 => {
                    let place = value_at(&mut response, one);
                    let changed = match std::mem::replace(place, Json::Null) {
                        Json::List(mut items) if !items.is_empty() => items.swap_remove(0),
                        value => Json::List(vec![value]),
                    };
                    *place = changed;
                }
                // One value may contain the other, so both are copied before either is replaced.
                _ => {
                    let (here, there) =
                        (value_at(&mut response, one).clone(), value_at(&mut response, other).clone());
                    *value_at(&mut response, one) = there;
                    if let Some(place) =
                        (other < value_count(&response)).then(|| value_at(&mut response, other))
                    {
                        *place = here;
                    }
                }
            }
        }
        response
    })
}

/// The number of values in a document, including itself.
fn value_count(json: &Json) -> usize {
    1 + match json {
        Json::List(items) => items.iter().map(value_count).sum(),
        Json::Members(members) => members.iter().map(|(_, value)| value_count(value)).sum(),
        _ => 0,
    }
}

/// The value with this index in preorder.
fn value_at(json: &mut Json, mut number: usize) -> &mut Json {
    if number == 0 {
        return json;
    }
    number -= 1;
    let parts: Vec<&mut Json> = match json {
        Json::List(items) => items.iter_mut().collect(),
        Json::Members(members) => members.iter_mut().map(|(_, value)| value).collect(),
        _ => Vec::new(),
    };
    for part in parts {
        let count = value_count(part);
        if number < count {
            return value_at(part, number);
        }
        number -= count;
    }
    unreachable!("the index is below the size")
}

/// Any value without children.
fn scalar(fixture: &Fixture) -> impl Strategy<Value = Json> + use<> {
    prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        any::<f64>()
            .prop_filter("JSON has no such number", |number| number.is_finite())
            .prop_map(Json::Number),
        (10_u64.pow(16)..).prop_map(|number| Json::Digits(number.to_string())),
        any::<String>().prop_map(Json::Text),
        select(fixture.texts).prop_map(|text| Json::Text(text.to_owned())),
    ]
}

//! The draft on screen: a signal for each thing that can be typed, and what is wrong with it.

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::prelude::*;

use super::{Date, Draft, OptInDraft, PhoneDraft, Problem};
use crate::{
    domain::{DatePart, Key, Line, Place, Record, Table, Text, Unit},
    i18n::{I18n, label_key},
};

/// A phone on screen. Its id stays with it when rows are moved. Rows come and go while a page is on screen and
/// outlive it: so their signals are counted, and belong to no page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneRow {
    /// Names the row's controls.
    pub id: u32,
    /// The number.
    pub number: ArcRwSignal<String>,
    /// The code of its kind.
    pub kind: ArcRwSignal<String>,
}

/// An opt-in on screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptInRow {
    /// The code of the channel.
    pub channel: String,
    /// Whether the customer agrees.
    pub agreed: ArcRwSignal<bool>,
    /// Whether they agree for partners too, where the record asks.
    pub partners: Option<ArcRwSignal<bool>>,
}

/// A sentence about something wrong, ours or the vendor's.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Where it stands.
    pub place: Place,
    /// The sentence.
    pub text: String,
    /// Its language, where it is not the page's.
    pub language: Option<String>,
}

/// What the vendor refused, with the draft it refused: it counts until that unit is changed.
#[derive(Clone, Debug)]
struct Refused {
    place: Place,
    text: Option<String>,
    language: Option<String>,
    draft: Draft,
}

/// The draft on screen, as a handle.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    texts: StoredValue<Table<Text, RwSignal<String>>>,
    lines: StoredValue<Table<Line, RwSignal<String>>>,
    birthdate: [RwSignal<String>; 3],
    /// The number of the national identifier.
    pub national_number: RwSignal<String>,
    /// The kind of the national identifier.
    pub national_kind: RwSignal<String>,
    /// The phones, in order.
    pub phones: RwSignal<Vec<PhoneRow>>,
    /// The opt-ins, in order.
    pub opt_ins: RwSignal<Vec<OptInRow>>,
    /// Whether personal data may be used.
    pub data_use: RwSignal<bool>,
    /// How often sending was tried: problems are shown from the first try on.
    pub tries: RwSignal<u32>,
    loaded: RwSignal<Record>,
    required: Callback<Unit, bool>,
    refused: RwSignal<Vec<Refused>>,
}

impl Form {
    /// A form that shows this record; `required` says which units may not be empty.
    pub fn new(loaded: Record, required: Callback<Unit, bool>) -> Form {
        let form = Form {
            texts: StoredValue::new(Table::new(|_| RwSignal::default())),
            lines: StoredValue::new(Table::new(|_| RwSignal::default())),
            birthdate: [RwSignal::default(), RwSignal::default(), RwSignal::default()],
            national_number: RwSignal::default(),
            national_kind: RwSignal::default(),
            phones: RwSignal::default(),
            opt_ins: RwSignal::default(),
            data_use: RwSignal::default(),
            tries: RwSignal::default(),
            loaded: RwSignal::new(loaded),
            required,
            refused: RwSignal::default(),
        };
        let draft = form.loaded.with_untracked(|record| Draft::from(record));
        Unit::all().for_each(|unit| form.show(&draft, unit));
        form
    }

    /// The signal of a line of text.
    pub fn text(self, text: Text) -> RwSignal<String> {
        self.texts.with_value(|texts| texts[text])
    }

    /// The signal of a line of the address.
    pub fn line(self, line: Line) -> RwSignal<String> {
        self.lines.with_value(|lines| lines[line])
    }

    /// The signal of a part of the date of birth.
    pub fn birthdate(self, part: DatePart) -> RwSignal<String> {
        self.birthdate[part as usize]
    }

    /// The record the form was filled from. Not tracked: a page lives no longer than it.
    pub fn loaded(self) -> Record {
        self.loaded.get_untracked()
    }

    /// What stands in the form. Tracked.
    pub fn draft(self) -> Draft {
        Draft {
            texts: Table::new(|text| self.text(text).get()),
            birthdate: Date {
                year: self.birthdate(DatePart::Year).get(),
                month: self.birthdate(DatePart::Month).get(),
                day: self.birthdate(DatePart::Day).get(),
            },
            national_number: self.national_number.get(),
            national_kind: self.national_kind.get(),
            phones: self.phones.with(|rows| {
                let draft = |row: &PhoneRow| PhoneDraft { number: row.number.get(), kind: row.kind.get() };
                rows.iter().map(draft).collect()
            }),
            lines: Table::new(|line| self.line(line).get()),
            opt_ins: self.opt_ins.with(|rows| {
                let draft = |row: &OptInRow| OptInDraft {
                    channel: row.channel.clone(),
                    agreed: row.agreed.get(),
                    partners: row.partners.as_ref().map(|partners| partners.get()),
                };
                rows.iter().map(draft).collect()
            }),
            data_use: self.data_use.get(),
        }
    }

    /// The record that is wanted, and what stands in its way. Tracked.
    pub fn read(self) -> (Record, Vec<Problem>) {
        self.loaded.with(|loaded| self.draft().read(loaded, |unit| self.required.run(unit)))
    }

    /// Whether one of these units stands otherwise than it was loaded. Tracked.
    pub fn is_dirty(self, mut units: impl Iterator<Item = Unit>) -> bool {
        let before = self.loaded.with(|loaded| Draft::from(loaded));
        let draft = self.draft();
        units.any(|unit| !draft.same(&before, unit))
    }

    /// Puts these units back to what was loaded.
    pub fn reset(self, units: impl Iterator<Item = Unit>) {
        let before = self.loaded.with_untracked(|loaded| Draft::from(loaded));
        units.for_each(|unit| self.show(&before, unit));
        self.tries.set(0);
        self.refused.set(Vec::new());
    }

    /// Takes over what the vendor holds now. What was typed and not sent stays.
    pub fn reload(self, record: Record) {
        let (before, after) =
            (self.loaded.with_untracked(|loaded| Draft::from(loaded)), Draft::from(&record));
        let draft = untrack(|| self.draft());
        self.loaded.set(record);
        Unit::all().filter(|unit| draft.same(&before, *unit)).for_each(|unit| self.show(&after, unit));
    }

    /// Says what the vendor refused. It counts until the unit is changed.
    pub fn refuse(self, refusals: impl Iterator<Item = (Place, Option<String>, Option<String>)>) {
        let draft = untrack(|| self.draft());
        let refused = |(place, text, language)| Refused { place, text, language, draft: draft.clone() };
        self.refused.set(refusals.map(refused).collect());
        self.tries.update(|tries| *tries += 1);
    }

    /// Whether something the vendor refused about this unit still stands in the form. Tracked.
    pub fn is_refused(self, unit: Unit) -> bool {
        let draft = self.draft();
        let stands = |refused: &Refused| refused.place.unit() == unit && draft.same(&refused.draft, unit);
        self.refused.with(|refused| refused.iter().any(stands))
    }

    /// Whether the form is still there: what comes back late must not touch one that is gone.
    pub fn is_alive(self) -> bool {
        self.tries.try_get_untracked().is_some()
    }

    /// The problems to show about these units: none before the first try. Tracked.
    pub fn notices(self, i18n: I18n, units: impl Fn(Unit) -> bool) -> Vec<Notice> {
        if self.tries.get() == 0 {
            return Vec::new();
        }
        let draft = self.draft();
        let problems = self.read().1.into_iter().map(|problem| {
            let limit = problem.limit.map(|limit| i18n.number(limit as f64)).unwrap_or_default();
            let label = i18n.get(label_key(problem.place));
            let text = i18n.fill(problem.key, &[("limit", &limit), ("label", &label)]);
            Notice { place: problem.place, text, language: None }
        });
        let refused = self.refused.with(|refused| {
            let stands = |refused: &&Refused| draft.same(&refused.draft, refused.place.unit());
            let notice = |refused: &Refused| Notice {
                place: refused.place,
                text: refused.text.clone().unwrap_or_else(|| i18n.get("problem.refused")),
                language: refused.text.as_ref().and(refused.language.clone()),
            };
            refused.iter().filter(stands).map(notice).collect::<Vec<_>>()
        });
        problems.chain(refused).filter(|notice| units(notice.place.unit())).collect()
    }

    /// The sentence to show at a control, if something is wrong there. Tracked.
    pub fn notice(self, i18n: I18n, place: Place) -> Option<Notice> {
        let same = |notice: &Notice| {
            notice.place == place
                // A refusal of the whole stands at its first control.
                || matches!(
                    (notice.place, place),
                    (Place::Address, Place::Line(Line::Number))
                        | (Place::Birthdate(None), Place::Birthdate(Some(DatePart::Day)))
                )
        };
        self.notices(i18n, |unit| unit == place.unit()).into_iter().find(same)
    }

    /// The id of the control at this place.
    pub fn id(self, place: Place) -> String {
        let name = |place| label_key(place).trim_start_matches("label.").to_owned();
        let row = |index: usize| self.phones.with_untracked(|rows| rows.get(index).map_or(0, |row| row.id));
        match place {
            Place::PhoneNumber(index) | Place::PhoneKind(index) => format!("{}-{}", name(place), row(index)),
            Place::OptIn(index) => format!("{}-{index}", name(place)),
            Place::OptIns => self.id(Place::OptIn(0)),
            Place::Phones => "add-phone".to_owned(),
            Place::Address => name(Place::Line(Line::Number)),
            Place::Birthdate(None) => name(Place::Birthdate(Some(DatePart::Day))),
            _ => name(place),
        }
    }

    /// Adds an empty phone and gives its place.
    pub fn add_phone(self) -> Place {
        self.phones.update(|rows| rows.push(phone_row(&PhoneDraft::default())));
        Place::PhoneNumber(self.phones.with_untracked(Vec::len) - 1)
    }

    fn show(self, draft: &Draft, unit: Unit) {
        match unit {
            Unit::Text(text) => self.text(text).set(draft.texts[text].clone()),
            Unit::Birthdate => {
                self.birthdate(DatePart::Year).set(draft.birthdate.year.clone());
                self.birthdate(DatePart::Month).set(draft.birthdate.month.clone());
                self.birthdate(DatePart::Day).set(draft.birthdate.day.clone());
            }
            Unit::NationalId => {
                self.national_number.set(draft.national_number.clone());
                self.national_kind.set(draft.national_kind.clone());
            }
            Unit::Phones => self.phones.set(draft.phones.iter().map(phone_row).collect()),
            Unit::Address => {
                for &line in Line::ALL {
                    self.line(line).set(draft.lines[line].clone());
                }
            }
            Unit::OptIns => self.opt_ins.set(draft.opt_ins.iter().map(opt_in_row).collect()),
            Unit::DataUse => self.data_use.set(draft.data_use),
        }
    }
}

fn phone_row(phone: &PhoneDraft) -> PhoneRow {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    PhoneRow {
        id: NEXT.fetch_add(1, Ordering::Relaxed),
        number: ArcRwSignal::new(phone.number.clone()),
        kind: ArcRwSignal::new(phone.kind.clone()),
    }
}

fn opt_in_row(opt_in: &OptInDraft) -> OptInRow {
    OptInRow {
        channel: opt_in.channel.clone(),
        agreed: ArcRwSignal::new(opt_in.agreed),
        partners: opt_in.partners.map(ArcRwSignal::new),
    }
}

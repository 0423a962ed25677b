//! The draft on screen: a signal for each thing that can be typed, and what is wrong with it.

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::prelude::*;

use super::{Date, Draft, OptInDraft, PhoneDraft, Problem};
use crate::{
    domain::{DatePart, Key, Line, Place, Postal, Record, Table, Text, Unit},
    i18n::{I18n, label_key, label_name, line_key},
};

/// Said of a line that addresses in the country have.
const MISSING: &str = "problem.line-missing";

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
    /// Where it stands, if that is on screen.
    pub place: Option<Place>,
    /// The sentence.
    pub text: String,
    /// Its language, where it is not the page's.
    pub language: Option<String>,
}

impl Notice {
    /// A problem in words. Tracked.
    fn of(i18n: I18n, form: Form, problem: &Problem) -> Notice {
        let limit = problem.limit.map(|limit| i18n.number(limit as f64)).unwrap_or_default();
        let label = i18n.get(form.label_key(problem.place));
        let text = i18n.fill(problem.key, &[("limit", &limit), ("label", &label)]);
        Notice { place: Some(problem.place), text, language: None }
    }

    /// How it runs: what is the vendor's, as its letters do.
    pub fn direction(&self) -> Option<&'static str> {
        self.language.is_some().then_some("auto")
    }
}

/// What the vendor refused, with the draft it refused: it counts until that unit is changed.
#[derive(Clone, Debug)]
struct Refused {
    place: Option<Place>,
    text: Option<String>,
    language: Option<String>,
    draft: Draft,
}

/// What the form was filled from.
#[derive(Clone, Debug)]
struct Loaded {
    record: Record,
    draft: Draft,
}

impl From<Record> for Loaded {
    fn from(record: Record) -> Loaded {
        Loaded { draft: Draft::from(&record), record }
    }
}

/// What one unit of the draft says.
#[derive(Clone, Debug, PartialEq)]
struct Reading {
    is_dirty: bool,
    problems: Vec<Problem>,
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
    loaded: RwSignal<Loaded>,
    required: Callback<(Form, Unit), bool>,
    // The units whose controls were left, a bit each: from then on what is wrong there is shown.
    left: RwSignal<u32>,
    refused: RwSignal<Vec<Refused>>,
    // The address that is right as it stands, whatever its country's addresses usually have.
    insisted: RwSignal<String>,
    // One a unit, so that a keystroke reads one unit and not all of them.
    readings: StoredValue<Vec<Memo<Reading>>>,
}

impl Form {
    /// A form that shows this record; `required` says which units may not be empty as it stands.
    pub fn new(loaded: Record, required: Callback<(Form, Unit), bool>) -> Form {
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
            loaded: RwSignal::new(loaded.into()),
            required,
            left: RwSignal::default(),
            refused: RwSignal::default(),
            insisted: RwSignal::default(),
            readings: StoredValue::default(),
        };
        form.reset(Unit::all());
        form.readings.set_value(Unit::all().map(|unit| Memo::new(move |_| form.read_unit(unit))).collect());
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

    /// The record the form was filled from. Not tracked.
    pub fn loaded(self) -> Record {
        self.loaded.with_untracked(|loaded| loaded.record.clone())
    }

    /// What stands in the form. Tracked.
    pub fn draft(self) -> Draft {
        let mut draft = Draft::default();
        Unit::all().for_each(|unit| self.copy(unit, &mut draft));
        draft
    }

    /// Copies what stands in one unit. Tracked.
    fn copy(self, unit: Unit, draft: &mut Draft) {
        match unit {
            Unit::Text(text) => draft.texts[text] = self.text(text).get(),
            Unit::Birthdate => {
                draft.birthdate = Date {
                    year: self.birthdate(DatePart::Year).get(),
                    month: self.birthdate(DatePart::Month).get(),
                    day: self.birthdate(DatePart::Day).get(),
                }
            }
            Unit::NationalId => {
                draft.national_number = self.national_number.get();
                draft.national_kind = self.national_kind.get();
            }
            Unit::Phones => {
                let phone = |row: &PhoneRow| PhoneDraft { number: row.number.get(), kind: row.kind.get() };
                draft.phones = self.phones.with(|rows| rows.iter().map(phone).collect());
            }
            Unit::Address => draft.lines = Table::new(|line| self.line(line).get()),
            Unit::OptIns => {
                let opt_in = |row: &OptInRow| OptInDraft {
                    channel: row.channel.clone(),
                    agreed: row.agreed.get(),
                    partners: row.partners.as_ref().map(|partners| partners.get()),
                };
                draft.opt_ins = self.opt_ins.with(|rows| rows.iter().map(opt_in).collect());
            }
            Unit::DataUse => draft.data_use = self.data_use.get(),
        }
    }

    /// The record that is wanted, and what stands in its way. Tracked.
    pub fn read(self) -> (Record, Vec<Problem>) {
        self.loaded.with(|loaded| {
            let draft = self.draft();
            let (wanted, mut problems) = draft.read(&loaded.record, |unit| self.required.run((self, unit)));
            problems.extend(self.missing(&draft, &loaded.record));
            (wanted, problems)
        })
    }

    /// What an address lacks that those of its country have, unless the customer said that it is right. Tracked.
    fn missing(self, draft: &Draft, loaded: &Record) -> impl Iterator<Item = Problem> {
        let is_right = self.insisted.with(|insisted| *insisted == one_text(draft));
        let missing = if is_right { Vec::new() } else { draft.missing(loaded) };
        missing.into_iter().map(|line| Problem { place: Place::Line(line), key: MISSING, limit: None })
    }

    /// The customer says that the address is right as it stands.
    pub fn insist(self) {
        self.insisted.set(one_text(&untrack(|| self.draft())));
    }

    /// Whether the customer said so of the address that stands there. Not tracked.
    pub fn insists(self) -> bool {
        self.insisted.with_untracked(|insisted| *insisted == one_text(&untrack(|| self.draft())))
    }

    /// Whether all that stands against the address is that its country's have more. Tracked.
    pub fn is_address_incomplete(self) -> bool {
        self.tries.get() > 0
            && self.reading(Unit::Address, |reading| {
                !reading.problems.is_empty() && reading.problems.iter().all(|problem| problem.key == MISSING)
            })
    }

    /// What one unit says. Tracked, and of the controls only those of this unit.
    fn read_unit(self, unit: Unit) -> Reading {
        self.loaded.with(|Loaded { record, draft: before }| {
            let mut draft = Draft::default();
            self.copy(unit, &mut draft);
            let (mut wanted, mut problems) = (Record::default(), Vec::new());
            wanted.take(unit, record);
            draft.read_into(
                unit,
                record,
                before,
                self.required.run((self, unit)),
                &mut wanted,
                &mut problems,
            );
            if unit == Unit::Address {
                problems.extend(self.missing(&draft, record));
            }
            let is_change = !problems.is_empty() || !record.meets(&wanted, unit);
            Reading { is_dirty: is_change && !draft.same(before, unit), problems }
        })
    }

    fn reading<T>(self, unit: Unit, of: impl FnOnce(&Reading) -> T) -> T {
        self.readings.with_value(|readings| readings[unit.index()].with(of))
    }

    /// Whether one of these units asks for something else than was loaded. Tracked.
    pub fn is_dirty(self, mut units: impl Iterator<Item = Unit>) -> bool {
        units.any(|unit| self.reading(unit, |reading| reading.is_dirty))
    }

    /// Puts these units back to what was loaded.
    pub fn reset(self, units: impl Iterator<Item = Unit>) {
        self.loaded.with_untracked(|loaded| units.for_each(|unit| self.show(&loaded.draft, unit)));
        self.tries.set(0);
        self.left.set(0);
        self.refused.set(Vec::new());
        self.insisted.set(String::new());
    }

    /// Takes over what the vendor holds now. What was typed and not sent stays.
    pub fn reload(self, record: Record) {
        let draft = untrack(|| self.draft());
        let clean: Vec<Unit> = self
            .loaded
            .with_untracked(|loaded| Unit::all().filter(|unit| draft.same(&loaded.draft, *unit)).collect());
        self.loaded.set(record.into());
        self.loaded.with_untracked(|loaded| clean.iter().for_each(|unit| self.show(&loaded.draft, *unit)));
    }

    /// Types what this record holds in one unit.
    pub fn type_in(self, unit: Unit, record: &Record) {
        self.show(&Draft::from(record), unit);
    }

    /// Says what the vendor refused. It counts until the unit is changed; what has no place on screen, until anything
    /// is.
    pub fn refuse(self, refusals: impl Iterator<Item = (Option<Place>, Option<String>, Option<String>)>) {
        let draft = untrack(|| self.draft());
        let refused = |(place, text, language)| Refused { place, text, language, draft: draft.clone() };
        self.refused.set(refusals.map(refused).collect());
        self.tries.update(|tries| *tries += 1);
    }

    /// Whether something the vendor refused about this unit still stands in the form. Tracked.
    pub fn is_refused(self, unit: Unit) -> bool {
        self.refused.with(|refused| refused.iter().any(|refused| self.stands(refused, Some(unit))))
    }

    /// Whether this was refused about this unit, or about none, and stands as it did. Tracked.
    fn stands(self, refused: &Refused, unit: Option<Unit>) -> bool {
        let is_same = |unit: Unit| {
            let mut draft = Draft::default();
            self.copy(unit, &mut draft);
            draft.same(&refused.draft, unit)
        };
        refused.place.map(Place::unit) == unit && unit.map_or_else(|| Unit::all().all(is_same), is_same)
    }

    /// What the vendor refused about this unit, or about none. Tracked.
    fn theirs(self, i18n: I18n, unit: Option<Unit>) -> Vec<Notice> {
        self.refused.with(|refused| {
            let stands = refused.iter().filter(|refused| self.stands(refused, unit));
            let notice = |refused: &Refused| Notice {
                place: refused.place,
                text: refused.text.clone().unwrap_or_else(|| i18n.get("problem.refused")),
                language: refused.text.as_ref().and(refused.language.clone()),
            };
            stands.map(notice).collect()
        })
    }

    /// Every problem with these units since the first try, and what was refused about none. Tracked.
    pub fn problems(self, i18n: I18n, units: impl Iterator<Item = Unit>) -> Vec<Notice> {
        let is_tried = self.tries.get() > 0;
        let mut notices = self.notices(i18n, units.filter(|_| is_tried));
        notices.append(&mut self.theirs(i18n, None));
        notices
    }

    /// Whether the form is still there: what comes back late must not touch one that is gone.
    pub fn is_alive(self) -> bool {
        self.tries.try_get_untracked().is_some()
    }

    /// The focus left this unit.
    pub fn leave(self, unit: Unit) {
        self.left.update(|left| *left |= 1 << unit.index());
    }

    /// Whether to show what is wrong with a unit: from the first try on, or once something was typed in it and it
    /// was left. Tracked.
    fn is_told(self, unit: Unit) -> bool {
        self.tries.get() > 0
            || self.left.get() & (1 << unit.index()) != 0 && self.reading(unit, |reading| reading.is_dirty)
    }

    /// The problems to show about these units. Tracked.
    pub fn notices(self, i18n: I18n, units: impl Iterator<Item = Unit>) -> Vec<Notice> {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for unit in units.filter(|unit| self.is_told(*unit)) {
            self.reading(unit, |reading| {
                ours.extend(reading.problems.iter().map(|problem| Notice::of(i18n, self, problem)));
            });
            theirs.append(&mut self.theirs(i18n, Some(unit)));
        }
        ours.append(&mut theirs);
        ours
    }

    /// The sentence to show at a control, if something is wrong there. Tracked.
    pub fn notice(self, i18n: I18n, place: Place) -> Option<Notice> {
        let same = |notice: &Notice| {
            let Some(of) = notice.place else { return false };
            of == place
                // A refusal of the whole stands at its first control.
                || matches!(
                    (of, place),
                    (Place::Address, Place::Line(Line::CountryCode))
                        | (Place::Birthdate(None), Place::Birthdate(Some(DatePart::Day)))
                        | (Place::OptIns, Place::OptIn(0))
                )
        };
        self.notices(i18n, std::iter::once(place.unit())).into_iter().find(same)
    }

    /// The key of what the control at this place is called, which for a line of an address is up to its country. Tracked.
    pub fn label_key(self, place: Place) -> &'static str {
        match place {
            Place::Line(line) => {
                self.line(Line::CountryCode).with(|country| line_key(line, Postal::of(country, true)))
            }
            place => label_key(place),
        }
    }

    /// What the control at this place is called, as a view that re-words itself.
    pub fn label(self, i18n: I18n, place: Signal<Place>) -> Signal<String> {
        Signal::derive(move || i18n.get(self.label_key(place.get())))
    }

    /// The id of the control at this place.
    pub fn id(self, place: Place) -> String {
        let name = |place| label_name(label_key(place)).to_owned();
        let row = |index: usize| self.phones.with_untracked(|rows| rows.get(index).map_or(0, |row| row.id));
        match place {
            Place::PhoneNumber(index) | Place::PhoneKind(index) => format!("{}-{}", name(place), row(index)),
            Place::OptIn(index) => format!("{}-{index}", name(place)),
            Place::OptIns => self.id(Place::OptIn(0)),
            Place::Phones => "add-phone".to_owned(),
            Place::Address => name(Place::Line(Line::CountryCode)),
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

/// The address as it stands, in one text; never empty.
fn one_text(draft: &Draft) -> String {
    let mut text = String::new();
    for (_, line) in draft.lines.iter() {
        text.push_str(line);
        text.push('\n');
    }
    text
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

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[test]
    fn a_keystroke_reads_one_unit_and_no_other() {
        Owner::new().with(|| {
            let read = Arc::new(Mutex::new(Vec::new()));
            let asked = Arc::clone(&read);
            // Asked once for each unit that is read.
            let required = Callback::new(move |(_, unit): (Form, Unit)| {
                asked.lock().expect("one thread").push(unit);
                false
            });
            let form = Form::new(Record::default(), required);
            let is_dirty = || form.is_dirty(Unit::all());
            assert!(!untrack(is_dirty));
            assert_eq!(read.lock().expect("one thread").len(), Unit::ALL.len(), "all of them at first");
            for (unit, edit) in [
                (Unit::Text(Text::Email), (|form| form.text(Text::Email).set("a".into())) as fn(Form)),
                (Unit::Address, |form| form.line(Line::City).set("a".into())),
                (Unit::Birthdate, |form| form.birthdate(DatePart::Year).set("1".into())),
            ] {
                form.reset(Unit::all());
                untrack(is_dirty);
                read.lock().expect("one thread").clear();
                edit(form);
                assert!(untrack(is_dirty), "{unit:?}");
                assert_eq!(*read.lock().expect("one thread"), [unit]);
            }
        });
    }

    #[test]
    fn a_draft_is_dirty_while_it_asks_for_something_else() {
        Owner::new().with(|| {
            let mut record = Record::default();
            record.texts[Text::FirstName] = Some("Tom".into());
            let form = Form::new(record, Callback::new(|_| true));
            let is_dirty = || untrack(|| form.is_dirty(Unit::all()));
            assert!(!is_dirty());
            for (typed, dirty) in [("Tim", true), ("Tom", false), (" Tom ", false), ("", true)] {
                form.text(Text::FirstName).set(typed.into());
                assert_eq!(is_dirty(), dirty, "{typed:?}");
            }
            form.reset(Unit::all());
            form.birthdate(DatePart::Year).set("what".into());
            assert!(is_dirty(), "what cannot be sent is typed all the same");
            let blank = Form::new(Record::default(), Callback::new(|_| true));
            assert!(!untrack(|| blank.is_dirty(Unit::all())), "what is still missing is not typed");
        });
    }
}

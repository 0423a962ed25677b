//! The draft on screen: a signal for each thing that can be typed, and what is wrong with it.

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::prelude::*;

use super::{Date, Draft, OptInDraft, PhoneDraft, ValidationError};
use crate::{
    domain::{AddressFormat, AddressLine, DatePart, EnumKey, EnumMap, Field, FieldPath, Record, TextField},
    i18n::{I18n, line_key, path_label_key},
};

/// Said of a line that addresses in the country have.
const MISSING: &str = "problem.line-missing";

/// A phone on screen. Its id stays with it when rows are moved. StableRows come and go while a page is on screen and
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
pub struct FieldMessage {
    /// Where it stands, if that is on screen.
    pub path: Option<FieldPath>,
    /// The sentence.
    pub text: String,
    /// Its language, where it is not the page's.
    pub language: Option<String>,
}

impl FieldMessage {
    /// A problem in words. Tracked.
    fn of(i18n: I18n, form: Form, problem: &ValidationError) -> FieldMessage {
        let limit = problem.limit.map(|limit| i18n.number(limit as f64)).unwrap_or_default();
        let label = i18n.get(form.label_key(problem.path));
        let text = i18n.fill(problem.key, &[("limit", &limit), ("label", &label)]);
        FieldMessage { path: Some(problem.path), text, language: None }
    }

    /// How it runs: what is the vendor's, as its letters do.
    pub fn direction(&self) -> Option<&'static str> {
        self.language.is_some().then_some("auto")
    }
}

/// What the vendor refused, with the draft it refused: it counts until that field is changed.
#[derive(Clone, Debug)]
struct RejectedDraft {
    path: Option<FieldPath>,
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

/// What one field of the draft says.
#[derive(Clone, Debug, PartialEq)]
struct Reading {
    is_dirty: bool,
    problems: Vec<ValidationError>,
}

/// The draft on screen, as a handle.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    texts: StoredValue<EnumMap<TextField, RwSignal<String>>>,
    lines: StoredValue<EnumMap<AddressLine, RwSignal<String>>>,
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
    pub attempts: RwSignal<u32>,
    loaded: RwSignal<Loaded>,
    required: Callback<(Form, Field), bool>,
    // The fields whose controls were left, a bit each: from then on what is wrong there is shown.
    visited: RwSignal<u64>,
    rejected: RwSignal<Vec<RejectedDraft>>,
    // The address that is right as it stands, whatever its country's addresses usually have.
    confirmed_address: RwSignal<String>,
    // One a field, so that a keystroke reads one field and not all of them.
    readings: StoredValue<Vec<Memo<Reading>>>,
}

impl Form {
    /// A form that shows this record; `required` says which fields may not be empty as it stands.
    pub fn new(loaded: Record, required: Callback<(Form, Field), bool>) -> Form {
        let form = Form {
            texts: StoredValue::new(EnumMap::new(|_| RwSignal::default())),
            lines: StoredValue::new(EnumMap::new(|_| RwSignal::default())),
            birthdate: [RwSignal::default(), RwSignal::default(), RwSignal::default()],
            national_number: RwSignal::default(),
            national_kind: RwSignal::default(),
            phones: RwSignal::default(),
            opt_ins: RwSignal::default(),
            data_use: RwSignal::default(),
            attempts: RwSignal::default(),
            loaded: RwSignal::new(loaded.into()),
            required,
            visited: RwSignal::default(),
            rejected: RwSignal::default(),
            confirmed_address: RwSignal::default(),
            readings: StoredValue::default(),
        };
        form.reset(Field::all());
        form.readings
            .set_value(Field::all().map(|field| Memo::new(move |_| form.read_field(field))).collect());
        form
    }

    /// The signal of a line of text.
    pub fn text(self, text: TextField) -> RwSignal<String> {
        self.texts.with_value(|texts| texts[text])
    }

    /// The signal of a line of the address.
    pub fn line(self, line: AddressLine) -> RwSignal<String> {
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
        Field::all().for_each(|field| self.copy_into(field, &mut draft));
        draft
    }

    /// Copies what stands in one field. Tracked.
    fn copy_into(self, field: Field, draft: &mut Draft) {
        match field {
            Field::Text(text) => draft.texts[text] = self.text(text).get(),
            Field::Birthdate => {
                draft.birthdate = Date {
                    year: self.birthdate(DatePart::Year).get(),
                    month: self.birthdate(DatePart::Month).get(),
                    day: self.birthdate(DatePart::Day).get(),
                }
            }
            Field::NationalId => {
                draft.national_number = self.national_number.get();
                draft.national_kind = self.national_kind.get();
            }
            Field::Phones => {
                let phone = |row: &PhoneRow| PhoneDraft { number: row.number.get(), kind: row.kind.get() };
                draft.phones = self.phones.with(|rows| rows.iter().map(phone).collect());
            }
            Field::Address => draft.lines = EnumMap::new(|line| self.line(line).get()),
            Field::OptIns => {
                let opt_in = |row: &OptInRow| OptInDraft {
                    channel: row.channel.clone(),
                    agreed: row.agreed.get(),
                    partners: row.partners.as_ref().map(|partners| partners.get()),
                };
                draft.opt_ins = self.opt_ins.with(|rows| rows.iter().map(opt_in).collect());
            }
            Field::DataUse => draft.data_use = self.data_use.get(),
        }
    }

    /// The record that is wanted, and what stands in its way. Tracked.
    pub fn read(self) -> (Record, Vec<ValidationError>) {
        self.loaded.with(|loaded| {
            let draft = self.draft();
            let (wanted, mut problems) = draft.read(&loaded.record, |field| self.required.run((self, field)));
            problems.extend(self.missing(&draft, &loaded.record));
            (wanted, problems)
        })
    }

    /// What an address lacks that those of its country have, unless the customer said that it is right. Tracked.
    fn missing(self, draft: &Draft, loaded: &Record) -> impl Iterator<Item = ValidationError> {
        let is_right = self.confirmed_address.with(|insisted| *insisted == address_fingerprint(draft));
        let missing = if is_right { Vec::new() } else { draft.missing(loaded) };
        missing.into_iter().map(|line| ValidationError {
            path: FieldPath::Line(line),
            key: MISSING,
            limit: None,
        })
    }

    /// The customer says that the address is right as it stands.
    pub fn confirm_address(self) {
        self.confirmed_address.set(address_fingerprint(&untrack(|| self.draft())));
    }

    /// Whether the customer said so of the address that stands there. Not tracked.
    pub fn is_address_confirmed(self) -> bool {
        self.confirmed_address
            .with_untracked(|insisted| *insisted == address_fingerprint(&untrack(|| self.draft())))
    }

    /// Whether all that stands against the address is that its country's have more. Tracked.
    pub fn is_address_incomplete(self) -> bool {
        self.attempts.get() > 0
            && self.reading(Field::Address, |reading| {
                !reading.problems.is_empty() && reading.problems.iter().all(|problem| problem.key == MISSING)
            })
    }

    /// What one field says. Tracked, and of the controls only those of this field.
    fn read_field(self, field: Field) -> Reading {
        self.loaded.with(|Loaded { record, draft: before }| {
            let mut draft = Draft::default();
            self.copy_into(field, &mut draft);
            let (mut wanted, mut problems) = (Record::default(), Vec::new());
            wanted.copy_field_from(field, record);
            draft.read_into(
                field,
                record,
                before,
                self.required.run((self, field)),
                &mut wanted,
                &mut problems,
            );
            if field == Field::Address {
                problems.extend(self.missing(&draft, record));
            }
            let is_change = !problems.is_empty() || !record.satisfies(&wanted, field);
            Reading { is_dirty: is_change && !draft.field_eq(before, field), problems }
        })
    }

    fn reading<T>(self, field: Field, of: impl FnOnce(&Reading) -> T) -> T {
        self.readings.with_value(|readings| readings[field.index()].with(of))
    }

    /// Whether one of these fields asks for something else than was loaded. Tracked.
    pub fn is_dirty(self, mut fields: impl Iterator<Item = Field>) -> bool {
        fields.any(|field| self.reading(field, |reading| reading.is_dirty))
    }

    /// Puts these fields back to what was loaded.
    pub fn reset(self, fields: impl Iterator<Item = Field>) {
        self.loaded.with_untracked(|loaded| fields.for_each(|field| self.show(&loaded.draft, field)));
        self.attempts.set(0);
        self.visited.set(0);
        self.rejected.set(Vec::new());
        self.confirmed_address.set(String::new());
    }

    /// Takes over what the vendor holds now. What was typed and not sent stays.
    pub fn reload(self, record: Record) {
        let draft = untrack(|| self.draft());
        let clean: Vec<Field> = self.loaded.with_untracked(|loaded| {
            Field::all().filter(|field| draft.field_eq(&loaded.draft, *field)).collect()
        });
        self.loaded.set(record.into());
        self.loaded.with_untracked(|loaded| clean.iter().for_each(|field| self.show(&loaded.draft, *field)));
    }

    /// Types what this record holds in one field.
    pub fn fill(self, field: Field, record: &Record) {
        self.show(&Draft::from(record), field);
    }

    /// Says what the vendor refused. It counts until the field is changed; what has no place on screen, until anything
    /// is.
    pub fn reject(self, refusals: impl Iterator<Item = (Option<FieldPath>, Option<String>, Option<String>)>) {
        let draft = untrack(|| self.draft());
        let refused =
            |(place, text, language)| RejectedDraft { path: place, text, language, draft: draft.clone() };
        self.rejected.set(refusals.map(refused).collect());
        self.attempts.update(|tries| *tries += 1);
    }

    /// Whether something the vendor refused about this field still stands in the form. Tracked.
    pub fn is_rejected(self, field: Field) -> bool {
        self.rejected
            .with(|refused| refused.iter().any(|refused| self.is_unchanged_since(refused, Some(field))))
    }

    /// Whether this was refused about this field, or about none, and stands as it did. Tracked.
    fn is_unchanged_since(self, refused: &RejectedDraft, field: Option<Field>) -> bool {
        let is_same = |field: Field| {
            let mut draft = Draft::default();
            self.copy_into(field, &mut draft);
            draft.field_eq(&refused.draft, field)
        };
        refused.path.map(FieldPath::field) == field
            && field.map_or_else(|| Field::all().all(is_same), is_same)
    }

    /// What the vendor refused about this field, or about none. Tracked.
    fn vendor_messages(self, i18n: I18n, field: Option<Field>) -> Vec<FieldMessage> {
        self.rejected.with(|refused| {
            let stands = refused.iter().filter(|refused| self.is_unchanged_since(refused, field));
            let notice = |refused: &RejectedDraft| FieldMessage {
                path: refused.path,
                text: refused.text.clone().unwrap_or_else(|| i18n.get("problem.refused")),
                language: refused.text.as_ref().and(refused.language.clone()),
            };
            stands.map(notice).collect()
        })
    }

    /// Every problem with these fields since the first try, and what was refused about none. Tracked.
    pub fn summary_messages(self, i18n: I18n, fields: impl Iterator<Item = Field>) -> Vec<FieldMessage> {
        let is_tried = self.attempts.get() > 0;
        let mut notices = self.field_messages(i18n, fields.filter(|_| is_tried));
        notices.append(&mut self.vendor_messages(i18n, None));
        notices
    }

    /// Whether the form is still there: what comes back late must not touch one that is gone.
    pub fn is_alive(self) -> bool {
        self.attempts.try_get_untracked().is_some()
    }

    /// The focus left this field.
    pub fn mark_visited(self, field: Field) {
        self.visited.update(|left| *left |= bit(field));
    }

    /// Whether to show what is wrong with a field: from the first try on, or once something was typed in it and it
    /// was left. Tracked.
    fn shows_errors(self, field: Field) -> bool {
        self.attempts.get() > 0
            || self.visited.get() & bit(field) != 0 && self.reading(field, |reading| reading.is_dirty)
    }

    /// The problems to show about these fields. Tracked.
    pub fn field_messages(self, i18n: I18n, fields: impl Iterator<Item = Field>) -> Vec<FieldMessage> {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for field in fields.filter(|field| self.shows_errors(*field)) {
            self.reading(field, |reading| {
                ours.extend(reading.problems.iter().map(|problem| FieldMessage::of(i18n, self, problem)));
            });
            theirs.append(&mut self.vendor_messages(i18n, Some(field)));
        }
        ours.append(&mut theirs);
        ours
    }

    /// The sentence to show at a control, if something is wrong there. Tracked.
    pub fn message(self, i18n: I18n, place: FieldPath) -> Option<FieldMessage> {
        let same = |notice: &FieldMessage| {
            let Some(of) = notice.path else { return false };
            of == place
                // A refusal of the whole stands at its first control.
                || matches!(
                    (of, place),
                    (FieldPath::Address, FieldPath::Line(AddressLine::CountryCode))
                        | (FieldPath::Birthdate(None), FieldPath::Birthdate(Some(DatePart::Day)))
                        | (FieldPath::OptIns, FieldPath::OptIn(0))
                )
        };
        self.field_messages(i18n, std::iter::once(place.field())).into_iter().find(same)
    }

    /// The key of what the control at this place is called, which for a line of an address is up to its country. Tracked.
    pub fn label_key(self, place: FieldPath) -> &'static str {
        match place {
            FieldPath::Line(line) => self
                .line(AddressLine::CountryCode)
                .with(|country| line_key(line, AddressFormat::for_country(country, true))),
            place => path_label_key(place),
        }
    }

    /// What the control at this place is called, as a view that re-words itself.
    pub fn label(self, i18n: I18n, place: Signal<FieldPath>) -> Signal<String> {
        Signal::derive(move || i18n.get(self.label_key(place.get())))
    }

    /// The id of the control at this place.
    pub fn id(self, place: FieldPath) -> String {
        let row = |index: usize| self.phones.with_untracked(|rows| rows.get(index).map_or(0, |row| row.id));
        match place {
            FieldPath::PhoneNumber(index) | FieldPath::PhoneKind(index) => {
                format!("{}-{}", place.name(), row(index))
            }
            FieldPath::OptIn(index) => format!("{}-{index}", place.name()),
            FieldPath::OptIns => self.id(FieldPath::OptIn(0)),
            FieldPath::Phones => "add-phone".to_owned(),
            FieldPath::Address => self.id(FieldPath::Line(AddressLine::CountryCode)),
            FieldPath::Birthdate(None) => self.id(FieldPath::Birthdate(Some(DatePart::Day))),
            _ => place.name().to_owned(),
        }
    }

    /// Adds an empty phone and gives its place.
    pub fn add_phone(self) -> FieldPath {
        self.phones.update(|rows| rows.push(phone_row(&PhoneDraft::default())));
        FieldPath::PhoneNumber(self.phones.with_untracked(Vec::len) - 1)
    }

    fn show(self, draft: &Draft, field: Field) {
        match field {
            Field::Text(text) => self.text(text).set(draft.texts[text].clone()),
            Field::Birthdate => {
                self.birthdate(DatePart::Year).set(draft.birthdate.year.clone());
                self.birthdate(DatePart::Month).set(draft.birthdate.month.clone());
                self.birthdate(DatePart::Day).set(draft.birthdate.day.clone());
            }
            Field::NationalId => {
                self.national_number.set(draft.national_number.clone());
                self.national_kind.set(draft.national_kind.clone());
            }
            Field::Phones => self.phones.set(draft.phones.iter().map(phone_row).collect()),
            Field::Address => {
                for &line in AddressLine::ALL {
                    self.line(line).set(draft.lines[line].clone());
                }
            }
            Field::OptIns => self.opt_ins.set(draft.opt_ins.iter().map(opt_in_row).collect()),
            Field::DataUse => self.data_use.set(draft.data_use),
        }
    }
}

/// The field's bit in a set of fields. A field more than there are bits does not compile.
fn bit(field: Field) -> u64 {
    const { assert!(Field::ALL.len() <= u64::BITS as usize) };
    1 << field.index()
}

/// The address as it stands, in one text; never empty.
fn address_fingerprint(draft: &Draft) -> String {
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
            // Asked once for each field that is read.
            let required = Callback::new(move |(_, field): (Form, Field)| {
                asked.lock().expect("one thread").push(field);
                false
            });
            let form = Form::new(Record::default(), required);
            let is_dirty = || form.is_dirty(Field::all());
            assert!(!untrack(is_dirty));
            assert_eq!(read.lock().expect("one thread").len(), Field::ALL.len(), "all of them at first");
            for (field, edit) in [
                (
                    Field::Text(TextField::Email),
                    (|form| form.text(TextField::Email).set("a".into())) as fn(Form),
                ),
                (Field::Address, |form| form.line(AddressLine::City).set("a".into())),
                (Field::Birthdate, |form| form.birthdate(DatePart::Year).set("1".into())),
            ] {
                form.reset(Field::all());
                untrack(is_dirty);
                read.lock().expect("one thread").clear();
                edit(form);
                assert!(untrack(is_dirty), "{field:?}");
                assert_eq!(*read.lock().expect("one thread"), [field]);
            }
        });
    }

    #[test]
    fn a_draft_is_dirty_while_it_asks_for_something_else() {
        Owner::new().with(|| {
            let mut record = Record::default();
            record.texts[TextField::FirstName] = Some("Tom".into());
            let form = Form::new(record, Callback::new(|_| true));
            let is_dirty = || untrack(|| form.is_dirty(Field::all()));
            assert!(!is_dirty());
            for (typed, dirty) in [("Tim", true), ("Tom", false), (" Tom ", false), ("", true)] {
                form.text(TextField::FirstName).set(typed.into());
                assert_eq!(is_dirty(), dirty, "{typed:?}");
            }
            form.reset(Field::all());
            form.birthdate(DatePart::Year).set("what".into());
            assert!(is_dirty(), "what cannot be sent is typed all the same");
            let blank = Form::new(Record::default(), Callback::new(|_| true));
            assert!(!untrack(|| blank.is_dirty(Field::all())), "what is still missing is not typed");
        });
    }
}

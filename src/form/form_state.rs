//! The state of the form: a signal for each control, and the errors to show at them.

use std::sync::atomic::{AtomicU32, Ordering};

use js_sys::JsString;
use leptos::prelude::*;

use super::{
    Date, Doubt, Draft, OptInDraft, PhoneDraft, ValidationError,
    doubt::{birthdate_doubt, email_doubt, name_doubt, phone_doubt, today},
};
use crate::{
    domain::{
        Address, AddressFormat, AddressLine, DatePart, EnumKey, EnumMap, Field, FieldPath, FormRules, Record,
        TextField,
    },
    i18n::{I18n, line_key, path_label_key},
};

/// The key of the error about a line that is missing from an address of its country.
const LINE_MISSING: &str = "problem.line-missing";

/// A phone in the form. It keeps its id when rows are moved. Rows are added and removed while a page is shown, and are
/// kept after it is gone: so their signals are reference-counted, and no page owns them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneRow {
    /// The number that the ids of the row's controls end in.
    pub id: u32,
    /// The number.
    pub number: ArcRwSignal<String>,
    /// The code of its kind.
    pub kind: ArcRwSignal<String>,
}

/// An opt-in in the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptInRow {
    /// The code of the channel.
    pub channel: String,
    /// Whether the customer agrees.
    pub agreed: ArcRwSignal<bool>,
    /// Whether they agree for partners too; `None` where the record has no such question.
    pub partners: Option<ArcRwSignal<bool>>,
}

impl OptInRow {
    /// Returns the opt-in as checked. Tracked.
    fn draft(&self) -> OptInDraft {
        OptInDraft {
            channel: self.channel.clone(),
            agreed: self.agreed.get(),
            partners: self.partners.as_ref().map(|partners| partners.get()),
        }
    }
}

/// An error to show, from Carnet's own validation or from the vendor.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldMessage {
    /// The path of the control it is shown at; `None` if it belongs to none.
    pub path: Option<FieldPath>,
    /// The text.
    pub text: String,
    /// The language of the text, if it is not the page's.
    pub language: Option<String>,
}

impl FieldMessage {
    /// Translates a validation error. Tracked.
    fn new(i18n: I18n, form: Form, error: &ValidationError) -> FieldMessage {
        let limit = error.limit.map(|limit| i18n.number(limit as f64)).unwrap_or_default();
        let label = i18n.get(form.label_key(error.path));
        let text = i18n.fill(error.key, &[("limit", &limit), ("label", &label)]);
        FieldMessage { path: Some(error.path), text, language: None }
    }

    /// The `dir` of the text: for a vendor's text, that of its own letters.
    pub fn direction(&self) -> Option<&'static str> {
        self.language.is_some().then_some("auto")
    }
}

/// An error from the vendor, with the draft it is about. It is shown until its field is changed.
#[derive(Clone, Debug)]
struct RejectedDraft {
    path: Option<FieldPath>,
    text: Option<String>,
    language: Option<String>,
    draft: Draft,
}

/// The record that the form was filled from, and its draft.
#[derive(Clone, Debug)]
struct Loaded {
    record: Record,
    draft: Draft,
}

impl Loaded {
    fn new(record: Record, rules: &FormRules) -> Loaded {
        Loaded { draft: Draft::of(&record, rules), record }
    }
}

/// The result of reading one field of the draft.
#[derive(Clone, Debug, PartialEq)]
struct FieldState {
    is_dirty: bool,
    errors: Vec<ValidationError>,
}

/// Returns a typed text with its letters composed (Unicode, NFC), as vendors store them: a letter and its accent typed as
/// two characters look the same. What equals the loaded text to the eye is the loaded text, with every byte.
fn composed(typed: String, loaded: &str) -> String {
    if typed.is_ascii() || typed == loaded {
        return typed;
    }
    let own = compose(&typed);
    if own == compose(loaded) { loaded.to_owned() } else { own }
}

/// Composes the letters of a text. Outside a browser it stays as it is.
fn compose(text: &str) -> String {
    if cfg!(target_arch = "wasm32") { JsString::from(text).normalize("NFC").into() } else { text.to_owned() }
}

/// The state of the form, as a handle.
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
    /// Whether the customer agrees to the use of personal data, and whether they disagree; neither without an answer.
    pub data_use: [RwSignal<bool>; 2],
    /// The number of attempts to submit. Errors are shown from the first attempt on.
    pub attempts: RwSignal<u32>,
    loaded: RwSignal<Loaded>,
    /// The rules of the vendor.
    pub rules: &'static FormRules,
    required: Callback<(Form, Field), bool>,
    /// The fields whose controls have lost the focus, one bit each. Their errors are shown from then on.
    visited: RwSignal<u64>,
    rejected: RwSignal<Vec<RejectedDraft>>,
    /// The addresses that the vendor suggests instead of the one it rejected.
    pub suggestions: RwSignal<Vec<Address>>,
    /// The fingerprint of the address that the customer confirmed, although its country's addresses have more lines.
    confirmed_address: RwSignal<String>,
    /// One memo for each field, so that a keystroke reads one field and not all of them.
    field_states: StoredValue<Vec<Memo<FieldState>>>,
}

impl Form {
    /// Creates the form of this record, with the rules of the vendor. `required` returns whether a field is required,
    /// given the current form.
    pub fn new(loaded: Record, rules: &'static FormRules, required: Callback<(Form, Field), bool>) -> Form {
        let form = Form {
            texts: StoredValue::new(EnumMap::new(|_| RwSignal::default())),
            lines: StoredValue::new(EnumMap::new(|_| RwSignal::default())),
            birthdate: [RwSignal::default(), RwSignal::default(), RwSignal::default()],
            national_number: RwSignal::default(),
            national_kind: RwSignal::default(),
            phones: RwSignal::default(),
            opt_ins: RwSignal::default(),
            data_use: [RwSignal::default(), RwSignal::default()],
            attempts: RwSignal::default(),
            loaded: RwSignal::new(Loaded::new(loaded, rules)),
            rules,
            required,
            visited: RwSignal::default(),
            rejected: RwSignal::default(),
            suggestions: RwSignal::default(),
            confirmed_address: RwSignal::default(),
            field_states: StoredValue::default(),
        };
        form.reset(Field::all());
        form.field_states
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

    /// The record that the form was filled from. Not tracked.
    pub fn loaded(self) -> Record {
        self.loaded.with_untracked(|loaded| loaded.record.clone())
    }

    /// The draft in the form. Tracked.
    pub fn draft(self) -> Draft {
        let mut draft = Draft::default();
        Field::all().for_each(|field| self.copy_field_into(field, &mut draft));
        draft
    }

    /// Copies one field into a draft. Tracked.
    fn copy_field_into(self, field: Field, draft: &mut Draft) {
        match field {
            Field::Text(text) => {
                let typed = self.text(text).get();
                draft.texts[text] =
                    self.loaded.with_untracked(|loaded| composed(typed, &loaded.draft.texts[text]));
            }
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
            Field::Address => {
                draft.lines = EnumMap::new(|line| {
                    let typed = self.line(line).get();
                    self.loaded.with_untracked(|loaded| composed(typed, &loaded.draft.lines[line]))
                });
            }
            Field::OptIns => {
                draft.opt_ins = self.opt_ins.with(|rows| rows.iter().map(OptInRow::draft).collect());
            }
            Field::DataUse => {
                let [yes, no] = self.data_use.map(|answer| answer.get());
                draft.data_use = (yes || no).then_some(yes);
            }
        }
    }

    /// Reads the draft: the wanted record, and every error that prevents sending it. Tracked.
    pub fn read(self) -> (Record, Vec<ValidationError>) {
        self.loaded.with(|loaded| {
            let draft = self.draft();
            let (wanted, mut errors) =
                draft.read(&loaded.record, self.rules, |field| self.required.run((self, field)));
            errors.extend(self.missing_lines(&draft, &loaded.record));
            (wanted, errors)
        })
    }

    /// Returns an error for each line that the address lacks in its country; none if the customer confirmed it.
    /// Tracked.
    fn missing_lines(self, draft: &Draft, loaded: &Record) -> impl Iterator<Item = ValidationError> {
        let is_confirmed = self.confirmed_address.with(|confirmed| *confirmed == address_fingerprint(draft));
        let missing = if is_confirmed { Vec::new() } else { draft.missing(loaded, self.rules) };
        missing.into_iter().map(|line| ValidationError {
            path: FieldPath::Line(line),
            key: LINE_MISSING,
            limit: None,
        })
    }

    /// Records that the customer confirmed the address as it is.
    pub fn confirm_address(self) {
        self.confirmed_address.set(address_fingerprint(&untrack(|| self.draft())));
    }

    /// Whether the customer confirmed the current address. Not tracked.
    pub fn is_address_confirmed(self) -> bool {
        self.confirmed_address
            .with_untracked(|confirmed| *confirmed == address_fingerprint(&untrack(|| self.draft())))
    }

    /// Whether missing lines are the only errors of the address. Tracked.
    pub fn is_address_incomplete(self) -> bool {
        self.attempts.get() > 0
            && self.with_field_state(Field::Address, |state| {
                !state.errors.is_empty() && state.errors.iter().all(|error| error.key == LINE_MISSING)
            })
    }

    /// Reads one field of the draft. Tracked, but only its own controls.
    fn read_field(self, field: Field) -> FieldState {
        self.loaded.with(|Loaded { record, draft: before }| {
            let mut draft = Draft::default();
            self.copy_field_into(field, &mut draft);
            let (mut wanted, mut errors) = (Record::default(), Vec::new());
            wanted.copy_field_from(field, record);
            draft.read_into(
                field,
                record,
                before,
                self.rules,
                self.required.run((self, field)),
                &mut wanted,
                &mut errors,
            );
            if field == Field::Address {
                errors.extend(self.missing_lines(&draft, record));
            }
            let is_change = !errors.is_empty() || !record.satisfies(&wanted, field);
            FieldState { is_dirty: is_change && !draft.field_eq(before, field), errors }
        })
    }

    /// Copies the wanted value of a field into a record, if it differs from the loaded one and has no error. Returns
    /// whether it does. Tracked, but only the field's own controls.
    pub fn read_change(self, field: Field, wanted: &mut Record) -> bool {
        let is_change = self.with_field_state(field, |state| state.is_dirty && state.errors.is_empty());
        if is_change {
            self.loaded.with(|Loaded { record, draft: before }| {
                let mut draft = Draft::default();
                self.copy_field_into(field, &mut draft);
                let is_required = self.required.run((self, field));
                draft.read_into(field, record, before, self.rules, is_required, wanted, &mut Vec::new());
            });
        }
        is_change
    }

    fn with_field_state<T>(self, field: Field, read: impl FnOnce(&FieldState) -> T) -> T {
        self.field_states.with_value(|states| states[field.index()].with(read))
    }

    /// Whether one of these fields differs from the loaded record. Tracked.
    pub fn is_dirty(self, mut fields: impl Iterator<Item = Field>) -> bool {
        fields.any(|field| self.with_field_state(field, |state| state.is_dirty))
    }

    /// Resets these fields to the loaded record, and removes every error.
    pub fn reset(self, fields: impl Iterator<Item = Field>) {
        self.loaded.with_untracked(|loaded| fields.for_each(|field| self.set_field(&loaded.draft, field)));
        self.attempts.set(0);
        self.visited.set(0);
        self.rejected.set(Vec::new());
        self.confirmed_address.set(String::new());
    }

    /// Replaces the loaded record. Fields that were changed and not sent keep their draft; of the opt-ins each one does. A
    /// phone that would not be sent is no change: it stays below the phones that have arrived.
    pub fn reload(self, record: Record) {
        let mut draft = untrack(|| self.draft());
        let (clean, unsent, before) = self.loaded.with_untracked(|Loaded { record, draft: before }| {
            let sent: Vec<usize> = draft.read_phones(record).map(|(row, _)| row).collect();
            let mut unsent = self.phones.get_untracked();
            sent.iter().rev().for_each(|row| drop(unsent.remove(*row)));
            draft.phones = sent.iter().map(|row| draft.phones[*row].clone()).collect();
            let is_clean = |field: &Field| draft.field_eq(before, *field);
            (Field::all().filter(is_clean).collect::<Vec<_>>(), unsent, before.opt_ins.clone())
        });
        let opt_ins = self.opt_ins.get_untracked();
        self.loaded.set(Loaded::new(record, self.rules));
        self.loaded.with_untracked(|loaded| {
            clean.iter().for_each(|field| self.set_field(&loaded.draft, *field));
            if !clean.contains(&Field::OptIns) {
                self.opt_ins.set(merge_opt_ins(opt_ins, &before, &loaded.draft.opt_ins));
            }
        });
        if clean.contains(&Field::Phones) {
            self.phones.update(|rows| rows.extend(unsent));
        }
    }

    /// Fills one field from this record.
    pub fn fill(self, field: Field, record: &Record) {
        self.set_field(&Draft::of(record, self.rules), field);
    }

    /// Sets the vendor's errors: of each its path, text and language. An error is shown until its field is changed; one
    /// without a path, until any field is. `sent` is what the vendor has rejected: it counts the phones and opt-ins that
    /// are in it, and the form may have others. `suggestions` are addresses to use instead.
    pub fn reject(
        self,
        errors: impl Iterator<Item = (Option<FieldPath>, Option<String>, Option<String>)>,
        sent: &Record,
        suggestions: Vec<Address>,
    ) {
        let draft = untrack(|| self.draft());
        let phone = |index: usize| {
            let sent = sent.phones.as_ref()?.get(index)?.number.as_deref().unwrap_or_default().trim();
            draft.phones.iter().position(|phone| phone.number.trim() == sent)
        };
        let opt_in = |index: usize| {
            let sent = sent.opt_ins.as_ref()?.get(index)?;
            draft.opt_ins.iter().position(|opt_in| opt_in.channel == sent.channel)
        };
        let rejected = |(path, text, language)| {
            let path = match path {
                Some(FieldPath::PhoneNumber(index)) => {
                    Some(phone(index).map_or(FieldPath::Phones, FieldPath::PhoneNumber))
                }
                Some(FieldPath::PhoneKind(index)) => {
                    Some(phone(index).map_or(FieldPath::Phones, FieldPath::PhoneKind))
                }
                Some(FieldPath::OptIn(index)) => {
                    Some(opt_in(index).map_or(FieldPath::OptIns, FieldPath::OptIn))
                }
                path => path,
            };
            RejectedDraft { path, text, language, draft: draft.clone() }
        };
        self.rejected.set(errors.map(rejected).collect());
        self.suggestions.set(suggestions);
        self.attempts.update(|attempts| *attempts += 1);
    }

    /// Whether the vendor rejected this field and it is unchanged since. Tracked.
    pub fn is_rejected(self, field: Field) -> bool {
        self.rejected
            .with(|rejected| rejected.iter().any(|rejected| self.is_unchanged_since(rejected, Some(field))))
    }

    /// Whether this error is about this field, or about none, and the draft is unchanged since. Tracked.
    fn is_unchanged_since(self, rejected: &RejectedDraft, field: Option<Field>) -> bool {
        let is_same = |field: Field| {
            let mut draft = Draft::default();
            self.copy_field_into(field, &mut draft);
            draft.field_eq(&rejected.draft, field)
        };
        rejected.path.map(FieldPath::field) == field
            && field.map_or_else(|| Field::all().all(is_same), is_same)
    }

    /// The vendor's errors about this field, or about none. Tracked.
    fn vendor_messages(self, i18n: I18n, field: Option<Field>) -> Vec<FieldMessage> {
        self.rejected.with(|rejected| {
            let current = rejected.iter().filter(|rejected| self.is_unchanged_since(rejected, field));
            let message = |rejected: &RejectedDraft| FieldMessage {
                path: rejected.path,
                text: rejected.text.clone().unwrap_or_else(|| i18n.get("problem.refused")),
                language: rejected.text.as_ref().and(rejected.language.clone()),
            };
            current.map(message).collect()
        })
    }

    /// The errors for the summary: those of these fields from the first attempt on, and the vendor's that have no path.
    /// Tracked.
    pub fn summary_messages(self, i18n: I18n, fields: impl Iterator<Item = Field>) -> Vec<FieldMessage> {
        let is_attempted = self.attempts.get() > 0;
        let mut messages = self.field_messages(i18n, fields.filter(|_| is_attempted));
        messages.append(&mut self.vendor_messages(i18n, None));
        messages
    }

    /// Whether the form still exists. A response that arrives late must not touch a disposed one.
    pub fn is_alive(self) -> bool {
        self.attempts.try_get_untracked().is_some()
    }

    /// Records that this field has lost the focus.
    pub fn mark_visited(self, field: Field) {
        self.visited.update(|visited| *visited |= bit(field));
    }

    /// Whether to show the errors of a field: from the first attempt to submit on, or once it was changed and has lost
    /// the focus. Tracked.
    fn shows_errors(self, field: Field) -> bool {
        self.attempts.get() > 0
            || self.visited.get() & bit(field) != 0 && self.with_field_state(field, |state| state.is_dirty)
    }

    /// The errors to show about these fields, Carnet's own first. Tracked.
    pub fn field_messages(self, i18n: I18n, fields: impl Iterator<Item = Field>) -> Vec<FieldMessage> {
        let (mut own, mut vendor) = (Vec::new(), Vec::new());
        for field in fields.filter(|field| self.shows_errors(*field)) {
            self.with_field_state(field, |state| {
                own.extend(state.errors.iter().map(|error| FieldMessage::new(i18n, self, error)));
            });
            vendor.append(&mut self.vendor_messages(i18n, Some(field)));
        }
        own.append(&mut vendor);
        own
    }

    /// The error to show at the control of this path, if there is one. Tracked.
    pub fn message(self, i18n: I18n, path: FieldPath) -> Option<FieldMessage> {
        let is_shown_here = |message: &FieldMessage| {
            let Some(own) = message.path else { return false };
            own == path
                // An error about a whole field is shown at its first control.
                || matches!(
                    (own, path),
                    (FieldPath::Address, FieldPath::Line(AddressLine::CountryCode))
                        | (FieldPath::Birthdate(None), FieldPath::Birthdate(Some(DatePart::Day)))
                        | (FieldPath::OptIns, FieldPath::OptIn(0))
                )
        };
        self.field_messages(i18n, std::iter::once(path.field())).into_iter().find(is_shown_here)
    }

    /// The question to ask at the control of this path, if its value is accepted and probably a slip. Only about what was
    /// typed here. Tracked.
    pub fn doubt(self, path: FieldPath) -> Option<Doubt> {
        let field = path.field();
        let is_typed = matches!(
            path,
            FieldPath::Text(TextField::Email | TextField::FirstName | TextField::LastName)
                | FieldPath::Birthdate(Some(DatePart::Year))
                | FieldPath::PhoneNumber(_)
        ) && self.with_field_state(field, |state| state.is_dirty && state.errors.is_empty());
        if !is_typed {
            return None;
        }
        let is_left = self.shows_errors(field);
        match path {
            FieldPath::Text(TextField::Email) => {
                self.text(TextField::Email).with(|typed| email_doubt(typed, !is_left))
            }
            FieldPath::Text(text) => {
                let stored = self.loaded.with(|loaded| loaded.draft.texts[text].clone());
                self.text(text).with(|typed| name_doubt(&stored, typed))
            }
            // A date that is complete and real is not being typed any more.
            FieldPath::Birthdate(_) => {
                let mut draft = Draft::default();
                self.copy_field_into(field, &mut draft);
                let parts = draft.birthdate.read(self.rules.date_format).ok().flatten()?.parts()?;
                birthdate_doubt((parts.year?, parts.month?, parts.day?), today())
            }
            FieldPath::PhoneNumber(index) if is_left => {
                let number = self.phones.with(|rows| rows.get(index).map(|row| row.number.get()))?;
                let is_stored =
                    self.loaded.with(|loaded| loaded.draft.phones.iter().any(|phone| phone.number == number));
                if is_stored { None } else { phone_doubt(&number) }
            }
            _ => None,
        }
    }

    /// The key of the label at this path. For a line of the address it depends on the country. Tracked.
    pub fn label_key(self, path: FieldPath) -> &'static str {
        match path {
            FieldPath::Line(line) => self
                .line(AddressLine::CountryCode)
                .with(|country| line_key(line, AddressFormat::for_country(country, true))),
            path => path_label_key(path),
        }
    }

    /// The label at this path, as a signal that follows the language.
    pub fn label(self, i18n: I18n, path: Signal<FieldPath>) -> Signal<String> {
        Signal::derive(move || i18n.get(self.label_key(path.get())))
    }

    /// The id of the control at this path, without the prefix of [`AppRoot`](super::AppRoot).
    pub fn id(self, path: FieldPath) -> String {
        let row = |index: usize| self.phones.with_untracked(|rows| rows.get(index).map_or(0, |row| row.id));
        match path {
            FieldPath::PhoneNumber(index) | FieldPath::PhoneKind(index) => {
                format!("{}-{}", path.name(), row(index))
            }
            FieldPath::OptIn(index) => format!("{}-{index}", path.name()),
            FieldPath::OptIns => self.id(FieldPath::OptIn(0)),
            FieldPath::Phones => "add-phone".to_owned(),
            FieldPath::Address => self.id(FieldPath::Line(AddressLine::CountryCode)),
            FieldPath::Birthdate(None) => self.id(FieldPath::Birthdate(Some(DatePart::Day))),
            _ => path.name().to_owned(),
        }
    }

    /// Adds an empty phone. Returns the path of its number.
    pub fn add_phone(self) -> FieldPath {
        self.phones.update(|rows| rows.push(phone_row(&PhoneDraft::default())));
        FieldPath::PhoneNumber(self.phones.with_untracked(Vec::len) - 1)
    }

    /// Copies one field of a draft into the controls.
    fn set_field(self, draft: &Draft, field: Field) {
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
            Field::DataUse => {
                let answers = self.data_use.into_iter().zip([true, false]);
                answers.for_each(|(signal, answer)| signal.set(draft.data_use == Some(answer)));
            }
        }
    }
}

/// Returns the field's bit in a set of fields. More fields than bits do not compile.
fn bit(field: Field) -> u64 {
    const { assert!(Field::ALL.len() <= u64::BITS as usize) };
    1 << field.index()
}

/// Returns the lines of the address as one string, which is never empty.
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

/// Returns the opt-ins of a form whose record was read again: what the customer has changed since `before`, and otherwise
/// what is stored `now`.
fn merge_opt_ins(mut rows: Vec<OptInRow>, before: &[OptInDraft], now: &[OptInDraft]) -> Vec<OptInRow> {
    rows.retain(|row| !before.contains(&untrack(|| row.draft())));
    let merged = now.iter().map(|stored| {
        let changed = rows.iter().position(|row| row.channel == stored.channel).map(|row| rows.remove(row));
        let new = opt_in_row(stored);
        match changed {
            Some(changed) => OptInRow { partners: changed.partners.or(new.partners), ..changed },
            None => new,
        }
    });
    let mut merged: Vec<_> = merged.collect();
    merged.append(&mut rows);
    merged
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::domain::{OptIn, Phone};

    #[test]
    fn keystroke_reads_only_its_own_field() {
        Owner::new().with(|| {
            let read = Arc::new(Mutex::new(Vec::new()));
            let log = Arc::clone(&read);
            // Called once for each field that is read.
            let required = Callback::new(move |(_, field): (Form, Field)| {
                log.lock().expect("one thread").push(field);
                false
            });
            let form = Form::new(Record::default(), &FormRules::UNLIMITED, required);
            let is_dirty = || form.is_dirty(Field::all());
            assert!(!untrack(is_dirty));
            assert_eq!(
                read.lock().expect("one thread").len(),
                Field::ALL.len(),
                "all fields are read at first"
            );
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

    const CHANNELS: FormRules = FormRules { channels: &["EMAIL", "SMS", "PHONE"], ..FormRules::UNLIMITED };

    fn phones(numbers: &[&str]) -> Option<Vec<Phone>> {
        let phone = |number: &&str| Phone { number: Some((*number).to_owned()), ..Phone::default() };
        Some(numbers.iter().map(phone).collect())
    }

    fn agreed(channel: &str, partners: Option<bool>) -> OptIn {
        OptIn { channel: channel.to_owned(), agreed: Some(true), partners, rest: None }
    }

    #[test]
    fn errors_are_shown_at_the_rows_that_were_sent() {
        Owner::new().with(|| {
            let opt_ins = Some(vec![agreed("SMS", None)]);
            let record = Record { opt_ins, phones: phones(&["1", "2"]), ..Record::default() };
            let form = Form::new(record, &CHANNELS, Callback::new(|_| false));
            let opt_ins = Some(vec![agreed("SMS", None), agreed("PHONE", None)]);
            let sent = Record { opt_ins, phones: phones(&["2"]), ..Record::default() };
            let (opt_in, number) = (FieldPath::OptIn, FieldPath::PhoneNumber);
            let errors = [opt_in(0), opt_in(1), opt_in(7), number(0), FieldPath::PhoneKind(1)];
            form.reject(errors.map(|path| (Some(path), None, None)).into_iter(), &sent, Vec::new());
            let paths: Vec<_> =
                form.rejected.with_untracked(|all| all.iter().filter_map(|rejected| rejected.path).collect());
            assert_eq!(paths, [opt_in(1), opt_in(2), FieldPath::OptIns, number(1), FieldPath::Phones]);
        });
    }

    #[test]
    fn phone_that_would_not_be_sent_stays_below_those_that_arrive() {
        Owner::new().with(|| {
            let empty = Record { phones: Some(vec![Phone::default()]), ..Record::default() };
            let form = Form::new(empty, &FormRules::UNLIMITED, Callback::new(|_| false));
            let numbers = || {
                form.phones.with_untracked(|rows| {
                    rows.iter().map(|row| row.number.get_untracked()).collect::<Vec<_>>()
                })
            };
            let reload = |numbers: &[&str]| {
                form.reload(Record { phones: phones(numbers), ..Record::default() });
                assert!(
                    !untrack(|| form.is_dirty(Field::all())),
                    "the phone of another device is not removed"
                );
            };
            reload(&["1"]);
            assert_eq!(numbers(), ["1"], "a phone that is stored without a number is replaced");
            form.add_phone();
            let added = form.phones.with_untracked(|rows| {
                rows[1].kind.set("MOBILE".into());
                rows[1].id
            });
            reload(&["1", "2"]);
            assert_eq!(numbers(), ["1", "2", ""]);
            assert_eq!(form.phones.with_untracked(|rows| rows[2].id), added, "it keeps the focus");
        });
    }

    #[test]
    fn opt_ins_that_were_not_changed_are_what_is_stored_now() {
        Owner::new().with(|| {
            let form = Form::new(Record::default(), &CHANNELS, Callback::new(|_| false));
            form.opt_ins.with_untracked(|rows| rows[0].agreed.set(true));
            let opt_ins = vec![agreed("SMS", Some(true))];
            form.reload(Record { opt_ins: Some(opt_ins.clone()), ..Record::default() });
            let mut wanted = Record::default();
            assert!(untrack(|| form.read_change(Field::OptIns, &mut wanted)));
            assert_eq!(wanted.opt_ins, Some([opt_ins, vec![agreed("EMAIL", None)]].concat()));
        });
    }

    #[test]
    fn form_is_dirty_while_draft_differs_from_loaded_record() {
        Owner::new().with(|| {
            let mut record = Record::default();
            record.texts[TextField::FirstName] = Some("Tom".into());
            let form = Form::new(record, &FormRules::UNLIMITED, Callback::new(|_| true));
            let is_dirty = || untrack(|| form.is_dirty(Field::all()));
            assert!(!is_dirty());
            for (typed, dirty) in [("Tim", true), ("Tom", false), (" Tom ", false), ("", true)] {
                form.text(TextField::FirstName).set(typed.into());
                assert_eq!(is_dirty(), dirty, "{typed:?}");
            }
            form.reset(Field::all());
            form.birthdate(DatePart::Year).set("what".into());
            assert!(is_dirty(), "an invalid value is a change too");
            let blank = Form::new(Record::default(), &FormRules::UNLIMITED, Callback::new(|_| true));
            assert!(!untrack(|| blank.is_dirty(Field::all())), "a missing required value is no change");
        });
    }
}

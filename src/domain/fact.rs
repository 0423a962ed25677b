//! Facts: the data beyond the fields that a vendor returns about a customer; read only. A fact is a name and a value,
//! and a value can be made of facts, so that a response of any depth can be shown.

use super::PartialDate;

/// A read-only fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The name.
    pub name: FactName,
    /// The value.
    pub value: FactValue,
}

impl Fact {
    /// Returns a fact with a known name.
    ///
    /// ```
    /// use carnet::domain::{Fact, FactLabel, FactName, FactValue};
    ///
    /// let fact = Fact::new(FactLabel("fact.points"), FactValue::Number(1200.0));
    /// assert_eq!(fact.name, FactName::Known(FactLabel("fact.points")));
    /// assert_eq!(fact.value, FactValue::Number(1200.0));
    /// ```
    pub fn new(label: FactLabel, value: FactValue) -> Fact {
        Fact { name: FactName::Known(label), value }
    }

    /// Splits facts into those that are meant and all others.
    ///
    /// ```
    /// use carnet::domain::{Fact, FactLabel, FactValue};
    ///
    /// let facts = [1.0, 2.0].map(|points| Fact::new(FactLabel("fact.points"), FactValue::Number(points)));
    /// let (few, many) = Fact::split(facts.to_vec(), &|fact| fact.value == FactValue::Number(1.0));
    /// assert_eq!((few, many), (facts[..1].to_vec(), facts[1..].to_vec()));
    /// ```
    pub fn split(facts: Vec<Fact>, is_meant: &dyn Fn(&Fact) -> bool) -> (Vec<Fact>, Vec<Fact>) {
        facts.into_iter().partition(is_meant)
    }

    /// Whether the fact has one of these names.
    ///
    /// ```
    /// use carnet::domain::{Fact, FactLabel, FactValue};
    ///
    /// let fact = Fact::new(FactLabel("fact.points"), FactValue::Number(1.0));
    /// assert!(fact.is_any_of(&[FactLabel("fact.tier"), FactLabel("fact.points")]));
    /// assert!(!fact.is_any_of(&[]));
    /// ```
    pub fn is_any_of(&self, labels: &[FactLabel]) -> bool {
        matches!(&self.name, FactName::Known(label) if labels.contains(label))
    }
}

/// The label of a fact: its key in the catalogue. `tests/architecture/catalogues.rs` checks that each key is in every
/// catalogue.
///
/// The labels below are those that the app itself names. All others are rows of a vendor's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactLabel(pub &'static str);

impl FactLabel {
    /// The panel with what matters less to the customer, of which each part opens.
    pub const ACCOUNT: FactLabel = FactLabel("fact.account-details");
    /// The sentence that says what a panel is about.
    pub const DESCRIPTION: FactLabel = FactLabel("fact.description");
    /// Numbers that only matter to the vendor; shown on request.
    pub const DETAILS: FactLabel = FactLabel("fact.details");
    /// The groups of the customer: the list that [`Pagination`](super::Pagination) is about.
    pub const GROUPS: FactLabel = FactLabel("fact.groups");
    /// The locale the record was created in: data, not the language of the page.
    pub const LOCALE: FactLabel = FactLabel("fact.locale");
    /// Further members, without a label of their own.
    pub const OTHER_FIELDS: FactLabel = FactLabel("fact.fields");
    /// The record itself.
    pub const RECORD: FactLabel = FactLabel("section.record");
    /// The progress to the next tier: the part of a programme that is always open.
    pub const TO_UPGRADE: FactLabel = FactLabel("fact.to-upgrade");
}

/// The name of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactName {
    /// A name that has a label in every language.
    Known(FactLabel),
    /// A name with a label, and the vendor's codes that distinguish it from other facts with this name.
    Qualified(FactLabel, Vec<String>),
    /// A code of the vendor's, which may have a label.
    Word(String),
    /// A name that only the vendor defines; can be empty.
    Raw(String),
}

/// The value of a fact.
#[derive(Clone, Debug, PartialEq)]
pub enum FactValue {
    /// Text.
    Text(String),
    /// An identifier or a URL, which is written left to right in any language.
    Code(String),
    /// A code that is masked by default.
    Secret(String),
    /// A code of the vendor's, which may have a label.
    Word(String),
    /// A language tag.
    Language(String),
    /// A quantity.
    Number(f64),
    /// A number of days.
    Days(f64),
    /// A flag.
    Flag(bool),
    /// A date.
    Date(PartialDate),
    /// A timestamp as the vendor writes it: RFC 3339 or close to it.
    Moment(String),
    /// The URL of a picture, `http:` or `https:`.
    Image(String),
    /// The progress to a tier.
    Progress(Progress),
    /// A list; empty if the vendor returned an empty value.
    List(Vec<FactValue>),
    /// An object.
    Facts(Vec<Fact>),
}

impl FactValue {
    /// Whether the value has parts of its own or is drawn, so that it cannot be shown as lines of text.
    ///
    /// ```
    /// use carnet::domain::FactValue;
    ///
    /// let word = FactValue::Word("GOLD".to_owned());
    /// assert!(!FactValue::List(vec![word.clone(); 20]).is_block());
    /// assert!(FactValue::List(vec![word; 21]).is_block());
    /// assert!(FactValue::Image("https://example.com/tom.png".to_owned()).is_block());
    /// ```
    pub fn is_block(&self) -> bool {
        match self {
            FactValue::Facts(_) | FactValue::Image(_) | FactValue::Progress(_) => true,
            // Longer lists are shown as a list of their own.
            FactValue::List(items) => items.len() > 20 || items.iter().any(FactValue::is_block),
            _ => false,
        }
    }
}

/// The progress to a tier as the vendor returns it. Only a missing gap is computed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// The value that the customer has.
    pub value: f64,
    /// The value that the tier requires.
    pub threshold: f64,
    /// The value that is missing.
    pub gap: f64,
    /// The last day on which the value counts.
    pub until: Option<PartialDate>,
    /// The name of the tier, as the vendor writes it; `None` if the tier is the one that the customer has.
    pub tier: Option<String>,
    /// Further facts: the windows in which something is counted.
    pub facts: Vec<Fact>,
}

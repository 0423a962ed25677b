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
    /// use carnet::domain::{Fact, FactKind, FactName, FactValue};
    ///
    /// let fact = Fact::new(FactKind::Points, FactValue::Number(1200.0));
    /// assert_eq!(fact.name, FactName::Known(FactKind::Points));
    /// assert_eq!(fact.value, FactValue::Number(1200.0));
    /// ```
    pub fn new(kind: FactKind, value: FactValue) -> Fact {
        Fact { name: FactName::Known(kind), value }
    }
}

/// The name of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactName {
    /// A name that has a label in every language.
    Known(FactKind),
    /// A name with a label, and the vendor's codes that distinguish it from other facts with this name.
    Qualified(FactKind, Vec<String>),
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
    /// Further facts: the windows in which something is counted.
    pub facts: Vec<Fact>,
}

/// The names of facts that have a label in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// The number on the membership card; not the customer's id.
    MemberNumber,
    /// Gender as the vendor codes it.
    Gender,
    /// Client or prospect, as the vendor codes it.
    CustomerType,
    /// Standing as a customer, as the vendor codes it.
    CustomerStatus,
    /// The number of this person within a family's file.
    FiliationNumber,
    /// The locale the record was created in: data, not the language of the page.
    Locale,
    /// Health pass. Sensitive: masked by default.
    HealthPass,
    /// The record itself.
    Record,
    /// The customer's id at the vendor.
    CustomerNumber,
    /// The customer's id at a partner of the vendor.
    PartnerNumber,
    /// The last four digits of the social security number. Sensitive.
    SocialSecurity,
    /// The time the record was created.
    Created,
    /// The time the record was last changed.
    Updated,
    /// The programmes of cards, and whether each is open.
    CardPrograms,
    /// The data that a partner stores with the record, in any shape.
    Metadata,
    /// Given name, in a profile of another source.
    FirstName,
    /// Family name, in a profile of another source.
    LastName,
    /// The source of a profile.
    Source,
    /// The account of the source.
    Account,
    /// A profile of the same customer from another source.
    OtherProfile,
    /// The time the customer was registered.
    Registered,
    /// The till at which the customer was registered.
    RegisteredAt,
    /// The time the profile was last changed.
    Changed,
    /// The till at which the profile was last changed.
    ChangedAt,
    /// The time the profile was last updated automatically.
    Refreshed,
    /// The source the record was created in.
    CreatedFrom,
    /// The till the customer belongs to.
    Till,
    /// The identifiers of the customer.
    Identifiers,
    /// The identifiers of every source.
    AllIdentifiers,
    /// Ways to reach the customer.
    Channels,
    /// The time of the last view.
    LastViewed,
    /// Members that the organisation defines, of one profile.
    Fields,
    /// Members that the organisation defines, of every source.
    AllFields,
    /// Members that the organisation defines, of the customer.
    Extended,
    /// Profiles that claim the same identifiers.
    Conflicts,
    /// The membership as a whole.
    Membership,
    /// Whether the customer is a member of the programme.
    LoyaltyType,
    /// The value of all purchases.
    LifetimePurchases,
    /// A loyalty programme.
    Program,
    /// The description of a programme.
    Description,
    /// Points.
    Points,
    /// Points that can be spent.
    AvailablePoints,
    /// All points ever earned.
    LifetimePoints,
    /// Points spent.
    Redeemed,
    /// Points that have expired.
    Expired,
    /// Points returned.
    Returned,
    /// Points adjusted.
    Adjusted,
    /// Points that are pending.
    Delayed,
    /// Points returned that are pending.
    DelayedReturned,
    /// Points expired that are pending.
    DelayedExpired,
    /// All points returned.
    TotalReturned,
    /// The value of a point in money.
    PointValue,
    /// Purchases.
    Purchases,
    /// The tier.
    Tier,
    /// The description of the tier.
    TierDescription,
    /// The date the tier expires.
    TierExpires,
    /// Whether the renewal of the tier is confirmed.
    Renewed,
    /// The next tier.
    NextTier,
    /// The description of the next tier.
    NextTierDescription,
    /// The progress to the next tier.
    ToUpgrade,
    /// The progress to the renewal of the tier.
    ToRenew,
    /// A tracker: something that is counted.
    Tracker,
    /// The type of a tracker: what it counts.
    Counted,
    /// The mode of a tracker: its kind of window.
    Window,
    /// The period of a tracker.
    Within,
    /// Programmes of partners.
    Partners,
    /// The number of a membership in a partner's programme.
    MembershipNumber,
    /// Points of promotions.
    Promotional,
    /// Promotional points given to the customer.
    ForCustomer,
    /// Promotional points given for a purchase.
    ForPurchase,
    /// Promotional points given for an item.
    ForItem,
    /// The name of a promotion.
    Promotion,
    /// The time of issue.
    Issued,
    /// The till of issue.
    IssuedAt,
    /// The date it expires.
    Expires,
    /// The date it expired.
    ExpiredOn,
    /// The time it was returned.
    ReturnedOn,
    /// The number of a purchase.
    Transaction,
    /// The schedule of points that will expire.
    Expiry,
    /// The vendor's segments of customers.
    Segments,
    /// Cards.
    Cards,
    /// The number of a card.
    CardNumber,
    /// The kind of a card.
    Kind,
    /// The status.
    Status,
    /// The reason of a status.
    Reason,
    /// The series of a card.
    Series,
    /// Whether purchases with a card are not allowed.
    NoTransactions,
    /// The customer's subscriptions to messages.
    Subscriptions,
    /// The groups of the customer.
    Groups,
    /// The name of a group.
    Group,
    /// Whether the customer is the primary member of a group.
    PrimaryMember,
    /// The time the customer joined a group.
    Joined,
    /// The loyalty details of a group.
    GroupLoyalty,
    /// The points that the customer contributed to a group.
    Contribution,
    /// The details of fraud checks.
    Fraud,
    /// A picture of the customer.
    Portrait,
    /// Pictures that belong to the customer.
    Images,
    /// The value that comes with a picture.
    ImageValue,
    /// A picture.
    Image,
    /// Numbers that only matter to the vendor; shown on request.
    Details,
}

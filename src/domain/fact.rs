//! What is known of a customer beyond the fields: shown, never changed. A fact is a name and a value, and a value may be
//! made of facts, so that an answer of any depth has a place.

use super::PartialDate;

/// A read-only fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// What it is called.
    pub name: FactName,
    /// What it says.
    pub value: FactValue,
}

impl Fact {
    /// A fact with a name of ours.
    pub fn new(kind: FactKind, value: FactValue) -> Fact {
        Fact { name: FactName::Known(kind), value }
    }
}

/// What a fact is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactName {
    /// A name there are words for.
    Known(FactKind),
    /// A name there are words for, and codes of the vendor's that tell it from others.
    Qualified(FactKind, Vec<String>),
    /// A code of the vendor's, for which there may be words.
    Word(String),
    /// A name of the vendor's own making; perhaps empty.
    Raw(String),
}

/// What a fact says.
#[derive(Clone, Debug, PartialEq)]
pub enum FactValue {
    /// Words.
    Text(String),
    /// A number or an address on the net, which runs left to right in any language.
    Code(String),
    /// A code that is masked unless it is asked for.
    Secret(String),
    /// A code of the vendor's, for which there may be words.
    Word(String),
    /// A tag of a language.
    Language(String),
    /// A quantity.
    Number(f64),
    /// How many days.
    Days(f64),
    /// Yes or no.
    Flag(bool),
    /// A day in a calendar.
    Date(PartialDate),
    /// An instant as the vendor writes it, RFC 3339 or nearly.
    Moment(String),
    /// The address of a picture, by HTTP.
    Image(String),
    /// How far it is to something.
    Progress(Progress),
    /// Several; none where the vendor says that there is none.
    List(Vec<FactValue>),
    /// What it is made of.
    Facts(Vec<Fact>),
}

impl FactValue {
    /// Whether it has parts of its own, or stands by itself: no line of words can say it.
    pub fn is_block(&self) -> bool {
        match self {
            FactValue::Facts(_) | FactValue::Image(_) | FactValue::Progress(_) => true,
            // More than anybody reads as lines is a list.
            FactValue::List(items) => items.len() > 20 || items.iter().any(FactValue::is_block),
            _ => false,
        }
    }
}

/// How far it is to a tier: what the vendor says of it, nothing computed but a gap that it leaves out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// What the customer has.
    pub value: f64,
    /// What it takes.
    pub threshold: f64,
    /// What is missing.
    pub gap: f64,
    /// Until when the value counts.
    pub until: Option<PartialDate>,
    /// What else is said of it: the windows in which something is counted.
    pub facts: Vec<Fact>,
}

/// The names there are words for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// The number on the membership card; not the customer's key.
    MemberNumber,
    /// Gender as the vendor codes it.
    Gender,
    /// Client or prospect, as the vendor codes it.
    CustomerType,
    /// Standing as a customer, as the vendor codes it.
    CustomerStatus,
    /// The number of this person within a family's file.
    FiliationNumber,
    /// The locale the record was made in: data, not the language of the page.
    Locale,
    /// Health pass. Sensitive: masked unless asked for.
    HealthPass,
    /// The record itself.
    Record,
    /// The key of the customer at the vendor.
    CustomerNumber,
    /// The customer's key at a partner of the vendor.
    PartnerNumber,
    /// The last four digits of the social security number. Sensitive.
    SocialSecurity,
    /// When the record was made.
    Created,
    /// When the record was changed last.
    Updated,
    /// The programmes of cards, and whether each is open.
    CardPrograms,
    /// What a partner keeps with the record, in any shape.
    Metadata,
    /// Given name, in a profile of another source.
    FirstName,
    /// Family name, in a profile of another source.
    LastName,
    /// Where a profile comes from.
    Source,
    /// The account of the source.
    Account,
    /// A profile of the same customer from another source.
    OtherProfile,
    /// When the customer was registered.
    Registered,
    /// At which till.
    RegisteredAt,
    /// When the profile was changed last.
    Changed,
    /// At which till.
    ChangedAt,
    /// When the profile was brought up to date by itself.
    Refreshed,
    /// The source the record was made in.
    CreatedFrom,
    /// The till the customer belongs to.
    Till,
    /// What a customer is known by.
    Identifiers,
    /// The same, of every source.
    AllIdentifiers,
    /// Ways to reach the customer.
    Channels,
    /// When something was looked at last.
    LastViewed,
    /// Members the organisation defines, of one profile.
    Fields,
    /// The same, of every source.
    AllFields,
    /// Members the organisation defines, of the customer.
    Extended,
    /// Profiles that claim the same identifiers.
    Conflicts,
    /// The membership as a whole.
    Membership,
    /// Whether the customer takes part.
    LoyaltyType,
    /// What was spent since the beginning.
    LifetimePurchases,
    /// A loyalty programme.
    Program,
    /// What it is about.
    Description,
    /// Points.
    Points,
    /// Points that can be spent.
    AvailablePoints,
    /// Points since the beginning.
    LifetimePoints,
    /// Points spent.
    Redeemed,
    /// Points that have expired.
    Expired,
    /// Points given back.
    Returned,
    /// Points put right.
    Adjusted,
    /// Points that are yet to come.
    Delayed,
    /// Points given back that are yet to be counted.
    DelayedReturned,
    /// Points expired that are yet to be counted.
    DelayedExpired,
    /// All points given back.
    TotalReturned,
    /// What a point is worth in money.
    PointValue,
    /// What was bought.
    Purchases,
    /// The tier.
    Tier,
    /// What it is about.
    TierDescription,
    /// Until when it lasts.
    TierExpires,
    /// Whether it is certain to last beyond that.
    Renewed,
    /// The tier after it.
    NextTier,
    /// What that is about.
    NextTierDescription,
    /// What is missing for the next tier.
    ToUpgrade,
    /// What is missing to keep the tier.
    ToRenew,
    /// Something that is counted.
    Tracker,
    /// What is counted.
    Counted,
    /// How it is counted.
    Window,
    /// Within how long.
    Within,
    /// Programmes of partners.
    Partners,
    /// Number of a member there.
    MembershipNumber,
    /// Points of promotions.
    Promotional,
    /// Given to the customer.
    ForCustomer,
    /// Given for a purchase.
    ForPurchase,
    /// Given for something that was bought.
    ForItem,
    /// The name of a promotion.
    Promotion,
    /// When it was given.
    Issued,
    /// Where it was given.
    IssuedAt,
    /// When it expires.
    Expires,
    /// When it expired.
    ExpiredOn,
    /// When it was given back.
    ReturnedOn,
    /// The number of a purchase.
    Transaction,
    /// Points that are going to expire.
    Expiry,
    /// Groups of customers in the vendor's books.
    Segments,
    /// Cards.
    Cards,
    /// Its number.
    CardNumber,
    /// Of which kind.
    Kind,
    /// Whether it is in use.
    Status,
    /// Why.
    Reason,
    /// The series it is from.
    Series,
    /// Whether nothing can be bought with it.
    NoTransactions,
    /// What the customer has agreed to be sent.
    Subscriptions,
    /// Groups the customer is in.
    Groups,
    /// What a group is called.
    Group,
    /// Whether the customer is its first member.
    PrimaryMember,
    /// When the customer joined.
    Joined,
    /// What is kept of the group's points.
    GroupLoyalty,
    /// What the customer has given to it.
    Contribution,
    /// What was found when somebody looked for fraud.
    Fraud,
    /// A picture of the customer.
    Portrait,
    /// Pictures that belong to the customer.
    Images,
    /// What a picture says.
    ImageValue,
    /// A picture.
    Image,
    /// Numbers that are the vendor's own business.
    Details,
}

//! What is asked for: the query, parameter by parameter.

use axum::http::Uri;
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::refusal::Refusal;
use crate::query::Query;

/// What can be asked for beside the customer itself, by its name in `embed`.
pub(super) const EMBEDS: [&str; 12] = [
    "points",
    "subscriptions",
    "mlp",
    "userGroup",
    "gapDetails",
    "promotionalPoints",
    "expirySchedules",
    "expiredPoints",
    "customerImage",
    "returnedPoints",
    "associatedImages",
    "segments",
];

const SOURCES: [&str; 5] = ["INSTORE", "MARTJACK", "WECHAT", "LINE", "ALL"];

/// Known from an example alone: they are looked at and change nothing.
const EXAMPLES_ONLY: [&str; 5] =
    ["ndncStatus", "optinStatus", "slabHistory", "tierUpgradeCriteria", "membershipRetentionCriteria"];

/// The whole query.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) source: &'static str,
    pub(super) account: Option<String>,
    pub(super) embed: Vec<&'static str>,
    pub(super) only_current: bool,
    pub(super) fraud: bool,
    pub(super) groups: Groups,
    /// Days from today.
    pub(super) gap_to_upgrade: Option<u32>,
    pub(super) gap_to_renew: Option<u32>,
}

/// Which user groups, and how much of each.
#[derive(Debug)]
pub(super) struct Groups {
    pub(super) all: bool,
    pub(super) one: Option<i64>,
    pub(super) loyalty: bool,
    pub(super) joined_from: Option<Timestamp>,
    pub(super) joined_to: Option<Timestamp>,
    pub(super) offset: usize,
    pub(super) limit: Option<usize>,
    pub(super) by: Sort,
    pub(super) ascending: bool,
    pub(super) pagination: bool,
}

/// What the groups are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    JoinedDate,
    GroupName,
}

impl Asked {
    pub(super) fn of(uri: &Uri) -> Result<Self, Refusal> {
        let query = Reader(Query::of(uri).ok_or(Refusal::Blank)?);
        let source = query.text("source")?.ok_or(Refusal::Blank)?;
        let source = SOURCES.into_iter().find(|own| *own == source).ok_or(Refusal::InvalidSource)?;
        for name in EXAMPLES_ONLY {
            query.flag(name)?;
        }
        let embed = query.embed()?;
        let today = embed.contains(&"gapDetails").then_some(0);
        Ok(Self {
            source,
            account: query.text("accountId")?.map(str::to_owned),
            only_current: query.flag("includedOnlyCurrentProfile")?,
            fraud: query.flag("includedFraudDetails")?,
            groups: Groups {
                all: query.flag("includedAllUserGroup2")?,
                one: query.number("userGroup2Id")?,
                loyalty: query.flag("includedUserGroup2LoyaltyDetails")?,
                joined_from: query.moment("ug2JoinedStartDate")?,
                joined_to: query.moment("ug2JoinedEndDate")?,
                offset: query.number("ug2Offset")?.unwrap_or(0),
                limit: query.number("ug2Limit")?,
                by: query.sort()?,
                ascending: query.order()?,
                pagination: query.flag("ug2PaginationDetails")?,
            },
            gap_to_upgrade: query.number("gapToUpgrade")?.or(today),
            gap_to_renew: query.number("gapToRenew")?.or(today),
            embed,
        })
    }

    pub(super) fn embeds(&self, name: &str) -> bool {
        self.embed.contains(&name)
    }
}

struct Reader(Query);

impl Reader {
    fn text(&self, name: &'static str) -> Result<Option<&str>, Refusal> {
        self.0.one(name).map_err(|_| Refusal::Parameter(name))
    }

    fn flag(&self, name: &'static str) -> Result<bool, Refusal> {
        match self.text(name)? {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(Refusal::Parameter(name)),
        }
    }

    /// Digits and nothing else: a sign is refused, so nothing is negative.
    fn number<N: std::str::FromStr>(&self, name: &'static str) -> Result<Option<N>, Refusal> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| digits).map(Some).ok_or(Refusal::Parameter(name))
    }

    /// The format is not documented: a date, or a date and a time with its offset.
    fn moment(&self, name: &'static str) -> Result<Option<Timestamp>, Refusal> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let midnight = || {
            let date: Date = text.parse().ok().filter(|_| text.len() == 10)?;
            Some(date.to_zoned(TimeZone::UTC).ok()?.timestamp())
        };
        text.parse().ok().or_else(midnight).map(Some).ok_or(Refusal::Parameter(name))
    }

    fn embed(&self) -> Result<Vec<&'static str>, Refusal> {
        let text = self.text("embed")?.unwrap_or_default();
        let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
        names
            .map(|name| EMBEDS.into_iter().find(|own| own.eq_ignore_ascii_case(name)))
            .collect::<Option<_>>()
            .ok_or(Refusal::Parameter("embed"))
    }

    fn sort(&self) -> Result<Sort, Refusal> {
        match self.text("ug2SortBy")? {
            None | Some("JoinedDate") => Ok(Sort::JoinedDate),
            Some("GroupName") => Ok(Sort::GroupName),
            Some(_) => Err(Refusal::Parameter("ug2SortBy")),
        }
    }

    /// Whether the first comes first.
    fn order(&self) -> Result<bool, Refusal> {
        match self.text("ug2SortOrder")? {
            None | Some("DESC") => Ok(false),
            Some("ASC") => Ok(true),
            Some(_) => Err(Refusal::Parameter("ug2SortOrder")),
        }
    }
}

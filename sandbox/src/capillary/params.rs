//! The query parameters of a read, parsed and validated one by one.

use axum::http::Uri;
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::error::Error;
use crate::request::Query;

/// The blocks that `embed` can name.
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

/// Boolean parameters that the documents only show in an example: they are validated and have no effect.
const PARAMETERS_WITHOUT_EFFECT: [&str; 5] =
    ["ndncStatus", "optinStatus", "slabHistory", "tierUpgradeCriteria", "membershipRetentionCriteria"];

/// The parameters of a read.
#[derive(Debug)]
pub(super) struct Params {
    pub(super) source: &'static str,
    pub(super) account_id: Option<String>,
    pub(super) embed: Vec<&'static str>,
    pub(super) only_current_profile: bool,
    pub(super) fraud_details: bool,
    pub(super) user_groups: UserGroupParams,
    /// The number of days from today for `upgradeStrategies`; `None` omits them.
    pub(super) gap_to_upgrade: Option<u32>,
    /// The number of days from today for `gapToRenewSummary`; `None` omits it.
    pub(super) gap_to_renew: Option<u32>,
}

/// The parameters that select, sort and page the user groups.
#[derive(Debug)]
pub(super) struct UserGroupParams {
    pub(super) include_all: bool,
    pub(super) id: Option<i64>,
    pub(super) loyalty_details: bool,
    pub(super) joined_from: Option<Timestamp>,
    pub(super) joined_to: Option<Timestamp>,
    pub(super) offset: usize,
    pub(super) limit: Option<usize>,
    pub(super) sort_by: SortKey,
    pub(super) ascending: bool,
    pub(super) pagination_details: bool,
}

/// The sort key of the user groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SortKey {
    JoinedDate,
    GroupName,
}

impl Params {
    /// Parses the query of `uri`.
    pub(super) fn parse(uri: &Uri) -> Result<Self, Error> {
        let query = QueryParser(Query::parse(uri).ok_or(Error::Blank)?);
        let source = query.text("source")?.ok_or(Error::Blank)?;
        let source = SOURCES.into_iter().find(|own| *own == source).ok_or(Error::InvalidSource)?;
        for name in PARAMETERS_WITHOUT_EFFECT {
            query.boolean(name)?;
        }
        let embed = query.embed()?;
        // `gapDetails` stands for both gaps as of today.
        let default_gap_days = embed.contains(&"gapDetails").then_some(0);
        Ok(Self {
            source,
            account_id: query.text("accountId")?.map(str::to_owned),
            only_current_profile: query.boolean("includedOnlyCurrentProfile")?,
            fraud_details: query.boolean("includedFraudDetails")?,
            user_groups: UserGroupParams {
                include_all: query.boolean("includedAllUserGroup2")?,
                id: query.integer("userGroup2Id")?,
                loyalty_details: query.boolean("includedUserGroup2LoyaltyDetails")?,
                joined_from: query.timestamp("ug2JoinedStartDate")?,
                joined_to: query.timestamp("ug2JoinedEndDate")?,
                offset: query.integer("ug2Offset")?.unwrap_or(0),
                limit: query.integer("ug2Limit")?,
                sort_by: query.sort_by()?,
                ascending: query.is_ascending()?,
                pagination_details: query.boolean("ug2PaginationDetails")?,
            },
            gap_to_upgrade: query.integer("gapToUpgrade")?.or(default_gap_days),
            gap_to_renew: query.integer("gapToRenew")?.or(default_gap_days),
            embed,
        })
    }

    /// Returns whether `embed` names the block.
    pub(super) fn embeds(&self, block: &str) -> bool {
        self.embed.contains(&block)
    }
}

struct QueryParser(Query);

impl QueryParser {
    fn text(&self, name: &'static str) -> Result<Option<&str>, Error> {
        self.0.get(name).map_err(|_| Error::InvalidParameter(name))
    }

    /// Parses a boolean. Default: `false`.
    fn boolean(&self, name: &'static str) -> Result<bool, Error> {
        match self.text(name)? {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(Error::InvalidParameter(name)),
        }
    }

    /// Parses a non-negative integer. Only digits are accepted, so that a sign is an error.
    fn integer<N: std::str::FromStr>(&self, name: &'static str) -> Result<Option<N>, Error> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let only_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| only_digits).map(Some).ok_or(Error::InvalidParameter(name))
    }

    /// Parses a timestamp. The format is not documented: a date (its first instant in UTC), or a date and a time with
    /// an offset.
    fn timestamp(&self, name: &'static str) -> Result<Option<Timestamp>, Error> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let midnight = || {
            let date: Date = text.parse().ok().filter(|_| text.len() == 10)?;
            Some(date.to_zoned(TimeZone::UTC).ok()?.timestamp())
        };
        text.parse().ok().or_else(midnight).map(Some).ok_or(Error::InvalidParameter(name))
    }

    /// Parses the comma-separated names of `embed`, in any case.
    fn embed(&self) -> Result<Vec<&'static str>, Error> {
        let text = self.text("embed")?.unwrap_or_default();
        let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
        names
            .map(|name| EMBEDS.into_iter().find(|own| own.eq_ignore_ascii_case(name)))
            .collect::<Option<_>>()
            .ok_or(Error::InvalidParameter("embed"))
    }

    fn sort_by(&self) -> Result<SortKey, Error> {
        match self.text("ug2SortBy")? {
            None | Some("JoinedDate") => Ok(SortKey::JoinedDate),
            Some("GroupName") => Ok(SortKey::GroupName),
            Some(_) => Err(Error::InvalidParameter("ug2SortBy")),
        }
    }

    fn is_ascending(&self) -> Result<bool, Error> {
        match self.text("ug2SortOrder")? {
            None | Some("DESC") => Ok(false),
            Some("ASC") => Ok(true),
            Some(_) => Err(Error::InvalidParameter("ug2SortOrder")),
        }
    }
}

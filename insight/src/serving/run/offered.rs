//! What was asked of the server: so many requests a second, so many at once, or everything at once.

use crate::dataset::Field;
use crate::header::Header;
use crate::role::Role;
use crate::shown::format_value;
use crate::table::{Cell, Table};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// Words of a column that says how many requests a second were asked for, when it was chosen before the run.
const RATES: &[&str] = &["request rate", "requested rate", "rate", "qps", "rps", "arrival rate", "load", "requests"];
/// Words that say of a rate that it was asked for, wherever the column stands.
const ASKED: &[&str] = &["offered", "target", "requested", "intended", "scheduled", "arrival", "asked"];
/// Words of a column that says how many requests were in flight at once.
const AT_ONCE: &[&str] = &[
    "concurrency",
    "max concurrency",
    "target concurrency",
    "concurrency level",
    "num concurrent requests",
    "concurrent requests",
    "num concurrent",
    "clients",
    "num clients",
    "concurrent clients",
    "users",
    "num users",
    "concurrent users",
    "virtual users",
    "vus",
    "parallel requests",
    "streams",
];

/// The load of a run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "by", content = "value")]
pub enum Offered {
    /// Requests a second, whether or not answers keep up.
    Rate(f64),
    /// Requests in flight at once: a new one begins where one has ended.
    Concurrency(f64),
    /// Every request at once.
    Unlimited,
    /// The file does not say.
    NotStated,
}

impl Offered {
    /// In a sentence: `8 requests/s`, `16 at once`.
    pub fn shown(self) -> String {
        match self {
            Self::Rate(1.0) => "1 request/s".to_owned(),
            Self::Rate(rate) => format!("{} requests/s", as_asked(rate)),
            Self::Concurrency(count) => format!("{} at once", as_asked(count)),
            Self::Unlimited => "an unlimited rate".to_owned(),
            Self::NotStated => "load not stated".to_owned(),
        }
    }

    /// In a column: `8`, `inf`, `–`.
    pub fn short(self) -> String {
        match self {
            Self::Rate(value) | Self::Concurrency(value) => as_asked(value),
            Self::Unlimited => "inf".to_owned(),
            Self::NotStated => "–".to_owned(),
        }
    }

    /// The number, where it has one; infinite without a limit.
    pub fn number(self) -> Option<f64> {
        match self {
            Self::Rate(value) | Self::Concurrency(value) => Some(value),
            Self::Unlimited => Some(f64::INFINITY),
            Self::NotStated => None,
        }
    }

    /// Whether requests come at a rate, however many are under way.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Rate(_) | Self::Unlimited)
    }

    /// From little to much; what is not stated last.
    pub(crate) fn order(self, other: Self) -> Ordering {
        let key = |it: Self| it.number().unwrap_or(f64::NAN);
        key(self).total_cmp(&key(other))
    }
}

/// A load as it was asked for: `0.5`, `16`; of many digits the first.
pub(in crate::serving) fn as_asked(value: f64) -> String {
    let exact = format!("{value}");
    if exact.len() <= 5 { exact } else { format_value(value, "") }
}

/// The columns of a table that say the load.
#[derive(Clone, Debug, Default)]
pub(in crate::serving) struct Columns {
    rate: Option<(usize, f64)>,
    at_once: Option<usize>,
    strategy: Option<usize>,
}

impl Columns {
    pub(in crate::serving) fn of(fields: &[Field]) -> Self {
        let words: Vec<Vec<String>> = fields.iter().map(|field| Header::of(&field.written).words).collect();
        let first = |is: &dyn Fn(&Field, &[String]) -> bool| {
            fields.iter().zip(&words).position(|(field, words)| is(field, words))
        };
        let rate = first(&is_rate).or_else(|| first(&is_bare_rate).filter(|at| is_asked_for(fields, *at)));
        let chosen = |field: &Field, words: &[String]| {
            field.role == Role::Parameter && AT_ONCE.contains(&words.join(" ").as_str())
        };
        Self {
            // A bare rate is one of requests, whatever unit its name seemed to say.
            rate: rate.map(|at| (at, if is_of_requests(&fields[at]) { fields[at].unit.factor } else { 1.0 })),
            at_once: first(&chosen),
            strategy: first(&|field, _| field.role == Role::Parameter && is_strategy(field)),
        }
    }

    pub(in crate::serving) fn is_stated(&self) -> bool {
        self.rate.is_some() || self.at_once.is_some() || self.strategy.is_some()
    }

    /// Whether that column says the load, so that it is no setting beside it.
    pub(in crate::serving) fn holds(&self, column: usize) -> bool {
        [self.rate.map(|(at, _)| at), self.at_once, self.strategy].contains(&Some(column))
    }

    /// How many requests may be under way at once.
    pub(in crate::serving) fn cap(&self, table: &Table, row: usize) -> Option<f64> {
        self.at_once
            .and_then(|at| number(table.columns[at].cell(row)))
            .filter(|count| *count >= 1.0 && count.is_finite())
    }

    pub(in crate::serving) fn offered(&self, table: &Table, row: usize) -> Offered {
        let cell = |at: usize| table.columns[at].cell(row);
        if let Some(offered) = self.strategy.and_then(|at| of_strategy(cell(at))) {
            return offered;
        }
        let rate = self.rate.and_then(|(at, factor)| number(cell(at)).map(|value| value * factor));
        match (rate, self.cap(table, row)) {
            (Some(rate), _) if rate > 0.0 && rate.is_finite() => Offered::Rate(rate),
            (_, Some(count)) => Offered::Concurrency(count),
            (Some(rate), None) if rate == f64::INFINITY => Offered::Unlimited,
            _ => Offered::NotStated,
        }
    }
}

/// A number; `inf` is one.
fn number(cell: Cell<'_>) -> Option<f64> {
    match cell {
        Cell::Number(value) | Cell::NonFinite(value) => Some(value).filter(|value| !value.is_nan()),
        Cell::Text(text) => match text.trim().to_lowercase().as_str() {
            "inf" | "infinity" | "unlimited" => Some(f64::INFINITY),
            text => text.parse().ok().filter(|value: &f64| !value.is_nan()),
        },
        Cell::Missing => None,
    }
}

fn is_of_requests(field: &Field) -> bool {
    matches!(field.unit.symbol.as_str(), "requests/s" | "queries/s" | "")
}

fn is_observed(field: &Field) -> bool {
    matches!(field.role, Role::Measurement | Role::Aggregate | Role::Derived | Role::Environment)
}

fn is_rate(field: &Field, words: &[String]) -> bool {
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let is_asked = has(ASKED) && has(&["rate", "rps", "qps", "load", "throughput", "requests", "req"]);
    let chosen = field.role == Role::Parameter && RATES.contains(&words.join(" ").as_str());
    let said = is_asked && (field.role == Role::Parameter || (is_observed(field) && field.statistic.is_none()));
    is_of_requests(field) && (chosen || said)
}

/// `qps` alone may be what was asked or what came of it.
fn is_bare_rate(field: &Field, words: &[String]) -> bool {
    is_observed(field)
        && field.statistic.is_none()
        && matches!(words.join(" ").as_str(), "rps" | "qps" | "rate" | "request rate")
}

/// It was asked for where another column says what came of it, and where each row is one request.
fn is_asked_for(fields: &[Field], at: usize) -> bool {
    let came = |(other, field): (usize, &Field)| other != at && is_observed(field) && field.unit.symbol == "requests/s";
    let is_time = |field: &Field| super::TIMES.contains(&field.metric.as_str());
    let summed = fields.iter().any(|field| is_time(field) && field.role == Role::Aggregate);
    let single =
        fields.iter().any(|field| is_time(field) && field.role == Role::Measurement && field.statistic.is_none());
    fields.iter().enumerate().any(came) || (single && !summed)
}

/// Whether a column names how requests are sent.
fn is_strategy(field: &Field) -> bool {
    let written = field.written.to_lowercase();
    ["strategy", "strategy.type_", "profile.type_"].iter().any(|end| written.ends_with(end))
}

/// What the name of a way to send requests says of the load: `constant@2`, `synchronous`.
fn of_strategy(cell: Cell<'_>) -> Option<Offered> {
    let Cell::Text(text) = cell else { return None };
    let (name, value) = text.split_once('@').map_or((text, None), |(name, value)| (name, value.parse::<f64>().ok()));
    match (name.trim().to_lowercase().as_str(), value) {
        ("synchronous", _) => Some(Offered::Concurrency(1.0)),
        ("throughput", _) => Some(Offered::Unlimited),
        ("constant" | "poisson" | "async", Some(rate)) if rate > 0.0 => Some(Offered::Rate(rate)),
        ("concurrent", Some(count)) if count >= 1.0 => Some(Offered::Concurrency(count)),
        _ => None,
    }
}

//! What a team has agreed on: which metrics count, which way is better, and how large a change must be to matter.

use crate::summary::Better;
use serde::{Deserialize, Deserializer, de};

/// A change below this share does not matter, where nobody says otherwise.
pub(super) const THRESHOLD: f64 = 0.02;

/// What counts as a change.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// A change below this share does not matter: `0.02`, written as a number or as `"2%"`.
    #[serde(deserialize_with = "share")]
    pub threshold: f64,
    /// Metrics that the comparison is about; when there are none, those that are told first.
    pub metric: Vec<Rule>,
}

/// What counts for one metric.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its key: `ttft`, `decode_rate`.
    pub name: String,
    /// Which way is better, where the data do not say or say it wrongly.
    #[serde(default)]
    pub direction: Option<Direction>,
    /// A change below this share does not matter.
    #[serde(default, deserialize_with = "maybe_share")]
    pub threshold: Option<f64>,
    /// Fewer values on a side than this say nothing.
    #[serde(default)]
    pub least_n: Option<u64>,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

impl Direction {
    pub(super) fn better(self) -> Better {
        match self {
            Self::Higher => Better::Higher,
            Self::Lower => Better::Lower,
        }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self { threshold: THRESHOLD, metric: Vec::new() }
    }
}

impl Policy {
    /// The rule of that metric.
    pub fn rule(&self, metric: &str) -> Option<&Rule> {
        self.metric.iter().find(|rule| rule.name == metric)
    }
}

/// Reads a share: `2%`, `0.02`.
///
/// # Errors
///
/// - it is no number
/// - it is negative, or 100% and more
pub fn parse_share(text: &str) -> Result<f64, String> {
    let number = text.trim();
    let (digits, factor) = number.strip_suffix('%').map_or((number, 1.0), |digits| (digits.trim(), 100.0));
    let share =
        digits.parse::<f64>().map_err(|_| format!("expected a share such as `2%`, but found `{text}`"))? / factor;
    if (0.0..1.0).contains(&share) {
        Ok(share)
    } else {
        Err(format!("expected a share from 0% to below 100%, but found `{text}`"))
    }
}

fn share<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Number(f64),
        Text(String),
    }
    let text = match Written::deserialize(from)? {
        Written::Number(number) => number.to_string(),
        Written::Text(text) => text,
    };
    parse_share(&text).map_err(de::Error::custom)
}

fn maybe_share<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    share(from).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_written_as_a_percentage_or_a_fraction() {
        assert_eq!(parse_share("2%"), Ok(0.02));
        assert_eq!(parse_share(" 0.5 % "), Ok(0.005));
        assert_eq!(parse_share("0.1"), Ok(0.1));
        assert_eq!(parse_share("2").unwrap_err(), "expected a share from 0% to below 100%, but found `2`");
        assert_eq!(parse_share("two").unwrap_err(), "expected a share such as `2%`, but found `two`");
        assert!(parse_share("NaN").is_err());
    }
}

//! What stands behind values that sum up others: how many values behind a mean, and that percentiles are never averaged.

use super::frame::{Column, Frame, column_key};
use super::groups::Groups;
use crate::dataset::few::counted_by;
use crate::shown::{format_count, format_value};
use crate::statistics::{Summarized, percentile_bounds, pool};
use crate::summary::{Pooled, Statistics};
use crate::table::Cell;

/// The summaries of a column, group by group.
pub(super) struct Behind<'a> {
    column: &'a Column,
    /// Means with their n, of the groups of which every one has it.
    means: Vec<Option<Vec<Summarized>>>,
    /// The column's values, of the groups that hold percentiles of several runs.
    percentiles: Vec<Vec<f64>>,
}

impl<'a> Behind<'a> {
    /// Nothing for a column of observations.
    pub(super) fn of(frame: &Frame<'_>, column: &'a Column, groups: &Groups) -> Self {
        let mut behind = Self { column, means: Vec::new(), percentiles: Vec::new() };
        let count = groups.labels.len();
        let records = column.values.iter().enumerate().filter(|(_, value)| value.is_finite());
        if let Some(known) = Means::of(frame, column) {
            behind.means = vec![Some(Vec::new()); count];
            for (record, mean) in records {
                let means = &mut behind.means[groups.of[record] as usize];
                match known.behind(record, *mean) {
                    Some(it) => means.iter_mut().for_each(|means| means.push(it)),
                    None => *means = None,
                }
            }
        } else if column.statistic.as_deref().is_some_and(is_percentile) {
            behind.percentiles = vec![Vec::new(); count];
            records.for_each(|(record, value)| behind.percentiles[groups.of[record] as usize].push(*value));
        }
        behind
    }

    /// Adds what is known of all the values behind a group, and takes away what would average percentiles.
    pub(super) fn tell(&self, group: usize, statistics: &mut Statistics) {
        let shown = |value: f64| format_value(value, &self.column.unit);
        if let Some(means) = self.means.get(group).and_then(Option::as_ref).filter(|means| means.len() > 1)
            && let Some(it) = pool(means)
        {
            statistics.pooled = Some(Pooled { n: it.n, mean: it.mean, sd: it.sd });
            let sd = it.sd.map_or_else(String::new, |sd| format!(", deviation {}", shown(sd)));
            let (runs, n) = (means.len(), format_count(it.n as u64));
            statistics.notes.push(format!("{runs} means of {n} values in all: their mean is {}{sd}", shown(it.mean)));
        }
        let percentiles = self.percentiles.get(group).filter(|values| values.len() > 1);
        if let Some([low, high]) = percentiles.and_then(|values| percentile_bounds(values)) {
            (statistics.mean, statistics.mean_interval, statistics.trimmed_mean) = (None, None, None);
            let statistic = self.column.statistic.as_deref().unwrap_or_default();
            let between = if low < high {
                format!("between {} and {}", shown(low), shown(high))
            } else {
                format!("at {}", shown(low))
            };
            statistics
                .notes
                .push(format!("each value is the {statistic} of a run; the {statistic} of all lies {between}"));
        }
    }
}

fn is_percentile(statistic: &str) -> bool {
    statistic == "median" || statistic.strip_prefix('p').is_some_and(|share| share.parse::<f64>().is_ok())
}

/// Where the n and the deviation behind the means of a column stand.
pub(crate) struct Means<'a> {
    frame: &'a Frame<'a>,
    spread: Option<&'a Column>,
    /// The column that counts, a table of the study each.
    counts: Vec<Option<usize>>,
}

impl<'a> Means<'a> {
    /// `None` for a column of anything else.
    pub(crate) fn of(frame: &'a Frame<'a>, column: &Column) -> Option<Self> {
        if column.statistic.as_deref() != Some("mean") {
            return None;
        }
        let is_spread = |other: &&Column| {
            other.metric == column.metric
                && other.unit == column.unit
                && matches!(other.statistic.as_deref(), Some("sd" | "std"))
        };
        let counts = frame.sources.iter().map(|source| {
            let fields = &source.sheet()?.fields;
            counted_by(fields.iter().find(|field| column_key(field) == column.key)?, fields)
        });
        Some(Self { frame, spread: frame.columns.iter().find(is_spread), counts: counts.collect() })
    }

    /// What stands behind the mean of a record; `None` where the file does not say the n.
    pub(crate) fn behind(&self, record: usize, mean: f64) -> Option<Summarized> {
        let (source, row) = *self.frame.records.get(record)?;
        let table = self.frame.sources.get(source as usize)?;
        let counts = self.counts.get(source as usize).copied().flatten()?;
        let counts = table.file.reading.tables.get(table.table)?.columns.get(counts)?;
        let Cell::Number(n) = counts.cell(row as usize) else { return None };
        let sd = self.spread.map(|other| other.values[record]);
        // The deviation of one value is unknown, whatever is written.
        let sd = sd.filter(|sd| sd.is_finite() && *sd >= 0.0 && n >= 2.0);
        (n >= 1.0 && n.is_finite()).then_some(Summarized { n, mean, sd })
    }
}

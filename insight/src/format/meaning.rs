//! What a tool's documentation says of its columns: a table of constants, one line a column.
//!
//! Takes tables, states role, metric, statistic and unit of each column that the constants name. A column they do not name is
//! left to words and values.

use crate::header::Header;
use crate::metric;
use crate::role::Role;
use crate::role::vocabulary::statistic;
use crate::summary::Better;
use crate::table::{Column, Table};
use crate::unit::Unit;

/// What one column means, or every column whose name fits; the first line that fits counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meaning {
    /// Name of the column; a `*` stands for any text, the last one for a statistic: `*_ttft_ms`.
    column: &'static str,
    /// `Table::place` it must stand at, or begin with where this ends in `*`; any where there is none.
    place: Option<&'static str>,
    role: Role,
    metric: Option<&'static str>,
    name: Option<&'static str>,
    /// A `*` in it is what stands for the `*` of the column's name, and must be a word for a statistic.
    statistic: Option<&'static str>,
    unit: Option<&'static str>,
    better: Option<Better>,
    definition: Option<&'static str>,
}

/// A column that is no measurement: a parameter, an identifier, a verdict.
pub(super) const fn column(column: &'static str, role: Role) -> Meaning {
    let (place, metric, name, statistic) = (None, None, None, None);
    Meaning { column, place, role, metric, name, statistic, unit: None, better: None, definition: None }
}

/// A column of observations, one a record.
pub(super) const fn measured(name: &'static str, metric: &'static str, unit: &'static str) -> Meaning {
    Meaning { metric: Some(metric), unit: Some(unit), ..column(name, Role::Measurement) }
}

/// A column of statistics: `mean`, `median`, `sd`, `min`, `max`, `p99`, …
pub(super) const fn aggregate(
    name: &'static str,
    metric: &'static str,
    statistic: &'static str,
    unit: &'static str,
) -> Meaning {
    Meaning { metric: Some(metric), statistic: Some(statistic), unit: Some(unit), ..column(name, Role::Aggregate) }
}

/// A column whose metric is called as what stands for the `*` of its name, in the unit that the file states.
pub(super) const fn tagged(name: &'static str, role: Role, statistic: Option<&'static str>) -> Meaning {
    Meaning { metric: Some("*"), statistic, ..column(name, role) }
}

/// A column that counts what its neighbors sum up: runs, rounds, iterations.
pub(super) const fn counted(name: &'static str, metric: &'static str) -> Meaning {
    Meaning { metric: Some(metric), statistic: Some("n"), ..column(name, Role::Measurement) }
}

/// A column that says what was run: `benchmark`, or a part of it, `benchmark_size`. Records of different ones are never pooled.
pub(super) const fn subject(name: &'static str, metric: &'static str) -> Meaning {
    Meaning { metric: Some(metric), ..column(name, Role::Parameter) }
}

impl Meaning {
    /// Only in the table at that place.
    pub(super) const fn at(self, place: &'static str) -> Self {
        Self { place: Some(place), ..self }
    }

    /// Measured in that unit, as the file writes it: `ms`, `tok/s`, `MiB`; `x` for a pure number.
    pub(super) const fn unit(self, unit: &'static str) -> Self {
        Self { unit: Some(unit), ..self }
    }

    /// The field's words, where the metric is of the format's own.
    pub(super) const fn named(self, name: &'static str) -> Self {
        Self { name: Some(name), ..self }
    }

    /// Which way is better, where it differs from what the metric says.
    pub(super) const fn better(self, better: Better) -> Self {
        Self { better: Some(better), ..self }
    }

    /// From where to where it is measured, or how a statistic is computed, where it differs from what the metric says.
    pub(super) const fn defined(self, definition: &'static str) -> Self {
        Self { definition: Some(definition), ..self }
    }

    /// Whether this is about a column of that name, wherever it stands.
    pub(super) fn is_of(&self, name: &str) -> bool {
        self.fits(self.place.unwrap_or_default(), name).is_some()
    }

    /// The metric that its column measures.
    pub(super) fn metric(&self) -> Option<&'static str> {
        self.metric
    }

    /// The statistic of a column whose name fits; empty where it is none.
    fn fits(&self, place: &str, name: &str) -> Option<String> {
        let stands = |own: &str| own.strip_suffix('*').map_or(own == place, |begin| place.starts_with(begin));
        if !self.place.is_none_or(stands) {
            return None;
        }
        let star = star(self.column, name)?;
        match self.statistic {
            Some(statistic) if statistic.contains('*') => statistic_of(&statistic.replace('*', star)),
            statistic => Some(statistic.unwrap_or_default().to_owned()),
        }
    }

    /// States it of a column that is this, with the statistic that it holds; no word for no statistic.
    pub(super) fn state(&self, statistic: String, conventions: &Conventions, column: &mut Column) {
        let own = |text: Option<&str>| text.map(str::to_owned);
        // The file knows better than the constants which unit it chose: `Mean [ms]`.
        let in_header = Header::of(&column.name).bracket.as_deref().and_then(Unit::stated);
        if column.unit_written.is_none() && in_header.is_none() {
            column.unit_written = own(self.unit);
        }
        let ends = self.column.split_once('*');
        let star = ends.and_then(|(begin, end)| column.name.strip_prefix(begin)?.strip_suffix(end)).unwrap_or_default();
        let (metric, name) =
            (self.metric.map(|metric| metric.replace('*', &slug(star))), self.name.map(|name| name.replace('*', star)));
        let stated = &mut column.stated;
        stated.role = Some(self.role);
        (stated.metric, stated.name) = (metric, name);
        stated.better = self.better;
        stated.definition = own(self.definition);
        if let Some(how) = conventions.of(&statistic) {
            let known = self.metric.and_then(metric::known).map(|known| known.definition);
            let parts = [self.definition.or(known).unwrap_or_default(), how];
            stated.definition = Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; "));
        }
        stated.statistic = Some(statistic).filter(|statistic| !statistic.is_empty());
    }
}

/// How a tool computes what tools compute in several ways; said in the definition of each such column.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Conventions {
    /// Its standard deviation: [`OF_A_SAMPLE`] or [`OF_A_POPULATION`].
    pub(super) sd: &'static str,
    /// Its percentiles: [`LINEAR`], or in the words of the tool.
    pub(super) percentile: &'static str,
}

/// Divided by the values less one.
pub(super) const OF_A_SAMPLE: &str = "standard deviation of a sample (n - 1)";
/// Divided by the values.
pub(super) const OF_A_POPULATION: &str = "standard deviation of a population (n)";
/// Between the two nearest values.
pub(super) const LINEAR: &str = "percentile by linear interpolation";

impl Conventions {
    fn of(&self, statistic: &str) -> Option<&'static str> {
        let how = if statistic == "sd" {
            self.sd
        } else if is_percentile(statistic) || (statistic == "median" && self.percentile != LINEAR) {
            self.percentile
        } else {
            ""
        };
        (!how.is_empty()).then_some(how)
    }
}

/// What stands for the last `*` of a pattern in a name that fits; empty where there is none.
fn star<'a>(pattern: &str, name: &'a str) -> Option<&'a str> {
    let Some((begin, rest)) = pattern.split_once('*') else { return (name == pattern).then_some("") };
    let mut left = name.strip_prefix(begin)?;
    let (middle, end) = rest.rsplit_once('*').map_or((None, rest), |(middle, end)| (Some(middle), end));
    left = left.strip_suffix(end)?;
    for part in middle.into_iter().flat_map(|middle| middle.split('*')) {
        let at = left.find(part).filter(|at| *at > 0)?;
        left = &left[at + part.len()..];
    }
    (!left.is_empty()).then_some(left)
}

/// The statistic that a word names; unlike in a header of which nothing is known, `p1`, `p99.9` and `90.00 percentile` are
/// percentiles too.
fn statistic_of(word: &str) -> Option<String> {
    let word = word.to_ascii_lowercase().replace('_', "");
    if let Some(number) = word.strip_suffix(" percentile") {
        let number: f64 = number.trim_end_matches("th").parse().ok()?;
        return Some(format!("p{number}"));
    }
    // `p99p9` is `p99.9` where a point would part a name.
    let word = match word.strip_prefix('p').and_then(|number| number.split_once('p')) {
        Some((whole, part)) => format!("p{whole}.{part}"),
        None => word,
    };
    statistic(&word).or_else(|| is_percentile(&word).then_some(word))
}

fn is_percentile(word: &str) -> bool {
    let number = word.strip_prefix('p').unwrap_or_default();
    number.starts_with(|c: char| c.is_ascii_digit()) && number.parse::<f64>().is_ok()
}

/// Small ASCII letters and digits; anything else is `_`.
pub(super) fn slug(text: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    text.chars().map(letter).collect::<String>().trim_matches('_').to_owned()
}

/// States what the constants say of every column that they name.
pub(super) fn state(tables: &mut [Table], meanings: &[Meaning]) {
    state_as(tables, meanings, &Conventions::default());
}

/// The same for a tool whose way of computing statistics is known.
pub(super) fn state_as(tables: &mut [Table], meanings: &[Meaning], conventions: &Conventions) {
    for table in tables {
        let place = table.place.as_str();
        for column in &mut table.columns {
            let found = meanings.iter().find_map(|meaning| Some((meaning, meaning.fits(place, &column.name)?)));
            if let Some((meaning, statistic)) = found {
                meaning.state(statistic, conventions, column);
            }
        }
        medians(table);
    }
}

/// A tool that writes the median and the percentiles that were asked for writes the 50th among them: the median again.
fn medians(table: &mut Table) {
    let mut known: Vec<(String, Option<String>)> = Vec::new();
    for column in &mut table.columns {
        let Some(metric) =
            column.stated.metric.clone().filter(|_| column.stated.statistic.as_deref() == Some("median"))
        else {
            continue;
        };
        let median = (metric, column.stated.definition.clone());
        if known.contains(&median) {
            column.stated.statistic = Some("p50".to_owned());
        }
        known.push(median);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::ColumnBuilder;

    #[test]
    fn the_first_line_that_fits_states_the_column() {
        const MEANINGS: &[Meaning] = &[
            aggregate("*_ttft_ms", "ttft", "*", "ms"),
            column("*", Role::Parameter).at("/config*"),
            column("*.failed.*", Role::Environment),
            measured("speed", "decode_rate", "tok/s").at("/runs/*"),
            measured("speed", "prompt_rate", "tok/s"),
            column("build", Role::Identifier),
        ];
        let check = |place: &str, name: &str, expected: &str| {
            let column = ColumnBuilder::new(name).finish();
            let mut tables = [Table { place: place.to_owned(), columns: vec![column], ..Table::default() }];
            state(&mut tables, MEANINGS);
            let column = &tables[0].columns[0];
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            let stated = &column.stated;
            let role = stated.role.map(|role| format!("{role:?}")).unwrap_or_default();
            let shown =
                format!("{role} {} {} {}", text(&stated.metric), text(&stated.statistic), text(&column.unit_written));
            assert_eq!(shown.trim(), expected, "{place} {name}");
        };
        check("", "p99.9_ttft_ms", "Aggregate ttft p99.9 ms");
        check("", "Mean_ttft_ms", "Aggregate ttft mean ms");
        check("", "90.00 percentile_ttft_ms", "Aggregate ttft p90 ms");
        check("", "prompt_ttft_ms", "");
        check("/config/spec", "speed", "Parameter");
        check("/runs/*", "speed", "Measurement decode_rate  tok/s");
        check("", "speed", "Measurement prompt_rate  tok/s");
        check("", "build", "Identifier");
        check("", "a.failed.b", "Environment");
        check("", ".failed.b", "");
        check("", "other", "");
    }
}

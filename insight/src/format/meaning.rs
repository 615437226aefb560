//! What a tool's documentation says of its columns: a table of constants, one line a column.
//!
//! Takes tables, states role, metric, statistic and unit of each column that the constants name. A column they do not name is
//! left to words and values.

use crate::role::Role;
use crate::summary::Better;
use crate::table::{Column, Table};

/// What one column means, or every column whose name fits; the first line that fits counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meaning {
    /// Name of the column; one `*` stands for any text: `p*_ttft_ms`.
    column: &'static str,
    /// `Table::place` it must stand at; any where there is none.
    place: Option<&'static str>,
    role: Role,
    metric: Option<&'static str>,
    name: Option<&'static str>,
    /// A `*` in it is what stands for the `*` of the column's name.
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

/// A column that counts what its neighbors sum up: runs, rounds, iterations.
pub(super) const fn counted(name: &'static str, metric: &'static str) -> Meaning {
    Meaning { metric: Some(metric), statistic: Some("n"), ..column(name, Role::Measurement) }
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

    /// What stands for the `*` in a name that fits; empty where there is no `*`.
    fn fits<'a>(&self, place: &str, name: &'a str) -> Option<&'a str> {
        if self.place.is_some_and(|own| own != place) {
            return None;
        }
        match self.column.split_once('*') {
            Some((begin, end)) => {
                let between = name.strip_prefix(begin)?.strip_suffix(end)?;
                let is_number =
                    !between.is_empty() && between.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
                let wanted = if self.statistic.is_some_and(|name| name.contains('*')) { is_number } else { true };
                (wanted && !between.is_empty()).then_some(between)
            }
            None => (name == self.column).then_some(""),
        }
    }

    fn state(&self, star: &str, column: &mut Column) {
        let own = |text: Option<&str>| text.map(str::to_owned);
        if column.unit_written.is_none() {
            column.unit_written = own(self.unit);
        }
        let stated = &mut column.stated;
        stated.role = Some(self.role);
        stated.metric = own(self.metric);
        stated.name = own(self.name);
        stated.better = self.better;
        stated.statistic = self.statistic.map(|statistic| statistic.replace('*', star));
        stated.definition = own(self.definition);
    }
}

/// States what the constants say of every column that they name.
pub(super) fn state(tables: &mut [Table], meanings: &[Meaning]) {
    for table in tables {
        let place = table.place.as_str();
        for column in &mut table.columns {
            let found = meanings.iter().find_map(|meaning| Some((meaning, meaning.fits(place, &column.name)?)));
            if let Some((meaning, star)) = found {
                let star = star.to_owned();
                meaning.state(&star, column);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::ColumnBuilder;

    #[test]
    fn the_first_line_that_fits_states_the_column() {
        const MEANINGS: &[Meaning] = &[
            aggregate("p*_ttft_ms", "ttft", "p*", "ms"),
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
        check("", "p_ttft_ms", "");
        check("/runs/*", "speed", "Measurement decode_rate  tok/s");
        check("", "speed", "Measurement prompt_rate  tok/s");
        check("", "build", "Identifier");
        check("", "other", "");
    }
}

//! Columns whose cells are numbers in a way of their own become numbers: units, grouped digits, currencies, errors, durations,
//! decimal commas, words for an absent value.
//!
//! Takes a column as the file writes it, gives the column as it is meant, and the errors (`± 0.5`) as a column of their own;
//! the written one stays with it. One cell that does not fit leaves the whole column as it is.

use super::{Cell, Column, ColumnBuilder, Stated};
use crate::header::Header;
use crate::number;
use crate::quantity::{Quantity, clocked, with_comma};
use crate::role::{Role, vocabulary};
use crate::unit::{self, Unit};

/// What stands behind the name of a column of errors.
const ERRORS: &str = "±";

/// More spellings of units than this are none.
const MOST_UNITS: usize = 8;

/// The column as it is meant, and the errors of its values where the cells state them; the same column where its cells are
/// not all numbers of one quantity.
pub(super) fn settle(written: Column) -> (Column, Option<Column>) {
    match Way::of(&written) {
        Some(way) => way.apply(written),
        None => (written, None),
    }
}

/// How the texts of a column are to be read.
enum Way {
    /// Words for an absent value are missing cells.
    Absences,
    /// Whole numbers with more digits than a double holds.
    Long,
    /// Numbers with a decimal comma.
    Comma,
    /// Hours, minutes and seconds; minutes and seconds where `short`.
    Clock { short: bool },
    /// Thousands, millions, billions of parameters: the `B` of `1.24 B` is no byte.
    Parameters,
    /// Quantities of one unit, or of units of one kind, which become the base unit.
    Units { unit: String, base: bool, errors: bool },
}

/// What is true of all texts of a column that are no word for an absent value.
struct Look {
    any: bool,
    long: bool,
    comma: bool,
    clock: bool,
    short_clock: bool,
    quantity: bool,
    errors: bool,
    units: Vec<String>,
}

impl Look {
    fn at(column: &Column) -> Self {
        let mut look = Self {
            any: false,
            long: true,
            comma: true,
            clock: true,
            short_clock: true,
            quantity: true,
            errors: false,
            units: Vec::new(),
        };
        column.each_text(&mut |text| number::is_absence(text) || look.take(text));
        look
    }

    /// Takes the next text; whether some way still fits all of them.
    fn take(&mut self, text: &str) -> bool {
        self.any = true;
        self.long = self.long && number::is_whole(text);
        self.comma = self.comma && with_comma(text).is_some();
        self.clock = self.clock && clocked(text, false).is_some();
        self.short_clock = self.short_clock && clocked(text, true).is_some();
        let quantity = if self.quantity { Quantity::of(text) } else { None };
        self.quantity = quantity.is_some_and(|quantity| {
            self.errors |= quantity.error.is_some();
            if !self.units.iter().any(|known| known == quantity.unit) {
                self.units.push(quantity.unit.to_owned());
            }
            self.units.len() <= MOST_UNITS
        });
        self.long || self.comma || self.short_clock || self.clock || self.quantity
    }
}

impl Way {
    fn of(column: &Column) -> Option<Self> {
        let look = Look::at(column);
        let counts = column.counts();
        let numbers = counts.numbers > 0;
        if !look.any {
            return (numbers || counts.nonfinite > 0).then_some(Self::Absences);
        }
        if look.long {
            return is_counted(&column.name).then_some(Self::Long);
        }
        if look.quantity && is_of_parameters(&column.name) && look.units.iter().all(|unit| multiple(unit).is_some()) {
            return (!numbers).then_some(Self::Parameters);
        }
        if look.quantity {
            return Self::of_units(&look.units, look.errors, numbers);
        }
        // A point among decimal commas has no certain meaning.
        if look.comma && column.numbers().all(|number| number.fract() == 0.0) {
            return Some(Self::Comma);
        }
        let lasting = !numbers && is_lasting(&column.name);
        (lasting && (look.clock || look.short_clock)).then_some(Self::Clock { short: !look.clock })
    }

    fn of_units(units: &[String], errors: bool, numbers: bool) -> Option<Self> {
        let (first, others) = units.split_first()?;
        let same = others.is_empty();
        // A bare number among cells with a unit has another meaning, or none.
        if (numbers || !same) && units.iter().any(|unit| unit.is_empty() != units.len().eq(&1)) {
            return None;
        }
        if same {
            return Some(Self::Units { unit: first.clone(), base: false, errors });
        }
        let base = Unit::stated(first)?.symbol;
        let alike = others.iter().all(|unit| Unit::stated(unit).is_some_and(|unit| unit.symbol == base));
        (alike && !base.is_empty()).then_some(Self::Units { unit: base, base: true, errors })
    }

    /// The number in a text, and its error.
    fn read(&self, text: &str) -> (Option<f64>, Option<f64>) {
        match self {
            Self::Absences => (None, None),
            Self::Long => (number::plain(text.as_bytes()), None),
            Self::Comma => (with_comma(text), None),
            Self::Clock { short } => (clocked(text, *short), None),
            Self::Parameters => {
                (Quantity::of(text).and_then(|quantity| Some(quantity.value * multiple(quantity.unit)?)), None)
            }
            Self::Units { base, .. } => {
                let Some(Quantity { value, error, unit }) = Quantity::of(text) else { return (None, None) };
                let factor = if *base { Unit::stated(unit).map_or(f64::NAN, |unit| unit.factor) } else { 1.0 };
                (Some(scaled(value, factor)), error.map(|error| scaled(error, factor)))
            }
        }
    }

    fn apply(&self, written: Column) -> (Column, Option<Column>) {
        let mut values = ColumnBuilder::new(written.name.clone());
        let mut errors = ColumnBuilder::new(format!("{} {ERRORS}", written.name));
        let push = |column: &mut ColumnBuilder, value: Option<f64>| match value {
            Some(value) => column.push_number(value),
            None => column.push_missing(),
        };
        for cell in written.cells() {
            let (value, error) = match cell {
                Cell::Number(number) | Cell::NonFinite(number) => (Some(number), None),
                Cell::Missing => (None, None),
                Cell::Text(text) => self.read(text),
            };
            push(&mut values, value);
            push(&mut errors, error);
        }
        let mut column = values.close();
        column.stated = written.stated.clone();
        column.unit_written = match self {
            Self::Units { unit, .. } if !unit.is_empty() => Some(unit.clone()),
            Self::Clock { .. } => Some("s".to_owned()),
            _ => written.unit_written.clone(),
        };
        let states_errors = matches!(self, Self::Units { errors: true, .. });
        let errors = states_errors.then(|| {
            // A value with an error stands for several; which error it is the file does not say.
            column.stated.role.get_or_insert(Role::Aggregate);
            let mut errors = errors.close();
            errors.unit_written.clone_from(&column.unit_written);
            errors.stated =
                Stated { role: Some(Role::Aggregate), statistic: Some("error".to_owned()), ..Stated::default() };
            errors
        });
        column.written = Some(Box::new(written));
        (column, errors)
    }
}

/// A value times a factor; a division where the factor is one part of many, which loses no digit of `999 us`.
fn scaled(value: f64, factor: f64) -> f64 {
    let parts = (1.0 / factor).round();
    if factor < 1.0 && parts * factor == 1.0 { value / parts } else { value * factor }
}

/// Whether a name says that its numbers count something, so that their last digits may be rounded; an id must keep them.
fn is_counted(name: &str) -> bool {
    let header = Header::of(name);
    let words: Vec<&str> = header.words.iter().map(String::as_str).collect();
    let named = |terms: &[&str]| terms.iter().any(|term| vocabulary::holds(&words, term));
    let identifies = vocabulary::IDENTIFIER.iter().any(|term| vocabulary::ends_in(&words, term));
    let unit = header.bracket.is_some() || unit::find(&header.words, |_| false).is_some();
    unit || !identifies && (named(vocabulary::TIME) || named(vocabulary::COUNT) || named(vocabulary::BEGUN))
}

/// Whether a name says that its numbers count the parameters of a model.
fn is_of_parameters(name: &str) -> bool {
    const PARAMETERS: [&str; 3] = ["params", "parameters", "parameter"];
    Header::of(name).words.iter().any(|word| PARAMETERS.contains(&word.as_str()))
}

/// What a letter behind a count stands for.
fn multiple(letter: &str) -> Option<f64> {
    match letter {
        "K" | "k" => Some(1e3),
        "M" => Some(1e6),
        "B" => Some(1e9),
        "T" => Some(1e12),
        _ => None,
    }
}

/// Whether a name says that `0:01:30` lasted that long and is no time of day.
fn is_lasting(name: &str) -> bool {
    const LASTING: [&str; 8] = ["elapsed", "duration", "runtime", "took", "wall", "uptime", "latency", "eta"];
    Header::of(name).words.iter().any(|word| LASTING.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(name: &str, cells: &[&str], expected: &Expect) {
        let mut builder = ColumnBuilder::new(name);
        cells.iter().for_each(|cell| builder.push_written(cell));
        let mut columns = Vec::new();
        builder.finish_into(&mut columns);
        let shown: Vec<String> = columns
            .iter()
            .map(|column| {
                assert_eq!(column.len(), cells.len());
                assert_eq!(column.written().len(), cells.len());
                let cells: Vec<String> = column.cells().map(|cell| format!("{cell:?}")).collect();
                format!("{} {:?}: {}", column.name, column.unit_written, cells.join(" "))
            })
            .collect();
        expected.assert_eq(&shown.join("\n"));
    }

    #[test]
    fn a_unit_in_every_cell_belongs_to_the_column() {
        check("c", &["53.51 W", " 1,053.5 W", ""], &expect![[r#"c Some("W"): Number(53.51) Number(1053.5) Missing"#]]);
        check("c", &["5 W", "[N/A]"], &expect![[r#"c Some("W"): Number(5.0) Missing"#]]);
        check("c", &["1,024", "512"], &expect!["c None: Number(1024.0) Number(512.0)"]);
        check("c", &["5 W", "5"], &expect![[r#"c None: Text("5 W") Number(5.0)"#]]);
        check("c", &["8b", "4b"], &expect![[r#"c None: Text("8b") Text("4b")"#]]);
    }

    #[test]
    fn parameters_of_a_model_are_counted_in_billions_and_not_in_bytes() {
        check("params", &["1.24 B", "999.89 M"], &expect!["params None: Number(1240000000.0) Number(999890000.0)"]);
        check("Params", &["4.3B"], &expect!["Params None: Number(4300000000.0)"]);
        check("size", &["1.24 B"], &expect![[r#"size Some("B"): Number(1.24)"#]]);
    }

    #[test]
    fn units_of_one_kind_become_the_base_unit_and_others_stay_text() {
        check(
            "c",
            &["999 us", "1.5 ms", "3 s", "1m30s"],
            &expect![[r#"c Some("s"): Number(0.000999) Number(0.0015) Number(3.0) Number(90.0)"#]],
        );
        check("c", &["5 W", "5 kW"], &expect![[r#"c Some("W"): Number(5.0) Number(5000.0)"#]]);
        check("c", &["5 W", "5 ms"], &expect![[r#"c None: Text("5 W") Text("5 ms")"#]]);
        check("c", &["5 W", "$5"], &expect![[r#"c None: Text("5 W") Text("$5")"#]]);
    }

    #[test]
    fn words_for_an_absent_value_among_numbers_are_missing() {
        check("c", &["n/a", "5", "-", "#N/A"], &expect!["c None: Missing Number(5.0) Missing Missing"]);
        check("c", &["none", "x"], &expect![[r#"c None: Text("none") Text("x")"#]]);
        check("c", &["none", "none"], &expect![[r#"c None: Text("none") Text("none")"#]]);
        check("c", &["failed", "5"], &expect![[r#"c None: Text("failed") Number(5.0)"#]]);
    }

    #[test]
    fn an_error_is_a_column_beside_its_values() {
        check(
            "t/s",
            &["2368.80 ± 93.24", "155.5"],
            &expect![[r#"
            t/s None: Number(2368.8) Number(155.5)
            t/s ± None: Number(93.24) Missing"#]],
        );
        check(
            "time",
            &["1.5 ms ± 0.25 ms", "2 ms ± 10%"],
            &expect![[r#"
            time Some("ms"): Number(1.5) Number(2.0)
            time ± Some("ms"): Number(0.25) Number(0.2)"#]],
        );
    }

    #[test]
    fn a_decimal_comma_is_told_from_grouped_digits_by_the_whole_column() {
        check("c", &["1,5", "2,125", "3"], &expect!["c None: Number(1.5) Number(2.125) Number(3.0)"]);
        check("c", &["1.234,50", "987,25"], &expect!["c None: Number(1234.5) Number(987.25)"]);
        check("c", &["1,125", "2,125"], &expect!["c None: Number(1125.0) Number(2125.0)"]);
        check("c", &["1,5", "2.5"], &expect![[r#"c None: Text("1,5") Number(2.5)"#]]);
    }

    #[test]
    fn hours_and_minutes_are_a_duration_where_the_name_says_so() {
        check("elapsed", &["0:01:30", "1:00:00.5"], &expect![[r#"elapsed Some("s"): Number(90.0) Number(3600.5)"#]]);
        check("wall time", &["1:30", "0:02.5"], &expect![[r#"wall time Some("s"): Number(90.0) Number(2.5)"#]]);
        check("started", &["16:01:30", "16:02:30"], &expect![[r#"started None: Text("16:01:30") Text("16:02:30")"#]]);
    }

    #[test]
    fn long_whole_numbers_keep_every_digit_unless_they_count() {
        check(
            "request_id",
            &["10688027786191513374", "10688027786191513375"],
            &expect![[r#"request_id None: Text("10688027786191513374") Text("10688027786191513375")"#]],
        );
        check(
            "start_ns",
            &["1731600000123456789", "1731600000123456790"],
            &expect!["start_ns None: Number(1.7316000001234568e18) Number(1.7316000001234568e18)"],
        );
    }
}

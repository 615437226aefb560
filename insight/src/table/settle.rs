//! Columns whose cells are numbers in a way of their own become numbers: units, grouped digits, currencies, errors, durations,
//! decimal commas, words for an absent value.
//!
//! Takes a column as the file writes it, gives the column as it is meant, and the errors (`± 0.5`) as a column of their own;
//! the written one stays with it. One cell that does not fit leaves the whole column as it is.

use super::{Cell, Column, ColumnBuilder, Stated};
use crate::header::Header;
use crate::metric;
use crate::number;
use crate::quantity::{Quantity, clocked, interval, pointed, scaled as suffixed, with_comma};
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
    /// Numbers with the letter of a thousand, a million or a milliard.
    Suffixed,
    /// Two ends of one thing, which become two columns.
    Interval,
    /// Quantities of one unit, or of units of one kind, which become the base unit.
    Units { unit: String, base: bool, errors: bool, comma: bool },
}

/// What is true of all texts of a column that are no word for an absent value.
struct Look {
    any: bool,
    long: bool,
    comma: bool,
    clock: bool,
    short_clock: bool,
    quantity: bool,
    suffixed: bool,
    interval: bool,
    /// Quantities with a decimal comma.
    pointed: bool,
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
            suffixed: true,
            interval: true,
            pointed: true,
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
        self.suffixed = self.suffixed && suffixed(text).is_some();
        self.interval = self.interval && interval(text).is_some();
        let plain = Quantity::of(text).filter(|_| self.quantity);
        let comma = if self.pointed { pointed(text) } else { None };
        (self.quantity, self.pointed) = (plain.is_some(), comma.is_some());
        for quantity in
            [plain, comma.as_deref().filter(|_| plain.is_none()).and_then(Quantity::of)].into_iter().flatten()
        {
            self.errors |= quantity.error.is_some();
            if !self.units.iter().any(|known| known == quantity.unit) {
                self.units.push(quantity.unit.to_owned());
            }
        }
        let some = self.quantity || self.pointed;
        (some && self.units.len() <= MOST_UNITS)
            || self.long
            || self.comma
            || self.short_clock
            || self.clock
            || self.suffixed
            || self.interval
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
        if look.quantity && look.units.len() <= MOST_UNITS {
            return Self::of_units(&look.units, look.errors, numbers, false);
        }
        // A point among decimal commas has no certain meaning.
        if look.comma && column.numbers().all(|number| number.fract() == 0.0) {
            return Some(Self::Comma);
        }
        // A whole number among quantities with a comma is one too.
        if look.pointed && !numbers && look.units.len() <= MOST_UNITS {
            return Self::of_units(&look.units, look.errors, numbers, true);
        }
        if look.suffixed {
            return is_amount(&column.name).then_some(Self::Suffixed);
        }
        if look.interval {
            return (!numbers && is_spread(&column.name)).then_some(Self::Interval);
        }
        let lasting = !numbers && is_lasting(&column.name);
        (lasting && (look.clock || look.short_clock)).then_some(Self::Clock { short: !look.clock })
    }

    fn of_units(units: &[String], errors: bool, numbers: bool, comma: bool) -> Option<Self> {
        let (first, others) = units.split_first()?;
        let same = others.is_empty();
        // A bare number among cells with a unit has another meaning, or none.
        if (numbers || !same) && units.iter().any(|unit| unit.is_empty() != units.len().eq(&1)) {
            return None;
        }
        if same {
            return Some(Self::Units { unit: first.clone(), base: false, errors, comma });
        }
        let base = Unit::stated(first)?.symbol;
        let alike = others.iter().all(|unit| Unit::stated(unit).is_some_and(|unit| unit.symbol == base));
        (alike && !base.is_empty()).then_some(Self::Units { unit: base, base: true, errors, comma })
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
            Self::Suffixed => (suffixed(text), None),
            Self::Interval => interval(text).map_or((None, None), |(low, high, _)| (Some(low), Some(high))),
            Self::Units { base, comma, .. } => {
                let plain = if *comma { pointed(text) } else { None };
                let Some(Quantity { value, error, unit }) = Quantity::of(plain.as_deref().unwrap_or(text)) else {
                    return (None, None);
                };
                let factor = if *base { Unit::stated(unit).map_or(f64::NAN, |unit| unit.factor) } else { 1.0 };
                (Some(scaled(value, factor)), error.map(|error| scaled(error, factor)))
            }
        }
    }

    fn apply(&self, written: Column) -> (Column, Option<Column>) {
        let ends = matches!(self, Self::Interval);
        let [first, second] = if ends { ["low", "high"] } else { ["", ERRORS] };
        let named = |end: &str| format!("{} {end}", written.name).trim_end().to_owned();
        let mut values = ColumnBuilder::new(named(first));
        let mut errors = ColumnBuilder::new(named(second));
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
        column.quoted = written.quoted;
        column.unit_written = match self {
            Self::Units { unit, .. } if !unit.is_empty() => Some(unit.clone()),
            Self::Clock { .. } => Some("s".to_owned()),
            Self::Interval => unit_of_ends(&written),
            _ => written.unit_written.clone(),
        };
        if ends {
            // Which ends they are only the name can say.
            let confident = Header::of(&written.name)
                .words
                .iter()
                .any(|word| ["ci", "ci95", "confidence"].contains(&word.as_str()));
            let end = |end: &str| Stated {
                role: Some(Role::Aggregate),
                statistic: Some(if confident { format!("ci {end}") } else { end.to_owned() }),
                ..written.stated.clone()
            };
            let mut high = errors.close();
            high.unit_written.clone_from(&column.unit_written);
            (column.stated, high.stated) = (end("low"), end("high"));
            column.written = Some(Box::new(written));
            return (column, Some(high));
        }
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

/// Whether `1.2k` under a name is an amount: of what is counted, not of bytes, which are counted in two ways.
fn is_amount(name: &str) -> bool {
    let header = Header::of(name);
    let words: Vec<&str> = header.words.iter().map(|word| metric::fold(word)).collect();
    let chosen = vocabulary::PARAMETER.iter().any(|(term, _)| vocabulary::ends_in(&words, term));
    let known = metric::find(&words, "").is_some_and(|found| found.known.unit != "B" && found.known.unit != "s");
    let rate = unit::find(&header.words, |_| false).is_some_and(|found| found.unit.symbol.ends_with("/s"));
    !chosen && (known || rate || vocabulary::COUNT.iter().any(|term| vocabulary::holds(&words, term)))
}

/// Whether a name says that its cells hold the two ends of something measured.
fn is_spread(name: &str) -> bool {
    const SPREADS: [&str; 8] = ["ci", "ci95", "interval", "range", "bounds", "confidence", "spread", "minmax"];
    metric::is_quantity(name) || Header::of(name).words.iter().any(|word| SPREADS.contains(&word.as_str()))
}

/// The unit that the first interval of a column states.
fn unit_of_ends(column: &Column) -> Option<String> {
    let unit = column.cells().find_map(|cell| match cell {
        Cell::Text(text) => interval(text).map(|(.., unit)| unit.to_owned()),
        Cell::Missing | Cell::Number(_) | Cell::NonFinite(_) => None,
    });
    unit.filter(|unit| !unit.is_empty()).or_else(|| column.unit_written.clone())
}

/// Whether a name says that `0:01:30` lasted that long and is no time of day.
fn is_lasting(name: &str) -> bool {
    const LASTING: [&str; 8] = ["elapsed", "duration", "runtime", "took", "wall", "uptime", "latency", "eta"];
    Header::of(name).words.iter().any(|word| LASTING.contains(&word.as_str()))
}

#[cfg(test)]
mod tests;

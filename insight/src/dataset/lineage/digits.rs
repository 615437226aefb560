//! Equality to the digits written: `0.154` says again what `0.15390000` says.

use super::{File, Place};
use crate::table::Column;

/// Rows by which the digits of a column are told.
const SAMPLE: usize = 64;

/// The numbers of one column in the base unit, and the step of its last digit.
#[derive(Clone, Debug)]
pub(super) struct Numbers {
    /// Row by row; what is no number is NaN.
    pub values: Vec<f64>,
    /// One unit of the last digit written.
    pub step: f64,
}

impl Numbers {
    /// The numbers of a column, failed rows included.
    pub(super) fn of(files: &[File], place: Place, column: usize) -> Self {
        let file = &files[place.file];
        let rows = file.reading.tables[place.table].rows;
        let factor = file.tables[place.table].fields[column].unit.factor;
        let mut values = vec![f64::NAN; rows];
        for (first, slice) in file.slices(place.table, column) {
            for (to, value) in values.iter_mut().skip(first).zip(slice) {
                *to = value * factor;
            }
        }
        let digits = decimals_of(&file.reading.tables[place.table].columns[column]);
        Self { values, step: power_of_ten(digits) * factor }
    }
}

/// Most decimals among the first numbers of a column.
fn decimals_of(column: &Column) -> i32 {
    column.numbers().take(SAMPLE).map(decimals_in).max().unwrap_or(0)
}

pub(crate) fn decimals_in(value: f64) -> i32 {
    let text = format!("{value}");
    text.split_once('.').map_or(0, |(_, decimals)| decimals.len() as i32)
}

pub(crate) fn power_of_ten(digits: i32) -> f64 {
    libm::pow(10.0, f64::from(-digits))
}

/// Whether two values are equal to the digits of the coarser one.
pub(crate) fn equal(a: f64, b: f64, step: f64) -> bool {
    (a - b).abs() <= 0.505 * step + 1e-9 * a.abs().min(b.abs())
}

/// How many digits an agreement of this value is worth: `0.154` three, `0` none.
pub(crate) fn worth(value: f64, step: f64) -> f64 {
    let steps = (value / step).abs();
    if steps.is_finite() && steps >= 1.0 { libm::log10(steps).min(15.0) + 1.0 } else { 0.0 }
}

/// Numbers with decimals in a text, with the step of their last digit.
pub(crate) fn decimals(text: &str) -> Vec<(f64, f64)> {
    text.split(|letter: char| letter.is_whitespace() || "|()[],;:=".contains(letter))
        .map(|word| word.trim_matches(|letter: char| !letter.is_ascii_digit()))
        .filter(|word| word.split('.').count() == 2)
        .filter_map(|word| {
            let decimals = word.split_once('.')?.1.len() as i32;
            Some((word.parse().ok()?, power_of_ten(decimals)))
        })
        .collect()
}

/// Whether every one of these numbers stands in a file, as written there.
pub(super) fn all_stand_in(numbers: &[(f64, f64)], file: &File) -> bool {
    let columns: Vec<&Column> = file.reading.tables.iter().flat_map(|table| &table.columns).collect();
    let values: usize = columns.iter().map(|column| column.counts().numbers as usize).sum();
    // A file with far more numbers than the text would hold any of them by chance.
    values > 0
        && values <= 20 * numbers.len()
        && numbers
            .iter()
            .all(|(value, step)| columns.iter().any(|column| column.numbers().any(|other| equal(*value, other, *step))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_equal_to_the_digits_of_the_coarser() {
        assert!(equal(0.154, 0.153_96, 1e-3));
        assert!(!equal(0.154, 0.153_2, 1e-3));
        assert!(equal(0.1 + 0.2, 0.3, 1e-17));
        assert!(!equal(0.300_001, 0.3, 1e-9));
        assert_eq!(decimals_in(0.25), 2);
        assert_eq!(decimals_in(1e21), 0);
        assert_eq!(decimals("- Accuracy: 0.7500, 2781 bytes (1.5 s), v1.2.3"), [(0.75, 1e-4), (1.5, 0.1)]);
        assert_eq!(worth(0.0, 1.0), 0.0);
        assert_eq!(worth(154.0, 1.0).floor(), 3.0);
    }
}

//! The raw profile of a file: every column over every row, before anything is understood.
//!
//! Failed rows, warm-ups and repeats are all in it; what is left out of them is the business of [`crate::dataset`].

use crate::reading::Reading;
use crate::statistics::{describe, quantiles};
use crate::summary::Statistics;
use crate::table::Column;
use serde::{Deserialize, Serialize};

/// One column as it stands in its file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnProfile {
    /// Where its table stands in the file: a JSON pointer, a heading, or empty for a file that is one table.
    pub place: String,
    /// Its header as written.
    pub name: String,
    /// Cells that are text.
    pub text: u64,
    /// Cells that spell out NaN or an infinity.
    pub nonfinite: u64,
    /// The cells that are plain numbers, in the unit of the file.
    pub statistics: Statistics,
}

/// Every column of a file, in file order.
pub fn profile(reading: &Reading) -> Vec<ColumnProfile> {
    let columns = reading.tables.iter().flat_map(|table| table.columns.iter().map(|column| of(&table.place, column)));
    columns.collect()
}

fn of(place: &str, column: &Column) -> ColumnProfile {
    let counts = column.counts();
    let mut numbers: Vec<f64> = column.numbers().collect();
    let mut statistics = describe(&mut numbers, counts.missing, 0);
    // A profile says what stands there; whether it can carry a percentile is the business of whoever concludes from it.
    if let (2..100, [p90, p95, p99]) = (statistics.n, &quantiles(&mut numbers, &[0.9, 0.95, 0.99])[..]) {
        (statistics.p90, statistics.p95, statistics.p99) = (Some(*p90), Some(*p95), Some(*p99));
    }
    ColumnProfile {
        place: place.to_owned(),
        name: column.name.clone(),
        text: counts.text,
        nonfinite: counts.nonfinite,
        statistics,
    }
}

#[cfg(test)]
mod tests {
    use super::profile;
    use crate::reading::FileReader;
    use expect_test::expect;

    #[test]
    fn every_cell_of_every_row_is_counted_once() {
        let mut reader = FileReader::new("a.csv");
        reader.push(b"ms,model\n2,a\n4,a\nNaN,b\n,b\nn.a.x,b\n");
        let shown = profile(&reader.finish()).into_iter().map(|column| {
            let of = column.statistics;
            format!(
                "{}: n {} missing {} text {} nonfinite {} mean {:?} sd {:?}",
                column.name, of.n, of.missing, column.text, column.nonfinite, of.mean, of.sd
            )
        });
        expect![[r#"
            ms: n 2 missing 1 text 1 nonfinite 1 mean Some(3.0) sd Some(1.4142135623730951)
            model: n 0 missing 0 text 5 nonfinite 0 mean None sd None"#]]
        .assert_eq(&shown.collect::<Vec<_>>().join("\n"));
    }
}

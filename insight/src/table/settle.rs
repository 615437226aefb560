//! Columns whose every cell is a number with the same unit, or with grouped digits, become numbers.
//!
//! Takes a column as the file writes it, gives the column as it is meant; the written one stays with it.

use super::{Cell, Column, ColumnBuilder};
use crate::number;

/// The column with the unit of its cells taken off; the same column where its texts are not all numbers of one unit.
pub(super) fn settle(written: Column) -> Column {
    let Some(unit) = common_unit(&written) else { return written };
    let mut builder = ColumnBuilder::new(written.name.clone());
    for cell in written.cells() {
        match cell {
            Cell::Number(number) | Cell::NonFinite(number) => builder.push_number(number),
            Cell::Missing => builder.push_missing(),
            Cell::Text(text) => match read(text) {
                Some((number, _)) => builder.push_number(number),
                None => builder.push_missing(),
            },
        }
    }
    let mut settled = builder.close();
    settled.unit_written = if unit.is_empty() { written.unit_written.clone() } else { Some(unit) };
    settled.written = Some(Box::new(written));
    settled
}

/// The unit that all texts share, empty for grouped digits; words for an absent value do not count.
fn common_unit(column: &Column) -> Option<String> {
    let mut common: Option<String> = None;
    let mut agree = true;
    column.each_text(&mut |text| {
        agree = match (read(text), &common) {
            (None, _) => number::is_absence(text),
            (Some((_, unit)), Some(known)) => unit == known,
            (Some((_, unit)), None) => {
                common = Some(unit.to_owned());
                true
            }
        };
        agree
    });
    // A bare number among cells with a unit has another meaning, or none.
    let bare = column.counts().numbers > 0;
    common.filter(|unit| agree && (unit.is_empty() || !bare))
}

fn read(text: &str) -> Option<(f64, &str)> {
    number::grouped(text).map(|number| (number, "")).or_else(|| number::with_unit(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cells: &[&str], expected: &str) {
        let mut builder = ColumnBuilder::new("c");
        cells.iter().for_each(|cell| builder.push_written(cell));
        let column = builder.finish();
        let shown: Vec<String> = column.cells().map(|cell| format!("{cell:?}")).collect();
        assert_eq!(format!("{} {:?}", shown.join(" "), column.unit_written), expected);
        assert_eq!(column.written().len(), cells.len());
    }

    #[test]
    fn a_unit_in_every_cell_belongs_to_the_column() {
        check(&["53.51 W", " 1,053.5 W", ""], "Number(53.51) Number(1053.5) Missing Some(\"W\")");
        check(&["5 W", "[N/A]"], "Number(5.0) Missing Some(\"W\")");
        check(&["1,024", "512"], "Number(1024.0) Number(512.0) None");
        check(&["5 W", "5 kW"], "Text(\"5 W\") Text(\"5 kW\") None");
        check(&["5 W", "5"], "Text(\"5 W\") Number(5.0) None");
        check(&["n/a", "5"], "Text(\"n/a\") Number(5.0) None");
        check(&["8b", "4b"], "Text(\"8b\") Text(\"4b\") None");
    }
}

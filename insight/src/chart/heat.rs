//! Two settings as a grid: the darker a cell, the more; every cell says its value.

use super::{WIDTH, escape, open, shortened};
use crate::shown::format_value;
use std::fmt::Write;

const LEFT: f64 = 150.0;
const TOP: f64 = 62.0;
const ROW: f64 = 30.0;

/// A grid of values.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Grid {
    /// Name and levels across.
    pub across: (String, Vec<String>),
    /// Name and levels downwards.
    pub down: (String, Vec<String>),
    /// Row by row; `None` where nothing was measured.
    pub cells: Vec<Option<f64>>,
}

/// Draws it.
pub(crate) fn heat(title: &str, unit: &str, grid: &Grid) -> String {
    let (columns, rows) = (grid.across.1.len().max(1), grid.down.1.len());
    let width = (WIDTH - LEFT) / columns as f64;
    let values = || grid.cells.iter().flatten().copied().filter(|value| value.is_finite());
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    let told: Vec<String> = (0..grid.cells.len()).map(|at| grid.told(at, unit)).collect();
    let mut svg = String::new();
    open(&mut svg, "heat", TOP + ROW * rows as f64 + 8.0, title, &told.join("; "));
    let _ = write!(
        svg,
        "<text class=\"label\" x=\"{LEFT}\" y=\"36\">{}</text><text class=\"label\" x=\"0\" y=\"54\">{}</text>",
        escape(&shortened(&grid.across.0)),
        escape(&shortened(&grid.down.0))
    );
    for (at, level) in grid.across.1.iter().enumerate() {
        let x = LEFT + width * (at as f64 + 0.5);
        let _ = write!(
            svg,
            "<text class=\"tick\" x=\"{x:.1}\" y=\"54\" text-anchor=\"middle\" fill-opacity=\"0.75\">{}</text>",
            escape(&shortened(level))
        );
    }
    for (at, level) in grid.down.1.iter().enumerate() {
        let y = TOP + ROW * (at as f64 + 0.5) + 4.0;
        let _ = write!(svg, "<text class=\"label\" x=\"0\" y=\"{y:.1}\">{}</text>", escape(&shortened(level)));
    }
    for (at, (value, told)) in grid.cells.iter().zip(&told).enumerate() {
        let (x, y) = (LEFT + width * (at % columns) as f64, TOP + ROW * (at / columns) as f64);
        // Halves first: the difference of two huge values leaves the range of a double.
        let share =
            value.map_or(0.0, |it| if high > low { (it / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0) } else { 0.5 });
        let shown = value.map_or("–".to_owned(), |value| format_value(value, unit));
        let number = shown.strip_suffix(unit).filter(|_| columns > 4).unwrap_or(&shown);
        let _ = write!(
            svg,
            "<g class=\"cell\"><title>{}</title><rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" \
             fill-opacity=\"{:.2}\"/><text class=\"value\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text></g>",
            escape(told),
            x + 1.0,
            y + 1.0,
            width - 2.0,
            ROW - 2.0,
            0.04 + 0.36 * share,
            x + width / 2.0,
            y + ROW / 2.0 + 4.0,
            escape(number.trim_end())
        );
    }
    svg.push_str("</svg>");
    svg
}

impl Grid {
    fn told(&self, at: usize, unit: &str) -> String {
        let columns = self.across.1.len().max(1);
        let level = |levels: &[String], at: usize| levels.get(at).cloned().unwrap_or_default();
        let value = self.cells.get(at).copied().flatten();
        let value = value.map_or("not measured".to_owned(), |value| format_value(value, unit));
        let (down, across) = (level(&self.down.1, at / columns), level(&self.across.1, at % columns));
        format!("{} {down}, {} {across}: {value}", self.down.0, self.across.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_says_its_value_and_the_largest_is_the_darkest() {
        let grid = Grid {
            across: ("a".to_owned(), vec!["1".to_owned(), "2".to_owned()]),
            down: ("<b>".to_owned(), vec!["x".to_owned(), "y".to_owned()]),
            cells: vec![Some(1.0), Some(2.0), None, Some(3.0)],
        };
        let svg = heat("decode", "tokens/s", &grid);
        assert_eq!(svg.matches("class=\"cell\"").count(), 4);
        assert!(svg.contains("&lt;b&gt; y, a 1: not measured; &lt;b&gt; y, a 2: 3 tokens/s"), "{svg}");
        assert_eq!(svg.matches("fill-opacity=\"0.40\"").count(), 1);
        assert!(!svg.contains("<b>") && !svg.contains("NaN"));
    }
}

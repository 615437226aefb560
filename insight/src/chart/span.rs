//! Intervals below each other on one axis, with a band around zero.

use super::axis::Axis;
use super::{BOTTOM, LEFT, RIGHT, TOP, WIDTH, draw_axis, escape, open, shortened};
use crate::shown::format_value;
use std::fmt::Write;

const ROW: f64 = 26.0;

/// One row: a place and, where it is known, the interval around it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Span {
    /// What it is of.
    pub name: String,
    /// A class that a style sheet colors.
    pub class: &'static str,
    /// The estimate.
    pub place: f64,
    /// Both ends.
    pub ends: Option<[f64; 2]>,
}

/// What lies around zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Band {
    /// Where the band begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// Nothing farther from zero widens the axis; it ends at the edge of the picture.
    pub most: f64,
}

/// Draws them, one row each.
pub(crate) fn spans(title: &str, unit: &str, rows: &[Span], band: &Band) -> String {
    let bottom = TOP + ROW * rows.len() as f64;
    let mut svg = String::new();
    let told: Vec<String> = rows.iter().map(|row| row.told(unit)).collect();
    open(&mut svg, "spans", bottom + BOTTOM, title, &told.join("; "));
    let ends =
        rows.iter().flat_map(|row| row.ends.unwrap_or([row.place; 2])).map(|end| end.clamp(-band.most, band.most));
    if let Some(axis) = Axis::over(ends.chain([band.from, band.to, 0.0]), unit, LEFT, WIDTH - RIGHT) {
        let (from, to, zero) = (axis.place(band.from), axis.place(band.to), axis.place(0.0));
        let _ = write!(
            svg,
            "<rect class=\"band\" x=\"{from:.1}\" y=\"{TOP}\" width=\"{:.1}\" height=\"{:.1}\" fill-opacity=\"0.1\"/>",
            to - from,
            bottom - TOP
        );
        draw_axis(&mut svg, &axis, bottom);
        let _ = write!(
            svg,
            "<line class=\"zero\" x1=\"{zero:.1}\" x2=\"{zero:.1}\" y1=\"{TOP}\" y2=\"{bottom:.1}\" stroke=\"currentColor\"/>"
        );
        for ((at, row), told) in rows.iter().enumerate().zip(&told) {
            row.draw(&mut svg, &axis, TOP + ROW * (at as f64 + 0.5), told);
        }
    }
    svg.push_str("</svg>");
    svg
}

impl Span {
    fn told(&self, unit: &str) -> String {
        let value = |value: f64| format_value(value, unit);
        let ends =
            self.ends.map_or("no interval".to_owned(), |[low, high]| format!("{} to {}", value(low), value(high)));
        format!("{}: {} ({ends}), {}", self.name, value(self.place), self.class)
    }

    fn draw(&self, svg: &mut String, axis: &Axis, y: f64, told: &str) {
        let x = axis.place(self.place);
        let _ = write!(
            svg,
            "<g class=\"span {}\"><title>{}</title><text class=\"label\" x=\"0\" y=\"{:.1}\">{}</text>",
            self.class,
            escape(told),
            y + 4.0,
            escape(&shortened(&self.name))
        );
        if let Some([low, high]) = self.ends.map(|ends| ends.map(|end| axis.place(end))) {
            let _ = write!(
                svg,
                "<line class=\"interval\" x1=\"{low:.1}\" x2=\"{high:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\" \
                 stroke=\"currentColor\" stroke-width=\"3\"/>"
            );
        }
        let _ = write!(svg, "<circle class=\"place\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.5\"/></g>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_drawn_and_told_and_its_name_is_escaped() {
        let row = |name: &str, ends| Span { name: name.to_owned(), class: "worse", place: 5.0, ends };
        let band = Band { from: -2.0, to: 2.0, most: 20.0 };
        let svg = spans("Change", "%", &[row("<b>", Some([3.0, 900.0])), row("alone", None)], &band);
        assert_eq!(svg.matches("<g class=\"span worse\">").count(), 2);
        assert_eq!(svg.matches("class=\"interval\"").count(), 1);
        assert!(svg.contains("&lt;b&gt;: 5 % (3 % to 900 %), worse; alone: 5 % (no interval), worse"), "{svg}");
        assert!(!svg.contains("<b>") && !svg.contains("NaN"));
    }
}

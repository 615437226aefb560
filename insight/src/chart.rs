//! Pictures as SVG text: pure geometry, no script, no color of its own.
//!
//! Takes values in their base unit, gives text that the page, the HTML export and the command line show alike. Marks carry classes
//! that a style sheet colors; without one they take the color of the text around them. All text is escaped.

mod axis;
mod curve;
mod effects;
mod heat;
mod scatter;
mod span;

use crate::shown::{format_count, format_value};
use crate::statistics::describe;
use crate::summary::Statistics;
use axis::Axis;
pub(crate) use curve::{Axes, Joint, curve};
pub(crate) use effects::{Mark, effects};
pub(crate) use heat::{Grid, heat};
pub(crate) use scatter::{Dot, scatter};
pub(crate) use span::{Band, Span, spans};
use std::fmt::Write;

const WIDTH: f64 = 720.0;
const LEFT: f64 = 184.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 30.0;
const ROW: f64 = 46.0;
const BOTTOM: f64 = 42.0;

/// Values that are drawn one by one; above this a group is drawn as bars.
const DOTS: usize = 200;
/// Bars of one group.
const BARS: usize = 48;
/// Groups in one picture.
const GROUPS: usize = 40;
/// Letters of a label.
const LETTERS: usize = 26;

/// Draws the values of one metric, one row a group: dots or bars, quartiles, median, smallest and largest.
///
/// Unit: base unit of the values. Values that are not finite are left out; groups beyond the fortieth are counted below the axis.
pub fn distribution(title: &str, unit: &str, groups: &[(String, Vec<f64>)]) -> String {
    let rows: Vec<Row> = groups.iter().take(GROUPS).map(|(name, values)| Row::of(name, values)).collect();
    let axis = Axis::over(rows.iter().flat_map(|row| row.values.iter().copied()), unit, LEFT, WIDTH - RIGHT);
    let bottom = TOP + ROW * rows.len() as f64;
    let height = bottom + BOTTOM;
    let mut svg = String::new();
    open(&mut svg, "distribution", height, title, &told(&rows, unit));
    if let Some(axis) = &axis {
        draw_axis(&mut svg, axis, bottom);
        for (at, row) in rows.iter().enumerate() {
            row.draw(&mut svg, axis, TOP + ROW * at as f64, unit);
        }
    } else {
        let _ = write!(svg, "<text class=\"label\" x=\"0\" y=\"{:.1}\">no values</text>", TOP + 20.0);
    }
    if let Some(more) = groups.len().checked_sub(GROUPS).filter(|more| *more > 0) {
        let _ = write!(svg, "<text class=\"label\" x=\"0\" y=\"{:.1}\">and {more} more groups</text>", height - 6.0);
    }
    svg.push_str("</svg>");
    svg
}

fn open(svg: &mut String, class: &str, height: f64, title: &str, told: &str) {
    let _ = write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{class}\" role=\"img\" viewBox=\"0 0 {WIDTH} {height}\" \
         width=\"{WIDTH}\" height=\"{height}\" font-size=\"12\" fill=\"currentColor\"><title>{}</title><desc>{}</desc>",
        escape(title),
        escape(told)
    );
    let _ = write!(svg, "<text class=\"title\" x=\"0\" y=\"16\" font-weight=\"600\">{}</text>", escape(title));
}

fn draw_axis(svg: &mut String, axis: &Axis, bottom: f64) {
    for tick in &axis.ticks {
        let x = axis.place(tick.value);
        let _ = write!(
            svg,
            "<line class=\"grid\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{TOP}\" y2=\"{bottom:.1}\" stroke=\"currentColor\" \
             stroke-opacity=\"0.15\"/><text class=\"tick\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\" \
             fill-opacity=\"0.75\">{}</text>",
            bottom + 16.0,
            escape(&tick.text)
        );
    }
    let _ = write!(
        svg,
        "<text class=\"unit\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\" fill-opacity=\"0.75\">{}</text>",
        WIDTH - RIGHT,
        bottom + 34.0,
        escape(&axis.unit)
    );
}

/// One group, described.
struct Row<'a> {
    name: &'a str,
    values: Vec<f64>,
    statistics: Statistics,
}

impl<'a> Row<'a> {
    fn of(name: &'a str, values: &[f64]) -> Self {
        let values: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
        Self { name, statistics: describe(&mut values.clone(), 0, 0), values }
    }

    fn draw(&self, svg: &mut String, axis: &Axis, top: f64, unit: &str) {
        let middle = top + ROW / 2.0;
        let _ = write!(svg, "<g class=\"group\"><title>{}</title>", escape(&self.told(unit)));
        let _ = write!(
            svg,
            "<text class=\"label\" x=\"0\" y=\"{:.1}\">{}</text>",
            middle + 4.0,
            escape(&shortened(self.name))
        );
        if self.values.len() > DOTS {
            self.draw_bars(svg, axis, middle);
        } else {
            self.draw_dots(svg, axis, middle);
        }
        self.draw_places(svg, axis, middle + 15.0);
        svg.push_str("</g>");
    }

    /// Every value a dot; rows of the file follow each other from top to bottom and over again, so that equal values part.
    fn draw_dots(&self, svg: &mut String, axis: &Axis, middle: f64) {
        const LANES: [f64; 5] = [-4.0, -10.0, 2.0, -7.0, -1.0];
        for (at, value) in self.values.iter().enumerate() {
            let y = middle + LANES[at % LANES.len()] - 2.0;
            let x = axis.place(*value);
            let _ = write!(svg, "<circle class=\"dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.5\" fill-opacity=\"0.45\"/>");
        }
    }

    /// Many values as bars whose height is the number of values in them.
    fn draw_bars(&self, svg: &mut String, axis: &Axis, middle: f64) {
        let (Some(low), Some(high)) = (self.statistics.min, self.statistics.max) else { return };
        let (from, to) = (axis.place(low), axis.place(high));
        let width = ((to - from) / BARS as f64).max(1.0);
        let mut counts = [0_u64; BARS];
        for value in &self.values {
            let bar = ((axis.place(*value) - from) / width) as usize;
            counts[bar.min(BARS - 1)] += 1;
        }
        let most = counts.iter().copied().max().unwrap_or(1).max(1) as f64;
        for (at, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let height = (*count as f64 / most * 24.0).max(0.5);
            let _ = write!(
                svg,
                "<rect class=\"bar\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{height:.1}\" fill-opacity=\"0.45\"/>",
                from + at as f64 * width,
                middle + 8.0 - height,
                (width - 0.4).max(0.6)
            );
        }
    }

    /// Smallest to largest as a line, the quartiles as a box, the median as a mark.
    fn draw_places(&self, svg: &mut String, axis: &Axis, y: f64) {
        let place = |value: Option<f64>| value.map(|value| axis.place(value));
        if let (Some(low), Some(high)) = (place(self.statistics.min), place(self.statistics.max)) {
            let _ = write!(
                svg,
                "<line class=\"whisker\" x1=\"{low:.1}\" x2=\"{high:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\" \
                 stroke=\"currentColor\" stroke-opacity=\"0.5\"/>"
            );
        }
        if let (Some(low), Some(high)) = (place(self.statistics.p25), place(self.statistics.p75)) {
            let _ = write!(
                svg,
                "<rect class=\"box\" x=\"{low:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"6\" fill-opacity=\"0.6\"/>",
                y - 3.0,
                (high - low).max(0.5)
            );
        }
        if let Some(x) = place(self.statistics.median) {
            let _ = write!(
                svg,
                "<line class=\"median\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{:.1}\" y2=\"{:.1}\" stroke=\"currentColor\" \
                 stroke-width=\"2.5\"/>",
                y - 6.0,
                y + 6.0
            );
        }
    }

    /// The row in words.
    fn told(&self, unit: &str) -> String {
        let it = &self.statistics;
        let shown = |value: Option<f64>| value.map_or_else(String::new, |value| format_value(value, unit));
        match it.n {
            0 => format!("{}: no values", self.name),
            1 => format!("{}: one value, {}", self.name, shown(it.median)),
            n => format!(
                "{}: {} values from {} to {}, median {}, half of them from {} to {}",
                self.name,
                format_count(n),
                shown(it.min),
                shown(it.max),
                shown(it.median),
                shown(it.p25),
                shown(it.p75)
            ),
        }
    }
}

/// The picture in words.
fn told(rows: &[Row<'_>], unit: &str) -> String {
    rows.iter().map(|row| row.told(unit)).collect::<Vec<_>>().join(". ")
}

/// A label that fits its place: names of one kind differ at their ends as often as at their beginnings.
fn shortened(label: &str) -> String {
    let letters: Vec<char> = label.chars().collect();
    if letters.len() <= LETTERS {
        return label.to_owned();
    }
    let half = LETTERS / 2;
    let (begin, end) = (&letters[..half], &letters[letters.len() + 1 - half..]);
    format!("{}…{}", begin.iter().collect::<String>(), end.iter().collect::<String>())
}

/// Text that is safe inside SVG, whatever it holds.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // XML admits no other control character and no noncharacter, not even escaped.
            '\t' | '\n' | '\r' => safe.push(' '),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {}
            letter => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(unit: &str, groups: &[(&str, Vec<f64>)], expected: &Expect) {
        let groups: Vec<(String, Vec<f64>)> =
            groups.iter().map(|(name, values)| ((*name).to_owned(), values.clone())).collect();
        expected.assert_eq(&distribution("first token", unit, &groups).replace('>', ">\n"));
    }

    #[test]
    fn a_small_group_is_dots_with_quartiles() {
        check(
            "s",
            &[("a", vec![0.1, 0.2, 0.4])],
            &expect![[r#"
            <svg xmlns="http://www.w3.org/2000/svg" class="distribution" role="img" viewBox="0 0 720 118" width="720" height="118" font-size="12" fill="currentColor">
            <title>
            first token</title>
            <desc>
            a: 3 values from 100 ms to 400 ms, median 200 ms, half of them from 150 ms to 300 ms</desc>
            <text class="title" x="0" y="16" font-weight="600">
            first token</text>
            <line class="grid" x1="184.0" x2="184.0" y1="30" y2="76.0" stroke="currentColor" stroke-opacity="0.15"/>
            <text class="tick" x="184.0" y="92.0" text-anchor="middle" fill-opacity="0.75">
            0</text>
            <line class="grid" x1="309.2" x2="309.2" y1="30" y2="76.0" stroke="currentColor" stroke-opacity="0.15"/>
            <text class="tick" x="309.2" y="92.0" text-anchor="middle" fill-opacity="0.75">
            100</text>
            <line class="grid" x1="434.5" x2="434.5" y1="30" y2="76.0" stroke="currentColor" stroke-opacity="0.15"/>
            <text class="tick" x="434.5" y="92.0" text-anchor="middle" fill-opacity="0.75">
            200</text>
            <line class="grid" x1="559.7" x2="559.7" y1="30" y2="76.0" stroke="currentColor" stroke-opacity="0.15"/>
            <text class="tick" x="559.7" y="92.0" text-anchor="middle" fill-opacity="0.75">
            300</text>
            <line class="grid" x1="685.0" x2="685.0" y1="30" y2="76.0" stroke="currentColor" stroke-opacity="0.15"/>
            <text class="tick" x="685.0" y="92.0" text-anchor="middle" fill-opacity="0.75">
            400</text>
            <text class="unit" x="700.0" y="110.0" text-anchor="end" fill-opacity="0.75">
            ms</text>
            <g class="group">
            <title>
            a: 3 values from 100 ms to 400 ms, median 200 ms, half of them from 150 ms to 300 ms</title>
            <text class="label" x="0" y="57.0">
            a</text>
            <circle class="dot" cx="309.2" cy="47.0" r="2.5" fill-opacity="0.45"/>
            <circle class="dot" cx="434.5" cy="41.0" r="2.5" fill-opacity="0.45"/>
            <circle class="dot" cx="685.0" cy="53.0" r="2.5" fill-opacity="0.45"/>
            <line class="whisker" x1="309.2" x2="685.0" y1="68.0" y2="68.0" stroke="currentColor" stroke-opacity="0.5"/>
            <rect class="box" x="371.9" y="65.0" width="187.9" height="6" fill-opacity="0.6"/>
            <line class="median" x1="434.5" x2="434.5" y1="62.0" y2="74.0" stroke="currentColor" stroke-width="2.5"/>
            </g>
            </svg>
        "#]],
        );
    }

    #[test]
    fn a_picture_of_many_values_has_few_marks() {
        let values: Vec<f64> = (0..100_000).map(|at| f64::from(at % 997)).collect();
        let svg = distribution("t", "", &[("many".to_owned(), values)]);
        assert!(svg.matches("<rect").count() <= BARS + 1);
        assert!(svg.len() < 12_000, "{}", svg.len());
    }

    #[test]
    fn nothing_in_a_label_becomes_markup() {
        let svg = distribution("<b>", "</svg>", &[("\"><script>\u{1}".to_owned(), vec![1.0, f64::NAN])]);
        assert!(!svg.contains("<b>") && !svg.contains("<script") && !svg.contains('\u{1}'));
        assert_eq!(svg.matches("</svg>").count(), 1);
    }

    #[test]
    fn no_values_and_equal_values_are_drawn_all_the_same() {
        assert!(distribution("t", "s", &[]).contains("no values"));
        assert!(distribution("t", "s", &[("a".to_owned(), vec![])]).contains("a: no values"));
        for value in [0.0, -3.0, 1e300, 1e-300] {
            let svg = distribution("t", "s", &[("a".to_owned(), vec![value; 5])]);
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
        }
    }
}

//! Means of the levels of settings below each other on one axis, each with its interval where it has one.

use super::axis::Axis;
use super::{BOTTOM, LEFT, RIGHT, TOP, WIDTH, draw_axis, escape, open, shortened};
use crate::shown::format_value;
use std::fmt::Write;

const ROW: f64 = 22.0;
/// Rows of one picture.
const ROWS: usize = 60;

/// One level.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mark {
    /// The setting; rows of one setting follow each other.
    pub setting: String,
    /// The level.
    pub level: String,
    /// Its mean.
    pub place: f64,
    /// Both ends of its interval.
    pub ends: Option<[f64; 2]>,
}

/// Draws them, one row each, the means of one setting joined by a line.
pub(crate) fn effects(title: &str, unit: &str, marks: &[Mark]) -> String {
    let marks = &marks[..marks.len().min(ROWS)];
    let bottom = TOP + ROW * marks.len() as f64;
    let told: Vec<String> = marks.iter().map(|mark| mark.told(unit)).collect();
    let mut svg = String::new();
    open(&mut svg, "effects", bottom + BOTTOM, title, &told.join("; "));
    let ends = marks.iter().flat_map(|mark| mark.ends.unwrap_or([mark.place; 2]));
    if let Some(axis) = Axis::over(ends, unit, LEFT, WIDTH - RIGHT) {
        draw_axis(&mut svg, &axis, bottom);
        let y = |at: usize| TOP + ROW * (at as f64 + 0.5);
        for (at, pair) in marks.windows(2).enumerate().filter(|(_, pair)| pair[0].setting == pair[1].setting) {
            let [from, to] = [&pair[0], &pair[1]].map(|mark| axis.place(mark.place));
            let _ = write!(
                svg,
                "<line class=\"join\" x1=\"{from:.1}\" x2=\"{to:.1}\" y1=\"{:.1}\" y2=\"{:.1}\" stroke=\"currentColor\" \
                 stroke-opacity=\"0.35\"/>",
                y(at),
                y(at + 1)
            );
        }
        for ((at, mark), told) in marks.iter().enumerate().zip(&told) {
            mark.draw(&mut svg, &axis, y(at), told);
        }
    }
    svg.push_str("</svg>");
    svg
}

impl Mark {
    fn told(&self, unit: &str) -> String {
        let value = |value: f64| format_value(value, unit);
        let ends = self.ends.map_or(String::new(), |[low, high]| format!(" ({} to {})", value(low), value(high)));
        format!("{} {}: {}{ends}", self.setting, self.level, value(self.place))
    }

    fn draw(&self, svg: &mut String, axis: &Axis, y: f64, told: &str) {
        let label = shortened(&format!("{} {}", self.setting, self.level));
        let _ = write!(
            svg,
            "<g class=\"mark\"><title>{}</title><text class=\"label\" x=\"0\" y=\"{:.1}\">{}</text>",
            escape(told),
            y + 4.0,
            escape(&label)
        );
        if let Some([low, high]) = self.ends.map(|ends| ends.map(|end| axis.place(end))) {
            let _ = write!(
                svg,
                "<line class=\"interval\" x1=\"{low:.1}\" x2=\"{high:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\" \
                 stroke=\"currentColor\" stroke-width=\"3\" stroke-opacity=\"0.5\"/>"
            );
        }
        let _ =
            write!(svg, "<circle class=\"place\" cx=\"{:.1}\" cy=\"{y:.1}\" r=\"4.5\"/></g>", axis.place(self.place));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_is_drawn_and_told_and_levels_of_one_setting_are_joined() {
        let mark = |setting: &str, level: &str, ends| Mark {
            setting: setting.to_owned(),
            level: level.to_owned(),
            place: 5.0,
            ends,
        };
        let marks = [mark("<a>", "1", Some([4.0, 6.0])), mark("<a>", "2", None), mark("b", "x", None)];
        let svg = effects("decode", "tokens/s", &marks);
        assert_eq!((svg.matches("class=\"mark\"").count(), svg.matches("class=\"join\"").count()), (3, 1));
        assert!(svg.contains("&lt;a&gt; 1: 5 tokens/s (4 tokens/s to 6 tokens/s)"), "{svg}");
        assert!(!svg.contains("<a>") && !svg.contains("NaN"));
    }
}

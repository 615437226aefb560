//! One time over what a server answers: points joined in the order of their load, and a line that none should cross.

use super::axis::Axis;
use super::{RIGHT, TOP, WIDTH, draw_axis, escape, open};
use crate::shown::format_value;
use std::fmt::Write;

const HEIGHT: f64 = 300.0;
const LEFT: f64 = 84.0;
const BOTTOM: f64 = 42.0;
/// Dots closer than this share a label.
const NEAR: f64 = 16.0;

/// One point.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Joint {
    /// What it is called beside its dot.
    pub name: String,
    /// Across, in the unit of the axis.
    pub x: f64,
    /// Up.
    pub y: f64,
    /// Whether it is drawn hollow and not joined to the others.
    pub apart: bool,
}

/// What the two axes are of: words and unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Axes<'a> {
    /// Across.
    pub x: (&'a str, &'a str),
    /// Up.
    pub y: (&'a str, &'a str),
}

/// Draws them with the limit, where there is one.
pub(crate) fn curve(title: &str, axes: &Axes<'_>, marks: &[Joint], limit: Option<f64>) -> String {
    let bottom = HEIGHT - BOTTOM;
    let told: Vec<String> = marks.iter().map(|mark| mark.told(axes)).collect();
    let mut svg = String::new();
    open(&mut svg, "curve", HEIGHT, title, &told.join("; "));
    let across = Axis::over(marks.iter().map(|mark| mark.x), axes.x.1, LEFT, WIDTH - RIGHT - 40.0);
    let up = Axis::over(marks.iter().map(|mark| mark.y).chain(limit), axes.y.1, bottom, TOP + 12.0);
    if let (Some(across), Some(up)) = (across, up) {
        draw_axis(&mut svg, &across, bottom);
        for tick in &up.ticks {
            let y = up.place(tick.value);
            let _ = write!(
                svg,
                "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\" stroke=\"currentColor\" stroke-opacity=\"0.15\"/>\
                 <text class=\"tick\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\" fill-opacity=\"0.75\">{}</text>",
                WIDTH - RIGHT,
                LEFT - 8.0,
                y + 4.0,
                escape(&tick.text)
            );
        }
        let _ = write!(
            svg,
            "<text class=\"unit\" x=\"{LEFT}\" y=\"{:.1}\" fill-opacity=\"0.75\">{}</text>",
            TOP + 2.0,
            escape(&up.unit)
        );
        if let Some(limit) = limit {
            let y = up.place(limit);
            let _ = write!(
                svg,
                "<line class=\"limit\" x1=\"{LEFT}\" x2=\"{:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\" stroke=\"currentColor\" stroke-dasharray=\"6 4\"/>\
                 <text class=\"limit\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                WIDTH - RIGHT,
                WIDTH - RIGHT,
                y - 5.0,
                escape(&format_value(limit, axes.y.1))
            );
        }
        let joined: Vec<String> = marks
            .iter()
            .filter(|mark| !mark.apart)
            .map(|mark| format!("{:.1},{:.1}", across.place(mark.x), up.place(mark.y)))
            .collect();
        let _ = write!(
            svg,
            "<polyline class=\"line\" points=\"{}\" fill=\"none\" stroke=\"currentColor\"/>",
            joined.join(" ")
        );
        let mut labels: Vec<(f64, f64, String)> = Vec::new();
        for (mark, told) in marks.iter().zip(&told) {
            let (x, y) = (across.place(mark.x), up.place(mark.y));
            let (class, fill) = if mark.apart { ("apart", "none") } else { ("place", "currentColor") };
            let _ = write!(
                svg,
                "<g class=\"mark {class}\"><title>{}</title><circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.5\" fill=\"{fill}\" stroke=\"currentColor\"/></g>",
                escape(told)
            );
            // Names of dots that lie on each other would be unreadable one by one.
            match labels.iter_mut().find(|(of, at, _)| (of - x).abs() < NEAR && (at - y).abs() < NEAR) {
                Some((.., names)) => *names += &format!(", {}", mark.name),
                None => labels.push((x, y, mark.name.clone())),
            }
        }
        for (x, y, names) in labels {
            let (x, y) = (x + 8.0, y - 6.0);
            let _ = write!(svg, "<text class=\"label\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>", escape(&names));
        }
    }
    svg.push_str("</svg>");
    svg
}

impl Joint {
    fn told(&self, axes: &Axes<'_>) -> String {
        let apart = if self.apart { ", the queue grew" } else { "" };
        let (x, y) = (format_value(self.x, axes.x.1), format_value(self.y, axes.y.1));
        format!("{}: {} {y} at {x}{apart}", self.name, axes.y.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_joined_but_for_those_apart_and_the_limit_is_a_line() {
        let mark = |name: &str, x: f64, y: f64, apart| Joint { name: name.to_owned(), x, y, apart };
        let axes = Axes { x: ("answered", "requests/s"), y: ("TTFT p99", "s") };
        let marks = [mark("1", 1.0, 0.2, false), mark("2", 1.9, 0.3, false), mark("<8>", 2.8, 212.0, true)];
        let svg = curve("Load", &axes, &marks, Some(0.5));
        assert_eq!((svg.matches("<circle").count(), svg.matches("class=\"limit\"").count()), (3, 2));
        assert_eq!(svg.matches("points=\"").count(), 1);
        assert!(svg.contains("TTFT p99 300 ms at 1.90 requests/s") && svg.contains("&lt;8&gt;"), "{svg}");
        let near = [mark("8", 2.88, 0.126, true), mark("inf", 2.88, 0.126, true), mark("1", 1.0, 0.04, false)];
        let svg = curve("Load", &axes, &near, None);
        assert!(svg.contains(">8, inf</text>") && svg.contains(">1</text>"), "{svg}");
        assert!(!svg.contains("NaN") && !curve("Load", &axes, &[], None).contains("NaN"));
    }
}

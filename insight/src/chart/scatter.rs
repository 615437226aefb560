//! Two metrics against each other, a dot a setting, those of the front joined.

use super::axis::Axis;
use super::{BOTTOM, RIGHT, WIDTH, draw_axis, escape, open};
use std::fmt::Write;

const LEFT: f64 = 76.0;
const TOP: f64 = 30.0;
const HEIGHT: f64 = 260.0;

/// One dot.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Dot {
    /// Across.
    pub x: f64,
    /// Upwards.
    pub y: f64,
    /// A class that a style sheet colors.
    pub class: &'static str,
    /// What it is, with its values.
    pub told: String,
}

/// Draws them; dots of class `front` are joined from left to right.
pub(crate) fn scatter(title: &str, across: (&str, &str), up: (&str, &str), dots: &[Dot]) -> String {
    let bottom = TOP + HEIGHT;
    let mut svg = String::new();
    let told: Vec<&str> = dots.iter().map(|dot| dot.told.as_str()).collect();
    open(&mut svg, "scatter", bottom + BOTTOM, title, &told.join("; "));
    let x = Axis::over(dots.iter().map(|dot| dot.x), across.1, LEFT, WIDTH - RIGHT);
    let y = Axis::over(dots.iter().map(|dot| dot.y), up.1, bottom, TOP);
    if let (Some(x), Some(y)) = (x, y) {
        draw_axis(&mut svg, &x, bottom);
        for tick in &y.ticks {
            let at = y.place(tick.value);
            let _ = write!(
                svg,
                "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{:.1}\" y1=\"{at:.1}\" y2=\"{at:.1}\" stroke=\"currentColor\" \
                 stroke-opacity=\"0.15\"/><text class=\"tick\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\" \
                 fill-opacity=\"0.75\">{}</text>",
                WIDTH - RIGHT,
                LEFT - 6.0,
                at + 4.0,
                escape(&tick.text)
            );
        }
        let _ = write!(
            svg,
            "<text class=\"unit\" x=\"{LEFT}\" y=\"{:.1}\" fill-opacity=\"0.75\">{} →, {} ({}) ↑</text>",
            bottom + 34.0,
            escape(across.0),
            escape(up.0),
            escape(&y.unit)
        );
        let mut front: Vec<&Dot> = dots.iter().filter(|dot| dot.class == "front").collect();
        front.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
        let points: Vec<String> =
            front.iter().map(|dot| format!("{:.1},{:.1}", x.place(dot.x), y.place(dot.y))).collect();
        let _ = write!(
            svg,
            "<polyline class=\"join\" points=\"{}\" fill=\"none\" stroke=\"currentColor\" stroke-opacity=\"0.35\"/>",
            points.join(" ")
        );
        for dot in dots {
            let (radius, opacity) = if dot.class == "front" { (5.0, 1.0) } else { (3.5, 0.45) };
            let _ = write!(
                svg,
                "<circle class=\"dot {}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"{radius}\" fill-opacity=\"{opacity}\"><title>{}</title></circle>",
                dot.class,
                x.place(dot.x),
                y.place(dot.y),
                escape(&dot.told)
            );
        }
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dot_is_drawn_and_the_front_is_joined() {
        let dot = |x: f64, y: f64, class| Dot { x, y, class, told: format!("<{x}>") };
        let dots = [dot(2.0, 1.0, "front"), dot(1.0, 2.0, "beaten"), dot(1.5, 0.5, "front")];
        let svg = scatter("front", ("decode", "tokens/s"), ("first token", "s"), &dots);
        assert_eq!((svg.matches("<circle").count(), svg.matches("dot front").count()), (3, 2));
        assert!(svg.contains("&lt;2&gt;") && !svg.contains("NaN"), "{svg}");
        assert!(scatter("none", ("a", ""), ("b", ""), &[]).ends_with("</svg>"));
    }
}

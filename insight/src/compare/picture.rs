//! The intervals of a comparison as one picture: a row a metric, no change in the middle, what does not matter as a band.

use super::effect::Interval;
use super::{Compared, Comparison};
use crate::chart::{Band, Span, spans};
use crate::statistics::median;

/// Metrics in one picture.
const ROWS: usize = 40;
/// An interval this many times as long as the others would leave them no room.
const FAR: f64 = 8.0;

/// The relative change of each metric with its interval, as SVG text; empty where nothing has one.
pub fn intervals(comparison: &Comparison) -> String {
    let rows: Vec<Span> = comparison.metrics.iter().filter_map(span).take(ROWS).collect();
    if rows.is_empty() {
        return String::new();
    }
    let reach = comparison.threshold * 100.0;
    let ends = |row: &Span| row.ends.map_or(row.place.abs(), |[low, high]| low.abs().max(high.abs()));
    let most = median(&mut rows.iter().map(ends).collect::<Vec<f64>>()).unwrap_or(0.0) * FAR;
    let band = Band { from: -reach, to: reach, most: most.max(reach * 3.0) };
    spans("Change from baseline to candidate, 95 % interval", "%", &rows, &band)
}

/// In percent; a logarithm becomes the share that it stands for.
fn span(it: &Compared) -> Option<Span> {
    let effect = it.effect.as_ref()?;
    let Interval { estimate, low, high, .. } = effect.relative?;
    let percent = |value: f64| 100.0 * if effect.is_logarithm { libm::expm1(value) } else { value };
    if ![low, high].map(percent).iter().all(|end| end.is_finite()) {
        return None;
    }
    Some(Span {
        name: super::written::title(it),
        class: it.verdict.word(),
        place: percent(estimate),
        ends: effect.is_covered().then(|| [percent(low), percent(high)]),
    })
}

//! Tables by the span of their columns, so that a table is looked for only in those that could hold it.
//!
//! What stands in a longer table lies, column by column, between its least and its largest value.

use super::digits::Numbers;
use super::sized::measured;
use super::{File, Place};
use std::collections::BTreeMap;

/// What a column measures: metric and statistic.
type Kind<'a> = (&'a str, Option<&'a str>);

/// From where to where the values of a column go, zero among them where one is left out.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Span {
    least: f64,
    most: f64,
    step: f64,
}

impl Span {
    fn of(numbers: &Numbers) -> Self {
        let none = Self { least: f64::INFINITY, most: f64::NEG_INFINITY, step: numbers.step };
        numbers.values.iter().map(|value| if value.is_finite() { *value } else { 0.0 }).fold(none, |span, value| Self {
            least: span.least.min(value),
            most: span.most.max(value),
            ..span
        })
    }

    /// Whether all values of the other one could stand here.
    fn holds(self, other: Self) -> bool {
        let slack = 0.51 * self.step.max(other.step) + 2e-9 * self.most.abs().max(self.least.abs());
        self.least - slack <= other.least && other.most <= self.most + slack
    }
}

/// Tables that measure the same, with the spans of their columns in the order of the kinds.
type Shape = Vec<(usize, Vec<Span>)>;

/// Some tables, ready to be searched.
pub(super) struct Spanned<'a> {
    /// The shape of each table.
    kinds: Vec<Vec<Kind<'a>>>,
    spans: Vec<Vec<Span>>,
    shapes: BTreeMap<Vec<Kind<'a>>, Shape>,
}

impl<'a> Spanned<'a> {
    pub(super) fn of(files: &'a [File], places: &[Place]) -> Self {
        let mut spanned = Self { kinds: Vec::new(), spans: Vec::new(), shapes: BTreeMap::new() };
        for (at, place) in places.iter().enumerate() {
            let mut columns: BTreeMap<Kind<'a>, Span> = BTreeMap::new();
            for (column, field) in measured(files, *place) {
                let kind = (field.metric.as_str(), field.statistic.as_deref());
                columns.entry(kind).or_insert_with(|| Span::of(&Numbers::of(files, *place, column)));
            }
            let kinds: Vec<Kind<'a>> = columns.keys().copied().collect();
            let spans: Vec<Span> = columns.into_values().collect();
            spanned.shapes.entry(kinds.clone()).or_default().push((at, spans.clone()));
            spanned.kinds.push(kinds);
            spanned.spans.push(spans);
        }
        spanned
    }

    /// The tables before this one that could hold it, in order.
    pub(super) fn before(&self, at: usize) -> Vec<usize> {
        let (kinds, own) = (&self.kinds[at], &self.spans[at]);
        let mut found = Vec::new();
        for (others, shape) in &self.shapes {
            let place = |kind: &Kind<'_>| others.binary_search(kind).ok();
            let shared: Vec<(usize, usize)> =
                kinds.iter().enumerate().filter_map(|(at, kind)| Some((at, place(kind)?))).collect();
            if shared.is_empty() {
                continue;
            }
            let earlier = shape.iter().take_while(|(other, _)| *other < at);
            let fits = earlier.filter(|(_, spans)| shared.iter().all(|(a, b)| spans[*b].holds(own[*a])));
            found.extend(fits.map(|(other, _)| *other));
        }
        found.sort_unstable();
        found
    }
}

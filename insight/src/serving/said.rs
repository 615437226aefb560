//! What the loads of one workload show, as findings: whether they hold the target, the capacity, the knee, what misleads, what was
//! left out, and which loads to run next.

mod rest;
mod shown;

use super::run::{Offered, as_asked};
use super::{Curve, Load, Objective, Value};
use crate::fact::Fact;
use crate::shown::{format_count, format_value};
use crate::summary::{Finding, Tag};

/// The findings of a curve, most telling first; at most two are shown, one each of the others.
pub(crate) fn findings(load: &Load, at: usize) -> Vec<Finding> {
    let Some(curve) = load.curves.get(at) else { return Vec::new() };
    let of = Of { curve, objectives: &load.objectives, id: format!("load{}", at + 1) };
    let mut all = shown::shown(&of);
    all.extend(
        [rest::false_trail(&of), rest::left_out(&of), rest::failed(&of), rest::run_next(&of), rest::note(&of)]
            .into_iter()
            .flatten(),
    );
    all
}

/// The requests of a curve that failed, where some did.
pub(crate) fn failed(load: &Load, at: usize) -> Option<Finding> {
    let of = Of { curve: load.curves.get(at)?, objectives: &load.objectives, id: format!("load{}", at + 1) };
    rest::failed(&of)
}

/// The curve that is spoken of.
struct Of<'a> {
    curve: &'a Curve,
    objectives: &'a [Objective],
    /// First part of the keys of its facts.
    id: String,
}

/// A finding while it is written: every number in it becomes a fact.
struct Saying<'a> {
    of: &'a Of<'a>,
    finding: Finding,
}

impl<'a> Saying<'a> {
    fn new(of: &'a Of<'a>, tag: Tag) -> Self {
        let finding =
            Finding { tag, text: String::new(), evidence: Vec::new(), facts: Vec::new(), figures: Vec::new() };
        Self { of, finding }
    }

    fn say(mut self, text: &str) -> Finding {
        let mut letters = text.chars();
        self.finding.text =
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
        self.finding
    }

    /// A number with its own text.
    fn number(&mut self, key: &str, value: f64, unit: &str, shown: Option<String>, source: &str) -> String {
        let mut fact = Fact::new(format!("{}.{key}", self.of.id), value, unit, source);
        if let Some(shown) = shown {
            fact.shown = shown;
        }
        self.finding.figure(fact)
    }

    /// A load with its unit: `8 requests/s`.
    fn load(&mut self, offered: Offered) -> String {
        match offered {
            Offered::Rate(value) => {
                self.number("offered", value, "requests/s", Some(offered.shown()), "the load that was asked for")
            }
            Offered::Concurrency(value) => {
                let source = "requests in flight that were asked for";
                let count = self.number("offered", value, "", Some(as_asked(value)), source);
                format!("{count} at once")
            }
            Offered::Unlimited | Offered::NotStated => offered.shown(),
        }
    }

    /// A load without its unit: `8`.
    fn bare(&mut self, offered: Offered) -> String {
        match offered.number().filter(|value| value.is_finite()) {
            Some(value) => {
                let unit = if matches!(offered, Offered::Rate(_)) { "requests/s" } else { "" };
                self.number("offered", value, unit, Some(as_asked(value)), "the load that was asked for")
            }
            None => offered.short(),
        }
    }

    /// Requests answered a second.
    fn achieved(&mut self, value: f64, decimals: usize) -> String {
        let shown = if value >= 99.95 { format_count(value.round() as u64) } else { format!("{value:.decimals$}") };
        self.number(
            "achieved",
            value,
            "requests/s",
            Some(shown),
            "requests answered / length of the run, drain included",
        )
    }

    /// A statistic of a time.
    fn value(&mut self, value: &Value) -> String {
        let key = format!("{}.{}", value.metric, value.statistic);
        let counted = value.n.map_or_else(String::new, |n| format!(", n = {}", format_count(n)));
        let source = format!("{} {}{counted}", value.name, value.statistic);
        self.number(&key, value.value, &value.unit, Some(close(value.value, &value.unit)), &source)
    }

    /// A relative difference in percent.
    fn share(&mut self, key: &str, share: f64, source: &str) -> String {
        self.finding.figure(Fact::share(format!("{}.{key}", self.of.id), share, source))
    }

    /// A value of what an objective bounds.
    fn bounded(&mut self, objective: &Objective, value: f64) -> String {
        let (value, unit) = if objective.unit() == "%" { (value * 100.0, "%") } else { (value, objective.unit()) };
        let key = format!("{}.{}", objective.metric, objective.statistic.as_deref().unwrap_or("value"));
        self.number(&key, value, unit, Some(close(value, unit)), &objective.named())
    }
}

/// `requests/s`, or nothing where requests were in flight at once.
fn unit_of(curve: &Curve) -> &'static str {
    if curve.is_open() { " requests/s" } else { " at once" }
}

/// A time to three digits, as limits are compared: `44.3 ms`.
fn close(value: f64, unit: &str) -> String {
    let scaled = [(1.0, "s"), (1e-3, "ms"), (1e-6, "µs")].into_iter().map(|(factor, symbol)| (value / factor, symbol));
    match scaled.filter(|(value, _)| (20.0..99.95).contains(value)).find(|_| unit == "s") {
        Some((value, symbol)) => format!("{value:.1} {symbol}"),
        None => format_value(value, unit),
    }
}

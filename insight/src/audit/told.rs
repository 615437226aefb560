//! Means that another file tells again: what is wrong with a mean where it was taken is wrong with it wherever it is quoted.

use super::cold::cold;
use super::look::{Look, all, mean, median, tables};
use super::{Trap, Warning, order, place, single};
use crate::dataset::Dataset;
use crate::role::Role;
use crate::shown::format_value;
use std::collections::BTreeMap;

/// Digits that must agree, all cells together.
const ENOUGH: f64 = 6.0;
/// A mean this many times its median is made up by few values.
const ABOVE_MEDIAN: f64 = 1.3;
/// Cells of a column that are looked at, and means of one source.
const MOST: usize = 64;

/// A mean, where it was taken and what is wrong with it.
struct Mean<'a> {
    value: f64,
    /// One unit of the last digit of the values that it was taken of.
    step: f64,
    path: &'a str,
    traps: Vec<Trap>,
    said: String,
}

/// Warns of tables that quote such means.
pub(super) fn told(dataset: &Dataset) -> Vec<Warning> {
    let mut means: BTreeMap<&str, Vec<Mean<'_>>> = BTreeMap::new();
    for look in all(dataset) {
        of_cold(look, &mut means);
        without_first(look, &mut means);
    }
    means.values_mut().for_each(|known| known.sort_by(|a, b| a.value.total_cmp(&b.value)));
    let mut found: Vec<Warning> = all(dataset).flat_map(|look| quoted(look, &means)).collect();
    found.extend(single_rows(dataset));
    found
}

/// Means over cold and warm rows: of all, and of each level of a name.
fn of_cold<'a>(look: Look<'a>, means: &mut BTreeMap<&'a str, Vec<Mean<'a>>>) {
    let Some(cold) = cold(look) else { return };
    let field = look.field(cold.column);
    if field.role != Role::Measurement {
        return;
    }
    let confounded = order::factors(look, &cold);
    let mut groupings: Vec<Vec<usize>> = look.settings(true).into_iter().map(|at| vec![at]).collect();
    groupings.push(Vec::new());
    for grouping in groupings {
        let is_confounded = grouping.first().is_some_and(|at| confounded.contains(at));
        for (_, rows) in look.groups(&grouping, &cold.of).into_iter().take(MOST) {
            let values = look.numbers(cold.column, &rows);
            let (value, middle) = (mean(&values), median(values));
            if value < ABOVE_MEDIAN * middle || !value.is_finite() {
                continue;
            }
            let mut traps = vec![Trap::OutlierDominatedMean];
            traps.extend(is_confounded.then_some(Trap::ConfoundedWithOrder));
            let said = format!(
                "{} is the mean of {} rows there, their median is {}",
                format_value(value, "s"),
                rows.len(),
                format_value(middle, "s")
            );
            means.entry(&field.metric).or_default().push(Mean {
                value,
                step: look.step(cold.column),
                path: look.path(),
                traps,
                said,
            });
        }
    }
}

/// Means beside the same mean without the first call.
fn without_first<'a>(look: Look<'a>, means: &mut BTreeMap<&'a str, Vec<Mean<'a>>>) {
    let Some((with, without)) = super::cold_start::without_first(look) else { return };
    for row in look.rows().into_iter().take(MOST) {
        let (value, less) = (look.number(with, row), look.number(without, row));
        if value > 1.03 * less {
            let said =
                format!("{} is {} there without the first calls", format_value(value, "s"), format_value(less, "s"));
            let known = means.entry(&look.field(with).metric).or_default();
            known.push(Mean { value, step: look.step(with), path: look.path(), traps: vec![Trap::ColdStart], said });
        }
    }
}

/// Warnings of a table whose means are such means, to the digits it writes.
fn quoted(look: Look<'_>, means: &BTreeMap<&str, Vec<Mean<'_>>>) -> Vec<Warning> {
    let mut found = Vec::new();
    for at in single::means(look) {
        let field = look.field(at);
        let Some(known) = means.get(field.metric.as_str()).filter(|_| field.statistic.as_deref() == Some("mean"))
        else {
            continue;
        };
        let finest = known.iter().map(|mean| mean.step).fold(0.0, f64::max);
        let own = look.step(at);
        let mut digits: BTreeMap<Trap, (f64, Vec<&Mean<'_>>)> = BTreeMap::new();
        for row in look.rows().into_iter().take(MOST) {
            let said = look.number(at, row);
            let slack = |step: f64| 0.51 * own.max(step) + 1e-9 * said.abs();
            let widest = slack(finest);
            let from = known.partition_point(|mean| mean.value < said - widest);
            let near = known[from..].iter().take_while(|mean| mean.value <= said + widest);
            let mut same = near.filter(|mean| (mean.value - said).abs() <= slack(mean.step));
            let Some(mean) = same.find(|mean| mean.path != look.path()) else { continue };
            for trap in &mean.traps {
                let (sum, told) = digits.entry(*trap).or_default();
                *sum += libm::log10((said.abs() / slack(mean.step)).max(1.0)).min(12.0);
                told.push(mean);
            }
        }
        for (trap, (_, told)) in digits.into_iter().filter(|(_, (sum, _))| *sum >= ENOUGH) {
            let place = place::within(look.table, &place::names([field.written.as_str()]));
            let consequence = match trap {
                Trap::ColdStart => "the mean holds first calls; compare it with no mean that does not",
                Trap::ConfoundedWithOrder => {
                    "levels may not be compared by it: some hold a cold call and others do not"
                }
                _ => "the mean is a load time; use the median, or the mean of the warm calls",
            };
            let mut others: Vec<&str> = told.iter().map(|mean| mean.path).collect();
            others.sort_unstable();
            others.dedup();
            found.push(Warning::new(look.path(), trap, place, &told[0].said, consequence).with(others));
        }
    }
    found
}

/// Two means of one row, and the file they stand in.
type Pair<'a> = (f64, f64, &'a str);

/// Rows of documents and summaries that quote rows of a table whose means are single values.
fn single_rows(dataset: &Dataset) -> Vec<Warning> {
    let sources: Vec<(Look<'_>, Vec<usize>)> =
        all(dataset).filter(|look| single::is_single(dataset, *look)).map(|look| (look, single::means(look))).collect();
    let mut by_metrics: BTreeMap<(String, String), Vec<Pair<'_>>> = BTreeMap::new();
    let key = |look: Look<'_>, at: usize| {
        let field = look.field(at);
        format!("{} {}", field.metric, field.statistic.as_deref().unwrap_or(""))
    };
    for (look, means) in &sources {
        for (a, b) in means.iter().flat_map(|a| means.iter().map(move |b| (*a, *b))).filter(|(a, b)| a < b).take(MOST) {
            let rows = by_metrics.entry((key(*look, a), key(*look, b))).or_default();
            rows.extend(look.rows().into_iter().map(|row| (look.number(a, row), look.number(b, row), look.path())));
        }
    }
    by_metrics.values_mut().for_each(|rows| rows.sort_by(|a, b| a.0.total_cmp(&b.0)));
    let mut found = Vec::new();
    for look in dataset.files.iter().flat_map(tables) {
        let means = single::means(look);
        // What counts its values itself quotes nothing.
        let counts = look.fields().filter(|(_, field)| field.statistic.as_deref() == Some("n"));
        if counts.into_iter().any(|(at, _)| look.numbers(at, &look.rows()).iter().any(|count| *count > 1.0)) {
            continue;
        }
        let pairs = means.iter().flat_map(|a| means.iter().map(move |b| (*a, *b))).filter(|(a, b)| a < b).take(MOST);
        let told = pairs.into_iter().find_map(|(a, b)| {
            let known = by_metrics.get(&(key(look, a), key(look, b)))?;
            let (mut digits, mut rows, mut path) = (0.0, 0, "");
            for row in look.rows().into_iter().take(MOST) {
                let (x, y) = (look.number(a, row), look.number(b, row));
                let (of_x, of_y) = (0.51 * look.step(a) + 1e-9 * x.abs(), 0.51 * look.step(b) + 1e-9 * y.abs());
                let from = known.partition_point(|one| one.0 < x - of_x);
                let mut same = known[from..].iter().take_while(|one| one.0 <= x + of_x);
                let Some(one) = same.find(|one| (one.1 - y).abs() <= of_y && one.2 != look.path()) else { continue };
                digits +=
                    libm::log10((x.abs() / of_x).max(1.0)).min(12.0) + libm::log10((y.abs() / of_y).max(1.0)).min(12.0);
                (rows, path) = (rows + 1, one.2);
            }
            (digits >= 2.0 * ENOUGH && rows * 2 > look.rows().len()).then_some((a, b, rows, path))
        });
        let Some((a, b, rows, path)) = told else { continue };
        let names = place::names([a, b].map(|at| look.field(at).written.as_str()));
        let evidence = format!("{rows} of its rows quote rows of the other file, each of one run");
        let consequence = "no spread, no significance and no best one may be claimed from it";
        found.push(
            Warning::new(look.path(), Trap::N1CalledMean, place::within(look.table, &names), evidence, consequence)
                .with([path]),
        );
    }
    found
}

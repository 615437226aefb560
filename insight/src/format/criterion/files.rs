//! The files of `target/criterion` and the messages of `cargo criterion`: which is which, and what their keys mean.

use crate::container::Content;
use crate::format::Shape;
use crate::format::meaning::{
    Conventions, Meaning, OF_A_SAMPLE, aggregate, column, counted, measured, state_as, subject,
};
use crate::format::reshape::{beside, number, numbers, one_row, text};
use crate::role::Role;
use crate::summary::Better;
use crate::table::Table;

const ESTIMATE: [&str; 3] = ["point_estimate", "standard_error", "confidence_interval.lower_bound"];
const BENCHMARK: [&str; 5] = ["group_id", "function_id", "value_str", "full_id", "directory_name"];
const RAW: [&str; 4] = ["group", "function", "value", "iteration_count"];
const MESSAGE: [&str; 4] = ["reason", "id", "typical.estimate", "mean.estimate"];

/// Where the samples stand in `sample.json`; every other file of a benchmark speaks of them.
const TIMES: &str = "/times";
/// How the columns of `change/estimates.json` begin.
const CHANGE: &str = "change of ";
const FENCE: &str = "fence";

/// The time of one iteration, computed from a sample.
const PER_ITERATION: &str = "time per iteration";
const ITERATION: &str = "time of a batch divided by its iterations";

/// A statistic of the time of one iteration.
const fn time(name: &'static str, statistic: &'static str) -> Meaning {
    aggregate(name, "operation_time", statistic, "ns").named("time per iteration").better(Better::Lower)
}

const MEANINGS: &[Meaning] = &[
    measured(PER_ITERATION, "operation_time", "ns").named(PER_ITERATION).better(Better::Lower).defined(ITERATION),
    column("times", Role::Identifier).unit("ns"),
    column("sample_measured_value", Role::Identifier),
    column("sample_time_nanos", Role::Identifier).unit("ns"),
    counted("iters", "iterations"),
    counted("iteration_count", "iterations"),
    time("mean.point_estimate", "mean"),
    time("mean.standard_error", "sem").defined("bootstrapped"),
    time("mean.confidence_interval.lower_bound", "ci low").defined("bootstrapped"),
    time("mean.confidence_interval.upper_bound", "ci high").defined("bootstrapped"),
    time("median.point_estimate", "median"),
    time("std_dev.point_estimate", "sd"),
    time("median_abs_dev.point_estimate", "mad"),
    time("slope.point_estimate", "slope")
        .defined("slope of a line through the samples: the typical time where sampling is linear"),
    column("*.confidence_level", Role::Environment),
    column("change of *", Role::Derived).unit("x").better(Better::Lower).defined("new divided by old, less 1"),
    column("*_bound", Role::Derived).unit("ns").better(Better::Lower),
    column("*.standard_error", Role::Derived).unit("ns").better(Better::Lower),
    column(FENCE, Role::Identifier).unit("ns"),
    time("time estimate", "").defined("slope or mean"),
    time("time low", "ci low").defined("bootstrapped"),
    time("time high", "ci high").defined("bootstrapped"),
    aggregate("bytes estimate", "bandwidth", "", "B/s"),
    aggregate("bytes low", "bandwidth", "ci low", "B/s").defined("bootstrapped"),
    aggregate("bytes high", "bandwidth", "ci high", "B/s").defined("bootstrapped"),
    aggregate("elements estimate", "element_rate", "", "items/s").named("elements per second"),
    aggregate("elements low", "element_rate", "ci low", "items/s").named("elements per second"),
    aggregate("elements high", "element_rate", "ci high", "items/s").named("elements per second"),
    time("typical.estimate", "").defined("slope or mean"),
    time("typical.lower_bound", "ci low").defined("bootstrapped"),
    time("typical.upper_bound", "ci high").defined("bootstrapped"),
    time("mean.estimate", "mean"),
    time("median.estimate", "median"),
    time("median_abs_dev.estimate", "mad"),
    time("slope.estimate", "slope"),
    column("change.*", Role::Text),
    subject("benchmark", "benchmark"),
    subject("full_id", "benchmark"),
    subject("id", "benchmark"),
    subject("group", "benchmark_group").named("group"),
    subject("function", "benchmark_function").named("function"),
    subject("value", "benchmark_value").named("value"),
    column("group_id", Role::Identifier),
    column("function_id", Role::Identifier),
    column("value_str", Role::Identifier),
    column("directory_name", Role::Identifier),
    column("title", Role::Text),
    column("throughput*", Role::Environment),
    column("sampling_mode", Role::Environment),
    column("unit", Role::Text),
];

const CONVENTIONS: Conventions = Conventions { sd: OF_A_SAMPLE, percentile: "" };

/// Which file of Criterion.rs it is.
pub(super) fn recognize(shape: &Shape<'_>) -> Option<&'static str> {
    let has = |keys: &[&str]| shape.table_with(keys).is_ok();
    let places = |place: &str| shape.tables.iter().any(|table| table.place == place);
    let wide = |statistic: &str| has(&[&format!("{statistic}.point_estimate"), &format!("{statistic}.standard_error")]);
    if has(&ESTIMATE) && shape.tables.iter().any(is_estimates) || ["median", "Median"].into_iter().any(wide) {
        return Some("`point_estimate` and `standard_error` of a `mean` and a `median`");
    }
    if has(&["sampling_mode"]) && places("/iters") && places("/times") {
        return Some("`iters` and `times` of a `sampling_mode`");
    }
    if has(&BENCHMARK) {
        return Some("`group_id`, `function_id` and `value_str` beside `full_id`");
    }
    if has(&RAW) && (has(&["sample_time_nanos"]) || has(&["sample_measured_value", "unit"])) {
        return Some("a measured value beside `iteration_count`");
    }
    if has(&MESSAGE) && shape.tables.iter().any(|table| text(table, "reason", 0) == Some("benchmark-complete")) {
        return Some("`benchmark-complete` as the `reason`");
    }
    (shape.documents == 1 && shape.tables.len() == 1 && shape.tables.iter().any(is_fences))
        .then_some("four fences of Tukey: 3 and 1.5 interquartile ranges outside the quartiles")
}

/// Estimates of one statistic a row, as maps of one shape are read.
fn is_estimates(table: &Table) -> bool {
    let is = |row: usize, word: &str| text(table, "key", row).is_some_and(|key| key.eq_ignore_ascii_case(word));
    table.rows >= 2 && is(0, "mean") && is(1, "median")
}

/// Fences stand as far outside the quartiles as their definition says: the inner distance is 8/3 of the outer ones.
fn is_fences(table: &Table) -> bool {
    let values: Vec<f64> = table.columns.iter().flat_map(|column| column.numbers()).collect();
    let [a, b, c, d] = values.as_slice() else { return false };
    let (low, middle, high) = (b - a, c - b, d - c);
    let near = |x: f64, y: f64| (x - y).abs() <= 1e-6 * y.abs();
    table.columns.len() == 1 && low > 0.0 && near(low, high) && near(middle * 3.0, low * 8.0)
}

/// Puts what belongs together into one row, and divides batches by their iterations.
pub(super) fn read(content: &mut Content) {
    beside(content, TIMES, "/iters");
    for table in &mut content.tables {
        for (time, count) in
            [("times", "iters"), ("sample_time_nanos", "iteration_count"), ("sample_measured_value", "iteration_count")]
        {
            divide(table, time, count);
        }
        if is_fences(table) {
            table.columns.iter_mut().for_each(|column| FENCE.clone_into(&mut column.name));
        }
    }
    if let Some(at) = content.tables.iter().position(is_estimates) {
        // Two statistics alone are those of a change.
        one_row(content, at, if content.tables[at].rows == 2 { CHANGE } else { "" });
    }
    for table in &mut content.tables {
        let is_change = table.columns.iter().any(|column| column.name.starts_with(CHANGE));
        let is_name = BENCHMARK.iter().all(|key| table.column(key).is_some());
        let is_fence = table.columns.iter().any(|column| column.name == FENCE);
        table.sums_up = (is_change || is_name || is_fence).then(|| TIMES.to_owned());
    }
    state_as(&mut content.tables, MEANINGS, &CONVENTIONS);
}

fn divide(table: &mut Table, time: &str, count: &str) {
    // Other measurements than time have their own unit.
    let timed = |row: usize| text(table, "unit", row).is_none_or(|unit| unit == "ns");
    if table.column(time).is_some() && table.column(count).is_some() {
        let each = |row: usize| Some(number(table, time, row)? / number(table, count, row)?).filter(|_| timed(row));
        let made = numbers(PER_ITERATION, (0..table.rows).map(each));
        table.columns.push(made);
    }
}

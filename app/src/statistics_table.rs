//! Every statistic of one study: a row per metric and group, sortable by every column, filtered by words.

use crate::cell::{cell_or_dash, is_scaled};
use crate::chart_view::Chart;
use crate::desk::{Desk, Known};
use crate::windowed::{body, offset};
use insight::shown::{format_count, format_share, format_value};
use insight::summary::{MedianInterval, Statistics, Study};
use leptos::prelude::*;
use std::cmp::Ordering;
use std::sync::Arc;

/// One statistic of many.
type Value = fn(&Statistics) -> Option<f64>;

/// Columns of statistics in the order shown.
const COLUMNS: [(&str, Value); 15] = [
    ("n", |s| Some(s.n as f64)),
    ("missing", |s| Some(s.missing as f64)),
    ("failed", |s| Some(s.failed as f64)),
    ("min", |s| s.min),
    ("p25", |s| s.p25),
    ("median", |s| s.median),
    ("mean", |s| s.mean),
    ("p75", |s| s.p75),
    ("p90", |s| s.p90),
    ("p95", |s| s.p95),
    ("p99", |s| s.p99),
    ("max", |s| s.max),
    ("sd", |s| s.sd),
    ("MAD", |s| s.mad),
    ("trimmed mean", |s| s.trimmed_mean),
];
/// Rows of more than a dozen cells each; of more only those in view are drawn.
const MOST: usize = 60;
/// The first columns are counts: they have no unit.
const COUNTS: usize = 3;

struct Row {
    metric_key: String,
    metric: String,
    group: String,
    unit: String,
    statistics: Statistics,
    source: String,
    title: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Order,
    Metric,
    Group,
    Statistic(usize),
}

/// The study that is chosen, with the distribution of the chosen metric.
#[component]
pub(crate) fn StatisticsSection(known: Known) -> impl IntoView {
    let desk = Desk::here();
    let first =
        known.summary.studies.iter().find_map(|study| Some((study.id.clone(), study.metrics.first()?.key.clone())));
    let Some((study, metric)) = first else { return ().into_any() };
    // What a reader looks at stays, if it is still there.
    let chosen = desk.choice.get_untracked().filter(|choice| {
        let study = known.summary.studies.iter().find(|study| study.id == choice.study);
        study.is_some_and(|study| study.metrics.iter().any(|metric| metric.key == choice.metric))
    });
    let (study, metric) = chosen.map_or((study, metric), |choice| (choice.study, choice.metric));
    desk.choose(&study, &metric);
    let options: Vec<_> = known
        .summary
        .studies
        .iter()
        .filter(|study| !study.metrics.is_empty())
        .map(|study| (study.id.clone(), study.name.clone(), study.metrics.first().map(|metric| metric.key.clone())))
        .collect();
    let metrics_of = options.clone();
    let chosen = Memo::new(move |_| desk.choice.with(|choice| choice.as_ref().map(|choice| choice.study.clone())));
    let choose = move |event: web_sys::Event| {
        let id = event_target_value(&event);
        if let Some((study, _, Some(metric))) = metrics_of.iter().find(|(study, ..)| *study == id) {
            desk.choose(study, metric);
        }
    };
    let options: Vec<_> = options
        .into_iter()
        .map(|(id, name, _)| {
            let value = id.clone();
            view! { <option value=value selected=move || chosen.get().as_deref() == Some(id.as_str())>{name}</option> }
        })
        .collect();
    let filter = RwSignal::new(String::new());
    let table = move || {
        let id = chosen.get()?;
        let study = known.summary.studies.iter().find(|study| study.id == id)?;
        Some(table(study, filter))
    };
    view! {
        <section id="statistics" aria-labelledby="statistics-title">
            <div class="section-head">
                <h2 id="statistics-title">"Statistics"</h2>
                <label>"Study " <select on:change=choose>{options}</select></label>
                <label class="grow">
                    <span class="hidden">"Filter metrics and groups"</span>
                    <input type="search" placeholder="Filter metrics and groups" data-filter=""
                        on:input:target=move |event| filter.set(event.target().value())/>
                </label>
            </div>
            <Chart/>
            {table}
        </section>
    }
    .into_any()
}

/// How sure median, mean and percentiles are, and what else is known of the sample, a line each.
fn told_of(statistics: &Statistics, unit: &str) -> Vec<String> {
    let shown = |value: f64| format_value(value, unit);
    let between = |what: &str, it: MedianInterval| {
        format!("{what} between {} and {} (covers {})", shown(it.low), shown(it.high), format_share(it.coverage))
    };
    let median = statistics.median_interval.map(|it| between("median", it));
    let mean = statistics.mean_interval.as_ref();
    let mean = mean.map(|it| format!("mean between {} and {} (95 %, {})", shown(it.low), shown(it.high), it.method));
    let tails = statistics.tails.iter().flat_map(|tail| {
        let name = format!("p{}", tail.percentile);
        let at_most = tail.at_most.map(|value| format!("{name} at most {} (99 %)", shown(value)));
        tail.interval.map(|it| between(&name, it)).into_iter().chain(at_most)
    });
    let total = statistics.total_rate.map(|value| format!("total over total {}", shown(value)));
    let cv = statistics.cv().map(|cv| format!("sd over mean {}", format_share(cv)));
    let unique = statistics.unique.map(|count| format!("{} distinct values", format_count(count)));
    let non_finite = Some(statistics.non_finite).filter(|count| *count > 0);
    let non_finite = non_finite.map(|count| format!("{} NaN or infinite", format_count(count)));
    median.into_iter().chain(mean).chain(tails).chain(total).chain(cv).chain(unique).chain(non_finite).collect()
}

fn rows_of(study: &Study) -> Vec<Row> {
    let rows = study.metrics.iter().flat_map(|metric| {
        metric.groups.iter().map(move |group| Row {
            metric_key: metric.key.clone(),
            metric: metric.name.clone(),
            group: group.name.clone(),
            unit: metric.unit.clone(),
            statistics: group.statistics.clone(),
            source: source(&metric.written, &group.files),
            title: [
                metric.definition.as_str(),
                &told_of(&group.statistics, &metric.unit).join("\n"),
                &group.statistics.notes.join("; "),
                &group.files.join("\n"),
            ]
            .iter()
            .filter(|part| !part.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join("\n"),
        })
    });
    rows.collect()
}

fn source(written: &[String], files: &[String]) -> String {
    let columns = written.join(", ");
    match files {
        [] => columns,
        [one] => format!("{columns} in {one}"),
        [first, rest @ ..] => format!("{columns} in {first} and {} more", rest.len()),
    }
}

fn compare(a: &Row, b: &Row, by: By) -> Ordering {
    match by {
        By::Order => Ordering::Equal,
        By::Metric => a.metric.cmp(&b.metric),
        By::Group => a.group.cmp(&b.group),
        By::Statistic(at) => {
            let (_, value) = COLUMNS[at];
            match (value(&a.statistics), value(&b.statistics)) {
                (Some(a), Some(b)) => a.total_cmp(&b),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => Ordering::Equal,
            }
        }
    }
}

fn table(study: &Study, filter: RwSignal<String>) -> impl IntoView + use<> {
    let desk = Desk::here();
    let study_id = study.id.clone();
    let all = Arc::new(rows_of(study));
    let count = all.len();
    let sort = RwSignal::new((By::Order, false));
    let scrolled = RwSignal::new(0.0);
    let rows = Memo::new(move |_: Option<&Sorted>| {
        let words = filter.get().to_lowercase();
        let (by, down) = sort.get();
        let mut shown: Vec<usize> = (0..all.len())
            .filter(|&at| {
                let row = &all[at];
                let text = format!("{} {} {}", row.metric, row.group, row.source).to_lowercase();
                words.split_whitespace().all(|word| text.contains(word))
            })
            .collect();
        shown.sort_by(|&a, &b| {
            let order = compare(&all[a], &all[b], by);
            if down { order.reverse() } else { order }
        });
        Sorted(Arc::new(shown.into_iter().map(|at| (Arc::clone(&all), at)).collect()))
    });
    let heads: Vec<_> =
        COLUMNS.iter().enumerate().map(|(at, (name, _))| head(name, By::Statistic(at), true, sort)).collect();
    let row = move |(all, at): &(Arc<Vec<Row>>, usize)| row(desk, &study_id, &all[*at]);
    let shown = Signal::derive(move || rows.get().0);
    let is_long = move || shown.with(|shown| shown.len() > MOST);
    view! {
        <div class="scroll window" class:windowed=is_long
            on:scroll=move |event| scrolled.set(offset(&event))>
            <table class="statistics" data-testid="statistics-table">
                <caption class="hidden">{format!("Statistics of {}", study.name)}</caption>
                <thead><tr>
                    {head("metric", By::Metric, false, sort)}
                    {head("group", By::Group, false, sort)}
                    {heads}
                    <th scope="col">"source"</th>
                </tr></thead>
                {body(shown, scrolled, COLUMNS.len() + 3, MOST, row)}
            </table>
        </div>
        <p class="below quiet">{move || format!("{} of {count} rows; sd divides by n − 1, percentiles interpolate linearly (type 7)", rows.get().0.len())}</p>
    }
}

/// Rows in the order shown; never compared row by row.
#[derive(Clone)]
struct Sorted(Arc<Vec<(Arc<Vec<Row>>, usize)>>);

impl PartialEq for Sorted {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

fn head(name: &'static str, by: By, number: bool, sort: RwSignal<(By, bool)>) -> impl IntoView + use<> {
    let direction = move || match sort.get() {
        (now, false) if now == by => "ascending",
        (now, true) if now == by => "descending",
        _ => "none",
    };
    let turn = move |_| {
        sort.update(|(now, down)| match (*now == by, *down) {
            (true, true) => (*now, *down) = (By::Order, false),
            (true, false) => *down = true,
            (false, _) => (*now, *down) = (by, false),
        });
    };
    view! {
        <th scope="col" class:number=number aria-sort=direction><button type="button" on:click=turn>{name}</button></th>
    }
}

fn row(desk: Desk, study: &str, row: &Row) -> AnyView {
    let values: Vec<_> = COLUMNS
        .iter()
        .enumerate()
        .map(|(at, (_, value))| {
            let unit = if at < COUNTS { "" } else { &row.unit };
            let value = value(&row.statistics);
            let shown = match value {
                Some(count) if at < COUNTS => format_count(count as u64),
                value => cell_or_dash(value, unit),
            };
            let exact = value.map(|value| format!("{value} {unit}"));
            view! { <td class="number" title=exact>{shown}</td> }
        })
        .collect();
    let (study, metric) = (study.to_owned(), row.metric_key.clone());
    let pressed = {
        let (study, metric) = (study.clone(), metric.clone());
        move || {
            let chosen = desk
                .choice
                .with(|choice| choice.as_ref().is_some_and(|choice| choice.study == study && choice.metric == metric));
            if chosen { "true" } else { "false" }
        }
    };
    let choose = move |_| desk.choose(&study, &metric);
    // A unit that scales stands beside each value.
    let unit = (!row.unit.is_empty() && !is_scaled(&row.unit)).then(|| view! { <small>{row.unit.clone()}</small> });
    view! {
        <tr>
            <th scope="row">
                <button type="button" class="choose" aria-pressed=pressed title="show its distribution" on:click=choose>{row.metric.clone()}</button>{unit}
            </th>
            <td class="group" title=row.title.clone()>{row.group.clone()}</td>
            {values}
            <td class="quiet clip" title=row.title.clone()>{row.source.clone()}</td>
        </tr>
    }
    .into_any()
}

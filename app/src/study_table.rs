//! Studies: the first as a table of groups and headline metrics, each other one as a line that opens.

use crate::cell::{cell, cell_or_dash, is_scaled};
use crate::desk::{Desk, Known};
use insight::shown::format_count;
use insight::summary::{Group, Metric, Study, Summary, Typical};
use leptos::prelude::*;

/// Lines shown at once; the last of them may stand for all that are smaller.
const STUDIES: usize = 8;
/// Groups shown at once; the statistics hold them all.
const GROUPS: usize = 8;
/// Metrics shown at once.
const METRICS: usize = 5;

/// All studies of what is known.
#[component]
pub(crate) fn Studies(known: Known) -> impl IntoView {
    let (sets, count) = (known.summary.sets().count(), known.summary.studies.len());
    let shown = if sets > STUDIES { STUDIES - 1 } else { sets };
    let line = |at| view! { <StudyLine known=known.clone() at=at/> };
    let smaller: Vec<_> = (shown..count).map(line).collect();
    let smaller = (!smaller.is_empty()).then(|| {
        let summary = format!("{} smaller studies and tables", smaller.len());
        view! { <details class="smaller"><summary>{summary}</summary>{smaller}</details> }
    });
    view! { <section class="studies" aria-label="Studies">{(0..shown).map(line).collect::<Vec<_>>()}{smaller}</section> }
}

/// Whether the lines and tables of two summaries would be the same, however much closer one has looked.
pub(crate) fn is_same(a: &Summary, b: &Summary) -> bool {
    let sweeps = |of: &Summary| of.sweeps.iter().map(|sweep| sweep.study.clone()).collect::<Vec<_>>();
    let line = |a: &Study, b: &Study| {
        (&a.id, &a.name, &a.workload, a.answered, a.failed) == (&b.id, &b.name, &b.workload, b.answered, b.failed)
            && (&a.files, &a.repeats, &a.others, &a.group_by) == (&b.files, &b.repeats, &b.others, &b.group_by)
            && alike(&a.metrics, &b.metrics, |a, b| {
                (&a.key, a.headline, a.typical) == (&b.key, b.headline, b.typical) && alike(&a.groups, &b.groups, cells)
            })
    };
    alike(&a.studies, &b.studies, line) && sweeps(a) == sweeps(b)
}

fn alike<T>(a: &[T], b: &[T], is_same: impl Fn(&T, &T) -> bool) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b))
}

fn cells(a: &Group, b: &Group) -> bool {
    let shown = |of: &Group| {
        let s = &of.statistics;
        (s.n, [s.min, s.p25, s.median, s.mean, s.p75, s.max], of.by_file)
    };
    a.name == b.name && shown(a) == shown(b)
}

/// One study; the first is open.
#[component]
fn StudyLine(known: Known, at: usize) -> impl IntoView {
    let Some(study) = known.summary.studies.get(at) else { return ().into_any() };
    let open = RwSignal::new(at == 0);
    let heading = view! {
        <span class="ordinal">{at + 1}</span>
        <span class="name">{study.name.clone()}</span>
        <span class="extent">{extent(&known.summary, study)}</span>
        <span class="workload">{study.workload.clone()}</span>
    };
    let sweeps = known.summary.sweeps.iter().filter(|sweep| sweep.study == study.id).count();
    let body = move || open.get().then(|| known.summary.studies.get(at).map(|study| table_of(study, sweeps)));
    view! {
        <details class="study" data-testid="study" open=at == 0
            on:toggle:target=move |event| open.set(event.target().open())>
            <summary>{heading}</summary>
            {body}
        </details>
    }
    .into_any()
}

/// Files and records of a study in words.
fn extent(summary: &Summary, study: &Study) -> String {
    let files = summary.files_of(study);
    let files = if files == 1 { "1 file".to_owned() } else { format!("{} files", format_count(files)) };
    let records = study.answered + study.failed;
    match study.failed {
        0 => format!("{files}, {} records", format_count(records)),
        _ => format!("{files}, {} of {} records answered", format_count(study.answered), format_count(records)),
    }
}

fn table_of(study: &Study, sweeps: usize) -> impl IntoView + use<> {
    let desk = Desk::here();
    let mut metrics: Vec<&Metric> = study.metrics.iter().filter(|metric| metric.headline).take(METRICS).collect();
    if metrics.is_empty() {
        metrics = study.metrics.iter().take(METRICS).collect();
    }
    let Some(first) = metrics.first() else {
        return view! { <p class="quiet">"No column of these files is a measurement."</p> }.into_any();
    };
    let scale = Scale::of(first);
    let group_by = if study.group_by.is_empty() { "group".to_owned() } else { study.group_by.join(", ") };
    let header: Vec<_> = metrics.iter().enumerate().map(|(at, metric)| head(metric, at == 0)).collect();
    let rows: Vec<_> = first
        .groups
        .iter()
        .take(GROUPS)
        .map(|group| {
            let others: Vec<_> = metrics.iter().skip(1).map(|metric| median(metric, &group.name)).collect();
            view! {
                <tr>
                    <th scope="row" class="group">{group.name.clone()}</th>
                    <td class="range">{scale.bar(group, &first.unit)}</td>
                    <td class="number strong">{cell_or_dash(first.typical.of(&group.statistics), &first.unit)}</td>
                    <td class="number quiet">{by_file(group, &first.unit)}</td>
                    <td class="number quiet">{format_count(group.statistics.n)}</td>
                    {others}
                </tr>
            }
        })
        .collect();
    let hidden = first.groups.len().saturating_sub(GROUPS);
    let more = (hidden > 0).then(|| format!("{hidden} more groups, and "));
    let all_of_them = match study.metrics.len() {
        1 => "this metric with every statistic".to_owned(),
        count => format!("all {count} metrics with every statistic"),
    };
    let (study_id, metric_key) = (study.id.clone(), first.key.clone());
    let all = move |_| desk.choose(&study_id, &metric_key);
    let sweeps = (sweeps > 0).then(|| {
        let words = if sweeps == 1 { "1 sweep".to_owned() } else { format!("{sweeps} sweeps") };
        view! { <a href="#sweeps" data-testid="to-sweeps">{words}</a>" · " }
    });
    view! {
        <div class="scroll">
        <table>
            <caption class="hidden">{format!("{}: headline metrics by {group_by}", study.name)}</caption>
            <thead><tr><th scope="col" class="group">{group_by}</th>{header}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
        </div>
        <p class="below quiet">
            {sweeps}{more}<a href="#statistics" on:click=all>{all_of_them}</a>
        </p>
    }
    .into_any()
}

fn head(metric: &Metric, first: bool) -> impl IntoView + use<> {
    let unit = (!metric.unit.is_empty() && !is_scaled(&metric.unit)).then(|| format!(", {}", metric.unit));
    let title = metric.definition.clone();
    let name = view! { {metric.name.clone()}<span class="unit">{unit}</span> };
    if first {
        view! {
            <th scope="col" class="range" title=title>{name}<small>"min –▮– max, box: files or quartiles"</small></th>
            <th scope="col" class="number">{metric.typical.name()}</th>
            <th scope="col" class="number">"by file"</th>
            <th scope="col" class="number">"n"</th>
        }
        .into_any()
    } else {
        let mean = (metric.typical == Typical::Mean).then_some(", mean");
        view! { <th scope="col" class="number" title=title>{name}{mean}</th> }.into_any()
    }
}

/// What stands for one group, mostly its median; a single value is said to be one.
fn median(metric: &Metric, group: &str) -> impl IntoView + use<> {
    let Some(group) = metric.groups.iter().find(|known| known.name == group) else {
        return view! { <td class="number quiet">"–"</td> }.into_any();
    };
    let s = &group.statistics;
    let range = match (s.n, s.min, s.max) {
        (2.., Some(min), Some(max)) => format!(", {} to {}", cell(min, &metric.unit), cell(max, &metric.unit)),
        _ => String::new(),
    };
    let title = format!("{} of n = {}{range}", metric.typical.name(), format_count(s.n));
    let single = (s.n == 1).then(|| view! { <small>"n 1"</small> });
    view! { <td class="number" title=title>{single}{cell_or_dash(metric.typical.of(s), &metric.unit)}</td> }.into_any()
}

fn by_file(group: &Group, unit: &str) -> String {
    match group.by_file {
        Some((low, high)) => format!("{}–{}", cell(low, unit), cell(high, unit)),
        None => "1 file".to_owned(),
    }
}

/// Where values of a metric stand on a line from zero, or from the smallest where some are negative.
struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    fn of(metric: &Metric) -> Self {
        let values = |of: fn(&Group) -> Option<f64>| metric.groups.iter().filter_map(of);
        let low = values(|group| group.statistics.min).fold(0.0, f64::min);
        let high = values(|group| group.statistics.max).fold(0.0, f64::max);
        Self { low, high }
    }

    fn at(&self, value: f64) -> f64 {
        let width = self.high - self.low;
        if width > 0.0 { ((value - self.low) / width * 100.0).clamp(0.0, 100.0) } else { 0.0 }
    }

    /// The range as a line, the files or quartiles as a box, the median as a stroke; the numbers stand beside it.
    fn bar(&self, group: &Group, unit: &str) -> impl IntoView + use<> {
        let s = &group.statistics;
        let (Some(min), Some(median), Some(max)) = (s.min, s.median, s.max) else { return ().into_any() };
        let (from, to) = group.by_file.or_else(|| s.p25.zip(s.p75)).unwrap_or((median, median));
        let percent = |value: f64| format!("{:.2}%", self.at(value));
        let title = format!("{} to {}, median {}", cell(min, unit), cell(max, unit), cell(median, unit));
        let width = format!("{:.2}%", (self.at(to) - self.at(from)).max(0.6));
        view! {
            <svg class="span" role="img" aria-label=title>
                <line class="track" x1="0" x2="100%" y1="50%" y2="50%"/>
                <line class="whisker" x1=percent(min) x2=percent(max) y1="50%" y2="50%"/>
                <rect class="box" x=percent(from) width=width y="25%" height="50%"/>
                <line class="median" x1=percent(median) x2=percent(median) y1="10%" y2="90%"/>
            </svg>
        }
        .into_any()
    }
}

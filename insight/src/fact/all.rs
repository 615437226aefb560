//! Every number of a summary as a fact, most important first.

use super::{Fact, entity_of};
use crate::summary::{Better, Group, Metric, Statistics, Study, Summary};
use std::collections::{BTreeMap, BTreeSet};

/// Every number of a summary, most important first: what the findings use, the counts, then study by study the medians
/// and ranges of headlines, and last the other statistics.
pub fn facts(summary: &Summary) -> Vec<Fact> {
    let mut all = Vec::new();
    totals(summary, &mut all);
    all.extend(crate::document::told::facts(&summary.documents));
    for study in &summary.studies {
        study_facts(summary, study, &mut all);
    }
    all.extend(crate::serving::facts(&summary.load));
    all.extend(summary.sweeps.iter().flat_map(|sweep| sweep.figures.iter().cloned()));
    rank(summary, all)
}

/// The key of one statistic of one group.
pub fn statistic_key(study: &str, metric: &str, statistic: &str, group: &Group) -> String {
    let mut key = format!("{}.{}.{statistic}", key_part(study), key_part(metric));
    for (at, (name, value)) in group.labels.iter().enumerate() {
        key.push(if at == 0 { '@' } else { ',' });
        key.push_str(&key_part(name));
        key.push('=');
        key.push_str(&key_part(value));
    }
    key
}

/// Text that may stand in a key: anything that would end it, or is not printable ASCII, becomes `_`.
fn key_part(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '-' | '_' | '/' | '+') { c } else { '_' })
        .collect()
}

fn totals(summary: &Summary, all: &mut Vec<Fact>) {
    let totals = &summary.totals;
    let mut count = |key: &str, value: u64, source: &str| all.push(Fact::count(key, value, source));
    count("files", totals.files, "files dropped");
    for kind in &totals.kinds {
        count(&format!("files.{}", kind_key(kind.kind)), kind.files, "files by ending of their name");
        count(&format!("files.{}.more", kind_key(kind.kind)), kind.more, "files not listed by name");
    }
    count("files.measured", totals.uses.measured, "files whose records count");
    count("files.repeats", totals.uses.repeats, "files that say again what another says");
    count("files.unusable", totals.uses.unusable, "files with nothing that can be measured");
    count("files.documents", totals.uses.documents, "files that are prose");
    let warned = summary.files.iter().filter(|file| file.misleads()).count() as u64;
    if warned > 0 {
        for warned in crate::report::warned(summary) {
            let trap = warned.first.trap;
            count(&format!("files.warned.{}", trap.slug()), warned.files, trap.words());
        }
        count("files.warned", warned, "files with something that misleads and that reading does not take care of");
    }
    count("studies", summary.studies.len() as u64, "sets of measurements");
    if !summary.sweeps.is_empty() {
        count("sweeps", summary.sweeps.len() as u64, "sets of records in which settings were varied on purpose");
    }
    count("records", totals.answered + totals.failed, "answered and failed records, repeats counted once");
    count("records.answered", totals.answered, "records that gave a measurement, repeats counted once");
    count("records.failed", totals.failed, "records that failed, repeats counted once");
    let (answered, failed) = summary.requests();
    let others = (totals.answered - answered, totals.failed - failed);
    if answered + failed > 0 {
        count("requests", answered + failed, "answered and failed requests, repeats counted once");
        count("requests.answered", answered, "requests that were answered, repeats counted once");
        count("requests.failed", failed, "requests that failed, repeats counted once");
    }
    if answered + failed > 0 && others != (0, 0) {
        count("records.others", others.0 + others.1, "records that are no requests, repeats counted once");
        count("records.others.answered", others.0, "records that are no requests and gave a measurement");
        count("records.others.failed", others.1, "records that are no requests and failed");
    }
    count("sets", summary.sets().count() as u64, "sets of measurements, tables of the same files counted once");
    count("rows", totals.rows.in_file, "rows of all files");
    count("rows.kept", totals.rows.kept, "rows that stand in a table");
    count("rows.reported", totals.rows.reported, "rows that a problem accounts for");
    all.push(Fact::new("bytes", totals.bytes as f64, "B", "sizes of all files"));
}

/// The short ASCII name of a kind of file.
fn kind_key(kind: crate::reading::Kind) -> &'static str {
    use crate::reading::Kind;
    match kind {
        Kind::Csv => "csv",
        Kind::Json => "json",
        Kind::Jsonl => "jsonl",
        Kind::Markdown => "markdown",
        Kind::Other => "other",
    }
}

fn study_facts(summary: &Summary, study: &Study, all: &mut Vec<Fact>) {
    let mut count = |key: &str, value: u64| all.push(Fact::count(format!("{}.{key}", study.id), value, &study.name));
    count("files", summary.files_of(study));
    count("files.measured", study.files.len() as u64);
    count("files.repeats", study.repeats.len() as u64);
    count("records", study.answered + study.failed);
    count("records.answered", study.answered);
    count("records.failed", study.failed);
    let groups: BTreeSet<&str> =
        study.metrics.iter().flat_map(|metric| &metric.groups).map(|group| group.name.as_str()).collect();
    count("groups", groups.len() as u64);
    for metric in &study.metrics {
        metric_facts(study, metric, all);
    }
}

fn metric_facts(study: &Study, metric: &Metric, all: &mut Vec<Fact>) {
    let values = |of: fn(&Group) -> Option<f64>| metric.groups.iter().filter_map(of);
    let whole = [
        ("min", values(|group| group.statistics.min).min_by(f64::total_cmp)),
        ("max", values(|group| group.statistics.max).max_by(f64::total_cmp)),
    ];
    if metric.groups.len() > 1 {
        for (name, value) in whole {
            if let Some(value) = value {
                let key = format!("{}.{}.{name}", key_part(&study.id), key_part(&metric.key));
                let fact = Fact::new(key, value, &metric.unit, format!("{name} over all groups of {}", metric.name));
                all.push(fact.measuring(&metric.key, &metric.name, metric.better));
            }
        }
    }
    if let Some((least, most)) = file_spread(metric) {
        let source = "largest over smallest median of the files of one condition, less one";
        for (name, spread) in [("file_spread_min", least), ("file_spread_max", most)] {
            let key = format!("{}.{}.{name}", key_part(&study.id), key_part(&metric.key));
            all.push(Fact::share(key, spread, source).measuring(&metric.key, &metric.name, Better::None));
        }
    }
    for group in &metric.groups {
        let source = group_source(metric, group);
        let s = &group.statistics;
        let fact = |statistic: &str, value: f64, unit: &str| {
            let key = statistic_key(&study.id, &metric.key, statistic, group);
            Fact { stat: statistic.to_owned(), ..Fact::new(key, value, unit, source.clone()) }
                .measuring(&metric.key, &metric.name, metric.better)
                .of(entity_of(group))
                .found_in(&group.files, "")
        };
        for (name, value) in values_of(group) {
            all.extend(value.map(|value| fact(name, value, &metric.unit).sure(s.n, interval_of(s, name))));
        }
        for (name, count) in [("n", s.n), ("missing", s.missing), ("failed", s.failed)] {
            if name == "n" || count > 0 {
                all.push(fact(name, count as f64, "").measuring(&metric.key, &metric.name, Better::None));
            }
        }
    }
}

/// Between which values a statistic lies, where that is known.
fn interval_of(s: &Statistics, name: &str) -> Option<(f64, f64)> {
    match name {
        "median" => s.median_interval.map(|it| (it.low, it.high)),
        "mean" => s.mean_interval.as_ref().map(|it| (it.low, it.high)),
        _ => {
            let tail = s.tails.iter().find(|tail| name == format!("p{}", tail.percentile))?;
            tail.interval.map(|it| (it.low, it.high))
        }
    }
}

/// Smallest and largest relative difference of the files of one condition, over all conditions with two files or more.
pub(crate) fn file_spread(metric: &Metric) -> Option<(f64, f64)> {
    let ranges = metric.groups.iter().filter_map(|group| group.by_file).filter(|range| range.0 > 0.0);
    let spreads: Vec<f64> = ranges.map(|range| range.1 / range.0 - 1.0).collect();
    spreads.iter().copied().min_by(f64::total_cmp).zip(spreads.iter().copied().max_by(f64::total_cmp))
}

/// The statistics of a group by name, in the order in which they matter.
fn values_of(group: &Group) -> Vec<(&'static str, Option<f64>)> {
    let s = &group.statistics;
    vec![
        ("median", s.median),
        ("file_min", group.by_file.map(|range| range.0)),
        ("file_max", group.by_file.map(|range| range.1)),
        ("min", s.min),
        ("max", s.max),
        ("mean", s.mean),
        ("mean_low", s.mean_interval.as_ref().map(|it| it.low)),
        ("mean_high", s.mean_interval.as_ref().map(|it| it.high)),
        ("total", s.total_rate),
        ("pooled_mean", s.pooled.map(|it| it.mean)),
        ("pooled_sd", s.pooled.and_then(|it| it.sd)),
        ("sd", s.sd),
        ("mad", s.mad),
        ("trimmed_mean", s.trimmed_mean),
        ("p25", s.p25),
        ("p75", s.p75),
        ("p90", s.p90),
        ("p95", s.p95),
        ("p99", s.p99),
    ]
}

/// Where a group's values stand: the files, the columns as written, the formula.
fn group_source(metric: &Metric, group: &Group) -> String {
    let files = match group.files.as_slice() {
        [] => String::new(),
        [one] => format!(" of {one}"),
        [first, rest @ ..] => format!(" of {first} and {} more", rest.len()),
    };
    let columns = if metric.written.is_empty() { &metric.key } else { &metric.written.join(", ") };
    let definition = if metric.definition.is_empty() { String::new() } else { format!("; {}", metric.definition) };
    format!("{columns}{files}{definition}")
}

/// Findings' keys first, then headline medians and ranges, then the rest; a key that occurs twice gets a number.
fn rank(summary: &Summary, all: Vec<Fact>) -> Vec<Fact> {
    let mut used: BTreeMap<&str, usize> = BTreeMap::new();
    for key in summary.findings.iter().flat_map(|finding| &finding.facts) {
        let next = used.len();
        used.entry(key).or_insert(next);
    }
    let headlines: BTreeSet<String> = summary
        .studies
        .iter()
        .flat_map(|study| study.metrics.iter().filter(|m| m.headline).map(move |m| format!("{}.{}.", study.id, m.key)))
        .collect();
    let tellings = summary.studies.iter().flat_map(|study| study.telling.iter().chain(&study.misleading));
    let figures = summary.findings.iter().chain(tellings).flat_map(|finding| finding.figures.iter().cloned());
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut ranked: Vec<(usize, usize, Fact)> = figures
        .chain(all)
        .enumerate()
        .map(|(at, mut fact)| {
            let times = seen.entry(fact.key.clone()).or_insert(0);
            *times += 1;
            if *times > 1 {
                fact.key = format!("{}~{times}", fact.key);
            }
            (importance(&fact.key, &used, &headlines), at, fact)
        })
        .collect();
    ranked.sort_by_key(|(importance, at, _)| (*importance, *at));
    ranked.into_iter().map(|(_, _, fact)| fact).collect()
}

fn importance(key: &str, used: &BTreeMap<&str, usize>, headlines: &BTreeSet<String>) -> usize {
    if let Some(at) = used.get(key) {
        return *at;
    }
    let statistic_first = |names: &[&str]| {
        let head = key.split_once('@').map_or(key, |(head, _)| head);
        names.iter().any(|name| head.ends_with(name))
    };
    let after = used.len();
    let in_headline = headlines.iter().any(|headline| key.starts_with(headline.as_str()));
    match (key.starts_with("files") || key.starts_with("records"), in_headline) {
        (true, _) => after,
        (false, true) if statistic_first(&[".median"]) => after + 1,
        (false, true) if statistic_first(&[".file_min", ".file_max", ".n"]) => after + 2,
        (false, true) => after + 3,
        (false, false) => after + 4,
    }
}

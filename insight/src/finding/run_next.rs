//! RUN NEXT: the fewest runs that would settle what the data leave open.

use super::documented::documented;
use super::sweep::{ENOUGH, Sweep, setting_words};
use crate::dataset::Dataset;
use crate::fact::{Fact, statistic_key};
use crate::shown::{format_count, format_value};
use crate::statistics::median;
use crate::study::{Analysis, Frame};
use crate::summary::{Better, Finding, Group, Tag};

/// Settings worth repeating: the three that look best, beside the one that documents call the best, else the middle one.
const BEST: usize = 3;
/// Conditions worth repeating one by one; of more the best.
const MOST_REPEATED: usize = 24;
/// Quantiles of the normal distribution for a two-sided test at 5 % with 80 % power: 1.960 + 0.842.
const POWER: f64 = 2.802;
/// A median needs this many times the runs of a mean, for values near normal: pi / 2 over the efficiency kept by pairs, pi / 3.
const MEDIAN_COST: f64 = std::f64::consts::PI / 3.0;

/// Repeats of the best settings of a sweep, else repeats of conditions that were run too few times.
pub(super) fn run_next(
    studies: &[Analysis<'_>],
    sweeps: &[Sweep],
    shown: &[Finding],
    dataset: &Dataset,
) -> Option<Finding> {
    repeat_settings(studies, sweeps, shown, dataset).or_else(|| repeat_conditions(studies, shown))
}

fn repeat_settings(
    studies: &[Analysis<'_>],
    sweeps: &[Sweep],
    shown: &[Finding],
    dataset: &Dataset,
) -> Option<Finding> {
    let first = sweeps.first()?.study;
    let analysis = &studies[first];
    let frame = &analysis.frame;
    let column = frame.columns.first()?;
    // What a finding compares comes first; of equal sweeps the one whose runs vary least settles the smallest effect.
    let compared = compared(analysis, shown);
    let open = sweeps
        .iter()
        .filter(|sweep| sweep.study == first && sweep.records.len() <= sweep.settings && sweep.failed == 0);
    let sweep = open.max_by(|a, b| {
        let steady = |sweep: &Sweep| sweep.variation.unwrap_or(f64::INFINITY);
        let is_compared = |sweep: &Sweep| compared.as_ref() == Some(&analysis.groups.name(sweep.group));
        let order = is_compared(a).cmp(&is_compared(b)).then(a.settings.cmp(&b.settings));
        order.then_with(|| steady(b).total_cmp(&steady(a)))
    })?;
    let mut ranked: Vec<usize> =
        sweep.records.iter().copied().filter(|record| !column.values[*record].is_nan()).collect();
    ranked.sort_by(|a, b| {
        let (a, b) = (column.values[*a], column.values[*b]);
        if column.better == Better::Lower { a.total_cmp(&b) } else { b.total_cmp(&a) }
    });
    if ranked.len() < 2 * BEST {
        return None;
    }
    let group = analysis.groups.name(sweep.group);
    let others = (0..analysis.groups.labels.len()).filter(|other| *other != sweep.group);
    let others: Vec<String> = others.map(|other| analysis.groups.name(other)).collect();
    let rest = &ranked[BEST..];
    let called = documented(dataset, frame, &sweep.parameters, &ranked, (&group, &others));
    let called = called.filter(|(record, _)| rest.contains(record));
    let (against, beside) = match &called {
        Some((record, _)) => (*record, "the documented one"),
        None => (*ranked.get(ranked.len() / 2)?, "the middle one"),
    };
    let chosen: Vec<usize> = ranked.iter().take(BEST).copied().chain([against]).collect();
    let mut finding = super::empty(Tag::RunNext);
    let id = &analysis.study.id;
    let runs = (chosen.len() * ENOUGH) as u64;
    let runs_shown = finding.figure(Fact::count(format!("{id}.next.runs"), runs, "settings times runs each"));
    let best =
        finding.figure(Fact::count(format!("{id}.next.best"), BEST as u64, "settings with the best single runs"));
    let each = finding.figure(Fact::count(
        format!("{id}.next.each"),
        ENOUGH as u64,
        "least n for a 95 % interval of a median",
    ));
    let on = if group == "all" { String::new() } else { format!(" on {group}") };
    let mut text =
        format!("{runs_shown} shuffled runs{on}: the {best} settings that look best and {beside}, {each} runs each");
    if let Some(seconds) = time(frame, &sweep.records, runs) {
        let about = estimate(
            format!("{id}.next.time"),
            seconds,
            format!("{} runs at the median time of one", format_count(runs)),
        );
        text.push_str(&format!(", about {}", finding.figure(about)));
    }
    if let Some(variation) = sweep.variation {
        let smallest = rounded_up(POWER * variation * (2.0 * MEDIAN_COST / ENOUGH as f64).sqrt());
        let source = "80 % power at 5 %, from the variation of the sweep's records";
        let smallest = finding.figure(Fact::share(format!("{id}.next.effect"), smallest, source));
        text.push_str(&format!(". They would show a difference of {smallest}"));
    }
    text.push('.');
    finding.text = text;
    finding.evidence = chosen
        .iter()
        .map(|record| {
            let value = format_value(column.values[*record], &column.unit);
            format!("{}: {value}, {}", setting_words(frame, &sweep.parameters, *record), frame.place(*record))
        })
        .collect();
    finding.evidence.extend(called.map(|(_, said)| format!("documented by {said}")));
    let values = ranked.iter().map(|record| column.values[*record].to_bits());
    let order = super::shuffle::rounds(chosen.len(), ENOUGH, values);
    let run = |(at, which): (usize, usize)| {
        format!("run {}: {}", at + 1, setting_words(frame, &sweep.parameters, chosen[which]))
    };
    finding.evidence.extend(order.into_iter().enumerate().map(run));
    Some(finding)
}

/// The next round share: one can plan with 1 %, not with 0.76 %.
fn rounded_up(share: f64) -> f64 {
    if !(share > 0.0 && share.is_finite()) {
        return share;
    }
    let size = libm::pow(10.0, libm::floor(libm::log10(share)));
    let steps = [1.0, 2.0, 5.0, 10.0].map(|step| step * size);
    steps.into_iter().find(|step| share <= step * (1.0 + 1e-9)).unwrap_or(share)
}

/// The group that decodes faster and answers later, where a finding says so: a person is about to choose it.
fn compared(analysis: &Analysis<'_>, shown: &[Finding]) -> Option<String> {
    let metric = analysis.study.metrics.iter().find(|metric| metric.key == "e2e_latency")?;
    let key = |group: &Group| statistic_key(&analysis.study.id, &metric.key, metric.typical.name(), group);
    let facts = shown.iter().flat_map(|finding| &finding.facts);
    let first = facts.clone().find_map(|fact| metric.groups.iter().find(|group| key(group) == *fact));
    first.map(|group| group.name.clone())
}

/// Conditions of the most important study with too few records for an interval.
fn repeat_conditions(studies: &[Analysis<'_>], shown: &[Finding]) -> Option<Finding> {
    let analysis = studies.iter().find(|analysis| analysis.study.metrics.iter().any(|metric| metric.headline))?;
    // The share of right answers is not measured by running again.
    let metric = analysis.study.metrics.first().filter(|metric| !metric.is_quality())?;
    let mut few: Vec<&crate::summary::Group> =
        metric.groups.iter().filter(|group| group.statistics.n < ENOUGH as u64).collect();
    let id = &analysis.study.id;
    // What a recommendation tells apart needs no runs to be told apart.
    let sweep = format!("{id}.w");
    let facts = || shown.iter().flat_map(|finding| &finding.facts);
    if few.is_empty() || metric.groups.len() < 2 || facts().any(|key| key.starts_with(&sweep)) {
        return None;
    }
    let all = few.len();
    if all > MOST_REPEATED {
        let value = |group: &Group| group.statistics.median.unwrap_or(f64::NAN);
        few.sort_by(|a, b| match metric.better {
            Better::Lower => value(a).total_cmp(&value(b)),
            Better::Higher | Better::None => value(b).total_cmp(&value(a)),
        });
        few.truncate(MOST_REPEATED);
    }
    let mut finding = super::empty(Tag::RunNext);
    let conditions = finding.figure(Fact::count(
        format!("{id}.next.conditions"),
        few.len() as u64,
        "conditions with fewer values than a 95 % interval of a median needs",
    ));
    let each = finding.figure(Fact::count(
        format!("{id}.next.each"),
        ENOUGH as u64,
        "least n for a 95 % interval of a median",
    ));
    let most = few.iter().map(|group| group.statistics.n).max().unwrap_or(0);
    let had = if most == 1 {
        "one value each".to_owned()
    } else {
        let most = finding.figure(Fact::count(format!("{id}.next.had"), most, "most values of such a condition"));
        format!("at most {most} values each")
    };
    let word = if few.len() == 1 { "condition" } else { "conditions" };
    let of = if all > few.len() {
        let source = "conditions with fewer values than a 95 % interval of a median needs";
        let all = finding.figure(Fact::count(format!("{id}.next.of"), all as u64, source));
        format!("the {conditions} best of {all} {word}")
    } else {
        format!("{conditions} {word}")
    };
    // What is shown above was told from chance.
    let is_shown = facts().any(|key| key.starts_with(&format!("{id}.{}.", metric.key)));
    let why = if is_shown && most > 1 {
        "too few for an interval of a median"
    } else {
        "too few to tell a difference from chance"
    };
    let mut text = format!("{each} runs of each of {of}: {had} so far, {why}");
    let records: Vec<usize> = (0..analysis.frame.records.len()).collect();
    let runs = few.iter().map(|group| ENOUGH as u64 - group.statistics.n).sum::<u64>();
    if let Some(seconds) = time(&analysis.frame, &records, runs) {
        let about = estimate(format!("{id}.next.time"), seconds, "missing runs at the median time of one".to_owned());
        text.push_str(&format!("; about {}", finding.figure(about)));
    }
    text.push('.');
    finding.text = text;
    let value =
        |group: &&crate::summary::Group| group.statistics.median.map(|median| format_value(median, &metric.unit));
    finding.evidence = few
        .iter()
        .filter_map(|group| value(group).map(|value| format!("{}: {value}, n = {}", group.name, group.statistics.n)))
        .collect();
    Some(finding)
}

/// How long that many runs take, from the median time of one of these records.
fn time(frame: &Frame<'_>, records: &[usize], runs: u64) -> Option<f64> {
    let whole = ["total_duration", "wall_time", "e2e_latency"];
    let told = |key: &str| {
        frame.columns.iter().find(|column| column.metric == key && column.statistic.is_none() && !column.selected)
    };
    let of = |record: usize| -> f64 {
        if let Some(column) = whole.iter().find_map(|key| told(key)) {
            return column.values[record];
        }
        let part = |key: &str| frame.column_of(key).map_or(f64::NAN, |column| column.values[record]);
        let parts = [part("load_duration"), part("prompt_eval_duration"), part("eval_duration")];
        if parts[2].is_nan() { f64::NAN } else { parts.iter().filter(|part| !part.is_nan()).sum() }
    };
    let mut times: Vec<f64> = records.iter().map(|record| of(*record)).filter(|time| time.is_finite()).collect();
    // The time of one iteration is not that of a run that makes many.
    Some(median(&mut times)? * runs as f64).filter(|seconds| *seconds >= 1.0)
}

/// A time to plan with: whole minutes from ninety seconds on.
fn estimate(key: String, seconds: f64, source: String) -> Fact {
    let mut fact = Fact::new(key, seconds, "s", source);
    if (90.0..10_800.0).contains(&seconds) {
        fact.shown = format!("{:.0} min", seconds / 60.0);
    }
    fact
}

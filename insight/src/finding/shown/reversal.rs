//! Where what a user waits for turns the order of a first headline round.

use super::{WORTH_TELLING, is_apart, median, uses};
use crate::fact::{Fact, statistic_key};
use crate::finding::ratio;
use crate::summary::{Finding, Group, Metric, Study};

/// A pair of groups whose order in the first headline turns round in the full answer.
pub(super) fn reversal(study: &Study, metric: &Metric, finding: &mut Finding) -> Option<String> {
    let answer = study.metrics.iter().find(|other| other.headline && other.key == "e2e_latency")?;
    let writes = match metric.key.as_str() {
        "decode_rate" => ["decodes", "as fast as"],
        "token_rate" => ["writes", "as many tokens a second as"],
        _ => return None,
    };
    let of = |metric: &'_ Metric, name: &str| metric.groups.iter().position(|group| group.name == name);
    let mut pairs: Vec<(f64, f64, usize, usize)> = Vec::new();
    for fast in &metric.groups {
        for slow in &metric.groups {
            let (Some(a), Some(b)) = (of(answer, &fast.name), of(answer, &slow.name)) else { continue };
            let speed = ratio(median(fast)?, median(slow)?)?;
            let wait = ratio(typical(answer, &answer.groups[a])?, typical(answer, &answer.groups[b])?)?;
            if speed >= WORTH_TELLING && wait >= WORTH_TELLING && is_apart(fast, slow) {
                pairs.push((wait, speed, a, b));
            }
        }
    }
    let (wait, speed, a, b) = pairs.into_iter().max_by(|x, y| x.0.total_cmp(&y.0))?;
    let (slow_answer, fast_answer) = (&answer.groups[a], &answer.groups[b]);
    let id = &study.id;
    let pair = format!("{} over {}", slow_answer.name, fast_answer.name);
    let both = group_named(metric, &slow_answer.name).zip(group_named(metric, &fast_answer.name));
    let speeds = both.and_then(|(a, b)| ratio_range(metric, a, b));
    let both_keys = |metric: &Metric, statistic: &str| {
        let key = |group: &Group| statistic_key(id, &metric.key, statistic, group);
        vec![key(slow_answer), key(fast_answer)]
    };
    let of_pair = |fact: Fact, metric: &Metric, statistic: &str| {
        fact.measuring(&metric.key, &metric.name, metric.better)
            .of(&slow_answer.name)
            .against(&fast_answer.name, both_keys(metric, statistic))
    };
    let fact = Fact::ratio(format!("{id}.{}.ratio", metric.key), speed, format!("medians, {pair}"));
    let speed = finding.figure(of_pair(fact, metric, "median"));
    let speeds = by_file(study, metric, speeds, &pair, "files: ", finding);
    let typical = answer.typical.name();
    let fact = Fact::ratio(format!("{id}.{}.ratio", answer.key), wait, format!("{typical}s, {pair}"));
    let wait = finding.figure(of_pair(fact, answer, typical));
    let waits = by_file(study, answer, ratio_range(answer, slow_answer, fast_answer), &pair, "", finding);
    let longer = uses(finding, study, answer, slow_answer);
    let shorter = uses(finding, study, answer, fast_answer);
    let why = tokens(study, slow_answer, fast_answer).map_or_else(String::new, |times| {
        let fact = Fact::ratio(format!("{id}.answer_tokens.ratio"), times, format!("{typical}s, {pair}"));
        let times = finding.figure(fact.of(&slow_answer.name).against(&fast_answer.name, Vec::new()));
        format!(", because it writes {times} as many tokens")
    });
    Some(format!(
        "{} {} {speed} {} {}{speeds}, yet a full answer takes {wait} as long{waits}: {longer} against {shorter}{why}.",
        slow_answer.name, writes[0], writes[1], fast_answer.name
    ))
}

fn group_named<'a>(metric: &'a Metric, name: &str) -> Option<&'a Group> {
    metric.groups.iter().find(|group| group.name == name)
}

/// Smallest and largest ratio of a file of one group to a file of the other; files are the replication that there is.
fn ratio_range(metric: &Metric, a: &Group, b: &Group) -> Option<(f64, f64)> {
    let middle = |group: &Group| group.by_file.or_else(|| typical(metric, group).map(|middle| (middle, middle)));
    let (x, y) = (middle(a)?, middle(b)?);
    let ratios = (ratio(x.0, y.1)?, ratio(x.1, y.0)?);
    (a.by_file.is_some() || b.by_file.is_some()).then_some(ratios)
}

/// ` (files: 1.29× to 1.33×)`
fn by_file(
    study: &Study,
    metric: &Metric,
    range: Option<(f64, f64)>,
    pair: &str,
    lead: &str,
    finding: &mut Finding,
) -> String {
    let Some((least, most)) = range else { return String::new() };
    let mut figure = |name: &str, value: f64| {
        let source = format!("{name} ratio of a file of one to a file of the other, {pair}");
        let fact = Fact::ratio(format!("{}.{}.ratio_{name}", study.id, metric.key), value, source);
        finding.figure(fact.measuring(&metric.key, &metric.name, metric.better))
    };
    let (least, most) = (figure("least", least), figure("most", most));
    if least == most { String::new() } else { format!(" ({lead}{least} to {most})") }
}

fn typical(metric: &Metric, group: &Group) -> Option<f64> {
    metric.typical.of(&group.statistics)
}

fn tokens(study: &Study, a: &Group, b: &Group) -> Option<f64> {
    let of_key = |key: &str| study.metrics.iter().find(|metric| metric.key == key);
    let tokens = of_key("answer_tokens").or_else(|| of_key("output_tokens"))?;
    let of =
        |name: &str| tokens.groups.iter().find(|group| group.name == name).and_then(|group| typical(tokens, group));
    ratio(of(&a.name)?, of(&b.name)?).filter(|times| *times >= WORTH_TELLING)
}

//! What misleads most in one set of files, in half a sentence: the line of a smaller set has room for no more.

use super::look::{Look, tables};
use super::{contradiction, definition, outlier_summed, percentile};
use crate::dataset::File;
use crate::fact::Fact;
use crate::finding::empty;
use crate::summary::{Finding, Tag};
use std::collections::BTreeSet;

/// Files looked at; of a larger set the first ones.
const MOST: usize = 200;

/// The first of these that holds: rows that ran on another device, a mean that holds a far larger call, a percentile that is
/// the largest of few values, tokens that are words.
pub(crate) fn saying(study: &str, files: Vec<&File>) -> Option<Finding> {
    let looks: Vec<Look<'_>> = files.into_iter().take(MOST).flat_map(tables).collect();
    let kinds = [on_another_device, holds_a_far_call, largest_of_few, words_of_answers];
    kinds.iter().find_map(|kind| kind(study, &looks))
}

/// `5 onnx rows marked cuda ran on the CPU`
fn on_another_device(study: &str, looks: &[Look<'_>]) -> Option<Finding> {
    let denied: Vec<(Look<'_>, contradiction::device::Denied)> =
        looks.iter().filter_map(|look| Some((*look, contradiction::device::denied(*look)?))).collect();
    let (declared, ran) = (&denied.first()?.1.declared, denied.first()?.1.ran_on());
    if !denied.iter().all(|(_, other)| other.declared == *declared && other.ran_on() == ran) {
        return None;
    }
    // What tells these rows from the others of their table is worth its name.
    let of = |(look, denied): &(Look<'_>, contradiction::device::Denied)| -> BTreeSet<String> {
        let all: Vec<usize> = (0..look.table.rows).collect();
        let told = |at: &usize, rows: &[usize]| rows.iter().map(|row| look.text(*at, *row)).collect::<BTreeSet<_>>();
        let own = look.settings(true).into_iter().filter(|at| *at != denied.declared_at && *at != denied.ran_at);
        let alone = own.filter(|at| told(at, &denied.rows).len() == 1 && told(at, &all).len() > 1);
        alone.flat_map(|at| told(&at, &denied.rows)).filter(|name| is_name(name)).collect()
    };
    let shared = denied.iter().map(of).reduce(|a, b| a.intersection(&b).cloned().collect())?;
    let name = shared.first().map_or_else(String::new, |name| format!("{name} "));
    let mut finding = empty(Tag::Note);
    let count: usize = denied.iter().map(|(_, denied)| denied.rows.len()).sum();
    let source = "rows whose declared device another cell denies";
    let shown = finding.figure(Fact::count(format!("{study}.misleads.rows"), count as u64, source));
    let rows = if count == 1 { "row" } else { "rows" };
    finding.text = format!("{shown} {name}{rows} marked {declared} ran on the {ran}");
    Some(finding)
}

/// Whether a cell is a short name, and none of a device.
fn is_name(text: &str) -> bool {
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | ':');
    !text.is_empty() && text.len() <= 24 && text.chars().all(plain) && !contradiction::device::is_device(text)
}

/// `a mean holds one far call: 24.6 ms, without it 230 µs`
fn holds_a_far_call(study: &str, looks: &[Look<'_>]) -> Option<Finding> {
    let held = looks.iter().flat_map(|look| outlier_summed::far_calls(*look));
    let far = held.max_by(|a, b| (a.mean / a.without).total_cmp(&(b.mean / b.without)))?;
    let mut finding = empty(Tag::Note);
    let key = |name: &str| format!("{study}.misleads.{name}");
    let mean = finding.figure(Fact::new(key("mean"), far.mean, "s", far.place.clone()));
    let source = format!("{}: (n x mean - largest) / (n - 1)", far.place);
    let without = finding.figure(Fact::new(key("without"), far.without, "s", source));
    finding.text = format!("a mean holds one far call: {mean}, without it {without}");
    Some(finding)
}

/// `“p95” is the largest of 3 values`
fn largest_of_few(study: &str, looks: &[Look<'_>]) -> Option<Finding> {
    let (name, of) = looks.iter().find_map(|look| percentile::largest_of(*look))?;
    let mut finding = empty(Tag::Note);
    let source = format!("values behind `{name}`");
    let shown = finding.figure(Fact::count(format!("{study}.misleads.values"), of, source));
    let name = name.rsplit('.').next().unwrap_or(&name);
    finding.text = format!("“{name}” is the largest of {shown} values");
    Some(finding)
}

fn words_of_answers(_: &str, looks: &[Look<'_>]) -> Option<Finding> {
    let has = |look: &&Look<'_>| definition::words_as_tokens(**look).is_some();
    let mut finding = empty(Tag::Note);
    looks.iter().find(has)?;
    "its “tokens” are words".clone_into(&mut finding.text);
    Some(finding)
}

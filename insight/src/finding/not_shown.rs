//! NOT SHOWN: settings that seem to matter, held against how much files of one condition differ anyway.

use super::sweep::Sweep;
use crate::fact::Fact;
use crate::shown::{format_share, format_value, listed};
use crate::study::Analysis;
use crate::summary::{Finding, Study, Tag};
use crate::sweep::Incident;

/// A difference that few would act on without knowing the noise.
const SMALL: f64 = 0.1;

/// Sweeps of the most important study that has any, none of whose settings is told from noise.
pub(super) fn not_shown(studies: &[Analysis<'_>], sweeps: &[Sweep]) -> Option<Finding> {
    let open = |sweep: &&Sweep| sweep.effect.is_some() && !sweep.recommends;
    let study = sweeps.iter().find(open)?.study;
    let all: Vec<&Sweep> = sweeps.iter().filter(|sweep| sweep.study == study).filter(open).collect();
    let analysis = &studies[study];
    let noise = noise(&analysis.study);
    let size = |sweep: &Sweep| sweep.effect.as_ref().map_or(0.0, |effect| effect.size);
    let (within, beyond): (Vec<&Sweep>, Vec<&Sweep>) = all.iter().copied().partition(|sweep| is_noise(sweep, noise));
    let largest = within.iter().copied().max_by(|a, b| size(a).total_cmp(&size(b)))?;
    let mut finding = super::empty(Tag::NotShown);
    let id = &analysis.study.id;
    let metric = analysis.study.metrics.first()?;
    let count =
        finding.figure(Fact::count(format!("{id}.sweeps"), all.len() as u64, "files in which settings were varied"));
    let runs = runs(&all);
    let most = finding.figure(Fact::share(
        format!("{id}.{}.sweep_effect", metric.key),
        size(largest),
        format!("largest median of a level over the smallest, less one; {}", largest.path),
    ));
    let sweeps_word = if all.len() == 1 { "sweep" } else { "sweeps" };
    let settings = settings(&all, id, &mut finding);
    let mut text = format!("No setting is shown to help: {count} {sweeps_word} of {settings} settings, {runs}; ");
    if beyond.is_empty() {
        text.push_str(&format!("none moves the median of {} by more than {most}", metric.name));
    } else {
        let quiet = finding.figure(Fact::count(format!("{id}.sweeps_within_noise"), within.len() as u64, "sweeps"));
        text.push_str(&format!("in {quiet} of them none moves the median of {} by more than {most}", metric.name));
    }
    if let Some(noise) = noise {
        let by = analysis.study.group_by.first().map_or("condition", String::as_str);
        let source = "largest over smallest median of the files of one condition, less one";
        let noise = finding.figure(Fact::share(format!("{id}.{}.by_file", metric.key), noise, source));
        text.push_str(&format!("; files of one {by} differ by up to {noise}"));
    }
    text.push('.');
    if let Some(sweep) = beyond.first() {
        text.push_str(&beyond_noise(analysis, sweep, &mut finding));
    } else if let Some(incident) = all.iter().find_map(|sweep| sweep.happened.as_ref()) {
        text.push_str(&beside(incident, id, &mut finding));
    }
    finding.text = text;
    finding.evidence.splice(0..0, all.iter().filter_map(|sweep| evidence(analysis, sweep)));
    Some(finding)
}

/// How much the files of one condition differ in the first headline: what no setting can be told from.
pub(super) fn noise(study: &Study) -> Option<f64> {
    crate::fact::file_spread(study.metrics.first()?).map(|(_, most)| most)
}

/// An effect within the noise; without another file to tell the noise, a small one whose ranges are not apart.
fn is_noise(sweep: &Sweep, noise: Option<f64>) -> bool {
    let alone = |size: f64, apart: bool| size <= SMALL && !apart;
    sweep
        .effect
        .as_ref()
        .is_none_or(|effect| noise.map_or_else(|| alone(effect.size, effect.apart), |noise| effect.size <= noise))
}

fn runs(all: &[&Sweep]) -> String {
    if all.iter().all(|sweep| sweep.records.len() <= sweep.settings) {
        "one run each".to_owned()
    } else {
        "several runs each".to_owned()
    }
}

/// `36`, or `12 to 36` where sweeps differ; a failed run does not make a sweep smaller.
fn settings(all: &[&Sweep], id: &str, finding: &mut Finding) -> String {
    let size =
        |sweep: &&Sweep| sweep.settings as u64 + if sweep.records.len() <= sweep.settings { sweep.failed } else { 0 };
    let (least, most) = (all.iter().map(size).min().unwrap_or(0), all.iter().map(size).max().unwrap_or(0));
    let source = "different settings of one sweep, failed runs included";
    let most_shown = finding.figure(Fact::count(format!("{id}.sweep_settings"), most, source));
    if least == most {
        return most_shown;
    }
    let least_shown = finding.figure(Fact::count(format!("{id}.sweep_settings_least"), least, source));
    format!("{least_shown} to {most_shown}")
}

/// A sweep whose largest effect exceeds the noise, and why that alone shows nothing.
fn beyond_noise(analysis: &Analysis<'_>, sweep: &Sweep, finding: &mut Finding) -> String {
    let Some(effect) = &sweep.effect else { return String::new() };
    if effect.apart && sweep.records.len() > sweep.settings {
        return String::new();
    }
    let frame = &analysis.frame;
    let id = &analysis.study.id;
    let parameter = &frame.parameters[effect.parameter].name;
    let size = finding.figure(Fact::share(format!("{id}.sweep_effect_beyond"), effect.size, sweep.path.clone()));
    let on = analysis.groups.name(sweep.group);
    if let Some(incident) = &sweep.incident {
        return format!(" On {on} {parameter} moves it by {size}: {}.", happened(incident, parameter, id, finding));
    }
    if let Some(doubt) = &sweep.doubt {
        return format!(" On {on} {parameter} moves it by {size}, but {doubt}.");
    }
    let failed = if sweep.failed > 0 {
        let failed = finding.figure(Fact::count(format!("{id}.sweep_failed"), sweep.failed, sweep.path.clone()));
        format!(", and {failed} of its runs failed")
    } else {
        String::new()
    };
    let runs = if sweep.records.len() > sweep.settings { "" } else { ", one run each" };
    format!(" On {on} {parameter} moves it by {size}{runs}{failed}.")
}

/// An incident that no setting is told by.
fn beside(incident: &Incident, id: &str, finding: &mut Finding) -> String {
    let failed = finding.figure(Fact::count(format!("{id}.sweep_failed"), incident.failed, incident.place.clone()));
    let runs = if incident.failed == 1 { "run" } else { "runs in a row" };
    let levels: Vec<String> = incident.levels.iter().map(|(name, level)| format!("{name} {level}")).collect();
    finding.evidence.push(format!("incident: {}", incident.place));
    format!(" At {} {failed} {runs} failed: an incident, not a setting.", listed(&levels))
}

/// An incident in half a sentence.
fn happened(incident: &Incident, parameter: &str, id: &str, finding: &mut Finding) -> String {
    let count = Fact::count(format!("{id}.sweep_failed"), incident.failed, incident.place.clone());
    let failed = finding.figure(count);
    let runs = if incident.failed == 1 { "run" } else { "runs in a row" };
    let level = incident.levels.iter().find(|(name, _)| name == parameter).map_or("", |(_, level)| level);
    finding.evidence.push(format!("incident: {}", incident.place));
    format!("an incident, not a setting, for {failed} {runs} failed at {level}")
}

fn evidence(analysis: &Analysis<'_>, sweep: &Sweep) -> Option<String> {
    let effect = sweep.effect.as_ref()?;
    let frame = &analysis.frame;
    let parameter = &frame.parameters[effect.parameter].name;
    let column = frame.columns.first()?;
    let value = |value: f64| format_value(value, &column.unit);
    Some(format!(
        "{}: largest difference {} ({parameter} {}: {}, {}: {}), {} records",
        sweep.path,
        format_share(effect.size),
        effect.most.0,
        value(effect.most.1),
        effect.least.0,
        value(effect.least.1),
        sweep.records.len()
    ))
}

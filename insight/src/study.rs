//! From a dataset to what a person would call "the measurements of …".
//!
//! Tables that measured the same things make a study; loads are told apart, parts fold under their result, what a user waits
//! for is derived, and groups are compared. Does not judge what it means; see `finding`.

mod behind;
mod belonging;
mod fold;
mod frame;
mod groups;
mod measure;
mod name;
mod order;
mod parameter;
mod rank;
mod same_work;
mod series;
mod set;
mod split;

pub(crate) use behind::Means;
pub(crate) use frame::{Column, Frame, Source, column_key, is_measured};
pub(crate) use groups::{Groups, cross};
pub(crate) use measure::ordered;
pub(crate) use name::engine;
pub(crate) use order::{places_of, ranks};
pub(crate) use parameter::{NO_LEVEL, Parameter};
pub(crate) use split::Loads;

use crate::dataset::Dataset;
use crate::summary::Study;

/// One study with the records it was computed from.
#[derive(Debug)]
pub(crate) struct Analysis<'a> {
    /// What is told.
    pub study: Study,
    /// Its records.
    pub frame: Frame<'a>,
    /// How they are grouped, in the order of the study.
    pub groups: Groups,
    /// Which of them waited for a load.
    pub loads: Option<Loads>,
}

impl Analysis<'_> {
    /// Completes the statistics of large samples, which take a while.
    pub(crate) fn look_closer(&mut self) {
        measure::look_closer(&self.frame, &self.groups, &mut self.study.metrics);
    }
}

/// The studies of a dataset, most important first; the same for any order of files.
pub(crate) fn studies(dataset: &Dataset) -> Vec<Analysis<'_>> {
    let sets =
        set::sets(dataset).into_iter().map(|sources| Frame { quantiles: dataset.quantiles, ..Frame::of(sources) });
    let mut all: Vec<Analysis<'_>> =
        sets.filter(|frame| !frame.records.is_empty() || frame.failed > 0).map(analyze).collect();
    all.retain(|analysis| !analysis.study.metrics.is_empty() || analysis.study.requests);
    drop_context(&mut all);
    let worth = |study: &Study| {
        let conditions = study.metrics.first().map_or(0, |metric| metric.groups.len()) as u64;
        let told = study.metrics.iter().any(|metric| metric.headline);
        (told, !is_machine(study), study.answered * conditions, study.failed)
    };
    all.sort_by(|a, b| worth(&b.study).cmp(&worth(&a.study)).then_with(|| a.study.files.cmp(&b.study.files)));
    name::tell_apart(&mut all);
    let beside = belonging::join(&mut all);
    belonging::settle(&mut all, dataset);
    for (at, (analysis, beside)) in all.iter_mut().zip(beside).enumerate() {
        analysis.study.id = format!("s{}", at + 1);
        analysis.study.beside = beside.map(|main| format!("s{}", main + 1));
    }
    all
}

/// Whether it tells the state of a machine and nothing that ran on it.
fn is_machine(study: &Study) -> bool {
    const STATES: &[&str] =
        &["memory", "gpu_memory", "cpu_utilization", "gpu_utilization", "power", "gpu_power", "temperature"];
    study.metrics.first().is_some_and(|metric| STATES.iter().any(|state| metric.key.starts_with(state)))
}

/// Leaves out settings and counts that stand beside the measurements of the same files.
fn drop_context(all: &mut Vec<Analysis<'_>>) {
    let told = |analysis: &Analysis<'_>| analysis.study.metrics.iter().any(|metric| metric.headline);
    let measured: std::collections::BTreeSet<String> =
        all.iter().filter(|analysis| told(analysis)).flat_map(|analysis| analysis.study.files.clone()).collect();
    // Requests of which none was answered have no file that counts; the runs that sum them up say nothing besides.
    let is_run =
        |source: &Source<'_>| source.sheet().is_some_and(|sheet| (0..source.rows()).all(|row| sheet.unanswered(row)));
    let path = |source: &Source<'_>| source.file.reading.path.clone();
    let dead: std::collections::BTreeSet<String> = all
        .iter()
        .filter(|analysis| analysis.study.files.is_empty())
        .flat_map(|analysis| analysis.frame.sources.iter().filter(|source| !is_run(source)).map(path))
        .collect();
    let is_summary = |source: &Source<'_>| is_run(source) && dead.contains(&path(source));
    let is_dead =
        |analysis: &Analysis<'_>| analysis.study.files.is_empty() && !analysis.frame.sources.iter().all(is_summary);
    all.retain(|analysis| {
        told(analysis) || is_dead(analysis) || !analysis.study.files.iter().all(|file| measured.contains(file))
    });
}

/// The values behind one metric of one study, group by group in the order of the study, for a picture of them; empty when
/// there is no such study or metric.
pub fn samples(dataset: &Dataset, study: &str, metric: &str) -> Vec<(String, Vec<f64>)> {
    let analyses = studies(dataset);
    let Some(analysis) = analyses.iter().find(|analysis| analysis.study.id == study) else { return Vec::new() };
    let Some(at) = analysis.study.metrics.iter().position(|known| known.key == metric) else { return Vec::new() };
    measure::samples(&analysis.frame, &analysis.groups, at)
}

fn analyze(mut frame: Frame<'_>) -> Analysis<'_> {
    fold::fold(&mut frame);
    fold::derive(&mut frame);
    let mut groups = groups::groups(&frame);
    let loads = split::loads(&frame);
    if let Some(loads) = &loads {
        split::split(&mut frame, loads);
    }
    same_work::same_work(&mut frame, &groups);
    let headlines = rank::rank(&mut frame.columns);
    measure::order_groups(&frame, &mut groups);
    let study = Study {
        id: String::new(),
        name: name::name(&frame, &groups, headlines),
        workload: name::workload(&frame, headlines),
        files: measure::files(&frame),
        repeats: Vec::new(),
        others: Vec::new(),
        beside: None,
        requests: name::is_requests(&frame, headlines),
        telling: None,
        misleading: None,
        answered: frame.records.len() as u64,
        failed: frame.failed,
        group_by: groups.by.clone(),
        metrics: measure::metrics(&frame, &groups, headlines),
    };
    Analysis { study, frame, groups, loads }
}

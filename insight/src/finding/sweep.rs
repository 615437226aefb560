//! What sweeps say of the first headline: which setting moves it most, and how much its runs differ.

use crate::statistics::median;
use crate::study::{Analysis, Frame};
use crate::summary::{Finding, Tag};
use crate::sweep::{Found, Incident, Status, find, happened_to};
use std::collections::BTreeMap;

/// Fewer records than this are told by no finding.
const LEAST_RECORDS: usize = 8;

/// The level of all tests.
const ALPHA: f64 = 0.05;

/// One sweep.
#[derive(Debug)]
pub(crate) struct Sweep {
    /// Which study.
    pub study: usize,
    /// Which group of it.
    pub group: usize,
    /// Its records.
    pub records: Vec<usize>,
    /// Path of its first file.
    pub path: String,
    /// The settings that were varied, by index in the frame.
    pub parameters: Vec<usize>,
    /// Different combinations of levels that were run.
    pub settings: usize,
    /// Records of it that failed.
    pub failed: u64,
    /// Largest relative difference of level medians of the first headline, with its setting; over records that have a value.
    pub effect: Option<Effect>,
    /// Failed runs in a row that happened to a level of that setting.
    pub incident: Option<Incident>,
    /// The first of all failed runs in a row.
    pub happened: Option<Incident>,
    /// Whether it shows which settings to use.
    pub recommends: bool,
    /// What else moved with the setting of that effect, where repeats alone would show it.
    pub doubt: Option<String>,
    /// Coefficient of variation of the first headline over all its records.
    pub variation: Option<f64>,
}

/// How much one setting moves a metric.
#[derive(Clone, Debug)]
pub(crate) struct Effect {
    /// Index of the setting in the frame.
    pub parameter: usize,
    /// Largest level median over the smallest, less one.
    pub size: f64,
    /// Whether the ranges of those two levels do not overlap and both have enough records.
    pub apart: bool,
    /// Levels of the largest and the smallest median with those medians.
    pub most: (String, f64),
    /// See `most`.
    pub least: (String, f64),
}

/// Least records of a level for its range to count: the least n for a 95 % interval of a median.
pub(crate) const ENOUGH: usize = 6;

/// All sweeps of all studies, in the order of studies and files.
pub(crate) fn sweeps(studies: &[Analysis<'_>], told: &[crate::sweep::Sweep]) -> Vec<Sweep> {
    let found = find(studies, false).into_iter().filter(|found| found.records.len() >= LEAST_RECORDS);
    found.map(|found| judged(&studies[found.study], &found, told)).collect()
}

/// The first sweep that recommends a setting, in its own words.
pub(super) fn recommended(told: &[crate::sweep::Sweep]) -> Option<Finding> {
    // One of many sweeps recommends something by chance.
    let looks = told.len() as f64;
    let is_sure = |sweep: &crate::sweep::Sweep| {
        let Some(objective) = sweep.objectives.first() else { return false };
        let effects = objective.effects.iter().filter_map(|effect| effect.p_value);
        let p = effects.chain(objective.interactions.iter().map(|it| it.p_value)).reduce(f64::min);
        looks <= 1.0 || p.is_some_and(|p| p <= ALPHA / looks)
    };
    let sweep = told.iter().find(|sweep| !sweep.recommended.is_empty() && is_sure(sweep))?;
    let mut finding = super::empty(Tag::Shown);
    let of = if sweep.name == "all" { String::new() } else { format!("{}: ", sweep.name) };
    finding.text = format!("{of}{}", sweep.advice);
    finding.facts = sweep.figures.iter().map(|fact| fact.key.clone()).collect();
    let objective = sweep.objectives.first()?;
    finding.evidence = crate::sweep::effects(objective).notes;
    Some(finding)
}

fn judged(analysis: &Analysis<'_>, found: &Found, told: &[crate::sweep::Sweep]) -> Sweep {
    let frame = &analysis.frame;
    let mut sweep = Sweep {
        study: found.study,
        group: found.records.first().map_or(0, |record| analysis.groups.of[*record] as usize),
        path: found.records.first().map_or_else(String::new, |record| frame.path(*record).to_owned()),
        failed: 0,
        records: Vec::new(),
        parameters: found.parameters.clone(),
        settings: found.settings,
        effect: None,
        incident: None,
        happened: None,
        variation: None,
        recommends: false,
        doubt: None,
    };
    let known = told.iter().find(|known| {
        known.study == analysis.study.id
            && known.files.contains(&sweep.path)
            && (known.name == "all" || known.name == analysis.groups.name(sweep.group))
    });
    sweep.recommends = known.is_some_and(|known| !known.recommended.is_empty());
    sweep.records.clone_from(&found.records);
    sweep.effect = effect(frame, &sweep);
    let moved = sweep.effect.as_ref().map(|effect| effect.parameter);
    (sweep.failed, sweep.incident, sweep.happened) = happened_to(analysis, found, moved);
    sweep.doubt = known.and_then(|known| {
        let name = &frame.parameters[moved?].name;
        let effect = known.objectives.first()?.effects.iter().find(|effect| effect.setting == *name)?;
        effect.notes.last().filter(|_| effect.status == Status::Confounded).cloned()
    });
    sweep.variation = variation(frame, &sweep);
    sweep
}

/// A setting in words: `num_gpu 60, temperature 0.8`.
pub(crate) fn setting_words(frame: &Frame<'_>, parameters: &[usize], record: usize) -> String {
    let words = parameters.iter().filter_map(|at| {
        let parameter = &frame.parameters[*at];
        parameter.levels.get(parameter.codes[record] as usize).map(|level| format!("{} {level}", parameter.name))
    });
    words.collect::<Vec<String>>().join(", ")
}

/// The setting that moves the first headline most.
fn effect(frame: &Frame<'_>, sweep: &Sweep) -> Option<Effect> {
    let values = &frame.columns.first()?.values;
    let effects = sweep.parameters.iter().filter_map(|at| {
        let parameter = &frame.parameters[*at];
        let most = sweep.records.len() / parameter.levels.len().max(1);
        let mut found: Vec<Vec<f64>> = (0..parameter.levels.len()).map(|_| Vec::with_capacity(most)).collect();
        for record in &sweep.records {
            if let Some(found) = found.get_mut(parameter.codes[*record] as usize)
                && !values[*record].is_nan()
            {
                found.push(values[*record]);
            }
        }
        let filled = (0_u32..).zip(found).filter(|(_, found)| !found.is_empty());
        let mut by_level: BTreeMap<u32, Vec<f64>> = filled.collect();
        let fewest = by_level.values().map(Vec::len).min()?;
        let mut medians: Vec<(f64, u32)> =
            by_level.iter_mut().filter_map(|(code, values)| median(values).map(|median| (median, *code))).collect();
        medians.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (least, most) = (*medians.first()?, *medians.last()?);
        let name = |code: u32| frame.parameters[*at].levels.get(code as usize).cloned().unwrap_or_default();
        let range_apart = match (by_level.get(&least.1), by_level.get(&most.1)) {
            (Some(low), Some(high)) => {
                low.iter().copied().fold(f64::NEG_INFINITY, f64::max)
                    < high.iter().copied().fold(f64::INFINITY, f64::min)
            }
            _ => false,
        };
        (medians.len() > 1 && least.0 > 0.0).then(|| Effect {
            parameter: *at,
            size: most.0 / least.0 - 1.0,
            apart: range_apart && fewest >= ENOUGH,
            most: (name(most.1), most.0),
            least: (name(least.1), least.0),
        })
    });
    effects.max_by(|a, b| a.size.total_cmp(&b.size))
}

fn variation(frame: &Frame<'_>, sweep: &Sweep) -> Option<f64> {
    let column = frame.columns.first()?;
    let values: Vec<f64> =
        sweep.records.iter().map(|record| column.values[*record]).filter(|value| !value.is_nan()).collect();
    let (mean, sd) = (crate::statistics::mean(&values)?, crate::statistics::sd(&values)?);
    (mean > 0.0).then(|| sd / mean)
}

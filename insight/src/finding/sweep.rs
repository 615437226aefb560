//! Sweeps: records of one table and one condition in which settings were varied on purpose.

use crate::statistics::median;
use crate::study::{Analysis, Frame, Parameter, cross};
use std::collections::BTreeMap;

/// Fewer records than this are no sweep.
const LEAST_RECORDS: usize = 8;
/// Fewer settings than this are a comparison, not a sweep.
const LEAST_SETTINGS: usize = 4;
/// Share of the combinations of levels that a sweep runs: settings varied on purpose make a grid.
const GRID: f64 = 0.6;
/// A setting with more levels than this is a measurement in disguise.
const MOST_LEVELS: usize = 12;

/// One sweep.
#[derive(Debug)]
pub(crate) struct Sweep {
    /// Which study.
    pub study: usize,
    /// Which group of it.
    pub group: usize,
    /// Its records.
    pub records: Vec<usize>,
    /// Path of its file.
    pub path: String,
    /// The settings that were varied, by index in the frame.
    pub parameters: Vec<usize>,
    /// Different combinations of levels that were run.
    pub settings: usize,
    /// Records of its file that failed.
    pub failed: u64,
    /// Largest relative difference of level medians of the first headline, with its setting; over records that have a value.
    pub effect: Option<Effect>,
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
pub(crate) fn sweeps(studies: &[Analysis<'_>]) -> Vec<Sweep> {
    studies.iter().enumerate().flat_map(|(at, study)| sweeps_of(at, study)).collect()
}

fn sweeps_of(study: usize, analysis: &Analysis<'_>) -> Vec<Sweep> {
    let frame = &analysis.frame;
    let single = frame.columns.first().is_some_and(|column| column.statistic.is_none()) && !frame.one_row_a_run();
    let varied: Vec<usize> = (0..frame.parameters.len())
        .filter(|at| is_setting(&frame.parameters[*at]) && !analysis.groups.keys.contains(&frame.parameters[*at].key))
        .collect();
    if !single || varied.is_empty() {
        return Vec::new();
    }
    tables(analysis)
        .into_iter()
        .filter(|(_, records)| records.len() >= LEAST_RECORDS)
        .filter_map(|((source, group), records)| {
            let parameters: Vec<usize> =
                varied.iter().copied().filter(|at| levels(&frame.parameters[*at], &records).len() > 1).collect();
            let settings = settings(frame, &parameters, &records);
            let grid: usize = parameters.iter().map(|at| levels(&frame.parameters[*at], &records).len()).product();
            if parameters.is_empty() || settings < LEAST_SETTINGS || (settings as f64) < GRID * grid as f64 {
                return None;
            }
            let source = frame.sources[source as usize];
            let mut sweep = Sweep {
                study,
                group: group as usize,
                path: source.file.reading.path.clone(),
                failed: source.sheet().map_or(0, |sheet| sheet.failed_rows),
                records,
                parameters,
                settings,
                effect: None,
                variation: None,
            };
            sweep.effect = effect(frame, &sweep);
            sweep.variation = variation(frame, &sweep);
            Some(sweep)
        })
        .collect()
}

fn is_setting(parameter: &Parameter) -> bool {
    parameter.key != "prompt"
        && parameter.role == crate::role::Role::Parameter
        && (2..=MOST_LEVELS).contains(&parameter.levels.len())
}

/// Records by table and group, in that order.
fn tables(analysis: &Analysis<'_>) -> Vec<((u32, u32), Vec<usize>)> {
    let mut tables = Vec::new();
    let mut first = 0;
    // Records stand table after table.
    for table in analysis.frame.records.chunk_by(|a, b| a.0 == b.0) {
        let mut sizes = vec![0; analysis.groups.labels.len()];
        (first..first + table.len()).for_each(|record| sizes[analysis.groups.of[record] as usize] += 1);
        let mut groups: Vec<Vec<usize>> = sizes.into_iter().map(Vec::with_capacity).collect();
        for record in first..first + table.len() {
            groups[analysis.groups.of[record] as usize].push(record);
        }
        let filled = groups.into_iter().enumerate().filter(|(_, records)| !records.is_empty());
        tables.extend(filled.map(|(group, records)| ((table[0].0, group as u32), records)));
        first += table.len();
    }
    tables
}

/// How many different combinations of levels these records have.
fn settings(frame: &Frame<'_>, parameters: &[usize], records: &[usize]) -> usize {
    let (mut of, mut count) = (vec![0_u32; records.len()], 1);
    for at in parameters {
        let parameter = &frame.parameters[*at];
        (of, count) = cross(&of, count, parameter, records.iter().map(|record| parameter.codes[*record]));
    }
    count
}

/// The levels that some of these records have.
fn levels(parameter: &Parameter, records: &[usize]) -> Vec<u32> {
    let mut used = vec![false; parameter.levels.len()];
    let mut unseen = used.len();
    for record in records {
        if let Some(used) = used.get_mut(parameter.codes[*record] as usize)
            && !std::mem::replace(used, true)
        {
            unseen -= 1;
            // Long tables show every level in their first rows.
            if unseen == 0 {
                break;
            }
        }
    }
    (0..used.len() as u32).filter(|code| used[*code as usize]).collect()
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

//! From the records of a sweep to what is told of it.

use super::cells::{Cells, Measured};
use super::chance::best_run;
use super::choice::{Advice, Chosen, choose};
use super::doubt::Doubts;
use super::effect::{Status, effects, interactions};
use super::find::find_in;
use super::front::{Places, front};
use super::incident::{Incident, incidents};
use super::{Design, Factor, Found, Objective, Setting, Sweep, levels, words};
use crate::statistics::median;
use crate::study::{Analysis, Column, Frame, NO_LEVEL, Parameter};
use crate::summary::Better;
use std::collections::BTreeSet;

/// Objectives of one sweep.
const OBJECTIVES: usize = 4;
/// Settings listed of one sweep.
const LISTED: usize = 150;
/// Missing settings named.
const NAMED: usize = 12;
/// Sweeps told of one drop.
const MOST: usize = 24;

/// The sweeps of all studies, in the order of studies and files.
pub(crate) fn sweeps(studies: &[Analysis<'_>]) -> Vec<Sweep> {
    let chosen = studies.iter().enumerate().flat_map(|(at, analysis)| {
        let whole = find_in(at, analysis, true);
        let found = if whole.is_empty() { find_in(at, analysis, false) } else { whole };
        found.into_iter().enumerate().map(move |(number, found)| (number + 1, found))
    });
    let told = chosen.map(|(number, found)| told(number, &studies[found.study], &found));
    // What has no better and no worse is no sweep.
    told.filter(|sweep| !sweep.objectives.is_empty()).take(MOST).collect()
}

/// How many runs of a sweep failed, the incident that happened to a level of the setting with that index in the frame, by the
/// first column, and the first incident of all.
pub(crate) fn happened_to(
    analysis: &Analysis<'_>,
    found: &Found,
    parameter: Option<usize>,
) -> (u64, Option<Incident>, Option<Incident>) {
    let factor = found.parameters.iter().position(|at| Some(*at) == parameter);
    let cells = Cells::of(analysis, found);
    let values = analysis.frame.columns.first().map_or(&[][..], |column| column.values.as_slice());
    let happened = incidents(&analysis.frame, &found.parameters, &cells, values);
    let first = happened.first().map(|it| it.told.clone());
    let tied = happened.into_iter().find(|it| it.levels.iter().any(|level| Some(level.0) == factor));
    (cells.failed.len() as u64, tied.map(|it| it.told), first)
}

fn told(number: usize, analysis: &Analysis<'_>, found: &Found) -> Sweep {
    let frame = &analysis.frame;
    let cells = Cells::of(analysis, found);
    let columns: Vec<Measured<'_>> = objectives(analysis)
        .map(|column| Measured::of(&cells, column))
        .filter(|measured| measured.with(1) > 0)
        .take(OBJECTIVES)
        .collect();
    let values = columns.first().map_or(&[][..], |first| first.column.values.as_slice());
    let doubts = Doubts::of(analysis, found, &cells, values);
    let chosen: Vec<Chosen> = columns
        .iter()
        .enumerate()
        .map(|(at, measured)| {
            choose(measured, || if at == 0 { best_run(frame, found, &cells, measured) } else { None })
        })
        .collect();
    let told =
        |(measured, chosen): (&Measured<'_>, &Chosen)| objective(frame, found, &cells, measured, chosen, &doubts);
    let objectives: Vec<Objective> = columns.iter().zip(&chosen).map(told).collect();
    let places = front(&columns);
    let mut files: Vec<String> = found.records.iter().map(|record| frame.path(*record).to_owned()).collect();
    files.sort();
    files.dedup();
    let mut sweep = Sweep {
        id: format!("{}.w{number}", analysis.study.id),
        study: analysis.study.id.clone(),
        name: name(analysis, found),
        files,
        design: design(frame, found, &cells),
        settings: settings(frame, found, &cells, &columns, chosen.first(), places.as_ref()),
        front: places.map(|places| places.front),
        incidents: doubts.happened.into_iter().map(|it| it.told).collect(),
        recommended: recommended(frame, found, &cells, chosen.first(), &objectives),
        objectives,
        figures: Vec::new(),
        advice: String::new(),
    };
    words::write(&mut sweep);
    sweep
}

/// Headlines that have a better and a worse, one a record and no wait for a load.
fn objectives<'a>(analysis: &'a Analysis<'_>) -> impl Iterator<Item = &'a Column> {
    let headlines = analysis.study.metrics.iter().filter(|metric| metric.headline).count();
    let columns = analysis.frame.columns.iter().filter(|column| column.filled() > 0).take(headlines);
    columns.filter(|column| column.better != Better::None && !column.key.ends_with("_loaded"))
}

fn name(analysis: &Analysis<'_>, found: &Found) -> String {
    let frame = &analysis.frame;
    let Some(first) = found.records.first() else { return String::new() };
    let same = |parameter: &&Parameter| {
        let code = parameter.codes[*first];
        code != NO_LEVEL && found.records.iter().all(|record| parameter.codes[*record] == code)
    };
    let told = frame.parameters.iter().filter(|it| it.key == "model" || analysis.groups.keys.contains(&it.key));
    let words: Vec<&str> =
        told.filter(same).filter_map(|it| it.levels.get(it.codes[*first] as usize)).map(String::as_str).collect();
    if words.is_empty() { "all".to_owned() } else { words.join(" · ") }
}

fn level_names(frame: &Frame<'_>, found: &Found, cells: &Cells, at: &[usize]) -> Vec<String> {
    let name = |(factor, place): (usize, &usize)| {
        let code = cells.levels[factor][*place] as usize;
        frame.parameters[found.parameters[factor]].levels.get(code).cloned().unwrap_or_default()
    };
    at.iter().enumerate().map(name).collect()
}

fn design(frame: &Frame<'_>, found: &Found, cells: &Cells) -> Design {
    let factor = |(factor, at): (usize, &usize)| {
        let parameter = &frame.parameters[*at];
        let levels: Vec<String> =
            cells.levels[factor].iter().filter_map(|code| parameter.levels.get(*code as usize).cloned()).collect();
        let numeric = levels.iter().all(|level| level.parse::<f64>().is_ok());
        Factor { name: parameter.name.clone(), levels, numeric }
    };
    let used: BTreeSet<&str> = found.parameters.iter().map(|at| frame.parameters[*at].key.as_str()).collect();
    let fixed = frame.parameters.iter().filter(|it| !used.contains(it.key.as_str()) && it.key != "prompt");
    let fixed =
        fixed.filter(|it| it.role == crate::role::Role::Parameter && it.key != "model").filter_map(|parameter| {
            let [level] = levels(parameter, &found.records)[..] else { return None };
            let stated = found.records.iter().all(|record| parameter.codes[*record] == level);
            parameter.levels.get(level as usize).filter(|_| stated).map(|level| format!("{} {level}", parameter.name))
        });
    let runs = cells.all.iter().map(|cell| cell.records.len() as u64);
    let name = |at: usize| frame.parameters[at].name.clone();
    let (possible, run) = (cells.possible(), cells.all.len() as u64);
    Design {
        factors: found.parameters.iter().enumerate().map(factor).collect(),
        possible,
        settings: run,
        missing: possible.saturating_sub(run),
        missing_settings: missing(cells, NAMED).iter().map(|at| level_names(frame, found, cells, at)).collect(),
        runs: found.records.len() as u64,
        failed: cells.failed.len() as u64,
        replicates: [runs.clone().min().unwrap_or(0), runs.max().unwrap_or(0)],
        fixed: fixed.collect(),
        confounded: found.together.iter().map(|(a, b)| [name(*a), name(*b)]).collect(),
    }
}

/// Levels of the settings that matter of which no setting can be told from the best; none where nothing can be recommended.
///
/// A setting without effect is never part of it, whatever its level in the best one.
fn recommended(
    frame: &Frame<'_>,
    found: &Found,
    cells: &Cells,
    chosen: Option<&Chosen>,
    objectives: &[Objective],
) -> Vec<Vec<(String, String)>> {
    let (Some(chosen), Some(objective)) = (chosen, objectives.first()) else { return Vec::new() };
    let Some(best) = chosen.best.first().filter(|_| objective.advice == Advice::Recommended) else { return Vec::new() };
    let mut matter: Vec<usize> =
        (0..found.parameters.len()).filter(|at| objective.effects[*at].status == Status::Shown).collect();
    // What a setting does may depend on another, though neither does much by itself.
    let shown = objective.interactions.iter().filter(|it| it.p_value <= 0.05).flat_map(|it| &it.settings);
    let names: BTreeSet<&String> = shown.collect();
    let depends = |at: &usize| names.contains(&frame.parameters[found.parameters[*at]].name);
    matter.extend((0..found.parameters.len()).filter(depends));
    matter.sort_unstable();
    matter.dedup();
    if matter.is_empty() {
        matter = (0..found.parameters.len()).collect();
    }
    let levels = |cell: &usize| matter.iter().map(|factor| cells.all[*cell].at[*factor]).collect::<Vec<usize>>();
    let alike: BTreeSet<usize> = chosen.best.iter().copied().collect();
    let told_apart: BTreeSet<Vec<usize>> =
        chosen.ranked.iter().filter(|cell| !alike.contains(cell)).map(levels).collect();
    let mut lines: Vec<Vec<usize>> = vec![levels(best)];
    for cell in &chosen.best {
        let levels = levels(cell);
        if !told_apart.contains(&levels) && !lines.contains(&levels) && lines.len() < NAMED {
            lines.push(levels);
        }
    }
    let name = |(factor, place): (&usize, &usize)| {
        let parameter = &frame.parameters[found.parameters[*factor]];
        let code = cells.levels[*factor][*place] as usize;
        (parameter.name.clone(), parameter.levels.get(code).cloned().unwrap_or_default())
    };
    lines.iter().map(|line| matter.iter().zip(line).map(name).collect()).collect()
}

/// The first combinations of levels that were not run.
fn missing(cells: &Cells, most: usize) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    let mut at = vec![0; cells.levels.len()];
    // Settings stand in the order of their levels, so that a gap shows where the next is not the one expected.
    let mut run = cells.all.iter().map(|cell| &cell.at).peekable();
    for _ in 0..cells.possible().min(cells.all.len() as u64 + most as u64) {
        if run.peek() == Some(&&at) {
            run.next();
        } else if found.len() < most {
            found.push(at.clone());
        }
        for factor in (0..at.len()).rev() {
            at[factor] += 1;
            if at[factor] < cells.levels[factor].len() {
                break;
            }
            at[factor] = 0;
        }
    }
    found
}

fn objective(
    frame: &Frame<'_>,
    found: &Found,
    cells: &Cells,
    measured: &Measured<'_>,
    chosen: &Chosen,
    doubts: &Doubts,
) -> Objective {
    let column = measured.column;
    let mut all = measured.all();
    let medians = measured.medians.iter().flatten().copied();
    let range = medians.clone().min_by(f64::total_cmp).zip(medians.max_by(f64::total_cmp));
    let mut effects = effects(frame, &found.parameters, cells, measured);
    doubts.weaken(&mut effects, column.selected);
    doubts.without_incidents(&mut effects, frame, found, cells, column);
    let confounded =
        effects.iter().any(|effect| effect.p_value.is_some_and(|p| p <= 0.05) && effect.status == Status::Confounded);
    Objective {
        key: column.key.clone(),
        name: column.name.clone(),
        unit: column.unit.clone(),
        better: column.better,
        n: all.len() as u64,
        median: median(&mut all),
        range: range.map(|(low, high)| [low, high]),
        advice: if confounded && chosen.advice == Advice::Recommended { Advice::Confounded } else { chosen.advice },
        alike: chosen.best.len() as u64,
        chance: chosen.chance,
        interactions: interactions(frame, &found.parameters, cells, measured),
        effects,
    }
}

fn settings(
    frame: &Frame<'_>,
    found: &Found,
    cells: &Cells,
    columns: &[Measured<'_>],
    chosen: Option<&Chosen>,
    places: Option<&Places>,
) -> Vec<Setting> {
    let ranked = chosen.map_or(&[][..], |chosen| &chosen.ranked);
    let is_ranked: BTreeSet<usize> = ranked.iter().copied().collect();
    let rest = (0..cells.all.len()).filter(|at| !is_ranked.contains(at));
    let recommended = chosen.is_some_and(|chosen| chosen.advice == Advice::Recommended);
    let setting = |at: usize| {
        let cell = &cells.all[at];
        Setting {
            levels: level_names(frame, found, cells, &cell.at),
            runs: cell.records.len() as u64,
            failed: cell.failed,
            medians: columns.iter().map(|measured| measured.medians[at]).collect(),
            p_best: chosen.and_then(|chosen| chosen.p_best.iter().find(|it| it.0 == at)).map(|it| it.1),
            alike: recommended && chosen.is_some_and(|chosen| chosen.best.contains(&at)),
            front: places.is_some_and(|places| places.is_on[at]),
            may_be_front: places.is_some_and(|places| places.may_be[at]),
        }
    };
    ranked.iter().copied().chain(rest).take(LISTED).map(setting).collect()
}

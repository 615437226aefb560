//! Which records are a sweep: those of one subject in which settings were varied on purpose.

use crate::role::Role;
use crate::study::{Analysis, Frame, NO_LEVEL, Parameter, cross};
use std::collections::BTreeMap;

/// Fewer records than this are no sweep.
const LEAST_RECORDS: usize = 4;
/// Fewer settings than this are a comparison, not a sweep.
const LEAST_SETTINGS: usize = 4;
/// Share of the combinations of levels that a sweep runs: settings varied on purpose make a grid.
const GRID: f64 = 0.6;
/// A setting with more levels than this is a measurement in disguise.
const MOST_LEVELS: usize = 12;
/// More settings than this were not varied on purpose.
const MOST_FACTORS: usize = 12;
/// Share of the records that must state a setting.
const COVERAGE: f64 = 0.9;
/// Share of the settings that several files must have in common to repeat each other.
const SHARED: f64 = 0.5;

/// What numbers the repeats of one setting instead of being one.
const REPEATS: &[&str] =
    &["seed", "rep", "reps", "repeat", "repetition", "replicate", "run", "trial", "iteration", "iter", "round", "id"];
/// What says which work was done: records of different work are different sweeps.
const SUBJECTS: &[&str] = &["model", "benchmark", "scenario", "test", "kernel", "dataset", "task", "name", "prompt"];

/// Words of a number that says how much work one request is: records of different work are different sweeps.
const WORK: &[&str] = &["prompt", "gen", "depth", "input", "output", "isl", "osl", "tokens", "size"];
/// Words of a number that says how much load there was: alone it makes a load curve, no sweep.
const LOAD: &[&str] = &["concurrency", "concurrent", "rate", "qps", "rps", "users", "clients", "connections"];

/// The records of one sweep.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    /// Which study.
    pub study: usize,
    /// Its records, in the order of the frame; each states every parameter below.
    pub records: Vec<usize>,
    /// What was varied, by index in the frame.
    pub parameters: Vec<usize>,
    /// What always moved together with one of them, and so cannot be told from it: `(the one, the other)`.
    pub together: Vec<(usize, usize)>,
    /// Different combinations of levels that were run.
    pub settings: usize,
}

/// All sweeps of all studies, in the order of studies and files.
///
/// `whole` takes what separates the groups of a study for settings as well, where it does not say which work was done.
pub(crate) fn find(studies: &[Analysis<'_>], whole: bool) -> Vec<Found> {
    studies.iter().enumerate().flat_map(|(study, analysis)| find_in(study, analysis, whole)).collect()
}

pub(super) fn find_in(study: usize, analysis: &Analysis<'_>, whole: bool) -> Vec<Found> {
    let frame = &analysis.frame;
    let of_many = frame.columns.first().is_none_or(|column| column.statistic.is_some()) || frame.one_row_a_run();
    let settings: Vec<usize> = (0..frame.parameters.len())
        .filter(|at| is_setting(&frame.parameters[*at]))
        .filter(|at| whole || !analysis.groups.keys.contains(&frame.parameters[*at].key))
        .collect();
    if settings.is_empty() || settings.len() > MOST_FACTORS || (of_many && !whole) {
        return Vec::new();
    }
    let (of, count) = if whole { subjects(frame) } else { (analysis.groups.of.clone(), analysis.groups.labels.len()) };
    let mut parts: Vec<Vec<Vec<usize>>> = vec![Vec::new(); count];
    for table in tables(frame, &of, count) {
        let Some(first) = table.first() else { continue };
        parts[of[*first] as usize].push(table);
    }
    let told = |found: &Found| {
        let set = found.parameters.iter().map(|at| &frame.parameters[*at]).filter(|parameter| !says(parameter, LOAD));
        let numeric = set.clone().filter(|parameter| parameter.numeric).count();
        // Several loads are a load curve, and one list of words is a comparison.
        numeric > 0 || (!of_many && set.count() > 1)
    };
    parts.into_iter().flat_map(|tables| sweeps(study, frame, &settings, &tables)).filter(told).collect()
}

fn is_setting(parameter: &Parameter) -> bool {
    let numbers_repeats = parameter.key.split('_').any(|word| REPEATS.contains(&word));
    let says_work = parameter.numeric && says(parameter, WORK) && !says(parameter, &["batch"]);
    parameter.role == Role::Parameter
        && !is_subject(parameter)
        && !numbers_repeats
        && !says_work
        && (2..=MOST_LEVELS).contains(&parameter.levels.len())
}

fn is_subject(parameter: &Parameter) -> bool {
    parameter.key.split('_').next().is_some_and(|word| SUBJECTS.contains(&word)) && !parameter.numeric
}

/// Whether its key holds one of these words.
fn says(parameter: &Parameter, words: &[&str]) -> bool {
    parameter.key.split('_').any(|word| words.contains(&word))
}

/// Which work each record did, on which machine.
fn subjects(frame: &Frame<'_>) -> (Vec<u32>, usize) {
    let (mut of, mut count) = (vec![0_u32; frame.records.len()], 1);
    let tells_apart = |parameter: &&Parameter| match parameter.role {
        _ if parameter.key == "prompt" => false,
        Role::Environment => !parameter.numeric,
        _ => is_subject(parameter) || (parameter.numeric && !is_setting(parameter) && says(parameter, WORK)),
    };
    for parameter in frame.parameters.iter().filter(tells_apart) {
        let (next, next_count) = cross(&of, count, parameter, parameter.codes.iter().copied());
        // What is different in every record says nothing about the work.
        if next_count * 2 <= frame.records.len() {
            (of, count) = (next, next_count);
        }
    }
    (of, count)
}

/// Records by table and part.
fn tables(frame: &Frame<'_>, of: &[u32], count: usize) -> Vec<Vec<usize>> {
    let mut tables = Vec::new();
    let mut first = 0;
    // Records stand table after table.
    for table in frame.records.chunk_by(|a, b| a.0 == b.0) {
        let mut sizes = vec![0; count];
        (first..first + table.len()).for_each(|record| sizes[of[record] as usize] += 1);
        let mut parts: Vec<Vec<usize>> = sizes.into_iter().map(Vec::with_capacity).collect();
        for record in first..first + table.len() {
            parts[of[record] as usize].push(record);
        }
        tables.extend(parts.into_iter().filter(|records| !records.is_empty()));
        first += table.len();
    }
    tables
}

/// The sweeps of one subject: tables that are one each, joined where they repeat each other; else all of them together.
fn sweeps(study: usize, frame: &Frame<'_>, settings: &[usize], tables: &[Vec<usize>]) -> Vec<Found> {
    let mut alone: Vec<Found> = Vec::new();
    for table in tables {
        let Some(next) = design(study, frame, settings, table) else { continue };
        let same = alone.iter_mut().find(|known| known.parameters == next.parameters && repeats(frame, known, &next));
        match same {
            Some(known) => {
                known.records.extend(next.records);
                known.settings = count(frame, &known.parameters, &known.records);
            }
            None => alone.push(next),
        }
    }
    if alone.is_empty() && tables.len() > 1 {
        alone.extend(design(study, frame, settings, &tables.concat()));
    }
    alone
}

/// Whether two sweeps ran the same settings.
fn repeats(frame: &Frame<'_>, a: &Found, b: &Found) -> bool {
    let both: Vec<usize> = a.records.iter().chain(&b.records).copied().collect();
    let shared = (a.settings + b.settings).saturating_sub(count(frame, &a.parameters, &both));
    shared as f64 >= SHARED * a.settings.max(b.settings) as f64
}

/// What these records vary, where that is a sweep.
fn design(study: usize, frame: &Frame<'_>, settings: &[usize], records: &[usize]) -> Option<Found> {
    if records.len() < LEAST_RECORDS {
        return None;
    }
    let code = |at: usize, record: usize| frame.parameters[at].codes[record];
    let stated = |at: &usize| {
        let none = records.iter().filter(|record| code(*at, **record) == NO_LEVEL).count();
        (records.len() - none) as f64 >= COVERAGE * records.len() as f64
    };
    let varied: Vec<usize> =
        settings.iter().copied().filter(|at| levels(&frame.parameters[*at], records).len() > 1 && stated(at)).collect();
    let records: Vec<usize> =
        records.iter().copied().filter(|record| varied.iter().all(|at| code(*at, *record) != NO_LEVEL)).collect();
    let (parameters, together) = told_apart(frame, varied, &records);
    let settings = count(frame, &parameters, &records);
    let grid: f64 = parameters.iter().map(|at| levels(&frame.parameters[*at], &records).len() as f64).product();
    let enough = !parameters.is_empty() && records.len() >= LEAST_RECORDS && settings >= LEAST_SETTINGS;
    let on_purpose = settings as f64 >= GRID * grid || is_star(frame, &parameters, &records);
    (enough && on_purpose).then_some(Found { study, records, parameters, together, settings })
}

/// One of those that always move together stands for them; what only names combinations of the others is none of them.
fn told_apart(frame: &Frame<'_>, varied: Vec<usize>, records: &[usize]) -> (Vec<usize>, Vec<(usize, usize)>) {
    let mut kept: Vec<usize> = Vec::new();
    let mut together = Vec::new();
    let of = |at: usize| levels(&frame.parameters[at], records).len();
    // A number is better known by its own name than by words for it.
    let (numbers, words): (Vec<usize>, Vec<usize>) = varied.into_iter().partition(|at| frame.parameters[*at].numeric);
    for at in numbers.into_iter().chain(words) {
        let same = |known: &&usize| of(**known) == of(at) && count(frame, &[**known, at], records) == of(at);
        if let Some(known) = kept.iter().find(same) {
            together.push((*known, at));
            continue;
        }
        let names = !frame.parameters[at].numeric && kept.len() > 1 && {
            let settings = count(frame, &kept, records);
            let with: Vec<usize> = kept.iter().copied().chain([at]).collect();
            of(at) == settings && count(frame, &with, records) == settings
        };
        if !names {
            kept.push(at);
        }
    }
    kept.sort_unstable();
    (kept, together)
}

/// Whether every setting differs from one of them in a single parameter only.
fn is_star(frame: &Frame<'_>, parameters: &[usize], records: &[usize]) -> bool {
    let center: Vec<u32> = parameters
        .iter()
        .filter_map(|at| {
            let mut often: BTreeMap<u32, usize> = BTreeMap::new();
            records.iter().for_each(|record| *often.entry(frame.parameters[*at].codes[*record]).or_default() += 1);
            often.into_iter().max_by_key(|(code, times)| (*times, std::cmp::Reverse(*code))).map(|(code, _)| code)
        })
        .collect();
    let differs = |record: &usize| {
        let codes = parameters.iter().map(|at| frame.parameters[*at].codes[*record]);
        codes.zip(&center).filter(|(code, center)| code != *center).count()
    };
    parameters.len() > 1 && records.iter().all(|record| differs(record) <= 1)
}

/// How many different combinations of levels these records have.
fn count(frame: &Frame<'_>, parameters: &[usize], records: &[usize]) -> usize {
    let (mut of, mut count) = (vec![0_u32; records.len()], 1);
    for at in parameters {
        let parameter = &frame.parameters[*at];
        (of, count) = cross(&of, count, parameter, records.iter().map(|record| parameter.codes[*record]));
    }
    count
}

/// The levels that some of these records have.
pub(crate) fn levels(parameter: &Parameter, records: &[usize]) -> Vec<u32> {
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

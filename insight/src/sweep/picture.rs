//! Pictures of a sweep: what each setting does, two settings as a grid, and the front.

use super::{Objective, Setting, Sweep};
use crate::chart::{Dot, Grid, Mark, effects, heat, scatter};
use crate::shown::format_value;
use crate::statistics::mean;

/// The means of every level of every setting by one objective, as SVG text; empty where nothing has one.
pub fn effects_of(sweep: &Sweep, objective: usize) -> String {
    let Some(objective) = sweep.objectives.get(objective) else { return String::new() };
    let marks: Vec<Mark> = objective
        .effects
        .iter()
        .flat_map(|effect| effect.levels.iter().map(|level| (&effect.setting, level)))
        .filter_map(|(setting, level)| {
            let place = level.mean?;
            Some(Mark { setting: setting.clone(), level: level.level.clone(), place, ends: level.interval })
        })
        .collect();
    let intervals =
        if marks.iter().any(|mark| mark.ends.is_some()) { ", 95 % interval" } else { ", no interval: one run each" };
    let title = format!("{}: means over all other settings{intervals}", objective.name);
    if marks.is_empty() { String::new() } else { effects(&title, &objective.unit, &marks) }
}

/// The two settings that do most to an objective as a grid, the mean over all others in each cell; empty where a setting is not listed.
pub fn heat_of(sweep: &Sweep, objective: usize) -> String {
    let Some(told) = sweep.objectives.get(objective) else { return String::new() };
    let Some((down, across)) = most_telling(told) else { return String::new() };
    let factors = &sweep.design.factors;
    if sweep.design.settings > sweep.settings.len() as u64 {
        return String::new();
    }
    let (rows, columns) = (&factors[down].levels, &factors[across].levels);
    let cell = |row: &String, column: &String| {
        let here = |setting: &&Setting| setting.levels[down] == *row && setting.levels[across] == *column;
        let values =
            sweep.settings.iter().filter(here).filter_map(|setting| setting.medians.get(objective).copied().flatten());
        mean(&values.collect::<Vec<f64>>())
    };
    let cells = rows.iter().flat_map(|row| columns.iter().map(move |column| cell(row, column))).collect();
    let grid = Grid {
        across: (factors[across].name.clone(), columns.clone()),
        down: (factors[down].name.clone(), rows.clone()),
        cells,
    };
    let others = if factors.len() > 2 { ", mean over the other settings" } else { "" };
    heat(&format!("{} by {} and {}{others}", told.name, grid.down.0, grid.across.0), &told.unit, &grid)
}

/// The two settings with the largest effects, the one with more levels across.
fn most_telling(objective: &Objective) -> Option<(usize, usize)> {
    let mut order: Vec<usize> = (0..objective.effects.len()).collect();
    let size = |at: &usize| objective.effects[*at].size.unwrap_or(-1.0);
    order.sort_by(|a, b| size(b).total_cmp(&size(a)).then(a.cmp(b)));
    let [a, b, ..] = order[..] else { return None };
    let levels = |at: usize| objective.effects[at].levels.len();
    Some(if levels(a) > levels(b) { (b, a) } else { (a, b) })
}

/// The first two objectives of the front against each other; empty without a front.
pub fn front_of(sweep: &Sweep) -> String {
    let ([x, y, ..], Some(_)) = (&sweep.objectives[..], &sweep.front) else { return String::new() };
    let dot = |setting: &Setting| {
        let (a, b) = (setting.medians.first().copied().flatten()?, setting.medians.get(1).copied().flatten()?);
        let levels = setting.levels.join(" · ");
        Some(Dot {
            x: a,
            y: b,
            class: if setting.front { "front" } else { "beaten" },
            told: format!("{levels}: {}, {}", format_value(a, &x.unit), format_value(b, &y.unit)),
        })
    };
    let dots: Vec<Dot> = sweep.settings.iter().filter_map(dot).collect();
    let more = if sweep.objectives.len() > 2 { ", by all objectives" } else { "" };
    let title = format!("Settings that no other beats{more}");
    if dots.is_empty() { String::new() } else { scatter(&title, (&x.name, &x.unit), (&y.name, &y.unit), &dots) }
}

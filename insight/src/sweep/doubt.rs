//! What else moved with a setting: another setting, model loads, the time, an incident.

use super::cells::{Cells, Measured};
use super::effect::{Effect, Status, effects};
use super::find::Found;
use super::incident::{Happened, incidents};
use super::order::in_blocks;
use crate::study::{Analysis, Column, Frame};

/// Share of the model loads that make a level one of loads.
const LOADS: f64 = 0.9;
/// A drift over time is seldom larger than this.
const DRIFT: f64 = 0.5;

/// What moved with the settings of one sweep.
pub(super) struct Doubts {
    /// For each setting the names of those that always moved with it.
    together: Vec<Vec<String>>,
    /// For each setting the level on which the model loads fall.
    loaded: Vec<Option<usize>>,
    /// For each setting whether its levels ran one after another.
    blocks: Vec<bool>,
    /// What happened.
    pub happened: Vec<Happened>,
}

impl Doubts {
    /// Finds them; incidents show in the values given.
    pub(super) fn of(analysis: &Analysis<'_>, found: &Found, cells: &Cells, values: &[f64]) -> Self {
        let frame = &analysis.frame;
        let together = |at: &usize| {
            let others = found.together.iter().filter(|(one, _)| one == at);
            others.map(|(_, other)| frame.parameters[*other].name.clone()).collect()
        };
        Self {
            together: found.parameters.iter().map(together).collect(),
            loaded: (0..found.parameters.len()).map(|factor| loaded_level(analysis, found, cells, factor)).collect(),
            blocks: in_blocks(frame, found, cells),
            happened: incidents(frame, &found.parameters, cells, values),
        }
    }

    /// Writes them beside the effects of one metric; `warm` where it speaks of records without a load only.
    pub(super) fn weaken(&self, effects: &mut [Effect], warm: bool) {
        for (factor, effect) in effects.iter_mut().enumerate() {
            self.weaken_one(factor, effect, warm);
        }
    }

    /// What is shown by nothing but the values beside failed runs is an incident.
    pub(super) fn without_incidents(
        &self,
        shown: &mut [Effect],
        frame: &Frame<'_>,
        found: &Found,
        cells: &Cells,
        column: &Column,
    ) {
        let beside: Vec<usize> = self.happened.iter().flat_map(|it| it.records.iter().copied()).collect();
        if beside.is_empty() || shown.iter().all(|effect| effect.status != Status::Shown) {
            return;
        }
        let mut column = column.clone();
        beside.iter().for_each(|record| column.values[*record] = f64::NAN);
        let without = effects(frame, &found.parameters, cells, &Measured::of(cells, &column));
        for (effect, without) in shown.iter_mut().zip(without) {
            if effect.status == Status::Shown && without.status != Status::Shown {
                effect.status = Status::Confounded;
                effect.notes.push(
                    "an incident, not a setting: without the values beside the failed runs it is not shown".to_owned(),
                );
            }
        }
    }

    fn weaken_one(&self, factor: usize, effect: &mut Effect, warm: bool) {
        let means = effect.levels.iter().enumerate().filter_map(|(at, level)| Some((level.mean?, at)));
        let ends = [means.clone().min_by(|a, b| a.0.total_cmp(&b.0)), means.max_by(|a, b| a.0.total_cmp(&b.0))];
        let decides = |level: usize| ends.iter().flatten().any(|end| end.1 == level);
        let at = |level: usize| {
            format!("{} {}", effect.setting, effect.levels.get(level).map_or("", |level| level.level.as_str()))
        };
        let mut notes = Vec::new();
        let mut confounded = false;
        for other in &self.together[factor] {
            notes.push(format!("{other} always moved with it, so that the two cannot be told apart"));
            confounded = true;
        }
        if let Some(level) = self.loaded[factor].filter(|_| warm) {
            notes.push(format!("the model loads fall on {}", at(level)));
            confounded |= effect.status == Status::Shown && decides(level);
        }
        if self.blocks[factor] && effect.status == Status::Shown && effect.size.is_some_and(|size| size < DRIFT) {
            notes.push("its levels ran one after another, so that a drift over time looks the same".to_owned());
            confounded = true;
        }
        let tied = self.happened.iter().flat_map(|it| &it.levels).find(|(of, level)| *of == factor && decides(*level));
        if let Some((_, level)) = tied {
            notes.push(format!("an incident, not a setting: failed runs stand in a row at {}", at(*level)));
            confounded = true;
        }
        if confounded {
            effect.status = Status::Confounded;
        }
        effect.notes.extend(notes);
    }
}

/// The level of a setting on which the model loads of a sweep fall.
fn loaded_level(analysis: &Analysis<'_>, found: &Found, cells: &Cells, factor: usize) -> Option<usize> {
    let loads = analysis.loads.as_ref()?;
    let mut by_level = vec![0_usize; cells.levels[factor].len()];
    for cell in &cells.all {
        by_level[cell.at[factor]] += cell.records.iter().filter(|record| loads.loaded[**record]).count();
    }
    let all: usize = by_level.iter().sum();
    let (level, most) = by_level.into_iter().enumerate().max_by_key(|(at, count)| (*count, usize::MAX - at))?;
    (all > 1 && most as f64 >= LOADS * all as f64 && found.records.len() > all).then_some(level)
}

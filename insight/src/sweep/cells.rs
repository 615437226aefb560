//! The settings of a sweep with the values that each gave.

use super::find::{Found, levels};
use crate::statistics::{mean, median, rank_interval, sd};
use crate::study::{Analysis, Column, Frame, NO_LEVEL, cross};
use std::collections::BTreeMap;

/// Fewest values for an interval of the median; below it smallest and largest stand for one.
const ENOUGH: usize = 6;

/// One setting: a level of every parameter.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cell {
    /// The place of its level among those of each parameter.
    pub at: Vec<usize>,
    /// Its records that were answered.
    pub records: Vec<usize>,
    /// Its records that failed.
    pub failed: u64,
}

/// A failed record: its table and row, and the places of its levels.
type Failed = ((u32, u32), Vec<Option<usize>>);

/// All settings that were run, in the order of their levels.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cells {
    /// Levels of each parameter that were run, in their order, as codes of the frame.
    pub levels: Vec<Vec<u32>>,
    /// The settings.
    pub all: Vec<Cell>,
    /// Failed records of a level that no answered one has.
    pub elsewhere: u64,
    /// Every failed record.
    pub failed: Vec<Failed>,
}

impl Cells {
    /// The settings of a sweep, those included of which every run failed.
    pub(super) fn of(analysis: &Analysis<'_>, found: &Found) -> Self {
        let frame = &analysis.frame;
        let levels: Vec<Vec<u32>> =
            found.parameters.iter().map(|at| levels(&frame.parameters[*at], &found.records)).collect();
        let place = |factor: usize, code: u32| levels[factor].binary_search(&code).ok();
        let (mut of, mut count) = (vec![0_u32; found.records.len()], 1);
        for at in &found.parameters {
            let parameter = &frame.parameters[*at];
            (of, count) = cross(&of, count, parameter, found.records.iter().map(|record| parameter.codes[*record]));
        }
        let mut dense: Vec<Cell> = vec![Cell::default(); count];
        for (record, cell) in found.records.iter().zip(of) {
            let cell = &mut dense[cell as usize];
            if cell.records.is_empty() {
                let codes = found.parameters.iter().map(|at| frame.parameters[*at].codes[*record]);
                cell.at = codes.enumerate().filter_map(|(factor, code)| place(factor, code)).collect();
            }
            cell.records.push(*record);
        }
        let mut all: BTreeMap<Vec<usize>, Cell> = dense.into_iter().map(|cell| (cell.at.clone(), cell)).collect();
        let mut elsewhere = 0;
        let failures = failures(frame, found);
        for (_, codes) in &failures {
            let places = codes.iter().enumerate().map(|(factor, code)| place(factor, *code));
            match places.collect::<Option<Vec<usize>>>() {
                Some(at) => all.entry(at.clone()).or_insert_with(|| Cell { at, ..Cell::default() }).failed += 1,
                None => elsewhere += 1,
            }
        }
        let place_of = |codes: &[u32]| codes.iter().enumerate().map(|(factor, code)| place(factor, *code)).collect();
        let failed = failures.iter().map(|(at, codes)| (frame.failures[*at], place_of(codes))).collect();
        Self { levels, all: all.into_values().collect(), elsewhere, failed }
    }

    /// Values of a column, setting by setting.
    pub(super) fn values(&self, column: &[f64]) -> Vec<Vec<f64>> {
        let of = |cell: &Cell| {
            let values = cell.records.iter().filter_map(|record| column.get(*record)).copied();
            values.filter(|value| value.is_finite()).collect()
        };
        self.all.iter().map(of).collect()
    }

    /// Combinations of levels, run or not.
    pub(super) fn possible(&self) -> u64 {
        self.levels.iter().fold(1, |all, levels| all.saturating_mul(levels.len() as u64))
    }
}

/// The levels of each failed record of a sweep: of its files, and of the same subject where that is said.
fn failures(frame: &Frame<'_>, found: &Found) -> Vec<(usize, Vec<u32>)> {
    let count = frame.failures.len();
    let Some(first) = found.records.first().filter(|_| count > 0) else { return Vec::new() };
    let mut sources: Vec<u32> = found.records.iter().map(|record| frame.records[*record].0).collect();
    sources.dedup();
    // Every record of the sweep has the same level of what tells subjects apart.
    let same = |at: &usize| {
        let parameter = &frame.parameters[*at];
        let code = parameter.codes[*first];
        let alike = found.records.iter().all(|record| parameter.codes[*record] == code);
        alike && code != NO_LEVEL && parameter.failed.codes.len() == count
    };
    let shared: Vec<(Vec<u32>, u32)> = (0..frame.parameters.len())
        .filter(|at| frame.parameters[*at].used().len() > 1)
        .filter(same)
        .map(|at| (frame.parameters[at].failed_codes(count).collect(), frame.parameters[at].codes[*first]))
        .collect();
    let chosen: Vec<Vec<u32>> =
        found.parameters.iter().map(|at| frame.parameters[*at].failed_codes(count).collect()).collect();
    let of_sweep = |at: &usize| {
        sources.binary_search(&frame.failures[*at].0).is_ok() && shared.iter().all(|(codes, code)| codes[*at] == *code)
    };
    (0..count).filter(of_sweep).map(|at| (at, chosen.iter().map(|codes| codes[at]).collect())).collect()
}

/// One column of a sweep, setting by setting.
#[derive(Clone, Debug)]
pub(super) struct Measured<'a> {
    /// The column.
    pub column: &'a Column,
    /// Values of each setting.
    pub values: Vec<Vec<f64>>,
    /// Median of each setting.
    pub medians: Vec<Option<f64>>,
    /// Mean of each setting.
    pub means: Vec<Option<f64>>,
}

impl<'a> Measured<'a> {
    pub(super) fn of(cells: &Cells, column: &'a Column) -> Self {
        let values = cells.values(&column.values);
        let medians = values.iter().map(|values| median(&mut values.clone())).collect();
        let means = values.iter().map(|values| mean(values)).collect();
        Self { column, values, medians, means }
    }

    /// How many settings have at least that many values.
    pub(super) fn with(&self, least: usize) -> usize {
        self.values.iter().filter(|values| values.len() >= least).count()
    }

    /// All values.
    pub(super) fn all(&self) -> Vec<f64> {
        self.values.concat()
    }

    /// Whether repeats can tell noise from effect: most settings with a value have two or more.
    pub(super) fn repeats(&self) -> bool {
        self.with(2) * 2 > self.with(1)
    }

    /// Variance within settings and its degrees of freedom; `None` where nothing repeats.
    pub(super) fn noise(&self) -> Option<(f64, f64)> {
        let (mut squares, mut df) = (0.0, 0.0);
        for values in self.values.iter().filter(|values| values.len() > 1) {
            let (sd, left) = (sd(values)?, values.len() as f64 - 1.0);
            squares += sd * sd * left;
            df += left;
        }
        (df > 0.0).then(|| (squares / df, df)).filter(|(variance, _)| variance.is_finite())
    }

    /// Between which values the median of a setting lies: an interval from six values on, smallest and largest from two.
    pub(super) fn bounds(&self, cell: usize) -> Option<[f64; 2]> {
        let mut sorted = self.values.get(cell).filter(|values| values.len() > 1)?.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let whole = [*sorted.first()?, *sorted.last()?];
        if sorted.len() < ENOUGH {
            return Some(whole);
        }
        rank_interval(&sorted, 0.5, 0.95)
            .map(|interval| interval.ends)
            .filter(|ends| ends.iter().all(|e| e.is_finite()))
    }
}

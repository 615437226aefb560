//! The part of the report about runs of a server at several loads: one table a workload.

use super::block::{Block, Line};
use super::section::capitalized;
use crate::serving::{self, Curve};
use crate::summary::Summary;

/// Workloads with a table.
const CURVES: usize = 2;
/// Rows of a table, and columns of times in it.
const ROWS: usize = 12;
const TIMES: usize = 4;

/// Tables of workloads that were run at more than one load, or that are judged.
pub(super) fn tables(summary: &Summary) -> Vec<Block> {
    let load = &summary.load;
    load.curves
        .iter()
        .filter(|curve| curve.tells())
        .take(CURVES)
        .flat_map(|curve| of_curve(curve, &load.objectives))
        .collect()
}

fn of_curve(curve: &Curve, objectives: &[serving::Objective]) -> Vec<Block> {
    let table = serving::table(curve, objectives, ROWS, TIMES);
    let title = Line::default().bold("Load:").and(format!(" {}", serving::title(curve)));
    let rows = table.rows.iter().map(|row| row.iter().map(Line::plain).collect()).collect();
    let mut blocks = vec![
        Block::Paragraph(vec![title]),
        Block::Table(table.heads.iter().map(|head| capitalized(head)).collect(), rows),
    ];
    let below: Vec<Line> = serving::below(&table).into_iter().map(Line::plain).collect();
    if !below.is_empty() {
        blocks.push(Block::List(below));
    }
    blocks
}

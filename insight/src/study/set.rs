//! Which tables belong together: those that measured the same things.

use super::frame::{Source, is_measured};
use crate::dataset::{Dataset, File};
use crate::reading::Certainty;
use crate::summary::Use;
use std::collections::{BTreeMap, BTreeSet};

/// Two tables belong together when they share this much of what either measured.
const OVERLAP: f64 = 0.6;

/// What a table measured, and the tool that wrote it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Signature<'a> {
    /// The tool's own format; `None` for a file that any program may have written.
    format: Option<&'a str>,
    /// Whether its rows are runs of many requests or calls: they are never pooled with single ones.
    aggregate: bool,
    /// Metric and unit, statistic folded away.
    measured: BTreeSet<(&'a str, &'a str)>,
}

/// Tables that belong together, in file order; tables of which every row failed are among them.
pub(crate) fn sets(dataset: &Dataset) -> Vec<Vec<Source<'_>>> {
    let mut alike: BTreeMap<Signature<'_>, Vec<Source<'_>>> = BTreeMap::new();
    for file in &dataset.files {
        for (signature, source) in tables(file) {
            alike.entry(signature).or_default().push(source);
        }
    }
    let alike: Vec<(Signature<'_>, Vec<Source<'_>>)> = alike.into_iter().collect();
    let mut root: Vec<usize> = (0..alike.len()).collect();
    for a in 0..alike.len() {
        for b in 0..a {
            if belong_together(&alike[a].0, &alike[b].0) {
                let (x, y) = (find(&mut root, a), find(&mut root, b));
                root[x.max(y)] = x.min(y);
            }
        }
    }
    let mut sets: BTreeMap<usize, Vec<Source<'_>>> = BTreeMap::new();
    for (at, (_, sources)) in alike.into_iter().enumerate() {
        sets.entry(find(&mut root, at)).or_default().extend(sources);
    }
    let mut sets: Vec<Vec<Source<'_>>> = sets.into_values().collect();
    for set in &mut sets {
        set.sort_by(|a, b| place(a).cmp(&place(b)));
    }
    sets
}

fn place<'a>(source: &Source<'a>) -> (&'a str, &'a str, usize) {
    (&source.file.reading.path, &source.file.reading.hash, source.table)
}

fn tables(file: &File) -> Vec<(Signature<'_>, Source<'_>)> {
    let usable = matches!(file.used, Use::Measured | Use::Unusable { .. });
    let recognized = file.reading.recognized.as_ref().filter(|known| known.certainty == Certainty::Sure);
    let format = recognized.map(|known| known.format.as_str());
    let sheets = file.tables.iter().enumerate();
    let counted = sheets.filter(|(_, sheet)| usable && (sheet.counts || sheet.failed_rows > 0));
    let signed = counted.map(|(table, sheet)| {
        let fields = sheet.fields.iter().filter(|field| is_measured(field));
        let aggregate = fields.clone().filter(|field| field.statistic.is_some()).count() * 2 > fields.clone().count();
        let measured = fields.map(|field| (field.metric.as_str(), field.unit.symbol.as_str())).collect();
        (Signature { format, aggregate, measured }, Source { file, table })
    });
    signed.filter(|(signature, source)| !signature.measured.is_empty() && source.rows() > 0).collect()
}

fn belong_together(a: &Signature<'_>, b: &Signature<'_>) -> bool {
    let shared = a.measured.intersection(&b.measured).count() as f64;
    let either = a.measured.union(&b.measured).count() as f64;
    a.format == b.format && a.aggregate == b.aggregate && shared / either >= OVERLAP
}

/// The first of those that belong together with this one.
pub(super) fn find(root: &mut [usize], mut at: usize) -> usize {
    while root[at] != at {
        root[at] = root[root[at]];
        at = root[at];
    }
    at
}

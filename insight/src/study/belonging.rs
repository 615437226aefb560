//! Which files belong to a study beside those whose records count, and which studies are tables of the same files.

use super::Analysis;
use crate::dataset::{Dataset, File};
use crate::summary::Use;
use std::collections::{BTreeMap, BTreeSet};

/// Two files have one shape when they share this much of the columns of either.
const OVERLAP: f64 = 0.6;
/// Fewer columns than this are no shape.
const LEAST_COLUMNS: usize = 3;

/// A column by its place in the file and its header.
type Name<'a> = (&'a str, &'a str);
/// The columns of a file.
type Shape<'a> = BTreeSet<Name<'a>>;

/// Settles the repeats and the other files of every study.
pub(super) fn settle(all: &mut [Analysis<'_>], dataset: &Dataset) {
    let mut study_of: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, analysis) in all.iter().enumerate() {
        for source in &analysis.frame.sources {
            study_of.entry(source.file.reading.path.as_str()).or_insert(at);
        }
    }
    let mut repeats: Vec<Vec<String>> = vec![Vec::new(); all.len()];
    let mut others: Vec<BTreeSet<String>> = vec![BTreeSet::new(); all.len()];
    for (path, at) in &study_of {
        if !all[*at].study.files.iter().any(|file| file == path) {
            others[*at].insert((*path).to_owned());
        }
    }
    for file in &dataset.files {
        let path = &file.reading.path;
        match &file.used {
            Use::Repeat { of, .. } => {
                for (analysis, repeats) in all.iter().zip(&mut repeats) {
                    if analysis.study.files.contains(of) {
                        repeats.push(path.clone());
                    }
                }
            }
            Use::Part { of } => {
                if let Some(at) = study_of.get(of.as_str()) {
                    others[*at].insert(path.clone());
                }
            }
            Use::Measured | Use::Unusable { .. } | Use::Document => {}
        }
    }
    let known = shapes_of(dataset, &study_of, &repeats);
    for file in dataset.files.iter().filter(|file| matches!(file.used, Use::Unusable { .. })) {
        if !study_of.contains_key(file.reading.path.as_str())
            && let Some(at) = known.most_like(&shape(file))
        {
            others[at].insert(file.reading.path.clone());
        }
    }
    for ((analysis, repeats), others) in all.iter_mut().zip(repeats).zip(others) {
        analysis.study.repeats = repeats;
        analysis.study.others = others.into_iter().collect();
    }
}

/// Shapes of files that belong to a study.
#[derive(Default)]
struct Shapes<'a> {
    all: Vec<(Shape<'a>, usize)>,
    /// Which of them hold a column.
    holding: BTreeMap<Name<'a>, Vec<usize>>,
}

fn shapes_of<'a>(dataset: &'a Dataset, study_of: &BTreeMap<&str, usize>, repeats: &[Vec<String>]) -> Shapes<'a> {
    let repeated = repeats.iter().enumerate().flat_map(|(at, paths)| paths.iter().map(move |path| (path.as_str(), at)));
    let mut of: BTreeMap<&str, usize> = BTreeMap::new();
    for (path, at) in study_of.iter().map(|(path, at)| (*path, *at)).chain(repeated) {
        of.entry(path).or_insert(at);
    }
    let mut known: BTreeMap<Shape<'a>, usize> = BTreeMap::new();
    for file in &dataset.files {
        if let Some(at) = of.get(file.reading.path.as_str()) {
            let entry = known.entry(shape(file)).or_insert(*at);
            *entry = (*entry).min(*at);
        }
    }
    let mut shapes = Shapes::default();
    for (shape, at) in known {
        for name in &shape {
            shapes.holding.entry(*name).or_default().push(shapes.all.len());
        }
        shapes.all.push((shape, at));
    }
    shapes
}

impl Shapes<'_> {
    /// The study whose files look most like this one.
    fn most_like(&self, shape: &Shape<'_>) -> Option<usize> {
        if shape.len() < LEAST_COLUMNS {
            return None;
        }
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for at in shape.iter().filter_map(|name| self.holding.get(name)).flatten() {
            *shared.entry(*at).or_default() += 1;
        }
        let alike = shared.into_iter().map(|(at, shared)| {
            let either = shape.len() + self.all[at].0.len() - shared;
            (shared as f64 / either as f64, std::cmp::Reverse(self.all[at].1))
        });
        let best = alike.filter(|(alike, _)| *alike >= OVERLAP).max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        best.map(|(_, study)| study.0)
    }
}

fn shape(file: &File) -> Shape<'_> {
    let tables = file.reading.tables.iter();
    tables.flat_map(|table| table.columns.iter().map(|column| (table.place.as_str(), column.name.as_str()))).collect()
}

/// Puts studies that are further tables of the same files behind all others and says beside which study they stand.
pub(super) fn join(all: &mut Vec<Analysis<'_>>) -> Vec<Option<usize>> {
    let mut main_of: BTreeMap<String, usize> = BTreeMap::new();
    let mut root: Vec<usize> = (0..all.len()).collect();
    for (at, analysis) in all.iter().enumerate() {
        for file in &analysis.study.files {
            match main_of.get(file) {
                Some(&first) => {
                    let (a, b) = (super::set::find(&mut root, first), super::set::find(&mut root, at));
                    root[a.max(b)] = a.min(b);
                }
                None => {
                    main_of.insert(file.clone(), at);
                }
            }
        }
    }
    let main: Vec<usize> = (0..all.len()).map(|at| super::set::find(&mut root, at)).collect();
    let order: Vec<usize> =
        (0..all.len()).filter(|at| main[*at] == *at).chain((0..all.len()).filter(|at| main[*at] != *at)).collect();
    let mut place = vec![0; order.len()];
    order.iter().enumerate().for_each(|(new, old)| place[*old] = new);
    let mut taken: Vec<Option<Analysis<'_>>> = std::mem::take(all).into_iter().map(Some).collect();
    all.extend(order.iter().filter_map(|old| taken[*old].take()));
    order.iter().map(|old| (main[*old] != *old).then(|| place[main[*old]])).collect()
}

//! Which settings nothing else beats in every respect.

/// Whether more or less of an objective is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// More is better.
    Most,
    /// Less is better.
    Least,
}

/// How often each point must be peeled before nothing beats it: 0 for the front, `None` for a point with a missing objective.
///
/// Source: Goldberg, *Genetic Algorithms* (1989), nondominated sorting. Points that are alike share their layer.
pub fn pareto_layers(points: &[Vec<Option<f64>>], aims: &[Aim]) -> Vec<Option<usize>> {
    let complete = |point: &Vec<Option<f64>>| {
        let values: Option<Vec<f64>> = point.iter().copied().collect();
        values.filter(|values| values.len() == aims.len() && values.iter().all(|value| value.is_finite()))
    };
    let points: Vec<Option<Vec<f64>>> = points.iter().map(complete).collect();
    let mut layers: Vec<Option<usize>> = vec![None; points.len()];
    let mut rest: Vec<usize> = (0..points.len()).filter(|at| points[*at].is_some()).collect();
    let mut layer = 0;
    while !rest.is_empty() {
        let is_beaten = |at: &usize| rest.iter().any(|other| beats(&points[*other], &points[*at], aims));
        let (beaten, front): (Vec<usize>, Vec<usize>) = rest.iter().partition(|at| is_beaten(at));
        front.iter().for_each(|at| layers[*at] = Some(layer));
        layer += 1;
        rest = beaten;
    }
    layers
}

/// At least as good everywhere, and better somewhere.
fn beats(a: &Option<Vec<f64>>, b: &Option<Vec<f64>>, aims: &[Aim]) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return false };
    let better = |at: usize| match aims[at] {
        Aim::Most => (a[at] > b[at], a[at] >= b[at]),
        Aim::Least => (a[at] < b[at], a[at] <= b[at]),
    };
    (0..aims.len()).all(|at| better(at).1) && (0..aims.len()).any(|at| better(at).0)
}

//! Many tests at once: what each p value is worth among the others.

/// A way to adjust p values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adjustment {
    /// Each times the number of tests.
    Bonferroni,
    /// Step down; the chance of any false alarm (Holm 1979).
    Holm,
    /// Step up; the same for independent tests (Hochberg 1988).
    Hochberg,
    /// Step up; the share of false alarms (Benjamini and Hochberg 1995).
    BenjaminiHochberg,
    /// The same for tests that depend on each other in any way (Benjamini and Yekutieli 2001).
    BenjaminiYekutieli,
}

/// The adjusted p values, in the order given; a p value that is no number stays out and stays as it is.
pub fn adjusted(p_values: &[f64], adjustment: Adjustment) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).filter(|at| !p_values[*at].is_nan()).collect();
    order.sort_by(|a, b| p_values[*a].total_cmp(&p_values[*b]));
    let m = order.len();
    let harmonic: f64 = (1..=m).map(|i| 1.0 / i as f64).sum();
    let mut result = p_values.to_vec();
    let factor = |rank: usize| match adjustment {
        Adjustment::Bonferroni => m as f64,
        Adjustment::Holm | Adjustment::Hochberg => (m - rank) as f64,
        Adjustment::BenjaminiHochberg => m as f64 / (rank + 1) as f64,
        Adjustment::BenjaminiYekutieli => m as f64 * harmonic / (rank + 1) as f64,
    };
    let scaled = |rank: usize| (p_values[order[rank]] * factor(rank)).min(1.0);
    match adjustment {
        Adjustment::Bonferroni => (0..m).for_each(|rank| result[order[rank]] = scaled(rank)),
        Adjustment::Holm => {
            (0..m).fold(0.0_f64, |largest, rank| {
                result[order[rank]] = largest.max(scaled(rank));
                result[order[rank]]
            });
        }
        Adjustment::Hochberg | Adjustment::BenjaminiHochberg | Adjustment::BenjaminiYekutieli => {
            (0..m).rev().fold(1.0_f64, |smallest, rank| {
                result[order[rank]] = smallest.min(scaled(rank));
                result[order[rank]]
            });
        }
    }
    result
}

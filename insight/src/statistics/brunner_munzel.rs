//! The rank test for samples that spread differently.

use super::rank::Ranks;
use super::special::t_two_sided;

/// The test of Brunner and Munzel: is a value of the second sample as often above as below one of the first?
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BrunnerMunzel {
    /// The statistic, positive when the second sample lies higher; infinite without overlap.
    pub statistic: f64,
    /// Two-sided, by Student's t; `None` without overlap.
    pub p_value: Option<f64>,
}

/// `None` below two values on a side and when all values are equal.
///
/// Source: Brunner, Munzel, *The Nonparametric Behrens-Fisher Problem*, Biometrical Journal 42 (2000).
pub fn brunner_munzel(x: &[f64], y: &[f64]) -> Option<BrunnerMunzel> {
    if x.len() < 2 || y.len() < 2 {
        return None;
    }
    let both = Ranks::new(&[x, y].concat()).of;
    let (m, n) = (x.len() as f64, y.len() as f64);
    let placements = |of: &[f64], within: &[f64]| {
        let center = of.iter().sum::<f64>() / of.len() as f64;
        let middle = (within.len() as f64 + 1.0) / 2.0;
        let deviations = of.iter().zip(within).map(|(all, own)| all - own - center + middle);
        (center, deviations.map(|it| it * it).sum::<f64>() / (of.len() as f64 - 1.0))
    };
    let (center_x, spread_x) = placements(&both[..x.len()], &Ranks::new(x).of);
    let (center_y, spread_y) = placements(&both[x.len()..], &Ranks::new(y).of);
    let (part_x, part_y) = (m * spread_x, n * spread_y);
    let difference = m * n * (center_y - center_x);
    let error = (m + n) * (part_x + part_y).sqrt();
    if error == 0.0 {
        let statistic = if difference > 0.0 { f64::INFINITY } else { f64::NEG_INFINITY };
        return (difference != 0.0).then_some(BrunnerMunzel { statistic, p_value: None });
    }
    let statistic = difference / error;
    let whole = part_x + part_y;
    let df = whole * whole / (part_x * part_x / (m - 1.0) + part_y * part_y / (n - 1.0));
    Some(BrunnerMunzel { statistic, p_value: Some(t_two_sided(statistic, df)) })
}

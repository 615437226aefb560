//! Does a sample have more than one hill? How far its distribution is from the nearest one with a single hill, and how often chance is.

use super::philox::{Purpose, Stream};

/// Samples drawn to know what chance makes of a distribution without hills.
const DRAWN: usize = 199;
/// Above this size the dip shrinks with the root of n, so that no larger samples are drawn.
const MOST_DRAWN: usize = 500;

/// The dip of ordered values; 0 below four values and for equal ones.
///
/// Source: Hartigan, Hartigan, *The Dip Test of Unimodality*, Annals of Statistics 13 (1985); algorithm AS 217 with the corrections of
/// Maechler's `diptest`.
pub fn dip(sorted: &[f64]) -> f64 {
    let n = sorted.len();
    if n < 4 || sorted[0] >= sorted[n - 1] {
        return 0.0;
    }
    let (below, above) = (hull_below(sorted), hull_above(sorted));
    let (mut low, mut high) = (0, n - 1);
    let mut dip = 1.0_f64;
    loop {
        let minorant = steps(high, low, &below);
        let majorant = steps(low, high, &above);
        let (apart, from, to) = farthest(sorted, &minorant, &majorant);
        if apart < dip {
            break;
        }
        let inside = |ends: &[usize], sign: f64| {
            ends.windows(2)
                .map(|pair| bulge(sorted, pair[0].min(pair[1]), pair[0].max(pair[1]), sign))
                .fold(0.0, f64::max)
        };
        dip = dip.max(inside(&minorant[from..], 1.0)).max(inside(&majorant[to..], -1.0));
        if (low, high) == (minorant[from], majorant[to]) {
            break;
        }
        (low, high) = (minorant[from], majorant[to]);
    }
    dip / (2.0 * n as f64)
}

/// For each place the one before it on the greatest convex line below the distribution up to there.
fn hull_below(x: &[f64]) -> Vec<usize> {
    let mut before = vec![0; x.len()];
    for at in 1..x.len() {
        before[at] = at - 1;
        loop {
            let (one, two) = (before[at], before[before[at]]);
            let is_convex = (x[at] - x[one]) * ((one - two) as f64) < (x[one] - x[two]) * ((at - one) as f64);
            if one == 0 || is_convex {
                break;
            }
            before[at] = two;
        }
    }
    before
}

/// For each place the one after it on the least concave line above the distribution from there.
fn hull_above(x: &[f64]) -> Vec<usize> {
    let last = x.len() - 1;
    let mut after = vec![last; x.len()];
    for at in (0..last).rev() {
        after[at] = at + 1;
        loop {
            let (one, two) = (after[at], after[after[at]]);
            let is_concave = (x[one] - x[at]) * ((two - one) as f64) < (x[two] - x[one]) * ((one - at) as f64);
            if one == last || is_concave {
                break;
            }
            after[at] = two;
        }
    }
    after
}

fn steps(from: usize, to: usize, next: &[usize]) -> Vec<usize> {
    let mut all = vec![from];
    let mut at = from;
    while at != to {
        at = next[at];
        all.push(at);
    }
    all
}

/// Where both lines are farthest apart: how far, and the step of each from which the modal part begins.
fn farthest(x: &[f64], minorant: &[usize], majorant: &[usize]) -> (f64, usize, usize) {
    let (last_below, last_above) = (minorant.len() - 1, majorant.len() - 1);
    if last_below == 1 && last_above == 1 {
        return (1.0, last_below, last_above);
    }
    let (mut from, mut to) = (last_below, last_above);
    let (mut apart, mut below, mut above) = (0.0, last_below.saturating_sub(1), 1.min(last_above));
    loop {
        let (g, l) = (minorant[below], majorant[above]);
        let part = |a: usize, b: usize, at: usize| (x[at] - x[a]) / (x[b] - x[a]) * (b as f64 - a as f64);
        if g > l {
            let earlier = minorant[below + 1];
            let gap = l as f64 - earlier as f64 + 1.0 - part(earlier, g, l);
            above += 1;
            if gap >= apart {
                (apart, from, to) = (gap, below + 1, above - 1);
            }
        } else {
            let earlier = majorant[above - 1];
            let gap = part(earlier, l, g) - (g as f64 - earlier as f64 - 1.0);
            if gap >= apart {
                (apart, from, to) = (gap, below, above);
            }
            below = below.saturating_sub(1);
        }
        above = above.min(last_above);
        if minorant[below] == majorant[above] {
            return (apart, from, to);
        }
    }
}

/// How far the distribution leaves the line between two of its places, to one side.
fn bulge(x: &[f64], first: usize, last: usize, sign: f64) -> f64 {
    if last - first < 2 || x[last] <= x[first] {
        return 1.0;
    }
    let slope = (last - first) as f64 / (x[last] - x[first]);
    let away = |at: usize| {
        let (count, line) = ((at - first) as f64, (x[at] - x[first]) * slope);
        if sign > 0.0 { count + 1.0 - line } else { line - (count - 1.0) }
    };
    (first..=last).map(away).fold(1.0, f64::max)
}

/// How often a sample without hills has a dip as large: drawn from the uniform distribution, the observed one counted in.
pub fn p_of_dip(dip_found: f64, n: usize, seed: u64) -> f64 {
    let size = n.min(MOST_DRAWN);
    let found = dip_found * (n as f64 / size as f64).sqrt();
    let mut stream = Stream::new(seed, 0, Purpose::Resample);
    let mut sample = vec![0.0; size];
    let mut as_deep = 1_usize;
    for _ in 0..DRAWN {
        sample.iter_mut().for_each(|value| *value = f64::from(stream.word()));
        sample.sort_unstable_by(f64::total_cmp);
        as_deep += usize::from(dip(&sample) >= found);
    }
    as_deep as f64 / (DRAWN + 1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dip_is_that_of_the_published_program() {
        let check = |values: &[f64], expected: f64| {
            assert!((dip(values) - expected).abs() < 1e-12, "{} {expected}", dip(values))
        };
        let of = |n: u32, value: &dyn Fn(u32) -> u32| {
            let mut values: Vec<f64> = (0..n).map(|i| f64::from(value(i))).collect();
            values.sort_unstable_by(f64::total_cmp);
            values
        };
        check(&[1.0, 2.0, 3.0, 4.0], 0.125);
        check(&[1.0, 1.1, 1.2, 1.3, 5.0, 5.1, 5.2, 5.3], 0.231_25);
        check(&of(20, &|i| i * i), 0.025);
        check(&of(60, &|i| (i * 7919) % 1009), 0.020_098_039_215_686_293);
        check(&of(90, &|i| (i * 7919) % 1009 + if i % 3 == 0 { 3000 } else { 0 }), 0.111_367_888_191_922_52);
        check(&of(50, &|i| (i * 7919) % 5), 0.1);
    }

    #[test]
    fn chance_makes_small_dips_and_two_heaps_make_a_large_one() {
        let even: Vec<f64> = (0..50).map(|i| f64::from((i * 7919) % 1009)).collect();
        let mut heaps: Vec<f64> =
            even.iter().enumerate().map(|(at, value)| value + if at % 2 == 0 { 2000.0 } else { 0.0 }).collect();
        let mut even = even;
        even.sort_unstable_by(f64::total_cmp);
        heaps.sort_unstable_by(f64::total_cmp);
        assert!(p_of_dip(dip(&even), 50, 1) > 0.5);
        assert_eq!(p_of_dip(dip(&heaps), 50, 1), 0.005);
    }
}

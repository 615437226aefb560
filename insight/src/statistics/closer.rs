//! What a closer look at a sample adds to its description: distinct values, sturdy spread, how sure mean and percentiles are.

use super::describe::LEAST_OF_PERCENTILES;
use super::interval::{early_stopping, mean_interval_of, rank_interval};
use super::{doubt, mad, studentized, trimmed_mean};
use crate::summary::{MeanInterval, MedianInterval, Statistics, Tail};

/// Samples of more values are looked at closely when all else has been said: it takes a while.
pub const MOST_AT_ONCE: usize = 20_000;
/// What an interval is asked to cover.
const CONFIDENCE: f64 = 0.95;
/// The share that is cut at each end of a trimmed mean; below `1 / TRIMMED` values nothing is cut.
const TRIMMED: f64 = 0.2;
/// Fewer distinct values than this say nothing of the shape of t, so that Student's own is taken.
const LEAST_TO_RESAMPLE: usize = 5;
/// Resamples behind an interval of the mean.
pub const RESAMPLES: usize = 999;

/// Adds to the description of two finite values or more.
pub(super) fn look(values: &[f64], statistics: &mut Statistics) {
    if let (Some(mean), Some(sd)) = (statistics.mean, statistics.sd.filter(|sd| *sd > 0.0)) {
        statistics.mean_interval = of_t(values.len() as f64, mean, sd, "t".to_owned());
    }
    if values.len() <= MOST_AT_ONCE {
        look_at_values(values, statistics);
    }
}

/// What [`super::describe`] leaves out of the description of more than [`MOST_AT_ONCE`] values; nothing for fewer.
pub fn look_closer(values: &[f64], statistics: &mut Statistics) {
    if values.len() <= MOST_AT_ONCE {
        return;
    }
    look_at_values(values, statistics);
    if statistics.min < statistics.max {
        statistics.notes.extend(doubt::of_shape(values));
    }
}

fn look_at_values(values: &[f64], statistics: &mut Statistics) {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    statistics.unique = Some(1 + sorted.windows(2).filter(|pair| pair[0] < pair[1]).count() as u64);
    statistics.mad = mad(values);
    statistics.trimmed_mean =
        Some(trimmed_mean(&sorted, TRIMMED)).filter(|_| values.len() as f64 * TRIMMED >= 1.0).flatten();
    if statistics.min < statistics.max {
        statistics.tails =
            LEAST_OF_PERCENTILES.iter().filter_map(|(percentile, _)| tail(&sorted, *percentile)).collect();
    }
}

/// Student's interval; `n` is how many independent values there are.
fn of_t(n: f64, mean: f64, sd: f64, method: String) -> Option<MeanInterval> {
    mean_interval_of(n, mean, sd, CONFIDENCE).map(|[low, high]| MeanInterval { low, high, method })
}

/// What can be said of a percentile besides its value; `None` where it is nothing.
fn tail(sorted: &[f64], percentile: u8) -> Option<Tail> {
    let share = f64::from(percentile) / 100.0;
    let interval = rank_interval(sorted, share, CONFIDENCE).filter(|it| it.ends.iter().all(|end| end.is_finite()));
    let interval = interval.map(|it| MedianInterval { low: it.ends[0], high: it.ends[1], coverage: it.coverage });
    let at_most = early_stopping(sorted, share).1;
    (interval.is_some() || at_most.is_some()).then_some(Tail { percentile, interval, at_most })
}

/// The interval of the mean by resampling t, which allows for a lopsided sample; `None` for few or equal values.
pub(crate) fn resampled_mean_interval(values: &[f64]) -> Option<MeanInterval> {
    // In one order, so that the same values give the same interval wherever they stand.
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    // Resamples of two or three distinct values are often nearly equal, and their t says nothing.
    if 1 + sorted.windows(2).filter(|pair| pair[0] < pair[1]).count() < LEAST_TO_RESAMPLE {
        return None;
    }
    let [low, high] = studentized(&sorted, CONFIDENCE, RESAMPLES, values.len() as u64)?.ends;
    Some(MeanInterval { low, high, method: "bootstrap t".to_owned() })
}

/// The interval of the mean of values of which each resembles the one before: as wide as that of the independent ones.
pub(crate) fn mean_interval_of_alike(statistics: &Statistics, worth: f64) -> Option<MeanInterval> {
    let worth = worth.floor().max(2.0);
    of_t(worth, statistics.mean?, statistics.sd?, format!("t of {worth} independent values"))
}

#[cfg(test)]
mod tests {
    use super::super::describe;
    use super::*;
    use expect_test::{Expect, expect};

    fn check(values: &[f64], expected: &Expect) {
        let mut it = describe(&mut values.to_vec(), 0, 0);
        look_closer(values, &mut it);
        let mean = it.mean_interval.as_ref().map(|it| format!("{:.4} to {:.4} by {}", it.low, it.high, it.method));
        let tails = it.tails.iter().map(|tail| {
            let interval = tail.interval.map(|it| format!("{} to {} covers {:.4}", it.low, it.high, it.coverage));
            format!("p{}: {interval:?}, at most {:?}", tail.percentile, tail.at_most)
        });
        let tails: Vec<String> = tails.collect();
        expected.assert_eq(&format!(
            "unique {:?}, mad {:?}, trimmed {:?}, cv {:.4?}\nmean {mean:?}\n{}",
            it.unique,
            it.mad,
            it.trimmed_mean,
            it.cv(),
            tails.join("\n")
        ));
    }

    #[test]
    fn a_closer_look_says_only_what_the_sample_carries() {
        check(
            &[3.0],
            &expect![[r#"
            unique None, mad None, trimmed None, cv None
            mean None
        "#]],
        );
        check(
            &[1.0, 3.0],
            &expect![[r#"
            unique Some(2), mad Some(1.0), trimmed None, cv Some(0.7071)
            mean Some("-10.7062 to 14.7062 by t")
        "#]],
        );
        check(
            &[2.0; 8],
            &expect![[r#"
            unique Some(1), mad Some(0.0), trimmed Some(2.0), cv Some(0.0000)
            mean None
        "#]],
        );
        check(
            &[1.0, 2.0, 2.0, 3.0, 90.0],
            &expect![[r#"
            unique Some(4), mad Some(1.0), trimmed Some(2.3333333333333335), cv Some(2.0082)
            mean Some("-29.2733 to 68.4733 by t")
        "#]],
        );
        check(
            &[-1.0, 1.0, 0.0, 0.0, -2.0, 2.0],
            &expect![[r#"
            unique Some(5), mad Some(1.0), trimmed Some(0.0), cv None
            mean Some("-1.4841 to 1.4841 by t")
        "#]],
        );
        let hundred: Vec<f64> = (1..=100).map(f64::from).collect();
        check(
            &hundred,
            &expect![[r#"
            unique Some(100), mad Some(25.0), trimmed Some(50.5), cv Some(0.5745)
            mean Some("44.7435 to 56.2565 by t")
            p90: Some("84 to 96 covers 0.9557"), at most Some(98.0)
            p95: Some("90 to 100 covers 0.9826"), at most None"#]],
        );
        let thousand: Vec<f64> = (1..=1000).map(f64::from).collect();
        check(
            &thousand,
            &expect![[r#"
            unique Some(1000), mad Some(250.0), trimmed Some(500.5), cv Some(0.5771)
            mean Some("482.5774 to 518.4226 by t")
            p90: Some("881 to 919 covers 0.9549"), at most Some(923.0)
            p95: Some("936 to 964 covers 0.9581"), at most Some(967.0)
            p99: Some("983 to 997 covers 0.9761"), at most Some(999.0)"#]],
        );
        check(
            &(0..20_001).map(f64::from).collect::<Vec<_>>(),
            &expect![[r#"
                unique Some(20001), mad Some(5000.0), trimmed Some(10000.0), cv Some(0.5774)
                mean Some("9919.9760 to 10080.0240 by t")
                p90: Some("17916 to 18084 covers 0.9523"), at most Some(18100.0)
                p95: Some("18939 to 19061 covers 0.9522"), at most Some(19073.0)
                p99: Some("19772 to 19828 covers 0.9535"), at most Some(19834.0)"#]],
        );
    }

    #[test]
    fn resampling_allows_for_a_lopsided_sample() {
        let lopsided: Vec<f64> = (0..30).map(|i| if i < 27 { 10.0 + f64::from(i % 5) } else { 100.0 }).collect();
        let it = describe(&mut lopsided.clone(), 0, 0);
        let (t, bootstrap) = (it.mean_interval.unwrap(), resampled_mean_interval(&lopsided).unwrap());
        let mean = it.mean.unwrap();
        assert!(t.high - mean < bootstrap.high - mean, "{t:?} {bootstrap:?}");
        assert!(mean - t.low > mean - bootstrap.low, "{t:?} {bootstrap:?}");
        assert_eq!(resampled_mean_interval(&[1.0, 2.0, 3.0, 4.0]), None);
        assert_eq!(resampled_mean_interval(&[1.0; 9]), None);
    }

    #[test]
    fn values_that_resemble_each_other_are_worth_fewer() {
        let mut it = describe(&mut (0..40).map(|i| f64::from(i % 4)).collect::<Vec<_>>(), 0, 0);
        let alone = it.mean_interval.take().unwrap();
        let alike = mean_interval_of_alike(&it, 7.9).unwrap();
        assert!(alike.high - alike.low > 2.0 * (alone.high - alone.low));
        assert_eq!(alike.method, "t of 7 independent values");
    }
}

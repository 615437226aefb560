//! What a person is told of the samples in a file: the numbers it carries, the doubts that travel with them, and nothing else.

use super::given::summary;
use expect_test::{Expect, expect};
use insight::summary::Statistics;

/// Everything that is known of one sample, on one line.
fn line(it: &Statistics) -> String {
    let all = [
        ("missing", Some(it.missing as f64).filter(|count| *count > 0.0)),
        ("not finite", Some(it.non_finite as f64).filter(|count| *count > 0.0)),
        ("failed", Some(it.failed as f64).filter(|count| *count > 0.0)),
        ("min", it.min),
        ("median", it.median),
        ("max", it.max),
        ("mean", it.mean),
        ("sd", it.sd),
        ("p95", it.p95),
        ("total", it.total_rate),
        ("pooled n", it.pooled.map(|it| it.n)),
        ("pooled mean", it.pooled.map(|it| it.mean)),
        ("pooled sd", it.pooled.and_then(|it| it.sd)),
    ];
    let told = all.iter().filter_map(|(name, value)| Some(format!("{name} {:?}", (*value)?)));
    let interval =
        it.mean_interval.as_ref().map(|it| format!("mean {:.5e} to {:.5e} by {}", it.low, it.high, it.method));
    std::iter::once(format!("n {}", it.n)).chain(told).chain(interval).collect::<Vec<_>>().join(", ")
}

fn check(files: &[(&str, &str)], expected: &Expect) {
    let summary = summary(files);
    let mut told = String::new();
    for study in &summary.studies {
        for metric in &study.metrics {
            for group in &metric.groups {
                told += &format!("{} [{}] {}: {}\n", metric.key, metric.unit, group.name, line(&group.statistics));
                group.statistics.notes.iter().for_each(|note| told += &format!("  {note}\n"));
            }
        }
    }
    for file in &summary.files {
        told += format!("{}: {}", file.path, file.outcome).trim_end();
        told += "\n";
        file.problems.iter().for_each(|problem| told += &format!("  {}\n", problem.what));
    }
    let json = serde_json::to_string(&summary).unwrap();
    assert!(!json.contains("NaN") && !json.contains("Infinity"), "{json}");
    expected.assert_eq(&told);
}

#[test]
fn few_values_say_little() {
    check(
        &[("none.csv", "model,ttft_ms\n")],
        &expect![[r#"
            none.csv:
              a header without rows
        "#]],
    );
    check(
        &[("one.csv", "model,ttft_ms\na,12\n")],
        &expect![[r#"
            ttft [s] a: n 1, min 0.012, median 0.012, max 0.012, mean 0.012
              one value: no spread
            one.csv: 1 row, all read
        "#]],
    );
    check(
        &[("two.csv", "model,ttft_ms\na,12\na,14\n")],
        &expect![[r#"
            ttft [s] a: n 2, min 0.012, median 0.013000000000000001, max 0.014, mean 0.013000000000000001, sd 0.0014142135623730952, mean 2.93795e-4 to 2.57062e-2 by t
              p90 needs 10 values, p95 20, p99 100
              needs 6 values for an interval of the median
            two.csv: 2 rows, all read
        "#]],
    );
    check(
        &[("equal.csv", "model,ttft_ms\na,12\na,12\na,12\na,12\na,12\na,12\na,12\n")],
        &expect![[r#"
            ttft [s] a: n 7, min 0.012, median 0.012, max 0.012, mean 0.012, sd 0.0
              all 7 values are equal
            equal.csv: 7 rows, all read
        "#]],
    );
}

#[test]
fn what_is_not_finite_is_counted_and_never_shown() {
    check(
        &[("nan.csv", "model,ttft_ms\na,12\na,NaN\na,inf\na,-Infinity\na,14\na,\n")],
        &expect![[r#"
            ttft [s] a: n 2, failed 4.0, min 0.012, median 0.013000000000000001, max 0.014, mean 0.013000000000000001, sd 0.0014142135623730952, mean 2.93795e-4 to 2.57062e-2 by t
              p90 needs 10 values, p95 20, p99 100
              needs 6 values for an interval of the median
            nan.csv: 6 rows: 2 read, 4 failed
        "#]],
    );
    check(
        &[("all.csv", "model,ttft_ms\na,NaN\na,nan\n")],
        &expect![[r#"
        all.csv: 2 rows: 0 read, 2 failed
    "#]],
    );
    check(
        &[("sizes.csv", "model,latency_s\na,1e300\na,1e-300\na,1e300\na,1e-300\n")],
        &expect![[r#"
            latency [s] a: n 4, min 1e-300, median 5e299, max 1e300, mean 5e299, sd 5.7735026918962574e299, mean -4.18693e299 to 1.41869e300 by t
              p90 needs 10 values, p95 20, p99 100
              needs 6 values for an interval of the median
            sizes.csv: 4 rows, all read
        "#]],
    );
    check(
        &[("past.csv", "model,latency_s\na,1.7e308\na,1.7e308\na,-1.7e308\n")],
        &expect![[r#"
            latency [s] a: n 3, min -1.7e308, median 1.7e308, max 1.7e308, mean 5.666666666666667e307
              p90 needs 10 values, p95 20, p99 100
              needs 6 values for an interval of the median
            past.csv: 3 rows, all read
        "#]],
    );
}

#[test]
fn nanoseconds_since_the_epoch_keep_their_digits() {
    let rows: Vec<String> = (0..4).map(|i| format!("a,{},{}", 1_764_000_000_000_000_000_u64 + i * 7, 3 + i)).collect();
    check(
        &[("ns.csv", &format!("model,start_ns,latency_ns\n{}\n", rows.join("\n")))],
        &expect![[r#"
            latency [s] a: n 4, min 3.0000000000000004e-9, median 4.500000000000001e-9, max 6.000000000000001e-9, mean 4.500000000000001e-9, sd 1.2909944487358057e-9, mean 2.44574e-9 to 6.55426e-9 by t
              p90 needs 10 values, p95 20, p99 100
              needs 6 values for an interval of the median
            ns.csv: 4 rows, all read
              whole numbers of `start_ns` have more digits than can be computed with, 16 are used
        "#]],
    );
}

#[test]
fn a_rate_over_several_runs_is_total_over_total() {
    check(
        &[(
            "rates.csv",
            "model,eval_count,eval_s,tokens_s\na,100,1,100\na,100,4,25\na,10,0.1,100\na,50,1,50\na,40,2,20\n",
        )],
        &expect![[r#"
            decode_rate [tokens/s] a: n 5, min 20.0, median 50.0, max 100.0, mean 59.0, sd 39.11521443121589, total 37.03703703703704, mean 1.04320e1 to 1.07568e2 by t
              p90 needs 10 values, p95 20, p99 100
              needs 6 values for an interval of the median
            eval_duration [s] a: n 5, min 0.1, median 1.0, max 4.0, mean 1.6199999999999999, sd 1.4906374475371265, mean -2.30871e-1 to 3.47087e0 by t
              p90 needs 10 values, p95 20, p99 100
              needs 6 values for an interval of the median
            output_tokens [tokens] a: n 5, min 10.0, median 50.0, max 100.0, mean 60.0, sd 39.370039370059054, mean 1.11156e1 to 1.08884e2 by t
              p90 needs 10 values, p95 20, p99 100
              needs 6 values for an interval of the median
            rates.csv: 5 rows, all read
        "#]],
    );
}

#[test]
fn summaries_are_pooled_and_percentiles_are_not_averaged() {
    let run = |mean: f64, sd: f64, p99: f64| {
        format!("model,requests,mean_ttft_ms,std_ttft_ms,p99_ttft_ms\na,100,{mean},{sd},{p99}\n")
    };
    check(
        &[("r1.csv", &run(10.0, 2.0, 18.0)), ("r2.csv", &run(12.0, 2.5, 30.0)), ("r3.csv", &run(11.0, 2.25, 21.0))],
        &expect![[r#"
            ttft_mean [s] a: n 3, min 0.01, median 0.011, max 0.012, mean 0.011000000000000001, sd 0.001, pooled n 300.0, pooled mean 0.011, pooled sd 0.0023956046010730307, mean 8.51586e-3 to 1.34841e-2 by t
              p90 needs 10 values, p95 20, p99 100
              needs 6 values for an interval of the median
              3 means of 300 values in all: their mean is 11.0 ms, deviation 2.4 ms
            requests [requests] a: n 3, min 100.0, median 100.0, max 100.0, mean 100.0, sd 0.0
              all 3 values are equal
            ttft_sd [s] a: n 3, min 0.002, median 0.0022500000000000003, max 0.0025, mean 0.0022500000000000003, sd 0.00025, mean 1.62897e-3 to 2.87103e-3 by t
              p90 needs 10 values, p95 20, p99 100
              needs 6 values for an interval of the median
            ttft_p99 [s] a: n 3, min 0.018000000000000002, median 0.021, max 0.03, sd 0.0062449979983983965
              p90 needs 10 values, p95 20, p99 100
              needs 6 values for an interval of the median
              each value is the p99 of a run; the p99 of all lies between 18.0 ms and 30 ms
            r1.csv: 1 row, all read
            r2.csv: 1 row, all read
            r3.csv: 1 row, all read
        "#]],
    );
}

#[test]
fn neighbors_that_resemble_each_other_widen_the_interval_of_the_mean() {
    let mut walk = 0.0;
    let rows: Vec<String> = (0..60)
        .map(|i| {
            walk = 0.8 * walk + f64::from((i * 7919) % 1009) / 1009.0 - 0.5;
            format!("{i},{:.3}", 20.0 + walk)
        })
        .collect();
    check(
        &[("walk.csv", &format!("iteration,latency_ms\n{}\n", rows.join("\n")))],
        &expect![[r#"
            latency [s] all: n 60, min 0.019296, median 0.020056, max 0.020578, mean 0.020006850000000003, sd 0.0003287086611245663, p95 0.020438249999999998, mean 1.98484e-2 to 2.01653e-2 by t of 19 independent values
              p99 needs 100 values
              neighbors resemble each other (autocorrelation 0.50): 60 values are worth about 19
            walk.csv: 60 rows, all read
        "#]],
    );
}

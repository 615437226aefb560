//! Small results of JMH, made from its documentation.

use crate::format::check::check;
use expect_test::expect;

#[test]
fn trap_9_a_score_has_the_direction_of_its_mode_and_nan_is_no_score() {
    check(
        "[{\"jmhVersion\": \"1.37\", \"benchmark\": \"a.B.f\", \"mode\": \"thrpt\", \"threads\": 1, \"forks\": 1, \
         \"params\": {\"n\": \"8\"}, \"primaryMetric\": {\"score\": 4.0, \"scoreError\": 0.5, \
         \"scoreConfidence\": [3.5, 4.5], \"scorePercentiles\": {\"0.0\": 3.0, \"50.0\": 4.0, \"99.9\": 5.0}, \
         \"scoreUnit\": \"ops/ms\", \"rawData\": [[3.0, 4.0], [5.0]]}, \"secondaryMetrics\": {\
         \"gc.alloc.rate\": {\"score\": 9.0, \"scoreError\": \"NaN\", \"scoreUnit\": \"MB/sec\", \"rawData\": [[9.0]]}, \
         \"gc.count\": {\"score\": 2.0, \"scoreError\": \"NaN\", \"scoreUnit\": \"counts\", \"rawData\": [[2.0]]}}}, \
         {\"jmhVersion\": \"1.37\", \"benchmark\": \"a.B.g\", \"mode\": \"avgt\", \"threads\": 1, \"forks\": 1, \
         \"params\": {\"n\": \"8\"}, \"primaryMetric\": {\"score\": \"NaN\", \"scoreError\": \"NaN\", \
         \"scoreConfidence\": [\"NaN\", \"NaN\"], \"scorePercentiles\": {\"0.0\": \"NaN\", \"50.0\": \"NaN\", \"99.9\": \"NaN\"}, \
         \"scoreUnit\": \"ns/op\", \"rawData\": [[\"NaN\"]]}, \"secondaryMetrics\": {}}]",
        &expect![[r#"
            jmh Sure: a score in a `mode` of JMH, benchmarks: 2
            [] 1 of 2 rows failed
              jmhVersion: jmh_version Environment = 1.37, 1.37
              benchmark: benchmark Parameter = `a.B.f`, `a.B.g`
              mode: mode Parameter = `thrpt`, `avgt`
              threads: benchmark_threads Parameter = 1, 1
              forks: forks Environment = 1, 1
              params.n: benchmark_n Parameter = 8, 8
              primaryMetric.score [avgt ns/op]: operation_time mean Aggregate s Lower = -, NaN
              primaryMetric.score [thrpt ops/ms]: operation_rate mean Aggregate operations/s Higher = 4, -
              primaryMetric.scoreError [avgt ns/op]: operation_time ci half width Aggregate s Lower = -, NaN
              primaryMetric.scoreError [thrpt ops/ms]: operation_rate ci half width Aggregate operations/s Higher = 0.5, -
              primaryMetric.scorePercentiles.0.0 [avgt ns/op]: operation_time min Aggregate s Lower = -, NaN
              primaryMetric.scorePercentiles.0.0 [thrpt ops/ms]: operation_rate min Aggregate operations/s Higher = 3, -
              primaryMetric.scorePercentiles.50.0 [avgt ns/op]: operation_time median Aggregate s Lower = -, NaN
              primaryMetric.scorePercentiles.50.0 [thrpt ops/ms]: operation_rate median Aggregate operations/s Higher = 4, -
              primaryMetric.scorePercentiles.99.9 [avgt ns/op]: operation_time p99.9 Aggregate s Lower = -, NaN
              primaryMetric.scorePercentiles.99.9 [thrpt ops/ms]: operation_rate p99.9 Aggregate operations/s Higher = 5, -
              primaryMetric.scoreUnit: score_unit Text = `ops/ms`, `ns/op`
              primaryMetric.scoreConfidence: score_confidence Text = -, `["NaN", "NaN"]`
              secondaryMetrics: secondary_metric Parameter = -, -
              primaryMetric.scoreConfidence.low [avgt ns/op]: operation_time ci low Aggregate s Lower = -, -
              primaryMetric.scoreConfidence.low [thrpt ops/ms]: operation_rate ci low Aggregate operations/s Higher = 3.5, -
              primaryMetric.scoreConfidence.high [avgt ns/op]: operation_time ci high Aggregate s Lower = -, -
              primaryMetric.scoreConfidence.high [thrpt ops/ms]: operation_rate ci high Aggregate operations/s Higher = 4.5, -
            [/*/primaryMetric/rawData/*] 1 of 4 rows failed
              benchmark: benchmark Parameter = `a.B.f`, `a.B.f`, `a.B.f`
              mode: mode Parameter = `thrpt`, `thrpt`, `thrpt`
              threads: benchmark_threads Parameter = 1, 1, 1
              params.n: benchmark_n Parameter = 8, 8, 8
              primaryMetric.scoreUnit: score_unit Text = `ops/ms`, `ops/ms`, `ops/ms`
              rawData [avgt ns/op]: operation_time Measurement s Lower = -, -, -
              rawData [thrpt ops/ms]: operation_rate Measurement operations/s Higher = 3, 4, 5
            [/*/secondaryMetrics] 0 of 2 rows failed
              benchmark: benchmark Parameter = `a.B.f`, `a.B.f`
              mode: mode Parameter = `thrpt`, `thrpt`
              threads: benchmark_threads Parameter = 1, 1
              params.n: benchmark_n Parameter = 8, 8
              jmhVersion: jmh_version Environment = 1.37, 1.37
              primaryMetric.scoreUnit: primary_metric_score_unit Text = `ops/ms`, `ops/ms`
              key: key Identifier = `gc.alloc.rate`, `gc.count`
              score [thrpt MB/sec gc.alloc.rate]: gc_alloc_rate mean Aggregate B/s = 9, -
              score [thrpt counts gc.count]: gc_count mean Aggregate Lower = -, 2
              scoreError [thrpt MB/sec gc.alloc.rate]: gc_alloc_rate ci half width Aggregate B/s = NaN, -
              scoreError [thrpt counts gc.count]: gc_count ci half width Aggregate Lower = -, NaN
              scoreUnit: score_unit Text = `MB/sec`, `counts`
            [/*/secondaryMetrics/*/rawData/*] 0 of 2 rows failed
              benchmark: benchmark Parameter = `a.B.f`, `a.B.f`
              mode: mode Parameter = `thrpt`, `thrpt`
              threads: benchmark_threads Parameter = 1, 1
              params.n: benchmark_n Parameter = 8, 8
              primaryMetric.scoreUnit: primary_metric_score_unit Text = `ops/ms`, `ops/ms`
              key: key Identifier = `gc.alloc.rate`, `gc.count`
              scoreUnit: score_unit Text = `MB/sec`, `counts`
              rawData [thrpt MB/sec gc.alloc.rate]: gc_alloc_rate Measurement B/s = 9, -
              rawData [thrpt counts gc.count]: gc_count Measurement Lower = -, 2
        "#]],
    );
}

#[test]
fn csv_has_no_samples() {
    check(
        "\"Benchmark\",\"Mode\",\"Threads\",\"Samples\",\"Score\",\"Score Error (99.9%)\",\"Unit\",\"Param: n\"\n\
         \"a.B.f\",\"thrpt\",1,5,4.500000,0.500000,\"ops/ms\",8\n\"a.B.g\",\"avgt\",1,5,3.500000,NaN,\"us/op\",8\n",
        &expect![[r#"
            jmh Sure: a score in a `mode` of JMH, benchmarks: 2
            [] 0 of 2 rows failed
              Benchmark: benchmark Parameter = `a.B.f`, `a.B.g`
              Mode: mode Parameter = `thrpt`, `avgt`
              Threads: benchmark_threads Parameter = 1, 1
              Samples: samples n Measurement = 5, 5
              Score [avgt us/op]: operation_time mean Aggregate s Lower = -, 3.5
              Score [thrpt ops/ms]: operation_rate mean Aggregate operations/s Higher = 4.5, -
              Score Error (99.9%) [avgt us/op]: operation_time ci half width Aggregate s Lower = -, NaN
              Score Error (99.9%) [thrpt ops/ms]: operation_rate ci half width Aggregate operations/s Higher = 0.5, -
              Unit: unit Text = `ops/ms`, `us/op`
              Param: n: benchmark_n Parameter = 8, 8
        "#]],
    );
}

#[test]
fn a_histogram_is_the_calls_it_counts_and_percentiles_beside_it_are_of_them() {
    check(
        "[{\"jmhVersion\": \"1.37\", \"benchmark\": \"a.B.f\", \"mode\": \"sample\", \"threads\": 1, \"primaryMetric\": {\"score\": 2.0, \
         \"scoreError\": \"NaN\", \"scoreConfidence\": [\"NaN\", \"NaN\"], \"scorePercentiles\": {\"0.0\": 1.0, \"50.0\": 2.0}, \
         \"scoreUnit\": \"ns/op\", \"rawDataHistogram\": [[[[1.0, 2], [3.0, 1]], [[2.0, 1]]]]}, \"secondaryMetrics\": {\"p0.999\": {\
         \"score\": 3.0, \"scoreError\": \"NaN\", \"scoreConfidence\": [\"NaN\", \"NaN\"], \"scorePercentiles\": {\"0.0\": 3.0}, \
         \"scoreUnit\": \"ns/op\", \"rawData\": [[3.0, 2.0]]}, \"p0.50\": {\"score\": 1.5, \"scoreError\": \"NaN\", \
         \"scoreConfidence\": [\"NaN\", \"NaN\"], \"scorePercentiles\": {\"0.0\": 1.5}, \"scoreUnit\": \"ns/op\", \
         \"rawData\": [[1.0, 2.0]]}}}]",
        &expect![[r#"
            jmh Sure: a score in a `mode` of JMH, benchmarks: 1
            [] 0 of 1 rows failed
              jmhVersion: jmh_version Environment = 1.37
              benchmark: benchmark Parameter = `a.B.f`
              mode: mode Parameter = `sample`
              threads: benchmark_threads Parameter = 1
              primaryMetric.score [sample ns/op]: sampled_time mean Aggregate s Lower = 2
              primaryMetric.scoreError [sample ns/op]: sampled_time ci half width Aggregate s Lower = NaN
              primaryMetric.scoreConfidence: score_confidence Text = `["NaN", "NaN"]`
              primaryMetric.scorePercentiles.0.0 [sample ns/op]: sampled_time min Aggregate s Lower = 1
              primaryMetric.scorePercentiles.50.0 [sample ns/op]: sampled_time median Aggregate s Lower = 2
              primaryMetric.scoreUnit: score_unit Text = `ns/op`
            [/*/primaryMetric/calls] 0 of 4 rows failed
              benchmark: benchmark Parameter = `a.B.f`, `a.B.f`, `a.B.f`
              mode: mode Parameter = `sample`, `sample`, `sample`
              threads: benchmark_threads Parameter = 1, 1, 1
              primaryMetric.scoreUnit: score_unit Text = `ns/op`, `ns/op`, `ns/op`
              calls [sample ns/op]: sampled_time Measurement s Lower = 1, 1, 3
            [/*/secondaryMetrics] 0 of 2 rows failed
              benchmark: benchmark Parameter = `a.B.f`, `a.B.f`
              mode: mode Parameter = `sample`, `sample`
              threads: benchmark_threads Parameter = 1, 1
              jmhVersion: jmh_version Environment = 1.37, 1.37
              primaryMetric.scoreError [sample ns/op p0.50]: primary_metric_sampled_time Text s = -, `NaN`
              primaryMetric.scoreError [sample ns/op p0.999]: primary_metric_sampled_time Text s = `NaN`, -
              primaryMetric.scoreUnit: primary_metric_score_unit Text = `ns/op`, `ns/op`
              key: key Identifier = `p0.999`, `p0.50`
              score [sample ns/op p0.50]: sampled_time median Aggregate s Lower = -, 1.5
              score [sample ns/op p0.999]: sampled_time p99.9 Aggregate s Lower = 3, -
              scoreError [sample ns/op p0.50]: sampled_time Text s = -, NaN
              scoreError [sample ns/op p0.999]: sampled_time Text s = NaN, -
              scoreConfidence: score_confidence Text = `["NaN", "NaN"]`, `["NaN", "NaN"]`
              scorePercentiles.0.0 [sample ns/op p0.50]: sampled_time_0_sample_ns_per_op_p0 Text s = -, 1.5
              scorePercentiles.0.0 [sample ns/op p0.999]: sampled_time_15 Text s = 3, -
              scoreUnit: score_unit Text = `ns/op`, `ns/op`
            [/*/secondaryMetrics/*/rawData/*] 0 of 4 rows failed
              benchmark: benchmark Parameter = `a.B.f`, `a.B.f`, `a.B.f`
              mode: mode Parameter = `sample`, `sample`, `sample`
              threads: benchmark_threads Parameter = 1, 1, 1
              primaryMetric.scoreUnit: primary_metric_score_unit Text = `ns/op`, `ns/op`, `ns/op`
              key: key Identifier = `p0.999`, `p0.999`, `p0.50`
              scoreUnit: score_unit Text = `ns/op`, `ns/op`, `ns/op`
              rawData [sample ns/op p0.50]: sampled_time median Aggregate s Lower = -, -, 1
              rawData [sample ns/op p0.999]: sampled_time p99.9 Aggregate s Lower = 3, 2, -
        "#]],
    );
}

#[test]
fn rows_of_csv_and_of_text_that_say_more_of_a_benchmark_are_no_benchmarks() {
    check(
        "\"Benchmark\";\"Mode\";\"Threads\";\"Samples\";\"Score\";\"Score Error (99.9%)\";\"Unit\"\n\
         \"a.B.f\";\"sample\";1;2572;118.5;143.25;\"ns/op\"\n\"a.B.f:p0.99\";\"sample\";1;1;152.5;NaN;\"ns/op\"\n\
         \"a.B.f:gc.alloc.rate\";\"sample\";1;3;10.5;NaN;\"MB/sec\"\n",
        &expect![[r#"
            jmh Sure: a score in a `mode` of JMH, benchmarks: 3
            [] 0 of 3 rows failed
              Benchmark: benchmark Parameter = `a.B.f`, `a.B.f`, `a.B.f`
              key: key Identifier = -, `p0.99`, `gc.alloc.rate`
              Mode: mode Parameter = `sample`, `sample`, `sample`
              Threads: benchmark_threads Parameter = 1, 1, 1
              Samples: samples n Measurement = 2572, 1, 3
              Score [sample MB/sec gc.alloc.rate]: gc_alloc_rate mean Aggregate B/s = -, -, 10.5
              Score [sample ns/op]: sampled_time mean Aggregate s Lower = 118.5, -, -
              Score [sample ns/op p0.99]: sampled_time p99 Aggregate s Lower = -, 152.5, -
              Score Error (99.9%) [sample MB/sec gc.alloc.rate]: gc_alloc_rate ci half width Aggregate B/s = -, -, NaN
              Score Error (99.9%) [sample ns/op]: sampled_time ci half width Aggregate s Lower = 143.25, -, -
              Score Error (99.9%) [sample ns/op p0.99]: sampled_time Text s = -, NaN, -
              Unit: unit Text = `ns/op`, `ns/op`, `MB/sec`
        "#]],
    );
    check(
        "# Run complete. Total time: 00:00:06\n\n\
         Benchmark       (kind)  (n)    Mode  Cnt    Score     Error  Units\n\
         B.f                  a   16  sample  234  105.253 ±  12.266  ns/op\n\
         B.f:p0.50            a   16  sample        80.000            ns/op\n\
         B.f:gc.count         a   16  sample    3      ≈ 0           counts\n\
         B.g                N/A  N/A   thrpt    5  ≈ 10⁻⁵            ops/ns\n\
         B.h                  a   16 sampled    5    1.000            ns/op\n\n\
         Benchmark result is saved to result.json\n",
        &expect![[r#"
            jmh Sure: `Mode`, `Score` and `Units` of a `Benchmark` in line 3
            Lost: no score in a mode of JMH in this row (line 8)
            [] 1 of 4 rows failed
              Benchmark: benchmark Parameter = `B.f`, `B.f`, `B.f`
              key: key Identifier = -, `p0.50`, `gc.count`
              Mode: mode Parameter = `sample`, `sample`, `sample`
              Samples: samples n Measurement = 234, -, 3
              Score [sample counts gc.count]: gc_count mean Aggregate Lower = -, -, 0
              Score [sample ns/op]: sampled_time mean Aggregate s Lower = 105.253, -, -
              Score [sample ns/op p0.50]: sampled_time median Aggregate s Lower = -, 80, -
              Score [thrpt ops/ns]: operation_rate mean Aggregate operations/s Higher = -, -, -
              Score Error (99.9%) [sample counts gc.count]: gc_count ci half width Aggregate Lower = -, -, -
              Score Error (99.9%) [sample ns/op]: sampled_time ci half width Aggregate s Lower = 12.266, -, -
              Score Error (99.9%) [sample ns/op p0.50]: sampled_time Text s = -, -, -
              Score Error (99.9%) [thrpt ops/ns]: operation_rate ci half width Aggregate operations/s Higher = -, -, -
              Unit: unit Text = `ns/op`, `ns/op`, `counts`
              Param: kind: benchmark_kind Parameter = `a`, `a`, `a`
              Param: n: benchmark_n Parameter = 16, 16, 16
        "#]],
    );
}

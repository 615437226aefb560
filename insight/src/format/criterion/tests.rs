//! Small files of Criterion.rs, made from its documentation.

use crate::format::check::check;
use expect_test::expect;

fn estimate(value: f64) -> String {
    format!(
        "{{\"confidence_interval\": {{\"confidence_level\": 0.95, \"lower_bound\": {}, \"upper_bound\": {}}}, \
         \"point_estimate\": {value}, \"standard_error\": 0.25}}",
        value - 0.5,
        value + 0.5
    )
}

#[test]
fn estimates_are_one_row_of_statistics() {
    let text = format!(
        "{{\"mean\": {}, \"median\": {}, \"median_abs_dev\": {}, \"slope\": null, \"std_dev\": {}}}",
        estimate(11.0),
        estimate(10.5),
        estimate(0.75),
        estimate(1.5)
    );
    check(
        &text,
        &expect![[r#"
        criterion Sure: `point_estimate` and `standard_error` of a `mean` and a `median`
        [] 0 of 1 rows failed
          mean.confidence_interval.confidence_level: mean_confidence_interval_confidence_level Environment = 0.95
          mean.confidence_interval.lower_bound: operation_time ci low Aggregate s Lower = 10.5
          mean.confidence_interval.upper_bound: operation_time ci high Aggregate s Lower = 11.5
          mean.point_estimate: operation_time mean Aggregate s Lower = 11
          mean.standard_error: operation_time sem Aggregate s Lower = 0.25
          median.confidence_interval.confidence_level: median_confidence_interval_confidence_level Environment = 0.95
          median.confidence_interval.lower_bound: median_confidence_interval_lower_bound Derived s Lower = 10
          median.confidence_interval.upper_bound: median_confidence_interval_upper_bound Derived s Lower = 11
          median.point_estimate: operation_time median Aggregate s Lower = 10.5
          median.standard_error: median_standard_error Derived s Lower = 0.25
          median_abs_dev.confidence_interval.confidence_level: median_abs_dev_confidence_interval_confidence_level Environment = 0.95
          median_abs_dev.confidence_interval.lower_bound: median_abs_dev_confidence_interval_lower_bound Derived s Lower = 0.25
          median_abs_dev.confidence_interval.upper_bound: median_abs_dev_confidence_interval_upper_bound Derived s Lower = 1.25
          median_abs_dev.point_estimate: operation_time mad Aggregate s Lower = 0.75
          median_abs_dev.standard_error: median_abs_dev_standard_error Derived s Lower = 0.25
          slope: slope Fit = -
          std_dev.confidence_interval.confidence_level: std_dev_confidence_interval_confidence_level Environment = 0.95
          std_dev.confidence_interval.lower_bound: std_dev_confidence_interval_lower_bound Derived s Lower = 1
          std_dev.confidence_interval.upper_bound: std_dev_confidence_interval_upper_bound Derived s Lower = 2
          std_dev.point_estimate: operation_time sd Aggregate s Lower = 1.5
          std_dev.standard_error: std_dev_standard_error Derived s Lower = 0.25
    "#]],
    );
    check(
        &text.replace("null", &estimate(11.25)),
        &expect![[r#"
        criterion Sure: `point_estimate` and `standard_error` of a `mean` and a `median`
        [] 0 of 1 rows failed
          mean.confidence_interval.confidence_level: mean_confidence_interval_confidence_level Environment = 0.95
          mean.confidence_interval.lower_bound: operation_time ci low Aggregate s Lower = 10.5
          mean.confidence_interval.upper_bound: operation_time ci high Aggregate s Lower = 11.5
          mean.point_estimate: operation_time mean Aggregate s Lower = 11
          mean.standard_error: operation_time sem Aggregate s Lower = 0.25
          median.confidence_interval.confidence_level: median_confidence_interval_confidence_level Environment = 0.95
          median.confidence_interval.lower_bound: median_confidence_interval_lower_bound Derived s Lower = 10
          median.confidence_interval.upper_bound: median_confidence_interval_upper_bound Derived s Lower = 11
          median.point_estimate: operation_time median Aggregate s Lower = 10.5
          median.standard_error: median_standard_error Derived s Lower = 0.25
          median_abs_dev.confidence_interval.confidence_level: median_abs_dev_confidence_interval_confidence_level Environment = 0.95
          median_abs_dev.confidence_interval.lower_bound: median_abs_dev_confidence_interval_lower_bound Derived s Lower = 0.25
          median_abs_dev.confidence_interval.upper_bound: median_abs_dev_confidence_interval_upper_bound Derived s Lower = 1.25
          median_abs_dev.point_estimate: operation_time mad Aggregate s Lower = 0.75
          median_abs_dev.standard_error: median_abs_dev_standard_error Derived s Lower = 0.25
          slope.confidence_interval.confidence_level: slope_confidence_interval_confidence_level Environment = 0.95
          slope.confidence_interval.lower_bound: slope_confidence_interval_lower_bound Derived s Lower = 10.75
          slope.confidence_interval.upper_bound: slope_confidence_interval_upper_bound Derived s Lower = 11.75
          slope.point_estimate: operation_time slope Aggregate s Lower = 11.25
          slope.standard_error: slope_standard_error Derived s Lower = 0.25
          std_dev.confidence_interval.confidence_level: std_dev_confidence_interval_confidence_level Environment = 0.95
          std_dev.confidence_interval.lower_bound: std_dev_confidence_interval_lower_bound Derived s Lower = 1
          std_dev.confidence_interval.upper_bound: std_dev_confidence_interval_upper_bound Derived s Lower = 2
          std_dev.point_estimate: operation_time sd Aggregate s Lower = 1.5
          std_dev.standard_error: std_dev_standard_error Derived s Lower = 0.25
    "#]],
    );
}

#[test]
fn a_change_is_a_fraction() {
    check(
        &format!("{{\"mean\": {}, \"median\": {}}}", estimate(-0.05), estimate(-0.04)),
        &expect![[r#"
            criterion Sure: `point_estimate` and `standard_error` of a `mean` and a `median`
            [] 0 of 1 rows failed
              change of mean.confidence_interval.confidence_level: change_of_mean_confidence_interval_confidence_level Environment = 0.95
              change of mean.confidence_interval.lower_bound: change_of_confidence_interval_bound Derived Lower = -0.55
              change of mean.confidence_interval.upper_bound: change_of_confidence_interval_bound_confidence_interval Derived Lower = 0.45
              change of mean.point_estimate: change_of_point_estimate Derived Lower = -0.05
              change of mean.standard_error: change_of_standard_error Derived Lower = 0.25
              change of median.confidence_interval.confidence_level: change_of_median_confidence_interval_confidence_level Environment = 0.95
              change of median.confidence_interval.lower_bound: change_of_confidence_interval_bound_7 Derived Lower = -0.54
              change of median.confidence_interval.upper_bound: change_of_confidence_interval_bound_8 Derived Lower = 0.46
              change of median.point_estimate: change_of_point_estimate_change_of_median Derived Lower = -0.04
              change of median.standard_error: change_of_standard_error_change_of_median Derived Lower = 0.25
        "#]],
    );
}

#[test]
fn a_sample_is_divided_by_its_iterations() {
    check(
        "{\"sampling_mode\": \"Linear\", \"iters\": [2.0, 4.0, 6.0], \"times\": [20.0, 42.0, 66.0]}",
        &expect![[r#"
            criterion Sure: `iters` and `times` of a `sampling_mode`
            [] 0 of 1 rows failed
              sampling_mode: sampling_mode Environment = `Linear`
            [/times] 0 of 3 rows failed
              sampling_mode: sampling_mode Environment = `Linear`, `Linear`, `Linear`
              times: times Identifier s = 20, 42, 66
              iters: iterations n Measurement = 2, 4, 6
              time per iteration: operation_time Measurement s Lower = 10, 10.5, 11
        "#]],
    );
    check(
        "group,function,value,throughput_num,throughput_type,sample_measured_value,unit,iteration_count\n\
         g,f,8,,,20.0,ns,2\ng,f,8,,,42.0,ns,4\n",
        &expect![[r#"
            criterion Sure: a measured value beside `iteration_count`
            [] 0 of 2 rows failed
              group: benchmark_group Parameter = `g`, `g`
              function: benchmark_function Parameter = `f`, `f`
              value: benchmark_value Parameter = 8, 8
              throughput_num: throughput_num Environment tokens/s = -, -
              throughput_type: throughput_type Environment = -, -
              sample_measured_value: sample_measured_value Identifier = 20, 42
              unit: unit Text = `ns`, `ns`
              iteration_count: iterations n Measurement = 2, 4
              time per iteration: operation_time Measurement s Lower = 10, 10.5
        "#]],
    );
}

#[test]
fn what_names_a_benchmark_and_its_fences_are_no_measurements() {
    check(
        "{\"group_id\": \"g\", \"function_id\": \"f\", \"value_str\": \"8\", \"throughput\": {\"Bytes\": 64}, \"full_id\": \"g/f/8\", \
         \"directory_name\": \"g/f/8\", \"title\": \"g/f/8\"}",
        &expect![[r#"
            criterion Sure: `group_id`, `function_id` and `value_str` beside `full_id`
            [] 0 of 1 rows failed
              group_id: group_id Identifier = `g`
              function_id: function_id Identifier = `f`
              value_str: value_str Identifier = 8
              throughput.Bytes: bytes Environment B = 64
              full_id: benchmark Parameter = `g/f/8`
              directory_name: directory_name Identifier = `g/f/8`
              title: title Text = `g/f/8`
        "#]],
    );
    check(
        "[1.0, 2.5, 6.5, 8.0]",
        &expect![[r#"
        criterion Sure: four fences of Tukey: 3 and 1.5 interquartile ranges outside the quartiles
        [] 0 of 4 rows failed
          fence: fence Identifier s = 1, 2.5, 6.5
    "#]],
    );
    check(
        "[1.0, 2.5, 6.0, 8.0]",
        &expect![[r#"
        json Likely: 1 document, 1 table, 4 rows
        [] 0 of 4 rows failed
          value: value Measurement = 1, 2.5, 6
    "#]],
    );
}

#[test]
fn trap_4_the_terminal_is_read_between_other_lines() {
    check(
        "running 1 test\nBenchmarking file: Analyzing\nfile                    time:   [320.62 ps 323.90 ps 327.55 ps]\n                        \
         change: [-2.0565% -0.2521% +1.6377%] (p = 0.79 > 0.05)\nFound 8 outliers among 100 measurements (8.00%)\n\
         a name that is too long for its line\n                        time:   [1.5000 µs 2.0000 µs 2.5000 µs]\n                        \
         thrpt:  [1.0000 MiB/s 1.5000 MiB/s 2.0000 MiB/s]\n",
        &expect![[r#"
            criterion Sure: three times in brackets after `time:` in line 3
            [] 0 of 2 rows failed
              benchmark: benchmark Parameter = `file`, `a name that is too long for its line`
              time low: operation_time ci low Aggregate s Lower = 0.32062, 1500
              time estimate: operation_time Aggregate s Lower = 0.32389999999999997, 2000
              time high: operation_time ci high Aggregate s Lower = 0.32755, 2500
              bytes low: bandwidth ci low Aggregate B/s Higher = -, 1048576
              bytes estimate: bandwidth Aggregate B/s Higher = -, 1572864
              bytes high: bandwidth ci high Aggregate B/s Higher = -, 2097152
        "#]],
    );
}

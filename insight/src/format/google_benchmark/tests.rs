//! Small outputs of Google Benchmark, made from its documentation.

use crate::format::check::check;
use expect_test::expect;

#[test]
fn trap_20_statistics_among_samples_are_tables_of_their_own() {
    check(
        "{\"context\": {\"date\": \"2026-01-02 03:04:05\", \"num_cpus\": 8, \"cpu_scaling_enabled\": true, \
         \"library_build_type\": \"debug\"}, \"benchmarks\": [\
         {\"name\": \"f/8\", \"run_name\": \"f/8\", \"run_type\": \"iteration\", \"repetitions\": 2, \"iterations\": 10, \
         \"real_time\": 2.5, \"cpu_time\": 2.25, \"time_unit\": \"us\", \"hits\": 3},\
         {\"name\": \"f/8\", \"run_name\": \"f/8\", \"run_type\": \"iteration\", \"repetitions\": 2, \"iterations\": 10, \
         \"real_time\": 3.5, \"cpu_time\": 3.25, \"time_unit\": \"us\", \"hits\": 5},\
         {\"name\": \"f/8_mean\", \"run_name\": \"f/8\", \"run_type\": \"aggregate\", \"aggregate_name\": \"mean\", \
         \"aggregate_unit\": \"time\", \"iterations\": 2, \"real_time\": 3, \"cpu_time\": 2.75, \"time_unit\": \"us\", \"hits\": 4},\
         {\"name\": \"f/8_cv\", \"run_name\": \"f/8\", \"run_type\": \"aggregate\", \"aggregate_name\": \"cv\", \
         \"aggregate_unit\": \"percentage\", \"iterations\": 2, \"real_time\": 0.25, \"cpu_time\": 0.25, \"time_unit\": \"us\"},\
         {\"name\": \"f_BigO\", \"run_name\": \"f\", \"run_type\": \"aggregate\", \"aggregate_name\": \"BigO\", \
         \"cpu_coefficient\": 0.5, \"real_coefficient\": 0.5, \"big_o\": \"N\", \"time_unit\": \"us\"},\
         {\"name\": \"g\", \"run_name\": \"g\", \"run_type\": \"iteration\", \"error_occurred\": true, \
         \"error_message\": \"no device\", \"iterations\": 0, \"real_time\": 0, \"cpu_time\": 0, \"time_unit\": \"ns\"}]}",
        &expect![[r#"
            google-benchmark Sure: `real_time` and `cpu_time` in a `time_unit`, rows: 6
            Doubt: measured with a debug build of the benchmark library; hint: build the benchmark library in release mode, and measure again
            Doubt: measured with frequency scaling on; hint: fix the frequency of the processor, and measure again
            [] 0 of 1 rows failed
              context.date: date Time = `2026-01-02 03:04:05`
              context.num_cpus: num_cpus Environment = 8
              context.cpu_scaling_enabled: cpu_scaling_enabled Environment = `true`
              context.library_build_type: library_build_type Environment = `debug`
            [/benchmarks] 1 of 3 rows failed
              run_name: benchmark Parameter = `f/8`, `f/8`, `g`
              context.library_build_type: library_build_type Environment = `debug`, `debug`, `debug`
              name: name Identifier = `f/8`, `f/8`, `g`
              run_type: run_type Text = `iteration`, `iteration`, `iteration`
              repetitions: repetitions Environment = 2, 2, -
              iterations: iterations n Measurement = 10, 10, 0
              real_time [ns]: wall_time Measurement s Lower = -, -, 0
              real_time [us]: wall_time Measurement s Lower = 2.5, 3.5, -
              cpu_time [ns]: cpu_time Measurement s Lower = -, -, 0
              cpu_time [us]: cpu_time Measurement s Lower = 2.25, 3.25, -
              time_unit: time_unit Text = `us`, `us`, `ns`
              hits: hits Measurement = 3, 5, -
              error_occurred: error_occurred Validity = -, -, `true`
              error_message: error_message Validity = -, -, `no device`
            [/benchmarks#cv] 0 of 1 rows failed
              run_name: benchmark Parameter = `f/8`
              context.library_build_type: library_build_type Environment = `debug`
              name: name Text = `f/8_cv`
              run_type: run_type Text = `aggregate`
              iterations: iterations n Measurement = 2
              real_time: wall_time cv Aggregate Lower = 0.25
              cpu_time: cpu_time cv Aggregate Lower = 0.25
              time_unit: time_unit Text = `us`
              aggregate_name: aggregate_name Text = `cv`
              aggregate_unit: aggregate_unit Text = `percentage`
            [/benchmarks#mean] 0 of 1 rows failed
              run_name: benchmark Parameter = `f/8`
              context.library_build_type: library_build_type Environment = `debug`
              name: name Text = `f/8_mean`
              run_type: run_type Text = `aggregate`
              iterations: iterations n Measurement = 2
              real_time: wall_time mean Aggregate s Lower = 3
              cpu_time: cpu_time mean Aggregate s Lower = 2.75
              time_unit: time_unit Text = `us`
              hits: hits mean Aggregate = 4
              aggregate_name: aggregate_name Text = `mean`
              aggregate_unit: aggregate_unit Text = `time`
            [/benchmarks#fit] 0 of 1 rows failed
              run_name: benchmark Parameter = `f`
              context.library_build_type: library_build_type Environment = `debug`
              name: name Text = `f_BigO`
              run_type: run_type Text = `aggregate`
              time_unit: time_unit Text = `us`
              aggregate_name: aggregate_name Text = `BigO`
              cpu_coefficient: cpu_coefficient Fit s = 0.5
              real_coefficient: real_coefficient Fit s = 0.5
              big_o: big_o Text = `N`
        "#]],
    );
}

#[test]
fn trap_21_a_wrong_coefficient_of_variation_in_csv_is_left_out() {
    check(
        "name,iterations,real_time,cpu_time,time_unit,bytes_per_second,items_per_second,label,error_occurred,error_message\n\
         \"f\",10,2,2,ns,,,,,\n\"f\",10,4,4,ns,,,,,\n\"f_mean\",2,3,3,ns,,,,,\n\"f_median\",2,3,3,ns,,,,,\n\
         \"f_stddev\",2,1.5,1.5,ns,,,,,\n\"f_cv\",2,2.5e+08,0.5,ns,,,,,\n\"geo_mean\",10,7,7,ns,,,,,\n\
         \"g\",,,,,,,,true,\"no device\"\n",
        &expect![[r#"
            google-benchmark Sure: `real_time` and `cpu_time` in a `time_unit`, rows: 8
            Doubt: coefficient of variation of `real_time` of `f` is 250000000, deviation divided by mean is 0.5, left out; hint: write JSON, or use a version of the library after 1.7
            [] 1 of 4 rows failed
              run_name: benchmark Parameter = `f`, `f`, `geo_mean`
              name: name Identifier = `f`, `f`, `geo_mean`
              iterations: iterations n Measurement = 10, 10, 10
              real_time: wall_time Measurement s Lower = 2, 4, 7
              cpu_time: cpu_time Measurement s Lower = 2, 4, 7
              time_unit: time_unit Text = `ns`, `ns`, `ns`
              error_occurred: error_occurred Validity = -, -, -
              error_message: error_message Validity = -, -, -
            [#cv] 0 of 1 rows failed
              run_name: benchmark Parameter = `f`
              name: name Text = `f_cv`
              iterations: iterations n Measurement = 2
              cpu_time: cpu_time cv Aggregate Lower = 0.5
              time_unit: time_unit Text = `ns`
            [#mean] 0 of 1 rows failed
              run_name: benchmark Parameter = `f`
              name: name Text = `f_mean`
              iterations: iterations n Measurement = 2
              real_time: wall_time mean Aggregate s Lower = 3
              cpu_time: cpu_time mean Aggregate s Lower = 3
              time_unit: time_unit Text = `ns`
            [#median] 0 of 1 rows failed
              run_name: benchmark Parameter = `f`
              name: name Text = `f_median`
              iterations: iterations n Measurement = 2
              real_time: wall_time median Aggregate s Lower = 3
              cpu_time: cpu_time median Aggregate s Lower = 3
              time_unit: time_unit Text = `ns`
            [#sd] 0 of 1 rows failed
              run_name: benchmark Parameter = `f`
              name: name Text = `f_stddev`
              iterations: iterations n Measurement = 2
              real_time: wall_time sd Aggregate s Lower = 1.5
              cpu_time: cpu_time sd Aggregate s Lower = 1.5
              time_unit: time_unit Text = `ns`
        "#]],
    );
}

#[test]
fn the_console_is_read_below_its_header() {
    check(
        "Run on (8 X 2400 MHz CPU s)\n-----\nBenchmark        Time             CPU   Iterations\n-----\n\
         f/8           2.50 us         2.25 us           10 bytes_per_second=1.5Gi/s hits=2k a label\n\
         g             ERROR OCCURRED: 'no device'\n",
        &expect![[r#"
            google-benchmark Sure: `Time`, `CPU` and `Iterations` of a `Benchmark` in line 3
            [] 1 of 2 rows failed
              run_name: benchmark Parameter = `f/8`, `g`
              name: name Identifier = `f/8`, `g`
              real_time: wall_time Measurement s Lower = 2.5, -
              cpu_time: cpu_time Measurement s Lower = 2.25, -
              time_unit: time_unit Text = `us`, -
              iterations: iterations n Measurement = 10, -
              bytes_per_second: bandwidth Measurement B/s Higher = 1610612736, -
              hits: hits Measurement = 2000, -
              label: label Parameter = `a label`, -
              error_occurred: error_occurred Validity = -, `true`
              error_message: error_message Validity = -, `no device`
        "#]],
    );
}

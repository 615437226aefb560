//! Small outputs of BenchmarkDotNet, made from its documentation.

use crate::format::check::{check, check_named};
use expect_test::expect;

#[test]
fn trap_11_cells_have_units_and_na_is_no_measurement() {
    check(
        "```\nBenchmarkDotNet v0.15.8, Linux\n```\n| Method | n | Mean | Error | StdDev | Ratio | Gen0 | Allocated |\n|---|---|---:|---:|---:|---:|---:|---:|\n\
         | &#39;f &lt;T&gt;&#39; | 8 | 1,232.50 ns | 7.250 ns | 6.500 ns | 1.00 | 0.0153 | 64 B |\n\
         | g | 8 | NA | NA | NA | ? | NA | NA |\n",
        &expect![[r#"
            benchmarkdotnet Sure: `Mean`, `Error` and `StdDev` of a `Method`, benchmarks: 2
            [] 1 of 2 rows failed
              Method: method Parameter = `'f <T>'`, `g`
              n: n Parameter = 8, 8
              Mean: operation_time mean Aggregate s Lower = 1232.5, -
              Error: operation_time error Aggregate s Lower = 7.25, -
              StdDev: operation_time sd Aggregate s Lower = 6.5, -
              Ratio: ratio Derived = 1, -
              Gen0: collections_gen0 Measurement Lower = 0.0153, -
              Allocated: operation_memory Measurement B Lower = 64, -
        "#]],
    );
}

#[test]
fn trap_10_a_culture_may_write_a_decimal_comma() {
    check_named(
        "report.csv",
        "Method;Job;Mean;Error;StdDev\nf;Default;1.001,50 μs;0,250 μs;0,125 μs\ng;Default;NA;NA;NA\nh;Default;2,250 ms;0,250 μs;0,125 μs\n",
        &expect![[r#"
            benchmarkdotnet Sure: `Mean`, `Error` and `StdDev` of a `Method`, benchmarks: 3
            [] 1 of 3 rows failed
              Method: method Parameter = `f`, `g`, `h`
              Job: job Parameter = `Default`, `Default`, `Default`
              Mean: operation_time mean Aggregate s Lower = 1001.5, -, 2250
              Error: operation_time error Aggregate s Lower = 0.25, -, 0.25
              StdDev: operation_time sd Aggregate s Lower = 0.125, -, 0.125
        "#]],
    );
}

#[test]
fn only_results_of_the_workload_are_measured() {
    let measured = |mode: &str, stage: &str, time: u32| {
        format!(
            "{{\"IterationMode\": \"{mode}\", \"IterationStage\": \"{stage}\", \"LaunchIndex\": 1, \"IterationIndex\": 1, \"Operations\": 4, \"Nanoseconds\": {time}}}"
        )
    };
    let measurements = [
        measured("Overhead", "Actual", 4),
        measured("Workload", "Warmup", 400),
        measured("Workload", "Actual", 44),
        measured("Workload", "Result", 40),
        measured("Workload", "Result", 48),
    ];
    check(
        &format!(
            "{{\"Title\": \"t\", \"HostEnvironmentInfo\": {{\"BenchmarkDotNetVersion\": \"0.15.8\"}}, \"Benchmarks\": [{{\
             \"Namespace\": \"N\", \"Type\": \"T\", \"Method\": \"F\", \"Parameters\": \"n=8\", \"Statistics\": {{\"N\": 2, \
             \"Mean\": 11.0, \"StandardDeviation\": 1.5, \"ConfidenceInterval\": {{\"Level\": \"L999\", \"Margin\": 3.0}}, \
             \"Percentiles\": {{\"P50\": 11.0, \"P95\": 12.0}}}}, \"Memory\": {{\"BytesAllocatedPerOperation\": 64}}, \
             \"Measurements\": [{}]}}]}}",
            measurements.join(", ")
        ),
        &expect![[r#"
            benchmarkdotnet Sure: `Statistics` of a `Method`, benchmarks: 1
            [] 0 of 1 rows failed
              Title: title Environment = `t`
              HostEnvironmentInfo.BenchmarkDotNetVersion: benchmark_dot_net_version Environment = `0.15.8`
            [/Benchmarks] 0 of 1 rows failed
              FullName: benchmark Parameter = `T.F.n=8`
              Title: title Environment = `t`
              HostEnvironmentInfo.BenchmarkDotNetVersion: benchmark_dot_net_version Environment = `0.15.8`
              Namespace: namespace Environment = `N`
              Type: type Parameter = `T`
              Method: method Parameter = `F`
              Parameters: parameters Parameter = `n=8`
              Statistics.N: iterations n Measurement = 2
              Statistics.Mean: operation_time mean Aggregate s Lower = 11
              Statistics.StandardDeviation: operation_time sd Aggregate s Lower = 1.5
              Statistics.ConfidenceInterval.Level: level Derived = `L999`
              Statistics.ConfidenceInterval.Margin: operation_time error Aggregate s Lower = 3
              Statistics.Percentiles.P50: operation_time median Aggregate s Lower = 11
              Statistics.Percentiles.P95: operation_time p95 Aggregate s Lower = 12
              Memory.BytesAllocatedPerOperation: operation_memory Measurement B Lower = 64
            [/Benchmarks/*/Statistics/OriginalValues] 0 of 2 rows failed
              FullName: benchmark Parameter = `T.F.n=8`, `T.F.n=8`
              Type: type Parameter = `T`, `T`
              Method: method Parameter = `F`, `F`
              Parameters: parameters Parameter = `n=8`, `n=8`
              Title: title Environment = `t`, `t`
              HostEnvironmentInfo.BenchmarkDotNetVersion: benchmark_dot_net_version Environment = `0.15.8`, `0.15.8`
              Namespace: namespace Environment = `N`, `N`
              Statistics.ConfidenceInterval.Level: level Derived = `L999`, `L999`
              IterationMode: iteration_mode Identifier = `Workload`, `Workload`
              IterationStage: iteration_stage Identifier = `Result`, `Result`
              LaunchIndex: launch_index Identifier = 1, 1
              IterationIndex: iteration_index Identifier = 1, 1
              Operations: operations Derived = 4, 4
              Nanoseconds: nanoseconds Derived s Lower = 40, 48
              Nanoseconds / Operations: operation_time Measurement s Lower = 10, 12
            [/Benchmarks/*/Measurements] 0 of 3 rows failed
              FullName: benchmark Parameter = `T.F.n=8`, `T.F.n=8`, `T.F.n=8`
              Type: type Parameter = `T`, `T`, `T`
              Method: method Parameter = `F`, `F`, `F`
              Parameters: parameters Parameter = `n=8`, `n=8`, `n=8`
              Title: title Environment = `t`, `t`, `t`
              HostEnvironmentInfo.BenchmarkDotNetVersion: benchmark_dot_net_version Environment = `0.15.8`, `0.15.8`, `0.15.8`
              Namespace: namespace Environment = `N`, `N`, `N`
              Statistics.ConfidenceInterval.Level: level Derived = `L999`, `L999`, `L999`
              IterationMode: iteration_mode Identifier = `Overhead`, `Workload`, `Workload`
              IterationStage: iteration_stage Identifier = `Actual`, `Warmup`, `Actual`
              LaunchIndex: launch_index Identifier = 1, 1, 1
              IterationIndex: iteration_index Identifier = 1, 1, 1
              Operations: operations Derived = 4, 4, 4
              Nanoseconds: nanoseconds Derived s Lower = 4, 400, 44
        "#]],
    );
}

#[test]
fn a_kilobyte_is_1024_bytes() {
    check(
        "BenchmarkDotNet v0.15.8, Linux\n\n| Method | Mean | Error | StdDev | Allocated |\n|---|---:|---:|---:|---:|\n\
         | f | 1.5 ns | 0.1 ns | 0.1 ns | 112 B |\n| g | 1.5 ns | 0.1 ns | 0.1 ns | 1.5 KB |\n| h | 1.5 ns | 0.1 ns | 0.1 ns | - |\n",
        &expect![[r#"
            benchmarkdotnet Sure: `Mean`, `Error` and `StdDev` of a `Method`, benchmarks: 3
            [] 0 of 3 rows failed
              Method: method Parameter = `f`, `g`, `h`
              Mean: operation_time mean Aggregate s Lower = 1.5, 1.5, 1.5
              Error: operation_time error Aggregate s Lower = 0.1, 0.1, 0.1
              StdDev: operation_time sd Aggregate s Lower = 0.1, 0.1, 0.1
              Allocated: operation_memory Measurement B Lower = 112, 1536, -
        "#]],
    );
    check_named(
        "report.csv",
        "Method;Mean;Error;StdDev;Allocated\nf;1,5 ns;0,1 ns;0,1 ns;1,5 KB\ng;1,5 ns;0,1 ns;0,1 ns;2,25 KB\n",
        &expect![[r#"
            benchmarkdotnet Sure: `Mean`, `Error` and `StdDev` of a `Method`, benchmarks: 2
            [] 0 of 2 rows failed
              Method: method Parameter = `f`, `g`
              Mean: operation_time mean Aggregate s Lower = 1.5, 1.5
              Error: operation_time error Aggregate s Lower = 0.1, 0.1
              StdDev: operation_time sd Aggregate s Lower = 0.1, 0.1
              Allocated: operation_memory Measurement B Lower = 1.5, 2.25
        "#]],
    );
}

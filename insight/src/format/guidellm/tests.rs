//! GuideLLM reports of every version, small.

use crate::format::check::{check, check_named};
use expect_test::expect;

#[test]
fn what_errored_is_no_measurement_and_each_name_keeps_its_meaning() {
    let of = |value: f64| {
        format!(
            "{{\"mean\": {value}, \"median\": {value}, \"std_dev\": 0.5, \"count\": 2, \"percentiles\": {{\"p01\": {value}, \"p50\": {value}, \"p999\": {value}}}, \"pdf\": null}}"
        )
    };
    let metric = |value: f64| format!("{{\"successful\": {}, \"errored\": {}}}", of(value), of(0.0));
    check(
        &format!(
            "{{\"metadata\": {{\"version\": 2}}, \"benchmarks\": [{{\"type_\": \"generative_benchmark\", \
             \"config\": {{\"strategy\": {{\"type_\": \"constant\", \"rate\": 2.0}}}}, \"metrics\": {{\
             \"request_totals\": {{\"successful\": 2, \"errored\": 1}}, \"request_latency\": {}, \"time_to_first_token_ms\": {}, \
             \"time_per_output_token_ms\": {}, \"inter_token_latency_ms\": {}, \"output_tokens_per_second\": {}}}, \"duration\": 5.5}}]}}",
            metric(0.25),
            metric(11.5),
            metric(2.5),
            metric(1.5),
            metric(3.5)
        ),
        &expect![[r#"
            guidellm Sure: `type_` is `generative_benchmark`, benchmarks: 1
            [] 0 of 1 rows failed
              metadata.version: version Environment = 2
            [/benchmarks] 0 of 1 rows failed
              type_: type Text = `generative_benchmark`
              config.strategy.type_: config_strategy_type Parameter = `constant`
              config.strategy.rate: rate Parameter = 2
              duration: benchmark_duration Measurement s = 5.5
              request_totals.successful: requests Measurement requests = 2
              request_totals.errored: failed_requests Measurement requests Lower = 1
              request_latency.successful.mean: e2e_latency mean Aggregate s Lower = 0.25
              request_latency.successful.median: e2e_latency median Aggregate s Lower = 0.25
              request_latency.successful.std_dev: e2e_latency sd Aggregate s Lower = 0.5
              request_latency.successful.count: request_latency_successful_values n Measurement = 2
              request_latency.successful.percentiles.p01: e2e_latency p1 Aggregate s Lower = 0.25
              request_latency.successful.percentiles.p50: request_latency_successful_p50 Environment = 0.25
              request_latency.successful.percentiles.p999: e2e_latency p99.9 Aggregate s Lower = 0.25
              request_latency.errored.mean: request_latency_errored_mean Environment = 0
              request_latency.errored.median: request_latency_errored_median Environment = 0
              request_latency.errored.std_dev: request_latency_errored_std_dev Environment = 0.5
              request_latency.errored.count: request_latency_errored_count Environment = 2
              request_latency.errored.percentiles.p01: request_latency_errored_p01 Environment = 0
              request_latency.errored.percentiles.p50: request_latency_errored_p50 Environment = 0
              request_latency.errored.percentiles.p999: request_latency_errored_p999 Environment = 0
              time_to_first_token_ms.successful.mean: ttft mean Aggregate s Lower = 11.5
              time_to_first_token_ms.successful.median: ttft median Aggregate s Lower = 11.5
              time_to_first_token_ms.successful.std_dev: ttft sd Aggregate s Lower = 0.5
              time_to_first_token_ms.successful.count: time_to_first_token_ms_successful_values n Measurement = 2
              time_to_first_token_ms.successful.percentiles.p01: ttft p1 Aggregate s Lower = 11.5
              time_to_first_token_ms.successful.percentiles.p50: time_to_first_token_ms_successful_p50 Environment = 11.5
              time_to_first_token_ms.successful.percentiles.p999: ttft p99.9 Aggregate s Lower = 11.5
              time_to_first_token_ms.errored.mean: time_to_first_token_ms_errored_mean Environment = 0
              time_to_first_token_ms.errored.median: time_to_first_token_ms_errored_median Environment = 0
              time_to_first_token_ms.errored.std_dev: time_to_first_token_ms_errored_std_dev Environment = 0.5
              time_to_first_token_ms.errored.count: time_to_first_token_ms_errored_count Environment = 2
              time_to_first_token_ms.errored.percentiles.p01: time_to_first_token_ms_errored_p01 Environment = 0
              time_to_first_token_ms.errored.percentiles.p50: time_to_first_token_ms_errored_p50 Environment = 0
              time_to_first_token_ms.errored.percentiles.p999: time_to_first_token_ms_errored_p999 Environment = 0
              time_per_output_token_ms.successful.mean: tpot_with_first mean Aggregate s Lower = 2.5
              time_per_output_token_ms.successful.median: tpot_with_first median Aggregate s Lower = 2.5
              time_per_output_token_ms.successful.std_dev: tpot_with_first sd Aggregate s Lower = 0.5
              time_per_output_token_ms.successful.count: time_per_output_token_ms_successful_values n Measurement = 2
              time_per_output_token_ms.successful.percentiles.p01: tpot_with_first p1 Aggregate s Lower = 2.5
              time_per_output_token_ms.successful.percentiles.p50: time_per_output_token_ms_successful_p50 Environment = 2.5
              time_per_output_token_ms.successful.percentiles.p999: tpot_with_first p99.9 Aggregate s Lower = 2.5
              time_per_output_token_ms.errored.mean: time_per_output_token_ms_errored_mean Environment = 0
              time_per_output_token_ms.errored.median: time_per_output_token_ms_errored_median Environment = 0
              time_per_output_token_ms.errored.std_dev: time_per_output_token_ms_errored_std_dev Environment = 0.5
              time_per_output_token_ms.errored.count: time_per_output_token_ms_errored_count Environment = 2
              time_per_output_token_ms.errored.percentiles.p01: time_per_output_token_ms_errored_p01 Environment = 0
              time_per_output_token_ms.errored.percentiles.p50: time_per_output_token_ms_errored_p50 Environment = 0
              time_per_output_token_ms.errored.percentiles.p999: time_per_output_token_ms_errored_p999 Environment = 0
              inter_token_latency_ms.successful.mean: itl_request mean Aggregate s Lower = 1.5
              inter_token_latency_ms.successful.median: itl_request median Aggregate s Lower = 1.5
              inter_token_latency_ms.successful.std_dev: itl_request sd Aggregate s Lower = 0.5
              inter_token_latency_ms.successful.count: inter_token_latency_ms_successful_values n Measurement = 2
              inter_token_latency_ms.successful.percentiles.p01: itl_request p1 Aggregate s Lower = 1.5
              inter_token_latency_ms.successful.percentiles.p50: inter_token_latency_ms_successful_p50 Environment = 1.5
              inter_token_latency_ms.successful.percentiles.p999: itl_request p99.9 Aggregate s Lower = 1.5
              inter_token_latency_ms.errored.mean: inter_token_latency_ms_errored_mean Environment = 0
              inter_token_latency_ms.errored.median: inter_token_latency_ms_errored_median Environment = 0
              inter_token_latency_ms.errored.std_dev: inter_token_latency_ms_errored_std_dev Environment = 0.5
              inter_token_latency_ms.errored.count: inter_token_latency_ms_errored_count Environment = 2
              inter_token_latency_ms.errored.percentiles.p01: inter_token_latency_ms_errored_p01 Environment = 0
              inter_token_latency_ms.errored.percentiles.p50: inter_token_latency_ms_errored_p50 Environment = 0
              inter_token_latency_ms.errored.percentiles.p999: inter_token_latency_ms_errored_p999 Environment = 0
              output_tokens_per_second.successful.mean: output_rate_over_time mean Aggregate tokens/s Higher = 3.5
              output_tokens_per_second.successful.median: output_rate_over_time median Aggregate tokens/s Higher = 3.5
              output_tokens_per_second.successful.std_dev: output_rate_over_time sd Aggregate tokens/s Higher = 0.5
              output_tokens_per_second.successful.count: output_tokens_per_second_successful_values n Measurement = 2
              output_tokens_per_second.successful.percentiles.p01: output_rate_over_time p1 Aggregate tokens/s Higher = 3.5
              output_tokens_per_second.successful.percentiles.p50: output_tokens_per_second_successful_p50 Environment = 3.5
              output_tokens_per_second.successful.percentiles.p999: output_rate_over_time p99.9 Aggregate tokens/s Higher = 3.5
              output_tokens_per_second.errored.mean: output_tokens_per_second_errored_mean Environment = 0
              output_tokens_per_second.errored.median: output_tokens_per_second_errored_median Environment = 0
              output_tokens_per_second.errored.std_dev: output_tokens_per_second_errored_std_dev Environment = 0.5
              output_tokens_per_second.errored.count: output_tokens_per_second_errored_count Environment = 2
              output_tokens_per_second.errored.percentiles.p01: output_tokens_per_second_errored_p01 Environment = 0
              output_tokens_per_second.errored.percentiles.p50: output_tokens_per_second_errored_p50 Environment = 0
              output_tokens_per_second.errored.percentiles.p999: output_tokens_per_second_errored_p999 Environment = 0
        "#]],
    );
}

#[test]
fn a_csv_report_has_three_header_rows_and_its_percentiles_in_one_cell() {
    check(
        "Benchmark,Benchmark,Timings,Request Counts,Request Counts,Request Latency,Request Latency,Request Latency,Request Latency,Server Throughput,Scheduler State\n\
         Type,Strategy,Duration,Successful,Errored,Successful Sec,Successful Sec,Successful Sec,Errored Sec,Successful Concurrency,Created Requests\n\
         ,,Sec,,,Mean,Std Dev,Percentiles,Mean,Median,\n\
         generative_benchmark,constant@2.00,30.5,5,1,21.5,6.5,\"[11.5, 11.5, 12.5, 13.5, 14.5, 15.5, 25.5, 26.5, 27.5, 28.5, 29.5]\",0.5,3.5,6\n\
         generative_benchmark,synchronous,20.5,4,0,2.5,0.5,\"[1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 3.5, 3.5, 3.5, 3.5, 3.5]\",,1.0,4\n",
        &expect![[r#"
            guidellm Sure: `Benchmark Type` is `generative_benchmark`, benchmarks: 2
            [] 0 of 2 rows failed
              Benchmark Type: benchmark_type Text = `generative_benchmark`, `generative_benchmark`
              Benchmark Strategy: benchmark_strategy Parameter = `constant@2.00`, `synchronous`
              Timings Duration Sec: benchmark_duration Measurement s = 30.5, 20.5
              Request Counts Successful: requests Measurement requests = 5, 4
              Request Counts Errored: failed_requests Measurement requests Lower = 1, 0
              Request Latency Successful Sec Mean: e2e_latency mean Aggregate s Lower = 21.5, 2.5
              Request Latency Successful Sec Std Dev: e2e_latency sd Aggregate s Lower = 6.5, 0.5
              Request Latency Successful Sec Min: e2e_latency min Aggregate s Lower = 11.5, 1.5
              Request Latency Successful Sec p0.1: e2e_latency p0.1 Aggregate s Lower = 11.5, 1.5
              Request Latency Successful Sec p1: e2e_latency p1 Aggregate s Lower = 12.5, 1.5
              Request Latency Successful Sec p5: e2e_latency p5 Aggregate s Lower = 13.5, 1.5
              Request Latency Successful Sec p10: e2e_latency p10 Aggregate s Lower = 14.5, 1.5
              Request Latency Successful Sec p25: e2e_latency p25 Aggregate s Lower = 15.5, 1.5
              Request Latency Successful Sec p75: e2e_latency p75 Aggregate s Lower = 25.5, 3.5
              Request Latency Successful Sec p90: e2e_latency p90 Aggregate s Lower = 26.5, 3.5
              Request Latency Successful Sec p95: e2e_latency p95 Aggregate s Lower = 27.5, 3.5
              Request Latency Successful Sec p99: e2e_latency p99 Aggregate s Lower = 28.5, 3.5
              Request Latency Successful Sec Max: e2e_latency max Aggregate s Lower = 29.5, 3.5
              Request Latency Errored Sec Mean: request_latency_errored_sec_mean Environment s = 0.5, -
              Server Throughput Successful Concurrency Median: concurrency median Aggregate = 3.5, 1
              Scheduler State Created Requests: scheduler_state_created_requests Environment = 6, 4
        "#]],
    );
}

#[test]
fn a_csv_report_before_0_4_has_one_header_row() {
    check_named(
        "benchmarks.csv",
        "Type,Run Id,Id,Name,Start Time,End Time,Duration,Successful Requests,Successful Time to first token ms mean,\
         Successful Time to first token ms median,\"Successful Time to first token ms [min, 0.1, 1, 5, 10, 25, 75, 90, 95, 99, max]\",\
         Errored Requests,Errored Time to first token ms mean,Args\n\
         generative_benchmark,r,i,synchronous,2025-06-01 10:00:00,2025-06-01 10:00:30,30.5,5,11.5,10.5,\
         \"[1.5, 1.5, 2.5, 3.5, 4.5, 5.5, 15.5, 16.5, 17.5, 18.5, 19.5]\",0,0.0,{}\n",
        &expect![[r#"
            guidellm Sure: `Type` is `generative_benchmark`, benchmarks: 1
            [] 0 of 1 rows failed
              Type: type Text = `generative_benchmark`
              Run Id: run_id Identifier = `r`
              Id: id Identifier = `i`
              Name: name Parameter = `synchronous`
              Start Time: start_time Time = `2025-06-01 10:00:00`
              End Time: end_time Time = `2025-06-01 10:00:30`
              Duration: benchmark_duration Measurement s = 30.5
              Successful Requests: requests Measurement requests = 5
              Successful Time to first token ms mean: ttft mean Aggregate s Lower = 11.5
              Successful Time to first token ms median: ttft median Aggregate s Lower = 10.5
              Successful Time to first token ms Min: ttft min Aggregate s Lower = 1.5
              Successful Time to first token ms p0.1: ttft p0.1 Aggregate s Lower = 1.5
              Successful Time to first token ms p1: ttft p1 Aggregate s Lower = 2.5
              Successful Time to first token ms p5: ttft p5 Aggregate s Lower = 3.5
              Successful Time to first token ms p10: ttft p10 Aggregate s Lower = 4.5
              Successful Time to first token ms p25: ttft p25 Aggregate s Lower = 5.5
              Successful Time to first token ms p75: ttft p75 Aggregate s Lower = 15.5
              Successful Time to first token ms p90: ttft p90 Aggregate s Lower = 16.5
              Successful Time to first token ms p95: ttft p95 Aggregate s Lower = 17.5
              Successful Time to first token ms p99: ttft p99 Aggregate s Lower = 18.5
              Successful Time to first token ms Max: ttft max Aggregate s Lower = 19.5
              Errored Requests: failed_requests Measurement requests Lower = 0
              Errored Time to first token ms mean: errored_time_to_first_token_ms_mean Environment s = 0
              Args: args Environment = `{}`
        "#]],
    );
}

#[test]
fn a_report_in_yaml_is_read_as_that_in_json() {
    let statistics = "          mean: 11.5\n          median: 10.5\n          count: 2\n          percentiles:\n            p05: 9.5\n";
    check(
        &format!(
            "benchmarks:\n- config:\n    strategy:\n      rate: 2.0\n      type_: constant\n  duration: 5.5\n  metrics:\n    request_totals:\n      \
             errored: 1\n      successful: 2\n    time_to_first_token_ms:\n      successful:\n{}    request_latency:\n      successful:\n{}  \
             requests:\n    errored:\n    - request_latency: 0.5\n    incomplete: []\n    successful:\n    - request_latency: 10.5\n      \
             time_to_first_token_ms: 1.5\n      output_tokens_per_second: 2.5\n    - request_latency: 12.5\n      time_to_first_token_ms: 2.5\n      \
             output_tokens_per_second: 3.5\n  type_: generative_benchmark\nmetadata:\n  version: 2\n",
            statistics.replace("          ", "        "),
            statistics.replace("          ", "        ")
        ),
        &expect![[r#"
            guidellm Sure: `type_` is `generative_benchmark` in line 36, below `benchmarks:`
            Doubt: `time_to_first_token_ms.successful.mean` is 11.5000 in the file, its 2 values give 2.00000 (line 2); hint: trust what was computed from the values, unless some of them were left out of the file
            Doubt: `time_to_first_token_ms.successful.median` is 10.5000 in the file, its 2 values give 2.00000 (line 2); hint: trust what was computed from the values, unless some of them were left out of the file
            Doubt: `time_to_first_token_ms.successful.percentiles.p05` is 9.50000 in the file, its 2 values give 1.55000 (line 2); hint: trust what was computed from the values, unless some of them were left out of the file
            [] 0 of 1 rows failed
              metadata.version: version Environment = 2
            [/benchmarks] 0 of 1 rows failed
              config.strategy.rate: rate Parameter = 2
              config.strategy.type_: config_strategy_type Parameter = `constant`
              duration: benchmark_duration Measurement s = 5.5
              type_: type Text = `generative_benchmark`
              request_totals.errored: failed_requests Measurement requests Lower = 1
              request_totals.successful: requests Measurement requests = 2
              time_to_first_token_ms.successful.mean: ttft mean Aggregate s Lower = 11.5
              time_to_first_token_ms.successful.median: ttft median Aggregate s Lower = 10.5
              time_to_first_token_ms.successful.count: time_to_first_token_ms_successful_values n Measurement = 2
              time_to_first_token_ms.successful.percentiles.p05: ttft p5 Aggregate s Lower = 9.5
              request_latency.successful.mean: e2e_latency mean Aggregate s Lower = 11.5
              request_latency.successful.median: e2e_latency median Aggregate s Lower = 10.5
              request_latency.successful.count: request_latency_successful_values n Measurement = 2
              request_latency.successful.percentiles.p05: e2e_latency p5 Aggregate s Lower = 9.5
            [/benchmarks/*/requests/errored] 1 of 1 rows failed
              type_: type Environment = `generative_benchmark`
              config.strategy.type_: config_strategy_type Environment = `constant`
              request_latency: e2e_latency Measurement s Lower = 0.5
              status: status Validity = `error`
            [/benchmarks/*/requests/successful] 0 of 2 rows failed
              config.strategy.rate: rate Parameter = 2, 2
              config.strategy.type_: config_strategy_type Parameter = `constant`, `constant`
              type_: type Environment = `generative_benchmark`, `generative_benchmark`
              request_latency: e2e_latency Measurement s Lower = 10.5, 12.5
              time_to_first_token_ms: ttft Measurement s Lower = 1.5, 2.5
              output_tokens_per_second: request_output_rate Measurement tokens/s Higher = 2.5, 3.5
        "#]],
    );
}

//! What AIPerf and GenAI-Perf write, in every container and both dialects.

use crate::format::check::check;
use expect_test::expect;

#[test]
fn the_unit_beside_a_metric_counts() {
    check(
        "{\"request_latency\": {\"unit\": \"ms\", \"avg\": 3652.5, \"p99\": 3909.25, \"std\": 70.5}, \
         \"output_token_throughput\": {\"unit\": \"tokens/sec\", \"avg\": 50.5}, \
         \"output_token_throughput_per_user\": {\"unit\": \"tokens/sec/user\", \"avg\": 54.5, \"p1\": 51.5}, \
         \"goodput\": null, \"input_config\": {\"endpoint\": {\"type\": \"chat\"}, \"loadgen\": {\"concurrency\": 1}}}",
        &expect![[r#"
            aiperf Sure: `request_latency` with a `unit` beside `input_config.endpoint`
            [] 0 of 1 rows failed
              request_latency.unit: request_latency_unit Text = `ms`
              request_latency.avg: e2e_latency mean Aggregate s Lower = 3652.5
              request_latency.p99: e2e_latency p99 Aggregate s Lower = 3909.25
              request_latency.std: e2e_latency sd Aggregate s Lower = 70.5
              output_token_throughput.unit: output_token_throughput_unit Text = `tokens/sec`
              output_token_throughput.avg: output_throughput Measurement tokens/s Higher = 50.5
              output_token_throughput_per_user.unit: output_token_throughput_per_user_unit Text = `tokens/sec/user`
              output_token_throughput_per_user.avg: output_rate_user mean Aggregate tokens/s Higher = 54.5
              output_token_throughput_per_user.p1: output_rate_user p1 Aggregate tokens/s Higher = 51.5
              goodput: goodput Measurement requests/s Higher = -
              input_config.endpoint.type: type Parameter = `chat`
              input_config.loadgen.concurrency: concurrency Parameter = 1
        "#]],
    );
    check(
        "{\"request_latency\": {\"unit\": \"ms\", \"avg\": 3652.5, \"std\": 70.5}, \"request_count\": {\"unit\": \"count\", \"avg\": 64}, \
         \"goodput\": {\"unit\": \"requests/sec\", \"avg\": -1.0}, \"input_config\": {\"model\": [\"m\"], \"backend\": \"vllm\"}}",
        &expect![[r#"
            genai-perf Sure: `request_latency` with a `unit` beside `input_config`
            Note: a goodput below zero says that none was computed, it is left out
            [] 0 of 1 rows failed
              request_latency.unit: request_latency_unit Text = `ms`
              request_latency.avg: e2e_latency mean Aggregate s Lower = 3652.5
              request_latency.std: e2e_latency sd Aggregate s Lower = 70.5
              request_count.unit: request_count_unit Text = `count`
              request_count.avg: requests Measurement requests = 64
              goodput.unit: goodput_unit Text = `requests/sec`
              input_config.model: model Parameter = `["m"]`
              input_config.backend: backend Parameter = `vllm`
        "#]],
    );
}

#[test]
fn the_first_dialect_has_its_metrics_below_records() {
    check(
        "{\"records\": {\"error_request_count\": {\"tag\": \"error_request_count\", \"unit\": \"requests\", \"header\": \"Error Request Count\", \"avg\": 11.0, \"p99\": null, \"count\": 1}, \
         \"ttft\": {\"tag\": \"ttft\", \"unit\": \"ms\", \"header\": \"Time to First Token\", \"avg\": 2343.5, \"p99\": 3833.5, \"count\": 89}}, \
         \"input_config\": {\"endpoint\": {\"type\": \"chat\"}}}",
        &expect![[r#"
            aiperf Sure: `request_latency` with a `unit` beside `input_config.endpoint`
            [] 0 of 1 rows failed
              input_config.endpoint.type: type Parameter = `chat`
              error_request_count.avg: failed_requests Measurement requests Lower = 11
              error_request_count.count: error_request_count_values n Measurement = 1
              time_to_first_token.avg: ttft mean Aggregate s Lower = 2343.5
              time_to_first_token.p99: ttft p99 Aggregate s Lower = 3833.5
              time_to_first_token.count: time_to_first_token_values n Measurement = 89
        "#]],
    );
}

#[test]
fn trap_13_several_tables_of_one_csv_are_one_run() {
    check(
        "Metric,avg,min,max,p1,p99,std\nInter Token Latency (ms),27.76,22.13,34.86,22.18,33.73,3.73\n\
         Time to First Token (ms),2343.22,464.66,3853.86,581.20,3833.39,1049.82\n\nMetric,Value\nBenchmark Duration (sec),9.32\n\
         Request Throughput (requests/sec),9.55\n",
        &expect![[r#"
            aiperf Sure: `Metric` beside `avg`, `min` and `max`, p1 before p99
            [] 0 of 1 rows failed
              inter_token_latency.avg: itl_request mean Aggregate s Lower = 27.76
              inter_token_latency.min: itl_request min Aggregate s Lower = 22.13
              inter_token_latency.max: itl_request max Aggregate s Lower = 34.86
              inter_token_latency.p1: itl_request p1 Aggregate s Lower = 22.18
              inter_token_latency.p99: itl_request p99 Aggregate s Lower = 33.73
              inter_token_latency.std: itl_request sd Aggregate s Lower = 3.73
              time_to_first_token.avg: ttft mean Aggregate s Lower = 2343.22
              time_to_first_token.min: ttft min Aggregate s Lower = 464.66
              time_to_first_token.max: ttft max Aggregate s Lower = 3853.86
              time_to_first_token.p1: ttft p1 Aggregate s Lower = 581.2
              time_to_first_token.p99: ttft p99 Aggregate s Lower = 3833.39
              time_to_first_token.std: ttft sd Aggregate s Lower = 1049.82
              benchmark_duration.Value: benchmark_duration Measurement s = 9.32
              request_throughput.Value: request_throughput Measurement requests/s Higher = 9.55
        "#]],
    );
}

#[test]
fn trap_10_thousands_are_separated() {
    check(
        "Metric,avg,min,max,p99,p95\nTime To First Token (ms),\"1,234.56\",7.00,\"9,999.00\",8.98,8.90\n\
         Request Latency (ms),5.00,4.00,6.00,5.98,5.90\n\nMetric,Value\nRequest Throughput (per sec),123.00\nRequest Count (count),3.00\n",
        &expect![[r#"
            genai-perf Sure: `Metric` beside `avg`, `min` and `max`, p99 before p1
            [] 0 of 1 rows failed
              time_to_first_token.avg: ttft mean Aggregate s Lower = 1234.56
              time_to_first_token.min: ttft min Aggregate s Lower = 7
              time_to_first_token.max: ttft max Aggregate s Lower = 9999
              time_to_first_token.p99: ttft p99 Aggregate s Lower = 8.98
              time_to_first_token.p95: ttft p95 Aggregate s Lower = 8.9
              request_latency.avg: e2e_latency mean Aggregate s Lower = 5
              request_latency.min: e2e_latency min Aggregate s Lower = 4
              request_latency.max: e2e_latency max Aggregate s Lower = 6
              request_latency.p99: e2e_latency p99 Aggregate s Lower = 5.98
              request_latency.p95: e2e_latency p95 Aggregate s Lower = 5.9
              request_throughput.Value: request_throughput Measurement requests/s Higher = 123
              request_count.Value: requests Measurement requests = 3
        "#]],
    );
}

#[test]
fn trap_9_cancelled_requests_and_those_of_the_warm_up_are_no_measurements() {
    let request = |phase: &str, error: &str, ttft: f64| {
        format!(
            "{{\"metadata\": {{\"x_request_id\": \"{ttft}\", \"worker_id\": \"w\", \"benchmark_phase\": \"{phase}\", \"was_cancelled\": false}}, \
             \"metrics\": {{\"time_to_first_token\": {{\"value\": {ttft}, \"unit\": \"ms\"}}, \"output_sequence_length\": {{\"value\": 3, \"unit\": \"tokens\"}}, \
             \"inter_chunk_latency\": {{\"value\": [17.5, 18.5], \"unit\": \"ms\"}}}}, \"error\": {error}}}\n"
        )
    };
    let cancelled = "{\"metadata\": {\"x_request_id\": \"c\", \"worker_id\": \"w\", \"benchmark_phase\": \"profiling\", \"was_cancelled\": true}, \
        \"metrics\": {\"error_request_count\": {\"value\": 1, \"unit\": \"requests\"}}, \
        \"error\": {\"code\": 499, \"type\": \"RequestCancellationError\", \"message\": \"Request was cancelled after 0.000 seconds\"}}\n";
    let text = request("warmup", "null", 90.5) + &request("profiling", "null", 30.5) + cancelled;
    check(
        &text,
        &expect![[r#"
            aiperf Sure: `x_request_id` beside `worker_id`, requests: 3
            [] 1 of 3 rows failed
              metadata.x_request_id: x_request_id Identifier = 90.5, 30.5, `c`
              metadata.worker_id: worker_id Identifier = `w`, `w`, `w`
              metadata.benchmark_phase: benchmark_phase Validity = `warmup`, `profiling`, `profiling`
              metadata.was_cancelled: was_cancelled Validity = `false`, `false`, `true`
              error_request_count.value: failed_requests Measurement requests Lower = -, -, 1
              error_request_count.unit: unit Text = -, -, `requests`
              error code: error_code Environment = -, -, 499
              error type: error_type Environment = -, -, `RequestCancellationError`
              error message: error_message Validity = -, -, `Request was cancelled after 0.000 seconds`
              time_to_first_token.value: ttft Measurement s Lower = 90.5, 30.5, -
              output_sequence_length.value: output_tokens Measurement tokens = 3, 3, -
            [/metrics/*/value] 0 of 4 rows failed
              metadata.benchmark_phase: benchmark_phase Validity = `warmup`, `warmup`, `profiling`
              error code: error_code Environment = -, -, -
              error type: error_type Environment = -, -, -
              error message: error_message Validity = -, -, -
              inter_chunk_latency.value: inter_chunk_latency Measurement s Lower = 17.5, 18.5, 17.5
        "#]],
    );
}

#[test]
fn the_box_in_a_terminal_is_read_with_names_that_go_on_in_the_next_line() {
    check(
        "                 NVIDIA GenAI-Perf | LLM Metrics\n\
         ┏━━━━━━━━━━━━┳━━━━━━━━┳━━━━━━━━┓\n┃  Statistic ┃    avg ┃    min ┃    max ┃\n┡━━━━━━━━━━━━╇━━━━━━━━╇━━━━━━━━┩\n\
         │ Time To First Token (ms) │  1,011.59 │  41.11 │  1,500.00 │\n│ Output Token Throughput Per User │ 248.14 │ 227.77 │ 257.95 │\n\
         │                (tokens/sec/user) │        │        │        │\n│  Request Throughput (per sec) │  27.80 │    N/A │    N/A │\n└───┴───┘\n",
        &expect![[r#"
            genai-perf Sure: the name of the tool above a box in line 1
            [] 0 of 1 rows failed
              time_to_first_token.avg: ttft mean Aggregate s Lower = 1011.59
              time_to_first_token.min: ttft min Aggregate s Lower = 41.11
              time_to_first_token.max: ttft max Aggregate s Lower = 1500
              output_token_throughput_per_user.avg: output_rate_user mean Aggregate tokens/s Higher = 248.14
              output_token_throughput_per_user.min: output_rate_user min Aggregate tokens/s Higher = 227.77
              output_token_throughput_per_user.max: output_rate_user max Aggregate tokens/s Higher = 257.95
              request_throughput.avg: request_throughput Measurement requests/s Higher = 27.8
        "#]],
    );
}

#[test]
fn figures_over_runs_are_statistics_of_statistics() {
    check(
        "metric,mean,std,min,max,cv,se,ci_low,ci_high,t_critical,unit\ntime_to_first_token_p99,103.5,12.25,90.25,118.5,0.118,5.5,80.5,126.5,4.3027,ms\n\
         time_to_first_token_avg,50.5,1.25,49.25,51.5,0.0248,0.5,48.5,52.5,4.3027,ms\nrequest_throughput_avg,9.5,0.25,9.25,9.75,0.0263,0.125,8.5,10.5,4.3027,requests/sec\n\n\
         Total Runs,3\n",
        &expect![[r#"
            aiperf Sure: `t_critical` beside `ci_low` and `ci_high`
            [] 0 of 2 rows failed
              statistic of a run: statistic_of_a_run Parameter = `avg`, `p99`
              Total Runs: total_runs Environment = 3, 3
              t_critical: t_critical Environment = 4.3027, 4.3027
              request_throughput.mean: request_throughput_over_runs mean Aggregate requests/s Higher = 9.5, -
              request_throughput.std: request_throughput_over_runs sd Aggregate requests/s Higher = 0.25, -
              request_throughput.min: request_throughput_over_runs min Aggregate requests/s Higher = 9.25, -
              request_throughput.max: request_throughput_over_runs max Aggregate requests/s Higher = 9.75, -
              request_throughput.cv: request_throughput_over_runs cv Aggregate Higher = 0.0263, -
              request_throughput.se: request_throughput_over_runs sem Aggregate requests/s Higher = 0.125, -
              request_throughput.ci_low: request_throughput_over_runs ci low Aggregate requests/s Higher = 8.5, -
              request_throughput.ci_high: request_throughput_over_runs ci high Aggregate requests/s Higher = 10.5, -
              time_to_first_token.mean: ttft_over_runs mean Aggregate s Lower = 50.5, 103.5
              time_to_first_token.std: ttft_over_runs sd Aggregate s Lower = 1.25, 12.25
              time_to_first_token.min: ttft_over_runs min Aggregate s Lower = 49.25, 90.25
              time_to_first_token.max: ttft_over_runs max Aggregate s Lower = 51.5, 118.5
              time_to_first_token.cv: ttft_over_runs cv Aggregate Lower = 0.0248, 0.118
              time_to_first_token.se: ttft_over_runs sem Aggregate s Lower = 0.5, 5.5
              time_to_first_token.ci_low: ttft_over_runs ci low Aggregate s Lower = 48.5, 80.5
              time_to_first_token.ci_high: ttft_over_runs ci high Aggregate s Lower = 52.5, 126.5
        "#]],
    );
    check(
        r#"{"metadata": {"num_profile_runs": 3}, "metrics": {"goodput_avg": {"mean": 1.5, "std": 0.5, "min": 1.0, "max": 2.0, "cv": 0.33, "se": 0.25, "ci_low": -1.5, "ci_high": 4.5, "t_critical": 4.3, "unit": "requests/sec"},
            "request_latency_p50": {"mean": 12.5, "std": 0.5, "min": 12.0, "max": 13.0, "cv": null, "se": 0.25, "ci_low": 10.5, "ci_high": 14.5, "t_critical": 4.3, "unit": "ms"}}}"#,
        &expect![[r#"
            aiperf Sure: `t_critical` beside `ci_low` and `ci_high`
            [] 0 of 1 rows failed
              metadata.num_profile_runs: num_profile_run n Measurement = 3
            [/metrics] 0 of 2 rows failed
              statistic of a run: statistic_of_a_run Parameter = `avg`, `p50`
              t_critical: t_critical Environment = 4.3, 4.3
              goodput.mean: goodput_over_runs mean Aggregate requests/s Higher = 1.5, -
              goodput.std: goodput_over_runs sd Aggregate requests/s Higher = 0.5, -
              goodput.min: goodput_over_runs min Aggregate requests/s Higher = 1, -
              goodput.max: goodput_over_runs max Aggregate requests/s Higher = 2, -
              goodput.cv: goodput_over_runs cv Aggregate Higher = 0.33, -
              goodput.se: goodput_over_runs sem Aggregate requests/s Higher = 0.25, -
              goodput.ci_low: goodput_over_runs ci low Aggregate requests/s Higher = -1.5, -
              goodput.ci_high: goodput_over_runs ci high Aggregate requests/s Higher = 4.5, -
              request_latency.mean: e2e_latency_over_runs mean Aggregate s Lower = -, 12.5
              request_latency.std: e2e_latency_over_runs sd Aggregate s Lower = -, 0.5
              request_latency.min: e2e_latency_over_runs min Aggregate s Lower = -, 12
              request_latency.max: e2e_latency_over_runs max Aggregate s Lower = -, 13
              request_latency.se: e2e_latency_over_runs sem Aggregate s Lower = -, 0.25
              request_latency.ci_low: e2e_latency_over_runs ci low Aggregate s Lower = -, 10.5
              request_latency.ci_high: e2e_latency_over_runs ci high Aggregate s Lower = -, 14.5
        "#]],
    );
}

#[test]
fn slices_of_a_run_are_rows() {
    check(
        "Timeslice,Start_NS,End_NS,Metric,Unit,Stat,Value\n0,1795448192926865920,1795448197926865920,Time to First Token,ms,avg,45.27\n\
         0,1795448192926865920,1795448197926865920,Time to First Token,ms,count,7\n0,1795448192926865920,1795448197926865920,Request Count,requests,avg,7\n\
         1,1795448197926865920,1795448202926865920,Time to First Token,ms,avg,50.5\n1,1795448197926865920\n",
        &expect![[r#"
            aiperf Sure: `Timeslice` beside `Metric`, `Unit` and `Stat`
            Lost: row is not as wide as its header, so its values have no certain column (line 6)
            [] 0 of 2 rows failed
              Timeslice: timeslice Parameter = 0, 1
              Start_NS: start_ns Time s = 1795448192926866000, 1795448197926866000
              End_NS: end_ns Time s = 1795448197926866000, 1795448202926866000
              time_to_first_token.avg: ttft mean Aggregate s Lower = 45.27, 50.5
              time_to_first_token.count: values n Measurement = 7, -
              request_count.avg: requests Measurement requests = 7, -
        "#]],
    );
    check(
        r#"{"timeslices": [{"start_ns": 1795448192926865920, "is_complete": false, "request_latency": {"unit": "ms", "avg": 75.5, "p50": 61.5, "count": 10}}], "input_config": {"endpoint": {"type": "chat"}}}"#,
        &expect![[r#"
            aiperf Sure: `request_latency` with a `unit` beside `input_config.endpoint`
            [] 0 of 1 rows failed
              input_config.endpoint.type: type Parameter = `chat`
            [/timeslices] 0 of 1 rows failed
              input_config.endpoint.type: type Parameter = `chat`
              start_ns: start_ns Time s = 1795448192926866000
              is_complete: is_complete Environment = `false`
              request_latency.unit: unit Text = `ms`
              request_latency.avg: e2e_latency mean Aggregate s Lower = 75.5
              request_latency.p50: e2e_latency median Aggregate s Lower = 61.5
              request_latency.count: values n Measurement = 10
        "#]],
    );
}

#[test]
fn the_newest_csv_has_a_sum_before_its_percentiles() {
    check(
        "Metric,avg,min,max,sum,p1,p99,std\nRequest Latency (ms),75.57,41.24,136.05,755.71,42.09,135.80,32.17\n",
        &expect![[r#"
            aiperf Sure: `Metric` beside `avg`, `min` and `max`, p1 before p99
            [] 0 of 1 rows failed
              request_latency.avg: e2e_latency mean Aggregate s Lower = 75.57
              request_latency.min: e2e_latency min Aggregate s Lower = 41.24
              request_latency.max: e2e_latency max Aggregate s Lower = 136.05
              request_latency.sum: sum Environment s = 755.71
              request_latency.p1: e2e_latency p1 Aggregate s Lower = 42.09
              request_latency.p99: e2e_latency p99 Aggregate s Lower = 135.8
              request_latency.std: e2e_latency sd Aggregate s Lower = 32.17
        "#]],
    );
}

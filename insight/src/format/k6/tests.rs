//! Small results of k6, as its source writes them.

use crate::format::check::check;
use expect_test::expect;

#[test]
fn trap_28_passes_of_a_failure_rate_are_failures() {
    check(
        "{\"metrics\": {\"http_req_duration\": {\"avg\": 12.5, \"min\": 1.5, \"med\": 10.5, \"max\": 99.5, \"p(90)\": 20.5, \"p(95)\": 30.5}, \
         \"http_req_duration{expected_response:true}\": {\"avg\": 11.5, \"min\": 1.5, \"med\": 10.5, \"max\": 99.5, \"p(90)\": 20.5, \"p(95)\": 30.5}, \
         \"http_req_failed\": {\"passes\": 0, \"fails\": 2890, \"value\": 0}, \"http_reqs\": {\"count\": 2890, \"rate\": 96.5}, \
         \"iterations\": {\"count\": 2890, \"rate\": 96.5}, \"vus\": {\"value\": 10, \"min\": 10, \"max\": 10}}, \"root_group\": {\"name\": \"\"}}",
        &expect![[r#"
            k6 Sure: `p(95)` of a metric beside the count of `iterations`
            [] 0 of 1 rows failed
              metrics.http_req_duration.avg: e2e_latency mean Aggregate s Lower = 12.5
              metrics.http_req_duration.min: e2e_latency min Aggregate s Lower = 1.5
              metrics.http_req_duration.med: e2e_latency median Aggregate s Lower = 10.5
              metrics.http_req_duration.max: e2e_latency max Aggregate s Lower = 99.5
              metrics.http_req_duration.p(90): e2e_latency p90 Aggregate s Lower = 20.5
              metrics.http_req_duration.p(95): e2e_latency p95 Aggregate s Lower = 30.5
              metrics.http_req_duration{expected_response:true}.avg: http_req_duration_expected_response_true mean Aggregate s Lower = 11.5
              metrics.http_req_duration{expected_response:true}.min: http_req_duration_expected_response_true min Aggregate s Lower = 1.5
              metrics.http_req_duration{expected_response:true}.med: http_req_duration_expected_response_true median Aggregate s Lower = 10.5
              metrics.http_req_duration{expected_response:true}.max: http_req_duration_expected_response_true max Aggregate s Lower = 99.5
              metrics.http_req_duration{expected_response:true}.p(90): http_req_duration_expected_response_true p90 Aggregate s Lower = 20.5
              metrics.http_req_duration{expected_response:true}.p(95): http_req_duration_expected_response_true p95 Aggregate s Lower = 30.5
              metrics.http_req_failed.passes: http_req_failed_true Derived = 0
              metrics.http_req_failed.fails: http_req_failed_false Derived = 2890
              metrics.http_req_failed.value: error_rate Aggregate Lower = 0
              metrics.http_reqs.count: requests total Aggregate requests = 2890
              metrics.http_reqs.rate: request_throughput Aggregate requests/s Higher = 96.5
              metrics.iterations.count: iterations_count total Aggregate = 2890
              metrics.iterations.rate: iteration_rate Aggregate iterations/s Higher = 96.5
              metrics.vus.value: value Parameter = 10
              metrics.vus.min: min Parameter = 10
              metrics.vus.max: max Parameter = 10
              root_group.name: name Text = -
        "#]],
    );
}

#[test]
fn handle_summary_says_which_metrics_are_times() {
    check(
        "{\"metrics\": {\"mine\": {\"type\": \"trend\", \"contains\": \"time\", \"values\": {\"avg\": 12.5, \"med\": 10.5, \"p(95)\": 30.5}}, \
         \"size\": {\"type\": \"trend\", \"contains\": \"default\", \"values\": {\"avg\": 12.5, \"med\": 10.5, \"p(95)\": 30.5}}, \
         \"iterations\": {\"type\": \"counter\", \"contains\": \"default\", \"values\": {\"count\": 2890, \"rate\": 96.5}}}, \"state\": {\"isStdOutTTY\": true}}",
        &expect![[r#"
            k6 Sure: `type`, `contains` and `values` of `metrics`
            [] 0 of 1 rows failed
              state.isStdOutTTY: is_std_out_tty Environment = `true`
            [/metrics] 0 of 1 rows failed
              metrics.mine.type: metrics_mine_type Text = `trend`
              metrics.mine.contains: metrics_mine_contains Text = `time`
              metrics.mine.values.avg: mine mean Aggregate s Lower = 12.5
              metrics.mine.values.med: mine median Aggregate s Lower = 10.5
              metrics.mine.values.p(95): mine p95 Aggregate s Lower = 30.5
              metrics.size.type: metrics_size_type Text = `trend`
              metrics.size.contains: metrics_size_contains Text = `default`
              metrics.size.values.avg: size mean Aggregate = 12.5
              metrics.size.values.med: size median Aggregate = 10.5
              metrics.size.values.p(95): size p95 Aggregate = 30.5
              metrics.iterations.type: metrics_iterations_type Text = `counter`
              metrics.iterations.contains: metrics_iterations_contains Text = `default`
              metrics.iterations.values.count: iterations_count total Aggregate = 2890
              metrics.iterations.values.rate: iteration_rate Aggregate iterations/s Higher = 96.5
        "#]],
    );
}

#[test]
fn points_are_samples_of_their_metric() {
    let point = |metric: &str, value: f64| {
        format!(
            "{{\"type\":\"Point\",\"metric\":\"{metric}\",\"data\":{{\"time\":\"2026-01-02T03:04:05Z\",\"value\":{value},\"tags\":{{\"status\":\"200\"}}}}}}\n"
        )
    };
    check(
        &[point("http_req_duration", 12.5), point("http_reqs", 1.0), point("http_req_duration", 13.5)].concat(),
        &expect![[r#"
            k6 Sure: a `Point` of a `metric`
            [] 0 of 3 rows failed
              type: type Text = `Point`, `Point`, `Point`
              metric: metric Identifier = `http_req_duration`, `http_reqs`, `http_req_duration`
              data.time: time Time = `2026-01-02T03:04:05Z`, `2026-01-02T03:04:05Z`, `2026-01-02T03:04:05Z`
              data.value [http_req_duration]: e2e_latency Measurement s Lower = 12.5, -, 13.5
              data.value [http_reqs]: http_reqs Measurement = -, 1, -
              data.tags.status: status Parameter = 200, 200, 200
        "#]],
    );
}

#[test]
fn the_summary_for_machines_lists_its_metrics() {
    check(
        "{\"config\": {\"duration\": 0.5, \"execution\": \"local\"}, \"metadata\": {\"generatedAt\": \"2026-01-02T03:04:05Z\", \
         \"k6Version\": \"2.2.0\"}, \"version\": \"1.0.0\", \"results\": {\"checks\": {\"metrics\": [{\"contains\": \"default\", \
         \"name\": \"checks_failed\", \"type\": \"rate\", \"values\": {\"matches\": 2, \"rate\": 0.25, \"total\": 8}}], \"results\": [\
         {\"name\": \"is 200\", \"passes\": 6, \"fails\": 2}]}, \"metrics\": [\
         {\"contains\": \"time\", \"name\": \"http_req_duration\", \"type\": \"trend\", \"values\": {\"avg\": 9.5, \"med\": 7.25, \"p(95)\": 30.5}}, \
         {\"contains\": \"time\", \"name\": \"mine\", \"type\": \"trend\", \"values\": {\"avg\": 9.5, \"med\": 7.25, \"p95\": 30.5}}, \
         {\"contains\": \"default\", \"name\": \"http_req_failed\", \"type\": \"rate\", \"values\": {\"matches\": 2, \"rate\": 0.25, \"total\": 8}}, \
         {\"contains\": \"data\", \"name\": \"data_sent\", \"type\": \"counter\", \"values\": {\"count\": 1776}}]}}",
        &expect![[r#"
            k6 Sure: `type`, `contains` and `values` of `metrics`
            [] 0 of 1 rows failed
              config.duration: duration Environment s = 0.5
              config.execution: execution Environment = `local`
              metadata.generatedAt: generated_at Time = `2026-01-02T03:04:05Z`
              metadata.k6Version: k6version Environment = `2.2.0`
              version: version Environment = `1.0.0`
            [/results/checks/metrics] 0 of 1 rows failed
              metrics.checks_failed.contains: contains Text = `default`
              metrics.checks_failed.type: type Text = `rate`
              metrics.checks_failed.values.matches: checks_failed_true Derived = 2
              metrics.checks_failed.values.rate: check_failure_rate Aggregate Lower = 0.25
              metrics.checks_failed.values.total: checks_failed n Measurement = 8
            [/results/checks/results] 0 of 1 rows failed
              version: version Environment = `1.0.0`
              config.execution: execution Environment = `local`
              metadata.k6Version: k6version Environment = `2.2.0`
              name: name Text = `is 200`
              passes: passes Text = 6
              fails: fails Text = 2
            [/results/metrics] 0 of 1 rows failed
              metrics.http_req_duration.contains: metrics_http_req_duration_contains Text = `time`
              metrics.http_req_duration.type: metrics_http_req_duration_type Text = `trend`
              metrics.http_req_duration.values.avg: e2e_latency mean Aggregate s Lower = 9.5
              metrics.http_req_duration.values.med: e2e_latency median Aggregate s Lower = 7.25
              metrics.http_req_duration.values.p(95): e2e_latency p95 Aggregate s Lower = 30.5
              metrics.mine.contains: metrics_mine_contains Text = `time`
              metrics.mine.type: metrics_mine_type Text = `trend`
              metrics.mine.values.avg: mine mean Aggregate s Lower = 9.5
              metrics.mine.values.med: mine median Aggregate s Lower = 7.25
              metrics.mine.values.p95: mine p95 Aggregate s Lower = 30.5
              metrics.http_req_failed.contains: metrics_http_req_failed_contains Text = `default`
              metrics.http_req_failed.type: metrics_http_req_failed_type Text = `rate`
              metrics.http_req_failed.values.matches: http_req_failed_true Derived = 2
              metrics.http_req_failed.values.rate: error_rate Aggregate Lower = 0.25
              metrics.http_req_failed.values.total: http_req_failed n Measurement = 8
              metrics.data_sent.contains: metrics_data_sent_contains Text = `data`
              metrics.data_sent.type: metrics_data_sent_type Text = `counter`
              metrics.data_sent.values.count: sent total Aggregate B = 1776
        "#]],
    );
}

#[test]
fn points_of_csv_are_samples_and_what_declares_metrics_is_none() {
    check(
        "metric_name,timestamp,metric_value,check,error,error_code,group,status,extra_tags,metadata\n\
         http_reqs,1795447747,1.000000,,,,::first,200,kind=one,\nhttp_req_duration,1795447747,81.210043,,,,::first,200,kind=one,\n\
         http_req_duration,1795447748,83.391891,,,1503,::first,503,kind=one,\n",
        &expect![[r#"
            k6 Sure: a `metric_value` of a `metric_name` beside `extra_tags`
            [points] 0 of 3 rows failed
              metric_name: metric_name Identifier = `http_reqs`, `http_req_duration`, `http_req_duration`
              timestamp: timestamp Time = 1795447747, 1795447747, 1795447748
              metric_value [http_req_duration]: e2e_latency Measurement s Lower = -, 81.210043, 83.391891
              metric_value [http_reqs]: http_reqs Measurement = 1, -, -
              check: check Parameter = -, -, -
              error: error Text = -, -, -
              error_code: error_code Text = -, -, 1503
              group: group Parameter = `::first`, `::first`, `::first`
              status: status Parameter = 200, 200, 503
              extra_tags: extra_tags Parameter = `kind=one`, `kind=one`, `kind=one`
              metadata: metadata Text = -, -, -
        "#]],
    );
    check(
        "{\"type\":\"Metric\",\"data\":{\"name\":\"mine\",\"type\":\"trend\",\"contains\":\"time\",\"thresholds\":[]},\"metric\":\"mine\"}\n\
         {\"metric\":\"mine\",\"type\":\"Point\",\"data\":{\"time\":\"2026-01-02T03:04:05Z\",\"value\":8.5,\"tags\":{\"status\":\"200\"}}}\n",
        &expect![[r#"
            k6 Sure: a `Point` of a `metric`
            [] 0 of 1 rows failed
              type: type Text = `Point`
              metric: metric Identifier = `mine`
              data.time: time Time = `2026-01-02T03:04:05Z`
              data.value [mine]: mine Measurement s Lower = 8.5
              data.tags.status: status Parameter = 200
            [metrics] 0 of 1 rows failed
              type: type Text = `Metric`
              data.name: name Text = `mine`
              data.type: data_type Text = `trend`
              data.contains: contains Text = `time`
              metric: metric Identifier = `mine`
        "#]],
    );
}

#[test]
fn a_threshold_that_was_not_held_is_told() {
    check(
        "{\"metrics\": {\"http_req_failed\": {\"passes\": 0, \"fails\": 8, \"value\": 0, \"thresholds\": {\"rate<0.1\": false}}, \
         \"iterations\": {\"count\": 8, \"rate\": 96.5}, \"http_req_waiting\": {\"avg\": 9.5, \"p(95)\": 30.5, \"thresholds\": {\"p(95)<20\": true}}}}",
        &expect![[r#"
            k6 Sure: `p(95)` of a metric beside the count of `iterations`
            Doubt: the threshold `p(95)<20` of `http_req_waiting` was not held
            [] 0 of 1 rows failed
              metrics.http_req_failed.passes: http_req_failed_true Derived = 0
              metrics.http_req_failed.fails: http_req_failed_false Derived = 8
              metrics.http_req_failed.value: error_rate Aggregate Lower = 0
              metrics.http_req_failed.thresholds.rate<0.1: metrics_http_req_failed_thresholds_rate_0_1 Text = `false`
              metrics.iterations.count: iterations_count total Aggregate = 8
              metrics.iterations.rate: iteration_rate Aggregate iterations/s Higher = 96.5
              metrics.http_req_waiting.avg: http_req_waiting mean Aggregate s Lower = 9.5
              metrics.http_req_waiting.p(95): http_req_waiting p95 Aggregate s Lower = 30.5
              metrics.http_req_waiting.thresholds.p(95)<20: p_95_20 Text = `true`
        "#]],
    );
}

//! `vllm bench latency` and `vllm bench throughput`: one JSON object a run. From the tool's source only.
//!
//! <https://github.com/vllm-project/vllm/blob/main/vllm/benchmarks/latency.py>, `throughput.py` beside it. Seconds; a latency is that of a
//! whole batch, and tokens per second count prompt and answer. Nothing is lost.

use super::meaning::{Conventions, LINEAR, Meaning, OF_A_POPULATION, aggregate, column, measured, state_as};
use super::{Format, Shape, pytorch_records};
use crate::container::Content;
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;

/// Latency of one batch.
pub(super) const LATENCY: Offline = Offline {
    id: "vllm-latency",
    name: "vLLM, `bench latency`",
    keys: &["avg_latency", "percentiles.50", "percentiles.99"],
    record: "latency",
};
/// Throughput of a data set.
pub(super) const THROUGHPUT: Offline = Offline {
    id: "vllm-throughput",
    name: "vLLM, `bench throughput`",
    keys: &["elapsed_time", "num_requests", "total_num_tokens", "requests_per_second", "tokens_per_second"],
    record: "tokens_per_second",
};

/// One of the two.
pub(super) struct Offline {
    id: &'static str,
    name: &'static str,
    keys: &'static [&'static str],
    /// A metric among records of single metrics.
    record: &'static str,
}

const LISTS: [&str; 2] = ["/latencies", "/latency"];
const BATCH: &str = "from the start of a batch to its last token";
const NAME: &str = "latency of a batch";

const CONVENTIONS: Conventions = Conventions { sd: OF_A_POPULATION, percentile: LINEAR };

const MEANINGS: &[Meaning] = &[
    aggregate("percentiles.*", "batch_latency", "p*", "s").named(NAME).better(Better::Lower).defined(BATCH),
    aggregate("avg_latency", "batch_latency", "mean", "s").named(NAME).better(Better::Lower).defined(BATCH),
    aggregate("std_latency", "batch_latency", "sd", "s").named(NAME).better(Better::Lower).defined(BATCH),
    measured("latency", "batch_latency", "s").named(NAME).better(Better::Lower).defined(BATCH),
    measured("latencies", "batch_latency", "s").named(NAME).better(Better::Lower).defined(BATCH),
    measured("elapsed_time", "benchmark_duration", "s"),
    measured("requests_per_second", "request_throughput", "requests/s"),
    measured("tokens_per_second", "total_throughput", "tokens/s"),
    measured("num_requests", "requests", "requests"),
    measured("total_num_tokens", "total_tokens", "tokens"),
    column("*", Role::Parameter),
];

impl Format for Offline {
    fn id(&self) -> &'static str {
        self.id
    }

    fn name(&self) -> &'static str {
        self.name
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        if pytorch_records::has(shape, |metric| metric == self.record) {
            return (Certainty::Sure, format!("a record a metric, among them `{}`", self.record));
        }
        match shape.table_with(self.keys) {
            Ok(table) => {
                (Certainty::Sure, format!("`{}` beside `{}`, runs: {}", self.keys[0], self.keys[1], table.rows))
            }
            Err(missing) => (Certainty::No, missing),
        }
    }

    fn read(&self, content: &mut Content) {
        pytorch_records::to_runs(content);
        state_as(&mut content.tables, MEANINGS, &CONVENTIONS);
        let list = LISTS.iter().find(|list| content.tables.iter().any(|table| table.place == **list));
        for table in content.tables.iter_mut().filter(|table| table.place.is_empty()) {
            table.sums_up = list.map(|list| (*list).to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::format::check::check;
    use expect_test::expect;

    #[test]
    fn a_latency_is_that_of_a_batch_and_tokens_are_those_of_prompt_and_answer() {
        check(
            "{\"avg_latency\": 1.5, \"latencies\": [1.25, 1.75], \"percentiles\": {\"10\": 1.25, \"50\": 1.5, \"99\": 1.75}}",
            &expect![[r#"
                vllm-latency Sure: `avg_latency` beside `percentiles.50`, runs: 1
                [] 0 of 1 rows failed
                  avg_latency: batch_latency mean Aggregate s Lower = 1.5
                  percentiles.10: batch_latency p10 Aggregate s Lower = 1.25
                  percentiles.50: batch_latency median Aggregate s Lower = 1.5
                  percentiles.99: batch_latency p99 Aggregate s Lower = 1.75
                [/latencies] 0 of 2 rows failed
                  latencies: batch_latency Measurement s Lower = 1.25, 1.75
            "#]],
        );
        check(
            "{\"elapsed_time\": 10.5, \"num_requests\": 100, \"total_num_tokens\": 51200, \"requests_per_second\": 9.5, \"tokens_per_second\": 4876.5}",
            &expect![[r#"
                vllm-throughput Sure: `elapsed_time` beside `num_requests`, runs: 1
                [] 0 of 1 rows failed
                  elapsed_time: benchmark_duration Measurement s = 10.5
                  num_requests: requests Measurement requests = 100
                  total_num_tokens: total_tokens Measurement tokens = 51200
                  requests_per_second: request_throughput Measurement requests/s Higher = 9.5
                  tokens_per_second: total_throughput Measurement tokens/s Higher = 4876.5
            "#]],
        );
    }
}

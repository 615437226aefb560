//! optimum-benchmark: `benchmark_report.json` and `benchmark.json`; known from the tool's source only.
//!
//! <https://github.com/huggingface/optimum-benchmark>. Targets (`prefill`, `decode`, `per_token`, …) are conditions of their own.
//! Latencies are seconds with their samples, memory is megabytes. The standard deviation is that of a population, `stdev_` is the
//! coefficient of variation in percent. Its Markdown and text lose the samples.

use super::meaning::{
    Conventions, LINEAR, Meaning, OF_A_POPULATION, aggregate, column, counted, measured, state_as, subject,
};
use super::reshape::{carry, spread, text};
use super::{Format, Shape};
use crate::container::Content;
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;

const KEYS: [&str; 5] = ["key", "latency.mean", "latency.stdev", "latency.stdev_", "latency.unit"];

const MEANINGS: &[Meaning] = &[
    subject("key", "benchmark").named("target"),
    measured("values", "duration", "s"),
    aggregate("latency.mean", "duration", "mean", "s"),
    aggregate("latency.stdev", "duration", "sd", "s"),
    aggregate("latency.stdev_", "duration", "cv", "%"),
    aggregate("latency.p*", "duration", "p*", "s"),
    column("latency.total", Role::Derived).unit("s").better(Better::None),
    counted("latency.count", "values"),
    aggregate("memory.max_*", "memory_*", "max", "MB").named("memory, *").better(Better::Lower),
    aggregate("throughput.value [tokens/s]", "token_rate", "", "tokens/s"),
    aggregate("throughput.value [samples/s]", "sample_rate", "", "samples/s"),
    aggregate("throughput.value [*]", "throughput_*", "", "x").better(Better::Higher),
    aggregate("energy.total", "energy", "", "kWh"),
    aggregate("energy.*", "energy_*", "", "kWh").named("energy, *").better(Better::Lower),
    aggregate("efficiency.value", "energy_efficiency", "", "x").named("work per energy").better(Better::Higher),
    column("*unit", Role::Text),
    column("config.*", Role::Environment),
];

const CONVENTIONS: Conventions = Conventions { sd: OF_A_POPULATION, percentile: LINEAR };

/// Latency, memory and energy of a model.
pub(super) struct OptimumBenchmark;

impl Format for OptimumBenchmark {
    fn id(&self) -> &'static str {
        "optimum-benchmark"
    }

    fn name(&self) -> &'static str {
        "optimum-benchmark (from the tool's source only)"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        match shape.table_with(&KEYS) {
            Ok(table) => (Certainty::Sure, format!("`latency.stdev_` beside `latency.stdev`, targets: {}", table.rows)),
            Err(missing) => (Certainty::No, missing),
        }
    }

    fn read(&self, content: &mut Content) {
        let place = content.tables.iter().find(|table| KEYS.iter().all(|key| table.column(key).is_some()));
        let Some(place) = place.map(|table| table.place.clone()) else { return };
        let values = format!("{place}/*/latency/values");
        carry(&mut content.tables, &values, |name| name == "key");
        for table in content.tables.iter_mut().filter(|table| table.place == place) {
            table.sums_up = Some(values.clone());
            spread(table, "throughput.value", |table, row| text(table, "throughput.unit", row).map(str::to_owned));
        }
        state_as(&mut content.tables, MEANINGS, &CONVENTIONS);
    }
}

#[cfg(test)]
mod tests {
    use crate::format::check::check;
    use expect_test::expect;

    #[test]
    fn targets_are_conditions_with_samples_of_their_own() {
        let target = |mean: f64, unit: &str| {
            format!(
                "{{\"memory\": {{\"unit\": \"MB\", \"max_ram\": 900.5}}, \"latency\": {{\"unit\": \"s\", \"values\": [{}, {}], \"count\": 2, \
                 \"total\": {}, \"mean\": {mean}, \"p50\": {mean}, \"stdev\": 0.25, \"stdev_\": 5.0}}, \
                 \"throughput\": {{\"unit\": \"{unit}\", \"value\": 40.0}}, \"energy\": null}}",
                mean - 0.25,
                mean + 0.25,
                mean * 2.0
            )
        };
        check(
            &format!("{{\"load_model\": {}, \"decode\": {}}}", target(5.0, "samples/s"), target(0.5, "tokens/s")),
            &expect![[r#"
                optimum-benchmark Sure: `latency.stdev_` beside `latency.stdev`, targets: 2
                [] 0 of 2 rows failed
                  key: benchmark Parameter = `load_model`, `decode`
                  memory.unit: memory_unit Text = `MB`, `MB`
                  memory.max_ram: memory_ram max Aggregate B Lower = 900.5, 900.5
                  latency.unit: latency_unit Text = `s`, `s`
                  latency.count: values n Measurement = 2, 2
                  latency.total: total Derived s = 10, 1
                  latency.mean: duration mean Aggregate s Lower = 5, 0.5
                  latency.p50: duration median Aggregate s Lower = 5, 0.5
                  latency.stdev: duration sd Aggregate s Lower = 0.25, 0.25
                  latency.stdev_: duration cv Aggregate % Lower = 5, 5
                  throughput.unit: throughput_unit Text = `samples/s`, `tokens/s`
                  throughput.value [samples/s]: sample_rate Aggregate samples/s Higher = 40, -
                  throughput.value [tokens/s]: token_rate Aggregate tokens/s Higher = -, 40
                  energy: energy Measurement Lower = -, -
                [/*/latency/values] 0 of 4 rows failed
                  key: benchmark Parameter = `load_model`, `load_model`, `decode`
                  values: duration Measurement s Lower = 4.75, 5.25, 0.25
            "#]],
        );
    }
}

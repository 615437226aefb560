//! Answers about intervals and resampling.

use super::value::{json, list, maybe, numbers, pair};
use crate::statistics::{self, Bootstrap, Definition, Statistic, philox};
use serde_json::{Map, Value, json};

/// The quantiles whose intervals the cases ask for.
const QUANTILES: [&str; 4] = ["0.5", "0.9", "0.95", "0.99"];

pub(super) fn intervals(input: &Value) -> Value {
    let values = numbers(&input["x"]);
    let mut sorted = values.clone();
    sorted.sort_unstable_by(f64::total_cmp);
    let mut found = Map::new();
    for confidence in numbers(&input["confidences"]) {
        found.insert(format!("t_mean_{confidence}"), pair(statistics::mean_interval(&values, confidence)));
        found.insert(format!("sd_chi2_{confidence}"), pair(statistics::sd_interval(&values, confidence)));
        for name in QUANTILES {
            let Ok(q) = name.parse() else { continue };
            let Some(interval) = statistics::rank_interval(&sorted, q, confidence) else { continue };
            found.insert(format!("q{name}_ranks_{confidence}"), json!(interval.ranks));
            found.insert(format!("q{name}_coverage_{confidence}"), json(interval.coverage));
            found.insert(format!("q{name}_ci_{confidence}"), list(&interval.ends));
        }
    }
    for name in QUANTILES {
        let (above, estimate) = statistics::early_stopping(&sorted, name.parse().unwrap_or(0.5));
        found.insert(format!("mlperf_t_{name}"), json!(above));
        found.insert(format!("mlperf_estimate_{name}"), maybe(estimate));
    }
    Value::Object(found)
}

pub(super) fn least_n(input: &Value) -> Value {
    let (q, confidence) = (input["q"].as_f64().unwrap_or(f64::NAN), input["confidence"].as_f64().unwrap_or(f64::NAN));
    json!({
        "n_two_sided_both_bounds": statistics::least_n_two_sided(q, confidence),
        "n_one_sided_upper_bound": statistics::least_n_one_sided(q, confidence),
    })
}

pub(super) fn draws(input: &Value) -> Value {
    if input.get("counter").is_some() {
        return block(input);
    }
    let values = numbers(&input["x"]);
    let whole = |name: &str| input[name].as_u64().unwrap_or(0);
    let (seed, resamples) = (whole("seed"), whole("B") as usize);
    let confidence = input["confidence"].as_f64().unwrap_or(0.95);
    let indices: Vec<usize> = statistics::resampled_indices(values.len(), resamples, seed).collect();
    let mut found = Map::new();
    found.insert("first_16_indices".to_owned(), json!(indices.get(..16)));
    found.insert("last_8_indices".to_owned(), json!(indices.len().checked_sub(8).map(|from| &indices[from..])));
    found.insert("index_sum".to_owned(), json!(indices.iter().sum::<usize>()));
    let statistics = [("mean", Statistic::Mean), ("median", Statistic::Median), ("p95", Statistic::Quantile(0.95))];
    for (name, statistic) in statistics {
        let Some(bootstrap) = Bootstrap::of(&values, statistic, resamples, seed) else { continue };
        let corrected = bootstrap.corrected(confidence);
        let mut say = |field: &str, value: Value| found.insert(format!("{name}_{field}"), value);
        say("theta", json(bootstrap.estimate));
        say("se", maybe(bootstrap.standard_error()));
        say("percentile", pair(bootstrap.percentile(confidence)));
        say("bca_z0", maybe(corrected.map(|it| it.bias)));
        say("bca_a", maybe(corrected.map(|it| it.acceleration)));
        say("bca_p", pair(corrected.map(|it| it.shares)));
        say("bca", pair(corrected.map(|it| it.ends)));
    }
    let studentized = statistics::studentized(&values, confidence, resamples, seed);
    found.insert("mean_boot_t".to_owned(), pair(studentized.map(|it| it.ends)));
    found.insert("boot_t_used".to_owned(), json!(studentized.map(|it| it.used)));
    Value::Object(found)
}

fn block(input: &Value) -> Value {
    let words = |name: &str| numbers(&input[name]).into_iter().map(|word| word as u32).collect::<Vec<u32>>();
    let (Ok(counter), Ok(key)) = (words("counter").try_into(), words("key").try_into()) else { return json!({}) };
    let words = philox(counter, key);
    let hex: String = words.iter().map(|word| format!("{word:08x}")).collect();
    json!({ "words": words, "hex": hex })
}

/// Any seed and any number of draws from the one asked for must lead into the brackets.
pub(super) fn brackets(input: &Value) -> Value {
    let values = numbers(&input["x"]);
    let statistic = if input["statistic"] == "median" { Statistic::Median } else { Statistic::Mean };
    let Some(resamples) = input["B_at_least"].as_u64() else { return every(&values, statistic) };
    let confidence = input["confidence"].as_f64().unwrap_or(0.95);
    let Some(bootstrap) = Bootstrap::of(&values, statistic, resamples as usize, 1) else { return json!({}) };
    let (percentile, corrected) = (bootstrap.percentile(confidence), bootstrap.corrected(confidence));
    let end = |ends: Option<[f64; 2]>, at: usize| maybe(ends.map(|ends| ends[at]));
    let ends = corrected.map(|it| it.ends);
    json!({
        "theta": json(bootstrap.estimate), "bca_a": maybe(bootstrap.acceleration()),
        "percentile_lo": end(percentile, 0), "percentile_hi": end(percentile, 1),
        "bca_lo": end(ends, 0), "bca_hi": end(ends, 1),
    })
}

fn every(values: &[f64], statistic: Statistic) -> Value {
    let Some(drawn) = statistics::every_resample(values, statistic) else { return json!({}) };
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-12 * a.abs().max(b.abs());
    let distinct = 1 + drawn.windows(2).filter(|pair| !near(pair[0], pair[1])).count();
    let end = |q: f64| maybe(statistics::quantile_by(Definition::InvertedCdf, &drawn, q));
    let all = statistics::Moments::of(&drawn);
    json!({
        "boot_mean": maybe(all.mean), "boot_sd_pop": maybe(all.sd_of_all), "n_distinct": distinct,
        "q025": end(0.025), "q975": end(0.975),
    })
}

//! Every statistic against values computed elsewhere, with the tolerance stated there.
//!
//! The values lie beside the repository; a test run that sets `CI` fails without them.

use super::given::shared;
use insight::statistics::{describe, mean, quantiles, sd};
use serde_json::Value;

/// The cases of one group of known answers, if this machine has them.
fn cases(group: &str) -> Vec<Value> {
    let Some(path) = shared(&format!("golden/{group}.json")) else { return Vec::new() };
    let text = std::fs::read_to_string(path).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    file["cases"].as_array().unwrap().clone()
}

fn numbers(value: &Value) -> Vec<f64> {
    let number = |value: &Value| value.as_f64().unwrap_or_else(|| value.as_str().unwrap().parse().unwrap());
    value.as_array().unwrap().iter().map(number).collect()
}

fn check(case: &Value, field: &str, found: Option<f64>, expected: &Value) {
    let tolerance = case["tol_fields"].get(field).unwrap_or(&case["tol"]);
    let bound = |name: &str| tolerance[name].as_f64().unwrap();
    match (found, expected.as_f64()) {
        (None, None) => {}
        (Some(found), Some(expected)) => {
            let close = (found - expected).abs() <= bound("abs").max(bound("rel") * expected.abs());
            assert!(close, "{} {field}: {found:e}, expected {expected:e}", case["id"]);
        }
        other => panic!("{} {field}: {other:?}", case["id"]),
    }
}

fn parts(it: &insight::summary::Statistics) -> Vec<f64> {
    [it.min, it.max, it.mean, it.sd, it.median, it.p25, it.p75, it.p90, it.p95, it.p99].into_iter().flatten().collect()
}

#[test]
fn moments_and_places_are_those_computed_exactly() {
    for case in cases("describe") {
        let it = describe(&mut numbers(&case["input"]["x"]), 0, 0);
        let expected = &case["expect"];
        let Some(n) = expected["n"].as_u64() else {
            // Cases that ask for a policy: ours is that what is not finite never enters.
            assert!(parts(&it).iter().all(|part| part.is_finite()), "{}", case["id"]);
            continue;
        };
        assert_eq!(it.n, n);
        for (field, found) in
            [("min", it.min), ("max", it.max), ("mean", it.mean), ("median", it.median), ("sd", it.sd)]
        {
            check(&case, field, found, &expected[field]);
        }
    }
}

#[test]
fn quantiles_are_type_7() {
    for case in cases("quantiles") {
        let found = quantiles(&mut numbers(&case["input"]["x"]), &numbers(&case["input"]["q"]));
        for (found, expected) in found.iter().zip(case["expect"]["linear"].as_array().unwrap()) {
            check(&case, "linear", Some(*found), expected);
        }
    }
}

#[test]
fn mean_and_deviation_are_those_certified_by_nist() {
    for case in cases("nist_univariate") {
        let values = numbers(&case["input"]["x"]);
        check(&case, "mean", mean(&values), &case["expect"]["mean"]);
        check(&case, "sd", sd(&values), &case["expect"]["sd"]);
    }
}

#[test]
fn the_picture_of_a_metric_is_drawn_from_the_values_its_statistics_count() {
    let mut reader = insight::reading::FileReader::new("runs.csv");
    reader.push(b"model,tokens_per_s,ttft_s\na,10,0.1\nb,20,0.3\na,12,0.2\nb,21,\na,11,0.4\nb,22,0.5\n");
    let dataset = insight::dataset::Dataset::of(vec![reader.finish()]);
    let summary = insight::summary::Summary::of(&dataset);
    let study = &summary.studies[0];
    assert!(!study.metrics.is_empty());
    for metric in &study.metrics {
        let samples = insight::study::samples(&dataset, &study.id, &metric.key);
        assert_eq!(samples.len(), metric.groups.len());
        for ((name, mut values), group) in samples.into_iter().zip(&metric.groups) {
            assert_eq!(name, group.name);
            assert_eq!(describe(&mut values, 0, 0).median, group.statistics.median, "{} of {name}", metric.key);
        }
    }
    assert!(insight::study::samples(&dataset, "s9", "ttft").is_empty());
}

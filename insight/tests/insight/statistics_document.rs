//! docs/STATISTICS.md says the numbers that the code uses.

use insight::statistics::{
    FAR_SCORE, LEAST_OF_PERCENTILES, MAD_TO_SD, MOST_AT_ONCE, MOST_EXACT_PAIRS, MOST_SPLITS, RESAMPLES,
    least_n_two_sided,
};

#[test]
fn constants_in_the_document_are_those_of_the_code() {
    let document = include_str!("../../../docs/STATISTICS.md");
    let thousands = |count: u64| insight::shown::format_count(count);
    let least = |q: f64| least_n_two_sided(q, 0.95).unwrap_or_default();
    let said = [
        format!("times {MAD_TO_SD} it"),
        format!("over {FAR_SCORE};"),
        format!("up to {} pairs", thousands(MOST_EXACT_PAIRS as u64)),
        format!("up to {} splits", thousands(MOST_SPLITS)),
        format!(
            "from {} (median), {} (p90), {} (p95), {} (p99) values",
            least(0.5),
            least(0.9),
            least(0.95),
            least(0.99)
        ),
        format!("by resampling t {RESAMPLES} times"),
        format!("more than {} values | everything", thousands(MOST_AT_ONCE as u64)),
        format!(
            "no p90 below {}, no p95 below {}, no p99 below {} values",
            LEAST_OF_PERCENTILES[0].1, LEAST_OF_PERCENTILES[1].1, LEAST_OF_PERCENTILES[2].1
        ),
        format!("threshold ({:.0} % unless said otherwise)", insight::compare::Policy::default().threshold * 100.0),
    ];
    let unsaid: Vec<&String> = said.iter().filter(|text| !document.contains(text.as_str())).collect();
    assert!(unsaid.is_empty(), "{unsaid:?}");
}

//! docs/STATISTICS.md says the numbers that the code uses.

use insight::statistics::{FAR_SCORE, MAD_TO_SD, MOST_EXACT_PAIRS, MOST_SPLITS, least_n_two_sided};

#[test]
fn constants_in_the_document_are_those_of_the_code() {
    let document = include_str!("../../docs/STATISTICS.md");
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
        format!("threshold ({:.0} % unless said otherwise)", insight::compare::Policy::default().threshold * 100.0),
    ];
    let unsaid: Vec<&String> = said.iter().filter(|text| !document.contains(text.as_str())).collect();
    assert!(unsaid.is_empty(), "{unsaid:?}");
}

//! The report that is written without a model passes the check that a model's text has to pass.

use super::given::{paths_of, read_all, shared};
use insight::fact::facts;
use insight::grounding::{Checker, Verdict, counts, said};
use insight::report;
use insight::summary::Summary;

/// The summary of one set of public measurements that lies beside the workspace.
fn summary(set: &str) -> Option<Summary> {
    let corpus = shared("corpus")?;
    Some(Summary::of(&read_all(&corpus, &paths_of(&corpus, set))))
}

#[test]
fn the_report_without_a_model_states_no_number_that_the_check_cannot_find() {
    let Some(summary) = summary("seed101") else { return };
    let facts = facts(&summary);
    let checker = Checker::new(&facts, &said(&summary));
    let text = report::deterministic(&summary);
    let claims = checker.check(&text);
    for claim in claims.iter().filter(|claim| claim.verdict == Verdict::NotFound) {
        let line = text[..claim.start].matches('\n').count();
        eprintln!("{} ({}): {}", claim.surface, claim.reason, text.lines().nth(line).unwrap_or(""));
    }
    let (found, not_found) = counts(&claims);
    eprintln!("{found} found, {not_found} not found, {} facts", facts.len());
    assert!(found > 100 && not_found == 0, "{found} found, {not_found} not found");
}

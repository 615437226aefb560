//! The report that is written without a model passes the check that a model's text has to pass.
#![expect(clippy::print_stderr, reason = "what was left out, and the figures, must be said")]

use insight::dataset::Dataset;
use insight::fact::facts;
use insight::grounding::{Checker, Verdict, counts, said};
use insight::reading::FileReader;
use insight::report;
use insight::summary::Summary;
use std::path::Path;

/// The summary of one set of public measurements that lies beside the workspace.
fn summary(set: &str) -> Option<Summary> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let Ok(manifest) = std::fs::read_to_string(corpus.join("manifest.tsv")) else {
        assert!(std::env::var_os("CI").is_none(), "no files at {}", corpus.display());
        eprintln!("LEFT OUT: no files at {}", corpus.display());
        return None;
    };
    let paths = manifest.lines().filter(|line| line.split('\t').any(|field| field == set));
    let mut readings = Vec::new();
    for path in paths.filter_map(|line| line.split('\t').next()) {
        let mut reader = FileReader::new(path);
        reader.push(&std::fs::read(corpus.join(path)).ok()?);
        readings.push(reader.finish());
    }
    eprintln!("{} files", readings.len());
    Some(Summary::of(&Dataset::of(readings)))
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

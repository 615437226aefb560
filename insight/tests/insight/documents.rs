//! Documents that lie beside their data are held against them: what is wrong is found, what is right is not flagged.

use super::given::{paths_of, read_all, shared};
use insight::document::{Judgement, Statement};
use insight::summary::Summary;

fn statements() -> Option<Vec<Statement>> {
    let corpus = shared("corpus")?;
    Some(Summary::of(&read_all(&corpus, &paths_of(&corpus, "seed101"))).documents)
}

/// Statements that were judged by hand: name of the document, lines.
const CONTRADICTED: [(&str, &[u64]); 10] = [
    ("Technical_Report_108.md", &[20]),
    ("Technical_Report_108.md", &[410, 507, 522]),
    ("Technical_Report_108.md", &[159]),
    ("gemma3/SUMMARY.md", &[33]),
    ("gemma3/SUMMARY.md", &[12]),
    ("Technical_Report_108.md", &[207, 208, 209, 210, 211]),
    ("Technical_Report_108.md", &[263]),
    ("compilation_benchmark_lessons_20251002.md", &[33]),
    ("transformer_cuda_triton2508_summary.md", &[7]),
    ("performance_digest.md", &[5, 8]),
];

#[test]
fn what_a_document_states_wrongly_is_found_and_what_is_right_is_not_flagged() {
    let Some(all) = statements() else { return };
    for it in &all {
        println!("{:?} {}:{} {}\n    {} {:?}", it.verdict, it.path, it.line, it.says, it.data, it.files);
    }
    let wrong = |name: &str, lines: &[u64]| {
        all.iter()
            .any(|it| it.verdict == Judgement::Contradicted && it.path.ends_with(name) && lines.contains(&it.line))
    };
    let found = CONTRADICTED.iter().filter(|(name, lines)| wrong(name, lines)).count();
    assert!(found >= 9, "{found} of 10");
    let right: Vec<u64> = (260..=269).filter(|line| *line != 263).chain(360..=400).collect();
    let alarms: Vec<&Statement> = all
        .iter()
        .filter(|it| it.verdict == Judgement::Contradicted && it.path.ends_with("Technical_Report_108.md"))
        .filter(|it| right.contains(&it.line))
        .collect();
    assert!(alarms.is_empty(), "{alarms:#?}");
}

//! Documents that lie beside their data are held against them: what is wrong is found, what is right is not flagged.

use super::given::{paths_of, read_all, shared};
use insight::document::{Judgement, Statement};
use insight::summary::Summary;

fn statements() -> Option<Vec<Statement>> {
    let corpus = shared("corpus")?;
    Some(Summary::of(&read_all(&corpus, &paths_of(&corpus, "seed101"))).documents)
}

/// Statements that were judged by hand: name of the document, words of the statement.
const CONTRADICTED: [(&str, &str); 9] = [
    ("Technical_Report_108.md", "yields 15-20%"),
    ("Technical_Report_108.md", "temp=0.2 causes prompt evaluation slowdown"),
    ("Technical_Report_108.md", "Randomize execution order"),
    ("gemma3/SUMMARY.md", "102.31 tokens/s @ 0.128s"),
    ("Technical_Report_108.md", "245, 198, 312, 156 and 289"),
    ("Technical_Report_108.md", "Memory Used: ~6-7 GB"),
    ("compilation_benchmark_lessons_20251002.md", "4.2948"),
    ("transformer_cuda_triton2508_summary.md", "1.138"),
    ("performance_digest.md", "mean_latency_ms=46.570"),
];

#[test]
fn what_a_document_states_wrongly_is_found_and_what_is_right_is_not_flagged() {
    let Some(all) = statements() else { return };
    for it in &all {
        println!("{:?} {}:{} {}\n    {} {:?}", it.verdict, it.path, it.line, it.says, it.data, it.files);
    }
    let wrong = |name: &str, words: &str| {
        let is = |it: &&Statement| it.path.ends_with(name) && it.says.contains(words);
        all.iter().filter(is).any(|it| it.verdict == Judgement::Contradicted)
    };
    let missed: Vec<_> = CONTRADICTED.iter().filter(|(name, words)| !wrong(name, words)).collect();
    assert!(missed.is_empty(), "missed: {missed:?}");
    for right in [
        "33% average",
        "54.7°C",
        "64.4W",
        "13.9% average",
        "72.1%",
        "283.6",
        "299.2",
        "303.9",
        "182.9",
        "184.2",
        "187.2",
    ] {
        assert!(!wrong("Technical_Report_108.md", right), "{right} is right");
    }
    // The table of another model stands below the name of a file that holds other numbers.
    assert!(!wrong("Gemma3_Benchmark_Report.md", "187.2"), "187.2 is right");
}

//! The doubts that travel with the numbers of a report, each said once with the samples it weakens.

use super::block::{Block, Line};
use crate::summary::Summary;

/// More doubts than this are not read; the statistics of each sample hold all.
const MOST: usize = 10;
/// Sets whose doubts are told: those whose numbers are.
const STUDIES: usize = 8;

/// Nothing where no told number is in doubt.
pub(super) fn doubts(summary: &Summary) -> Vec<Block> {
    let mut told = weakened(summary);
    if told.is_empty() {
        return Vec::new();
    }
    // What concerns one sample is news; what concerns all of them is their size.
    told.sort_by_key(|(_, samples)| samples.len());
    let mut lines: Vec<Line> = told.iter().take(MOST).map(|(note, samples)| line(note, samples)).collect();
    if told.len() > MOST {
        lines.push(Line::plain("... and more, beside the statistics of each sample"));
    }
    vec![Block::Heading(2, "Doubts".to_owned()), Block::List(lines)]
}

/// Each note with the samples that carry it, in the order of the report.
fn weakened(summary: &Summary) -> Vec<(&str, Vec<String>)> {
    let mut told: Vec<(&str, Vec<String>)> = Vec::new();
    for study in summary.studies.iter().take(STUDIES) {
        for metric in study.metrics.iter().filter(|metric| metric.headline) {
            for group in &metric.groups {
                let sample = if group.name == "all" {
                    metric.name.clone()
                } else {
                    format!("{} of {}", metric.name, group.name)
                };
                for note in &group.statistics.notes {
                    match told.iter_mut().find(|(known, _)| known == note) {
                        Some((_, samples)) => samples.push(sample.clone()),
                        None => told.push((note, vec![sample.clone()])),
                    }
                }
            }
        }
    }
    told
}

fn line(note: &str, samples: &[String]) -> Line {
    let (first, rest) = samples.split_first().map_or(("", 0), |(first, rest)| (first.as_str(), rest.len()));
    let more = match rest {
        0 => "",
        1 => " and another",
        _ => " and others",
    };
    Line::plain(format!("{first}{more}: {note}"))
}

#[cfg(test)]
mod tests {
    use super::doubts;
    use crate::dataset::Dataset;
    use crate::reading::FileReader;
    use crate::report::block::markdown;
    use crate::summary::Summary;
    use expect_test::{Expect, expect};

    fn check(csv: &str, expected: &Expect) {
        let mut reader = FileReader::new("a.csv");
        reader.push(csv.as_bytes());
        expected.assert_eq(&markdown(&doubts(&Summary::of(&Dataset::of(vec![reader.finish()])))));
    }

    #[test]
    fn each_doubt_is_said_once_with_the_samples_it_weakens() {
        let many: String = (0..120).map(|i| format!("a,{}\n", 10 + i * 7 % 13)).collect();
        check(
            &format!("model,ttft_ms\n{many}"),
            &expect![[r#"
            ## Doubts

            * first token of a: quantized: 13 distinct values, no two nearer than a fifth of the deviation
        "#]],
        );
        check(
            "model,ttft_ms,tokens_per_s\na,1,50\nb,2,60\nb,3,70\n<c>,4,90\n",
            &expect![[r#"
                ## Doubts

                * tokens per second of b and another: p90 needs 10 values, p95 20, p99 100
                * tokens per second of b and another: needs 6 values for an interval of the median
                * tokens per second of &lt;c&gt; and others: one value: no spread
            "#]],
        );
    }
}

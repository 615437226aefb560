//! FALSE TRAIL: an effect of a setting that a dropped document claims, and that its levels do not show.

use super::empty;
use crate::dataset::Dataset;
use crate::document::{self, Refuted};
use crate::fact::Fact;
use crate::summary::{Finding, Tag};
use crate::sweep::Sweep;

/// The claim that is furthest from what was measured.
pub(super) fn refuted(dataset: &Dataset, sweeps: &[Sweep]) -> Option<Finding> {
    let all = document::refuted(dataset, sweeps);
    let times = |it: &Refuted| it.claimed.0 / it.measured.max(f64::MIN_POSITIVE);
    let worst = all.iter().rev().max_by(|a, b| times(a).total_cmp(&times(b)))?;
    let name = worst.path.rsplit('/').next().unwrap_or(&worst.path);
    let key = |of: &str| format!("document.{of}");
    let mut finding = empty(Tag::FalseTrail);
    let claimed = "effect that a document claims";
    let least = finding.figure(Fact::share(key("claimed_least"), worst.claimed.0, claimed));
    let most = finding.figure(Fact::share(key("claimed_most"), worst.claimed.1, claimed));
    let range = if least == most { most } else { format!("{least} to {most}") };
    let line = finding.figure(Fact::count(key("line"), worst.line, "line of the document"));
    let source = format!("largest over smallest median of {} by {}, less one", worst.metric, worst.setting);
    let measured = finding.figure(Fact::share(key("measured"), worst.measured, source).found_in(&worst.files, ""));
    finding.text = format!(
        "{name} line {line} claims {range} from {}: its levels differ by at most {measured} in the median of {}.",
        worst.setting, worst.metric
    );
    finding.evidence = all.iter().map(|it| format!("{} line {}: “{}”", it.path, it.line, it.says)).collect();
    finding.evidence.extend(worst.files.iter().map(|path| format!("measured in {path}")));
    Some(finding)
}

#[cfg(test)]
mod tests {
    use crate::dataset::Dataset;
    use crate::reading::FileReader;
    use crate::summary::{Summary, Tag};
    use expect_test::expect;

    #[test]
    fn a_claimed_effect_that_the_levels_do_not_show_is_a_false_trail() {
        let mut rows = "threads,batch_size,run_seconds,tokens_s\n".to_owned();
        for (at, threads) in ["8", "4", "2"].iter().enumerate() {
            for (of, batch) in ["64", "16", "32", "128"].iter().enumerate() {
                let rate = 500.0 + (at * 7 + of * 3) as f64 % 5.0;
                rows += &format!("{threads},{batch},{},{rate}\n", 1000.0 / rate);
            }
        }
        let told = |text: &str| {
            let read = |(path, content): (&str, &str)| {
                let mut reader = FileReader::new(path);
                reader.push(content.as_bytes());
                reader.finish()
            };
            let readings = [("sweep.csv", rows.as_str()), ("README.md", text)].into_iter().map(read).collect();
            let found = Summary::of(&Dataset::of(readings)).findings.into_iter();
            found.filter(|it| it.tag == Tag::FalseTrail).map(|it| it.text).collect::<Vec<_>>().join("\n")
        };
        let wrong = told("# Read me\n\nA larger batch_size yields 20-30% higher throughput, as we saw.\n");
        expect!["README.md line 3 claims 20 % to 30 % from batch size: its levels differ by at most 0.40 % in the median of tokens per second."]
            .assert_eq(&wrong);
        assert_eq!(told("# Read me\n\nWe expect batch_size to yield 20-30% higher throughput.\n"), "");
    }
}

//! Whatever is compared with itself has not changed.

use super::sample::{all, read};
use insight::compare::{Comparison, Policy, Verdict};
use insight::dataset::Dataset;

#[test]
fn a_file_compared_with_itself_shows_no_change() {
    let (mut compared, mut wrong) = (0, Vec::new());
    for sample in all() {
        let side = || Dataset::of(vec![read(&sample.path, &sample.bytes)]);
        let found = Comparison::of(&side(), &side(), &Policy::default());
        compared += found.metrics.len();
        let changed = found.metrics.iter().filter(|it| it.verdict != Verdict::Equivalent);
        wrong.extend(
            changed.map(|it| format!("{}: {} of {} is {}", sample.path, it.metric, it.group, it.verdict.word())),
        );
        if !(found.changed.is_empty() && found.only_baseline.is_empty() && found.only_candidate.is_empty()) {
            wrong.push(format!("{}: {:?} {:?}", sample.path, found.changed, found.only_baseline));
        }
    }
    assert!(compared > 500, "only {compared} metrics were compared");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

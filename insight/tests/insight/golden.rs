//! Every file of known answers beside the repository: all of them pass.
//!
//! The values lie beside the repository; a test run that sets `CI` fails without them.

use super::given::shared;
use insight::golden::{Outcome, run};

/// Groups that other tests hold.
const NOT_STATISTICS: [&str; 4] = ["claims", "seed_claims", "numtok", "match"];

/// How many cases there are at least; all of them pass.
const CASES: usize = 310;

#[test]
fn statistics_are_those_computed_elsewhere() {
    let Some(folder) = shared("golden") else { return };
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let (mut passed, mut differing) = (0, Vec::new());
    for path in paths.iter().filter(|path| path.extension().is_some_and(|end| end == "json")) {
        let group = path.file_stem().unwrap().to_string_lossy().into_owned();
        if NOT_STATISTICS.contains(&group.as_str()) {
            continue;
        }
        for case in run(&std::fs::read_to_string(path).unwrap()).unwrap() {
            match case.outcome {
                Outcome::Pass => passed += 1,
                Outcome::Differs(field) => differing.push(format!("{group} {} {field}", case.id)),
                Outcome::Skipped => {}
            }
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
    assert!(passed >= CASES, "{passed} cases passed, {CASES} did before");
}

//! What the audit finds confounded, inert or taken once is recommended nowhere: neither as shown nor in the advice of the report.

use insight::audit::{Trap, audit};
use insight::dataset::Dataset;
use insight::reading::FileReader;
use insight::report;
use insight::summary::{Summary, Tag};

fn dataset(path: &str, text: &str) -> Dataset {
    let mut reader = FileReader::new(path);
    reader.push(text.as_bytes());
    Dataset::of(vec![reader.finish()])
}

/// Names between back ticks.
fn names(place: &str) -> Vec<&str> {
    place.split('`').skip(1).step_by(2).collect()
}

fn check(path: &str, text: &str, trap: Trap, setting: &str) {
    let dataset = dataset(path, text);
    let warnings = audit(&dataset);
    let told = warnings.iter().any(|warning| warning.trap == trap && names(&warning.place).contains(&setting));
    assert!(told, "`{setting}` is no {} in {warnings:#?}", trap.slug());
    let summary = Summary::of(&dataset);
    for finding in summary.findings.iter().filter(|finding| finding.tag == Tag::Shown) {
        assert!(!finding.text.contains(setting), "shown: {}", finding.text);
    }
    let report = report::deterministic(&summary);
    let (_, advice) = report.split_once("Recommendations").unwrap();
    let advice = advice.split("\n#").next().unwrap();
    for level in ["40", "60", "80", "99"] {
        assert!(
            !advice.contains(&format!("{setting} {level}")) && !advice.contains(&format!("{setting}={level}")),
            "{advice}"
        );
    }
}

/// A sweep of four by three settings, each run once; `row` gives what was measured.
fn sweep(head: &str, row: impl Fn(u32, u32) -> String) -> String {
    let rows = [40, 60, 80, 99].into_iter().flat_map(|layers| [1, 2, 4].map(|batch| (layers, batch)));
    let rows = rows.map(|(layers, batch)| format!("{layers},{batch},{}\n", row(layers, batch)));
    format!("{head}\n{}", rows.collect::<String>())
}

#[test]
fn a_setting_that_falls_together_with_the_loads_is_not_shown() {
    let row = |layers: u32, batch: u32| {
        let load = if batch == 1 { 2.1 + f64::from(layers) / 1000.0 } else { 0.05 };
        format!("{load:.3},{:.3},{:.2}", load + 0.1 + f64::from(layers % 7) / 1000.0, 50.0 + f64::from(layers % 11))
    };
    let text = sweep("num_gpu,num_batch,load_s,ttft_s,tokens_s", row);
    check("sweep.csv", &text, Trap::ConfoundedWithOrder, "num_batch");
}

#[test]
fn a_setting_without_effect_is_not_shown() {
    let row = |layers: u32, batch: u32| format!("{:.2}", 77.5 + f64::from((layers * 7 + batch * 3) % 5) / 20.0);
    check("sweep.csv", &sweep("num_gpu,num_batch,tokens_s", row), Trap::InertParameter, "num_gpu");
}

#[test]
fn settings_that_ran_once_each_are_not_shown() {
    let row = |layers: u32, batch: u32| format!("1,{}.25", 70 + (layers * 13 + batch * 5) % 17);
    let text = sweep("num_gpu,num_batch,runs,mean_tokens_s", row);
    check("summary.csv", &text, Trap::N1CalledMean, "mean_tokens_s");
}

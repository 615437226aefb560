//! The first screen keeps its size whatever is dropped, and thousands of files take bounded time.

use super::given::{reading, shared};
use insight::dataset::Dataset;
use insight::report;
use insight::summary::Summary;
use std::path::{Path, PathBuf};

/// All files below a folder, by path.
fn below(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { below(&path, found) } else { found.push(path) }
    }
}

fn drop_of(root: &Path, files: &[PathBuf]) -> Summary {
    let readings = files.iter().map(|path| {
        let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned();
        reading(&name, std::fs::read(path).unwrap())
    });
    Summary::of(&Dataset::of(readings.collect()))
}

/// Words of a text; a number alone is none.
fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count()
}

/// Says where a first screen is larger than a person reads.
fn over_budget(name: &str, summary: &Summary) -> Option<String> {
    let text = report::text(summary);
    let count = (summary.findings.len(), text.lines().count(), words(&text));
    println!("{name}: {} findings, {} lines, {} words", count.0, count.1, count.2);
    (count.0 > 5 || count.1 > 45 || count.2 > 320).then(|| format!("{name}: {count:?}\n{text}"))
}

#[test]
fn the_first_screen_of_any_drop_is_read_at_a_glance() {
    let Some(shared) = shared("") else { return };
    let mut drops: Vec<PathBuf> = vec![shared.join("corpus")];
    drops.extend(std::fs::read_dir(shared.join("formats")).unwrap().map(|entry| entry.unwrap().path()));
    drops.sort();
    let mut over = Vec::new();
    for folder in drops.iter().filter(|path| path.is_dir()) {
        let mut files = Vec::new();
        below(folder, &mut files);
        over.extend(over_budget(&folder.to_string_lossy(), &drop_of(folder, &files)));
    }
    over.extend(over_budget("nothing", &Summary::of(&Dataset::of(Vec::new()))));
    assert!(over.is_empty(), "{}", over.join("\n"));
}

#[test]
fn ten_thousand_files_of_two_hundred_kinds_are_told_in_one_screen() {
    let files = 10_000_u32;
    let readings = (0..files).map(|at| {
        let kind = at % 200;
        let mut text = format!("model,m{kind}_latency_ms,k{kind}_tokens_s,error\n");
        for row in 0..3 {
            text += &format!("m{},{}.{at},{}.5,\n", row % 2, 10 + (at + row) % 7, 50 + (at * 3 + row) % 11);
        }
        reading(&format!("kind{kind}/run{at}.csv"), text.as_bytes())
    });
    let summary = Summary::of(&Dataset::of(readings.collect()));
    assert_eq!(summary.totals.files, u64::from(files));
    assert_eq!(over_budget("10,000 files", &summary), None);
}

#[test]
fn of_many_records_everything_but_a_closer_look_is_known_at_once() {
    let mut text = "model,num_ctx,top_k,tokens_s\n".to_owned();
    for row in 0..100_001_u32 {
        text += &format!(
            "m,{},{},{}.{}\n",
            [1024, 2048][row as usize % 2],
            [10, 40, 60][row as usize % 3],
            50 + row % 7,
            row % 10
        );
    }
    let looks = |text: &str| {
        let dataset = Dataset::of(vec![reading("log.csv", text)]);
        let mut early = None;
        let last = Summary::in_two_looks(&dataset, &[], |summary| early = Some(summary));
        assert_eq!(last, Summary::of(&dataset));
        (early, last)
    };
    let (early, mut last) = looks(&text);
    let early = early.unwrap();
    last.files.iter_mut().for_each(|file| file.warnings.clear());
    let statistics = &last.studies[0].metrics[0].groups[0].statistics;
    let rounded = |value: Option<f64>| value.map(|value| (value * 100.0).round() / 100.0);
    assert_eq!(
        (statistics.unique, rounded(statistics.mad), rounded(statistics.trimmed_mean)),
        (Some(70), Some(1.7), Some(53.45))
    );
    for metric in last.studies.iter_mut().flat_map(|study| &mut study.metrics) {
        for group in &mut metric.groups {
            let early = &mut group.statistics;
            (early.unique, early.mad, early.trimmed_mean) = (None, None, None);
            early.tails.clear();
        }
    }
    assert_eq!((early.sweeps.len(), last.sweeps.len()), (0, 1));
    assert_eq!((early.studies, early.files, early.totals), (last.studies, last.files, last.totals));
    let short: String = text.lines().take(1000).map(|line| format!("{line}\n")).collect();
    assert_eq!(looks(&short).0, None);
}

//! Our own reports, each line with one word or number changed: the check must notice.

use super::claims_mutants::{Change, DIRECTIONS, Dice, Noticed, is_flagged};
use super::given::{dataset, drop_of_101, shared};
use insight::fact::facts;
use insight::grounding::claims::{Item, Sort, Stand, Verifier};
use insight::report;
use insight::summary::Summary;
use std::collections::BTreeSet;

/// Folders of tools whose samples are measurements of servers and models.
const TOOLS: [&str; 5] = ["vllm", "sglang", "llama-bench", "guidellm", "ollama"];
/// Changes of each report.
const OF_ONE: usize = 200;

/// Units of our reports, and what they are changed to.
const UNITS: [(&str, &str); 12] = [
    (" ms", " s"),
    (" s", " ms"),
    (" µs", " ms"),
    (" min", " s"),
    (" kB", " MB"),
    (" MB", " GB"),
    (" GB", " MB"),
    (" tokens/s", " ms"),
    (" requests/s", " ms"),
    (" W", " J"),
    ("×", " %"),
    (" %", " ms"),
];

/// A report whose lines are changed one at a time.
struct Subject {
    report: String,
    verifier: Verifier,
    right: Vec<Item>,
    metrics: Vec<String>,
    entities: Vec<String>,
}

fn subject(summary: &Summary) -> Subject {
    let facts = facts(summary);
    let verifier = Verifier::of(&facts, summary);
    let report = report::deterministic(summary);
    let right = verifier.check(&report).into_iter().filter(|item| item.verdict == Stand::Supported).collect();
    let names = |of: &dyn Fn(&insight::fact::Fact) -> String| -> Vec<String> {
        let names: BTreeSet<String> = facts.iter().map(of).filter(|name| name.len() > 3).collect();
        names.into_iter().collect()
    };
    let (metrics, entities) = (names(&|fact| fact.called.clone()), names(&|fact| fact.entity.clone()));
    Subject { report, verifier, right, metrics, entities }
}

fn subjects() -> Option<Vec<Subject>> {
    let formats = shared("formats")?;
    let of_tool = |tool: &str| {
        let entries = std::fs::read_dir(formats.join(tool)).ok()?;
        let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.retain(|path| path.is_file() && path.metadata().is_ok_and(|meta| meta.len() < 300_000));
        paths.sort();
        let read =
            |path: &std::path::PathBuf| Some((path.file_name()?.to_str()?.to_owned(), std::fs::read(path).ok()?));
        let files: Vec<(String, Vec<u8>)> = paths.iter().filter_map(read).collect();
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        Some(subject(&Summary::of(&dataset(&files))))
    };
    let mut subjects = vec![subject(&drop_of_101(|_| ())?)];
    subjects.extend(TOOLS.iter().filter_map(|tool| of_tool(tool)).filter(|subject| subject.right.len() > 10));
    Some(subjects)
}

impl Subject {
    /// The line of an item, with the header above it where it is a row.
    fn around(&self, item: &Item) -> (String, std::ops::Range<usize>) {
        let at = item.bytes.start;
        let from = self.report[..at].rfind('\n').map_or(0, |mark| mark + 1);
        let to = self.report[at..].find('\n').map_or(self.report.len(), |mark| at + mark);
        let line = &self.report[from..to];
        let above = if line.starts_with('|') {
            let before = self.report[..from].rfind("\n\n").map_or(0, |mark| mark + 2);
            self.report[before..from].lines().take(2).map(|line| format!("{line}\n")).collect()
        } else {
            String::new()
        };
        (above, from..to)
    }

    fn flags(&self, text: &str) -> usize {
        self.verifier.check(text).iter().filter(|item| is_flagged(item)).count()
    }

    /// A line with its header, as it is and with one thing changed.
    fn changed(&self, change: Change, item: &Item, dice: &mut Dice) -> Option<(String, String)> {
        let (above, range) = self.around(item);
        let line = &self.report[range.clone()];
        let (start, end) = (item.bytes.start - range.start, item.bytes.end - range.start);
        let with = |from: usize, to: usize, new: &str| format!("{above}{}{new}{}", &line[..from], &line[to..]);
        let replaced = |old: &str, new: &str| line.find(old).map(|at| with(at, at + old.len(), new));
        // A name that is part of another word, or of a longer name, is none.
        let alone = |name: &&String| {
            line.match_indices(name.as_str()).next().is_some_and(|(at, _)| {
                let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ':');
                !line[..at].ends_with(is_part) && !line[at + name.len()..].starts_with(is_part)
            })
        };
        let new = match change {
            Change::Number => {
                let digit = line[start..end].find(|c| ('1'..='9').contains(&c))? + start;
                let old = line[digit..=digit].parse::<u32>().ok()?;
                let new = 1 + (old + dice.roll(8) as u32) % 9;
                (new != old).then(|| with(digit, digit + 1, &new.to_string()))
            }
            Change::Unit => {
                let (old, new) = UNITS.into_iter().find(|(old, _)| item.surface.ends_with(old))?;
                Some(with(end - old.len(), end, new))
            }
            Change::Metric | Change::Entity => {
                let names = if change == Change::Metric { &self.metrics } else { &self.entities };
                let own = names.iter().filter(alone).max_by_key(|name| name.len())?;
                let new = &names[dice.roll(names.len())];
                let is_other = new != own && !new.contains(own.as_str()) && !own.contains(new.as_str());
                is_other.then(|| replaced(own, new)).flatten()
            }
            Change::Direction => {
                let (old, new) = DIRECTIONS.into_iter().find(|(old, _)| line.contains(&format!(" {old} ")))?;
                replaced(&format!(" {old} "), &format!(" {new} "))
            }
        }?;
        Some((format!("{above}{line}"), new))
    }
}

/// How many of the changes were noticed, by kind, and what slipped through.
pub(crate) fn noticed() -> Option<(Noticed, Vec<String>)> {
    let mut dice = Dice(2025);
    let mut counts = Noticed::new();
    let mut missed = Vec::new();
    let changes = [Change::Number, Change::Unit, Change::Metric, Change::Entity, Change::Direction];
    for subject in subjects()? {
        let (mut made, mut tries) = (0, 0);
        while made < OF_ONE && tries < 50 * OF_ONE {
            tries += 1;
            let change = changes[dice.roll(changes.len())];
            let item = &subject.right[dice.roll(subject.right.len())];
            if item.kind != Sort::Number {
                continue;
            }
            let Some((whole, text)) = subject.changed(change, item, &mut dice) else { continue };
            made += 1;
            let count = counts.entry(change).or_default();
            count.1 += 1;
            if subject.flags(&text) > subject.flags(&whole) {
                count.0 += 1;
            } else {
                missed.push(format!("{change:?}: {}", text.chars().take(300).collect::<String>()));
            }
        }
    }
    Some((counts, missed))
}

#[test]
fn a_changed_word_or_number_of_our_own_report_is_noticed() {
    let Some((counts, missed)) = noticed() else { return };
    let (caught, all) = counts.values().fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
    println!("{counts:?}\n{}", missed.iter().take(60).cloned().collect::<Vec<_>>().join("\n"));
    assert!(all >= 600, "only {all} changes");
    assert!(caught as f64 >= 0.99 * all as f64, "{caught} of {all}");
}

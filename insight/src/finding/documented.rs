//! The setting that dropped documents call the best: what is repeated beside the settings that look best now.

use crate::dataset::{Dataset, File};
use crate::study::{Frame, NO_LEVEL};
use crate::summary::Use;

/// What a document says of the setting it would use.
const CALLED: &[&str] = &["best", "recommend", "default", "optimal", "optimum", "preferred", "baseline config"];
/// Lines below such a word that may hold the setting.
const BELOW: usize = 8;
/// Lines looked at in one document.
const LINES: usize = 20_000;

/// The record of a sweep whose setting most lines of documents call the best, and where the first of them says so; lines below a
/// heading that names another of these groups speak of that one.
pub(super) fn documented(
    dataset: &Dataset,
    frame: &Frame<'_>,
    parameters: &[usize],
    records: &[usize],
    (group, others): (&str, &[String]),
) -> Option<(usize, String)> {
    let mut found: Vec<(usize, usize, String)> = Vec::new();
    for file in dataset.files.iter().filter(|file| file.used == Use::Document) {
        for (at, text) in passages(file, group, others) {
            let named = |record: &&usize| parameters.iter().all(|parameter| names(frame, *parameter, **record, &text));
            let mut held = records.iter().filter(named);
            // A passage that fits two settings names neither.
            let (Some(record), None) = (held.next(), held.next()) else { continue };
            match found.iter_mut().find(|(known, ..)| known == record) {
                Some((_, count, _)) => *count += 1,
                None => found.push((*record, 1, format!("{}: “{}”", file.reading.path, at))),
            }
        }
    }
    found.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    found.into_iter().next().map(|(record, _, said)| (record, said))
}

/// Passages of a document that call a setting the best: a line with the lines below it as far as the next heading.
fn passages(file: &File, group: &str, others: &[String]) -> Vec<(String, String)> {
    let lines: Vec<&str> = file.reading.prose.lines().take(LINES).collect();
    let mut found = Vec::new();
    let mut of_another = false;
    for (at, line) in lines.iter().enumerate() {
        let lower = line.to_lowercase();
        let own = spelled(&lower, group);
        let other = !own && others.iter().any(|other| spelled(&lower, other));
        // A heading without a name leaves the subject as it is; another line speaks for itself only.
        if is_heading(line) && (own || other) {
            of_another = other;
        }
        if other || (of_another && !own) || !CALLED.iter().any(|word| lower.contains(word)) {
            continue;
        }
        let below = lines[at + 1..].iter().take(BELOW).take_while(|line| !is_heading(line));
        let text: Vec<String> = std::iter::once(line).chain(below).map(|line| line.to_lowercase()).collect();
        found.push((line.trim().chars().take(80).collect(), text.join("\n")));
    }
    found
}

fn is_heading(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// Whether a line in small letters names a group, with its last part where it has several: `1b-it-qat` of `gemma3:1b-it-qat`.
fn spelled(line: &str, group: &str) -> bool {
    let group = group.to_lowercase();
    let last = group.rsplit([':', '/']).next().unwrap_or(&group);
    line.contains(&group)
        || (last.len() >= 3 && last.chars().any(|letter| letter.is_ascii_digit()) && line.contains(last))
}

/// Whether a passage names the level that a record has of a parameter, right behind its name.
fn names(frame: &Frame<'_>, parameter: usize, record: usize, text: &str) -> bool {
    let parameter = &frame.parameters[parameter];
    let code = parameter.codes[record];
    let Some(level) = parameter.levels.get(code as usize).filter(|_| code != NO_LEVEL) else { return false };
    let name = parameter.name.to_lowercase();
    super::rests_on::names_level(text, &name, &level.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::spelled;

    #[test]
    fn a_line_names_a_group_by_all_of_it_or_by_a_last_part_with_a_number() {
        for (line, group, expected) in [
            ("## gemma3:1b-it-qat", "gemma3:1b-it-qat", true),
            ("the 1b-it-qat model", "gemma3:1b-it-qat", true),
            ("gemma3 is fast", "gemma3:latest", false),
            ("gemma3:latest", "gemma3:latest", true),
            ("the latest run", "gemma3:latest", false),
        ] {
            assert_eq!(spelled(line, group), expected, "{line}");
        }
    }
}

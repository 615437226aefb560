//! Lines of dropped documents that say a setting is slow: what they advise falls with it.

use crate::dataset::Dataset;
use crate::summary::Use;

/// What a line says of a setting that it calls slow.
const SLOW: &[&str] = &["slow", "ttft", "first token", "latency", "spike", "bottleneck", "delay"];
/// Lines named.
const NAMED: usize = 4;
/// Longest line quoted.
const QUOTED: usize = 120;
/// A setting is also called by so many letters of a longer name: `temp`.
const SHORT: usize = 4;

/// The documents whose lines call that level slow, those with most lines first, and the first lines.
pub(super) fn documents(dataset: &Dataset, parameter: &str, level: &str) -> (Vec<String>, Vec<String>) {
    let documents = dataset.files.iter().filter(|file| file.used == Use::Document);
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for file in documents {
        let says = |line: &&str| calls_slow(&line.to_lowercase(), &parameter.to_lowercase(), level);
        let lines: Vec<&str> = file.reading.prose.lines().filter(says).collect();
        if !lines.is_empty() {
            let quoted = lines.iter().map(|line| {
                let line: String = line.trim().chars().take(QUOTED).collect();
                format!("{}: “{line}”", file.reading.path)
            });
            found.push((file.reading.path.clone(), quoted.collect()));
        }
    }
    found.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
    let lines = found.iter().flat_map(|(_, lines)| lines).take(NAMED).cloned().collect();
    (found.into_iter().map(|(path, _)| path).collect(), lines)
}

/// Whether a line in small letters names the setting at that level and calls it slow.
pub(crate) fn calls_slow(line: &str, parameter: &str, level: &str) -> bool {
    if !SLOW.iter().any(|word| line.contains(word)) {
        return false;
    }
    names_level(line, parameter, level)
}

/// Whether a text in small letters names a setting, in one of its spellings, and that level behind it.
pub(super) fn names_level(text: &str, parameter: &str, level: &str) -> bool {
    let written = parameter.replace(' ', "_");
    let short = parameter.get(..SHORT).filter(|_| parameter.len() >= 2 * SHORT && !parameter.contains(' '));
    [Some(parameter), Some(written.as_str()), short].into_iter().flatten().any(|name| names(text, name, level))
}

/// Whether the level follows the name, with nothing but marks between them.
fn names(line: &str, name: &str, level: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let alone = !line[..at].ends_with(|letter: char| letter.is_alphanumeric());
        let rest = line[at + name.len()..].trim_start_matches([' ', '=', ':', '`', '*', '_', '"', '\'']);
        let after = rest.strip_prefix(level);
        alone
            && after.is_some_and(|after| {
                let mut letters = after.chars();
                match letters.next() {
                    Some('.') => !letters.next().is_some_and(|letter| letter.is_ascii_digit()),
                    next => !next.is_some_and(|letter| letter.is_alphanumeric()),
                }
            })
    })
}

#[cfg(test)]
mod tests {
    use super::calls_slow;

    #[test]
    fn a_line_rests_on_it_when_it_names_the_level_and_calls_it_slow() {
        for (line, expected) in [
            ("- temp=0.2 causes prompt evaluation slowdown", true),
            ("temperature 0.2 has a ttft of 6.5 s.", true),
            ("at `temperature`: 0.2 the first token is late", true),
            ("temperature 0.25 is slow", false),
            ("temperature 0.2.1 is slow", false),
            ("temperature 0.2 writes better", false),
            ("attempt 0.2 is slow", false),
            ("the slowest temperature is 0.2", false),
        ] {
            assert_eq!(calls_slow(line, "temperature", "0.2"), expected, "{line}");
        }
    }
}

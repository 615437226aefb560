//! What a number counts: the nouns behind and before it, and the quoted name that its sentence ties it to.

use super::lexicon::BELONGS;
use super::scene::Scene;

/// Verbs before a number of things, then words that only soften it.
#[rustfmt::skip]
const COUNTING: [&str; 19] = [
    "totaling", "totalling", "comprising", "comprise", "comprises", "numbering", "totals", "contributing", "counting", "over",
    "about", "around", "approximately", "roughly", "nearly", "only", "just", "some", "-",
];

impl Scene<'_> {
    pub(super) fn nouns_behind(&self, at: usize) -> Vec<String> {
        let span = self.spans[at];
        let surface = &self.text[span.start..span.end];
        let mut nouns: Vec<String> =
            super::words::spelled(surface).into_iter().filter(|word| word.starts_with(char::is_alphabetic)).collect();
        let behind = self.behind(at);
        let phrase = behind.split([',', '.', ';', ':', '(', ')', '|', '\n', '=']).next().unwrap_or("");
        let stops = [
            "was", "were", "are", "is", "and", "or", "in", "of", "with", "for", "from", "per", "on", "to", "at", "by",
            "than", "that", "have", "had", "has",
        ];
        nouns.extend(
            super::words::spelled(phrase).into_iter().take_while(|word| !stops.contains(&word.as_str())).take(4),
        );
        nouns
    }

    pub(super) fn nouns_before(&self, at: usize) -> Vec<String> {
        let mut before = self.before(at);
        let mut is_named = false;
        loop {
            let trimmed = before.trim_end_matches([' ', '*', '`', '(', ':', '=', '"', '”']);
            is_named |= before[trimmed.len()..].contains(['(', ':', '=']);
            let shorter = COUNTING.iter().find_map(|word| trimmed.strip_suffix(word));
            match shorter {
                Some(shorter) => {
                    before = shorter;
                    is_named |= COUNTING[..9].iter().any(|verb| trimmed.ends_with(verb))
                        || shorter.trim_end().ends_with(['(', ':', '=']);
                }
                None => {
                    before = trimmed;
                    break;
                }
            }
        }
        for verb in [" is", " was", " of"] {
            if let Some(shorter) = before.strip_suffix(verb) {
                before = shorter;
                is_named = true;
            }
        }
        if !is_named {
            return Vec::new();
        }
        let title = before.rsplit([',', '.', ';', ':', '(', ')', '|', '\n']).next().unwrap_or("");
        super::words::spelled(title).into_iter().rev().take(4).collect()
    }

    /// Words in quotes that a sentence ties its number of files to; the number of all files is tied to nothing.
    pub(super) fn subject(&self, at: usize) -> Vec<String> {
        let before = self.before(at).trim_end_matches([' ', '*']).to_lowercase();
        let is_whole = ["of", "of the", "all", "of all", "total", "of our", "out of", "totaling", "dataset of"]
            .iter()
            .any(|word| before.ends_with(word));
        if is_whole || !self.named.has_word(&BELONGS) {
            return Vec::new();
        }
        let near = [self.before(at), self.behind(at)];
        let is_titled = near[1].contains(':') || !near.iter().any(|gap| gap.contains(['“', '‘', '"', '`']));
        if is_titled {
            return Vec::new();
        }
        let quoted = self.text.split(['“', '”', '‘', '’', '"', '`']).skip(1).step_by(2);
        quoted.take(1).flat_map(super::words::spelled).collect()
    }
}

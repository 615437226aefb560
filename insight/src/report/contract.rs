//! What every report keeps: its sections, three recommendations, a table of risks, its length, numbers that stand out.
//!
//! Takes Markdown, ours or anybody's; gives each breach with its place and what to do. Judges the form, never what is said.

use super::fit::{WORDS, count};
use super::part::Part;

/// Something that a report does not keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// The section, or the whole report.
    pub place: String,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub hint: String,
}

/// Rows of the table of risks.
const LEAST_RISKS: usize = 2;

/// Recommendations, exactly.
const RECOMMENDATIONS: usize = 3;

/// Everything that a report does not keep; nothing when it keeps the contract.
pub fn contract(markdown: &str) -> Vec<Breach> {
    let sections = sections(markdown);
    let mut breaches = Vec::new();
    for part in Part::ALL {
        match sections.iter().find(|section| section.is(part)) {
            None => {
                breaches.push(breach(part.title(), "the section is missing", "add a numbered section with this title"))
            }
            Some(section) => breaches.extend(of_section(part, section)),
        }
    }
    let numbered: Vec<&Section<'_>> = sections.iter().filter(|section| section.number.is_some()).collect();
    let in_order = numbered.iter().zip(1..).all(|(section, at)| section.number == Some(at));
    if !in_order {
        breaches.push(breach("report", "the sections are not numbered one after another", "number them 1, 2, 3, …"));
    }
    let words: usize = numbered.iter().map(|section| section.words()).sum();
    if !(WORDS.0..=WORDS.1).contains(&words) && !numbered.is_empty() {
        let what = format!("its numbered sections hold {words} words");
        breaches.push(breach("report", &what, &format!("bring their prose to {} to {} words", WORDS.0, WORDS.1)));
    }
    if !numbered.iter().any(|section| section.stands_out()) {
        breaches.push(breach("report", "no metric stands out", "set measured values in bold"));
    }
    breaches
}

/// Whether a text means to be a report: most of its sections are there.
pub fn is_report(markdown: &str) -> bool {
    let sections = sections(markdown);
    Part::ALL.iter().filter(|part| sections.iter().any(|section| section.is(**part))).count() * 2 > Part::ALL.len()
}

fn of_section(part: Part, section: &Section<'_>) -> Vec<Breach> {
    let mut breaches = Vec::new();
    if section.number.is_none() {
        breaches.push(breach(part.title(), "the section has no number", "write its heading as `## N. Title`"));
    }
    if section.lines.iter().all(|line| line.trim().is_empty()) {
        breaches.push(breach(part.title(), "the section is empty", "write it, or let the data tell it"));
        return breaches;
    }
    match part {
        Part::Recommendations if section.items() != RECOMMENDATIONS => {
            let what = format!("it lists {} recommendations", section.items());
            breaches.push(breach(part.title(), &what, "list exactly three"));
        }
        Part::Risks if section.rows() < LEAST_RISKS => {
            let what = format!("its table has {} rows", section.rows());
            breaches.push(breach(part.title(), &what, "give a table of risks and mitigations with two rows or more"));
        }
        _ => {}
    }
    breaches
}

fn breach(place: &str, what: &str, hint: &str) -> Breach {
    Breach { place: place.to_owned(), what: what.to_owned(), hint: hint.to_owned() }
}

struct Section<'a> {
    number: Option<u32>,
    title: String,
    lines: Vec<&'a str>,
}

impl Section<'_> {
    fn is(&self, part: Part) -> bool {
        let word = match part {
            Part::Executive => "summary",
            Part::Findings => "finding",
            Part::Recommendations => "recommendation",
            Part::Risks => "risk",
            Part::Conclusion => "conclusion",
        };
        // A summary of the data or of the workflow is another section.
        let named = self.title.contains(word);
        named && (part != Part::Executive || self.title.contains("executive") || self.title == word)
    }

    /// Prose: no tables, no rules.
    fn words(&self) -> usize {
        let prose = self.lines.iter().map(|line| line.trim()).filter(|line| !line.starts_with('|') && !is_rule(line));
        prose.map(|line| count(without_bullet(line).unwrap_or(line))).sum()
    }

    /// Entries of its lists at the outer level.
    fn items(&self) -> usize {
        self.lines.iter().filter(|line| !line.starts_with([' ', '\t']) && without_bullet(line).is_some()).count()
    }

    /// Rows of its tables, heads not counted.
    fn rows(&self) -> usize {
        let rows: Vec<&str> = self.lines.iter().map(|line| line.trim()).filter(|line| line.starts_with('|')).collect();
        let heads = rows.iter().filter(|row| is_rule(row)).count();
        rows.len().saturating_sub(2 * heads.max(usize::from(!rows.is_empty())))
    }

    /// Whether a number is bold.
    fn stands_out(&self) -> bool {
        self.lines
            .iter()
            .any(|line| line.split("**").skip(1).step_by(2).any(|bold| bold.contains(|c: char| c.is_ascii_digit())))
    }
}

fn is_rule(line: &str) -> bool {
    line.len() > 2 && line.chars().all(|c| matches!(c, '-' | '*' | '_' | '|' | ':' | ' ' | '='))
}

/// The text behind `* `, `- ` or `1. `.
pub(super) fn without_bullet(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let behind_number =
        (numbered.len() < line.len()).then(|| numbered.strip_prefix(". ").or_else(|| numbered.strip_prefix(") ")));
    behind_number.flatten().or_else(|| ["* ", "- ", "+ "].iter().find_map(|bullet| line.strip_prefix(bullet)))
}

/// The sections under headings, and under bold lines that are numbered as headings are; code is no text. A rule ends a section.
fn sections(markdown: &str) -> Vec<Section<'_>> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    let mut in_code = false;
    let mut open = false;
    for line in markdown.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
            continue;
        }
        if in_code {
            continue;
        }
        if let Some((number, title)) = heading(line) {
            sections.push(Section { number, title, lines: Vec::new() });
            open = true;
        } else if is_rule(line.trim()) && !line.trim().starts_with('|') {
            open = false;
        } else if open && let Some(section) = sections.last_mut() {
            section.lines.push(line);
        }
    }
    sections
}

fn heading(line: &str) -> Option<(Option<u32>, String)> {
    let trimmed = line.trim();
    let marked = trimmed.strip_prefix('#').map(|rest| rest.trim_start_matches('#'));
    let bold = || {
        trimmed.strip_prefix("**")?.strip_suffix("**").filter(|title| title.starts_with(|c: char| c.is_ascii_digit()))
    };
    let title = marked.or_else(bold)?.trim().trim_matches('*');
    let rest = title.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = title[..title.len() - rest.len()].parse().ok().filter(|_| rest.starts_with(['.', ')']));
    let words = if number.is_some() { rest.trim_start_matches(['.', ')', ' ']) } else { title };
    Some((number, words.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(markdown: &str, expected: &Expect) {
        let breaches = contract(markdown);
        let shown: Vec<String> = breaches.iter().map(|it| format!("{}: {} ({})", it.place, it.what, it.hint)).collect();
        expected.assert_eq(&shown.join("\n"));
    }

    fn report(words: usize, advice: usize) -> String {
        let prose = "word ".repeat(words - 20);
        let advice: String = (1..=advice).map(|at| format!("{at}. **Do:** this now\n")).collect();
        format!(
            "# Report\n\n## 1. Executive Summary\n\nIt takes **64 ms** here {prose}\n\n## 2. Key Findings\n\n* **Fast:** yes\n\n\
             ## 3. Recommendations\n\n{advice}\n## 4. Risks\n\n| Risk | Mitigation |\n|---|---|\n| a | b |\n| c | d |\n\n\
             ## 5. Conclusion\n\nFine as is.\n\n---\n\n## Data Summary\n\nnot counted\n"
        )
    }

    #[test]
    fn a_report_that_keeps_it_gives_nothing() {
        check(&report(310, 3), &expect![""]);
        assert!(is_report(&report(310, 3)) && !is_report("# Notes\n\n## Summary\n\n## Conclusion\n"));
    }

    #[test]
    fn each_breach_says_where_and_what_to_do() {
        check(
            &report(200, 4),
            &expect![[r#"
            Recommendations: it lists 4 recommendations (list exactly three)
            report: its numbered sections hold 202 words (bring their prose to 300 to 400 words)"#]],
        );
        check(
            &report(310, 3).replace("| c | d |\n", "").replace("64", "x").replace("## 5.", "## 7."),
            &expect![[r#"
            Risks: its table has 1 rows (give a table of risks and mitigations with two rows or more)
            report: the sections are not numbered one after another (number them 1, 2, 3, …)
            report: no metric stands out (set measured values in bold)"#]],
        );
        check(
            "**1. Executive Summary**\n\nFast.\n",
            &expect![[r#"
            Key Findings: the section is missing (add a numbered section with this title)
            Recommendations: the section is missing (add a numbered section with this title)
            Risks: the section is missing (add a numbered section with this title)
            Conclusion: the section is missing (add a numbered section with this title)
            report: its numbered sections hold 1 words (bring their prose to 300 to 400 words)
            report: no metric stands out (set measured values in bold)"#]],
        );
    }

    #[test]
    fn any_text_is_judged_without_end_or_panic() {
        for text in ["", "#", "**", "##", "|", "1.", "```", "---", "\u{feff}# ①", &"* x\n".repeat(50_000)] {
            assert!(!contract(text).is_empty() && !is_report(text));
        }
    }
}

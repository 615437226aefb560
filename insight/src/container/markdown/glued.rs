//! Headings that lost the line before them: `… as measured. ## Results`.

/// The heading that stands in a line after other text; one mark inside a line is a number sign.
pub(super) fn heading_after_text(line: &str) -> Option<&str> {
    let mut start = 0;
    while let Some(at) = line[start..].find(" ##").map(|at| start + at + 1) {
        let marks = line[at..].bytes().take_while(|byte| *byte == b'#').count();
        let (before, text) = (&line[..at], &line[at + marks..]);
        let begins = text.strip_prefix(' ').is_some_and(|text| text.starts_with(char::is_alphanumeric));
        // Marks of a list or a quotation stand before a heading of their own; between backticks stands code.
        let is_text = before.chars().any(char::is_alphabetic);
        let in_code = before.bytes().filter(|byte| *byte == b'`').count() % 2 == 1;
        if begins && is_text && !in_code && marks <= 6 {
            return Some(&line[at..]);
        }
        start = at + marks;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::heading_after_text;

    #[test]
    fn a_heading_after_text_is_told_from_one_of_its_own() {
        let check = |line: &str, expected: Option<&str>| assert_eq!(heading_after_text(line), expected, "{line}");
        check("# Report ## Context", Some("## Context"));
        check("- Backends: 13 ### Ranking (lower is better)", Some("### Ranking (lower is better)"));
        check("## Results ##", None);
        check("> ## Quoted", None);
        check("1. ## Listed", None);
        check("see issue # 12 and ticket ## 12a", Some("## 12a"));
        check("use `x ## y` in shells", None);
        check("C## is no language", None);
        check("| a | b |", None);
    }
}

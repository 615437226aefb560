//! Digits that state nothing about the data: dates, times, versions, list numbers, names.

use super::numeral::digits_at;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Words whose number only points somewhere: `Section 3.2`, `Table 4`.
const POINTERS: [&str; 16] = [
    "section",
    "sections",
    "table",
    "figure",
    "fig.",
    "chapter",
    "appendix",
    "step",
    "item",
    "recommendation",
    "finding",
    "line",
    "version",
    "rank",
    "report",
    "priority",
];

/// Length of the list or heading number that a line begins with, and where it begins.
pub(crate) fn list_number(line: &str) -> Option<(usize, usize)> {
    let marks = |c: char| c.is_whitespace() || matches!(c, '#' | '>' | '*' | '_' | '(');
    let start = line.len() - line.trim_start_matches(marks).len();
    let is_heading = line[..start].contains('#');
    let rest = &line[start..];
    let mut end = digits_at(rest);
    if end == 0 || end > 3 {
        return None;
    }
    while rest[end..].starts_with('.') && digits_at(&rest[end + 1..]) > 0 {
        end += 1 + digits_at(&rest[end + 1..]);
    }
    let closed = rest[end..].starts_with(['.', ')']);
    end += usize::from(closed);
    let after = rest[end..].trim_start_matches(['*', '_']);
    let spaced = after.is_empty() || after.starts_with(char::is_whitespace);
    // A heading may begin with a claim, as in `## 64 ms to the first token`: a title begins with a capital.
    let titled = is_heading && after.trim_start().starts_with(char::is_uppercase);
    let glued_title = closed && rest[end..].starts_with('*') && after.starts_with(char::is_alphabetic);
    ((spaced && (closed || titled)) || glued_title).then_some((start, end))
}

/// Length of the date that a text begins with.
pub(crate) fn date_at(text: &str) -> Option<usize> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        numeric_date(text).or_else(|| day_month(text))
    } else {
        month_day(text)
    }
}

/// `2025-11-14`, `2025/11/14`, `14.11.2025`, and what follows after a `T`.
fn numeric_date(text: &str) -> Option<usize> {
    let first = digits_at(text);
    let separator = text[first..].chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
    let second = digits_at(&text[first + 1..]);
    let at = first + 1 + second;
    if !text[at..].starts_with(separator) {
        return None;
    }
    let third = digits_at(&text[at + 1..]);
    let end = at + 1 + third;
    let year_first = first == 4 && (1..=2).contains(&second) && (1..=2).contains(&third);
    let year_last = (1..=2).contains(&first) && (1..=2).contains(&second) && third == 4;
    if !(year_first || year_last) {
        return None;
    }
    let rest = &text[end..];
    match rest.strip_prefix('T').and_then(time_at) {
        Some(time) => Some(end + 1 + time),
        None => (!rest.starts_with(char::is_alphanumeric)).then_some(end),
    }
}

/// `14 November 2025`, `28 Sep`.
fn day_month(text: &str) -> Option<usize> {
    let day = day_at(text)?;
    let rest = text[day..].strip_prefix(' ')?;
    let month = month_at(rest)?;
    let end = day + 1 + month;
    Some(end + year_behind(&text[end..]))
}

/// `November 15th, 2025`, `Nov 2025`.
fn month_day(text: &str) -> Option<usize> {
    let month = month_at(text)?;
    let year = year_behind(&text[month..]);
    if year > 0 {
        return Some(month + year);
    }
    let rest = text[month..].strip_prefix(' ')?;
    let end = month + 1 + day_at(rest)?;
    Some(end + year_behind(&text[end..]))
}

fn day_at(text: &str) -> Option<usize> {
    let digits = digits_at(text);
    let day: u32 = text[..digits].parse().ok().filter(|day| (1..=31).contains(day))?;
    let suffix = ["st", "nd", "rd", "th"].into_iter().find(|suffix| text[digits..].starts_with(suffix)).unwrap_or("");
    let end = digits + suffix.len();
    (day > 0 && !text[end..].starts_with(|c: char| c.is_alphanumeric() || c == '.')).then_some(end)
}

fn month_at(text: &str) -> Option<usize> {
    let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let word = text[..end].to_ascii_lowercase();
    let is_month =
        MONTHS.iter().any(|month| *month == word || (month[..3] == word) || (word == "sept" && *month == "september"));
    // A sentence may begin with the verb: `May 3 runs be ...` is rare enough to be read as a date.
    (is_month && text.starts_with(char::is_uppercase)).then_some(end)
}

/// Length of `, 2025` or ` 2025`; 0 when there is none.
fn year_behind(text: &str) -> usize {
    let rest = text.trim_start_matches([',', ' ']);
    let gap = text.len() - rest.len();
    let is_year = digits_at(rest) == 4
        && !rest[4..].starts_with(|c: char| c.is_alphanumeric())
        && (rest.starts_with("19") || rest.starts_with("20"));
    if is_year && (1..=2).contains(&gap) { gap + 4 } else { 0 }
}

/// Length of the time of day that a text begins with: `18:53:30`.
pub(crate) fn time_at(text: &str) -> Option<usize> {
    let hours = digits_at(text);
    if !(1..=2).contains(&hours) {
        return None;
    }
    let mut end = hours;
    let mut parts = 1;
    while text[end..].starts_with(':') && digits_at(&text[end + 1..]) == 2 {
        end += 3;
        parts += 1;
    }
    if parts == 3 && text[end..].starts_with('.') {
        end += 1 + digits_at(&text[end + 1..]);
    }
    let zone = usize::from(text[end..].starts_with('Z'));
    let ends = !text[end + zone..].starts_with(|c: char| c.is_alphanumeric() || c == ':');
    ((2..=3).contains(&parts) && ends).then_some(end + zone)
}

/// Length of `95th`, or of `95th percentile`.
pub(crate) fn ordinal_at(text: &str) -> Option<usize> {
    let digits = digits_at(text);
    let rest = text[digits..].strip_prefix("st").or_else(|| text[digits..].strip_prefix("nd"));
    let rest = rest.or_else(|| text[digits..].strip_prefix("rd")).or_else(|| text[digits..].strip_prefix("th"))?;
    if digits == 0 || rest.starts_with(char::is_alphanumeric) {
        return None;
    }
    let percentile = ["-percentile", " percentile"].into_iter().find(|word| rest.starts_with(word)).unwrap_or("");
    Some(digits + 2 + percentile.len())
}

/// Length of `0.12.3`.
pub(crate) fn version_at(text: &str) -> Option<usize> {
    let mut end = digits_at(text);
    let mut parts = usize::from(end > 0);
    while parts > 0 && text[end..].starts_with('.') && digits_at(&text[end + 1..]) > 0 {
        end += 1 + digits_at(&text[end + 1..]);
        parts += 1;
    }
    (parts >= 3).then(|| end + name_at(&text[end..]))
}

/// Length of a name or path: letters, digits, and marks between them.
pub(crate) fn name_at(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let joins = matches!(c, '-' | '.' | '/' | ':' | '\\' | '@' | '#' | '+' | '~')
            && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric() || *next == '_');
        if !(c.is_alphanumeric() || c == '_' || joins) {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// Whether a name is a percentile: `p95`, `P99.9`, `q1`.
pub(crate) fn is_percentile(name: &str) -> bool {
    name.strip_prefix(['p', 'P']).is_some_and(|rest| rest.parse::<f64>().is_ok_and(|p| p <= 100.0))
}

/// Whether the text before a number says that it only points somewhere or counts years.
pub(crate) fn label_before(before: &str, is_year: bool) -> Option<&'static str> {
    let trimmed = before.strip_suffix(' ')?;
    let word =
        trimmed.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '*')).next().unwrap_or("").to_ascii_lowercase();
    if POINTERS.contains(&word.as_str()) {
        return Some("a number of a section, table or version");
    }
    (is_year && ["in", "since", "of", "by", "year", "until", "from", "during"].contains(&word.as_str()))
        .then_some("a year")
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(read: impl Fn(&str) -> Option<usize>, texts: &[&str], expected: &Expect) {
        let shown: Vec<String> =
            texts.iter().map(|text| format!("{text:?}: {:?}", read(text).map(|end| &text[..end]))).collect();
        expected.assert_eq(&shown.join("\n"));
    }

    #[test]
    fn dates_and_times_are_told_from_numbers() {
        let dates = [
            "2025-11-14",
            "2025-11-14T18:53:30Z.",
            "2025-11",
            "14.11.2025",
            "3.2.1",
            "November 15th, 2025",
            "Nov 2025",
            "28 Sep to",
            "8 Oct 2025",
            "8 Octopus",
            "May 3",
            "may 3",
            "31.5 Mar",
        ];
        check(
            date_at,
            &dates,
            &expect![[r#"
            "2025-11-14": Some("2025-11-14")
            "2025-11-14T18:53:30Z.": Some("2025-11-14T18:53:30Z")
            "2025-11": None
            "14.11.2025": Some("14.11.2025")
            "3.2.1": None
            "November 15th, 2025": Some("November 15th, 2025")
            "Nov 2025": Some("Nov 2025")
            "28 Sep to": Some("28 Sep")
            "8 Oct 2025": Some("8 Oct 2025")
            "8 Octopus": None
            "May 3": Some("May 3")
            "may 3": None
            "31.5 Mar": None"#]],
        );
        check(
            time_at,
            &["18:53:30 UTC", "18:53", "3:1", "123:45", "18:53:30.250Z"],
            &expect![[r#"
            "18:53:30 UTC": Some("18:53:30")
            "18:53": Some("18:53")
            "3:1": None
            "123:45": None
            "18:53:30.250Z": Some("18:53:30.250Z")"#]],
        );
    }

    #[test]
    fn names_versions_and_ordinals_are_no_claims() {
        check(
            ordinal_at,
            &["95th percentile", "1st", "2nds", "4 th"],
            &expect![[r#"
            "95th percentile": Some("95th percentile")
            "1st": Some("1st")
            "2nds": None
            "4 th": None"#]],
        );
        check(
            version_at,
            &["0.12.3", "0.12", "1.2.3-rc1 x"],
            &expect![[r#"
            "0.12.3": Some("0.12.3")
            "0.12": None
            "1.2.3-rc1 x": Some("1.2.3-rc1")"#]],
        );
        check(
            |text| Some(name_at(text)),
            &["gemma3:270m.", "conv_bench_20251002-170837.json)", "a/b\\c.csv, x", "-x"],
            &expect![[r#"
                "gemma3:270m.": Some("gemma3:270m")
                "conv_bench_20251002-170837.json)": Some("conv_bench_20251002-170837.json")
                "a/b\\c.csv, x": Some("a/b\\c.csv")
                "-x": Some("-x")"#]],
        );
    }

    #[test]
    fn a_list_number_stands_at_the_start_of_a_line() {
        let shown = |line: &str| list_number(line).map(|(start, length)| line[start..start + length].to_owned());
        let lines = [
            "1. Executive Summary",
            "**1. Executive**",
            "## 2.1 Findings",
            "## 64 ms to go",
            "12) twelve",
            "1.5 s passed",
            "  3. x",
            "5 runs",
            "2025. x",
            "(4) y",
            "1.**Bold**",
        ];
        let all: Vec<String> = lines.iter().map(|line| format!("{line:?}: {:?}", shown(line))).collect();
        expect![[r###"
            "1. Executive Summary": Some("1.")
            "**1. Executive**": Some("1.")
            "## 2.1 Findings": Some("2.1")
            "## 64 ms to go": None
            "12) twelve": Some("12)")
            "1.5 s passed": None
            "  3. x": Some("3.")
            "5 runs": None
            "2025. x": None
            "(4) y": Some("4)")
            "1.**Bold**": Some("1.")"###]]
        .assert_eq(&all.join("\n"));
    }
}

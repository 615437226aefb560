//! Shares of counts, and what is left of a list: numbers that follow from the count beside or above them.

use super::super::claims::{Item, Sort, Stand};
use super::super::scanner::{What, scan};
use super::super::written::Dimension;
use super::parts::Parts;
use super::set;

/// Judges `44 (43.6%)` by the number of all files, and `… and 23 more` by the count above the list.
pub(super) fn settle(text: &str, parts: &Parts, files: f64, items: &mut [Item]) {
    let mut count: Option<(f64, usize, bool, String)> = None;
    let mut count_end = 0;
    // How many lines up to each one are items of a list.
    let list_lines: Vec<usize> = text
        .split('\n')
        .scan(0, |listed, line| {
            *listed += usize::from(line.trim_start().starts_with(['-', '*', '+']));
            Some(*listed)
        })
        .collect();
    // Right counts of the line so far.
    let mut counts: Vec<(f64, String)> = Vec::new();
    let mut counts_line = usize::MAX;
    for item in items.iter_mut().filter(|item| item.kind == Sort::Number) {
        let quantity = scan(&item.surface).into_iter().find_map(|found| match found.what {
            What::Quantity(quantity) => Some(quantity),
            What::Label(_) => None,
        });
        let Some(quantity) = quantity else { continue };
        let line = parts.place(item).line;
        let is_percent = quantity.unit.as_ref().is_some_and(|unit| unit.dimension == Dimension::Percent);
        let is_more = parts.after(text, item).trim_start().starts_with("more")
            && parts.before(text, item).trim_end().ends_with("and");
        match &count {
            Some((whole, at, is_right, key))
                if is_percent && *at == line && is_beside(parts.between(text, count_end, item.start)) =>
            {
                let truth = 100.0 * whole / files;
                let fits = (truth - quantity.value).abs() <= quantity.half * (1.0 + 1e-9);
                let stand = if fits && *is_right { Stand::Supported } else { Stand::Contradicted };
                let key = key.clone();
                set(item, stand, format!("{whole} of {files} files are {truth:.1} %"), vec![key]);
                item.derivation = Some("share");
            }
            Some((whole, at, is_right, key)) if is_more && *at < line => {
                let listed = (list_lines[line] - list_lines[*at]) as f64;
                let fits = (whole - listed - quantity.value).abs() < 0.5;
                let stand = if fits && *is_right { Stand::Supported } else { Stand::Contradicted };
                let key = key.clone();
                set(item, stand, format!("{whole} with {listed} listed"), vec![key]);
                item.derivation = Some("difference");
            }
            Some((_, at, _, _)) if *at == line && is_whole_of(parts.between(text, count_end, item.start)) => {
                let stand = if quantity.value == files { Stand::Supported } else { Stand::Contradicted };
                set(item, stand, format!("{files} files in all"), vec!["files".to_owned()]);
            }
            _ => {
                if counts_line != line {
                    (counts_line, counts) = (line, Vec::new());
                }
                let sum: f64 = counts.iter().map(|(count, _)| count).sum();
                let is_sum = item.verdict != Stand::Supported && counts.len() > 1 && sum == quantity.value;
                let behind = parts.after(text, item).trim_start().to_lowercase();
                if is_sum && ["of", "out of", "/", "files", "in total"].iter().any(|word| behind.starts_with(word)) {
                    let keys = counts.iter().map(|(_, key)| key.clone()).collect();
                    set(item, Stand::Supported, format!("the counts before it are {sum} together"), keys);
                    item.derivation = Some("sum");
                    count = Some((sum, line, true, "files".to_owned()));
                    count_end = item.end;
                    continue;
                }
                let is_count = item.fact_keys.iter().any(|key| key.starts_with("files"));
                if is_count && quantity.value.fract() == 0.0 && !is_percent {
                    let key = item.fact_keys.first().cloned().unwrap_or_default();
                    if item.verdict == Stand::Supported
                        && key != "files"
                        && !counts.iter().any(|(_, other)| *other == key)
                    {
                        counts.push((quantity.value, key.clone()));
                    }
                    count = Some((quantity.value, line, item.verdict == Stand::Supported, key));
                    count_end = item.end;
                }
            }
        }
    }
}

/// Whether the gap says that what follows is all there is: `73 out of 101`, `92/101`.
fn is_whole_of(gap: &str) -> bool {
    ["of", "out of", "of the", "out of the", "/", "files of the", "files of", "out of all", "of all"]
        .contains(&gap.trim())
}

/// Whether nothing but a bracket or a few words stands between a count and its share: `44 (43.6%)`, `44 files, or 43.6%`.
fn is_beside(gap: &str) -> bool {
    let words = gap.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let known = [
        "files",
        "file",
        "or",
        "about",
        "i",
        "e",
        "approximately",
        "roughly",
        "documents",
        "csv",
        "json",
        "jsonl",
        "markdown",
        "md",
    ];
    gap.len() < 40 && words.into_iter().all(|word| known.contains(&word.to_lowercase().as_str()))
}

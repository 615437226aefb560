//! What a model answered, read as far as it goes: whole items of the JSON that was asked for, else lines of free text.

use super::contract::without_bullet;
use super::form;
use super::part::{Item, Part};
use super::partial::{Field, Partial};

/// The items of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    /// As written, slots still open.
    pub(crate) items: Vec<Item>,
    /// Whether it had the form that was asked for; a backend may ignore the schema.
    pub(crate) has_form: bool,
}

impl Answer {
    /// Reads the answer to a part.
    pub(crate) fn read(part: Part, text: &str) -> Self {
        let is_json = text.trim_start().starts_with('{');
        let partial = Partial::of(text);
        let items = items(part, partial.fields(), true);
        if !items.is_empty() {
            let has_form = is_json && form::is_kept(part, &items);
            return Self { items: usable(part, items), has_form };
        }
        let lines = text.lines().filter(|_| !is_json);
        Self { items: usable(part, lines.flat_map(|line| free(part, line))), has_form: false }
    }
}

/// Longer than this no sentence of a report is, in characters.
const LONGEST: usize = 400;

/// The first items that are as long as a sentence may be; what is said again is said once.
fn usable(part: Part, items: impl IntoIterator<Item = Item>) -> Vec<Item> {
    let is_short = |text: &str| text.chars().nth(LONGEST).is_none();
    let mut usable: Vec<Item> = Vec::new();
    for item in items {
        if usable.len() == part.items().1 {
            break;
        }
        if is_short(&item.lead) && is_short(&item.text) && !usable.contains(&item) {
            usable.push(item);
        }
    }
    usable
}

/// The items among strings; `whole` leaves out those that are still being written.
pub(crate) fn items(part: Part, fields: &[Field], whole: bool) -> Vec<Item> {
    let wanted = part.fields();
    let (text, _) = wanted[wanted.len() - 1];
    let lead = (wanted.len() > 1).then(|| wanted[0].0);
    let mut items: Vec<Item> = Vec::new();
    let mut open: Option<(usize, Item)> = None;
    for field in fields.iter().filter(|field| field.whole || !whole) {
        let is_lead = lead == Some(field.name.as_str());
        if !is_lead && field.name != text && !(field.name.is_empty() && lead.is_none()) {
            continue;
        }
        let mut item =
            open.take().filter(|(number, _)| *number == field.item).map_or_else(Item::default, |(_, item)| item);
        if is_lead && (field.whole || !whole) {
            item.lead.clone_from(&field.text);
            open = Some((field.item, item));
        } else {
            item.text.clone_from(&field.text);
            if lead.is_none() || !item.lead.is_empty() {
                items.push(item);
            }
        }
    }
    items
}

/// A line of free text as items: a bullet, a row of a table, or the sentences of a paragraph.
fn free(part: Part, line: &str) -> Vec<Item> {
    let line = line.trim();
    let rule = |c: char| matches!(c, '-' | '=' | '|' | ':' | ' ' | '*' | '`');
    if line.starts_with('#') || line.chars().all(rule) {
        return Vec::new();
    }
    let has_lead = part.fields().len() > 1;
    let clean = |text: &str| text.replace(['*', '`'], "").trim().to_owned();
    if let Some(row) = line.strip_prefix('|') {
        let cells: Vec<&str> = row.trim_end_matches('|').split('|').collect();
        let [lead, text] = cells[..] else { return Vec::new() };
        let item = Item { lead: clean(lead), text: clean(text) };
        let is_header = item.lead.eq_ignore_ascii_case("risk");
        return if has_lead && !is_header { vec![item] } else { Vec::new() };
    }
    let bullet = without_bullet(line).unwrap_or(line);
    if !has_lead {
        let text = clean(bullet);
        let ends = text.match_indices(". ").map(|(at, _)| at + 1).chain([text.len()]);
        let mut from = 0;
        let sentences = ends.map(|end| text[std::mem::replace(&mut from, end)..end].trim().to_owned());
        return sentences.filter(|text| !text.is_empty()).map(|text| Item { lead: String::new(), text }).collect();
    }
    // A title stands in bold or before a colon.
    let bold = bullet.strip_prefix("**").and_then(|rest| rest.split_once("**"));
    let Some((lead, text)) = bold.or_else(|| bullet.split_once(": ")) else { return Vec::new() };
    let text = clean(text.trim_start_matches([':', ' ']));
    let lead = clean(lead).trim_end_matches(':').to_owned();
    if lead.is_empty() || text.is_empty() { Vec::new() } else { vec![Item { lead, text }] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(part: Part, text: &str, expected: &Expect) {
        let answer = Answer::read(part, text);
        let items: Vec<String> = answer.items.iter().map(|item| format!("[{}] {}\n", item.lead, item.text)).collect();
        expected.assert_eq(&format!("{}form: {}", items.concat(), answer.has_form));
    }

    #[test]
    fn the_form_that_was_asked_for_is_read_as_far_as_it_is_whole() {
        check(
            Part::Risks,
            r#"{"items":[{"risk":"Loads are mixed","mitigation":"Warm up."},{"risk":"One run","mitigation":"Repeat."}]}"#,
            &expect![[r#"
                [Loads are mixed] Warm up.
                [One run] Repeat.
                form: true"#]],
        );
        check(
            Part::Risks,
            r#"{"items":[{"risk":"Loads are mixed","mitigation":"Warm up."},{"risk":"One run","mitig"#,
            &expect![[r#"
                [Loads are mixed] Warm up.
                form: false"#]],
        );
        check(
            Part::Conclusion,
            r#"{"items":[{"text":"It takes 64 ms."}]}"#,
            &expect![[r#"
            [] It takes 64 ms.
            form: false"#]],
        );
    }

    #[test]
    fn free_text_is_read_by_sentences_bullets_and_rows() {
        check(
            Part::Executive,
            "## 1. Executive Summary\nThe model is **fast**. It takes 1.5 s.\n",
            &expect![[r#"
            [] The model is fast.
            [] It takes 1.5 s.
            form: false"#]],
        );
        check(
            Part::Findings,
            "* **Fast:** It takes 64 ms.\n- Slow: loads.\nno title",
            &expect![[r#"
            [Fast] It takes 64 ms.
            [Slow] loads.
            form: false"#]],
        );
        check(
            Part::Risks,
            "| Risk | Mitigation |\n|---|---|\n| One run | Repeat |\n",
            &expect![[r#"
            [One run] Repeat
            form: false"#]],
        );
        check(Part::Findings, "", &expect!["form: false"]);
        check(
            Part::Conclusion,
            "64 µs are enough.\n2. A second one.",
            &expect![[r#"
            [] 64 µs are enough.
            [] A second one.
            form: false"#]],
        );
    }
}

//! The form a model's answer must have: a JSON schema whose strings admit letters, signs and slots, and never a digit.
//!
//! Whether an answer has it is looked at again when it comes: some backends ignore a schema without a word.

use super::part::{Item, Part};
use serde_json::{Value, json};

/// Names that may be chosen among for what to tell: least and most.
pub(crate) const TOLD: (usize, usize) = (3, 8);

/// A word of prose with the signs that may follow it.
const WORD: &str = "[(]?[A-Za-z]{1,14}([/'-][A-Za-z]{1,14})?[),;:]?";

/// The schema of a part; `aliases` are those of the slots it may use.
pub(super) fn schema(part: Part, aliases: &[&str]) -> Value {
    let fields = part.fields();
    let properties: serde_json::Map<String, Value> = fields
        .iter()
        .enumerate()
        .map(|(at, (name, words))| {
            let is_sentence = at + 1 == fields.len();
            ((*name).to_owned(), json!({ "type": "string", "pattern": pattern(*words, is_sentence, aliases) }))
        })
        .collect();
    let required: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
    let (least, most) = part.items();
    let item =
        json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false });
    json!({
        "type": "object",
        "properties": { "items": { "type": "array", "minItems": least, "maxItems": most, "items": item } },
        "required": ["items"],
        "additionalProperties": false,
    })
}

/// The schema of the choice of what to tell.
pub(crate) fn choice(aliases: &[&str]) -> Value {
    let (least, most) = TOLD;
    let (least, most) = (least.min(aliases.len()), most.min(aliases.len()));
    json!({
        "type": "object",
        "properties": { "tell": { "type": "array", "minItems": least, "maxItems": most, "items": { "type": "string", "enum": aliases } } },
        "required": ["tell"],
        "additionalProperties": false,
    })
}

fn pattern((least, most): (usize, usize), is_sentence: bool, aliases: &[&str]) -> String {
    let end = if is_sentence { "\\." } else { "" };
    let (first, next) = if aliases.is_empty() || !is_sentence {
        ("[A-Z][A-Za-z]{0,13}".to_owned(), format!(" {WORD}"))
    } else {
        let slot = format!("\\{{({})\\}}", aliases.join("|"));
        (format!("([A-Z][A-Za-z]{{0,13}}|{slot})"), format!(" ({WORD}|{slot}[,;:]?)"))
    };
    format!("^{first}({next}){{{},{}}}{end}$", least - 1, most - 1)
}

/// Whether a text holds only what the pattern admits; what stands in braces is looked at when it is filled.
fn admits(text: &str) -> bool {
    let mut inside = false;
    text.chars().all(|letter| {
        match letter {
            '{' => inside = true,
            '}' => inside = false,
            _ => {}
        }
        letter.is_ascii_alphabetic() || " ,;:()'/-.{}".contains(letter) || (inside && letter.is_ascii_digit())
    })
}

/// Whether items are what was asked for.
pub(crate) fn is_kept(part: Part, items: &[Item]) -> bool {
    let (least, most) = part.items();
    (least..=most).contains(&items.len()) && items.iter().all(|item| admits(&item.lead) && admits(&item.text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn a_sentence_is_words_and_slots_and_ends_with_a_stop() {
        expect![[r#"^([A-Z][A-Za-z]{0,13}|\{(A1|N1)\})( ([(]?[A-Za-z]{1,14}([/'-][A-Za-z]{1,14})?[),;:]?|\{(A1|N1)\}[,;:]?)){9,21}\.$"#]]
            .assert_eq(&pattern((10, 22), true, &["A1", "N1"]));
        expect![[r#"^[A-Z][A-Za-z]{0,13}( [(]?[A-Za-z]{1,14}([/'-][A-Za-z]{1,14})?[),;:]?){1,5}$"#]]
            .assert_eq(&pattern((2, 6), false, &["A1"]));
    }

    #[test]
    fn a_digit_outside_a_slot_or_a_letter_of_another_script_is_noticed() {
        for (text, admitted) in [
            ("Warm first tokens (TTFT) take {A12}, not more.", true),
            ("It takes 64 ms.", false),
            ("It takes {A1}5 ms.", false),
            ("Es dauert über {A1}.", false),
            ("It takes ٣ ms.", false),
            ("<b>fast</b>", false),
            ("A line\nand another", false),
        ] {
            assert_eq!(admits(text), admitted, "{text}");
        }
    }
}

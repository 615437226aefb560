//! Damaged and unusual JSON, and agreement with serde_json on the rest.

use super::*;
use expect_test::{Expect, expect};

fn check(inputs: &[&str], expected: &Expect) {
    let mut shown = String::new();
    for input in inputs {
        shown += &format!("{input}\n");
        let faults = parse(input, |tree| {
            shown += "    ";
            tree.write(&mut shown);
            shown += "\n";
        });
        for (fault, at) in faults {
            shown += &format!("    ! {fault:?} at {at}\n");
        }
    }
    expected.assert_eq(&shown);
}

#[test]
fn what_programs_write_beyond_the_standard_is_read() {
    check(
        &[
            r#"{"a": NaN, "b": -Infinity, "c": [1, 2,], }"#,
            r#"{"a": 1} {"a": 2}"#,
            r#""é😀 \ud83d\ude00 \ud83d \q \"x\"""#,
            "[]",
            "",
        ],
        &expect![[r#"
            {"a": NaN, "b": -Infinity, "c": [1, 2,], }
                {"a": NaN, "b": -inf, "c": [1, 2]}
                ! TrailingComma at 38
                ! TrailingComma at 41
            {"a": 1} {"a": 2}
                {"a": 1}
                {"a": 2}
            "é😀 \ud83d\ude00 \ud83d \q \"x\""
                "é😀 😀 � q \"x\""
            []
                []

        "#]],
    );
}

#[test]
fn a_cut_text_keeps_what_came_before() {
    check(
        &[
            r#"[{"a": 1}, {"a": 2}, {"a":"#,
            r#"[{"a": 1}, {"a": 2"#,
            r#"{"m": "x", "r": [{"a": 1}, {"a"#,
            r#"{"r": [{"s": [1, 2, 3"#,
            r#"{"a": "x"#,
            "[",
        ],
        &expect![[r#"
            [{"a": 1}, {"a": 2}, {"a":
                [{"a": 1}, {"a": 2}]
                ! CutRow at 26
            [{"a": 1}, {"a": 2
                [{"a": 1}]
                ! CutRow at 18
            {"m": "x", "r": [{"a": 1}, {"a
                {"m": "x", "r": [{"a": 1}]}
                ! CutRow at 30
            {"r": [{"s": [1, 2, 3
                {"r": [{"s": [1, 2]}]}
                ! Cut at 21
            {"a": "x
                {}
                ! Cut at 8
            [
                []
                ! Cut at 1
        "#]],
    );
}

#[test]
fn damage_costs_what_stands_beside_it() {
    check(
        &[
            r#"{"a": 1 "b": 2}"#,
            r#"{"a" 1, "b": 2}"#,
            r#"{"a": [1, 2}, "b": 3}"#,
            r#"{"a": 1], "b": 3}"#,
            r#"{"a": x1, "b": 3}"#,
            "{\"a\": \"open,\n\"b\": 3}",
            "}}",
            r#"{"a": , "b": 3}"#,
            "[1,,2]",
        ],
        &expect![[r#"
            {"a": 1 "b": 2}
                {"a": 1, "b": 2}
                ! Punctuation at 8
            {"a" 1, "b": 2}
                {"b": 2}
                ! Punctuation at 5
                ! Garbage at 5
            {"a": [1, 2}, "b": 3}
                {"a": [1, 2]}
                "b"
                ! Punctuation at 11
                ! Garbage at 12
                ! Garbage at 17
                ! Punctuation at 20
            {"a": 1], "b": 3}
                {"a": 1, "b": 3}
                ! Punctuation at 7
            {"a": x1, "b": 3}
                {"b": 3}
                ! Garbage at 6
            {"a": "open,
            "b": 3}
                {"a": "open,", "b": 3}
                ! Punctuation at 12
                ! Punctuation at 13
            }}
                ! Punctuation at 0
                ! Punctuation at 1
            {"a": , "b": 3}
                {"b": 3}
                ! Punctuation at 6
            [1,,2]
                [1, 2]
                ! Punctuation at 3
        "#]],
    );
}

#[test]
fn nesting_ends_at_a_limit() {
    let deep = format!("[{}{}, 7]", "[".repeat(100_000), "]".repeat(100_000));
    let mut found = Vec::new();
    let faults = parse(&deep, |tree| found.push(tree.holds_numbers()));
    assert_eq!(faults.iter().map(|(fault, _)| *fault).collect::<Vec<_>>(), [Fault::TooDeep]);
    assert_eq!(found, [true]);
}

fn written(tree: &Tree<'_>) -> String {
    let mut text = String::new();
    tree.write(&mut text);
    text
}

fn of_serde(value: &serde_json::Value) -> Tree<'_> {
    match value {
        serde_json::Value::Null => Tree::Null,
        serde_json::Value::Bool(flag) => Tree::Flag(*flag),
        serde_json::Value::Number(number) => Tree::Number(number.as_f64().unwrap()),
        serde_json::Value::String(text) => Tree::Text(text.as_str().into()),
        serde_json::Value::Array(items) => Tree::List(Inside { at: 0, all: items.iter().map(of_serde).collect() }),
        serde_json::Value::Object(members) => {
            let all = members.iter().map(|(key, value)| (key.as_str().into(), of_serde(value))).collect();
            Tree::Map(Inside { at: 0, all })
        }
    }
}

proptest::proptest! {
    #[test]
    fn what_serde_json_reads_is_read_alike(text in r#"[\[\{][ \[\]\{\}",:a\\n0-9.e-]{0,24}"#) {
        if let Ok(value) = serde_json::from_str::<serde_json::Value>(&text) {
            let mut documents = Vec::new();
            let faults = parse(&text, |tree| documents.push(tree));
            // A repeated key keeps its last value in serde_json.
            if !text.contains('"') {
                proptest::prop_assert_eq!(written(&documents[0]), written(&of_serde(&value)));
                proptest::prop_assert_eq!(documents.len(), 1);
            }
            proptest::prop_assert!(faults.is_empty());
        }
    }

    #[test]
    fn any_text_is_read_to_its_end(text in r#"[ \[\]\{\}",:a\\n0-9.eé-]{0,40}"#) {
        parse(&text, |_| {});
    }
}

//! Tables of Markdown, whole and damaged.

use super::*;
use expect_test::{Expect, expect};

fn check(text: &str, expected: &Expect) {
    let head = Head { file: "f.md", kind: Kind::Markdown, text, whole: true };
    let content = Box::new(MarkdownReader::open(&head)).finish();
    let mut shown = String::new();
    for table in &content.tables {
        shown += &format!("[{}] line {}\n", table.place, table.first_line.unwrap());
        for column in &table.columns {
            shown += &format!("  {}: {:?}\n", column.name, column.cells().collect::<Vec<_>>());
        }
    }
    shown += &format!("prose: {:?}\n", content.prose);
    for problem in &content.ledger.problems {
        shown += &format!("{problem}\n");
    }
    expected.assert_eq(&shown);
}

#[test]
fn tables_stand_under_their_heading() {
    check(
        "# Run\ntext\n\n| a | **b** |\n|---|:-:|\n| 1 | `x` |\n| **2** | y\\|z |\n\nmore\n## Two\n\na | b\n-- | --\n3 |\n",
        &expect![[r##"
            [Run] line 6
              a: [Number(1.0), Number(2.0)]
              b: [Text("x"), Text("y|z")]
            [Two] line 14
              a: [Number(3.0)]
              b: [Missing]
            prose: "# Run\ntext\n\n\n\nmore\n## Two\n\n\n\n"
            row has fewer cells than the header, the others are empty (line 14)
        "##]],
    );
}

#[test]
fn a_table_that_lost_its_line_breaks_is_still_a_table() {
    check(
        "Sweep ## Speed\nBest was 0.1 s. | tag | s |\n| --- | --- |\n| q4 | 1.5 |\n| q8 | 2.5 | See plots. ## Next | n | v |\n| --- | --- |\n| 1 | 2 |\n",
        &expect![[r#"
            [Speed] line 4
              tag: [Text("q4"), Text("q8")]
              s: [Number(1.5), Number(2.5)]
            [Next] line 7
              n: [Number(1.0)]
              v: [Number(2.0)]
            prose: "Sweep ## Speed\nBest was 0.1 s. \nSee plots. ## Next  \n\n"
            text after the last cell of a row, read as prose (line 5)
        "#]],
    );
}

#[test]
fn lines_with_bars_and_no_dashes_below_are_prose() {
    check(
        "a | b\nc | d\n\n---\n\nx\n",
        &expect![[r#"
        prose: "a | b\nc | d\n\n---\n\nx\n\n"
    "#]],
    );
}

//! What cells of a column become.

use super::*;
use expect_test::{Expect, expect};

fn check(name: &str, cells: &[&str], expected: &Expect) {
    let mut builder = ColumnBuilder::new(name);
    cells.iter().for_each(|cell| builder.push_written(cell));
    let mut columns = Vec::new();
    builder.finish_into(&mut columns);
    let shown: Vec<String> = columns
        .iter()
        .map(|column| {
            assert_eq!(column.len(), cells.len());
            assert_eq!(column.written().len(), cells.len());
            let cells: Vec<String> = column.cells().map(|cell| format!("{cell:?}")).collect();
            format!("{} {:?}: {}", column.name, column.unit_written, cells.join(" "))
        })
        .collect();
    expected.assert_eq(&shown.join("\n"));
}

#[test]
fn a_unit_in_every_cell_belongs_to_the_column() {
    check("c", &["53.51 W", " 1,053.5 W", ""], &expect![[r#"c Some("W"): Number(53.51) Number(1053.5) Missing"#]]);
    check("c", &["5 W", "[N/A]"], &expect![[r#"c Some("W"): Number(5.0) Missing"#]]);
    check("c", &["1,024", "512"], &expect!["c None: Number(1024.0) Number(512.0)"]);
    check("c", &["5 W", "5"], &expect![[r#"c None: Text("5 W") Number(5.0)"#]]);
    check("c", &["8b", "4b"], &expect![[r#"c None: Text("8b") Text("4b")"#]]);
}

#[test]
fn parameters_of_a_model_are_counted_in_billions_and_not_in_bytes() {
    check("params", &["1.24 B", "999.89 M"], &expect!["params None: Number(1240000000.0) Number(999890000.0)"]);
    check("Params", &["4.3B"], &expect!["Params None: Number(4300000000.0)"]);
    check("size", &["1.24 B"], &expect![[r#"size Some("B"): Number(1.24)"#]]);
}

#[test]
fn units_of_one_kind_become_the_base_unit_and_others_stay_text() {
    check(
        "c",
        &["999 us", "1.5 ms", "3 s", "1m30s"],
        &expect![[r#"c Some("s"): Number(0.000999) Number(0.0015) Number(3.0) Number(90.0)"#]],
    );
    check("c", &["5 W", "5 kW"], &expect![[r#"c Some("W"): Number(5.0) Number(5000.0)"#]]);
    check("c", &["5 W", "5 ms"], &expect![[r#"c None: Text("5 W") Text("5 ms")"#]]);
    check("c", &["5 W", "$5"], &expect![[r#"c None: Text("5 W") Text("$5")"#]]);
}

#[test]
fn words_for_an_absent_value_among_numbers_are_missing() {
    check("c", &["n/a", "5", "-", "#N/A"], &expect!["c None: Missing Number(5.0) Missing Missing"]);
    check("c", &["none", "x"], &expect![[r#"c None: Text("none") Text("x")"#]]);
    check("c", &["none", "none"], &expect![[r#"c None: Text("none") Text("none")"#]]);
    check("c", &["failed", "5"], &expect![[r#"c None: Text("failed") Number(5.0)"#]]);
}

#[test]
fn an_error_is_a_column_beside_its_values() {
    check(
        "t/s",
        &["2368.80 ± 93.24", "155.5"],
        &expect![[r#"
        t/s None: Number(2368.8) Number(155.5)
        t/s ± None: Number(93.24) Missing"#]],
    );
    check(
        "time",
        &["1.5 ms ± 0.25 ms", "2 ms ± 10%"],
        &expect![[r#"
        time Some("ms"): Number(1.5) Number(2.0)
        time ± Some("ms"): Number(0.25) Number(0.2)"#]],
    );
}

#[test]
fn a_decimal_comma_is_told_from_grouped_digits_by_the_whole_column() {
    check("c", &["1,5", "2,125", "3"], &expect!["c None: Number(1.5) Number(2.125) Number(3.0)"]);
    check("c", &["1.234,50", "987,25"], &expect!["c None: Number(1234.5) Number(987.25)"]);
    check("c", &["1,125", "2,125"], &expect!["c None: Number(1125.0) Number(2125.0)"]);
    check("c", &["1,5", "2.5"], &expect![[r#"c None: Text("1,5") Number(2.5)"#]]);
}

#[test]
fn hours_and_minutes_are_a_duration_where_the_name_says_so() {
    check("elapsed", &["0:01:30", "1:00:00.5"], &expect![[r#"elapsed Some("s"): Number(90.0) Number(3600.5)"#]]);
    check("wall time", &["1:30", "0:02.5"], &expect![[r#"wall time Some("s"): Number(90.0) Number(2.5)"#]]);
    check("started", &["16:01:30", "16:02:30"], &expect![[r#"started None: Text("16:01:30") Text("16:02:30")"#]]);
}

#[test]
fn long_whole_numbers_keep_every_digit_unless_they_count() {
    check(
        "request_id",
        &["10688027786191513374", "10688027786191513375"],
        &expect![[r#"request_id None: Text("10688027786191513374") Text("10688027786191513375")"#]],
    );
    check(
        "start_ns",
        &["1731600000123456789", "1731600000123456790"],
        &expect!["start_ns None: Number(1.7316000001234568e18) Number(1.7316000001234568e18)"],
    );
}

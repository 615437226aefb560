//! CSV as people and programs write it.

use crate::reading::FileReader;
use expect_test::{Expect, expect};

fn check_bytes(path: &str, bytes: &[u8], expected: &Expect) {
    let mut reader = FileReader::new(path);
    reader.push(bytes);
    let reading = reader.finish();
    let mut shown = format!("{} of {} rows\n", reading.rows.kept, reading.rows.in_file);
    for table in &reading.tables {
        shown += &format!("[{}] line {:?}\n", table.place, table.first_line);
        for column in &table.columns {
            let cells: Vec<String> = column.cells().map(|cell| format!("{cell:?}")).collect();
            shown += &format!("  {} {:?}: {}\n", column.name, column.unit_written, cells.join(" "));
        }
    }
    for problem in &reading.problems {
        shown += &format!("{:?}: {}\n", problem.severity, problem.to_string().replace('\n', "; "));
    }
    expected.assert_eq(&shown);
}

fn check(text: &str, expected: &Expect) {
    check_bytes("f.csv", text.as_bytes(), expected);
}

#[test]
fn the_delimiter_is_the_one_that_the_rows_agree_on() {
    check(
        "a;b\n1,5;x, y\n2;z\n",
        &expect![[r#"
        2 of 2 rows
        [] line Some(2)
          a None: Number(1.5) Number(2.0)
          b None: Text("x, y") Text("z")
    "#]],
    );
    check(
        "a\tb\n1\tx, y\n2\tz\n",
        &expect![[r#"
        2 of 2 rows
        [] line Some(2)
          a None: Number(1.0) Number(2.0)
          b None: Text("x, y") Text("z")
    "#]],
    );
    check(
        "a|b\n1|x\n2|z\n",
        &expect![[r#"
        2 of 2 rows
        [] line Some(2)
          a None: Number(1.0) Number(2.0)
          b None: Text("x") Text("z")
    "#]],
    );
}

#[test]
fn a_units_row_belongs_to_the_header_and_a_missing_header_is_said() {
    check(
        "kernel,time,share\n,us,%\nk1,12,50\nk2,\"1,024\",60\n",
        &expect![[r#"
        2 of 2 rows
        [] line Some(3)
          kernel None: Text("k1") Text("k2")
          time Some("us"): Number(12.0) Number(1024.0)
          share Some("%"): Number(50.0) Number(60.0)
    "#]],
    );
    check(
        "1,x,2.5\n2,y,3.5\n",
        &expect![[r#"
        2 of 2 rows
        [] line Some(1)
          column 1 None: Number(1.0) Number(2.0)
          column 2 None: Text("x") Text("y")
          column 3 None: Number(2.5) Number(3.5)
        Doubt: no header row, columns are named by their place (line 1); hint: add a first line with the names of the columns
    "#]],
    );
    check(
        "a,a,\n1,2,3\n",
        &expect![[r#"
        1 of 1 rows
        [] line Some(2)
          a None: Number(1.0)
          a (2) None: Number(2.0)
          column 3 None: Number(3.0)
    "#]],
    );
}

#[test]
fn rows_of_another_width_are_said() {
    check(
        "a,b,c\n1,2,3\n1,2\n1,2,3,\n1,2,3,4\n5,6,7\n",
        &expect![[r#"
        4 of 5 rows
        [] line Some(2)
          a None: Number(1.0) Number(1.0) Number(1.0) Number(5.0)
          b None: Number(2.0) Number(2.0) Number(2.0) Number(6.0)
          c None: Number(3.0) Missing Number(3.0) Number(7.0)
        Doubt: row has fewer fields than the header, the others are empty (line 3)
        Lost: row has more fields than the header, so its values have no certain column (line 5); hint: check the header and the quotes around fields
    "#]],
    );
    check(
        "a,b\n1,2,3\n4,5,6\n7,8,9\n",
        &expect![[r#"
            3 of 3 rows
            [] line Some(2)
              column 1 None: Number(1.0) Number(4.0) Number(7.0)
              column 2 None: Number(2.0) Number(5.0) Number(8.0)
              column 3 None: Number(3.0) Number(6.0) Number(9.0)
            Doubt: the header has 2 names and the rows have 3 values, so that no value has a certain name (line 2); hint: add the missing name to the header
        "#]],
    );
    check(
        "a,b,c\n1,2,3\n4,5",
        &expect![[r#"
        1 of 2 rows
        [] line Some(2)
          a None: Number(1.0)
          b None: Number(2.0)
          c None: Number(3.0)
        Lost: the file is cut in its last row, which is lost (line 3); hint: copy the file again
    "#]],
    );
    check(
        "a,b\n1,2\n3,\"never closed",
        &expect![[r#"
        1 of 2 rows
        [] line Some(2)
          a None: Number(1.0)
          b None: Number(2.0)
        Lost: the file is cut in its last row, which is lost (line 3); hint: copy the file again
    "#]],
    );
}

#[test]
fn lines_beside_the_table_are_no_rows() {
    check(
        "made by a tool\n\na,b\n1,2\n# a comment\n3,4\n",
        &expect![[r#"
            2 of 2 rows
            [] line Some(4)
              a None: Number(1.0) Number(3.0)
              b None: Number(2.0) Number(4.0)
            Note: line beside the table, not read as a row (first at line 1, 2 times)
        "#]],
    );
    check(
        "Metric,Value\nn,5\n\nname,avg,max\nx,1,2\ny,3,4\nz,5,6\n",
        &expect![[r#"
        4 of 4 rows
        [] line Some(2)
          Metric None: Text("n")
          Value None: Number(5.0)
        [line 5] line Some(5)
          name None: Text("x") Text("y") Text("z")
          avg None: Number(1.0) Number(3.0) Number(5.0)
          max None: Number(2.0) Number(4.0) Number(6.0)
    "#]],
    );
    check(
        "name,avg,max\nx,1,2\n\nMetric,Value\nn,5\nm,6\n",
        &expect![[r#"
        3 of 3 rows
        [] line Some(2)
          name None: Text("x")
          avg None: Number(1.0)
          max None: Number(2.0)
        [line 5] line Some(5)
          Metric None: Text("n") Text("m")
          Value None: Number(5.0) Number(6.0)
    "#]],
    );
}

#[test]
fn text_without_rows_is_no_table() {
    check(
        "ERROR: the option '--page' is not valid. Use --help, please.\n",
        &expect![[r#"
        0 of 0 rows
        Lost: no table found; hint: drop CSV, JSON, JSON lines or Markdown with tables
    "#]],
    );
    check(
        "",
        &expect![[r#"
        0 of 0 rows
        Lost: the file is empty; hint: run the tool again, or leave the file out
    "#]],
    );
    check(
        "a,b\n",
        &expect![[r#"
        0 of 0 rows
        [] line Some(2)
          a None: 
          b None: 
        Doubt: a header without rows; hint: the file may be cut, or the run wrote no results
    "#]],
    );
    check_bytes(
        "run.log",
        b"LOG {\"k\": \"a\", \"v\": 1}\nLOG {\"k\": \"b\", \"v\": 2}\nLOG {\"k\": \"c\", \"v\": 3}\n",
        &expect![[r#"
            0 of 0 rows
            Lost: no table found; hint: drop CSV, JSON, JSON lines or Markdown with tables
        "#]],
    );
}

#[test]
fn encodings_are_told_by_their_bytes() {
    let wide: Vec<u8> = "\u{feff}a,b\n1,é\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    check_bytes(
        "f.csv",
        &wide,
        &expect![[r#"
        1 of 1 rows
        [] line Some(2)
          a None: Number(1.0)
          b None: Text("é")
    "#]],
    );
    check_bytes(
        "f.csv",
        &wide[2..],
        &expect![[r#"
        1 of 1 rows
        [] line Some(2)
          a None: Number(1.0)
          b None: Text("é")
    "#]],
    );
    check_bytes(
        "f.csv",
        b"\xef\xbb\xbfa,b\r\n1,x\r\n",
        &expect![[r#"
        1 of 1 rows
        [] line Some(2)
          a None: Number(1.0)
          b None: Text("x")
    "#]],
    );
    check_bytes(
        "f.csv",
        b"a,b\n1,caf\xe9\n",
        &expect![[r#"
        1 of 1 rows
        [] line Some(2)
          a None: Number(1.0)
          b None: Text("café")
        Doubt: not UTF-8, read as Windows-1252; hint: save the file as UTF-8
    "#]],
    );
    check_bytes(
        "f.csv",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\x01\x02\x03",
        &expect![[r#"
        0 of 0 rows
        Lost: not text; hint: drop the text file that the tool writes beside it
    "#]],
    );
}

//! Whatever a file holds, reading it never panics, its rows add up, and the way the bytes arrive does not show.

use insight::problem::Severity;
use insight::reading::{FileReader, Reading};
use proptest::prelude::*;

const CSV: &str = "run,model,tok_s,note\n1,gemma3,10.5,\"a, b\"\n2,gemma3,11.25,\"say \"\"hi\"\"\"\n3,llama,9,\"two\nlines\"\n4,llama,8.5,\n5,qwen,7,é\n";
const LINES: &str = "{\"run\": 1, \"s\": [1, 2], \"m\": {\"a\": \"x\"}}\n{\"run\": 2, \"s\": [3.5], \"m\": {\"a\": \"y\"}}\n{\"run\": 3, \"s\": [NaN], \"m\": {\"a\": \"é\"}}\n";
const JSON: &str = "{\"model\": \"gemma3\", \"results\": [\n {\"run\": 1, \"ttft_s\": 0.1, \"s\": [1, 2]},\n {\"run\": 2, \"ttft_s\": 0.2, \"s\": [3]},\n {\"run\": 3, \"ttft_s\": 0.3, \"s\": []}], \"by\": {\"a\": {\"n\": 1}, \"b\": {\"n\": 2}}}\n";
const MARKDOWN: &str =
    "# Runs\nOn 2025-10-08. | model | tok/s |\n|---|---|\n| gemma3 | 10.5 |\n| llama | 9 | Then this.\n";
const SAMPLES: [(&str, &str); 4] = [("a.csv", CSV), ("a.jsonl", LINES), ("a.json", JSON), ("a.md", MARKDOWN)];

fn read<'a>(path: &str, chunks: impl IntoIterator<Item = &'a [u8]>) -> Reading {
    let mut reader = FileReader::new(path);
    for chunk in chunks {
        reader.push(chunk);
    }
    let reading = reader.finish();
    let rows: usize = reading.tables.iter().map(insight::table::Table::records).sum();
    assert_eq!(reading.rows.kept, rows as u64, "rows that are counted stand in tables: {path}");
    assert_eq!(reading.rows.kept + reading.rows.reported, reading.rows.in_file, "rows add up: {path}");
    for table in &reading.tables {
        for column in &table.columns {
            assert_eq!(column.len(), table.rows, "`{}` of {path}", column.name);
        }
        if let Some(parent) = &table.parent {
            assert_eq!(parent.rows.len(), table.rows, "`{}` of {path}", table.place);
        }
    }
    reading
}

fn shown(reading: &Reading) -> String {
    let mut shown = format!("{} {} {:?} {:?}\n", reading.bytes, reading.hash, reading.recognized, reading.rows);
    shown += &format!("{:?} {:?}\n", reading.moments, reading.prose);
    for table in &reading.tables {
        shown += &format!("[{}] {:?} {:?}\n", table.place, table.first_line, table.parent);
        for column in &table.columns {
            shown += &format!("{} {:?}: {:?}\n", column.name, column.unit_written, column.cells().collect::<Vec<_>>());
        }
    }
    for problem in &reading.problems {
        shown += &format!("{:?} {problem}\n", problem.severity);
    }
    shown
}

/// The first of these bytes in one piece, and cut at these places.
fn same_in_pieces(path: &str, bytes: &[u8], cuts: &[usize]) {
    let whole = shown(&read(path, [bytes]));
    let mut places: Vec<usize> = cuts.iter().map(|cut| cut % (bytes.len() + 1)).collect();
    places.extend([0, bytes.len()]);
    places.sort_unstable();
    let pieces = places.windows(2).map(|pair| &bytes[pair[0]..pair[1]]);
    assert_eq!(shown(&read(path, pieces)), whole);
    assert_eq!(shown(&read(path, bytes.chunks(1))), whole);
}

#[test]
fn a_file_cut_anywhere_keeps_the_rows_before_the_cut_and_says_so() {
    for (path, text) in SAMPLES {
        let whole = read(path, [text.as_bytes()]);
        for part in 1..20 {
            let cut = text.len() * part / 20;
            let reading = read(path, [&text.as_bytes()[..cut]]);
            assert!(reading.rows.kept <= whole.rows.kept, "{path} cut at {cut} has more rows");
            let said = reading
                .problems
                .iter()
                .any(|problem| problem.severity == Severity::Lost || format!("{problem}").contains("cut"));
            // A Markdown or CSV file that ends at a line end does not tell that it was longer.
            let ends_clean = text.as_bytes()[cut - 1] == b'\n' || path == "a.md";
            assert!(said || ends_clean, "{path} cut at {cut} says nothing: {}", shown(&reading));
        }
    }
}

#[test]
fn a_file_with_any_byte_changed_is_read() {
    for (path, text) in SAMPLES {
        for at in 0..text.len() {
            for byte in
                [0, b'"', b'\n', b',', b'{', b']', b'|', 0xff, text.as_bytes()[at] ^ 1, text.as_bytes()[at] ^ 0x80]
            {
                let mut bytes = text.as_bytes().to_vec();
                bytes[at] = byte;
                read(path, [bytes.as_slice()]);
            }
        }
    }
}

#[test]
fn a_long_file_reads_the_same_in_pieces() {
    // Longer than the head by which the container is told, and than a block of rows.
    let mut rows = String::from("run,model,\"tok_s\",note\n");
    for run in 0..70_000 {
        let note = if run % 1000 == 7 { "\"a\nb\"" } else { "x" };
        rows += &format!("{run},gemma3:{},{}.25,{note}\n", run % 3, run % 97);
    }
    let whole = read("long.csv", [rows.as_bytes()]);
    assert_eq!(whole.rows.kept, 70_000);
    let whole = shown(&whole);
    for size in [1_000, 65_536, 70_001] {
        assert_eq!(shown(&read("long.csv", rows.as_bytes().chunks(size))), whole);
    }
    let lines: String = (0..5_000).map(|run| format!("{{\"run\": {run}, \"s\": [{run}.5, 1]}}\n")).collect();
    let whole = shown(&read("long.jsonl", [lines.as_bytes()]));
    for size in [999, 65_536] {
        assert_eq!(shown(&read("long.jsonl", lines.as_bytes().chunks(size))), whole);
    }
}

#[test]
fn a_quote_that_is_never_closed_costs_its_line_only() {
    let mut rows = String::from("a,b\n1,2\n3,\"4\n");
    for row in 0..400_000 {
        rows += &format!("{row},5\n");
    }
    let whole = read("open.csv", [rows.as_bytes()]);
    assert_eq!(whole.rows.in_file, 400_002);
    let shown_whole = shown(&whole);
    for size in [1_000, 1 << 20] {
        assert_eq!(shown(&read("open.csv", rows.as_bytes().chunks(size))), shown_whole);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn csv_like_bytes(bytes in "[a-c0-9,;|\t\" .#\r\nNaé-]{0,200}", cuts in prop::collection::vec(any::<usize>(), 0..6)) {
        same_in_pieces("a.csv", bytes.as_bytes(), &cuts);
    }

    #[test]
    fn rows_of_csv(
        rows in prop::collection::vec("[a-c]{0,3},[0-9.]{0,4},(\"[a\n,\"]{0,4}\"|[0-9]{0,3})", 1..30),
        cuts in prop::collection::vec(any::<usize>(), 0..6)
    ) {
        let text = format!("name,n,v\n{}\n", rows.join("\n"));
        same_in_pieces("a.csv", text.as_bytes(), &cuts);
    }

    #[test]
    fn json_like_bytes(bytes in "[\\[{][ \\[\\]{}\",:a\\\\n0-9.eé\n-]{0,150}", cuts in prop::collection::vec(any::<usize>(), 0..6)) {
        same_in_pieces("a.json", bytes.as_bytes(), &cuts);
        same_in_pieces("a.jsonl", bytes.as_bytes(), &cuts);
    }

    #[test]
    fn markdown_like_bytes(bytes in "[a-c0-9| :#`\\\\\n-]{0,200}", cuts in prop::collection::vec(any::<usize>(), 0..6)) {
        same_in_pieces("a.md", bytes.as_bytes(), &cuts);
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200), cuts in prop::collection::vec(any::<usize>(), 0..6)) {
        for path in ["a.csv", "a.json", "a.jsonl", "a.md", "a.bin"] {
            same_in_pieces(path, &bytes, &cuts);
        }
    }

    #[test]
    fn a_sample_with_bytes_changed(
        sample in 0..4_usize,
        changes in prop::collection::vec((any::<usize>(), any::<u8>()), 0..6),
        cuts in prop::collection::vec(any::<usize>(), 0..6)
    ) {
        let (path, text) = SAMPLES[sample];
        let mut bytes = text.as_bytes().to_vec();
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        same_in_pieces(path, &bytes, &cuts);
    }
}

#[test]
fn the_line_of_a_row_is_where_it_stands() {
    let check = |path: &str, text: &str| {
        let reading = read(path, [text.as_bytes()]);
        let lines: Vec<&str> = text.lines().collect();
        let mut rows = 0;
        for table in &reading.tables {
            let column = table.columns.iter().find(|column| column.name == "run").unwrap();
            for row in 0..table.rows {
                let cell = match column.cell(row) {
                    insight::table::Cell::Text(text) => text.to_owned(),
                    cell => panic!("{cell:?}"),
                };
                let line = lines[table.line(row).unwrap() as usize - 1];
                assert!(line.contains(&cell), "row {row} of {path}: `{cell}` is not in `{line}`");
                rows += 1;
            }
        }
        assert_eq!(rows, text.matches('=').count() - text.matches("k=").count(), "{path}");
    };
    check(
        "a.csv",
        "run,note\n=a,x\n# k=v\n\n=b,\"two\nlines\"\n=c,1,2,3\nrun,note\n=d,x\n\nrun,other,v\n=e,1,2\n"
            .replace("=c,1,2,3\n", "")
            .as_str(),
    );
    check("a.csv", "# k=v\nrun,ms\n=a,1\n=b,\"2\n3\"\n=c,4\n");
    check(
        "a.md",
        "| run | v |\n|---|---|\n| =a | 1 |\n\n| =b | 2 |\n| =c | 3 | | =d | 4 |\n\n# T\n| run | v | |---|---| | =e | 1 | | =f | 2 |\n",
    );
}

//! How far the meaning of columns agrees with what an engineer would say of home-made tables of many kinds.
//!
//! Each text in `home_made/` holds files and, above each, its columns: `column: role, unit, better`. `|` parts roles that are
//! both right, `?` is not judged, and what is left out is none.

use insight::dataset::{Dataset, Field};
use insight::reading::FileReader;
use insight::summary::Better;
use std::path::Path;

/// Right answers and questions.
#[derive(Default)]
struct Score {
    right: u32,
    asked: u32,
}

impl Score {
    fn count(&mut self, right: bool) -> bool {
        self.asked += 1;
        self.right += u32::from(right);
        right
    }

    fn share(&self) -> f64 {
        f64::from(self.right) * 100.0 / f64::from(self.asked)
    }
}

fn fields(name: &str, text: &str) -> Vec<Field> {
    let mut reader = FileReader::new(name);
    reader.push(text.as_bytes());
    let dataset = Dataset::of(vec![reader.finish()]);
    dataset.files.into_iter().flat_map(|file| file.tables).flat_map(|table| table.fields).collect()
}

fn role_agrees(expected: &str, field: &Field) -> bool {
    let role = format!("{:?}", field.role).to_lowercase();
    expected == "?" || expected.split('|').any(|expected| expected == role)
}

/// Base unit and factor of a unit as an engineer writes it.
fn base(unit: &str) -> (&str, f64) {
    const WRITTEN: &[(&str, &str, f64)] = &[
        ("ms", "s", 1e-3),
        ("us", "s", 1e-6),
        ("ns", "s", 1e-9),
        ("min", "s", 60.0),
        ("h", "s", 3600.0),
        ("kB", "B", 1e3),
        ("MB", "B", 1e6),
        ("GB", "B", 1e9),
        ("KiB", "B", 1024.0),
        ("MiB", "B", 1_048_576.0),
        ("GiB", "B", 1_073_741_824.0),
        ("mA", "A", 1e-3),
        ("mW", "W", 1e-3),
        ("kW", "W", 1e3),
        ("Mbit", "bit", 1e6),
        ("Gbit", "bit", 1e9),
        ("MHz", "Hz", 1e6),
        ("GHz", "Hz", 1e9),
        ("GFLOP", "FLOP", 1e9),
        ("TFLOP", "FLOP", 1e12),
        ("kg", "g", 1e3),
    ];
    let known = WRITTEN.iter().find(|(written, ..)| *written == unit);
    known.map_or((unit, 1.0), |(_, symbol, factor)| (*symbol, *factor))
}

fn unit_agrees(expected: &str, field: &Field) -> bool {
    if expected.ends_with('?') {
        return true;
    }
    let (above, below) = expected.split_once('/').map_or((expected, None), |(above, below)| (above, Some(below)));
    let (symbol, factor) = base(above);
    let symbol = below.map_or_else(|| symbol.to_owned(), |below| format!("{symbol}/{below}"));
    field.unit.symbol == symbol && (field.unit.factor / factor - 1.0).abs() < 1e-9
}

fn better_agrees(expected: &str, field: &Field) -> bool {
    match expected {
        "higher" => field.better == Better::Higher,
        "lower" => field.better == Better::Lower,
        "?" => true,
        _ => field.better == Better::None,
    }
}

/// Scores of all texts of a folder: roles, units, directions.
fn score(folder: &str) -> [Score; 3] {
    let mut scores = [Score::default(), Score::default(), Score::default()];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        for case in text.split("=== ").skip(1) {
            let (name, rest) = case.split_once('\n').unwrap();
            let (labels, file) = rest.split_once("---\n").unwrap();
            let fields = fields(name, file);
            for label in labels.lines() {
                let (column, label) = label.rsplit_once(": ").unwrap();
                let [role, unit, better] = {
                    let mut parts = label.split(", ").map(str::trim);
                    [(); 3].map(|()| parts.next().unwrap_or_default())
                };
                let found = fields.iter().find(|field| field.written == column);
                let rights = [
                    scores[0].count(found.is_some_and(|field| role_agrees(role, field))),
                    scores[1].count(found.is_some_and(|field| unit_agrees(unit, field))),
                    scores[2].count(found.is_some_and(|field| better_agrees(better, field))),
                ];
                if rights != [true; 3] {
                    let shown = found.map_or_else(
                        || "not found".to_owned(),
                        |f| format!("{:?}, {} {}, {:?} ({})", f.role, f.unit.factor, f.unit.symbol, f.better, f.metric),
                    );
                    println!("{name} {column}: {label} <> {shown}");
                }
            }
            if fields.is_empty() {
                println!("{name}: no table");
            }
        }
    }
    scores
}

/// Holds that the scores of a folder reach their floors, in percent.
fn hold(folder: &str, floors: [f64; 3]) {
    let scores = score(folder);
    let shares = scores.each_ref().map(Score::share);
    let [role, unit, better] = shares;
    let said = format!("{} columns: role {role:.1} %, unit {unit:.1} %, direction {better:.1} %", scores[0].asked);
    println!("{said}");
    assert!(shares.iter().zip(floors).all(|(share, floor)| *share >= floor), "{said}");
}

#[test]
fn roles_units_and_directions_of_home_made_tables_agree_with_those_of_engineers() {
    hold("home_made", [97.0, 94.0, 95.0]);
}

#[test]
fn so_do_those_of_tables_that_no_rule_was_made_for() {
    hold("home_made_later", [95.0, 95.0, 95.0]);
}

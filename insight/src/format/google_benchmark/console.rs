//! What Google Benchmark prints: one line a benchmark below a header between two rules.

use crate::container::{Ledger, Text};
use crate::format::rows::Rows;
use crate::problem::Spot;
use crate::table::Table;

/// The line of the header, counted from 1.
pub(super) fn header(text: &Text) -> Option<u64> {
    let is_header = |line: &str| {
        let mut words = line.split_whitespace();
        ["Benchmark", "Time", "CPU", "Iterations"].into_iter().all(|word| words.next() == Some(word))
    };
    text.lines().find(|(_, line)| is_header(line)).map(|(line, _)| line)
}

/// One row a benchmark; the columns are called what JSON calls them.
pub(super) fn read(text: &Text, ledger: &mut Ledger) -> Vec<Table> {
    let mut rows = Rows::default();
    let header = header(text).unwrap_or_default();
    for (line, text) in text.lines().filter(|(line, _)| *line > header) {
        let words: Vec<&str> = text.split_whitespace().collect();
        if let Some((name, message)) = text.split_once("ERROR OCCURRED:") {
            rows.begin();
            rows.written("name", name.trim());
            rows.written("error_occurred", "true");
            rows.written("error_message", message.trim().trim_matches('\''));
            continue;
        }
        let [name, real, real_unit, cpu, cpu_unit, rest @ ..] = words.as_slice() else { continue };
        let (Ok(real), Ok(cpu)) = (real.parse::<f64>(), cpu.parse::<f64>()) else { continue };
        if real_unit != cpu_unit {
            ledger.drop_row(Spot::Line(line), "times of one row have different units", None);
            continue;
        }
        rows.begin();
        rows.written("name", name);
        rows.number("real_time", real);
        rows.number("cpu_time", cpu);
        rows.written("time_unit", real_unit);
        for word in rest {
            match word.split_once('=') {
                Some((counter, value)) => counted(&mut rows, counter, value),
                None => rows.written(if word.parse::<f64>().is_ok() { "iterations" } else { "label" }, word),
            }
        }
    }
    let mut table = rows.finish("");
    for name in ["iterations", "real_time", "cpu_time", "time_unit"] {
        if table.column(name).is_none() {
            table.columns.push(crate::format::reshape::words(name, (0..table.rows).map(|_| None)));
        }
    }
    vec![table]
}

/// A counter as the console writes it: `2.36G/s`, `64`; thousands are 1000 or 1024 by the letter after them.
fn counted(rows: &mut Rows, counter: &str, written: &str) {
    const LETTERS: [(&str, f64); 8] = [
        ("Ki", 1024.0),
        ("Mi", 1_048_576.0),
        ("Gi", 1_073_741_824.0),
        ("k", 1e3),
        ("M", 1e6),
        ("G", 1e9),
        ("m", 1e-3),
        ("u", 1e-6),
    ];
    let number = written.strip_suffix("/s").unwrap_or(written);
    let found = LETTERS.iter().find_map(|(letter, times)| Some((number.strip_suffix(letter)?, *times)));
    let (digits, times) = found.unwrap_or((number, 1.0));
    match digits.parse::<f64>() {
        Ok(value) => rows.number(counter, value * times),
        Err(_) => rows.written(counter, written),
    }
}

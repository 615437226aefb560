//! What is read from the samples stands beside them.

use super::sample::{GOLDEN, data, folders, lines, own, read};
use expect_test::expect_file;
use insight::record::{Line, Origin, Value};

/// Values of one column that stand in the text; the rest is counted.
const FIRST: usize = 3;

#[test]
fn what_is_read_from_a_sample_stands_beside_it() {
    for format in folders() {
        let readings = own(&format).iter().map(|sample| read(&sample.path, &sample.bytes)).collect::<Vec<_>>();
        let mut said = String::new();
        for reading in &readings {
            let known = reading.recognized.as_ref().map_or("nothing", |it| it.format.as_str());
            said +=
                &format!("{}: {known}, {} of {} rows kept\n", reading.path, reading.rows.kept, reading.rows.in_file);
            for problem in &reading.problems {
                said += &format!("  {:?}: {}\n", problem.severity, problem.to_string().replace('\n', "; "));
            }
        }
        said += &told(&lines(readings));
        expect_file![data().join(&format).join(GOLDEN)].assert_eq(&said);
    }
}

/// A paragraph a column: its first values with their place, then n, mean and extremes as computed.
fn told(lines: &[Line]) -> String {
    let mut columns: Vec<(String, Vec<&Line>)> = Vec::new();
    for line in lines.iter().filter(|line| line.origin == Origin::File) {
        let statistic = line.statistic.as_deref().map_or(String::new(), |statistic| format!(" {statistic}"));
        let column = line.labels.get("column").map_or("", String::as_str);
        let repeat = line.duplicate_of.as_ref().map_or(String::new(), |of| format!(", said in {of}"));
        let title = format!(
            "{} `{column}` = {:?} {}{statistic} [{}] {:?}{repeat}",
            line.file, line.kind, line.metric, line.as_written.unit, line.better
        );
        match columns.iter_mut().find(|(known, _)| *known == title) {
            Some((_, lines)) => lines.push(line),
            None => columns.push((title, vec![line])),
        }
    }
    let mut told = String::new();
    for (title, lines) in &columns {
        told += &format!("{title}\n");
        for line in lines.iter().take(FIRST) {
            let failed = if line.failed > 0 { format!(" failed {}", line.failed) } else { String::new() };
            let n = line.n.map_or_else(|| "?".to_owned(), |n| n.to_string());
            told += &format!("    {} @ {} n={n}{failed}\n", text(&line.as_written.value), line.place);
        }
        if lines.len() > FIRST {
            told += &format!("    and {} more\n", lines.len() - FIRST);
        }
    }
    let computed = lines.iter().filter(|line| line.origin == Origin::Computed && line.place.starts_with('s'));
    for line in computed.filter(|line| matches!(line.statistic.as_deref(), Some("n" | "mean" | "min" | "max"))) {
        let labels: Vec<String> = line.labels.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let statistic = line.statistic.as_deref().unwrap_or_default();
        told += &format!("{} {statistic} = {} {} ({})\n", line.metric, text(&line.value), line.unit, labels.join(", "));
    }
    told
}

fn text(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Text(text) => format!("`{}`", text.chars().take(60).collect::<String>()),
    }
}

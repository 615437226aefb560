//! The order in which the records of a file were measured, where the file says it: by their moments, or by their numbers.
//!
//! The order of the rows says nothing: a file may be sorted by anything.

use super::frame::{Frame, Source};
use super::groups::Groups;
use crate::dataset::Field;
use crate::role::Role;
use crate::table::{Cell, Column};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Words of a column that numbers the records of a run in the order of measuring.
const NUMBERS: &[&str] = &[
    "iteration",
    "iter",
    "run",
    "repetition",
    "rep",
    "trial",
    "round",
    "index",
    "step",
    "seq",
    "sequence",
    "request",
    "id",
];
/// Words of the moment at which a record began.
const BEGINS: &[&str] = &["start", "started", "begin", "timestamp", "time", "created", "at", "ts", "date"];

/// When a record was measured, within its run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rank {
    /// The row that lists it among its samples; 0 for a record of its own.
    run: u32,
    /// Its place among the others.
    place: u32,
}

/// For each record of the frame its rank in time within its file, or within its group in that file; `None` where the file does not say.
pub(crate) fn ranks(frame: &Frame<'_>, groups: &Groups) -> Vec<Option<Rank>> {
    let mut ranks = Vec::with_capacity(frame.records.len());
    for records in frame.records.chunk_by(|a, b| a.0 == b.0) {
        let source = frame.sources[records[0].0 as usize];
        let of = groups.of.get(ranks.len()..ranks.len() + records.len()).unwrap_or_default();
        match ordered(source, records).or_else(|| numbered_by_group(source, records, of)) {
            Some(places) => ranks.extend(places.into_iter().map(Some)),
            None => ranks.extend(records.iter().map(|_| None)),
        }
    }
    ranks
}

/// The place in time of each of some records of one file among them; `None` where the file does not say.
pub(crate) fn places_of(frame: &Frame<'_>, records: &[usize]) -> Option<Vec<u32>> {
    let rows: Vec<(u32, u32)> = records.iter().filter_map(|record| frame.records.get(*record).copied()).collect();
    let places = ordered(frame.sources[rows.first()?.0 as usize], &rows)?;
    Some(places.into_iter().map(|rank| rank.place).collect())
}

/// The values of a group in the order of measuring; `None` unless one run of one file holds all of them and says it.
pub(super) fn in_order(frame: &Frame<'_>, ranks: &[Option<Rank>], members: &[(usize, f64)]) -> Option<Vec<f64>> {
    let first = members.first()?.0;
    let (source, run) = (frame.records.get(first)?.0, ranks[first]?.run);
    let mut placed: Vec<(u32, f64)> = Vec::with_capacity(members.len());
    for (record, value) in members {
        let rank = ranks[*record].filter(|rank| frame.records[*record].0 == source && rank.run == run)?;
        placed.push((rank.place, *value));
    }
    placed.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    Some(placed.into_iter().map(|(_, value)| value).collect())
}

/// The rank of each record by the column that says when it was measured; samples of a list stand in the order of measuring.
fn ordered(source: Source<'_>, records: &[(u32, u32)]) -> Option<Vec<Rank>> {
    let fields = &source.sheet()?.fields;
    let table = source.file.reading.tables.get(source.table)?;
    if let Some(parent) = table.parent.as_ref().filter(|parent| parent.samples) {
        let rank = |row: u32| Some(Rank { run: *parent.rows.get(row as usize)?, place: row });
        return records.iter().map(|(_, row)| rank(*row)).collect();
    }
    let of = |is: &dyn Fn(&Field) -> bool| {
        let mut chosen = fields.iter().zip(&table.columns).filter(|(field, _)| is(field));
        chosen.find_map(|(_, column)| by(column, records))
    };
    let begins = |field: &Field| field.role == Role::Time && has_word(field, BEGINS);
    let places = of(&begins).or_else(|| of(&is_number))?;
    Some(places.into_iter().map(|place| Rank { run: 0, place }).collect())
}

/// The rank of each record by a column that counts anew in each group: iterations 0 to 29 of one engine, then of the next.
fn numbered_by_group(source: Source<'_>, records: &[(u32, u32)], groups: &[u32]) -> Option<Vec<Rank>> {
    let fields = &source.sheet()?.fields;
    let columns = &source.file.reading.tables.get(source.table)?.columns;
    let mut members: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    groups.iter().enumerate().for_each(|(at, group)| members.entry(*group).or_default().push(at));
    let of = |column: &Column| {
        let mut ranks = vec![Rank { run: 0, place: 0 }; records.len()];
        for members in members.values().filter(|members| members.len() > 1) {
            let own: Vec<(u32, u32)> = members.iter().map(|at| records[*at]).collect();
            let places = by(column, &own)?;
            members.iter().zip(places).for_each(|(at, place)| ranks[*at].place = place);
        }
        Some(ranks)
    };
    let numbers = fields.iter().zip(columns).filter(|(field, _)| is_number(field));
    numbers.map(|(_, column)| column).find_map(of).filter(|_| members.len() > 1)
}

fn is_number(field: &Field) -> bool {
    field.role == Role::Identifier && has_word(field, NUMBERS)
}

fn has_word(field: &Field, words: &[&str]) -> bool {
    let written = field.written.to_ascii_lowercase();
    written.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| words.contains(&word))
}

/// Ranks by one column, the same for equal cells; `None` where a cell is missing or most are equal.
fn by(column: &Column, records: &[(u32, u32)]) -> Option<Vec<u32>> {
    if !are_spread(column.most_distinct(), records.len()) {
        return None;
    }
    let cells: Vec<Cell<'_>> = records.iter().map(|(_, row)| column.cell(*row as usize)).collect();
    let mut order: Vec<usize> = (0..cells.len()).collect();
    if cells.iter().all(|cell| matches!(cell, Cell::Number(_))) {
        let number = |at: usize| if let Cell::Number(number) = cells[at] { number } else { 0.0 };
        sort(&mut order, |a, b| number(a).total_cmp(&number(b)));
        return spread(&order, |a, b| number(a) == number(b));
    }
    // Moments written from the year down and alike are in the order of their letters.
    let written = |at: usize| if let Cell::Text(text) = cells[at] { text } else { "" };
    let is_moment = |text: &str| text.len() >= 19 && text.as_bytes()[4] == b'-';
    let is_same_length = |text: &str| text.len() == self::text_length(&cells);
    // Zeros at the end of a fraction may be left out.
    let in_zulu = |text: &str| {
        let fraction = text.strip_suffix('Z').and_then(|text| text.get(19..));
        fraction.is_some_and(|rest| rest.bytes().all(|byte| byte == b'.' || byte.is_ascii_digit()))
    };
    let all = |is: &dyn Fn(&str) -> bool| (0..cells.len()).all(|at| is(written(at)));
    if !all(&is_moment) || !(all(&is_same_length) || all(&in_zulu)) {
        return None;
    }
    let text = |at: usize| written(at).trim_end_matches('Z');
    sort(&mut order, |a, b| text(a).cmp(text(b)));
    spread(&order, |a, b| text(a) == text(b))
}

/// Most files stand in the order of measuring, which one look tells.
fn sort(order: &mut [usize], compare: impl Fn(usize, usize) -> Ordering) {
    if !order.is_sorted_by(|a, b| compare(*a, *b).is_le()) {
        order.sort_by(|a, b| compare(*a, *b));
    }
}

fn text_length(cells: &[Cell<'_>]) -> usize {
    if let Some(Cell::Text(text)) = cells.first() { text.len() } else { 0 }
}

/// The rank of each place, given the order of places; `None` where fewer than nine in ten differ from the one before.
fn spread(order: &[usize], is_same: impl Fn(usize, usize) -> bool) -> Option<Vec<u32>> {
    let mut ranks = vec![0; order.len()];
    let mut rank = 0;
    for pair in order.windows(2) {
        rank += u32::from(!is_same(pair[0], pair[1]));
        ranks[pair[1]] = rank;
    }
    are_spread(rank as usize + 1, order.len()).then_some(ranks)
}

fn are_spread(different: usize, all: usize) -> bool {
    all > 1 && different as u64 * 10 >= all as u64 * 9
}

#[cfg(test)]
mod tests {
    use crate::dataset::Dataset;
    use crate::reading::FileReader;
    use crate::summary::Summary;
    use expect_test::{Expect, expect};

    fn check(files: &[(&str, String)], expected: &Expect) {
        let read = |(name, text): &(&str, String)| {
            let mut reader = FileReader::new(name);
            reader.push(text.as_bytes());
            reader.finish()
        };
        let summary = Summary::of(&Dataset::of(files.iter().map(read).collect()));
        let metrics = summary.studies.iter().flat_map(|study| &study.metrics);
        let notes = metrics.flat_map(|metric| metric.groups.iter().map(|group| group.statistics.notes.join("\n")));
        expected.assert_eq(&notes.collect::<Vec<String>>().join("\n"));
    }

    fn time(at: u32) -> f64 {
        f64::from(500 + (at * at * 31 + at * 17) % 23)
    }

    /// Slow at first; written in an order that is not that of measuring.
    fn rows(head: &str, begin: &dyn Fn(u32) -> String) -> String {
        let row = |at: u32| format!("{},{}\n", begin(at), if at < 6 { time(at) * 1.5 } else { time(at) });
        let order = (0..60).map(|at| at * 7 % 60);
        format!("{head}\n{}", order.map(row).collect::<String>())
    }

    #[test]
    fn a_warm_up_is_found_where_a_column_says_the_order() {
        check(
            &[("a.csv", rows("timestamp,ttft_ms", &|at| format!("2026-01-02T03:04:{at:02}")))],
            &expect![[r#"
                p99 needs 100 values
                6 of 60 values lie far from the rest; without them the mean is 4.7 % lower
                the first 6 of 60 values lie 49 % higher than the rest, as in a warm-up; with them the mean is 4.9 % higher"#]],
        );
        check(
            &[("a.csv", rows("iteration,ttft_ms", &|at| at.to_string()))],
            &expect![[r#"
                p99 needs 100 values
                6 of 60 values lie far from the rest; without them the mean is 4.7 % lower
                the first 6 of 60 values lie 49 % higher than the rest, as in a warm-up; with them the mean is 4.9 % higher"#]],
        );
        let twice: String = (0..60)
            .map(|at| {
                format!("{},{},{}\n", ["a", "b"][at as usize / 30], at % 30, if at % 30 < 2 { 900.0 } else { time(at) })
            })
            .collect();
        check(
            &[("a.csv", format!("engine,iteration,ttft_ms\n{twice}"))],
            &expect![[r#"
                p99 needs 100 values
                2 of 30 values lie far from the rest; without them the mean is 4.8 % lower
                the first 2 of 30 values lie 76 % higher than the rest, as in a warm-up; with them the mean is 5.1 % higher
                p99 needs 100 values
                2 of 30 values lie far from the rest; without them the mean is 4.8 % lower
                the first 2 of 30 values lie 76 % higher than the rest, as in a warm-up; with them the mean is 5.1 % higher"#]],
        );
        check(
            &[("a.csv", rows("color,ttft_ms", &|_| "red".to_owned()))],
            &expect![[r#"
                p99 needs 100 values
                6 of 60 values lie far from the rest; without them the mean is 4.7 % lower"#]],
        );
    }

    #[test]
    fn the_runs_of_a_command_stand_in_their_order() {
        let times = (0..20).map(|at| if at == 0 { 9.5 } else { time(at) / 1000.0 }.to_string()).collect::<Vec<_>>();
        let text = format!(
            r#"{{"results": [{{"command": "sort", "mean": 0.9, "stddev": 0.1, "median": 0.5, "user": 0.4, "system": 0.1, "min": 0.5, "max": 9.5, "times": [{}], "exit_codes": [{}]}}]}}"#,
            times.join(", "),
            vec!["0"; 20].join(", ")
        );
        check(
            &[("a.json", text)],
            &expect![[r#"
                p99 needs 100 values
                1 of 20 values lie far from the rest; without them the mean is 47 % lower
                the first of 20 values lies 1,761 % higher than the rest, as in a warm-up; with them the mean is 88 % higher"#]],
        );
    }

    #[test]
    fn a_series_of_dated_runs_tells_where_it_changes() {
        let run = |day: u32| {
            let slower = if day < 12 { 1.0 } else { 1.2 };
            let rows = (0..5).map(|at| {
                format!(
                    "2026-01-{:02} 10:00:{at:02},{}\n",
                    day + 1,
                    time(day * 5 + at) * slower + f64::from(day) / 100.0
                )
            });
            format!("timestamp,ttft_ms\n{}", rows.collect::<String>())
        };
        let names: Vec<String> = (0..20).map(|day| format!("{day}.csv")).collect();
        let files: Vec<(&str, String)> = names.iter().zip(0..20).map(|(name, day)| (name.as_str(), run(day))).collect();
        check(
            &files,
            &expect![[r#"
                p99 needs 100 values
                2 heaps of values: 33 % lie in the highest, around 1.20× those of the lowest heap; the mean describes none of them
                a series of 18 runs changes: from run 13 on, 2026-01-13 10:00:00, the median is 20 % higher, 611 ms (610 ms to 617 ms) after 509 ms (508 ms to 512 ms)"#]],
        );
    }
}

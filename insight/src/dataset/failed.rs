//! Which rows failed: what failed is counted and never averaged.
//!
//! A row failed when a column that judges it says so, when its answer is itself an error message, when nothing was
//! measured in it, or when it sums up requests of which none was answered. Warm-up rows did not fail; they are left out all the same.

use super::Field;
use crate::role::Role;
use crate::role::profile::{self, answer};
use crate::table::{Cell, Column, Table};

/// Which rows of a table do not count.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// Row by row; empty when no row failed.
    pub failed: Vec<Option<Failure>>,
    /// Row by row; empty when no row is a warm-up.
    pub warmup: Vec<bool>,
}

/// Why a row failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// A column that judges it says so.
    Said,
    /// Its answer is an error message.
    Message,
    /// Nothing was measured in it.
    Empty,
    /// It sums up requests of which none was answered.
    Unanswered,
}

/// How the word of a column is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Judge {
    /// `success`, `ok`: a no is a failure.
    Good,
    /// `error`, `failed`: a yes is a failure, and so is any message.
    Bad,
    /// `status`: a word of failure is a failure.
    Status,
    /// `is_warmup`: a yes is a warm-up.
    Warmup,
    /// `exit_code`: another number than zero is a failure; of the codes of web servers (`answers`) those from 400 on and zero.
    Code { answers: bool },
    /// `phase`: a word for warming up is a warm-up.
    Phase,
}

const GOOD: &[&str] = &["success", "successful", "succeeded", "ok", "passed", "pass", "valid"];
const BAD: &[&str] = &[
    "error",
    "errors",
    "err",
    "exception",
    "traceback",
    "failed",
    "failure",
    "fail",
    "invalid",
    "degraded",
    "timeout",
    "timed",
    "aborted",
    "oom",
    "exit",
    "skipped",
];

/// What stands in an error column when there was none.
const NOTHING: &[&str] =
    &["none", "null", "nan", "n/a", "na", "ok", "no error", "-", "[]", "{}", "0", "false", "no", "nil", "\"\""];

/// Begins of an answer that is an error message; a colon follows somewhere in its first line.
const MESSAGES: &[&str] = &["Error", "ERROR", "Exception", "Traceback", "Failed to ", "Fatal"];

/// Judges every row.
pub(super) fn judge(table: &Table, fields: &[Field]) -> Judged {
    let mut judged = Judged::default();
    // Where words say how a row ended, the code beside them adds nothing.
    let told = table.columns.iter().zip(fields).any(|(column, field)| {
        let kind = kind(column, &field.written);
        field.role == Role::Validity && column.counts().text > 0 && matches!(kind, Some(Judge::Good | Judge::Status))
    });
    for (column, field) in table.columns.iter().zip(fields) {
        match field.role {
            Role::Validity if told && matches!(kind(column, &field.written), Some(Judge::Code { .. })) => {}
            Role::Validity => by_verdict(column, field, &mut judged),
            Role::Text if is_answer(field) => {
                let is = |cell: Cell<'_>| matches!(cell, Cell::Text(text) if is_message(text));
                fail(column, &mut judged.failed, Failure::Message, is);
            }
            _ => {}
        }
    }
    nothing_measured(table, fields, &mut judged);
    nothing_answered(table, fields, &mut judged);
    judged
}

fn by_verdict(column: &Column, field: &Field, judged: &mut Judged) {
    match kind(column, &field.written) {
        Some(Judge::Warmup) => mark(column, &mut judged.warmup, |cell| said(cell) == Some(true)),
        Some(Judge::Phase) => {
            mark(column, &mut judged.warmup, |cell| matches!(cell, Cell::Text(text) if text.starts_with("warm")));
        }
        Some(Judge::Good) => said_by(column, judged, |cell| said(cell) == Some(false) || is_failure(cell)),
        Some(Judge::Status) => said_by(column, judged, is_failure),
        Some(Judge::Code { answers }) => said_by(column, judged, |cell| match cell {
            Cell::Number(code) if answers => code == 0.0 || code >= 400.0,
            Cell::Number(code) => code != 0.0,
            cell => is_failure(cell),
        }),
        Some(Judge::Bad) => said_by(column, judged, |cell| match cell {
            Cell::Missing | Cell::NonFinite(_) => false,
            Cell::Number(number) => number != 0.0,
            Cell::Text(text) => {
                let text = text.trim();
                !text.is_empty() && !NOTHING.iter().any(|nothing| nothing.eq_ignore_ascii_case(text))
            }
        }),
        None => {}
    }
}

fn kind(column: &Column, written: &str) -> Option<Judge> {
    let header = crate::header::Header::of(written);
    let has = |words: &[&str]| header.words.iter().any(|word| words.contains(&word.as_str()));
    let ended = has(&["exit", "return", "returncode", "rc"]);
    let answers = !ended && column.numbers().any(|code| (100.0..600.0).contains(&code));
    let coded = column.counts().numbers > 0 && (has(&["code", "returncode", "rc"]) || answers && has(&["status"]));
    if coded {
        Some(Judge::Code { answers })
    } else if has(&["warmup", "warm"]) {
        Some(Judge::Warmup)
    } else if has(&["phase"]) {
        Some(Judge::Phase)
    } else if has(&["status", "state", "result", "validity"]) {
        Some(Judge::Status)
    } else if has(BAD) {
        Some(Judge::Bad)
    } else if has(GOOD) {
        Some(Judge::Good)
    } else {
        None
    }
}

/// What a cell answers.
fn said(cell: Cell<'_>) -> Option<bool> {
    match cell {
        Cell::Number(0.0) => Some(false),
        Cell::Number(1.0) => Some(true),
        Cell::Text(text) => answer(text.trim()),
        Cell::Missing | Cell::Number(_) | Cell::NonFinite(_) => None,
    }
}

fn is_failure(cell: Cell<'_>) -> bool {
    matches!(cell, Cell::Text(text) if profile::is_failure(text))
}

fn is_answer(field: &Field) -> bool {
    let words = crate::header::Header::of(&field.written).words;
    !words
        .iter()
        .any(|word| ["prompt", "question", "input", "description", "note", "notes", "comment"].contains(&word.as_str()))
}

/// `Error generating text: all connection attempts failed`.
fn is_message(text: &str) -> bool {
    let line = text.trim_start().lines().next().unwrap_or_default();
    MESSAGES.iter().any(|begin| line.starts_with(begin)) && line.contains(':')
}

fn said_by(column: &Column, judged: &mut Judged, is: impl Fn(Cell<'_>) -> bool) {
    fail(column, &mut judged.failed, Failure::Said, is);
}

/// Fails rows; the first reason stays.
fn fail(column: &Column, failed: &mut Vec<Option<Failure>>, why: Failure, is: impl Fn(Cell<'_>) -> bool) {
    let mut marked = Vec::new();
    mark(column, &mut marked, is);
    failed.resize(failed.len().max(marked.len()), None);
    for (failed, _) in failed.iter_mut().zip(marked).filter(|(_, marked)| *marked) {
        failed.get_or_insert(why);
    }
}

fn mark(column: &Column, marked: &mut Vec<bool>, is: impl Fn(Cell<'_>) -> bool) {
    for (row, cell) in column.cells().enumerate() {
        if is(cell) {
            if marked.is_empty() {
                marked.resize(column.len(), false);
            }
            if let Some(mark) = marked.get_mut(row) {
                *mark = true;
            }
        }
    }
}

/// Rows in which every measured cell is empty.
fn nothing_measured(table: &Table, fields: &[Field], judged: &mut Judged) {
    let columns = table.columns.iter().zip(fields);
    // Cells that spell out NaN alone measured nothing, and were meant to.
    let is_empty = |column: &Column, field: &Field| {
        field.role == Role::Measurement && column.counts().numbers == 0 && column.counts().nonfinite > 0
    };
    let measured: Vec<&Column> =
        columns.filter(|(column, field)| field.measured || is_empty(column, field)).map(|(column, _)| column).collect();
    if measured.is_empty() {
        return;
    }
    // A column without a gap settles it for every row.
    if measured.iter().any(|column| column.counts().numbers == table.rows as u64) {
        return;
    }
    let mut empty = vec![true; table.rows];
    for column in measured {
        for (first, values) in column.placed_slices() {
            for (offset, value) in values.iter().enumerate().filter(|(_, value)| value.is_finite()) {
                let _ = value;
                if let Some(empty) = empty.get_mut(first + offset) {
                    *empty = false;
                }
            }
        }
    }
    if empty.contains(&true) {
        judged.failed.resize(table.rows, None);
        for (failed, _) in judged.failed.iter_mut().zip(empty).filter(|(_, empty)| *empty) {
            failed.get_or_insert(Failure::Empty);
        }
    }
}

/// Rows that count some requests and none that was answered: the zeros beside them were never measured.
fn nothing_answered(table: &Table, fields: &[Field], judged: &mut Judged) {
    let counts = |is: &dyn Fn(&Field) -> bool| fields.iter().position(is);
    let Some(answered) = counts(&|field| field.metric == "requests" && field.role == Role::Measurement) else { return };
    let is_sent = |field: &Field| field.metric == "requests" && field.role == Role::Parameter;
    let others = [counts(&|field| field.metric == "failed_requests"), counts(&is_sent)];
    if others == [None, None] || !fields.iter().any(|field| field.role == Role::Aggregate) {
        return;
    }
    let number = |column: usize, row: usize| match table.columns[column].cell(row) {
        Cell::Number(number) => Some(number),
        Cell::Missing | Cell::NonFinite(_) | Cell::Text(_) => None,
    };
    for row in 0..table.rows {
        let asked = || others.into_iter().flatten().any(|column| number(column, row).is_some_and(|count| count > 0.0));
        if number(answered, row) == Some(0.0) && asked() {
            judged.failed.resize(judged.failed.len().max(table.rows), None);
            judged.failed[row].get_or_insert(Failure::Unanswered);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::dataset::tests::{sheet, table};

    #[test]
    fn a_row_failed_when_its_verdict_its_answer_or_its_emptiness_says_so() {
        let check = |text: &str, expected: &str| {
            let table = table(text);
            let sheet = sheet(&table);
            let failed: String = (0..table.rows).map(|row| if sheet.failed(row) { 'x' } else { '.' }).collect();
            assert_eq!(failed, expected, "{text}");
        };
        check("latency_ms,error\n1,\n0,timed out\n2,none", ".x.");
        check("latency_ms,success\n1,true\n2,false\n3,TRUE", ".x.");
        check("latency_ms,status\n1,ok\n2,degraded\n3,Timeout after 5 s", ".xx");
        check("latency_ms,failed\n1,0\n2,1\n3,0", ".x.");
        check("latency_ms,exit_code\n1,0\n2,137\n3,0", ".x.");
        check("latency_ms,status_code\n1,200\n2,503\n3,0", ".xx");
        check("latency_ms,status\n1,200\n2,404\n3,302", ".x.");
        check("latency_ms,status\n1,1\n2,0\n3,1", "...");
        check(
            "latency_ms,response\n1,Hello there\n2,Error generating text: all connection attempts failed\n3,Error is a word",
            ".x.",
        );
        check("latency_ms,prompt\n1,Error: explain this\n2,b", "..");
        check("model,latency_ms,tokens\na,1,\nb,,\nc,,5", ".x.");
        check("error_rate,latency_ms\n0.5,1\n0.1,2", "..");
        check("latency_ms,exit code,status\n1,0,ok\n2,137,ok", "..");
        check("errors,latency_ms\n3,1\n7,2", "..");
        check("latency_ms,is_warmup\n1,true\n2,false", "..");
    }
}

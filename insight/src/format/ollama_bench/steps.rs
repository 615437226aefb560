//! Lines of `ollama-bench`, one a step of a run: CSV, the lines that `benchstat` reads, and the table of its first versions.

use crate::container::Text;
use crate::format::go_duration;

/// The first line of the CSV.
pub(super) const CSV: &str = "NAME,STEP,COUNT,NS_PER_COUNT,TOKEN_PER_SEC";
/// How a line for `benchstat` begins.
const MODEL: &str = "BenchmarkModel/name=";
/// The header of the table.
const TABLE: [&str; 6] = ["Model", "Step", "Count", "Duration", "nsPerToken", "tokensPerSec"];

/// Steps that are measured by the token.
const BY_TOKEN: [&str; 2] = ["prefill", "generate"];
/// All steps.
const STEPS: [&str; 5] = ["prefill", "generate", "ttft", "load", "total"];

/// One way in which the tool writes its steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Csv,
    Benchstat {
        /// Whether the figure after the name is a count of tokens, as in the first versions.
        counts: bool,
    },
    Table,
}

/// One step of a run.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Step {
    pub(super) name: String,
    pub(super) step: String,
    /// Tokens, where they are told.
    pub(super) count: Option<f64>,
    /// Nanoseconds, of a token or of the step; nothing where there was nothing to measure.
    pub(super) time: Option<f64>,
    /// Tokens per second.
    pub(super) rate: Option<f64>,
}

/// What a line says.
#[derive(Debug, PartialEq)]
pub(super) enum Line {
    /// What was set for the steps that follow.
    Model(Vec<(String, String)>),
    /// Something about the machine.
    Machine(String, String),
    Step(Step),
    /// A step that cannot be read.
    Broken,
    /// Anything else.
    Noise,
}

/// The dialect of a text, and the line that shows it.
pub(super) fn dialect(text: &Text) -> Option<(u64, Dialect)> {
    let found = text.lines().find_map(|(number, line)| {
        let line = line.trim();
        if line == CSV {
            return Some((number, Dialect::Csv));
        }
        if cells(line) == TABLE {
            return Some((number, Dialect::Table));
        }
        // Another program may have a benchmark of that name.
        let own = line.starts_with(MODEL) && (line.contains(" ns/token ") || line.contains("/step="));
        (own || line.starts_with(MODEL) && line.ends_with(" ns/request"))
            .then_some((number, Dialect::Benchstat { counts: false }))
    })?;
    let first_versions =
        || text.lines().any(|(_, line)| line.starts_with(MODEL) && line.trim().ends_with("ns/request"));
    Some(match found {
        (line, Dialect::Benchstat { .. }) => (line, Dialect::Benchstat { counts: first_versions() }),
        other => other,
    })
}

impl Step {
    /// Whether its figures are those of a token.
    pub(super) fn is_by_token(&self) -> bool {
        BY_TOKEN.contains(&self.step.as_str())
    }
}

/// Reads one line.
pub(super) fn read(dialect: Dialect, line: &str) -> Line {
    let line = line.trim();
    if let Some(comment) = line.strip_prefix("# Model:") {
        let parts = comment.split('|').skip(1).filter_map(|part| part.split_once(':'));
        return Line::Model(parts.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect());
    }
    match dialect {
        Dialect::Csv => of_cells(&line.split(',').collect::<Vec<_>>(), false),
        Dialect::Table if line.starts_with('|') => of_cells(&cells(line), true),
        Dialect::Table => Line::Noise,
        Dialect::Benchstat { counts } => of_benchstat(line, counts),
    }
}

fn cells(line: &str) -> Vec<&str> {
    line.trim_matches('|').split('|').map(str::trim).collect()
}

/// `gemma3,prefill,128,78125.00,12800.00`, or the same with the duration of the step before the time of a token.
fn of_cells(cells: &[&str], is_table: bool) -> Line {
    let Some(step) = cells.get(1).filter(|step| STEPS.contains(step)) else { return Line::Noise };
    let (count, duration, time, rate) = match *cells {
        [_, _, count, time, rate] if !is_table => (count, time, time, rate),
        [_, _, count, duration, time, rate] if is_table => (count, duration, time, rate),
        _ => return Line::Broken,
    };
    let mut made = Step { name: cells[0].to_owned(), step: (*step).to_owned(), ..Step::default() };
    if made.is_by_token() {
        let numbers = [count, time, rate].map(|cell| cell.parse::<f64>());
        let [Ok(count), Ok(time), Ok(rate)] = numbers else { return Line::Broken };
        made.count = Some(count);
        (made.time, made.rate) = measured(count, time, rate);
        return Line::Step(made);
    }
    made.time = if is_table { go_duration::nanoseconds(duration) } else { duration.parse().ok() };
    if made.time.is_none() { Line::Broken } else { Line::Step(made) }
}

/// A step of no tokens has neither the time of a token nor a rate; the tool writes zeros.
fn measured(count: f64, time: f64, rate: f64) -> (Option<f64>, Option<f64>) {
    if count > 0.0 && time > 0.0 && rate.is_finite() { (Some(time), Some(rate)) } else { (None, None) }
}

/// `BenchmarkModel/name=gemma3/step=prefill 1 78125.00 ns/token 12800.00 token/sec`
fn of_benchstat(line: &str, counts: bool) -> Line {
    if let Some((key @ ("goos" | "goarch" | "sysname" | "machine"), value)) = line.split_once(": ") {
        return Line::Machine(key.to_owned(), value.trim().to_owned());
    }
    let Some(rest) = line.strip_prefix(MODEL) else { return Line::Noise };
    let words: Vec<&str> = rest.split_whitespace().collect();
    // The first versions name no step for the whole.
    let (name, step) = words
        .first()
        .and_then(|name| name.rsplit_once("/step="))
        .unwrap_or((words.first().copied().unwrap_or_default(), "total"));
    let mut made = Step { name: name.to_owned(), step: step.to_owned(), ..Step::default() };
    match *words.as_slice() {
        [_, count, time, "ns/token", rate, "token/sec"] => {
            let numbers = [count, time, rate].map(|word| word.parse::<f64>());
            let [Ok(count), Ok(time), Ok(rate)] = numbers else { return Line::Broken };
            made.count = Some(count).filter(|_| counts);
            (made.time, made.rate) = measured(count, time, rate);
        }
        [_, _, time, "ns/op" | "ns/request"] => match time.parse() {
            Ok(time) => made.time = Some(time),
            Err(_) => return Line::Broken,
        },
        _ => return Line::Broken,
    }
    Line::Step(made)
}

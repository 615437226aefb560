//! Numbers of one run that follow from each other, and are said where they do not.
//!
//! Answers over time are the rate, mean requests in flight are rate times mean time (Little's law), and a full answer is its first
//! token and the time of the tokens after it. A run that breaks one of them counts or measures something else than it says.

use super::curve::Note;
use super::run::Run;
use crate::fact::Fact;
use crate::shown::{format_count, format_value};

/// Rates are of the whole run and differ by rounding only.
const RATE: f64 = 0.02;
/// Requests in flight also count those that failed.
const FLIGHT: f64 = 0.1;
/// Means of products are not products of means where answers differ in length; single requests are exact.
const ANSWER: f64 = 0.02;
/// Share of requests that must break it.
const MANY: f64 = 0.1;
/// Violations of one workload that are told one by one.
const TOLD: usize = 3;

/// Two numbers that should be one.
struct Broken {
    place: String,
    said: (String, f64, &'static str),
    found: (String, f64, &'static str),
}

/// What does not add up in these runs, a sentence each.
pub(super) fn notes(runs: &[Run<'_>]) -> Vec<Note> {
    let all: Vec<Broken> = runs.iter().flat_map(broken).collect();
    let mut notes: Vec<Note> = all.iter().take(TOLD).map(note).collect();
    if all.len() > TOLD {
        let more = (all.len() - TOLD) as u64;
        let text = format!("{} more numbers do not follow from those beside them.", format_count(more));
        notes.push(Note { text, figures: vec![Fact::count("identity.more", more, "numbers that do not add up")] });
    }
    notes
}

fn note(broken: &Broken) -> Note {
    let fact = |(key, value, unit): &(String, f64, &'static str)| {
        Fact::new(format!("identity.{}", key.replace(' ', "_")), *value, unit, broken.place.clone())
    };
    let figures = vec![fact(&broken.said), fact(&broken.found)];
    let text = format!(
        "{} is {}, but {} gives {} ({}).",
        broken.said.0, figures[0].shown, broken.found.0, figures[1].shown, broken.place
    );
    Note { text, figures }
}

fn broken<'a>(run: &'a Run<'_>) -> impl Iterator<Item = Broken> + use<'a> {
    [requests(run), tokens(run), little(run), answer(run)].into_iter().flatten()
}

fn differ(said: f64, found: f64, share: f64) -> bool {
    said.is_finite() && found.is_finite() && (said - found).abs() > share * said.abs().max(found.abs())
}

fn pair(run: &Run<'_>, said: (&str, f64), found: (&str, f64), unit: &'static str) -> Broken {
    Broken {
        place: run.place.clone(),
        said: (said.0.to_owned(), said.1, unit),
        found: (found.0.to_owned(), found.1, unit),
    }
}

/// Requests answered / length of the run = requests per second.
fn requests(run: &Run<'_>) -> Option<Broken> {
    let (said, found) = (run.request_rate?, run.completed? / run.duration.filter(|it| *it > 0.0)?);
    // Some count the requests that failed.
    let all = (run.completed? + run.failed.unwrap_or(0.0)) / run.duration?;
    let breaks = differ(said, found, RATE) && differ(said, all, RATE);
    breaks
        .then(|| pair(run, ("Requests per second", said), ("requests over the length of the run", found), "requests/s"))
}

/// Tokens of all answers / length of the run = output throughput.
fn tokens(run: &Run<'_>) -> Option<Broken> {
    let whole = run.tokens[1]? * run.completed?;
    let (said, found) = (run.rate("output_throughput")?, whole / run.duration.filter(|it| *it > 0.0)?);
    let breaks = differ(said, found, RATE);
    breaks.then(|| pair(run, ("Output throughput", said), ("tokens out over the length of the run", found), "tokens/s"))
}

/// Mean requests in flight = requests a second × mean full answer.
fn little(run: &Run<'_>) -> Option<Broken> {
    let mean = run.statistic("e2e_latency", "mean")?.value;
    let found = run.achieved()? * mean;
    let said = run.in_flight?;
    let breaks = differ(said, found, FLIGHT) && run.failed.is_none_or(|failed| failed == 0.0);
    breaks.then(|| pair(run, ("Concurrency", said), ("requests per second times the mean full answer", found), ""))
}

/// First token + time per output token × tokens after the first = full answer, request by request.
fn answer(run: &Run<'_>) -> Option<Broken> {
    let requests = run.requests.as_ref().filter(|requests| !requests.is_recomputed)?;
    let (mut known, mut bad, mut first) = (0_usize, 0_usize, None);
    for request in requests.all.iter().filter(|request| !request.failed && request.tokens >= 2.0) {
        let found = request.ttft + request.tpot * (request.tokens - 1.0);
        if !(found.is_finite() && request.full.is_finite()) {
            continue;
        }
        known += 1;
        if differ(request.full, found, ANSWER) {
            bad += 1;
            first = first.or(Some((request.full, found)));
        }
    }
    let (full, found) = first.filter(|_| bad as f64 > MANY * known as f64)?;
    let mut broken = pair(
        run,
        ("Full answer", full),
        ("first token plus time per output token times the tokens after it", found),
        "s",
    );
    broken.place =
        format!("{}; {} of {} requests", run.place, format_value(bad as f64, ""), format_value(known as f64, ""));
    Some(broken)
}

//! Columns that are functions of others: the result is told, its parts stand below it.

use super::frame::{Column, Frame};

/// A column is a function of others when it holds in this share of the rows that have all three values.
const SHARE: f64 = 0.99;
/// How far a computed value may be off, relative: files round what they write.
const TOLERANCE: f64 = 2e-3;
/// Fewer rows than this may agree by chance.
const LEAST_ROWS: usize = 5;
/// Beyond this many columns, triples are no longer tried.
const MOST_COLUMNS: usize = 40;

/// How two columns make a third.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    Sum,
    Ratio,
}

impl Rule {
    fn apply(self, a: f64, b: f64) -> f64 {
        match self {
            Self::Sum => a + b,
            Self::Ratio => a / b,
        }
    }

    /// Whether units allow it: seconds add up to seconds, tokens over seconds are tokens/s.
    fn fits(self, result: &Column, a: &Column, b: &Column) -> bool {
        match self {
            Self::Sum => result.unit == a.unit && a.unit == b.unit && !a.unit.is_empty(),
            Self::Ratio => {
                result.unit == format!("{}/{}", a.unit, b.unit)
                    || (a.unit.is_empty() && result.unit.ends_with(&format!("/{}", b.unit)) && !b.unit.is_empty())
            }
        }
    }
}

/// One column that others explain.
struct Found {
    result: usize,
    rule: Rule,
    parts: [usize; 2],
}

/// Marks the parts, writes the formula into the definition of the result, and names a rate by what it divides.
pub(crate) fn fold(frame: &mut Frame<'_>) {
    if frame.columns.len() > MOST_COLUMNS {
        return;
    }
    for Found { result, rule, parts: [a, b] } in found(&frame.columns) {
        let (sign, names) = match rule {
            Rule::Sum => (" + ", [frame.columns[a].name.clone(), frame.columns[b].name.clone()]),
            Rule::Ratio => (" / ", [frame.columns[a].name.clone(), frame.columns[b].name.clone()]),
        };
        let of = [frame.columns[a].metric.clone(), frame.columns[b].metric.clone()];
        let keys = [frame.columns[a].key.clone(), frame.columns[b].key.clone()];
        let column = &mut frame.columns[result];
        column.divides = Some(keys).filter(|_| rule == Rule::Ratio && column.statistic.is_none());
        column.definition = format!("= {}", names.join(sign));
        // Which tokens and which time a bare "tokens per second" means is settled by the columns it divides.
        let divides = |tokens: &str, time: &str| rule == Rule::Ratio && of == [tokens, time];
        if column.metric == "token_rate" && column.statistic.is_none() {
            let known = match () {
                () if divides("output_tokens", "eval_duration") => crate::metric::known("decode_rate"),
                () if divides("prompt_tokens", "prompt_eval_duration") => crate::metric::known("prompt_rate"),
                () => None,
            };
            if let Some(known) = known {
                column.key = known.key.to_owned();
                column.metric = known.key.to_owned();
                column.name = known.name.to_owned();
            }
        }
        frame.columns[a].part = true;
        frame.columns[b].part = true;
    }
    // A rate is told even where it explains something else.
    for column in &mut frame.columns {
        column.part &= !column.unit.contains('/');
    }
}

fn found(columns: &[Column]) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    for result in 0..columns.len() {
        let others = || (0..columns.len()).filter(move |at| *at != result);
        let pairs = others().flat_map(|a| others().filter(move |b| *b != a).map(move |b| (a, b)));
        let explained = pairs
            .flat_map(|(a, b)| [(Rule::Sum, a, b), (Rule::Ratio, a, b)])
            .filter(|(rule, a, b)| *rule == Rule::Ratio || a < b)
            .find(|(rule, a, b)| {
                rule.fits(&columns[result], &columns[*a], &columns[*b])
                    && holds(*rule, &columns[result], &columns[*a], &columns[*b])
            });
        if let Some((rule, a, b)) = explained {
            all.push(Found { result, rule, parts: [a, b] });
        }
    }
    all
}

fn holds(rule: Rule, result: &Column, a: &Column, b: &Column) -> bool {
    let (mut rows, mut right) = (0_usize, 0_usize);
    for ((value, a), b) in result.values.iter().zip(&a.values).zip(&b.values) {
        if value.is_nan() || a.is_nan() || b.is_nan() {
            continue;
        }
        rows += 1;
        let computed = rule.apply(*a, *b);
        // A part that is zero explains nothing: the result would only be the other part.
        if *a != 0.0 && *b != 0.0 && (computed - value).abs() <= TOLERANCE * value.abs().max(f64::MIN_POSITIVE) {
            right += 1;
        }
        if rows == 64 && right < 32 {
            return false;
        }
    }
    rows >= LEAST_ROWS && right as f64 >= SHARE * rows as f64
}

/// Adds what the parts of an answer tell where no column says it: rates of prompt and answer, and the wait for both.
pub(crate) fn derive(frame: &mut Frame<'_>) {
    const WAITS: &[&str] = &["e2e_latency", "total_duration"];
    const RATES: &[&str] = &["decode_rate", "token_rate", "output_throughput"];
    let waits = derived(frame, "e2e_latency", WAITS, ["ttft", "eval_duration"], " + ", |a, b| a + b);
    let per_second = |tokens: f64, time: f64| if time > 0.0 { tokens / time } else { f64::NAN };
    let rate = derived(frame, "decode_rate", RATES, ["output_tokens", "eval_duration"], " / ", per_second);
    let prompt =
        derived(frame, "prompt_rate", &["prompt_rate"], ["prompt_tokens", "prompt_eval_duration"], " / ", per_second);
    // A prompt is told where its answer is.
    let prompt = prompt.filter(|_| rate.is_some());
    frame.columns.extend([waits, rate, prompt].into_iter().flatten());
}

/// One column of two, where both are there and nothing says it already.
fn derived(
    frame: &Frame<'_>,
    key: &str,
    said: &[&str],
    parts: [&str; 2],
    sign: &str,
    apply: impl Fn(f64, f64) -> f64,
) -> Option<Column> {
    if frame.columns.iter().any(|column| said.contains(&column.metric.as_str())) {
        return None;
    }
    let raw = |key: &str| frame.column_of(key).filter(|column| column.statistic.is_none());
    let (first, rest) = (raw(parts[0])?, raw(parts[1])?);
    let known = crate::metric::known(key)?;
    let values = first.values.iter().zip(&rest.values).map(|(first, rest)| apply(*first, *rest)).collect();
    let definition = format!("{}{sign}{}", first.name, rest.name);
    Some(Column {
        key: known.key.to_owned(),
        metric: known.key.to_owned(),
        statistic: None,
        name: known.name.to_owned(),
        unit: known.unit.to_owned(),
        better: known.better,
        definition: format!("= {definition}"),
        written: first.written.iter().chain(&rest.written).cloned().collect(),
        part: false,
        typical: crate::summary::Typical::Median,
        selected: false,
        divides: (sign == " / ").then(|| parts.map(str::to_owned)),
        non_finite: Vec::new(),
        values,
    })
}

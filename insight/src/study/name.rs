//! What a person would call a study, and the workload it ran.

use super::Analysis;
use super::frame::{Column, Frame, Source, is_measured};
use super::groups::Groups;
use crate::shown::{format_count, format_value, listed};

/// Metrics that only the generation of text has.
const GENERATION: &[&str] = &["decode_rate", "prompt_rate", "ttft", "tpot", "itl", "output_throughput", "token_rate"];

/// Spellings that a person would not write in lower case.
const SPELLED: &[(&str, &str)] = &[
    ("ollama", "Ollama"),
    ("vllm", "vLLM"),
    ("sglang", "SGLang"),
    ("llama-bench", "llama-bench"),
    ("llama.cpp", "llama.cpp"),
    ("pytorch", "PyTorch"),
    ("onnx", "ONNX"),
    ("tensorrt", "TensorRT"),
];

/// Engine, activity and what varies: `Ollama generation by model`.
pub(crate) fn name(frame: &Frame<'_>, groups: &Groups, headlines: usize) -> String {
    let told = &frame.columns[..headlines.min(frame.columns.len())];
    let activity = match told.first() {
        Some(_) if is_generation(told) => "generation".to_owned(),
        None if frame.records.is_empty() && asked(frame) => "generation".to_owned(),
        Some(first) => {
            crate::metric::known(&first.metric).map_or_else(|| first.name.clone(), |known| known.name.to_owned())
        }
        None => "values without a known measurement".to_owned(),
    };
    let engine = engine(frame).filter(|_| is_generation(told));
    let subject = match engine {
        Some(engine) => format!("{engine} {activity}"),
        None => capitalized(&activity),
    };
    let by = groups.by.iter().take(2).cloned().collect::<Vec<_>>().join(" and ");
    if by.is_empty() { subject } else { format!("{subject} by {by}") }
}

/// Whether a record is one request to a model: text was generated, and no column is a statistic of many.
pub(crate) fn is_requests(frame: &Frame<'_>, headlines: usize) -> bool {
    let told = &frame.columns[..headlines.min(frame.columns.len())];
    let single = told.iter().all(|column| column.statistic.is_none());
    let of_many = frame.one_row_a_run() || frame.column_of("requests").is_some();
    single && !of_many && if frame.records.is_empty() { asked(frame) } else { is_generation(told) }
}

/// Whether text was asked for where no request was answered.
fn asked(frame: &Frame<'_>) -> bool {
    let fields = frame.sources.iter().filter_map(Source::sheet).flat_map(|sheet| &sheet.fields);
    let mut measured = fields.filter(|field| is_measured(field) && field.statistic.is_none());
    measured.any(|field| GENERATION.contains(&field.metric.as_str()))
}

fn is_generation(columns: &[Column]) -> bool {
    columns.iter().any(|column| GENERATION.contains(&column.metric.as_str()))
}

/// The engine that all files name, as a person spells it.
pub(crate) fn engine(frame: &Frame<'_>) -> Option<String> {
    let stated = frame.parameter_of("engine").filter(|engine| engine.used().len() == 1);
    let stated = stated.and_then(|engine| engine.levels.get(*engine.used().first()? as usize).cloned());
    let engine = stated?;
    let spelled = SPELLED.iter().find(|(word, _)| engine.eq_ignore_ascii_case(word));
    Some(spelled.map_or(engine, |(_, spelled)| (*spelled).to_owned()))
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// Two studies of one name get the folder or file that tells them apart.
pub(crate) fn tell_apart(all: &mut [Analysis<'_>]) {
    let names: Vec<String> = all.iter().map(|analysis| analysis.study.name.clone()).collect();
    for (at, analysis) in all.iter_mut().enumerate() {
        let alone = names.iter().filter(|name| **name == names[at]).count() == 1;
        if !alone && let Some(place) = place(&analysis.study.files) {
            analysis.study.name = format!("{}, {place}", names[at]);
        }
    }
}

/// The file of a study of one file, else the folder that holds them.
fn place(files: &[String]) -> Option<String> {
    match files {
        [] => None,
        [one] => one.rsplit('/').next().map(str::to_owned),
        all => {
            let paths: Vec<&str> = all.iter().map(String::as_str).collect();
            let root = crate::reading::common_root(&paths);
            let folder = root.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            (!folder.is_empty()).then(|| folder.to_owned())
        }
    }
}

/// Tokens in and out and concurrency of a study that generates text; what is not known is named.
pub(crate) fn workload(frame: &Frame<'_>, headlines: usize) -> String {
    let told = &frame.columns[..headlines.min(frame.columns.len())];
    if !is_generation(told) {
        return String::new();
    }
    let mut known = Vec::new();
    let mut unknown = Vec::new();
    let mut say = |said: Option<String>, what: &str| match said {
        Some(said) => known.push(said),
        None => unknown.push(what.to_owned()),
    };
    say(range(frame, "prompt_tokens").map(|range| format!("{range} tokens in")), "tokens in");
    say(range(frame, "output_tokens").map(|range| format!("{range} tokens out")), "tokens out");
    say(concurrency(frame), "concurrency");
    let missing = format!("{} not stated", listed(&unknown));
    match (known.is_empty(), unknown.is_empty()) {
        (_, true) => known.join(", "),
        (true, false) => missing,
        (false, false) => format!("{}; {missing}", known.join(", ")),
    }
}

/// Smallest and largest value of a metric a request, or of a parameter of that name.
fn range(frame: &Frame<'_>, metric: &str) -> Option<String> {
    // A row that is a whole run holds the tokens of all its requests.
    let requests = frame.column_of("requests").filter(|_| frame.one_row_a_run());
    let held = |name: &str| frame.columns.iter().any(|column| column.metric == name);
    let total = format!("{metric}_total");
    let metric_or_total = if !held(metric) && requests.is_some() { total.as_str() } else { metric };
    let columns =
        frame.columns.iter().filter(|column| column.metric == metric_or_total && column.key != "answer_tokens");
    let values = columns.flat_map(|column| column.values.iter().copied().enumerate().map(move |it| (column, it)));
    let values = values.filter(|(_, (_, value))| !value.is_nan());
    let values = values.map(|(column, (record, value))| match requests.map(|requests| requests.values[record]) {
        // A statistic is one of requests already.
        Some(requests) if requests >= 1.0 && value >= requests && column.statistic.is_none() => {
            (value / requests).round()
        }
        _ => value,
    });
    let parameter = frame.parameters.iter().find(|parameter| parameter.key == metric && parameter.numeric);
    let levels = parameter.into_iter().flat_map(|parameter| {
        parameter.used().into_iter().filter_map(|code| parameter.levels.get(code as usize)?.parse::<f64>().ok())
    });
    let (least, most) = values
        .chain(levels)
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(value), most.max(value)));
    let shown = |value: f64| {
        if value == value.trunc() && (0.0..1e15).contains(&value) {
            format_count(value as u64)
        } else {
            format_value(value, "")
        }
    };
    match (least, most) {
        (least, most) if least > most => None,
        (least, most) if least == most => Some(shown(least)),
        (least, most) => Some(format!("{} to {}", shown(least), shown(most))),
    }
}

fn concurrency(frame: &Frame<'_>) -> Option<String> {
    let words = ["concurrency", "request_rate"];
    let parameter =
        words.iter().find_map(|word| frame.parameters.iter().find(|parameter| parameter.key.contains(word)))?;
    let used = parameter.used();
    let level = |code: &u32| parameter.levels.get(*code as usize).cloned();
    match (used.first().and_then(level), used.last().and_then(level)) {
        (Some(least), Some(most)) if least != most => Some(format!("{} {least} to {most}", parameter.name)),
        (Some(only), _) => Some(format!("{} {only}", parameter.name)),
        _ => None,
    }
}

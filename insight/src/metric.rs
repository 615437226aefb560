//! The dictionary of the field's words: what a measured column is called, wherever it comes from.
//!
//! Takes the words of a header without its unit and its statistic, gives the metric. A new word of the field is one line.
//! Words with several meanings stay apart: which meaning a column has is settled by its unit and by the columns beside it.

use crate::summary::Better;
use crate::summary::Better::{Higher, Lower, None as Neither};

/// One metric that the field has a name for.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// Canonical ASCII name, the first part of a fact's key.
    pub key: &'static str,
    /// The field's words.
    pub name: &'static str,
    /// Base unit.
    pub unit: &'static str,
    /// Which way is better.
    pub better: Better,
    /// Other spellings, words as the dictionary folds them, separated by `|`; `=` marks one that allows no word beside it.
    pub aliases: &'static str,
    /// What is measured from where to where.
    pub definition: &'static str,
}

const fn known_as(
    key: &'static str,
    name: &'static str,
    unit: &'static str,
    better: Better,
    aliases: &'static str,
    definition: &'static str,
) -> Known {
    Known { key, name, unit, better, aliases, definition }
}

/// Every metric that has a name. Of two that fit, the one with more words wins, then the earlier.
#[rustfmt::skip]
pub const METRICS: &[Known] = &[
    // What a user waits for.
    known_as("ttft", "first token", "s", Lower, "ttft|first token|time to first token|first token latency|first token time|time first token|ttft latency",
        "from the request to the first token of the answer"),
    known_as("tpot", "time per output token", "s", Lower, "tpot|time per output token|time per token|per token latency|token latency|latency per token",
        "time of the answer after its first token, divided by the tokens after the first"),
    known_as("itl", "inter-token latency", "s", Lower, "itl|inter token latency|intertoken latency|inter token delay|inter token gap",
        "time between two tokens of one answer"),
    known_as("e2e_latency", "full answer", "s", Lower, "e2e|e2el|e2e latency|end to end latency|e2e request latency|request latency|e2e time|end to end time|total latency|response time",
        "from the request to the last token of the answer"),
    known_as("latency", "latency", "s", Lower, "latency|lat|=ping|rtt|round trip time", "from the request to the answer; which part of it is not stated"),
    known_as("queue_time", "queue time", "s", Lower, "queue time|=queue|queue duration|wait time|waiting time|queue latency", "from the request to the start of its execution"),
    // Rates.
    known_as("decode_rate", "decode", "tokens/s", Higher, "decode|decode rate|decode speed|decode throughput|eval|eval rate|eval speed|generation|generation rate|generation speed|generation throughput|decode token|=gen|=tg",
        "tokens of the answer divided by the time spent writing them"),
    known_as("prompt_rate", "prompt", "tokens/s", Higher, "prompt|prompt rate|prompt eval|prompt eval rate|prompt processing|prompt speed|prompt throughput|prefill|prefill rate|prefill speed|prefill throughput|=pp|=input|input throughput|input token throughput",
        "tokens of the prompt divided by the time spent reading them"),
    known_as("output_throughput", "output throughput", "tokens/s", Higher, "output throughput|output token throughput|output token|=output|completion token",
        "tokens of all answers divided by the time of the whole run"),
    known_as("total_throughput", "total throughput", "tokens/s", Higher, "total throughput|total token throughput|total token|=total",
        "tokens of all prompts and answers divided by the time of the whole run"),
    known_as("token_rate", "tokens per second", "tokens/s", Higher, "throughput|token|token rate|token throughput|=speed|=rate|token speed|",
        "tokens divided by a time; which tokens and which time is not stated"),
    known_as("request_throughput", "requests per second", "requests/s", Higher, "request throughput|request rate|request|throughput|",
        "answered requests divided by the time of the whole run"),
    known_as("goodput", "goodput", "requests/s", Higher, "goodput|request goodput", "requests that held the target divided by the time of the whole run"),
    known_as("query_rate", "queries per second", "queries/s", Higher, "query throughput|query rate|query|queries|throughput|", "answered queries divided by the time"),
    known_as("operation_rate", "operations per second", "operations/s", Higher, "throughput|operation throughput|operation|operations|ops|", "operations divided by the time"),
    known_as("transaction_rate", "transactions per second", "transactions/s", Higher, "transaction throughput|transaction rate|throughput|transaction|transactions|", "transactions divided by the time"),
    known_as("image_rate", "images per second", "images/s", Higher, "image throughput|throughput|image|images|", "images divided by the time"),
    known_as("frame_rate", "frames per second", "frames/s", Higher, "frame rate|throughput|frame|frames|", "frames divided by the time"),
    known_as("iteration_rate", "iterations per second", "iterations/s", Higher, "throughput|iteration|iterations|", "iterations divided by the time"),
    known_as("bit_rate", "bit rate", "bit/s", Higher, "bandwidth|throughput|bitrate|bit rate|", "bits sent or received divided by the time"),
    known_as("sample_rate", "samples per second", "samples/s", Higher, "throughput|sample|", "samples divided by the time of the run"),
    known_as("bandwidth", "bandwidth", "B/s", Higher, "bandwidth|throughput|memory bandwidth|", "bytes moved divided by the time"),
    known_as("time_per_token", "time per token", "s/token", Lower, "|decode|generation|token|latency|time", "time divided by tokens"),
    known_as("time_per_request", "time per request", "s/request", Lower, "|latency|time", "time divided by requests"),
    // Parts of an answer.
    known_as("load_duration", "load", "s", Lower, "load|load duration|load time|model load|model load time|loading time|=init|init time|startup time|start time",
        "loading the model"),
    known_as("prompt_eval_duration", "prompt evaluation", "s", Lower, "prompt eval|prompt eval duration|prompt eval time|prefill|prefill time|prefill duration|prefill latency|prompt processing|prompt processing time|prompt time",
        "reading the prompt"),
    known_as("eval_duration", "evaluation", "s", Lower, "eval|eval duration|eval time|decode|decode time|decode duration|decode latency|generation|generation duration|generation latency",
        "writing the answer"),
    known_as("generation_time", "generation", "s", Lower, "generation time|gen time", "generating the answer; whether reading the prompt is part of it is not stated"),
    known_as("total_duration", "total", "s", Lower, "total duration|total time|total elapsed", "the whole request or run, as the engine or tool reports it"),
    known_as("wall_time", "wall clock", "s", Lower, "wall|wall time|wall clock|wall clock time|wall duration|elapsed wall|real time|elapsed real time", "by the clock outside the program"),
    known_as("cpu_time", "CPU time", "s", Lower, "cpu time|user time|process time", "time on the processor"),
    known_as("compile_time", "compilation", "s", Lower, "compile|compile time|compilation time|compile duration|build time|compilation", "compiling or building the model or program"),
    known_as("gpu_time", "GPU time", "s", Lower, "gpu time|cuda time|kernel time|cuda event|device time|gpu time duration|cuda event time", "between two marks on the device"),
    known_as("duration", "duration", "s", Lower, "duration|time|elapsed|elapsed time|runtime|run time|execution time|inference time|exec time|", "time of one run; from where to where is not stated"),
    known_as("benchmark_duration", "length of the run", "s", Neither, "benchmark duration|test duration", "from the first request to the last answer"),
    // Counts.
    known_as("prompt_tokens", "tokens in", "tokens", Neither, "prompt token|input token|prompt eval count|token in|input length|prompt length|prompt n token|num prompt token|n prompt token|input len|total input token|isl|input sequence length|num input token",
        "tokens of the prompt"),
    known_as("output_tokens", "tokens out", "tokens", Neither, "output token|eval count|completion token|generated token|gen token|token generated|new token|output length|token out|output len|total output token|osl|output sequence length|num output token|response token|answer token",
        "tokens of the answer"),
    known_as("total_tokens", "tokens in and out", "tokens", Neither, "total token|token total|token processed|num token|all token", "tokens of prompt and answer"),
    known_as("tokens", "tokens", "tokens", Neither, "token|token count|n token", "tokens; of prompt or answer is not stated"),
    known_as("answer_length", "characters out", "characters", Neither, "response char|answer char|output char|response length|response character|answer length", "characters of the answer"),
    known_as("prompt_length", "characters in", "characters", Neither, "prompt char|prompt character|input char", "characters of the prompt"),
    known_as("requests", "requests", "requests", Neither, "=request|num request|request count|=completed|completed request|successful request|total request", "requests answered"),
    // Machine.
    known_as("gpu_memory", "GPU memory", "B", Lower, "gpu memory|gpu memory used|vram|vram used|gpu memory usage|device memory|cuda memory|memory allocated|gpu memory allocated|gpu peak|gpu peak memory|peak gpu memory|peak vram|max memory allocated", "memory in use on the GPU"),
    known_as("memory", "memory", "B", Lower, "memory|memory used|ram|ram used|used memory|memory usage|rss|cpu memory|peak memory|peak rss|max rss|peak ram|resident memory|host memory", "memory in use"),
    known_as("model_size", "model size", "B", Lower, "model size|file size|=size|weight size|weights size|disk size|disk usage|index size|db size|database size|binary size|compressed size|bundle size|page weight|artifact size|package size|image size|checkpoint size|transfer size|download size", "size of the model or file"),
    known_as("gpu_power", "GPU power", "W", Lower, "gpu power|gpu power draw", "electrical power of the GPU"),
    known_as("cpu_power", "CPU power", "W", Lower, "cpu power|package power", "electrical power of the processor"),
    known_as("power", "power", "W", Lower, "power|power draw|power usage|", "electrical power"),
    known_as("energy", "energy", "J", Lower, "energy|energy consumption|energy used|", "electrical energy"),
    known_as("temperature", "temperature", "degC", Lower, "temperature|gpu temperature|temperature gpu|cpu temperature|temperature cpu|core temperature|", "of the chip"),
    known_as("gpu_utilization", "GPU utilization", "%", Neither, "gpu utilization|utilization gpu|gpu usage|=gpu|gpu load", "share of time in which the GPU was busy"),
    known_as("cpu_utilization", "CPU utilization", "%", Neither, "cpu utilization|=cpu|cpu usage|cpu load", "share of time in which the processor was busy"),
    known_as("memory_utilization", "memory utilization", "%", Neither, "memory utilization|utilization memory|=memory|=ram|memory usage", "share of memory in use"),
    known_as("clock", "clock", "Hz", Neither, "clock|gpu clock|clock sm|sm clock|memory clock|clock memory|clock gr|frequency|cpu frequency|", "clock frequency"),
    known_as("bytes", "bytes", "B", Neither, "", "bytes"),
    // Quality.
    known_as("accuracy", "accuracy", "", Higher, "accuracy|acc|acc norm|exact match|pass 1|correctness", "share of right answers"),
    known_as("top_accuracy", "top-k accuracy", "", Higher, "top 1|top 5|top1|top5|top 1 accuracy|top 5 accuracy|top1 accuracy|top5 accuracy", "share of answers of which one of the first is right"),
    known_as("recall", "recall", "", Higher, "recall|sensitivity", "share of what was looked for that was found"),
    known_as("precision", "precision", "", Higher, "=precision|precision 1|precision 5|precision 10", "share of what was found that was looked for"),
    known_as("f1", "F1", "", Higher, "f1|f1 score", "harmonic mean of precision and recall"),
    known_as("score", "score", "", Higher, "score|=quality|quality score|=reward|bleu|rouge|rouge l|bert score|=similarity|coherence|win rate|mmlu|gsm8k|hellaswag|humaneval|mmlu pro|bbh|gpqa|ifeval|if eval|musr|math|aime|truthfulqa|winogrande|arc|mbpp|livecodebench|swe bench|mt bench|=elo|=rating|user rating|=average score|ndcg|n dcg|mrr|=map|=m ap|=mos|auc|roc auc|psnr|ssim|iou|dice", "score of the answers"),
    known_as("perplexity", "perplexity", "", Lower, "perplexity|ppl|word perplexity|byte perplexity", "exponential of the mean loss per token"),
    known_as("word_error_rate", "word error rate", "", Lower, "wer|cer|word error rate|character error rate|token error rate", "share of words or characters that are wrong"),
    known_as("real_time_factor", "real-time factor", "", Lower, "rtf|real time factor", "time spent divided by the length of what was processed"),
    known_as("residual_error", "error", "", Lower, "rmse|mae|mse|mape|fid|absolute error|abs error|abs err|max abs err|max abs error|relative error|rel err|max error", "distance from what was right"),
    known_as("loss", "loss", "", Lower, "loss|eval loss|train loss|validation loss|val loss|test loss|cross entropy", "loss"),
    known_as("model_flops_utilization", "model FLOPs utilization", "", Higher, "mfu|model flops utilization|hfu", "share of the arithmetic rate of the device that the model used"),
    known_as("layout_shift", "layout shift", "", Lower, "cls|cumulative layout shift", "how far a page moves while it loads"),
    known_as("acceptance_rate", "acceptance rate", "", Higher, "acceptance rate|accept rate|draft acceptance rate", "share of drafted tokens that were kept"),
    known_as("cache_hit_rate", "cache hits", "", Higher, "cache hit rate|hit rate|prefix cache hit rate", "share of look-ups answered by the cache"),
    known_as("success_rate", "success rate", "", Higher, "success rate|pass rate|completion rate", "share of requests answered"),
    known_as("error_rate", "error rate", "", Lower, "error rate|failure rate|fail rate|refusal rate", "share of requests that failed"),
    // Comparisons.
    known_as("speedup", "speed-up", "", Higher, "speedup|speed up|concurrency speedup", "time of the reference divided by the time measured"),
    known_as("efficiency", "efficiency", "", Higher, "efficiency|parallel efficiency|scaling efficiency", "speed-up divided by what was spent on it"),
    known_as("cost", "cost", "USD", Lower, "cost|=price|total cost|cost per run|", "money"),
    known_as("compute_rate", "arithmetic rate", "FLOP/s", Higher, "=compute|throughput|=performance|arithmetic rate|", "floating-point operations per second"),
];

/// The metric of that key.
pub fn known(key: &str) -> Option<&'static Known> {
    METRICS.iter().find(|known| known.key == key)
}

/// Words that say nothing about what was measured.
const EMPTY_WORDS: &[&str] = &[
    "metric",
    "result",
    "stat",
    "statistic",
    "summary",
    "data",
    "value",
    "measured",
    "the",
    "of",
    "in",
    "at",
    "for",
    "and",
];

/// Spellings of one word, the first is the one used.
const SYNONYMS: &[&[&str]] = &[
    &["token", "tokens", "tok", "toks"],
    &["latency", "latencies"],
    &["request", "requests", "req", "reqs"],
    &["eval", "evaluation"],
    &["prompt", "prompts"],
    &["temperature", "temp", "temps"],
    &["clock", "clocks"],
    &["count", "counts"],
    &["char", "chars"],
    &["character", "characters"],
    &["sample", "samples"],
    &["metric", "metrics"],
    &["result", "results"],
    &["stat", "stats", "statistics"],
    &["generated", "generate"],
    &["generation", "generating"],
    &["memory", "mem"],
    &["utilization", "utilisation", "util"],
    &["duration", "durations"],
    &["time", "times", "timing", "timings"],
    &["error", "errors"],
    &["call", "calls"],
    &["run", "runs"],
];

/// The one spelling of a word.
pub(crate) fn fold(word: &str) -> &str {
    SYNONYMS.iter().find(|spellings| spellings.contains(&word)).map_or(word, |spellings| spellings[0])
}

/// A metric found in words, and the words that qualify it.
#[derive(Clone, Debug)]
pub(crate) struct Match {
    /// The metric.
    pub known: &'static Known,
    /// Words beside it: `kv` in `kv decode`.
    pub qualifiers: Vec<String>,
}

/// The metric that words name, given the base unit of the column; an empty unit is one not known.
pub(crate) fn find(words: &[&str], unit: &str) -> Option<Match> {
    let folded: Vec<&str> = words.iter().map(|word| fold(word)).filter(|word| !EMPTY_WORDS.contains(word)).collect();
    let mut best: Option<(usize, Match)> = None;
    for known in METRICS.iter().filter(|known| fits(known, unit)) {
        for alias in known.aliases.split('|') {
            let (alias, alone) = alias.strip_prefix('=').map_or((alias, false), |alias| (alias, true));
            let alias: Vec<&str> = alias.split_whitespace().collect();
            if alone && alias.len() != folded.len() {
                continue;
            }
            let Some(at) = place(&folded, &alias, known, unit) else { continue };
            if best.as_ref().is_some_and(|(length, _)| *length > alias.len()) {
                continue;
            }
            let qualifiers =
                folded[..at].iter().chain(&folded[at + alias.len()..]).map(|word| (*word).to_owned()).collect();
            best = Some((alias.len() + 1, Match { known, qualifiers }));
        }
    }
    best.map(|(_, found)| found)
}

/// Whether a name says a unit or a metric.
pub(crate) fn is_quantity(written: &str) -> bool {
    let header = crate::header::Header::of(written);
    let folded: Vec<&str> = header.words.iter().map(|word| fold(word)).collect();
    let statistic = |word: &str| crate::role::vocabulary::statistic(word).is_some();
    let bracket = header.bracket.as_deref().and_then(crate::unit::Unit::stated);
    bracket.is_some() || crate::unit::find(&header.words, statistic).is_some() || find(&folded, "").is_some()
}

fn fits(known: &Known, unit: &str) -> bool {
    // A share may be written in percent.
    unit.is_empty() || known.unit == unit || (unit == "%" && known.unit.is_empty())
}

/// Words that say "per second" without a unit.
const RATES: &[&str] = &["throughput", "rate", "speed", "goodput", "bandwidth"];

/// Where the alias stands among the words. An alias that is only a unit stands alone, or names any rate;
/// a rate without a unit must say that it is one.
fn place(words: &[&str], alias: &[&str], known: &Known, unit: &str) -> Option<usize> {
    let is_rate = known.unit.contains('/');
    if alias.is_empty() {
        return (!unit.is_empty() && (words.is_empty() || is_rate)).then_some(words.len());
    }
    if unit.is_empty() && is_rate && !alias.last().is_some_and(|last| RATES.contains(last)) {
        return None;
    }
    (0..=words.len().checked_sub(alias.len())?).rev().find(|at| words[*at..].starts_with(alias))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_unit_name_the_metric() {
        let check = |words: &str, unit: &str, expected: &str| {
            let words: Vec<&str> = words.split_whitespace().collect();
            let shown = find(&words, unit).map_or_else(
                || "-".to_owned(),
                |found| format!("{} {}", found.known.key, found.qualifiers.join(" ")).trim().to_owned(),
            );
            assert_eq!(shown, expected, "{words:?} {unit}");
        };
        check("ttft", "s", "ttft");
        check("time to first token", "s", "ttft");
        check("", "tokens/s", "token_rate");
        check("eval", "s", "eval_duration");
        check("eval", "tokens/s", "decode_rate");
        check("prompt eval", "s", "prompt_eval_duration");
        check("prompt eval count", "", "prompt_tokens");
        check("eval count", "", "output_tokens");
        check("ollama load", "s", "load_duration ollama");
        check("kv decode", "s", "eval_duration kv");
        check("request throughput", "requests/s", "request_throughput");
        check("output token throughput", "tokens/s", "output_throughput");
        check("utilization gpu", "%", "gpu_utilization");
        check("gpu memory", "B", "gpu_memory");
        check("cpu", "%", "cpu_utilization");
        check("baseline ttft", "s", "ttft baseline");
        check("generation time", "s", "generation_time");
        check("", "s", "duration");
        check("gap", "s", "-");
        check("accuracy", "", "accuracy");
        check("token", "", "tokens");
        check("baseline", "tokens/s", "token_rate baseline");
        check("prompt eval", "", "prompt_eval_duration");
        check("throughput", "", "token_rate");
        check("", "", "-");
    }

    #[test]
    fn every_metric_is_found_by_its_own_aliases_and_has_an_ascii_key_of_its_own() {
        for (at, known) in METRICS.iter().enumerate() {
            assert!(
                known.key.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
            );
            assert!(METRICS[..at].iter().all(|other| other.key != known.key), "{} twice", known.key);
            for alias in known.aliases.split('|').filter(|alias| !alias.is_empty()) {
                let words: Vec<&str> = alias.trim_start_matches('=').split_whitespace().collect();
                assert!(words.iter().all(|word| fold(word) == *word), "{alias} is not folded");
                let found = find(&words, known.unit).map(|found| found.known);
                assert!(found.is_some_and(|found| found.unit == known.unit), "{alias} is not found");
            }
        }
    }
}

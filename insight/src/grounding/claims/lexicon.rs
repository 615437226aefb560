//! What engineers call things: metrics, statistics, comparisons, advice.

use super::known::Stat;

/// Names of one thing that is measured, as words; a metric's own name may be any of them.
#[rustfmt::skip]
pub(crate) const CONCEPTS: &[&[&str]] = &[
    &["ttft", "time to first token", "first token latency", "time to the first token", "first token time", "latency to first token",
      "first token delay", "time until first token", "time until the first token", "prompt to first token", "first token"],
    &["tpot", "time per output token", "time per token", "per token latency", "latency per token", "per token time",
      "output token time", "token latency"],
    &["itl", "inter token latency", "inter token time", "intertoken latency", "time between tokens", "tbt", "token gap"],
    &["tok s", "throughput", "generation speed", "generation rate", "token rate", "token throughput", "tokens per second", "decode speed",
      "decoding speed", "tps", "toks", "output speed", "generation throughput", "decode rate", "decode throughput", "output throughput",
      "tok per s", "tokens s", "tokens per s", "tok sec", "token generation rate", "token generation speed", "output rate",
      "output token throughput", "inference speed", "eval rate", "decoding rate", "decoding throughput", "speed", "writing speed",
      "processing speed", "tokens sec"],
    &["prefill", "prefill time", "prompt eval", "prompt evaluation", "prompt processing", "prompt eval time", "prompt evaluation time",
      "prompt processing time", "prefill latency", "prompt eval duration", "prompt evaluation duration", "prefill duration",
      "prompt latency"],
    &["prefill tok s", "prefill throughput", "prefill speed", "prompt eval rate", "prompt throughput", "prompt processing speed",
      "prefill rate", "prompt speed"],
    &["eval", "eval time", "eval duration", "evaluation time", "decode time", "decoding time", "decode duration", "generation time",
      "decode latency", "decode", "evaluation duration"],
    &["lat", "latency", "end to end latency", "request latency", "e2e latency", "e2e", "total latency", "response time", "request time",
      "response latency", "end to end time", "overall latency", "request duration", "wall time", "wall clock time", "total time",
      "total duration", "completion time", "turnaround time", "round trip time", "duration", "run time", "runtime", "elapsed time",
      "execution time", "latencies", "elapsed", "wall clock", "end to end"],
    &["mem", "memory use", "peak memory", "memory", "memory usage", "memory consumption", "memory footprint", "peak memory use",
      "peak memory usage", "ram", "ram usage", "ram use", "vram", "vram usage", "vram use", "gpu memory", "gpu memory use",
      "gpu memory usage", "resident memory", "rss", "resident set size", "memory demand", "memory requirement", "used memory",
      "peak ram", "peak vram", "allocated memory", "peak gpu memory", "memory peak", "resident set"],
    &["power", "power draw", "power consumption", "power usage", "power use", "gpu power", "board power", "watts", "wattage",
      "gpu power draw"],
    &["energy", "energy use", "energy usage", "energy consumption", "energy cost", "consumed energy"],
    &["energy per token", "j per token", "joules per token", "energy per output token"],
    &["temp", "temperature", "gpu temperature", "die temperature", "core temperature"],
    &["gpu util", "gpu utilization", "gpu utilisation", "gpu usage", "gpu load", "utilization", "utilisation", "gpu use"],
    &["cpu util", "cpu utilization", "cpu utilisation", "cpu usage", "cpu load", "cpu use", "processor load"],
    &["load", "load time", "model load time", "model load", "load duration", "loading time", "model loading time", "startup time",
      "start up time", "cold start time", "start time", "warm up time", "warmup time"],
    &["queue", "queue time", "queueing time", "queuing time", "queue wait", "waiting time", "wait time", "queue delay",
      "queueing delay", "queuing delay", "time in queue"],
    &["qps", "rps", "request rate", "request throughput", "requests per second", "req s", "requests s", "queries per second",
      "transactions per second", "ops per second", "ops s", "operations per second"],
    &["error rate", "failure rate", "errors", "failures", "err rate", "failed share", "share of failed requests"],
    &["success rate", "completion rate", "pass rate"],
    &["accuracy", "acc", "correctness", "exact match", "score"],
    &["perplexity", "ppl"],
    &["cost", "price", "spend", "dollar cost"],
    &["tokens", "output tokens", "generated tokens", "token count", "completion tokens", "output length", "tokens generated"],
    &["prompt tokens", "input tokens", "prompt length", "input length"],
    &["cache hit", "cache hit rate", "hit rate", "hit ratio", "cache hit ratio", "kv cache hit rate"],
    &["bandwidth", "memory bandwidth", "bw", "network bandwidth"],
    &["disk", "disk use", "disk usage", "disk space", "storage"],
    &["build", "build time", "compile time", "compilation time"],
    &["size", "file size", "binary size", "model size"],
    &["jitter", "latency jitter"],
    &["ops", "iterations", "iteration time", "time per iteration", "time per op", "time per operation", "ns per op", "ns op"],
    &["loss", "training loss", "validation loss"],
    &["step time", "time per step"],
];

/// Last words of the name of something measured: a phrase that ends so and is no known metric is another metric.
#[rustfmt::skip]
pub(crate) const HEADS: [&str; 40] = [
    "latency", "time", "throughput", "rate", "usage", "use", "utilization", "utilisation", "speed", "memory", "power", "draw", "energy",
    "cost", "overhead", "temperature", "bandwidth", "delay", "duration", "score", "accuracy", "load", "ratio", "consumption", "jitter",
    "loss", "footprint", "size", "frequency", "clock", "pressure", "depth", "wait", "perplexity", "efficiency", "occupancy", "misses",
    "hits", "voltage", "noise",
];

/// Words before a metric that make no other metric of it.
#[rustfmt::skip]
pub(crate) const NEUTRAL: [&str; 44] = [
    "overall", "total", "observed", "measured", "lower", "higher", "best", "lowest", "highest", "worst", "corresponding", "resulting",
    "reported", "same", "recorded", "typical", "whole", "shorter", "longer", "smaller", "larger", "greater", "faster", "slower",
    "better", "worse", "achieved", "sustained", "actual", "sample", "fastest", "slowest", "shortest", "longest", "reduced", "increased",
    "improved", "final", "central", "estimated", "combined", "own", "good", "given",
];

/// Words behind which the name of a thing begins.
#[rustfmt::skip]
pub(crate) const OPENERS: [&str; 32] = [
    "the", "a", "an", "its", "their", "this", "that", "our", "in", "of", "for", "on", "with", "at", "by", "to", "from", "is", "was",
    "are", "were", "and", "as", "whose", "has", "had", "have", "than", "per", "between", "both", "under",
];

/// Words of statistics.
#[rustfmt::skip]
pub(crate) const STATS: &[(&str, Stat)] = &[
    ("mean", Stat::Mean), ("average", Stat::Mean), ("avg", Stat::Mean), ("averaged", Stat::Mean), ("averages", Stat::Mean),
    ("averaging", Stat::Mean), ("means", Stat::Mean), ("arithmetic mean", Stat::Mean), ("mean value", Stat::Mean),
    ("sample mean", Stat::Mean), ("μ", Stat::Mean),
    ("median", Stat::Median), ("medians", Stat::Median), ("midpoint", Stat::Median), ("typical", Stat::Median),
    ("standard deviation", Stat::Sd), ("std dev", Stat::Sd), ("std", Stat::Sd), ("stddev", Stat::Sd), ("stdev", Stat::Sd),
    ("sd", Stat::Sd), ("σ", Stat::Sd), ("standard deviations", Stat::Sd), ("st dev", Stat::Sd), ("sigma", Stat::Sd),
    ("std deviation", Stat::Sd), ("sample standard deviation", Stat::Sd), ("s d", Stat::Sd),
    ("coefficient of variation", Stat::Cv), ("cv", Stat::Cv), ("relative standard deviation", Stat::Cv),
    ("standard error", Stat::Error), ("sem", Stat::Error), ("iqr", Stat::Iqr), ("interquartile range", Stat::Iqr),
    ("variance", Stat::Variance),
    ("minimum", Stat::Min), ("min", Stat::Min), ("smallest value", Stat::Min), ("lowest value", Stat::Min),
    ("maximum", Stat::Max), ("max", Stat::Max), ("worst case", Stat::Max), ("largest value", Stat::Max), ("highest value", Stat::Max),
    ("upper quartile", Stat::Percentile(750)), ("third quartile", Stat::Percentile(750)),
    ("lower quartile", Stat::Percentile(250)), ("first quartile", Stat::Percentile(250)),
    ("ninetieth percentile", Stat::Percentile(900)), ("ninety fifth percentile", Stat::Percentile(950)),
    ("ninety ninth percentile", Stat::Percentile(990)),
    ("lower bound", Stat::Low), ("lower limit", Stat::Low), ("lower end", Stat::Low), ("ci low", Stat::Low), ("ci lo", Stat::Low),
    ("ci lower", Stat::Low), ("upper bound", Stat::High), ("upper limit", Stat::High), ("upper end", Stat::High),
    ("ci high", Stat::High), ("ci hi", Stat::High), ("ci upper", Stat::High),
];

/// What a word of comparison says of the first thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    Higher,
    Lower,
    Better,
    Worse,
}

/// Words of comparison; in the second list verbs, whose object needs no `than`.
#[rustfmt::skip]
pub(crate) const COMPARED: &[(&str, Says)] = &[
    ("higher", Says::Higher), ("more", Says::Higher), ("greater", Says::Higher), ("larger", Says::Higher), ("bigger", Says::Higher),
    ("longer", Says::Higher), ("above", Says::Higher), ("increase", Says::Higher), ("rise", Says::Higher),
    ("lower", Says::Lower), ("less", Says::Lower), ("fewer", Says::Lower), ("smaller", Says::Lower), ("shorter", Says::Lower),
    ("below", Says::Lower), ("decrease", Says::Lower), ("reduction", Says::Lower), ("drop", Says::Lower), ("beneath", Says::Lower),
    ("faster", Says::Better), ("quicker", Says::Better), ("better", Says::Better), ("superior", Says::Better),
    ("more efficient", Says::Better), ("ahead", Says::Better), ("speedup", Says::Better), ("improvement", Says::Better),
    ("speed up", Says::Better), ("leaner", Says::Better), ("snappier", Says::Better), ("swifter", Says::Better),
    ("more responsive", Says::Better), ("lighter", Says::Better), ("more economical", Says::Better), ("cheaper", Says::Better),
    ("slower", Says::Worse), ("worse", Says::Worse), ("inferior", Says::Worse), ("less efficient", Says::Worse), ("behind", Says::Worse),
    ("less responsive", Says::Worse), ("heavier", Says::Worse), ("slowdown", Says::Worse), ("regression", Says::Worse),
];

/// Verbs of comparison.
#[rustfmt::skip]
pub(crate) const COMPARING: &[(&str, Says)] = &[
    ("outperforms", Says::Better), ("outperformed", Says::Better), ("outperform", Says::Better), ("beats", Says::Better),
    ("beat", Says::Better), ("outpaces", Says::Better), ("outpaced", Says::Better), ("surpasses", Says::Better),
    ("surpassed", Says::Better), ("leads", Says::Better), ("wins over", Says::Better), ("wins against", Says::Better),
    ("improves on", Says::Better), ("improves over", Says::Better), ("improves upon", Says::Better), ("outdoes", Says::Better),
    ("bests", Says::Better), ("is ahead of", Says::Better), ("has the edge over", Says::Better), ("edges out", Says::Better),
    ("lags", Says::Worse), ("lagged", Says::Worse), ("lags behind", Says::Worse), ("lagged behind", Says::Worse),
    ("trails", Says::Worse), ("trailed", Says::Worse), ("trails behind", Says::Worse), ("falls behind", Says::Worse),
    ("underperforms", Says::Worse), ("underperformed", Says::Worse), ("loses to", Says::Worse), ("is behind", Says::Worse),
    ("falls short of", Says::Worse), ("is outperformed by", Says::Worse), ("is beaten by", Says::Worse),
    ("exceeds", Says::Higher), ("exceeded", Says::Higher), ("exceed", Says::Higher), ("tops", Says::Higher),
    ("uses more", Says::Higher), ("undercuts", Says::Lower), ("undercut", Says::Lower),
];

/// Before the second thing of a comparison.
#[rustfmt::skip]
pub(crate) const THAN: &[&str] = &[
    "than", "compared to", "compared with", "relative to", "over", "versus", "vs", "against", "in comparison to", "in comparison with",
    "that of", "those of", "in contrast to", "when compared to", "when compared with",
];

/// Words that say a number is a difference of two.
#[rustfmt::skip]
pub(crate) const DIFFERENCE: [&str; 22] = [
    "gap", "difference", "differ", "differs", "differed", "differing", "delta", "margin", "apart", "saves", "saving", "savings",
    "separates", "separate", "diff", "δ", "saved", "distance", "spread", "separated", "differences", "gaps",
];

/// Words that say a number sums over everything.
#[rustfmt::skip]
pub(crate) const TOTAL: [&str; 14] = [
    "total", "altogether", "combined", "overall", "sum", "all", "together", "whole", "entire", "across", "totals", "totaling",
    "totalling", "comprises",
];

/// Words an instruction begins with.
#[rustfmt::skip]
pub(crate) const ADVICE: [&str; 46] = [
    "repeat", "run", "rerun", "use", "consider", "collect", "increase", "reduce", "set", "try", "measure", "plan", "schedule", "keep",
    "add", "avoid", "ensure", "raise", "test", "gather", "allow", "warm", "discard", "report", "perform", "execute", "limit", "record",
    "take", "aim", "target", "budget", "make", "verify", "validate", "extend", "double", "conduct", "wait", "benchmark", "monitor",
    "evaluate", "investigate", "reserve", "do", "adopt",
];

/// Words that make any sentence an advice.
#[rustfmt::skip]
pub(crate) const SHOULD: [&str; 11] = [
    "should", "recommend", "recommended", "recommends", "advise", "ought", "must", "advisable", "recommendation",
    "future", "please",
];

/// Two words for the same counted thing, in the singular.
#[rustfmt::skip]
pub(crate) const COUNTED: &[&[&str]] = &[
    &["md", "markdown"],
    &["run", "trial", "repetition", "repeat", "iteration", "measurement", "sample", "execution", "replicate", "observation",
      "experiment", "n", "repetitions"],
    &["file", "document", "artifact", "artefact"],
    &["error", "failure", "failed"],
    &["request", "query", "call"],
    &["row", "record", "line", "entry"],
    &["config", "configuration", "setup", "variant"],
    &["yaml", "yml"],
];

/// Words that tie a number of files to a name in the same sentence: `28 of the files pertain to "…"`.
#[rustfmt::skip]
pub(crate) const BELONGS: [&str; 26] = [
    "pertains", "pertain", "pertaining", "relates", "relate", "related", "belongs", "belong", "belonging", "accounts", "account",
    "accounting", "concerns", "concern", "concerning", "mention", "mentions", "mentioning", "named", "called", "labeled", "labelled",
    "associated", "centered", "constitute", "constitutes",
];

/// Words that say that two numbers are the ends of what was seen.
pub(crate) const RANGE: [&str; 9] =
    ["range", "ranges", "ranged", "ranging", "spans", "spanned", "spanning", "varies", "varied"];

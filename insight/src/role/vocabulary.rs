//! Words that say what a column is to its table. Lists of general language; a new word is one entry.

/// The statistic a word names.
pub(crate) fn statistic(word: &str) -> Option<String> {
    const NAMED: &[(&[&str], &str)] = &[
        (&["mean", "avg", "average"], "mean"),
        (&["median", "med", "p50", "q50", "50th"], "median"),
        (&["min", "minimum", "fastest"], "min"),
        (&["max", "maximum", "slowest"], "max"),
        (&["sd", "std", "stdev", "stddev", "stdv"], "sd"),
        (&["variance", "var"], "variance"),
        (&["sem", "stderr"], "sem"),
        (&["cv"], "cv"),
        (&["iqr"], "iqr"),
        (&["mad"], "mad"),
        (&["geomean", "gmean"], "geometric mean"),
        (&["p1"], "p1"),
        (&["p5"], "p5"),
        (&["q1"], "p25"),
        (&["q3"], "p75"),
    ];
    if let Some((_, name)) = NAMED.iter().find(|(words, _)| words.contains(&word)) {
        return Some((*name).to_owned());
    }
    let digits = word.strip_prefix(['p', 'q']).or_else(|| word.strip_suffix("th"))?;
    let whole = digits.split_once('.').map_or(digits, |(whole, _)| whole);
    let numeral = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let two = (2..=4).contains(&whole.len()) && numeral;
    two.then(|| format!("p{digits}"))
}

/// Words that only accompany a statistic.
pub(crate) fn beside_statistic(word: &str) -> bool {
    ["percentile", "percentiles", "quantile", "pct", "ci", "ci95", "lower", "upper", "low", "high", "lo", "hi"]
        .contains(&word)
}

/// Result of a regression or a test.
pub(crate) const FIT: &[&str] = &[
    "slope",
    "intercept",
    "r2",
    "r squared",
    "rsquared",
    "coef",
    "coefficient",
    "p value",
    "pvalue",
    "p adj",
    "t stat",
    "t statistic",
    "f stat",
    "f statistic",
    "z score",
    "cohens d",
    "cohen d",
    "hedges g",
    "effect size",
    "residual",
    "affine",
    "chi2",
    "u statistic",
    "statistic",
];

/// Says whether a record counts.
pub(crate) const VALIDITY: &[&str] = &[
    "status",
    "success",
    "successful",
    "succeeded",
    "ok",
    "passed",
    "pass",
    "failed",
    "failure",
    "fail",
    "error",
    "errors",
    "err",
    "exception",
    "traceback",
    "valid",
    "invalid",
    "degraded",
    "timeout",
    "timed out",
    "skipped",
    "warmup",
    "is warmup",
    "contention",
    "done reason",
    "finish reason",
    "stop reason",
    "completed ok",
    "aborted",
    "oom",
    "cancelled",
    "canceled",
    "error msg",
    "error message",
    "error type",
];

/// A moment.
pub(crate) const TIME: &[&str] = &["timestamp", "timestamps", "datetime", "date", "unix", "epoch", "ts"];

/// What stands before `at` or `time` in the name of a moment.
pub(crate) const BEGUN: &[&str] = &[
    "started",
    "start",
    "created",
    "finished",
    "finish",
    "ended",
    "end",
    "completed",
    "generated",
    "measured",
    "updated",
    "recorded",
    "sent",
    "received",
    "arrival",
];

/// Prose.
pub(crate) const TEXT: &[&str] = &[
    "prompt",
    "text",
    "response",
    "answer",
    "output",
    "outputs",
    "content",
    "message",
    "messages",
    "question",
    "description",
    "notes",
    "note",
    "comment",
    "comments",
    "stdout",
    "stderr",
    "transcript",
    "variations",
    "completion",
    "reasons",
];

/// Names or numbers a record.
pub(crate) const IDENTIFIER: &[&str] = &[
    "id",
    "ids",
    "idx",
    "index",
    "uuid",
    "guid",
    "hash",
    "sha",
    "sha256",
    "digest",
    "path",
    "file",
    "filename",
    "dir",
    "directory",
    "folder",
    "url",
    "uri",
    "run",
    "rep",
    "repetition",
    "repeat",
    "iteration",
    "iter",
    "trial",
    "attempt",
    "line",
    "source",
    "number",
    "no",
    "pid",
    "rank",
];

/// Chosen before a run: words, and the unit where the words settle one.
pub(crate) const PARAMETER: &[(&str, &str)] = &[
    ("num ctx", "tokens"),
    ("n ctx", "tokens"),
    ("ctx", "tokens"),
    ("ctx size", "tokens"),
    ("context length", "tokens"),
    ("context size", "tokens"),
    ("max model len", "tokens"),
    ("max token", "tokens"),
    ("max new token", "tokens"),
    ("num predict", "tokens"),
    ("n predict", "tokens"),
    ("n prompt", "tokens"),
    ("n gen", "tokens"),
    ("n depth", "tokens"),
    ("seq len", ""),
    ("sequence length", ""),
    ("num gpu", "layers"),
    ("n gpu layers", "layers"),
    ("gpu layers", "layers"),
    ("ngl", "layers"),
    ("temperature", ""),
    ("top p", ""),
    ("top k", ""),
    ("min p", ""),
    ("typical p", ""),
    ("repeat penalty", ""),
    ("repetition penalty", ""),
    ("presence penalty", ""),
    ("frequency penalty", ""),
    ("mirostat", ""),
    ("seed", ""),
    ("batch", ""),
    ("batch size", ""),
    ("n batch", ""),
    ("n ubatch", ""),
    ("buffer size", ""),
    ("block size", ""),
    ("chunk size", ""),
    ("page size", ""),
    ("group size", ""),
    ("thread", ""),
    ("threads", ""),
    ("n threads", ""),
    ("num threads", ""),
    ("workers", ""),
    ("concurrency", ""),
    ("max concurrency", ""),
    ("parallel", ""),
    ("users", ""),
    ("request rate", ""),
    ("qps target", ""),
    ("burstiness", ""),
    ("world size", ""),
    ("tp", ""),
    ("tensor parallel size", ""),
    ("pipeline parallel size", ""),
    ("threshold", ""),
    ("warmup run", ""),
    ("num beams", ""),
    ("rate limit", ""),
    ("throttle", ""),
    ("interval", ""),
    ("options", ""),
    ("model", ""),
    ("backend", ""),
    ("engine", ""),
    ("device", ""),
    ("runtime", ""),
    ("scenario", ""),
    ("mode", ""),
    ("language", ""),
    ("kind", ""),
    ("type", ""),
    ("family", ""),
    ("variant", ""),
    ("tag", ""),
    ("dataset", ""),
    ("task", ""),
    ("prompt set", ""),
    ("quant", ""),
    ("quantization", ""),
    ("precision", ""),
    ("dtype", ""),
    ("method", ""),
    ("framework", ""),
    ("provider", ""),
    ("strategy", ""),
    ("aggregation", ""),
    ("category", ""),
    ("level", ""),
    ("group", ""),
    ("benchmark", ""),
    ("kernel", ""),
];

/// Last words of a setting.
pub(crate) const CHOSEN: &[&str] = &["target", "requested", "config", "configured", "limit", "setting"];

/// Parents of settings.
pub(crate) const SETTINGS: &[&str] = &[
    "spec",
    "config",
    "configuration",
    "options",
    "settings",
    "params",
    "parameters",
    "args",
    "arguments",
    "hyperparameters",
];

/// About the machine or the software.
pub(crate) const ENVIRONMENT: &[&str] = &[
    "version",
    "os",
    "platform",
    "driver",
    "hostname",
    "host",
    "machine",
    "commit",
    "branch",
    "params",
    "parameter size",
    "parameters",
    "cores",
    "python",
    "architecture",
    "vendor",
    "cpu name",
    "gpu name",
    "gpu count",
    "memory total",
    "total memory",
    "vram total",
    "cuda available",
    "compute capability",
    "attribute",
    "kernel version",
    "environment",
];

/// Computed from other columns.
pub(crate) const DERIVED: &[&str] = &[
    "delta",
    "diff",
    "difference",
    "ratio",
    "change",
    "gain",
    "gap vs",
    "improvement",
    "overhead",
    "frac",
    "fraction",
    "efficiency",
    "speedup",
    "vs",
    "over",
    "minus",
    "relative",
    "normalized",
    "equiv",
    "equivalent",
    "saving",
    "savings",
    "reduction",
    "degradation",
    "share",
    "per token",
    "per request",
    "per dollar",
    "rate",
];

/// Counts records.
pub(crate) const COUNT: &[&str] =
    &["n", "count", "num", "runs", "samples", "repetitions", "trials", "iterations", "cases", "total n"];

/// Whether the words hold a term of one or more words.
pub(crate) fn holds(words: &[&str], term: &str) -> bool {
    let length = term.split(' ').count();
    words.windows(length).any(|window| window.iter().copied().eq(term.split(' ')))
}

/// Whether the words end in a term.
pub(crate) fn ends_in(words: &[&str], term: &str) -> bool {
    let length = term.split(' ').count();
    words.len() >= length && words[words.len() - length..].iter().copied().eq(term.split(' '))
}

//! Words that say what a column is to its table. Lists of general language; a new word is one entry.

mod setting;

pub(crate) use setting::{CHOSEN, PARAMETER, SETTINGS};

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
    "status code",
    "exit code",
    "exit status",
    "return code",
    "returncode",
    "response code",
    "http code",
    "http status",
    "truncated",
];

/// Says by a number whether a record counts: `0` or `200` is well.
pub(crate) const CODES: &[&str] = &[
    "status code",
    "exit code",
    "exit status",
    "return code",
    "returncode",
    "response code",
    "http code",
    "http status",
    "error code",
    "status",
    "code",
    "rc",
];

/// A moment.
pub(crate) const TIME: &[&str] = &["timestamp", "timestamps", "datetime", "date", "unix", "epoch", "ts"];

/// What a time is called that begins at zero with the file.
pub(crate) const SINCE: &[&str] = &["time", "t", "offset", "elapsed", "seconds", "uptime", "relative time"];

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
    "seq",
    "sequence number",
    "step",
    "epoch",
    "round",
    "tid",
    "row",
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
    "license",
    "licence",
    "author",
    "user",
    "username",
    "hub",
    "compute cap",
    "pstate",
    "hardware",
    "os version",
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
    &["n", "count", "num", "runs", "samples", "repetitions", "trials", "iterations", "cases", "total n", "instances"];

/// What more of is worse, whatever is counted.
pub(crate) const WORSE: &[&str] = &[
    "idle",
    "lost",
    "loss",
    "miss",
    "misses",
    "dropped",
    "drop",
    "failed",
    "failures",
    "failure",
    "error",
    "errors",
    "stall",
    "stalls",
    "retransmits",
    "retries",
    "jitter",
    "overflow",
    "throttled",
    "evictions",
    "preemptions",
];

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

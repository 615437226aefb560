//! How units are spelled: small letters, but for the few that only a capital tells apart.

/// Spellings, base unit, factor.
pub(super) type Spelling = (&'static [&'static str], &'static str, f64);

pub(super) const TIMES: &[Spelling] = &[
    (&["s", "sec", "secs", "second", "seconds"], "s", 1.0),
    (&["ms", "msec", "msecs", "milli", "millis", "millisecond", "milliseconds"], "s", 1e-3),
    (&["us", "usec", "usecs", "micro", "micros", "microsecond", "microseconds"], "s", 1e-6),
    (&["ns", "nsec", "nsecs", "nano", "nanos", "nanosecond", "nanoseconds"], "s", 1e-9),
    (&["mins", "minute", "minutes"], "s", 60.0),
    (&["h", "hr", "hrs", "hour", "hours"], "s", 3600.0),
];

pub(super) const SIZES: &[Spelling] = &[
    (&["b", "byte", "bytes"], "B", 1.0),
    (&["kb", "kilobyte", "kilobytes", "kbyte", "kbytes"], "B", 1e3),
    (&["mb", "megabyte", "megabytes", "mbyte", "mbytes"], "B", 1e6),
    (&["gb", "gigabyte", "gigabytes", "gbyte", "gbytes"], "B", 1e9),
    (&["tb", "terabyte", "terabytes", "tbyte", "tbytes"], "B", 1e12),
    (&["kib", "kibibyte", "kibibytes"], "B", 1024.0),
    (&["mib", "mebibyte", "mebibytes"], "B", 1_048_576.0),
    (&["gib", "gibibyte", "gibibytes"], "B", 1_073_741_824.0),
    (&["tib", "tebibyte", "tebibytes"], "B", 1_099_511_627_776.0),
];

/// What is sent over a wire.
pub(super) const BITS: &[Spelling] = &[
    (&["bit", "bits"], "bit", 1.0),
    (&["kbit", "kbits", "kilobit", "kilobits"], "bit", 1e3),
    (&["mbit", "mbits", "megabit", "megabits"], "bit", 1e6),
    (&["gbit", "gbits", "gigabit", "gigabits"], "bit", 1e9),
    (&["tbit", "tbits", "terabit", "terabits"], "bit", 1e12),
];

pub(super) const OTHERS: &[Spelling] = &[
    (&["w", "watt", "watts"], "W", 1.0),
    (&["mw", "milliwatt", "milliwatts"], "W", 1e-3),
    (&["uw", "microwatt", "microwatts"], "W", 1e-6),
    (&["kw", "kilowatt", "kilowatts"], "W", 1e3),
    (&["megawatt", "megawatts"], "W", 1e6),
    (&["j", "joule", "joules"], "J", 1.0),
    (&["mj", "millijoule", "millijoules"], "J", 1e-3),
    (&["uj", "microjoule", "microjoules"], "J", 1e-6),
    (&["kj", "kilojoule", "kilojoules"], "J", 1e3),
    (&["megajoule", "megajoules"], "J", 1e6),
    (&["wh"], "J", 3600.0),
    (&["mwh"], "J", 3.6),
    (&["kwh"], "J", 3.6e6),
    (&["hz"], "Hz", 1.0),
    (&["khz"], "Hz", 1e3),
    (&["mhz"], "Hz", 1e6),
    (&["ghz"], "Hz", 1e9),
    (&["degc", "celsius"], "degC", 1.0),
    (&["pct", "percent", "percentage"], "%", 1.0),
    (&["v", "volt", "volts"], "V", 1.0),
    (&["mv", "millivolt", "millivolts"], "V", 1e-3),
    (&["a", "amp", "amps", "ampere", "amperes"], "A", 1.0),
    (&["ma", "milliamp", "milliamps"], "A", 1e-3),
    (&["kg", "kilogram", "kilograms"], "kg", 1.0),
    (&["rpm"], "rpm", 1.0),
    (&["db"], "dB", 1.0),
    (&["dbm"], "dBm", 1.0),
    (&["usd"], "USD", 1.0),
    (&["eur"], "EUR", 1.0),
    (&["gbp"], "GBP", 1.0),
    (&["flops"], "FLOP/s", 1.0),
    (&["mflops"], "FLOP/s", 1e6),
    (&["gflops"], "FLOP/s", 1e9),
    (&["tflops"], "FLOP/s", 1e12),
    (&["pflops"], "FLOP/s", 1e15),
    (&["flop"], "FLOP", 1.0),
    (&["mflop"], "FLOP", 1e6),
    (&["gflop"], "FLOP", 1e9),
    (&["tflop"], "FLOP", 1e12),
    (&["tps"], "tokens/s", 1.0),
    (&["rps"], "requests/s", 1.0),
    (&["qps"], "queries/s", 1.0),
    (&["iops"], "operations/s", 1.0),
    (&["kiops"], "operations/s", 1e3),
    (&["fps"], "frames/s", 1.0),
];

/// What can be counted: spellings and the plural that stands in a unit.
pub(super) const COUNTED: &[(&[&str], &str)] = &[
    (&["token", "tokens", "tok", "toks"], "tokens"),
    (&["request", "requests", "req", "reqs"], "requests"),
    (&["query", "queries"], "queries"),
    (&["sample", "samples"], "samples"),
    (&["image", "images", "img", "imgs"], "images"),
    (&["frame", "frames"], "frames"),
    (&["item", "items"], "items"),
    (&["step", "steps"], "steps"),
    (&["iteration", "iterations", "it", "its", "iter", "iters"], "iterations"),
    (&["op", "ops", "operation", "operations"], "operations"),
    (&["char", "chars", "character", "characters"], "characters"),
    (&["word", "words"], "words"),
    (&["row", "rows"], "rows"),
    (&["call", "calls"], "calls"),
    (&["run", "runs"], "runs"),
    (&["transaction", "transactions", "txn", "txns", "trx"], "transactions"),
    (&["message", "messages", "msg", "msgs"], "messages"),
    (&["packet", "packets", "pkt", "pkts"], "packets"),
    (&["event", "events"], "events"),
    (&["record", "records", "rec", "recs"], "records"),
    (&["document", "documents", "doc", "docs"], "documents"),
    (&["page", "pages"], "pages"),
    (&["example", "examples"], "examples"),
    (&["sentence", "sentences"], "sentences"),
    (&["sequence", "sequences", "seqs"], "sequences"),
    (&["job", "jobs"], "jobs"),
    (&["task", "tasks"], "tasks"),
    (&["file", "files"], "files"),
    (&["error", "errors"], "errors"),
    (&["failure", "failures"], "failures"),
    (&["connection", "connections", "conn", "conns"], "connections"),
];

/// Spellings that mean another unit than their small letters do, and the word for it.
const EXACT: &[(&str, &str)] = &[
    ("Kb", "kbit"),
    ("Mb", "mbit"),
    ("Gb", "gbit"),
    ("Tb", "tbit"),
    ("MW", "megawatt"),
    ("MJ", "megajoule"),
    ("FLOPs", "flop"),
    ("MFLOPs", "mflop"),
    ("GFLOPs", "gflop"),
];

/// The words of a unit that its capitals settle: `Gb` is bits, `GBps` bytes per second; `None` for any other text.
pub(crate) fn exact(written: &str) -> Option<Vec<&'static str>> {
    if let Some((_, word)) = EXACT.iter().find(|(spelling, _)| *spelling == written) {
        return Some(vec![word]);
    }
    let above = written.strip_suffix("ps")?;
    let size = match above {
        // Small letters of a rate are bits, by the custom of networks.
        "b" => "bit",
        "k" | "K" => return None,
        "kb" | "Kb" => "kbit",
        "mb" | "Mb" => "mbit",
        "gb" | "Gb" => "gbit",
        "tb" | "Tb" => "tbit",
        "kB" | "KB" => "kb",
        "MB" => "mb",
        "GB" => "gb",
        "TB" => "tb",
        "KiB" => "kib",
        "MiB" => "mib",
        "GiB" => "gib",
        _ => return None,
    };
    Some(vec![size, "per", "s"])
}

//! What a column is to its table: measured, computed, chosen, or a name.
//!
//! Takes the words of a header and the look of its values. Words decide first; values decide where words are silent.

pub(crate) mod profile;
pub(crate) mod vocabulary;

use profile::Profile;
use serde::{Deserialize, Serialize};
use vocabulary as words;
use vocabulary::{ends_in, holds};

/// What a column is to its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Observed in one run.
    Measurement,
    /// A statistic of several runs: a mean, a percentile, a standard deviation.
    Aggregate,
    /// Computed from other columns: a difference, a ratio, a share.
    Derived,
    /// Result of a regression or a test.
    Fit,
    /// Chosen before the run, number or word: a setting, a model, a scenario.
    Parameter,
    /// Names a run or numbers it.
    Identifier,
    /// About the machine or the software, not chosen to compare.
    Environment,
    /// Says whether the record counts: status, error, warm-up flag.
    Validity,
    /// A moment.
    Time,
    /// Prose: a prompt, an answer.
    Text,
}

/// What is known of a column before its role is decided.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clues<'a> {
    /// Words of the parents of a nested key.
    pub context: &'a [&'a str],
    /// Words of the column, unit and statistic included, as written.
    pub words: &'a [&'a str],
    /// Words without unit and statistic, folded.
    pub rest: &'a [&'a str],
    /// Base unit; empty when none is known.
    pub unit: &'a str,
    /// Whether the words name a statistic.
    pub is_statistic: bool,
    /// Whether the words name a metric of the dictionary.
    pub is_known: bool,
    /// What the values look like.
    pub profile: &'a Profile,
}

impl Role {
    /// Decides the role of one column.
    pub(crate) fn of(clues: Clues<'_>) -> Self {
        let Clues { words: all, profile, .. } = clues;
        let names_any = |terms: &[&str]| terms.iter().any(|term| holds(all, term));
        if names_any(words::FIT) && !profile.is_dated() && profile.texts == 0 {
            return Self::Fit;
        }
        if names_any(words::VALIDITY) && is_verdict(all, profile) {
            return Self::Validity;
        }
        if is_code(all, profile) {
            return Self::Validity;
        }
        if is_moment(all, profile) || is_clock(&clues) {
            return Self::Time;
        }
        if profile.is_numeric() {
            clues.numeric()
        } else if profile.filled() == 0 && is_open(&clues) {
            Self::Parameter
        } else if profile.filled() == 0 && (!clues.unit.is_empty() || clues.is_known || clues.is_statistic) {
            clues.measured()
        } else {
            clues.worded()
        }
    }
}

/// A setting that was left open: a rate of `inf`, a `max_concurrency` that nobody set.
fn is_open(clues: &Clues<'_>) -> bool {
    let bare = clues.unit.is_empty() || clues.unit == "tokens" || clues.profile.infinite > 0;
    let named =
        if clues.is_statistic { is_setting(clues.words) } else { is_chosen(clues.words, clues.context, clues.rest) };
    bare && named
}

impl Clues<'_> {
    fn worded(self) -> Role {
        let Self { words: all, profile, .. } = self;
        let last = all.last().copied().unwrap_or_default();
        let constant = profile.filled() > 1 && profile.distinct == 1;
        let lists = profile.lists > 0 && profile.lists == profile.texts;
        if profile.is_yes_or_no() && JUDGED.contains(&last) {
            return Role::Derived;
        }
        if words::TEXT.contains(&last) || holds(all, "text") || profile.is_prose() || lists {
            return Role::Text;
        }
        if words::IDENTIFIER.iter().any(|term| ends_in(all, term))
            || last == "config" && !profile.is_repeated()
            || all == ["config", "name"]
        {
            return Role::Identifier;
        }
        if words::ENVIRONMENT.iter().any(|term| holds(all, term)) || last == "raw" {
            return Role::Environment;
        }
        if is_chosen(all, self.context, self.rest) {
            return Role::Parameter;
        }
        if profile.filled() >= 5 && profile.distinct == profile.filled() {
            return Role::Identifier;
        }
        if constant { Role::Environment } else { Role::Parameter }
    }

    fn numeric(self) -> Role {
        let Self { words: all, unit, profile, .. } = self;
        let bare = unit.is_empty();
        let computed = !profile.whole && words::DERIVED.iter().any(|term| holds(all, term));
        let named = words::IDENTIFIER.iter().any(|term| ends_in(all, term));
        if bare && !computed && named && !all.contains(&"per") {
            return Role::Identifier;
        }
        if bare && !self.is_statistic && is_device(self.rest) && profile.counts_through() {
            return Role::Parameter;
        }
        if bare && words::ENVIRONMENT.iter().any(|term| holds(all, term)) || is_capacity(self.context, all) {
            return Role::Environment;
        }
        // Text names a runtime, a number says how long it ran.
        let ran = self.rest == ["runtime"];
        let chosen = if ran {
            false
        } else if self.is_statistic {
            is_setting(all) || is_limit(self.rest, profile)
        } else {
            is_chosen(all, self.context, self.rest)
        };
        if (bare || unit == "tokens" || is_set_in(unit, self.rest)) && chosen && !self.is_hot() {
            return Role::Parameter;
        }
        self.measured()
    }

    /// The role of numbers that nobody chose.
    fn measured(self) -> Role {
        let Self { words: all, profile, unit, .. } = self;
        let rated = unit.ends_with("/s");
        let derives = words::DERIVED.iter().any(|term| holds(all, term) && !(rated && *term == "rate"));
        if derives || (unit == "%" && self.rest.iter().any(|word| PERCENT_OF.contains(word))) {
            return Role::Derived;
        }
        if self.is_statistic {
            return Role::Aggregate;
        }
        let counts = words::COUNT.iter().any(|term| holds(all, term));
        if self.is_known || !unit.is_empty() || counts {
            return Role::Measurement;
        }
        if OBSERVED.iter().any(|word| all.contains(word)) {
            return Role::Measurement;
        }
        if profile.counts_again {
            return Role::Identifier;
        }
        if profile.has_levels() {
            return Role::Parameter;
        }
        let few = (2..=12).contains(&profile.distinct) && profile.filled() >= 2 * profile.distinct;
        if profile.whole && few && !profile.is_yes_or_no() {
            return Role::Parameter;
        }
        if profile.filled() > 2 && profile.distinct == 1 { Role::Environment } else { Role::Measurement }
    }

    fn all_are(&self, terms: &[&str]) -> bool {
        self.words.iter().all(|word| terms.contains(word))
    }

    /// A `temperature` that is no sampling temperature.
    fn is_hot(self) -> bool {
        self.rest == ["temperature"] && self.profile.max > 5.0
    }
}

/// What is counted while something runs.
const OBSERVED: &[&str] = &[
    "returned",
    "received",
    "sent",
    "written",
    "processed",
    "served",
    "hits",
    "misses",
    "faults",
    "switches",
    "retries",
    "blocks",
    "turns",
    "allocations",
    "allocs",
    "evictions",
    "drops",
    "cycles",
    "instructions",
    "bytes",
];

/// What is no share by itself: a percentage of it compares two values.
const PERCENT_OF: &[&str] = &["throughput", "ttft", "latency", "tpot", "itl", "token", "duration", "time"];

fn is_chosen(all: &[&str], context: &[&str], rest: &[&str]) -> bool {
    let last = all.last().copied().unwrap_or_default();
    let named = |(term, _): &(&str, &str)| {
        rest.iter().copied().eq(term.split(' ')) || (rest.len() > term.split(' ').count() && ends_in(rest, term))
    };
    words::CHOSEN.contains(&last)
        || context.iter().any(|word| words::SETTINGS.contains(word))
        || words::PARAMETER.iter().any(named)
}

/// Whether the name of a number ends in that of a setting: `n_gpu_layers`, `lr`.
pub(crate) fn names_setting(key: &str) -> bool {
    let words: Vec<&str> = key.split('_').collect();
    words::PARAMETER.iter().any(|(term, _)| ends_in(&words, term))
}

/// Whether all words together name a setting: `max concurrency` is no statistic.
pub(crate) fn is_setting(all: &[&str]) -> bool {
    let folded: Vec<&str> = all.iter().map(|word| crate::metric::fold(word)).collect();
    words::PARAMETER.iter().any(|(term, _)| term.contains(' ') && folded.iter().copied().eq(term.split(' ')))
}

/// Whether a largest or a mean size is one that was set: whole, at few levels, each of them often.
fn is_limit(rest: &[&str], profile: &Profile) -> bool {
    let few = (2..=12).contains(&profile.distinct) && profile.filled() >= 2 * profile.distinct;
    let size = rest.last().is_some_and(|last| *last == "size");
    few && profile.whole && profile.round && (size || words::PARAMETER.iter().any(|(term, _)| ends_in(rest, term)))
}

/// A verdict ends in its word or asks with `is`; numbers beside these words are counts or shares.
fn is_verdict(all: &[&str], profile: &Profile) -> bool {
    // Figures beside `error` are its size, and so is an absolute or relative one.
    let sized = ["absolute", "relative", "squared", "standard", "margin", "rate"].iter().any(|word| all.contains(word));
    if sized || profile.figures * 2 > profile.texts {
        return false;
    }
    let counts = words::COUNT.iter().chain(words::IDENTIFIER).chain(words::ENVIRONMENT).any(|term| holds(all, term));
    if counts {
        return false;
    }
    let asks = all.first().is_some_and(|first| ["is", "has", "was", "did"].contains(first));
    let ends = words::VALIDITY.iter().any(|term| ends_in(all, term));
    match profile.numbers {
        0 => profile.texts == 0 && ends || profile.texts > 0,
        _ => profile.is_yes_or_no() && (asks || ends),
    }
}

fn is_moment(all: &[&str], profile: &Profile) -> bool {
    // `start_ns` is a moment as `start` is; what it counts in says nothing about it.
    let all = match all {
        [before @ .., "ms" | "us" | "ns" | "s" | "sec" | "secs" | "seconds"] if profile.is_epoch() => before,
        all => all,
    };
    let last = all.last().copied().unwrap_or_default();
    let begun = words::BEGUN.iter().any(|word| all.contains(word)) && (last == "at" || last == "time");
    // An `epoch` of training is a small number.
    let named =
        (words::TIME.contains(&last) && !["ts", "epoch"].contains(&last)) || ends_in(all, "time stamp") || begun;
    let epochs = ["ts", "time", "ack", "epoch"].contains(&last) || words::BEGUN.contains(&last);
    if profile.texts > profile.numbers {
        return profile.is_dated();
    }
    (named && (profile.numbers > 0 || profile.filled() == 0)) || (epochs && profile.is_epoch())
}

/// A time that begins at zero with the file, as a time series has it.
fn is_clock(clues: &Clues<'_>) -> bool {
    let bare = clues.unit.is_empty() || clues.unit == "s";
    let named =
        words::SINCE.iter().any(|term| clues.rest.iter().copied().filter(|word| *word != "in").eq(term.split(' ')));
    // A name that is nothing but its unit: `time_s` leaves `time`, `seconds` leaves nothing.
    let alone = clues.rest.is_empty() && clues.all_are(words::SINCE);
    bare && (named || alone) && clues.profile.runs_from_zero && !clues.is_statistic
}

/// The code that a program or a server answers with: its name says so, or its name and its numbers together.
fn is_code(all: &[&str], profile: &Profile) -> bool {
    let whole = profile.numbers > 0 && profile.texts == 0 && profile.whole;
    let small = profile.min >= -256.0 && profile.max <= 600.0;
    let named = |term: &&str| {
        let certain = term.contains(' ') || *term == "returncode";
        ends_in(all, term) && (certain && small || profile.codes)
    };
    whole && words::CODES.iter().any(named)
}

/// A device, a core or a worker, where its number stands and not how busy it is.
fn is_device(rest: &[&str]) -> bool {
    const DEVICES: &[&str] = &[
        "gpu", "cpu", "core", "device", "node", "worker", "socket", "thread", "card", "slot", "shard", "replica",
        "client", "stream", "lane",
    ];
    matches!(rest, [one] if DEVICES.contains(one))
}

/// Whether a setting has this unit: a size in bytes, an interval in seconds.
fn is_set_in(unit: &str, rest: &[&str]) -> bool {
    let last = rest.last().copied().unwrap_or_default();
    match unit {
        "B" => {
            ["payload", "bs"].contains(&last)
                || ends_in(rest, "size") && words::PARAMETER.iter().any(|(term, _)| ends_in(rest, term))
        }
        "s" => ["interval", "sleep", "timeout", "ramp", "think time", "ramp up"].iter().any(|term| ends_in(rest, term)),
        _ => false,
    }
}

/// Answers that compare two values.
const JUDGED: &[&str] = &["significant", "better", "worse", "faster", "slower", "regression", "regressed", "improved"];

/// Memory that is there, not memory in use.
fn is_capacity(context: &[&str], all: &[&str]) -> bool {
    let memory = |word: &&str| ["memory", "mem", "vram", "ram", "disk"].contains(word);
    holds(all, "total") && (all.iter().any(memory) || all.len() <= 2 && context.last().is_some_and(memory))
}

/// The unit that the words of a setting settle.
pub(crate) fn unit_of_parameter(rest: &[&str]) -> &'static str {
    words::PARAMETER
        .iter()
        .filter(|(term, _)| ends_in(rest, term))
        .max_by_key(|(term, _)| term.len())
        .map_or("", |(_, unit)| unit)
}

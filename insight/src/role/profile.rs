//! What the values of a column look like, from a sample of its rows.

use crate::number::is_absence;
use crate::table::{Cell, Column};
use std::collections::BTreeSet;

/// Rows looked at; a longer column is looked at in even steps.
const SAMPLE: usize = 4096;

/// What the values of a column look like.
#[derive(Clone, Debug, Default)]
pub(crate) struct Profile {
    /// Rows looked at.
    pub rows: usize,
    /// Of these: finite numbers.
    pub numbers: usize,
    /// Of these: text.
    pub texts: usize,
    /// Of these: infinities.
    pub infinite: usize,
    /// Different values, numbers and text alike.
    pub distinct: usize,
    /// Whether every number is whole.
    pub whole: bool,
    /// Smallest number.
    pub min: f64,
    /// Largest number.
    pub max: f64,
    /// Texts that read like a date or a moment.
    pub dates: usize,
    /// Values that say yes or no: `true`, `no`, `0`, `1`.
    pub answers: usize,
    /// Texts that begin like a number: `1.23 ns`.
    pub figures: usize,
    /// Texts that are a list of numbers: `[105, 2364]`.
    pub lists: usize,
    /// Letters of all texts together.
    pub letters: usize,
    /// Texts of four words or more.
    pub sentences: usize,
    /// Whether a number of twelve digits or more stands in two rows.
    pub repeats_long: bool,
    /// Whether the numbers begin at zero and never fall, but to zero again: a clock.
    pub runs_from_zero: bool,
    /// Whether the numbers count 0, 1, 2 or 1, 2, 3 upwards, row by row, and begin again: places in a list, not a setting.
    pub counts_again: bool,
    /// Whether every number is round, as numbers are that someone chose.
    pub round: bool,
    /// Whether every number could be the answer code of a program or of a web server.
    pub codes: bool,
}

/// Values of one count through, and times that it is done, from which on it is no chance.
const COUNTED: (usize, usize) = (3, 2);

/// Whether the first rows count up by one from 0 or 1, and begin again at the same number.
fn counts_again(column: &Column) -> bool {
    let (mut first, mut before, mut begun, mut most) = (None, f64::NAN, 0, 0.0_f64);
    for row in 0..column.len().min(SAMPLE) {
        let Cell::Number(value) = column.cell(row) else { return false };
        let start = *first.get_or_insert(value);
        if value == start {
            begun += 1;
        } else if value != before + 1.0 {
            return false;
        }
        before = value;
        most = most.max(value - start + 1.0);
    }
    matches!(first, Some(0.0 | 1.0)) && begun >= COUNTED.1 && most >= COUNTED.0 as f64
}

impl Profile {
    /// Looks at a column.
    pub(crate) fn of(column: &Column) -> Self {
        let rows = column.len();
        let step = rows.div_ceil(SAMPLE).max(1);
        let mut profile = Self {
            whole: true,
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
            runs_from_zero: true,
            round: true,
            codes: true,
            ..Self::default()
        };
        let mut before = 0.0;
        let (mut numbers, mut texts) = (BTreeSet::new(), BTreeSet::new());
        let mut excused = 0;
        for row in (0..rows).step_by(step) {
            profile.rows += 1;
            match column.cell(row) {
                Cell::Missing => {}
                Cell::NonFinite(value) => {
                    profile.whole = false;
                    profile.infinite += usize::from(value.is_infinite());
                }
                Cell::Number(value) => {
                    profile.runs_from_zero &= value == 0.0 || profile.numbers > 0 && value >= before;
                    profile.codes &= value == 0.0 || (100.0..600.0).contains(&value);
                    profile.round &= is_round(value);
                    before = value;
                    profile.numbers += 1;
                    profile.whole &= value.fract() == 0.0;
                    profile.min = profile.min.min(value);
                    profile.max = profile.max.max(value);
                    profile.answers += usize::from(value == 0.0 || value == 1.0);
                    let new = numbers.insert(value.to_bits());
                    profile.repeats_long |= !new && is_long(value);
                }
                Cell::Text(text) => {
                    profile.texts += 1;
                    excused += usize::from(is_absence(text) || is_failure(text));
                    profile.letters += text.chars().count();
                    profile.sentences += usize::from(text.split_whitespace().nth(3).is_some());
                    profile.figures += usize::from(text.trim_start().starts_with(|c: char| c.is_ascii_digit()));
                    let list = text.strip_prefix('[').map_or("", str::trim_start);
                    profile.lists += usize::from(list.starts_with(|c: char| c.is_ascii_digit() || c == '-'));
                    profile.dates += usize::from(is_date(text));
                    profile.answers += usize::from(answer(text).is_some());
                    texts.insert(text);
                }
            }
        }
        profile.distinct = numbers.len() + texts.len();
        profile.counts_again = profile.whole && profile.texts == 0 && counts_again(column);
        profile.runs_from_zero &= numbers.len() >= 3;
        // Why a number is absent is no value of its own.
        if profile.numbers > 0 && excused == profile.texts {
            profile.texts = 0;
        }
        profile
    }

    /// Rows that hold something.
    pub(crate) fn filled(&self) -> usize {
        self.numbers + self.texts
    }

    /// Few values, each of them often.
    pub(crate) fn is_repeated(&self) -> bool {
        self.distinct >= 2 && self.filled() >= 2 * self.distinct
    }

    /// Mostly numbers.
    pub(crate) fn is_numeric(&self) -> bool {
        self.numbers > 0 && self.numbers >= self.texts
    }

    /// Small whole numbers without a gap, from 0 or 1 on: places of things that are counted through.
    pub(crate) fn counts_through(&self) -> bool {
        let from = self.min == 0.0 || self.min == 1.0;
        self.numbers > 0 && self.whole && from && self.max < 256.0 && self.max - self.min < self.distinct as f64
    }

    /// Round numbers of several sizes: the levels of a setting.
    pub(crate) fn has_levels(&self) -> bool {
        self.round && self.texts == 0 && self.distinct >= 2 && self.max >= 8.0
    }

    /// Every value says yes or no.
    pub(crate) fn is_yes_or_no(&self) -> bool {
        self.filled() > 0 && self.answers == self.filled()
    }

    /// Mostly moments.
    pub(crate) fn is_dated(&self) -> bool {
        self.texts > 0 && self.dates * 10 >= self.texts * 9
    }

    /// Numbers that count seconds, or thousandths of them, since 1970.
    pub(crate) fn is_epoch(&self) -> bool {
        let within = |from: f64, to: f64| self.min >= from && self.max < to;
        self.numbers > 0
            && (within(9.0e8, 5.0e9) || within(9.0e11, 5.0e12) || within(9.0e14, 5.0e15) || within(9.0e17, 5.0e18))
    }

    /// Long texts, most of them different.
    pub(crate) fn is_prose(&self) -> bool {
        self.texts > 0 && self.sentences * 2 > self.texts && self.letters > 40 * self.texts
    }
}

/// A power of two or of ten, or a few of them: `384`, `20000`, `64`.
fn is_round(value: f64) -> bool {
    if value < 1.0 || value.fract() != 0.0 || value >= 1e15 {
        return false;
    }
    let without = |mut left: f64, base: f64| {
        while left % base == 0.0 {
            left /= base;
        }
        left
    };
    without(value, 2.0) <= 5.0 || without(value, 10.0) < 10.0
}

/// Whether the shortest text of a number has twelve digits or more.
fn is_long(value: f64) -> bool {
    value.fract() != 0.0 && digits(value) >= 12
}

/// Digits of the shortest text of a number, without leading and trailing zeros.
pub(crate) fn digits(value: f64) -> usize {
    let text = format!("{value:e}");
    text.split('e').next().map_or(0, |mantissa| mantissa.bytes().filter(u8::is_ascii_digit).count())
}

/// Begins of a word that says that nothing was measured.
const FAILURES: &[&str] = &[
    "fail",
    "error",
    "timeout",
    "timed out",
    "timed_out",
    "oom",
    "out of memory",
    "degraded",
    "abort",
    "crash",
    "cancel",
    "skip",
    "unavailable",
    "unsupported",
    "not run",
    "not_run",
    "invalid",
    "exception",
    "killed",
];

/// Whether a text says that nothing was measured: `failed`, `Timeout after 5 s`.
pub(crate) fn is_failure(text: &str) -> bool {
    let text = text.trim();
    FAILURES.iter().any(|failure| text.get(..failure.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(failure)))
}

/// What a word says: yes or no.
pub(crate) fn answer(text: &str) -> Option<bool> {
    const YES: &[&str] = &["true", "yes", "t", "y", "ja", "wahr", "oui", "vrai", "sí", "verdadero"];
    const NO: &[&str] = &["false", "no", "f", "n", "nein", "falsch", "non", "faux", "falso"];
    let says = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    if says(YES) {
        Some(true)
    } else if says(NO) {
        Some(false)
    } else {
        None
    }
}

/// Whether a text begins like `2025-10-08`, `2025/10/08`, `08.10.2025` or `20251008T16`.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits =
        |range: std::ops::Range<usize>| bytes.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
    let dashed = digits(0..4)
        && matches!(bytes.get(4), Some(b'-' | b'/'))
        && digits(5..7)
        && bytes.get(7) == bytes.get(4)
        && digits(8..10);
    // `08.10.2025`, `10/8/2025`: which is the day the text does not say, that it is a date it does.
    let mut parts = text.split([' ', 'T']).next().unwrap_or_default().split(['.', '/']);
    let short = |part: Option<&str>| {
        part.is_some_and(|part| matches!(part.len(), 1 | 2) && part.bytes().all(|b| b.is_ascii_digit()))
    };
    let named_last = short(parts.next())
        && short(parts.next())
        && parts.next().is_some_and(|year| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()))
        && parts.next().is_none();
    dashed || named_last || (digits(0..8) && matches!(bytes.get(8), Some(b'T' | b'-' | b'_')) && digits(9..11))
}

//! Moments that a file speaks of: times and dates in text, seconds since 1970 in columns that are named for it.
//!
//! Takes tables and prose, gives the oldest and the newest moment. Knows no clock and guesses no zone.

mod calendar;
mod local;

pub(crate) use calendar::{civil, number_of};

use crate::reading::Moment;
use crate::table::{Column, Table};

/// Words in the name of a column that say that its numbers are moments.
const NAMES: [&str; 16] = [
    "timestamp",
    "ts",
    "date",
    "datetime",
    "created",
    "started",
    "ended",
    "finished",
    "start",
    "end",
    "unix",
    "epoch",
    "at",
    "generated",
    "completed",
    "updated",
];

/// Words in the name of a column that say in what its numbers count, with the seconds of one.
const SCALES: [(&[&str], f64); 4] = [
    (&["s", "sec", "secs", "seconds"], 1.0),
    (&["ms", "millis"], 1e3),
    (&["us", "micros"], 1e6),
    (&["ns", "nanos"], 1e9),
];

/// 2001-09-09 to 2100-01-01 in seconds since 1970; a smaller number is a duration or a counter.
const SECONDS: std::ops::Range<f64> = 1e9..4_102_444_800.0;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A moment before it is written out: a column may hold a million.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stamp {
    epoch_secs: i64,
    precision: Precision,
}

/// What a moment states beside its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Precision {
    Day,
    Second,
    SecondAndZone,
}

impl Stamp {
    fn moment(self) -> Moment {
        let shown = show(self.epoch_secs);
        let (zoned, shown) = match self.precision {
            Precision::Day => (false, shown[..10].to_owned()),
            Precision::Second => (false, shown),
            Precision::SecondAndZone => (true, shown + " UTC"),
        };
        Moment { epoch_secs: self.epoch_secs, zoned, shown }
    }
}

/// The oldest and the newest moment seen so far, with and without a zone.
#[derive(Debug, Default)]
pub(crate) struct Times {
    /// A column of dates that can be read in two ways.
    pub(crate) doubtful: Option<String>,
    zoned: Option<(Stamp, Stamp)>,
    bare: Option<(Stamp, Stamp)>,
}

impl Times {
    /// Moments in the columns of a table.
    pub(crate) fn add_table(&mut self, table: &Table) {
        for column in &table.columns {
            self.add_column(column);
        }
    }

    fn add_column(&mut self, column: &Column) {
        if column.counts().text > 0 {
            match local::span(column) {
                local::Local::Known(oldest, newest) => [oldest, newest].into_iter().for_each(|stamp| self.add(stamp)),
                local::Local::Doubtful => {
                    self.doubtful.get_or_insert_with(|| column.name.clone());
                }
                local::Local::Not => {}
            }
            column.each_text(&mut |text| {
                let moment = whole(text);
                let goes_on = moment.is_some();
                moment.into_iter().for_each(|moment| self.add(moment));
                goes_on
            });
        }
        if column.counts().numbers > 0
            && let Some((oldest, newest)) = epochs(column)
        {
            self.add(zoned(oldest));
            self.add(zoned(newest));
        }
    }

    /// Moments anywhere in prose.
    pub(crate) fn add_prose(&mut self, prose: &str) {
        let bytes = prose.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let starts = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
            let found = if !starts {
                None
            } else if byte.is_ascii_digit() {
                numeric(&bytes[at..]).or_else(|| day_first(&bytes[at..]))
            } else if byte.is_ascii_alphabetic() {
                month_first(&bytes[at..])
            } else {
                None
            };
            match found {
                Some((moment, length)) => {
                    self.add(moment);
                    at += length;
                }
                None => at += 1,
            }
        }
    }

    fn add(&mut self, stamp: Stamp) {
        let zoned = stamp.precision == Precision::SecondAndZone;
        let span = if zoned { &mut self.zoned } else { &mut self.bare };
        let (oldest, newest) = span.get_or_insert((stamp, stamp));
        *oldest = stamp.min(*oldest);
        *newest = stamp.max(*newest);
    }

    /// Oldest and newest; a file that states zones somewhere is judged by those moments alone.
    pub(crate) fn span(self) -> Option<(Moment, Moment)> {
        self.zoned.or(self.bare).map(|(oldest, newest)| (oldest.moment(), newest.moment()))
    }
}

/// Smallest and largest seconds since 1970 of a column whose name and numbers say that it holds moments.
fn epochs(column: &Column) -> Option<(i64, i64)> {
    let name = column.name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let mut words = name.split(|c: char| !c.is_ascii_alphanumeric());
    if name != "time" && !words.clone().any(|word| NAMES.contains(&word)) {
        return None;
    }
    let stated = words.find_map(|word| SCALES.iter().find(|(names, _)| names.contains(&word)).map(|(_, scale)| *scale));
    let (low, high) =
        column.numbers().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
    let fits = |scale: &f64| SECONDS.contains(&(low / scale)) && SECONDS.contains(&(high / scale));
    let scale = match stated {
        Some(scale) => Some(scale).filter(fits),
        None => SCALES.iter().map(|(_, scale)| *scale).find(fits),
    }?;
    Some(((low / scale) as i64, (high / scale) as i64))
}

/// The moment that a text is, from its first to its last character.
pub(crate) fn whole(text: &str) -> Option<Stamp> {
    let text = text.trim_ascii().as_bytes();
    numeric(text).filter(|(_, length)| *length == text.len()).map(|(moment, _)| moment)
}

fn digits(bytes: &[u8], at: usize, count: usize) -> Option<i64> {
    let mut value = 0;
    for byte in bytes.get(at..at + count)? {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + i64::from(digit);
    }
    Some(value)
}

/// `2025-10-08`, `2025/10/08`, with `T16:29:55.123` and a zone after it; and its length.
fn numeric(bytes: &[u8]) -> Option<(Stamp, usize)> {
    let mark = *bytes.get(4).filter(|byte| matches!(byte, b'-' | b'/'))?;
    if bytes.get(7) != Some(&mark) {
        return None;
    }
    let day = day_number(digits(bytes, 0, 4)?, digits(bytes, 5, 2)?, digits(bytes, 8, 2)?)?;
    if bytes.get(10).is_some_and(u8::is_ascii_alphanumeric) && !matches!(bytes.get(10), Some(b'T' | b't')) {
        return None;
    }
    let clock = match bytes.get(10) {
        Some(b'T' | b't' | b' ') => clock(&bytes[11..]),
        _ => None,
    };
    let Some((seconds, length)) = clock else { return Some((date(day), 10)) };
    let mut end = 11 + length;
    let zone = zone(&bytes[end..]);
    if let Some((_, length)) = zone {
        end += length;
    }
    let local = day * 86_400 + seconds;
    let moment = match zone {
        Some((offset, _)) => zoned(local - offset),
        None => Stamp { epoch_secs: local, precision: Precision::Second },
    };
    Some((moment, end))
}

/// Seconds of `16:29:55.123` and its length; seconds and their fraction may be absent.
fn clock(bytes: &[u8]) -> Option<(i64, usize)> {
    let hour = digits(bytes, 0, 2).filter(|hour| *hour < 24)?;
    let minute = (bytes.get(2) == Some(&b':')).then(|| digits(bytes, 3, 2)).flatten().filter(|minute| *minute < 60)?;
    let second = (bytes.get(5) == Some(&b':')).then(|| digits(bytes, 6, 2)).flatten().filter(|second| *second < 61);
    let mut length = if second.is_some() { 8 } else { 5 };
    if second.is_some() && matches!(bytes.get(8), Some(b'.' | b',')) {
        let fraction = bytes[9..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        length += if fraction > 0 { 1 + fraction } else { 0 };
    }
    Some((hour * 3600 + minute * 60 + second.unwrap_or(0).min(59), length))
}

/// Seconds east of Greenwich of `Z`, ` UTC`, `+02:00` or `-0700`, and the length.
fn zone(bytes: &[u8]) -> Option<(i64, usize)> {
    let spaced = usize::from(bytes.first() == Some(&b' '));
    let bytes = &bytes[spaced..];
    let ends = |length: usize| !bytes.get(length).is_some_and(u8::is_ascii_alphanumeric);
    if matches!(bytes.first(), Some(b'Z' | b'z')) && ends(1) {
        return Some((0, spaced + 1));
    }
    if (bytes.starts_with(b"UTC") || bytes.starts_with(b"GMT")) && ends(3) {
        return Some((0, spaced + 3));
    }
    let sign = match bytes.first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let hours = digits(bytes, 1, 2).filter(|hours| *hours <= 14)?;
    let colon = usize::from(bytes.get(3) == Some(&b':'));
    let minutes = digits(bytes, 3 + colon, 2).filter(|minutes| *minutes < 60)?;
    ends(5 + colon).then_some((sign * (hours * 3600 + minutes * 60), spaced + 5 + colon))
}

/// `October 8, 2025` and its length.
fn month_first(bytes: &[u8]) -> Option<(Stamp, usize)> {
    let (month, mut at) = month(bytes)?;
    let (day, length) = day(bytes.get(at + 1..)?)?;
    at += 1 + length + usize::from(bytes.get(at + 1 + length) == Some(&b','));
    let year = (bytes.get(at) == Some(&b' ')).then(|| digits(bytes, at + 1, 4)).flatten()?;
    Some((date(day_number(year, month, day)?), at + 5))
}

/// `8 October 2025` and its length.
fn day_first(bytes: &[u8]) -> Option<(Stamp, usize)> {
    let (day, length) = day(bytes)?;
    let (month, name) = month(bytes.get(length + 1..)?)?;
    let at = length + 1 + name;
    let year = (bytes.get(at) == Some(&b' ')).then(|| digits(bytes, at + 1, 4)).flatten()?;
    Some((date(day_number(year, month, day)?), at + 5))
}

fn month(bytes: &[u8]) -> Option<(i64, usize)> {
    let length = bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let start = bytes.get(..3)?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|name| name.as_bytes() == start)?;
    ((3..=9).contains(&length) && bytes.get(length) == Some(&b' ')).then_some((month as i64 + 1, length))
}

fn day(bytes: &[u8]) -> Option<(i64, usize)> {
    let length = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (1..=2).contains(&length).then(|| digits(bytes, 0, length)).flatten().map(|day| (day, length))
}

/// Days since 1970-01-01 of a date that exists.
fn day_number(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1970..2200).contains(&year) || !(1..=12).contains(&month) {
        return None;
    }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(leap),
        _ => 31,
    };
    if !(1..=last).contains(&day) {
        return None;
    }
    Some(number_of(year, month, day))
}

fn date(day: i64) -> Stamp {
    Stamp { epoch_secs: day * 86_400, precision: Precision::Day }
}

fn zoned(epoch_secs: i64) -> Stamp {
    Stamp { epoch_secs, precision: Precision::SecondAndZone }
}

/// `2025-10-08 16:29:55`.
fn show(epoch_secs: i64) -> String {
    let (day, second) = (epoch_secs.div_euclid(86_400), epoch_secs.rem_euclid(86_400));
    let (year, month, date) = civil(day);
    format!("{year:04}-{month:02}-{date:02} {:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
}

#[cfg(test)]
mod tests;

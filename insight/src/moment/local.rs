//! Dates with the year at their end: `08.10.2025 16:29`, `10/8/2025 4:05 PM`.
//!
//! Points put the day first. Slashes and hyphens do not say which number is the day: a number above twelve somewhere in the column
//! does, and where none is, the column is doubtful.

use super::{Precision, Stamp, clock, date, day_number, zone, zoned};
use crate::table::Column;

/// The moments of a column.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Local {
    /// The oldest and the newest one.
    Known(Stamp, Stamp),
    /// Day and month cannot be told apart.
    Doubtful,
    /// No dates of this kind, or not all of them.
    Not,
}

/// A date in parts, in the order of the text, and what stands behind it.
struct Parts<'a> {
    first: i64,
    second: i64,
    year: i64,
    mark: char,
    rest: &'a str,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let text = text.trim();
        let end = text.find([' ', 'T', ',']).unwrap_or(text.len());
        let (day, rest) = text.split_at(end);
        let mark = day.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '.' | '/' | '-'))?;
        let mut numbers = day.split(mark);
        let mut number = |long: std::ops::RangeInclusive<usize>| {
            let part = numbers.next()?;
            let digits = long.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            if digits { part.parse::<i64>().ok() } else { None }
        };
        let (first, second, year) = (number(1..=2)?, number(1..=2)?, number(4..=4)?);
        let rest = rest.trim_start_matches([' ', 'T', ',']);
        numbers.next().is_none().then_some(Self { first, second, year, mark, rest })
    }

    fn stamp(&self, day_first: bool) -> Option<Stamp> {
        let (day, month) = if day_first { (self.first, self.second) } else { (self.second, self.first) };
        let day = day_number(self.year, month, day)?;
        if self.rest.is_empty() {
            return Some(date(day));
        }
        let padded =
            if self.rest.as_bytes().get(1) == Some(&b':') { format!("0{}", self.rest) } else { self.rest.to_owned() };
        let (mut seconds, length) = clock(padded.as_bytes())?;
        let after = padded[length..].trim_start().to_ascii_lowercase();
        let half = ["am", "pm"].iter().find(|half| after.starts_with(**half));
        if let Some(half) = half {
            let noon = 12 * 3600;
            seconds = seconds % noon + if *half == "pm" { noon } else { 0 };
        }
        let local = day * 86_400 + seconds;
        Some(match zone(&padded.as_bytes()[length..]) {
            Some((offset, _)) if half.is_none() => zoned(local - offset),
            _ => Stamp { epoch_secs: local, precision: Precision::Second },
        })
    }
}

/// The moments of a column whose texts are dates of this kind.
pub(super) fn span(column: &Column) -> Local {
    let (mut day_first, mut month_first, mut points, mut dates) = (false, false, false, 0_u64);
    column.each_text(&mut |text| {
        let Some(parts) = Parts::of(text) else { return crate::number::is_absence(text) };
        day_first |= parts.first > 12;
        month_first |= parts.second > 12;
        points |= parts.mark == '.';
        dates += 1;
        true
    });
    // A text that is no date ends the look; then the counts differ.
    if dates == 0 || dates * 10 < column.counts().text * 9 {
        return Local::Not;
    }
    let first = match (day_first || points, month_first) {
        (true, false) => true,
        (false, true) => false,
        (false, false) => return Local::Doubtful,
        (true, true) => return Local::Not,
    };
    let mut known: Option<(Stamp, Stamp)> = None;
    column.each_text(&mut |text| {
        if let Some(stamp) = Parts::of(text).and_then(|parts| parts.stamp(first)) {
            let (oldest, newest) = known.get_or_insert((stamp, stamp));
            *oldest = stamp.min(*oldest);
            *newest = stamp.max(*newest);
        }
        true
    });
    known.map_or(Local::Not, |(oldest, newest)| Local::Known(oldest, newest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::ColumnBuilder;

    #[test]
    fn points_and_large_numbers_say_which_number_is_the_day() {
        let check = |texts: &[&str], expected: &str| {
            let mut column = ColumnBuilder::new("date");
            texts.iter().for_each(|text| column.push_text(text));
            let shown = match span(&column.finish()) {
                Local::Known(oldest, newest) => format!("{} .. {}", oldest.moment().shown, newest.moment().shown),
                other => format!("{other:?}"),
            };
            assert_eq!(shown, expected, "{texts:?}");
        };
        check(&["08.10.2025", "09.10.2025 16:29"], "2025-10-08 .. 2025-10-09 16:29:00");
        check(&["10/18/2025 4:05 PM", "10/9/2025 12:05 AM"], "2025-10-09 00:05:00 .. 2025-10-18 16:05:00");
        check(&["18/10/2025", "9/10/2025"], "2025-10-09 .. 2025-10-18");
        check(&["10/8/2025", "10/9/2025"], "Doubtful");
        check(&["18/10/2025", "10/18/2025"], "Not");
        check(&["31.02.2025"], "Not");
        check(&["1.2.3", "x"], "Not");
        check(&["10.0.0.1"], "Not");
    }
}

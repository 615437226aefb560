//! Dates as claims: the day of the report itself, and days on which something of the data was measured.

use super::{Item, Known, Stand};
use crate::moment::{civil, number_of};

/// The unit of a fact that is a day; its value counts days since 1970-01-01.
pub(crate) const UNIT: &str = "date";

/// A date as a text writes it; what it leaves out is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Date {
    year: Option<i64>,
    month: i64,
    day: Option<i64>,
}

/// A known day.
#[derive(Clone, Debug)]
struct Day {
    key: String,
    /// `report`, `oldest`, `latest`.
    called: String,
    number: i64,
}

/// The days that are known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Days(Vec<Day>);

/// Words before the date of the report itself.
const OF_REPORT: [&str; 8] = [
    "date",
    "report date",
    "date of report",
    "prepared",
    "generated",
    "prepared on",
    "generated on",
    "report generated",
];

impl Days {
    pub(crate) fn of(facts: &[Known]) -> Self {
        let days = facts.iter().filter(|fact| fact.unit == UNIT).filter_map(|fact| {
            Some(Day { key: fact.key.clone(), called: fact.metric.to_lowercase(), number: fact.value? as i64 })
        });
        Self(days.collect())
    }

    /// Gives every date of the text its verdict; without a known day it stays no claim.
    pub(crate) fn judge(&self, text: &str, items: &mut [Item]) {
        if self.0.is_empty() {
            return;
        }
        for item in items.iter_mut().filter(|item| item.reason == "a date") {
            let Some(date) = date(&item.surface) else { continue };
            let line = text[..item.start].rsplit('\n').next().unwrap_or("");
            let title = line.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            let is_of_report = OF_REPORT.contains(&title.as_str());
            let report: Vec<&Day> = self.0.iter().filter(|day| day.called.contains("report")).collect();
            let (among, otherwise): (Vec<&Day>, Stand) = match is_of_report && !report.is_empty() {
                true => (report, Stand::Contradicted),
                false => (self.0.iter().collect(), Stand::Unsupported),
            };
            let same = among.iter().find(|day| date.holds(day.number));
            let ends =
                (self.0.iter().find(|day| day.called == "oldest"), self.0.iter().find(|day| day.called == "latest"));
            let within = match ends {
                (Some(oldest), Some(latest)) if !is_of_report && date.day.is_some() => {
                    date.number().is_some_and(|day| (oldest.number..=latest.number).contains(&day)).then_some(latest)
                }
                _ => None,
            };
            match same.copied().or(within) {
                Some(day) => {
                    item.verdict = Stand::Supported;
                    item.fact_keys = vec![day.key.clone()];
                    item.reason = format!("`{}`", day.key);
                }
                // When a file was changed is not in it.
                None if title.contains("modif") || title.contains("updated") => {}
                None => {
                    item.verdict = otherwise;
                    item.fact_keys =
                        among.first().filter(|_| is_of_report).map(|day| day.key.clone()).into_iter().collect();
                    item.reason = match is_of_report {
                        true => "it was written on another day".to_owned(),
                        false => "nothing that is known is of this day".to_owned(),
                    };
                }
            }
        }
    }
}

impl Date {
    /// Whether a day is the one that is written, as far as it is written.
    fn holds(&self, number: i64) -> bool {
        let (year, month, day) = civil(number);
        self.year.is_none_or(|own| own == year) && self.month == month && self.day.is_none_or(|own| own == day)
    }

    fn number(&self) -> Option<i64> {
        Some(number_of(self.year?, self.month, self.day?))
    }
}

/// The number of the day that a text begins with: `2025-11-14` and what follows.
pub(crate) fn day_number(text: &str) -> Option<f64> {
    let head = text.get(..10)?;
    date(head)?.number().map(|number| number as f64)
}

fn date(text: &str) -> Option<Date> {
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let head = text.split('T').next().filter(|head| head.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(text);
    let words: Vec<&str> = head.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let month_of = |word: &str| {
        let head = word.get(..3)?.to_ascii_lowercase();
        months.iter().position(|month| *month == head).map(|at| at as i64 + 1)
    };
    let number = |word: &str| word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<i64>().ok();
    if let Some(month) =
        words.iter().find_map(|word| month_of(word).filter(|_| !word.starts_with(|c: char| c.is_ascii_digit())))
    {
        let numbers: Vec<i64> = words.iter().filter_map(|word| number(word)).collect();
        let year = numbers.iter().copied().find(|number| *number > 31);
        let day = numbers.into_iter().find(|number| (1..=31).contains(number));
        return Some(Date { year, month, day });
    }
    let numbers: Vec<i64> = words.iter().filter_map(|word| number(word)).collect();
    match numbers.as_slice() {
        [year, month, day] if *year > 31 => Some(Date { year: Some(*year), month: *month, day: Some(*day) }),
        // `14.11.2025`; where both could be a month, the first is, as where there are slashes.
        [one, two, year] if *year > 31 && (*one > 12 || (text.contains('.') && *two <= 12)) => {
            Some(Date { year: Some(*year), month: *two, day: Some(*one) })
        }
        [one, two, year] if *year > 31 => Some(Date { year: Some(*year), month: *one, day: Some(*two) }),
        _ => None,
    }
    .filter(|date| (1..=12).contains(&date.month) && date.day.is_none_or(|day| (1..=31).contains(&day)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_in_the_ways_it_is_written() {
        let check = |text: &str, expected: &str| {
            let shown = date(text).map(|it| format!("{:?} {} {:?}", it.year, it.month, it.day)).unwrap_or_default();
            assert_eq!(shown, expected, "{text}");
        };
        check("2025-11-14", "Some(2025) 11 Some(14)");
        check("2025-11-14T18:53:30Z", "Some(2025) 11 Some(14)");
        check("November 14th, 2025", "Some(2025) 11 Some(14)");
        check("14 Nov 2025", "Some(2025) 11 Some(14)");
        check("Nov 2025", "Some(2025) 11 None");
        check("14.11.2025", "Some(2025) 11 Some(14)");
        check("8.10.2025", "Some(2025) 10 Some(8)");
        check("11/14/2025", "Some(2025) 11 Some(14)");
        check("14/11/2025", "Some(2025) 11 Some(14)");
        check("2025-13-14", "");
    }

    #[test]
    fn days_are_counted_as_the_calendar_does() {
        for (number, date) in
            [(0, (1970, 1, 1)), (11_016, (2000, 2, 29)), (20_406, (2025, 11, 14)), (-1, (1969, 12, 31))]
        {
            assert_eq!((civil(number), number_of(date.0, date.1, date.2)), (date, number));
        }
        assert_eq!(day_number("2025-11-14T21:14:49Z"), Some(20_406.0));
        assert_eq!(day_number("yesterday"), None);
    }
}

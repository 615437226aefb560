//! The tables of benchstat, line by line: a header of files, a header of units, a row a benchmark.

use crate::container::{Ledger, Text};
use crate::format::rows::Rows;
use crate::problem::Spot;
use crate::table::Table;

/// Columns of a value and of what stands beside it.
pub(super) const MEDIAN: &str = "median";
pub(super) const MEAN: &str = "mean";
pub(super) const INTERVAL: &str = "half of interval";
pub(super) const SPREAD: &str = "farthest run";
pub(super) const CHANGE: &str = "vs base";

/// How the place of a table of geometric means ends.
pub(super) const GEOMEAN: &str = " (geomean)";

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Files and units between `│`.
    Ruled,
    /// Files and units between commas.
    Csv,
    /// `name  old time/op  new time/op  delta`, or `name  time/op`.
    Old,
}

impl Style {
    pub(super) fn shown(self) -> &'static str {
        match self {
            Self::Ruled => "a unit between `│`",
            Self::Csv => "a unit beside `CI`",
            Self::Old => "`name` beside `time/op`, `speed` or `alloc/op`",
        }
    }
}

/// A header: its unit, and the files whose values stand below it.
#[derive(Debug)]
struct Header {
    style: Style,
    unit: String,
    files: Vec<String>,
    /// Where the parts of a line begin, in letters, the name first.
    starts: Vec<usize>,
}

/// One value and what stands beside it.
#[derive(Debug, Default, PartialEq)]
struct Figure {
    value: f64,
    percent: Option<f64>,
    change: Option<f64>,
    p: Option<f64>,
    /// Runs of the base, and runs of this file.
    runs: Option<(f64, f64)>,
}

/// The first header, and how it is written.
pub(super) fn first(text: &Text) -> Option<(u64, Style)> {
    let mut above = "";
    let mut lines = text.lines();
    lines.find_map(|(number, line)| {
        let found = Header::of(above, line).map(|header| (number, header.style));
        above = line;
        found
    })
}

/// A table a unit, one row a benchmark and a file; geometric means stand apart.
pub(super) fn read(text: &Text, ledger: &mut Ledger) -> Vec<Table> {
    let mut settings: Vec<(&str, &str)> = Vec::new();
    let mut header: Option<Header> = None;
    let mut tables: Vec<(String, Rows)> = Vec::new();
    let mut above = "";
    for (number, line) in text.lines() {
        if let Some(found) = Header::of(above, line) {
            header = Some(found);
        } else if line.trim().is_empty() {
            header = None;
        } else if let Some(header) = &header {
            match header.row(line) {
                Some((name, figures)) => {
                    let place =
                        if name == "geomean" { format!("{}{GEOMEAN}", header.unit) } else { header.unit.clone() };
                    let at = tables.iter().position(|(known, _)| *known == place).unwrap_or_else(|| {
                        tables.push((place, Rows::default()));
                        tables.len() - 1
                    });
                    let rows = &mut tables[at].1;
                    for (file, figure) in figures {
                        rows.begin_at(number);
                        settings.iter().for_each(|(key, value)| rows.written(key, value));
                        if name != "geomean" {
                            rows.written("benchmark", &name);
                        }
                        rows.written("file", file);
                        figure.write(rows, header.style);
                    }
                }
                // A geometric mean needs values above zero, so its row may be empty.
                None if is_note(line) || line.trim_start().starts_with("geomean") => {}
                None => ledger.drop_row(Spot::Line(number), "no value of a benchmark in this row", None),
            }
        } else if let Some((key, value)) = line.split_once(": ").filter(|(key, _)| !key.contains(' ')) {
            settings.retain(|(known, _)| *known != key);
            settings.push((key, value));
        }
        above = line;
    }
    tables.into_iter().map(|(place, rows)| rows.finish(&place)).collect()
}

/// A footnote below a table: `¹ all samples are equal`.
fn is_note(line: &str) -> bool {
    line.trim_start().starts_with(FOOTNOTES)
}

const FOOTNOTES: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

fn is_unit(word: &str) -> bool {
    let own = ["sec/op", "B/op", "allocs/op", "B/s", "MB/s", "time/op", "alloc/op", "speed"];
    own.contains(&word) || word.contains('/') || word.ends_with("-sec") || word.ends_with("-bytes")
}

impl Header {
    fn of(above: &str, line: &str) -> Option<Self> {
        Self::ruled(above, line).or_else(|| Self::csv(above, line)).or_else(|| Self::old(line))
    }

    fn ruled(above: &str, line: &str) -> Option<Self> {
        let starts: Vec<usize> = line.chars().enumerate().filter(|(_, c)| *c == '│').map(|(at, _)| at).collect();
        let cells = |line: &str| -> Vec<String> {
            let parts = line.split('│').skip(1).map(|part| part.trim().to_owned());
            parts.collect()
        };
        let (units, mut files) = (cells(line), cells(above));
        if starts.len() < 2
            || files.len() != units.len()
            || ![above, line].iter().all(|line| line.trim_start().starts_with('│'))
        {
            return None;
        }
        files.pop();
        let unit = units.first()?.split_whitespace().next()?.to_owned();
        let alike = units[..units.len() - 1].iter().all(|cell| cell.split_whitespace().next() == Some(&unit));
        (alike && unit.parse::<f64>().is_err()).then(|| Self {
            style: Style::Ruled,
            unit,
            files,
            starts: std::iter::once(0).chain(starts).collect(),
        })
    }

    fn csv(above: &str, line: &str) -> Option<Self> {
        let (units, names) = (cells(line), cells(above));
        if units.len() < 3 || units[2] != "CI" || !units[0].is_empty() || !names.first()?.is_empty() {
            return None;
        }
        let unit = units[1].clone();
        let starts: Vec<usize> = (1..units.len()).filter(|at| units[*at] == unit).collect();
        let files = starts.iter().map(|at| names.get(*at).cloned().unwrap_or_default()).collect();
        Some(Self { style: Style::Csv, unit, files, starts })
    }

    fn old(line: &str) -> Option<Self> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (files, unit) = match words.as_slice() {
            ["name", "old", unit, "new", other, "delta"] if unit == other => (vec!["old", "new"], *unit),
            ["name", unit] if is_unit(unit) => (vec![""], *unit),
            _ => return None,
        };
        let files = files.into_iter().map(str::to_owned).collect();
        is_unit(unit).then(|| Self { style: Style::Old, unit: unit.to_owned(), files, starts: Vec::new() })
    }

    /// The benchmark of a row, and the value of each file that has one.
    fn row(&self, line: &str) -> Option<(String, Vec<(&str, Figure)>)> {
        let (name, parts): (String, Vec<Vec<String>>) = match self.style {
            Style::Ruled => {
                let letters: Vec<char> = line.chars().collect();
                let ends = self.starts.iter().skip(1).copied().chain([usize::MAX]);
                let mut parts = self.starts.iter().zip(ends).map(|(start, end)| {
                    letters.get(*start..end.min(letters.len())).unwrap_or_default().iter().collect::<String>()
                });
                let name = parts.next()?.trim().to_owned();
                (name, parts.map(|part| part.split_whitespace().map(str::to_owned).collect()).collect())
            }
            Style::Csv => {
                let cells = cells(line);
                let ends = self.starts.iter().skip(1).copied().chain([cells.len()]);
                let part = |(start, end): (&usize, usize)| cells.get(*start..end).unwrap_or_default().to_vec();
                (cells.first()?.clone(), self.starts.iter().zip(ends).map(part).collect())
            }
            Style::Old => {
                let mut words = line.split_whitespace().map(str::to_owned);
                let name = words.next()?;
                let mut parts: Vec<Vec<String>> = Vec::new();
                let words: Vec<String> = words.collect();
                for (at, word) in words.iter().enumerate() {
                    if words.get(at + 1).is_some_and(|next| next.starts_with('±')) {
                        parts.push(Vec::new());
                    }
                    parts.last_mut()?.push(word.clone());
                }
                (name, parts)
            }
        };
        if self.style == Style::Old && parts.len() != self.files.len() {
            return None;
        }
        let name = if name == "[Geo" { "geomean".to_owned() } else { name };
        let found = self.files.iter().zip(parts);
        let mut figures: Vec<(&str, Figure)> =
            found.filter_map(|(file, part)| Some((file.as_str(), Figure::of(&part)?))).collect();
        // Beside a change stands of how many runs of the base it is, too.
        let base = figures.iter().find_map(|(_, figure)| Some(figure.runs?.0));
        if let Some((_, first)) = figures.first_mut().filter(|(_, first)| first.runs.is_none()) {
            first.runs = base.map(|base| (base, base));
        }
        (!figures.is_empty() && !name.is_empty()).then_some((name, figures))
    }
}

/// Cells between commas; quotes are doubled inside quotes.
fn cells(line: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => all.push(String::new()),
            _ => all.last_mut().into_iter().for_each(|cell| cell.push(letter)),
        }
    }
    all
}

impl Figure {
    /// `301.4n ± 61% -46.87% (p=0.015 n=6)`, in words.
    fn of(words: &[String]) -> Option<Self> {
        let mut figure = Self { value: scaled(words.first()?)?, ..Self::default() };
        for word in &words[1..] {
            let word = word.trim_matches(['(', ')', '±']).trim_end_matches(FOOTNOTES);
            let percent = || word.strip_suffix('%')?.parse::<f64>().ok();
            if let Some(p) = word.strip_prefix("p=") {
                figure.p = p.split(' ').next().and_then(|p| p.parse().ok());
                figure.runs = word.split_once("n=").and_then(|(_, runs)| counts(runs)).or(figure.runs);
            } else if let Some(runs) = word.strip_prefix("n=") {
                figure.runs = counts(runs);
            } else if word.starts_with(['+', '-']) {
                figure.change = percent();
            } else if let Some(percent) = percent() {
                figure.percent = figure.percent.or(Some(percent));
            }
        }
        Some(figure)
    }

    fn write(&self, rows: &mut Rows, style: Style) {
        let (value, beside) = if style == Style::Old { (MEAN, SPREAD) } else { (MEDIAN, INTERVAL) };
        rows.number(value, self.value);
        let runs = self.runs.map(|(_, own)| own);
        for (name, number) in [(beside, self.percent), (CHANGE, self.change), ("p", self.p), ("n", runs)] {
            number.iter().for_each(|number| rows.number(name, *number));
        }
    }
}

/// `6` runs each, or `10+9`.
fn counts(written: &str) -> Option<(f64, f64)> {
    let (base, own) = written.split_once('+').unwrap_or((written, written));
    Some((base.parse().ok()?, own.parse().ok()?))
}

/// `301.4n`, `4.000Ki`, `13.6ms`, `1.20MB/s`, `12.3k`: the figure times what its letters say.
fn scaled(word: &str) -> Option<f64> {
    const TENS: [(&str, i32); 9] =
        [("p", -12), ("n", -9), ("µ", -6), ("μ", -6), ("m", -3), ("k", 3), ("M", 6), ("G", 9), ("T", 12)];
    const BINARY: [(&str, f64); 4] =
        [("Ki", 1024.0), ("Mi", 1_048_576.0), ("Gi", 1_073_741_824.0), ("Ti", 1_099_511_627_776.0)];
    let plain = word.strip_suffix("/s").unwrap_or(word);
    let plain = plain.strip_suffix(['s', 'B']).unwrap_or(plain);
    if let Some((digits, factor)) = BINARY.iter().find_map(|(end, factor)| Some((plain.strip_suffix(end)?, *factor))) {
        return digits.parse::<f64>().ok().map(|value| value * factor);
    }
    let found = TENS.iter().find_map(|(end, power)| Some((plain.strip_suffix(end)?, *power)));
    let (digits, power) = found.unwrap_or((plain, 0));
    // As one decimal, so that no digit is made up.
    digits.parse::<f64>().ok()?;
    if power == 0 { digits.parse().ok() } else { format!("{digits}e{power}").parse().ok() }
}

//! The meaning of one column: its metric, unit, role and direction, from its header, its values and its neighbors.

mod neighbor;
mod stated;
mod unique;

use crate::header::Header;
use crate::metric::{self, Match};
use crate::role::profile::{Profile, digits};
use crate::role::{Clues, Role, is_setting, unit_of_parameter, vocabulary};
use crate::summary::Better;
use crate::table::{Column, Table};
use crate::unit::{self, Unit};

/// The meaning of one column.
#[derive(Clone, Debug)]
pub struct Field {
    /// Canonical ASCII key: `ttft`, `decode_rate`; the folded header where no metric is known.
    pub metric: String,
    /// The field's words: `first token`.
    pub name: String,
    /// Base unit and factor.
    pub unit: Unit,
    /// What the column is to its table.
    pub role: Role,
    /// Which way is better.
    pub better: Better,
    /// Which statistic an aggregate is: `mean`, `p95`, `sd`, …; `n` for a count of records.
    pub statistic: Option<String>,
    /// What was measured from where to where, as far as known.
    pub definition: String,
    /// Whether its numbers are what a benchmark is about: measured or summed up, no count of records and no copied constant.
    pub measured: bool,
    /// Whether it sums up what a table below it holds value by value, so that it is not compared a second time.
    pub told: bool,
    /// The header as the file writes it.
    pub written: String,
    /// Of how many values it was drawn, where no column says so and other values of its file show it.
    pub drawn_from: Option<u64>,
}

/// A field and the words it was made from.
struct Draft {
    field: Field,
    /// Words of the parents.
    context: Vec<String>,
    /// Its own words.
    header: Vec<String>,
    /// What is left without unit and statistic.
    rest: Vec<String>,
    /// Whether its values are mostly numbers.
    numeric: bool,
    /// Whether all its numbers are whole.
    whole: bool,
    /// Whether they are few whole numbers, each of them often.
    levels: bool,
    /// Whether they count through, again and again.
    counts_again: bool,
    /// Whether no unit is written and that of its metric was taken.
    assumed: bool,
    /// Whether the format states what it is, so that its neighbors say nothing about it.
    stated: bool,
}

/// The meaning of every column of a table.
pub(super) fn fields(table: &Table) -> Vec<Field> {
    let mut drafts: Vec<Draft> = table.columns.iter().map(Draft::of).collect();
    neighbor::settle(&mut drafts, table.rows);
    unique::keys(&mut drafts);
    drafts.into_iter().map(|draft| draft.field).collect()
}

impl Draft {
    fn of(column: &Column) -> Self {
        let header = Header::of(&column.name);
        let profile = Profile::of(column);
        let written = column.corrected.unit.as_ref().or(column.unit_written.as_ref()).map(String::as_str);
        let (unit, without_unit) = unit_of(&header, written);
        let (statistic, rest) = statistic_of(without_unit);
        // A statistic alone, as in `ttft_ms.mean`, is one of its parent, in the unit of its parent.
        let alone = statistic.is_some() && rest.is_empty();
        let (unit, header) = if alone { of_parent(unit, header) } else { (unit, header) };
        let own: Vec<&str> = rest.iter().map(|word| metric::fold(word)).collect();
        let context: Vec<&str> = header.context.iter().map(String::as_str).collect();
        let found = find(&context[context.len() - header.nearest..], &own, &unit.symbol);
        let all: Vec<&str> = header.words.iter().map(String::as_str).collect();
        let role = Role::of(Clues {
            context: &context,
            words: &all,
            rest: &own,
            unit: &unit.symbol,
            is_statistic: statistic.is_some(),
            is_known: found.is_some(),
            profile: &profile,
        });
        let found = found.filter(|_| matches!(role, Role::Measurement | Role::Aggregate | Role::Derived));
        // A pure number is said to be one.
        let settled = || settle_unit(unit.clone(), found.as_ref(), role, [&all, &own], &profile);
        let is_unwritten = unit.symbol.is_empty();
        let unit = if written == Some("x") { Unit::default() } else { settled() };
        let assumed = is_unwritten && !unit.symbol.is_empty();
        // `max batch` is no `batch`.
        let is_limit = role == Role::Parameter && statistic.is_some() && !is_setting(&all);
        let slug = match slug(if is_limit { &all } else { &own }) {
            Some(slug) => slug,
            None if statistic.is_some() => "value".to_owned(),
            None => slug(&all).unwrap_or_default(),
        };
        let (metric, name, definition) = match &found {
            Some(Match { known, qualifiers }) if qualifiers.is_empty() => {
                (known.key.to_owned(), known.name.to_owned(), known.definition.to_owned())
            }
            Some(Match { known, qualifiers }) => (
                format!("{}_{}", slug_of(qualifiers), known.key),
                format!("{}, {}", known.name, qualifiers.join(" ")),
                known.definition.to_owned(),
            ),
            None => (slug.clone(), slug.replace('_', " "), String::new()),
        };
        let better = match (&found, role) {
            (Some(found), Role::Measurement | Role::Aggregate) => found.known.better,
            (Some(found), Role::Derived) if found.qualifiers.is_empty() => found.known.better,
            (None, Role::Measurement | Role::Aggregate) => direction_of(&all, &unit.symbol),
            _ => Better::None,
        };
        let counts = role == Role::Measurement && found.is_none() && unit.symbol.is_empty();
        let is_count = counts && vocabulary::COUNT.iter().any(|term| vocabulary::holds(&all, term));
        let statistic = match role {
            Role::Aggregate | Role::Derived => statistic,
            _ if is_count => Some("n".to_owned()),
            _ => None,
        };
        let measured = is_measured(role, &unit, found.is_some(), &statistic, &profile);
        let mut field = Field {
            metric,
            name,
            unit,
            role,
            better,
            statistic,
            definition,
            measured,
            told: false,
            written: column.name.clone(),
            drawn_from: None,
        };
        stated::state(&mut field, &column.stated, &profile);
        stated::state(&mut field, &column.corrected.stated, &profile);
        let rest = own.iter().map(|word| (*word).to_owned()).collect();
        let stated = column.stated.role.is_some() || column.corrected.stated.role.is_some();
        let Header { context, words, .. } = header.clone();
        let (numeric, whole, counts_again) = (profile.is_numeric(), profile.whole, profile.counts_again);
        let levels = whole && profile.distinct <= MOST_LEVELS && profile.is_repeated();
        Self { field, context, header: words, rest, numeric, whole, levels, counts_again, assumed, stated }
    }
}

/// The metric that the column's own words name together with its parents, else the one they name alone.
fn find(context: &[&str], own: &[&str], unit: &str) -> Option<Match> {
    let alone = metric::find(own, unit);
    if context.is_empty() {
        return alone;
    }
    let together: Vec<&str> = context.iter().chain(own).copied().collect();
    match metric::find(&together, unit) {
        Some(found) if found.qualifiers.is_empty() => Some(found),
        other => alone.or(other.filter(|_| own.is_empty())),
    }
}

/// The unit that the nearest parent states, and the header without it.
fn of_parent(unit: Unit, mut header: Header) -> (Unit, Header) {
    let first = header.context.len() - header.nearest;
    let found = unit::find(&header.context[first..], |_| false).filter(|_| unit.symbol.is_empty());
    let Some(found) = found else { return (unit, header) };
    // The unit alone is what the parent is called: `tokens_per_second.mean`.
    if found.at.len() < header.nearest {
        header.context.drain(first + found.at.start..first + found.at.end);
        header.nearest -= found.at.len();
    }
    (found.unit, header)
}

/// The unit and the words that are left without it.
fn unit_of(header: &Header, stated: Option<&str>) -> (Unit, Vec<String>) {
    let tail = |word: &str| vocabulary::statistic(word).is_some() || vocabulary::beside_statistic(word);
    let scale = scale_of(header);
    if let Some(unit) = stated.or(header.bracket.as_deref()).filter(|_| scale.is_none()).and_then(Unit::stated) {
        return match unit::below(&header.words).filter(|_| matches!(unit.symbol.as_str(), "USD" | "EUR" | "GBP" | "J"))
        {
            Some((noun, each)) => {
                (Unit { symbol: format!("{}/{noun}", unit.symbol), factor: unit.factor / each }, header.words.clone())
            }
            None => (unit, header.words.clone()),
        };
    }
    match unit::find(&header.words, tail) {
        Some(found) => {
            let words = header.words.iter().enumerate();
            let left = words.filter(|(at, _)| !found.at.contains(at)).map(|(_, word)| word.clone());
            let factor = found.unit.factor * scale.unwrap_or(1.0);
            (Unit { factor, ..found.unit }, left.collect())
        }
        None => {
            let tokens = scale.filter(|_| header.words.iter().any(|word| word == "tokens"));
            let unit = tokens.map(|factor| Unit { symbol: "tokens".to_owned(), factor });
            (unit.unwrap_or_default(), header.words.clone())
        }
    }
}

/// `Params (B)` and `FLOPs (G)` count billions, no bytes.
fn scale_of(header: &Header) -> Option<f64> {
    const COUNTED: &[&str] = &["params", "param", "parameters", "parameter", "flop", "flops", "tokens"];
    let scale = match header.bracket.as_deref()? {
        "K" | "k" => 1e3,
        "M" => 1e6,
        "B" | "G" => 1e9,
        "T" => 1e12,
        _ => return None,
    };
    header.words.iter().any(|word| COUNTED.contains(&word.as_str())).then_some(scale)
}

/// The statistic that words name and the words that are left without it.
fn statistic_of(words: Vec<String>) -> (Option<String>, Vec<String>) {
    let named: Vec<String> = words.iter().filter_map(|word| vocabulary::statistic(word)).collect();
    let bound = |low: &[&str]| words.iter().any(|word| low.contains(&word.as_str()));
    let statistic = if bound(&["ci", "ci95", "confidence"]) {
        Some(if bound(&["lower", "low", "lo"]) { "ci low" } else { "ci high" }.to_owned())
    } else if words.len() == 1 && words[0] == "first" {
        Some("first".to_owned())
    } else {
        named.last().cloned()
    };
    if statistic.is_none() {
        return (None, words);
    }
    let left = words
        .into_iter()
        .filter(|word| {
            vocabulary::statistic(word).is_none() && !vocabulary::beside_statistic(word) && word != "medians"
        })
        .filter(|word| word != "first" || statistic.as_deref() != Some("first"));
    (statistic.clone(), left.collect())
}

/// Settles the unit by what the dictionaries imply; a duration or a size without a unit keeps none.
fn settle_unit(unit: Unit, found: Option<&Match>, role: Role, [all, rest]: [&[&str]; 2], profile: &Profile) -> Unit {
    let plain = |symbol: &str| Unit { symbol: symbol.to_owned(), factor: 1.0 };
    if role == Role::Parameter && unit.symbol.is_empty() {
        // `max` of `max tokens` is no statistic.
        let all: Vec<&str> = all.iter().map(|word| metric::fold(word)).collect();
        return plain(
            Some(unit_of_parameter(&all)).filter(|unit| !unit.is_empty()).unwrap_or_else(|| unit_of_parameter(rest)),
        );
    }
    let Some(found) = found.filter(|_| unit.symbol.is_empty()) else { return unit };
    let implied =
        found.known.unit.ends_with("/s") || matches!(found.known.unit, "tokens" | "characters" | "requests" | "degC");
    if implied {
        return plain(found.known.unit);
    }
    // Ollama's API reports these four names in whole nanoseconds.
    let reported = ["load duration", "prompt eval duration", "eval duration", "total duration"];
    if reported.contains(&rest.join(" ").as_str()) && profile.whole && profile.max >= 1e6 {
        return Unit { symbol: "s".to_owned(), factor: 1e-9 };
    }
    unit
}

/// More different numbers than this are no levels of a setting.
const MOST_LEVELS: usize = 12;
/// Digits of a time that a coarse clock does not show.
const FINE_CLOCK: usize = 4;

/// Whether the numbers of a column are what a benchmark is about.
fn is_measured(role: Role, unit: &Unit, known: bool, statistic: &Option<String>, profile: &Profile) -> bool {
    let observed = matches!(role, Role::Measurement | Role::Aggregate) && profile.numbers > 0;
    let counts = statistic.as_deref() == Some("n") || unit.symbol == "requests";
    let named = known || !unit.symbol.is_empty() || !profile.whole;
    // A fine clock never shows the same sixteen digits twice, nor the same time three times and nothing else; a coarse one does.
    let timed = unit.symbol == "s" || unit.symbol.ends_with("/s");
    let is_constant = profile.numbers >= 3 && profile.distinct == 1 && digits(profile.min) >= FINE_CLOCK;
    let copied = timed && (profile.repeats_long || is_constant);
    observed && !counts && named && !copied
}

/// Which way is better where only the unit is known.
fn direction(unit: &str) -> Better {
    match unit {
        "s" | "W" | "J" | "degC" | "USD" | "EUR" | "GBP" | "errors/s" | "failures/s" | "kg" => Better::Lower,
        unit if ["s/", "J/", "USD/", "EUR/", "GBP/", "kg/"].iter().any(|above| unit.starts_with(above)) => {
            Better::Lower
        }
        unit if unit.ends_with("/s") || unit == "tokens/J" => Better::Higher,
        _ => Better::None,
    }
}

/// Which way is better where no metric is known: by words that name something bad, then by the unit.
fn direction_of(words: &[&str], unit: &str) -> Better {
    let bad = words.iter().any(|word| vocabulary::WORSE.contains(word));
    if bad && (unit == "%" || unit.ends_with("/s")) { Better::Lower } else { direction(unit) }
}

/// ASCII words joined by `_`; `None` when nothing is left.
fn slug(words: &[&str]) -> Option<String> {
    let text = words.join("_");
    let slug: String = text.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '_').collect();
    let slug = slug.trim_matches('_');
    (!slug.is_empty()).then(|| slug.to_owned())
}

fn slug_of(words: &[String]) -> String {
    slug(&words.iter().map(String::as_str).collect::<Vec<_>>()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::dataset::tests::{sheet, table};

    #[test]
    fn what_a_table_is_about_is_measured() {
        let check = |text: &str, expected: &str| {
            let sheet = sheet(&table(text));
            let fields = sheet.fields.iter().filter(|field| field.measured);
            let shown: Vec<String> = fields
                .map(|field| match &field.statistic {
                    Some(statistic) => format!("{} {statistic}", field.metric),
                    None => field.metric.clone(),
                })
                .collect();
            assert_eq!(shown.join(", "), expected, "{text}");
        };
        check("model,runs,mean_ttft_ms,p95_ttft_ms,ok\na,3,1.5,2.5,true\nb,3,1.25,2.25,true", "ttft mean, ttft p95");
        check("config,speedup,gain_pct\na,1.5,50\nb,1.75,75", "speedup");
        check("config,speedup,ttft_ms\na,1.5,50\nb,1.75,75", "ttft");
        check("group,slope,a_ms\nx,1.5,3\ny,1.25,4", "");
        check("cycles,anomalies\n5,3\n7,2", "");
    }
}

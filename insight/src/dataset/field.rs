//! The meaning of one column: its metric, unit, role and direction, from its header, its values and its neighbors.

mod stated;
mod unique;

use crate::header::Header;
use crate::metric::{self, Match};
use crate::role::profile::Profile;
use crate::role::{Clues, Role, unit_of_parameter, vocabulary};
use crate::summary::Better;
use crate::table::{Column, Table};
use crate::unit::{self, Unit};
use std::collections::BTreeSet;

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
    /// The header as the file writes it.
    pub written: String,
}

/// A field and the words it was made from.
struct Draft {
    field: Field,
    /// Words of the parents.
    context: Vec<String>,
    /// What is left without unit and statistic.
    rest: Vec<String>,
    /// Whether its values are mostly numbers.
    numeric: bool,
    /// Whether the format states what it is, so that its neighbors say nothing about it.
    stated: bool,
}

/// The meaning of every column of a table.
pub(super) fn fields(table: &Table) -> Vec<Field> {
    let mut drafts: Vec<Draft> = table.columns.iter().map(Draft::of).collect();
    share_units(&mut drafts);
    peaks_beside_means(&mut drafts);
    tables_of_means(&mut drafts);
    letters_of_a_fit(&mut drafts);
    failures_counted(&mut drafts);
    comparisons_alone(&mut drafts, table.rows);
    unique::keys(&mut drafts);
    drafts.into_iter().map(|draft| draft.field).collect()
}

impl Draft {
    fn of(column: &Column) -> Self {
        let header = Header::of(&column.name);
        let profile = Profile::of(column);
        let (unit, without_unit) =
            unit_of(&header, column.corrected.unit.as_ref().or(column.unit_written.as_ref()).map(String::as_str));
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
        let unit = settle_unit(unit, found.as_ref(), role, &own, &profile);
        let slug = match slug(&own) {
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
            (None, Role::Measurement | Role::Aggregate) => direction(&unit.symbol),
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
        let mut field =
            Field { metric, name, unit, role, better, statistic, definition, measured, written: column.name.clone() };
        stated::state(&mut field, &column.stated, &profile);
        stated::state(&mut field, &column.corrected.stated, &profile);
        let rest = own.iter().map(|word| (*word).to_owned()).collect();
        let stated = column.stated.role.is_some() || column.corrected.stated.role.is_some();
        Self { field, context: header.context.clone(), rest, numeric: profile.is_numeric(), stated }
    }
}

/// The metric that the column's own words name, else the one they name together with its parents.
fn find(context: &[&str], own: &[&str], unit: &str) -> Option<Match> {
    let alone = metric::find(own, unit);
    if context.is_empty() || alone.as_ref().is_some_and(|found| found.qualifiers.is_empty() && !own.is_empty()) {
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
    if let Some(unit) = stated.or(header.bracket.as_deref()).and_then(Unit::stated) {
        return (unit, header.words.clone());
    }
    match unit::find(&header.words, tail) {
        Some(found) => {
            let words = header.words.iter().enumerate();
            let left = words.filter(|(at, _)| !found.at.contains(at)).map(|(_, word)| word.clone());
            (found.unit, left.collect())
        }
        None => (Unit::default(), header.words.clone()),
    }
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
fn settle_unit(unit: Unit, found: Option<&Match>, role: Role, rest: &[&str], profile: &Profile) -> Unit {
    let plain = |symbol: &str| Unit { symbol: symbol.to_owned(), factor: 1.0 };
    if role == Role::Parameter && unit.symbol.is_empty() {
        return plain(unit_of_parameter(rest));
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

/// Whether the numbers of a column are what a benchmark is about.
fn is_measured(role: Role, unit: &Unit, known: bool, statistic: &Option<String>, profile: &Profile) -> bool {
    let observed = matches!(role, Role::Measurement | Role::Aggregate) && profile.numbers > 0;
    let counts = statistic.as_deref() == Some("n") || unit.symbol == "requests";
    let named = known || !unit.symbol.is_empty() || !profile.whole;
    // A clock never shows the same sixteen digits twice, nor the same time three times in a row and nothing else.
    let timed = unit.symbol == "s" || unit.symbol.ends_with("/s");
    let copied = timed && (profile.repeats_long || (profile.numbers >= 3 && profile.distinct == 1));
    observed && !counts && named && !copied
}

/// Which way is better where only the unit is known.
fn direction(unit: &str) -> Better {
    match unit {
        "s" | "s/token" | "s/request" | "W" | "J" | "degC" => Better::Lower,
        "B/s" | "FLOP/s" => Better::Higher,
        unit if unit.ends_with("/s") => Better::Higher,
        _ => Better::None,
    }
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

/// Statistics of one thing share its unit: `p90` beside `mean_ms`.
fn share_units(drafts: &mut [Draft]) {
    let known: Vec<(Vec<String>, Vec<String>, Unit)> = drafts
        .iter()
        .filter(|draft| draft.field.role == Role::Aggregate && !draft.field.unit.symbol.is_empty())
        .map(|draft| (draft.context.clone(), draft.rest.clone(), draft.field.unit.clone()))
        .collect();
    for draft in drafts.iter_mut().filter(|draft| draft.field.role == Role::Aggregate && !draft.stated) {
        if !draft.field.unit.symbol.is_empty() {
            continue;
        }
        let same = known.iter().find(|(context, rest, _)| *context == draft.context && *rest == draft.rest);
        let Some((_, _, unit)) = same else { continue };
        draft.field.unit = unit.clone();
        draft.field.better = direction(&unit.symbol);
        let rest: Vec<&str> = draft.rest.iter().map(String::as_str).collect();
        if let Some(found) = metric::find(&rest, &unit.symbol).filter(|found| found.qualifiers.is_empty()) {
            draft.field.metric = found.known.key.to_owned();
            draft.field.name = found.known.name.to_owned();
            draft.field.definition = found.known.definition.to_owned();
            draft.field.better = found.known.better;
        }
    }
}

/// `peak` is the largest of several values where a mean of the same thing stands beside it.
fn peaks_beside_means(drafts: &mut [Draft]) {
    let sorted = |words: &[String]| {
        let mut words: Vec<String> = words.iter().filter(|word| *word != "peak").cloned().collect();
        words.sort();
        words
    };
    let means: Vec<(Vec<String>, Vec<String>)> = drafts
        .iter()
        .filter(|draft| draft.field.role == Role::Aggregate)
        .map(|draft| (draft.context.clone(), sorted(&draft.rest)))
        .collect();
    for draft in drafts.iter_mut().filter(|draft| !draft.stated) {
        let peak = draft.rest.iter().any(|word| word == "peak") && draft.field.role == Role::Measurement;
        if peak && means.contains(&(draft.context.clone(), sorted(&draft.rest))) {
            draft.field.role = Role::Aggregate;
            draft.field.statistic = Some("max".to_owned());
        }
    }
}

/// Where three different things are given by their mean, a lone number among them is one too.
fn tables_of_means(drafts: &mut [Draft]) {
    let is_lone = |draft: &Draft| {
        let field = &draft.field;
        !draft.stated && field.role == Role::Measurement && field.statistic.is_none() && field.metric != "duration"
    };
    let mut contexts: Vec<Vec<String>> = drafts.iter().map(|draft| draft.context.clone()).collect();
    contexts.sort();
    contexts.dedup();
    for context in contexts {
        let here = || drafts.iter().filter(|draft| draft.context == context);
        let means: BTreeSet<&[String]> = here()
            .filter(|draft| draft.field.statistic.as_deref() == Some("mean") && draft.field.role == Role::Aggregate)
            .map(|draft| draft.rest.as_slice())
            .collect();
        let (means, lone) = (means.len(), here().filter(|draft| is_lone(draft)).count());
        if means < 3 || lone * 3 > means {
            continue;
        }
        for draft in drafts.iter_mut().filter(|draft| draft.context == context && is_lone(draft)) {
            draft.field.role = Role::Aggregate;
        }
    }
}

/// `a` and `b` beside a slope or an r² are coefficients.
fn letters_of_a_fit(drafts: &mut [Draft]) {
    if drafts.iter().all(|draft| draft.field.role != Role::Fit) {
        return;
    }
    for draft in drafts
        .iter_mut()
        .filter(|draft| !draft.stated && draft.field.statistic.is_none())
        .filter(|draft| matches!(draft.rest.as_slice(), [one] if one.len() == 1))
    {
        draft.field.role = Role::Fit;
        draft.field.better = Better::None;
        draft.field.measured = false;
    }
}

/// `failed` beside the number of requests answered counts requests.
fn failures_counted(drafts: &mut [Draft]) {
    if drafts.iter().all(|draft| draft.field.unit.symbol != "requests") {
        return;
    }
    for draft in drafts.iter_mut().filter(|draft| draft.field.role == Role::Validity && draft.numeric && !draft.stated)
    {
        draft.field.role = Role::Measurement;
        draft.field.statistic = Some("n".to_owned());
    }
}

/// Where nothing but comparisons is told, as speed-ups of several conditions, they are what the table is about.
fn comparisons_alone(drafts: &mut [Draft], rows: usize) {
    if rows < 2 || drafts.iter().any(|draft| draft.field.measured) {
        return;
    }
    for draft in drafts.iter_mut().filter(|draft| draft.field.role == Role::Derived && draft.numeric) {
        draft.field.measured = draft.field.better != Better::None;
    }
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

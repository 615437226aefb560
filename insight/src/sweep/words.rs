//! The sentence that a sweep comes to: which settings to use, or why none can be named.

use super::{Advice, Effect, Objective, Status, Sweep};
use crate::fact::Fact;
use crate::shown::{format_count, listed};
use crate::summary::{Better, Summary};

/// Choices named in a sentence.
const CHOICES: usize = 3;

/// Says it, and keeps every number said.
pub(super) fn write(sweep: &mut Sweep) {
    let Some(objective) = sweep.objectives.first().cloned() else {
        sweep.advice = "No setting is recommended: no run gave a value.".to_owned();
        return;
    };
    let settings = count(sweep, "settings", sweep.design.settings, "settings that were run");
    let mut text = match objective.advice {
        Advice::Recommended => recommended(sweep, &objective, &settings),
        Advice::NoDifference => {
            format!("No setting is recommended: by {} none of {settings} can be told from another.", objective.name)
        }
        Advice::OneRun if sweep.design.replicates[1] > 1 => {
            format!("No setting is recommended: most of {settings} have one value of {} only.", objective.name)
        }
        Advice::OneRun => {
            format!("No setting is recommended: {settings} settings, one run each, are a ranking without uncertainty.")
        }
        Advice::Confounded => confounded(&objective),
        Advice::NoValue => "No setting is recommended: no run gave a value.".to_owned(),
    };
    if objective.advice == Advice::OneRun {
        text.push_str(&chance(sweep, &objective));
    }
    for at in 0..sweep.incidents.len().min(2) {
        text.push_str(&incident(sweep, &objective, at));
    }
    sweep.advice = text;
}

fn figure(sweep: &mut Sweep, fact: Fact) -> String {
    let shown = fact.shown.clone();
    if sweep.figures.iter().all(|known| known.key != fact.key) {
        sweep.figures.push(fact);
    }
    shown
}

fn count(sweep: &mut Sweep, name: &str, count: u64, source: &str) -> String {
    let fact = Fact::count(format!("{}.{name}", sweep.id), count, format!("{source}; {}", sweep.files.join(", ")));
    figure(sweep, fact)
}

/// A value with the digits that tell it from its neighbors.
fn precise(sweep: &mut Sweep, name: &str, value: f64, objective: &Objective, source: &str) -> String {
    let mut fact = Fact::new(format!("{}.{}.{name}", sweep.id, objective.key), value, &objective.unit, source);
    if !matches!(objective.unit.as_str(), "s" | "B" | "%" | "") && (10.0..1000.0).contains(&value.abs()) {
        fact.shown = format!("{value:.2} {}", objective.unit);
    }
    figure(sweep, fact)
}

fn recommended(sweep: &mut Sweep, objective: &Objective, settings: &str) -> String {
    let line = |line: &Vec<(String, String)>| {
        line.iter().map(|(name, level)| format!("{name} {level}")).collect::<Vec<String>>().join(" with ")
    };
    let mut lines: Vec<String> = sweep.recommended.iter().take(CHOICES).map(line).collect();
    let more = sweep.recommended.len().saturating_sub(CHOICES);
    if more > 0 {
        lines.push(format!("{} more", format_count(more as u64)));
    }
    let matter: Vec<&String> = sweep.recommended.iter().flatten().map(|(name, _)| name).collect();
    let free = sweep.design.factors.iter().map(|factor| &factor.name).filter(|name| !matter.contains(name)).cloned();
    let free: Vec<String> = free.collect();
    let free = if free.is_empty() {
        String::new()
    } else {
        format!("; {} {} not shown to matter", listed(&free), if free.len() == 1 { "is" } else { "are" })
    };
    // The first that can be recommended; one that was run once may rank above it.
    let at = sweep.settings.iter().position(|setting| setting.alike).unwrap_or(0);
    let best = sweep.settings.get(at).and_then(|setting| *setting.medians.first()?);
    let best = best.map(|best| precise(sweep, "best", best, objective, "median of the best setting"));
    let best = best.unwrap_or_default();
    let alike = count(sweep, "alike", objective.alike, "settings that cannot be told from the best");
    let words = lines.join(" or ");
    let of = &objective.name;
    let once = once(sweep, objective, at);
    let repeated = sweep.settings.iter().filter(|setting| setting.runs > 1).count();
    let settings = match (sweep.settings.len() - repeated) as u64 {
        0 => format!("{settings} settings"),
        single => {
            let repeated = sweep.design.settings.saturating_sub(single);
            let repeated = count(sweep, "repeated", repeated, "settings that were run twice or more");
            format!("{repeated} repeated settings")
        }
    };
    if objective.alike == 1 {
        format!(
            "Recommended by {of}: {words}{free}. The best of {settings}, {best}, can be told from all others.{once}"
        )
    } else {
        format!("Recommended by {of}: {words}{free}. {alike} of {settings} cannot be told from the best, {best}.{once}")
    }
}

/// A setting that ranks above the recommended one by its only run.
fn once(sweep: &mut Sweep, objective: &Objective, best: usize) -> String {
    let Some(setting) = sweep.settings.iter().take(best).find(|setting| setting.runs == 1).cloned() else {
        return String::new();
    };
    let Some(value) = setting.medians.first().copied().flatten() else { return String::new() };
    let names = sweep.design.factors.iter().zip(&setting.levels);
    let words: Vec<String> = names.map(|(factor, level)| format!("{} {level}", factor.name)).collect();
    let value = precise(sweep, "once", value, objective, "the one run of the setting that ranks first");
    let failed = if setting.failed == 0 {
        String::new()
    } else {
        let failed = count(sweep, "once.failed", setting.failed, "failed runs of that setting");
        format!(", {failed} failed")
    };
    format!(" One run of {} gave {value}{failed}: too few to judge it.", words.join(" with "))
}

fn confounded(objective: &Objective) -> String {
    let told = |effect: &&Effect| effect.status == Status::Confounded && effect.p_value.is_some_and(|p| p <= 0.05);
    let why = objective.effects.iter().find(told).and_then(|effect| {
        let note = effect.notes.last()?;
        Some(format!(": {} seems to move {}, but {note}", effect.setting, objective.name))
    });
    format!("No setting is recommended{}.", why.unwrap_or_default())
}

/// The best of single runs beside what chance makes of equal ones.
fn chance(sweep: &mut Sweep, objective: &Objective) -> String {
    let Some(chance) = objective.chance else { return String::new() };
    let runs = count(sweep, "chance.runs", chance.runs, "single runs with a value");
    let best = precise(sweep, "chance.best", chance.best, objective, "best single run");
    let source = "mean and deviation of all runs, best of as many normal draws";
    let expected = precise(sweep, "chance.expected", chance.expected, objective, source);
    let most = precise(sweep, "chance.most", chance.most, objective, "the same, exceeded in one sweep of twenty");
    if chance.is_chance(objective.better == Better::Higher) {
        format!(
            " The best of {runs} runs, {best}, is what chance alone predicts: {expected} on average, {most} at most."
        )
    } else {
        format!(" The best of {runs} runs, {best}, is better than chance alone predicts, {most} at most: repeat it.")
    }
}

fn incident(sweep: &mut Sweep, objective: &Objective, at: usize) -> String {
    let incident = sweep.incidents[at].clone();
    let failed = count(sweep, &format!("incident.{at}.failed"), incident.failed, &incident.place);
    let runs = if incident.failed == 1 { "run" } else { "runs in a row" };
    let far: Vec<String> = incident
        .far
        .iter()
        .take(2)
        .enumerate()
        .map(|(number, value)| {
            precise(sweep, &format!("incident.{at}.far.{number}"), *value, objective, &incident.place)
        })
        .collect();
    let beside = if far.is_empty() { String::new() } else { format!(", {} beside them", listed(&far)) };
    let levels: Vec<String> = incident.levels.iter().map(|(name, level)| format!("{name} {level}")).collect();
    format!(" At {} {failed} {runs} failed{beside}: an incident, not a setting ({}).", listed(&levels), incident.place)
}

/// Why none of the sweeps of a summary recommends a setting; nothing where one does, which is a finding, or where there is none.
pub(crate) fn no_advice(summary: &Summary) -> Option<String> {
    let advice = |sweep: &Sweep| sweep.objectives.first().map(|objective| objective.advice);
    let told: Vec<Advice> = summary.sweeps.iter().filter_map(advice).collect();
    if told.is_empty() || told.contains(&Advice::Recommended) {
        return None;
    }
    let why = if told.iter().all(|advice| *advice == Advice::OneRun) {
        "one run each is a ranking without uncertainty"
    } else if told.contains(&Advice::Confounded) {
        "what differs cannot be told from what moved with it"
    } else {
        "none can be told from the others"
    };
    let sweeps = match told.len() {
        1 => "the sweep".to_owned(),
        count => format!("the {} sweeps", format_count(count as u64)),
    };
    Some(format!("No setting of {sweeps} can be recommended: {why}."))
}

//! Workloads side by side in words: what fits, a table of ratios, what was left out, and what must be known with it.

use super::{AtLoad, Fit, Ratio, Workloads};
use crate::serving::Curve;
use crate::shown::{format_ratio, format_value, listed};

/// Answers longer by this factor are other work.
const LONGER: f64 = 1.1;

/// One workload as a table with its sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Both workloads.
    pub title: String,
    /// What fits and what does not, a line each.
    pub about: Vec<String>,
    /// What stands in each column.
    pub heads: Vec<String>,
    /// A row a load and value.
    pub rows: Vec<Vec<String>>,
    /// What is not compared, and what must be known.
    pub below: Vec<String>,
}

/// The workload in words.
pub fn told(found: &Workloads) -> Told {
    let of = |fit: Fit| found.matched.iter().filter(move |it| it.fit == fit);
    let mut about = Vec::new();
    let same: Vec<String> = of(Fit::Same)
        .map(|it| match it.baseline == it.candidate {
            true => format!("{} {}", it.what, it.baseline),
            false => format!("{} {} and {}", it.what, it.baseline, it.candidate),
        })
        .collect();
    let differs: Vec<String> =
        of(Fit::Differs).map(|it| format!("{} {} → {}", it.what, it.baseline, it.candidate)).collect();
    let silent: Vec<String> = of(Fit::NotStated).map(|it| it.what.clone()).collect();
    for (lead, words) in [("The same", same), ("Not the same", differs), ("Not stated by a side", silent)] {
        about.extend((!words.is_empty()).then(|| format!("{lead}: {}", words.join("; "))));
    }
    let loads: Vec<String> =
        found.loads.iter().filter(|at| !at.ratios.is_empty()).map(|at| at.offered.shown()).collect();
    about.push(match loads.as_slice() {
        [] => "No load can be compared".to_owned(),
        [one] => format!("Compared at {one} only"),
        all => format!("Compared at {}", listed(all)),
    });
    let mut below: Vec<String> = found.not_compared.iter().map(|why| format!("Not compared: {why}")).collect();
    below.extend(found.notes.iter().cloned());
    let heads = ["load", "what", "baseline", "candidate", "candidate / baseline"].map(str::to_owned).to_vec();
    Told {
        title: format!("{} → {}", found.baseline, found.candidate),
        about,
        heads,
        rows: found.loads.iter().flat_map(rows).collect(),
        below,
    }
}

fn rows(at: &AtLoad) -> impl Iterator<Item = Vec<String>> + '_ {
    at.ratios.iter().map(|ratio| {
        vec![
            at.offered.shown(),
            if ratio.computed { format!("{}, computed from requests", ratio.name) } else { ratio.name.clone() },
            format_value(ratio.baseline, &ratio.unit),
            format_value(ratio.candidate, &ratio.unit),
            times(ratio),
        ]
    })
}

/// `1.31×`, with what single requests leave open.
fn times(ratio: &Ratio) -> String {
    let shown = format_ratio(ratio.candidate / ratio.baseline);
    match ratio.interval {
        Some([low, high]) => format!("{shown} ({} to {})", format_ratio(low), format_ratio(high)),
        None => shown,
    }
}

/// Answers of another length, and runs that stand alone.
pub(super) fn notes(old: &Curve, new: &Curve, loads: &[AtLoad]) -> Vec<String> {
    let mut notes: Vec<String> = answers(old, new, loads).into_iter().collect();
    let ratios = || loads.iter().flat_map(|at| &at.ratios);
    if ratios().next().is_none() {
        return notes;
    }
    if loads.iter().any(|at| at.runs.contains(&1)) {
        let open = if ratios().any(|ratio| ratio.interval.is_some()) {
            "Intervals hold what varies from request to request"
        } else {
            "No interval stands here"
        };
        notes.push(format!(
            "{open}: with one run at a load nothing says what varies from run to run, so nothing is called better."
        ));
    }
    notes
}

/// Whose answers are longer, and what that does to who is faster.
fn answers(old: &Curve, new: &Curve, loads: &[AtLoad]) -> Option<String> {
    let (a, b) = old.tokens[1].zip(new.tokens[1]).filter(|(a, b)| *a > 0.0 && *b > 0.0)?;
    let more = a.max(b) / a.min(b);
    if more < LONGER {
        return None;
    }
    let is_new = b > a;
    let (who, long, short) = if is_new { ("candidate", b, a) } else { ("baseline", a, b) };
    let lengths = format!("{} against {}", format_value(long, "tokens"), format_value(short, ""));
    // As many times as the one with the longer answers is slower.
    let slower = |at: &AtLoad, metric: &str| {
        let ratio = at.ratios.iter().find(|ratio| ratio.metric == metric)?;
        let times = ratio.candidate / ratio.baseline;
        Some(if is_new { times } else { times.recip() })
    };
    let both = loads.iter().find_map(|at| Some((at, slower(at, "tpot")?, slower(at, "e2e_latency")?)));
    Some(match both {
        Some((at, token, whole)) if token.recip() >= LONGER && whole >= LONGER => format!(
            "At {} the {who} decodes {} as fast, yet a full answer takes {} as long: it writes {} as many tokens ({lengths}).",
            at.offered.shown(),
            format_ratio(token.recip()),
            format_ratio(whole),
            format_ratio(more)
        ),
        _ => format!(
            "The {who} writes {} as many tokens an answer ({lengths}): full answers and answers a second are not of the same work.",
            format_ratio(more)
        ),
    })
}

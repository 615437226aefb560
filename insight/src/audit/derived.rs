//! Columns computed from other columns of their table: what follows from others is no measurement of its own.

use super::identity::{Form, Identity, identities};
use super::sample::{Sample, samples};
use super::{Trap, Warning, place};
use crate::dataset::Dataset;
use crate::shown::format_count;

/// Identities said one by one.
const MOST: usize = 3;

/// Warns of tables that hold computed columns.
pub(super) fn derived(dataset: &Dataset) -> Vec<Warning> {
    let mut found = Vec::new();
    for file in &dataset.files {
        for sample in samples(file) {
            let identities = identities(&sample);
            let written = |at: usize| sample.columns[at].field.written.as_str();
            let named = place::names(identities.iter().map(|identity| written(identity.result)));
            let Some(first) = identities.first() else { continue };
            let mut said: Vec<String> = identities.iter().take(MOST).map(|one| equation(&sample, one)).collect();
            if identities.len() > MOST {
                said.push(format!("{} more", identities.len() - MOST));
            }
            let worst = identities.iter().map(|identity| identity.worst).fold(0.0, f64::max);
            let rows = format_count(first.rows as u64);
            let plural = if first.rows == 1 { "row" } else { "rows" };
            let near = if worst > 0.0 { format!("to a part of {worst:.0e}") } else { "exactly".to_owned() };
            let evidence = format!("{} in {rows} {plural}, {near}", said.join("; "));
            let place = if sample.place.is_empty() { named } else { format!("{}: {named}", sample.place) };
            found.push(Warning::new(
                &file.reading.path,
                Trap::DerivedIdentity,
                place,
                evidence,
                "a correlation among these columns is arithmetic, and a computed column is no further measurement",
            ));
        }
    }
    found
}

/// `ttft_s = load_s + prompt_eval_s`
pub(super) fn equation(sample: &Sample<'_>, identity: &Identity) -> String {
    let name = |at: usize| format!("`{}`", sample.columns[at].field.written);
    let factor = |k: f64| {
        let rounded = (k * 1e6).round() / 1e6;
        if rounded == 0.0 { format!("{k:.3e}") } else { format!("{rounded}") }
    };
    let right = match identity.form {
        Form::Sum(a, b) => format!("{} + {}", name(a), name(b)),
        Form::Difference(a, b) => format!("{} − {}", name(a), name(b)),
        Form::Ratio(1.0, a, b) => format!("{} / {}", name(a), name(b)),
        Form::Ratio(k, a, b) => format!("{} · {} / {}", factor(k), name(a), name(b)),
        Form::Change(a, b) => format!("100 · ({} − {}) / {}", name(a), name(b), name(b)),
        Form::Saving(a, b) => format!("100 · ({} − {}) / {}", name(b), name(a), name(b)),
        Form::Scaled(k, a) => format!("{} · {}", factor(k), name(a)),
        Form::Inverse(k, a) => format!("{} / {}", factor(k), name(a)),
        Form::Shifted(k, a) => format!("{} + {}", name(a), factor(k)),
        Form::Rest(k, a) => format!("{} − {}", factor(k), name(a)),
    };
    format!("{} = {right}", name(identity.result))
}

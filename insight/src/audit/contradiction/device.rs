//! A device that is declared and denied: `cuda` above a row that ran on the provider of the CPU.

use super::super::look::{Look, words};
use super::super::{Warning, place};
use super::warning;
use crate::role::Role;

/// Words of an accelerator, and what runs on one only.
const ACCELERATOR: &[&str] = &["cuda", "gpu", "rocm", "mps", "xpu", "tpu", "tensorrt", "cudaexecutionprovider"];
const CPU: &[&str] = &["cpu", "cpuexecutionprovider"];
/// Columns that say what really ran.
const RAN_ON: &[&str] = &["provider", "providers", "backend", "engine", "runtime", "executor", "delegate"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Accelerator,
    Cpu,
}

/// Rows whose declared device another cell denies.
pub(in crate::audit) struct Denied {
    /// The device of the first of them.
    pub(in crate::audit) declared: String,
    /// The columns that declare it and that deny it.
    pub(in crate::audit) declared_at: usize,
    pub(in crate::audit) ran_at: usize,
    pub(in crate::audit) rows: Vec<usize>,
    kind: Kind,
}

impl Denied {
    /// What they ran on.
    pub(in crate::audit) fn ran_on(&self) -> &'static str {
        match self.kind {
            Kind::Accelerator => "accelerator",
            Kind::Cpu => "CPU",
        }
    }
}

/// The rows of a table whose declared device another cell denies, if there are any.
pub(in crate::audit) fn denied(look: Look<'_>) -> Option<Denied> {
    let says = |written: &str, any: &[&str]| words(written).last().is_some_and(|word| any.contains(&word.as_str()));
    let worded = |at: usize| look.column(at).counts().text > 0;
    let declared_at = look.fields().find(|(at, field)| worded(*at) && says(&field.written, &["device"]))?.0;
    let ran = look.fields().filter(|(at, field)| {
        let is_name = matches!(field.role, Role::Parameter | Role::Environment | Role::Text);
        worded(*at) && is_name && says(&field.written, RAN_ON)
    });
    let ran: Vec<usize> = ran.map(|(at, _)| at).collect();
    let denies = |row: usize| {
        let said = kind(&look.text(declared_at, row))?;
        ran.iter().copied().find_map(|at| Some((at, kind(&look.text(at, row)).filter(|kind| *kind != said)?)))
    };
    let told: Vec<(usize, (usize, Kind))> =
        look.rows().into_iter().take(10_000).filter_map(|row| Some((row, denies(row)?))).collect();
    let (row, (ran_at, kind)) = *told.first()?;
    let rows = told.iter().map(|(row, _)| *row).collect();
    Some(Denied { declared: short(&look.text(declared_at, row)), declared_at, ran_at, rows, kind })
}

/// The first row whose declared device another cell denies.
pub(in crate::audit) fn device(look: Look<'_>) -> Option<Warning> {
    let denied = denied(look)?;
    let name = |at: usize| look.field(at).written.as_str();
    let (declared, ran) = (name(denied.declared_at), name(denied.ran_at));
    let evidence = format!(
        "`{declared}` is {}, but `{ran}` is {}",
        denied.declared,
        short(&look.text(denied.ran_at, denied.rows[0]))
    );
    let place = format!("{}; {}", place::names([declared, ran]), place::rows(look.table, &denied.rows));
    Some(warning(
        look,
        &place,
        evidence,
        "rows of one declared device did not run on one; they may not be compared as if",
    ))
}

/// What a text says it runs on; `None` where it says neither, or both.
fn kind(text: &str) -> Option<Kind> {
    let lower = text.to_lowercase();
    let mut found = lower.split(|letter: char| !letter.is_alphanumeric()).filter_map(|word| {
        let is = |any: &[&str]| any.contains(&word);
        is(ACCELERATOR).then_some(Kind::Accelerator).or(is(CPU).then_some(Kind::Cpu))
    });
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// Whether a text names a device.
pub(in crate::audit) fn is_device(text: &str) -> bool {
    kind(text).is_some()
}

fn short(text: &str) -> String {
    text.chars().take(60).collect()
}

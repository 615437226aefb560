//! `chimera-insight check`: what in a text the facts say, and what they do not.

use super::gather::gather;
use super::marked::plain;
use anyhow::{Context, bail};
use insight::dataset::Dataset;
use insight::fact::facts;
use insight::grounding::claims::{Item, Known, Stand, Verifier};
use insight::grounding::evidence::{self, Placed, Run};
use insight::report;
use insight::summary::Summary;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How the verdicts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For a terminal, what is wrong
    Text,
    /// A JSON list
    Json,
}

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The text that is checked
    #[arg(value_name = "TEXT", required_unless_present = "batch")]
    text: Option<PathBuf>,
    /// Files and folders that the text is about
    #[arg(long, value_name = "PATH", num_args = 1.., conflicts_with = "facts")]
    data: Vec<PathBuf>,
    /// Record of the run that wrote the text, as JSON: its settings and its own figures, no data
    #[arg(long, value_name = "FILE", requires = "data")]
    run: Option<PathBuf>,
    /// Facts, as a JSON list or under `facts`: key, value, unit, metric, stat, entity, better
    #[arg(long, value_name = "FACTS")]
    facts: Option<PathBuf>,
    /// Many texts with their facts under `documents`: prints a JSON object of lists by `id`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["text", "facts", "data"])]
    batch: Option<PathBuf>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Facts {
    Listed(Vec<Known>),
    Under { facts: Vec<Known> },
}

#[derive(Deserialize)]
struct Batch {
    documents: Vec<Document>,
}

#[derive(Deserialize)]
struct Document {
    id: String,
    text: String,
    facts: Vec<Known>,
}

pub(super) fn run(arguments: &Arguments, out: &mut (dyn Write + Send)) -> anyhow::Result<ExitCode> {
    if let Some(path) = &arguments.batch {
        let batch: Batch = serde_json::from_str(&read(path)?)
            .with_context(|| format!("`{}` holds no texts with facts under `documents`", path.display()))?;
        let check = |document: &Document| (document.id.clone(), Verifier::new(&document.facts).check(&document.text));
        let all: serde_json::Map<String, serde_json::Value> = batch
            .documents
            .iter()
            .map(check)
            .map(|(id, items)| Ok((id, serde_json::to_value(items)?)))
            .collect::<anyhow::Result<_>>()?;
        writeln!(out, "{}", serde_json::to_string(&all)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    if let (Some(text), [_, ..]) = (&arguments.text, arguments.data.as_slice()) {
        let text = read(text)?;
        let placed = against_data(&text, &arguments.data, arguments.run.as_deref())?;
        match arguments.format {
            Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(&placed)?)?,
            Format::Text => out.write_all(plain(&(placed_in_words(&placed) + &breaches(&text))).as_bytes())?,
        }
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    }
    let (Some(text), Some(facts)) = (&arguments.text, &arguments.facts) else {
        bail!("there is nothing to check against\nhint: `chimera-insight check TEXT --data PATH` or `--facts FACTS`");
    };
    let known = known(facts)?;
    let text = read(text)?;
    let items = Verifier::new(&known).check(&text);
    match arguments.format {
        Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(&items)?)?,
        Format::Text => out.write_all(plain(&(in_words(&items) + &breaches(&text))).as_bytes())?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn against_data(text: &str, data: &[PathBuf], run: Option<&Path>) -> anyhow::Result<Vec<Placed>> {
    let run = match run {
        None => None,
        Some(path) => {
            let record = serde_json::from_str(&read(path)?)
                .with_context(|| format!("`{}` is no JSON, so it holds no record of a run", path.display()))?;
            Some(Run::of(&record))
        }
    };
    let dataset = Dataset::of(gather(data, None)?);
    // A report of ours is in our words, which are held against what they were made of.
    let summary = Summary::of(&dataset);
    let ours = Verifier::of(&facts(&summary), &summary);
    Ok(evidence::check(text, &dataset, run.as_ref(), Some(&ours)))
}

fn read(path: &Path) -> anyhow::Result<String> {
    let bytes = fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The facts of a file; one key has one value.
fn known(path: &Path) -> anyhow::Result<Vec<Known>> {
    let facts: Facts = serde_json::from_str(&read(path)?).with_context(|| {
        format!(
            "`{}` holds no facts\nhint: a list of `key`, `value`, `unit`, `metric`, `stat`, `entity`",
            path.display()
        )
    })?;
    let (Facts::Listed(facts) | Facts::Under { facts }) = facts;
    let mut values: BTreeMap<&str, &Known> = BTreeMap::new();
    for fact in &facts {
        if let Some(other) = values.insert(&fact.key, fact)
            && other != fact
        {
            bail!("`{}` has two facts with the key `{}`\nhint: a key names one fact", path.display(), fact.key);
        }
    }
    Ok(facts)
}

fn placed_in_words(placed: &[Placed]) -> String {
    let mut text = String::new();
    for Placed { line, column, item } in placed {
        let verdict = match item.verdict {
            Stand::Contradicted => "contradicted",
            Stand::Unsupported => "unsupported",
            Stand::Supported | Stand::NotAClaim => continue,
        };
        text += &format!("{verdict} at {line}:{column}: {}: {}\n", item.surface, item.reason);
    }
    let items: Vec<&Item> = placed.iter().map(|placed| &placed.item).collect();
    text + &counted(&items)
}

/// What a text that means to be a report does not keep of the contract of reports; nothing for any other text.
fn breaches(text: &str) -> String {
    if !report::is_report(text) {
        return String::new();
    }
    let breaches = report::contract(text);
    if breaches.is_empty() {
        return "contract kept\n".to_owned();
    }
    breaches.iter().map(|it| format!("contract: {}: {}; {}\n", it.place, it.what, it.hint)).collect()
}

fn in_words(items: &[Item]) -> String {
    let mut text = String::new();
    for item in items.iter().filter(|item| matches!(item.verdict, Stand::Contradicted | Stand::Unsupported)) {
        let verdict = if item.verdict == Stand::Contradicted { "contradicted" } else { "unsupported" };
        text += &format!("{verdict} at character {}: {}: {}\n", item.start, item.surface, item.reason);
    }
    text + &counted(&items.iter().collect::<Vec<_>>())
}

fn counted(items: &[&Item]) -> String {
    let count = |stand| items.iter().filter(|item| item.verdict == stand).count();
    let (right, wrong, unknown) = (count(Stand::Supported), count(Stand::Contradicted), count(Stand::Unsupported));
    format!("{right} supported, {wrong} contradicted, {unknown} unsupported\n")
}

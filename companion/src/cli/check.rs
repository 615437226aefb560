//! `chimera-insight check`: what in a text the facts say, and what they do not.

use super::marked::plain;
use anyhow::{Context, bail};
use insight::grounding::claims::{Item, Known, Stand, Verifier};
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
    #[arg(value_name = "TEXT", required_unless_present = "batch", requires = "facts")]
    text: Option<PathBuf>,
    /// Facts, as a JSON list or under `facts`: key, value, unit, metric, stat, entity, better
    #[arg(long, value_name = "FACTS")]
    facts: Option<PathBuf>,
    /// Many texts with their facts under `documents`: prints a JSON object of lists by `id`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["text", "facts"])]
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
    let (Some(text), Some(facts)) = (&arguments.text, &arguments.facts) else {
        bail!("there is nothing to check\nhint: `chimera-insight check --facts FACTS TEXT`");
    };
    let known = known(facts)?;
    let text = read(text)?;
    let items = Verifier::new(&known).check(&text);
    match arguments.format {
        Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(&items)?)?,
        Format::Text => out.write_all(plain(&in_words(&items)).as_bytes())?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
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

fn in_words(items: &[Item]) -> String {
    let count = |stand| items.iter().filter(|item| item.verdict == stand).count();
    let mut text = String::new();
    for item in items.iter().filter(|item| matches!(item.verdict, Stand::Contradicted | Stand::Unsupported)) {
        let verdict = if item.verdict == Stand::Contradicted { "contradicted" } else { "unsupported" };
        text += &format!("{verdict} at character {}: {}: {}\n", item.start, item.surface, item.reason);
    }
    let (right, wrong, unknown) = (count(Stand::Supported), count(Stand::Contradicted), count(Stand::Unsupported));
    text + &format!("{right} supported, {wrong} contradicted, {unknown} unsupported\n")
}

//! One line: what was measured under which engine, when, how many smaller sets there are, and on what machine.

use super::{Totals, Use};
use crate::dataset::{File, Label};
use crate::header::Header;
use crate::shown::format_count;
use crate::study::{Analysis, engine};
use crate::table::Cell;
use std::collections::BTreeSet;

/// Words of a GPU's name that tell nothing apart.
const PLAIN: &[&str] = &["nvidia", "geforce", "gpu"];
const NUMBERS: &[&str] = &["Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"];
const MONTHS: &[&str] = &["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// Rows in which a size of memory is looked for; it does not change from row to row.
const ROWS: usize = 64;

/// The title of a drop; a count of files where nothing was measured.
pub(super) fn title(totals: &Totals, studies: &[Analysis<'_>], files: &[File]) -> String {
    let Some(first) = studies.first() else {
        return if totals.files == 1 { "1 file".to_owned() } else { format!("{} files", format_count(totals.files)) };
    };
    let own: BTreeSet<&str> = first.study.files.iter().map(String::as_str).collect();
    let when = dates(files, &own).map_or_else(String::new, |when| format!(", {when}"));
    let more = match studies.iter().filter(|analysis| analysis.study.beside.is_none()).count() - 1 {
        0 => String::new(),
        1 => ", and 1 smaller set".to_owned(),
        more => format!(", and {} smaller sets", format_count(more as u64)),
    };
    let machine = machine(files, &own).map_or_else(String::new, |machine| format!("; {machine}"));
    format!("{}{when}{more}{machine}", subject(first))
}

/// `Six LLMs under Ollama`, else the name of the study.
fn subject(first: &Analysis<'_>) -> String {
    let models = first.groups.labels.len();
    match engine(&first.frame) {
        Some(engine) if first.study.requests && first.study.group_by == ["model"] && models > 1 => {
            let count = NUMBERS.get(models - 2).map_or_else(|| format_count(models as u64), |word| (*word).to_owned());
            format!("{count} LLMs under {engine}")
        }
        _ => first.study.name.clone(),
    }
}

/// The first and the last day of the files of the first set, each as its file writes it.
fn dates(files: &[File], own: &BTreeSet<&str>) -> Option<String> {
    let own = || files.iter().filter(|file| own.contains(file.reading.path.as_str()));
    let moments = || own().filter_map(|file| file.reading.moments.as_ref());
    let first = moments().filter_map(|(oldest, _)| day(&oldest.shown)).min()?;
    let last = moments().filter_map(|(_, newest)| day(&newest.shown)).max()?;
    let month = |day: &(u32, u32, u32)| MONTHS.get(day.1 as usize - 1).copied();
    let (from, to) = (month(&first)?, month(&last)?);
    Some(match () {
        () if first == last => format!("{} {to} {}", last.2, last.0),
        () if first.0 == last.0 => format!("{} {from} to {} {to} {}", first.2, last.2, last.0),
        () => format!("{} {from} {} to {} {to} {}", first.2, first.0, last.2, last.0),
    })
}

/// Year, month and day of a moment as shown.
fn day(shown: &str) -> Option<(u32, u32, u32)> {
    let mut parts = shown.get(..10)?.split('-').map(|part| part.parse::<u32>().ok());
    let day = (parts.next()??, parts.next()??, parts.next()??);
    (1..=12).contains(&day.1).then_some(day)
}

/// `RTX 4080 Laptop, 12 GB (by 11 other files)`: the one GPU that files name; marked where the first set does not name it.
fn machine(files: &[File], own: &BTreeSet<&str>) -> Option<String> {
    let counted = files.iter().filter(|file| !matches!(file.used, Use::Document));
    let naming: Vec<(&File, String)> = counted
        .filter_map(|file| Some((file, shortened(&gpu(file)?))))
        .filter(|(_, name)| name.chars().any(char::is_alphanumeric))
        .collect();
    let names: BTreeSet<&str> = naming.iter().map(|(_, name)| name.as_str()).collect();
    let [name] = Vec::from_iter(names)[..] else { return None };
    let memory = naming.iter().filter_map(|(file, _)| memory(file)).max_by(f64::total_cmp);
    let memory = memory.map_or_else(String::new, |memory| format!(", {memory:.0} GB"));
    if naming.iter().any(|(file, _)| own.contains(file.reading.path.as_str())) {
        return Some(format!("{name}{memory}"));
    }
    let by = if naming.len() == 1 {
        "by 1 other file".to_owned()
    } else {
        format!("by {} other files", format_count(naming.len() as u64))
    };
    Some(format!("{name}{memory} ({by})"))
}

/// The GPU that a file states: as a label of the whole file, or by the names of a list of GPUs.
fn gpu(file: &File) -> Option<String> {
    let stated = |label: &&Label| label.name == "gpu" && label.inferred.is_none();
    if let Some(label) = file.labels.iter().find(stated) {
        return Some(label.value.clone());
    }
    let listed = file.reading.tables.iter().filter(|table| is_of_gpus(&table.place));
    let mut names = listed.flat_map(|table| &table.columns).filter(|column| column.name == "name");
    let names = names.next()?.words(1)?;
    names.first().map(|name| (*name).to_owned())
}

/// Whether a table stands at `…/gpu`, with or without a number behind it.
fn is_of_gpus(place: &str) -> bool {
    let last = place.rsplit('/').find(|part| part.chars().any(char::is_alphabetic));
    last.is_some_and(|last| matches!(last.to_lowercase().as_str(), "gpu" | "gpus"))
}

fn shortened(name: &str) -> String {
    let telling = name.split_whitespace().filter(|word| !PLAIN.contains(&word.to_lowercase().as_str()));
    let short: String = telling.collect::<Vec<&str>>().join(" ");
    short.chars().filter(|letter| !letter.is_control()).take(40).collect()
}

/// Memory of the GPU in GB as its maker counts them.
fn memory(file: &File) -> Option<f64> {
    let mut found = None;
    for (table, sheet) in file.reading.tables.iter().zip(&file.tables) {
        for (column, field) in table.columns.iter().zip(&sheet.fields) {
            let header = Header::of(&column.name);
            let says = |word: &str| header.words.iter().any(|own| own == word);
            let of_gpu = says("gpu") || header.context.iter().any(|word| word == "gpu") || is_of_gpus(&table.place);
            let per_gb = match field.unit.factor {
                factor if factor == 1e6 || factor == 1_048_576.0 => 1024.0,
                factor if factor == 1e9 || factor == 1_073_741_824.0 => 1.0,
                _ => continue,
            };
            if !(of_gpu && says("memory") && says("total")) {
                continue;
            }
            let values = (0..table.rows.min(ROWS)).filter_map(|row| match column.cell(row) {
                Cell::Number(value) => Some(value / per_gb),
                Cell::Missing | Cell::NonFinite(_) | Cell::Text(_) => None,
            });
            found = values.chain(found).max_by(f64::total_cmp);
        }
    }
    found.filter(|memory| *memory >= 1.0)
}

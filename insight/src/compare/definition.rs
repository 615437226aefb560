//! Whether two values of one name measure the same thing: no ratio stands between values that do not.

use super::side::Cell;
use crate::reading::Certainty;
use crate::study::Analysis;

/// Metrics that go by one name in different tools: time to the first token, time per token, tokens a second.
pub(super) const FAMILIES: &[(&str, &[&str])] = &[
    ("time to first token", &["ttft", "ttft_output", "ttst", "server_ttft"]),
    ("time per token", &["tpot", "tpot_with_first", "itl", "itl_request", "inter_chunk_latency", "time_per_token"]),
    (
        "tokens per second",
        &[
            "output_throughput",
            "total_throughput",
            "token_rate",
            "decode_rate",
            "request_output_rate",
            "output_rate_user",
        ],
    ),
];
/// Where one of several meanings was not stated, nothing is known to differ.
const OPEN: &str = "not stated";

/// Whether a definition leaves open what was measured.
pub(super) fn is_open(definition: &str) -> bool {
    definition.is_empty() || definition.contains(OPEN)
}

/// What was measured from where to where, and who says so.
#[derive(Clone, Debug, Default)]
pub(super) struct Measured {
    tool: Option<String>,
    header: String,
    definition: String,
}

impl Measured {
    /// As the files of a column state it; empty where it was derived, or where they do not agree.
    pub(super) fn of(analysis: &Analysis<'_>, metric: &str, statistic: Option<&str>) -> Self {
        let mut found: Option<Self> = None;
        for source in &analysis.frame.sources {
            let Some(sheet) = source.sheet() else { continue };
            let is_same =
                |field: &&crate::dataset::Field| field.metric == metric && field.statistic.as_deref() == statistic;
            let Some(field) = sheet.fields.iter().find(is_same) else { continue };
            let recognized = source.file.reading.recognized.as_ref();
            let own = Self {
                tool: recognized.filter(|it| it.certainty == Certainty::Sure).map(|it| it.format.clone()),
                header: field.written.clone(),
                definition: field.definition.split(';').next().unwrap_or_default().trim().to_owned(),
            };
            match &found {
                Some(known) if known.definition != own.definition => return Self::default(),
                Some(_) => {}
                None => found = Some(own),
            }
        }
        found.unwrap_or_default()
    }

    /// Why a ratio of the two would mean nothing.
    pub(super) fn unlike(&self, other: &Self) -> Option<String> {
        let same_column = self.tool == other.tool && self.header == other.header;
        let differ = !same_column
            && !is_open(&self.definition)
            && !is_open(&other.definition)
            && self.definition != other.definition;
        differ.then(|| format!("{} in the baseline, {} in the candidate", self.definition, other.definition))
    }
}

/// What goes by one name on both sides and is not the same, a sentence each.
pub(super) fn unlike(old: &[&Cell], new: &[&Cell]) -> Vec<String> {
    let mut said = Vec::new();
    for (name, keys) in FAMILIES {
        let held = |cells: &[&Cell], key: &str| {
            cells.iter().any(|cell| cell.metric == key || cell.metric.starts_with(&format!("{key}_")))
        };
        if keys.iter().any(|key| held(old, key) && held(new, key)) {
            continue;
        }
        let of = |cells: &[&Cell]| {
            let base = |cell: &&&Cell| {
                keys.iter().any(|key| cell.metric == *key || cell.metric.starts_with(&format!("{key}_")))
            };
            let exact = |cell: &Cell| {
                keys.iter().filter(|key| cell.metric.starts_with(**key)).max_by_key(|key| key.len()).copied()
            };
            cells
                .iter()
                .find(base)
                .and_then(|cell| Some((exact(cell)?, cell.name.clone(), cell.measured.definition.clone())))
        };
        let (Some((a, old_name, old_said)), Some((b, new_name, new_said))) = (of(old), of(new)) else { continue };
        let said_of = |name: String, definition: String| {
            if definition.is_empty() { name } else { format!("{name} ({definition})") }
        };
        if a != b {
            said.push(format!(
                "{name}: {} in the baseline, {} in the candidate",
                said_of(old_name, old_said),
                said_of(new_name, new_said)
            ));
        }
    }
    said
}

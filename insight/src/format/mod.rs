//! What wrote a file: one format per tool, told by its keys, and what its columns mean.
//!
//! Takes the tables of a container, or its text, gives tables with what only the tool's documentation says: units, roles, what a
//! metric means. A format is one file and one line in [`FORMATS`]; it knows no other format, and the order of the table has no
//! meaning.

mod benchmark_dotnet;
mod benchstat;
#[cfg(test)]
mod check;
mod criterion;
mod generic;
mod go_bench;
mod go_duration;
mod google_benchmark;
mod guidellm;
mod hyperfine;
mod inference_perf;
mod jmh;
mod k6;
mod llama_batched_bench;
mod llama_bench;
mod llama_benchy;
mod llm_d;
mod llmperf;
mod lm_eval;
mod load;
mod meaning;
mod melted;
mod mlperf_loadgen;
mod ollama;
mod ollama_bench;
mod ollama_llm_benchmark;
mod ollama_obench;
mod ollama_verbose;
mod optimum_benchmark;
mod perf_analyzer;
mod perf_export;
mod pytest_benchmark;
mod pytorch_records;
mod request_lists;
mod reshape;
mod rows;
mod serving;
mod serving_console;
mod sglang;
mod sums;
mod terminal;
mod transposed;
mod vllm;
mod vllm_offline;
mod wide;

use crate::container::{Container, Content, NO_TEXT, Text};
use crate::reading::{Certainty, Recognized};
use crate::table::Table;

/// Every format that is known, in the order of the alphabet.
pub const FORMATS: &[&dyn Format] = &[
    &perf_export::AIPERF,
    &benchmark_dotnet::BenchmarkDotNet,
    &benchstat::Benchstat,
    &criterion::Criterion,
    &generic::CSV,
    &perf_export::GENAI_PERF,
    &go_bench::GoBench,
    &google_benchmark::GoogleBenchmark,
    &guidellm::GuideLlm,
    &hyperfine::Hyperfine,
    &inference_perf::InferencePerf,
    &jmh::Jmh,
    &generic::JSON,
    &generic::JSONL,
    &k6::K6,
    &llama_batched_bench::LlamaBatchedBench,
    &llama_bench::LlamaBench,
    &llama_benchy::LlamaBenchy,
    &llm_d::LlmD,
    &llmperf::Llmperf,
    &lm_eval::LmEval,
    &generic::MARKDOWN,
    &mlperf_loadgen::MlperfLoadgen,
    &ollama::Ollama,
    &ollama_bench::OllamaBench,
    &ollama_llm_benchmark::OllamaLlmBenchmark,
    &ollama_obench::OllamaObench,
    &ollama_verbose::OllamaVerbose,
    &optimum_benchmark::OptimumBenchmark,
    &perf_analyzer::PerfAnalyzer,
    &pytest_benchmark::PytestBenchmark,
    &sglang::Sglang,
    &serving_console::SGLANG,
    &vllm::Vllm,
    &serving_console::VLLM,
    &vllm_offline::LATENCY,
    &vllm_offline::THROUGHPUT,
];

/// One format: how it is told and what its columns mean.
pub trait Format: Sync {
    /// Its name in code and in tables: `llama-bench`.
    fn id(&self) -> &'static str;
    /// Its name as a person knows it.
    fn name(&self) -> &'static str;
    /// How sure it is that a file of this shape is its own, and why, or why not: ``key `avg_ts` missing``.
    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String);
    /// States what it knows of the tables, or reads the text itself; a format that knows nothing leaves all as it is.
    fn read(&self, content: &mut Content) {
        let _ = content;
    }
}

/// The whole file as a format sees it before reading: the container, the names in its tables, the text.
#[derive(Clone, Copy)]
pub struct Shape<'a> {
    /// The container.
    pub container: Container,
    /// Documents, or lines, of JSON.
    pub documents: u64,
    /// Every table with its column names.
    pub tables: &'a [Table],
    /// The first lines as they stand; empty for JSON.
    pub text: &'a Text,
}

impl<'a> Shape<'a> {
    fn of(content: &'a Content) -> Self {
        let Content { container, documents, tables, text, .. } = content;
        // A table of megabytes is no console; its text need not be searched for one.
        let text = if *container == Container::Csv && text.is_cut() { &NO_TEXT } else { text };
        Self { container: *container, documents: *documents, tables, text }
    }

    /// The first table that has all these columns.
    ///
    /// # Errors
    ///
    /// No table has them all: the first one that the nearest table lacks, as a reason.
    pub fn table_with(&self, names: &[&str]) -> Result<&'a Table, String> {
        let missing = |table: &'a Table| {
            let missing = names.iter().filter(|name| table.column(name).is_none());
            (missing.clone().count(), missing.copied().next(), table)
        };
        match self.tables.iter().map(missing).min_by_key(|(count, ..)| *count) {
            None => Err("no table".to_owned()),
            Some((_, None, table)) => Ok(table),
            Some((_, Some(name), _)) => Err(format!("key `{name}` missing")),
        }
    }

    /// The number of the first line that contains this.
    ///
    /// # Errors
    ///
    /// There is none: the reason.
    pub fn line_with(&self, part: &str) -> Result<u64, String> {
        let found = self.text.lines().find(|(_, line)| line.contains(part));
        found.map(|(line, _)| line).ok_or_else(|| format!("no line `{part}`"))
    }
}

/// What every format says of a file, the surest first, of equally sure ones the first by id.
pub(crate) fn judge(content: &Content) -> Vec<Recognized> {
    let shape = Shape::of(content);
    let mut judged: Vec<Recognized> = FORMATS
        .iter()
        .map(|format| {
            let (certainty, reason) = format.recognize(&shape);
            Recognized { format: format.id().to_owned(), certainty, reason }
        })
        .collect();
    judged.sort_by(|a, b| (a.certainty, &a.format).cmp(&(b.certainty, &b.format)));
    judged
}

/// Has the format of that id read what it knows.
pub(crate) fn read(content: &mut Content, id: &str) {
    if let Some(format) = FORMATS.iter().find(|format| format.id() == id) {
        format.read(content);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_in_the_order_of_the_alphabet() {
        let ids: Vec<&str> = FORMATS.iter().map(|format| format.id()).collect();
        let mut sorted = ids.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(ids, sorted);
    }
}

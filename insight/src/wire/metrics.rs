//! The metrics of a job as a reader sees them: one line each with its source, the same for page and command line.

use super::Metrics;
use crate::shown::{format_count, format_value};

/// Measured by the companion's clock.
pub const MEASURED: &str = "clock of the companion";
/// Said by the backend.
pub const REPORTED: &str = "backend";
/// Sent with the request.
pub const SENT: &str = "request";

/// One line of the metrics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetricLine {
    /// What it is.
    pub name: String,
    /// Its value as shown; `not reported` where the backend said nothing.
    pub shown: String,
    /// Where it comes from.
    pub source: &'static str,
}

impl Metrics {
    /// Every metric in the order in which a reader wants them: what was felt, what was counted, what it ran with.
    pub fn lines(&self) -> Vec<MetricLine> {
        let line = |name: &str, shown: String, source| MetricLine { name: name.to_owned(), shown, source };
        let millis = |millis: f64| format_value(millis / 1e3, "s");
        let or_not = |shown: Option<String>| shown.unwrap_or_else(|| "not reported".to_owned());
        let mut lines = vec![
            line("Model", self.model.clone(), SENT),
            line("First token (TTFT)", millis(self.ttft_ms), MEASURED),
            line(
                "Writing speed",
                or_not(self.tokens_per_s.map(|rate| format_value(rate, "tokens/s"))),
                "tokens written / writing",
            ),
            line("Total", millis(self.total_ms), MEASURED),
            line("Tokens written", or_not(self.tokens.map(format_count)), REPORTED),
            line("Tokens of the prompts", or_not(self.prompt_tokens.map(format_count)), REPORTED),
            line("Reading the prompts", or_not(self.prompt_eval_ms.map(millis)), REPORTED),
            line("Writing", or_not(self.eval_ms.map(millis)), REPORTED),
            line("Loading the model", or_not(self.load_ms.map(millis)), REPORTED),
        ];
        lines.extend(self.stages.iter().map(|(stage, took)| line(&format!("Phase {stage}"), millis(*took), MEASURED)));
        lines.extend(self.options.iter().map(|(name, value)| line(name, value.clone(), SENT)));
        lines.push(line("Backend version", or_not(self.backend_version.clone()), REPORTED));
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(metrics: &Metrics, expected: &Expect) {
        let lines: Vec<String> = metrics
            .lines()
            .into_iter()
            .map(|line| format!("{}: {} ({})", line.name, line.shown, line.source))
            .collect();
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn every_metric_has_its_source_and_what_was_not_reported_is_said() {
        let text = str::to_owned;
        let whole = Metrics {
            model: text("gemma3"),
            ttft_ms: 412.3,
            total_ms: 9_870.0,
            tokens: Some(1204),
            prompt_tokens: Some(3100),
            load_ms: Some(2_310.0),
            prompt_eval_ms: Some(401.0),
            eval_ms: Some(8_000.0),
            tokens_per_s: Some(150.5),
            stages: vec![(text("analysis"), 3_210.0), (text("report"), 6_660.0)],
            options: vec![(text("num_ctx"), text("4096")), (text("seed"), text("default"))],
            backend_version: Some(text("0.24.0")),
        };
        check(
            &whole,
            &expect![[r#"
                Model: gemma3 (request)
                First token (TTFT): 412 ms (clock of the companion)
                Writing speed: 150.5 tokens/s (tokens written / writing)
                Total: 9.9 s (clock of the companion)
                Tokens written: 1,204 (backend)
                Tokens of the prompts: 3,100 (backend)
                Reading the prompts: 401 ms (backend)
                Writing: 8.0 s (backend)
                Loading the model: 2.3 s (backend)
                Phase analysis: 3.2 s (clock of the companion)
                Phase report: 6.7 s (clock of the companion)
                num_ctx: 4096 (request)
                seed: default (request)
                Backend version: 0.24.0 (backend)"#]],
        );
        check(
            &Metrics { model: text("gemma3"), ..Metrics::default() },
            &expect![[r#"
                Model: gemma3 (request)
                First token (TTFT): 0 s (clock of the companion)
                Writing speed: not reported (tokens written / writing)
                Total: 0 s (clock of the companion)
                Tokens written: not reported (backend)
                Tokens of the prompts: not reported (backend)
                Reading the prompts: not reported (backend)
                Writing: not reported (backend)
                Loading the model: not reported (backend)
                Backend version: not reported (backend)"#]],
        );
    }
}

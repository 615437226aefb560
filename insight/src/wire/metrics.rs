//! The metrics of a job as a reader sees them: one line each with its source, the same for page and command line.

use super::Metrics;
use crate::shown::{format_count, format_value};

const COMPANION: &str = "measured by the companion";
const BACKEND: &str = "reported by the backend";

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

/// Time spent before the companion was asked: name and milliseconds.
pub type Phase<'a> = (&'a str, f64);

impl Metrics {
    /// Every metric in the order in which a reader wants them: what was felt, what was counted, what it ran with.
    ///
    /// `before` are the phases before the job, and `clock` says who measured them.
    pub fn lines(&self, before: &[Phase<'_>], clock: &'static str) -> Vec<MetricLine> {
        let line = |name: &str, shown: String, source| MetricLine { name: name.to_owned(), shown, source };
        let ms = |ms: f64| format_value(ms / 1e3, "s");
        let reported = |name: &str, shown: Option<String>, source| {
            line(name, shown.unwrap_or_else(|| "not reported".to_owned()), source)
        };
        let phase = |name: &str, took: f64, source| line(&format!("Phase: {name}"), ms(took), source);
        let speed = self.tokens_per_s.map(|rate| format_value(rate, "tokens/s"));
        let mut lines = vec![
            line("Time to first token", ms(self.ttft_ms), COMPANION),
            reported("Tokens/s", speed, "tokens written / evaluation"),
            line("Total", ms(self.total_ms), COMPANION),
            reported("Tokens written", self.tokens.map(format_count), BACKEND),
            reported("Tokens of the prompts", self.prompt_tokens.map(format_count), BACKEND),
            reported("Prompt evaluation", self.prompt_eval_ms.map(ms), BACKEND),
            reported("Evaluation", self.eval_ms.map(ms), BACKEND),
            reported("Load", self.load_ms.map(ms), BACKEND),
        ];
        lines.extend(before.iter().map(|(name, took)| phase(name, *took, clock)));
        lines.extend(self.stages.iter().map(|(stage, took)| phase(stage, *took, COMPANION)));
        lines.push(line("Model", self.model.clone(), "sent"));
        lines.extend(self.options.iter().map(|(name, value)| line(name, value.clone(), "sent")));
        lines.push(reported("Backend", self.backend_version.clone(), BACKEND));
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(metrics: &Metrics, expected: &Expect) {
        let lines: Vec<String> = metrics
            .lines(&[("ingest", 320.0)], "measured here")
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
                Time to first token: 412 ms (measured by the companion)
                Tokens/s: 150.5 tokens/s (tokens written / evaluation)
                Total: 9.9 s (measured by the companion)
                Tokens written: 1,204 (reported by the backend)
                Tokens of the prompts: 3,100 (reported by the backend)
                Prompt evaluation: 401 ms (reported by the backend)
                Evaluation: 8.0 s (reported by the backend)
                Load: 2.3 s (reported by the backend)
                Phase: ingest: 320 ms (measured here)
                Phase: analysis: 3.2 s (measured by the companion)
                Phase: report: 6.7 s (measured by the companion)
                Model: gemma3 (sent)
                num_ctx: 4096 (sent)
                seed: default (sent)
                Backend: 0.24.0 (reported by the backend)"#]],
        );
        check(
            &Metrics { model: text("gemma3"), ..Metrics::default() },
            &expect![[r#"
                Time to first token: 0 s (measured by the companion)
                Tokens/s: not reported (tokens written / evaluation)
                Total: 0 s (measured by the companion)
                Tokens written: not reported (reported by the backend)
                Tokens of the prompts: not reported (reported by the backend)
                Prompt evaluation: not reported (reported by the backend)
                Evaluation: not reported (reported by the backend)
                Load: not reported (reported by the backend)
                Phase: ingest: 320 ms (measured here)
                Model: gemma3 (sent)
                Backend: not reported (reported by the backend)"#]],
        );
    }
}

//! A report that a model writes: whatever it answers, no number is wrong and the contract is kept.

use super::given::{drop_of_101, holds, summary};
use insight::brief::Brief;
use insight::fact::{Fact, facts};
use insight::grounding::claims::Verifier;
use insight::prompt::Voice;
use insight::report::part::Part;
use insight::report::writing::{Call, Outcome, Step, Writing};
use insight::report::{Wrote, contract, live, written};
use insight::summary::Summary;
use proptest::prelude::*;
use std::sync::LazyLock;

const RUNS: &str = "model,ttft_ms,tokens_s\nm1 small,64,101\nm1 small,66,102\nm2 large,131,40\nm2 large,133,41\n";

/// Runs the calls with a model that answers so; gives what it wrote and the warnings.
pub(crate) fn run(brief: &Brief, num_ctx: u64, mut answer: impl FnMut(&Call) -> String) -> (Vec<Wrote>, Vec<String>) {
    let mut writing = Writing::of(brief.clone(), Voice::default(), num_ctx);
    let (mut wrote, mut warnings, mut calls) = (Vec::new(), Vec::new(), 0);
    while let Some(call) = writing.next_call() {
        calls += 1;
        assert!(calls <= 11, "a part is asked for a third time");
        for outcome in writing.answered(&answer(&call), Some(400)) {
            match outcome {
                Outcome::Settled(section) => wrote.push(section),
                Outcome::Warning(message) => warnings.push(message),
            }
        }
    }
    (wrote, warnings)
}

/// The finished report; fails when it states what the data do not, or breaks the contract.
pub(crate) fn report(
    summary: &Summary,
    num_ctx: u64,
    answer: impl FnMut(&Call) -> String,
) -> (String, Vec<Part>, Vec<String>) {
    let facts: Vec<Fact> = facts(summary);
    let brief = Brief::of(summary, &facts, &Voice::default(), Some(num_ctx));
    let (wrote, warnings) = run(&brief, num_ctx, answer);
    let done = written(summary, &Verifier::of(&facts, summary), &brief, "gemma3", &wrote);
    holds(summary, &done.markdown);
    let breaches = contract(&done.markdown);
    assert!(breaches.is_empty(), "{breaches:?}\n{}", done.markdown);
    (done.markdown, done.replaced, warnings)
}

/// The aliases that a call allows.
fn aliases(call: &Call) -> Vec<String> {
    let user = &call.messages[1].content;
    user.lines()
        .filter_map(|line| line.strip_prefix('{')?.split_once("} ="))
        .map(|(alias, _)| alias.to_owned())
        .collect()
}

/// An answer in the form that was asked for, with sentences that use the slots of facts in turn.
pub(crate) fn in_form(call: &Call, sentence: impl Fn(usize, &str) -> String) -> String {
    let aliases: Vec<String> = aliases(call).into_iter().filter(|alias| !alias.starts_with('N')).collect();
    let Step::Part(part) = call.step else { return serde_json::json!({ "tell": aliases }).to_string() };
    let count = if part == Part::Conclusion { 2 } else { 3 };
    let items: Vec<serde_json::Value> = (0..count)
        .map(|at| {
            let text = sentence(at, aliases.get(at % aliases.len().max(1)).map_or("A1", String::as_str));
            match part {
                Part::Executive | Part::Conclusion => serde_json::json!({ "text": text }),
                Part::Findings => serde_json::json!({ "finding": "What stands out", "evidence": text }),
                Part::Recommendations => serde_json::json!({ "action": "Do this", "reason": text }),
                Part::Risks => serde_json::json!({ "risk": "Something may differ", "mitigation": text }),
            }
        })
        .collect();
    serde_json::json!({ "items": items }).to_string()
}

#[test]
fn slots_that_are_used_well_are_filled_and_every_part_is_the_models() {
    let summary = summary(&[("runs.csv", RUNS)]);
    let words = ["Measured here is", "The data give", "What was seen is"];
    let (text, replaced, warnings) = report(&summary, 4096, |call| {
        in_form(call, |at, alias| format!("{} {{{alias}}} in the files that were read here today.", words[at]))
    });
    assert_eq!((replaced, warnings), (vec![], Vec::<String>::new()), "{text}");
    assert!(text.contains("What stands out") && text.contains("**Model:** gemma3"), "{text}");
}

#[test]
fn whatever_a_model_answers_no_number_is_wrong_and_the_contract_is_kept() {
    let mut drops = vec![summary(&[("runs.csv", RUNS)])];
    drops.extend(drop_of_101(|_| ()));
    let wrong: [fn(&Call) -> String; 7] = [
        |_| String::new(),
        |_| "{\"items\":[".to_owned(),
        |_| "The model needs 987 ms and is 55 % faster. It writes 4321 tokens/s.".to_owned(),
        |_| "* **Fast:** It needs 987 ms.\n* **Slow:** It needs 986 ms.\n* **Odd:** It needs 985 ms.\n".repeat(300),
        |call| in_form(call, |at, _| format!("The mean of m1 small is {{Z{at}}} after all.")),
        |call| in_form(call, |at, alias| format!("The p95 of m2 large is {at}87 ms and the mean {{{alias}}}.")),
        |call| {
            in_form(call, |at, alias| format!("The median throughput of m2 large is {{{alias}}} or twice that {at}."))
        },
    ];
    for summary in &drops {
        for answer in wrong {
            for num_ctx in [512, 4096] {
                report(summary, num_ctx, answer);
            }
        }
    }
}

#[test]
fn words_at_random_state_nothing_wrong() {
    const WORDS: [&str; 16] = [
        "median",
        "mean",
        "throughput",
        "first",
        "token",
        "large",
        "small",
        "faster",
        "than",
        "warm",
        "lowest",
        "files",
        "failed",
        "twice",
        "p",
        "runs",
    ];
    let summary = summary(&[("runs.csv", RUNS)]);
    let mut state = 7_u64;
    let mut next = move |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % most
    };
    for _ in 0..40 {
        report(&summary, 2048, |call| {
            let seeds: Vec<usize> = (0..64).map(|_| next(1 << 20)).collect();
            in_form(call, |at, alias| {
                let word = |n: usize| WORDS[seeds[(at * 20 + n) % 64] % WORDS.len()];
                let words: Vec<&str> = (0..12).map(word).collect();
                format!("{} {{{alias}}} {}.", words[..6].join(" "), words[6..].join(" "))
            })
        });
    }
}

/// Looks at a part after every letter of its answer.
fn grows(part: Part, answer: &str, brief: &Brief) -> Result<String, String> {
    let mut before = String::new();
    for (end, _) in answer.char_indices().chain([(answer.len(), ' ')]) {
        let now = live(part, &answer[..end], brief.slots());
        if !now.starts_with(&before) {
            return Err(format!("{before:?} became {now:?}"));
        }
        before = now;
    }
    Ok(before)
}

fn brief_of_runs() -> Brief {
    let summary = summary(&[("runs.csv", RUNS)]);
    Brief::of(&summary, &facts(&summary), &Voice::default(), Some(4096))
}

#[test]
fn what_is_shown_while_it_is_written_only_grows() {
    let brief = brief_of_runs();
    let answers = [
        (
            Part::Executive,
            r#"{"items":[{"text":"It *takes* {A1} here_ and {A2}, <b> not."},{"text":"More {Z9} a|b: http://x."}]}"#,
        ),
        (
            Part::Findings,
            r#"{"items":[{"finding":"Fast *x","evidence":"It takes {A1}."},{"finding":"Slow","evidence":"{N1} {A"#,
        ),
        (Part::Recommendations, r##"{"items":[{"action":"# Do","reason":"- {A1}"},{"action":"x","reason":"1. y!"}]}"##),
        (Part::Risks, r#"{"items":[{"risk":"a","mitigation":"b"},{"risk":"c|","mitigation":"d {A1}"}]}"#),
    ];
    for (part, answer) in answers {
        assert_ne!(grows(part, answer, &brief).unwrap(), "");
    }
    assert_eq!(grows(Part::Conclusion, "no JSON", &brief).unwrap(), "");
}

proptest! {
    #[test]
    fn nor_do_signs_that_the_next_letter_changes_take_back_what_was_shown(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "a", " ", "_", "*", "!", "[", "]", "~", "#", "+", "-", ":", "/", "|", "<", "{A1}", "{A", "{ ", "}", "\\u2028", "\\\\", "é",
            ]),
            0..30,
        ),
    ) {
        static BRIEF: LazyLock<Brief> = LazyLock::new(brief_of_runs);
        let text = pieces.concat();
        for part in [Part::Executive, Part::Findings] {
            let lead = if part == Part::Findings { r#""finding":"- x:","evidence""# } else { r#""text""# };
            let answer = format!(r#"{{"items":[{{{lead}:"{text}"}},{{{lead}:"{text}"}}]}}"#);
            prop_assert_eq!(grows(part, &answer, &BRIEF).err(), None);
        }
    }
}

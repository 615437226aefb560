//! The writing of a report, call by call: what to ask the model next, and what to keep of its answer.
//!
//! Pure: whoever runs the calls, server or command line, gives each answer back. A part that does not hold is asked for once
//! more with what was wrong; then it is left to the report that needs no model.

use super::Wrote;
use super::answer::Answer;
use super::form;
use super::part::Part;
use super::partial::Partial;
use super::proof::Proof;
use super::slot::Slot;
use crate::brief::Brief;
use crate::grounding::claims::{Known, Verifier};
use crate::prompt::{self, Message, Voice};
use crate::token::budget;
use serde_json::Value;

/// What a call is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Choosing what to tell.
    Analysis,
    /// Writing a part.
    Part(Part),
}

impl Step {
    /// Its name in events.
    pub fn name(self) -> &'static str {
        match self {
            Self::Analysis => "analysis",
            Self::Part(part) => part.name(),
        }
    }

    /// The phase of the report that its time is counted in.
    pub fn phase(self) -> &'static str {
        match self {
            Self::Analysis => "analysis",
            Self::Part(_) => "report",
        }
    }
}

/// One call to the model.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// What it is for.
    pub step: Step,
    /// What the model is told.
    pub messages: Vec<Message>,
    /// JSON schema of the answer.
    pub schema: Value,
    /// Most tokens of the answer.
    pub output_tokens: u64,
}

/// What came of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A part is decided.
    Settled(Wrote),
    /// Something the reader must know.
    Warning(String),
}

/// How far the writing is.
#[derive(Debug)]
pub struct Writing {
    brief: Brief,
    voice: Voice,
    /// Of the facts that were sent; the whole report is held against everything that is known.
    verifier: Verifier,
    num_ctx: u64,
    steps: Vec<Step>,
    at: usize,
    /// What was wrong with the first answer.
    wrong: Option<String>,
    chosen: Vec<String>,
    /// Estimated tokens of the last call, and what such an estimate was at most in truth.
    estimated: u64,
    ratio: Option<f64>,
    warned: bool,
}

const CHOOSE: &str = "Choose the slots that a report on these data must tell, most important first.";

/// Facts of a part when the model chose among them.
const CHOSEN_FACTS: usize = 6;

impl Writing {
    /// The writing of a report from a brief in a context window of that many tokens.
    pub fn of(brief: Brief, voice: Voice, num_ctx: u64) -> Self {
        let sent: Vec<_> = brief.facts.iter().map(|slot| Known::of(&slot.fact)).collect();
        Self {
            brief,
            voice,
            verifier: Verifier::new(&sent),
            num_ctx,
            steps: Part::ALL.map(Step::Part).to_vec(),
            at: 0,
            wrong: None,
            chosen: Vec::new(),
            estimated: 0,
            ratio: None,
            warned: false,
        }
    }

    /// Lets the model first choose what to tell, if it may.
    #[must_use]
    pub fn with_analysis(mut self, may: bool) -> Self {
        if may && !self.brief.facts.is_empty() {
            self.steps.insert(0, Step::Analysis);
        }
        self
    }

    /// The next call; `None` when every part is decided.
    pub fn next_call(&mut self) -> Option<Call> {
        let step = *self.steps.get(self.at)?;
        let task = self.task(step);
        let mut slots = self.slots_of(step);
        let (prompt_budget, output_budget) = budget(self.num_ctx);
        let mut messages = prompt::messages(&self.brief, &self.voice, &slots, &task);
        // The least important facts make room where the estimate turned out too low.
        while slots.len() > 1 && self.calibrated(prompt::tokens(&messages)) > prompt_budget {
            slots.pop();
            messages = prompt::messages(&self.brief, &self.voice, &slots, &task);
        }
        let estimated = prompt::tokens(&messages);
        let names = self.brief.names.iter().filter(|name| slots.iter().any(|slot| slot.words.contains(&name.text)));
        let mut aliases: Vec<&str> = slots.iter().map(|slot| slot.alias.as_str()).collect();
        let (schema, output_tokens) = match step {
            Step::Analysis => (form::choice(&aliases), output_budget.min(100)),
            Step::Part(part) => {
                aliases.extend(names.map(|name| name.alias.as_str()));
                (form::schema(part, &aliases), output_budget)
            }
        };
        self.estimated = estimated;
        Some(Call { step, messages, schema, output_tokens })
    }

    /// Takes the answer to the last call; `prompt_tokens` is what the backend counted of it.
    pub fn answered(&mut self, text: &str, prompt_tokens: Option<u64>) -> Vec<Outcome> {
        if let Some(counted) = prompt_tokens.filter(|_| self.estimated > 0) {
            let ratio = counted as f64 / self.estimated as f64;
            self.ratio = Some(self.ratio.map_or(ratio, |known| known.max(ratio)));
        }
        match self.steps.get(self.at) {
            None => Vec::new(),
            Some(Step::Analysis) => {
                self.at += 1;
                self.choose(text)
            }
            Some(Step::Part(part)) => self.judge(*part, text),
        }
    }

    fn calibrated(&self, estimate: u64) -> u64 {
        let ratio = self.ratio.map_or(1.0, |ratio| ratio.max(0.75) * 1.02);
        (estimate as f64 * ratio).ceil() as u64
    }

    fn task(&self, step: Step) -> String {
        let Step::Part(part) = step else {
            return format!("{CHOOSE} Form: {{\"tell\": [\"A1\", …]}}");
        };
        let fields: Vec<String> = part.fields().iter().map(|(name, _)| format!("\"{name}\": \"…\"")).collect();
        let again = self
            .wrong
            .as_ref()
            .map_or_else(String::new, |wrong| format!(" Your first answer could not be used: {wrong}."));
        format!("{}{again} Form: {{\"items\": [{{{}}}, …]}}", part.task(), fields.join(", "))
    }

    /// The facts of a step: its own, those that were chosen first.
    fn slots_of(&self, step: Step) -> Vec<&Slot> {
        let Step::Part(part) = step else { return self.brief.facts.iter().collect() };
        let own = self.brief.own(part);
        let is_chosen = |slot: &&&Slot| self.chosen.contains(&slot.alias);
        let chosen: Vec<&Slot> = own.iter().filter(is_chosen).copied().collect();
        if chosen.is_empty() {
            return own;
        }
        let most = chosen.len().max(CHOSEN_FACTS);
        let others = own.iter().filter(|slot| !is_chosen(slot)).copied();
        chosen.iter().copied().chain(others).take(most).collect()
    }

    fn choose(&mut self, text: &str) -> Vec<Outcome> {
        let known = |alias: &String| self.brief.facts.iter().any(|slot| slot.alias == *alias);
        self.chosen = Partial::of(text).fields().iter().map(|field| field.text.clone()).filter(known).collect();
        if self.chosen.is_empty() {
            let message = "The model did not choose what to tell; the order of the data is used.";
            return vec![Outcome::Warning(message.to_owned())];
        }
        Vec::new()
    }

    fn judge(&mut self, part: Part, text: &str) -> Vec<Outcome> {
        let answer = Answer::read(part, text);
        let mut outcomes = Vec::new();
        if !answer.has_form && !answer.items.is_empty() && !self.warned && !is_cut_json(text) {
            self.warned = true;
            let message = "The backend did not keep the model to the form that was asked for; its text is read as it is, and a sentence stays only when its numbers are in the data.";
            outcomes.push(Outcome::Warning(message.to_owned()));
        }
        let held = Proof::new(self.brief.slots(), &self.verifier).tell(part, &answer.items).len();
        if held >= part.enough() {
            self.settle();
            outcomes.push(Outcome::Settled(Wrote { part, items: Some(answer.items) }));
            return outcomes;
        }
        let wrong = match answer.items.len() {
            0 => "it held no whole item".to_owned(),
            all => format!("only {held} of {all} items held against the data, fewer than {}", part.enough()),
        };
        if self.wrong.is_none() {
            self.wrong = Some(wrong);
            return outcomes;
        }
        self.settle();
        let message = format!(
            "Neither answer of the model for the {} could be used: {wrong}. The data tell it instead.",
            part.name()
        );
        outcomes.push(Outcome::Warning(message));
        outcomes.push(Outcome::Settled(Wrote { part, items: None }));
        outcomes
    }

    fn settle(&mut self) {
        self.at += 1;
        self.wrong = None;
    }
}

/// Whether a text is JSON that stopped early: that is told as a cut, not as another form.
fn is_cut_json(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('{') && !text.ends_with('}')
}

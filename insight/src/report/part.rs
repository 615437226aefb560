//! The parts of a report that a model may write: what each holds and how long it may be.

use serde::{Deserialize, Serialize};

/// A section that a model may write; everything else is written from facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// What the data show, in three or four sentences.
    Executive,
    /// Findings, most important first.
    Findings,
    /// Exactly three things to do.
    Recommendations,
    /// What can go wrong and what helps, as a table.
    Risks,
    /// What to take away.
    Conclusion,
}

/// One entry of a part as a model wrote it, slots still open: a sentence, a bullet, or a row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// What stands in bold before the text, or in the first column; empty in prose.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lead: String,
    /// A sentence, or the second column.
    pub text: String,
}

/// Least and most.
pub(crate) type Bounds = (usize, usize);

impl Part {
    /// All parts in the order of the report.
    pub const ALL: [Self; 5] = [Self::Executive, Self::Findings, Self::Recommendations, Self::Risks, Self::Conclusion];

    /// Its name in events and notices.
    pub fn name(self) -> &'static str {
        match self {
            Self::Executive => "executive summary",
            Self::Findings => "findings",
            Self::Recommendations => "recommendations",
            Self::Risks => "risks",
            Self::Conclusion => "conclusion",
        }
    }

    /// The part of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Executive => "Executive Summary",
            Self::Findings => "Key Findings",
            Self::Recommendations => "Recommendations",
            Self::Risks => "Risks",
            Self::Conclusion => "Conclusion",
        }
    }

    /// How many items it has.
    pub(crate) fn items(self) -> Bounds {
        match self {
            Self::Executive => (3, 4),
            Self::Findings => (3, 5),
            Self::Recommendations => (3, 3),
            Self::Risks => (2, 4),
            Self::Conclusion => (1, 2),
        }
    }

    /// How many items are enough once those that do not hold were left out.
    pub(crate) fn enough(self) -> usize {
        match self {
            Self::Executive | Self::Risks => 2,
            Self::Findings | Self::Recommendations => 3,
            Self::Conclusion => 1,
        }
    }

    /// The fields of an item as the model is asked for them, each with its least and most words; the last is the text.
    pub(crate) fn fields(self) -> &'static [(&'static str, Bounds)] {
        match self {
            Self::Executive | Self::Conclusion => &[("text", (10, 22))],
            Self::Findings => &[("finding", (2, 6)), ("evidence", (10, 20))],
            Self::Recommendations => &[("action", (2, 6)), ("reason", (8, 18))],
            Self::Risks => &[("risk", (4, 10)), ("mitigation", (4, 12))],
        }
    }

    /// What the model is asked to write.
    pub(crate) fn task(self) -> &'static str {
        match self {
            Self::Executive => {
                "Write the executive summary: three or four sentences on what was measured and what it shows."
            }
            Self::Findings => {
                "Write the key findings, most important first: three to five, each a title and a sentence of evidence."
            }
            Self::Recommendations => {
                "Write exactly three recommendations that balance throughput, TTFT and quality: each an action and its reason."
            }
            Self::Risks => "Write two to four risks of acting on these data, each with its mitigation.",
            Self::Conclusion => "Write the conclusion: one or two sentences on what to take away.",
        }
    }
}

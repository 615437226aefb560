//! One thing that misleads: which trap, in which file, at which place, what shows it and what one would get wrong.

use serde::{Deserialize, Serialize};

/// A way in which data mislead, in the order of the alphabet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trap {
    /// A first value holds a start that no later one holds.
    ColdStart,
    /// A setting changed together with the order of the runs.
    ConfoundedWithOrder,
    /// Text of a document has lost its lines: headings and table headers stand glued to other text.
    DamagedMarkdown,
    /// One name stands for several measurements.
    DefinitionClash,
    /// A column is computed from others.
    DerivedIdentity,
    /// A file says what another one says.
    DuplicateFile,
    /// What failed is written as zero.
    FailedAsZero,
    /// Rows failed, or say that they did not.
    FailedRows,
    /// A setting that changed nothing.
    InertParameter,
    /// One level is written in several ways.
    LevelSpelling,
    /// A column holds what another one means.
    MisreadColumn,
    /// Cells are empty.
    MissingCells,
    /// A single value is called a mean.
    #[serde(rename = "n1-called-mean")]
    N1CalledMean,
    /// Numbers that no measurement gave.
    NotMeasurements,
    /// Numbers are written as text.
    NumbersAsText,
    /// One value makes up a mean.
    OutlierDominatedMean,
    /// Percentiles of too few values.
    PercentileOfFew,
    /// A file contradicts itself.
    SelfContradiction,
    /// Differences of one name point in two directions.
    SignConvention,
    /// Statistics of rows that another table holds.
    SummaryOfRaw,
    /// The same records in another container.
    TwinFormat,
    /// Units stand in the cells.
    UnitInCell,
    /// A row holds units in place of values.
    UnitsRow,
    /// Bytes were decoded as what they are not.
    WrongEncoding,
}

impl Trap {
    /// As it is written: `duplicate-file`.
    pub fn slug(self) -> &'static str {
        match self {
            Self::ColdStart => "cold-start",
            Self::ConfoundedWithOrder => "confounded-with-order",
            Self::DamagedMarkdown => "damaged-markdown",
            Self::DefinitionClash => "definition-clash",
            Self::DerivedIdentity => "derived-identity",
            Self::DuplicateFile => "duplicate-file",
            Self::FailedAsZero => "failed-as-zero",
            Self::FailedRows => "failed-rows",
            Self::InertParameter => "inert-parameter",
            Self::LevelSpelling => "level-spelling",
            Self::MisreadColumn => "misread-column",
            Self::MissingCells => "missing-cells",
            Self::N1CalledMean => "n1-called-mean",
            Self::NotMeasurements => "not-measurements",
            Self::NumbersAsText => "numbers-as-text",
            Self::OutlierDominatedMean => "outlier-dominated-mean",
            Self::PercentileOfFew => "percentile-of-few",
            Self::SelfContradiction => "self-contradiction",
            Self::SignConvention => "sign-convention",
            Self::SummaryOfRaw => "summary-of-raw",
            Self::TwinFormat => "twin-format",
            Self::UnitInCell => "unit-in-cell",
            Self::UnitsRow => "units-row",
            Self::WrongEncoding => "wrong-encoding",
        }
    }

    /// As a person says it: `failed rows as zeros`.
    pub fn words(self) -> &'static str {
        match self {
            Self::ColdStart => "cold start among warm calls",
            Self::ConfoundedWithOrder => "setting mixed up with the order of the runs",
            Self::DamagedMarkdown => "damaged Markdown",
            Self::DefinitionClash => "one name, several definitions",
            Self::DerivedIdentity => "computed from other columns",
            Self::DuplicateFile => "the same as another file",
            Self::FailedAsZero => "failed rows written as zeros",
            Self::FailedRows => "failed rows",
            Self::InertParameter => "setting without effect",
            Self::LevelSpelling => "one level in several spellings",
            Self::MisreadColumn => "column that holds something else",
            Self::MissingCells => "empty cells",
            Self::N1CalledMean => "single value called a mean",
            Self::NotMeasurements => "numbers that nobody measured",
            Self::NumbersAsText => "numbers written as text",
            Self::OutlierDominatedMean => "mean made up by one value",
            Self::PercentileOfFew => "percentile of too few values",
            Self::SelfContradiction => "contradicts itself",
            Self::SignConvention => "differences that point both ways",
            Self::SummaryOfRaw => "summary of rows that another file holds",
            Self::TwinFormat => "the same records as another file",
            Self::UnitInCell => "units in the cells",
            Self::UnitsRow => "a row of units",
            Self::WrongEncoding => "wrong encoding",
        }
    }

    /// Whether reading took care of it, so that it changes no figure here: copies count once, failed rows never, units are off,
    /// letters are decoded.
    pub fn is_handled(self) -> bool {
        matches!(
            self,
            Self::DerivedIdentity
                | Self::DuplicateFile
                | Self::FailedAsZero
                | Self::FailedRows
                | Self::LevelSpelling
                | Self::MissingCells
                | Self::NumbersAsText
                | Self::SummaryOfRaw
                | Self::TwinFormat
                | Self::UnitInCell
                | Self::UnitsRow
                | Self::WrongEncoding
        )
    }
}

/// Other files named beside a warning; of more, the first ones.
const MOST_OTHERS: usize = 20;

/// One thing that misleads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Warning {
    /// Path of the file, relative to the common root of what was dropped.
    pub path: String,
    /// Which trap it is.
    pub trap: Trap,
    /// Where in the file: columns, rows, a JSON pointer, `whole file`.
    pub place: String,
    /// What shows it, with its figures; one sentence without a full stop.
    pub evidence: String,
    /// What a person would get wrong.
    pub consequence: String,
    /// Paths of the other files it takes to see it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<String>,
}

impl Warning {
    /// A warning about one file alone.
    pub(super) fn new(
        path: &str,
        trap: Trap,
        place: impl Into<String>,
        evidence: impl Into<String>,
        consequence: impl Into<String>,
    ) -> Self {
        Self {
            path: path.to_owned(),
            trap,
            place: place.into(),
            evidence: evidence.into(),
            consequence: consequence.into(),
            with: Vec::new(),
        }
    }

    /// The same warning, seen together with other files.
    #[must_use]
    pub(super) fn with<'a>(mut self, others: impl IntoIterator<Item = &'a str>) -> Self {
        self.with = others.into_iter().map(str::to_owned).collect();
        self.with.sort();
        self.with.truncate(MOST_OTHERS);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trap_is_written_the_same_everywhere_and_stands_in_the_order_of_the_alphabet() {
        let mut traps = vec![Trap::WrongEncoding, Trap::N1CalledMean, Trap::ColdStart, Trap::FailedAsZero];
        traps.sort();
        let slugs: Vec<&str> = traps.iter().map(|trap| trap.slug()).collect();
        assert_eq!(slugs, ["cold-start", "failed-as-zero", "n1-called-mean", "wrong-encoding"]);
        for trap in traps {
            assert_eq!(serde_json::to_value(trap).ok(), Some(trap.slug().into()));
        }
    }
}

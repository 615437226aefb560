//! What a person says of a column, which goes before what a format states and what words let guess.

use crate::reading::Reading;
use crate::role::Role;
use crate::summary::Better;
use crate::table::{Corrected, Stated};
use serde::{Deserialize, Serialize};

/// What a person says of one column in every file of one format; what is `None` stays as it is understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Header as written.
    pub column: String,
    /// Id of the format: in the files of another tool the same header may mean something else.
    pub format: String,
    /// What the column is to its table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Unit of its values, as a file would write it: `ms`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Which way is better.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub better: Option<Better>,
}

impl Correction {
    /// Whether it says anything.
    pub fn is_empty(&self) -> bool {
        self.role.is_none() && self.unit.is_none() && self.better.is_none()
    }
}

/// Puts corrections on the columns that they speak of, and takes earlier ones off.
pub(super) fn put(reading: &mut Reading, corrections: &[Correction]) {
    let format = reading.recognized.as_ref().map_or("", |known| known.format.as_str());
    for column in reading.tables.iter_mut().flat_map(|table| &mut table.columns) {
        let said = corrections.iter().find(|said| said.format == format && said.column == column.name);
        column.corrected = said.map_or_else(Corrected::default, |said| Corrected {
            stated: Stated { role: said.role, better: said.better, ..Stated::default() },
            unit: said.unit.clone(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Dataset;
    use crate::reading::FileReader;
    use crate::record;

    fn read(path: &str) -> Reading {
        let mut reader = FileReader::new(path);
        reader.push(b"model,batch,speed,t\na,1,3,5\na,2,4,6\nb,3,5,7\n");
        reader.finish()
    }

    fn said(column: &str, role: Option<Role>, unit: Option<&str>, better: Option<Better>) -> Correction {
        let unit = unit.map(str::to_owned);
        Correction { column: column.to_owned(), format: "csv".to_owned(), role, unit, better }
    }

    #[test]
    fn a_correction_goes_before_what_was_understood_and_can_be_taken_back() {
        let shown = |dataset: &Dataset| {
            let roles = record::roles(&dataset.files[0]).into_iter();
            let lines: Vec<String> =
                roles.map(|of| format!("{} {:?} {:?} {:?}", of.column, of.role, of.unit, of.better)).collect();
            lines.join(", ")
        };
        let plain = Dataset::of(vec![read("a.csv")]);
        let before = shown(&plain);
        let corrections = [
            said("batch", Some(Role::Measurement), None, Some(Better::Higher)),
            said("t", Some(Role::Measurement), Some("ms"), Some(Better::Lower)),
        ];
        let readings = |dataset: Dataset| dataset.files.into_iter().map(|file| file.reading).collect();
        let corrected = Dataset::corrected(readings(plain), &corrections);
        expect_test::expect![[r#"model Parameter "" None, batch Measurement "" Higher, speed Measurement "tokens/s" Higher, t Measurement "s" Lower"#]].assert_eq(&shown(&corrected));
        assert_eq!(shown(&Dataset::corrected(readings(corrected), &[])), before);
    }

    #[test]
    fn a_correction_holds_for_the_files_of_its_format_only() {
        let other = Correction { format: "vllm".to_owned(), ..said("t", Some(Role::Text), None, None) };
        let role = |corrections: &[Correction]| {
            record::roles(&Dataset::corrected(vec![read("a.csv")], corrections).files[0])[3].role
        };
        assert_ne!(role(&[other]), Role::Text);
        assert_eq!(role(&[said("t", Some(Role::Text), None, None)]), Role::Text);
    }
}

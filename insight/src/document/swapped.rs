//! Columns of a document that hold values of other columns: a rate under the name of a time.

use super::{Given, Judgement, Statement, lines};
use crate::dataset::File;

pub(super) fn found(given: &Given<'_>, file: &File) -> Vec<Statement> {
    let own = given.misnamed.iter().filter(|wrong| wrong.path == file.reading.path);
    let found = own.filter_map(|wrong| {
        let sign = format!("{}=", wrong.column);
        let (line, text) = lines(file).find(|(_, text)| text.contains(&sign))?;
        let says = &text[text.find(&sign)?..];
        let files = vec![wrong.source.clone()];
        Some(Given::statement(file, line, says, Judgement::Contradicted, wrong.evidence.clone(), files))
    });
    found.collect()
}

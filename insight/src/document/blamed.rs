//! Settings that a document calls slow, though their records only waited for a load.

use super::{Given, Judgement, Statement, lines};
use crate::dataset::File;
use crate::finding::calls_slow;

pub(super) fn found(given: &Given<'_>, file: &File) -> Vec<Statement> {
    let mut found = Vec::new();
    for trail in given.trails {
        let parameter = trail.parameter.to_lowercase();
        for (line, text) in lines(file).filter(|(_, text)| calls_slow(&text.to_lowercase(), &parameter, &trail.level)) {
            let (data, files) = (trail.data.clone(), trail.files.clone());
            found.push(Given::statement(file, line, text, Judgement::Contradicted, data, files));
        }
    }
    found
}

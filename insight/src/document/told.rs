//! What was found in documents, in sentences: how many statements hold, and those that the data contradict.

use super::{Judgement, Statement};
use crate::fact::Fact;
use crate::shown::format_count;

/// `15 statements checked, 10 contradicted, 5 supported`; none where nothing was judged.
pub(crate) fn line(all: &[Statement]) -> Option<String> {
    let (contradicted, supported) = counts(all);
    let statements = if all.len() == 1 { "statement" } else { "statements" };
    (!all.is_empty()).then(|| {
        format!(
            "{} {statements} of documents checked: {} contradicted, {} supported",
            format_count(all.len() as u64),
            format_count(contradicted),
            format_count(supported)
        )
    })
}

/// Contradicted and supported statements.
pub(crate) fn counts(all: &[Statement]) -> (u64, u64) {
    let count = |verdict| all.iter().filter(|statement| statement.verdict == verdict).count() as u64;
    (count(Judgement::Contradicted), count(Judgement::Supported))
}

/// The counts as facts.
pub(crate) fn facts(all: &[Statement]) -> Vec<Fact> {
    if all.is_empty() {
        return Vec::new();
    }
    let (contradicted, supported) = counts(all);
    vec![
        Fact::count("statements", all.len() as u64, "statements of documents that were held against the data"),
        Fact::count("statements.contradicted", contradicted, "statements of documents that the data contradict"),
        Fact::count("statements.supported", supported, "statements of documents that the data hold"),
    ]
}

//! A key for each column that no other column of its table has.

use super::{Draft, slug_of};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Two columns of one table never share key and statistic: parents, then the place, tell them apart. A column that its format put
/// apart by kinds of rows, `time [ns]` and `time [us]`, stays one metric.
pub(super) fn keys(drafts: &mut [Draft]) {
    for (at, draft) in drafts.iter_mut().enumerate().filter(|(_, draft)| draft.field.metric.is_empty()) {
        draft.field.metric = format!("column_{}", at + 1);
        draft.field.name = format!("column {}", at + 1);
    }
    let counted = |drafts: &[Draft]| {
        let mut counted: BTreeMap<(String, Option<String>), usize> = BTreeMap::new();
        for draft in drafts {
            *counted.entry((draft.field.metric.clone(), draft.field.statistic.clone())).or_default() += 1;
        }
        counted
    };
    let before = counted(drafts);
    for draft in drafts.iter_mut() {
        let shared = before.get(&(draft.field.metric.clone(), draft.field.statistic.clone())).is_some_and(|n| *n > 1);
        let context = slug_of(&draft.context);
        if shared && !context.is_empty() && !draft.field.metric.starts_with(&context) {
            draft.field.metric = format!("{context}_{}", draft.field.metric);
            draft.field.name = format!("{}, {}", draft.field.name, draft.context.join(" "));
        }
    }
    let mut taken: BTreeMap<(String, Option<String>), Option<String>> = BTreeMap::new();
    for (at, draft) in drafts.iter_mut().enumerate() {
        let written = &draft.field.written;
        let whole = written.rsplit_once(" [").map_or(written.as_str(), |(whole, _)| whole);
        let whole = draft.stated.then(|| whole.to_owned());
        let key = (draft.field.metric.clone(), draft.field.statistic.clone());
        let known = match taken.entry(key) {
            Entry::Occupied(known) => whole.is_none() || *known.get() != whole,
            Entry::Vacant(free) => {
                free.insert(whole);
                false
            }
        };
        if known {
            let above = slug_of(&crate::header::words(draft.field.written.rsplit('.').nth(1).unwrap_or_default()));
            let named = (format!("{}_{above}", draft.field.metric), draft.field.statistic.clone());
            draft.field.metric = match taken.entry(named) {
                Entry::Vacant(free) if !above.is_empty() => {
                    let name = free.key().0.clone();
                    free.insert(None);
                    name
                }
                Entry::Vacant(_) | Entry::Occupied(_) => format!("{}_{}", draft.field.metric, at + 1),
            };
        }
    }
}

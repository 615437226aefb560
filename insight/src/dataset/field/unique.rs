//! A key for each column that no other column of its table has.

use super::{Draft, slug_of};
use std::collections::{BTreeMap, BTreeSet};

/// Two columns of one table never share key and statistic: parents, then the place, tell them apart.
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
    let mut taken = BTreeSet::new();
    for (at, draft) in drafts.iter_mut().enumerate() {
        if !taken.insert((draft.field.metric.clone(), draft.field.statistic.clone())) {
            draft.field.metric = format!("{}_{}", draft.field.metric, at + 1);
        }
    }
}

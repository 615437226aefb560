//! Full answers are compared over the same prompts only: a model that got longer prompts is not slower.

use super::frame::{Column, Frame};
use super::groups::Groups;
use super::parameter::NO_LEVEL;
use crate::summary::Typical;
use std::collections::BTreeSet;

/// Keeps full answers to prompts that every group answered, and adds the tokens those answers hold.
pub(crate) fn same_work(frame: &mut Frame<'_>, groups: &Groups) {
    let Some(at) = frame.columns.iter().position(|c| c.metric == "e2e_latency" && c.statistic.is_none()) else {
        return;
    };
    if let Some(common) = common_prompts(frame, groups, at)
        && let Some(prompt) = frame.parameters.iter().find(|parameter| parameter.key == "prompt")
    {
        let codes = &prompt.codes;
        let column = &mut frame.columns[at];
        for (value, code) in column.values.iter_mut().zip(codes) {
            if !common.contains(code) {
                *value = f64::NAN;
            }
        }
        let prompts = if common.len() == 1 { "1 prompt".to_owned() } else { format!("{} prompts", common.len()) };
        column.definition = format!("{}; mean over the {prompts} that every group answered", column.definition);
        column.selected = true;
        column.typical = Typical::Mean;
    }
    let typical = frame.columns[at].typical;
    let waited: Vec<bool> = frame.columns[at].values.iter().map(|value| !value.is_nan()).collect();
    let tokens = frame.column_of("output_tokens").map(|tokens| Column {
        key: "answer_tokens".to_owned(),
        name: "tokens a full answer holds".to_owned(),
        definition: "tokens of the answers whose time is told as full answer".to_owned(),
        selected: true,
        typical,
        values: tokens.values.iter().zip(&waited).map(|(value, is)| if *is { *value } else { f64::NAN }).collect(),
        ..tokens.clone()
    });
    frame.columns.extend(tokens);
}

/// Prompts that every group answered; `None` where prompts are not stated, or every group answered them all.
fn common_prompts(frame: &Frame<'_>, groups: &Groups, column: usize) -> Option<BTreeSet<u32>> {
    let prompt = frame.parameter_of("prompt")?;
    let mut answered: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); groups.labels.len()];
    let values = &frame.columns[column].values;
    for ((group, code), value) in groups.of.iter().zip(&prompt.codes).zip(values) {
        if !value.is_nan() && *code != NO_LEVEL {
            answered[*group as usize].insert(*code);
        }
    }
    let mut sets = answered.iter().filter(|prompts| !prompts.is_empty());
    let first = sets.next()?.clone();
    let common = sets.fold(first, |common, prompts| common.intersection(prompts).copied().collect());
    (!common.is_empty() && groups.labels.len() > 1).then_some(common)
}

//! Comparisons in words, held against the two facts they name.

use super::attach::Tied;
use super::book::{Book, Entry};
use super::compare::Compared;
use super::known::Stat;
use super::lexicon::Says;
use super::mention::Mentions;
use super::{Comparison, Item, Sort, Stand};

/// The comparisons in words.
pub(crate) fn wordings(
    book: &Book,
    text: &str,
    offset: usize,
    named: &Mentions,
    compared: &[Compared],
    before: &Tied,
    items: &mut Vec<Item>,
) {
    for it in compared {
        let nearest = named
            .metrics
            .iter()
            .min_by_key(|mention| mention.start.abs_diff(it.end).min(it.start.abs_diff(mention.end)));
        let metrics: Vec<usize> = match (nearest, compared.len()) {
            (Some(_), 1) => named.metrics.iter().flat_map(|mention| mention.of.first().copied()).collect(),
            (Some(mention), _) => mention.of.first().copied().into_iter().collect(),
            (None, _) => before.metrics.iter().flatten().copied().take(1).collect(),
        };
        let stat = named.stats.iter().map(|it| it.of).find(|stat| !matches!(stat, Stat::Low | Stat::High));
        let mut done: Vec<usize> = Vec::new();
        for metric in metrics {
            if done.contains(&metric) {
                continue;
            }
            done.push(metric);
            items.push(wording(book, text, offset, it, metric, stat));
        }
    }
}

fn wording(book: &Book, text: &str, offset: usize, it: &Compared, metric: usize, stat: Option<Stat>) -> Item {
    let stats = stat.map_or_else(|| vec![Stat::Mean, Stat::Median, Stat::Value, Stat::Total], |stat| vec![stat]);
    let pair =
        stats.iter().find_map(|stat| book.one(metric, it.subject, &[*stat]).zip(book.one(metric, it.object, &[*stat])));
    let better = book.metrics[metric].higher_is_better;
    let (claimed, up) = match it.says {
        Says::Higher => ("higher", Some(true)),
        Says::Lower => ("lower", Some(false)),
        Says::Better => ("better", better),
        Says::Worse => ("worse", better.map(|better| !better)),
    };
    let (verdict, fact_keys, reason) = match (pair, up) {
        (Some((subject, object)), Some(up)) => {
            let is_right = if up { subject.value > object.value } else { subject.value < object.value };
            let verdict = if is_right { Stand::Supported } else { Stand::Contradicted };
            let value = |entry: &Entry| entry.value / entry.unit.factor;
            (
                verdict,
                vec![subject.key.clone(), object.key.clone()],
                format!("{} against {}", value(subject), value(object)),
            )
        }
        _ => (Stand::Unsupported, Vec::new(), "no two facts are about this".to_owned()),
    };
    Item {
        kind: Sort::Wording,
        start: offset + it.start,
        end: offset + it.end,
        surface: text[it.start..it.end].to_owned(),
        verdict,
        fact_keys,
        derivation: None,
        reason,
        compared: Some(Comparison {
            metric: book.metrics[metric].name.clone(),
            subject: book.entities[it.subject].clone(),
            object: book.entities[it.object].clone(),
            claimed,
        }),
        bytes: 0..0,
    }
}

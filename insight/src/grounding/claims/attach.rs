//! Ties each number of a sentence to what is named around it.
//!
//! What stands between the number before and this one comes first, then what follows up to the next clause, then what the number
//! before had, then the sentence before.

use super::super::written::Dimension;
use super::book::Book;
use super::known::Stat;
use super::mention::{Mention, Mentions};

/// A number's place in its piece.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// What a number is said to be.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Tied {
    /// None when no metric is named; empty when it is one that was not measured.
    pub(crate) metrics: Option<Vec<usize>>,
    /// The statistic, when one is named.
    pub(crate) stat: Option<Stat>,
    /// Whether it was named for this number and not for one before.
    pub(crate) stat_is_own: bool,
    /// None when no entity is named; none inside when it is not known.
    pub(crate) entity: Option<Option<usize>>,
    /// Whether the entity is named in the same sentence.
    pub(crate) entity_is_own: bool,
}

/// Marks and words that end what belongs to a number before them.
const BREAKS: [&str; 12] =
    [",", ";", ":", "|", " and ", " but ", " while ", " whereas ", " than ", " compared ", " vs", " versus "];

/// What may stand between the parts of a list.
const JOINERS: [&str; 18] = [
    ",", "and", ", and", "/", "or", "vs", "vs.", "versus", "–", "-", "to", "&", "against", "", "and for", "and with",
    "−", "—",
];

fn is_joint(text: &str) -> bool {
    let text = text.trim().trim_matches(['*', '`']).trim();
    JOINERS.contains(&text)
}

/// For each number the mention that belongs to it, of one kind.
fn choose<T: PartialEq>(
    text: &str,
    mentions: &[Mention<T>],
    numbers: &[Span],
    fits: impl Fn(usize, &T) -> bool,
) -> Vec<Option<(usize, bool)>> {
    let mut chosen: Vec<Option<(usize, bool)>> = vec![None; numbers.len()];
    let mut used = 0;
    let mut last: Option<usize> = None;
    let mut at = 0;
    while at < numbers.len() {
        let mut behind = at + 1;
        while behind < numbers.len() && is_joint(&text[numbers[behind - 1].end..numbers[behind].start]) {
            behind += 1;
        }
        let group = &numbers[at..behind];
        let from = if at == 0 { 0 } else { numbers[at - 1].end }.max(used);
        let until = numbers.get(behind).map_or(text.len(), |next| next.start);
        let low = mentions.partition_point(|it| it.start < from);
        let middle = mentions.partition_point(|it| it.start < group[0].start);
        let end_of_group = group[group.len() - 1].end;
        let after = mentions.partition_point(|it| it.start < end_of_group);
        let high = mentions.partition_point(|it| it.start < until);
        let pre: Vec<usize> = (low..middle.max(low)).collect();
        let post: Vec<usize> = (after..high.max(after)).collect();
        let is_list =
            |run: &[usize]| run.windows(2).all(|pair| is_joint(&text[mentions[pair[0]].end..mentions[pair[1]].start]));
        let size = group.len();
        let named_before =
            pre.len() >= size && size > 1 && is_list(&pre[pre.len() - size..]) && (pre.len() == size || !is_list(&pre));
        let named_behind = !named_before && pre.is_empty() && post.len() >= size && size > 1 && is_list(&post[..size]);
        if named_before || named_behind {
            let run = if named_before { &pre[pre.len() - size..] } else { &post[..size] };
            for (offset, mention) in run.iter().enumerate() {
                chosen[at + offset] = Some((*mention, true));
            }
            used = used.max(mentions[run[size - 1]].end);
            last = run.last().copied();
            at = behind;
            continue;
        }
        for (number, span) in numbers.iter().enumerate().take(behind).skip(at) {
            let from = if number == 0 { 0 } else { numbers[number - 1].end }.max(used);
            let until = numbers.get(number + 1).map_or(text.len(), |next| next.start);
            let low = mentions.partition_point(|it| it.start < from);
            let middle = mentions.partition_point(|it| it.start < span.start).max(low);
            let high = mentions.partition_point(|it| it.start < until);
            let after = mentions.partition_point(|it| it.start < span.end).min(high);
            let before = (low..middle).rev().find(|it| fits(number, &mentions[*it].of));
            let own = before.or_else(|| {
                let next = (after..high).find(|it| fits(number, &mentions[*it].of))?;
                let gap = text[span.end..mentions[next].start].to_ascii_lowercase();
                let is_clear = !BREAKS.iter().any(|mark| gap.contains(mark));
                (is_clear || (last.is_none() && numbers.len() == 1)).then_some(next)
            });
            if let Some(own) = own {
                used = used.max(mentions[own].end);
                last = Some(own);
                chosen[number] = Some((own, true));
            } else {
                let said = last.filter(|last| fits(number, &mentions[*last].of));
                let any = || (0..middle).rev().find(|it| fits(number, &mentions[*it].of));
                chosen[number] = said.or_else(any).map(|it| (it, false));
            }
        }
        at = behind;
    }
    chosen
}

/// Ties the numbers of a sentence; `before` is what the sentence or heading before was about.
pub(crate) fn tie(
    book: &Book,
    text: &str,
    named: &Mentions,
    numbers: &[(Span, Option<Dimension>)],
    before: &Tied,
) -> Vec<Tied> {
    let spans: Vec<Span> = numbers.iter().map(|(span, _)| *span).collect();
    let has_dimension = |number: usize, metrics: &Vec<usize>| match &numbers[number].1 {
        Some(dimension @ Dimension::Unit(_)) => {
            metrics.is_empty() || metrics.iter().any(|id| book.metrics[*id].unit.dimension == *dimension)
        }
        _ => true,
    };
    let fitting = choose(text, &named.metrics, &spans, has_dimension);
    let metrics = choose(text, &named.metrics, &spans, |_, _| true);
    let stats = choose(text, &named.stats, &spans, |_, _| true);
    let entities = choose(text, &named.entities, &spans, |_, _| true);
    let last_metric = named.metrics.last();
    (0..numbers.len())
        .map(|number| {
            // A metric named behind all numbers counts when none is named before them.
            let metric = fitting[number]
                .or(metrics[number])
                .map(|(at, _)| named.metrics[at].of.clone())
                .or_else(|| last_metric.map(|mention| mention.of.clone()));
            let stat = stats[number].map(|(at, own)| (named.stats[at].of, own));
            let entity = entities[number].map(|(at, _)| named.entities[at].of).or_else(|| {
                let distinct = named.distinct();
                (distinct.len() == 1).then(|| distinct.first().copied())
            });
            Tied {
                metrics: metric.or_else(|| before.metrics.clone()),
                stat: stat.map(|(stat, _)| stat).or(if named.metrics.is_empty() { before.stat } else { None }),
                stat_is_own: stat.is_some_and(|(_, own)| own),
                entity_is_own: entity.is_some(),
                entity: entity.or(before.entity),
            }
        })
        .collect()
}

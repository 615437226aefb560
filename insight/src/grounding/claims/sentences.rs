//! The numbers and comparisons of one sentence.

use super::super::scanner::{Found, Quantity, What};
use super::super::written::Dimension;
use super::attach::{Span, Tied, tie};
use super::book::Book;
use super::compare::comparisons;
use super::lexicon::{ADVICE, SHOULD};
use super::mention::Mentions;
use super::scene::Scene;
use super::wording::Said;
use super::{Item, number, percentile};

/// Checks a sentence that begins at `offset` and gives what it was about.
pub(crate) fn check(
    book: &Book,
    text: &str,
    offset: usize,
    found: &[&Found],
    before: &Tied,
    items: &mut Vec<Item>,
) -> Tied {
    let named = Mentions::of(book, text);
    let compared = comparisons(book, &named);
    let advice = is_advice(&named);
    let is_masked = |span: Span| {
        let covers = |start: usize, end: usize| start <= span.start && span.start < end;
        named.entities.iter().any(|it| covers(it.start, it.end))
            || named.stats.iter().any(|it| covers(it.start, it.end))
    };
    let mut numbers: Vec<(Span, Option<Dimension>)> = Vec::new();
    let mut quantities: Vec<&Quantity> = Vec::new();
    for it in found {
        let span = Span { start: it.start - offset, end: (it.end - offset).min(text.len()) };
        let surface = &text[span.start..span.end];
        match &it.what {
            What::Label(why) => items.push(number(it.start, it.end, surface, None, why)),
            What::Quantity(_) if is_masked(span) => {
                items.push(number(it.start, it.end, surface, None, "part of a name"))
            }
            What::Quantity(quantity) => {
                let unit = quantity.unit.as_ref().or(quantity.shared_unit.as_ref());
                numbers.push((span, unit.map(|unit| unit.dimension.clone())));
                quantities.push(quantity);
            }
        }
    }
    let tied = tie(book, text, &named, &numbers, before);
    let spans: Vec<Span> = numbers.iter().map(|(span, _)| *span).collect();
    let scene = Scene { book, text, named: &named, compared: &compared, spans: &spans };
    for (at, quantity) in quantities.iter().enumerate() {
        let span = spans[at];
        let surface = &text[span.start..span.end];
        let mut tied = tied[at].clone();
        scene.range_and_spread(at, &mut tied);
        let judged = percentile::explained(&scene, at, quantity, &tied).or_else(|| scene.judge(at, quantity, &tied));
        let is_right = judged.as_ref().is_some_and(|judged| judged.verdict == Some(true));
        let judged = if advice && !is_right { None } else { judged };
        items.push(number(
            offset + span.start,
            offset + span.end,
            surface,
            judged,
            if advice { "an advice" } else { "counts nothing of the data" },
        ));
    }
    if !advice {
        let has_number = quantities.iter().any(|quantity| quantity.unit.is_some());
        let said = Said { book, text, offset, named: &named, compared: &compared, before, has_number };
        said.judge(items);
    }
    about(book, &named, before)
}

fn is_advice(named: &Mentions) -> bool {
    let first = named.words.iter().find(|word| word.text.starts_with(char::is_alphabetic));
    let we_suggest = named.words.windows(2).any(|pair| {
        matches!(pair[0].text.as_str(), "we" | "i")
            && matches!(pair[1].text.as_str(), "suggest" | "propose" | "estimate")
    });
    first.is_some_and(|word| ADVICE.contains(&word.text.as_str())) || we_suggest || named.has_word(&SHOULD)
}

/// What a sentence was about, for the one behind it.
fn about(book: &Book, named: &Mentions, before: &Tied) -> Tied {
    let entities: Vec<usize> = named.distinct().into_iter().filter(|id| !book.whole.contains(id)).collect();
    let entity = match entities.as_slice() {
        [] => before.entity,
        [one] => Some(Some(*one)),
        _ => None,
    };
    let metric = named.metrics.last().map(|mention| mention.of.clone());
    let stat = if metric.is_some() { named.stats.last().map(|it| it.of) } else { before.stat };
    Tied { metrics: metric.or_else(|| before.metrics.clone()), stat, stat_is_own: false, entity, entity_is_own: false }
}

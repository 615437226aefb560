//! A sentence of ours in which one thing was changed: a number, its unit, a name, a metric, a statistic or the word that compares.
//!
//! What stands around it says which sentence it is; what was changed is held against it.

use super::super::super::scanner::{Found, Quantity, What, scan};
use super::super::super::written::Dimension;
use super::super::book::Book;
use super::super::judge::{Limit, Written};
use super::super::mention::{Mention, Mentions};
use super::super::{Item, Sort, Stand, number};
use super::token::{Token, tokens};
use super::{Own, Told};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Words at an end of a sentence by which it is found; few at an end of a short one.
const FEW: usize = 2;
const MANY: usize = 4;
/// A sentence with fewer is a short one.
const SHORT: usize = 9;
/// Sentences that are looked at for one; very many rows may begin and end alike.
const CANDIDATES: usize = 200;
/// What is changed is no longer than a long name.
const LONGEST: usize = 10;
/// Around it so much must be the same.
const SAME: usize = 4;

/// Sentences by their ends.
#[derive(Clone, Debug, Default)]
pub(super) struct Ends {
    tokens: Vec<Vec<Token>>,
    by_end: BTreeMap<String, Vec<usize>>,
}

/// The sentence of ours that another nearly is, and where they differ, in bytes of each.
struct Near {
    own: usize,
    there: Range<usize>,
    here: Range<usize>,
}

impl Ends {
    pub(super) fn add(&mut self, said: &str, place: usize) {
        let tokens = tokens(said);
        let count = if tokens.len() < SHORT { FEW } else { MANY };
        for end in ends(said, &tokens, count) {
            self.by_end.entry(end).or_default().push(place);
        }
        self.tokens.push(tokens);
    }

    fn nearest(&self, all: &[Own], said: &str, above: Option<&str>) -> Option<Near> {
        let tokens = tokens(said);
        let found = [FEW, MANY].into_iter().flat_map(|count| ends(said, &tokens, count));
        let places = found.filter_map(|end| self.by_end.get(&end)).flat_map(|places| places.iter().take(CANDIDATES));
        let places: BTreeSet<usize> = places.copied().filter(|at| all[*at].above.as_deref() == above).collect();
        let near = places.into_iter().filter_map(|own| {
            let (text, known) = (all[own].text.as_str(), self.tokens[own].as_slice());
            let is_same = |a: &Token, b: &Token| text[a.start..a.end] == said[b.start..b.end];
            let short = known.len().min(tokens.len());
            let first = known.iter().zip(&tokens).take_while(|(a, b)| is_same(a, b)).count();
            let rest = known.iter().rev().zip(tokens.iter().rev()).take(short - first);
            let last = rest.take_while(|(a, b)| is_same(a, b)).count();
            let (there, here) = (first..known.len() - last, first..tokens.len() - last);
            let is_one = |part: &Range<usize>| (1..=LONGEST).contains(&part.len());
            let is_near = is_one(&there) && is_one(&here) && first + last >= SAME && 2 * (first + last) >= known.len();
            let bytes = |of: &[Token], part: &Range<usize>| of[part.start].start..of[part.end - 1].end;
            is_near.then(|| (first + last, Near { own, there: bytes(known, &there), here: bytes(&tokens, &here) }))
        });
        near.max_by_key(|(same, near)| (*same, usize::MAX - near.own)).map(|(_, near)| near)
    }
}

/// The first words and the last ones, as many each.
fn ends(said: &str, tokens: &[Token], count: usize) -> Vec<String> {
    if tokens.len() < count {
        return Vec::new();
    }
    let joined = |tokens: &[Token]| tokens.iter().map(|it| &said[it.start..it.end]).collect::<Vec<_>>().join(" ");
    vec![format!("^ {}", joined(&tokens[..count])), format!("{} $", joined(&tokens[tokens.len() - count..]))]
}

impl Told {
    /// Judges a piece that is a sentence of ours but for one thing, and says whether it is; `items[first..]` is what is said of it
    /// so far, `above` the header of a row.
    pub(crate) fn settle(
        &self,
        book: &Book,
        (said, offset, above): (&str, usize, Option<&str>),
        found: &[&Found],
        items: &mut Vec<Item>,
        first: usize,
    ) -> bool {
        if found.is_empty() || self.sentences.is_empty() {
            return false;
        }
        let above = above.map(super::plain);
        let Some(near) = self.ends.nearest(&self.sentences, said, above.as_deref()) else { return false };
        let own = &self.sentences[near.own];
        let known = scan(&own.text);
        let there: Vec<&Found> = known.iter().filter(|it| meet(it.start..it.end, &near.there)).collect();
        let shifted = near.here.start + offset..near.here.end + offset;
        let here: Vec<&Found> = found.iter().copied().filter(|it| meet(it.start..it.end, &shifted)).collect();
        let is_number = is_covered(&own.text, 0, &near.there, &there) && is_covered(said, offset, &near.here, &here);
        let is_name = |it: &Found| matches!(it.what, What::Label(why) if why.contains("name"));
        if is_number && there.len() == here.len() && !there.iter().chain(&here).any(|it| is_name(it)) {
            let changed: Vec<(&Found, &Found)> = there.into_iter().zip(here).collect();
            self.number_changed(book, own, (said, offset), &changed, found, items, first);
            return true;
        }
        thing_changed(book, own, (said, offset), &near, items, first)
    }

    #[expect(clippy::too_many_arguments, reason = "a sentence, its double and the verdicts so far")]
    fn number_changed(
        &self,
        book: &Book,
        own: &Own,
        (said, offset): (&str, usize),
        changed: &[(&Found, &Found)],
        found: &[&Found],
        items: &mut Vec<Item>,
        first: usize,
    ) {
        let named = Mentions::of(book, said);
        items.truncate(first);
        items.extend(found.iter().map(|it| self.of_number(book, said, offset, &named, it, &own.facts)));
        self.labels.forgive(said, offset, &mut items[first..]);
        for item in &mut items[first..] {
            if let Some((known, it)) = changed.iter().find(|(_, here)| here.start == item.start) {
                self.hold_against(book, own, known, it, item);
            }
        }
    }

    /// Holds a number against the one that stands in its place in our sentence.
    fn hold_against(&self, book: &Book, own: &Own, known: &Found, it: &Found, item: &mut Item) {
        let is_right = match (&known.what, &it.what) {
            (What::Quantity(known), What::Quantity(quantity)) => {
                let written = |quantity| Written { quantity, limit: Limit::Exact };
                let fact = self.values.find(book, &written(known), &own.facts);
                fact.is_some_and(|at| self.values.find(book, &written(quantity), &BTreeSet::from([at])).is_some())
            }
            _ => false,
        };
        let shown = &own.text[known.start..known.end];
        if !is_right && shown != item.surface {
            contradict(item, shown);
        }
    }
}

/// Judges a name, metric, statistic or comparing word that was changed, and says whether one was.
fn thing_changed(
    book: &Book,
    own: &Own,
    (said, offset): (&str, usize),
    near: &Near,
    items: &mut Vec<Item>,
    first: usize,
) -> bool {
    let (there, here) = (whole_words(&own.text, &near.there), whole_words(said, &near.here));
    let (known, named) = (Mentions::of(book, &own.text), Mentions::of(book, said));
    let shown = own.text[there.clone()].trim_matches(MARKS);
    let says = |mentions: &Mentions, part: &Range<usize>| {
        let compared = book.compared.find(&mentions.words).into_iter().chain(book.comparing.find(&mentions.words));
        let place = |first: usize, behind: usize| mentions.words[first].start..mentions.words[behind - 1].end;
        let inside = compared.filter(|hit| meet(place(hit.first, hit.behind), part));
        inside.map(|hit| hit.means).collect::<Vec<_>>()
    };
    let in_words = || {
        let surface = said[here.clone()].trim_matches(MARKS);
        let start = offset + here.start + said[here.clone()].find(surface).unwrap_or(0);
        let mut item = number(start, start + surface.len(), surface, None, "");
        item.kind = Sort::Wording;
        contradict(&mut item, shown);
        item
    };
    let (before, after) = (says(&known, &there), says(&named, &here));
    if !before.is_empty() && !after.is_empty() && before != after {
        items.push(in_words());
        return true;
    }
    let entities = differ(&inside(&known.entities, &there), &inside(&named.entities, &here));
    let stats = differ(&inside(&known.stats, &there), &inside(&named.stats, &here));
    let ids = |mentions: &Mentions, part: &Range<usize>| -> (bool, BTreeSet<usize>) {
        let lists = inside(&mentions.metrics, part);
        (!lists.is_empty(), lists.into_iter().flatten().collect())
    };
    let (of_ours, of_theirs) = (ids(&known, &there), ids(&named, &here));
    // Where a metric stands in the place of a unit, what was counted is another thing.
    let unit_gone =
        of_theirs.0 && scan(&own.text).iter().any(|it| is_measured(it) && meet(it.start..it.end, &near.there));
    let metrics = (of_ours.0 || unit_gone) && of_theirs.0 && of_ours.1.is_disjoint(&of_theirs.1);
    if !(entities || stats || metrics) {
        return false;
    }
    let mut numbers: Vec<&mut Item> =
        items[first..].iter_mut().filter(|it| it.kind == Sort::Number && it.verdict != Stand::NotAClaim).collect();
    let is_flagged = numbers.iter().any(|item| item.verdict != Stand::Supported);
    // What is said of another thing may be right as well.
    let theirs = inside(&named.entities, &here);
    let is_theirs = |item: &&mut Item| {
        let of = |key: &String| book.entries.iter().find(|entry| entry.key == *key);
        item.fact_keys.iter().filter_map(of).any(|entry| {
            (!entities || theirs.contains(&Some(entry.entity))) && (!metrics || of_theirs.1.contains(&entry.metric))
        })
    };
    if is_flagged || (!stats && !numbers.is_empty() && numbers.iter().all(is_theirs)) {
        return is_flagged;
    }
    let middle = offset + here.start;
    match numbers.iter_mut().min_by_key(|item| item.start.abs_diff(middle)) {
        Some(nearest) => contradict(nearest, shown),
        None => items.push(in_words()),
    }
    true
}

/// Whether a number has a unit of something that is measured.
fn is_measured(it: &Found) -> bool {
    matches!(&it.what, What::Quantity(Quantity { unit: Some(unit), .. }) if matches!(unit.dimension, Dimension::Unit(_)))
}

/// Marks around a word that do not belong to it.
const MARKS: [char; 11] = ['*', '`', '(', ')', ',', '.', ';', ':', '|', '"', ' '];

fn contradict(item: &mut Item, shown: &str) {
    item.verdict = Stand::Contradicted;
    item.reason = format!("the data say `{shown}` in this place");
}

fn meet(a: Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Whether a part is nothing but these numbers; they are counted from `offset`.
fn is_covered(text: &str, offset: usize, part: &Range<usize>, found: &[&Found]) -> bool {
    let is_in = |at: usize| found.iter().any(|it| it.start - offset <= at && at < it.end - offset);
    !found.is_empty() && text[part.clone()].char_indices().all(|(at, c)| is_in(part.start + at) || MARKS.contains(&c))
}

/// The part with all of its first and last word.
fn whole_words(text: &str, part: &Range<usize>) -> Range<usize> {
    let start = text[..part.start].rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let end = text[part.end..].find(char::is_whitespace).map_or(text.len(), |at| part.end + at);
    start..end
}

/// What is named in a part.
fn inside<T: Clone>(mentions: &[Mention<T>], part: &Range<usize>) -> Vec<T> {
    mentions.iter().filter(|it| meet(it.start..it.end, part)).map(|it| it.of.clone()).collect()
}

fn differ<T: PartialEq>(one: &[T], other: &[T]) -> bool {
    !one.is_empty() && !other.is_empty() && one != other
}

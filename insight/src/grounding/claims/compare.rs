//! Comparisons in a sentence: which thing is said to be more, less, better or worse than which.

use super::book::Book;
use super::lexicon::Says;
use super::mention::Mentions;

/// A comparison of two entities.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Compared {
    /// The words that say it, in bytes of the piece.
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) says: Says,
    pub(crate) subject: usize,
    pub(crate) object: usize,
}

/// Words of change between two states: `fell from 20 in a to 10 in b`.
const CHANGES: [(&str, Says); 16] = [
    ("drops", Says::Lower),
    ("dropped", Says::Lower),
    ("falls", Says::Lower),
    ("fell", Says::Lower),
    ("decreases", Says::Lower),
    ("decreased", Says::Lower),
    ("shrinks", Says::Lower),
    ("reduced", Says::Lower),
    ("declines", Says::Lower),
    ("declined", Says::Lower),
    ("rises", Says::Higher),
    ("rose", Says::Higher),
    ("increases", Says::Higher),
    ("increased", Says::Higher),
    ("grows", Says::Higher),
    ("grew", Says::Higher),
];

const NOT: [&str; 3] = ["not", "no", "never"];

/// The comparisons that a piece states, from left to right.
pub(crate) fn comparisons(book: &Book, named: &Mentions) -> Vec<Compared> {
    let parts = named.distinct().iter().filter(|id| !book.whole.contains(id)).count();
    // The whole is compared with a part only where nothing else is.
    let is_compared = |id: &usize| parts < 2 || !book.whole.contains(id);
    let known = named.entities.iter().filter_map(|it| it.of.filter(is_compared).map(|id| (it.start, it.end, id)));
    let entities: Vec<(usize, usize, usize)> = known.collect();
    if entities.len() < 2 {
        return Vec::new();
    }
    let words = &named.words;
    let in_entity = |start: usize| entities.iter().any(|(from, to, _)| *from <= start && start < *to);
    let thans: Vec<(usize, usize)> =
        book.than.find(words).iter().map(|hit| (words[hit.first].start, words[hit.behind - 1].end)).collect();
    let mut found: Vec<Compared> = Vec::new();
    let verbs = book.comparing.find(words);
    for hit in &verbs {
        let (start, end) = (words[hit.first].start, words[hit.behind - 1].end);
        let subject = entities.iter().rev().find(|(_, to, _)| *to <= start);
        let object = entities.iter().find(|(from, _, id)| *from >= end && subject.is_some_and(|it| it.2 != *id));
        if let (Some(subject), Some(object)) = (subject, object) {
            found.push(Compared { start, end, says: hit.means, subject: subject.2, object: object.2 });
        }
    }
    for hit in book.compared.find(words) {
        let (start, end) = (words[hit.first].start, words[hit.behind - 1].end);
        let is_verb = verbs.iter().any(|verb| verb.first < hit.behind && hit.first < verb.behind);
        let denied = words[..hit.first].iter().rev().take(2).any(|word| NOT.contains(&word.text.as_str()));
        if is_verb || denied || in_entity(start) {
            continue;
        }
        // `above` and `below` are followed by what they compare with, the others by `than` or its like, which may also stand first.
        let is_place = matches!(words[hit.first].text.as_str(), "above" | "below" | "beneath" | "behind");
        let than = thans.iter().find(|(from, _)| *from >= end).or_else(|| thans.iter().rfind(|(_, to)| *to <= start));
        let Some(behind) = than.map(|(_, to)| *to).or(is_place.then_some(end)) else { continue };
        let Some(object) = entities.iter().find(|(from, _, _)| *from >= behind).copied() else { continue };
        let others = || entities.iter().filter(|entity| entity.2 != object.2);
        let between = others().find(|(from, _, _)| *from >= end && *from < object.0);
        let before = others().rfind(|(_, to, _)| *to <= start);
        let Some(subject) = between.or(before).or_else(|| others().find(|(from, _, _)| *from > object.1)) else {
            continue;
        };
        found.push(Compared { start, end, says: hit.means, subject: subject.2, object: object.2 });
    }
    for word in words {
        let Some((_, says)) = CHANGES.iter().find(|(change, _)| *change == word.text) else { continue };
        let at = |spelled: &str| {
            words.iter().find(|other| other.start > word.start && other.text == spelled).map(|other| other.end)
        };
        let (Some(from), Some(to)) = (at("from"), at("to")) else { continue };
        let behind =
            |place: usize, until: usize| entities.iter().find(|it| it.0 >= place && it.0 < until).map(|it| it.2);
        if let (Some(object), Some(subject)) = (behind(from, to.max(from)), behind(to, usize::MAX))
            && object != subject
        {
            found.push(Compared { start: word.start, end: word.end, says: *says, subject, object });
        }
    }
    found.sort_by_key(|compared| compared.start);
    found
}

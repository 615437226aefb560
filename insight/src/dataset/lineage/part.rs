//! Files that measure nothing themselves and belong to a file that does: a name, the fences of outliers, a change.

use super::File;
use crate::reading::Certainty;
use crate::summary::Use;

/// Settles such files; a tool writes them beside what they speak of, or alone in the folder beside its folder.
pub(super) fn settle(files: &[File], uses: &mut [Use]) {
    for at in 0..files.len() {
        if !matches!(uses[at], Use::Unusable { .. }) {
            continue;
        }
        let Some((folder, format, place)) = told(&files[at]) else { continue };
        let speaks_of = |other: &usize| {
            let counts = matches!(uses[*other], Use::Measured | Use::Repeat { .. });
            counts && files[*other].reading.tables.iter().any(|table| table.place == place)
        };
        let of_format = |is: &dyn Fn(&str) -> bool| -> Vec<usize> {
            let others = (0..files.len()).filter(|other| *other != at);
            others.filter(|other| home(&files[*other]).is_some_and(|(own, of)| of == format && is(own))).collect()
        };
        let beside = of_format(&|own| own == folder);
        let found = if beside.is_empty() {
            let above = |folder: &str| folder.rsplit_once('/').map(|(above, _)| above.to_owned());
            let next = of_format(&|own| own != folder && above(own).is_some() && above(own) == above(folder));
            next.into_iter().rfind(speaks_of)
        } else {
            alike(files, at, beside.into_iter().filter(speaks_of).collect())
        };
        if let Some(of) = found {
            uses[at] = Use::Part { of: files[of].reading.path.clone() };
        }
    }
}

/// Folder and format of a file whose every table speaks of one that is not its own, and the place of that one.
fn told(file: &File) -> Option<(&str, &str, &str)> {
    let (folder, format) = home(file)?;
    let (first, others) = file.reading.tables.split_first()?;
    let place = first.sums_up.as_deref()?;
    let same = others.iter().all(|table| table.sums_up.as_deref() == Some(place));
    let own = file.reading.tables.iter().any(|table| table.place == place);
    (same && !own).then_some((folder, format, place))
}

/// The folder and the format of a file that a tool surely wrote.
pub(in crate::dataset) fn home(file: &File) -> Option<(&str, &str)> {
    let known = file.reading.recognized.as_ref().filter(|known| known.certainty == Certainty::Sure)?;
    let folder = file.reading.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    Some((folder, &known.format))
}

/// The only one of the files beside a file, or the only one whose name differs by one word.
pub(in crate::dataset) fn alike(files: &[File], at: usize, others: Vec<usize>) -> Option<usize> {
    let words = |at: usize| crate::header::words(&files[at].reading.path);
    let own = words(at);
    let by_one_word = |other: &usize| {
        let other = words(*other);
        other.len() == own.len() && own.iter().zip(&other).filter(|(one, other)| one != other).count() == 1
    };
    match others.as_slice() {
        [one] => Some(*one),
        _ => match others.into_iter().filter(by_one_word).collect::<Vec<_>>().as_slice() {
            [one] => Some(*one),
            _ => None,
        },
    }
}

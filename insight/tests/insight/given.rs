//! What tests are given: files from text, and the public files beside the repository.

use insight::dataset::Dataset;
use insight::fact::facts;
use insight::grounding::claims::{Counts, Stand, Verifier};
use insight::reading::{FileReader, Reading};
use insight::summary::Summary;
use std::path::{Path, PathBuf};

/// What is read from the bytes of one file.
pub(crate) fn reading(path: &str, bytes: impl AsRef<[u8]>) -> Reading {
    let mut reader = FileReader::new(path);
    reader.push(bytes.as_ref());
    reader.finish()
}

/// Files as pairs of path and content, read together.
pub(crate) fn dataset(files: &[(&str, impl AsRef<[u8]>)]) -> Dataset {
    Dataset::of(files.iter().map(|(path, content)| reading(path, content)).collect())
}

/// Everything that is known of these files.
pub(crate) fn summary(files: &[(&str, impl AsRef<[u8]>)]) -> Summary {
    Summary::of(&dataset(files))
}

/// A file or folder of the public data beside the repository. A run that sets `CI` fails without it, any other says that it
/// was left out.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(path);
    if !found.exists() {
        assert!(std::env::var_os("CI").is_none(), "public data are missing: `../shared/{path}`");
        println!("LEFT OUT: no public data at `../shared/{path}`");
        return None;
    }
    Some(found)
}

/// Paths of one set of the public corpus, in the order of its list.
pub(crate) fn paths_of(corpus: &Path, set: &str) -> Vec<String> {
    let manifest = std::fs::read_to_string(corpus.join("manifest.tsv")).unwrap();
    let of_set = manifest.lines().filter(|line| line.split('\t').nth(4) == Some(set));
    of_set.filter_map(|line| line.split('\t').next()).map(str::to_owned).collect()
}

/// Files of the public corpus, read in that order.
pub(crate) fn read_all(corpus: &Path, paths: &[String]) -> Dataset {
    Dataset::of(paths.iter().map(|path| reading(path, std::fs::read(corpus.join(path)).unwrap())).collect())
}

/// The public drop of 101 files, read in the order that `order` gives them.
pub(crate) fn drop_of_101(order: impl Fn(&mut Vec<String>)) -> Option<Summary> {
    let corpus = shared("corpus")?;
    let mut paths = paths_of(&corpus, "seed101");
    order(&mut paths);
    Some(Summary::of(&read_all(&corpus, &paths)))
}

/// Holds every statement of a text of ours against the facts, and gives how many hold.
pub(crate) fn holds(summary: &Summary, text: &str) -> usize {
    let (supported, lost) = held(summary, text);
    assert!(lost.is_empty(), "what the facts do not hold:\n{}", lost.join("\n"));
    supported
}

/// How many statements of a text of ours hold, and those that do not.
pub(crate) fn held(summary: &Summary, text: &str) -> (usize, Vec<String>) {
    let items = Verifier::of(&facts(summary), summary).check(text);
    let is_lost = |stand| matches!(stand, Stand::Contradicted | Stand::Unsupported);
    let line = |at: usize| text[..at].matches('\n').count();
    let lost = items.iter().filter(|item| is_lost(item.verdict)).map(|item| {
        let line = text.lines().nth(line(item.bytes.start)).unwrap_or_default();
        format!("{:?} {} ({}): {line}", item.verdict, item.surface, item.reason)
    });
    (Counts::of(&items).supported, lost.collect())
}

//! Real benchmark files that other people published. They do not belong to this repository: where they lie beside it, tests
//! read them.
#![expect(clippy::print_stderr, reason = "what was left out must be said")]

use crate::workspace::{root, target};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

/// Files of one set, copied into a folder of their own as a person would have them.
pub struct Corpus {
    /// The folder.
    pub folder: PathBuf,
    /// Path of each file below it, in order.
    pub paths: Vec<String>,
}

impl Corpus {
    /// The 101 files that the first report of this kind was about.
    ///
    /// `None` where they are not there, which is said aloud; with `CI` set that is an error.
    ///
    /// # Errors
    /// A file cannot be copied, or there are none and `CI` is set.
    pub fn seed101() -> Result<Option<Self>> {
        let corpus = root().join("../shared/corpus");
        let Ok(manifest) = fs::read_to_string(corpus.join("manifest.tsv")) else {
            if std::env::var_os("CI").is_some() {
                bail!("there is no corpus in shared/corpus beside the repository");
            }
            eprintln!("LEFT OUT: what needs the corpus in shared/corpus beside the repository");
            return Ok(None);
        };
        let paths = manifest.lines().filter_map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            (fields.get(4) == Some(&"seed101")).then(|| fields[0].to_owned())
        });
        let mut paths: Vec<String> = paths.collect();
        paths.sort();
        let folder = target().join("tests").join(format!("seed101-{}", std::process::id()));
        for path in &paths {
            let copy = folder.join(path);
            fs::create_dir_all(copy.parent().context("a file has a folder")?)?;
            // Only the bytes: who may read the original says nothing about the copy.
            fs::write(&copy, fs::read(corpus.join(path)).with_context(|| path.clone())?)?;
        }
        Ok(Some(Self { folder, paths }))
    }

    /// Statistics of each table of these files that were computed elsewhere (plain Python): one object a file.
    ///
    /// # Errors
    /// They cannot be read.
    pub fn expected_statistics(&self) -> Result<Vec<Value>> {
        let text = fs::read_to_string(root().join("../shared/corpus/expected-stats.jsonl"))?;
        let all = text.lines().map(serde_json::from_str).collect::<Result<Vec<Value>, _>>()?;
        let ours = |file: &Value| self.paths.iter().any(|path| file["path"].as_str() == Some(path));
        Ok(all.into_iter().filter(ours).collect())
    }
}

impl Drop for Corpus {
    fn drop(&mut self) {
        // What could not be removed is removed with the build folder.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

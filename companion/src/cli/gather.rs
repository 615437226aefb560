//! Files by path: folders walked in the order of names, everything read, nothing outside followed.

use anyhow::{Context, bail};
use insight::reading::{FileReader, Reading, common_root, is_left_out};
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// How much is read at once; how a file is cut never shows in the result.
const CHUNK: usize = 256 * 1024;

/// A file to read, or why it cannot be.
type Found = (PathBuf, Result<(), std::io::Error>);

/// Reads every file named or inside a named folder, as that format where one is given; what cannot be read is a problem beside the file.
///
/// # Errors
///
/// A named path does not exist, or there is no file at all.
pub(super) fn gather(paths: &[PathBuf], format: Option<&str>) -> anyhow::Result<Vec<Reading>> {
    let mut found: Vec<Found> = Vec::new();
    for path in paths {
        // Paths without `..`, and a link that a person names is meant.
        let path = path.canonicalize().with_context(|| format!("cannot find `{}`", path.display()))?;
        found.extend(walk(&path));
    }
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    found.dedup_by(|(one, _), (other, _)| one == other);
    if found.is_empty() {
        bail!(
            "there is no file in {}",
            paths.iter().map(|path| format!("`{}`", path.display())).collect::<Vec<_>>().join(", ")
        );
    }
    Ok(read_all(found, format))
}

fn read_all(found: Vec<Found>, format: Option<&str>) -> Vec<Reading> {
    let names: Vec<String> = found.iter().map(|(path, _)| slashed(path)).collect();
    let root = common_root(&names).len();
    let readings = found.into_iter().zip(&names).map(|((path, reached), name)| {
        let name = &name[root..];
        reached.and_then(|()| read(&path, name, format)).unwrap_or_else(|why| unreadable(name, &why))
    });
    readings.collect()
}

/// The files inside a folder, links left out: they could lead outside or around in circles.
fn walk(root: &Path) -> Vec<Found> {
    let entries = WalkDir::new(root).sort_by_file_name().into_iter();
    let wanted = entries.filter_entry(|entry| {
        let inside = slashed(entry.path().strip_prefix(root).unwrap_or(entry.path()));
        !is_left_out(&format!("chosen/{inside}"), entry.file_type().is_dir())
    });
    wanted
        .filter_map(|entry| match entry {
            Ok(entry) => entry.file_type().is_file().then(|| (entry.into_path(), Ok(()))),
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                Some((path, Err(error.into())))
            }
        })
        .collect()
}

fn read(path: &Path, name: &str, format: Option<&str>) -> std::io::Result<Reading> {
    let mut file = File::open(path)?;
    let reader = FileReader::new(name);
    let mut reader = if let Some(format) = format { reader.as_format(format) } else { reader };
    let mut chunk = vec![0; CHUNK];
    loop {
        match file.read(&mut chunk) {
            Ok(0) => return Ok(reader.finish()),
            Ok(length) => reader.push(&chunk[..length]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn unreadable(name: &str, why: &std::io::Error) -> Reading {
    let hint = match why.kind() {
        ErrorKind::PermissionDenied => "allow yourself to read it, or leave it out",
        _ => "check that it is still there and can be read, then try again",
    };
    Reading::unreadable(name, 0, &format!("cannot read this file: {why}"), hint)
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_a_problem_beside_the_file_and_blocks_no_other() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let refused = std::io::Error::from(ErrorKind::PermissionDenied);
        let found =
            vec![(here.join("Cargo.toml"), Ok(())), (here.join("gone.csv"), Ok(())), (here.join("shut"), Err(refused))];
        let shown: Vec<String> = read_all(found, None)
            .iter()
            .map(|reading| {
                let problems: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
                format!("{}: {}", reading.path, problems.join("; "))
            })
            .collect();
        assert!(shown[0].starts_with("Cargo.toml:"));
        expect_test::expect![[r#"
            gone.csv: cannot read this file: No such file or directory (os error 2)
            hint: check that it is still there and can be read, then try again
            shut: cannot read this file: permission denied
            hint: allow yourself to read it, or leave it out"#]]
        .assert_eq(&shown[1..].join("\n"));
    }
}

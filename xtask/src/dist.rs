//! `cargo xtask dist`: the static page alone, built only when something that it is made of has changed.

use crate::plan::Plan;
use crate::process::run;
use crate::{Outcome, system, tools, workspace};
use std::fs;
use std::path::{Path, PathBuf};

/// What lies beside the page and is no part of it. Anything else may be: a new folder must never be forgotten.
const NOT_THE_PAGE: [&str; 8] = ["companion", "dist", "docs", "node_modules", "target", "tests", "xtask", "README.md"];

/// Builds the page.
pub(crate) fn dist() -> Outcome {
    let mut plan = Plan::default();
    install_tools(&mut plan);
    plan.work("Build the page into dist/", build);
    plan.until_failure()
}

/// Plans to install what the page needs.
pub(crate) fn install_tools(plan: &mut Plan) {
    system::wasm_target(plan);
    system::install(plan, &[&system::NPM]);
    tools::install(plan);
}

/// Builds the page into `dist/`, unless the one that lies there was made of the same inputs.
pub(crate) fn build() -> Outcome {
    let inputs = hash_of_inputs(&workspace::root())?;
    let stamp = workspace::root().join("target/page.inputs");
    let page = workspace::root().join("dist/index.html");
    if page.is_file() && fs::read_to_string(&stamp).is_ok_and(|built| built == inputs) {
        println!("nothing that the page is made of has changed");
        return Ok(());
    }
    run(&mut tools::trunk(&["build", "--release"])?)?;
    let written = fs::create_dir_all(workspace::root().join("target")).and_then(|()| fs::write(&stamp, inputs));
    written.map_err(|error| format!("cannot write {}: {error}", stamp.display()))
}

/// A hash over the names and bytes of every input, in order of name.
fn hash_of_inputs(root: &Path) -> Outcome<String> {
    let mut files = Vec::new();
    collect(root, &mut files).map_err(|error| format!("cannot list the inputs of the page: {error}"))?;
    files.sort();
    let mut hash = Fnv::default();
    for file in &files {
        let bytes = fs::read(file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
        hash.add(file.strip_prefix(root).unwrap_or(file).as_os_str().as_encoded_bytes());
        hash.add(&(bytes.len() as u64).to_le_bytes());
        hash.add(&bytes);
    }
    Ok(format!("{:016x}", hash.0))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let hidden = name.starts_with('.') && name != ".cargo";
        if hidden || NOT_THE_PAGE.contains(&name.as_ref()) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}

/// FNV-1a, 64 bits: the standard library's hasher may change with the compiler.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::hash_of_inputs;
    use std::fs;

    #[test]
    fn the_hash_follows_the_inputs_and_nothing_else() {
        let root = std::env::temp_dir().join(format!("chimera-insight-dist-{}", std::process::id()));
        fs::create_dir_all(root.join("app")).expect("a folder");
        fs::create_dir_all(root.join("docs")).expect("a folder");
        let hash_after = |file: &str, text: &str| {
            fs::write(root.join(file), text).expect("a file");
            hash_of_inputs(&root).expect("a hash")
        };
        let first = hash_after("app/page.rs", "one");
        assert_eq!(hash_after("docs/ARCHITECTURE.md", "words"), first);
        assert_ne!(hash_after("app/page.rs", "two"), first);
        assert_ne!(hash_after("app/new.rs", ""), first);
        fs::remove_dir_all(&root).expect("the folder is ours");
    }
}

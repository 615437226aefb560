//! A real Ollama for the tests: the one on `PATH`, else one built from the Go module in `tests/ollama`.

use crate::plan::Plan;
use crate::process::{output, program, run};
use crate::{Outcome, system, workspace};
use std::fs;
use std::path::{Path, PathBuf};

/// The version that `tests/ollama/go.mod` names.
const VERSION: &str = "0.24.0";

/// The Ollama that the tests start.
pub(crate) fn binary() -> PathBuf {
    workspace::on_path("ollama").unwrap_or_else(|| workspace::tool("ollama", VERSION).join("bin/ollama"))
}

/// Plans to build Ollama where there is none.
pub(crate) fn install(plan: &mut Plan) {
    if binary().is_file() {
        return;
    }
    system::install(plan, &[&system::GO, &system::JSON_HEADERS, &system::STB_HEADERS]);
    plan.work(&format!("Build Ollama {VERSION} (about 6 minutes)"), build);
}

fn build() -> Outcome {
    let module = workspace::root().join("tests/ollama");
    let go = |args: &[&str]| {
        let mut command = program("go", args);
        command.current_dir(&module);
        command
    };
    let folder = workspace::tool("ollama", VERSION);

    // One C++ file of Ollama includes `miniaudio/miniaudio.h`, which no Debian package has; a Go module carries it.
    let malgo = "github.com/gen2brain/malgo";
    run(&mut go(&["mod", "download", malgo, "github.com/ollama/ollama"]))?;
    let Some(malgo) = output(&mut go(&["list", "-m", "-f", "{{.Dir}}", malgo])) else {
        return Err("`go list` does not know the module that carries miniaudio.h".to_owned());
    };
    let include = folder.join("include");
    copy(&Path::new(&malgo).join("miniaudio.h"), &include.join("miniaudio"))?;

    // Under another name until it is whole: an interrupted build must not look like a finished one.
    let (built, unfinished) = (folder.join("bin/ollama"), folder.join("bin/ollama.unfinished"));
    let mut command = go(&["build", "-trimpath", "-ldflags"]);
    command.arg(format!("-s -w -X github.com/ollama/ollama/version.Version={VERSION}"));
    command.arg("-o").arg(&unfinished).arg("github.com/ollama/ollama");
    command.env("CGO_ENABLED", "1").env("CGO_CPPFLAGS", format!("-I{}", include.display()));
    run(&mut command)?;
    fs::rename(&unfinished, &built).map_err(|error| format!("cannot write {}: {error}", built.display()))
}

fn copy(file: &Path, folder: &Path) -> Outcome {
    let copied = fs::create_dir_all(folder).and_then(|()| {
        let bytes = fs::read(file)?;
        fs::write(folder.join(file.file_name().unwrap_or_default()), bytes)
    });
    copied.map_err(|error| format!("cannot copy {} to {}: {error}", file.display(), folder.display()))
}

#[cfg(test)]
mod tests {
    use super::VERSION;

    #[test]
    fn the_version_is_the_one_in_the_go_module() {
        let file = crate::workspace::root().join("tests/ollama/go.mod");
        let text = std::fs::read_to_string(file).expect("tests/ollama/go.mod");
        assert!(text.contains(&format!("github.com/ollama/ollama v{VERSION}")), "{text}");
    }
}

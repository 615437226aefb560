//! The tools that make the page: built or fetched once per version, kept in the cache.

use crate::plan::Plan;
use crate::process::{cargo, program, run, run_within};
use crate::{Outcome, workspace};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// A tool that Cargo can install.
struct CargoTool {
    package: &'static str,
    version: &'static str,
    /// The command whose presence shows that it is installed.
    command: &'static str,
    /// Whether its own `Cargo.lock` is followed.
    locked: bool,
    /// What a person who waits should know.
    minutes: &'static str,
}

const TRUNK: CargoTool =
    CargoTool { package: "trunk", version: "0.21.14", command: "trunk", locked: true, minutes: "about 10 minutes" };

/// Its version is the one of `wasm-bindgen` in `Cargo.lock`, and its own lock names a crate that the registry lacks.
const WASM_BINDGEN: CargoTool = CargoTool {
    package: "wasm-bindgen-cli",
    version: "0.2.130",
    command: "wasm-bindgen",
    locked: false,
    minutes: "about 3 minutes",
};

/// `wasm-opt`, as npm has it prebuilt.
const BINARYEN: &str = "132";

impl CargoTool {
    fn folder(&self) -> PathBuf {
        workspace::tool(self.package.trim_end_matches("-cli"), self.version)
    }

    fn is_there(&self) -> bool {
        let command = self.folder().join("bin").join(self.command);
        command.is_file() || command.with_extension("exe").is_file()
    }

    fn install(&self) -> Outcome {
        if workspace::on_path("cargo-binstall").is_some() {
            match self.fetch_prebuilt() {
                Ok(()) if self.is_there() => return Ok(()),
                Ok(()) => println!("no prebuilt {} was found; building it instead", self.package),
                Err(error) => println!("{error}; building it instead"),
            }
        }
        let folder = self.folder();
        let mut command = cargo(&["install", self.package, "--version", self.version, "--root"]);
        command.arg(folder);
        if self.locked {
            command.arg("--locked");
        }
        run(&mut command)
    }

    fn fetch_prebuilt(&self) -> Outcome {
        let mut command = cargo(&["binstall", "--no-confirm", "--disable-strategies", "compile", "--install-path"]);
        command.arg(self.folder().join("bin")).args(["--version", self.version, self.package]);
        run_within(&mut command, Duration::from_secs(120))
    }
}

/// Plans to install the tools that the page needs and that are missing.
pub(crate) fn install(plan: &mut Plan) {
    for tool in [&TRUNK, &WASM_BINDGEN] {
        if !tool.is_there() {
            let title = format!("Install {} {} ({} when it has to be built)", tool.package, tool.version, tool.minutes);
            plan.work(&title, || tool.install());
        }
    }
    if !binaryen_folder().join("wasm-opt").exists() {
        plan.work(&format!("Install wasm-opt {BINARYEN}"), || {
            let mut command = program("npm", &["install", "--no-audit", "--no-fund", "--prefix"]);
            run(command.arg(workspace::tool("binaryen", BINARYEN)).arg(format!("binaryen@{BINARYEN}.0.0")))
        });
    }
}

/// Trunk, with the other tools where it looks for them.
pub(crate) fn trunk(args: &[&str]) -> Result<Command, String> {
    let folders = [TRUNK.folder().join("bin"), WASM_BINDGEN.folder().join("bin"), binaryen_folder()];
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(folders.into_iter().chain(std::env::split_paths(&path)))
        .map_err(|error| format!("cannot put the cache on PATH: {error}"))?;
    let mut command = program(TRUNK.folder().join("bin").join(TRUNK.command), args);
    // Trunk reads NO_COLOR as a switch that wants `true` or `false`.
    command.env("PATH", path).env_remove("NO_COLOR");
    Ok(command)
}

fn binaryen_folder() -> PathBuf {
    workspace::tool("binaryen", BINARYEN).join("node_modules/.bin")
}

#[cfg(test)]
mod tests {
    use super::{BINARYEN, WASM_BINDGEN};
    use crate::workspace;

    fn text(file: &str) -> String {
        std::fs::read_to_string(workspace::root().join(file)).expect(file)
    }

    #[test]
    fn wasm_bindgen_is_the_one_that_the_page_links() {
        let pinned = format!("name = \"wasm-bindgen\"\nversion = \"{}\"", WASM_BINDGEN.version);
        assert!(text("Cargo.lock").contains(&pinned), "Cargo.lock lacks {pinned}");
        let pinned = format!("wasm_bindgen = \"{}\"", WASM_BINDGEN.version);
        assert!(text("Trunk.toml").contains(&pinned), "Trunk.toml lacks {pinned}");
    }

    #[test]
    fn wasm_opt_is_the_one_that_trunk_asks_for() {
        let pinned = format!("wasm_opt = \"version_{BINARYEN}\"");
        assert!(text("Trunk.toml").contains(&pinned), "Trunk.toml lacks {pinned}");
    }
}

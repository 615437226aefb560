//! What the operating system has to bring: programs and headers, installed on Debian, listed elsewhere.

use crate::plan::Plan;
use crate::process::{output, program, run};
use crate::{Outcome, workspace};
use std::path::Path;

/// Something that the system brings.
pub(crate) struct Need {
    /// What it is.
    what: &'static str,
    /// Any of these commands or files shows that it is there.
    shown_by: &'static [&'static str],
    /// The Debian package that has it.
    package: &'static str,
    /// How to get it elsewhere.
    elsewhere: &'static str,
}

pub(crate) const NPM: Need =
    Need { what: "npm", shown_by: &["npm"], package: "npm", elsewhere: "install Node.js from https://nodejs.org" };
pub(crate) const GO: Need = Need {
    what: "Go",
    shown_by: &["go"],
    package: "golang",
    elsewhere: "install Go 1.24 or newer from https://go.dev/dl",
};
pub(crate) const CHROMIUM: Need = Need {
    what: "Chromium",
    shown_by: &["chromium"],
    package: "chromium",
    elsewhere: "install Chromium and put `chromium` on PATH",
};
pub(crate) const CHROMEDRIVER: Need = Need {
    what: "chromedriver",
    shown_by: &["chromedriver"],
    package: "chromium-driver",
    elsewhere: "install the chromedriver of the same version as Chromium and put it on PATH",
};
pub(crate) const JSON_HEADERS: Need = Need {
    what: "nlohmann/json.hpp",
    shown_by: &["/usr/include/nlohmann/json.hpp", "/usr/local/include/nlohmann/json.hpp"],
    package: "nlohmann-json3-dev",
    elsewhere: "install the headers of nlohmann json 3, or put your own `ollama` on PATH",
};
pub(crate) const STB_HEADERS: Need = Need {
    what: "stb/stb_image.h",
    shown_by: &["/usr/include/stb/stb_image.h", "/usr/local/include/stb/stb_image.h"],
    package: "libstb-dev",
    elsewhere: "install the headers of stb, or put your own `ollama` on PATH",
};

impl Need {
    fn is_there(&self) -> bool {
        self.shown_by.iter().any(|name| {
            if name.starts_with('/') { Path::new(name).exists() } else { workspace::on_path(name).is_some() }
        })
    }
}

/// Plans to install what is missing of `needs`; plans nothing when all of it is there.
pub(crate) fn install(plan: &mut Plan, needs: &[&'static Need]) {
    let missing: Vec<&'static Need> = needs.iter().copied().filter(|need| !need.is_there()).collect();
    if missing.is_empty() {
        return;
    }
    let names = missing.iter().map(|need| need.what).collect::<Vec<_>>().join(", ");
    if !may_install() {
        plan.work(&format!("Look for {names}"), move || Err(how_to_get(&missing)));
        return;
    }
    plan.work(&format!("Install {names}"), move || {
        let apt = |args: &[&str]| run(program("apt-get", args).env("DEBIAN_FRONTEND", "noninteractive"));
        apt(&["update", "--quiet"])?;
        let packages = missing.iter().map(|need| need.package);
        let args: Vec<&str> =
            ["install", "--yes", "--quiet", "--no-install-recommends"].into_iter().chain(packages).collect();
        apt(&args)
    });
}

/// Whether this is Debian or a child of it, and we are root.
fn may_install() -> bool {
    Path::new("/etc/debian_version").exists() && output(&mut program("id", &["-u"])).as_deref() == Some("0")
}

fn how_to_get(missing: &[&Need]) -> String {
    let lines = missing.iter().map(|need| format!("  {}: {} (Debian: `{}`)", need.what, need.elsewhere, need.package));
    format!("these are missing:\n{}", lines.collect::<Vec<_>>().join("\n"))
}

/// Plans to add the WebAssembly target to the toolchain, where rustup says that it is missing.
pub(crate) fn wasm_target(plan: &mut Plan) {
    const TARGET: &str = "wasm32-unknown-unknown";
    if wasm_target_is_there(TARGET) {
        return;
    }
    plan.work(&format!("Add the Rust target {TARGET}"), || -> Outcome {
        run(&mut program("rustup", &["target", "add", TARGET])).map_err(|error| {
            format!("{error}\ninstall Rust with https://rustup.rs, or add the target {TARGET} by hand")
        })
    });
}

fn wasm_target_is_there(target: &str) -> bool {
    let folder = output(&mut program("rustc", &["--print", "target-libdir", "--target", target]));
    folder.is_some_and(|folder| Path::new(&folder).is_dir())
}

#[cfg(test)]
mod tests {
    use super::{CHROMIUM, GO, how_to_get};

    #[test]
    fn the_list_of_what_is_missing_says_how_to_get_each() {
        let list = how_to_get(&[&CHROMIUM, &GO]);
        assert_eq!(
            list,
            "these are missing:\n  Chromium: install Chromium and put `chromium` on PATH (Debian: `chromium`)\n  \
             Go: install Go 1.24 or newer from https://go.dev/dl (Debian: `golang`)"
        );
    }
}

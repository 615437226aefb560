//! Where things lie: the workspace, its build folder, and the cache of tools that outlives both.

use std::env;
use std::path::{Path, PathBuf};

/// The folder of the workspace's `Cargo.toml`.
pub(crate) fn root() -> PathBuf {
    // Cargo sets the variable when it runs a binary; the constant serves a binary that is run by hand.
    let here =
        env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent().map_or_else(|| here.clone(), Path::to_path_buf)
}

/// The folder that Cargo builds into.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// The cache of built tools, outside the build folder so that cleaning does not cost ten minutes.
///
/// `$CHIMERA_INSIGHT_CACHE`, else `$XDG_CACHE_HOME/chimera-insight`, else `~/.cache/chimera-insight`.
pub(crate) fn cache() -> PathBuf {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("CHIMERA_INSIGHT_CACHE")
        .or_else(|| set("XDG_CACHE_HOME").map(|folder| folder.join("chimera-insight")))
        .or_else(|| set("HOME").or_else(|| set("USERPROFILE")).map(|home| home.join(".cache/chimera-insight")))
        .unwrap_or_else(|| root().join("target/cache"))
}

/// The folder of one tool in one version.
pub(crate) fn tool(name: &str, version: &str) -> PathBuf {
    cache().join("tools").join(format!("{name}-{version}"))
}

/// The file that a command name stands for, looked up on `PATH` as the shell does.
pub(crate) fn on_path(command: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .flat_map(|folder| [folder.join(command), folder.join(format!("{command}.exe"))])
        .find(|file| file.is_file())
}

//! A Python with NumPy and SciPy of pinned versions, kept in the cache: what our statistics are measured beside.

use crate::plan::Plan;
use crate::process::{program, run};
use crate::workspace;
use std::path::PathBuf;

const NUMPY: &str = "2.4.6";
const SCIPY: &str = "1.17.1";

fn folder() -> PathBuf {
    workspace::tool("python", &format!("numpy-{NUMPY}-scipy-{SCIPY}"))
}

/// The Python of the environment.
pub(crate) fn binary() -> PathBuf {
    folder().join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" })
}

/// Plans to make the environment unless it is there and works.
pub(crate) fn install(plan: &mut Plan) {
    if crate::process::output(&mut program(binary(), &["-c", "import scipy"])).is_some() {
        return;
    }
    plan.work(&format!("Install NumPy {NUMPY} and SciPy {SCIPY}"), || {
        let python = if cfg!(windows) { "python" } else { "python3" };
        run(program(python, &["-m", "venv", "--clear"]).arg(folder()))?;
        let packages = [format!("numpy=={NUMPY}"), format!("scipy=={SCIPY}")];
        let mut pip = program(binary(), &["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
        run(pip.args(packages))
    });
}

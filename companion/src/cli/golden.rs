//! `chimera-insight golden`: known answers held against the statistics that the page shows.

use anyhow::Context;
use insight::golden::{self, Outcome};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

pub(super) fn run(paths: &[PathBuf], out: &mut (dyn Write + Send)) -> anyhow::Result<ExitCode> {
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    for path in paths {
        let text = std::fs::read_to_string(path).with_context(|| format!("`{}` cannot be read", path.display()))?;
        let cases = golden::run(&text).map_err(anyhow::Error::msg);
        for case in cases.with_context(|| format!("`{}` holds no known answers", path.display()))? {
            match case.outcome {
                Outcome::Pass => {
                    passed += 1;
                    writeln!(out, "{} pass", case.id)?;
                }
                Outcome::Differs(field) => {
                    failed += 1;
                    writeln!(out, "{} {field}", case.id)?;
                }
                Outcome::Skipped => {
                    skipped += 1;
                    writeln!(out, "{} skipped", case.id)?;
                }
            }
        }
    }
    writeln!(out, "{passed} passed, {failed} failed, {skipped} skipped")?;
    out.flush()?;
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

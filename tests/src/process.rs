//! A program that runs beside a test and ends with it, however the test ends.

use anyhow::{Context, Result, bail};
use std::fs::File;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

/// Longer than any of our programs needs to begin to listen, on a machine that is busy building.
const READY_WITHIN: Duration = Duration::from_secs(60);

/// Runs the program until its own input ends, and then ends everything that the program started.
///
/// The input ends when the test closes it, and also when the test is killed; nothing is left behind.
const UNTIL_INPUT_ENDS: &str = r#""$@" & cat > /dev/null; trap "" TERM; kill -TERM 0; wait"#;

/// A running program.
pub struct Running {
    shell: Child,
    /// Closed to end it.
    input: Option<ChildStdin>,
    log: PathBuf,
}

impl Running {
    /// Starts a program; what it prints goes to a file of this name below the build folder.
    ///
    /// # Errors
    /// There is no shell, or the file cannot be written.
    pub fn start(program: &Path, args: &[&str], environment: &[(&str, &str)], log: &str) -> Result<Self> {
        let folder = crate::workspace::target().join("tests");
        std::fs::create_dir_all(&folder)?;
        let log = folder.join(log);
        let output = File::create(&log)?;
        let mut shell = Command::new("sh")
            .args(["-c", UNTIL_INPUT_ENDS, "sh"])
            .arg(program)
            .args(args)
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(output.try_clone()?)
            .stderr(output)
            .process_group(0)
            .spawn()
            .context("cannot run `sh`")?;
        let input = shell.stdin.take();
        Ok(Self { shell, input, log })
    }

    /// Waits until the program answers at this address.
    ///
    /// # Errors
    /// It does not within a minute; the text shows the end of what it printed.
    pub async fn ready(&self, url: &str) -> Result<()> {
        let http = client()?;
        let began = Instant::now();
        while began.elapsed() < READY_WITHIN {
            if http.get(url).send().await.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let said = std::fs::read_to_string(&self.log).unwrap_or_default();
        let from = said.len().saturating_sub(2000);
        bail!("nothing answers at {url}; it said:\n{}", said.get(from..).unwrap_or(&said))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.input.take());
        // Only reports that it has ended.
        let _ = self.shell.wait();
    }
}

/// A port that nothing listens on.
///
/// # Errors
/// There is none.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// An HTTP client that asks nobody but whom it is told to.
///
/// # Errors
/// It cannot be built.
pub fn client() -> Result<reqwest::Client> {
    Ok(reqwest::Client::builder().no_proxy().build()?)
}

/// The file that a command name stands for, looked up on `PATH`.
#[must_use]
pub fn on_path(command: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(command)).find(|file| file.is_file())
}

//! A companion as it is shipped, on a port of its own, and the client side of its jobs.

use crate::process::client;
use anyhow::{Context, Result, bail, ensure};
use companion::{Config, Page};
use insight::wire::job::JobReader;
use insight::wire::{JobEvent, JobRequest};
use std::borrow::Cow;
use std::collections::VecDeque;
use std::path::Path;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// A running companion; dropping it cuts every connection, as the end of a process does.
pub struct Companion {
    /// Where it listens.
    pub url: String,
    running: Option<Runtime>,
}

impl Companion {
    /// Serves the page in `dist/` as it lies there now, and runs jobs on the Ollama at this address.
    ///
    /// # Errors
    /// It cannot listen, or `dist/` cannot be read.
    pub fn start(ollama: &str) -> Result<Self> {
        let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let url = format!("http://{}", listener.local_addr()?);
        let mut config = Config::new(ollama)?;
        config.page = page()?;
        // Connections are tasks of their own; only the end of what runs them ends them all.
        let running = Runtime::new()?;
        let listener = {
            let _inside = running.enter();
            TcpListener::from_std(listener)?
        };
        running.spawn(companion::serve(listener, config));
        Ok(Self { url, running: Some(running) })
    }

    /// Starts a job and follows it.
    ///
    /// # Errors
    /// The companion refuses it.
    pub async fn job(&self, request: &JobRequest) -> Result<Job> {
        let answer = client()?.post(format!("{}/v1/jobs", self.url)).json(request).send().await?;
        let status = answer.status();
        if !status.is_success() {
            bail!("{status}: {}", answer.text().await?);
        }
        Ok(Job { answer, reader: JobReader::default(), ready: VecDeque::new() })
    }

    /// Cancels a job.
    ///
    /// # Errors
    /// There is no such job.
    pub async fn cancel(&self, job: &str) -> Result<()> {
        client()?.delete(format!("{}/v1/jobs/{job}", self.url)).send().await?.error_for_status()?;
        Ok(())
    }
}

impl Drop for Companion {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            running.shutdown_background();
        }
    }
}

/// The events of a job as they arrive.
pub struct Job {
    answer: reqwest::Response,
    reader: JobReader,
    ready: VecDeque<JobEvent>,
}

impl Job {
    /// The next event; `None` after the last.
    ///
    /// # Errors
    /// The stream is broken, or ends without `done` or `error`.
    pub async fn next(&mut self) -> Result<Option<JobEvent>> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Ok(Some(event));
            }
            let Some(bytes) = self.answer.chunk().await? else {
                ensure!(self.reader.ending() == insight::wire::job::Ending::Proper, "the stream was cut");
                return Ok(None);
            };
            for read in self.reader.push(&bytes) {
                let read = read.map_err(|broken| anyhow::anyhow!("{broken}"))?;
                self.ready.push_back(read.event);
            }
        }
    }

    /// Every event up to the last.
    ///
    /// # Errors
    /// As [`Self::next`].
    pub async fn rest(&mut self) -> Result<Vec<JobEvent>> {
        let mut events = Vec::new();
        while let Some(event) = self.next().await? {
            events.push(event);
        }
        Ok(events)
    }
}

fn page() -> Result<Page> {
    let root = crate::workspace::root().join("dist");
    let mut files = Vec::new();
    if root.is_dir() {
        collect(&root, "", &mut files).context("cannot read dist/")?;
    }
    Ok(Page::of(files))
}

fn collect(folder: &Path, below: &str, files: &mut Vec<(String, Cow<'static, [u8]>)>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.push((name, Cow::Owned(std::fs::read(entry.path())?)));
        }
    }
    Ok(())
}

//! Jobs: one runs, others wait in line; each keeps its events so that a reader who lost the connection can go on.
//!
//! Takes the work as a future that reports events, gives those events, numbered, to any number of followers. Ends exactly once.

mod line;
pub mod model;
mod pace;
pub mod settings;

use crate::backend::Failure;
use insight::wire::{JobEvent, Metrics};
use line::Line;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// Jobs that ended and are kept for readers who come back.
const KEPT: usize = 16;

/// A job that nobody follows for this long is cancelled.
const PATIENCE: Duration = Duration::from_secs(10);

/// Every job of this companion.
#[derive(Debug, Default)]
pub struct Jobs {
    known: Mutex<Vec<Arc<Job>>>,
    line: Arc<Line>,
}

impl Jobs {
    /// Starts a job, or puts it in line; `None` when the line is full.
    pub fn start<W, F>(&self, work: W) -> Option<Arc<Job>>
    where
        W: FnOnce(Arc<Job>) -> F + Send + 'static,
        F: Future<Output = Result<Metrics, Failure>> + Send + 'static,
    {
        let ticket = self.line.join()?;
        let job = Arc::new(Job::new()?);
        job.report(JobEvent::Accepted { job: job.id.clone() });
        self.keep(job.clone());
        let run = job.clone();
        tokio::spawn(async move {
            let in_turn = async {
                ticket.turn(|ahead| run.report(JobEvent::Queue { ahead })).await;
                work(run.clone()).await
            };
            let end = tokio::select! {
                biased;
                () = run.cancelled.cancelled() => Err(Failure::Cancelled),
                () = run.abandoned() => Err(Failure::Cancelled),
                end = in_turn => end,
            };
            run.report(match end {
                Ok(metrics) => JobEvent::Done { metrics: Box::new(metrics) },
                Err(failure) => failure.event(),
            });
            drop(ticket);
        });
        Some(job)
    }

    /// The job with this id.
    pub fn find(&self, id: &str) -> Option<Arc<Job>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().find(|job| job.id == id).cloned()
    }

    /// Ends every job, because the companion stops.
    pub fn shut_down(&self) {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        for job in known.iter() {
            job.report(Failure::ShuttingDown.event());
            job.cancel();
        }
    }

    fn keep(&self, job: Arc<Job>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.push(job);
        while known.iter().filter(|job| job.has_ended()).count() > KEPT {
            let Some(oldest) = known.iter().position(|job| job.has_ended()) else { break };
            known.remove(oldest);
        }
    }
}

/// One job and what happened to it so far.
#[derive(Debug)]
pub struct Job {
    id: String,
    events: watch::Sender<Vec<JobEvent>>,
    cancelled: CancellationToken,
    left: Mutex<Instant>,
}

impl Job {
    /// `None` when the system gives no randomness for the id.
    fn new() -> Option<Self> {
        let mut random = [0; 16];
        getrandom::fill(&mut random).ok()?;
        Some(Self {
            id: random.iter().map(|byte| format!("{byte:02x}")).collect(),
            events: watch::Sender::default(),
            cancelled: CancellationToken::new(),
            left: Mutex::new(Instant::now()),
        })
    }

    /// Adds an event; nothing follows `done` or `error`.
    pub fn report(&self, event: JobEvent) {
        self.events.send_if_modified(|events| {
            let open = !events.last().is_some_and(JobEvent::is_last);
            if open {
                events.push(event);
            }
            open
        });
    }

    /// Stops the work, down to the model.
    pub fn cancel(&self) {
        self.cancelled.cancel();
    }

    /// The events after number `seen`, then those to come.
    pub fn follow(self: &Arc<Self>, seen: u64) -> Follower {
        Follower { events: self.events.subscribe(), job: self.clone(), seen }
    }

    fn has_ended(&self) -> bool {
        self.events.borrow().last().is_some_and(JobEvent::is_last)
    }

    fn left(&self) -> Instant {
        *self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ready when nobody has followed the job for a while.
    async fn abandoned(&self) {
        loop {
            self.events.closed().await;
            let left = self.left();
            tokio::time::sleep_until(left + PATIENCE).await;
            if self.events.is_closed() && self.left() == left {
                return;
            }
        }
    }
}

/// Reads the events of a job, each once.
#[derive(Debug)]
pub struct Follower {
    events: watch::Receiver<Vec<JobEvent>>,
    job: Arc<Job>,
    seen: u64,
}

impl Follower {
    /// The next event with its number, counted from 1; `None` after the last.
    pub async fn next(&mut self) -> Option<(u64, JobEvent)> {
        let seen = usize::try_from(self.seen).ok()?;
        let more = |events: &Vec<JobEvent>| events.len() > seen || events.last().is_some_and(JobEvent::is_last);
        let event = self.events.wait_for(more).await.ok()?.get(seen)?.clone();
        self.seen += 1;
        Some((self.seen, event))
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        *self.job.left.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::{pending, ready};

    async fn last(job: &Arc<Job>) -> JobEvent {
        let mut events = job.follow(0);
        let mut last = None;
        while let Some((_, event)) = events.next().await {
            last = Some(event);
        }
        last.unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn a_job_that_nobody_follows_is_stopped_after_ten_seconds_and_not_before() {
        let jobs = Jobs::default();
        let begun = Instant::now();
        let job = jobs.start(|_| pending()).unwrap();
        let follower = job.follow(0);
        tokio::time::sleep(PATIENCE * 3).await;
        assert!(!job.has_ended());
        drop(follower);
        // Somebody who looks in for a moment starts the ten seconds anew.
        tokio::time::sleep(PATIENCE / 2).await;
        drop(job.follow(0));
        tokio::time::sleep(PATIENCE * 9 / 10).await;
        assert!(!job.has_ended());
        tokio::time::sleep(PATIENCE / 5).await;
        assert!(job.has_ended());
        assert_eq!(last(&job).await, Failure::Cancelled.event());
        assert!(begun.elapsed() < PATIENCE * 5);
    }

    #[tokio::test]
    async fn nothing_follows_the_end() {
        let jobs = Jobs::default();
        let job = jobs.start(|_| pending()).unwrap();
        jobs.shut_down();
        assert_eq!(last(&job).await, Failure::ShuttingDown.event());
        job.report(JobEvent::Queue { ahead: 1 });
        assert_eq!(last(&job).await, Failure::ShuttingDown.event());
    }

    #[tokio::test]
    async fn the_last_jobs_that_ended_are_kept_and_running_ones_always() {
        let jobs = Jobs::default();
        let mut ended = Vec::new();
        for _ in 0..=KEPT {
            let job = jobs.start(|_| ready(Ok(Metrics::default()))).unwrap();
            last(&job).await;
            ended.push(job);
        }
        let running = jobs.start(|_| pending()).unwrap();
        let kept = |job: &Arc<Job>| jobs.find(&job.id).is_some();
        assert!(!kept(&ended[0]));
        assert!(ended[1..].iter().all(kept) && kept(&running));
    }
}

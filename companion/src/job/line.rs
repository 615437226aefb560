//! The line before the model: one job is served, the others wait in the order in which they came.

use std::collections::VecDeque;
use std::sync::Arc;
use tokio::sync::watch;

/// Most jobs that wait.
const LONGEST: usize = 16;

/// Who waits; the first is being served.
#[derive(Debug, Default)]
pub(super) struct Line {
    tickets: watch::Sender<VecDeque<u64>>,
}

impl Line {
    /// A place at the end; `None` when the line is full.
    pub(super) fn join(self: &Arc<Self>) -> Option<Ticket> {
        let mut number = None;
        self.tickets.send_if_modified(|tickets| {
            if tickets.len() <= LONGEST {
                let next = tickets.back().map_or(0, |last| last + 1);
                tickets.push_back(next);
                number = Some(next);
            }
            number.is_some()
        });
        number.map(|number| Ticket { line: self.clone(), number })
    }
}

/// A place in the line, given up when dropped.
#[derive(Debug)]
pub(super) struct Ticket {
    line: Arc<Line>,
    number: u64,
}

impl Ticket {
    /// Waits until nobody is ahead and tells how many are, each time that changes.
    pub(super) async fn turn(&self, tell: impl Fn(u64)) {
        let mut tickets = self.line.tickets.subscribe();
        let mut told = 0;
        loop {
            let ahead = tickets.borrow_and_update().iter().take_while(|number| **number != self.number).count() as u64;
            if ahead == 0 {
                return;
            }
            if ahead != told {
                tell(ahead);
                told = ahead;
            }
            // The sender lives as long as the ticket, so this never fails.
            let _ = tickets.changed().await;
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.line.tickets.send_modify(|tickets| tickets.retain(|number| *number != self.number));
    }
}

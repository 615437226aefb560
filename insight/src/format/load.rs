//! A load that was asked for and did not come: whether the server did not keep up or the client did not send.
//!
//! A run at a rate lasts as long as its requests come in plus the last answer. Where it lasts longer and its requests waited, a queue
//! grew at the server; where it lasts longer and none of them waited, they were not sent in time.

use crate::container::Ledger;
use crate::problem::{Severity, Spot};

/// Less than this share of what was asked for is another load.
const REACHED: f64 = 0.9;
/// Requests that took less than this share of the time by which the run is too long did not wait for it.
const WAITS: f64 = 0.1;

/// What a run says of its load; times in seconds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Asked {
    /// Requests a second that were asked for.
    pub rate: f64,
    /// Requests a second that came.
    pub reached: f64,
    /// Whether those were counted as they were sent, not as they were answered.
    pub is_sent: bool,
    /// Requests that were sent.
    pub count: Option<f64>,
    /// From the first request to the last answer.
    pub duration: Option<f64>,
    /// Middle time to the first token.
    pub first: Option<f64>,
    /// Middle time of the rest of an answer.
    pub rest: Option<f64>,
}

/// Says that another load came than was asked for, and why, as far as the run tells.
pub(super) fn say(ledger: &mut Ledger, spot: Spot, asked: Asked) {
    let Asked { rate, reached, .. } = asked;
    if !rate.is_finite() || reached >= REACHED * rate || !asked.is_more_than_drain() {
        return;
    }
    let came = format!("{reached:.3} requests a second of {rate}");
    let client = "give the client more processes or connections, or read it as a run at the rate that came";
    let (what, hint) = match asked.waited() {
        _ if asked.is_sent => (format!("the load was not sent: {came}"), client),
        Some((took, false)) => {
            (format!("the load was not sent: {came} came, and their answers took only {took:.3} s"), client)
        }
        Some((took, true)) => (
            format!("the server did not keep up: {came}, and answers took {took:.1} s"),
            "use a lower rate, or read it as the most that the server can do",
        ),
        None => (
            format!("the load was not reached: {came}"),
            "the file does not say whether the server was too slow or the client sent too few",
        ),
    };
    ledger.say(spot, Severity::Doubt, &what, Some(hint));
}

impl Asked {
    /// Whether the run is longer than sending its requests and writing the last answer takes.
    fn is_more_than_drain(&self) -> bool {
        let (Some(count), Some(rest)) = (self.count, self.rest) else { return true };
        let expected = count / (count / self.rate + rest.max(0.0));
        self.reached < REACHED * expected
    }

    /// How long an answer took, and whether that is long beside the time by which the run is too long.
    fn waited(&self) -> Option<(f64, bool)> {
        let beyond = self.duration? - self.count? / self.rate;
        let took = self.first.unwrap_or(0.0) + self.rest.unwrap_or(0.0);
        (took > 0.0).then_some((took, took >= WAITS * beyond))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(asked: Asked, expected: &Expect) {
        let mut ledger = Ledger::new("run.json");
        say(&mut ledger, Spot::Whole, asked);
        let said: String = ledger.problems.iter().map(|problem| format!("{problem}\n")).collect();
        expected.assert_eq(&said);
    }

    #[test]
    fn a_queue_at_the_server_and_a_client_that_sends_too_few_are_told_apart() {
        // 400 requests at 8 a second are sent in 50 seconds; 200 seconds passed.
        let slow = Asked { rate: 8.0, reached: 2.0, count: Some(400.0), duration: Some(200.0), ..Asked::default() };
        check(
            Asked { first: Some(70.0), rest: Some(5.0), ..slow },
            &expect![[r#"
                the server did not keep up: 2.000 requests a second of 8, and answers took 75.0 s
                hint: use a lower rate, or read it as the most that the server can do
            "#]],
        );
        check(
            Asked { first: Some(0.05), rest: Some(0.2), ..slow },
            &expect![[r#"
                the load was not sent: 2.000 requests a second of 8 came, and their answers took only 0.250 s
                hint: give the client more processes or connections, or read it as a run at the rate that came
            "#]],
        );
        check(
            slow,
            &expect![[r#"
            the load was not reached: 2.000 requests a second of 8
            hint: the file does not say whether the server was too slow or the client sent too few
        "#]],
        );
        check(
            Asked { is_sent: true, rate: 8.0, reached: 4.0, ..Asked::default() },
            &expect![[r#"
                the load was not sent: 4.000 requests a second of 8
                hint: give the client more processes or connections, or read it as a run at the rate that came
            "#]],
        );
    }

    #[test]
    fn a_load_that_came_and_a_short_run_with_long_answers_are_no_doubt() {
        check(Asked { rate: 8.0, reached: 7.5, ..Asked::default() }, &expect![[r#""#]]);
        check(Asked { rate: f64::INFINITY, reached: 7.5, ..Asked::default() }, &expect![[r#""#]]);
        // Twenty requests at one a second, each of five seconds: the run takes 25 seconds.
        let short = Asked { rate: 1.0, reached: 0.8, count: Some(20.0), duration: Some(25.0), ..Asked::default() };
        check(Asked { first: Some(0.1), rest: Some(4.9), ..short }, &expect![[r#""#]]);
    }
}

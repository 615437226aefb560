//! How fast the statistics are beside NumPy and SciPy: `cargo xtask bench statistics` runs this.
//!
//! Both sides read the same doubles and answer the same questions in one run, median of five, turn by turn, so that
//! whatever else the machine does disturbs both alike; the answers are compared too.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement that a person reads and that may stop")]
#![expect(clippy::disallowed_methods, reason = "it measures time")]

use insight::statistics::{MannWhitney, special};
use insight::statistics::{Purpose, Stream, describe, hodges_lehmann, p_of_change, strongest_change, studentized};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitCode, Stdio};
use std::time::Instant;

const ROUNDS: usize = 5;
const RESAMPLES: usize = 10_000;
const PERMUTATIONS: u32 = 499;

/// One question: how long it took, and the answers that must be those of the other side.
struct Answered {
    name: &'static str,
    what: &'static str,
    seconds: f64,
    answers: Vec<f64>,
    /// Seconds and answers of the other side; nothing where it is not asked.
    theirs: Option<Vec<f64>>,
    bar: Bar,
}

/// What is asked of us.
#[derive(Clone, Copy)]
enum Bar {
    /// That many times as fast as the other side.
    Faster(f64),
    /// No longer than that, seconds.
    Within(f64),
}

fn main() -> ExitCode {
    // Cargo adds `--bench`.
    let Some(python) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else {
        println!("expected a Python that has NumPy and SciPy: cargo xtask bench statistics");
        return ExitCode::FAILURE;
    };
    let samples = Samples::draw();
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench-statistics");
    samples.write(&folder);
    let answered = samples.ask(Other::start(&python, &folder));
    std::fs::remove_dir_all(&folder).unwrap();
    if print(&answered) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Times with a long tail, as benchmarks have them.
fn times(stream: u32, n: usize, center: f64) -> Vec<f64> {
    let mut stream = Stream::new(7, stream, Purpose::Resample);
    let mut value = || {
        let share = (f64::from(stream.word()) + 0.5) / 4_294_967_296.0;
        center * libm::exp(0.3 * special::normal_quantile(share))
    };
    (0..n).map(|_| value()).collect()
}

struct Samples(BTreeMap<&'static str, Vec<f64>>);

impl Samples {
    fn draw() -> Self {
        let shapes = [
            ("large", 1_000_000, 0.5),
            ("many", 100_000, 0.5),
            ("others", 100_000, 0.5001),
            ("few", 200, 0.5),
            ("before", 2000, 0.5),
            ("after", 2000, 0.51),
            ("series", 1000, 0.5),
        ];
        Self(shapes.iter().zip(0..).map(|((name, n, center), at)| (*name, times(at, *n, *center))).collect())
    }

    fn write(&self, folder: &Path) {
        std::fs::create_dir_all(folder).unwrap();
        for (name, values) in &self.0 {
            let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
            std::fs::write(folder.join(format!("{name}.f64")), bytes).unwrap();
        }
    }

    /// Every question in turn, first ours, then theirs.
    fn ask(&self, mut other: Other) -> Vec<Answered> {
        let of = |name: &str| self.0[name].as_slice();
        let mut all = Vec::new();
        let mut ask = |name, what, bar, question: &dyn Fn() -> Vec<f64>| {
            let (mut seconds, mut answers) = (Vec::new(), Vec::new());
            let mut theirs = Vec::new();
            for _ in 0..ROUNDS {
                let began = Instant::now();
                answers = question();
                seconds.push(began.elapsed().as_secs_f64());
                if matches!(bar, Bar::Faster(_)) {
                    theirs.push(other.ask(name));
                }
            }
            seconds.sort_by(f64::total_cmp);
            theirs.sort_by(|a, b| a[0].total_cmp(&b[0]));
            let theirs = theirs.into_iter().nth(ROUNDS / 2);
            all.push(Answered { name, what, seconds: seconds[ROUNDS / 2], answers, theirs, bar });
        };
        ask("describe", "describe, 10^6 values", Bar::Faster(1.5), &|| {
            let it = describe(&mut of("large").to_vec(), 0, 0);
            let answers = [it.mean, it.sd, it.min, it.max, it.median, it.p75, it.p90, it.p95, it.p99];
            answers.map(Option::unwrap).to_vec()
        });
        ask("mann_whitney", "Mann-Whitney, 10^5 and 10^5", Bar::Faster(2.0), &|| {
            let it = MannWhitney::of(of("many"), of("others")).unwrap();
            vec![it.u, it.p_value()]
        });
        ask("studentized", "resampled t, n = 200, B = 10,000", Bar::Faster(1.5), &|| {
            studentized(of("few"), 0.95, RESAMPLES, 1).unwrap().ends.to_vec()
        });
        ask("hodges_lehmann", "Hodges-Lehmann, 2,000 and 2,000", Bar::Faster(5.0), &|| {
            let it = hodges_lehmann(of("before"), of("after"), 0.95).unwrap();
            vec![it.estimate, it.ends[0], it.ends[1]]
        });
        ask("change", "change of 1,000 points, 499 orders", Bar::Within(1.5), &|| {
            let change = strongest_change(of("series"), 3).unwrap();
            vec![change.strength, p_of_change(of("series"), 3, PERMUTATIONS, 1).unwrap()]
        });
        all
    }
}

/// NumPy and SciPy, waiting for the next question.
struct Other {
    child: Child,
    questions: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Other {
    fn start(python: &str, folder: &Path) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/statistics.py");
        let mut command = Command::new(python);
        // One thread each: what is compared is the work.
        command.arg(script).arg(folder).env("OMP_NUM_THREADS", "1").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (questions, answers) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Self { child, questions, answers: BufReader::new(answers).lines() }
    }

    /// Seconds, then answers.
    fn ask(&mut self, name: &str) -> Vec<f64> {
        writeln!(self.questions, "{name}").unwrap();
        let line = self.answers.next().unwrap().unwrap();
        line.split(' ').map(|number| number.parse().unwrap()).collect()
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Draws differ from side to side, so that both intervals only lie near each other.
fn agrees(name: &str, ours: &[f64], theirs: &[f64]) -> bool {
    let reach = if name == "studentized" { 0.01 } else { 1e-9 };
    ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| (a - b).abs() <= reach * b.abs())
}

/// The table; says whether every bar was held.
fn print(answered: &[Answered]) -> bool {
    println!("| question | ours, ms | theirs, ms | ratio | bar | |\n|---|---|---|---|---|---|");
    let mut all = true;
    for it in answered {
        let other = it.theirs.as_ref();
        let same = other.is_none_or(|other| agrees(it.name, &it.answers, &other[1..]));
        let ratio = other.map(|other| other[0] / it.seconds);
        let (bar, held) = match it.bar {
            Bar::Faster(bar) => (format!("{bar} times"), ratio.is_some_and(|ratio| ratio >= bar)),
            Bar::Within(bar) => (format!("{bar} s"), it.seconds <= bar),
        };
        let word = if !same {
            "OTHER ANSWER"
        } else if held {
            "held"
        } else {
            "MISSED"
        };
        let ms = |seconds: f64| format!("{:.2}", seconds * 1e3);
        let theirs = other.map_or("–".to_owned(), |other| ms(other[0]));
        let ratio = ratio.map_or("–".to_owned(), |ratio| format!("{ratio:.1}"));
        println!("| {} | {} | {theirs} | {ratio} | {bar} | {word} |", it.what, ms(it.seconds));
        all &= same && held;
    }
    all
}

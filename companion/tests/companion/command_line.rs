//! The command line in-process: what it writes, where, and how it ends.

use crate::fake::{self, WHOLE, answer};
use crate::support::NOWHERE;
use companion::cli;
use expect_test::{Expect, expect};
use insight::dataset::Dataset;
use insight::format::FORMATS;
use insight::reading::FileReader;
use insight::report;
use insight::summary::Summary;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

const RUNS: &str = "model,ttft_ms\nsmall,64\nsmall,66\nlarge,131\n";
const NOTES: &str = "# Notes\n\nFine.\n";

/// A folder that goes away with the test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let name = format!("chimera-insight-test-{}-{}", std::process::id(), MADE.fetch_add(1, SeqCst));
        let folder = Self(std::env::temp_dir().join(name));
        for (path, text) in files {
            let path = folder.0.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    pub(crate) fn path(&self, path: &str) -> String {
        self.0.join(path).to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

/// Runs one command; gives how it ended and what it wrote.
pub(crate) async fn run(arguments: &[&str]) -> (ExitCode, String, String) {
    let arguments = ["chimera-insight"].iter().chain(arguments).map(OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = cli::run(arguments, &mut out, &mut err).await;
    (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

pub(crate) async fn written(arguments: &[&str]) -> String {
    let (code, out, err) = run(arguments).await;
    assert_eq!((code, err.as_str()), (ExitCode::SUCCESS, ""), "{out}");
    out
}

/// The same files through the core, as the page does it: by path and bytes.
fn summary(files: &[(&str, &str)]) -> Summary {
    let readings = files.iter().map(|(path, text)| {
        let mut reader = FileReader::new(path);
        reader.push(text.as_bytes());
        reader.finish()
    });
    Summary::of(&Dataset::of(readings.collect()))
}

/// The summary in what `summarize --format json` writes.
fn summary_in(json: &str) -> Summary {
    let listing: serde_json::Value = serde_json::from_str(json).unwrap();
    serde_json::from_value(listing["summary"].clone()).unwrap()
}

async fn paths_of(arguments: &[&str]) -> Vec<String> {
    let json = written(&[&["summarize", "--format", "json"], arguments].concat()).await;
    summary_in(&json).files.into_iter().map(|file| file.path).collect()
}

#[tokio::test]
async fn the_text_is_that_of_the_page_byte_for_byte() {
    let folder = Folder::of(&[("b/runs.csv", RUNS), ("a.md", NOTES)]);
    let summary = summary(&[("a.md", NOTES), ("b/runs.csv", RUNS)]);
    let format = async |format: &str| written(&["summarize", &folder.path(""), "--format", format]).await;
    assert_eq!(format("markdown").await, report::deterministic(&summary));
    assert_eq!(format("html").await, report::html(&summary));
    assert_eq!(format("text").await, report::text(&summary));
    assert_eq!(summary_in(&format("json").await), summary);
    assert_eq!(written(&["report", &folder.path("")]).await, report::deterministic(&summary));
    assert!(format("markdown").await.contains("131"), "the report says nothing of the data");
}

#[tokio::test]
async fn files_are_named_from_their_common_folder_whatever_their_order() {
    let folder = Folder::of(&[("x/a.csv", RUNS), ("x/b/c.csv", RUNS), ("y/d.csv", RUNS)]);
    assert_eq!(paths_of(&[&folder.path("x")]).await, ["a.csv", "b/c.csv"]);
    assert_eq!(paths_of(&[&folder.path("x/a.csv")]).await, ["a.csv"]);
    let (one, other) = (folder.path("y"), folder.path("x/b"));
    assert_eq!(paths_of(&[&one, &other]).await, ["x/b/c.csv", "y/d.csv"]);
    assert_eq!(paths_of(&[&other, &one, &one]).await, ["x/b/c.csv", "y/d.csv"]);
    let roundabout = folder.path("x/../x/b/../a.csv");
    assert_eq!(paths_of(&[&roundabout, &folder.path("x/a.csv")]).await, ["a.csv"]);
}

#[tokio::test]
async fn hidden_files_build_folders_and_links_inside_a_folder_are_left_out() {
    let folder = Folder::of(&[
        ("in/a.csv", RUNS),
        ("in/.hidden.csv", RUNS),
        ("in/.git/b.csv", RUNS),
        ("in/target/c.csv", RUNS),
        ("in/sub/node_modules/d.csv", RUNS),
        ("in/sub/target.csv", RUNS),
        ("out/e.csv", RUNS),
        ("target/f.csv", RUNS),
    ]);
    #[cfg(unix)]
    {
        let link = |to: &Path, at: &str| std::os::unix::fs::symlink(to, folder.path(at)).unwrap();
        link(&folder.0.join("out"), "in/away");
        link(&folder.0.join("out/e.csv"), "in/away.csv");
        link(&folder.0.join("in"), "in/around");
        link(Path::new("/nowhere"), "in/broken.csv");
    }
    assert_eq!(paths_of(&[&folder.path("in")]).await, ["a.csv", "sub/target.csv"]);
    assert_eq!(paths_of(&[&folder.path("target")]).await, ["f.csv"], "a folder that is named is meant");
}

#[tokio::test]
async fn a_model_writes_the_report_and_its_metrics_follow() {
    let folder = Folder::of(&[("runs.csv", RUNS)]);
    let (url, asked) = fake::ollama(|| answer(WHOLE.as_bytes())).await;
    let arguments =
        ["report", &folder.path(""), "--model", "gemma3", "--ollama", &url, "--seed", "-3", "--top-p", "0.9"];
    let (code, out, err) = run(&arguments).await;
    assert_eq!(code, ExitCode::SUCCESS, "{err}");
    assert!(err.starts_with("Loading `gemma3`\nWriting the executive summary\nwarning: "), "{err}");
    assert!(err.contains("\nWriting the conclusion\n"), "{err}");
    // What the model states is not in the data: the data tell every part.
    assert!(out.starts_with("# Chimera Insight\n") && !out.contains("64 µs"), "{out}");
    assert!(out.contains("Told by the data instead of gemma3: executive summary, findings"), "{out}");
    assert_eq!(report::contract(&out), []);
    assert!(err.contains("\n## Conclusion\n\nThe data tell this part.\n"), "{err}");
    for line in [
        "| Time to first token |",
        "| Tokens/s | 5,000 tokens/s |",
        "Statements checked: all",
        "| Phase: ingest |",
        "| seed | -3 |",
        "| top_k | default |",
    ] {
        assert!(out.contains(line), "{line} is missing: {out}");
    }
    let (text, data) = (folder.path("report.md"), folder.path("runs.csv"));
    std::fs::write(&text, &out).unwrap();
    let checked = written(&["check", &text, "--data", &data]).await;
    assert!(checked.ends_with("\ncontract kept\n"), "{checked}");
    std::fs::write(&text, out.replace("## 6. Risks", "## 6. Others")).unwrap();
    let checked = written(&["check", &text, "--data", &data]).await;
    assert!(checked.contains("\ncontract: Risks: the section is missing; add a numbered section"), "{checked}");
    let asked = asked.lock().unwrap();
    assert_eq!((asked.len(), &asked[0]["options"]["seed"]), (10, &serde_json::json!(-3)));
    assert!(asked[0]["messages"][1]["content"].as_str().unwrap().contains("131 ms"), "{}", asked[0]);
}

#[tokio::test]
async fn a_missing_model_is_got_first_when_asked_for_and_one_that_is_there_is_not() {
    let folder = Folder::of(&[("runs.csv", RUNS)]);
    let (url, _) = fake::ollama(|| answer(WHOLE.as_bytes())).await;
    let said =
        async |model: &str| run(&["report", &folder.path(""), "--model", model, "--pull", "--ollama", &url]).await.2;
    assert!(said("gemma3").await.starts_with("Loading `gemma3`\nWriting the executive summary\n"));
    expect![[r#"
        Getting `gemma3:27b`
          pulling manifest
          pulling 6f2a
          pulling 6f2a, 45 %
          pulling 6f2a, 100 %
          success
        Loading `gemma3:27b`
    "#]]
    .assert_eq(said("gemma3:27b").await.split_inclusive("Writing").next().unwrap().trim_end_matches("Writing"));
}

#[tokio::test]
async fn a_person_may_know_better_what_a_file_and_its_columns_are() {
    let folder = Folder::of(&[("runs.csv", RUNS), ("corrections.json", CORRECTIONS), ("broken.json", "{}")]);
    let runs = folder.path("runs.csv");
    let roles = async |more: &[&str]| {
        let json = written(&[&["roles", &runs], more].concat()).await;
        let columns: serde_json::Value = serde_json::from_str(&json).unwrap();
        columns
            .as_array()
            .unwrap()
            .iter()
            .map(|of| format!("{} {} {}", of["column"], of["role"], of["unit"]))
            .collect::<Vec<_>>()
    };
    assert_eq!(roles(&[]).await, [r#""model" "parameter" """#, r#""ttft_ms" "measurement" "s""#]);
    let corrections = folder.path("corrections.json");
    let corrected = roles(&["--corrections", &corrections]).await;
    assert_eq!(corrected, [r#""model" "identifier" """#, r#""ttft_ms" "parameter" "s""#]);
    let said = written(&["formats", &runs]).await;
    assert!(said.starts_with("runs.csv\n  likely  csv: header row of 2 columns, 3 rows\n  no"), "{said}");
    assert!(said.contains("llama-bench: key `build_commit` missing"), "{said}");
    let listed = written(&["formats", "--format", "markdown"]).await;
    assert!(listed.starts_with("| format | what it is |\n|---|---|\n"), "{listed}");
    let (_, _, err) = run(&["roles", &runs, "--corrections", &folder.path("broken.json")]).await;
    assert!(err.contains("broken.json` holds no corrections of columns"), "{err}");
    fails(
        &["summarize", &runs, "--as", "excel"],
        &expect![[r#"
        ---
        error: there is no format `excel`
        hint: `chimera-insight formats` lists them
    "#]],
    )
    .await;
}

#[tokio::test]
async fn quantiles_are_those_of_another_tool_when_asked_for() {
    let runs: String = (1..=10).map(|value| format!("{value}\n")).collect();
    let folder = Folder::of(&[("runs.csv", &format!("tokens_per_second\n{runs}"))]);
    let path = folder.path("runs.csv");
    let quartiles = async |more: &[&str]| {
        let json = written(&[&["summarize", "--format", "json", &path], more].concat()).await;
        let statistics = summary_in(&json).studies[0].metrics[0].groups[0].statistics.clone();
        [statistics.p25, statistics.median, statistics.p75].map(|value| format!("{:.4}", value.unwrap())).join(" ")
    };
    assert_eq!(quartiles(&[]).await, "3.2500 5.5000 7.7500");
    // h = (n + 1) q, n q + 1/2 and (n + 1/3) q + 1/3 of Hyndman and Fan.
    assert_eq!(quartiles(&["--quantiles", "6"]).await, "2.7500 5.5000 8.2500");
    assert_eq!(quartiles(&["--quantiles", "5"]).await, "3.0000 5.5000 8.0000");
    assert_eq!(quartiles(&["--quantiles", "8"]).await, "2.9167 5.5000 8.0833");
    let (code, _, err) = run(&["summarize", &path, "--quantiles", "10"]).await;
    assert_ne!(code, ExitCode::SUCCESS);
    assert!(err.contains("10 is not in 1..=9"), "{err}");
}

const CORRECTIONS: &str = r#"[{"column": "model", "format": "csv", "role": "identifier"},
    {"column": "ttft_ms", "format": "csv", "role": "parameter"}]"#;

pub(crate) async fn fails(arguments: &[&str], expected: &Expect) {
    let (code, out, err) = run(arguments).await;
    assert_ne!(code, ExitCode::SUCCESS);
    expected.assert_eq(&format!("{}---\n{err}", out.trim_start()));
}

#[tokio::test]
async fn an_error_is_said_once_with_what_to_do() {
    let empty = Folder::of(&[("in/.hidden", "")]);
    let (code, out, err) = run(&["summarize", &empty.path("in")]).await;
    assert_eq!((code, out), (ExitCode::FAILURE, String::new()));
    assert!(err.starts_with("error: there is no file in `"), "{err}");

    let folder = Folder::of(&[("runs.csv", RUNS)]);
    let path = folder.path("runs.csv");
    fails(&["report", &path, "--model", "gemma3", "--ollama", NOWHERE], &expect![[r#"
        ---
        error: cannot reach Ollama at `http://127.0.0.1:1/`: Connection refused (os error 111). Start it with `ollama serve`, or say where it is with `--ollama`
        hint: leave out `--model` for the report that needs no model
    "#]]).await;
    fails(
        &["report", &path, "--model", "gemma3", "--temperature", "99"],
        &expect![[r#"
        ---
        error: expected `temperature` from 0 to 10, but found 99
    "#]],
    )
    .await;
    fails(
        &["summarize", "/nowhere/at-all"],
        &expect![[r#"
        ---
        error: cannot find `/nowhere/at-all`: No such file or directory (os error 2)
    "#]],
    )
    .await;
    fails(
        &["serve", "--listen", "0.0.0.0:4173"],
        &expect![[r#"
        ---
        error: `0.0.0.0:4173` can be reached from other machines, and the companion has no sign-in
        hint: listen on `127.0.0.1` and forward the port: `ssh -L 4173:127.0.0.1:4173 THIS_MACHINE`
    "#]],
    )
    .await;
    fails(
        &["serve", "--ollama", "ftp://gpu"],
        &expect![[r#"
        ---
        error: expected the address of Ollama as `http://HOST:PORT`, but found `ftp://gpu`
        hint: set `--ollama` or `OLLAMA_HOST`
    "#]],
    )
    .await;
    fails(
        &["summarize"],
        &expect![[r#"
        ---
        error: the following required arguments were not provided:
          <PATH>...

        Usage: chimera-insight summarize <PATH>...

        For more information, try '--help'.
    "#]],
    )
    .await;
}

#[tokio::test]
async fn an_address_in_use_is_named_with_what_to_do() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (code, _, err) = run(&["serve", "--listen", &address]).await;
    assert_eq!(code, ExitCode::FAILURE);
    assert!(err.starts_with(&format!("error: cannot listen on `{address}`: ")), "{err}");
    assert!(err.ends_with("\nhint: choose another address with `--listen 127.0.0.1:PORT`\n"), "{err}");
}

#[tokio::test]
async fn the_doctor_says_what_is_there_and_what_is_missing() {
    let (_, out, _) = run(&["doctor", "--ollama", NOWHERE]).await;
    let ollama = out.lines().find(|line| line.contains("Ollama:")).unwrap();
    expect!["missing  Ollama: cannot reach Ollama at `http://127.0.0.1:1/`: Connection refused (os error 111). Start it with `ollama serve`, or say where it is with `--ollama`"].assert_eq(ollama);

    let (url, _) = fake::ollama(|| answer(b"")).await;
    let (_, out, _) = run(&["doctor", "--ollama", &url]).await;
    let lines: Vec<&str> = out.lines().filter(|line| !line.contains("page")).collect();
    expect![[r#"
        ok       Ollama: version 0.24.0 at URL/
        ok       models: gemma3:latest"#]]
    .assert_eq(&lines.join("\n").replace(&url, "URL"));
}

#[tokio::test]
async fn every_format_is_listed() {
    let shown = written(&["formats"]).await;
    assert_eq!(shown.lines().count(), FORMATS.len());
    for (line, format) in shown.lines().zip(FORMATS) {
        assert!(line.starts_with(format.id()) && line.ends_with(format.name()), "{line}");
    }
}

#[tokio::test]
async fn help_and_version_go_to_standard_output() {
    assert_eq!(written(&["--version"]).await, format!("chimera-insight {}\n", env!("CARGO_PKG_VERSION")));
    assert!(written(&["report", "--help"]).await.contains("--repeat-penalty"));
}

//! The page's comparison and its worker's statistics, held against those of native code.

use anyhow::{Context, Result, ensure};
use insight::compare::{Comparison, Policy, cells};
use insight::dataset::Dataset;
use insight::golden;
use insight::reading::FileReader;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tests::browser::Browser;
use tests::companion::Companion;
use tests::process::free_port;
use tests::workspace::{root, target};

/// Groups of cases that other functions answer.
const NOT_STATISTICS: [&str; 4] = ["claims", "seed_claims", "numtok", "match"];

async fn page() -> Result<(Companion, Browser)> {
    let companion = Companion::start(&format!("http://127.0.0.1:{}", free_port()?))?;
    let browser = Browser::start().await?;
    browser.listen().await?;
    browser.open(&companion.url).await?;
    browser.until("heard.some(text => JSON.parse(text).type === 'ready')").await?;
    Ok((companion, browser))
}

/// Twenty prompts, each answered by two models; the second metric does not change.
fn rows(factor: f64) -> String {
    let row = |at: u32, model: &str, slow: f64| {
        let time = slow * factor * (1.0 + 0.05 * f64::from(at)) * (1.0 + 0.01 * f64::from(at * 7 % 5));
        format!("{model},question {at},{time:.3},{:.2}\n", 40.0 / slow + f64::from(at * 3 % 7) / 10.0)
    };
    let rows = (0..20).flat_map(|at| [row(at, "small", 1.0), row(at, "large", 3.0)]);
    format!("model,prompt,ttft_s,tokens_per_s\n{}", rows.collect::<String>())
}

fn dataset(path: &str, text: &str) -> Dataset {
    let mut reader = FileReader::new(path);
    reader.push(text.as_bytes());
    Dataset::of(vec![reader.finish()])
}

#[tokio::test]
async fn two_folders_are_compared_as_the_command_line_does() -> Result<()> {
    let folder = target().join("tests").join(format!("compare-{}", std::process::id()));
    for (side, factor) in [("old", 1.0), ("new", 1.1)] {
        std::fs::create_dir_all(folder.join(side))?;
        std::fs::write(folder.join(side).join("runs.csv"), rows(factor))?;
    }
    let (_companion, browser) = page().await?;
    browser.drop_path(&folder).await?;
    let value = |id: &str, words: &str| {
        format!(
            "[...document.querySelectorAll('[data-testid={id}] option')].find(option => option.text === '{words}')?.value"
        )
    };
    for (id, side) in [("baseline", "old/"), ("candidate", "new/")] {
        let chosen = browser.until(&value(id, side)).await?;
        browser.choose(&format!("[data-testid={id}]"), chosen.as_str().context("a choice")?).await?;
    }
    browser.click("[data-testid=compare]").await?;
    browser.text("[data-testid=comparison]").await?;

    let (old, new) = (dataset("old/runs.csv", &rows(1.0)), dataset("new/runs.csv", &rows(1.1)));
    let expected: Vec<Vec<String>> =
        Comparison::of(&old, &new, &Policy::default()).metrics.iter().map(|it| cells(it).to_vec()).collect();
    let cells = "[...document.querySelectorAll('.comparison tbody tr')].map(row => [...row.cells].map(cell => cell.textContent))";
    let shown: Vec<Vec<String>> = serde_json::from_value(browser.value(cells).await?)?;
    assert_eq!(shown, expected);
    ensure!(shown.iter().any(|row| row[5] == "worse"), "{shown:?}");
    let spans = browser.value("document.querySelectorAll('[data-testid=intervals] svg .span').length").await?;
    assert_eq!(spans, json!(expected.len()));

    browser.value("document.querySelector('#compare').scrollIntoView()").await?;
    browser.screenshot("compare-light").await?;
    browser.prefer("dark").await?;
    browser.screenshot("compare-dark").await?;
    browser.width(390).await?;
    browser.value("document.querySelector('#compare').scrollIntoView()").await?;
    browser.screenshot("compare-phone").await?;
    let too_wide = browser.value("document.documentElement.scrollWidth > document.documentElement.clientWidth").await?;
    assert_eq!(too_wide, json!(false), "the page is wider than a telephone");
    let complaints = browser.complaints().await?;
    ensure!(complaints.is_empty(), "the browser complains:\n{}", complaints.join("\n"));
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

/// The files of known answers beside the repository.
///
/// Where they are not there, cases of the project's own are asked, so that the test never passes by asking nothing.
fn known_answers() -> Result<Vec<String>> {
    let folder: PathBuf = root().join("../shared/golden");
    let mut texts = vec![
        json!({ "meta": { "group": "describe" }, "cases": [
        { "id": "own", "input": { "x": [0.1, 0.2, 0.4, 1e300, -7.5, 1e-300, 3.3] }, "expect": {} } ] })
        .to_string(),
    ];
    ensure!(folder.is_dir() || std::env::var_os("CI").is_none(), "the known answers are missing: `../shared/golden`");
    let Ok(listed) = std::fs::read_dir(folder) else { return Ok(texts) };
    for entry in listed {
        let path = entry?.path();
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        if is_json(&path) && !NOT_STATISTICS.contains(&stem.as_str()) {
            texts.push(std::fs::read_to_string(path)?);
        }
    }
    Ok(texts)
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "json")
}

#[tokio::test]
async fn every_statistic_has_the_same_digits_in_webassembly() -> Result<()> {
    let (_companion, browser) = page().await?;
    let mut compared = 0;
    for text in known_answers()? {
        let message = json!({ "type": "known_answers", "cases": text }).to_string();
        browser.value("(heard.length = 0, true)").await?;
        browser.value(&format!("(workers[0].postMessage({{ message: {}, files: [] }}), true)", json!(message))).await?;
        let said = browser.until("heard.find(text => text.startsWith('{\"type\":\"known_answers\"'))").await?;
        let said: Value = serde_json::from_str(said.as_str().context("a message is text")?)?;
        let lines: Vec<String> = serde_json::from_value(said["lines"].clone())?;
        let native = golden::answers(&text).map_err(anyhow::Error::msg)?;
        compared += native.len();
        assert_eq!(lines, native);
    }
    ensure!(compared > 0, "no case was compared");
    Ok(())
}

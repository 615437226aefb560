//! The real page in a real Chromium, served by a real companion: what a person sees and does.

use anyhow::{Context, Result, ensure};
use insight::profile::ColumnProfile;
use insight::summary::Summary;
use serde_json::{Value, json};
use std::path::Path;
use tests::browser::Browser;
use tests::companion::Companion;
use tests::corpus::Corpus;
use tests::ollama::{ENDLESS, RealOllama};
use tests::process::free_port;

/// The page with nothing in it.
async fn page(companion: &Companion) -> Result<Browser> {
    let browser = Browser::start().await?;
    browser.listen().await?;
    browser.open(&companion.url).await?;
    browser.text("h1").await?;
    Ok(browser)
}

/// The page with its sample data read.
async fn page_with_samples(companion: &Companion) -> Result<Browser> {
    let browser = page(companion).await?;
    browser.click("[data-testid=sample-button]").await?;
    browser.text("[data-testid=report]").await?;
    Ok(browser)
}

/// The last message of the page's workers for which an expression over `said` is true.
async fn heard(browser: &Browser, wanted: &str) -> Result<Value> {
    let message = browser.until(&format!("heard.findLast(text => (said => {wanted})(JSON.parse(text)))")).await?;
    Ok(serde_json::from_str(message.as_str().context("a message is text")?)?)
}

async fn no_complaints(browser: &Browser) -> Result<()> {
    let complaints = browser.complaints().await?;
    ensure!(complaints.is_empty(), "the browser complains:\n{}", complaints.join("\n"));
    Ok(())
}

#[tokio::test]
async fn the_empty_page_says_what_to_drop_and_that_the_companion_is_ready() -> Result<()> {
    let ollama = RealOllama::shared().await?;
    let companion = Companion::start(&ollama.url)?;
    let browser = page(&companion).await?;
    assert_eq!(browser.text("h1").await?, "Drop benchmark files");
    browser.until("document.querySelector('[data-testid=companion-state]').innerText.includes('2 models')").await?;
    browser.screenshot("empty-light").await?;
    browser.prefer("dark").await?;
    browser.screenshot("empty-dark").await?;
    no_complaints(&browser).await
}

#[tokio::test]
async fn the_page_describes_data_without_a_model() -> Result<()> {
    let companion = Companion::start(&format!("http://127.0.0.1:{}", free_port()?))?;
    let browser = page_with_samples(&companion).await?;
    let state = browser.text("[data-testid=companion-state]").await?;
    ensure!(state.contains("no model"), "{state}");
    let may_write = browser.value("!document.querySelector('[data-testid=write-report]').disabled").await?;
    assert_eq!(may_write, json!(false), "there is nobody to write a report");
    ensure!(browser.text(".writer").await?.contains("ollama serve"), "the page does not say how to start Ollama");
    browser.until("document.querySelector('[data-testid=chart] svg') !== null").await?;
    browser.screenshot("samples-light").await?;
    browser.prefer("dark").await?;
    browser.value("document.querySelector('#report').scrollIntoView()").await?;
    browser.screenshot("samples-report-dark").await?;
    browser.value("document.querySelector('#statistics').scrollIntoView()").await?;
    browser.screenshot("samples-statistics-dark").await?;
    browser.prefer("light").await?;
    browser.width(390).await?;
    browser.value("document.documentElement.scrollIntoView()").await?;
    browser.screenshot("samples-phone").await?;
    let too_wide = browser.value("document.documentElement.scrollWidth > document.documentElement.clientWidth").await?;
    assert_eq!(too_wide, json!(false), "the page is wider than a telephone");
    no_complaints(&browser).await
}

#[tokio::test]
async fn a_dropped_folder_is_counted_described_and_reported_on() -> Result<()> {
    let Some(corpus) = Corpus::seed101()? else { return Ok(()) };
    let ollama = RealOllama::shared().await?;
    let companion = Companion::start(&ollama.url)?;
    let browser = page(&companion).await?;
    browser.drop_path(&corpus.folder).await?;
    let said = heard(&browser, "said.type === 'summary' && said.summary.totals.files === 101").await?;
    let report = said["report"].as_str().context("a report")?;
    let summary: Summary = serde_json::from_value(said["summary"].clone())?;

    let counted: Vec<u64> = summary.totals.kinds.iter().map(|kind| kind.files).collect();
    assert_eq!(counted, [28, 44, 29], "CSV, JSON, Markdown");
    let uses = summary.totals.uses;
    assert_eq!(uses.measured + uses.repeats + uses.unusable + uses.documents, 101);
    let counts = browser.text(".counts").await?;
    ensure!(counts.contains("101 files") && counts.contains("28 CSV, 44 JSON, 29 Markdown"), "{counts}");
    let shown = browser.text("[data-testid=report]").await?;
    for count in ["28", "44", "29"] {
        ensure!(shown.contains(count), "{count} is not in the report:\n{shown}");
    }
    browser.screenshot("loaded-light").await?;
    browser.prefer("dark").await?;
    browser.screenshot("loaded-dark").await?;
    browser.prefer("light").await?;

    assert_eq!(report, command_line(&corpus.folder, "markdown").await?, "the page and the command line differ");
    let listing: Value = serde_json::from_str(&command_line(&corpus.folder, "json").await?)?;
    assert_eq!(summary, serde_json::from_value(listing["summary"].clone())?);
    compare_profiles(&browser, &corpus).await?;
    report_is_streamed(&browser).await?;
    no_complaints(&browser).await
}

#[tokio::test]
async fn statistics_are_sorted_by_any_column_and_filtered_by_words() -> Result<()> {
    let companion = Companion::start(&format!("http://127.0.0.1:{}", free_port()?))?;
    let browser = page_with_samples(&companion).await?;
    let column = async |at: usize| -> Result<Vec<String>> {
        let cells =
            format!("[...document.querySelectorAll('.statistics tbody tr')].map(row => row.cells[{at}].innerText)");
        Ok(serde_json::from_value(browser.value(&cells).await?)?)
    };
    browser.text("[data-testid=statistics-table]").await?;
    let by_median = ["zstd -1", "gzip -1", "zstd -9", "gzip -6", "xz -1"];
    let median = "[...document.querySelectorAll('.statistics th button')].find(head => head.innerText === 'median')";
    browser.value(&format!("{median}.click()")).await?;
    browser.until(&format!("{median}.closest('th').ariaSort === 'ascending'")).await?;
    assert_eq!(column(1).await?, by_median);
    browser.value(&format!("{median}.click()")).await?;
    browser.until(&format!("{median}.closest('th').ariaSort === 'descending'")).await?;
    assert_eq!(column(1).await?, by_median.into_iter().rev().collect::<Vec<_>>());
    browser.choose("[data-filter]", "zstd duration").await?;
    browser.until("document.querySelectorAll('.statistics tbody tr').length === 2").await?;
    assert_eq!(column(1).await?, ["zstd -9", "zstd -1"]);
    no_complaints(&browser).await
}

/// What `chimera-insight summarize` prints.
async fn command_line(folder: &Path, format: &str) -> Result<String> {
    let folder = folder.to_str().context("a path that is text")?;
    let arguments = ["chimera-insight", "summarize", folder, "--format", format].map(Into::into);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    companion::cli::run(arguments, &mut out, &mut err).await;
    ensure!(err.is_empty(), "{}", String::from_utf8_lossy(&err));
    Ok(String::from_utf8(out)?)
}

/// Every column that the worker read, over every row, against statistics that were computed elsewhere.
async fn compare_profiles(browser: &Browser, corpus: &Corpus) -> Result<()> {
    let mut compared = 0;
    let mut wrong = Vec::new();
    for reference in corpus.expected_statistics()? {
        let path = &reference["path"];
        let ask = json!({ "message": json!({ "type": "profile", "path": path }).to_string() });
        browser.value(&format!("workers.at(-1).postMessage({ask})")).await?;
        let said = heard(browser, &format!("said.type === 'profile' && said.path === {path}")).await?;
        let columns: Vec<ColumnProfile> = serde_json::from_value(said["columns"].clone())?;
        for (name, expected) in reference["columns"].as_object().context("columns")? {
            compared += 1;
            match columns.iter().find(|column| column.place.is_empty() && column.name == *name) {
                Some(column) => {
                    wrong.extend(differences(column, expected).map(|what| format!("{path} {name}: {what}")))
                }
                None => wrong.push(format!("{path}: no column {name}")),
            }
        }
    }
    ensure!(compared > 200, "only {compared} columns were compared");
    ensure!(wrong.is_empty(), "of {compared} columns these differ:\n{}", wrong.join("\n"));
    Ok(())
}

fn differences(column: &ColumnProfile, expected: &Value) -> impl Iterator<Item = String> {
    let of = &column.statistics;
    let count = |count: u64| Some(count as f64);
    let found = [
        ("n", count(of.n)),
        ("missing", count(of.missing)),
        ("text", count(column.text)),
        ("nonfinite", count(column.nonfinite)),
        ("min", of.min),
        ("max", of.max),
        ("mean", of.mean),
        ("sd", of.sd),
        ("median", of.median),
        ("p25", of.p25),
        ("p75", of.p75),
        ("p95", of.p95),
    ];
    let differ = found.into_iter().filter_map(|(name, found)| match (found, expected[name].as_f64()) {
        (None, None) => None,
        (Some(found), Some(wanted)) if (found - wanted).abs() <= 1e-9 * wanted.abs() => None,
        (found, wanted) => Some(format!("{name} {found:?} instead of {wanted:?}")),
    });
    differ.collect::<Vec<_>>().into_iter()
}

async fn report_is_streamed(browser: &Browser) -> Result<()> {
    // The other model is done before a person could see it write.
    browser.choose("select[name=model]", ENDLESS).await?;
    browser.value("document.querySelector('#writer').scrollIntoView()").await?;
    browser.click("[data-testid=write-report]").await?;
    let draft = browser.text("[data-testid=writer-text]").await?;
    ensure!(!draft.is_empty(), "no text while it is written");
    browser.screenshot("streaming").await?;
    let metrics = browser.text("[data-testid=metrics]").await?;
    for name in
        ["Time to first token", "Tokens/s", "Total", "Prompt evaluation", "Load", "Phase: report", "temperature"]
    {
        ensure!(metrics.contains(name), "{name} is not among the metrics:\n{metrics}");
    }
    ensure!(!metrics.contains("not reported"), "a real Ollama reports everything:\n{metrics}");
    browser.screenshot("done-light").await?;
    browser.prefer("dark").await?;
    browser.screenshot("done-dark").await
}

#[tokio::test]
async fn stop_ends_the_writing_and_keeps_the_text() -> Result<()> {
    let ollama = RealOllama::shared().await?;
    let companion = Companion::start(&ollama.url)?;
    let browser = page_with_samples(&companion).await?;
    browser.choose("select[name=model]", ENDLESS).await?;
    browser.choose("input[name=num_ctx]", "8192").await?;
    browser.click("[data-testid=write-report]").await?;
    browser.text("[data-testid=writer-text]").await?;
    browser.click("[data-testid=stop]").await?;
    browser.until("document.querySelector('.writer').innerText.includes('stopped')").await?;
    ensure!(!browser.text("[data-testid=writer-text]").await?.is_empty(), "the text is gone");
    browser.until("!document.querySelector('[data-testid=write-report]').disabled").await?;
    no_complaints(&browser).await
}

#[tokio::test]
async fn a_companion_that_goes_away_is_said_and_the_report_from_the_data_stays() -> Result<()> {
    let ollama = RealOllama::shared().await?;
    let companion = Companion::start(&ollama.url)?;
    let browser = page_with_samples(&companion).await?;
    browser.until("!document.querySelector('[data-testid=write-report]').disabled").await?;
    drop(companion);
    browser.click("[data-testid=write-report]").await?;
    let notice = browser.text("[data-testid=job-notice]").await?;
    ensure!(notice.contains("companion"), "{notice}");
    ensure!(!browser.text("[data-testid=report]").await?.is_empty(), "the report from the data is gone");
    browser.value("document.querySelector('#writer').scrollIntoView()").await?;
    browser.screenshot("error").await
}

#[tokio::test]
async fn a_column_is_corrected_by_hand_and_the_correction_is_remembered() -> Result<()> {
    let companion = Companion::start(&format!("http://127.0.0.1:{}", free_port()?))?;
    let browser = page_with_samples(&companion).await?;
    let look = async || -> Result<()> {
        browser.until("document.querySelectorAll('[data-testid=file-row]').length > 5").await?;
        browser
            .value("[...document.querySelectorAll('[data-testid=file-row] button')].find(row => row.innerText.includes('sweep.csv')).click()")
            .await?;
        browser.text("[data-testid=columns]").await?;
        Ok(())
    };
    look().await?;
    let select = "[aria-label='what num_ctx is']";
    let role = format!("document.querySelector(\"{select}\")?.value");
    assert_eq!(browser.value(&role).await?, json!("parameter"));
    browser.value("document.querySelector('[data-testid=columns]').scrollIntoView()").await?;
    browser.screenshot("columns").await?;
    browser.choose(select, "identifier").await?;
    browser.until(&format!("{role} === 'identifier' && document.querySelector('[data-testid=corrections]')")).await?;
    heard(
        &browser,
        "said.type === 'understood' && said.columns.some(of => of.column === 'num_ctx' && of.role === 'identifier')",
    )
    .await?;
    browser.open(&companion.url).await?;
    browser.click("[data-testid=sample-button]").await?;
    look().await?;
    assert_eq!(browser.value(&role).await?, json!("identifier"), "forgotten after a visit");

    browser.choose("[name=format]", "jsonl").await?;
    browser.until("document.querySelector('[data-testid=columns]')?.innerText.includes('Read as jsonl')").await?;
    browser.choose("[name=format]", "").await?;
    browser.until("document.querySelector('[data-testid=columns]')?.innerText.includes('Read as csv')").await?;
    no_complaints(&browser).await
}

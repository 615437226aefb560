//! The real page in a real Chromium, served by a real companion: what a person sees and does.

use anyhow::{Context, Result, ensure};
use insight::summary::Summary;
use serde_json::Value;
use tests::browser::Browser;
use tests::companion::Companion;
use tests::corpus::Corpus;
use tests::ollama::RealOllama;
use tests::process::free_port;

/// Keeps every worker of the page and what it says, so that a test can hear it; the page itself has no such door.
const LISTEN: &str = r"
    window.workers = [];
    window.heard = [];
    window.Worker = class extends Worker {
        constructor(...given) {
            super(...given);
            workers.push(this);
            this.addEventListener('message', event => { if (typeof event.data === 'string') heard.push(event.data); });
        }
    };
";

/// The page with nothing in it, on a companion with a real Ollama behind it.
async fn page(ollama: &RealOllama) -> Result<Browser> {
    let companion = Companion::start(&ollama.url).await?;
    let browser = Browser::start().await?;
    browser.before_each_page(LISTEN).await?;
    browser.open(&companion.url).await?;
    browser.text("h1").await?;
    Ok(browser)
}

/// The last message of this type that the page's worker sent.
async fn heard(browser: &Browser, kind: &str) -> Result<Value> {
    let wanted = format!("heard.findLast(message => JSON.parse(message).type === '{kind}')");
    let message = browser.until(&wanted).await?;
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
    let browser = page(&ollama).await?;
    assert_eq!(browser.text("h1").await?, "Drop benchmark files");
    browser.until("document.querySelector('[data-testid=companion-state]').innerText.includes('2 models')").await?;
    browser.screenshot("empty-light").await?;
    browser.prefer("dark").await?;
    browser.screenshot("empty-dark").await?;
    no_complaints(&browser).await
}

#[tokio::test]
async fn the_page_works_without_a_model() -> Result<()> {
    let companion = Companion::start(&format!("http://127.0.0.1:{}", free_port()?)).await?;
    let browser = Browser::start().await?;
    browser.open(&companion.url).await?;
    browser.until("document.querySelector('[data-testid=companion-state]')?.innerText.includes('no model')").await?;
    browser.click("[data-testid=sample-button]").await?;
    let report = browser.text("[data-testid=report]").await?;
    ensure!(!report.is_empty(), "there is no report");
    no_complaints(&browser).await
}

#[tokio::test]
async fn a_dropped_folder_of_101_files_is_counted_and_described() -> Result<()> {
    let Some(corpus) = Corpus::seed101()? else { return Ok(()) };
    let ollama = RealOllama::shared().await?;
    let browser = page(&ollama).await?;
    browser.drop_path(&corpus.folder).await?;
    let message = heard(&browser, "summary").await?;
    let summary: Summary = serde_json::from_value(message["summary"].clone())?;

    let counted: Vec<u64> = summary.totals.kinds.iter().map(|kind| kind.files).collect();
    assert_eq!(counted, [28, 44, 29], "CSV, JSON, Markdown");
    let counts = browser.text(".counts").await?;
    ensure!(counts.contains("101 files") && counts.contains("28 CSV, 44 JSON, 29 Markdown"), "{counts}");
    let report = browser.text("[data-testid=report]").await?;
    for count in ["28", "44", "29"] {
        ensure!(report.contains(count), "{count} is not in the report:\n{report}");
    }
    browser.screenshot("loaded-light").await?;
    browser.prefer("dark").await?;
    browser.screenshot("loaded-dark").await?;
    no_complaints(&browser).await
}

//! A dropped document on the page: its text as it stands there, with the verdicts in place and the way to the source.

use anyhow::{Result, ensure};
use serde_json::json;
use std::fmt::Write;
use tests::browser::Browser;
use tests::companion::Companion;
use tests::process::free_port;
use tests::workspace::target;

const CLAIM: &str = "A larger batch_size yields 20-30% higher throughput.";
const HOSTILE: &str = "<img src=x onerror=\"document.title = 'taken'\"> [a link](javascript:alert(1)) **bold**";

/// Twelve runs of two settings, of which none matters.
fn runs() -> String {
    let mut rows = "threads,batch_size,run_seconds,tokens_s\n".to_owned();
    for (at, threads) in ["8", "4", "2"].iter().enumerate() {
        for (of, batch) in ["64", "16", "32", "128"].iter().enumerate() {
            let rate = 500.0 + (at * 7 + of * 3) as f64 % 5.0;
            // Writing to a string cannot fail.
            let _ = writeln!(rows, "{threads},{batch},{},{rate}", 1000.0 / rate);
        }
    }
    rows
}

/// A claim far down, below a table.
fn notes() -> String {
    let above: String = (2..=20).map(|line| format!("Nothing is claimed in line {line}.\n")).collect();
    format!("# Notes\n{above}\n| step | takes |\n|---|---|\n| build | 12 s |\n\n{HOSTILE}\n{CLAIM}\n")
}

#[tokio::test]
async fn a_document_opens_into_its_text_with_what_the_data_say_of_it() -> Result<()> {
    let folder = target().join("tests").join(format!("documents-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("runs"))?;
    std::fs::write(folder.join("runs/sweep.csv"), runs())?;
    std::fs::write(folder.join("runs/notes.md"), notes())?;
    let companion = Companion::start(&format!("http://127.0.0.1:{}", free_port()?))?;
    let browser = Browser::start().await?;
    browser.listen().await?;
    browser.open(&companion.url).await?;
    browser.until("heard.some(text => JSON.parse(text).type === 'ready')").await?;
    browser.drop_path(&folder).await?;
    let heading = browser.text("[data-testid=document] summary").await?;
    ensure!(heading.contains("notes.md") && heading.contains("1 contradicted"), "{heading}");

    browser.click("[data-testid=document] > summary").await?;
    let judged = browser.text("[data-testid=document-text] [data-testid=statement] summary").await?;
    let line = notes().lines().position(|line| line == CLAIM).map_or(0, |at| at + 1);
    assert_eq!(judged.split_whitespace().next(), Some(line.to_string().as_str()), "{judged}");
    assert_eq!(browser.text("[data-testid=document-text] mark.not-found").await?, CLAIM);
    let reason = browser.text("[data-testid=statement] li").await?;
    ensure!(reason.contains("contradicted") && reason.contains("differ by at most"), "{reason}");
    let text = browser.text("[data-testid=document-text]").await?;
    ensure!(text.contains(HOSTILE) && !text.contains("in line 9"), "{text}");
    browser.click("[data-testid=document-text] .fold button").await?;
    browser.until("document.querySelector('[data-testid=document-text]').innerText.includes('in line 9.')").await?;
    let taken = "document.querySelector('[data-testid=document-text] :is(img, strong, a[href^=javascript])')";
    ensure!(browser.value(taken).await?.is_null(), "the text of a document became nodes");

    browser.value("document.querySelector('#documents').scrollIntoView()").await?;
    browser.screenshot("documents-light").await?;
    browser.prefer("dark").await?;
    browser.screenshot("documents-dark").await?;
    browser.width(390).await?;
    browser.value("document.querySelector('#documents').scrollIntoView()").await?;
    browser.screenshot("documents-phone").await?;
    let too_wide = browser.value("document.documentElement.scrollWidth > document.documentElement.clientWidth").await?;
    assert_eq!(too_wide, json!(false), "the page is wider than a telephone");
    browser.click("[data-testid=statement] li a").await?;
    let source = browser.text("[data-testid=columns]").await?;
    ensure!(source.contains("sweep.csv"), "{source}");
    let complaints = browser.complaints().await?;
    ensure!(complaints.is_empty(), "the browser complains:\n{}", complaints.join("\n"));
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

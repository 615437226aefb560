//! Samples that carry little or nothing, dropped on the real page: what they carry is shown, the rest is a reason, never a NaN.

use anyhow::{Context, Result, ensure};
use expect_test::expect;
use std::fs;
use tests::browser::Browser;
use tests::companion::Companion;
use tests::process::free_port;
use tests::workspace::target;

const FILES: [(&str, &str); 9] = [
    ("all-nan.csv", "model,ttft_ms\nnan,NaN\nnan,inf\n"),
    ("equal.csv", "model,ttft_ms\nequal,12\nequal,12\nequal,12\nequal,12\nequal,12\nequal,12\n"),
    ("huge.csv", "model,ttft_ms\nhuge,1e300\nhuge,1e-300\nhuge,1e300\nhuge,1e-300\n"),
    ("nanoseconds.csv", "model,start_ns,ttft_ms\nns,1764000000000000000,3\nns,1764000000000000007,4\n"),
    ("none.csv", "model,ttft_ms\n"),
    ("one.csv", "model,ttft_ms\none,5\n"),
    ("other.csv", "model,power_w\nother,120\nother,130\nother,125\n"),
    ("past.csv", "model,ttft_ms\npast,1.7e308\npast,-1.7e308\npast,1\n"),
    ("two.csv", "model,ttft_ms\ntwo,5\ntwo,7\n"),
];

/// Everything a person can read, with what is said when pointing at it.
const ALL_TEXT: &str =
    "document.body.innerText + [...document.querySelectorAll('main [title]')].map(it => it.title).join('\\n')";

async fn dropped() -> Result<(Companion, Browser)> {
    let folder = target().join("dropped").join("few");
    fs::create_dir_all(&folder)?;
    for (name, text) in FILES {
        fs::write(folder.join(name), text)?;
    }
    let companion = Companion::start(&format!("http://127.0.0.1:{}", free_port()?))?;
    let browser = Browser::start().await?;
    browser.open(&companion.url).await?;
    browser.text("[data-testid=sample-button]").await?;
    browser.drop_path(&folder).await?;
    browser.until(&format!("document.querySelectorAll('[data-testid=file-row]').length === {}", FILES.len())).await?;
    browser.text("[data-testid=statistics-table]").await?;
    Ok((companion, browser))
}

async fn no_nan(browser: &Browser) -> Result<()> {
    let page = browser.value(ALL_TEXT).await?;
    let text = page.as_str().context("a page has text")?;
    for wrong in ["NaN", "Infinity", "undefined", "null", "not a number"] {
        // A file may be named after what it holds, and its cells may be counted.
        let said = text.lines().filter(|line| line.contains(wrong) && !line.contains("NaN or infinite"));
        let said: Vec<&str> = said.collect();
        ensure!(said.is_empty(), "the page says {wrong}: {said:?}");
    }
    let complaints = browser.complaints().await?;
    ensure!(complaints.is_empty(), "the browser complains:\n{}", complaints.join("\n"));
    Ok(())
}

#[tokio::test]
async fn samples_that_carry_little_are_told_without_what_they_do_not_carry() -> Result<()> {
    let (_companion, browser) = dropped().await?;
    no_nan(&browser).await?;
    let told = "[...document.querySelectorAll('[data-testid=statistics-table] tbody tr')].map(row => \
        row.cells[1].textContent + ': ' + row.cells[1].title.split('\\n').slice(1, -1).join('; ')).join('\\n')";
    let told = browser.value(told).await?;
    expect![[r#"
        past: mean between -4.22e305 s and 4.22e305 s (95 %, t); 3 distinct values; p90 needs 10 values, p95 20, p99 100; needs 6 values for an interval of the median
        ns: mean between -2.9 ms and 9.9 ms (95 %, t); sd over mean 20 %; 2 distinct values; p90 needs 10 values, p95 20, p99 100; needs 6 values for an interval of the median
        one: one value: no spread
        two: mean between -6.7 ms and 18.7 ms (95 %, t); sd over mean 24 %; 2 distinct values; p90 needs 10 values, p95 20, p99 100; needs 6 values for an interval of the median
        equal: median between 12.0 ms and 12.0 ms (covers 97 %); sd over mean 0 %; 1 distinct values; all 6 values are equal
        huge: mean between -4.19e296 s and 1.42e297 s (95 %, t); sd over mean 115 %; 2 distinct values; p90 needs 10 values, p95 20, p99 100; needs 6 values for an interval of the median"#]].assert_eq(told.as_str().context("rows have text")?);
    Ok(())
}

#[tokio::test]
async fn sides_without_a_common_metric_are_said_to_have_none() -> Result<()> {
    let (_companion, browser) = dropped().await?;
    for (id, side) in [("baseline", "equal.csv"), ("candidate", "other.csv")] {
        let chosen = format!(
            "[...document.querySelectorAll('[data-testid={id}] option')].find(option => option.text === '{side}')?.value"
        );
        let chosen = browser.until(&chosen).await?;
        browser.choose(&format!("[data-testid={id}]"), chosen.as_str().context("a choice")?).await?;
    }
    browser.click("[data-testid=compare]").await?;
    let said = "document.body.innerText.includes('unknown: the two sides have no metric in common')";
    browser.until(said).await?;
    no_nan(&browser).await
}

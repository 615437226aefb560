//! The page's sweeps, held against those of native code.

use anyhow::{Result, ensure};
use insight::dataset::Dataset;
use insight::reading::FileReader;
use insight::summary::Summary;
use insight::sweep;
use serde_json::json;
use tests::browser::Browser;
use tests::companion::Companion;
use tests::process::free_port;
use tests::workspace::target;

/// Twelve settings, three runs each; one setting matters, the others do not.
fn rows() -> String {
    let mut text = "num_thread,num_batch,kv_cache,tokens_s,ttft_s\n".to_owned();
    for run in 0..3_u32 {
        for at in 0..12_u32 {
            let at = (at * 5 + run) % 12;
            let (threads, batch, cache) =
                (1 << (at % 3), [128, 512][(at / 3 % 2) as usize], ["f16", "q8_0"][(at / 6) as usize]);
            let noise = f64::from((at * 7 + run * 11) % 5) / 10.0;
            let rate = 50.0 + 20.0 * f64::from(at % 3) + noise;
            text += &format!("{threads},{batch},{cache},{rate:.2},{:.4}\n", 0.2 + noise / 100.0);
        }
    }
    text
}

#[tokio::test]
async fn a_sweep_is_told_as_the_command_line_does_with_its_pictures() -> Result<()> {
    let folder = target().join("tests").join(format!("sweep-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("runs"))?;
    std::fs::write(folder.join("runs/sweep.csv"), rows())?;
    let companion = Companion::start(&format!("http://127.0.0.1:{}", free_port()?))?;
    let browser = Browser::start().await?;
    browser.listen().await?;
    browser.open(&companion.url).await?;
    browser.until("heard.some(text => JSON.parse(text).type === 'ready')").await?;
    browser.drop_path(&folder).await?;
    let link = browser.text("[data-testid=to-sweeps]").await?;
    assert_eq!(link, "1 sweep");
    let shown = browser.text("[data-testid=sweep] summary").await?;

    let mut reader = FileReader::new("runs/sweep.csv");
    reader.push(rows().as_bytes());
    let summary = Summary::of(&Dataset::of(vec![reader.finish()]));
    let [told] = &summary.sweeps[..] else { anyhow::bail!("one sweep, not {}", summary.sweeps.len()) };
    ensure!(shown.contains(&told.advice) && told.advice.contains("num thread 4"), "{shown}\n{}", told.advice);

    browser.click("[data-testid=sweep] summary").await?;
    for (name, mark) in [("sweep-effects", ".mark"), ("sweep-heat", ".cell"), ("sweep-front", ".dot")] {
        browser.until(&format!("document.querySelectorAll('[data-testid={name}] svg {mark}').length > 5")).await?;
    }
    let cells = "[...document.querySelectorAll('.sweep table')].map(table => [...table.rows].slice(1).map(row => [...row.cells].map(cell => cell.textContent)))";
    let shown: Vec<Vec<Vec<String>>> = serde_json::from_value(browser.value(cells).await?)?;
    let expected = [sweep::design(told), sweep::effects(&told.objectives[0]), sweep::settings(told, 50)];
    assert_eq!(shown, expected.map(|table| table.rows));

    browser.choose("[data-testid=sweep-metric]", "1").await?;
    browser
        .until("document.querySelector('[data-testid=sweep-effects] svg title')?.textContent.startsWith('first token')")
        .await?;
    browser.value("document.querySelector('#sweeps').scrollIntoView()").await?;
    browser.screenshot("sweep-light").await?;
    browser.prefer("dark").await?;
    browser.screenshot("sweep-dark").await?;
    browser.width(390).await?;
    browser.value("document.querySelector('#sweeps').scrollIntoView()").await?;
    browser.screenshot("sweep-phone").await?;
    let too_wide = browser.value("document.documentElement.scrollWidth > document.documentElement.clientWidth").await?;
    assert_eq!(too_wide, json!(false), "the page is wider than a telephone");
    let complaints = browser.complaints().await?;
    ensure!(complaints.is_empty(), "the browser complains:\n{}", complaints.join("\n"));
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

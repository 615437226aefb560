//! The page's loads and targets, held against those of native code.

use anyhow::{Result, ensure};
use insight::dataset::Dataset;
use insight::reading::FileReader;
use insight::serving::{self, Load};
use serde_json::json;
use tests::browser::Browser;
use tests::companion::Companion;
use tests::process::free_port;
use tests::workspace::target;

const TARGET: &str = "TTFT p99 <= 300 ms";

/// Five loads of 300 requests each; from the fourth on a queue grows.
fn rows() -> String {
    let row = |(rate, reached, ttft): (u32, f64, f64)| {
        format!(
            "small,{rate},{reached},{:.3},300,{:.1},{ttft},{:.1}\n",
            300.0 / reached,
            ttft * 0.5,
            ttft * 0.5 + 900.0
        )
    };
    let loads = [(1, 0.993, 120.5), (2, 1.981, 160.5), (4, 3.912, 410.5), (8, 5.013, 20_310.5), (16, 5.061, 38_110.5)];
    let head = "model,target_rps,achieved_rps,duration_s,completed,ttft_p50_ms,ttft_p99_ms,e2e_p50_ms\n";
    format!("{head}{}", loads.map(row).concat())
}

#[tokio::test]
async fn a_target_is_typed_and_judged_and_a_bad_one_is_answered_in_words() -> Result<()> {
    let folder = target().join("tests").join(format!("load-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("runs"))?;
    std::fs::write(folder.join("runs/loads.csv"), rows())?;
    let companion = Companion::start(&format!("http://127.0.0.1:{}", free_port()?))?;
    let browser = Browser::start().await?;
    browser.listen().await?;
    browser.open(&companion.url).await?;
    browser.until("heard.some(text => JSON.parse(text).type === 'ready')").await?;
    browser.drop_path(&folder).await?;
    browser.until("document.querySelector('[data-testid=loads]')").await?;

    let type_target = async |text: &str| -> Result<()> {
        let set = format!(
            "(() => {{ const field = document.querySelector('[data-testid=target]'); field.value = {}; \
             field.dispatchEvent(new Event('input', {{ bubbles: true }})); return true; }})()",
            json!(text)
        );
        browser.value(&set).await?;
        browser.click("[data-testid=judge]").await
    };
    type_target("make it fast").await?;
    let fault = browser.text("[data-testid=target-fault]").await?;
    let Err(expected) = serving::parse("make it fast") else { anyhow::bail!("that is no target") };
    ensure!(fault.contains(&expected.what) && fault.contains(&expected.hint), "{fault}");

    type_target(TARGET).await?;
    let objectives = serving::parse(TARGET).map_err(|fault| anyhow::anyhow!(fault.what))?;
    let heads = "[...document.querySelectorAll('[data-testid=loads] thead th')].map(cell => cell.textContent)";
    browser.until(&format!("({heads}).includes('{TARGET}')")).await?;
    ensure!(browser.value("document.querySelector('[data-testid=target-fault]')").await?.is_null(), "the fault stays");
    let mut reader = FileReader::new("runs/loads.csv");
    reader.push(rows().as_bytes());
    let load = Load::of(&Dataset::of(vec![reader.finish()]), &objectives);
    let [curve] = &load.curves[..] else { anyhow::bail!("one workload, not {}", load.curves.len()) };
    let told = serving::table(curve, &load.objectives, 100, 6);
    let cells = "[...document.querySelectorAll('[data-testid=loads] tbody tr')].map(row => [...row.cells].map(cell => cell.textContent))";
    let shown: Vec<Vec<String>> = serde_json::from_value(browser.value(cells).await?)?;
    assert_eq!(shown, told.rows);
    let verdicts: Vec<&str> = told.rows.iter().map(|row| row[2].as_str()).collect();
    assert_eq!(verdicts[1..3], ["160 ms holds", "410 ms misses by 37 %"]);
    browser.until("document.querySelector('[data-testid=load-curve] svg')").await?;
    let findings = browser
        .value("document.body.textContent.includes('2 requests/s is the highest tested load that holds the target')")
        .await?;
    assert_eq!(findings, json!(true), "the first screen says nothing of the target");

    browser.value("document.querySelector('#load').scrollIntoView()").await?;
    browser.screenshot("load-light").await?;
    browser.prefer("dark").await?;
    browser.screenshot("load-dark").await?;
    browser.width(390).await?;
    browser.value("document.querySelector('#load').scrollIntoView()").await?;
    browser.screenshot("load-phone").await?;
    let too_wide = browser.value("document.documentElement.scrollWidth > document.documentElement.clientWidth").await?;
    assert_eq!(too_wide, json!(false), "the page is wider than a telephone");
    let complaints = browser.complaints().await?;
    ensure!(complaints.is_empty(), "the browser complains:\n{}", complaints.join("\n"));
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

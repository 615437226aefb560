//! Bad files dropped on the real page: a problem beside each, nothing lost of the others, nothing frozen, nothing run.

use anyhow::{Context, Result, ensure};
use expect_test::{Expect, expect};
use serde_json::json;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use tests::browser::Browser;
use tests::companion::Companion;
use tests::process::free_port;
use tests::workspace::target;

const GOOD: &[u8] = b"model,ttft_ms\nsmall,12\nsmall,13\nlarge,40\nlarge,41\n";

const ADD_INPUT: &str = "(() => { const input = document.createElement('input'); input.type = 'file'; \
    input.id = 'chosen'; document.body.append(input); return true; })()";

const DROP_CHOSEN: &str = "(() => { const data = new DataTransfer(); \
    data.items.add(document.getElementById('chosen').files[0]); \
    return document.querySelector('[data-testid=drop-zone]').dispatchEvent( \
    new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })); })()";

/// What is no size for a browser, bytes.
const LARGE: usize = 200_000_000;

/// An empty folder of this name for files to drop.
fn folder(name: &str) -> Result<PathBuf> {
    let folder = target().join("dropped").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn write(folder: &Path, files: &[(&str, &[u8])]) -> Result<()> {
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().context("a file lies in a folder")?)?;
        fs::write(path, bytes)?;
    }
    Ok(())
}

/// A page without a model.
async fn page() -> Result<(Companion, Browser)> {
    let companion = Companion::start(&format!("http://127.0.0.1:{}", free_port()?))?;
    let browser = Browser::start().await?;
    browser.open(&companion.url).await?;
    browser.text("[data-testid=sample-button]").await?;
    Ok((companion, browser))
}

/// The list of files as it is read, a line a file.
async fn check(browser: &Browser, files: usize, expected: &Expect) -> Result<()> {
    let rows = "[...document.querySelectorAll('[data-testid=file-row]')]";
    browser.until(&format!("{rows}.length === {files}")).await?;
    let list = browser.value(&format!("{rows}.map(row => row.innerText).join('\\n---\\n')")).await?;
    expected.assert_eq(list.as_str().context("text")?);
    let complaints = browser.complaints().await?;
    ensure!(complaints.is_empty(), "the browser complains:\n{}", complaints.join("\n"));
    Ok(())
}

#[tokio::test]
async fn each_bad_file_has_its_problem_beside_it_and_blocks_no_other() -> Result<()> {
    let wide: Vec<u8> = "\u{feff}model,ttft_ms\nwide,5\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let folder = folder("bad")?;
    write(
        &folder,
        &[
            ("binary.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\x01\x02\x03"),
            ("bom.csv", b"\xef\xbb\xbfmodel,ttft_ms\r\nmarked,6\r\n"),
            ("empty.csv", b""),
            ("good.csv", GOOD),
            ("nan.json", b"[{\"model\": \"a\", \"ttft_ms\": NaN}, {\"model\": \"b\", \"ttft_ms\": 3}]"),
            ("one/same.csv", b"model,ttft_ms\nfirst,7\n"),
            ("ragged.csv", b"model,ttft_ms\na,1\nb\nc,2,3\nd,4\n"),
            ("timeouts.csv", b"run,ttft_ms,error\n1,5,\n2,0,timed out\n3,0,ReadTimeout\n4,6,\n"),
            ("truncated.json", b"[{\"model\": \"a\", \"ttft_ms\": 1}, {\"model\": \"b\", \"ttf"),
            ("two/same.csv", b"model,ttft_ms\nsecond,8\n"),
            ("wide.csv", &wide),
        ],
    )?;
    let (_companion, browser) = page().await?;
    browser.drop_path(&folder).await?;
    check(
        &browser,
        11,
        &expect![[r#"
            binary.csv
            lost not text
            drop the text file that the tool writes beside it
            	unusable: no table	nothing known	–	20 B
            ---
            bom.csv
            wrong encoding
            	measured	likely csv	1 row, all read	28 B
            ---
            empty.csv
            lost the file is empty
            run the tool again, or leave the file out
            	unusable: no table	nothing known	–	0 B
            ---
            good.csv	measured	likely csv	4 rows, all read	50 B
            ---
            nan.json
            empty cells
            	measured	likely json	2 rows: 1 read, 1 failed	62 B
            ---
            one/same.csv	measured	likely csv	1 row, all read	22 B
            ---
            ragged.csv
            doubt row has fewer fields than the header, the others are empty (line 3)
            lost row has more fields than the header, so its values have no certain column (line 4)
            check the header and the quotes around fields
            empty cells
            	measured	likely csv	4 rows: 2 read, 1 failed, 1 not readable	30 B
            ---
            timeouts.csv
            failed rows written as zeros · failed rows
            	measured	likely csv	4 rows: 2 read, 2 timed out	58 B
            ---
            truncated.json
            lost the file is cut, its end is lost (line 1)
            copy the file again
            	measured	likely json	2 rows: 1 read, 1 not readable	50 B
            ---
            two/same.csv	measured	likely csv	1 row, all read	23 B
            ---
            wide.csv
            wrong encoding
            	measured	likely csv	1 row, all read	44 B"#]],
    )
    .await
}

#[tokio::test]
async fn names_and_cells_are_text_and_never_html() -> Result<()> {
    let evil = "<img src=x onerror=window.hurt=1>";
    let csv = format!("model,ttft_ms\n{evil},1\n{evil},2\n[run](javascript:window.hurt=1),3\n");
    let folder = folder("hostile")?;
    write(&folder, &[("<img src=x onerror=hurt=1>.csv", csv.as_bytes()), ("notes.md", evil.as_bytes())])?;
    let (_companion, browser) = page().await?;
    browser.drop_path(&folder).await?;
    browser.text("[data-testid=file-row]").await?;
    browser.text("[data-testid=statistics-table]").await?;
    assert_eq!(browser.value("typeof window.hurt").await?, json!("undefined"));
    assert_eq!(
        browser.value("document.querySelectorAll('main img, main a[href^=javascript]').length").await?,
        json!(0)
    );
    let page = browser.value("document.body.innerText").await?;
    ensure!(page.as_str().is_some_and(|text| text.contains(evil)), "the name is not shown as it is written");
    Ok(())
}

#[tokio::test]
async fn two_files_of_one_name_are_told_apart() -> Result<()> {
    let folder = folder("again")?;
    write(&folder, &[("first/run.csv", GOOD), ("second/run.csv", b"model,ttft_ms\nother,5\nother,6\n")])?;
    let (_companion, browser) = page().await?;
    browser.drop_path(&folder.join("first/run.csv")).await?;
    browser.text("[data-testid=file-row]").await?;
    browser.drop_path(&folder.join("second/run.csv")).await?;
    check(
        &browser,
        2,
        &expect![[r#"
            run (2).csv	measured	likely csv	2 rows, all read	30 B
            ---
            run.csv	measured	likely csv	4 rows, all read	50 B"#]],
    )
    .await
}

#[tokio::test]
async fn a_file_that_the_browser_cannot_read_is_said_beside_it() -> Result<()> {
    let folder = folder("refused")?;
    write(&folder, &[("run.csv", GOOD)])?;
    let (_companion, browser) = page().await?;
    browser.value(ADD_INPUT).await?;
    browser.choose_file("#chosen", &folder.join("run.csv")).await?;
    // A browser reads no file that has changed since a person chose it.
    fs::write(folder.join("run.csv"), b"model,ttft_ms\nsmall,12\n")?;
    browser.value(DROP_CHOSEN).await?;
    check(&browser, 1, &expect![[r#"
        run.csv
        lost the browser cannot read this file: The requested file could not be read, typically due to permission problems that have occurred after a reference to a file was acquired
        check that it exists and may be read, then drop it again
        	unusable: no table	nothing known	–	23 B"#]]).await
}

#[tokio::test]
async fn a_file_of_200_megabytes_is_read_to_its_end_and_can_be_stopped() -> Result<()> {
    let folder = folder("large")?;
    let path = folder.join("large.csv");
    let block: Vec<u8> =
        (0..1000).flat_map(|row| format!("model-{},{}.25,{row}\n", row % 3, row % 97).into_bytes()).collect();
    let mut file = fs::File::create(&path)?;
    file.write_all(b"model,ttft_ms,run\n")?;
    let blocks = LARGE / block.len() + 1;
    for _ in 0..blocks {
        file.write_all(&block)?;
    }
    drop(file);
    let (_companion, browser) = page().await?;
    browser.drop_path(&path).await?;
    let row = browser.text("[data-testid=file-row]").await?;
    let rows = insight::shown::format_count(blocks as u64 * 1000);
    ensure!(row.contains(&rows), "{rows} rows are not in: {row}");

    browser.click("[data-testid=clear]").await?;
    browser.text("[data-testid=sample-button]").await?;
    browser.drop_path(&path).await?;
    browser.click("[data-testid=cancel]").await?;
    browser.until("document.body.innerText.includes('Reading was stopped')").await?;
    fs::remove_dir_all(&folder)?;
    Ok(())
}

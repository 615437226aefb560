//! From drop to shown statistics of a large file in a real Chromium, as a multiple of `File.arrayBuffer()` on the main thread.
//!
//! `cargo xtask bench browser` builds the page and runs this. Same `File`, alternating, median of five; both figures come from one run,
//! so the ratio says little about the machine.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use tests::browser::Browser;
use tests::companion::Companion;
use tests::workspace::target;

const ROWS: u64 = 850_000;
const ROUNDS: usize = 5;

/// The bar: drop to statistics takes at most this many times the reading alone.
const BAR: f64 = 7.0;

/// No task of the main thread may take longer.
const LONGEST_TASK_MS: f64 = 50.0;

/// Measures one round on a fresh page and gives `{read, shown, tasks}` in milliseconds.
const ROUND: &str = r"
    const done = arguments[arguments.length - 1];
    (async () => {
        const file = document.getElementById('bench-file').files[0];
        // A person needs longer than this to drop a file; nothing of the start of the page runs any more.
        await new Promise((resolve) => setTimeout(resolve, 2000));
        let begun = performance.now();
        const bytes = (await file.arrayBuffer()).byteLength;
        const read = performance.now() - begun;
        await new Promise((resolve) => setTimeout(resolve, 300));
        const tasks = [];
        new PerformanceObserver((list) => tasks.push(...list.getEntries().map((task) => task.duration)))
            .observe({ type: 'longtask' });
        const shown = new Promise((resolve) => {
            const look = () => {
                if (!document.querySelector('[data-testid=study]')) return;
                observer.disconnect();
                requestAnimationFrame(() => resolve(performance.now()));
            };
            const observer = new MutationObserver(look);
            observer.observe(document, { subtree: true, childList: true });
        });
        begun = performance.now();
        const data = new DataTransfer();
        data.items.add(file);
        const drop = new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
        document.querySelector('[data-testid=drop-zone]').dispatchEvent(drop);
        const end = await shown;
        await new Promise((resolve) => setTimeout(resolve, 300));
        const said = document.querySelector('.title .quiet').innerText;
        done({ bytes, read, shown: end - begun, tasks, said });
    })().catch((error) => done({ error: String(error) }));
";

const ADD_INPUT: &str = "(() => { const input = document.createElement('input'); input.type = 'file'; \
    input.id = 'bench-file'; document.body.append(input); return true; })()";

#[tokio::main]
async fn main() -> Result<()> {
    let file = large_csv()?;
    let companion = Companion::start("http://127.0.0.1:9")?;
    let browser = Browser::start().await?;
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        browser.open(&companion.url).await?;
        browser.until("document.querySelector('[data-testid=sample-button]')").await?;
        browser.value(ADD_INPUT).await?;
        browser.choose_file("#bench-file", &file).await?;
        let round = browser.run(ROUND).await?;
        anyhow::ensure!(round["error"].is_null(), "the page failed: {}", round["error"]);
        rounds.push(round);
    }
    print(&rounds)
}

#[expect(clippy::print_stdout, reason = "what it measured is what it is for")]
fn print(rounds: &[Value]) -> Result<()> {
    let median = |key: &str| {
        let mut values: Vec<f64> = rounds.iter().filter_map(|round| round[key].as_f64()).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().context("no round was measured")
    };
    let (read, shown) = (median("read")?, median("shown")?);
    let tasks =
        rounds.iter().flat_map(|round| round["tasks"].as_array().into_iter().flatten().filter_map(Value::as_f64));
    let longest = tasks.fold(0.0, f64::max);
    let bytes = rounds[0]["bytes"].as_f64().unwrap_or_default();
    println!("{:.1} MB, {ROWS} rows, 12 columns; median of {ROUNDS}, alternating", bytes / 1e6);
    println!("File.arrayBuffer()        {read:7.0} ms");
    println!("drop to shown statistics  {shown:7.0} ms");
    println!("ratio                     {:7.2}   bar {BAR:.1}", shown / read);
    println!("longest main-thread task  {longest:7.0} ms bar {LONGEST_TASK_MS:.0} (0: none over 50 ms)");
    println!("rounds                    {}", json!(rounds));
    Ok(())
}

/// Run id, timestamp, model, quantization, three parameters and five measurements a row; the same bytes each time.
fn large_csv() -> Result<PathBuf> {
    let folder = target().join("bench");
    std::fs::create_dir_all(&folder)?;
    let path = folder.join("large.csv");
    if !path.exists() {
        write_csv(&path)?;
    }
    Ok(path)
}

fn write_csv(path: &Path) -> Result<()> {
    const MODELS: [&str; 4] = ["gemma3:270m", "gemma3:1b-it-qat", "gemma3:latest", "llama3.1:8b-instruct"];
    const QUANTS: [&str; 3] = ["q4_0", "q5_K_M", "q8_0"];
    let mut state = 42_u64;
    let mut random = move || {
        // SplitMix64.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    file.write_all(
        b"run_id,timestamp,model,quant,num_gpu,num_ctx,temperature,ttft_s,tokens_s,load_s,prompt_eval_s,eval_s\n",
    )?;
    let mut line = String::new();
    for row in 0..ROWS {
        let mut unit = || (random() >> 11) as f64 / (1_u64 << 53) as f64;
        let (model, quant) = ((unit() * 4.0) as usize, (unit() * 3.0) as usize);
        let (gpu, ctx, temperature) = ((unit() * 4.0) as usize, (unit() * 3.0) as usize, (unit() * 3.0) as usize);
        let (load, prompt, eval) = (0.05 + 0.02 * unit(), 0.005 + 0.01 * unit(), 0.5 + 2.0 * unit());
        let rate = 300.0 / (1.0 + model as f64) * (1.0 + 0.1 * quant as f64) + 5.0 * unit();
        line.clear();
        writeln!(
            line,
            "r{row:06},2025-10-08T{:02}:{:02}:{:02}Z,{},{},{},{},{},{:.4},{rate:.2},{load:.4},{prompt:.4},{eval:.4}",
            row / 3600 % 24,
            row / 60 % 60,
            row % 60,
            MODELS[model],
            QUANTS[quant],
            [40, 60, 80, 999][gpu],
            [1024, 2048, 4096][ctx],
            [0.2, 0.4, 0.8][temperature],
            load + prompt,
        )?;
        file.write_all(line.as_bytes())?;
    }
    Ok(file.flush()?)
}

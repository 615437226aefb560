//! A real Chromium with a page in it.

use crate::process::{Running, free_port, on_path};
use crate::workspace::target;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use thirtyfour::cdp::Cdp;
use thirtyfour::session::handle::SessionHandle;
use thirtyfour::{By, ChromeCapabilities, ChromiumLikeCapabilities, LoggingPrefsLogLevel, WebDriver};

/// Longer than anything takes that a test waits for.
const PATIENCE: Duration = Duration::from_secs(180);

const FLAGS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
    "--window-size=1440,900",
];

/// Resolves with the first true value of an expression, which is asked again after each change of the page and each
/// `changed` event of it, for what changes beside the page.
const WAIT: &str = r"
    const done = arguments[arguments.length - 1];
    const end = value => { observer.disconnect(); document.removeEventListener('changed', ask); done(value); };
    const ask = () => { const value = (EXPRESSION); if (value) end(value); return value; };
    const observer = new MutationObserver(ask);
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    document.addEventListener('changed', ask);
    if (!ask()) { setTimeout(() => end(null), PATIENCE); }
";

/// Keeps every worker of the page and what it says, so that a test can hear it; the page itself has no such door.
const LISTEN: &str = r"
    window.workers = [];
    window.heard = [];
    window.Worker = class extends Worker {
        constructor(...given) {
            super(...given);
            workers.push(this);
            this.addEventListener('message', event => {
                if (typeof event.data !== 'string') return;
                heard.push(event.data);
                document.dispatchEvent(new Event('changed'));
            });
        }
    };
";

/// A browser with one tab; it ends with the test that started it.
pub struct Browser {
    driver: Arc<SessionHandle>,
    _chromedriver: Running,
}

impl Browser {
    /// Starts chromedriver, and Chromium through it.
    ///
    /// # Errors
    /// One of them is not there or does not start.
    pub async fn start() -> Result<Self> {
        let program = on_path("chromedriver")
            .context("there is no chromedriver here\nhint: `cargo xtask test` says how to get it")?;
        let port = free_port()?;
        let chromedriver =
            Running::start(&program, &[&format!("--port={port}")], &[], &format!("chromedriver-{port}.log"))?;
        let url = format!("http://127.0.0.1:{port}");
        chromedriver.ready(&format!("{url}/status")).await?;
        let mut wishes = ChromeCapabilities::new();
        for flag in FLAGS {
            wishes.add_arg(flag)?;
        }
        wishes.set_browser_log_level(LoggingPrefsLogLevel::All)?;
        let whole = WebDriver::new(&url, wishes).await?;
        let driver = whole.handle().clone();
        // Closing the session would take a minute; the end of chromedriver ends the browser too.
        whole.leak()?;
        driver.set_script_timeout(PATIENCE * 2).await?;
        Ok(Self { driver, _chromedriver: chromedriver })
    }

    /// Runs a script in every page before its own.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn before_each_page(&self, script: &str) -> Result<()> {
        Cdp::new(self.driver.clone())
            .send_raw("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script }))
            .await?;
        Ok(())
    }

    /// Opens an address and waits until it is loaded.
    ///
    /// # Errors
    /// It cannot be opened.
    pub async fn open(&self, url: &str) -> Result<()> {
        Ok(self.driver.goto(url).await?)
    }

    /// The value of a JavaScript expression.
    ///
    /// # Errors
    /// It throws.
    pub async fn value(&self, expression: &str) -> Result<Value> {
        let value = self.driver.execute(format!("return ({expression});"), Vec::new()).await?;
        Ok(value.json().clone())
    }

    /// Waits until a JavaScript expression is true, and gives its value.
    ///
    /// # Errors
    /// It throws, or it is not true within three minutes; the text shows what stands on the page.
    pub async fn until(&self, expression: &str) -> Result<Value> {
        let script = WAIT.replace("EXPRESSION", expression).replace("PATIENCE", &PATIENCE.as_millis().to_string());
        let value = self.driver.execute_async(script, Vec::new()).await?.json().clone();
        if value.is_null() {
            let page = self.value("document.body.innerText").await?;
            bail!("`{expression}` did not become true; the page says:\n{}", page.as_str().unwrap_or_default());
        }
        Ok(value)
    }

    /// Waits for an element, and gives its text.
    ///
    /// # Errors
    /// As [`Self::until`].
    pub async fn text(&self, selector: &str) -> Result<String> {
        let text = self.until(&format!("{}?.innerText", element(selector))).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits for an element that can be pressed, and presses it.
    ///
    /// # Errors
    /// As [`Self::until`].
    pub async fn click(&self, selector: &str) -> Result<()> {
        let element = element(selector);
        self.until(&format!("{element} && !{element}.disabled")).await?;
        self.value(&format!("{element}.click()")).await?;
        Ok(())
    }

    /// Chooses a value in a list or types it into a field, and tells the page.
    ///
    /// # Errors
    /// As [`Self::until`].
    pub async fn choose(&self, selector: &str, value: &str) -> Result<()> {
        let (element, value) = (element(selector), json!(value));
        self.until(&element).await?;
        let events = "for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, { bubbles: true }))";
        self.value(&format!("(field => {{ field.value = {value}; {events}; }})({element})")).await?;
        Ok(())
    }

    /// Chooses a file in a file input.
    ///
    /// # Errors
    /// There is no such input, or the browser cannot find the file.
    pub async fn choose_file(&self, selector: &str, path: &Path) -> Result<()> {
        let input = self.driver.find(By::Css(selector)).await?;
        Ok(input.send_keys(path.to_str().context("a path that is text")?).await?)
    }

    /// What a script hands to its last argument, a function.
    ///
    /// # Errors
    /// It throws or takes too long.
    pub async fn run(&self, script: &str) -> Result<Value> {
        Ok(self.driver.execute_async(script, Vec::new()).await?.json().clone())
    }

    /// Drops a file or a folder on the middle of the page, as a person does with a mouse.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn drop_path(&self, path: &Path) -> Result<()> {
        let path = path.to_str().context("a path that is text")?;
        for kind in ["dragEnter", "dragOver", "drop"] {
            let data = json!({ "items": [], "files": [path], "dragOperationsMask": 1 });
            let event = json!({ "type": kind, "x": 720, "y": 450, "data": data });
            Cdp::new(self.driver.clone()).send_raw("Input.dispatchDragEvent", event).await?;
        }
        Ok(())
    }

    /// Shows the page as somebody sees it who likes it `dark` or `light`.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn prefer(&self, scheme: &str) -> Result<()> {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        Cdp::new(self.driver.clone()).send_raw("Emulation.setEmulatedMedia", features).await?;
        Ok(())
    }

    /// Shows the page as wide as a telephone or a desk's screen, in pixels.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn width(&self, pixels: u32) -> Result<()> {
        let size = json!({ "width": pixels, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        Cdp::new(self.driver.clone()).send_raw("Emulation.setDeviceMetricsOverride", size).await?;
        Ok(())
    }

    /// Keeps every worker of each page as `workers` and what it says as `heard`, so that a test can hear it; the page itself has no
    /// such door.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn listen(&self) -> Result<()> {
        self.before_each_page(LISTEN).await
    }

    /// Writes a picture of what is seen to `target/screenshots/NAME.png`.
    ///
    /// # Errors
    /// The file cannot be written.
    pub async fn screenshot(&self, name: &str) -> Result<()> {
        let folder = target().join("screenshots");
        std::fs::create_dir_all(&folder)?;
        self.driver.screenshot(&folder.join(format!("{name}.png"))).await?;
        Ok(())
    }

    /// What the browser complained about since this was asked last: errors, refused loads, broken policies.
    ///
    /// # Errors
    /// The browser does not say.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        let log = self.driver.browser_log().await?;
        Ok(log.into_iter().filter(|entry| entry.level == "SEVERE").map(|entry| entry.message).collect())
    }
}

/// The JavaScript that finds an element.
fn element(selector: &str) -> String {
    format!("document.querySelector({})", json!(selector))
}

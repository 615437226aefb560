//! The few things asked of the browser that `web-sys` says clumsily.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

/// A file as it was handed over: a handle to its bytes, or why there is none.
#[derive(Clone)]
pub(crate) struct Given {
    /// Path relative to the common root of what was dropped.
    pub(crate) path: String,
    /// The handle; the page never reads it.
    pub(crate) blob: Result<Blob, String>,
}

impl Given {
    /// Size in bytes; 0 when it cannot be opened.
    pub(crate) fn bytes(&self) -> u64 {
        self.blob.as_ref().map_or(0, |blob| blob.size() as u64)
    }
}

/// What an error says of itself.
pub(crate) fn message_of(error: &JsValue) -> String {
    let message = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    let message = message.or_else(|| error.dyn_ref::<web_sys::DomException>().map(web_sys::DomException::message));
    message.or_else(|| error.as_string()).unwrap_or_else(|| format!("{error:?}"))
}

/// Fetches a file that lies beside the page.
pub(crate) async fn fetch_blob(url: &str) -> Result<Blob, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let response: web_sys::Response = JsFuture::from(window.fetch_with_str(url)).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::from_str(&format!("the server answers {}", response.status())));
    }
    JsFuture::from(response.blob()?).await?.dyn_into()
}

/// Text as a handle that can be given to the worker.
pub(crate) fn blob_of_text(text: &str, kind: &str) -> Option<Blob> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    Blob::new_with_str_sequence_and_options(&js_sys::Array::of1(&text.into()), &options).ok()
}

/// Lets the reader save text under a name that the page chose.
pub(crate) fn download(name: &str, text: &str, kind: &str) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let Some(url) = blob_of_text(text, kind).and_then(|blob| web_sys::Url::create_object_url_with_blob(&blob).ok())
    else {
        return;
    };
    let Ok(anchor) = document.create_element("a") else { return };
    if let Some(anchor) = anchor.dyn_ref::<web_sys::HtmlAnchorElement>() {
        anchor.set_href(&url);
        anchor.set_download(name);
        anchor.click();
    }
    // The download has its own hold on the bytes once `click` returns.
    let _ = web_sys::Url::revoke_object_url(&url);
}

/// Copies text; says whether the browser allowed it.
pub(crate) async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    // Without a secure context there is no clipboard object at all.
    let navigator: JsValue = window.navigator().into();
    let Ok(clipboard) = js_sys::Reflect::get(&navigator, &"clipboard".into()) else { return false };
    let Some(clipboard) = clipboard.dyn_ref::<web_sys::Clipboard>() else { return false };
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// Waits; a background tab may be made to wait longer.
pub(crate) async fn sleep(ms: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        }
    });
    let _ = JsFuture::from(promise).await;
}

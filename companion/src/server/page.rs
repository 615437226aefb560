//! The page: files that were built by Trunk and embedded, with the headers that keep a browser from mixing two builds.

use super::Companion;
use super::refuse::Refuse;
use axum::extract::State;
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(rust_embed::RustEmbed)]
#[folder = "../dist/"]
#[allow_missing = true]
struct Built;

/// The files of the page, ready to be sent.
#[derive(Clone, Debug)]
pub struct Page {
    files: Arc<BTreeMap<String, File>>,
    policy: Arc<str>,
}

#[derive(Debug)]
struct File {
    bytes: Cow<'static, [u8]>,
    etag: String,
}

impl Page {
    /// The page that was built before the companion was compiled; empty when none was.
    pub fn embedded() -> Self {
        Self::of(Built::iter().filter_map(|name| Built::get(&name).map(|file| (name.into_owned(), file.data))))
    }

    /// A page of these files.
    pub fn of(files: impl IntoIterator<Item = (String, Cow<'static, [u8]>)>) -> Self {
        let files: BTreeMap<_, _> = files
            .into_iter()
            .map(|(name, bytes)| {
                let etag = format!("\"{}\"", STANDARD.encode(Sha256::digest(&bytes)));
                (name, File { bytes, etag })
            })
            .collect();
        let index = files.get("index.html").map(|file| String::from_utf8_lossy(&file.bytes)).unwrap_or_default();
        let policy = policy(&index).into();
        Self { files: Arc::new(files), policy }
    }

    /// Whether there is a page to serve.
    pub fn is_built(&self) -> bool {
        self.files.contains_key("index.html")
    }
}

/// Sends a file of the page; the fallback of every other route.
pub(super) async fn file(
    State(companion): State<Arc<Companion>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let name = match uri.path().strip_prefix('/') {
        Some("") | None => "index.html",
        Some(name) => name,
    };
    if name.starts_with("v1/") {
        return Refuse::not_found().into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        return (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")]).into_response();
    }
    let Some(file) = companion.page.files.get(name) else {
        return match name {
            "index.html" => (StatusCode::SERVICE_UNAVAILABLE, NOT_BUILT).into_response(),
            _ => (StatusCode::NOT_FOUND, "there is no such file in the page\n").into_response(),
        };
    };
    let cache = if is_hashed(name) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let about = [
        (CONTENT_TYPE, content_type(name)),
        (CACHE_CONTROL, cache),
        (ETAG, file.etag.as_str()),
        (CONTENT_SECURITY_POLICY, &companion.page.policy),
    ];
    if headers.get_all(IF_NONE_MATCH).iter().any(|known| known.as_bytes() == file.etag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, about).into_response();
    }
    (about, file.bytes.clone()).into_response()
}

const NOT_BUILT: &str =
    "The page is not built into this companion.\nhint: run `cargo xtask start`, which builds the page and serves it\n";

/// Whether Trunk put the hash of the content into the name: `app-0123456789abcdef_bg.wasm`.
///
/// It does not for workers, so those must be asked for again each time.
fn is_hashed(name: &str) -> bool {
    let stem = name.rsplit('/').next().and_then(|file| file.split('.').next()).unwrap_or_default();
    let hash = stem.strip_suffix("_bg").unwrap_or(stem).rsplit_once('-').map_or("", |(_, hash)| hash);
    hash.len() >= 15 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "csv" | "tsv" | "md" | "txt" | "jsonl" | "ndjson" | "yaml" | "yml" | "log" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// What the page may do: run its own code and Trunk's inline start script, talk to companions on this machine.
fn policy(index: &str) -> String {
    let scripts: String = inline_scripts(index)
        .iter()
        .map(|script| format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(script.as_bytes()))))
        .collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; worker-src 'self'; style-src 'self'; \
         img-src 'self' data: blob:; font-src 'self'; manifest-src 'self'; \
         connect-src 'self' http://127.0.0.1:* http://localhost:*; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

/// The text of every `<script>` without `src`.
fn inline_scripts(html: &str) -> Vec<&str> {
    let mut scripts = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once("<script") {
        let Some((attributes, body)) = after.split_once('>') else { break };
        let Some((script, after)) = body.split_once("</script>") else { break };
        if !attributes.split_ascii_whitespace().any(|attribute| attribute.starts_with("src")) {
            scripts.push(script);
        }
        rest = after;
    }
    scripts
}

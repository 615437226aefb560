//! The page as it is sent.

use crate::support::{NOWHERE, companion, request, send, text};
use expect_test::{Expect, expect};

const INDEX: &str = "<!doctype html><script type=\"module\">import init from '/app.js'; init();</script>\
    <script src=\"/other.js\"></script><p>page</p>";

const FILES: [(&str, &str); 6] = [
    ("index.html", INDEX),
    ("app-0123456789abcdef.js", "export {}"),
    ("app-0123456789abcdef_bg.wasm", "wasm"),
    ("worker.js", "export {}"),
    ("worker_bg.wasm", "wasm"),
    ("samples/runs.csv", "a,b\n"),
];

async fn check(line: &str, headers: &[(&str, &str)], expected: &Expect) {
    let response = send(&companion(NOWHERE, &FILES), request(line, headers, "")).await;
    let mut shown = format!("{}\n", response.status().as_u16());
    for (name, value) in response.headers() {
        shown += &format!("{name}: {}\n", value.to_str().unwrap());
    }
    shown += &text(response).await;
    expected.assert_eq(&shown);
}

#[tokio::test]
async fn the_page_may_run_its_own_code_and_its_inline_start_script_only() {
    check("GET /", &[], &expect![[r#"
        200
        content-type: text/html; charset=utf-8
        cache-control: no-cache
        etag: "QM5leYMLVYsKRYl0SrGdiSQ5v8ZmHyBWm9brXNFK6wk="
        content-security-policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-WN3FHuG6vmV+0abH/qaNAU0XcODQuncbcPlsPt0rWSU='; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; manifest-src 'self'; connect-src 'self' http://127.0.0.1:* http://localhost:*; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
        x-content-type-options: nosniff
        referrer-policy: no-referrer
        cross-origin-resource-policy: same-origin
        cross-origin-opener-policy: same-origin
        content-length: 125
        <!doctype html><script type="module">import init from '/app.js'; init();</script><script src="/other.js"></script><p>page</p>"#]]).await;
}

#[tokio::test]
async fn only_a_name_with_a_hash_is_kept_by_the_browser() {
    let cache = async |path: &str| {
        let response = send(&companion(NOWHERE, &FILES), request(&format!("GET {path}"), &[], "")).await;
        assert_eq!(response.status(), 200, "{path}");
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        format!("{path}: {}, {}\n", header("content-type"), header("cache-control"))
    };
    let mut shown = String::new();
    for (name, _) in FILES {
        shown += &cache(&format!("/{name}")).await;
    }
    expect![[r#"
        /index.html: text/html; charset=utf-8, no-cache
        /app-0123456789abcdef.js: text/javascript; charset=utf-8, public, max-age=31536000, immutable
        /app-0123456789abcdef_bg.wasm: application/wasm, public, max-age=31536000, immutable
        /worker.js: text/javascript; charset=utf-8, no-cache
        /worker_bg.wasm: application/wasm, no-cache
        /samples/runs.csv: text/plain; charset=utf-8, no-cache
    "#]]
    .assert_eq(&shown);
}

#[tokio::test]
async fn a_file_the_browser_knows_is_not_sent_again() {
    let companion = companion(NOWHERE, &FILES);
    let first = send(&companion, request("GET /worker.js", &[], "")).await;
    let etag = first.headers()["etag"].to_str().unwrap().to_owned();
    let again = send(&companion, request("GET /worker.js", &[("if-none-match", &etag)], "")).await;
    assert_eq!((again.status().as_u16(), text(again).await.as_str()), (304, ""));
    let other = send(&companion, request("GET /worker.js", &[("if-none-match", "\"other\"")], "")).await;
    assert_eq!(other.status(), 200);
}

#[tokio::test]
async fn a_page_that_was_not_built_says_how_to_build_it() {
    let response = send(&companion(NOWHERE, &[]), request("GET /", &[], "")).await;
    assert_eq!(response.status(), 503);
    expect![[r#"
        The page is not built into this companion.
        hint: run `cargo xtask start`, which builds the page and serves it
    "#]]
    .assert_eq(&text(response).await);
}

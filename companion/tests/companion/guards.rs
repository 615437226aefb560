//! Who may ask, and what may be asked.

use crate::support::{NOWHERE, companion, job, request, send, text};
use axum::body::Body;
use axum::http::Request;
use expect_test::{Expect, expect};

/// Sends one request and compares status and body.
async fn check(request: Request<Body>, expected: &Expect) {
    let companion = companion(NOWHERE, &[("index.html", "<p>page</p>")]);
    let response = send(&companion, request).await;
    assert_eq!(response.headers().get("access-control-allow-origin"), None);
    let status = response.status().as_u16();
    expected.assert_eq(&format!("{status} {}", text(response).await));
}

#[tokio::test]
async fn only_this_machine_by_its_own_names_is_answered_on_every_route() {
    let companion = companion(NOWHERE, &[("index.html", "<p>page</p>")]);
    for path in ["/", "/healthz", "/v1/hello", "/v1/jobs/0/events", "/app.js", "/nothing"] {
        for host in [
            "evil.example",
            "evil.example:4173",
            "127.0.0.1.evil.example:4173",
            "127.0.0.1:4174",
            "127.0.0.1",
            "localhost.:4173",
            "LOCALHOST:4173",
            "localhost:04173",
            "127.0.0.1:4173:4173",
            "",
        ] {
            let response = send(&companion, request(&format!("GET {path}"), &[("host", host)], "")).await;
            assert_eq!(response.status(), 421, "{host} {path}");
        }
    }
    for host in ["127.0.0.1:4173", "localhost:4173", "[::1]:4173"] {
        assert_eq!(send(&companion, request("GET /healthz", &[("host", host)], "")).await.status(), 200, "{host}");
    }
    let two = request("GET /", &[("host", "127.0.0.1:4173"), ("host", "evil.example")], "");
    assert_eq!(send(&companion, two).await.status(), 421);
    let elsewhere = request("GET http://evil.example/", &[("host", "127.0.0.1:4173")], "");
    assert_eq!(send(&companion, elsewhere).await.status(), 421);
    let nameless = Request::get("/").body(Body::empty()).unwrap();
    assert_eq!(send(&companion, nameless).await.status(), 421);
}

#[tokio::test]
async fn only_the_page_that_came_from_here_is_answered() {
    let companion = companion(NOWHERE, &[]);
    for origin in [
        "http://evil.example",
        "https://127.0.0.1:4173",
        "http://127.0.0.1.evil.example:4173",
        "http://127.0.0.1:4173@evil.example",
        "http://127.0.0.1:4174",
        "http://localhost:4173",
        "HTTP://127.0.0.1:4173",
        "http://127.0.0.1:4173.",
        "http://127.0.0.1:4173/",
        "null",
        "*",
        "",
    ] {
        let asked = request("POST /v1/jobs", &[("origin", origin), ("content-type", "text/plain")], job().to_string());
        let response = send(&companion, asked).await;
        assert_eq!(response.status(), 403, "{origin}");
        assert_eq!(response.headers().get("access-control-allow-origin"), None, "{origin}");
    }
    let own = request("GET /healthz", &[("origin", "http://127.0.0.1:4173")], "");
    assert_eq!(send(&companion, own).await.status(), 200);
}

#[tokio::test]
async fn a_job_is_json_of_the_right_version_with_nothing_unknown_in_it() {
    let json = [("content-type", "application/json")];
    let form = [("content-type", "text/plain")];
    check(
        request("POST /v1/jobs", &form, job().to_string()),
        &expect![[
            r#"415 {"type":"error","code":"bad_request","message":"expected `application/json`","retryable":false}"#
        ]],
    )
    .await;
    check(
        request("POST /v1/jobs", &[], job().to_string()),
        &expect![[
            r#"415 {"type":"error","code":"bad_request","message":"expected `application/json`","retryable":false}"#
        ]],
    )
    .await;
    check(request("POST /v1/jobs", &json, "{"), &expect![[r#"400 {"type":"error","code":"bad_request","message":"unexpected job: EOF while parsing an object at line 1 column 1","retryable":false}"#]]).await;
    let mut older = job();
    older["version"] = 0.into();
    check(request("POST /v1/jobs", &json, older.to_string()), &expect![[r#"400 {"type":"error","code":"bad_request","message":"the page speaks version 0 and the companion version 2: reload the page","retryable":false}"#]]).await;
    let mut elsewhere = job();
    elsewhere["backend"] = "http://169.254.169.254".into();
    check(request("POST /v1/jobs", &json, elsewhere.to_string()), &expect![[r#"400 {"type":"error","code":"bad_request","message":"unexpected job: unknown field `backend`, expected one of `version`, `model`, `options`, `brief`, `voice`, `analysis` at line 1 column 184","retryable":false}"#]]).await;
    let mut unknown = job();
    unknown["options"]["main_gpu"] = 1.into();
    check(request("POST /v1/jobs", &json, unknown.to_string()), &expect![[r#"400 {"type":"error","code":"bad_request","message":"unexpected job: unknown field `main_gpu`, expected one of `num_gpu`, `num_ctx`, `temperature`, `top_p`, `top_k`, `repeat_penalty`, `num_predict`, `seed` at line 1 column 69","retryable":false}"#]]).await;
    let mut odd = job();
    odd["options"]["temperature"] = (-1).into();
    check(request("POST /v1/jobs", &json, odd.to_string()), &expect![[r#"400 {"type":"error","code":"bad_request","message":"expected `temperature` from 0 to 10, but found -1","retryable":false}"#]]).await;
    let mut path = job();
    path["model"] = "http://evil.example/x".into();
    check(request("POST /v1/jobs", &json, path.to_string()), &expect![[r#"400 {"type":"error","code":"bad_request","message":"expected the name of a model, like `gemma3:latest`","retryable":false}"#]]).await;
    check(
        request("POST /v1/jobs", &json, " ".repeat(1024 * 1024 + 1)),
        &expect![[
            r#"413 {"type":"error","code":"bad_request","message":"the job is larger than 1 MiB","retryable":false}"#
        ]],
    )
    .await;
}

#[tokio::test]
async fn nothing_but_the_fixed_set_of_routes_exists() {
    check(request("GET /v1/jobs/00000000000000000000000000000000/events", &[], ""), &expect![[r#"404 {"type":"error","code":"not_found","message":"there is no such job: it ended long ago, or the companion was restarted","retryable":false}"#]]).await;
    check(request("DELETE /v1/jobs/00000000000000000000000000000000", &[], ""), &expect![[r#"404 {"type":"error","code":"not_found","message":"there is no such job: it ended long ago, or the companion was restarted","retryable":false}"#]]).await;
    check(
        request("GET /v1/api/tags", &[], ""),
        &expect![[r#"404 {"type":"error","code":"not_found","message":"there is nothing here","retryable":false}"#]],
    )
    .await;
    check(
        request("GET /api/tags", &[], ""),
        &expect![[r#"
        404 there is no such file in the page
    "#]],
    )
    .await;
    check(
        request("GET //api/tags", &[], ""),
        &expect![[r#"
        404 there is no such file in the page
    "#]],
    )
    .await;
    check(
        request("GET /..%2f..%2fetc/passwd", &[], ""),
        &expect![[r#"
        404 there is no such file in the page
    "#]],
    )
    .await;
    check(request("PUT /index.html", &[], "x"), &expect!["405 "]).await;
    check(request("GET /v1/jobs", &[("upgrade", "websocket"), ("connection", "upgrade")], ""), &expect!["405 "]).await;
}

#[tokio::test]
async fn hello_says_what_is_missing_and_how_to_get_it() {
    check(request("GET /v1/hello", &[], ""), &expect![[r#"200 {"name":"chimera-insight","release":"0.1.0","version":2,"backend":{"kind":"ollama","version":null,"models":[],"problem":"cannot reach Ollama at `http://127.0.0.1:1/`: Connection refused (os error 111). Start it with `ollama serve`, or say where it is with `--ollama`"}}"#]]).await;
}

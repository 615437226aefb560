//! `records` and `roles` print what the core knows, for other programs.

use companion::cli;
use std::ffi::OsString;
use std::process::ExitCode;

async fn written(arguments: &[&str]) -> String {
    let arguments = ["chimera-insight"].iter().chain(arguments).map(OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    assert_eq!(cli::run(arguments, &mut out, &mut err).await, ExitCode::SUCCESS);
    assert!(err.is_empty());
    String::from_utf8(out).unwrap()
}

#[tokio::test]
async fn every_value_is_a_line_and_every_column_has_a_role() {
    let path = std::env::temp_dir().join(format!("chimera-insight-values-{}.csv", std::process::id()));
    std::fs::write(&path, "model,ttft_ms\nsmall,20\nsmall,40\n").unwrap();
    let path = path.to_str().unwrap();
    let lines = written(&["records", path, "--format", "jsonl"]).await;
    let lines: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of =
        |origin: &'static str| lines.iter().filter(move |line| line["origin"] == origin && line["metric"] == "ttft");
    let read: Vec<_> = of("file").map(|line| (&line["value"], &line["as_written"]["unit"])).collect();
    assert_eq!(read, [(&0.02.into(), &"ms".into()), (&0.04.into(), &"ms".into())]);
    assert!(of("computed").any(|line| line["statistic"] == "mean" && line["value"] == 0.03 && line["n"] == 2));
    let roles: serde_json::Value = serde_json::from_str(&written(&["roles", path, "--format", "json"]).await).unwrap();
    let expected = serde_json::json!({"column": "ttft_ms", "role": "measurement", "unit": "s", "better": "lower"});
    assert_eq!(roles[1], expected);
    std::fs::remove_file(path).unwrap();
}

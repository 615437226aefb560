//! Moments in cells, in prose and in numbers.

use super::*;
use expect_test::{Expect, expect};

fn check(texts: &[&str], expected: &Expect) {
    let shown: Vec<String> =
        texts.iter().map(|text| format!("{text} => {:?}", whole(text).map(|stamp| stamp.moment().shown))).collect();
    expected.assert_eq(&shown.join("\n"));
}

#[test]
fn a_time_is_shown_as_written_or_in_utc_where_a_zone_is_stated() {
    check(
        &[
            "2025-10-08",
            "2025-10-08 16:29:55",
            "2025-10-08T16:29:55Z",
            "2025-10-08T16:29:55.123456+02:00",
            "2025/11/27 16:59:55.309",
            "2025-10-08 16:29",
            "2025-10-08 16:29:55 UTC",
            "2024-02-29T00:10:00+0100",
            "2025-02-29",
            "2025-13-01",
            "2025-10-08x",
            "2025-10-08 25:00:00",
            "12345",
            "2025-10-08 to 2025-10-09",
        ],
        &expect![[r#"
            2025-10-08 => Some("2025-10-08")
            2025-10-08 16:29:55 => Some("2025-10-08 16:29:55")
            2025-10-08T16:29:55Z => Some("2025-10-08 16:29:55 UTC")
            2025-10-08T16:29:55.123456+02:00 => Some("2025-10-08 14:29:55 UTC")
            2025/11/27 16:59:55.309 => Some("2025-11-27 16:59:55")
            2025-10-08 16:29 => Some("2025-10-08 16:29:00")
            2025-10-08 16:29:55 UTC => Some("2025-10-08 16:29:55 UTC")
            2024-02-29T00:10:00+0100 => Some("2024-02-28 23:10:00 UTC")
            2025-02-29 => None
            2025-13-01 => None
            2025-10-08x => None
            2025-10-08 25:00:00 => None
            12345 => None
            2025-10-08 to 2025-10-09 => None"#]],
    );
}

fn prose(text: &str, expected: &Expect) {
    let mut times = Times::default();
    times.add_prose(text);
    let span = times.span().map(|(oldest, newest)| format!("{} .. {}", oldest.shown, newest.shown));
    expected.assert_eq(&span.unwrap_or_default());
}

#[test]
fn prose_holds_dates_in_several_spellings() {
    prose(
        "Generated on 2025-09-30 20:15:45. See October 8, 2025 and 3 Jan 2024.",
        &expect!["2024-01-03 .. 2025-10-08"],
    );
    prose("Date: 2025-10-02 and 2025-10-02T10:00:00Z", &expect!["2025-10-02 10:00:00 UTC .. 2025-10-02 10:00:00 UTC"]);
    prose("version 2025.10.08 of 12 may 20 and item12025-10-08", &expect![""]);
}

#[test]
fn numbers_are_moments_only_in_columns_named_for_it() {
    let span = |name: &str, values: &[f64]| {
        let mut column = crate::table::ColumnBuilder::new(name);
        values.iter().for_each(|value| column.push_number(*value));
        let mut times = Times::default();
        times.add_column(&column.finish());
        times.span().map(|(oldest, newest)| format!("{} .. {}", oldest.shown, newest.shown)).unwrap_or_default()
    };
    assert_eq!(span("started_at", &[1.7e9, 1.7e9 + 1.0]), "2023-11-14 22:13:20 UTC .. 2023-11-14 22:13:21 UTC");
    assert_eq!(span("meta.timestamp_ms", &[1.7e12]), "2023-11-14 22:13:20 UTC .. 2023-11-14 22:13:20 UTC");
    assert_eq!(span("request_start_ns", &[1.7e18]), "2023-11-14 22:13:20 UTC .. 2023-11-14 22:13:20 UTC");
    assert_eq!(span("total_time_ns", &[1.7e9]), "");
    assert_eq!(span("start_ns", &[1.7e9]), "");
    assert_eq!(span("tokens", &[1.7e9]), "");
}

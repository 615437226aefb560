//! Records that failed are counted in the group they belong to.

use super::given::summary;
use expect_test::{Expect, expect};

fn check(files: &[(&str, &str)], expected: &Expect) {
    let summary = summary(files);
    let mut shown = String::new();
    for study in &summary.studies {
        shown += &format!("{} answered, {} failed\n", study.answered, study.failed);
        for metric in &study.metrics {
            for group in &metric.groups {
                let of = &group.statistics;
                shown += &format!("  {} {}: n {}, failed {}\n", metric.key, group.name, of.n, of.failed);
            }
        }
    }
    expected.assert_eq(&shown);
}

#[test]
fn each_group_says_how_many_of_its_records_failed() {
    check(
        &[("a.csv", "model,ttft_ms,error\na,1.5,\na,2.5,\na,0,timed out\nb,3.5,\nb,4.5,\nb,0,oom\nb,0,oom\nc,0,oom\n")],
        &expect![[r#"
            4 answered, 4 failed
              ttft a: n 2, failed 1
              ttft b: n 2, failed 2
        "#]],
    );
}

#[test]
fn a_file_whose_every_record_failed_is_counted_wherever_it_stands() {
    let failed = "model,backend,ttft_ms,error\na,x,0,timed out\na,x,0,timed out\n";
    let good = "model,backend,ttft_ms,error\na,x,1.5,\na,x,2.5,\nb,x,3.5,\nb,x,5.5,\n";
    let expected = expect![[r#"
        4 answered, 2 failed
          ttft a: n 2, failed 2
          ttft b: n 2, failed 0
    "#]];
    check(&[("a.csv", failed), ("b.csv", good)], &expected);
    check(&[("a.csv", good), ("b.csv", failed)], &expected);
}

//! What the files of a labeled drop are used for.
//!
//! The drop lies beside the repository; a test run that sets `CI` fails without it.

use super::given::{paths_of, read_all, shared};
use insight::dataset::Dataset;
use insight::summary::Use;

/// The files of one set, read in the order given.
fn drop_of(set: &str) -> Option<Dataset> {
    let corpus = shared("corpus")?;
    Some(read_all(&corpus, &paths_of(&corpus, set)))
}

#[test]
fn every_file_of_the_drop_has_a_use() {
    let Some(dataset) = drop_of("seed101") else { return };
    let mut uses = [0; 4];
    for file in &dataset.files {
        uses[match file.used {
            Use::Measured | Use::Part { .. } => 0,
            Use::Repeat { .. } => 1,
            Use::Unusable { .. } => 2,
            Use::Document => 3,
        }] += 1;
        println!("{} {:?} {:?}", file.reading.path, file.used, file.labels);
        for (table, sheet) in file.reading.tables.iter().zip(&file.tables) {
            println!("   `{}` {} rows, {} failed, counts {}", table.place, table.rows, sheet.failed_rows, sheet.counts);
            if std::env::var_os("FIELDS").is_some() {
                for field in &sheet.fields {
                    println!(
                        "        {} -> {} {:?} {:?} [{}]",
                        field.written, field.metric, field.role, field.statistic, field.unit.symbol
                    );
                }
            }
        }
    }
    assert_eq!(uses.iter().sum::<i32>(), 101);
    assert_eq!(uses, [37, 24, 21, 19], "measured, repeats, unusable, documents");
}

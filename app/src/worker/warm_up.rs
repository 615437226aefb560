//! Has the browser optimize the reader before anybody waits for it.
//!
//! A browser runs WebAssembly unoptimized until a function has proved to be hot; without this, the first large file pays for it.

use insight::dataset::Dataset;
use insight::reading::FileReader;
use insight::summary::Summary;
use std::fmt::Write;

/// Enough for the functions that see every row, little enough to be done within a blink.
const ROWS: u32 = 60_000;

/// Reads a made-up table and throws away what it says.
pub(super) fn warm_up() {
    let mut table = String::from("run_id,timestamp,model,batch,ttft_s,tokens_s,total_ms,error\n");
    for row in 0..ROWS {
        // Numbers without an order, the same each time.
        let noise = row.wrapping_mul(2_654_435_761) >> 8;
        // Writing to a string cannot fail.
        let _ = writeln!(
            table,
            "r{row},2025-01-01T00:{:02}:{:02}Z,model-{},{},0.{:04},{}.{:02},{},",
            row / 60 % 60,
            row % 60,
            row % 4,
            1 << (row % 3),
            noise % 10_000,
            noise % 300,
            noise % 100,
            noise % 5000
        );
    }
    let mut reader = FileReader::new("warm-up.csv");
    reader.push(table.as_bytes());
    let _ = Summary::of(&Dataset::of(vec![reader.finish()]));
}

//! What the bundled sample data say: the first screen that a new reader sees.

use expect_test::expect;
use insight::dataset::Dataset;
use insight::reading::FileReader;
use insight::report;
use insight::summary::Summary;
use std::fs;
use std::path::Path;

fn read(root: &Path, folder: &Path, into: &mut Vec<insight::reading::Reading>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(root, &path, into);
        } else if path.parent() != Some(root) {
            let mut reader = FileReader::new(path.strip_prefix(root).unwrap().to_str().unwrap());
            reader.push(&fs::read(&path).unwrap());
            into.push(reader.finish());
        }
    }
}

#[test]
fn the_samples_say_the_same_as_on_the_day_they_were_made() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/samples");
    let mut readings = Vec::new();
    read(&root, &root, &mut readings);
    expect![[r#"
        Duration by command, and 2 smaller sets

        SHOWN        The command sets duration: 40 ms (zstd -1) to 663 ms (xz -1).
        NOT SHOWN    No setting is shown to help: 2 sweeps of 6 settings, several runs each; in 1 of them none moves
                     the median of decode by more than 7.2 %. On gemma3:tiny-test num ctx moves it by 34 %, but its
                     levels ran one after another, so that a drift over time looks the same.
        FALSE TRAIL  “temperature 0.2 is 13× to 21× slower to the first token”: all 6 slow records at it follow a
                     model load; the 12 records at 0.2 without one took 6.6 ms.
        LEFT OUT     18 of 72 requests failed; 18 were logged as zeros.
        RUN NEXT     Measure each of the 5 command sets 5 more times, shuffled, a file each: how much files of one
                     differ is the noise that a difference must exceed.

        1  DURATION BY COMMAND
           2 files, 60 records
           command  duration   n
           zstd -1     40 ms  12
           gzip -1    146 ms  12
           zstd -9    155 ms  12
           gzip -6    351 ms  12
           xz -1      663 ms  12

        2  Ollama generation by model, sweep.csv   2 files   decode from 1,365 tokens/s (gemma3:endless-test) to 1,320
           tokens/s (gemma3:tiny-test)
        3  Ollama generation by model, generate.jsonl   1 file   decode from 1,312 tokens/s (gemma3:endless-test) to
           1,230 tokens/s (gemma3:tiny-test)
        6 files = 3 measured + 3 the same again; 2 CSV, 2 JSON, 1 JSON Lines and 1 Markdown
    "#]]
    .assert_eq(&report::text(&Summary::of(&Dataset::of(readings))));
}

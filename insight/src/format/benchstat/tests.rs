//! Small outputs of benchstat.

use crate::format::check::check;
use expect_test::expect;

#[test]
fn a_table_between_rules_is_medians_of_files() {
    check(
        "goos: linux\npkg: ex\n\
         \u{20}           │   old.txt   │               new.txt               │\n\
         \u{20}           │   sec/op    │   sec/op     vs base                │\n\
         Sort/n=16     301.4n ± 61%   154.1n ± ∞ ¹  -48.87% (p=0.015 n=6+5)\n\
         Slow          2.173m ± 23%   2.179m ±  6%        ~ (p=0.937 n=6)\n\
         geomean       25.59µ         18.32µ        -28.40%\n\
         ¹ need >= 6 samples for confidence interval at level 0.95\n\n\
         \u{20}           │   old.txt   │              new.txt               │\n\
         \u{20}           │    B/op     │    B/op      vs base               │\n\
         Sort/n=16     4.000Ki ± 0%   128.0 ± 0%  -96.88% (p=0.002 n=6)\n",
        &expect![[r#"
            benchstat Sure: a unit between `│` in line 4
            [sec/op] 0 of 4 rows failed
              goos: goos Environment = `linux`, `linux`, `linux`
              pkg: pkg Environment = `ex`, `ex`, `ex`
              benchmark: benchmark Parameter = `Sort/n=16`, `Sort/n=16`, `Slow`
              file: benchmark_file Parameter = `old.txt`, `new.txt`, `old.txt`
              median: operation_time median Aggregate s Lower = 0.0000003014, 0.0000001541, 0.002173
              half of interval: half_of_interval Derived % = 61, -, 23
              vs base: vs_base Derived % = -, -48.87, -
              p: p Derived = -, 0.015, -
              n: runs n Measurement = -, -, 6
            [sec/op (geomean)] 0 of 2 rows failed
              goos: goos Environment = `linux`, `linux`
              pkg: pkg Environment = `ex`, `ex`
              file: benchmark_file Parameter = `old.txt`, `new.txt`
              median: operation_time Derived s Lower = 0.00002559, 0.00001832
              vs base: vs_base Derived % = -, -28.4
            [B/op] 0 of 2 rows failed
              goos: goos Environment = `linux`, `linux`
              pkg: pkg Environment = `ex`, `ex`
              benchmark: benchmark Parameter = `Sort/n=16`, `Sort/n=16`
              file: benchmark_file Parameter = `old.txt`, `new.txt`
              median: operation_memory median Aggregate B Lower = 4096, 128
              half of interval: half_of_interval Derived % = 0, 0
              n: runs n Measurement = 6, 6
              vs base: vs_base Derived % = -, -96.88
              p: p Derived = -, 0.002
        "#]],
    );
}

#[test]
fn csv_says_the_same() {
    check(
        "goos: linux\n,old.txt,,new.txt,,,\n,sec/op,CI,sec/op,CI,vs base,P\nSort/n=16,3.0135e-07,61%,1.541e-07,∞,-48.87%,p=0.015 n=6\n\
         Slow,0.0021734,23%,0.0021786,6%,~,p=0.937 n=6\ngeomean,2.559e-05,,1.832e-05,,-28.40%,\n\n\
         ,old.txt,,new.txt,,,\n,allocs/op,CI,allocs/op,CI,vs base,P\nSort/n=16,1,0%,2,0%,+100.00%,p=0.002 n=6\n",
        &expect![[r#"
            benchstat Sure: a unit beside `CI` in line 3
            [sec/op] 0 of 4 rows failed
              goos: goos Environment = `linux`, `linux`, `linux`
              benchmark: benchmark Parameter = `Sort/n=16`, `Sort/n=16`, `Slow`
              file: benchmark_file Parameter = `old.txt`, `new.txt`, `old.txt`
              median: operation_time median Aggregate s Lower = 0.00000030135, 0.0000001541, 0.0021734
              half of interval: half_of_interval Derived % = 61, -, 23
              n: runs n Measurement = 6, 6, 6
              vs base: vs_base Derived % = -, -48.87, -
              p: p Derived = -, 0.015, -
            [sec/op (geomean)] 0 of 2 rows failed
              goos: goos Environment = `linux`, `linux`
              file: benchmark_file Parameter = `old.txt`, `new.txt`
              median: operation_time Derived s Lower = 0.00002559, 0.00001832
              vs base: vs_base Derived % = -, -28.4
            [allocs/op] 0 of 2 rows failed
              goos: goos Environment = `linux`, `linux`
              benchmark: benchmark Parameter = `Sort/n=16`, `Sort/n=16`
              file: benchmark_file Parameter = `old.txt`, `new.txt`
              median: operation_allocations median Aggregate Lower = 1, 2
              half of interval: half_of_interval Derived % = 0, 0
              n: runs n Measurement = 6, 6
              vs base: vs_base Derived % = -, 100
              p: p Derived = -, 0.002
        "#]],
    );
}

#[test]
fn before_2023_it_printed_means() {
    check(
        "name        old time/op    new time/op    delta\nGobEncode   13.6ms ± 1%    11.8ms ± 1%  -13.31%  (p=0.016 n=4+5)\n\
         JSONEncode  32.1µs ± 1%    31.8µs ± 1%     ~     (p=0.286 n=4+5)\n\n\
         name        old speed      new speed      delta\nGobEncode   56.4MB/s ± 1%  65.1MB/s ± 1%  +15.36%  (p=0.016 n=4+5)\n",
        &expect![[r#"
            benchstat Sure: `name` beside `time/op`, `speed` or `alloc/op` in line 1
            [time/op] 0 of 4 rows failed
              benchmark: benchmark Parameter = `GobEncode`, `GobEncode`, `JSONEncode`
              file: benchmark_file Parameter = `old`, `new`, `old`
              mean: operation_time mean Aggregate s Lower = 0.0136, 0.0118, 0.0000321
              farthest run: farthest_run Derived % = 1, 1, 1
              n: runs n Measurement = 4, 5, 4
              vs base: vs_base Derived % = -, -13.31, -
              p: p Derived = -, 0.016, -
            [speed] 0 of 2 rows failed
              benchmark: benchmark Parameter = `GobEncode`, `GobEncode`
              file: benchmark_file Parameter = `old`, `new`
              mean: bandwidth mean Aggregate B/s Higher = 56400000, 65100000
              farthest run: farthest_run Derived % = 1, 1
              n: runs n Measurement = 4, 5
              vs base: vs_base Derived % = -, 15.36
              p: p Derived = -, 0.016
        "#]],
    );
    check(
        "name  alloc/op\nF     1.20kB ± 0%\n",
        &expect![[r#"
            benchstat Sure: `name` beside `time/op`, `speed` or `alloc/op` in line 1
            [alloc/op] 0 of 1 rows failed
              benchmark: benchmark Parameter = `F`
              file: benchmark_file Parameter = -
              mean: operation_memory mean Aggregate B Lower = 1200
              farthest run: farthest_run Derived % = 0
        "#]],
    );
}

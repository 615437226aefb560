//! What `llama-bench` writes, in each of its containers, whole and damaged.

use crate::format::check::check;
use expect_test::expect;

const RECORD: &str = "{\"build_commit\": \"2739a71e\", \"model_filename\": \"m.gguf\", \"model_type\": \"llama 7B Q4_0\", \
    \"model_size\": 3825065984, \"n_gpu_layers\": 99, \"n_prompt\": PP, \"n_gen\": TG, \"avg_ns\": 3000000000, \
    \"stddev_ns\": 4092111673, \"avg_ts\": 190.5, \"stddev_ts\": 30.0, \"samples_ns\": [2000000000, 3000000000, 4000000000], \
    \"samples_ts\": [160.5, 190.5, 220.5]}\n";

fn record(prompt: u32, answer: u32) -> String {
    RECORD.replace("PP", &prompt.to_string()).replace("TG", &answer.to_string())
}

#[test]
fn trap_21_a_deviation_that_overflowed_is_said_and_prompt_and_answer_stay_apart() {
    check(
        &(record(512, 0) + &record(0, 128)),
        &expect![[r#"
            llama-bench Sure: `avg_ts` beside `build_commit`, tests: 2
            Doubt: `stddev_ns [pp]` is 4092111673 in the file, its 3 values give 1000000000 (line 1); hint: trust what was computed from the values, unless some of them were left out of the file
            Doubt: `stddev_ns [tg]` is 4092111673 in the file, its 3 values give 1000000000 (line 2); hint: trust what was computed from the values, unless some of them were left out of the file
            Doubt: `stddev_ns` is 4092111673, its samples give 1000000000.000000 (first at `/0`, 2 times); hint: the samples are used; the tool's own deviation can overflow
            [] 0 of 2 rows failed
              test: test Parameter = `pp512`, `tg128`
              build_commit: build_commit Identifier = `2739a71e`, `2739a71e`
              model_filename: model_filename Identifier = `m.gguf`, `m.gguf`
              model_type: model_type Parameter = `llama 7B Q4_0`, `llama 7B Q4_0`
              model_size: model_size Environment B = 3825065984, 3825065984
              n_gpu_layers: n_gpu_layers Parameter layers = 99, 99
              n_prompt: n_prompt Parameter tokens = 512, 0
              n_gen: n_gen Parameter tokens = 0, 128
              avg_ns [pp]: prompt_eval_duration mean Aggregate s Lower = 3000000000, -
              avg_ns [tg]: eval_duration mean Aggregate s Lower = -, 3000000000
              stddev_ns [pp]: prompt_eval_duration sd Aggregate s Lower = 4092111673, -
              stddev_ns [tg]: eval_duration sd Aggregate s Lower = -, 4092111673
              avg_ts [pp]: prompt_rate mean Aggregate tokens/s Higher = 190.5, -
              avg_ts [tg]: decode_rate mean Aggregate tokens/s Higher = -, 190.5
              stddev_ts [pp]: prompt_rate sd Aggregate tokens/s Higher = 30, -
              stddev_ts [tg]: decode_rate sd Aggregate tokens/s Higher = -, 30
            [/samples_ts] 0 of 6 rows failed
              test: test Parameter = `pp512`, `pp512`, `pp512`
              model_type: model_type Parameter = `llama 7B Q4_0`, `llama 7B Q4_0`, `llama 7B Q4_0`
              n_prompt: n_prompt Parameter tokens = 512, 512, 512
              n_gen: n_gen Parameter tokens = 0, 0, 0
              samples_ts [pp]: prompt_rate Measurement tokens/s Higher = 160.5, 190.5, 220.5
              samples_ts [tg]: decode_rate Measurement tokens/s Higher = -, -, -
              samples_ns [pp]: prompt_eval_duration Measurement s Lower = 2000000000, 3000000000, 4000000000
              samples_ns [tg]: eval_duration Measurement s Lower = -, -, -
        "#]],
    );
}

#[test]
fn trap_3_an_array_that_is_cut_keeps_its_whole_records() {
    let text = format!("[\n  {},\n  {}", record(512, 0).trim(), &record(0, 128)[..200]);
    check(
        &text,
        &expect![[r#"
            llama-bench Sure: `avg_ts` beside `build_commit`, tests: 1
            Doubt: `stddev_ns [pp]` is 4092111673 in the file, its 3 values give 1000000000 (line 2); hint: trust what was computed from the values, unless some of them were left out of the file
            Lost: the file is cut, its end is lost (line 3); hint: copy the file again
            Doubt: `stddev_ns` is 4092111673, its samples give 1000000000.000000 (at `/0`); hint: the samples are used; the tool's own deviation can overflow
            [] 0 of 1 rows failed
              test: test Parameter = `pp512`
              build_commit: build_commit Identifier = `2739a71e`
              model_filename: model_filename Identifier = `m.gguf`
              model_type: model_type Parameter = `llama 7B Q4_0`
              model_size: model_size Environment B = 3825065984
              n_gpu_layers: n_gpu_layers Parameter layers = 99
              n_prompt: n_prompt Parameter tokens = 512
              n_gen: n_gen Parameter tokens = 0
              avg_ns [pp]: prompt_eval_duration mean Aggregate s Lower = 3000000000
              stddev_ns [pp]: prompt_eval_duration sd Aggregate s Lower = 4092111673
              avg_ts [pp]: prompt_rate mean Aggregate tokens/s Higher = 190.5
              stddev_ts [pp]: prompt_rate sd Aggregate tokens/s Higher = 30
            [/*/samples_ts] 0 of 3 rows failed
              test: test Parameter = `pp512`, `pp512`, `pp512`
              model_type: model_type Parameter = `llama 7B Q4_0`, `llama 7B Q4_0`, `llama 7B Q4_0`
              n_prompt: n_prompt Parameter tokens = 512, 512, 512
              n_gen: n_gen Parameter tokens = 0, 0, 0
              samples_ts [pp]: prompt_rate Measurement tokens/s Higher = 160.5, 190.5, 220.5
              samples_ns [pp]: prompt_eval_duration Measurement s Lower = 2000000000, 3000000000, 4000000000
        "#]],
    );
}

#[test]
fn trap_11_a_markdown_cell_is_a_value_and_its_deviation() {
    check(
        "| model | size | params | backend | ngl | test | t/s |\n| --- | ---: | ---: | --- | --: | ---: | ---: |\n\
         | llama 7B mostly Q4_0 | 3.56 GiB | 6.74 B | CUDA | 99 | pp512 | 2368.80 ± 93.24 |\n\
         | llama 7B mostly Q4_0 | 3.56 GiB | 6.74 B | CUDA | 99 | tg128 @ d1024 | 131.42 ± 0.59 |\n\nbuild: 3469684 (1275)\n",
        &expect![[r#"
            llama-bench Sure: `t/s` of a `test` beside its `backend`, tests: 2
            [] 0 of 2 rows failed
              model: model Parameter = `llama 7B mostly Q4_0`, `llama 7B mostly Q4_0`
              size: size Environment B = 3.56, 3.56
              params: params Environment = 6740000000, 6740000000
              backend: backend Parameter = `CUDA`, `CUDA`
              ngl: ngl Parameter layers = 99, 99
              test: test Parameter = `pp512`, `tg128 @ d1024`
              t/s [pp]: prompt_rate mean Aggregate tokens/s Higher = 2368.8, -
              t/s [tg]: decode_rate mean Aggregate tokens/s Higher = -, 131.42
              t/s ± [pp]: prompt_rate sd Aggregate tokens/s Higher = 93.24, -
              t/s ± [tg]: decode_rate sd Aggregate tokens/s Higher = -, 0.59
        "#]],
    );
}

#[test]
fn trap_14_rows_wider_than_their_header_are_not_shifted() {
    check(
        "build_commit,model_filename,n_prompt,n_gen,avg_ns,avg_ts\n\
         \"a\",\"1\",\"m.gguf\",\"512\",\"0\",\"212155977\",\"2413.3\"\n\"a\",\"1\",\"m.gguf\",\"0\",\"128\",\"969320879\",\"132.0\"\n",
        &expect![[r#"
            llama-bench Sure: a test with its `build_commit` in line 1
            Lost: row has more or fewer values than the header, so they have no certain column (first at line 2, 2 times)
            [] 0 of 0 rows failed
        "#]],
    );
}

#[test]
fn sql_is_read_row_by_row() {
    check(
        "CREATE TABLE IF NOT EXISTS test (\n  build_commit TEXT,\n  avg_ts REAL\n);\n\n\
         INSERT INTO test (build_commit, model_filename, n_prompt, n_gen, avg_ns, avg_ts) VALUES \
         ('3469684', 'it''s.gguf', '512', '0', '212693772', '2407.240204');\n\
         INSERT INTO test (build_commit, model_filename, n_prompt, n_gen, avg_ns, avg_ts) VALUES ('3469684', 'm.gguf');\n",
        &expect![[r#"
            llama-bench Sure: a test with its `build_commit` in line 6
            Lost: row has more or fewer values than the header, so they have no certain column (line 7)
            [] 0 of 1 rows failed
              test: test Parameter = `pp512`
              build_commit: build_commit Identifier = 3469684
              model_filename: model_filename Identifier = `it's.gguf`
              n_prompt: n_prompt Parameter tokens = 512
              n_gen: n_gen Parameter tokens = 0
              avg_ns [pp]: prompt_eval_duration mean Aggregate s Lower = 212693772
              avg_ts [pp]: prompt_rate mean Aggregate tokens/s Higher = 2407.240204
        "#]],
    );
}

#[test]
fn trap_4_records_are_found_in_the_noise_of_a_log() {
    let pretty = "  {\n    \"build_commit\": \"a\",\n    \"model_filename\": \"m\",\nllama_perf: noise\n    \"n_prompt\": 512,\n    \"n_gen\": 0,\n\
                  \x20   \"avg_ts\": 190.5,\n    \"samples_ts\": [ 180.5, 200.5 ]\n  },\n";
    let text = format!("ggml_cuda_init: found 1 CUDA devices:\n[\n{pretty}warning: slow, {{}}\n{pretty}");
    check(
        &text,
        &expect![[r#"
            llama-bench Sure: a test with its `build_commit` in line 4
            [] 0 of 2 rows failed
              test: test Parameter = `pp512`, `pp512`
              build_commit: build_commit Identifier = `a`, `a`
              model_filename: model_filename Identifier = `m`, `m`
              n_prompt: n_prompt Parameter tokens = 512, 512
              n_gen: n_gen Parameter tokens = 0, 0
              avg_ts [pp]: prompt_rate mean Aggregate tokens/s Higher = 190.5, 190.5
            [/samples_ts] 0 of 4 rows failed
              test: test Parameter = `pp512`, `pp512`, `pp512`
              n_prompt: n_prompt Parameter tokens = 512, 512, 512
              n_gen: n_gen Parameter tokens = 0, 0, 0
              samples_ts [pp]: prompt_rate Measurement tokens/s Higher = 180.5, 200.5, 180.5
        "#]],
    );
}

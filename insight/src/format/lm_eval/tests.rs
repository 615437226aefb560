//! Results of lm-evaluation-harness, old and new, and its printed table.

use crate::format::check::check;
use expect_test::expect;

#[test]
fn trap_20_a_group_is_kept_apart_from_its_tasks() {
    check(
        "{\"results\": {\"mmlu\": {\"alias\": \"mmlu\", \"acc,none\": 0.5, \"acc_stderr,none\": 0.25}, \
         \"mmlu_law\": {\"alias\": \" - law\", \"acc,none\": 0.25, \"acc_stderr,none\": 0.125}, \
         \"mmlu_art\": {\"alias\": \" - art\", \"acc,none\": 0.75, \"acc_stderr,none\": \"N/A\"}}, \
         \"groups\": {\"mmlu\": {\"alias\": \"mmlu\", \"acc,none\": 0.5, \"acc_stderr,none\": 0.25}, \
         \"all\": {\"alias\": \"all\", \"acc,none\": 0.5, \"acc_stderr,none\": 0.25}}, \
         \"higher_is_better\": {\"mmlu\": {\"acc\": true}, \"mmlu_law\": {\"acc\": true}}, \
         \"config\": {\"model\": \"hf\", \"model_args\": \"pretrained=m\", \"limit\": 10}, \"date\": 1700000000.5}",
        &expect![[r#"
            lm-eval Sure: a metric with its filter, as `acc,none`, among `results`
            Doubt: `limit` is set: not all samples of a task were evaluated; hint: evaluate without a limit
            [] 0 of 1 rows failed
              config.model: config_model Environment = `hf`
              config.model_args: model_args Parameter = `pretrained=m`
              config.limit: limit Parameter = 10
              date: date Time = 1700000000.5
              model: model Parameter = `m`
            [/results] 0 of 2 rows failed
              config.model: config_model Environment = `hf`, `hf`
              config.model_args: model_args Parameter = `pretrained=m`, `pretrained=m`
              key: benchmark Parameter = `mmlu_law`, `mmlu_art`
              alias: alias Text = ` - law`, ` - art`
              acc,none: accuracy mean Aggregate Higher = 0.25, 0.75
              acc_stderr,none: accuracy sem Aggregate Higher = 0.125, -
              model: model Parameter = `m`, `m`
            [/results#groups] 0 of 1 rows failed
              config.model: config_model Environment = `hf`
              config.model_args: model_args Parameter = `pretrained=m`
              key: benchmark Parameter = `mmlu`
              alias: alias Text = `mmlu`
              acc,none: accuracy mean Aggregate Higher = 0.5
              acc_stderr,none: accuracy sem Aggregate Higher = 0.25
              model: model Parameter = `m`
            [/groups] 0 of 2 rows failed
              config.model: config_model Environment = `hf`, `hf`
              config.model_args: model_args Parameter = `pretrained=m`, `pretrained=m`
              key: benchmark Parameter = `mmlu`, `all`
              alias: alias Text = `mmlu`, `all`
              acc,none: accuracy mean Aggregate Higher = 0.5, 0.5
              acc_stderr,none: accuracy sem Aggregate Higher = 0.25, 0.25
              model: model Parameter = `m`, `m`
            [/higher_is_better] 0 of 2 rows failed
              config.model: model Environment = `hf`, `hf`
              config.model_args: model_args Parameter = `pretrained=m`, `pretrained=m`
              key: key Environment = `mmlu`, `mmlu_law`
              acc: acc Environment = `true`, `true`
        "#]],
    );
}

#[test]
fn trap_27_the_printed_table_names_a_task_once() {
    check(
        "| Tasks |Version|Filter|n-shot|    Metric     |   |Value |   |Stderr|\n|-------|------:|------|-----:|---------------|---|-----:|---|------|\n\
         |wikitext|      2|none  |     0|word_perplexity|↓  |15.5000|±  |   N/A|\n|arc    |      1|none  |     0|acc            |↑  |0.5000|±  |0.0250|\n\
         |       |       |none  |     0|acc_norm       |↑  |0.6250|±  |0.0125|\n",
        &expect![[r#"
            lm-eval Sure: `Tasks`, `Metric` and `Stderr` in one table, rows: 3
            Note: a name in `Tasks` holds for the rows below it that have none, or are parts of it
            [] 0 of 3 rows failed
              Tasks: benchmark Parameter = `wikitext`, `arc`, `arc`
              Version: version Environment = 2, 1, -
              Filter: filter Parameter = `none`, `none`, `none`
              n-shot: n_shot Parameter = 0, 0, 0
              Metric: metric Identifier = `word_perplexity`, `acc`, `acc_norm`
              column 6: column_6 Text = `↓`, `↑`, `↑`
              Value [acc]: accuracy mean Aggregate Higher = -, 0.5, -
              Value [acc_norm]: acc_norm mean Aggregate Higher = -, -, 0.625
              Value [word_perplexity]: word_perplexity mean Aggregate Lower = 15.5, -, -
              column 8: column_8 Text = `±`, `±`, `±`
              Stderr [acc]: accuracy sem Aggregate Higher = -, 0.025, -
              Stderr [acc_norm]: acc_norm sem Aggregate Higher = -, -, 0.0125
              Stderr [word_perplexity]: value Text = `N/A`, -, -
        "#]],
    );
}

#[test]
fn version_0_3_has_metrics_without_filters() {
    check(
        "{\"results\": {\"arc\": {\"acc\": 0.25, \"acc_stderr\": 0.125}, \"lambada\": {\"acc\": 0.5, \"acc_stderr\": 0.125, \
         \"ppl\": 5.5, \"ppl_stderr\": 0.5}}, \"versions\": {\"arc\": 0, \"lambada\": 0}, \
         \"config\": {\"model\": \"hf-causal\", \"model_args\": \"pretrained=m\", \"limit\": null}}",
        &expect![[r#"
            lm-eval Sure: `results` and `versions` beside `config.model_args`
            [] 0 of 1 rows failed
              versions.arc: arc Environment = 0
              versions.lambada: lambada Environment = 0
              config.model: config_model Environment = `hf-causal`
              config.model_args: model_args Parameter = `pretrained=m`
              config.limit: limit Parameter = -
              model: model Parameter = `m`
            [/results] 0 of 2 rows failed
              config.model: config_model Environment = `hf-causal`, `hf-causal`
              config.model_args: model_args Parameter = `pretrained=m`, `pretrained=m`
              key: benchmark Parameter = `arc`, `lambada`
              acc: accuracy mean Aggregate Higher = 0.25, 0.5
              acc_stderr: accuracy sem Aggregate Higher = 0.125, 0.125
              ppl: perplexity mean Aggregate Lower = -, 5.5
              ppl_stderr: perplexity sem Aggregate Lower = -, 0.5
              model: model Parameter = `m`, `m`
        "#]],
    );
}

#[test]
fn tasks_with_other_metrics_are_rows_too_and_another_filter_is_another_score() {
    check(
        "{\"results\": {\"arc\": {\"alias\": \"arc\", \"sample_len\": 10, \"acc,none\": 0.75, \"acc_stderr,none\": 0.125}, \
         \"wiki\": {\"alias\": \"wiki\", \"sample_len\": 5, \"bits_per_byte,none\": 0.5, \"bits_per_byte_stderr,none\": \"N/A\"}, \
         \"gsm8k\": {\"alias\": \"gsm8k\", \"exact_match,strict-match\": 0.25, \"exact_match,flexible-extract\": 0.5}}, \
         \"higher_is_better\": {\"arc\": {\"acc\": true}}, \"config\": {\"model\": \"hf\", \"model_args\": {\"pretrained\": \"m\"}, \"limit\": null}}",
        &expect![[r#"
            lm-eval Sure: a metric with its filter, as `acc,none`, among `results`
            [] 0 of 1 rows failed
              higher_is_better.arc.acc: acc Environment = `true`
              config.model: config_model Environment = `hf`
              config.model_args.pretrained: pretrained Environment = `m`
              config.limit: limit Parameter = -
              model: model Parameter = `m`
            [/results] 0 of 3 rows failed
              key: benchmark Parameter = `arc`, `wiki`, `gsm8k`
              alias: alias Text = `arc`, `wiki`, `gsm8k`
              sample_len: samples n Measurement = 10, 5, -
              acc,none: accuracy mean Aggregate Higher = 0.75, -, -
              acc_stderr,none: accuracy sem Aggregate Higher = 0.125, -, -
              bits_per_byte,none: bits_per_byte mean Aggregate Lower = -, 0.5, -
              bits_per_byte_stderr,none: bits_per_byte sem Aggregate Lower = -, `N/A`, -
              exact_match,strict-match: exact_match_strict_match mean Aggregate Higher = -, -, 0.25
              exact_match,flexible-extract: exact_match_flexible_extract mean Aggregate Higher = -, -, 0.5
              model: model Parameter = `m`, `m`, `m`
        "#]],
    );
}

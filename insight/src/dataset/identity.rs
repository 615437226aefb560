//! Columns that are functions of others: what they are made of settles what they mean.
//!
//! `ttft` that equals load plus prompt evaluation was computed by the engine, not seen by a client; tokens per second that
//! equal tokens out over evaluation are the decode rate. Checked in 99 % of the rows that count.

use super::{File, Sheet};
use crate::metric;
use crate::role::Role;

/// Rows looked at.
const SAMPLE: usize = 4096;
/// Fewest rows that can prove anything.
const FEWEST: usize = 3;

/// Settles what columns mean that are functions of others.
pub(super) fn settle(file: &mut File) {
    for table in 0..file.tables.len() {
        units_by_sums(file, table);
        first_token(file, table);
        rates(file, table);
    }
}

/// The column of a metric, raw or as one and the same statistic.
fn column(sheet: &Sheet, metric: &str, statistic: Option<&str>) -> Option<usize> {
    sheet.fields.iter().position(|field| {
        field.metric == metric
            && field.statistic.as_deref() == statistic
            && matches!(field.role, Role::Measurement | Role::Aggregate)
    })
}

/// Whether `check` holds in 99 % of the rows in which every column has a number.
fn holds<const N: usize>(file: &File, table: usize, columns: [usize; N], check: impl Fn([f64; N]) -> bool) -> bool {
    let (Some(cells), Some(sheet)) = (file.reading.tables.get(table), file.tables.get(table)) else { return false };
    let step = cells.rows.div_ceil(SAMPLE).max(1);
    let (mut looked, mut held) = (0_usize, 0_usize);
    for row in (0..cells.rows).step_by(step).filter(|row| sheet.answered(*row)) {
        let numbers = columns.map(|column| match cells.columns[column].cell(row) {
            crate::table::Cell::Number(number) => number * sheet.fields[column].unit.factor,
            _ => f64::NAN,
        });
        if numbers.iter().all(|number| number.is_finite()) {
            looked += 1;
            held += usize::from(check(numbers));
        }
    }
    looked >= FEWEST && held * 100 >= looked * 99
}

fn near(a: f64, b: f64, share: f64) -> bool {
    (a - b).abs() <= share * a.abs().max(b.abs())
}

/// A duration without a unit has the unit of those it adds up with.
fn units_by_sums(file: &mut File, table: usize) {
    let fields = &file.tables[table].fields;
    let open: Vec<usize> = (0..fields.len())
        .filter(|at| {
            let field = &fields[*at];
            let is_duration = metric::known(&field.metric).is_some_and(|known| known.unit == "s");
            is_duration && field.unit.symbol.is_empty() && matches!(field.role, Role::Measurement | Role::Aggregate)
        })
        .collect();
    for at in open {
        let fields = &file.tables[table].fields;
        let timed: Vec<usize> = (0..fields.len()).filter(|other| fields[*other].unit.symbol == "s").collect();
        let found = timed.iter().find(|whole| {
            timed.iter().copied().filter(|part| part != *whole).any(|part| {
                let factor = fields[**whole].unit.factor;
                holds(file, table, [**whole, part, at], |[whole, part, rest]| near(whole, part + rest * factor, 2e-3))
            })
        });
        if let Some(&whole) = found {
            let unit = fields[whole].unit.clone();
            file.tables[table].fields[at].unit = unit;
        }
    }
}

fn first_token(file: &mut File, table: usize) {
    let sheet = &file.tables[table];
    let part = |metric: &str| column(sheet, metric, None);
    let (Some(ttft), Some(load), Some(prompt)) = (part("ttft"), part("load_duration"), part("prompt_eval_duration"))
    else {
        return;
    };
    if holds(file, table, [ttft, load, prompt], |[ttft, load, prompt]| near(ttft, load + prompt, 2e-3)) {
        "load + prompt evaluation, as the engine reports them; not seen by a client"
            .clone_into(&mut file.tables[table].fields[ttft].definition);
    }
}

fn rates(file: &mut File, table: usize) {
    const TOKENS: &[&str] = &["output_tokens", "tokens", "total_tokens"];
    const TIMES: &[&str] =
        &["eval_duration", "generation_time", "e2e_latency", "latency", "total_duration", "wall_time", "duration"];
    let sheet = &file.tables[table];
    let Some(rate) = column(sheet, "token_rate", None) else { return };
    let found =
        TOKENS.iter().flat_map(|tokens| TIMES.iter().map(move |time| (*tokens, *time))).find(|(tokens, time)| {
            let (Some(tokens), Some(time)) = (column(sheet, tokens, None), column(sheet, time, None)) else {
                return false;
            };
            holds(file, table, [rate, tokens, time], |[rate, tokens, time]| near(rate * time, tokens, 5e-3))
        });
    let Some((tokens, time)) = found else { return };
    let field = &mut file.tables[table].fields[rate];
    if (tokens, time) == ("output_tokens", "eval_duration")
        && let Some(known) = metric::known("decode_rate")
    {
        known.key.clone_into(&mut field.metric);
        known.name.clone_into(&mut field.name);
        known.definition.clone_into(&mut field.definition);
    } else {
        let name = |key: &str| metric::known(key).map_or(key, |known| known.name).to_owned();
        field.definition = format!("{} / {}", name(tokens), name(time));
    }
}

#[cfg(test)]
mod tests {
    use crate::dataset::tests::{file, table};

    #[test]
    fn what_a_column_is_made_of_settles_what_it_means() {
        let check = |text: &str, header: &str, expected: &str| {
            let mut file = file(table(text));
            super::settle(&mut file);
            let field = file.tables[0].fields.iter().find(|field| field.written == header).unwrap();
            let definition = field.definition.split(';').next().unwrap_or_default();
            assert_eq!(format!("{} [{}] {definition}", field.metric, field.unit.symbol), expected);
        };
        let engine = "ttft_s,load_s,prompt_eval_s,eval_s,eval_count,tokens_s\n\
                      1.1,1,0.1,2,200,100\n0.3,0.2,0.1,3,330,110\n0.5,0.4,0.1,1,90,90";
        check(engine, "ttft_s", "ttft [s] load + prompt evaluation, as the engine reports them");
        check(engine, "tokens_s", "decode_rate [tokens/s] tokens of the answer divided by the time spent writing them");
        let client = "ttft_s,load_s,prompt_eval_s\n2,1,0.1\n3,0.2,0.1\n4,0.4,0.1";
        check(client, "ttft_s", "ttft [s] from the request to the first token of the answer");
        let script = "generation_time_ms,tokens,tokens_per_second\n2000,30,15\n1000,16,16\n500,8,16.01";
        check(script, "tokens_per_second", "token_rate [tokens/s] tokens / generation");
        let bare = "mean_ttft_s,mean_load_s,prompt_eval\n1.1,1,0.1\n0.3,0.2,0.1\n0.55,0.4,0.15";
        check(bare, "prompt_eval", "prompt_eval_duration [s] reading the prompt");
    }
}

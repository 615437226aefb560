//! First calls after a model load, told apart from warm ones before anything is averaged.

use super::frame::{Column, Frame};

/// Loads are bimodal when neighbors in size differ at least this many times at the widest gap.
const GAP: f64 = 3.0;
/// A load shorter than this is no load, whatever the gap below it.
const LEAST_LOAD: f64 = 0.1;

/// Where loads begin.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Loads {
    /// Longest load duration of a warm record, seconds.
    pub warm_up_to: f64,
    /// Shortest load duration of a record that waited for a load, seconds.
    pub loaded_from: f64,
    /// Whether each record waited for a load.
    pub loaded: Vec<bool>,
}

/// Finds the loads of a study; `None` where no load duration is known or all are alike.
pub(crate) fn loads(frame: &Frame<'_>) -> Option<Loads> {
    let column = frame.column_of("load_duration")?;
    let (warm_up_to, loaded_from) = gap(&column.values)?;
    let loaded = column.values.iter().map(|value| *value >= loaded_from).collect();
    Some(Loads { warm_up_to, loaded_from, loaded })
}

/// The widest relative gap between sorted values, as the values on its two sides.
fn gap(values: &[f64]) -> Option<(f64, f64)> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| *value >= 0.0).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    // An engine that reports zero for no load leaves no ratio to take: any real load is then apart from it.
    let floor = LEAST_LOAD / GAP;
    let widest = sorted
        .windows(2)
        .map(|pair| (pair[0], pair[1]))
        .filter(|(_, above)| *above >= LEAST_LOAD)
        .max_by(|x, y| (x.1 / x.0.max(floor)).total_cmp(&(y.1 / y.0.max(floor))))?;
    (widest.1 / widest.0.max(floor) >= GAP).then_some(widest)
}

/// Replaces the first token by a warm one and one after a load, and keeps warm records only where speed is told.
pub(crate) fn split(frame: &mut Frame<'_>, loads: &Loads) {
    let only = |column: &Column, loaded: bool| -> Vec<f64> {
        let values = column.values.iter().zip(&loads.loaded);
        values.map(|(value, is)| if *is == loaded { *value } else { f64::NAN }).collect()
    };
    let mut columns = Vec::with_capacity(frame.columns.len() + 1);
    for column in std::mem::take(&mut frame.columns) {
        let part = |key: &str, name: &str, loaded: bool| Column {
            key: format!("{}_{key}", column.key),
            name: format!("{}, {name}", column.name),
            selected: true,
            values: only(&column, loaded),
            ..column.clone()
        };
        match column.metric.as_str() {
            "ttft" => columns.extend([part("warm", "warm", false), part("loaded", "after a load", true)]),
            "e2e_latency" | "total_duration" | "decode_rate" | "token_rate" | "prompt_rate" => {
                let values = only(&column, false);
                columns.push(Column { values, definition: warm(&column.definition), selected: true, ..column });
            }
            _ => columns.push(column),
        }
    }
    frame.columns = columns;
}

fn warm(definition: &str) -> String {
    if definition.is_empty() { "warm records".to_owned() } else { format!("{definition}; warm records") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(cases: &[&[f64]], expected: &Expect) {
        let lines: Vec<String> = cases.iter().map(|values| format!("{values:?} -> {:?}", gap(values))).collect();
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn loads_are_apart_from_warm_calls_only_by_a_clear_gap() {
        check(
            &[
                &[0.08, 2.3, 0.11, 0.15, 0.95, f64::NAN],
                &[0.0, 0.0, 1.2],
                &[0.0, 0.0],
                &[0.1, 0.2, 0.4, 0.8],
                &[0.000_07, 0.000_9, 0.0011],
                &[2.0],
                &[],
            ],
            &expect![[r#"
                [0.08, 2.3, 0.11, 0.15, 0.95, NaN] -> Some((0.15, 0.95))
                [0.0, 0.0, 1.2] -> Some((0.0, 1.2))
                [0.0, 0.0] -> None
                [0.1, 0.2, 0.4, 0.8] -> None
                [7e-5, 0.0009, 0.0011] -> None
                [2.0] -> None
                [] -> None"#]],
        );
    }
}

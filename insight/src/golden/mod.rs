//! Known answers: cases whose statistics were computed elsewhere, held against the functions that the page uses.
//!
//! Takes the text of one file of cases, gives what each case says. Only maps names of fields to functions of `statistics`.

mod answer;
mod check;
mod distribution;
mod many;
mod one_sample;
mod two_samples;
mod uncertain;
mod value;

use serde_json::Value;

/// One case and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Its name in the file.
    pub id: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Every field that can be compared agrees within the case's own tolerance.
    Pass,
    /// The first field that differs: its name, what was found and what was expected.
    Differs(String),
    /// No function answers this group of cases.
    Skipped,
}

/// Runs every case of a file, in its order.
///
/// # Errors
///
/// - the text is not JSON
/// - it has no list `cases` or no `meta.group`
pub fn run(text: &str) -> Result<Vec<Case>, String> {
    Ok(cases(text)?.iter().map(|(group, case)| run_case(group, case)).collect())
}

/// Every number that is found for the cases of a file, a line each: the same to the last digit on every machine.
///
/// # Errors
///
/// Those of [`run`].
pub fn answers(text: &str) -> Result<Vec<String>, String> {
    let line = |(group, case): &(String, Value)| {
        let found = answer::answer(group, &case["input"]).unwrap_or(Value::Null);
        format!("{} {found}", case["id"].as_str().unwrap_or("?"))
    };
    Ok(cases(text)?.iter().map(line).collect())
}

fn cases(text: &str) -> Result<Vec<(String, Value)>, String> {
    let file: Value = serde_json::from_str(text).map_err(|error| format!("expected JSON, but {error}"))?;
    let Some(group) = file["meta"]["group"].as_str() else {
        return Err("expected the name of a group in `meta.group`".to_owned());
    };
    let Some(cases) = file["cases"].as_array() else {
        return Err("expected a list in `cases`".to_owned());
    };
    Ok(cases.iter().map(|case| (group.to_owned(), case.clone())).collect())
}

fn run_case(group: &str, case: &Value) -> Case {
    let id = case["id"].as_str().unwrap_or("?").to_owned();
    let outcome = match answer::answer(group, &case["input"]) {
        None => Outcome::Skipped,
        Some(found) => check::first_difference(case, &found).map_or(Outcome::Pass, Outcome::Differs),
    };
    Case { id, outcome }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcomes(text: &str) -> Vec<Outcome> {
        run(text).unwrap().into_iter().map(|case| case.outcome).collect()
    }

    #[test]
    fn a_wrong_answer_is_named_by_its_field() {
        let file = r#"{"meta": {"group": "describe"}, "cases": [
            {"id": "a", "input": {"x": [1, 2, 3]}, "expect": {"mean": 2, "sd": 1}, "tol": {"rel": 0, "abs": 0}},
            {"id": "b", "input": {"x": [1, 2, 3]}, "expect": {"mean": 2, "sd": 2}, "tol": {"rel": 0, "abs": 0}}]}"#;
        assert_eq!(outcomes(file), [Outcome::Pass, Outcome::Differs("sd: found 1.0, expected 2".to_owned())]);
    }

    #[test]
    fn what_nothing_answers_is_skipped_and_what_is_no_file_of_cases_is_an_error() {
        assert_eq!(outcomes(r#"{"meta": {"group": "tides"}, "cases": [{"id": "a"}]}"#), [Outcome::Skipped]);
        assert_eq!(run("[]").unwrap_err(), "expected the name of a group in `meta.group`");
        assert!(run("{").is_err());
    }
}

//! Which function answers which group of cases.

use super::{distribution, many, one_sample, two_samples, uncertain};
use serde_json::Value;

/// What the functions of `statistics` say about the input of a case; `None` for a group that nothing answers.
pub(super) fn answer(group: &str, input: &Value) -> Option<Value> {
    let answers = match group {
        "describe" => one_sample::describe,
        "quantiles" => one_sample::quantiles,
        "nist_univariate" => one_sample::univariate,
        "outliers" => one_sample::outliers,
        "intervals" => uncertain::intervals,
        "min_n" => uncertain::least_n,
        "bootstrap_spec" => uncertain::draws,
        "bootstrap_brackets" => uncertain::brackets,
        "special" => distribution::special,
        "two_sample" => two_samples::compare,
        "correlation" => two_samples::correlation,
        "groups" | "nist_anova" => many::groups,
        "aggregate" => many::aggregate,
        "multiple" => many::multiple,
        "series" => many::series,
        "shape" => many::shape,
        "pareto" => many::pareto,
        "factorial" => many::factorial,
        "nist_linear" => many::linear,
        _ => return None,
    };
    Some(answers(input))
}

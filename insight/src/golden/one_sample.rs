//! Answers about the values of one sample.

use super::value::{json, list, maybe, number, numbers};
use crate::statistics::{self, Definition, Moments, Outliers, quantile_by};
use serde_json::{Value, json};

pub(super) fn describe(input: &Value) -> Value {
    let all = numbers(&input["x"]);
    let finite: Vec<f64> = all.iter().copied().filter(|value| value.is_finite()).collect();
    let mut sorted = finite.clone();
    sorted.sort_unstable_by(f64::total_cmp);
    let unique = sorted.iter().enumerate().filter(|(at, value)| *at == 0 || sorted[at - 1] != **value).count();
    let moments = Moments::of(&finite);
    let (low, high) = (sorted.first().copied(), sorted.last().copied());
    let mad = statistics::mad(&finite);
    json!({
        "n": finite.len(), "n_unique": unique, "n_total": all.len(), "n_used": finite.len(),
        "n_nan": all.iter().filter(|value| value.is_nan()).count(),
        "n_inf": all.iter().filter(|value| value.is_infinite()).count(),
        "min": maybe(low), "max": maybe(high), "range": maybe(low.zip(high).map(|(low, high)| high - low)),
        "median": maybe(quantile_by(Definition::Linear, &sorted, 0.5)),
        "mad": maybe(mad), "madn": maybe(mad.map(|mad| mad * statistics::MAD_TO_SD)),
        "sum": maybe(moments.sum), "mean": maybe(moments.mean), "variance": maybe(moments.variance),
        "sd": maybe(moments.sd), "sd_pop": maybe(moments.sd_of_all), "sem": maybe(moments.standard_error),
        "cv": maybe(moments.variation), "skew_g1": maybe(moments.skewness), "skew_G1": maybe(moments.skewness_adjusted),
        "kurt_g2": maybe(moments.kurtosis), "kurt_G2": maybe(moments.kurtosis_adjusted),
        "geo_mean": maybe(moments.geometric_mean), "harm_mean": maybe(moments.harmonic_mean),
    })
}

pub(super) fn quantiles(input: &Value) -> Value {
    let mut sorted = numbers(&input["x"]);
    sorted.sort_unstable_by(f64::total_cmp);
    let places = numbers(&input["q"]);
    let mut found = serde_json::Map::new();
    for (name, definition) in Definition::ALL {
        let values: Vec<f64> = places.iter().filter_map(|q| quantile_by(definition, &sorted, *q)).collect();
        found.insert(name.to_owned(), list(&values));
    }
    let weighted = numbers(&input["hd_q"]);
    let weighted: Vec<Value> = weighted.iter().map(|q| maybe(statistics::harrell_davis(&sorted, *q))).collect();
    found.insert("harrell_davis".to_owned(), Value::Array(weighted));
    Value::Object(found)
}

pub(super) fn univariate(input: &Value) -> Value {
    let values = numbers(&input["x"]);
    json!({
        "n": values.len(), "mean": maybe(statistics::mean(&values)), "sd": maybe(statistics::sd(&values)),
        "acf1": maybe(statistics::autocorrelations(&values, 1).first().copied()),
    })
}

pub(super) fn outliers(input: &Value) -> Value {
    let values = numbers(&input["x"]);
    let trimmed = |share: f64| maybe(statistics::trimmed_mean(&values, share));
    let Some(found) = Outliers::of(&values) else { return json!({}) };
    let [low_severe, low_mild, high_mild, high_severe] = found.fences;
    json!({
        "q1": json(found.quartiles[0]), "q3": json(found.quartiles[1]), "iqr": json(found.quartiles[1] - found.quartiles[0]),
        "fence_lo_severe": json(low_severe), "fence_lo_mild": json(low_mild),
        "fence_hi_mild": json(high_mild), "fence_hi_severe": json(high_severe),
        "n_lo_severe": found.counts[0], "n_lo_mild": found.counts[1],
        "n_hi_mild": found.counts[2], "n_hi_severe": found.counts[3],
        "trim_mean_10": trimmed(0.1), "trim_mean_20": trimmed(0.2),
        "mad_is_zero": found.largest_score.is_none(), "n_modz_gt_3p5": found.far_by_score,
        "max_abs_modz": maybe(found.largest_score),
        "n": number(&json!(values.len())),
    })
}

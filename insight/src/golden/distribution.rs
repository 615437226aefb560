//! Answers about distributions, shares and power.

use super::value::{json, maybe, number, numbers, pair};
use crate::statistics::{self as st, special};
use serde_json::{Value, json};

pub(super) fn special(input: &Value) -> Value {
    let of = |name: &str| number(&input[name]).unwrap_or(f64::NAN);
    let p = |p: f64| json!({ "p": json(p) });
    match input["fn"].as_str().unwrap_or_default() {
        "norm" => json!({ "cdf": special::normal_cdf(of("z")), "sf": special::normal_upper(of("z")) }),
        "norm_ppf" => json!({ "z": json(special::normal_quantile(of("p"))) }),
        "t_two_sided_p" => p(special::t_two_sided(of("t"), of("df"))),
        "t_ppf" => json!({ "t": json(special::t_quantile(of("p"), of("df"))) }),
        "chi2_sf" => p(special::chi_square_upper(of("x"), of("df"))),
        "f_sf" => match numbers(&input["df"])[..] {
            [df1, df2] => p(special::f_upper(of("x"), df1, df2)),
            _ => json!({}),
        },
        "binom_cdf" => p(special::binomial_cdf(of("k"), of("n"), of("p"))),
        "wilson" => {
            let (k, n, confidence) = (of("k") as u64, of("n") as u64, of("confidence"));
            let ends = pair(st::wilson_interval(k, n, confidence));
            json!({ "ci": ends, "clopper_pearson": pair(st::clopper_pearson_interval(k, n, confidence)) })
        }
        "n_per_group_t" => {
            let (effect, alpha, power) = (of("effect_sd"), of("alpha"), of("power"));
            let n = st::runs_for_t_test(effect, alpha, power);
            let ranks = st::runs_for_rank_test(effect, alpha, power);
            json!({ "n_real": maybe(n), "n": n.map(|n| n.ceil() as u64), "n_mwu_are": ranks })
        }
        _ => json!({}),
    }
}

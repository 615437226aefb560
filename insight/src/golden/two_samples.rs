//! Answers about two samples: baseline `x`, candidate `y`.

use super::value::{json, list, maybe, numbers, pair};
use crate::statistics::{self as st, Dominance, MannWhitney, Tails};
use serde_json::{Map, Value, json};

pub(super) fn compare(input: &Value) -> Value {
    let (x, y) = (numbers(&input["x"]), numbers(&input["y"]));
    let confidence = input["confidence"].as_f64().unwrap_or(0.95);
    let mut found = Map::new();
    let mut say = |name: &str, value: Value| found.insert(name.to_owned(), value);
    let Some(test) = MannWhitney::of(&x, &y) else { return json!({}) };
    let tail = |tails: Option<Tails>, pick: fn(Tails) -> f64| maybe(tails.map(pick));
    let (corrected, plain, exact) = (test.normal(true), test.normal(false), test.exact());
    say("has_ties", json!(test.has_ties()));
    say("U_x", json(test.u));
    say("U_y", json(test.u_of_second()));
    say("mwu_asym_cc_two-sided", tail(corrected, |tails| tails.two_sided));
    say("mwu_asym_cc_less", tail(corrected, |tails| tails.less));
    say("mwu_asym_cc_greater", tail(corrected, |tails| tails.greater));
    say("mwu_asym_nocc_two-sided", tail(plain, |tails| tails.two_sided));
    say("mwu_exact_scipy_two-sided", tail(exact, |tails| tails.two_sided));
    let conditional =
        |tails: Tails| json!({ "p_less": tails.less, "p_greater": tails.greater, "p_two": tails.two_sided });
    say("mwu_exact_conditional", exact.map_or(Value::Null, conditional));
    let munzel = st::brunner_munzel(&x, &y);
    let (statistic, p) = (munzel.map(|it| it.statistic), munzel.and_then(|it| it.p_value));
    say("brunner_munzel", json!({ "stat": maybe(statistic), "p_t": maybe(p) }));
    if let Some(shift) = st::hodges_lehmann(&x, &y, confidence) {
        let ends = list(&shift.ends);
        let (rank, coverage) = (shift.rank, json(shift.coverage));
        let shift = json(shift.estimate);
        say(
            "hodges_lehmann",
            json!({ "shift": shift, "ci_exact": ends, "ci_exact_rank": rank, "ci_exact_achieved": coverage }),
        );
    }
    say("hl_ratio", maybe(st::ratio_of(&x, &y, confidence).map(|ratio| ratio.estimate)));
    if let Some(cliff) = Dominance::of(&x, &y, confidence) {
        say("p_hat_x_lt_y", json(cliff.superiority()));
        let (delta, a12) = (json(cliff.delta), json(cliff.superiority()));
        say("cliff", json!({ "delta": delta, "A12": a12, "var": maybe(cliff.variance), "ci": pair(cliff.ends) }));
    }
    let median = |values: &[f64]| st::median(&mut values.to_vec());
    let both = |a: Option<f64>, b: Option<f64>, f: fn(f64, f64) -> f64| maybe(a.zip(b).map(|(a, b)| f(a, b)));
    say("diff_means", maybe(st::difference_of_means(&x, &y)));
    say("diff_medians", both(median(&x), median(&y), |x, y| y - x));
    say("ratio_means", both(st::mean(&x), st::mean(&y), |x, y| y / x));
    let welch =
        |it: st::Welch| json!({ "t": json(it.t), "df": json(it.df), "p": json(it.p_value), "ci": list(&it.ends) });
    say("welch", st::welch(&x, &y, confidence).map_or(Value::Null, welch));
    say("hedges_g", maybe(st::hedges_g(&x, &y)));
    say("fieller_ratio_ci", pair(st::fieller_interval(&x, &y, confidence)));
    let smirnov = |it: st::KolmogorovSmirnov| json!({ "D": it.gap, "p_exact": it.p_exact, "p_asymp": it.p_one_sample });
    say("ks", st::kolmogorov_smirnov(&x, &y).map_or(Value::Null, smirnov));
    let spread = st::brown_forsythe(&[x.clone(), y.clone()]);
    say("brown_forsythe", json!({ "W": maybe(spread.map(|it| it.f)), "p": maybe(spread.map(|it| it.p_value)) }));
    say("wasserstein", maybe(st::wasserstein(&x, &y)));
    let permutation = st::permutation_of_means(&x, &y);
    say("perm_mean_exact_abs", maybe(permutation.map(|it| it.p_value())));
    say("perm_count", json!(permutation.map(|it| [it.as_far, it.splits])));
    Value::Object(found)
}

pub(super) fn correlation(input: &Value) -> Value {
    let (x, y) = (numbers(&input["x"]), numbers(&input["y"]));
    let n = x.len();
    let (pearson, spearman, kendall) = (st::pearson(&x, &y), st::spearman(&x, &y), st::kendall(&x, &y));
    let sen = st::theil_sen(&x, &y, 0.95);
    let line = line(&x, &y);
    let squared = pearson.filter(|_| n > 2).map(|r| r * r);
    json!({
        "pearson": maybe(pearson), "pearson_p": maybe(pearson.and_then(|r| st::p_of_correlation(r, n))),
        "pearson_ci95": pair(pearson.and_then(|r| st::pearson_interval(r, n, 0.95))),
        "spearman": maybe(spearman), "spearman_p_t": maybe(spearman.and_then(|r| st::p_of_correlation(r, n))),
        "spearman_p_exact": maybe(st::spearman_exact(&x, &y)),
        "kendall_b": maybe(kendall.map(|it| it.tau)), "kendall_p_asym": maybe(kendall.and_then(|it| it.p_normal)),
        "kendall_p_exact": maybe(kendall.and_then(|it| it.p_exact)),
        "ols_slope": maybe(line.map(|it| it[0])), "ols_intercept": maybe(line.map(|it| it[1])),
        "ols_slope_se": maybe(line.map(|it| it[2])), "ols_r2": maybe(squared),
        "theil_sen": maybe(sen.map(|it| it.slope)), "theil_sen_intercept": maybe(sen.map(|it| it.intercept)),
        "theil_sen_ci95": pair(sen.map(|it| it.ends)),
    })
}

/// Slope, intercept and the standard error of the slope.
fn line(x: &[f64], y: &[f64]) -> Option<[f64; 3]> {
    let fit = st::polynomial(x, y, 1)?;
    Some([fit.coefficients[1], fit.coefficients[0], fit.errors.get(1).copied().unwrap_or(f64::NAN)])
}

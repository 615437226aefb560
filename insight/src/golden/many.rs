//! Answers about groups, summaries, series and settings.

use super::value::{json, list, lists, maybe, number, numbers, pair};
use crate::statistics::{self as st, Adjustment, Aim, Anova, KruskalWallis, Summarized};
use serde_json::{Map, Value, json};

pub(super) fn groups(input: &Value) -> Value {
    let groups = lists(&input["groups"]);
    let Some(anova) = Anova::of(&groups) else { return json!({}) };
    let kruskal = KruskalWallis::of(&groups);
    let test = |name: &str, it: Option<st::FTest>| {
        let df = it.map_or(Value::Null, |it| list(&it.df));
        json!({ name: maybe(it.map(|it| it.f)), "df": df, "p": maybe(it.map(|it| it.p_value)) })
    };
    let (mut dunn, mut tukey) = (Map::new(), Map::new());
    for b in 1..groups.len() {
        for a in 0..b {
            let z_and_p = kruskal.as_ref().and_then(|it| it.pair(a, b)).map(|(z, p)| [z, p]);
            dunn.insert(format!("{a}-{b}"), pair(z_and_p));
            tukey.insert(format!("{a}-{b}"), maybe(st::tukey_pair(&groups, a, b)));
        }
    }
    json!({
        "ss_between": json(anova.between), "ss_within": json(anova.within), "df": list(&anova.df),
        "ms_between": json(anova.mean_squares()[0]), "ms_within": json(anova.mean_squares()[1]),
        "F": maybe(anova.f()), "F_p": maybe(anova.p_value()), "eta2": maybe(anova.share_between()),
        "r2": maybe(anova.share_between()), "omega2": maybe(anova.share_beyond_chance()),
        "welch_anova": test("F", st::welch_anova(&groups)), "brown_forsythe": test("W", st::brown_forsythe(&groups)),
        "kruskal_H": maybe(kruskal.as_ref().map(|it| it.h)), "kruskal_p": maybe(kruskal.as_ref().map(|it| it.p_value)),
        "epsilon2": maybe(kruskal.as_ref().map(|it| it.effect)), "dunn_z_p": dunn, "tukey_p": tukey,
    })
}

pub(super) fn aggregate(input: &Value) -> Value {
    if let Some(runs) = input["runs"].as_array() {
        let column = |name: &str| runs.iter().filter_map(|run| run[name].as_f64()).collect::<Vec<f64>>();
        let (amounts, times) = (column("tokens"), column("seconds"));
        let rates: Vec<f64> = amounts.iter().zip(&times).map(|(amount, time)| amount / time).collect();
        let rate = maybe(st::total_rate(&amounts, &times));
        return json!({ "ratio_of_sums": rate, "token_weighted_harmonic": rate, "mean_of_ratios": maybe(st::mean(&rates)) });
    }
    if let Some([a, b]) = numbers_of(input, "a").zip(numbers_of(input, "b")).map(|(a, b)| [a, b]) {
        // Signs are those of the first minus the second.
        let welch = st::welch_of(b, a, 0.95);
        let pick = |f: fn(st::Welch) -> f64| maybe(welch.map(f));
        return json!({ "t_a_minus_b": pick(|it| it.t), "df": pick(|it| it.df), "p": pick(|it| it.p_value) });
    }
    let Some(groups) = input["groups"].as_array() else { return summary(input) };
    if groups.iter().all(|group| group.get("p95").is_some()) {
        let bounds =
            st::percentile_bounds(&groups.iter().filter_map(|group| group["p95"].as_f64()).collect::<Vec<f64>>());
        let end = |at: usize| maybe(bounds.map(|ends| ends[at]));
        // The percentile of the union is not known; all that can be said is that it lies between the bounds.
        let between = json!({ "between": pair(bounds) });
        return json!({ "combined_p95_lower_bound": end(0), "combined_p95_upper_bound": end(1), "true_combined_p95": between });
    }
    let samples: Vec<Summarized> = groups.iter().filter_map(summarized).collect();
    let ends = |name: &str| {
        st::percentile_bounds(&groups.iter().filter_map(|group| group[name].as_f64()).collect::<Vec<f64>>())
    };
    let Some(pooled) = st::pool(&samples) else { return json!({}) };
    let runs = st::between_runs(&samples).map(|it| {
        json!({
            "fixed": it.common[0], "fixed_se": it.common[1], "random": it.varying[0], "random_se": it.varying[1],
            "Q": it.q, "I2": it.share, "tau2_DL": it.tau_squared,
        })
    });
    json!({
        "n": json(pooled.n), "mean": json(pooled.mean), "sd": maybe(pooled.sd), "pooled_within_sd": maybe(pooled.sd_within),
        "min": maybe(ends("min").map(|ends| ends[0])), "max": maybe(ends("max").map(|ends| ends[1])), "meta": runs,
    })
}

fn numbers_of(input: &Value, name: &str) -> Option<st::Summed> {
    let [n, mean, sd] = numbers(&input[name])[..] else { return None };
    Some(st::Summed { n, mean, sd })
}

fn summarized(group: &Value) -> Option<Summarized> {
    Some(Summarized { n: number(&group["n"])?, mean: number(&group["mean"])?, sd: number(&group["sd"]) })
}

fn summary(input: &Value) -> Value {
    let Some(it) = summarized(input) else { return json!({}) };
    let confidence = input["confidence"].as_f64().unwrap_or(0.95);
    let sd = it.sd.filter(|_| it.n > 1.0);
    let ends = sd.and_then(|sd| st::mean_interval_of(it.n, it.mean, sd, confidence));
    let over_mean = sd.filter(|_| it.mean != 0.0).map(|sd| sd / it.mean.abs());
    json!({ "sem": maybe(sd.map(|sd| sd / it.n.sqrt())), "ci": pair(ends), "cv": maybe(over_mean) })
}

pub(super) fn multiple(input: &Value) -> Value {
    let p_values = numbers(&input["p"]);
    let by = |adjustment| st::adjusted(&p_values, adjustment);
    let below = |values: &[f64]| values.iter().map(|p| *p <= 0.05).collect::<Vec<bool>>();
    let (holm, hochberg) = (by(Adjustment::Holm), by(Adjustment::BenjaminiHochberg));
    json!({
        "bonferroni": list(&by(Adjustment::Bonferroni)), "holm": list(&holm), "hochberg": list(&by(Adjustment::Hochberg)),
        "bh": list(&hochberg), "by": list(&by(Adjustment::BenjaminiYekutieli)),
        "holm_reject_0p05": below(&holm), "bh_reject_0p05": below(&hochberg),
    })
}

pub(super) fn series(input: &Value) -> Value {
    let values = numbers(&input["x"]);
    let lags = st::autocorrelations(&values, 5);
    let (trend, effective) = (st::mann_kendall(&values), maybe(st::effective_n(&values)));
    let change = st::strongest_change(&values, 1);
    let split = st::best_split(&values);
    json!({
        "acf": list(&lags), "acf1": maybe(lags.first().copied()), "ess": effective, "ess_ar1": effective,
        "von_neumann": maybe(st::von_neumann_ratio(&values)), "ljung_box_5": pair(st::ljung_box(&values)),
        "mann_kendall": { "S": trend.score, "var": trend.variance, "z": trend.z, "p": trend.p_value },
        "edivisive_best": change.map(|it| json!({ "Q": it.strength, "tau": it.before, "kappa": it.until })),
        "ls_split": split.map(|it| json!({ "t": it.before, "sse": it.squares, "sse0": it.squares_without })),
    })
}

pub(super) fn shape(input: &Value) -> Value {
    let values = numbers(&input["x"]);
    let (wilk, bera) = (st::shapiro_wilk(&values), st::jarque_bera(&values));
    let first = |it: Option<[f64; 2]>, at: usize| maybe(it.map(|it| it[at]));
    json!({
        "shapiro_W": first(wilk, 0), "shapiro_p": first(wilk, 1), "jarque_bera": first(bera, 0), "jb_p": first(bera, 1),
        "bimodality_coefficient": maybe(st::bimodality_coefficient(&values)),
        "silverman_bw": maybe(st::silverman_width(&values)), "kde_modes_512": st::hills(&values).len(),
    })
}

pub(super) fn pareto(input: &Value) -> Value {
    let none = Vec::new();
    let points = input["points"].as_array().unwrap_or(&none).iter();
    let points: Vec<Vec<Option<f64>>> =
        points.map(|point| point.as_array().unwrap_or(&none).iter().map(number).collect()).collect();
    let aims = input["direction"].as_array().unwrap_or(&none).iter();
    let aims: Vec<Aim> = aims.map(|aim| if aim == "max" { Aim::Most } else { Aim::Least }).collect();
    let layers = st::pareto_layers(&points, &aims);
    let where_is = |layer: Option<usize>| (0..layers.len()).filter(|at| layers[*at] == layer).collect::<Vec<usize>>();
    json!({ "front": where_is(Some(0)), "excluded": where_is(None), "rank": layers })
}

pub(super) fn factorial(input: &Value) -> Value {
    let rows = input["rows"].as_array().map_or(&[][..], Vec::as_slice);
    let name = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let names = |column: usize| {
        let mut names: Vec<String> = rows.iter().map(|row| name(&row[column])).collect();
        names.sort();
        names.dedup();
        names
    };
    let levels = [names(0), names(1)];
    let level = |row: &Value, column: usize| levels[column].binary_search(&name(&row[column])).ok();
    let numbered = rows.iter().filter_map(|row| Some((level(row, 0)?, level(row, 1)?, number(&row[2])?)));
    let Some(found) = st::factorial(&numbered.collect::<Vec<_>>()) else { return json!({}) };
    let effect = |it: st::Effect| json!({ "ss": it.squares, "df": it.df, "F": maybe(it.f), "p": maybe(it.p_value) });
    let cells = found.cells.iter().map(|(a, b, mean)| (format!("{}|{}", levels[0][*a], levels[1][*b]), json(*mean)));
    let marginal = |at: usize| {
        let means = found.marginals[at].iter().copied().map(json);
        Value::Object(levels[at].iter().cloned().zip(means).collect())
    };
    json!({
        "a": effect(found.effects[0]), "b": effect(found.effects[1]), "ab": effect(found.effects[2]),
        "resid": effect(found.left), "cell_means": cells.collect::<Map<String, Value>>(),
        "marginal_a_unweighted": marginal(0), "marginal_b_unweighted": marginal(1),
    })
}

pub(super) fn linear(input: &Value) -> Value {
    let y = numbers(&input["y"]);
    let model = input["model"].as_str().unwrap_or_default();
    let ones = vec![1.0; y.len()];
    let fit = match (model, model.strip_prefix("poly").map(str::parse)) {
        (_, Some(Ok(degree))) => st::polynomial(&numbers(&input["x"]), &y, degree),
        ("no_intercept", _) => st::least_squares(&[numbers(&input["x"])], &y),
        _ => {
            let rows = lists(&input["x"]);
            let width = rows.first().map_or(0, Vec::len);
            let columns = (0..width).map(|at| rows.iter().filter_map(|row| row.get(at).copied()).collect());
            st::least_squares(&[ones].into_iter().chain(columns).collect::<Vec<_>>(), &y)
        }
    };
    let Some(fit) = fit else { return json!({}) };
    let center = if model == "no_intercept" { 0.0 } else { st::mean(&y).unwrap_or(0.0) };
    let squares: f64 = y.iter().map(|y| (y - center) * (y - center)).sum();
    json!({
        "beta": list(&fit.coefficients), "se": list(&fit.errors), "rsd": maybe(fit.deviation()),
        "r2": json(1.0 - fit.squares_left / squares), "df_resid": fit.df,
    })
}

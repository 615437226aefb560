//! Whatever numbers arrive: no statistic panics, and none of them is NaN.

use insight::statistics::*;
use proptest::prelude::*;

/// Any bits at all, and the numbers that break things most.
fn value() -> impl Strategy<Value = f64> {
    let awkward = [
        0.0,
        -0.0,
        1.0,
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        1e300,
        1e-300,
        -1e300,
        f64::MAX,
        f64::MIN_POSITIVE,
        5e-324,
        1.76e18,
        1.76e18 + 1024.0,
    ];
    prop_oneof![
        4 => prop::sample::select(awkward.to_vec()),
        2 => any::<f64>(),
        4 => -1e3_f64..1e3,
        2 => (-3_i32..3).prop_map(f64::from),
    ]
}

fn sample() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(value(), 0..14)
}

fn finite(values: &[f64]) -> Vec<f64> {
    values.iter().copied().filter(|value| value.is_finite()).collect()
}

/// Every number inside a debug text is a number.
fn none_is_nan(what: &impl std::fmt::Debug) -> Result<(), TestCaseError> {
    let shown = format!("{what:?}");
    prop_assert!(!shown.contains("NaN"), "{shown}");
    Ok(())
}

fn one_sample(x: &[f64]) -> Result<(), TestCaseError> {
    none_is_nan(&describe(&mut x.to_vec(), 0, 0))?;
    none_is_nan(&(Moments::of(x), mad(x), Outliers::of(x).map(|it| (it.counts, it.far_by_score))))?;
    let mut sorted = x.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    none_is_nan(&dip(&sorted))?;
    for q in [0.0, 0.5, 0.99, 1.0] {
        none_is_nan(&(rank_interval(&sorted, q, 0.95), early_stopping(&sorted, q), harrell_davis(&sorted, q)))?;
    }
    none_is_nan(&(mean_interval(x, 0.95), sd_interval(x, 0.95), studentized(x, 0.95, 99, 7)))?;
    none_is_nan(&(effective_n(x), ljung_box(x), von_neumann_ratio(x), mann_kendall(x), best_split(x)))?;
    none_is_nan(&(strongest_change(x, 1), p_of_change(x, 1, 9, 7)))?;
    none_is_nan(&(shapiro_wilk(x), jarque_bera(x), bimodality_coefficient(x), silverman_width(x), hills(x)))?;
    none_is_nan(&Bootstrap::of(x, Statistic::Median, 20, 7).and_then(|it| it.percentile(0.95)))
}

fn two_samples(x: &[f64], y: &[f64]) -> Result<(), TestCaseError> {
    let test = MannWhitney::of(x, y);
    none_is_nan(&test.as_ref().map(|it| (it.u, it.exact(), it.normal(true), it.p_value())))?;
    none_is_nan(&(hodges_lehmann(x, y, 0.95), ratio_of(x, y, 0.95), Dominance::of(x, y, 0.95), brunner_munzel(x, y)))?;
    none_is_nan(&(welch(x, y, 0.95), hedges_g(x, y), fieller_interval(x, y, 0.95), difference_of_means(x, y)))?;
    none_is_nan(&(kolmogorov_smirnov(x, y), wasserstein(x, y)))?;
    none_is_nan(&(permutation_of_means(x, y), drawn_permutation_of_means(x, y, 9, 7)))?;
    let groups = [x.to_vec(), y.to_vec()];
    none_is_nan(&(Anova::of(&groups), welch_anova(&groups), brown_forsythe(&groups), tukey_pair(&groups, 0, 1)))?;
    none_is_nan(&KruskalWallis::of(&groups))?;
    let n = x.len().min(y.len());
    let (x, y) = (&x[..n], &y[..n]);
    let differences: Vec<f64> = x.iter().zip(y).map(|(x, y)| y - x).collect();
    none_is_nan(&(SignedRank::of(&differences).map(|it| it.p_value()), shift_of_pairs(&differences, 0.95)))?;
    none_is_nan(&(pearson(x, y), spearman(x, y), kendall(x, y), theil_sen(x, y, 0.95), polynomial(x, y, 1)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn finite_numbers_give_numbers_or_nothing(x in sample(), y in sample()) {
        let (x, y) = (finite(&x), finite(&y));
        one_sample(&x)?;
        two_samples(&x, &y)?;
    }

    #[test]
    fn any_bits_at_all_never_panic(x in sample(), y in sample()) {
        let _ = (one_sample(&x), two_samples(&x, &y));
    }

    #[test]
    fn any_p_values_stay_p_values(p in prop::collection::vec(0.0_f64..=1.0, 0..20)) {
        for adjustment in [Adjustment::Holm, Adjustment::BenjaminiHochberg, Adjustment::BenjaminiYekutieli] {
            let found = adjusted(&p, adjustment);
            prop_assert!(found.iter().zip(&p).all(|(after, before)| before <= after && *after <= 1.0));
        }
    }
}

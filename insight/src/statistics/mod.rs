//! Samples described and compared: every formula with its source stands in docs/STATISTICS.md.
//!
//! Takes finite values, gives numbers and the doubts that travel with them. Knows no file and no metric.

mod aggregate;
mod anova;
mod bootstrap;
mod brunner_munzel;
mod bucket;
mod change;
mod closer;
mod correlation;
mod definition;
mod describe;
mod dip;
mod distance;
mod dominance;
mod doubt;
mod factorial;
mod hodges_lehmann;
mod interval;
mod mann_whitney;
mod moment;
mod moments;
mod multiple;
mod order;
mod outlier;
mod pair;
mod pareto;
mod permutation;
mod philox;
mod power;
mod quantile;
mod rank;
mod regression;
mod serial;
mod shape;
mod share;
mod signed_rank;
pub mod special;
mod trend;
mod welch;

pub use aggregate::{BetweenRuns, Pooled, Summarized, between_runs, percentile_bounds, pool, total_rate};
pub use anova::{Anova, FTest, KruskalWallis, brown_forsythe, tukey_pair, welch_anova};
pub use bootstrap::{Bootstrap, Corrected, Statistic, Studentized, every_resample, resampled_indices, studentized};
pub use brunner_munzel::{BrunnerMunzel, brunner_munzel};
pub use change::{Change, p_of_change, strongest_change};
pub use closer::{MOST_AT_ONCE, RESAMPLES, look_closer};
pub(crate) use closer::{mean_interval_of_alike, resampled_mean_interval};
pub use correlation::{
    Kendall, TheilSen, kendall, p_of_correlation, pearson, pearson_interval, spearman, spearman_exact, theil_sen,
};
pub use definition::{Definition, harrell_davis, quantile_by};
pub use describe::{LEAST_OF_PERCENTILES, describe, describe_by};
pub use dip::{dip, p_of_dip};
pub use distance::{KolmogorovSmirnov, kolmogorov_smirnov, wasserstein};
pub use dominance::Dominance;
pub use factorial::{Effect, Factorial, factorial};
pub use hodges_lehmann::{Shift, hodges_lehmann, ratio_of};
pub use interval::{
    RankInterval, early_stopping, least_n_one_sided, least_n_two_sided, mean_interval, mean_interval_of, rank_interval,
    sd_interval,
};
pub use mann_whitney::{MOST_EXACT_PAIRS, MannWhitney, Tails};
pub use moment::{mean, sd};
pub use moments::Moments;
pub use multiple::{Adjustment, adjusted};
pub(crate) use order::{LEAST_RUNS, in_order, series};
pub use outlier::{FAR_SCORE, MAD_TO_SD, Outliers, mad, trimmed_mean};
pub use pareto::{Aim, pareto_layers};
pub use permutation::{MOST_SPLITS, Permutation, drawn_permutation_of_means, permutation_of_means};
pub use philox::{Purpose, Stream, philox};
pub use power::{runs_for_rank_test, runs_for_t_test};
pub use quantile::{median, quantile, quantiles};
pub use rank::Ranks;
pub use regression::{Fit, least_squares, polynomial};
pub use serial::autocorrelations;
use shape::large_hills;
pub use shape::{bimodality_coefficient, hills, jarque_bera, shapiro_wilk, silverman_width};
pub use share::{clopper_pearson_interval, wilson_interval};
pub use signed_rank::{SignedRank, shift_of_pairs};
pub use trend::{MannKendall, Split, best_split, effective_n, ljung_box, mann_kendall, von_neumann_ratio};
pub use welch::{Summed, Welch, difference_of_means, fieller_interval, hedges_g, welch, welch_of};

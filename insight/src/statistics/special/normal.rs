//! The normal distribution.

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI, PI};

/// What the double next to `sqrt(1/2)` lacks.
const REST_OF_ROOT: f64 = -4.833_646_656_726_457e-17;

/// Probability of a standard normal value below `z`.
pub fn normal_cdf(z: f64) -> f64 {
    normal_upper(-z)
}

/// Probability of a standard normal value above `z`, with the relative accuracy of `erfc` far into the tail.
pub fn normal_upper(z: f64) -> f64 {
    let x = z * FRAC_1_SQRT_2;
    if x.abs() > 30.0 || x.is_nan() {
        return 0.5 * libm::erfc(x);
    }
    // The rounding of the argument is the largest error of all: its square is the exponent.
    let lost = libm::fma(z, FRAC_1_SQRT_2, -x) + z * REST_OF_ROOT;
    (0.5 * (libm::erfc(x) - FRAC_2_SQRT_PI * libm::exp(-x * x) * lost)).clamp(0.0, 1.0)
}

/// The value below which a standard normal value falls with probability `p`; infinite at 0 and 1.
///
/// Method: Wichura, *Algorithm AS 241*, Applied Statistics 37 (1988), and one step of Halley.
pub fn normal_quantile(p: f64) -> f64 {
    if !(p > 0.0 && p < 1.0) {
        return if p == 0.0 {
            f64::NEG_INFINITY
        } else if p == 1.0 {
            f64::INFINITY
        } else {
            f64::NAN
        };
    }
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * ratio(r, &CENTER.0, &CENTER.1);
    }
    let r = libm::sqrt(-libm::log(p.min(1.0 - p)));
    let z = if r <= 5.0 { ratio(r - 1.6, &TAIL.0, &TAIL.1) } else { ratio(r - 5.0, &FAR.0, &FAR.1) };
    let z = if q < 0.0 { z } else { -z };
    // Solved in the lower tail, where nothing cancels.
    let low = -z.abs();
    let error = (normal_cdf(low) - p.min(1.0 - p)) * libm::sqrt(2.0 * PI) * libm::exp(low * low / 2.0);
    let low = if error.is_finite() { low - error / (1.0 + low * error / 2.0) } else { low };
    if q < 0.0 { low } else { -low }
}

fn ratio(r: f64, above: &[f64; 8], below: &[f64; 8]) -> f64 {
    let polynomial = |coefficients: &[f64; 8]| coefficients.iter().rev().fold(0.0, |sum, c| sum * r + c);
    polynomial(above) / polynomial(below)
}

const CENTER: ([f64; 8], [f64; 8]) = (
    [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ],
);

const TAIL: ([f64; 8], [f64; 8]) = (
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
);

const FAR: ([f64; 8], [f64; 8]) = (
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        0.599_832_206_555_887_9,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_7e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
);

//! Distribution functions on `libm`, the same digits native and in WebAssembly.
//!
//! Each takes any double and gives a probability in 0 to 1 or a quantile; what is outside its domain is NaN, caught by its caller.

mod beta;
mod gamma;
mod inverse;
mod normal;
mod scale;

pub use beta::{beta_cdf, beta_quantile, binomial_cdf, f_upper, t_quantile, t_two_sided};
pub use gamma::{chi_square_lower, chi_square_quantile, chi_square_upper};
pub use normal::{normal_cdf, normal_quantile, normal_upper};
pub use scale::{power_of_t_test, studentized_range_upper};

use std::f64::consts::PI;

/// What Stirling's formula lacks: `ln(n!) - ln(sqrt(2 pi n) (n / e)^n)` for real `n > 0` (Loader 2000).
fn stirling_rest(n: f64) -> f64 {
    if n < 16.0 {
        return libm::lgamma(n + 1.0) - (n + 0.5) * libm::log(n) + n - 0.5 * libm::log(2.0 * PI);
    }
    let inverse = 1.0 / (n * n);
    let series = [1.0 / 12.0, 1.0 / 360.0, 1.0 / 1260.0, 1.0 / 1680.0, 1.0 / 1188.0, 691.0 / 360_360.0];
    let tail = series[2] - inverse * (series[3] - inverse * (series[4] - inverse * series[5]));
    (series[0] - inverse * (series[1] - inverse * tail)) / n
}

/// `x ln(x / m) + m - x` without cancellation near `x = m` (Loader 2000).
fn deviance(x: f64, m: f64) -> f64 {
    if x == 0.0 {
        return m;
    }
    if (x - m).abs() >= 0.1 * (x + m) {
        return x * libm::log(x / m) + m - x;
    }
    let v = (x - m) / (x + m);
    let mut total = (x - m) * v;
    let mut term = 2.0 * x * v;
    for j in 1..1000 {
        term *= v * v;
        let next = total + term / f64::from(2 * j + 1);
        if next == total {
            break;
        }
        total = next;
    }
    total
}

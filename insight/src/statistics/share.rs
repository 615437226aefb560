//! A count out of a count, and how sure the share is.

use super::special::{beta_quantile, normal_quantile};

/// Wilson's interval of a share; `None` for no trials.
///
/// Source: Wilson, *Probable Inference*, JASA 22 (1927).
pub fn wilson_interval(k: u64, n: u64, confidence: f64) -> Option<[f64; 2]> {
    if n == 0 || k > n || !(confidence > 0.0 && confidence < 1.0) {
        return None;
    }
    let (k, n) = (k as f64, n as f64);
    let z = normal_quantile(0.5 + confidence / 2.0);
    let center = k + z * z / 2.0;
    let half = z * (k * (n - k) / n + z * z / 4.0).sqrt();
    Some([(center - half) / (n + z * z), (center + half) / (n + z * z)].map(|end| end.clamp(0.0, 1.0)))
}

/// The exact interval of a share; `None` for no trials.
///
/// Source: Clopper, Pearson, *The Use of Confidence or Fiducial Limits*, Biometrika 26 (1934).
pub fn clopper_pearson_interval(k: u64, n: u64, confidence: f64) -> Option<[f64; 2]> {
    if n == 0 || k > n || !(confidence > 0.0 && confidence < 1.0) {
        return None;
    }
    let (hits, misses) = (k as f64, (n - k) as f64);
    let tail = (1.0 - confidence) / 2.0;
    let low = if k == 0 { 0.0 } else { beta_quantile(tail, hits, misses + 1.0) };
    let high = if k == n { 1.0 } else { beta_quantile(1.0 - tail, hits + 1.0, misses) };
    Some([low, high])
}

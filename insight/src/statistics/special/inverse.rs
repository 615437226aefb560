//! Quantiles from a distribution function that is known to rise.

/// Where a rising function of positive numbers reaches a target: a bracket, then halving that always keeps it.
///
/// The bracket grows from `start` by doubling and shrinks on the scale of the values, so that tiny roots keep their digits.
pub(super) fn rising_root(start: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (start, start);
    for _ in 0..1100 {
        if f(high) >= 0.0 {
            break;
        }
        low = high;
        high *= 2.0;
    }
    for _ in 0..1100 {
        if f(low) <= 0.0 {
            break;
        }
        high = low;
        low /= 2.0;
    }
    let (mut f_low, mut f_high) = (f(low), f(high));
    let mut last_side = 0;
    for step in 0..200 {
        if high - low <= f64::EPSILON * high || !(f_high - f_low).is_finite() || f_high <= f_low {
            break;
        }
        // A false position with the Illinois rule; every fourth step halves, so that the bracket always shrinks.
        let guess = (low * f_high - high * f_low) / (f_high - f_low);
        let middle = if step % 4 == 3 || !(guess > low && guess < high) { low + (high - low) / 2.0 } else { guess };
        if middle <= low || middle >= high {
            break;
        }
        let here = f(middle);
        if here == 0.0 {
            return middle;
        }
        if here < 0.0 {
            (low, f_low) = (middle, here);
            if last_side == -1 {
                f_high /= 2.0;
            }
            last_side = -1;
        } else {
            (high, f_high) = (middle, here);
            if last_side == 1 {
                f_low /= 2.0;
            }
            last_side = 1;
        }
    }
    low + (high - low) / 2.0
}

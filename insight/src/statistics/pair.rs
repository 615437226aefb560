//! A number as the sum of two doubles: about 32 digits where 16 are not enough.

use std::ops::{Add, Div, Mul, Sub};

/// A double and what it lacks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    high: f64,
    low: f64,
}

impl Pair {
    /// The nearest double.
    pub(super) fn value(self) -> f64 {
        self.high + self.low
    }

    /// Times two to the `exponent`.
    pub(super) fn scaled(self, exponent: i32) -> Self {
        Self { high: libm::scalbn(self.high, exponent), low: libm::scalbn(self.low, exponent) }
    }

    /// The sum of two doubles, exactly (Knuth).
    fn sum(a: f64, b: f64) -> Self {
        let high = a + b;
        let other = high - a;
        Self { high, low: (a - (high - other)) + (b - other) }
    }
}

impl From<f64> for Pair {
    fn from(value: f64) -> Self {
        Self { high: value, low: 0.0 }
    }
}

impl Add for Pair {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let high = Self::sum(self.high, other.high);
        let low = Self::sum(self.low, other.low);
        let middle = Self::sum(high.high, high.low + low.high);
        Self::sum(middle.high, middle.low + low.low)
    }
}

impl Sub for Pair {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + Self { high: -other.high, low: -other.low }
    }
}

impl Mul for Pair {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let high = self.high * other.high;
        let low = libm::fma(self.high, other.high, -high);
        Self::sum(high, low + (self.high * other.low + self.low * other.high))
    }
}

impl Div for Pair {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        let first = self.high / other.high;
        let left = self - other * Self::from(first);
        let second = left.high / other.high;
        let left = left - other * Self::from(second);
        Self::sum(first, second) + Self::from(left.high / other.high)
    }
}

//! One horizontal axis: a range, round ticks, one scale of the unit.

/// Steps between ticks, as multiples of a power of ten.
const ROUND: [f64; 4] = [1.0, 2.0, 5.0, 10.0];
/// Ticks wanted.
const TICKS: f64 = 6.0;
/// Above this ratio of largest to smallest the axis is logarithmic.
const WIDE: f64 = 100.0;

/// A tick with the value in base units and its text.
#[derive(Clone, Debug)]
pub(super) struct Tick {
    pub value: f64,
    pub text: String,
}

/// A horizontal axis.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    /// Ticks inside the range.
    pub ticks: Vec<Tick>,
    /// What the ticks count: `ms`, `tokens/s`, `s, logarithmic`.
    pub unit: String,
    from: f64,
    to: f64,
    left: f64,
    right: f64,
    logarithmic: bool,
}

impl Axis {
    /// An axis over all values; `None` when there is none.
    pub(super) fn over(values: impl Iterator<Item = f64>, unit: &str, left: f64, right: f64) -> Option<Self> {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values {
            low = low.min(value);
            high = high.max(value);
        }
        if low > high {
            return None;
        }
        let (scale, symbol) = scale_of(low.abs().max(high.abs()), unit);
        let logarithmic = low > 0.0 && high / low >= WIDE;
        let (from, to) = if logarithmic { (low / 1.15, high * 1.15) } else { padded(low, high) };
        let ticks = if logarithmic { log_ticks(from, to, scale) } else { linear_ticks(from, to, scale) };
        let unit = match (symbol.is_empty(), logarithmic) {
            (_, false) => symbol,
            (true, true) => "logarithmic".to_owned(),
            (false, true) => format!("{symbol}, logarithmic"),
        };
        Some(Self { ticks, unit, from, to, left, right, logarithmic })
    }

    /// Where a value stands, in units of the picture.
    pub(super) fn place(&self, value: f64) -> f64 {
        let share = if self.logarithmic {
            libm::log(value.max(self.from) / self.from) / libm::log(self.to / self.from)
        } else {
            // Halves first: the difference of two huge values leaves the range of a double.
            (value / 2.0 - self.from / 2.0) / (self.to / 2.0 - self.from / 2.0)
        };
        self.left + share.clamp(0.0, 1.0) * (self.right - self.left)
    }
}

/// A range with a little air, from zero on when zero is near.
fn padded(low: f64, high: f64) -> (f64, f64) {
    let span = high / 2.0 - low / 2.0;
    let alone = if high == 0.0 { 1.0 } else { (high.abs() * 0.05).max(f64::MIN_POSITIVE) };
    let air = if span > 0.0 { span * 0.08 } else { alone };
    let from = if low >= 0.0 && low <= high * 0.5 { 0.0 } else { low - air };
    let from = if low >= 0.0 { from.max(0.0) } else { from };
    let to = high + air;
    (from.max(f64::MIN), to.min(f64::MAX))
}

/// The scale in which ticks are short: factor to the base unit, symbol.
fn scale_of(most: f64, unit: &str) -> (f64, String) {
    const TIMES: &[(f64, &str)] = &[(10_800.0, "h"), (1000.0, "min"), (1.0, "s"), (1e-3, "ms"), (1e-6, "µs")];
    const FACTORS: &[f64] = &[3600.0, 60.0, 1.0, 1e-3, 1e-6];
    const BYTES: &[(f64, &str)] = &[(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")];
    match unit {
        "s" => match TIMES.iter().zip(FACTORS).find(|((from, _), _)| most >= *from) {
            Some(((_, symbol), factor)) => (*factor, (*symbol).to_owned()),
            None if most > 0.0 => (1e-9, "ns".to_owned()),
            None => (1.0, "s".to_owned()),
        },
        "B" => match BYTES.iter().find(|(from, _)| most >= *from) {
            Some((factor, symbol)) => (*factor, (*symbol).to_owned()),
            None => (1.0, "B".to_owned()),
        },
        _ => (1.0, unit.to_owned()),
    }
}

fn linear_ticks(from: f64, to: f64, scale: f64) -> Vec<Tick> {
    let (low, high) = (from / scale, to / scale);
    let wanted = (high / TICKS) - (low / TICKS);
    if !(wanted.is_finite() && wanted > 0.0) {
        return Vec::new();
    }
    let magnitude = libm::pow(10.0, libm::floor(libm::log10(wanted)));
    let step = ROUND.iter().map(|round| round * magnitude).find(|step| *step >= wanted).unwrap_or(wanted);
    let first = libm::ceil(low / step);
    (0..=12)
        .map(|at| (first + f64::from(at)) * step)
        .take_while(|value| *value <= high)
        .map(|value| Tick { value: value * scale, text: text(value, step) })
        .collect()
}

fn log_ticks(from: f64, to: f64, scale: f64) -> Vec<Tick> {
    let (low, high) = (from / scale, to / scale);
    let decades = libm::log10(high / low);
    let rounds: &[f64] = if decades <= 2.5 { &[1.0, 2.0, 5.0] } else { &[1.0] };
    let every = libm::ceil(decades / 8.0).max(1.0) as i32;
    let (first, last) = (libm::floor(libm::log10(low)) as i32, libm::ceil(libm::log10(high)) as i32);
    (first..=last)
        .step_by(every as usize)
        .flat_map(|decade| rounds.iter().map(move |round| round * libm::pow(10.0, f64::from(decade))))
        .filter(|value| (low..=high).contains(value))
        .map(|value| Tick { value: value * scale, text: text(value, value) })
        .collect()
}

/// As many decimals as the step needs.
fn text(value: f64, step: f64) -> String {
    if !(1e-6..1e7).contains(&step) {
        return if value == 0.0 { "0".to_owned() } else { format!("{value:.0e}") };
    }
    let decimals = (-libm::floor(libm::log10(step) + 1e-9)).max(0.0) as usize;
    let shown = format!("{value:.decimals$}");
    if shown.trim_start_matches('-').chars().all(|letter| letter == '0' || letter == '.') {
        "0".to_owned()
    } else {
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_share_one_scale() {
        let check = |values: &[f64], unit: &str, expected: &str| {
            let axis = Axis::over(values.iter().copied(), unit, 0.0, 100.0).unwrap();
            let ticks: Vec<String> = axis.ticks.into_iter().map(|tick| tick.text).collect();
            assert_eq!(format!("{} {}", ticks.join(" "), axis.unit), expected);
        };
        check(&[0.1, 0.4], "s", "0 100 200 300 400 ms");
        check(&[0.131, 0.134], "s", "131 132 133 134 ms");
        check(&[46.7, 292.8], "tokens/s", "0 100 200 300 tokens/s");
        check(&[0.06, 30.0], "s", "0.1 1 10 s, logarithmic");
        check(&[5.0e9, 6.5e9], "B", "5.0 5.5 6.0 6.5 GB");
        check(&[-2.0, 3.0], "", "-2 -1 0 1 2 3 ");
        check(&[7.0], "", "6.8 7.0 7.2 ");
        check(&[0.0], "s", "0 0.2 0.4 0.6 0.8 1.0 s");
    }

    #[test]
    fn a_place_lies_between_the_ends() {
        let axis = Axis::over([0.0, 10.0].into_iter(), "", 100.0, 200.0).unwrap();
        assert_eq!(axis.place(0.0), 100.0);
        assert!(axis.place(10.0) < 200.0);
        assert_eq!(axis.place(1e9), 200.0);
        let wide = Axis::over([f64::MIN, f64::MAX].into_iter(), "", 0.0, 1.0).unwrap();
        assert!((wide.place(0.0) - 0.5).abs() < 1e-9);
    }
}

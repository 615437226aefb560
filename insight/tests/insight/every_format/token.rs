//! The numbers that stand in a text, by value and line.

/// Values agree this far, relative: a unit may be taken out of a number and put back.
const NEAR: f64 = 1e-9;

pub(crate) struct Tokens {
    /// Value and line, counted from 1, in the order of values.
    all: Vec<(f64, usize)>,
}

impl Tokens {
    /// Every number of a text, grouped digits with and without their groups.
    pub(crate) fn of(text: &str) -> Self {
        let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+' | ',');
        let mut all = Vec::new();
        for (line, text) in (1..).zip(text.lines()) {
            for token in text.split(|c| !inside(c)).filter(|token| token.contains(|c: char| c.is_ascii_digit())) {
                for token in [token, &token.replace(',', "")] {
                    // `ctx4096` and `512MB` hold a number too, as do both ends of `12-34` and of `1,2`.
                    let parts = token.split(|c: char| !matches!(c, '0'..='9' | '.' | 'e' | 'E' | '+' | '-'));
                    for part in parts.flat_map(|part| [part, part.trim_matches(|c: char| !c.is_ascii_digit())]) {
                        let value: Option<f64> = part.parse().ok();
                        // `4.3B` are billions, `2.36M` millions.
                        all.extend(value.iter().flat_map(|value| [1.0, 1e6, 1e9].map(|scale| (value * scale, line))));
                        let pieces = part.split('-').filter_map(|piece| piece.parse().ok());
                        all.extend(pieces.map(|value: f64| (value, line)));
                    }
                }
            }
        }
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        all.dedup();
        Self { all }
    }

    /// Whether a number stands in these lines.
    pub(crate) fn holds(&self, value: f64, lines: std::ops::Range<usize>) -> bool {
        let slack = NEAR * value.abs();
        let from = self.all.partition_point(|(found, _)| *found < value - slack);
        let near = self.all[from..].iter().take_while(|(found, _)| *found <= value + slack);
        near.into_iter().any(|(_, line)| lines.contains(line))
    }
}

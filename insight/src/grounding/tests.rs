//! Numbers of any text are read without a gap, and a shown value is read as the value it shows.

use super::{Worth, numbers};
use crate::shown::{format_measured, format_value};
use proptest::prelude::*;

proptest! {
    #[test]
    fn every_number_is_read_as_it_is_shown(
        mantissa in 1.0f64..10.0,
        exponent in -9i32..9,
        unit in prop::sample::select(vec!["s", "B", "tokens/s", "requests/s", "", "%", "W", "J/token"]),
    ) {
        let value = mantissa * libm::pow(10.0, f64::from(exponent));
        for shown in [format_value(value, unit), format_measured(value, unit, None)] {
            let read: Vec<Worth> = numbers(&format!("It is {shown}.")).into_iter().filter_map(|it| it.worth).collect();
            prop_assert_eq!(read.len(), 1, "{}", shown);
            let room = read[0].half * (1.0 + 1e-9) + value * 1e-12;
            prop_assert!((read[0].value - value).abs() <= room, "{shown}: {read:?}");
        }
    }

    #[test]
    fn every_digit_lies_in_a_number_whatever_the_text(text in "[-0-9a-zµ×%°.,:;/|`*_# \n=<>~–−é٣½()]{0,60}") {
        let mut last = 0;
        let numbers = numbers(&text);
        for number in &numbers {
            prop_assert!(last <= number.start && number.start < number.end, "{number:?}");
            last = number.end;
        }
    }
}

//! The order of runs to do next: every setting once a round, each round shuffled anew, the same for the same data.

/// The constants of SplitMix64 (Steele, Lea and Flood 2014).
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;
const MIX: [u64; 2] = [0xBF58_476D_1CE4_E5B9, 0x94D0_49BB_1331_11EB];

/// The settings `0..count` in `rounds` shuffled rounds, seeded by what was measured.
pub(super) fn rounds(count: usize, rounds: usize, seed: impl Iterator<Item = u64>) -> Vec<usize> {
    let mut state = seed.fold(0_u64, |state, bits| state.rotate_left(5) ^ bits.wrapping_mul(STEP));
    let mut order = Vec::with_capacity(count * rounds);
    for _ in 0..rounds {
        let mut round: Vec<usize> = (0..count).collect();
        for last in (1..count).rev() {
            state = state.wrapping_add(STEP);
            round.swap(last, (mixed(state) % (last as u64 + 1)) as usize);
        }
        order.extend(round);
    }
    order
}

fn mixed(state: u64) -> u64 {
    let once = (state ^ (state >> 30)).wrapping_mul(MIX[0]);
    let twice = (once ^ (once >> 27)).wrapping_mul(MIX[1]);
    twice ^ (twice >> 31)
}

#[cfg(test)]
mod tests {
    use super::rounds;

    #[test]
    fn every_round_holds_every_setting_once_and_other_data_give_another_order() {
        let order = rounds(4, 6, [1, 2, 3].into_iter());
        for round in order.chunks(4) {
            let mut sorted = round.to_vec();
            sorted.sort_unstable();
            assert_eq!(sorted, [0, 1, 2, 3]);
        }
        assert!(order.chunks(4).any(|round| round != &order[..4]), "all rounds alike: {order:?}");
        assert_eq!(order, rounds(4, 6, [1, 2, 3].into_iter()));
        assert_ne!(order, rounds(4, 6, [1, 2, 4].into_iter()));
    }
}

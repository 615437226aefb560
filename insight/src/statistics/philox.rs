//! Random numbers that are a function of their place: Philox 4x32-10 (Salmon et al., *Parallel Random Numbers: As Easy as 1, 2, 3*, 2011).

/// One block of four random words.
pub fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    for round in 0..10 {
        if round > 0 {
            key = [key[0].wrapping_add(0x9E37_79B9), key[1].wrapping_add(0xBB67_AE85)];
        }
        let first = u64::from(counter[0]) * 0xD251_1F53;
        let second = u64::from(counter[2]) * 0xCD9E_8D57;
        counter = [
            (second >> 32) as u32 ^ counter[1] ^ key[0],
            second as u32,
            (first >> 32) as u32 ^ counter[3] ^ key[1],
            first as u32,
        ];
    }
    counter
}

/// What a stream of random numbers is for; streams of different purposes never meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Purpose {
    /// Values drawn with replacement.
    Resample = 1,
    /// Labels or times exchanged.
    Permutation = 2,
}

/// A stream of random words: number `k` is word `k % 4` of block `k / 4`.
#[derive(Clone, Debug)]
pub struct Stream {
    key: [u32; 2],
    stream: u32,
    purpose: Purpose,
    at: u64,
    block: [u32; 4],
}

impl Stream {
    /// A stream from its beginning.
    pub fn new(seed: u64, stream: u32, purpose: Purpose) -> Self {
        Self { key: [seed as u32, (seed >> 32) as u32], stream, purpose, at: 0, block: [0; 4] }
    }

    /// The next word.
    #[inline]
    pub fn word(&mut self) -> u32 {
        if self.at.is_multiple_of(4) {
            self.block = self.block_of(self.at / 4);
        }
        let word = self.block[(self.at % 4) as usize];
        self.at += 1;
        word
    }

    #[inline]
    fn block_of(&self, number: u64) -> [u32; 4] {
        philox([number as u32, (number >> 32) as u32, self.stream, self.purpose as u32], self.key)
    }

    /// The next place below `n`, `word * n / 2^32`.
    #[inline]
    pub fn below(&mut self, n: usize) -> usize {
        below(self.word(), n)
    }

    /// The next places below `n`, as many as there is room for; as [`Self::below`], faster.
    pub fn fill_below(&mut self, n: usize, places: &mut [usize]) {
        let ahead = (self.at.next_multiple_of(4) - self.at) as usize;
        let (first, rest) = places.split_at_mut(ahead.min(places.len()));
        first.iter_mut().for_each(|place| *place = self.below(n));
        let (blocks, last) = rest.as_chunks_mut::<4>();
        for block in blocks {
            *block = self.block_of(self.at / 4).map(|word| below(word, n));
            self.at += 4;
        }
        last.iter_mut().for_each(|place| *place = self.below(n));
    }

    /// Puts values into a random order (Fisher and Yates, from the end).
    pub fn shuffle<T>(&mut self, values: &mut [T]) {
        for last in (1..values.len()).rev() {
            values.swap(last, self.below(last + 1));
        }
    }
}

#[inline]
fn below(word: u32, n: usize) -> usize {
    ((u64::from(word) * n as u64) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_drawn_together_are_those_drawn_one_by_one() {
        let mut one_by_one = Stream::new(7, 3, Purpose::Resample);
        let mut together = one_by_one.clone();
        for count in [0, 1, 2, 5, 4, 8, 3, 1, 1, 13] {
            let mut places = vec![0; count];
            together.fill_below(11, &mut places);
            assert_eq!(places, (0..count).map(|_| one_by_one.below(11)).collect::<Vec<_>>());
        }
    }
}

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
            let block = self.at / 4;
            self.block = philox([block as u32, (block >> 32) as u32, self.stream, self.purpose as u32], self.key);
        }
        let word = self.block[(self.at % 4) as usize];
        self.at += 1;
        word
    }

    /// The next place below `n`, `word * n / 2^32`.
    #[inline]
    pub fn below(&mut self, n: usize) -> usize {
        ((u64::from(self.word()) * n as u64) >> 32) as usize
    }

    /// Puts values into a random order (Fisher and Yates, from the end).
    pub fn shuffle<T>(&mut self, values: &mut [T]) {
        for last in (1..values.len()).rev() {
            values.swap(last, self.below(last + 1));
        }
    }
}

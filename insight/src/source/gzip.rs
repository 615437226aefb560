//! Inflates gzip with a limit on what comes out.

use super::Fault;
use flate2::write::MultiGzDecoder;
use std::io::Write;

/// Compressed bytes taken at a time, counted from the start of the file so that chunks do not show.
const STEP: usize = 4096;

/// Most bytes that one file may unpack to.
const MOST_BYTES: u64 = 2 << 30;

/// A ratio beyond what measurements reach, tested after the first [`FREE_BYTES`].
const MOST_RATIO: u64 = 200;

/// Unpacked bytes for which the ratio does not matter.
const FREE_BYTES: u64 = 64 << 20;

/// A gzip file on its way to its bytes.
pub(super) struct Gunzip {
    inflate: MultiGzDecoder<Vec<u8>>,
    step: Vec<u8>,
    taken: u64,
    given: u64,
    ended: bool,
}

impl Gunzip {
    pub(super) fn new() -> Self {
        Self { inflate: MultiGzDecoder::new(Vec::new()), step: Vec::new(), taken: 0, given: 0, ended: false }
    }

    pub(super) fn push(&mut self, mut chunk: &[u8], bytes: &mut dyn FnMut(&[u8])) -> Option<Fault> {
        while !chunk.is_empty() && !self.ended {
            let (now, later) = chunk.split_at(chunk.len().min(STEP - self.step.len()));
            self.step.extend_from_slice(now);
            chunk = later;
            if self.step.len() == STEP
                && let Some(fault) = self.inflate_step(bytes)
            {
                return Some(fault);
            }
        }
        None
    }

    fn inflate_step(&mut self, bytes: &mut dyn FnMut(&[u8])) -> Option<Fault> {
        self.taken += self.step.len() as u64;
        let result = self.inflate.write_all(&self.step);
        self.step.clear();
        let out = self.inflate.get_mut();
        self.given += out.len() as u64;
        bytes(out);
        out.clear();
        let too_large =
            self.given > MOST_BYTES || self.given > FREE_BYTES && self.given / self.taken.max(1) > MOST_RATIO;
        self.ended = too_large || result.is_err();
        match result {
            _ if too_large => Some(Fault::GzipTooLarge),
            Err(_) => Some(Fault::GzipBroken),
            Ok(()) => None,
        }
    }

    pub(super) fn finish(&mut self, bytes: &mut dyn FnMut(&[u8])) -> Option<Fault> {
        if self.ended {
            return None;
        }
        let fault = self.inflate_step(bytes);
        if fault.is_some() {
            return fault;
        }
        let ended = self.inflate.try_finish();
        let out = self.inflate.get_mut();
        bytes(out);
        out.clear();
        ended.err().map(|_| Fault::GzipCut)
    }
}

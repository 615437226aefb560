//! The bytes of one file, slice by slice, the next ones being read while one is worked on.

use crate::browser::message_of;
use js_sys::{ArrayBuffer, Promise, Uint8Array};
use std::collections::VecDeque;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

/// Bytes of one slice: large enough that asking costs nothing, small enough that cancelling is felt at once.
const SLICE: f64 = 4.0 * 1024.0 * 1024.0;
/// Slices of the file in work that are read ahead.
const AHEAD: usize = 3;

/// Slices of one file in order.
pub(super) struct Slices {
    blob: Blob,
    next: f64,
    asked: VecDeque<Promise<ArrayBuffer>>,
}

impl Slices {
    /// Of that file; asks for the first slice at once.
    pub(super) fn of(blob: Blob) -> Self {
        let mut slices = Self { blob, next: 0.0, asked: VecDeque::new() };
        slices.ask(1);
        slices
    }

    /// Size of the file in bytes.
    pub(super) fn bytes(&self) -> u64 {
        self.blob.size() as u64
    }

    fn ask(&mut self, ahead: usize) {
        while self.asked.len() < ahead && self.next < self.blob.size() {
            let end = (self.next + SLICE).min(self.blob.size());
            let Ok(slice) = self.blob.slice_with_f64_and_f64(self.next, end) else { return };
            self.asked.push_back(slice.array_buffer().unchecked_into());
            self.next = end;
        }
    }

    /// The next bytes, copied into `buffer`; `None` at the end.
    ///
    /// # Errors
    /// What the browser says when it may not or cannot read the file.
    pub(super) async fn next<'a>(&mut self, buffer: &'a mut Vec<u8>) -> Result<Option<&'a [u8]>, String> {
        let Some(asked) = self.asked.pop_front() else { return Ok(None) };
        self.ask(AHEAD);
        let read = JsFuture::from(asked).await.map_err(|error| message_of(&error))?;
        let bytes = Uint8Array::new(read.unchecked_ref());
        let length = bytes.length() as usize;
        if buffer.len() < length {
            buffer.resize(length, 0);
        }
        let chunk = &mut buffer[..length];
        bytes.copy_to(chunk);
        Ok(Some(chunk))
    }
}

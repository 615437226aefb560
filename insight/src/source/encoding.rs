//! Decodes bytes of one encoding to UTF-8, chunk by chunk.

use super::Fault;

/// Decoded text is handed on in pieces of this size.
const PIECE: usize = 64 * 1024;

/// A decoder of the encoding that the head of a file shows.
pub(super) enum Decoder {
    /// UTF-8; `carry` holds the start of a character that the next chunk ends.
    Utf8 { carry: Vec<u8>, ascii: bool },
    /// Anything that `encoding_rs` decodes.
    Other(Box<encoding_rs::Decoder>),
}

impl Decoder {
    /// The decoder for a file with this head, the length of its byte order mark, and what a plain reader stumbles over there;
    /// `None` when the file is not text.
    pub(super) fn of(head: &[u8]) -> Option<(Self, usize, Option<Fault>)> {
        let utf16 = |little: bool| {
            let encoding = if little { encoding_rs::UTF_16LE } else { encoding_rs::UTF_16BE };
            Self::Other(Box::new(encoding.new_decoder_without_bom_handling()))
        };
        // The last two are a mark that was itself taken for Latin-1 and encoded once more.
        let marks: [(&[u8], Option<bool>); 5] = [
            (&[0xef, 0xbb, 0xbf], None),
            (&[0xff, 0xfe], Some(true)),
            (&[0xfe, 0xff], Some(false)),
            (&[0xc3, 0xbf, 0xc3, 0xbe], Some(true)),
            (&[0xc3, 0xbe, 0xc3, 0xbf], Some(false)),
        ];
        let (mark, marked) =
            marks.iter().find(|(mark, _)| head.starts_with(mark)).map_or((0, None), |(mark, wide)| (mark.len(), *wide));
        let body = &head[mark..];
        let zeros = |start: usize| body.iter().skip(start).step_by(2).filter(|byte| **byte == 0).count();
        let (even, odd) = (zeros(0), zeros(1));
        let half = body.len() / 2;
        let decoder = if even + odd == 0 && mark != 2 {
            let controls = body.iter().filter(|byte| matches!(byte, 1..=8 | 14..=26 | 28..=31)).count();
            if controls * 10 > body.len() {
                return None;
            }
            Self::Utf8 { carry: Vec::new(), ascii: true }
        } else if let Some(little) = marked {
            utf16(little)
        } else if odd * 10 >= half * 8 && even * 10 <= half {
            utf16(true)
        } else if even * 10 >= half * 8 && odd * 10 <= half {
            utf16(false)
        } else {
            return None;
        };
        let fault = match (&decoder, mark) {
            (Self::Other(_), 4) => Some(Fault::MarkEncodedTwice),
            (Self::Other(_), _) => Some(Fault::Utf16),
            (Self::Utf8 { .. }, 0) => None,
            (Self::Utf8 { .. }, _) => Some(Fault::Marked),
        };
        Some((decoder, mark, fault))
    }

    pub(super) fn push(&mut self, mut chunk: &[u8], text: &mut dyn FnMut(&str)) -> Option<Fault> {
        let Self::Utf8 { carry, ascii } = self else { return self.decode(chunk, false, text) };
        let mut fault = None;
        while !carry.is_empty() && !chunk.is_empty() {
            carry.push(chunk[0]);
            chunk = &chunk[1..];
            match std::str::from_utf8(carry) {
                Ok(character) => {
                    text(character);
                    carry.clear();
                    *ascii = false;
                }
                Err(error) if error.error_len().is_none() => {}
                Err(_) => {
                    let broken = std::mem::take(carry);
                    fault = self.broken(&broken, text);
                    return fault.into_iter().chain(self.push(chunk, text)).next();
                }
            }
        }
        loop {
            match std::str::from_utf8(chunk) {
                Ok(valid) => {
                    *ascii = *ascii && valid.is_ascii();
                    if !valid.is_empty() {
                        text(valid);
                    }
                    return fault;
                }
                Err(error) => {
                    let (valid, rest) = chunk.split_at(error.valid_up_to());
                    let valid = std::str::from_utf8(valid).unwrap_or_default();
                    *ascii = *ascii && valid.is_ascii();
                    if !valid.is_empty() {
                        text(valid);
                    }
                    if error.error_len().is_none() {
                        carry.extend_from_slice(rest);
                        return fault;
                    }
                    if *ascii {
                        return self.broken(rest, text);
                    }
                    // One byte at a time, so that the cut of the chunks cannot show.
                    text("\u{fffd}");
                    fault = Some(Fault::Broken);
                    chunk = &rest[1..];
                }
            }
        }
    }

    /// Bytes that are not UTF-8: in a file that was ASCII so far they tell that it is Windows-1252.
    fn broken(&mut self, bytes: &[u8], text: &mut dyn FnMut(&str)) -> Option<Fault> {
        match self {
            Self::Utf8 { ascii: true, .. } => {
                *self = Self::Other(Box::new(encoding_rs::WINDOWS_1252.new_decoder_without_bom_handling()));
                self.decode(bytes, false, text);
                Some(Fault::NotUtf8)
            }
            Self::Utf8 { .. } => {
                text("\u{fffd}");
                self.push(&bytes[1..], text);
                Some(Fault::Broken)
            }
            Self::Other(_) => self.decode(bytes, false, text),
        }
    }

    fn decode(&mut self, mut chunk: &[u8], last: bool, text: &mut dyn FnMut(&str)) -> Option<Fault> {
        let Self::Other(decoder) = self else { return None };
        let mut fault = None;
        let mut piece = String::with_capacity(PIECE.min(chunk.len() * 3 + 16));
        loop {
            let (result, read, replaced) = decoder.decode_to_string(chunk, &mut piece, last);
            chunk = &chunk[read..];
            if replaced {
                fault = Some(Fault::Broken);
            }
            if !piece.is_empty() {
                text(&piece);
                piece.clear();
            }
            if result == encoding_rs::CoderResult::InputEmpty {
                return fault;
            }
        }
    }

    pub(super) fn finish(&mut self, text: &mut dyn FnMut(&str)) -> Option<Fault> {
        match self {
            Self::Utf8 { carry, .. } if carry.is_empty() => None,
            Self::Utf8 { carry, .. } => {
                let carry = std::mem::take(carry);
                let fault = self.broken(&carry, text);
                self.decode(&[], true, text).or(fault)
            }
            Self::Other(_) => self.decode(&[], true, text),
        }
    }
}

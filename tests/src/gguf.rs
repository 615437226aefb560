//! Writes GGUF, the file format of models that llama.cpp and Ollama read.
//!
//! Specification: <https://github.com/ggml-org/ggml/blob/master/docs/gguf.md>. Only what [`crate::tiny_model`] needs: version 3,
//! little-endian, tensors of 32-bit floats.

/// Every tensor begins at a multiple of this, counted from the first.
const ALIGNMENT: usize = 32;

/// Types of a value, as the specification numbers them.
const U32: u32 = 4;
const I32: u32 = 5;
const F32: u32 = 6;
const BOOL: u32 = 7;
const STRING: u32 = 8;
const ARRAY: u32 = 9;

/// A file being written: keys first, then tensors.
#[derive(Default)]
pub struct Gguf {
    n_keys: u64,
    keys: Vec<u8>,
    n_tensors: u64,
    infos: Vec<u8>,
    data: Vec<u8>,
}

impl Gguf {
    fn key(&mut self, key: &str, kind: u32) {
        self.n_keys += 1;
        put_string(&mut self.keys, key);
        self.keys.extend(kind.to_le_bytes());
    }

    fn array<const N: usize>(&mut self, key: &str, kind: u32, items: impl ExactSizeIterator<Item = [u8; N]>) {
        self.key(key, ARRAY);
        self.keys.extend(kind.to_le_bytes());
        self.keys.extend((items.len() as u64).to_le_bytes());
        self.keys.extend(items.flatten());
    }

    /// Adds a text.
    pub fn string(&mut self, key: &str, value: &str) {
        self.key(key, STRING);
        put_string(&mut self.keys, value);
    }

    /// Adds a whole number.
    pub fn u32(&mut self, key: &str, value: u32) {
        self.key(key, U32);
        self.keys.extend(value.to_le_bytes());
    }

    /// Adds a number.
    pub fn f32(&mut self, key: &str, value: f32) {
        self.key(key, F32);
        self.keys.extend(value.to_le_bytes());
    }

    /// Adds a yes or no.
    pub fn bool(&mut self, key: &str, value: bool) {
        self.key(key, BOOL);
        self.keys.push(u8::from(value));
    }

    /// Adds a list of texts.
    pub fn strings<'a>(&mut self, key: &str, values: impl ExactSizeIterator<Item = &'a str>) {
        self.key(key, ARRAY);
        self.keys.extend(STRING.to_le_bytes());
        self.keys.extend((values.len() as u64).to_le_bytes());
        values.for_each(|value| put_string(&mut self.keys, value));
    }

    /// Adds a list of numbers.
    pub fn f32s(&mut self, key: &str, values: impl ExactSizeIterator<Item = f32>) {
        self.array(key, F32, values.map(f32::to_le_bytes));
    }

    /// Adds a list of whole numbers.
    pub fn i32s(&mut self, key: &str, values: impl ExactSizeIterator<Item = i32>) {
        self.array(key, I32, values.map(i32::to_le_bytes));
    }

    /// Adds a tensor: its lengths, the one that varies fastest first, and its values.
    pub fn tensor(&mut self, name: &str, (lengths, values): (Vec<u64>, Vec<f32>)) {
        self.n_tensors += 1;
        put_string(&mut self.infos, name);
        self.infos.extend((lengths.len() as u32).to_le_bytes());
        self.infos.extend(lengths.iter().flat_map(|length| length.to_le_bytes()));
        // Type 0 is a 32-bit float.
        self.infos.extend(0_u32.to_le_bytes());
        self.infos.extend((self.data.len() as u64).to_le_bytes());
        self.data.extend(values.iter().flat_map(|value| value.to_le_bytes()));
        pad(&mut self.data);
    }

    /// The whole file.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut file = b"GGUF".to_vec();
        file.extend(3_u32.to_le_bytes());
        file.extend(self.n_tensors.to_le_bytes());
        file.extend(self.n_keys.to_le_bytes());
        file.extend(&self.keys);
        file.extend(&self.infos);
        pad(&mut file);
        file.extend(&self.data);
        file
    }
}

fn put_string(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend((text.len() as u64).to_le_bytes());
    bytes.extend(text.as_bytes());
}

fn pad(bytes: &mut Vec<u8>) {
    bytes.resize(bytes.len().next_multiple_of(ALIGNMENT), 0);
}

#[cfg(test)]
mod tests {
    use super::Gguf;

    #[test]
    fn a_file_with_one_key_and_one_tensor_is_laid_out_as_specified() {
        let mut file = Gguf::default();
        file.u32("k", 9);
        file.tensor("t", (vec![1], vec![1.0]));
        let bytes = file.bytes();
        assert_eq!(&bytes[..24], b"GGUF\x03\0\0\0\x01\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0");
        assert_eq!(&bytes[24..41], b"\x01\0\0\0\0\0\0\0k\x04\0\0\0\x09\0\0\0");
        assert_eq!(&bytes[41..74], b"\x01\0\0\0\0\0\0\0t\x01\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
        assert_eq!((bytes.len(), &bytes[96..100]), (128, 1.0_f32.to_le_bytes().as_slice()));
    }
}

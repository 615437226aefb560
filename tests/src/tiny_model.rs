//! A small gemma3 with random weights: a real Ollama loads it, streams from it and measures it.
//!
//! It has the architecture and the kind of tokenizer of the real one, and nothing to say.

use crate::gguf::Gguf;
use insight::brief::Brief;
use insight::prompt::Voice;
use insight::report::writing::Writing;
use std::collections::BTreeSet;

const EMBEDDING: u64 = 64;
const HEADS: u64 = 2;
const KV_HEADS: u64 = 1;
const HEAD: u64 = 32;
const FEED_FORWARD: u64 = 128;
const BLOCKS: u32 = 6;

/// Tokens that it says it was trained with.
pub const CONTEXT: u32 = 131_072;

/// How a text of it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// After some hundred tokens, by chance.
    ByItself,
    /// Only when a limit is reached or somebody stops it.
    Never,
}

/// Kinds of token, as GGUF numbers them.
const NORMAL: i32 = 1;
const UNKNOWN: i32 = 2;
const CONTROL: i32 = 3;
const BYTE: i32 = 6;

/// Tokens that end a text.
const ENDS: [&str; 2] = ["<eos>", "<end_of_turn>"];

/// The tokens with their kinds: control, every byte, every printable ASCII character, and pieces of words.
fn tokens() -> Vec<(String, i32)> {
    let mut tokens: Vec<(String, i32)> = ["<pad>", "<eos>", "<bos>"].map(|token| (token.to_owned(), CONTROL)).into();
    tokens.push(("<unk>".to_owned(), UNKNOWN));
    tokens.extend((0..=255_u8).map(|byte| (format!("<0x{byte:02X}>"), BYTE)));
    tokens.extend(["<start_of_turn>", "<end_of_turn>"].map(|token| (token.to_owned(), CONTROL)));
    tokens.extend(('!'..='~').chain(['▁', '\n']).map(|character| (character.to_string(), NORMAL)));
    let mut known: BTreeSet<String> = tokens.iter().map(|(token, _)| token.clone()).collect();
    let words = words();
    let spaced = words.iter().flat_map(|word| prefixes(&format!("▁{word}")));
    let bare = words.iter().flat_map(|word| prefixes(word));
    let pairs = ('a'..='z').flat_map(|first| ('a'..='z').map(move |second| format!("{first}{second}")));
    for piece in spaced.chain(bare).chain(pairs) {
        if known.insert(piece.clone()) {
            tokens.push((piece, NORMAL));
        }
    }
    tokens
}

/// The words of our own prompts: with them a prompt takes about as many tokens as with the real vocabulary.
fn words() -> BTreeSet<String> {
    let mut texts = vec![DATA_WORDS.to_owned()];
    let mut writing = Writing::of(Brief::default(), Voice::default(), 4096).with_analysis(true);
    while let Some(call) = writing.next_call() {
        texts.extend(call.messages.into_iter().map(|message| message.content));
        writing.answered("", None);
    }
    texts.iter().flat_map(|text| text.split(|c: char| !c.is_ascii_alphabetic())).map(str::to_owned).collect()
}

/// Words of data that prompts are about.
const DATA_WORDS: &str = "files file records rows answered failed studies median mean min max count measured repeats unusable \
documents bytes ttft tokens prompt generation decode rate duration seconds load total throughput latency first token warm cold \
full answer model gemma quant summary baseline config context batch layers memory power json jsonl csv markdown original copy \
shown not false trail left out run next higher lower is better by one at a time";

/// Its pieces from two characters on: the tokenizer joins two pieces at a time, so each must be known.
fn prefixes(word: &str) -> Vec<String> {
    let ends = word.char_indices().map(|(start, c)| start + c.len_utf8()).skip(1);
    ends.map(|end| word[..end].to_owned()).collect()
}

/// The whole file.
#[must_use]
pub fn gguf(ending: Ending) -> Vec<u8> {
    let tokens = tokens();
    let id = |token: &str| tokens.iter().position(|(known, _)| known == token).unwrap_or_default() as u32;
    let mut file = Gguf::default();
    file.string("general.architecture", "gemma3");
    file.u32("general.file_type", 0);
    file.u32("gemma3.context_length", CONTEXT);
    file.u32("gemma3.embedding_length", EMBEDDING as u32);
    file.u32("gemma3.block_count", BLOCKS);
    file.u32("gemma3.feed_forward_length", FEED_FORWARD as u32);
    file.u32("gemma3.attention.head_count", HEADS as u32);
    file.u32("gemma3.attention.head_count_kv", KV_HEADS as u32);
    file.u32("gemma3.attention.key_length", HEAD as u32);
    file.u32("gemma3.attention.value_length", HEAD as u32);
    file.f32("gemma3.attention.layer_norm_rms_epsilon", 1e-6);
    file.u32("gemma3.attention.sliding_window", 512);
    file.f32("gemma3.rope.freq_base", 1e6);

    file.string("tokenizer.ggml.model", "llama");
    file.strings("tokenizer.ggml.tokens", tokens.iter().map(|(token, _)| token.as_str()));
    // Earlier pieces are joined first.
    let score = |(index, (_, kind)): (usize, &(String, i32))| if *kind == NORMAL { -(index as f32) } else { 0.0 };
    file.f32s("tokenizer.ggml.scores", tokens.iter().enumerate().map(score));
    file.i32s("tokenizer.ggml.token_type", tokens.iter().map(|(_, kind)| *kind));
    file.u32("tokenizer.ggml.bos_token_id", id("<bos>"));
    file.u32("tokenizer.ggml.eos_token_id", id("<eos>"));
    file.u32("tokenizer.ggml.eot_token_id", id("<end_of_turn>"));
    file.u32("tokenizer.ggml.unknown_token_id", id("<unk>"));
    file.u32("tokenizer.ggml.padding_token_id", id("<pad>"));
    file.bool("tokenizer.ggml.add_bos_token", true);
    file.bool("tokenizer.ggml.add_eos_token", false);

    let vocabulary = tokens.len() as u64;
    let mut random = Random(7);
    let mut weights = |inputs: u64, outputs: u64, spread: f32| {
        let values: Vec<f32> = (0..inputs * outputs).map(|_| random.normal() * spread).collect();
        (vec![inputs, outputs], values)
    };
    let unit = 1.0 / (EMBEDDING as f32).sqrt();
    // The first number of every embedding is large and positive, and stays so through all blocks: a place to hold a constant.
    let (lengths, mut embedding) = weights(EMBEDDING, vocabulary, 1.0);
    embedding.chunks_mut(EMBEDDING as usize).for_each(|token| token[0] = 20.0);
    file.tensor("token_embd.weight", (lengths, embedding));
    // Of its own: with the embedding in its place the model repeats one token, and Ollama gives up after thirty.
    let (lengths, mut output) = weights(EMBEDDING, vocabulary, 0.12);
    for (token, weights) in tokens.iter().zip(output.chunks_mut(EMBEDDING as usize)) {
        let is_end = ENDS.contains(&token.0.as_str());
        weights[0] = if is_end && ending == Ending::Never { -100.0 } else { 0.0 };
    }
    file.tensor("output.weight", (lengths, output));
    file.tensor("output_norm.weight", ones(EMBEDDING));
    for block in 0..BLOCKS {
        let mut add = |name: &str, tensor| file.tensor(&format!("blk.{block}.{name}.weight"), tensor);
        for norm in ["attn_norm", "post_attention_norm", "ffn_norm", "post_ffw_norm"] {
            add(norm, ones(EMBEDDING));
        }
        add("attn_q_norm", ones(HEAD));
        add("attn_k_norm", ones(HEAD));
        add("attn_q", weights(EMBEDDING, HEADS * HEAD, unit));
        add("attn_k", weights(EMBEDDING, KV_HEADS * HEAD, unit));
        add("attn_v", weights(EMBEDDING, KV_HEADS * HEAD, unit));
        add("attn_output", weights(HEADS * HEAD, EMBEDDING, unit));
        add("ffn_gate", weights(EMBEDDING, FEED_FORWARD, unit));
        add("ffn_up", weights(EMBEDDING, FEED_FORWARD, unit));
        add("ffn_down", weights(FEED_FORWARD, EMBEDDING, 1.0 / (FEED_FORWARD as f32).sqrt()));
    }
    file.bytes()
}

fn ones(length: u64) -> (Vec<u64>, Vec<f32>) {
    (vec![length], vec![1.0; length as usize])
}

/// SplitMix64: the same weights on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// About normal with mean 0 and deviation 1: the sum of twelve uniform numbers needs no logarithm.
    fn normal(&mut self) -> f32 {
        let sum: f64 = (0..12).map(|_| (self.next() >> 11) as f64 / (1_u64 << 53) as f64).sum();
        (sum - 6.0) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::{Ending, gguf, tokens};

    #[test]
    fn the_model_is_small_and_the_same_each_time() {
        let file = gguf(Ending::ByItself);
        assert!(file.len() < 4_000_000, "{} bytes", file.len());
        assert_eq!(file, gguf(Ending::ByItself));
    }

    #[test]
    fn no_token_stands_twice() {
        let tokens = tokens();
        let names: std::collections::BTreeSet<_> = tokens.iter().map(|(token, _)| token).collect();
        assert_eq!(names.len(), tokens.len());
    }
}

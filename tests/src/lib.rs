//! Shared by the tests: the corpus, a running companion, a real Ollama, a real Chromium, reports that a model writes.

pub mod workspace;

pub mod process;

pub mod gguf;
pub mod tiny_model;

pub mod ollama;

pub mod companion;

pub mod browser;

pub mod corpus;

pub mod written;

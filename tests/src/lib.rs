//! Shared by the tests: the corpus, a running companion, a real Ollama, a real Chromium.

pub mod workspace;

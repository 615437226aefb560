//! What can go wrong in the world around the companion before a job runs; a job's own failures are `backend::Failure`.

use std::net::SocketAddr;

/// The companion could not start; the text says what happened, where, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address of Ollama cannot be used.
    #[error(
        "expected the address of Ollama as `http://HOST:PORT`, but found `{given}`\nhint: set `--ollama` or `OLLAMA_HOST`"
    )]
    OllamaAddress {
        /// What was given.
        given: String,
    },
    /// Another program listens there, or the address is not ours.
    #[error("cannot listen on `{address}`: {why}\nhint: choose another address with `--listen 127.0.0.1:PORT`")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system says.
        why: std::io::Error,
    },
    /// Listening beyond this machine would let anyone in reach use the model.
    #[error(
        "`{address}` can be reached from other machines, and the companion has no sign-in\n\
         hint: listen on `127.0.0.1` and forward the port: `ssh -L {port}:127.0.0.1:{port} THIS_MACHINE`", port = .address.port()
    )]
    NotLoopback {
        /// The address that was asked for.
        address: SocketAddr,
    },
    /// The HTTP client could not be made.
    #[error("cannot set up the HTTP client: {0}")]
    Client(#[from] reqwest::Error),
    /// The server stopped.
    #[error("the server stopped: {0}")]
    Io(#[from] std::io::Error),
}

//! `chimera-insight serve`.

use crate::{Config, Error, serve_until};
use std::io::Write;
use std::net::SocketAddr;
use std::process::ExitCode;
use tokio::net::TcpListener;

pub(super) async fn run(listen: SocketAddr, ollama: &str, out: &mut (dyn Write + Send)) -> anyhow::Result<ExitCode> {
    if !listen.ip().is_loopback() {
        return Err(Error::NotLoopback { address: listen }.into());
    }
    let config = Config::new(ollama)?;
    let listener = TcpListener::bind(listen).await.map_err(|why| Error::Listen { address: listen, why })?;
    let address = listener.local_addr()?;
    if !config.page.is_built() {
        writeln!(out, "The page is not built into this companion: run `cargo xtask start`")?;
    }
    if let Some(problem) = config.ollama.state().await.problem {
        writeln!(out, "Reports by a model are not available yet: {problem}")?;
    }
    writeln!(out, "Chimera Insight is at http://{address}/")?;
    out.flush()?;
    serve_until(listener, config, stop()).await?;
    Ok(ExitCode::SUCCESS)
}

/// Ready when a person presses Ctrl+C or the system ends the process.
async fn stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let terminate = async {
            match signal(SignalKind::terminate()) {
                Ok(mut terminate) => terminate.recv().await,
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            () = interrupt => {}
            _ = terminate => {}
        }
    }
    #[cfg(not(unix))]
    interrupt.await;
}

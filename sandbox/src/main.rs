//! The `carnet-sandbox` binary: parses the command line, opens the sandbox and serves it until a stop signal.

mod cli;

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use carnet_sandbox::{Database, Options, Sandbox};
use cli::{Command, ServeOptions};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> ExitCode {
    let result = match cli::parse(std::env::args_os().skip(1)) {
        Ok(Command::Help) => {
            print!("{}", cli::HELP);
            Ok(())
        }
        Ok(Command::Serve(options)) => serve(options).await,
        Err(error) => Err(format!("{error} (--help lists the options)")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("carnet-sandbox: {message}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(
    ServeOptions { host, port, database, dist, has_gateways }: ServeOptions,
) -> Result<(), String> {
    let database = database.map_or(Database::Ephemeral, Database::File);
    let options = Options { database, dist: Some(dist) };
    let opened = if has_gateways { Sandbox::open(options) } else { Sandbox::open_without_gateways(options) };
    let sandbox = opened.map_err(|error| error.to_string())?;
    let listener = TcpListener::bind((host.as_str(), port))
        .await
        .map_err(|error| format!("cannot listen on {host}, port {port}: {error}"))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    // Installed before the start-up line: a process that reads the line may send a stop signal immediately.
    let stop = stop_signal().map_err(|error| error.to_string())?;
    print_line(&format!("Carnet's sandbox is at http://{address}/")).map_err(|error| error.to_string())?;
    axum::serve(listener, sandbox.router())
        .with_graceful_shutdown(stop)
        .await
        .map_err(|error| error.to_string())
}

/// Prints `line` and flushes it: the process that started the sandbox waits for this line.
fn print_line(line: &str) -> io::Result<()> {
    let mut out = io::stdout();
    writeln!(out, "{line}")?;
    out.flush()
}

/// Returns a future that resolves at Ctrl-C or SIGTERM. The handlers are installed before this function returns.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Returns a future that resolves at Ctrl-C. The handler is installed before this function returns.
#[cfg(windows)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}

//! The binary: reads the flags, opens the sandbox, says where it is, serves until it is told to stop.

mod flags;

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use carnet_sandbox::{Database, Options, Sandbox};
use flags::{Flags, Wish};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> ExitCode {
    let done = match flags::read(std::env::args_os().skip(1)) {
        Ok(Wish::Help) => {
            print!("{}", flags::HELP);
            Ok(())
        }
        Ok(Wish::Serve(flags)) => serve(flags).await,
        Err(error) => Err(format!("{error} (--help lists the flags)")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("carnet-sandbox: {sentence}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(Flags { host, port, database, dist }: Flags) -> Result<(), String> {
    let database = database.map_or(Database::Ephemeral, Database::File);
    let sandbox = Sandbox::open(Options { database, dist: Some(dist) }).map_err(|error| error.to_string())?;
    let listener = TcpListener::bind((host.as_str(), port))
        .await
        .map_err(|error| format!("cannot listen on {host}, port {port}: {error}"))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    // Before the line: who reads it may tell us to stop at once.
    let stop = told_to_stop().map_err(|error| error.to_string())?;
    say(&format!("Carnet's sandbox is at http://{address}/")).map_err(|error| error.to_string())?;
    axum::serve(listener, sandbox.router())
        .with_graceful_shutdown(stop)
        .await
        .map_err(|error| error.to_string())
}

/// Flushed at once: whoever started the sandbox waits for this line.
fn say(line: &str) -> io::Result<()> {
    let mut out = io::stdout();
    writeln!(out, "{line}")?;
    out.flush()
}

/// Resolves at Ctrl-C or SIGTERM; both are listened to from the moment this returns.
#[cfg(unix)]
fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
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

/// Resolves at Ctrl-C.
#[cfg(windows)]
fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}

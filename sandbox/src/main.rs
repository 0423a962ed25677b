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
    say(&format!("Carnet's sandbox is at http://{address}/")).map_err(|error| error.to_string())?;
    axum::serve(listener, sandbox.router())
        .with_graceful_shutdown(told_to_stop())
        .await
        .map_err(|error| error.to_string())
}

/// Flushed at once: whoever started the sandbox waits for this line.
fn say(line: &str) -> io::Result<()> {
    let mut out = io::stdout();
    writeln!(out, "{line}")?;
    out.flush()
}

async fn told_to_stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut stream) => {
                stream.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}

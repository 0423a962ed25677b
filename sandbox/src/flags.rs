//! What was asked for on the command line.

use std::{ffi::OsString, path::PathBuf};

use lexopt::{Arg, Parser, ValueExt as _};

pub(crate) const HELP: &str = "\
Carnet's sandbox: a local server that speaks the vendors' contracts, with made-up customers.

Usage: carnet-sandbox [flags]

  --port N          the port, 8080 unless said; 0 takes any that is free
  --host ADDRESS    the address to listen on, 127.0.0.1 unless said
  --database PATH   the database file, carnet-sandbox.sqlite in this folder unless said
  --ephemeral       keep everything in memory, and accept the token `development`
  --dist PATH       the folder of the built app, dist unless said
  --help            this text
";

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    Help,
    Serve(Flags),
}

/// How to serve.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Flags {
    pub(crate) host: String,
    pub(crate) port: u16,
    /// `None` keeps everything in memory.
    pub(crate) database: Option<PathBuf>,
    pub(crate) dist: PathBuf,
}

pub(crate) fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Wish, lexopt::Error> {
    let mut parser = Parser::from_args(arguments);
    let (mut host, mut port) = ("127.0.0.1".to_owned(), 8080);
    let (mut database, mut ephemeral, mut dist) = (None, false, PathBuf::from("dist"));
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("port") => port = parser.value()?.parse()?,
            Arg::Long("host") => host = parser.value()?.string()?,
            Arg::Long("database") => database = Some(PathBuf::from(parser.value()?)),
            Arg::Long("ephemeral") => ephemeral = true,
            Arg::Long("dist") => dist = parser.value()?.into(),
            Arg::Long("help") | Arg::Short('h') => return Ok(Wish::Help),
            other => return Err(other.unexpected()),
        }
    }
    let database = match (ephemeral, database) {
        (true, Some(_)) => return Err("--ephemeral and --database exclude each other".into()),
        (true, None) => None,
        (false, database) => Some(database.unwrap_or_else(|| "carnet-sandbox.sqlite".into())),
    };
    Ok(Wish::Serve(Flags { host, port, database, dist }))
}

#[cfg(test)]
mod tests {
    use super::{Flags, Wish, read};

    fn of(line: &str) -> Result<Wish, String> {
        read(line.split_whitespace().map(Into::into)).map_err(|error| error.to_string())
    }

    #[test]
    fn without_flags_it_serves_here_and_keeps_a_file() {
        let flags = Flags {
            host: "127.0.0.1".to_owned(),
            port: 8080,
            database: Some("carnet-sandbox.sqlite".into()),
            dist: "dist".into(),
        };
        assert_eq!(of(""), Ok(Wish::Serve(flags)));
    }

    #[test]
    fn what_is_wrong_is_said_in_one_line() {
        for line in ["--prot 1", "--port", "--port high", "--port 70000", "dist", "--ephemeral --database x"]
        {
            let error = of(line).expect_err(line);
            assert!(!error.is_empty() && !error.contains('\n'), "{line}: {error}");
        }
    }
}

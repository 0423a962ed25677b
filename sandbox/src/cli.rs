//! The command line.

use std::{ffi::OsString, path::PathBuf};

use lexopt::{Arg, Parser, ValueExt as _};

pub(crate) const HELP: &str = "\
Carnet's sandbox: a local server that imitates the vendors' APIs, with fictitious customers.

Usage: carnet-sandbox [options]

  --port N          Port to listen on; 0 takes any free port [default: 8080]
  --host ADDRESS    Address to listen on [default: 127.0.0.1]
  --database PATH   Database file, created if it is missing [default: carnet-sandbox.sqlite]
  --ephemeral       Keep all data in memory and accept the token `development`
  --no-gateway      Be Capillary and Imprint themselves: demand their credentials, accept no customer's token
  --dist PATH       Folder of the built app [default: dist]
  -h, --help        Print this help
";

/// A parsed command line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Print the help.
    Help,
    /// Start the server.
    Serve(ServeOptions),
}

/// The options of the server.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ServeOptions {
    pub(crate) host: String,
    pub(crate) port: u16,
    /// The database file; `None` keeps all data in memory.
    pub(crate) database: Option<PathBuf>,
    pub(crate) dist: PathBuf,
    /// Whether the gateways stand in front of Capillary and Imprint.
    pub(crate) has_gateways: bool,
}

/// Parses the arguments after the program name.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, lexopt::Error> {
    let mut parser = Parser::from_args(arguments);
    let (mut host, mut port) = ("127.0.0.1".to_owned(), 8080);
    let (mut database, mut ephemeral, mut dist) = (None, false, PathBuf::from("dist"));
    let mut has_gateways = true;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("port") => port = parser.value()?.parse()?,
            Arg::Long("host") => host = parser.value()?.string()?,
            Arg::Long("database") => database = Some(PathBuf::from(parser.value()?)),
            Arg::Long("ephemeral") => ephemeral = true,
            Arg::Long("no-gateway") => has_gateways = false,
            Arg::Long("dist") => dist = parser.value()?.into(),
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            other => return Err(other.unexpected()),
        }
    }
    let database = match (ephemeral, database) {
        (true, Some(_)) => return Err("--ephemeral and --database cannot be used together".into()),
        (true, None) => None,
        (false, database) => Some(database.unwrap_or_else(|| "carnet-sandbox.sqlite".into())),
    };
    Ok(Command::Serve(ServeOptions { host, port, database, dist, has_gateways }))
}

#[cfg(test)]
mod tests {
    use super::{Command, ServeOptions, parse};

    fn parse_line(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(Into::into)).map_err(|error| error.to_string())
    }

    #[test]
    fn parse_without_options_returns_defaults() {
        let options = ServeOptions {
            host: "127.0.0.1".to_owned(),
            port: 8080,
            database: Some("carnet-sandbox.sqlite".into()),
            dist: "dist".into(),
            has_gateways: true,
        };
        assert_eq!(parse_line(""), Ok(Command::Serve(options)));
    }

    #[test]
    fn parse_of_invalid_options_returns_one_line_error() {
        for line in ["--prot 1", "--port", "--port high", "--port 70000", "dist", "--ephemeral --database x"]
        {
            let error = parse_line(line).expect_err(line);
            assert!(!error.is_empty() && !error.contains('\n'), "{line}: {error}");
        }
    }
}

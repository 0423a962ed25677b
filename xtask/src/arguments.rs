//! What was asked for on the command line.

use std::ffi::OsString;

use lexopt::{Arg, Parser, ValueExt};

/// Shown by `--help`.
pub(crate) const USAGE: &str = "\
Carnet's commands. Each first sets up what it needs and says so.

cargo xtask serve [--port N] [--host H] [--database PATH] [--ephemeral]
    Builds the app, starts the sandbox that serves it, and prints the address.
    --port N         the port, 8080 when not given
    --host H         the address to listen on, 127.0.0.1 when not given
    --database PATH  the sandbox's database file
    --ephemeral      keep the database in memory and forget it at the end

cargo xtask test [--quick]
    Runs every check and test. --quick: those that need no browser, in under a minute.

cargo xtask dist
    Builds the app into dist/ and prints its sizes.

cargo xtask addresses
    Makes the table of addresses and the lists of states in addresses/ anew.

cargo xtask docs [--check]
    Writes the tables of docs/embedding.md from web/custom-elements.json.
    --check          write nothing, and fail if a table differs
";

/// One of the commands, with its flags.
#[derive(Debug, PartialEq)]
pub(crate) enum Task {
    Help,
    /// The flags are the sandbox's own, checked here and handed on.
    Serve(Vec<OsString>),
    Test {
        quick: bool,
    },
    Dist,
    Addresses,
    Docs {
        check: bool,
    },
    /// Not for people: trunk's hook.
    Seal,
}

/// Reads the arguments after the program's name.
pub(crate) fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Task, lexopt::Error> {
    let mut parser = Parser::from_args(arguments);
    let task = match parser.next()? {
        None => return Err("which command, serve or test?".into()),
        Some(Arg::Short('h') | Arg::Long("help")) => return Ok(Task::Help),
        Some(Arg::Value(name)) => name.string()?,
        Some(flag) => return Err(flag.unexpected()),
    };
    match task.as_str() {
        "help" => Ok(Task::Help),
        "serve" => serve(&mut parser),
        "test" => test(&mut parser),
        "dist" => none(&mut parser, Task::Dist),
        "addresses" => none(&mut parser, Task::Addresses),
        "docs" => docs(&mut parser),
        "seal" => none(&mut parser, Task::Seal),
        other => Err(format!("there is no command '{other}'").into()),
    }
}

fn serve(parser: &mut Parser) -> Result<Task, lexopt::Error> {
    let mut flags: Vec<OsString> = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("port") => {
                let port: u16 = parser.value()?.parse().map_err(|_| "--port takes a number up to 65535")?;
                flags.extend(["--port".into(), port.to_string().into()]);
            }
            Arg::Long("host") => flags.extend(["--host".into(), parser.value()?]),
            Arg::Long("database") => flags.extend(["--database".into(), parser.value()?]),
            Arg::Long("ephemeral") => flags.push("--ephemeral".into()),
            Arg::Short('h') | Arg::Long("help") => return Ok(Task::Help),
            other => return Err(other.unexpected()),
        }
    }
    let has = |flag: &str| flags.iter().any(|given| given == flag);
    if has("--ephemeral") && has("--database") {
        return Err("--ephemeral and --database PATH exclude each other".into());
    }
    Ok(Task::Serve(flags))
}

fn test(parser: &mut Parser) -> Result<Task, lexopt::Error> {
    let mut quick = false;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("quick") => quick = true,
            Arg::Short('h') | Arg::Long("help") => return Ok(Task::Help),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Task::Test { quick })
}

fn docs(parser: &mut Parser) -> Result<Task, lexopt::Error> {
    let mut check = false;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("check") => check = true,
            Arg::Short('h') | Arg::Long("help") => return Ok(Task::Help),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Task::Docs { check })
}

fn none(parser: &mut Parser, task: Task) -> Result<Task, lexopt::Error> {
    match parser.next()? {
        None => Ok(task),
        Some(Arg::Short('h') | Arg::Long("help")) => Ok(Task::Help),
        Some(other) => Err(other.unexpected()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(line: &str) -> Result<Task, String> {
        read(line.split_whitespace().map(OsString::from)).map_err(|error| error.to_string())
    }

    #[test]
    fn commands_and_their_flags_are_read() {
        assert_eq!(asked("test"), Ok(Task::Test { quick: false }));
        assert_eq!(asked("test --quick"), Ok(Task::Test { quick: true }));
        let flags =
            ["--port", "9000", "--host", "::1", "--database", "a.sqlite"].map(OsString::from).to_vec();
        assert_eq!(asked("serve --port=9000 --host ::1 --database a.sqlite"), Ok(Task::Serve(flags)));
        for line in ["--help", "-h", "help", "serve --help", "test -h", "dist --help", "addresses -h"] {
            assert_eq!(asked(line), Ok(Task::Help), "{line}");
        }
    }

    #[test]
    fn a_mistake_is_answered_with_a_sentence() {
        for line in [
            "",
            "build",
            "--quick",
            "test --fast",
            "test quick",
            "serve 8080",
            "serve --port",
            "serve --port http",
            "serve --port 70000",
            "serve --ephemeral=yes",
            "serve --ephemeral --database a.sqlite",
            "seal now",
        ] {
            let error = asked(line).expect_err(line);
            assert!(!error.is_empty() && !error.contains('\n'), "{line}: {error}");
        }
    }
}

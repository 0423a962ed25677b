//! The command line: parsing of commands and flags, and the help text.

use std::ffi::OsString;

use lexopt::{Arg, Parser, ValueExt};

use crate::{bench::BenchFlags, fuzz::FuzzFlags};

/// The text of `--help`.
pub(crate) const USAGE: &str = "\
Carnet's commands. Each command first installs the tools that it needs and reports each installation.

cargo xtask serve [--port N] [--host H] [--database PATH] [--ephemeral]
    Builds the app if it has changed, starts the sandbox that serves it, and prints the address.
    --port N         the port; default: 8080
    --host H         the address to listen on; default: 127.0.0.1
    --database PATH  the sandbox's database file; default: carnet-sandbox.sqlite in the repository
    --ephemeral      keep the database in memory only

cargo xtask serve --sign-in [--port N]
    The same for the standalone page, account.html: with an OpenID provider, whose accounts are the sandbox's customers.
    All data is in memory.

cargo xtask test [--quick]
    Runs all checks and tests, and prints how long each step took, now and in the last run.
    --quick          run only the steps that need no browser; takes less than a minute after the first build

cargo xtask dist [--check-reproducible]
    Builds the app into dist/, updates the documentation as `docs` does, puts the npm package together in package/,
    writes the upload manifest dist.upload.json, and prints the sizes of the files. Fails if the scripts and the wasm
    exceed the size limit.
    --check-reproducible  build again with an empty target directory, and fail if a file differs

cargo xtask bench [--runs N] [--quick] [--only PARTS] [--no-build]
    Measures Carnet beside a React page of equal work, in Chromium on a slow phone, and writes bench/RESULTS.md. Takes
    about half an hour, on a machine that does nothing else.
    --runs N         the number of times each page is loaded; default: 7
    --quick          a few samples only, to see whether the bench works; writes bench/build/RESULTS-quick.md
    --only PARTS     some of loads, saves, interactions, soak, big, lighthouse, with commas; writes the same file
    --no-build       measure dist/ as it is

cargo xtask bench --size [--no-build]
    Prints the bytes of the wasm by crate and by module.

cargo xtask fuzz [--minutes N] [--only TARGETS] [--keep]
    Runs the fuzz targets of fuzz/ with libFuzzer, one after the other. Needs a C++ compiler.
    --minutes N      the minutes that each target runs; default: 10
    --only TARGETS   some of the folders of fuzz/corpus/, with commas
    --keep           add the inputs that reach new code to fuzz/corpus/

cargo xtask docs [--check]
    Writes web/custom-elements.json and the tables of docs/embedding.md from web/contract.json.
    --check          write nothing, and fail if a file differs

cargo xtask gateway-load
    Sends 1,000 requests a second for a minute to two gateways behind a balancer, and prints the figures of
    docs/gateway.md. On a machine that does nothing else.

cargo xtask addresses
    Downloads the address data and writes addresses/formats.txt and addresses/regions/.
";

/// One of the commands, with its flags.
#[derive(Debug, PartialEq)]
pub(crate) enum Task {
    Help,
    /// The sandbox's own flags, checked here and passed on.
    Serve(Vec<OsString>),
    /// The port.
    ServeWithSignIn(u16),
    Test {
        quick: bool,
    },
    Dist {
        /// Whether to build twice and compare.
        twice: bool,
    },
    Bench(BenchFlags),
    Fuzz(FuzzFlags),
    Docs {
        check: bool,
    },
    GatewayLoad,
    Addresses,
    /// Trunk's hook. It is not in the help text, because it works only when trunk calls it.
    Bundle,
}

/// Parses the arguments after the program's name.
///
/// # Errors
///
/// A command or flag is unknown, a value is missing or invalid, or two flags conflict.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Task, lexopt::Error> {
    let mut parser = Parser::from_args(arguments);
    let name = match parser.next()? {
        None => {
            return Err(
                "a command is missing: use serve, test, dist, bench, fuzz, docs, gateway-load or addresses"
                    .into(),
            );
        }
        Some(Arg::Short('h') | Arg::Long("help")) => return Ok(Task::Help),
        Some(Arg::Value(name)) => name.string()?,
        Some(flag) => return Err(flag.unexpected()),
    };
    match name.as_str() {
        "help" => Ok(Task::Help),
        "serve" => parse_serve(&mut parser),
        "test" => parse_switch(&mut parser, "quick", |quick| Task::Test { quick }),
        "dist" => parse_switch(&mut parser, "check-reproducible", |twice| Task::Dist { twice }),
        "bench" => parse_bench(&mut parser),
        "fuzz" => parse_fuzz(&mut parser),
        "docs" => parse_switch(&mut parser, "check", |check| Task::Docs { check }),
        "gateway-load" => parse_no_flags(&mut parser, Task::GatewayLoad),
        "addresses" => parse_no_flags(&mut parser, Task::Addresses),
        "bundle" => parse_no_flags(&mut parser, Task::Bundle),
        other => Err(format!(
            "unknown command '{other}': use serve, test, dist, bench, fuzz, docs, gateway-load or addresses"
        )
        .into()),
    }
}

fn parse_serve(parser: &mut Parser) -> Result<Task, lexopt::Error> {
    let mut flags: Vec<OsString> = Vec::new();
    let (mut has_sign_in, mut port) = (false, 8080);
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("port") => {
                port = parser.value()?.parse().map_err(|_| "--port requires a number from 0 to 65535")?;
                flags.extend(["--port".into(), port.to_string().into()]);
            }
            Arg::Long("host") => flags.extend(["--host".into(), parser.value()?]),
            Arg::Long("database") => flags.extend(["--database".into(), parser.value()?]),
            Arg::Long("ephemeral") => flags.push("--ephemeral".into()),
            Arg::Long("sign-in") => has_sign_in = true,
            Arg::Short('h') | Arg::Long("help") => return Ok(Task::Help),
            other => return Err(other.unexpected()),
        }
    }
    let has = |flag: &str| flags.iter().any(|given| given == flag);
    if has("--ephemeral") && has("--database") {
        return Err("--ephemeral and --database PATH exclude each other: leave one out".into());
    }
    if has_sign_in {
        if has("--host") || has("--database") || has("--ephemeral") {
            return Err("--sign-in takes --port only: leave the other flags out".into());
        }
        return Ok(Task::ServeWithSignIn(port));
    }
    Ok(Task::Serve(flags))
}

/// The parts of the bench that `--only` takes.
const BENCH_PARTS: [&str; 6] = ["loads", "saves", "interactions", "soak", "big", "lighthouse"];

fn parse_bench(parser: &mut Parser) -> Result<Task, lexopt::Error> {
    let mut flags = BenchFlags::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("size") => flags.size = true,
            Arg::Long("no-build") => flags.no_build = true,
            Arg::Long("quick") => flags.runner.push("--quick".into()),
            Arg::Long("runs") => {
                let runs: u8 =
                    parser.value()?.parse().map_err(|_| "--runs requires a number from 1 to 255")?;
                if runs == 0 {
                    return Err("--runs requires a number from 1 to 255".into());
                }
                flags.runner.extend(["--runs".into(), runs.to_string().into()]);
            }
            Arg::Long("only") => {
                let parts = parser.value()?.string()?;
                if let Some(part) = parts.split(',').find(|part| !BENCH_PARTS.contains(part)) {
                    return Err(format!("unknown part '{part}': use {}", BENCH_PARTS.join(", ")).into());
                }
                flags.runner.extend(["--only".into(), parts.into()]);
            }
            Arg::Short('h') | Arg::Long("help") => return Ok(Task::Help),
            other => return Err(other.unexpected()),
        }
    }
    if flags.size && !flags.runner.is_empty() {
        return Err("--size measures nothing: leave the other flags out".into());
    }
    Ok(Task::Bench(flags))
}

fn parse_fuzz(parser: &mut Parser) -> Result<Task, lexopt::Error> {
    let mut flags = FuzzFlags::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("minutes") => {
                let minutes: u16 =
                    parser.value()?.parse().map_err(|_| "--minutes requires a number from 1 to 65535")?;
                if minutes == 0 {
                    return Err("--minutes requires a number from 1 to 65535".into());
                }
                flags.minutes = minutes.into();
            }
            Arg::Long("only") => {
                flags.only = parser.value()?.string()?.split(',').map(str::to_owned).collect();
            }
            Arg::Long("keep") => flags.keep = true,
            Arg::Short('h') | Arg::Long("help") => return Ok(Task::Help),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Task::Fuzz(flags))
}

/// Parses the flags of a command that has one, without a value.
fn parse_switch(
    parser: &mut Parser,
    switch: &str,
    task: impl FnOnce(bool) -> Task,
) -> Result<Task, lexopt::Error> {
    let mut is_set = false;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long(flag) if flag == switch => is_set = true,
            Arg::Short('h') | Arg::Long("help") => return Ok(Task::Help),
            other => return Err(other.unexpected()),
        }
    }
    Ok(task(is_set))
}

fn parse_no_flags(parser: &mut Parser, task: Task) -> Result<Task, lexopt::Error> {
    match parser.next()? {
        None => Ok(task),
        Some(Arg::Short('h') | Arg::Long("help")) => Ok(Task::Help),
        Some(other) => Err(other.unexpected()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_line(line: &str) -> Result<Task, String> {
        parse(line.split_whitespace().map(OsString::from)).map_err(|error| error.to_string())
    }

    #[test]
    fn arguments_with_known_flags_are_parsed() {
        assert_eq!(parse_line("test"), Ok(Task::Test { quick: false }));
        assert_eq!(parse_line("test --quick"), Ok(Task::Test { quick: true }));
        assert_eq!(parse_line("docs"), Ok(Task::Docs { check: false }));
        assert_eq!(parse_line("dist --check-reproducible"), Ok(Task::Dist { twice: true }));
        assert_eq!(parse_line("docs --check"), Ok(Task::Docs { check: true }));
        assert_eq!(parse_line("gateway-load"), Ok(Task::GatewayLoad));
        assert_eq!(parse_line("bundle"), Ok(Task::Bundle));
        let bench = |size, no_build, runner: &[&str]| {
            Ok(Task::Bench(BenchFlags { size, no_build, runner: runner.iter().map(Into::into).collect() }))
        };
        assert_eq!(parse_line("bench"), bench(false, false, &[]));
        assert_eq!(parse_line("bench --size --no-build"), bench(true, true, &[]));
        let runner = ["--runs", "3", "--quick", "--only", "loads,big"];
        assert_eq!(parse_line("bench --runs 3 --quick --only loads,big"), bench(false, false, &runner));
        let only = ["json", "tag"].map(str::to_owned).to_vec();
        assert_eq!(
            parse_line("fuzz"),
            Ok(Task::Fuzz(FuzzFlags { minutes: 10, only: Vec::new(), keep: false }))
        );
        assert_eq!(
            parse_line("fuzz --minutes 2 --only json,tag --keep"),
            Ok(Task::Fuzz(FuzzFlags { minutes: 2, only, keep: true }))
        );
        let flags =
            ["--port", "9000", "--host", "::1", "--database", "a.sqlite"].map(OsString::from).to_vec();
        assert_eq!(parse_line("serve --port=9000 --host ::1 --database a.sqlite"), Ok(Task::Serve(flags)));
        assert_eq!(parse_line("serve --sign-in"), Ok(Task::ServeWithSignIn(8080)));
        assert_eq!(parse_line("serve --port 0 --sign-in"), Ok(Task::ServeWithSignIn(0)));
        for line in
            ["--help", "-h", "help", "serve --help", "test -h", "dist --help", "docs -h", "addresses -h"]
        {
            assert_eq!(parse_line(line), Ok(Task::Help), "{line}");
        }
    }

    #[test]
    fn arguments_with_mistake_are_one_line_error() {
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
            "serve --sign-in --ephemeral",
            "docs --quick",
            "bundle now",
            "bench --runs 0",
            "fuzz --minutes 0",
            "fuzz json",
            "bench --only everything",
            "bench --size --quick",
        ] {
            let error = parse_line(line).expect_err(line);
            assert!(!error.is_empty() && !error.contains('\n'), "{line}: {error}");
        }
    }

    #[test]
    fn help_lists_every_command_for_people() {
        for command in ["serve", "test", "dist", "bench", "fuzz", "docs", "gateway-load", "addresses"] {
            assert!(USAGE.contains(&format!("\ncargo xtask {command}")), "{command}");
        }
    }
}

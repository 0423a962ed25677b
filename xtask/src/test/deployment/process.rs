//! A server of a test: an ordinary process with its files in a folder of its own.

use std::{
    fs::{self, File},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{
    command::{command, command_line, stdout},
    error::Error,
};

/// How long a server may take until it accepts connections.
const START: Duration = Duration::from_secs(10);

/// A running server. It is killed when the value is dropped.
pub(in crate::test) struct Server {
    child: Child,
    log: PathBuf,
}

impl Server {
    /// Starts the command, with its output in `log`, and waits until it accepts connections on the port.
    pub(in crate::test) fn start(command: &mut Command, port: u16, log: &Path) -> Result<Self, Error> {
        let output = File::create(log)?;
        let child = command.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output).spawn().map_err(
            |error| Error::new(format!("cannot start {}: {error}", command.get_program().to_string_lossy())),
        )?;
        let mut server = Self { child, log: log.to_path_buf() };
        let started = Instant::now();
        while TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).is_err() {
            let has_ended = server.child.try_wait()?.is_some();
            if has_ended || started.elapsed() > START {
                let state = if has_ended { "ended" } else { "does not listen" };
                return Err(Error::new(format!("{state}: {}\n{}", command_line(command), server.log())));
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(server)
    }

    /// Returns the processor time that the server has used, in seconds. Only Linux says it.
    pub(in crate::test) fn processor_seconds(&self) -> Result<f64, Error> {
        let status = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // After the name, which is in parentheses and may have spaces: 11 other fields, then the time of the program and
        // that of the kernel for it, in ticks.
        let fields = status.rsplit_once(')').map_or("", |(_, fields)| fields);
        let ticks: f64 =
            fields.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
        let per_second =
            stdout(command("getconf").arg("CLK_TCK")).and_then(|ticks| ticks.parse::<f64>().ok());
        per_second.map(|per_second| ticks / per_second).ok_or_else(|| Error::new("getconf has no CLK_TCK"))
    }

    /// Returns what the server has printed so far.
    pub(in crate::test) fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A polite request first: nginx's workers outlive a master that is killed.
        #[cfg(unix)]
        let _ = Command::new("kill").arg(self.child.id().to_string()).stderr(Stdio::null()).status();
        let asked = Instant::now();
        while asked.elapsed() < Duration::from_millis(500) {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(Duration::from_millis(10));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns a port on which nothing listens at this moment.
pub(in crate::test) fn free_port() -> Result<u16, Error> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// Replaces a text that a configuration has exactly `count` times: a template that was changed must not turn into a
/// test of something else.
pub(in crate::test) fn replace(text: &str, from: &str, to: &str, count: usize) -> Result<String, Error> {
    let found = text.matches(from).count();
    if found == count {
        Ok(text.replace(from, to))
    } else {
        Err(Error::new(format!("the configuration has {from:?} {found} times, and the test expects {count}")))
    }
}

//! Starts a command: its pipes or terminal, its supervisor, and what the agent keeps of it.

use std::borrow::Cow;
use std::ffi::CString;
use std::os::unix::io::{AsRawFd, OwnedFd};
use std::time::Duration;

use super::command::Command;
use super::ending::Ending;
use super::environment::Environment;
use super::output::Output;
use super::program::Program;
use super::request::SpawnRequest;
use super::reserve::Reserve;
use super::shell::{first_program, Pipes, DRIVER};
use super::stdin::Stdin;
use super::supervisor::Start;
use crate::clock;
use crate::fault::Fault;
use crate::sys::{fd, terminal};

/// Far enough to be no limit, near enough to be a time.
pub const LONGEST_TIMEOUT: Duration = Duration::from_secs(10 * 365 * 86_400);

/// The two sides of a command's stdio.
struct Stdio {
    theirs: [OwnedFd; 3],
    outputs: Vec<Output>,
    stdin: Option<Stdin>,
    terminal: Option<OwnedFd>,
}

pub fn launch(request: &SpawnRequest, reserve: &mut Reserve) -> Result<Command, Fault> {
    let mut environment = Environment::inherited();
    request.env.iter().for_each(|entry| environment.change(entry));
    let argv = argv(request, &environment)?;
    let directory = directory(request.cwd)?;
    let stdio = match request.tty {
        true => on_terminal(request)?,
        false => on_pipes(request.stdin)?,
    };
    let (pipes, pipes_theirs) = shell_pipes(request.shell)?;
    let theirs = stdio.theirs.iter().chain(&directory).chain(pipes_theirs.iter().flatten());
    let theirs: Vec<_> = theirs.map(AsRawFd::as_raw_fd).collect();
    let (now, micros) = (clock::now(), clock::micros());
    let supervisor = reserve.order(now, |supervisor| {
        let start = Start {
            program: Program::new(&argv, &environment, &mut supervisor.memory)?,
            directory: directory.is_some(),
            terminal: stdio.terminal.is_some(),
            shell: pipes.is_some(),
        };
        Ok(supervisor.start(start, &theirs))
    })?;
    let timeout = request.timeout.map(|it| now + it.min(LONGEST_TIMEOUT));
    let mut command = Command::new(
        supervisor,
        stdio.outputs,
        stdio.stdin,
        stdio.terminal,
        Ending::new(timeout, request.grace),
        (now, micros),
    );
    command.shell = pipes;
    Ok(command)
}

fn argv<'a>(
    request: &SpawnRequest<'a>,
    environment: &Environment,
) -> Result<Vec<Cow<'a, [u8]>>, Fault> {
    if !request.shell {
        return Ok(request.argv.iter().copied().map(Cow::Borrowed).collect());
    }
    let path = first_program(&request.argv, environment)?;
    Ok(vec![path.into(), b"-c"[..].into(), DRIVER.into()])
}

/// Ours and theirs.
fn shell_pipes(wanted: bool) -> Result<(Option<Pipes>, Option<[OwnedFd; 2]>), Fault> {
    if !wanted {
        return Ok((None, None));
    }
    let (commands_theirs, commands) = fd::pipe()?;
    let (statuses, statuses_theirs) = fd::pipe()?;
    fd::set_nonblocking(commands.as_raw_fd())?;
    fd::set_nonblocking(statuses.as_raw_fd())?;
    Ok((Some(Pipes::new(commands, statuses)), Some([commands_theirs, statuses_theirs])))
}

/// Refuses a directory that cannot be entered.
pub fn check_directory(path: &[u8]) -> Result<(), Fault> {
    directory(path).map(|_| ())
}

fn directory(path: &[u8]) -> Result<Option<OwnedFd>, Fault> {
    if path.is_empty() {
        return Ok(None);
    }
    let name = String::from_utf8_lossy(path).into_owned();
    let path = CString::new(path).map_err(|_| Fault::invalid("a NUL byte in cwd"))?;
    let opened = fd::directory(&path);
    opened.map(Some).map_err(|error| {
        let errno = error.raw_os_error().unwrap_or(0);
        Fault::from_errno(errno, format!("working directory {}: {}", name, error))
    })
}

fn on_pipes(open_stdin: bool) -> Result<Stdio, Fault> {
    let (stdout, stdout_theirs) = fd::pipe()?;
    let (stderr, stderr_theirs) = fd::pipe()?;
    fd::set_nonblocking(stdout.as_raw_fd())?;
    fd::set_nonblocking(stderr.as_raw_fd())?;
    let (stdin_theirs, stdin) = match open_stdin {
        true => {
            let (theirs, ours) = fd::pipe()?;
            fd::set_nonblocking(ours.as_raw_fd())?;
            (theirs, Some(Stdin::new(ours, false)))
        }
        false => (fd::null_device()?, None),
    };
    Ok(Stdio {
        theirs: [stdin_theirs, stdout_theirs, stderr_theirs],
        outputs: vec![Output::new(1, stdout), Output::new(2, stderr)],
        stdin,
        terminal: None,
    })
}

fn on_terminal(request: &SpawnRequest) -> Result<Stdio, Fault> {
    let pair = terminal::open(request.rows, request.columns)?;
    let (stdin_theirs, stdin) = match request.stdin {
        true => {
            let ours = pair.master.try_clone()?;
            (pair.slave.try_clone()?, Some(Stdin::new(ours, true)))
        }
        false => (fd::null_device()?, None),
    };
    let output = Output::new(1, pair.master.try_clone()?);
    Ok(Stdio {
        theirs: [stdin_theirs, pair.slave.try_clone()?, pair.slave],
        outputs: vec![output],
        stdin,
        terminal: Some(pair.master),
    })
}

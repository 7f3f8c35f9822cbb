//! The process above a command: a fork of the agent that adopts every orphan of the command's tree and reaps
//! them all. When none is left it takes the next command, since a fork costs more than a short command does.
//! Everything below `supervise` runs after fork, so nothing allocates.

use std::os::raw::c_void;
use std::os::unix::io::{AsRawFd, OwnedFd, RawFd};
use std::{io, ptr};

use super::program::Program;
use super::report::Report;
use crate::sys::process::{self, Usage};
use crate::sys::shared::Shared;
use crate::sys::{c, fd, signals, socket};

const STACK: usize = 64 << 10;
/// More than the kernel takes for a program.
const MEMORY: usize = 16 << 20;
/// Where the stdio starts among the descriptors that go with an order.
const STDIO: usize = 0;
const OTHERS: usize = 3;

/// What the main process starts with. The descriptors that it names follow in this order: stdin, stdout, stderr,
/// the directory, the shell's commands and statuses.
#[derive(Clone, Copy)]
pub struct Start {
    pub program: Program,
    pub directory: bool,
    /// Whether its stdout is the terminal that controls it.
    pub terminal: bool,
    pub shell: bool,
}

/// The agent's side of a supervisor. It ends when this is dropped, after its command.
pub struct Supervisor {
    pub pid: i32,
    pub reports: OwnedFd,
    /// For what the next program is started with.
    pub memory: Shared,
    /// By the commands that it had.
    pub spent: Usage,
}

impl Supervisor {
    /// The bare system call: what the C library does around a fork serves those who allocate afterwards, and
    /// would wait for the locks of other threads.
    pub fn fork() -> io::Result<Supervisor> {
        let memory = Shared::new(MEMORY)?;
        let (reports, orders) = socket::pair()?;
        fd::set_nonblocking(reports.as_raw_fd())?;
        let nothing: std::os::raw::c_ulong = 0;
        let result =
            unsafe { c::syscall(c::SYS_CLONE, c::SIGCHLD, nothing, nothing, nothing, nothing) };
        if result == 0 {
            supervise(orders.as_raw_fd());
        }
        let pid = crate::sys::checked(result as i32)?;
        memory.hide_from_forks();
        Ok(Supervisor { pid, reports, memory, spent: Usage::default() })
    }

    pub fn start(&mut self, start: Start, fds: &[RawFd]) -> io::Result<()> {
        let place = self.memory.put(&[start]).ok_or(io::ErrorKind::OutOfMemory)?;
        socket::send(self.reports.as_raw_fd(), place as usize, fds)
    }
}

impl AsRawFd for Supervisor {
    fn as_raw_fd(&self) -> RawFd {
        self.reports.as_raw_fd()
    }
}

fn supervise(orders: RawFd) -> ! {
    signals::block_all();
    process::adopt_orphans();
    unsafe { c::dup2(orders, 0) };
    loop {
        // No foreign pipe may stay open here.
        process::close_from(1);
        match socket::receive(0) {
            Some((start, fds)) => command(start as *const Start, fds),
            None => unsafe { c::_exit(0) },
        }
    }
}

fn command(start: *const Start, fds: [RawFd; socket::MOST_FDS]) {
    let main = start_main(&mut Main { start, fds });
    if main < 0 {
        let errno = io::Error::last_os_error().raw_os_error().unwrap_or(0);
        return tell(Report::NotStarted { errno });
    }
    tell(Report::Started { pid: main });
    process::close_from(1);
    reap(main);
}

fn reap(main: i32) {
    let mut usage = Usage::default();
    while let Some((pid, status)) = process::reap(&mut usage) {
        if pid == main {
            let leftovers = process::has_children();
            tell(Report::Ended { status, leftovers, usage });
            if !leftovers {
                return;
            }
        }
    }
    tell(Report::Gone { usage });
}

fn tell(report: Report) {
    let bytes = report.encode();
    unsafe { c::write(0, bytes.as_ptr().cast(), bytes.len()) };
}

struct Main {
    start: *const Start,
    fds: [RawFd; socket::MOST_FDS],
}

#[repr(align(16))]
struct Stack {
    _bytes: [u8; STACK],
}

/// Shares the memory until the program runs, which spares a second copy of the page tables.
fn start_main(main: &mut Main) -> i32 {
    let mut stack = std::mem::MaybeUninit::<Stack>::uninit();
    unsafe {
        let top = stack.as_mut_ptr().cast::<u8>().add(STACK);
        let flags = c::CLONE_VM | c::CLONE_VFORK | c::SIGCHLD;
        c::clone(main_process, top.cast(), flags, (main as *mut Main).cast())
    }
}

extern "C" fn main_process(argument: *mut c_void) -> i32 {
    let main = unsafe { &*argument.cast::<Main>() };
    let start = unsafe { ptr::read(main.start) };
    let (code, line) = enter(&start, &main.fds);
    unsafe {
        c::write(2, line.as_ptr().cast(), line.len());
        c::_exit(code)
    }
}

/// Returns only if the program could not be run.
fn enter<'a>(start: &'a Start, fds: &[RawFd; socket::MOST_FDS]) -> (i32, &'a [u8]) {
    let mut others = fds[OTHERS..].iter();
    unsafe {
        c::setsid();
        // They came in this order while only 0 was open, so none is overwritten before its turn.
        for (target, fd) in fds[STDIO..OTHERS].iter().enumerate() {
            c::dup2(*fd, target as RawFd);
        }
        if start.terminal {
            c::ioctl(1, c::TIOCSCTTY, 0);
        }
        if start.directory && others.next().map_or(false, |it| c::fchdir(*it) != 0) {
            return (126, b"the working directory cannot be entered\n");
        }
    }
    match (start.shell, others.next(), others.next()) {
        (true, Some(commands), Some(statuses)) => leave_to_shell(*commands, *statuses),
        _ => process::close_from(3),
    }
    signals::restore_defaults();
    start.program.execute()
}

/// Leaves stdio, and to a shell its pipes, as descriptors of one digit: more some shells cannot read.
fn leave_to_shell(commands: RawFd, statuses: RawFd) {
    unsafe {
        c::dup2(commands, 8);
        c::dup2(statuses, 9);
        for fd in 3..8 {
            c::close(fd);
        }
    }
    process::close_from(10);
}

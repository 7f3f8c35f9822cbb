//! The process above each command: a fork of the agent that adopts every orphan of the command's tree,
//! reaps them all, and ends when none is left. Everything here runs after fork, so nothing allocates.

use std::os::raw::c_void;
use std::os::unix::io::RawFd;
use std::ptr;

use super::program::Program;
use super::report::Report;
use crate::sys::{c, process, signals};

const STACK: usize = 64 << 10;

/// What the main process starts with.
pub struct Start {
    pub program: Program,
    pub stdio: [RawFd; 3],
    pub directory: Option<RawFd>,
    pub terminal: Option<RawFd>,
    /// Commands in and statuses out of a shell, both from descriptor 10 on.
    pub shell: Option<[RawFd; 2]>,
}

#[repr(align(16))]
struct Stack {
    _bytes: [u8; STACK],
}

/// Forks the supervisor and gives back its id. The bare system call: what the C library does around it
/// serves those who allocate afterwards, and would wait for the locks of other threads.
pub fn fork(start: &mut Start, reports: RawFd) -> std::io::Result<i32> {
    let nothing: std::os::raw::c_ulong = 0;
    let result =
        unsafe { c::syscall(c::SYS_CLONE, c::SIGCHLD, nothing, nothing, nothing, nothing) };
    match result as i32 {
        0 => supervise(start, reports),
        pid => crate::sys::checked(pid),
    }
}

fn supervise(start: &mut Start, reports: RawFd) -> ! {
    signals::block_all();
    process::adopt_orphans();
    let main = start_main(start);
    if main < 0 {
        let errno = std::io::Error::last_os_error().raw_os_error().unwrap_or(0);
        tell(reports, Report::NotStarted { errno });
        unsafe { c::_exit(0) }
    }
    tell(reports, Report::Started { pid: main });
    // Foreign pipes must not stay open here; the reports move to the first descriptor.
    unsafe { c::dup2(reports, 0) };
    process::close_from(1);
    reap(main)
}

fn reap(main: i32) -> ! {
    loop {
        let mut status = 0;
        let pid = unsafe { c::wait4(-1, &mut status, 0, ptr::null_mut()) };
        if pid == main {
            let leftovers = has_children();
            tell(0, Report::Ended { status, leftovers });
        }
        if pid < 0 && std::io::Error::last_os_error().raw_os_error() == Some(c::ECHILD) {
            unsafe { c::_exit(0) }
        }
    }
}

fn has_children() -> bool {
    let mut info = [0u64; 16];
    let options = c::WEXITED | c::WNOHANG | c::WNOWAIT;
    unsafe { c::waitid(c::P_ALL, 0, info.as_mut_ptr().cast(), options) == 0 }
}

fn tell(reports: RawFd, report: Report) {
    let bytes = report.encode();
    unsafe { c::write(reports, bytes.as_ptr().cast(), bytes.len()) };
}

/// Shares the memory until the program runs, which spares a second copy of the page tables.
fn start_main(start: &mut Start) -> i32 {
    let mut stack = std::mem::MaybeUninit::<Stack>::uninit();
    unsafe {
        let top = stack.as_mut_ptr().cast::<u8>().add(STACK);
        let flags = c::CLONE_VM | c::CLONE_VFORK | c::SIGCHLD;
        let argument = start as *mut Start as *mut c_void;
        c::clone(main_process, top.cast(), flags, argument)
    }
}

extern "C" fn main_process(argument: *mut c_void) -> i32 {
    let start = unsafe { &mut *argument.cast::<Start>() };
    let (code, line) = enter(start);
    unsafe {
        c::write(2, line.as_ptr().cast(), line.len());
        c::_exit(code)
    }
}

/// Leaves stdio, and to a shell its pipes, as descriptors of one digit: more some shells cannot read.
fn close_others(shell: Option<[RawFd; 2]>) {
    if let Some([commands, statuses]) = shell {
        for fd in 3..8 {
            unsafe { c::close(fd) };
        }
        unsafe { c::dup2(commands, 8) };
        unsafe { c::dup2(statuses, 9) };
    }
    process::close_from(if shell.is_some() { 10 } else { 3 });
}

/// Returns only if the program could not be run.
fn enter(start: &mut Start) -> (i32, &[u8]) {
    unsafe {
        c::setsid();
        if let Some(terminal) = start.terminal {
            c::ioctl(terminal, c::TIOCSCTTY, 0);
        }
        for (target, fd) in start.stdio.iter().enumerate() {
            c::dup2(*fd, target as RawFd);
        }
        if let Some(directory) = start.directory {
            if c::fchdir(directory) != 0 {
                return (126, b"the working directory cannot be entered\n");
            }
        }
    }
    close_others(start.shell);
    signals::restore_defaults();
    start.program.execute()
}

//! Sending signals, and receiving them through a descriptor.

use std::io;
use std::os::raw::c_ulong;
use std::os::unix::io::{AsRawFd, OwnedFd};
use std::ptr;

use super::{c, checked, fd, process};

#[derive(Debug, PartialEq, Eq)]
pub enum Received {
    ChildChanged,
    Terminate,
    Ignored,
}

/// Blocks the signals that the agent handles and opens the descriptor they arrive on.
pub fn open() -> io::Result<OwnedFd> {
    let bit = |signal: i32| (1 as c_ulong) << (signal - 1);
    let mut set = c::sigset_t { bits: [0; 16] };
    set.bits[0] = bit(c::SIGCHLD) | bit(c::SIGTERM);
    checked(unsafe { c::sigprocmask(c::SIG_SETMASK, &set, ptr::null_mut()) })?;
    checked(unsafe { c::signalfd(-1, &set, c::SFD_NONBLOCK_CLOEXEC) }).map(fd::owned)
}

pub fn next(signals: &OwnedFd) -> Option<Received> {
    let mut info = [0; 128];
    match fd::read(signals.as_raw_fd(), &mut info) {
        Ok(Some(128)) => Some(meaning(&info, process::id() == 1)),
        _ => None,
    }
}

/// As PID 1 only the outside may terminate: the kernel gives such a sender the id 0, and a process
/// inside cannot forge a signal with the code SI_USER (0).
fn meaning(info: &[u8; 128], first_process: bool) -> Received {
    let word = |at: usize| i32::from_le_bytes([info[at], info[at + 1], info[at + 2], info[at + 3]]);
    let (signal, code, sender) = (word(0), word(8), word(12));
    match signal {
        c::SIGCHLD => Received::ChildChanged,
        c::SIGTERM if !first_process || (code == 0 && sender == 0) => Received::Terminate,
        _ => Received::Ignored,
    }
}

/// Whether there was someone to get it. A negative id is a process group.
pub fn send(pid: i32, signal: i32) -> bool {
    unsafe { c::kill(pid, signal) == 0 }
}

/// Leaves only SIGKILL and SIGSTOP to disturb this process. Safe after fork.
pub fn block_all() {
    let set = c::sigset_t { bits: [!0; 16] };
    unsafe { c::sigprocmask(c::SIG_SETMASK, &set, ptr::null_mut()) };
}

/// No handlers and nothing ignored but SIGPIPE: what PID 1 does not handle cannot be sent to it from
/// inside. The handlers that Rust installs could be made to overflow their stack.
pub fn reset() {
    for signal in (1..=64).filter(|signal| *signal != c::SIGPIPE) {
        unsafe { c::signal(signal, c::SIG_DFL) };
    }
}

/// What a program expects at its start. Safe after fork.
pub fn restore_defaults() {
    let set = c::sigset_t { bits: [0; 16] };
    unsafe {
        c::signal(c::SIGPIPE, c::SIG_DFL);
        c::sigprocmask(c::SIG_SETMASK, &set, ptr::null_mut());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_outside_terminates_the_first_process() {
        let mut info = [0; 128];
        info[0] = c::SIGTERM as u8;
        assert_eq!(meaning(&info, true), Received::Terminate);
        info[12] = 7;
        assert_eq!(meaning(&info, true), Received::Ignored);
        assert_eq!(meaning(&info, false), Received::Terminate);
    }
}

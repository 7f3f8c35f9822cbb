//! This process and its children.

use std::io;
use std::time::Duration;

use super::c;

#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct Usage {
    pub user: Duration,
    pub system: Duration,
    pub peak_rss_bytes: u64,
}

impl Usage {
    pub fn add(&mut self, other: Usage) {
        self.user += other.user;
        self.system += other.system;
        self.peak_rss_bytes = self.peak_rss_bytes.max(other.peak_rss_bytes);
    }

    /// Without what was used before; the peak cannot be told apart.
    pub fn since(self, before: Usage) -> Usage {
        Usage {
            user: self.user.saturating_sub(before.user),
            system: self.system.saturating_sub(before.system),
            ..self
        }
    }
}

pub enum Change {
    /// Abnormal if a signal ended it.
    Ended {
        usage: Usage,
        abnormal: bool,
    },
    Stopped,
}

pub fn id() -> i32 {
    unsafe { c::getpid() }
}

pub fn user_and_group() -> (u32, u32) {
    unsafe { (c::getuid(), c::getgid()) }
}

/// Hides memory, environment and descriptors from processes of the same user; forks inherit it.
pub fn forbid_inspection() {
    unsafe { c::prctl(c::PR_SET_DUMPABLE, 0, 0, 0, 0) };
}

/// Orphans among the descendants become children of this process. Safe after fork.
pub fn adopt_orphans() {
    unsafe { c::prctl(c::PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) };
}

/// The next child that ended or stopped; ended ones are reaped.
pub fn next_change() -> Option<(i32, Change)> {
    let mut status = 0;
    let mut usage = c::rusage::default();
    let pid = unsafe { c::wait4(-1, &mut status, c::WNOHANG | c::WUNTRACED, &mut usage) };
    if pid <= 0 {
        return None;
    }
    let stopped = status & 0xff == 0x7f;
    let change = if stopped {
        Change::Stopped
    } else {
        Change::Ended { usage: usage_of(&usage), abnormal: status & 0x7f != 0 }
    };
    Some((pid, change))
}

/// Waits for the next child that ends, and adds what it used; `None` when there is none. Safe after fork.
pub fn reap(total: &mut Usage) -> Option<(i32, i32)> {
    let mut status = 0;
    let mut usage = c::rusage::default();
    let pid = loop {
        match unsafe { c::wait4(-1, &mut status, 0, &mut usage) } {
            pid if pid > 0 => break pid,
            _ if io::Error::last_os_error().raw_os_error() == Some(c::ECHILD) => return None,
            _ => {}
        }
    };
    total.add(usage_of(&usage));
    Some((pid, status))
}

/// Safe after fork.
pub fn has_children() -> bool {
    let mut info = [0u64; 16];
    let options = c::WEXITED | c::WNOHANG | c::WNOWAIT;
    unsafe { c::waitid(c::P_ALL, 0, info.as_mut_ptr().cast(), options) == 0 }
}

fn usage_of(usage: &c::rusage) -> Usage {
    Usage {
        user: duration(usage.user),
        system: duration(usage.system),
        peak_rss_bytes: usage.max_rss_kib.max(0) as u64 * 1024,
    }
}

fn duration(time: c::timeval) -> Duration {
    Duration::from_micros((time.seconds * 1_000_000 + time.microseconds).max(0) as u64)
}

/// Closes every descriptor from this one on. Safe after fork.
pub fn close_from(first: i32) {
    let nothing: std::os::raw::c_ulong = 0;
    let last = !0 as std::os::raw::c_uint;
    if unsafe { c::syscall(c::SYS_CLOSE_RANGE, first, last, nothing) } == 0 {
        return;
    }
    let mut limit = c::rlimit { soft: 0, hard: 0 };
    unsafe { c::getrlimit(c::RLIMIT_NOFILE, &mut limit) };
    for fd in first..limit.soft.min(1 << 16) as i32 {
        unsafe { c::close(fd) };
    }
}

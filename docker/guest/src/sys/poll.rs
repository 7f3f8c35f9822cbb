//! Waiting for descriptors. The set is built anew each turn from what is wanted at the time.

use std::os::unix::io::{AsRawFd, RawFd};
use std::ptr;
use std::time::Duration;

use super::c;

/// What is waited for, each with a token that says what to do about it.
pub struct Poll<T> {
    fds: Vec<c::pollfd>,
    tokens: Vec<T>,
}

impl<T: Copy> Poll<T> {
    pub fn new() -> Poll<T> {
        Poll { fds: Vec::new(), tokens: Vec::new() }
    }

    pub fn clear(&mut self) {
        self.fds.clear();
        self.tokens.clear();
    }

    pub fn readable(&mut self, fd: &impl AsRawFd, token: T) {
        self.add(fd.as_raw_fd(), c::POLLIN, token);
    }

    pub fn writable(&mut self, fd: &impl AsRawFd, token: T) {
        self.add(fd.as_raw_fd(), c::POLLOUT, token);
    }

    fn add(&mut self, fd: RawFd, events: i16, token: T) {
        self.fds.push(c::pollfd { fd, events, revents: 0 });
        self.tokens.push(token);
    }

    /// Waits until something is ready or the time is over; without a time, for ever.
    pub fn wait(&mut self, timeout: Option<Duration>) {
        let timeout = timeout.map(|duration| c::timespec {
            seconds: duration.as_secs() as i64,
            nanoseconds: i64::from(duration.subsec_nanos()),
        });
        let timeout = timeout.as_ref().map_or(ptr::null(), |time| time as *const _);
        let count = self.fds.len() as std::os::raw::c_ulong;
        let ready = unsafe { c::ppoll(self.fds.as_mut_ptr(), count, timeout, ptr::null()) };
        if ready < 0 {
            self.fds.iter_mut().for_each(|entry| entry.revents = 0);
        }
    }

    /// The tokens of what is ready, failed or hung up.
    pub fn ready(&self) -> impl Iterator<Item = T> + '_ {
        let pairs = self.fds.iter().zip(&self.tokens);
        pairs.filter(|(fd, _)| fd.revents != 0).map(|(_, token)| *token)
    }
}

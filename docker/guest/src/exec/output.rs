//! One output stream of a command: from its pipe or terminal into the log.

use std::os::unix::io::{AsRawFd, OwnedFd};
use std::time::{Duration, Instant};

use super::log::Log;
use super::utf8;
use crate::clock;
use crate::fault::Fault;
use crate::sys::fd;

/// How long an unfinished character waits for its rest.
const HOLD: Duration = Duration::from_millis(500);
const READS_PER_TURN: usize = 4;
/// What a terminal can hold at most; only then is it done when nothing is left.
const TERMINAL_REST: usize = 1 << 20;

pub struct Output {
    stream: u8,
    fd: Option<OwnedFd>,
    held: Vec<u8>,
    held_until: Option<Instant>,
    /// After the end: what may still be read, so that a writer outside the tree cannot go on for ever.
    rest: Option<usize>,
}

impl Output {
    pub fn new(stream: u8, fd: OwnedFd) -> Output {
        Output { stream, fd: Some(fd), held: Vec::new(), held_until: None, rest: None }
    }

    /// Another reader of the same stream.
    pub fn twin(&self) -> Result<Output, Fault> {
        let fd = self.fd.as_ref().map(OwnedFd::try_clone).transpose()?;
        Ok(Output { fd, held: Vec::new(), held_until: None, rest: None, ..*self })
    }

    /// The descriptor to wait for, as long as there is one.
    pub fn fd(&self) -> Option<&OwnedFd> {
        self.fd.as_ref()
    }

    pub fn is_closed(&self) -> bool {
        self.fd.is_none()
    }

    pub fn deadline(&self) -> Option<Instant> {
        self.held_until
    }

    /// From now on only what was written so far.
    pub fn begin_rest(&mut self, terminal: bool) {
        if let (Some(fd), None) = (&self.fd, self.rest) {
            self.rest = Some(if terminal { TERMINAL_REST } else { fd::available(fd) });
        }
    }

    /// Moves what is there into the log, as far as it has room.
    pub fn pump(&mut self, log: &mut Log) {
        for _ in 0..READS_PER_TURN {
            if self.rest == Some(0) {
                return self.close(log);
            }
            if self.fd.is_none() || !log.has_room() {
                return;
            }
            match self.read(log) {
                Some(0) => return self.close(log),
                Some(_) => {}
                None if self.rest.is_some() => return self.close(log),
                None => return,
            }
        }
    }

    /// `Some(0)` at the end, `None` when there is nothing now.
    fn read(&mut self, log: &mut Log) -> Option<usize> {
        let fd = self.fd.as_ref()?.as_raw_fd();
        let held = self.held.len();
        let slot = log.slot(self.stream).ok()?;
        let most = self.rest.unwrap_or(usize::MAX).min(slot.len() - held);
        let count = fd::read(fd, &mut slot[held..held + most]).unwrap_or(Some(0))?;
        self.rest = self.rest.map(|rest| rest - count);
        if count == 0 {
            return Some(0);
        }
        slot[..held].copy_from_slice(&self.held);
        let bytes = &slot[..held + count];
        let finished = bytes.len() - utf8::unfinished(bytes);
        self.held = bytes[finished..].to_vec();
        self.held_until = Some(clock::now() + HOLD).filter(|_| !self.held.is_empty());
        log.commit(self.stream, finished, clock::micros());
        Some(count)
    }

    /// Gives up on the rest of a character when its time is over.
    pub fn release_held(&mut self, now: Instant, log: &mut Log) {
        if self.held_until.map_or(false, |until| until <= now) {
            self.flush_held(log);
        }
    }

    fn flush_held(&mut self, log: &mut Log) {
        self.held_until = None;
        let held = std::mem::take(&mut self.held);
        if held.is_empty() {
            return;
        }
        if let Ok(slot) = log.slot(self.stream) {
            let length = held.len().min(slot.len());
            slot[..length].copy_from_slice(&held[..length]);
            log.commit(self.stream, length, clock::micros());
        }
    }

    fn close(&mut self, log: &mut Log) {
        self.flush_held(log);
        self.fd = None;
    }
}

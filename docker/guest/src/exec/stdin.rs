//! What the server sends to a command's stdin, as far as the credit goes.

use std::os::unix::io::{AsRawFd, OwnedFd};

use crate::sys::fd;

pub const CREDIT: u64 = 262_144;
/// The server hears of new credit in steps of at least this many bytes.
const STEP: u64 = 65_536;
const END_OF_TRANSMISSION: u8 = 4;

pub struct Stdin {
    fd: Option<OwnedFd>,
    terminal: bool,
    waiting: Vec<u8>,
    written: usize,
    ending: bool,
    at_line_start: bool,
    received: u64,
    announced: u64,
}

impl Stdin {
    pub fn new(fd: OwnedFd, terminal: bool) -> Stdin {
        Stdin {
            fd: Some(fd),
            terminal,
            waiting: Vec::new(),
            written: 0,
            ending: false,
            at_line_start: true,
            received: 0,
            announced: CREDIT,
        }
    }

    pub fn received(&self) -> u64 {
        self.received
    }

    /// The descriptor to wait for, while there is something to write.
    pub fn fd(&self) -> Option<&OwnedFd> {
        self.fd.as_ref().filter(|_| !self.waiting.is_empty())
    }

    pub fn push(&mut self, data: &[u8], end: bool) {
        if self.received + data.len() as u64 > self.credit() || self.ending {
            return self.close();
        }
        self.received += data.len() as u64;
        if self.fd.is_none() {
            return;
        }
        self.waiting.extend_from_slice(data);
        self.at_line_start = data.last().map_or(self.at_line_start, |byte| *byte == b'\n');
        if end {
            self.finish();
        }
        self.pump();
    }

    /// On a terminal the end is what a person would type: twice, if the line has begun.
    fn finish(&mut self) {
        self.ending = true;
        if self.terminal {
            let count = if self.at_line_start { 1 } else { 2 };
            self.waiting.extend(vec![END_OF_TRANSMISSION; count]);
        }
    }

    pub fn pump(&mut self) {
        while let Some(fd) = self.fd().map(AsRawFd::as_raw_fd) {
            match fd::write(fd, &self.waiting[self.written..]) {
                Ok(Some(count)) => self.written += count,
                Ok(None) => break,
                Err(_) => return self.close(),
            }
            if self.written == self.waiting.len() {
                self.waiting.clear();
                self.written = 0;
            }
        }
        if self.ending && self.waiting.is_empty() {
            self.close();
        }
    }

    /// Data that comes later is taken and lost, as in a closed pipe.
    pub fn close(&mut self) {
        self.fd = None;
        self.waiting = Vec::new();
        self.written = 0;
    }

    /// All bytes that can have been taken by now.
    pub fn credit(&self) -> u64 {
        let unwritten = (self.waiting.len() - self.written) as u64;
        self.received.saturating_sub(unwritten) + CREDIT
    }

    /// The credit, when the server should hear of it.
    pub fn news(&mut self) -> Option<u64> {
        let credit = self.credit();
        if credit < self.announced + STEP {
            return None;
        }
        self.announced = credit;
        Some(credit)
    }
}

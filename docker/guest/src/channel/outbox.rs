//! Frames that wait to be written to the owner.

use std::io;
use std::os::unix::io::RawFd;

use crate::sys::fd;
use crate::wire::frame::{Frame, Header, Seal, HEADER};

/// Written bytes are cut off once there are this many.
const COMPACT_AT: usize = 256 << 10;

/// `frame` is where the first frame starts that is not written to its end.
pub struct Outbox {
    seal: Seal,
    buffer: Vec<u8>,
    frame: usize,
    written: usize,
}

impl Outbox {
    pub fn new(seal: Seal) -> Outbox {
        Outbox { seal, buffer: Vec::new(), frame: 0, written: 0 }
    }

    pub fn len(&self) -> usize {
        self.buffer.len() - self.written
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn push(&mut self, frame: &Frame, data: &[u8]) {
        frame.append_to(&mut self.buffer, data, self.seal);
    }

    /// Drops what waits, but never the rest of a frame that is half written.
    pub fn clear(&mut self) {
        let end = if self.frame == self.written { self.written } else { self.frame_end() };
        self.buffer.truncate(end);
    }

    /// Writes once.
    pub fn flush(&mut self, fd: RawFd) -> io::Result<()> {
        if self.is_empty() {
            return Ok(());
        }
        let count = fd::write(fd, &self.buffer[self.written..])?;
        self.advance(count.unwrap_or(0));
        Ok(())
    }

    pub(super) fn advance(&mut self, count: usize) {
        self.written += count;
        while self.frame < self.written && self.frame_end() <= self.written {
            self.frame = self.frame_end();
        }
        if self.is_empty() || self.frame > COMPACT_AT {
            self.buffer.drain(..self.frame);
            self.written -= self.frame;
            self.frame = 0;
        }
    }

    fn frame_end(&self) -> usize {
        let header = Header::parse(&self.buffer[self.frame..]);
        self.frame + HEADER + header.map_or(0, |header| header.length)
    }

    #[cfg(test)]
    pub fn waiting(&self) -> &[u8] {
        &self.buffer[self.written..]
    }
}

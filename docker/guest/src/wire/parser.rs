//! Finds the frames in a stream that may be damaged at any place.

use super::frame::{Frame, Header, Seal, HEADER, MAGIC};
use super::kind;

const HELLO_LENGTH: usize = 16;

pub struct Parser {
    seal: Seal,
    buffer: Vec<u8>,
    start: usize,
    hunting: bool,
    garbled: bool,
}

impl Parser {
    pub fn new(seal: Seal) -> Parser {
        Parser { seal, buffer: Vec::new(), start: 0, hunting: false, garbled: false }
    }

    pub fn feed(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.start);
        self.start = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// Whether a stream that loses nothing has something else than frames; no further one is taken then.
    pub fn is_broken(&self) -> bool {
        self.seal == Seal::Header && self.hunting
    }

    /// Whether something other than zero bytes was skipped.
    pub fn is_garbled(&self) -> bool {
        self.garbled
    }

    /// The same, and forgets it.
    pub fn take_garbled(&mut self) -> bool {
        std::mem::take(&mut self.garbled)
    }

    /// The next whole frame. While the parser hunts for one after garbage it takes only a hello or a
    /// frame of the `session`, which nobody can guess: content never passes for a frame, and
    /// checksums of chance finds cost nothing.
    pub fn next(&mut self, session: u32) -> Option<Frame<'_>> {
        loop {
            self.skip_to_magic();
            if self.is_broken() {
                return None;
            }
            let rest = &self.buffer[self.start..];
            if rest.len() < HEADER {
                return None;
            }
            let header = Header::parse(rest).filter(|it| !self.hunting || is_ours(it, session));
            let header = match header {
                Some(header) => header,
                None => {
                    self.skip(1);
                    continue;
                }
            };
            let length = HEADER + header.length;
            if rest.len() < length {
                return None;
            }
            if !header.verifies(&rest[..length], self.seal) {
                self.skip(1);
                continue;
            }
            self.hunting = false;
            let start = self.start;
            self.start += length;
            return Some(header.frame(&self.buffer[start..self.start]));
        }
    }

    #[cfg(test)]
    pub fn waiting(&self) -> usize {
        self.buffer.len() - self.start
    }

    /// Leaves at most the first byte of a magic that may go on.
    fn skip_to_magic(&mut self) {
        let rest = &self.buffer[self.start..];
        let found = rest.iter().enumerate().position(|(at, byte)| {
            *byte == MAGIC[0] && rest.get(at + 1).map_or(true, |next| *next == MAGIC[1])
        });
        let count = found.unwrap_or(rest.len());
        self.skip(count);
    }

    fn skip(&mut self, count: usize) {
        let skipped = &self.buffer[self.start..self.start + count];
        self.hunting |= count > 0;
        self.garbled |= skipped.iter().any(|byte| *byte != 0);
        self.start += count;
    }
}

fn is_ours(header: &Header, session: u32) -> bool {
    let hello = header.kind == kind::HELLO && header.session == 0 && header.length == HELLO_LENGTH;
    hello || (session != 0 && header.session == session)
}

//! The bytes of an archive as they arrive, and why an archive is not taken any further.

use super::{In, BLOCK};
use crate::fault::{self, Fault};

#[derive(Debug, PartialEq, Eq)]
pub enum Stop {
    /// It ends before its end mark.
    Cut,
    /// A checksum, number or record is wrong: no archive, or a damaged one.
    Damaged,
    Unsupported,
    Outside,
    TooManyBytes,
    TooManyEntries,
    Fault(Fault),
}

impl Stop {
    /// As told in the reply; 0 is for an import that is complete.
    pub fn reason(&self) -> u8 {
        match self {
            Stop::Cut => 1,
            Stop::Damaged => 2,
            Stop::Unsupported => 3,
            Stop::Outside => 4,
            Stop::TooManyBytes => 5,
            Stop::TooManyEntries => 6,
            Stop::Fault(_) => 7,
        }
    }

    pub fn fault_code(&self) -> u16 {
        match self {
            Stop::Fault(fault) => fault.code,
            _ => fault::INVALID,
        }
    }
}

impl<E: Into<Fault>> From<E> for Stop {
    fn from(error: E) -> Stop {
        Stop::Fault(error.into())
    }
}

pub struct Source<'a> {
    input: In<'a>,
    piece: Vec<u8>,
    at: usize,
    taken: u64,
    most: u64,
}

impl<'a> Source<'a> {
    pub fn new(input: In<'a>, most: u64) -> Source<'a> {
        Source { input, piece: Vec::new(), at: 0, taken: 0, most }
    }

    pub fn block(&mut self) -> Result<[u8; BLOCK], Stop> {
        let mut block = [0; BLOCK];
        let mut filled = 0;
        self.each(BLOCK as u64, &mut |bytes| {
            block[filled..filled + bytes.len()].copy_from_slice(bytes);
            filled += bytes.len();
            Ok(())
        })?;
        Ok(block)
    }

    /// Passes on exactly that many bytes.
    pub fn each(
        &mut self,
        size: u64,
        take: &mut dyn FnMut(&[u8]) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let mut left = size;
        while left > 0 {
            if !self.fill()? {
                return Err(Stop::Cut);
            }
            let rest = &self.piece[self.at..];
            let length = left.min(rest.len() as u64) as usize;
            take(&rest[..length])?;
            self.at += length;
            left -= length as u64;
        }
        Ok(())
    }

    pub fn skip(&mut self, size: u64) -> Result<(), Stop> {
        self.each(size, &mut |_| Ok(()))
    }

    /// What follows the end mark means nothing, but has to come.
    pub fn drain(&mut self) -> Result<(), Stop> {
        while self.fill()? {
            self.at = self.piece.len();
        }
        Ok(())
    }

    fn fill(&mut self) -> Result<bool, Stop> {
        while self.at == self.piece.len() {
            self.at = 0;
            self.piece = match (self.input)()? {
                Some(piece) => piece,
                None => {
                    self.piece = Vec::new();
                    return Ok(false);
                }
            };
            self.taken += self.piece.len() as u64;
            if self.taken > self.most {
                return Err(Stop::TooManyBytes);
            }
        }
        Ok(true)
    }
}

//! Puts entries behind one another and hands them on in pieces.

use std::io::{self, Read};

use super::header::{self, Header};
use super::{padding, pax, Out, BLOCK, PIECE};
use crate::fault::Fault;

pub struct Pack<'a> {
    out: Out<'a>,
    waiting: Vec<u8>,
    total: u64,
}

impl<'a> Pack<'a> {
    pub fn new(out: Out<'a>) -> Pack<'a> {
        Pack { out, waiting: Vec::with_capacity(2 * PIECE), total: 0 }
    }

    pub fn header(&mut self, header: &Header) -> Result<(), Fault> {
        let records = pax::needed(header);
        if !records.is_empty() {
            let name = b"PaxHeaders/entry".to_vec();
            let size = records.len() as u64;
            let extra = Header { name, mode: 0o644, size, kind: header::PAX, ..Header::default() };
            self.add(&extra.to_bytes())?;
            self.whole(&records)?;
        }
        self.add(&header.to_bytes())
    }

    /// All the content of an entry.
    pub fn whole(&mut self, content: &[u8]) -> Result<(), Fault> {
        self.add(content)?;
        self.pad(content.len() as u64)
    }

    /// Exactly that much; false when the file had less and zeros stand for the rest.
    pub fn stream(&mut self, file: &mut impl Read, size: u64) -> Result<bool, Fault> {
        let mut left = size;
        while left > 0 {
            let count = self.read_some(file, left)?;
            if count == 0 {
                break;
            }
            left -= count as u64;
        }
        let complete = left == 0;
        while left > 0 {
            let zeros = [0; BLOCK];
            let count = left.min(BLOCK as u64);
            self.add(&zeros[..count as usize])?;
            left -= count;
        }
        self.pad(size)?;
        Ok(complete)
    }

    /// The number of bytes in all.
    pub fn finish(mut self) -> Result<u64, Fault> {
        self.add(&[0; 2 * BLOCK])?;
        let rest = std::mem::take(&mut self.waiting);
        self.send(rest)?;
        Ok(self.total)
    }

    fn read_some(&mut self, file: &mut impl Read, most: u64) -> Result<usize, Fault> {
        let start = self.waiting.len();
        let length = most.min((PIECE - start) as u64) as usize;
        self.waiting.resize(start + length, 0);
        let result = read(file, &mut self.waiting[start..]);
        self.waiting.truncate(start + *result.as_ref().unwrap_or(&0));
        self.send_full()?;
        Ok(result?)
    }

    fn pad(&mut self, size: u64) -> Result<(), Fault> {
        self.add(&[0; BLOCK][..padding(size)])
    }

    fn add(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.waiting.extend_from_slice(bytes);
        self.send_full()
    }

    fn send_full(&mut self) -> Result<(), Fault> {
        while self.waiting.len() >= PIECE {
            let mut next = Vec::with_capacity(2 * PIECE);
            next.extend_from_slice(&self.waiting[PIECE..]);
            self.waiting.truncate(PIECE);
            let full = std::mem::replace(&mut self.waiting, next);
            self.send(full)?;
        }
        Ok(())
    }

    fn send(&mut self, piece: Vec<u8>) -> Result<(), Fault> {
        self.total += piece.len() as u64;
        (self.out)(piece)
    }
}

fn read(file: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match file.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

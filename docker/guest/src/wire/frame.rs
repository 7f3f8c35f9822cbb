//! One frame: a header of 20 bytes and its payload.

use super::crc::Crc;

pub const HEADER: usize = 20;
pub const MAX_PAYLOAD: usize = 66_560;
pub const MAGIC: [u8; 2] = *b"DB";
const END: u8 = 1;
const CRC_AT: usize = 16;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame<'a> {
    pub kind: u8,
    pub end: bool,
    pub session: u32,
    pub id: u32,
    pub payload: &'a [u8],
}

/// What a checksum is about: the whole frame, or its header alone where the way itself loses nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    Whole,
    Header,
}

/// What a header says, before the checksum was looked at.
#[derive(Debug, Clone, Copy)]
pub struct Header {
    pub kind: u8,
    pub flags: u8,
    pub session: u32,
    pub id: u32,
    pub length: usize,
    pub crc: u32,
}

impl Seal {
    fn checksum(self, header: &[u8], payload: &[&[u8]]) -> u32 {
        let start = Crc::new().add(header);
        match self {
            Seal::Whole => payload.iter().fold(start, |crc, part| crc.add(part)).value(),
            Seal::Header => start.value(),
        }
    }
}

impl Header {
    /// Takes at least `HEADER` bytes; `None` if they cannot start a frame.
    pub fn parse(bytes: &[u8]) -> Option<Header> {
        let word = |at: usize| {
            u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        let length = word(12) as usize;
        if bytes[..2] != MAGIC || length > MAX_PAYLOAD {
            return None;
        }
        Some(Header {
            kind: bytes[2],
            flags: bytes[3],
            session: word(4),
            id: word(8),
            length,
            crc: word(CRC_AT),
        })
    }

    /// Whether the checksum of the frame's bytes is right.
    pub fn verifies(&self, frame: &[u8], seal: Seal) -> bool {
        seal.checksum(&frame[..CRC_AT], &[&frame[HEADER..]]) == self.crc
    }

    pub fn frame<'a>(&self, frame: &'a [u8]) -> Frame<'a> {
        Frame {
            kind: self.kind,
            end: self.flags & END != 0,
            session: self.session,
            id: self.id,
            payload: &frame[HEADER..],
        }
    }
}

impl Frame<'_> {
    /// Appends the frame with `data` behind its payload, so that large data is copied once.
    pub fn append_to(&self, out: &mut Vec<u8>, data: &[u8], seal: Seal) {
        let start = out.len();
        let length = (self.payload.len() + data.len()) as u32;
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&[self.kind, if self.end { END } else { 0 }]);
        out.extend_from_slice(&self.session.to_le_bytes());
        out.extend_from_slice(&self.id.to_le_bytes());
        out.extend_from_slice(&length.to_le_bytes());
        let crc = seal.checksum(&out[start..], &[self.payload, data]);
        out.extend_from_slice(&crc.to_le_bytes());
        out.extend_from_slice(self.payload);
        out.extend_from_slice(data);
    }
}

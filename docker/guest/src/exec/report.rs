//! What a supervisor tells the agent, in records of eight bytes.

use std::os::unix::io::{AsRawFd, OwnedFd};

use crate::sys::fd;

pub const LENGTH: usize = 8;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report {
    Started { pid: i32 },
    NotStarted { errno: i32 },
    Ended { status: i32, leftovers: bool },
}

impl Report {
    pub fn encode(self) -> [u8; LENGTH] {
        let (kind, value, flag) = match self {
            Report::Started { pid } => (1, pid, false),
            Report::NotStarted { errno } => (2, errno, false),
            Report::Ended { status, leftovers } => (3, status, leftovers),
        };
        let value = value.to_le_bytes();
        [kind, u8::from(flag), 0, 0, value[0], value[1], value[2], value[3]]
    }

    fn decode(bytes: &[u8; LENGTH]) -> Option<Report> {
        let value = i32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]);
        match bytes[0] {
            1 => Some(Report::Started { pid: value }),
            2 => Some(Report::NotStarted { errno: value }),
            3 => Some(Report::Ended { status: value, leftovers: bytes[1] != 0 }),
            _ => None,
        }
    }

    /// The next record of the pipe; records are written and read in one piece.
    pub fn next(pipe: &OwnedFd) -> Next {
        let mut bytes = [0; LENGTH];
        match fd::read(pipe.as_raw_fd(), &mut bytes) {
            Ok(None) => Next::NotYet,
            Ok(Some(LENGTH)) => Report::decode(&bytes).map_or(Next::Closed, Next::Report),
            _ => Next::Closed,
        }
    }
}

pub enum Next {
    Report(Report),
    NotYet,
    Closed,
}

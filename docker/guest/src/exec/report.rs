//! What a supervisor tells the agent, in messages of one length.

use std::convert::TryInto;
use std::os::unix::io::{AsRawFd, OwnedFd};
use std::time::Duration;

use crate::sys::fd;
use crate::sys::process::Usage;

pub const LENGTH: usize = 32;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report {
    Started {
        pid: i32,
    },
    NotStarted {
        errno: i32,
    },
    /// Of the main process. What it left must still go when `leftovers`.
    Ended {
        status: i32,
        leftovers: bool,
        usage: Usage,
    },
    /// Nothing is left.
    Gone {
        usage: Usage,
    },
}

impl Report {
    pub fn encode(self) -> [u8; LENGTH] {
        let (kind, value, flag, usage) = match self {
            Report::Started { pid } => (1, pid, false, Usage::default()),
            Report::NotStarted { errno } => (2, errno, false, Usage::default()),
            Report::Ended { status, leftovers, usage } => (3, status, leftovers, usage),
            Report::Gone { usage } => (4, 0, false, usage),
        };
        let mut bytes = [0; LENGTH];
        bytes[0] = kind;
        bytes[1] = u8::from(flag);
        bytes[4..8].copy_from_slice(&value.to_le_bytes());
        bytes[8..16].copy_from_slice(&(usage.user.as_micros() as u64).to_le_bytes());
        bytes[16..24].copy_from_slice(&(usage.system.as_micros() as u64).to_le_bytes());
        bytes[24..].copy_from_slice(&usage.peak_rss_bytes.to_le_bytes());
        bytes
    }

    fn decode(bytes: &[u8; LENGTH]) -> Option<Report> {
        let number = |at: usize| bytes[at..at + 8].try_into().map_or(0, u64::from_le_bytes);
        let value = i32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]);
        let usage = Usage {
            user: Duration::from_micros(number(8)),
            system: Duration::from_micros(number(16)),
            peak_rss_bytes: number(24),
        };
        match bytes[0] {
            1 => Some(Report::Started { pid: value }),
            2 => Some(Report::NotStarted { errno: value }),
            3 => Some(Report::Ended { status: value, leftovers: bytes[1] != 0, usage }),
            4 => Some(Report::Gone { usage }),
            _ => None,
        }
    }

    /// The next one that has come.
    pub fn next(socket: &OwnedFd) -> Next {
        let mut bytes = [0; LENGTH];
        match fd::read(socket.as_raw_fd(), &mut bytes) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        let usage = Usage {
            user: Duration::from_micros(1),
            system: Duration::from_micros(1 << 40),
            peak_rss_bytes: 3,
        };
        let ended = Report::Ended { status: -7, leftovers: true, usage };
        for report in [Report::Started { pid: 1 }, ended, Report::Gone { usage }] {
            assert_eq!(Report::decode(&report.encode()), Some(report));
        }
    }
}

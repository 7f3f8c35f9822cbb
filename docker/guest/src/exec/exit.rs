//! The last word about a command.

use super::log::Log;
use crate::sys::process::Usage;
use crate::wire::Writer;

pub struct Exit {
    pub status: i32,
    pub reason: u8,
    pub oom_killed: bool,
    pub wall_micros: u64,
    pub usage: Usage,
    pub started: u64,
    pub ended: u64,
    pub survivors: u32,
}

impl Exit {
    /// The payload of EXIT; its number follows the last record's.
    pub fn encode(&self, log: &mut Log) -> Vec<u8> {
        let (kind, value) = meaning(self.status);
        let mut payload = Writer::new();
        payload
            .u64(log.close())
            .u8(kind)
            .u32(value)
            .u8(self.reason)
            .u8(u8::from(self.oom_killed))
            .u64(self.wall_micros)
            .u64(self.usage.user.as_micros() as u64)
            .u64(self.usage.system.as_micros() as u64)
            .u64(self.usage.peak_rss_bytes)
            .u64(log.total(1))
            .u64(log.total(2))
            .u64(log.dropped_bytes)
            .u64(self.started)
            .u64(self.ended)
            .u32(self.survivors);
        payload.into_bytes()
    }
}

/// A wait status as (0, exit code) or (1, signal).
fn meaning(status: i32) -> (u8, u32) {
    match status & 0x7f {
        0 => (0, (status >> 8) as u32 & 0xff),
        signal => (1, signal as u32),
    }
}

/// Killed by SIGKILL, or a shell's report of it.
pub fn looks_killed(status: i32) -> bool {
    matches!(meaning(status), (1, 9) | (0, 137))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::vectors;

    #[test]
    fn writes_the_vector() {
        let usage = Usage {
            user: Duration::from_micros(250_001),
            system: Duration::from_micros(250_002),
            peak_rss_bytes: 7_340_032,
        };
        let exit = Exit {
            status: 9,
            reason: 2,
            oom_killed: true,
            wall_micros: 1_500_000,
            usage,
            started: 1_704_164_645_678_901,
            ended: 1_704_164_647_178_901,
            survivors: 4,
        };
        assert_eq!(exit.encode(&mut Log::new(0, false)), vectors::payload("exit"));
    }

    #[test]
    fn tells_codes_from_signals() {
        assert_eq!(meaning(0x0300), (0, 3));
        assert_eq!(meaning(15), (1, 15));
        assert_eq!(meaning(0x86), (1, 6));
    }
}

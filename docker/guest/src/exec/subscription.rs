//! Sends a command's output to the session that wants it, as far as its credit goes.

use super::log::Log;
use crate::channel::Channel;
use crate::wire::{kind, Writer};

/// Bytes for one command before it is the next one's turn.
const SHARE: usize = 64 << 10;

pub struct Subscription {
    next: u64,
    credit: i64,
    exit_sent: bool,
}

impl Subscription {
    pub fn new(from: u64, credit: u32) -> Subscription {
        Subscription { next: from.max(1), credit: i64::from(credit), exit_sent: false }
    }

    pub fn add_credit(&mut self, credit: u32) {
        self.credit += i64::from(credit);
    }

    /// True if something was sent. A record goes out while there is any credit; it may overdraw it.
    pub fn deliver(
        &mut self,
        handle: u32,
        log: &mut Log,
        exit: Option<&[u8]>,
        channel: &mut Channel,
    ) -> bool {
        let mut share = SHARE;
        while self.credit > 0 && share > 0 && channel.has_room() {
            let (record, data) = match log.record(self.next) {
                Some(found) => found,
                None => break,
            };
            let mut head = Writer::new();
            head.u64(record.seq).u8(record.stream).u64(record.offset).u64(record.micros);
            channel.tell_with(kind::OUTPUT, handle, head.as_bytes(), data);
            log.mark_sent(record.seq);
            self.next = record.seq + 1;
            self.credit -= record.length as i64;
            share = share.saturating_sub(record.length);
        }
        let finished = !self.exit_sent && log.record(self.next).is_none();
        match exit {
            Some(exit) if finished => {
                channel.tell(kind::EXIT, handle, exit);
                log.mark_sent(log.next_seq() - 1);
                self.exit_sent = true;
            }
            _ => {}
        }
        share < SHARE
    }
}

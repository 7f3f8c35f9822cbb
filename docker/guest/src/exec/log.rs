//! The output of one command: numbered records in memory, bounded by the window.

use std::collections::VecDeque;
use std::io;

use super::store::Store;
use super::utf8;

pub const RECORD_MAX: usize = 16_384;
/// What a record counts in the window besides its bytes.
pub const RECORD_COST: usize = 64;
/// With less room the command waits, so that the edge of the window makes no tiny records.
const LEAST_ROOM: usize = 4_096;
pub const LEAST_WINDOW: usize = 32_768;
/// A record with less room left is not gone on with.
const LEAST_SLOT: usize = 1_024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    pub seq: u64,
    pub stream: u8,
    pub offset: u64,
    pub micros: u64,
    pub length: usize,
    place: u64,
}

pub struct Log {
    records: VecDeque<Record>,
    store: Store,
    used: usize,
    window: usize,
    drop_oldest: bool,
    totals: [u64; 2],
    next_seq: u64,
    pub acked: u64,
    sent: u64,
    pub dropped_bytes: u64,
}

impl Log {
    pub fn new(window: usize, drop_oldest: bool) -> Log {
        Log {
            records: VecDeque::new(),
            store: Store::default(),
            used: 0,
            window: window.max(LEAST_WINDOW),
            drop_oldest,
            totals: [0; 2],
            next_seq: 1,
            acked: 0,
            sent: 0,
            dropped_bytes: 0,
        }
    }

    pub fn first_seq(&self) -> u64 {
        self.records.front().map_or(self.next_seq, |it| it.seq)
    }

    pub fn next_seq(&self) -> u64 {
        self.next_seq
    }

    /// All bytes that the stream (1 or 2) had.
    pub fn total(&self, stream: u8) -> u64 {
        self.totals[usize::from(stream) - 1]
    }

    pub fn used(&self) -> usize {
        self.used
    }

    pub fn has_room(&self) -> bool {
        self.drop_oldest || self.used + LEAST_ROOM <= self.window
    }

    /// Where the next bytes of the stream go; at most as many as have room.
    pub fn slot(&mut self, stream: u8) -> io::Result<&mut [u8]> {
        while self.drop_oldest && self.used + RECORD_MAX + RECORD_COST > self.window {
            self.drop_first();
        }
        let room = self.window.saturating_sub(self.used + RECORD_COST);
        let room = room.max(utf8::LONGEST);
        let last = self.open_record(stream).map_or(0, |it| it.length);
        let slot = if last > 0 { self.store.more() } else { self.store.fresh(RECORD_MAX)? };
        let length = slot.len().min(RECORD_MAX - last).min(room);
        Ok(&mut slot[..length])
    }

    /// Makes the first bytes of the slot part of the log.
    pub fn commit(&mut self, stream: u8, length: usize, micros: u64) {
        if length == 0 {
            return;
        }
        let goes_on = self.open_record(stream).is_some();
        let place = self.store.taken(length);
        if goes_on {
            let last = self.records.len() - 1;
            self.records[last].length += length;
        } else {
            self.records.push_back(Record {
                seq: self.next_seq,
                stream,
                offset: self.total(stream),
                micros,
                length,
                place,
            });
            self.next_seq += 1;
            self.used += RECORD_COST;
        }
        self.used += length;
        self.totals[usize::from(stream) - 1] += length as u64;
    }

    /// The last record, if it can still grow: records never change once they were sent.
    fn open_record(&self, stream: u8) -> Option<&Record> {
        let last = self.records.back()?;
        let open = last.stream == stream
            && last.seq > self.sent
            && last.length <= RECORD_MAX - LEAST_SLOT
            && self.store.goes_on_at(last.place + last.length as u64)
            && self.store.more_room() >= LEAST_SLOT;
        Some(last).filter(|_| open)
    }

    /// The record with that number, or the oldest after it.
    pub fn record(&self, seq: u64) -> Option<(Record, &[u8])> {
        let index = seq.saturating_sub(self.first_seq());
        let record = *self.records.get(index as usize)?;
        Some((record, self.store.bytes(record.place, record.length)))
    }

    pub fn mark_sent(&mut self, seq: u64) {
        self.sent = self.sent.max(seq);
    }

    /// Releases the records up to that number. What was never sent cannot be acknowledged.
    pub fn acknowledge(&mut self, seq: u64) {
        self.acked = self.acked.max(seq.min(self.sent));
        while self.first_seq() <= self.acked && !self.records.is_empty() {
            self.release_first();
        }
    }

    /// The number for what follows the last record.
    pub fn close(&mut self) -> u64 {
        self.next_seq += 1;
        self.next_seq - 1
    }

    /// After the end no spare memory is kept.
    pub fn shrink(&mut self) {
        if self.records.is_empty() {
            self.store = Store::default();
        }
    }

    fn drop_first(&mut self) {
        if let Some(length) = self.release_first() {
            self.dropped_bytes += length as u64;
        }
    }

    fn release_first(&mut self) -> Option<usize> {
        let record = self.records.pop_front()?;
        self.used -= record.length + RECORD_COST;
        match self.records.front() {
            Some(next) => self.store.release_before(next.place),
            None => self.store.release_all(),
        }
        Some(record.length)
    }
}

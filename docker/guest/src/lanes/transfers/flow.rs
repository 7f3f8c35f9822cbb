//! What the main thread and the thread of one transfer share.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::fault::{self, Fault};

/// Bytes that the server may send ahead.
const CREDIT: u64 = 1 << 20;
/// The server hears of new credit in steps of at least this many bytes.
const STEP: u64 = 256 << 10;

#[derive(Default)]
struct State {
    /// Bytes that the server takes of an EXPORT.
    credit: u64,
    pieces: VecDeque<Vec<u8>>,
    received: u64,
    taken: u64,
    announced: u64,
    ended: bool,
    refused: Option<Fault>,
}

#[derive(Default)]
pub struct Flow {
    state: Mutex<State>,
    changed: Condvar,
}

impl Flow {
    pub fn add_credit(&self, total: u64) {
        let mut state = self.lock();
        state.credit = state.credit.max(total);
        self.changed.notify_all();
    }

    pub fn cancel(&self) {
        self.refuse(Fault::new(fault::CANCELLED, "the transfer was cancelled"));
    }

    pub fn push(&self, piece: Vec<u8>, end: bool) {
        let mut state = self.lock();
        state.received += piece.len() as u64;
        state.ended |= end;
        if state.received > state.taken + 2 * CREDIT {
            drop(state);
            return self.refuse(Fault::new(fault::LIMIT, "more than the credit allows was sent"));
        }
        if state.refused.is_none() {
            state.pieces.push_back(piece);
        }
        self.changed.notify_all();
    }

    pub fn has_ended(&self) -> bool {
        self.lock().ended
    }

    /// Waits until the server takes that many bytes in all.
    pub fn wait_for_credit(&self, total: u64) -> Result<(), Fault> {
        let state = self.wait_while(|state| state.credit < total);
        state.refused.clone().map_or(Ok(()), Err)
    }

    /// Waits for the next piece; none after the last.
    pub fn next_piece(&self) -> Result<Option<Vec<u8>>, Fault> {
        let mut state = self.wait_while(|state| state.pieces.is_empty() && !state.ended);
        if let Some(fault) = &state.refused {
            return Err(fault.clone());
        }
        let piece = state.pieces.pop_front();
        state.taken += piece.as_ref().map_or(0, |piece| piece.len() as u64);
        Ok(piece)
    }

    /// The credit, when the server should hear of it.
    pub fn news(&self) -> Option<u64> {
        let mut state = self.lock();
        let credit = state.taken + CREDIT;
        if state.ended || credit < state.announced.max(CREDIT) + STEP {
            return None;
        }
        state.announced = credit;
        Some(credit)
    }

    fn refuse(&self, fault: Fault) {
        let mut state = self.lock();
        state.pieces.clear();
        state.refused.get_or_insert(fault);
        self.changed.notify_all();
    }

    fn wait_while(&self, wait: impl Fn(&State) -> bool) -> MutexGuard<'_, State> {
        let mut state = self.lock();
        while state.refused.is_none() && wait(&state) {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! The stream to the owner: sessions, answers, and what waits to be written.

mod inbox;
mod outbox;
#[cfg(test)]
mod tests;

pub use inbox::Inbox;
pub use outbox::Outbox;

use crate::fault::Fault;
use crate::sys;
use crate::wire::{frame::MAX_PAYLOAD, kind, Frame, Writer};

/// Over this many bytes nothing more is read from the owner.
const OUTBOX_LIMIT: usize = 1 << 20;
/// Over this many bytes no output and no answers of the file lanes are added.
const OUTBOX_COMFORT: usize = 256 << 10;

/// Says which request an answer belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket {
    pub session: u32,
    pub kind: u8,
    pub id: u32,
}

#[derive(Default)]
pub struct Channel {
    pub session: u32,
    pub inbox: Inbox,
    pub outbox: Outbox,
}

impl Channel {
    /// Fences the session before. Ids are random, so that no content can imitate a frame.
    pub fn start_session(&mut self) -> u32 {
        let before = self.session;
        while self.session == before || self.session == 0 {
            self.session = u32::from_le_bytes(sys::random());
        }
        self.outbox.clear();
        self.inbox = Inbox::default();
        self.session
    }

    pub fn is_full(&self) -> bool {
        self.outbox.len() > OUTBOX_LIMIT
    }

    pub fn has_room(&self) -> bool {
        self.outbox.len() < OUTBOX_COMFORT
    }

    pub fn reply(&mut self, ticket: Ticket, payload: &[u8]) {
        self.answer(ticket, ticket.kind | kind::REPLY, payload);
    }

    pub fn fault(&mut self, ticket: Ticket, fault: &Fault) {
        self.answer(ticket, kind::FAULT, &fault_payload(fault));
    }

    /// A message of the agent's own accord, to the present session.
    pub fn tell(&mut self, kind: u8, id: u32, payload: &[u8]) {
        self.tell_with(kind, id, payload, &[]);
    }

    /// The same with `data` behind the payload; both together fit a frame.
    pub fn tell_with(&mut self, kind: u8, id: u32, payload: &[u8], data: &[u8]) {
        let frame = Frame { kind, end: true, session: self.session, id, payload };
        self.outbox.push(&frame, data);
    }

    /// One piece of an answer; dropped when its session was fenced.
    pub fn piece(&mut self, ticket: Ticket, kind: u8, payload: &[u8], end: bool) {
        if ticket.session != self.session {
            return;
        }
        let frame = Frame { kind, end, session: self.session, id: ticket.id, payload };
        self.outbox.push(&frame, &[]);
    }

    fn answer(&mut self, ticket: Ticket, kind: u8, payload: &[u8]) {
        let mut rest = payload;
        while rest.len() > MAX_PAYLOAD {
            let (piece, others) = rest.split_at(MAX_PAYLOAD);
            self.piece(ticket, kind, piece, false);
            rest = others;
        }
        self.piece(ticket, kind, rest, true);
    }
}

pub fn fault_payload(fault: &Fault) -> Vec<u8> {
    let mut payload = Writer::new();
    payload.u16(fault.code).u32(fault.errno as u32).str(fault.message.as_bytes());
    payload.into_bytes()
}

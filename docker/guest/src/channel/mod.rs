//! The stream to the owner: sessions, answers, and what waits to be written.

mod inbox;
mod link;
mod outbox;
#[cfg(test)]
mod tests;

pub use inbox::Inbox;
pub use link::Link;
pub use outbox::Outbox;

use std::io;
use std::os::unix::io::{AsRawFd, RawFd};

use crate::fault::{self, Fault};
use crate::sys;
use crate::wire::{frame::MAX_PAYLOAD, kind, Frame, Reader, Seal, Writer};

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

pub struct Channel {
    pub session: u32,
    pub inbox: Inbox,
    /// What goes to stdout, while there is no link.
    stdout: Outbox,
    /// Takes the place of stdin and stdout for the rest of a session.
    pub link: Option<Link>,
}

impl Default for Channel {
    fn default() -> Channel {
        let stdout = Outbox::new(Seal::Whole);
        Channel { session: 0, inbox: Inbox::default(), stdout, link: None }
    }
}

impl Channel {
    /// Fences the session before, whose link is left to the caller. Ids are random, so that no content can imitate a frame.
    pub fn start_session(&mut self) -> u32 {
        let before = self.session;
        while self.session == before || self.session == 0 {
            self.session = u32::from_le_bytes(sys::random());
        }
        self.stdout.clear();
        self.inbox = Inbox::default();
        self.session
    }

    /// The rest of the session goes over a socket, on which the answer is the first frame.
    pub fn open_link(&mut self, ticket: Ticket, payload: &[u8]) -> Result<(), Fault> {
        let mut body = Reader::new(payload);
        let (name, token) = (body.str()?, body.bytes(link::TOKEN)?);
        body.end()?;
        if self.link.is_some() || !self.stdout.is_empty() {
            return Err(Fault::new(fault::CONFLICT, "something is on its way already"));
        }
        self.link = Some(Link::open(name, token)?);
        self.reply(ticket, &[]);
        Ok(())
    }

    pub fn outbox(&self) -> &Outbox {
        self.link.as_ref().map_or(&self.stdout, |link| &link.outbox)
    }

    fn outbox_mut(&mut self) -> &mut Outbox {
        self.link.as_mut().map_or(&mut self.stdout, |link| &mut link.outbox)
    }

    /// Writes once what waits. Fails when nobody is there any more; nothing waits then.
    pub fn flush(&mut self, stdout: RawFd) -> io::Result<()> {
        let fd = self.link.as_ref().map_or(stdout, |link| link.as_raw_fd());
        let result = self.outbox_mut().flush(fd);
        if result.is_err() && self.link.is_none() {
            self.stdout = Outbox::new(Seal::Whole);
        }
        result
    }

    pub fn is_full(&self) -> bool {
        self.outbox().len() > OUTBOX_LIMIT
    }

    pub fn has_room(&self) -> bool {
        self.outbox().len() < OUTBOX_COMFORT
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
        self.outbox_mut().push(&frame, data);
    }

    /// One piece of an answer; dropped when its session was fenced.
    pub fn piece(&mut self, ticket: Ticket, kind: u8, payload: &[u8], end: bool) {
        if ticket.session != self.session {
            return;
        }
        let frame = Frame { kind, end, session: self.session, id: ticket.id, payload };
        self.outbox_mut().push(&frame, &[]);
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

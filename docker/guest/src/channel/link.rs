//! A socket on the server's own machine, which spares the engine the bytes of a session.

use std::env;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::io::{AsRawFd, OwnedFd, RawFd};

use super::Outbox;
use crate::fault::Fault;
use crate::sys::{fd, socket};
use crate::wire::{frame::MAX_PAYLOAD, Frame, Parser, Seal};

/// What the server knows the agent by: anybody in the workspace may connect.
pub const TOKEN: usize = 16;
/// Where the server's folder of sockets is mounted.
const FOLDER: &[u8] = b"/.devbench-link";

pub struct Link {
    socket: OwnedFd,
    pub outbox: Outbox,
    pub parser: Parser,
}

impl Link {
    /// Never waits.
    pub fn open(name: &[u8], token: &[u8]) -> Result<Link, Fault> {
        if name.is_empty() || !name.iter().all(u8::is_ascii_alphanumeric) {
            return Err(Fault::invalid("this is no name of a link"));
        }
        let folder = env::var_os("DEVBENCH_LINK");
        let folder = folder.as_ref().map_or(FOLDER, |it| it.as_bytes());
        let socket = socket::connect(&[folder, b"/", name].concat())?;
        // A new socket has room for it.
        fd::write(socket.as_raw_fd(), token)?;
        let (outbox, parser) = (Outbox::new(Seal::Header), Parser::new(Seal::Header));
        Ok(Link { socket, outbox, parser })
    }

    /// Tells who is left behind why, if there is room.
    pub fn close_with(mut self, reply: &Frame) {
        self.outbox.clear();
        let mut pieces = reply.payload.chunks(MAX_PAYLOAD).peekable();
        while let Some(payload) = pieces.next() {
            let end = pieces.peek().is_none();
            self.outbox.push(&Frame { end, payload, ..*reply }, &[]);
        }
        let _ = self.outbox.flush(self.socket.as_raw_fd());
    }

    /// `Some(0)` at the end.
    pub fn read(&self, buffer: &mut [u8]) -> io::Result<Option<usize>> {
        fd::read(self.socket.as_raw_fd(), buffer)
    }
}

impl AsRawFd for Link {
    fn as_raw_fd(&self) -> RawFd {
        self.socket.as_raw_fd()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::os::unix::net::UnixStream;

    use super::*;
    use crate::wire::kind;

    fn link() -> (Link, UnixStream) {
        let (ours, theirs) = UnixStream::pair().unwrap();
        ours.set_nonblocking(true).unwrap();
        let (outbox, parser) = (Outbox::new(Seal::Header), Parser::new(Seal::Header));
        (Link { socket: ours.into(), outbox, parser }, theirs)
    }

    fn frame(kind: u8, payload: &[u8]) -> Frame<'_> {
        Frame { kind, end: true, session: 1, id: 1, payload }
    }

    fn kinds_and_lengths(bytes: &[u8]) -> Vec<(u8, bool, usize)> {
        let mut parser = Parser::new(Seal::Header);
        parser.feed(bytes);
        let mut found = Vec::new();
        while let Some(frame) = parser.next(0) {
            found.push((frame.kind, frame.end, frame.payload.len()));
        }
        assert!(!parser.is_garbled());
        found
    }

    #[test]
    fn closes_with_a_reply_of_any_length() {
        for more in [0, 1, 19, 10_000] {
            let (link, mut theirs) = link();
            link.close_with(&frame(kind::HELLO, &vec![0; MAX_PAYLOAD + more]));
            let mut bytes = Vec::new();
            theirs.read_to_end(&mut bytes).unwrap();
            let (first, last) = ((kind::HELLO, more == 0, MAX_PAYLOAD), (kind::HELLO, true, more));
            let expected = if more == 0 { vec![first] } else { vec![first, last] };
            assert_eq!(kinds_and_lengths(&bytes), expected);
        }
    }

    #[test]
    fn closes_behind_the_frame_it_began() {
        let (mut link, mut theirs) = link();
        for _ in 0..200 {
            link.outbox.push(&frame(kind::PING, &[1; 65_536]), &[]);
        }
        let mut before = 0;
        while link.outbox.len() != before {
            before = link.outbox.len();
            link.outbox.flush(link.socket.as_raw_fd()).unwrap();
        }
        let mut bytes = Vec::new();
        theirs.set_nonblocking(true).unwrap();
        theirs.read_to_end(&mut bytes).unwrap_err();
        link.close_with(&frame(kind::HELLO, b"why"));
        theirs.read_to_end(&mut bytes).unwrap();
        let mut found = kinds_and_lengths(&bytes);
        assert_eq!(found.pop(), Some((kind::HELLO, true, 3)));
        assert!(found.len() < 200 && found.iter().all(|it| *it == (kind::PING, true, 65_536)));
    }
}

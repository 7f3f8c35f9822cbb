//! The server's ends of links.

use std::collections::VecDeque;
use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::process::Command;
use std::sync::mpsc;
use std::thread;

use crate::exec::{output, Output, Spawn};
use crate::guest::{own, Guest, Message, PATIENCE};
use crate::process::{await_state, until};
use crate::wire::{kind, Frame, Parser, Seal, Writer};

pub const TOKEN: [u8; 16] = *b"\0token of bytes\xff";

/// The server's folder.
pub struct Sockets(pub PathBuf);

impl Sockets {
    pub fn new(name: &str) -> Sockets {
        let name = format!("devbench-links-{}-{}", name, std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).unwrap();
        Sockets(path)
    }

    pub fn guest(&self) -> Guest {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guest"));
        let mut guest = Guest::start_command(command.env("DEVBENCH_LINK", &self.0));
        guest.hello();
        guest
    }

    pub fn listen(&self, name: &str) -> UnixListener {
        UnixListener::bind(self.0.join(name)).unwrap()
    }

    /// Moves the guest's session to a socket.
    pub fn link(&self, guest: &mut Guest) -> Link {
        let name = format!("{:032x}", guest.session);
        let listener = self.listen(&name);
        let id = guest.send(kind::LINK, &request(&name, &TOKEN));
        let mut link = Link::accept(listener, guest.session);
        let (kind, session) = (kind::LINK | kind::REPLY, guest.session);
        let reply = Message { kind, end: true, session, id, payload: Vec::new() };
        assert_eq!(link.read(), Some(reply));
        link
    }
}

impl Drop for Sockets {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

/// The server's end.
pub struct Link {
    pub socket: UnixStream,
    parser: Parser,
    waiting: VecDeque<Message>,
    pub session: u32,
    last_id: u32,
}

impl Link {
    fn accept(listener: UnixListener, session: u32) -> Link {
        let (sender, accepted) = mpsc::channel();
        thread::spawn(move || sender.send(listener.accept().unwrap().0));
        let mut socket: UnixStream = accepted.recv_timeout(PATIENCE).expect("the agent");
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut token = [0; 16];
        socket.read_exact(&mut token).unwrap();
        assert_eq!(token, TOKEN);
        let parser = Parser::new(Seal::Header);
        Link { socket, parser, waiting: VecDeque::new(), session, last_id: 1_000 }
    }

    pub fn frame(&self, kind: u8, id: u32, payload: &[u8], end: bool) -> Vec<u8> {
        let frame = Frame { kind, end, session: self.session, id, payload };
        let mut bytes = Vec::new();
        frame.append_to(&mut bytes, &[], Seal::Header);
        bytes
    }

    pub fn send_as(&mut self, kind: u8, id: u32, payload: &[u8], end: bool) {
        let bytes = self.frame(kind, id, payload, end);
        self.socket.write_all(&bytes).unwrap();
    }

    /// The reply or fault.
    pub fn request(&mut self, kind: u8, payload: &[u8]) -> Message {
        self.last_id += 1;
        let id = self.last_id;
        self.send_as(kind, id, payload, true);
        self.next(|it| it.id == id && (it.kind == kind | kind::REPLY || it.kind == kind::FAULT))
    }

    pub fn ok(&mut self, kind: u8, payload: &[u8]) -> Message {
        let reply = self.request(kind, payload);
        assert_eq!(reply.kind, kind | kind::REPLY, "{:?}", reply);
        reply
    }

    pub fn start(&mut self, spawn: &Spawn) -> u32 {
        self.ok(kind::SPAWN, &spawn.payload()).reader().u32().unwrap()
    }

    pub fn output(&mut self, handle: u32) -> Output {
        output(&self.next(|it| it.kind == kind::OUTPUT && it.id == handle))
    }

    /// It has been taken when this returns.
    pub fn ack(&mut self, handle: u32, seq: u64) {
        self.send_as(kind::ACK, handle, &seq.to_le_bytes(), true);
        self.ok(kind::PING, b"");
    }

    /// The next message for which that holds; others wait for who asks for them.
    pub fn next(&mut self, wanted: impl Fn(&Message) -> bool) -> Message {
        if let Some(at) = self.waiting.iter().position(&wanted) {
            return self.waiting.remove(at).unwrap();
        }
        loop {
            let message = self.read().expect("a message");
            if wanted(&message) {
                return message;
            }
            self.waiting.push_back(message);
        }
    }

    /// `None` at the end.
    pub fn read(&mut self) -> Option<Message> {
        let mut buffer = [0; 64 << 10];
        loop {
            if let Some(frame) = self.parser.next(0) {
                return Some(own(&frame));
            }
            assert!(!self.parser.is_garbled());
            match self.socket.read(&mut buffer) {
                Ok(0) => return None,
                Ok(count) => self.parser.feed(&buffer[..count]),
                // The agent left something unread.
                Err(error) if error.kind() == ErrorKind::ConnectionReset => return None,
                Err(error) => panic!("{}", error),
            }
        }
    }

    pub fn has_ended(&mut self) -> bool {
        self.waiting.is_empty() && self.read().is_none()
    }

    /// Asks until the agent takes nothing more, because nobody reads its answers.
    pub fn fill(&mut self, agent: i32) {
        let pings = self.frame(kind::PING, 1, &[7; 65_536], true).repeat(200);
        let mut sent = 0;
        self.socket.set_nonblocking(true).unwrap();
        until(|| {
            // Asleep although there is something to read.
            await_state(agent, 'S');
            match self.socket.write(&pings[sent..]) {
                Ok(count) => sent += count,
                Err(error) => return error.kind() == ErrorKind::WouldBlock,
            }
            assert!(sent < pings.len());
            false
        });
        self.socket.set_nonblocking(false).unwrap();
    }
}

pub fn request(name: &str, token: &[u8]) -> Vec<u8> {
    let mut payload = Writer::new();
    payload.str(name.as_bytes()).bytes(token);
    payload.into_bytes()
}

//! The agent as a child process, and the protocol's other end.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use crate::wire::{kind, Frame, Parser, Reader, Seal, Writer};

/// Nothing here takes that long; who waits longer waits in vain.
pub const PATIENCE: Duration = Duration::from_secs(20);
pub const NONCE: [u8; 16] = *b"0123456789abcdef";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub kind: u8,
    pub end: bool,
    pub session: u32,
    pub id: u32,
    pub payload: Vec<u8>,
}

impl Message {
    pub fn reader(&self) -> Reader<'_> {
        Reader::new(&self.payload)
    }

    pub fn fault_code(&self) -> u16 {
        assert_eq!(self.kind, kind::FAULT, "{:?}", self);
        self.reader().u16().unwrap()
    }
}

pub struct Guest {
    pub child: Child,
    stdin: Option<ChildStdin>,
    messages: Receiver<Message>,
    waiting: VecDeque<Message>,
    pub session: u32,
    last_id: u32,
}

impl Guest {
    /// Started, announced, and with a session.
    pub fn start() -> Guest {
        let mut guest = Guest::start_command(&mut Command::new(env!("CARGO_BIN_EXE_guest")));
        guest.hello();
        guest
    }

    pub fn start_command(command: &mut Command) -> Guest {
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (sender, messages) = mpsc::channel();
        let mut stdout = child.stdout.take().unwrap();
        thread::spawn(move || {
            let mut parser = Parser::new(Seal::Whole);
            let mut buffer = vec![0; 64 << 10];
            loop {
                let count = stdout.read(&mut buffer).unwrap_or(0);
                if count == 0 {
                    return;
                }
                parser.feed(&buffer[..count]);
                while let Some(frame) = parser.next(0) {
                    let _ = sender.send(own(&frame));
                }
                assert!(!parser.is_garbled());
            }
        });
        let stdin = child.stdin.take();
        let mut guest =
            Guest { child, stdin, messages, waiting: VecDeque::new(), session: 0, last_id: 0 };
        let ready = guest.next(|it| it.kind == kind::HELLO | kind::REPLY);
        assert_eq!((ready.session, ready.id, &ready.payload[..16]), (0, 0, &[0; 16][..]));
        guest
    }

    /// A new session; gives back the hello reply.
    pub fn hello(&mut self) -> Message {
        self.session = 0;
        let id = self.send(kind::HELLO, &NONCE);
        self.waiting.clear();
        let reply = self.next(|it| it.kind == kind::HELLO | kind::REPLY && it.id == id);
        assert_eq!(&reply.payload[..16], NONCE);
        self.session = Reader::new(&reply.payload[16..]).u32().unwrap();
        assert_eq!(reply.session, self.session);
        reply
    }

    pub fn send(&mut self, kind: u8, payload: &[u8]) -> u32 {
        self.last_id += 1;
        self.send_as(kind, self.last_id, payload, true);
        self.last_id
    }

    pub fn send_as(&mut self, kind: u8, id: u32, payload: &[u8], end: bool) {
        let bytes = self.frame(kind, id, payload, end);
        self.send_raw(&bytes);
    }

    pub fn frame(&self, kind: u8, id: u32, payload: &[u8], end: bool) -> Vec<u8> {
        let frame = Frame { kind, end, session: self.session, id, payload };
        let mut bytes = Vec::new();
        frame.append_to(&mut bytes, &[], Seal::Whole);
        bytes
    }

    pub fn send_raw(&mut self, bytes: &[u8]) {
        self.stdin.as_mut().unwrap().write_all(bytes).unwrap();
    }

    /// The next message for which that holds; others wait for who asks for them.
    pub fn next(&mut self, wanted: impl Fn(&Message) -> bool) -> Message {
        if let Some(at) = self.waiting.iter().position(&wanted) {
            return self.waiting.remove(at).unwrap();
        }
        loop {
            let message = self.messages.recv_timeout(PATIENCE).expect("a message");
            if wanted(&message) {
                return message;
            }
            self.waiting.push_back(message);
        }
    }

    /// Whether such a message came before the answer to a ping.
    pub fn has_come(&mut self, wanted: impl Fn(&Message) -> bool) -> bool {
        self.request(kind::PING, b"");
        self.waiting.iter().any(wanted)
    }

    /// The reply or fault.
    pub fn request(&mut self, kind: u8, payload: &[u8]) -> Message {
        let id = self.send(kind, payload);
        self.answer(kind, id)
    }

    pub fn answer(&mut self, kind: u8, id: u32) -> Message {
        let session = self.session;
        self.next(|it| {
            let answers = it.kind == kind | kind::REPLY || it.kind == kind::FAULT;
            answers && it.id == id && it.session == session
        })
    }

    pub fn ok(&mut self, kind: u8, payload: &[u8]) -> Message {
        let reply = self.request(kind, payload);
        assert_eq!(reply.kind, kind | kind::REPLY, "{:?}", reply);
        reply
    }

    pub fn credit(&mut self, handle: u32, credit: u32) {
        self.send_as(kind::CREDIT, handle, &credit.to_le_bytes(), true);
    }

    pub fn ack(&mut self, handle: u32, seq: u64) {
        self.send_as(kind::ACK, handle, &seq.to_le_bytes(), true);
    }

    pub fn subscribe(&mut self, handle: u32, from: u64, credit: u32) {
        let mut payload = Writer::new();
        payload.u32(handle).u64(from).u32(credit);
        self.ok(kind::SUBSCRIBE, payload.as_bytes());
    }

    pub fn stop(&mut self, handle: u32, reason: u8, grace_ms: u32) -> u8 {
        let mut payload = Writer::new();
        payload.u32(handle).u8(reason).u32(grace_ms);
        self.ok(kind::STOP, payload.as_bytes()).payload[0]
    }

    pub fn close_stdin(&mut self) {
        self.stdin = None;
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        self.stdin = None;
        let _ = self.child.wait();
    }
}

pub fn own(frame: &Frame) -> Message {
    Message {
        kind: frame.kind,
        end: frame.end,
        session: frame.session,
        id: frame.id,
        payload: frame.payload.to_vec(),
    }
}

//! Commands as the server sees them.

use crate::guest::{Guest, Message};
use crate::wire::{kind, Writer};

pub const TTY: u32 = 1;
pub const STDIN: u32 = 2;
pub const DROP_OLDEST: u32 = 4;
const PLENTY: u32 = 1 << 30;

/// A SPAWN with what most tests want.
pub struct Spawn<'a> {
    pub key: String,
    pub argv: Vec<&'a str>,
    pub env: Vec<&'a str>,
    pub cwd: &'a str,
    pub flags: u32,
    pub window: u32,
    pub credit: u32,
    pub timeout_ms: u64,
    pub grace_ms: u32,
}

impl<'a> Spawn<'a> {
    pub fn new(argv: &[&'a str]) -> Spawn<'a> {
        Spawn {
            key: format!("{:?}", std::time::Instant::now()).chars().rev().take(60).collect(),
            argv: argv.to_vec(),
            env: Vec::new(),
            cwd: "",
            flags: 0,
            window: 1 << 20,
            credit: PLENTY,
            timeout_ms: 0,
            grace_ms: 1_000,
        }
    }

    pub fn shell(script: &'a str) -> Spawn<'a> {
        Spawn::new(&["/bin/sh", "-c", script])
    }

    pub fn payload(&self) -> Vec<u8> {
        let mut payload = Writer::new();
        payload.str(self.key.as_bytes());
        for list in [&self.argv, &self.env] {
            payload.u32(list.len() as u32);
            list.iter().for_each(|item| {
                payload.str(item.as_bytes());
            });
        }
        payload
            .str(self.cwd.as_bytes())
            .u32(self.flags)
            .u16(24)
            .u16(80)
            .u32(self.window)
            .u32(self.credit)
            .u64(self.timeout_ms)
            .u32(self.grace_ms);
        payload.into_bytes()
    }

    pub fn start(&self, guest: &mut Guest) -> u32 {
        let reply = guest.ok(kind::SPAWN, &self.payload());
        reply.reader().u32().unwrap()
    }

    /// Runs it to its end.
    pub fn run(&self, guest: &mut Guest) -> Finished {
        let handle = self.start(guest);
        finish(guest, handle)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    pub seq: u64,
    pub stream: u8,
    pub offset: u64,
    pub micros: u64,
    pub data: Vec<u8>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exit {
    pub seq: u64,
    pub kind: u8,
    pub value: u32,
    pub reason: u8,
    pub oom_killed: u8,
    pub wall_us: u64,
    pub user_us: u64,
    pub system_us: u64,
    pub peak_rss: u64,
    pub stdout_bytes: u64,
    pub stderr_bytes: u64,
    pub dropped_bytes: u64,
    pub started: u64,
    pub ended: u64,
    pub survivors: u32,
}

#[derive(Debug, Default)]
pub struct Finished {
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
    pub exit: Exit,
    pub records: usize,
}

pub enum News {
    Output(Output),
    Exit(Exit),
}

/// The next output or exit of the command.
pub fn next(guest: &mut Guest, handle: u32) -> News {
    let session = guest.session;
    let message = guest.next(|it| {
        matches!(it.kind, kind::OUTPUT | kind::EXIT) && it.id == handle && it.session == session
    });
    match message.kind {
        kind::OUTPUT => News::Output(output(&message)),
        _ => News::Exit(exit(&message)),
    }
}

pub fn next_output(guest: &mut Guest, handle: u32) -> Output {
    match next(guest, handle) {
        News::Output(output) => output,
        News::Exit(exit) => panic!("{:?}", exit),
    }
}

/// Skips what is left of the output.
pub fn exit_of(guest: &mut Guest, handle: u32) -> Exit {
    loop {
        if let News::Exit(exit) = next(guest, handle) {
            return exit;
        }
    }
}

/// Joins the output up to the exit and acknowledges all.
pub fn finish(guest: &mut Guest, handle: u32) -> Finished {
    let mut finished = Finished::default();
    loop {
        match next(guest, handle) {
            News::Output(output) => {
                guest.ack(handle, output.seq);
                finished.add(output);
            }
            News::Exit(exit) => {
                assert_eq!(finished.stdout.len() as u64, exit.stdout_bytes);
                assert_eq!(finished.stderr.len() as u64, exit.stderr_bytes);
                guest.ack(handle, exit.seq);
                finished.exit = exit;
                return finished;
            }
        }
    }
}

impl Finished {
    /// Checks that the record follows the ones before.
    pub fn add(&mut self, output: Output) {
        let joined = match output.stream {
            1 => &mut self.stdout,
            _ => &mut self.stderr,
        };
        assert_eq!(output.offset, joined.len() as u64);
        assert!((1..=16_384).contains(&output.data.len()));
        joined.extend_from_slice(&output.data);
        self.records += 1;
        assert_eq!(output.seq, self.records as u64);
    }
}

pub fn output(message: &Message) -> Output {
    let mut reader = message.reader();
    Output {
        seq: reader.u64().unwrap(),
        stream: reader.u8().unwrap(),
        offset: reader.u64().unwrap(),
        micros: reader.u64().unwrap(),
        data: reader.rest().to_vec(),
    }
}

fn exit(message: &Message) -> Exit {
    let mut reader = message.reader();
    let exit = Exit {
        seq: reader.u64().unwrap(),
        kind: reader.u8().unwrap(),
        value: reader.u32().unwrap(),
        reason: reader.u8().unwrap(),
        oom_killed: reader.u8().unwrap(),
        wall_us: reader.u64().unwrap(),
        user_us: reader.u64().unwrap(),
        system_us: reader.u64().unwrap(),
        peak_rss: reader.u64().unwrap(),
        stdout_bytes: reader.u64().unwrap(),
        stderr_bytes: reader.u64().unwrap(),
        dropped_bytes: reader.u64().unwrap(),
        started: reader.u64().unwrap(),
        ended: reader.u64().unwrap(),
        survivors: reader.u32().unwrap(),
    };
    reader.end().unwrap();
    exit
}

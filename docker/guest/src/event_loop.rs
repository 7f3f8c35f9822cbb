//! The one loop of the main thread. Each turn does what is due, writes once, and waits.

use std::os::unix::io::{AsRawFd, RawFd};
use std::time::{Duration, Instant};

use crate::agent::{self, Agent, Event};
use crate::channel::Outbox;
use crate::clock;
use crate::requests;
use crate::sys::fd;
use crate::sys::poll::Poll;
use crate::wire::{kind, Parser};

const STDIN: Stream = Stream(0);
const STDOUT: Stream = Stream(1);
const READ_SIZE: usize = 256 << 10;
/// How long a garbled stream may go without a good frame before the owner is told.
const GARBLED_TIME: Duration = Duration::from_millis(100);

struct Stream(RawFd);

impl AsRawFd for Stream {
    fn as_raw_fd(&self) -> RawFd {
        self.0
    }
}

#[derive(Default)]
pub struct EventLoop {
    parser: Parser,
    garbled_until: Option<Instant>,
    deaf: bool,
}

impl EventLoop {
    /// Returns when the agent has shut down.
    pub fn run(mut self, agent: &mut Agent) {
        let mut poll = Poll::new();
        let mut buffer = vec![0; READ_SIZE];
        let mut now = clock::now();
        loop {
            agent.advance(now);
            self.tell_garbled(agent, now);
            let more = write(agent);
            if agent.is_done(now) {
                return;
            }
            poll.clear();
            self.wait_for(agent, &mut poll);
            let until = self.garbled_until.into_iter().chain(agent.deadline(now)).min();
            let pause = until.map(|it| it.saturating_duration_since(clock::now()));
            poll.wait(if more { Some(Duration::ZERO) } else { pause });
            now = clock::now();
            for event in poll.ready() {
                match event {
                    Event::OwnerReadable => self.read(agent, &mut buffer),
                    event => agent.on_event(event, now),
                }
            }
        }
    }

    fn wait_for(&self, agent: &Agent, poll: &mut Poll<Event>) {
        if !self.deaf && !agent.channel.is_full() {
            poll.readable(&STDIN, Event::OwnerReadable);
        }
        if !agent.channel.outbox.is_empty() {
            poll.writable(&STDOUT, Event::OwnerWritable);
        }
        agent.wait_for(poll);
    }

    fn read(&mut self, agent: &mut Agent, buffer: &mut [u8]) {
        match fd::read(STDIN.0, buffer) {
            Ok(None) => {}
            Ok(Some(0)) | Err(_) => self.end(agent),
            Ok(Some(count)) => {
                self.parser.feed(&buffer[..count]);
                self.take_frames(agent);
            }
        }
    }

    /// A container lives on without its stream; elsewhere the agent belongs to who started it.
    fn end(&mut self, agent: &mut Agent) {
        self.deaf = true;
        if !agent::is_first_process() {
            agent.leave(Duration::ZERO);
        }
    }

    fn take_frames(&mut self, agent: &mut Agent) {
        while let Some(frame) = self.parser.next(agent.channel.session) {
            let hello = frame.kind == kind::HELLO;
            requests::take(agent, &frame);
            if self.parser.take_garbled() && !hello {
                agent.channel.tell(kind::GARBLED, 0, &[]);
            }
            self.garbled_until = None;
        }
        if self.parser.is_garbled() && self.garbled_until.is_none() && agent.channel.session != 0 {
            self.garbled_until = Some(clock::now() + GARBLED_TIME);
        }
    }

    fn tell_garbled(&mut self, agent: &mut Agent, now: Instant) {
        if self.garbled_until.map_or(false, |until| until <= now) {
            self.garbled_until = None;
            if self.parser.take_garbled() {
                agent.channel.tell(kind::GARBLED, 0, &[]);
            }
        }
    }
}

/// True if there is room again for what had to wait.
fn write(agent: &mut Agent) -> bool {
    let had_room = agent.channel.has_room();
    let outbox = &mut agent.channel.outbox;
    if outbox.flush(STDOUT.0).is_err() {
        *outbox = Outbox::default();
    }
    !had_room && agent.channel.has_room()
}

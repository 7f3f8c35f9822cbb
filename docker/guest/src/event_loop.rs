//! The one loop of the main thread. Each turn does what is due, writes once, and waits.

use std::os::unix::io::{AsRawFd, RawFd};
use std::time::{Duration, Instant};

use crate::agent::{self, Agent, Event};
use crate::clock;
use crate::hello;
use crate::requests;
use crate::sys::fd;
use crate::sys::poll::Poll;
use crate::wire::{kind, Parser, Seal};

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

pub struct EventLoop {
    parser: Parser,
    garbled_until: Option<Instant>,
    deaf: bool,
}

impl EventLoop {
    pub fn new() -> EventLoop {
        EventLoop { parser: Parser::new(Seal::Whole), garbled_until: None, deaf: false }
    }

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
                    Event::LinkReadable => read_link(agent, &mut buffer),
                    event => agent.on_event(event, now),
                }
            }
        }
    }

    fn wait_for(&self, agent: &Agent, poll: &mut Poll<Event>) {
        let channel = &agent.channel;
        let link = channel.link.as_ref();
        // A new owner comes by stdin, whatever the link of the old one is waiting for.
        if !self.deaf && (link.is_some() || !channel.is_full()) {
            poll.readable(&STDIN, Event::OwnerReadable);
        }
        if let Some(link) = link.filter(|_| !channel.is_full()) {
            poll.readable(link, Event::LinkReadable);
        }
        if !channel.outbox().is_empty() {
            match link {
                Some(link) => poll.writable(link, Event::OwnerWritable),
                None => poll.writable(&STDOUT, Event::OwnerWritable),
            }
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
            // Nothing of a session that has a link comes here.
            let ours = agent.channel.link.is_none();
            if hello || ours {
                requests::take(agent, &frame);
            }
            if self.parser.take_garbled() && !hello && ours {
                agent.channel.tell(kind::GARBLED, 0, &[]);
            }
            self.garbled_until = None;
        }
        let listening = agent.channel.session != 0 && agent.channel.link.is_none();
        if self.parser.is_garbled() && self.garbled_until.is_none() && listening {
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
    if agent.channel.flush(STDOUT.0).is_err() && agent.channel.link.is_some() {
        hello::end_session(agent);
    }
    !had_room && agent.channel.has_room()
}

/// A link that ends, or has anything but frames, takes its session with it.
fn read_link(agent: &mut Agent, buffer: &mut [u8]) {
    let link = match &mut agent.channel.link {
        Some(link) => link,
        None => return,
    };
    let count = match link.read(buffer) {
        Ok(None) => return,
        Ok(Some(count)) => count,
        Err(_) => 0,
    };
    let mut parser = std::mem::replace(&mut link.parser, Parser::new(Seal::Header));
    parser.feed(&buffer[..count]);
    while let Some(frame) = parser.next(agent.channel.session) {
        if frame.kind != kind::HELLO {
            requests::take(agent, &frame);
        }
    }
    if count == 0 || parser.is_broken() {
        hello::end_session(agent);
    } else if let Some(link) = &mut agent.channel.link {
        link.parser = parser;
    }
}

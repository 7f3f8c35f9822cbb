//! The agent: what it keeps, and what a turn of its loop does.

use std::os::unix::io::OwnedFd;
use std::time::{Duration, Instant};

use crate::channel::Channel;
use crate::clock;
use crate::exec::{Part, Table, WITH_WORKSPACE};
use crate::lanes::Lanes;
use crate::sys::oom::OomScore;
use crate::sys::poll::Poll;
use crate::sys::signals::{self, Received};
use crate::sys::{self, process};

/// The grace of a SIGTERM.
const TERM_GRACE: Duration = Duration::from_secs(2);
/// What SIGKILL may take.
const KILL_TIME: Duration = Duration::from_secs(3);
/// What the last frames may take.
const FLUSH_TIME: Duration = Duration::from_millis(200);

/// What the loop waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    OwnerReadable,
    LinkReadable,
    OwnerWritable,
    Signal,
    Lanes,
    Exec(u32, Part),
}

pub struct Agent {
    pub channel: Channel,
    pub table: Table,
    pub lanes: Lanes,
    pub instance: [u8; 16],
    signals: OwnedFd,
    leave_by: Option<Instant>,
}

impl Agent {
    pub fn new(signals: OwnedFd, lanes: Lanes, oom_score: OomScore) -> Agent {
        Agent {
            channel: Channel::default(),
            table: Table::new(oom_score),
            lanes,
            instance: sys::random(),
            signals,
            leave_by: None,
        }
    }

    pub fn is_leaving(&self) -> bool {
        self.leave_by.is_some()
    }

    pub fn leave(&mut self, grace: Duration) {
        let now = clock::now();
        self.table.stop_all(WITH_WORKSPACE, grace, now);
        let by = now + grace + KILL_TIME;
        self.leave_by = Some(self.leave_by.map_or(by, |before| before.min(by)));
    }

    pub fn wait_for(&self, poll: &mut Poll<Event>) {
        poll.readable(&self.signals, Event::Signal);
        poll.readable(self.lanes.wake(), Event::Lanes);
        self.table.wait_for(poll);
    }

    pub fn on_event(&mut self, event: Event, now: Instant) {
        match event {
            Event::Signal => self.on_signals(now),
            Event::Lanes => self.lanes.on_wake(),
            Event::Exec(handle, part) => self.table.on_event(handle, part, now),
            Event::OwnerReadable | Event::LinkReadable | Event::OwnerWritable => {}
        }
    }

    fn on_signals(&mut self, now: Instant) {
        while let Some(received) = signals::next(&self.signals) {
            match received {
                Received::ChildChanged => self.table.on_children(now),
                Received::Terminate => self.leave(TERM_GRACE),
                Received::Ignored => {}
            }
        }
    }

    /// Does what is due and fills the outbox.
    pub fn advance(&mut self, now: Instant) {
        self.table.advance(now, &mut self.channel);
        self.lanes.collect(&mut self.channel);
        self.table.deliver(&mut self.channel);
        if let Some(by) = self.leave_by {
            if !self.table.has_processes() {
                self.leave_by = Some(by.min(now + FLUSH_TIME));
            }
        }
    }

    /// Whether all is over, or has taken too long.
    pub fn is_done(&self, now: Instant) -> bool {
        let quiet = || !self.table.has_processes() && self.channel.outbox().is_empty();
        self.leave_by.map_or(false, |by| by <= now || quiet())
    }

    pub fn deadline(&self, now: Instant) -> Option<Instant> {
        let deadlines = self.leave_by.into_iter().chain(self.table.deadline(now));
        deadlines.min()
    }
}

pub fn is_first_process() -> bool {
    process::id() == 1
}

//! A command while it lives: its tree, its streams, and how it ends.

use std::os::unix::io::OwnedFd;
use std::time::{Duration, Instant};

use super::ending::{self, Due, Ending};
use super::output::Output;
use super::report::{Next, Report};
use super::shell::Pipes;
use super::stdin::Stdin;
use super::supervisor::Supervisor;
use super::tree::Snapshot;
use crate::channel::Ticket;
use crate::clock;
use crate::sys::process::Usage;
use crate::sys::{c, signals};

/// After so many passes over an empty tree its supervisor is not trusted to end.
const PATIENCE: u32 = 100;

pub(super) struct MainEnd {
    pub status: i32,
    pub micros: u64,
    pub wall: Duration,
}

/// How the supervisor answered to the request that started it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Started,
    NotStarted { errno: i32 },
}

pub struct Command {
    /// The process id of its supervisor.
    pub supervisor: i32,
    pub main: i32,
    /// The SPAWN that waits for its answer.
    pub asked: Option<Ticket>,
    pub outputs: Vec<Output>,
    pub stdin: Option<Stdin>,
    pub terminal: Option<OwnedFd>,
    pub shell: Option<Pipes>,
    pub ending: Ending,
    /// The supervisor, until it is free or gone.
    pub reports: Option<Supervisor>,
    pub outcome: Option<Outcome>,
    pub(super) started: (Instant, u64),
    pub(super) main_end: Option<MainEnd>,
    pub(super) usage: Option<Usage>,
    pub(super) killed_by_us: bool,
    pub(super) survivors: u32,
}

impl Command {
    pub fn new(
        supervisor: Supervisor,
        outputs: Vec<Output>,
        stdin: Option<Stdin>,
        terminal: Option<OwnedFd>,
        ending: Ending,
        started: (Instant, u64),
    ) -> Command {
        Command {
            supervisor: supervisor.pid,
            main: 0,
            asked: None,
            outputs,
            stdin,
            terminal,
            shell: None,
            ending,
            reports: Some(supervisor),
            outcome: None,
            started,
            main_end: None,
            usage: None,
            killed_by_us: false,
            survivors: 0,
        }
    }

    pub fn started_micros(&self) -> u64 {
        self.started.1
    }

    pub fn stdin_received(&self) -> u64 {
        self.stdin.as_ref().map_or(0, Stdin::received)
    }

    pub fn is_running(&self) -> bool {
        self.main_end.is_none() && self.usage.is_none()
    }

    /// Takes in what the supervisor reported.
    pub fn read_reports(&mut self, now: Instant) {
        while let Some(supervisor) = &self.reports {
            match Report::next(&supervisor.reports) {
                Next::Report(report) => self.take_in(report, now),
                // That of a closed one is followed by its end.
                Next::NotYet | Next::Closed => return,
            }
        }
    }

    fn take_in(&mut self, report: Report, now: Instant) {
        match report {
            Report::Started { pid } => {
                self.main = pid;
                self.outcome = Some(Outcome::Started);
            }
            Report::NotStarted { errno } => {
                self.outcome = Some(Outcome::NotStarted { errno });
                self.usage = Some(Usage::default());
            }
            Report::Gone { usage } => self.usage = Some(usage),
            Report::Ended { status, leftovers, usage } => {
                self.end_main(status, now);
                self.killed_by_us = self.ending.is_killing();
                self.ending.main_ended(leftovers, now);
                self.usage = Some(usage).filter(|_| !leftovers);
            }
        }
    }

    fn end_main(&mut self, status: i32, now: Instant) {
        self.main_end =
            Some(MainEnd { status, micros: clock::micros(), wall: now - self.started.0 });
    }

    /// The supervisor was reaped. Without a report of the main process the tree was taken from us.
    pub fn supervisor_ended(&mut self, usage: Usage, now: Instant) {
        self.read_reports(now);
        // What it used for commands before is in it, too.
        let before = self.reports.take().map_or(Usage::default(), |it| it.spent);
        self.usage.get_or_insert(usage.since(before));
        self.outcome.get_or_insert(Outcome::Started);
        if self.main_end.is_none() {
            self.end_main(c::SIGKILL, now);
            self.ending.set_reason(ending::LOST);
        }
    }

    /// Its supervisor when nothing is left of the tree, and whether it is as good as new.
    pub fn free_supervisor(&mut self) -> Option<(Supervisor, bool)> {
        let usage = self.usage?;
        let mut supervisor = self.reports.take()?;
        supervisor.spent.add(usage);
        Some((supervisor, !self.ending.is_killing()))
    }

    /// How the main process ended.
    pub fn status(&self) -> i32 {
        self.main_end.as_ref().map_or(c::SIGKILL, |it| it.status)
    }

    /// Whether a RUN has the output.
    pub fn is_busy(&self) -> bool {
        self.shell.as_ref().map_or(false, |it| it.busy.is_some())
    }

    pub fn is_reaped(&self) -> bool {
        self.usage.is_some()
    }

    pub fn is_gone(&self) -> bool {
        self.is_reaped() && !self.is_stillborn()
    }

    /// Never came to be.
    pub fn is_stillborn(&self) -> bool {
        self.is_reaped() && matches!(self.outcome, Some(Outcome::NotStarted { .. }))
    }

    /// Does to the tree what is due.
    pub fn pursue(&mut self, now: Instant, snapshot: &mut Option<Snapshot>) {
        let after_main = self.main_end.is_some();
        let due = match self.ending.due(now) {
            Due::Nothing => return,
            due => due,
        };
        let tree = snapshot.get_or_insert_with(Snapshot::take).descendants(self.supervisor);
        match due {
            Due::Nothing => {}
            Due::Terminate => {
                for member in &tree {
                    signals::send(member.pid, c::SIGTERM);
                    signals::send(member.pid, c::SIGCONT);
                }
            }
            Due::Kill(hunt) => {
                let killed = hunt.pass(&tree, now);
                self.survivors += if after_main { killed } else { 0 };
                let hopeless = tree.is_empty() && hunt.kills() > PATIENCE;
                let signal = if hopeless { c::SIGKILL } else { c::SIGCONT };
                signals::send(self.supervisor, signal);
            }
        }
    }
}

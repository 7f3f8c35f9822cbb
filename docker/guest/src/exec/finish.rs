//! The end of a command: its last output and its exit record.

use std::time::{Duration, Instant};

use super::command::Command;
use super::exit::{self, Exit};
use super::log::Log;
use super::output::Output;
use crate::clock;
use crate::sys::c;

impl Command {
    /// Reads what was written before the tree was gone. True when there is no more.
    pub fn drain(&mut self, log: &mut Log) -> bool {
        for output in &mut self.outputs {
            output.begin_rest(self.terminal.is_some());
            output.pump(log);
        }
        self.outputs.iter().all(Output::is_closed)
    }

    pub fn exit(&self, oom_rose: impl FnOnce() -> bool) -> Exit {
        let (status, ended, wall) = match &self.main_end {
            Some(end) => (end.status, end.micros, end.wall),
            None => (c::SIGKILL, clock::micros(), Duration::ZERO),
        };
        let foreign_kill = !self.killed_by_us && exit::looks_killed(status);
        Exit {
            status,
            reason: self.ending.reason(),
            oom_killed: foreign_kill && oom_rose(),
            wall_micros: wall.as_micros() as u64,
            usage: self.usage.unwrap_or_default(),
            started: self.started.1,
            ended,
            survivors: self.survivors,
        }
    }

    /// When something is to be done without any event.
    pub fn deadline(&self, now: Instant) -> Option<Instant> {
        let ending = self.ending.deadline(now).filter(|_| !self.is_reaped());
        let held = self.outputs.iter().filter_map(Output::deadline);
        held.chain(ending).min()
    }
}

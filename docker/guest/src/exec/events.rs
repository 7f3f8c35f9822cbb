//! What the loop waits for on behalf of an entry, and what it does then.

use std::time::Instant;

use super::entry::Entry;
use super::output::Output;
use super::shell::Pipes;
use super::stdin::Stdin;
use crate::sys::poll::Poll;

/// What of an entry has news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Reports,
    Output(usize),
    Stdin,
    Commands,
    Statuses,
}

impl Entry {
    pub fn wait_for(&self, poll: &mut Poll<crate::agent::Event>) {
        let event = |part| crate::agent::Event::Exec(self.handle, part);
        if let Some(command) = &self.command {
            if let Some(reports) = &command.reports {
                poll.readable(reports, event(Part::Reports));
            }
            if let Some(stdin) = command.stdin.as_ref().and_then(Stdin::fd) {
                poll.writable(stdin, event(Part::Stdin));
            }
            if let Some(statuses) = command.shell.as_ref().and_then(Pipes::statuses) {
                poll.readable(statuses, event(Part::Statuses));
            }
            if let Some(commands) = command.shell.as_ref().and_then(Pipes::commands) {
                poll.writable(commands, event(Part::Commands));
            }
        }
        for (index, output) in self.outputs().iter().enumerate() {
            if let Some(fd) = output.fd().filter(|_| self.log.has_room()) {
                poll.readable(fd, event(Part::Output(index)));
            }
        }
    }

    /// What is to be read into the log now.
    fn outputs(&self) -> &[Output] {
        let command = self.command.as_ref().filter(|it| it.outcome.is_some() && !it.is_busy());
        let run = self.run.as_ref().map(|it| &it.outputs[..]);
        run.or_else(|| command.map(|it| &it.outputs[..])).unwrap_or_default()
    }

    pub fn on_event(&mut self, part: Part, now: Instant) {
        if let (Part::Output(index), Some(run)) = (part, &mut self.run) {
            return run.outputs[index].pump(&mut self.log);
        }
        if let Some(command) = &mut self.command {
            match part {
                Part::Reports => command.read_reports(now),
                Part::Output(index) => command.outputs[index].pump(&mut self.log),
                Part::Stdin => command.stdin.iter_mut().for_each(Stdin::pump),
                Part::Commands => command.shell.iter_mut().for_each(Pipes::pump),
                Part::Statuses => command.shell.iter_mut().for_each(Pipes::read),
            }
        }
    }

    pub fn release_held(&mut self, now: Instant) {
        let command = self.command.iter_mut().flat_map(|it| it.outputs.iter_mut());
        let run = self.run.iter_mut().flat_map(|it| it.outputs.iter_mut());
        command.chain(run).for_each(|output| output.release_held(now, &mut self.log));
    }
}

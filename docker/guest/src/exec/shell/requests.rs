//! What the requests about shells do to the table.

use super::request::RunRequest;
use super::turn::begin;
use crate::channel::{Channel, Ticket};
use crate::exec::table::Table;
use crate::fault::Fault;
use crate::sys::signals;

impl Table {
    /// Gives a command to a shell.
    pub fn run(
        &mut self,
        channel: &mut Channel,
        ticket: Ticket,
        request: &RunRequest,
    ) -> Result<(), Fault> {
        self.check_room(request.key, request.window)?;
        let handle = self.last_handle + 1;
        begin(&mut self.entries, handle, request, channel, ticket)?;
        self.last_handle = handle;
        self.entry(handle)?.oom_kills_before = self.oom_kills.count();
        Ok(())
    }

    /// Whether it was running.
    pub fn signal(&mut self, handle: u32, signal: i32) -> Result<bool, Fault> {
        let entry = self.entry(handle)?;
        let running = entry.is_running();
        if let Some(shell) = entry.run.as_ref().map(|it| it.shell) {
            let command = self.entries.get(&shell).and_then(|it| it.command.as_ref());
            let run = self.entries.get(&handle).and_then(|it| it.run.as_ref());
            if let (Some(command), Some(run), true) = (command, run, running) {
                run.signal(command, signal);
            }
            return Ok(running);
        }
        let command = entry.command.as_ref().filter(|it| it.is_running());
        let group = command.map(|it| it.main).filter(|main| *main > 0);
        Ok(group.map_or(false, |main| signals::send(-main, signal)))
    }
}

//! What a RUN and its shell do to each other.

use std::collections::BTreeMap;
use std::time::Instant;

use super::request::RunRequest;
use super::run::Run;
use crate::channel::{Channel, Ticket};
use crate::clock;
use crate::exec::ending::Ending;
use crate::exec::entry::Entry;
use crate::exec::launch::{check_directory, LONGEST_TIMEOUT};
use crate::exec::output::Output;
use crate::exec::tree::Snapshot;
use crate::fault::{self, Fault};
use crate::wire::Writer;

/// Gives the command to its shell and answers.
pub fn begin(
    entries: &mut BTreeMap<u32, Entry>,
    handle: u32,
    request: &RunRequest,
    channel: &mut Channel,
    ticket: Ticket,
) -> Result<(), Fault> {
    let unknown = || Fault::new(fault::UNKNOWN_EXEC, "the shell is gone");
    let shell = entries.get_mut(&request.shell).ok_or_else(unknown)?;
    let command = shell.command.as_mut().filter(|it| it.is_running()).ok_or_else(unknown)?;
    let main = command.main;
    let pipes = command.shell.as_mut().ok_or_else(|| Fault::invalid("the exec is no shell"))?;
    if pipes.busy.is_some() {
        return Err(Fault::new(fault::LIMIT, "the shell is busy"));
    }
    let line = request.line()?;
    check_directory(request.cwd)?;
    let twins: Result<Vec<Output>, Fault> = command.outputs.iter().map(Output::twin).collect();
    let timeout = request.timeout.map(|it| clock::now() + it.min(LONGEST_TIMEOUT));
    let ending = Ending::new(timeout, request.grace);
    let run = Run::new(request.shell, main, twins?, ending);
    let mut reply = Writer::new();
    reply.u32(handle).u32(main as u32).u64(run.started_micros());
    channel.reply(ticket, reply.as_bytes());
    // What jobs wrote before is the shell's own.
    command.outputs.iter_mut().for_each(|output| output.pump(&mut shell.log));
    pipes.begin(handle, line);
    entries.insert(handle, Entry::of_run(handle, request, run));
    Ok(())
}

/// One turn of the loop.
pub struct Turn<'a> {
    pub now: Instant,
    /// Whether processes without a supervisor may live.
    pub strays: bool,
    pub oom_rose: &'a mut dyn FnMut(Option<u64>) -> bool,
    pub snapshot: Option<Snapshot>,
}

/// Brings all that run in shells forward.
pub fn turn(entries: &mut BTreeMap<u32, Entry>, mut turn: Turn) {
    let busy = |shell: &Entry| shell.command.as_ref()?.shell.as_ref()?.busy;
    let pairs: Vec<(u32, u32)> =
        entries.values().filter_map(|shell| Some((shell.handle, busy(shell)?))).collect();
    for (shell, run) in pairs {
        let mut entry = match entries.remove(&run) {
            Some(entry) => entry,
            None => continue,
        };
        if let Some(shell) = entries.get_mut(&shell) {
            advance(shell, &mut entry, &mut turn);
        }
        entries.insert(run, entry);
    }
}

fn advance(shell: &mut Entry, entry: &mut Entry, turn: &mut Turn) {
    let (command, run) = match (&mut shell.command, &mut entry.run) {
        (Some(command), Some(run)) => (command, run),
        _ => return,
    };
    let status = command.shell.as_mut().and_then(|pipes| pipes.take_status());
    if let Some(code) = status.filter(|_| run.is_running()) {
        run.returned(code, command.main, turn.now);
    }
    if command.is_gone() && !turn.strays {
        run.bereaved(command, turn.now);
    }
    run.pursue(command, turn.now, &mut turn.snapshot);
    if !run.is_over() || !run.drain(&mut entry.log) {
        return;
    }
    let before = entry.oom_kills_before;
    let exit = run.exit(|| (turn.oom_rose)(before));
    entry.finish(&exit);
    if let Some(pipes) = command.shell.as_mut() {
        pipes.busy = None;
    }
}

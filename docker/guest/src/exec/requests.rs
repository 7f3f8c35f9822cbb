//! The requests about commands.

use std::time::Duration;

use super::ending::{CANCEL, TIMEOUT, WITH_WORKSPACE};
use super::request::SpawnRequest;
use super::shell::RunRequest;
use super::subscription::Subscription;
use super::table::Table;
use crate::channel::{Channel, Ticket};
use crate::clock;
use crate::fault::Fault;
use crate::sys::terminal;
use crate::wire::{kind, Frame, Malformed, Reader};

/// Answers the request at once, but for a SPAWN: its answer follows when the command runs.
pub fn answer(table: &mut Table, channel: &mut Channel, ticket: Ticket, payload: &[u8]) {
    let handled = match ticket.kind {
        kind::SPAWN => spawn(table, ticket, payload).map(|()| None),
        kind::RUN => run(table, channel, ticket, payload).map(|()| None),
        kind::SIGNAL => signal(table, payload).map(Some),
        kind::STOP => stop(table, payload).map(Some),
        kind::SUBSCRIBE => subscribe(table, channel, ticket, payload).map(|()| None),
        kind::FORGET => forget(table, payload).map(Some),
        kind::RESIZE => resize(table, payload).map(Some),
        _ => Err(Fault::invalid("no such request")),
    };
    match handled {
        Ok(Some(reply)) => channel.reply(ticket, &reply),
        Ok(None) => {}
        Err(fault) => channel.fault(ticket, &fault),
    }
}

/// Frames without an answer, whose id is the handle. One for an unknown exec is late, not wrong.
pub fn take(table: &mut Table, frame: &Frame) -> Result<(), Malformed> {
    let entry = match table.entry(frame.id) {
        Ok(entry) => entry,
        Err(_) => return Ok(()),
    };
    let mut reader = Reader::new(frame.payload);
    match frame.kind {
        kind::CREDIT => {
            let credit = reader.u32()?;
            if let Some(subscription) = &mut entry.subscription {
                subscription.add_credit(credit);
            }
        }
        kind::ACK => entry.acknowledge(reader.u64()?),
        _ => {
            let command = entry.command.as_mut();
            if let Some(stdin) = command.and_then(|command| command.stdin.as_mut()) {
                stdin.push(frame.payload, frame.end);
            }
        }
    }
    Ok(())
}

fn spawn(table: &mut Table, ticket: Ticket, payload: &[u8]) -> Result<(), Fault> {
    let request = SpawnRequest::parse(payload)?;
    table.spawn(ticket, &request)
}

fn run(
    table: &mut Table,
    channel: &mut Channel,
    ticket: Ticket,
    payload: &[u8],
) -> Result<(), Fault> {
    let request = RunRequest::parse(payload)?;
    table.run(channel, ticket, &request)
}

fn signal(table: &mut Table, payload: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut reader = Reader::new(payload);
    let handle = reader.u32()?;
    let signal = reader.u32()?;
    reader.end()?;
    if signal == 0 || signal > 64 {
        return Err(Fault::invalid("no such signal"));
    }
    Ok(vec![u8::from(table.signal(handle, signal as i32)?)])
}

fn stop(table: &mut Table, payload: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut reader = Reader::new(payload);
    let entry = table.entry(reader.u32()?)?;
    let reason = reader.u8()?;
    let grace = Duration::from_millis(u64::from(reader.u32()?));
    reader.end()?;
    if ![TIMEOUT, CANCEL, WITH_WORKSPACE].contains(&reason) {
        return Err(Fault::invalid("no such reason"));
    }
    let running = entry.is_running();
    let now = clock::now();
    if let Some(command) = &mut entry.command {
        command.ending.stop(reason, grace, now);
    }
    if let Some(run) = &mut entry.run {
        run.ending.stop(reason, grace, now);
    }
    Ok(vec![u8::from(running)])
}

fn subscribe(
    table: &mut Table,
    channel: &mut Channel,
    ticket: Ticket,
    payload: &[u8],
) -> Result<(), Fault> {
    let mut reader = Reader::new(payload);
    let entry = table.entry(reader.u32()?)?;
    let subscription = Subscription::new(reader.u64()?, reader.u32()?);
    reader.end()?;
    entry.subscription = Some(subscription);
    channel.reply(ticket, &[]);
    entry.tell_stdin_credit(true, channel);
    Ok(())
}

fn forget(table: &mut Table, payload: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut reader = Reader::new(payload);
    let handle = reader.u32()?;
    reader.end()?;
    table.forget(handle)?;
    Ok(Vec::new())
}

fn resize(table: &mut Table, payload: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut reader = Reader::new(payload);
    let entry = table.entry(reader.u32()?)?;
    let (rows, columns) = (reader.u16()?, reader.u16()?);
    reader.end()?;
    let command = entry.command.as_ref();
    match command.and_then(|it| it.terminal.as_ref()) {
        Some(master) => terminal::resize(master, rows, columns)?,
        None => return Err(Fault::invalid("the exec has no terminal")),
    }
    Ok(Vec::new())
}

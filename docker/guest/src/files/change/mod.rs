//! Requests that change something, alone or several at once.

mod batch;
mod copy;
mod delete;
mod from_to;
mod look;
mod make_dir;
mod relocate;
mod write;

use std::fs::File;

use super::journal::Journal;
use super::read::emit_chunks;
use super::{Emit, Shared, BATCH, COPY, DELETE, MKDIR, MOVE, READ, WRITE};
use crate::fault::Fault;
use crate::wire::Reader;
use from_to::FromTo;

trait Change {
    /// Whether its ETag holds, before anything is changed.
    fn check(&self, _root: &File) -> Result<(), Fault> {
        Ok(())
    }

    /// The reply. What it does goes through the journal, which can take it back.
    fn run(&self, root: &File, journal: &mut Journal) -> Result<Vec<u8>, Fault>;
}

pub fn change(shared: &Shared, kind: u8, body: &[u8], emit: Emit) -> Result<(), Fault> {
    let reply = match kind {
        BATCH => batch::run(shared, body)?,
        WRITE | READ => return Err(Fault::invalid("not a change of one message")),
        _ => alone(shared, parse(kind, body, &[])?.as_ref())?,
    };
    emit_chunks(&reply, emit);
    Ok(())
}

fn alone(shared: &Shared, change: &dyn Change) -> Result<Vec<u8>, Fault> {
    let _lock = shared.lock();
    let mut journal = Journal::direct(&shared.root);
    change.check(&shared.root)?;
    let reply = change.run(&shared.root, &mut journal)?;
    journal.commit()?;
    Ok(reply)
}

fn parse(kind: u8, request: &[u8], data: &[u8]) -> Result<Box<dyn Change>, Fault> {
    let mut request = Reader::new(request);
    let change: Box<dyn Change> = match kind {
        READ => Box::new(look::Look::parse(&mut request)?),
        WRITE => Box::new(write::WholeWrite::parse(&mut request, data)?),
        DELETE => Box::new(delete::Delete::parse(&mut request)?),
        MKDIR => Box::new(make_dir::MakeDir::parse(&mut request)?),
        MOVE => Box::new(relocate::Move::parse(&mut request)?),
        COPY => Box::new(copy::Copy::parse(&mut request)?),
        _ => return Err(Fault::invalid("no such file request")),
    };
    request.end()?;
    match kind {
        WRITE => Ok(change),
        _ if data.is_empty() => Ok(change),
        _ => Err(Fault::invalid("only a write has data")),
    }
}

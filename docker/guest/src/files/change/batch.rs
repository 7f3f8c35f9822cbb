//! BATCH: all of the operations, or none of them.

use super::{parse, Change};
use crate::fault::{self, Fault};
use crate::files::journal::Journal;
use crate::files::Shared;
use crate::wire::{Reader, Writer};

/// Each holds a few descriptors until the end.
const MAX_OPERATIONS: u32 = 256;
const MAX_REPLY: usize = 8 * 1024 * 1024;

pub fn run(shared: &Shared, body: &[u8]) -> Result<Vec<u8>, Fault> {
    let operations = operations(body)?;
    let _lock = shared.lock();
    let mut journal = Journal::undoable(&shared.root);
    for (index, operation) in operations.iter().enumerate() {
        operation.check(&shared.root).map_err(|fault| at(index, fault))?;
    }
    let mut replies = Writer::new();
    replies.u32(operations.len() as u32);
    for (index, operation) in operations.iter().enumerate() {
        let reply = operation.run(&shared.root, &mut journal).map_err(|fault| at(index, fault))?;
        if replies.as_bytes().len() + reply.len() > MAX_REPLY {
            return Err(at(index, Fault::new(fault::TOO_LARGE, "the replies are over 8 MiB")));
        }
        replies.str(&reply);
    }
    journal.commit()?;
    Ok(replies.into_bytes())
}

fn operations(body: &[u8]) -> Result<Vec<Box<dyn Change>>, Fault> {
    let mut body = Reader::new(body);
    let count = body.u32()?;
    if count > MAX_OPERATIONS {
        return Err(Fault::new(fault::LIMIT, "a batch has at most 256 operations"));
    }
    let mut operations = Vec::new();
    for index in 0..count as usize {
        let (kind, request, data) = (body.u8()?, body.str()?, body.str()?);
        operations.push(parse(kind, request, data).map_err(|fault| at(index, fault))?);
    }
    body.end()?;
    Ok(operations)
}

fn at(index: usize, fault: Fault) -> Fault {
    Fault { message: format!("operation {}: {}", index, fault.message), ..fault }
}

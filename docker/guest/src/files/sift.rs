//! SIFT: the contents of many files in one reply, for those who look for something. What cannot have it stays here.

use std::fs::File;

use super::content::read_range;
use super::node::Node;
use super::path::WirePath;
use super::read::emit_chunks;
use super::{beneath, sys, Emit};
use crate::fault::Fault;
use crate::wire::{Reader, Writer};

const MOST_PATHS: usize = 1024;
const MAX_LIMIT: u32 = 4 << 20;
/// After this many bytes that were read the reply ends.
const ENOUGH: usize = 4 << 20;
/// A NUL this near to the beginning says that it is no text.
const LOOKED_AT: usize = 8192;

const CONTENT: u8 = 0;
const BINARY: u8 = 1;
const WITHOUT: u8 = 2;
const CLOSED: u8 = 3;

pub fn sift(root: &File, body: &[u8], emit: Emit) -> Result<(), Fault> {
    let mut body = Reader::new(body);
    let (needle, limit, paths) = (body.str()?, body.u32()?, body.list_of_str()?);
    body.end()?;
    if limit > MAX_LIMIT || paths.len() > MOST_PATHS {
        return Err(Fault::invalid("limit is at most 4 MiB, for at most 1024 paths"));
    }
    let mut reply = Writer::new();
    let mut looked_at = 0;
    for path in paths {
        if looked_at >= ENOUGH {
            break;
        }
        let (size, content) = match content(root, path, limit as usize) {
            Ok(found) => found,
            Err(_) => {
                reply.u8(CLOSED).u64(0).str(b"");
                continue;
            }
        };
        looked_at += content.len();
        let outcome = outcome(&content, needle);
        reply.u8(outcome).u64(size).str(if outcome == CONTENT { &content } else { b"" });
    }
    emit_chunks(reply.as_bytes(), emit);
    Ok(())
}

fn content(root: &File, path: &[u8], limit: usize) -> Result<(u64, Vec<u8>), Fault> {
    let path = WirePath::parse(path)?;
    let file = match beneath::regular(root, path.as_bytes()) {
        Some((file, _)) => file,
        None => {
            let node = Node::open(root, path.as_bytes(), false)?;
            node.require_regular()?;
            node.reader()?
        }
    };
    Ok((file.metadata()?.len(), read_range(&file, 0, limit)?))
}

fn outcome(content: &[u8], needle: &[u8]) -> u8 {
    if content.iter().take(LOOKED_AT).any(|byte| *byte == 0) {
        BINARY
    } else if sys::contains(content, needle) {
        CONTENT
    } else {
        WITHOUT
    }
}

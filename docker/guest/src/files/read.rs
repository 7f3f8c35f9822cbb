//! READ: a range of a file, with the Stat of the state that it was read from.

use std::fs::File;
use std::io;

use super::content::{read_range, settled, small};
use super::etag::Etag;
use super::node::Node;
use super::path::WirePath;
use super::settle::Patience;
use super::stat::Stat;
use super::Emit;
use crate::fault::Fault;
use crate::wire::Reader;

pub const MAX_READ: u32 = 8 * 1024 * 1024;
pub const FRAME: usize = 65536;

const ATTEMPTS: usize = 2;

pub struct Range {
    path: WirePath,
    offset: u64,
    limit: u32,
}

impl Range {
    pub fn parse(request: &mut Reader) -> Result<Range, Fault> {
        let path = WirePath::parse(request.str()?)?;
        let (offset, limit) = (request.u64()?, request.u32()?);
        if limit > MAX_READ || i64::try_from(offset).is_err() {
            return Err(Fault::invalid("limit is at most 8 MiB and offset less than 2^63"));
        }
        Ok(Range { path, offset, limit })
    }

    pub fn read(&self, root: &File) -> Result<(Stat, Vec<u8>), Fault> {
        let node = Node::open(root, self.path.as_bytes(), true)?;
        node.require_regular()?;
        Ok(consistent(&node.reader()?, self.offset, self.limit as usize)?)
    }
}

pub fn read(root: &File, body: &[u8], emit: Emit) -> Result<(), Fault> {
    let mut body = Reader::new(body);
    let range = Range::parse(&mut body)?;
    body.end()?;
    let (stat, data) = range.read(root)?;
    emit(&stat.to_bytes(), data.is_empty());
    if !data.is_empty() {
        emit_chunks(&data, emit);
    }
    Ok(())
}

/// A reply that is joined again; also an empty one has a frame.
pub fn emit_chunks(data: &[u8], emit: Emit) {
    let mut rest = data;
    while rest.len() > FRAME {
        let (chunk, after) = rest.split_at(FRAME);
        emit(chunk, false);
        rest = after;
    }
    emit(rest, true);
}

fn consistent(file: &File, offset: u64, limit: usize) -> io::Result<(Stat, Vec<u8>)> {
    let mut patience = Patience::new();
    let mut attempt = 1;
    loop {
        if let Some((stat, content)) = small(file)? {
            let from = content.len().min(offset as usize);
            let to = content.len().min(from + limit);
            return Ok((stat, content[from..to].to_vec()));
        }
        let stat = settled(file, &mut patience)?;
        let data = read_range(file, offset, limit)?;
        let after = file.metadata()?;
        if stat.etag == Etag::of_metadata(&after) {
            return Ok((stat, data));
        }
        if attempt == ATTEMPTS {
            return Ok((Stat::new(after, Etag::of_nothing()), data));
        }
        attempt += 1;
    }
}

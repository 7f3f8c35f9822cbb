//! LIST: a tree by pages, in the order in which a walk meets it.

mod page;
mod walk;

use std::fs::File;

use super::flags;
use super::node::Node;
use super::path::{components, WirePath};
use super::read::emit_chunks;
use super::Emit;
use crate::fault::{self, Fault};
use crate::wire::Reader;
use page::Page;
use walk::Walk;

const MAX_LIMIT: u32 = 10_000;

pub fn list(root: &File, body: &[u8], emit: Emit) -> Result<(), Fault> {
    let mut body = Reader::new(body);
    let path = WirePath::parse(body.str()?)?;
    let (flags, after, limit) = (body.u32()?, body.str()?, body.u32()?);
    body.end()?;
    flags::known(flags, flags::RECURSIVE | flags::NO_ETAG)?;
    if limit == 0 || limit > MAX_LIMIT {
        return Err(Fault::invalid("limit is from 1 to 10000"));
    }
    let after = position(&path, &WirePath::parse(after)?)?;
    let dir = Node::open(root, path.as_bytes(), true)?;
    if !dir.is_dir() {
        return Err(Fault::new(fault::NOT_A_DIRECTORY, "this is no directory"));
    }
    let mut page = Page::new(limit as usize, flags & flags::NO_ETAG == 0);
    let mut walk = Walk::start(dir, &path, flags & flags::RECURSIVE != 0, limit as usize);
    walk.skip_to(&after)?;
    walk.fill(&mut page)?;
    emit_chunks(&page.into_bytes(), emit);
    Ok(())
}

/// The components of `after` below the listed directory.
fn position(path: &WirePath, after: &WirePath) -> Result<Vec<Vec<u8>>, Fault> {
    let mut rest = after.components();
    let inside = path.components().all(|part| rest.next() == Some(part));
    if !after.as_bytes().is_empty() && !inside {
        return Err(Fault::invalid("after has to be a path of this listing"));
    }
    let depth = path.components().count();
    Ok(components(after.as_bytes()).skip(depth).map(<[u8]>::to_vec).collect())
}

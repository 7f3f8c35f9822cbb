//! EXPORT: a tree, or one file, as an archive.

use std::fs::File;

use super::pack::Pack;
use super::selection::Selection;
use super::walk::Walk;
use super::Out;
use crate::fault::Fault;
use crate::files::flags;
use crate::files::node::Node;
use crate::files::path::WirePath;
use crate::wire::{Reader, Writer};

/// The reply that follows the archive.
pub fn export(root: &File, request: &[u8], out: Out) -> Result<Vec<u8>, Fault> {
    let mut body = Reader::new(request);
    let path = WirePath::parse(body.str()?)?;
    flags::known(body.u32()?, 0)?;
    let selection = Selection::parse(&mut body)?;
    let _credit = body.u32()?;
    body.end()?;
    let node = Node::open(root, path.as_bytes(), true)?;
    let mut walk = Walk::new(Pack::new(out), &selection);
    if node.is_dir() {
        walk.tree(node)?;
    } else {
        node.require_regular()?;
        walk.alone(&node, path.components().last().unwrap_or(b"file"))?;
    }
    let Walk { pack, summary, .. } = walk;
    let mut reply = Writer::new();
    reply.u64(pack.finish()?);
    summary.write(&mut reply);
    Ok(reply.into_bytes())
}

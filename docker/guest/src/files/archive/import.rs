//! IMPORT: an archive becomes files below a directory.

use super::place::Maker;
use super::source::{Source, Stop};
use super::summary::Summary;
use super::unpack::Unpack;
use super::In;
use crate::fault::{self, Fault};
use crate::files::flags;
use crate::files::node::Node;
use crate::files::path::WirePath;
use crate::files::shared::Shared;
use crate::wire::{Reader, Writer};

pub struct Import {
    path: WirePath,
    keep: bool,
    most_bytes: u64,
    most_entries: u32,
}

impl Import {
    /// Takes the first frame.
    pub fn parse(first: &[u8]) -> Result<Import, Fault> {
        let mut body = Reader::new(first);
        let path = WirePath::parse(body.str()?)?;
        let (flags, most_bytes, most_entries) = (body.u32()?, body.u64()?, body.u32()?);
        body.end()?;
        flags::known(flags, flags::MUST_NOT_EXIST)?;
        let keep = flags & flags::MUST_NOT_EXIST != 0;
        Ok(Import { path, keep, most_bytes, most_entries })
    }

    /// The reply says how far it came: what is complete stays.
    pub fn run(self, shared: &Shared, input: In) -> Result<Vec<u8>, Fault> {
        if let Some(node) = Node::find(&shared.root, self.path.as_bytes(), true)? {
            if !node.is_dir() {
                return Err(Fault::new(fault::NOT_A_DIRECTORY, "this is no directory"));
            }
        }
        let mut unpack = Unpack {
            source: Source::new(input, self.most_bytes),
            maker: Maker::new(shared, self.keep),
            base: self.path,
            most_entries: self.most_entries,
            summary: Summary::default(),
            at: Vec::new(),
        };
        let done = unpack.run();
        let closed = unpack.maker.finish().map_err(Stop::Fault);
        let stop = done.and(closed).err();
        let mut reply = Writer::new();
        reply.u8(stop.as_ref().map_or(0, Stop::reason));
        reply.u16(stop.as_ref().map_or(0, Stop::fault_code));
        reply.str(&unpack.at);
        unpack.summary.write(&mut reply);
        Ok(reply.into_bytes())
    }
}

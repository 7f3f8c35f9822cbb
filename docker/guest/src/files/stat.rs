//! What is told about a file (`Stat` in PROTOCOL.md).

use std::fs::{File, Metadata};
use std::os::unix::fs::{FileTypeExt, MetadataExt};

use super::etag::Etag;
use super::node::Node;
use super::path::WirePath;
use super::settle::Patience;
use super::{flags, Emit};
use crate::fault::Fault;
use crate::wire::{Reader, Writer};

pub const FILE: u8 = 1;
pub const DIRECTORY: u8 = 2;
pub const SYMLINK: u8 = 3;

pub struct Stat {
    size: u64,
    pub nlink: u32,
    pub etag: Etag,
    metadata: Metadata,
    link: Vec<u8>,
}

impl Stat {
    pub fn new(metadata: Metadata, etag: Etag) -> Stat {
        let (size, nlink) = (metadata.size(), metadata.nlink() as u32);
        Stat { size, nlink, etag, metadata, link: Vec::new() }
    }

    pub fn of_content(metadata: Metadata, content: &[u8]) -> Stat {
        let etag = Etag::of_content(&metadata, content);
        Stat { size: content.len() as u64, ..Stat::new(metadata, etag) }
    }

    pub fn of_link(metadata: Metadata, target: Vec<u8>) -> Stat {
        let etag = Etag::of_link(&target);
        Stat { link: target, ..Stat::new(metadata, etag) }
    }

    /// Whether the content was touched again: renames and links leave mtime alone.
    pub fn shows_write_after(&self, earlier: &Metadata) -> bool {
        let content = |file: &Metadata| (file.size(), file.mtime(), file.mtime_nsec());
        content(&self.metadata) != content(earlier)
    }

    pub fn unsettled(self) -> Stat {
        Stat { etag: Etag::of_nothing(), ..self }
    }

    pub fn without_etag(self) -> Stat {
        Stat { etag: Etag::none(), ..self }
    }

    pub fn write(&self, out: &mut Writer) {
        out.u8(kind(&self.metadata))
            .u32(mode(&self.metadata))
            .u64(self.size)
            .i64(self.metadata.mtime() * 1_000_000_000 + self.metadata.mtime_nsec())
            .u32(self.metadata.uid())
            .u32(self.metadata.gid())
            .u32(self.nlink)
            .str(self.etag.as_bytes())
            .str(&self.link);
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer::new();
        self.write(&mut out);
        out.into_bytes()
    }
}

pub fn stat(root: &File, body: &[u8], emit: Emit) -> Result<(), Fault> {
    let mut body = Reader::new(body);
    let path = WirePath::parse(body.str()?)?;
    let flags = body.u32()?;
    body.end()?;
    flags::known(flags, flags::NO_FOLLOW)?;
    let node = Node::open(root, path.as_bytes(), flags & flags::NO_FOLLOW == 0)?;
    emit(&node.describe(&mut Patience::new())?.to_bytes(), true);
    Ok(())
}

pub fn kind(metadata: &Metadata) -> u8 {
    let kind = metadata.file_type();
    match () {
        _ if kind.is_file() => FILE,
        _ if kind.is_dir() => DIRECTORY,
        _ if kind.is_symlink() => SYMLINK,
        _ if kind.is_fifo() => 4,
        _ if kind.is_socket() => 5,
        _ if kind.is_char_device() => 6,
        _ => 7,
    }
}

pub fn mode(metadata: &Metadata) -> u32 {
    metadata.mode() & 0o7777
}

/// What a new version of a file gets: set-id bits do not survive a write, as in the kernel.
pub fn kept_mode(metadata: &Metadata) -> u32 {
    metadata.mode() & 0o1777
}

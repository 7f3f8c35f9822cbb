//! Something in the workspace, held without having been opened for reading.

use std::fs::{File, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;

use super::consts::*;
use super::content::{settled, small};
use super::etag::Etag;
use super::settle::Patience;
use super::stat::{kind, Stat, DIRECTORY, FILE, SYMLINK};
use super::{beneath, sys};
use crate::fault::{self, Fault};

pub struct Node {
    pub handle: File,
    pub metadata: Metadata,
}

impl Node {
    pub fn open(start: &File, path: &[u8], follow: bool) -> io::Result<Node> {
        let handle = beneath::open(start, path, follow)?;
        let metadata = handle.metadata()?;
        Ok(Node { handle, metadata })
    }

    /// The same, but nothing when there is nothing.
    pub fn find(start: &File, path: &[u8], follow: bool) -> io::Result<Option<Node>> {
        match Node::open(start, path, follow) {
            Err(error) if error.raw_os_error() == Some(ENOENT) => Ok(None),
            result => result.map(Some),
        }
    }

    pub fn kind(&self) -> u8 {
        kind(&self.metadata)
    }

    pub fn is_dir(&self) -> bool {
        self.kind() == DIRECTORY
    }

    /// Whether one can go into this directory, and out of it again.
    pub fn may_be_searched(&self) -> bool {
        sys::open_at(&self.handle, b".", O_PATH | O_DIRECTORY, 0).is_ok()
    }

    /// Of the file system; stays when the thing is renamed.
    pub fn identity(&self) -> (u64, u64) {
        (self.metadata.dev(), self.metadata.ino())
    }

    pub fn require_regular(&self) -> Result<(), Fault> {
        match self.kind() {
            FILE => Ok(()),
            DIRECTORY => Err(Fault::new(fault::IS_A_DIRECTORY, "this is a directory")),
            _ => Err(Fault::new(fault::NOT_REGULAR, "this is no regular file")),
        }
    }

    /// A descriptor to read from. Only for regular files: a FIFO would notice.
    pub fn reader(&self) -> io::Result<File> {
        sys::reopen(&self.handle, O_RDONLY | O_NONBLOCK | O_NOCTTY)
    }

    pub fn target(&self) -> io::Result<Vec<u8>> {
        sys::read_link(&self.handle)
    }

    pub fn describe(&self, patience: &mut Patience) -> io::Result<Stat> {
        match self.kind() {
            SYMLINK => Ok(Stat::of_link(self.handle.metadata()?, self.target()?)),
            FILE => match self.reader() {
                Ok(file) => describe_file(&file, patience),
                Err(_) => settled(&self.handle, patience),
            },
            _ => settled(&self.handle, patience),
        }
    }

    /// For those who look at many files and want none of their states.
    pub fn describe_without_etag(&self) -> io::Result<Stat> {
        match self.kind() {
            SYMLINK => Ok(Stat::of_link(self.handle.metadata()?, self.target()?).without_etag()),
            _ => Ok(Stat::new(self.handle.metadata()?, Etag::none())),
        }
    }
}

/// A file that may be read: by its content if that is small.
fn describe_file(file: &File, patience: &mut Patience) -> io::Result<Stat> {
    match small(file)? {
        Some((stat, _)) => Ok(stat),
        None => settled(file, patience),
    }
}

//! What a change is about to do, written down first: the next agent takes it back when this one is killed.
//!
//! A file in the workspace while it is needed. Without the room or the right to write it, changes go on without.

use std::fs::File;
use std::io::{self, Write as _};

use super::consts::*;
use super::path::join;
use super::place::Place;
use super::{names, sys};
use crate::wire::Writer;

pub const MADE: u8 = 1;
pub const STAGED: u8 = 2;
pub const MOVED: u8 = 3;
pub const SWAPPED: u8 = 4;
pub const HIDDEN: u8 = 5;
pub const COMMITTED: u8 = 6;

pub struct Ledger {
    root: File,
    /// Of the workspace, as the kernel tells paths.
    base: Vec<u8>,
    name: Vec<u8>,
    file: File,
}

impl Ledger {
    pub fn create(root: &File) -> io::Result<Ledger> {
        let name = names::of_ledger();
        let base = sys::path_of(root)?;
        let root = root.try_clone()?;
        let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW;
        let file = sys::open_at(&root, &name, flags, 0o600)?;
        Ok(Ledger { root, base, name, file })
    }

    /// `number` is the inode of the first place where that says whether the step was done.
    pub fn note(&mut self, kind: u8, places: &[&Place], number: u64) -> io::Result<()> {
        let mut step = Writer::new();
        step.u8(kind).u64(number);
        for place in places {
            step.str(&self.path(place)?);
        }
        let mut record = Writer::new();
        record.str(step.as_bytes());
        self.file.write_all(record.as_bytes())
    }

    fn path(&self, place: &Place) -> io::Result<Vec<u8>> {
        let dir = sys::path_of(&place.dir)?;
        let below = dir.strip_prefix(&self.base[..]);
        let below = below.ok_or_else(|| io::Error::from_raw_os_error(EXDEV))?;
        let start = below.iter().take_while(|byte| **byte == b'/').count();
        Ok(join(&below[start..], &place.name))
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        let _ = sys::unlink(&self.root, &self.name);
    }
}

//! The kernel's news about directories.

use std::fs::File;
use std::io::{self, Read};

use crate::files::sys;

pub const MODIFY: u32 = 0x2;
pub const ATTRIB: u32 = 0x4;
pub const MOVED_FROM: u32 = 0x40;
pub const MOVED_TO: u32 = 0x80;
pub const CREATE: u32 = 0x100;
pub const DELETE: u32 = 0x200;
pub const DELETE_SELF: u32 = 0x400;
pub const MOVE_SELF: u32 = 0x800;
pub const OVERFLOW: u32 = 0x4000;
pub const IGNORED: u32 = 0x8000;
pub const IS_DIR: u32 = 0x4000_0000;
const ONLY_DIR: u32 = 0x0100_0000;
const EXCLUDE_UNLINKED: u32 = 0x0400_0000;

const WANTED: u32 =
    MODIFY | ATTRIB | MOVED_FROM | MOVED_TO | CREATE | DELETE | DELETE_SELF | MOVE_SELF;
const HEADER: usize = 16;
const BUFFER: usize = 65536;

pub struct Inotify {
    pub file: File,
}

/// What happened to a name in a watched directory, or without a name to the directory.
pub struct Event {
    pub watch: i32,
    pub mask: u32,
    pub name: Vec<u8>,
}

impl Inotify {
    pub fn new() -> io::Result<Inotify> {
        Ok(Inotify { file: sys::inotify()? })
    }

    /// The same number for the same directory.
    pub fn add(&self, dir: &File) -> io::Result<i32> {
        sys::inotify_add(&self.file, dir, WANTED | ONLY_DIR | EXCLUDE_UNLINKED)
    }

    pub fn remove(&self, watch: i32) {
        sys::inotify_remove(&self.file, watch);
    }

    /// What there is now.
    pub fn read(&self) -> Vec<Event> {
        let mut buffer = vec![0; BUFFER];
        let length = (&self.file).read(&mut buffer).unwrap_or(0);
        let mut records = &buffer[..length];
        let mut events = Vec::new();
        while records.len() >= HEADER {
            let word = |at: usize| {
                u32::from_ne_bytes([records[at], records[at + 1], records[at + 2], records[at + 3]])
            };
            let end = HEADER + word(12) as usize;
            let name = records[HEADER..end].split(|byte| *byte == 0).next().unwrap_or(b"");
            events.push(Event { watch: word(0) as i32, mask: word(4), name: name.to_vec() });
            records = &records[end..];
        }
        events
    }
}

//! One tag per state of a file (PROTOCOL.md, ETag).

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;

use super::sha256::sha256;
use super::stat::{kind, mode};
use super::sys;

/// Up to this size the content is the state.
pub const SMALL: usize = 64 * 1024;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Etag(String);

impl Etag {
    pub fn of_content(file: &Metadata, content: &[u8]) -> Etag {
        digest(1, &[&mode(file).to_le_bytes(), content])
    }

    pub fn of_link(target: &[u8]) -> Etag {
        digest(2, &[target])
    }

    pub fn of_metadata(file: &Metadata) -> Etag {
        let numbers = [
            u64::from(kind(file)),
            u64::from(mode(file)),
            file.size(),
            file.ino(),
            file.mtime() as u64,
            file.mtime_nsec() as u64,
            file.ctime() as u64,
            file.ctime_nsec() as u64,
        ];
        digest(3, &[&numbers.map(u64::to_le_bytes).concat()])
    }

    /// For a file that is changing at this moment: no state has this tag.
    pub fn of_nothing() -> Etag {
        digest(4, &[&sys::random()])
    }

    /// Where nobody asked for one.
    pub fn none() -> Etag {
        Etag(String::new())
    }

    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

fn digest(form: u8, parts: &[&[u8]]) -> Etag {
    let message = [&[form][..], &parts.concat()].concat();
    Etag(sha256(&message)[..16].iter().map(|byte| format!("{:02x}", byte)).collect())
}

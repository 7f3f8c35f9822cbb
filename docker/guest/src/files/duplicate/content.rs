//! Shares the blocks of a file, or copies them and leaves its holes.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::MetadataExt;

use super::report::Report;
use super::sys;
use crate::files::node::Node;

/// Between two reports.
const PIECE: u64 = 16 << 20;
const BLOCK: u64 = 512;

pub fn copy(node: &Node, to: &File, report: &mut Report) -> io::Result<()> {
    let from = node.reader()?;
    let size = node.metadata.size();
    if sys::clone_content(&from, to).is_ok() {
        report.bytes(size.min(node.metadata.blocks() * BLOCK));
        return Ok(());
    }
    let mut at = 0;
    while let Some((start, end)) = sys::next_data(&from, at)? {
        // Not beyond its size at the beginning: a log may grow faster than it is copied.
        if start >= size {
            break;
        }
        at = end.min(size);
        copy_part(&from, to, (start, at), report)?;
    }
    to.set_len(size)
}

fn copy_part(
    mut from: &File,
    mut to: &File,
    (start, end): (u64, u64),
    report: &mut Report,
) -> io::Result<()> {
    from.seek(SeekFrom::Start(start))?;
    to.seek(SeekFrom::Start(start))?;
    let mut left = end - start;
    while left > 0 {
        // The standard library has the kernel copy from file to file.
        let copied = io::copy(&mut from.take(left.min(PIECE)), &mut to)?;
        if copied == 0 {
            break;
        }
        left -= copied;
        report.bytes(copied);
    }
    Ok(())
}

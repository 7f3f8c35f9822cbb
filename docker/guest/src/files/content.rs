//! Content and tag that belong together, though the workload may write at any moment.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use super::etag::{Etag, SMALL};
use super::settle::Patience;
use super::stat::Stat;
use super::sys;

/// All of a small file with its Stat; nothing when the file is larger.
pub fn small(file: &File) -> io::Result<Option<(Stat, Vec<u8>)>> {
    if file.metadata()?.len() > SMALL as u64 {
        return Ok(None);
    }
    let content = read_range(file, 0, SMALL + 1)?;
    if content.len() > SMALL {
        return Ok(None);
    }
    Ok(Some((Stat::of_content(file.metadata()?, &content), content)))
}

pub fn read_range(file: &File, offset: u64, limit: usize) -> io::Result<Vec<u8>> {
    let left = file.metadata()?.len().saturating_sub(offset);
    // One byte more than there seems to be shows growth without another call.
    let mut data = vec![0; limit.min(left.saturating_add(1).min(limit as u64) as usize)];
    let mut length = 0;
    while length < data.len() {
        match file.read_at(&mut data[length..], offset + length as u64) {
            Ok(0) => break,
            Ok(count) => length += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    data.truncate(length);
    Ok(data)
}

/// The metadata form: its stamp is in the past and no write is under way that carries it.
///
/// A write is stamped before it copies, so it may still go on while its stamp is already old.
pub fn settled(file: &File, patience: &mut Patience) -> io::Result<Stat> {
    loop {
        let before = file.metadata()?;
        let settles = patience.settles(&before);
        sys::wait_for_writer(file);
        let metadata = file.metadata()?;
        if !settles {
            return Ok(Stat::new(metadata, Etag::of_nothing()));
        }
        let etag = Etag::of_metadata(&metadata);
        if etag == Etag::of_metadata(&before) {
            return Ok(Stat::new(metadata, etag));
        }
    }
}

//! One entry after the other, with its long name and other extras put together.

use super::header::{self, Header};
use super::source::{Source, Stop};
use super::{padding, pax, BLOCK};

const GLOBAL_PAX: u8 = b'g';
const LONG_NAME: u8 = b'L';
const LONG_LINK: u8 = b'K';
const CONTIGUOUS: u8 = b'7';
const VOLUME_LABEL: u8 = b'V';

/// Names have at most 4096 bytes, but records have other things, too.
const MOST_EXTRA: u64 = 1 << 20;
/// Extras in a row, before the entry that they are for.
const MOST_EXTRAS: usize = 16;

#[derive(Default)]
struct Extras {
    name: Option<Vec<u8>>,
    link: Option<Vec<u8>>,
    size: Option<u64>,
    mtime: Option<i64>,
}

/// Nothing at the end mark. The content of the entry follows in the source.
pub fn next(source: &mut Source) -> Result<Option<Header>, Stop> {
    let mut extras = Extras::default();
    for _ in 0..MOST_EXTRAS {
        let block = source.block()?;
        if block == [0; BLOCK] {
            return Ok(None);
        }
        let header = Header::parse(&block).ok_or(Stop::Damaged)?;
        match header.kind {
            header::PAX => extras.records(&extra(source, header.size)?)?,
            LONG_NAME => extras.name = Some(text(extra(source, header.size)?)),
            LONG_LINK => extras.link = Some(text(extra(source, header.size)?)),
            GLOBAL_PAX | VOLUME_LABEL => drop(extra(source, header.size)?),
            _ => return extras.apply(header).map(Some),
        }
    }
    Err(Stop::Damaged)
}

impl Extras {
    fn records(&mut self, records: &[u8]) -> Result<(), Stop> {
        for (key, value) in pax::parse(records).ok_or(Stop::Damaged)? {
            match key {
                b"path" => self.name = Some(value.to_vec()),
                b"linkpath" => self.link = Some(value.to_vec()),
                b"size" => self.size = Some(whole(value)?),
                b"mtime" => self.mtime = Some(seconds(value)?),
                _ if key.starts_with(b"GNU.sparse.") => return Err(Stop::Unsupported),
                _ => {}
            }
        }
        Ok(())
    }

    fn apply(self, header: Header) -> Result<Header, Stop> {
        let mut entry = Header {
            name: self.name.unwrap_or(header.name),
            link: self.link.unwrap_or(header.link),
            size: self.size.unwrap_or(header.size),
            mtime: self.mtime.unwrap_or(header.mtime),
            ..header
        };
        if matches!(entry.kind, 0 | CONTIGUOUS) {
            entry.kind = header::FILE;
        }
        // Before ustar there was no other way to say it.
        if entry.kind == header::FILE && entry.name.ends_with(b"/") {
            entry.kind = header::DIRECTORY;
        }
        if entry.kind != header::FILE {
            entry.size = 0;
        }
        Ok(entry)
    }
}

fn extra(source: &mut Source, size: u64) -> Result<Vec<u8>, Stop> {
    if size > MOST_EXTRA {
        return Err(Stop::Damaged);
    }
    let mut bytes = Vec::new();
    source.each(size, &mut |part| {
        bytes.extend_from_slice(part);
        Ok(())
    })?;
    source.skip(padding(size) as u64)?;
    Ok(bytes)
}

fn text(mut bytes: Vec<u8>) -> Vec<u8> {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    bytes.truncate(end);
    bytes
}

fn whole(value: &[u8]) -> Result<u64, Stop> {
    let text = std::str::from_utf8(value).map_err(|_| Stop::Damaged)?;
    text.parse().map_err(|_| Stop::Damaged)
}

/// Without the fraction.
fn seconds(value: &[u8]) -> Result<i64, Stop> {
    let text = std::str::from_utf8(value).map_err(|_| Stop::Damaged)?;
    text.split('.').next().unwrap_or("").parse().map_err(|_| Stop::Damaged)
}

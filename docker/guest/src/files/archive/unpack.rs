//! Takes an archive apart, entry by entry.

use std::io::Write as _;

use super::entry;
use super::header::{self, Header};
use super::name::{below, place_of, stays};
use super::padding;
use super::place::Maker;
use super::source::{Source, Stop};
use super::summary::Summary;
use crate::fault::Fault;
use crate::files::path::WirePath;

const DEVICES_AND_FIFO: std::ops::RangeInclusive<u8> = b'3'..=b'6';

pub struct Unpack<'a> {
    pub source: Source<'a>,
    pub maker: Maker<'a>,
    pub base: WirePath,
    pub most_entries: u32,
    pub summary: Summary,
    /// The entry that it is at.
    pub at: Vec<u8>,
}

impl Unpack<'_> {
    pub fn run(&mut self) -> Result<(), Stop> {
        let mut seen = 0;
        while let Some(entry) = entry::next(&mut self.source)? {
            seen += 1;
            self.at = entry.name.clone();
            if seen > self.most_entries {
                return Err(Stop::TooManyEntries);
            }
            self.take(&entry)?;
            self.at.clear();
        }
        self.source.drain()
    }

    fn take(&mut self, entry: &Header) -> Result<(), Stop> {
        let path = below(&self.base, &place_of(&entry.name)?)?;
        match entry.kind {
            header::FILE => self.file(entry, &path)?,
            // The directory that is imported into keeps its mode.
            header::DIRECTORY if path == self.base => {}
            header::DIRECTORY => {
                self.maker.directory(&path, entry.mode)?;
                self.summary.directories += 1;
            }
            header::SYMLINK => self.symlink(entry, &path)?,
            header::HARD_LINK => {
                let file = below(&self.base, &place_of(&entry.link)?)?;
                let place = self.maker.place(&path)?;
                self.maker.hard_link(&file, &place)?;
                self.summary.links += 1;
            }
            kind if DEVICES_AND_FIFO.contains(&kind) => self.summary.skip(&entry.name),
            _ => return Err(Stop::Unsupported),
        }
        Ok(())
    }

    fn file(&mut self, entry: &Header, path: &WirePath) -> Result<(), Stop> {
        let place = self.maker.place(path)?;
        let temp = self.maker.temp(&place)?;
        self.source.each(entry.size, &mut |bytes| {
            (&temp.file).write_all(bytes).map_err(|error| Stop::Fault(Fault::from(error)))
        })?;
        self.source.skip(padding(entry.size) as u64)?;
        self.maker.publish(temp, &place, entry)?;
        self.summary.files += 1;
        self.summary.bytes += entry.size;
        Ok(())
    }

    /// One that leads out is left out: nothing could follow it anyway.
    fn symlink(&mut self, entry: &Header, path: &WirePath) -> Result<(), Stop> {
        if !stays(path, &entry.link) {
            self.summary.skip(&entry.name);
            return Ok(());
        }
        let place = self.maker.place(path)?;
        self.maker.symlink(&entry.link, &place)?;
        self.summary.links += 1;
        Ok(())
    }
}

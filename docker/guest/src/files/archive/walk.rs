//! Packs what a selection takes of a tree: names in byte order, each directory before what is in it.

use std::collections::VecDeque;
use std::fs::{File, Metadata};
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt};

use super::header::{self, Header};
use super::pack::Pack;
use super::selection::{Selection, Verdict};
use super::summary::Summary;
use crate::fault::Fault;
use crate::files::consts::*;
use crate::files::content::read_range;
use crate::files::node::Node;
use crate::files::stat::{mode, DIRECTORY, FILE, SYMLINK};
use crate::files::trail::{share, Trail};
use crate::files::{beneath, names};

/// Names held at a time.
const BATCH: usize = 8192;
/// Files up to this size are read before their header is written, so that both are of one state.
const SMALL: u64 = 65536;

pub struct Walk<'a> {
    pub pack: Pack<'a>,
    pub summary: Summary,
    selection: &'a Selection,
    path: Vec<Vec<u8>>,
    levels: Vec<Level>,
}

#[derive(Default)]
struct Level {
    included: bool,
    /// Of a directory that comes only when something in it does.
    pending: Option<Header>,
    last: Vec<u8>,
    ahead: VecDeque<(Vec<u8>, u8)>,
    complete: bool,
}

impl<'a> Walk<'a> {
    pub fn new(pack: Pack<'a>, selection: &'a Selection) -> Walk<'a> {
        Walk { pack, summary: Summary::default(), selection, path: Vec::new(), levels: Vec::new() }
    }

    pub fn tree(&mut self, dir: Node) -> Result<(), Fault> {
        let mut trail = Trail::start(dir);
        self.levels.push(Level { included: self.selection.takes_all(), ..Level::default() });
        while !self.levels.is_empty() {
            match self.next_name(&trail)? {
                Some((name, kind)) => {
                    self.path.push(name);
                    match self.visit(&trail, kind)? {
                        Some(dir) => trail.enter(dir),
                        None => drop(self.path.pop()),
                    }
                }
                None => {
                    self.levels.pop();
                    if self.path.pop().is_some() {
                        trail.leave()?;
                    }
                }
            }
        }
        Ok(())
    }

    /// A file that is exported by its own name.
    pub fn alone(&mut self, file: &Node, name: &[u8]) -> Result<(), Fault> {
        self.path.push(name.to_vec());
        self.file(file)
    }

    /// The directory to go into. `kind` is what its directory says, which may be wrong by now.
    fn visit(&mut self, trail: &Trail, kind: u8) -> Result<Option<Node>, Fault> {
        let name = &self.path[self.path.len() - 1];
        let inside = self.levels.last().map_or(true, |level| level.included);
        let verdict = self.selection.of(&self.path, inside);
        if verdict == Verdict::Out {
            return Ok(None);
        }
        if (verdict, kind) == (Verdict::In, DT_REG) {
            if let Some((file, metadata)) = beneath::regular(trail.here(), name) {
                return self.content(file, &metadata).map(|()| None);
            }
        }
        let node = match Node::open(trail.here(), name, false) {
            // Gone meanwhile, or mounted there and so not of the workspace.
            Err(error) if matches!(error.raw_os_error(), Some(ENOENT) | Some(EXDEV)) => {
                return Ok(None)
            }
            Err(error) if denied(&error) => return self.skip(),
            result => result?,
        };
        match (node.kind(), verdict) {
            (DIRECTORY, _) if !node.may_be_searched() => return self.skip(),
            (DIRECTORY, _) => return self.directory(node, verdict).map(Some),
            (_, Verdict::Maybe) => {}
            (FILE, _) => self.file(&node)?,
            (SYMLINK, _) => {
                self.entry(&node.metadata, header::SYMLINK, 0, node.target()?)?;
                self.summary.links += 1;
            }
            _ => return self.skip(),
        }
        Ok(None)
    }

    fn directory(&mut self, node: Node, verdict: Verdict) -> Result<Node, Fault> {
        let header = self.describe(&node.metadata, header::DIRECTORY, 0, Vec::new());
        let included = verdict == Verdict::In;
        self.levels.push(Level { included, pending: Some(header), ..Level::default() });
        if included {
            self.pending()?;
        }
        Ok(node)
    }

    fn file(&mut self, node: &Node) -> Result<(), Fault> {
        match node.reader() {
            Err(error) if denied(&error) => self.skip().map(drop),
            result => self.content(result?, &node.metadata),
        }
    }

    fn content(&mut self, mut file: File, metadata: &Metadata) -> Result<(), Fault> {
        let size = metadata.size();
        if size <= SMALL {
            let content = whole_small(&file, size as usize)?;
            self.summary.changed += u32::from(content.len() as u64 != size);
            self.entry(metadata, header::FILE, content.len() as u64, Vec::new())?;
            self.pack.whole(&content)?;
            self.summary.bytes += content.len() as u64;
        } else {
            self.entry(metadata, header::FILE, size, Vec::new())?;
            let complete = self.pack.stream(&mut file, size)?;
            let after = file.metadata()?;
            let same = after.size() == size && after.mtime_nsec() == metadata.mtime_nsec();
            self.summary.changed += u32::from(!complete || !same);
            self.summary.bytes += size;
        }
        self.summary.files += 1;
        Ok(())
    }

    fn entry(
        &mut self,
        metadata: &Metadata,
        kind: u8,
        size: u64,
        link: Vec<u8>,
    ) -> Result<(), Fault> {
        self.pending()?;
        let header = self.describe(metadata, kind, size, link);
        self.pack.header(&header)
    }

    fn describe(&self, metadata: &Metadata, kind: u8, size: u64, link: Vec<u8>) -> Header {
        let mut name = self.path.join(&b'/');
        if kind == header::DIRECTORY {
            name.push(b'/');
        }
        let (mode, mtime) = (mode(metadata), metadata.mtime());
        Header { name, mode, size, mtime, kind, link }
    }

    /// The directories that something lies in, where they are not in the archive yet.
    fn pending(&mut self) -> Result<(), Fault> {
        for level in &mut self.levels {
            if let Some(header) = level.pending.take() {
                self.pack.header(&header)?;
                self.summary.directories += 1;
            }
        }
        Ok(())
    }

    fn skip(&mut self) -> Result<Option<Node>, Fault> {
        self.summary.skip(&self.path.join(&b'/'));
        Ok(None)
    }

    fn next_name(&mut self, trail: &Trail) -> Result<Option<(Vec<u8>, u8)>, Fault> {
        let depth = self.levels.len() - 1;
        let level = &mut self.levels[depth];
        if level.ahead.is_empty() && !level.complete {
            let count = share(BATCH, depth);
            let found = match names::smallest_with_kinds(trail.here(), &level.last, count) {
                Err(error) if depth > 0 && denied(&error) => {
                    self.summary.skip(&self.path.join(&b'/'));
                    Vec::new()
                }
                result => result?,
            };
            level.complete = found.len() < count;
            level.ahead = found.into();
        }
        let name = level.ahead.pop_front();
        if let (Some((name, _)), false) = (&name, level.complete) {
            level.last = name.clone();
        }
        Ok(name)
    }
}

/// In one call, unless it has grown since its size was looked at.
fn whole_small(file: &File, size: usize) -> io::Result<Vec<u8>> {
    let mut content = vec![0; size + 1];
    match file.read_at(&mut content, 0) {
        Ok(count) if count == size => {
            content.truncate(size);
            Ok(content)
        }
        _ => read_range(file, 0, SMALL as usize),
    }
}

fn denied(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::PermissionDenied
}

//! Speaks the protocol with a workspace, as the server does.

use std::path::Path;

use crate::fault::Fault;
use crate::files::{self, Workspace};
use crate::wire::{Reader, Writer};

pub const FOLLOW: u32 = 0;
pub const NO_FOLLOW: u32 = 1;
pub const RECURSIVE: u32 = 1;
pub const NO_ETAG: u32 = 2;
pub const PARENTS: u32 = 1;
pub const MUST_NOT_EXIST: u32 = 2;
pub const MODE: u32 = 4;
pub const IF_MATCH: u32 = 8;
pub const TREE: u32 = 16;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stat {
    pub kind: u8,
    pub mode: u32,
    pub size: u64,
    pub mtime: i64,
    pub nlink: u32,
    pub etag: String,
    pub link: Vec<u8>,
}

impl Stat {
    pub fn take(reader: &mut Reader) -> Stat {
        let (kind, mode, size, mtime) = (
            reader.u8().unwrap(),
            reader.u32().unwrap(),
            reader.u64().unwrap(),
            reader.i64().unwrap(),
        );
        let (_uid, _gid, nlink) =
            (reader.u32().unwrap(), reader.u32().unwrap(), reader.u32().unwrap());
        let etag = String::from_utf8(reader.str().unwrap().to_vec()).unwrap();
        let link = reader.str().unwrap().to_vec();
        assert!(matches!(etag.len(), 0 | 32));
        Stat { kind, mode, size, mtime, nlink, etag, link }
    }

    pub fn only(bytes: &[u8]) -> Stat {
        let mut reader = Reader::new(bytes);
        let stat = Stat::take(&mut reader);
        reader.end().unwrap();
        stat
    }
}

/// A path and what is there.
pub type Entry = (Vec<u8>, Stat);

pub struct Client {
    workspace: Workspace,
}

impl Client {
    pub fn new(root: &Path) -> Client {
        Client { workspace: Workspace::open(root).unwrap() }
    }

    /// The frames of a reply; checks that exactly the last is marked.
    pub fn frames(&self, kind: u8, body: &Writer) -> Result<Vec<Vec<u8>>, Fault> {
        let mut frames = Vec::new();
        let mut ended = false;
        self.workspace.handle(kind, body.as_bytes(), &mut |frame, end| {
            assert!(!ended && frame.len() <= 66_560);
            ended = end;
            frames.push(frame.to_vec());
        })?;
        assert!(ended);
        Ok(frames)
    }

    pub fn stat_bytes(&self, path: &[u8], flags: u32) -> Result<Stat, Fault> {
        let frames = self.frames(files::STAT, Writer::new().str(path).u32(flags))?;
        Ok(Stat::only(&frames.concat()))
    }

    pub fn stat(&self, path: &str) -> Result<Stat, Fault> {
        self.stat_bytes(path.as_bytes(), FOLLOW)
    }

    pub fn read_range(
        &self,
        path: &[u8],
        offset: u64,
        limit: u32,
    ) -> Result<(Stat, Vec<u8>), Fault> {
        let frames = self.frames(files::READ, Writer::new().str(path).u64(offset).u32(limit))?;
        Ok((Stat::only(&frames[0]), frames[1..].concat()))
    }

    pub fn read(&self, path: &str) -> Result<(Stat, Vec<u8>), Fault> {
        self.read_range(path.as_bytes(), 0, 8 << 20)
    }

    pub fn begin(
        &self,
        path: &[u8],
        flags: u32,
        mode: u32,
        if_match: &str,
    ) -> Result<files::Write, Fault> {
        let mut first = Writer::new();
        first.str(path).u32(flags).u32(mode).str(if_match.as_bytes());
        self.workspace.begin_write(first.as_bytes())
    }

    pub fn write_with(
        &self,
        path: &[u8],
        data: &[u8],
        flags: u32,
        mode: u32,
        etag: &str,
    ) -> Result<Stat, Fault> {
        let mut write = self.begin(path, flags, mode, etag)?;
        for chunk in data.chunks(65_536) {
            write.append(chunk)?;
        }
        write.finish().map(|reply| Stat::only(&reply))
    }

    pub fn write(&self, path: &str, data: impl AsRef<[u8]>) -> Result<Stat, Fault> {
        self.write_with(path.as_bytes(), data.as_ref(), 0, 0, "")
    }

    pub fn write_if(&self, path: &str, data: impl AsRef<[u8]>, etag: &str) -> Result<Stat, Fault> {
        self.write_with(path.as_bytes(), data.as_ref(), IF_MATCH, 0, etag)
    }

    pub fn delete_with(&self, path: &[u8], flags: u32, etag: &str) -> Result<(), Fault> {
        let frames =
            self.frames(files::DELETE, Writer::new().str(path).u32(flags).str(etag.as_bytes()))?;
        assert_eq!(frames, [b""]);
        Ok(())
    }

    pub fn delete(&self, path: &str, flags: u32) -> Result<(), Fault> {
        self.delete_with(path.as_bytes(), flags, "")
    }

    fn change(&self, kind: u8, request: &Writer) -> Result<Stat, Fault> {
        Ok(Stat::only(&self.frames(kind, request)?.concat()))
    }

    pub fn make_dir(&self, path: &str, flags: u32, mode: u32) -> Result<Stat, Fault> {
        self.change(files::MKDIR, &make_dir(path.as_bytes(), flags, mode).1)
    }

    pub fn relocate(&self, from: &str, to: &str, flags: u32) -> Result<Stat, Fault> {
        self.change(files::MOVE, &relocate(from.as_bytes(), to.as_bytes(), flags, "").1)
    }

    pub fn copy(&self, from: &str, to: &str, flags: u32) -> Result<Stat, Fault> {
        self.change(files::COPY, &copy(from.as_bytes(), to.as_bytes(), flags, "").1)
    }

    /// The replies of the operations.
    pub fn batch(&self, operations: &[Operation]) -> Result<Vec<Vec<u8>>, Fault> {
        let mut request = Writer::new();
        request.u32(operations.len() as u32);
        for (kind, body, data) in operations {
            request.u8(*kind).str(body.as_bytes()).str(data);
        }
        let reply = self.frames(files::BATCH, &request)?.concat();
        let mut reader = Reader::new(&reply);
        let replies = reader.list_of_str().unwrap().into_iter().map(<[u8]>::to_vec).collect();
        reader.end().unwrap();
        Ok(replies)
    }

    pub fn page(
        &self,
        path: &[u8],
        flags: u32,
        after: &[u8],
        limit: u32,
    ) -> Result<(bool, Vec<Entry>), Fault> {
        let mut request = Writer::new();
        request.str(path).u32(flags).str(after).u32(limit);
        let reply = self.frames(files::LIST, &request)?.concat();
        let mut reader = Reader::new(&reply);
        let more = reader.u8().unwrap() == 1;
        let mut entries = Vec::new();
        while reader.end().is_err() {
            let path = reader.str().unwrap().to_vec();
            entries.push((path, Stat::take(&mut reader)));
        }
        Ok((more, entries))
    }

    /// All pages of a listing.
    pub fn list_by(&self, path: &str, flags: u32, limit: u32) -> Vec<Entry> {
        let mut all: Vec<Entry> = Vec::new();
        loop {
            let after = all.last().map(|(path, _)| path.clone()).unwrap_or_default();
            let (more, entries) = self.page(path.as_bytes(), flags, &after, limit).unwrap();
            all.extend(entries);
            if !more {
                return all;
            }
        }
    }

    pub fn names(&self, path: &str, flags: u32) -> Vec<String> {
        let name = |(path, _): Entry| String::from_utf8_lossy(&path).into_owned();
        self.list_by(path, flags, 1000).into_iter().map(name).collect()
    }
}

/// One of a batch: its type, its request, and the data of a write.
pub type Operation = (u8, Writer, Vec<u8>);

fn operation(kind: u8, request: &mut Writer) -> Operation {
    (kind, std::mem::take(request), Vec::new())
}

pub fn read(path: &[u8]) -> Operation {
    operation(files::READ, Writer::new().str(path).u64(0).u32(1000))
}

pub fn write(path: &[u8], data: &[u8], flags: u32, etag: &str) -> Operation {
    let mut request = Writer::new();
    request.str(path).u32(flags).u32(0).str(etag.as_bytes());
    (files::WRITE, request, data.to_vec())
}

pub fn delete(path: &[u8], flags: u32, etag: &str) -> Operation {
    operation(files::DELETE, Writer::new().str(path).u32(flags).str(etag.as_bytes()))
}

pub fn make_dir(path: &[u8], flags: u32, mode: u32) -> Operation {
    operation(files::MKDIR, Writer::new().str(path).u32(flags).u32(mode))
}

pub fn relocate(from: &[u8], to: &[u8], flags: u32, etag: &str) -> Operation {
    operation(files::MOVE, Writer::new().str(from).str(to).u32(flags).str(etag.as_bytes()))
}

pub fn copy(from: &[u8], to: &[u8], flags: u32, etag: &str) -> Operation {
    operation(files::COPY, Writer::new().str(from).str(to).u32(flags).str(etag.as_bytes()))
}

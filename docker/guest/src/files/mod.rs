//! The files of the workspace: nothing here reaches outside its directory.

mod archive;
mod beneath;
mod change;
mod consts;
mod content;
mod copying;
pub mod duplicate;
mod etag;
mod flags;
mod gone;
mod journal;
mod ledger;
mod list;
mod names;
mod node;
mod notes;
mod parents;
mod path;
mod place;
mod precondition;
mod publish;
mod read;
mod recovery;
mod remove;
mod settle;
mod sha256;
mod shared;
mod sift;
mod stat;
mod stepwise;
mod sys;
mod temp;
mod trail;
mod watch;
mod write;

use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::fault::Fault;
use crate::wire::Reader;
pub use archive::Import;
pub use gone::close as close_gone;
pub use recovery::recover;
use shared::Shared;
pub use watch::Watcher;
pub use write::Write;

/// Takes the payloads of the reply; true with the last one.
type Emit<'a> = &'a mut dyn FnMut(&[u8], bool);

pub const STAT: u8 = 0x20;
pub const READ: u8 = 0x21;
pub const WRITE: u8 = 0x22;
pub const DELETE: u8 = 0x23;
pub const LIST: u8 = 0x24;
pub const MKDIR: u8 = 0x25;
pub const MOVE: u8 = 0x26;
pub const COPY: u8 = 0x27;
pub const BATCH: u8 = 0x28;
pub const SIFT: u8 = 0x29;

pub struct Workspace {
    shared: Arc<Shared>,
}

impl Workspace {
    pub fn open(root: &Path) -> io::Result<Workspace> {
        Ok(Workspace { shared: Arc::new(Shared::open(root)?) })
    }

    pub fn handle(&self, kind: u8, body: &[u8], emit: Emit) -> Result<(), Fault> {
        let root = &self.shared.root;
        match kind {
            STAT => stat::stat(root, body, emit),
            READ => read::read(root, body, emit),
            LIST => list::list(root, body, emit),
            SIFT => sift::sift(root, body, emit),
            _ => change::change(&self.shared, kind, body, emit),
        }
    }

    /// The reply that follows the archive.
    pub fn export(&self, request: &[u8], out: archive::Out) -> Result<Vec<u8>, Fault> {
        archive::export(&self.shared.root, request, out)
    }

    pub fn import(&self, request: Import, input: archive::In) -> Result<Vec<u8>, Fault> {
        request.run(&self.shared, input)
    }

    /// Takes the first frame of a WRITE.
    pub fn begin_write(&self, first: &[u8]) -> Result<Write, Fault> {
        let mut body = Reader::new(first);
        let target = write::Target::parse(&mut body)?;
        body.end()?;
        Write::begin(Arc::clone(&self.shared), target)
    }
}

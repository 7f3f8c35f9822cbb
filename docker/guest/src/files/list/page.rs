//! One reply, bounded in entries and in bytes.

use crate::files::node::Node;
use crate::files::settle::Patience;
use crate::wire::Writer;

const MAX_BYTES: usize = 1024 * 1024;

pub struct Page {
    entries: Writer,
    free: usize,
    empty: bool,
    more: bool,
    with_etags: bool,
    patience: Patience,
}

impl Page {
    pub fn new(limit: usize, with_etags: bool) -> Page {
        Page {
            entries: Writer::new(),
            free: limit,
            empty: true,
            more: false,
            with_etags,
            patience: Patience::new(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.empty
    }

    pub fn is_full(&self) -> bool {
        self.free == 0 || self.entries.as_bytes().len() >= MAX_BYTES
    }

    pub fn add(&mut self, path: &[u8], node: &Node) -> std::io::Result<()> {
        let stat = match self.with_etags {
            true => node.describe(&mut self.patience)?,
            false => node.describe_without_etag()?,
        };
        self.entries.str(path);
        stat.write(&mut self.entries);
        self.free -= 1;
        self.empty = false;
        Ok(())
    }

    pub fn goes_on(&mut self) {
        self.more = true;
    }

    pub fn into_bytes(self) -> Vec<u8> {
        let mut out = Writer::new();
        out.u8(u8::from(self.more)).bytes(self.entries.as_bytes());
        out.into_bytes()
    }
}

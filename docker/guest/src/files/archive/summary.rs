//! What went into an archive, or came out of one.

use crate::wire::Writer;

#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Summary {
    pub files: u32,
    pub directories: u32,
    pub links: u32,
    /// Of content.
    pub bytes: u64,
    pub skipped: u32,
    pub first_skipped: Vec<u8>,
    /// Files that changed while they were packed.
    pub changed: u32,
}

impl Summary {
    pub fn skip(&mut self, path: &[u8]) {
        if self.skipped == 0 {
            self.first_skipped = path.to_vec();
        }
        self.skipped += 1;
    }

    pub fn write(&self, out: &mut Writer) {
        out.u32(self.files)
            .u32(self.directories)
            .u32(self.links)
            .u64(self.bytes)
            .u32(self.skipped)
            .str(&self.first_skipped)
            .u32(self.changed);
    }
}

//! A READ that is part of a batch: it sees what the operations before it did.

use std::fs::File;

use super::Change;
use crate::fault::Fault;
use crate::files::journal::Journal;
use crate::files::read::Range;
use crate::wire::Reader;

pub struct Look(Range);

impl Look {
    pub fn parse(request: &mut Reader) -> Result<Look, Fault> {
        Range::parse(request).map(Look)
    }
}

impl Change for Look {
    fn run(&self, root: &File, _: &mut Journal) -> Result<Vec<u8>, Fault> {
        let (stat, data) = self.0.read(root)?;
        Ok([stat.to_bytes(), data].concat())
    }
}

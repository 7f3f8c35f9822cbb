//! DELETE: the entry itself, never what a link leads to.

use std::fs::File;

use super::Change;
use crate::fault::{self, Fault};
use crate::files::flags;
use crate::files::journal::Journal;
use crate::files::path::WirePath;
use crate::files::place::entry;
use crate::files::precondition::Precondition;
use crate::wire::Reader;

pub struct Delete {
    path: WirePath,
    recursive: bool,
    precondition: Precondition,
}

impl Delete {
    pub fn parse(request: &mut Reader) -> Result<Delete, Fault> {
        let path = WirePath::parse(request.str()?)?;
        let (flags, if_match) = (request.u32()?, request.str()?.to_vec());
        flags::known(flags, flags::RECURSIVE | flags::IF_MATCH)?;
        let precondition = flags::precondition(flags, if_match)?;
        Ok(Delete { path, recursive: flags & flags::RECURSIVE != 0, precondition })
    }
}

impl Change for Delete {
    fn check(&self, root: &File) -> Result<(), Fault> {
        self.precondition.matches(entry(root, &self.path)?.as_ref().map(|(_, node)| node))
    }

    fn run(&self, root: &File, journal: &mut Journal) -> Result<Vec<u8>, Fault> {
        let gone = || Fault::new(fault::NOT_FOUND, "there is nothing to delete");
        let (place, node) = entry(root, &self.path)?.ok_or_else(gone)?;
        journal.remove(place, node, self.recursive)?;
        Ok(Vec::new())
    }
}

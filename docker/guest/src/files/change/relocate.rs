//! MOVE: the entry itself, to exactly this name. Only what is no directory is replaced.

use std::fs::File;

use super::{Change, FromTo};
use crate::fault::{self, Fault};
use crate::files::flags;
use crate::files::journal::Journal;
use crate::files::place::entry;
use crate::wire::Reader;

pub struct Move(FromTo);

impl Move {
    pub fn parse(request: &mut Reader) -> Result<Move, Fault> {
        FromTo::parse(request, flags::PARENTS | flags::MUST_NOT_EXIST | flags::IF_MATCH).map(Move)
    }
}

impl Change for Move {
    fn check(&self, root: &File) -> Result<(), Fault> {
        let found = entry(root, &self.0.from)?;
        self.0.precondition.matches(found.as_ref().map(|(_, node)| node))
    }

    fn run(&self, root: &File, journal: &mut Journal) -> Result<Vec<u8>, Fault> {
        let gone = || Fault::new(fault::NOT_FOUND, "there is nothing to move");
        let (from, node) = entry(root, &self.0.from)?.ok_or_else(gone)?;
        if self.0.from == self.0.to {
            return from.describe();
        }
        let (to, replaced) = self.0.destination(root, &node, journal)?;
        match replaced {
            // The kernel leaves both names of one file as they are.
            Some(same) if same.identity() == node.identity() => {
                journal.remove(from, node, false)?
            }
            replaced => journal.rename(from, to.clone(), replaced.is_some())?,
        }
        to.describe()
    }
}

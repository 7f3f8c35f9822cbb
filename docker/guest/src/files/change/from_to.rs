//! What MOVE and COPY have in common.

use std::fs::File;

use crate::fault::{self, Fault};
use crate::files::flags;
use crate::files::journal::Journal;
use crate::files::node::Node;
use crate::files::parents::make_parents;
use crate::files::path::WirePath;
use crate::files::place::Place;
use crate::files::precondition::Precondition;
use crate::wire::Reader;

pub struct FromTo {
    pub from: WirePath,
    pub to: WirePath,
    pub precondition: Precondition,
    pub flags: u32,
    must_not_exist: bool,
}

impl FromTo {
    pub fn parse(request: &mut Reader, known: u32) -> Result<FromTo, Fault> {
        let (from, to) = (WirePath::parse(request.str()?)?, WirePath::parse(request.str()?)?);
        let (flags, if_match) = (request.u32()?, request.str()?.to_vec());
        flags::known(flags, known)?;
        let must_not_exist = flags & flags::MUST_NOT_EXIST != 0;
        let precondition = flags::precondition(flags & flags::IF_MATCH, if_match)?;
        Ok(FromTo { from, to, precondition, flags, must_not_exist })
    }

    /// Where it goes, and what it replaces there.
    pub fn destination(
        &self,
        root: &File,
        source: &Node,
        journal: &mut Journal,
    ) -> Result<(Place, Option<Node>), Fault> {
        if self.flags & flags::PARENTS != 0 {
            make_parents(root, &self.to, journal)?;
        }
        let place = Place::of(root, &self.to)?;
        let replaced = place.node()?;
        match &replaced {
            Some(_) if self.must_not_exist => Err(Fault::new(fault::EXISTS, "it exists already")),
            Some(node) if node.is_dir() => Err(Fault::new(
                fault::IS_A_DIRECTORY,
                "a directory is not replaced; delete it first",
            )),
            Some(_) if source.is_dir() => {
                Err(Fault::new(fault::NOT_A_DIRECTORY, "a directory does not replace a file"))
            }
            _ => Ok((place, replaced)),
        }
    }
}

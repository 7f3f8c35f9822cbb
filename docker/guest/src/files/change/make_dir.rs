//! MKDIR. A directory that exists already is as good as made.

use std::fs::File;

use super::Change;
use crate::fault::{self, Fault};
use crate::files::flags;
use crate::files::journal::Journal;
use crate::files::node::Node;
use crate::files::parents::{make_parents, MODE};
use crate::files::path::WirePath;
use crate::files::place::Place;
use crate::files::settle::Patience;
use crate::wire::Reader;

pub struct MakeDir {
    path: WirePath,
    create_parents: bool,
    must_not_exist: bool,
    mode: u32,
}

impl MakeDir {
    pub fn parse(request: &mut Reader) -> Result<MakeDir, Fault> {
        let path = WirePath::parse(request.str()?)?;
        let (flags, mode) = (request.u32()?, request.u32()?);
        flags::known(flags, flags::PARENTS | flags::MUST_NOT_EXIST | flags::MODE)?;
        Ok(MakeDir {
            path,
            create_parents: flags & flags::PARENTS != 0,
            must_not_exist: flags & flags::MUST_NOT_EXIST != 0,
            mode: flags::mode(flags, mode)?.unwrap_or(MODE),
        })
    }
}

impl Change for MakeDir {
    fn run(&self, root: &File, journal: &mut Journal) -> Result<Vec<u8>, Fault> {
        match Node::find(root, self.path.as_bytes(), true)? {
            Some(node) if node.is_dir() && !self.must_not_exist => {
                return Ok(node.describe(&mut Patience::new())?.to_bytes());
            }
            Some(_) => return Err(Fault::new(fault::EXISTS, "it exists already")),
            None => {}
        }
        if self.create_parents {
            make_parents(root, &self.path, journal)?;
        }
        let place = Place::of(root, &self.path)?;
        journal.make(place.clone(), self.mode)?;
        place.describe()
    }
}

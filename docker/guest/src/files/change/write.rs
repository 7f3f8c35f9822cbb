//! A WRITE that is part of a batch: its content is there already.

use std::fs::File;
use std::io::Write as _;

use super::Change;
use crate::fault::Fault;
use crate::files::journal::Journal;
use crate::files::parents::make_parents;
use crate::files::place::{entry, follow_links, Place};
use crate::files::publish::publish;
use crate::files::write::Target;
use crate::wire::Reader;

pub struct WholeWrite {
    target: Target,
    data: Vec<u8>,
}

impl WholeWrite {
    pub fn parse(request: &mut Reader, data: &[u8]) -> Result<WholeWrite, Fault> {
        Ok(WholeWrite { target: Target::parse(request)?, data: data.to_vec() })
    }
}

impl Change for WholeWrite {
    fn check(&self, root: &File) -> Result<(), Fault> {
        let path = follow_links(root, self.target.path.clone())?;
        self.target.precondition.matches(entry(root, &path)?.as_ref().map(|(_, node)| node))
    }

    fn run(&self, root: &File, journal: &mut Journal) -> Result<Vec<u8>, Fault> {
        let path = follow_links(root, self.target.path.clone())?;
        if self.target.create_parents {
            make_parents(root, &path, journal)?;
        }
        let place = Place::of(root, &path)?;
        let replaced = place.node()?;
        self.target.precondition.absent(replaced.as_ref())?;
        if let Some(node) = &replaced {
            node.require_regular()?;
        }
        let stage = place.hidden();
        let mut file = journal.stage_file(&stage)?;
        file.write_all(&self.data)?;
        let mode = self.target.mode_over(replaced.as_ref());
        let appear = || journal.rename(stage, place, replaced.is_some());
        Ok(publish(&file, mode, appear)?.to_bytes())
    }
}

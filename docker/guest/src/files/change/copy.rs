//! COPY: content and mode, to exactly this name. It appears when it is complete.

use std::fs::File;

use super::{Change, FromTo};
use crate::fault::{self, Fault};
use crate::files::copying::{copy_content, copy_tree};
use crate::files::flags;
use crate::files::journal::Journal;
use crate::files::node::Node;
use crate::files::publish::publish;
use crate::files::stat::kept_mode;
use crate::wire::Reader;

pub struct Copy(FromTo);

impl Copy {
    pub fn parse(request: &mut Reader) -> Result<Copy, Fault> {
        let known = flags::PARENTS | flags::MUST_NOT_EXIST | flags::IF_MATCH | flags::TREE;
        FromTo::parse(request, known).map(Copy)
    }
}

impl Change for Copy {
    fn check(&self, root: &File) -> Result<(), Fault> {
        self.0.precondition.matches(Node::find(root, self.0.from.as_bytes(), true)?.as_ref())
    }

    fn run(&self, root: &File, journal: &mut Journal) -> Result<Vec<u8>, Fault> {
        let source = Node::open(root, self.0.from.as_bytes(), true)?;
        if source.is_dir() && self.0.flags & flags::TREE == 0 {
            return Err(Fault::new(
                fault::IS_A_DIRECTORY,
                "this is a directory; copy it with recursive",
            ));
        }
        let (place, replaced) = self.0.destination(root, &source, journal)?;
        let stage = place.hidden();
        if source.is_dir() {
            copy_tree(source, &stage, journal)?;
            journal.rename(stage, place.clone(), false)?;
            return place.describe();
        }
        source.require_regular()?;
        let file = journal.stage_file(&stage)?;
        copy_content(&source, &file)?;
        let appear = || journal.rename(stage, place, replaced.is_some());
        Ok(publish(&file, kept_mode(&source.metadata), appear)?.to_bytes())
    }
}

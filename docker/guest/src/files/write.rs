//! WRITE: content that gathers unseen and appears at once.

use std::fs::File;
use std::io::{self, Write as _};
use std::sync::Arc;

use super::consts::EEXIST;
use super::gone::close_later;
use super::journal::Journal;
use super::node::Node;
use super::parents::{deepest, make_parents};
use super::path::WirePath;
use super::place::{follow_links, Place};
use super::precondition::Precondition;
use super::publish::publish;
use super::stat::{kept_mode, Stat};
use super::temp::Temp;
use super::{flags, Shared};
use crate::fault::{self, Fault};
use crate::wire::Reader;

const NEW_FILE: u32 = 0o644;

pub struct Target {
    pub path: WirePath,
    pub create_parents: bool,
    pub mode: Option<u32>,
    pub precondition: Precondition,
}

pub struct Write {
    shared: Arc<Shared>,
    target: Target,
    temp: Temp,
}

impl Target {
    pub fn parse(body: &mut Reader) -> Result<Target, Fault> {
        let path = WirePath::parse(body.str()?)?;
        let (flags, mode, if_match) = (body.u32()?, body.u32()?, body.str()?.to_vec());
        flags::known(
            flags,
            flags::PARENTS | flags::MUST_NOT_EXIST | flags::MODE | flags::IF_MATCH,
        )?;
        Ok(Target {
            path,
            create_parents: flags & flags::PARENTS != 0,
            mode: flags::mode(flags, mode)?,
            precondition: flags::precondition(flags, if_match)?,
        })
    }

    /// Fails as early as it can; what holds now is looked at again when the file appears.
    fn check(&self, root: &File) -> Result<WirePath, Fault> {
        let path = follow_links(root, self.path.clone())?;
        match Place::find(root, &path)? {
            Some(place) => self.allows(place.node()?.as_ref())?,
            None if self.create_parents || self.precondition.if_match.is_some() => {
                self.allows(None)?
            }
            None => return Err(Fault::new(fault::NOT_FOUND, "its directory does not exist")),
        }
        Ok(path)
    }

    pub fn mode_over(&self, replaced: Option<&Node>) -> u32 {
        self.mode.unwrap_or_else(|| replaced.map_or(NEW_FILE, |node| kept_mode(&node.metadata)))
    }

    fn allows(&self, found: Option<&Node>) -> Result<(), Fault> {
        if let Some(node) = found {
            node.require_regular()?;
        }
        self.precondition.check(found)
    }
}

impl Write {
    pub(super) fn begin(shared: Arc<Shared>, target: Target) -> Result<Write, Fault> {
        let path = target.check(&shared.root)?;
        let temp = Temp::create(&shared.root, &deepest(&shared.root, &path)?)?;
        Ok(Write { shared, target, temp })
    }

    pub fn append(&mut self, data: &[u8]) -> Result<(), Fault> {
        Ok(self.temp.file.write_all(data)?)
    }

    /// The reply. Between the check and the rename the workload itself can still change the file.
    pub fn finish(self) -> Result<Vec<u8>, Fault> {
        let shared = Arc::clone(&self.shared);
        let _lock = shared.lock();
        self.publish().map(|stat| stat.to_bytes())
    }

    fn publish(mut self) -> Result<Stat, Fault> {
        let shared = Arc::clone(&self.shared);
        let root = &shared.root;
        let path = self.target.check(root)?;
        let mut parents = Journal::direct(root);
        if self.target.create_parents {
            make_parents(root, &path, &mut parents)?;
        }
        let place = Place::of(root, &path)?;
        let replaced = place.node()?;
        let mode = self.target.mode_over(replaced.as_ref());
        let file = self.temp.file.try_clone()?;
        let stat = publish(&file, mode, || Ok(self.appear(&place, replaced.is_some())?))?;
        parents.commit()?;
        if let Some(replaced) = replaced {
            close_later(replaced);
        }
        Ok(stat)
    }

    fn appear(&mut self, place: &Place, replaces: bool) -> io::Result<()> {
        if !replaces {
            match self.temp.publish_new(place) {
                Err(error)
                    if error.raw_os_error() == Some(EEXIST)
                        && !self.target.precondition.must_not_exist => {}
                result => return result,
            }
        }
        self.temp.publish_over(&self.shared.root, place)
    }
}

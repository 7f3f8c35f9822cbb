//! WRITE: content that gathers unseen and appears at once.

use std::fs::Permissions;
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use super::consts::EEXIST;
use super::content::{settled, small};
use super::node::Node;
use super::parents::{deepest, Parents};
use super::path::WirePath;
use super::place::{follow_links, split, Place};
use super::precondition::Precondition;
use super::settle::Patience;
use super::stat::{mode, Stat};
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
        let mode = if flags & flags::MODE != 0 { Some(plain_mode(mode)?) } else { None };
        Ok(Target {
            path,
            create_parents: flags & flags::PARENTS != 0,
            mode,
            precondition: flags::precondition(flags, if_match)?,
        })
    }

    /// Fails as early as it can; what holds now is looked at again when the file appears.
    fn check(&self, shared: &Shared) -> Result<WirePath, Fault> {
        let path = follow_links(&shared.root, self.path.clone())?;
        match Place::find(&shared.root, &path)? {
            Some(place) => self.allows(place.node()?.as_ref())?,
            None if self.create_parents || self.precondition.if_match.is_some() => {
                self.allows(None)?
            }
            None => return Err(Fault::new(fault::NOT_FOUND, "its directory does not exist")),
        }
        Ok(path)
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
        let path = target.check(&shared)?;
        let temp = Temp::create(&deepest(&shared.root, &split(&path)?.0)?)?;
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
        let path = self.target.check(&self.shared)?;
        let parents = match self.target.create_parents {
            true => Parents::make(&self.shared.root, &split(&path)?.0)?,
            false => Parents::default(),
        };
        let place = Place::of(&self.shared.root, &path)?;
        let replaced = place.node()?;
        let mode =
            self.target.mode.unwrap_or_else(|| replaced.as_ref().map_or(NEW_FILE, kept_mode));
        self.temp.file.set_permissions(Permissions::from_mode(mode))?;
        let before = self.temp.file.metadata()?;
        let small = small(&self.temp.file)?;
        self.appear(&place, replaced.is_some())?;
        parents.keep();
        if let Some((mut stat, _)) = small {
            stat.nlink = 1;
            return Ok(stat);
        }
        let stat = settled(&self.temp.file, &mut Patience::new())?;
        Ok(if stat.shows_write_after(&before) { stat.unsettled() } else { stat })
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
        self.temp.publish_over(place)
    }
}

/// Set-id bits do not survive a write, as in the kernel.
fn kept_mode(replaced: &Node) -> u32 {
    mode(&replaced.metadata) & 0o1777
}

pub fn plain_mode(mode: u32) -> Result<u32, Fault> {
    match mode & !0o1777 {
        0 => Ok(mode),
        _ => Err(Fault::invalid("a mode is at most 1777 (octal); set-id bits are refused")),
    }
}

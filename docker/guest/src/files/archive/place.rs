//! Makes the entries of an archive in the workspace, each in one step.

use std::fs::{File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::rc::Rc;

use super::header::Header;
use super::source::Stop;
use crate::fault::{self, Fault};
use crate::files::consts::*;
use crate::files::journal::Journal;
use crate::files::node::Node;
use crate::files::parents::{make_directory, make_parents};
use crate::files::path::WirePath;
use crate::files::place::{split, Place};
use crate::files::shared::Shared;
use crate::files::sys;
use crate::files::temp::{unplaced, Temp};

/// Without set-id bits.
const MODE: u32 = 0o1777;
const NEEDED: u32 = 0o700;

pub struct Maker<'a> {
    shared: &'a Shared,
    keep: bool,
    /// The directory of the entry before; mostly the next one is in it as well.
    last: Option<(WirePath, Rc<File>)>,
    /// Modes of directories that could not be filled with them.
    late: Vec<(WirePath, u32)>,
}

impl<'a> Maker<'a> {
    pub fn new(shared: &'a Shared, keep: bool) -> Maker<'a> {
        Maker { shared, keep, last: None, late: Vec::new() }
    }

    /// Where an entry goes; its directories are made.
    pub fn place(&mut self, path: &WirePath) -> Result<Place, Fault> {
        let (parent, name) = split(path)?;
        let dir = match &self.last {
            Some((known, dir)) if *known == parent => Rc::clone(dir),
            _ => {
                let dir = match Node::find(&self.shared.root, parent.as_bytes(), true)? {
                    Some(_) => Place::of(&self.shared.root, path)?.dir,
                    None => {
                        let _lock = self.shared.lock();
                        let mut journal = Journal::direct(&self.shared.root);
                        make_parents(&self.shared.root, path, &mut journal)?;
                        journal.commit()?;
                        Place::of(&self.shared.root, path)?.dir
                    }
                };
                self.last = Some((parent, Rc::clone(&dir)));
                dir
            }
        };
        Ok(Place { dir, name: name.to_vec() })
    }

    pub fn directory(&mut self, path: &WirePath, mode: u32) -> Result<(), Fault> {
        let place = self.place(path)?;
        let mode = mode & MODE;
        match make_directory(&place.dir, &place.name, mode | NEEDED) {
            Err(error) if error.raw_os_error() == Some(EEXIST) => self.adapt(path, mode)?,
            result => result?,
        }
        if mode & NEEDED != NEEDED {
            self.late.push((path.clone(), mode));
        }
        Ok(())
    }

    fn adapt(&self, path: &WirePath, mode: u32) -> Result<(), Fault> {
        let node = Node::open(&self.shared.root, path.as_bytes(), true)?;
        if !node.is_dir() {
            return Err(Fault::new(fault::NOT_A_DIRECTORY, "there is a file of that name"));
        }
        if self.keep || node.metadata.permissions().mode() & 0o7777 == mode | NEEDED {
            return Ok(());
        }
        set_mode(&node, mode | NEEDED)
    }

    /// A file that will be published there.
    pub fn temp(&self, place: &Place) -> std::io::Result<Temp> {
        Temp::create(&self.shared.root, &place.dir)
    }

    pub fn publish(&self, mut temp: Temp, place: &Place, entry: &Header) -> Result<(), Fault> {
        temp.file.set_permissions(Permissions::from_mode(entry.mode & MODE))?;
        sys::set_mtime(&temp.file, entry.mtime)?;
        let _lock = self.shared.lock();
        match temp.publish_new(place) {
            Err(error) if error.raw_os_error() == Some(EEXIST) => {
                self.may_replace(place)?;
                Ok(temp.publish_over(&self.shared.root, place)?)
            }
            result => Ok(result?),
        }
    }

    pub fn symlink(&self, target: &[u8], place: &Place) -> Result<(), Fault> {
        self.appear(place, |dir, name| sys::symlink(target, dir, name))
    }

    /// Another name for a file of the workspace.
    pub fn hard_link(&self, file: &WirePath, place: &Place) -> Result<(), Stop> {
        let node = Node::open(&self.shared.root, file.as_bytes(), false)?;
        node.require_regular()?;
        let same = |other: Node| other.identity() == node.identity();
        // To rename one name of a file to another one does nothing, and leaves both.
        if place.node()?.map_or(false, same) {
            return Ok(());
        }
        Ok(self.appear(place, |dir, name| sys::link_open_file(&node.handle, dir, name))?)
    }

    fn appear(
        &self,
        place: &Place,
        make: impl Fn(&File, &[u8]) -> std::io::Result<()>,
    ) -> Result<(), Fault> {
        let _lock = self.shared.lock();
        match make(&place.dir, &place.name) {
            Err(error) if error.raw_os_error() == Some(EEXIST) => {
                self.may_replace(place)?;
                let ((dir, name), ()) = unplaced(&self.shared.root, &place.dir, make)?;
                let renamed = sys::rename((dir, &name), place.at(), 0);
                if renamed.is_err() {
                    let _ = sys::unlink(dir, &name);
                }
                Ok(renamed?)
            }
            result => Ok(result?),
        }
    }

    fn may_replace(&self, place: &Place) -> Result<(), Fault> {
        match place.node()? {
            Some(node) if node.is_dir() => {
                Err(Fault::new(fault::IS_A_DIRECTORY, "there is a directory of that name"))
            }
            Some(_) if self.keep => Err(Fault::new(fault::EXISTS, "it exists already")),
            _ => Ok(()),
        }
    }

    /// Closes directories, the innermost first.
    pub fn finish(&mut self) -> Result<(), Fault> {
        for (path, mode) in std::mem::take(&mut self.late).into_iter().rev() {
            set_mode(&Node::open(&self.shared.root, path.as_bytes(), true)?, mode)?;
        }
        Ok(())
    }
}

fn set_mode(dir: &Node, mode: u32) -> Result<(), Fault> {
    let open = sys::open_at(&dir.handle, b".", O_RDONLY | O_DIRECTORY, 0)?;
    Ok(open.set_permissions(Permissions::from_mode(mode))?)
}

//! The directories on the way to a file.

use std::fs::{File, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::rc::Rc;

use super::consts::*;
use super::journal::Journal;
use super::node::Node;
use super::path::{join, WirePath};
use super::place::{split, Place};
use super::sys;
use crate::fault::{self, Fault};

pub const MODE: u32 = 0o755;

/// The directories that a path lies in.
pub fn make_parents(root: &File, path: &WirePath, journal: &mut Journal) -> Result<(), Fault> {
    let (directory, _) = split(path)?;
    let mut dir = Node::open(root, b"", true)?;
    let mut path = Vec::new();
    for name in directory.components() {
        path = join(&path, name);
        dir = match Node::find(root, &path, true)? {
            Some(node) => node,
            None => {
                make_one(Place { dir: Rc::new(dir.handle), name: name.to_vec() }, journal)?;
                Node::open(root, &path, true)?
            }
        };
        if !dir.is_dir() {
            return Err(no_directory());
        }
    }
    Ok(())
}

fn make_one(place: Place, journal: &mut Journal) -> io::Result<()> {
    match journal.make(place, MODE) {
        Err(error) if error.raw_os_error() == Some(EEXIST) => Ok(()),
        result => result,
    }
}

/// With exactly this mode, whatever the umask.
pub fn make_directory(dir: &File, name: &[u8], mode: u32) -> io::Result<()> {
    sys::make_dir(dir, name, mode | 0o700)?;
    let made = sys::open_at(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0)?;
    made.set_permissions(Permissions::from_mode(mode))
}

/// The innermost of them that exists.
pub fn deepest(root: &File, path: &WirePath) -> Result<File, Fault> {
    let mut path = split(path)?.0;
    loop {
        match Node::find(root, path.as_bytes(), true)? {
            Some(node) if node.is_dir() => return Ok(node.handle),
            Some(_) => return Err(no_directory()),
            None => path = path.split().map(|(parent, _)| parent).unwrap_or_default(),
        }
    }
}

fn no_directory() -> Fault {
    Fault::new(fault::NOT_A_DIRECTORY, "a directory of the path is a file")
}

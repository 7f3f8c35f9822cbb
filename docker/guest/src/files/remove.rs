//! Removes entries with what is in them, never what a link leads to.

use std::fs::{set_permissions, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::io::AsRawFd;

use super::consts::*;
use super::gone::close_later;
use super::node::Node;
use super::place::Place;
use super::stat::mode;
use super::trail::{share, Trail};
use super::{names, sys};
use crate::fault::{self, Fault};

/// Names held at a time, and how often something may appear in a directory that was just emptied.
const BATCH: usize = 1024;
const RACES: usize = 100;

pub fn remove(place: &Place, node: Node, recursive: bool) -> Result<(), Fault> {
    if !node.is_dir() {
        sys::unlink(&place.dir, &place.name)?;
        close_later(node);
        return Ok(());
    }
    need_recursive(&node, recursive)?;
    let mut node = Some(node);
    for _ in 0..RACES {
        match node {
            Some(dir) if dir.is_dir() => empty(dir)?,
            Some(_) => return Ok(sys::unlink(&place.dir, &place.name)?),
            None => return Ok(()),
        }
        match sys::remove_dir(&place.dir, &place.name) {
            Err(error) if error.raw_os_error() == Some(ENOTEMPTY) => node = place.node()?,
            result => return Ok(result?),
        }
    }
    Err(still_filled())
}

pub fn need_recursive(node: &Node, recursive: bool) -> Result<(), Fault> {
    match node.is_dir() && !recursive {
        true => {
            Err(Fault::new(fault::IS_A_DIRECTORY, "this is a directory; delete it with recursive"))
        }
        false => Ok(()),
    }
}

/// Removes everything in a directory.
fn empty(dir: Node) -> Result<(), Fault> {
    make_accessible(&dir);
    let mut trail = Trail::start(dir);
    let mut levels = vec![Level::default()];
    let mut races = 0;
    while let Some(level) = levels.last_mut() {
        if let Some(name) = level.pending.pop() {
            if let Some(dir) = unlink_or_open(&trail, &name)? {
                make_accessible(&dir);
                trail.enter(dir);
                levels.push(Level { name, ..Level::default() });
            }
            continue;
        }
        let batch = share(BATCH, trail.depth());
        level.pending = names::some(trail.here(), batch)?;
        races += usize::from(level.emptied && !level.pending.is_empty());
        level.emptied = level.pending.len() < batch;
        if races > RACES {
            return Err(still_filled());
        }
        if level.pending.is_empty() {
            let name = std::mem::take(&mut level.name);
            levels.pop();
            if levels.is_empty() {
                break;
            }
            trail.leave()?;
            match sys::remove_dir(trail.here(), &name) {
                // Gone, or filled again: then it is met once more when this level is read again.
                Err(error) if ![ENOENT, ENOTEMPTY].map(Some).contains(&error.raw_os_error()) => {
                    return Err(error.into());
                }
                _ => {}
            }
        }
    }
    Ok(())
}

#[derive(Default)]
struct Level {
    name: Vec<u8>,
    pending: Vec<Vec<u8>>,
    /// All that was there has been read: what comes now is new.
    emptied: bool,
}

/// Removes an entry, or returns the directory that has to be emptied before.
fn unlink_or_open(trail: &Trail, name: &[u8]) -> io::Result<Option<Node>> {
    match sys::unlink(trail.here(), name) {
        Err(error) if error.raw_os_error() == Some(EISDIR) => {
            Ok(Node::find(trail.here(), name, false)?.filter(Node::is_dir))
        }
        Err(error) if error.raw_os_error() != Some(ENOENT) => Err(error),
        _ => Ok(None),
    }
}

/// Read-only directories (caches of packages) go as well, if they are ours.
fn make_accessible(dir: &Node) {
    if mode(&dir.metadata) & 0o700 != 0o700 {
        let path = format!("/proc/self/fd/{}", dir.handle.as_raw_fd());
        let _ = set_permissions(path, Permissions::from_mode(0o700));
    }
}

fn still_filled() -> Fault {
    Fault::new(fault::NOT_EMPTY, "something keeps filling the directory while it is deleted")
}

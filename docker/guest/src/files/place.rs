//! A name in a directory of the workspace: where something is, or will be.

use std::fs::File;
use std::io;

use super::node::Node;
use super::path::WirePath;
use super::stat::SYMLINK;
use crate::fault::{self, Fault};

const MAX_LINKS: usize = 40;

pub struct Place {
    pub dir: File,
    pub name: Vec<u8>,
}

impl Place {
    /// The entry itself, also when it is a link.
    pub fn of(root: &File, path: &WirePath) -> Result<Place, Fault> {
        let (parent, name) = split(path)?;
        let dir = Node::open(root, parent.as_bytes(), true)?;
        if !dir.is_dir() {
            return Err(Fault::new(fault::NOT_A_DIRECTORY, "a directory of the path is a file"));
        }
        Ok(Place { dir: dir.handle, name: name.to_vec() })
    }

    /// The same, but nothing when its directory does not exist.
    pub fn find(root: &File, path: &WirePath) -> Result<Option<Place>, Fault> {
        match Place::of(root, path) {
            Err(fault) if fault.code == fault::NOT_FOUND => Ok(None),
            result => result.map(Some),
        }
    }

    pub fn node(&self) -> io::Result<Option<Node>> {
        Node::find(&self.dir, &self.name, false)
    }

    pub fn at(&self) -> (&File, &[u8]) {
        (&self.dir, &self.name)
    }
}

/// The directory and the name of what can be made, moved or removed: not the workspace, not `..`.
pub fn split(path: &WirePath) -> Result<(WirePath, &[u8]), Fault> {
    path.split().ok_or_else(|| {
        Fault::invalid("the path has to end in a name, and not be the workspace itself")
    })
}

/// The path after following links at its end; what they lead to need not exist.
pub fn follow_links(root: &File, path: WirePath) -> Result<WirePath, Fault> {
    let mut path = path;
    for _ in 0..MAX_LINKS {
        let node = match Place::find(root, &path)? {
            Some(place) => place.node()?,
            None => None,
        };
        path = match node {
            Some(link) if link.kind() == SYMLINK => {
                let (parent, _) = split(&path)?;
                let outside = || Fault::new(fault::OUTSIDE, "the link leads out of the workspace");
                parent.follow(&link.target()?).ok_or_else(outside)?
            }
            _ => return Ok(path),
        };
    }
    Err(Fault::new(fault::OUTSIDE, "too many links"))
}

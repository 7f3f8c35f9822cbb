//! A name in a directory of the workspace: where something is, or will be.

use std::fs::File;
use std::io;
use std::rc::Rc;

use super::names;
use super::node::Node;
use super::path::WirePath;
use super::settle::Patience;
use super::stat::SYMLINK;
use crate::fault::{self, Fault};

const MAX_LINKS: usize = 40;

#[derive(Clone)]
pub struct Place {
    pub dir: Rc<File>,
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
        Ok(Place { dir: Rc::new(dir.handle), name: name.to_vec() })
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

    pub fn describe(&self) -> Result<Vec<u8>, Fault> {
        Ok(Node::open(&self.dir, &self.name, false)?.describe(&mut Patience::new())?.to_bytes())
    }

    /// A free name beside it, that nobody guesses.
    pub fn hidden(&self) -> Place {
        Place { dir: Rc::clone(&self.dir), name: names::hidden() }
    }

    pub fn at(&self) -> (&File, &[u8]) {
        (&self.dir, &self.name)
    }
}

/// What is there, the link itself if it is one; nothing also when its directory is missing.
pub fn entry(root: &File, path: &WirePath) -> Result<Option<(Place, Node)>, Fault> {
    match Place::find(root, path)? {
        Some(place) => Ok(place.node()?.map(|node| (place, node))),
        None => Ok(None),
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
        path = match entry(root, &path)? {
            Some((_, link)) if link.kind() == SYMLINK => {
                let (parent, _) = split(&path)?;
                let outside = || Fault::new(fault::OUTSIDE, "the link leads out of the workspace");
                parent.follow(&link.target()?).ok_or_else(outside)?
            }
            _ => return Ok(path),
        };
    }
    Err(Fault::new(fault::OUTSIDE, "too many links"))
}

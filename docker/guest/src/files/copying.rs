//! Copies content, links as links and trees of any depth.

use std::collections::VecDeque;
use std::fs::{File, Permissions};
use std::io::{self, Read};
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use super::consts::*;
use super::journal::Journal;
use super::node::Node;
use super::parents::make_directory;
use super::place::Place;
use super::stat::{kept_mode, DIRECTORY, FILE, SYMLINK};
use super::trail::{share, Trail};
use super::{names, sys};
use crate::fault::{self, Fault};

/// Names held at a time.
const BATCH: usize = 1024;
const WHILE_FILLED: u32 = 0o700;

pub fn copy_content(source: &Node, to: &File) -> io::Result<()> {
    // Not beyond its size now: a log may grow faster than it is copied.
    let mut content = source.reader()?.take(source.metadata.size());
    io::copy(&mut content, &mut &*to).map(drop)
}

#[derive(Default)]
struct Level {
    mode: u32,
    last: Vec<u8>,
    ahead: VecDeque<Vec<u8>>,
}

pub fn copy_tree(source: Node, stage: &Place, journal: &mut Journal) -> Result<(), Fault> {
    journal.staged(stage.clone());
    make_directory(&stage.dir, &stage.name, WHILE_FILLED)?;
    let copy = Node::open(&stage.dir, &stage.name, false)?;
    let copy_identity = copy.identity();
    let mut levels = vec![Level { mode: kept_mode(&source.metadata), ..Level::default() }];
    let (mut from, mut to) = (Trail::start(source), Trail::start(copy));
    while let Some(level) = levels.last_mut() {
        if level.ahead.is_empty() {
            level.ahead =
                names::smallest(from.here(), &level.last, share(BATCH, from.depth()))?.into();
        }
        if let Some(name) = level.ahead.pop_front() {
            level.last = name.clone();
            match Node::find(from.here(), &name, false)? {
                // A tree copied into itself does not contain its copy.
                Some(node) if node.identity() == copy_identity => {}
                Some(dir) if dir.kind() == DIRECTORY => {
                    make_directory(to.here(), &name, WHILE_FILLED)?;
                    levels.push(Level { mode: kept_mode(&dir.metadata), ..Level::default() });
                    to.enter(Node::open(to.here(), &name, false)?);
                    from.enter(dir);
                }
                Some(node) => copy_entry(&node, to.here(), &name)?,
                None => {}
            }
            continue;
        }
        let filled = sys::open_at(to.here(), b".", O_RDONLY | O_DIRECTORY, 0)?;
        let mode = level.mode;
        levels.pop();
        if !levels.is_empty() {
            from.leave()?;
            to.leave()?;
        }
        filled.set_permissions(Permissions::from_mode(mode))?;
    }
    Ok(())
}

fn copy_entry(node: &Node, dir: &File, name: &[u8]) -> Result<(), Fault> {
    match node.kind() {
        SYMLINK => Ok(sys::symlink(&node.target()?, dir, name)?),
        FILE => {
            let file = sys::open_at(dir, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)?;
            copy_content(node, &file)?;
            Ok(file.set_permissions(Permissions::from_mode(kept_mode(&node.metadata)))?)
        }
        _ => Err(Fault::new(fault::NOT_REGULAR, "the tree has a FIFO, socket or device in it")),
    }
}

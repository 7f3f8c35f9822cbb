//! Walks down and up a tree of any depth with one open directory at a time.

use std::fs::File;

use super::consts::*;
use super::node::Node;
use super::sys;
use crate::fault::{self, Fault};

pub struct Trail {
    here: File,
    above: Vec<(u64, u64)>,
    identity: (u64, u64),
}

impl Trail {
    pub fn start(dir: Node) -> Trail {
        Trail { identity: dir.identity(), here: dir.handle, above: Vec::new() }
    }

    pub fn here(&self) -> &File {
        &self.here
    }

    pub fn depth(&self) -> usize {
        self.above.len()
    }

    pub fn enter(&mut self, dir: Node) {
        self.above.push(self.identity);
        self.identity = dir.identity();
        self.here = dir.handle;
    }

    /// Back to the directory that this one was entered from; an error if it was moved elsewhere.
    pub fn leave(&mut self) -> Result<(), Fault> {
        let handle = sys::open_at(&self.here, b"..", O_PATH | O_DIRECTORY, 0)?;
        let metadata = handle.metadata()?;
        let parent = Node { handle, metadata };
        let expected = self.above.pop();
        if expected != Some(parent.identity()) {
            return Err(Fault::new(
                fault::CONFLICT,
                "a directory was moved during the walk; try again",
            ));
        }
        self.identity = parent.identity();
        self.here = parent.handle;
        Ok(())
    }
}

/// How many names to hold per level, so that wide and deep trees together stay bounded.
pub fn share(total: usize, depth: usize) -> usize {
    (total >> depth.min(16)).max(16)
}

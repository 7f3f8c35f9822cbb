//! Meets the entries of a tree: each directory before what is in it, names in byte order.

use std::collections::VecDeque;
use std::io;

use super::page::Page;
use crate::fault::Fault;
use crate::files::consts::*;
use crate::files::names;
use crate::files::node::Node;
use crate::files::path::{join, WirePath};
use crate::files::trail::{share, Trail};

pub struct Walk {
    trail: Trail,
    levels: Vec<Level>,
    /// Of the directory that the trail is in.
    path: Vec<u8>,
    recursive: bool,
    /// Names to hold over all levels: one more than the page takes, to see whether there is more.
    budget: usize,
}

#[derive(Default)]
struct Level {
    /// Of the path without this level.
    outer_length: usize,
    last: Vec<u8>,
    ahead: VecDeque<Vec<u8>>,
    complete: bool,
}

impl Walk {
    pub fn start(dir: Node, path: &WirePath, recursive: bool, limit: usize) -> Walk {
        Walk {
            trail: Trail::start(dir),
            levels: vec![Level::default()],
            path: path.as_bytes().to_vec(),
            recursive,
            budget: limit + 1,
        }
    }

    /// Goes to just behind an entry, or to where it would be.
    pub fn skip_to(&mut self, entry: &[Vec<u8>]) -> io::Result<()> {
        for name in entry {
            self.top().last = name.clone();
            match self.open(name)? {
                Some(node) if self.enters(&node) => self.enter(node, name),
                _ => break,
            }
        }
        Ok(())
    }

    pub fn fill(&mut self, page: &mut Page) -> Result<(), Fault> {
        loop {
            match self.next_name()? {
                Some(name) if !self.visit(&name, page)? => return Ok(()),
                Some(_) => {}
                None if self.levels.len() == 1 => return Ok(()),
                None => match self.leave() {
                    Err(fault) if page.is_empty() => return Err(fault),
                    // The next page goes on behind what this one has.
                    Err(_) => {
                        page.goes_on();
                        return Ok(());
                    }
                    Ok(()) => {}
                },
            }
        }
    }

    /// False when the page has no room for it.
    fn visit(&mut self, name: &[u8], page: &mut Page) -> io::Result<bool> {
        if let Some(node) = self.open(name)? {
            if page.is_full() {
                page.goes_on();
                return Ok(false);
            }
            page.add(&join(&self.path, name), &node)?;
            if self.enters(&node) {
                self.enter(node, name);
            }
        }
        Ok(true)
    }

    fn enters(&self, node: &Node) -> bool {
        self.recursive && node.is_dir() && node.may_be_searched()
    }

    fn enter(&mut self, dir: Node, name: &[u8]) {
        self.trail.enter(dir);
        self.levels.push(Level { outer_length: self.path.len(), ..Level::default() });
        self.path = join(&self.path, name);
    }

    fn leave(&mut self) -> Result<(), Fault> {
        if let Some(level) = self.levels.pop() {
            self.path.truncate(level.outer_length);
        }
        self.trail.leave()
    }

    fn next_name(&mut self) -> io::Result<Option<Vec<u8>>> {
        let count = share(self.budget, self.trail.depth());
        let below = self.levels.len() > 1;
        let here = self.trail.here();
        let level = &mut self.levels[self.trail.depth()];
        if level.ahead.is_empty() && !level.complete {
            let found = match names::smallest(here, &level.last, count) {
                Err(error) if below && skipped(&error) => Vec::new(),
                result => result?,
            };
            level.complete = found.len() < count;
            level.ahead = found.into();
        }
        let name = level.ahead.pop_front();
        if let Some(name) = &name {
            level.last = name.clone();
        }
        Ok(name)
    }

    /// Nothing for what has disappeared, is mounted there, or may not be looked at further down.
    fn open(&self, name: &[u8]) -> io::Result<Option<Node>> {
        match Node::open(self.trail.here(), name, false) {
            Err(error) if error.raw_os_error() == Some(EXDEV) => Ok(None),
            Err(error) if error.raw_os_error() == Some(ENOENT) => Ok(None),
            Err(error) if self.levels.len() > 1 && skipped(&error) => Ok(None),
            result => result.map(Some),
        }
    }

    fn top(&mut self) -> &mut Level {
        let top = self.trail.depth();
        &mut self.levels[top]
    }
}

/// A directory that may not be read, or is gone.
fn skipped(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::PermissionDenied || error.raw_os_error() == Some(ENOENT)
}

//! Walks the source and makes the same tree, of any depth. A directory gets its attributes when it is filled.

use std::collections::VecDeque;
use std::fs::{File, Metadata};

use super::links::Links;
use super::report::Report;
use super::unfinished::Unfinished;
use super::{attributes, entry};
use crate::fault::Fault;
use crate::files::consts::*;
use crate::files::node::Node;
use crate::files::trail::{share, Trail};
use crate::files::{names, sys};

/// Names held at a time.
const BATCH: usize = 1 << 16;
const WHILE_FILLED: u32 = 0o700;

struct Level {
    source: Metadata,
    owner: (u32, u32),
    last: Vec<u8>,
    ahead: VecDeque<Vec<u8>>,
}

impl Level {
    fn new(dir: &Node, owner: (u32, u32)) -> Level {
        Level { source: dir.metadata.clone(), owner, last: Vec::new(), ahead: VecDeque::new() }
    }
}

pub struct Tree<'a> {
    links: Links,
    unfinished: Option<Unfinished>,
    report: &'a mut Report,
}

impl<'a> Tree<'a> {
    pub fn new(from: &File, to: &File, report: &'a mut Report) -> Result<Tree<'a>, Fault> {
        Ok(Tree { links: Links::create(to)?, unfinished: Unfinished::of(from)?, report })
    }

    /// The top directory gets the owner, everything else keeps the one that it has.
    pub fn copy(mut self, from: &File, to: &File, owner: u32) -> Result<(), Fault> {
        let (top, target) = (Node::open(from, b"", false)?, Node::open(to, b"", false)?);
        let mut levels = vec![Level::new(&top, (owner, owner))];
        let names_after = match self.unfinished {
            Some(_) => names::smallest_with_ours,
            None => names::smallest,
        };
        let (mut from, mut into) = (Trail::start(top), Trail::start(target));
        loop {
            let depth = levels.len();
            let level = levels.last_mut().expect("the top is left last");
            if level.ahead.is_empty() {
                let most = share(BATCH, from.depth());
                level.ahead = names_after(from.here(), &level.last, most)?.into();
            }
            if let Some(name) = level.ahead.pop_front() {
                level.last = name.clone();
                match Node::find(from.here(), &name, false)? {
                    Some(dir) if dir.is_dir() => {
                        sys::make_dir(into.here(), &name, WHILE_FILLED)?;
                        self.report.entry();
                        levels.push(Level::new(&dir, attributes::owner(&dir.metadata)));
                        into.enter(Node::open(into.here(), &name, false)?);
                        from.enter(dir);
                    }
                    Some(node) => {
                        entry::copy(&node, into.here(), &name, &self.links, self.report)?;
                        if let Some(unfinished) = &mut self.unfinished {
                            unfinished.copied(&node, into.here(), &name)?;
                        }
                    }
                    None => {}
                }
                continue;
            }
            if depth == 1 {
                break;
            }
            finish(&levels.pop().expect("there are two"), &from, &into)?;
            from.leave()?;
            into.leave()?;
        }
        self.links.remove(to)?;
        if let Some(unfinished) = self.unfinished {
            unfinished.put_right(to)?;
        }
        finish(&levels[0], &from, &into)
    }
}

fn finish(level: &Level, from: &Trail, into: &Trail) -> Result<(), Fault> {
    let open = |dir: &File| sys::open_at(dir, b".", O_RDONLY | O_DIRECTORY, 0);
    let (source, filled) = (open(from.here())?, open(into.here())?);
    Ok(attributes::of_open(&level.source, &source, &filled, level.owner)?)
}

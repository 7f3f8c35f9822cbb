//! The directories that are watched, and for which watches.

use std::collections::HashMap;
use std::fs::File;
use std::io;

use super::inotify::{Event, Inotify};
use super::tree;
use crate::fault::{self, Fault};
use crate::files::consts::ENOSPC;

/// Each takes about a kilobyte of the kernel, which counts for the workspace.
const MOST: usize = 16_384;

/// In one name of the directory, or without it in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interest {
    pub watch: u32,
    pub name: Option<Vec<u8>>,
}

#[derive(Default, Clone)]
struct Directory {
    /// Where it was when it was added.
    path: Vec<u8>,
    interests: Vec<Interest>,
}

pub struct Directories {
    inotify: Inotify,
    all: HashMap<i32, Directory>,
}

impl Directories {
    pub fn new() -> io::Result<Directories> {
        Ok(Directories { inotify: Inotify::new()?, all: HashMap::new() })
    }

    pub fn file(&self) -> &File {
        &self.inotify.file
    }

    pub fn events(&self) -> Vec<Event> {
        self.inotify.read()
    }

    pub fn of(&self, number: i32) -> (Vec<u8>, Vec<Interest>) {
        let directory = self.all.get(&number).cloned().unwrap_or_default();
        (directory.path, directory.interests)
    }

    pub fn add(&mut self, dir: &File, path: Vec<u8>, interest: Interest) -> Result<(), Fault> {
        let too_many = || Fault::new(fault::LIMIT, "too many directories are watched");
        let number = match self.inotify.add(dir) {
            Err(error) if error.raw_os_error() == Some(ENOSPC) => return Err(too_many()),
            result => result?,
        };
        if self.all.len() >= MOST && !self.all.contains_key(&number) {
            self.inotify.remove(number);
            return Err(too_many());
        }
        let directory = self.all.entry(number).or_default();
        directory.path = path;
        if !directory.interests.contains(&interest) {
            directory.interests.push(interest);
        }
        Ok(())
    }

    /// A directory with all below it.
    pub fn add_tree(&mut self, root: &File, watch: u32, path: Vec<u8>) -> Result<(), Fault> {
        tree::each(root, path, |dir, path| self.add(dir, path, Interest { watch, name: None }))
    }

    /// It is gone.
    pub fn forget(&mut self, number: i32) {
        self.all.remove(&number);
    }

    pub fn release(&mut self, watch: u32) {
        let inotify = &self.inotify;
        self.all.retain(|number, directory| {
            directory.interests.retain(|interest| interest.watch != watch);
            if directory.interests.is_empty() {
                inotify.remove(*number);
            }
            !directory.interests.is_empty()
        });
    }
}

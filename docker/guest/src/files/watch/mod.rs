//! Which of the watched paths have changed. The news are gathered for a while, so a burst is told once.

mod directories;
mod inotify;
mod tree;

use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use super::names;
use super::node::Node;
use super::path::{components, WirePath};
use super::shared::Shared;
use super::stat::{DIRECTORY, SYMLINK};
use crate::fault::{self, Fault};
use directories::{Directories, Interest};
use inotify::Event;

const FOLD: Duration = Duration::from_millis(100);
const MOST: usize = 256;
const MAX_LINKS: usize = 40;

pub struct Watcher {
    root: File,
    directories: Directories,
    watched: HashMap<u32, Watched>,
}

struct Watched {
    path: WirePath,
    due: Option<Instant>,
    /// Some directory of it is another one now.
    moved: bool,
    lost: bool,
}

/// `lost`: not all of what happened was seen.
pub struct News {
    pub watch: u32,
    pub lost: bool,
}

impl Watcher {
    pub fn new(root: &Path) -> io::Result<Watcher> {
        let root = Shared::open(root)?.root;
        Ok(Watcher { root, directories: Directories::new()?, watched: HashMap::new() })
    }

    /// Readable when there may be news.
    pub fn file(&self) -> &File {
        self.directories.file()
    }

    pub fn is_empty(&self) -> bool {
        self.watched.is_empty()
    }

    /// What is there, or will be. A watch of the same number ends.
    pub fn add(&mut self, watch: u32, path: &[u8]) -> Result<(), Fault> {
        self.remove(watch);
        if self.watched.len() >= MOST {
            return Err(Fault::new(fault::LIMIT, "too many paths are watched"));
        }
        let path = WirePath::parse(path)?;
        let watched = Watched { path, due: None, moved: false, lost: false };
        self.watched.insert(watch, watched);
        let built = self.build(watch);
        if built.is_err() {
            self.remove(watch);
        }
        built
    }

    pub fn remove(&mut self, watch: u32) {
        self.directories.release(watch);
        self.watched.remove(&watch);
    }

    pub fn on_readable(&mut self, now: Instant) {
        for event in self.directories.events() {
            if event.mask & inotify::OVERFLOW != 0 {
                self.lose_all(now);
            } else {
                self.on_event(&event, now);
            }
        }
    }

    pub fn deadline(&self) -> Option<Instant> {
        self.watched.values().filter_map(|watched| watched.due).min()
    }

    pub fn news(&mut self, now: Instant) -> Vec<News> {
        let is_due = |watched: &Watched| watched.due.map_or(false, |due| due <= now);
        let due = self.watched.iter().filter(|(_, watched)| is_due(watched));
        let due: Vec<u32> = due.map(|(watch, _)| *watch).collect();
        due.into_iter().filter_map(|watch| self.tell(watch)).collect()
    }

    fn tell(&mut self, watch: u32) -> Option<News> {
        let watched = self.watched.get_mut(&watch)?;
        let (moved, lost) = (watched.moved, watched.lost);
        *watched = Watched { path: watched.path.clone(), due: None, moved: false, lost: false };
        if moved {
            // Where it leads out or is too large now, what is still watched tells when that changes.
            let _ = self.build(watch);
        }
        Some(News { watch, lost })
    }

    fn lose_all(&mut self, now: Instant) {
        for watched in self.watched.values_mut() {
            watched.due.get_or_insert(now + FOLD);
            watched.moved = true;
            watched.lost = true;
        }
    }

    fn on_event(&mut self, event: &Event, now: Instant) {
        const COMES_OR_GOES: u32 =
            inotify::CREATE | inotify::DELETE | inotify::MOVED_FROM | inotify::MOVED_TO;
        const SELF: u32 = inotify::DELETE_SELF | inotify::MOVE_SELF | inotify::IGNORED;
        let (path, interests) = self.directories.of(event.watch);
        if event.mask & inotify::IGNORED != 0 {
            self.directories.forget(event.watch);
        }
        let comes = event.mask & (inotify::CREATE | inotify::MOVED_TO) != 0;
        for interest in interests {
            let mut moved = event.mask & SELF != 0;
            let concerned = match &interest.name {
                Some(name) => {
                    moved |= event.mask & COMES_OR_GOES != 0;
                    event.mask & SELF != 0 || *name == event.name
                }
                None => {
                    let dir = event.mask & inotify::IS_DIR != 0;
                    if dir && comes {
                        let below = super::path::join(&path, &event.name);
                        // One that cannot be followed is as good as unseen: its coming is told.
                        let _ = self.directories.add_tree(&self.root, interest.watch, below);
                    }
                    moved |= dir && event.mask & inotify::MOVED_FROM != 0;
                    !names::is_ours(&event.name)
                }
            };
            if let (true, Some(watched)) = (concerned, self.watched.get_mut(&interest.watch)) {
                watched.due.get_or_insert(now + FOLD);
                watched.moved |= moved;
            }
        }
    }

    /// Watches the directories on the way, as far as they exist, and all below it if it is one itself.
    fn build(&mut self, watch: u32) -> Result<(), Fault> {
        self.directories.release(watch);
        let outside = || Fault::new(fault::OUTSIDE, "the link leads out of the workspace");
        let to_owned = |bytes: &[u8]| components(bytes).map(<[u8]>::to_vec).collect::<Vec<_>>();
        let path = match self.watched.get(&watch) {
            Some(watched) => watched.path.as_bytes(),
            None => return Ok(()),
        };
        let mut ahead = VecDeque::from(to_owned(path));
        let mut here: Vec<Vec<u8>> = Vec::new();
        let mut links = 0;
        while let Some(name) = ahead.pop_front() {
            match &name[..] {
                b"." => continue,
                b".." => {
                    here.pop().ok_or_else(outside)?;
                    continue;
                }
                _ => {}
            }
            let dir = Node::open(&self.root, &here.join(&b'/'), false)?;
            // Before it is looked at, so that nothing happens unseen in between.
            let interest = Interest { watch, name: Some(name.clone()) };
            self.directories.add(&dir.handle, here.join(&b'/'), interest)?;
            let node = match Node::find(&dir.handle, &name, false)? {
                Some(node) => node,
                None => return Ok(()),
            };
            match node.kind() {
                DIRECTORY => here.push(name),
                SYMLINK => {
                    links += 1;
                    let target = node.target()?;
                    if links > MAX_LINKS || target.starts_with(b"/") {
                        return Err(outside());
                    }
                    to_owned(&target).into_iter().rev().for_each(|part| ahead.push_front(part));
                }
                _ => return Ok(()),
            }
        }
        self.directories.add_tree(&self.root, watch, here.join(&b'/'))
    }
}

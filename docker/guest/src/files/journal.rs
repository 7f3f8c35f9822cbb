//! What a change has done so far. Dropped before it is committed, all of it is taken back.

use std::fs::File;
use std::io;

use super::consts::*;
use super::ledger::{self, Ledger};
use super::node::Node;
use super::parents::make_directory;
use super::place::Place;
use super::remove::{need_recursive, remove};
use super::sys;
use crate::fault::Fault;

pub struct Journal<'a> {
    root: &'a File,
    steps: Vec<Step>,
    /// Whether what is replaced and removed is kept until the commit. One change alone does that last, so it need not.
    keeps: bool,
    /// For the next agent. Made with the first step that would show.
    ledger: Option<Ledger>,
    unwritable: bool,
}

pub enum Step {
    Made(Place),
    /// Ours with all that is in it.
    Staged(Place),
    Moved {
        from: Place,
        to: Place,
    },
    Swapped(Place, Place),
    Hidden {
        place: Place,
        hidden: Place,
    },
}

impl<'a> Journal<'a> {
    pub fn direct(root: &'a File) -> Journal<'a> {
        Journal::new(root, false)
    }

    pub fn undoable(root: &'a File) -> Journal<'a> {
        Journal::new(root, true)
    }

    fn new(root: &'a File, keeps: bool) -> Journal<'a> {
        Journal { root, steps: Vec::new(), keeps, ledger: None, unwritable: false }
    }

    pub fn make(&mut self, place: Place, mode: u32) -> io::Result<()> {
        if self.keeps {
            self.note(ledger::MADE, &[&place], 0);
        }
        make_directory(&place.dir, &place.name, mode)?;
        self.steps.push(Step::Made(place));
        Ok(())
    }

    /// To be called before it is made.
    pub fn staged(&mut self, place: Place) {
        self.note(ledger::STAGED, &[&place], 0);
        self.steps.push(Step::Staged(place));
    }

    pub fn stage_file(&mut self, place: &Place) -> Result<File, Fault> {
        self.staged(place.clone());
        let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW;
        Ok(sys::open_at(&place.dir, &place.name, flags, 0o600)?)
    }

    pub fn rename(&mut self, from: Place, to: Place, replaces: bool) -> Result<(), Fault> {
        if !replaces {
            if self.keeps {
                self.note(ledger::MOVED, &[&from, &to], 0);
            }
            sys::rename(from.at(), to.at(), RENAME_NOREPLACE)?;
            self.steps.push(Step::Moved { from, to });
        } else if self.keeps {
            let number = from.node()?.map_or(0, |node| node.identity().1);
            self.note(ledger::SWAPPED, &[&from, &to], number);
            sys::rename(from.at(), to.at(), RENAME_EXCHANGE)?;
            self.steps.push(Step::Swapped(from.clone(), to));
            self.hide(from)?;
        } else {
            sys::rename(from.at(), to.at(), 0)?;
        }
        Ok(())
    }

    pub fn remove(&mut self, place: Place, node: Node, recursive: bool) -> Result<(), Fault> {
        if !self.keeps {
            return remove(&place, node, recursive);
        }
        need_recursive(&node, recursive)?;
        self.hide(place)
    }

    fn hide(&mut self, place: Place) -> Result<(), Fault> {
        let hidden = place.hidden();
        self.note(ledger::HIDDEN, &[&place, &hidden], 0);
        sys::rename(place.at(), hidden.at(), RENAME_NOREPLACE)?;
        self.steps.push(Step::Hidden { place, hidden });
        Ok(())
    }

    fn note(&mut self, kind: u8, places: &[&Place], number: u64) {
        if self.ledger.is_none() && !self.unwritable {
            self.ledger = Ledger::create(self.root).ok();
        }
        let noted = self.ledger.as_mut().map(|ledger| ledger.note(kind, places, number));
        // Half of the steps would be worse than none.
        if !matches!(noted, Some(Ok(()))) {
            self.unwritable = true;
            self.ledger = None;
        }
    }

    /// Removes what was kept. What cannot be removed comes back under its name.
    pub fn commit(mut self) -> Result<(), Fault> {
        let mut result = Ok(());
        if self.ledger.is_some() {
            self.note(ledger::COMMITTED, &[], 0);
        }
        for step in std::mem::take(&mut self.steps) {
            if let Step::Hidden { place, hidden } = step {
                if let Err(fault) = remove_all(&hidden) {
                    let _ = sys::rename(hidden.at(), place.at(), RENAME_NOREPLACE);
                    let message = format!("all is done, but something remains: {}", fault.message);
                    result = Err(Fault { message, ..fault });
                }
            }
        }
        result
    }
}

impl Drop for Journal<'_> {
    fn drop(&mut self) {
        for step in self.steps.drain(..).rev() {
            let _ = undo(step);
        }
    }
}

pub fn undo(step: Step) -> Result<(), Fault> {
    match step {
        Step::Made(place) => sys::remove_dir(&place.dir, &place.name)?,
        Step::Staged(place) => remove_all(&place)?,
        Step::Moved { from, to } => sys::rename(to.at(), from.at(), RENAME_NOREPLACE)?,
        Step::Swapped(from, to) => sys::rename(from.at(), to.at(), RENAME_EXCHANGE)?,
        Step::Hidden { place, hidden } => {
            sys::rename(hidden.at(), place.at(), RENAME_NOREPLACE)?;
        }
    }
    Ok(())
}

pub fn remove_all(place: &Place) -> Result<(), Fault> {
    match place.node()? {
        Some(node) => remove(place, node, true),
        None => Ok(()),
    }
}

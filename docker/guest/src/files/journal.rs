//! What a change has done so far. Dropped before it is committed, all of it is taken back.

use std::fs::File;

use super::consts::*;
use super::node::Node;
use super::place::Place;
use super::remove::{need_recursive, remove};
use super::sys;
use crate::fault::Fault;

pub struct Journal {
    steps: Vec<Step>,
    /// Whether what is replaced and removed is kept until the commit. One change alone does that last, so it need not.
    keeps: bool,
}

enum Step {
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

impl Journal {
    pub fn direct() -> Journal {
        Journal { steps: Vec::new(), keeps: false }
    }

    pub fn undoable() -> Journal {
        Journal { steps: Vec::new(), keeps: true }
    }

    pub fn made(&mut self, place: Place) {
        self.steps.push(Step::Made(place));
    }

    pub fn staged(&mut self, place: Place) {
        self.steps.push(Step::Staged(place));
    }

    pub fn stage_file(&mut self, place: &Place) -> Result<File, Fault> {
        let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW;
        let file = sys::open_at(&place.dir, &place.name, flags, 0o600)?;
        self.staged(place.clone());
        Ok(file)
    }

    pub fn rename(&mut self, from: Place, to: Place, replaces: bool) -> Result<(), Fault> {
        if !replaces {
            sys::rename(from.at(), to.at(), RENAME_NOREPLACE)?;
            self.steps.push(Step::Moved { from, to });
        } else if self.keeps {
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
        sys::rename(place.at(), hidden.at(), RENAME_NOREPLACE)?;
        self.steps.push(Step::Hidden { place, hidden });
        Ok(())
    }

    /// Removes what was kept. What cannot be removed comes back under its name.
    pub fn commit(mut self) -> Result<(), Fault> {
        let mut result = Ok(());
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

impl Drop for Journal {
    fn drop(&mut self) {
        for step in self.steps.drain(..).rev() {
            let _ = undo(step);
        }
    }
}

fn undo(step: Step) -> Result<(), Fault> {
    match step {
        Step::Made(place) => match sys::unlink(&place.dir, &place.name) {
            Err(error) if error.raw_os_error() == Some(EISDIR) => {
                sys::remove_dir(&place.dir, &place.name)?;
            }
            result => result?,
        },
        Step::Staged(place) => remove_all(&place)?,
        Step::Moved { from, to } => sys::rename(to.at(), from.at(), RENAME_NOREPLACE)?,
        Step::Swapped(from, to) => sys::rename(from.at(), to.at(), RENAME_EXCHANGE)?,
        Step::Hidden { place, hidden } => {
            sys::rename(hidden.at(), place.at(), RENAME_NOREPLACE)?;
        }
    }
    Ok(())
}

fn remove_all(place: &Place) -> Result<(), Fault> {
    match place.node()? {
        Some(node) => remove(place, node, true),
        None => Ok(()),
    }
}

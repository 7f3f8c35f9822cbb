//! Puts right what an agent before left that was killed in the middle of a change.
//!
//! The workload can write here, too, so nothing of this is believed: every path is resolved beneath the workspace,
//! and only what has a name of ours is removed.

use std::fs::File;
use std::io;
use std::path::Path;

use super::journal::{remove_all, undo, Step};
use super::ledger;
use super::notes::{self, Note};
use super::path::WirePath;
use super::place::Place;
use super::shared::Shared;
use super::{gone, names, sys};
use crate::fault::Fault;
use crate::wire::Malformed;

/// Before anybody looks: a change that was under way becomes one that never began, or one that ended.
pub fn recover(root: &Path) -> io::Result<()> {
    let result = put_right(&Shared::open(root)?.root, &|number| number);
    gone::close();
    result
}

/// `number` tells what an inode of a ledger is now.
pub fn put_right(root: &File, number: &dyn Fn(u64) -> u64) -> io::Result<()> {
    let mut ours = Vec::new();
    names::each(root, |name| {
        if names::is_ledger(name) || names::is_new(name) {
            ours.push(name.to_vec());
        }
        true
    })?;
    for name in ours.iter().filter(|name| names::is_ledger(name)) {
        let _ = settle(root, name, number);
    }
    for name in ours {
        let _ = sys::unlink(root, &name);
    }
    Ok(())
}

fn settle(root: &File, name: &[u8], number: &dyn Fn(u64) -> u64) -> Result<(), Fault> {
    let notes = notes::of_ledger(root, name)?;
    let committed = notes.iter().any(|note| note.kind == ledger::COMMITTED);
    for note in notes.iter().rev() {
        let done = match committed {
            true => finish(root, note),
            false => take_back(root, note, number(note.number)),
        };
        // Of a step that was not done, or was disturbed since: the others still count.
        let _ = done;
    }
    Ok(())
}

fn take_back(root: &File, note: &Note, number: u64) -> Result<(), Fault> {
    let at = |index: usize| place(root, note, index);
    match note.kind {
        ledger::MADE => undo(Step::Made(at(0)?)),
        ledger::STAGED => undo(Step::Staged(hidden(at(0)?)?)),
        ledger::MOVED => undo(Step::Moved { from: at(0)?, to: at(1)? }),
        ledger::SWAPPED => {
            let (from, to) = (at(0)?, at(1)?);
            match to.node()? {
                Some(node) if node.identity().1 == number => undo(Step::Swapped(from, to)),
                _ => Ok(()),
            }
        }
        ledger::HIDDEN => undo(Step::Hidden { place: at(0)?, hidden: hidden(at(1)?)? }),
        _ => Ok(()),
    }
}

fn finish(root: &File, note: &Note) -> Result<(), Fault> {
    match note.kind {
        ledger::HIDDEN => remove_all(&hidden(place(root, note, 1)?)?),
        _ => Ok(()),
    }
}

fn place(root: &File, note: &Note, index: usize) -> Result<Place, Fault> {
    let path = note.paths.get(index).ok_or(Malformed)?;
    Place::of(root, &WirePath::parse(path)?)
}

fn hidden(place: Place) -> Result<Place, Fault> {
    match names::is_hidden(&place.name) {
        true => Ok(place),
        false => Err(Fault::invalid("this is nothing of ours")),
    }
}

//! Puts right what an agent before left that was killed in the middle of a change.
//!
//! The workload can write here, too, so nothing of this is believed: every path is resolved beneath the workspace,
//! and only what has a name of ours is removed.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::rc::Rc;

use super::journal::{remove_all, undo, Step};
use super::ledger;
use super::path::WirePath;
use super::place::Place;
use super::shared::Shared;
use super::stat::FILE;
use super::{names, sys};
use crate::fault::Fault;
use crate::wire::{Malformed, Reader};

/// A batch has 256 operations of a few steps, each with two paths.
const LARGEST: u64 = 16 << 20;

/// Before anybody looks: a change that was under way becomes one that never began, or one that ended.
pub fn recover(root: &Path) -> io::Result<()> {
    let root = Shared::open(root)?.root;
    let mut ours = Vec::new();
    names::each(&root, |name| {
        if names::is_ledger(name) || names::is_new(name) {
            ours.push(name.to_vec());
        }
        true
    })?;
    for name in ours.iter().filter(|name| names::is_ledger(name)) {
        let _ = settle(&root, name);
    }
    for name in ours {
        let _ = sys::unlink(&root, &name);
    }
    Ok(())
}

fn settle(root: &File, name: &[u8]) -> Result<(), Fault> {
    let place = Place { dir: Rc::new(root.try_clone()?), name: name.to_vec() };
    let node = match place.node()? {
        Some(node) if node.kind() == FILE => node,
        _ => return Ok(()),
    };
    let mut content = Vec::new();
    node.reader()?.take(LARGEST).read_to_end(&mut content)?;
    let notes = notes(&content);
    let committed = notes.iter().any(|note| note.kind == ledger::COMMITTED);
    for note in notes.iter().rev() {
        let done = match committed {
            true => finish(root, note),
            false => take_back(root, note),
        };
        // Of a step that was not done, or was disturbed since: the others still count.
        let _ = done;
    }
    Ok(())
}

struct Note {
    kind: u8,
    number: u64,
    paths: Vec<Vec<u8>>,
}

/// The last one may be cut: what it says was not begun.
fn notes(content: &[u8]) -> Vec<Note> {
    let mut reader = Reader::new(content);
    let mut next = || reader.str().and_then(note).ok();
    std::iter::from_fn(&mut next).collect()
}

fn note(record: &[u8]) -> Result<Note, Malformed> {
    let mut record = Reader::new(record);
    let (kind, number) = (record.u8()?, record.u64()?);
    let mut paths = Vec::new();
    while record.end().is_err() {
        paths.push(record.str()?.to_vec());
    }
    Ok(Note { kind, number, paths })
}

fn take_back(root: &File, note: &Note) -> Result<(), Fault> {
    let at = |index: usize| place(root, note, index);
    match note.kind {
        ledger::MADE => undo(Step::Made(at(0)?)),
        ledger::STAGED => undo(Step::Staged(hidden(at(0)?)?)),
        ledger::MOVED => undo(Step::Moved { from: at(0)?, to: at(1)? }),
        ledger::SWAPPED => {
            let (from, to) = (at(0)?, at(1)?);
            match to.node()? {
                Some(node) if node.identity().1 == note.number => undo(Step::Swapped(from, to)),
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

//! What a ledger says, read back. Anybody can have written it.

use std::fs::File;
use std::io::Read as _;
use std::rc::Rc;

use super::place::Place;
use super::stat::FILE;
use crate::fault::Fault;
use crate::wire::{Malformed, Reader};

/// A batch has 256 operations of a few steps, each with two paths.
const LARGEST: u64 = 16 << 20;

pub struct Note {
    pub kind: u8,
    pub number: u64,
    pub paths: Vec<Vec<u8>>,
}

/// None of what is no ledger.
pub fn of_ledger(root: &File, name: &[u8]) -> Result<Vec<Note>, Fault> {
    let place = Place { dir: Rc::new(root.try_clone()?), name: name.to_vec() };
    let node = match place.node()? {
        Some(node) if node.kind() == FILE => node,
        _ => return Ok(Vec::new()),
    };
    let mut content = Vec::new();
    node.reader()?.take(LARGEST).read_to_end(&mut content)?;
    Ok(notes(&content))
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

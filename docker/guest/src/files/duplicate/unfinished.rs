//! A change that was under way in the source. It is copied with its ledger, and put right in the copy.

use std::collections::HashMap;
use std::fs::File;
use std::io;

use crate::fault::Fault;
use crate::files::node::Node;
use crate::files::{ledger, names, notes, recovery};

/// The inodes that ledgers tell steps by; in the copy they are others.
pub struct Unfinished(HashMap<u64, Option<u64>>);

impl Unfinished {
    /// Nothing where no change was under way.
    pub fn of(from: &File) -> Result<Option<Unfinished>, Fault> {
        let mut ledgers = Vec::new();
        names::each(from, |name| {
            if names::is_ledger(name) {
                ledgers.push(name.to_vec());
            }
            true
        })?;
        let mut numbers = HashMap::new();
        for name in &ledgers {
            let notes = notes::of_ledger(from, name)?;
            let swapped = notes.iter().filter(|note| note.kind == ledger::SWAPPED);
            numbers.extend(swapped.map(|note| (note.number, None)));
        }
        Ok(if ledgers.is_empty() { None } else { Some(Unfinished(numbers)) })
    }

    /// To be called for everything that is no directory: those are never exchanged.
    pub fn copied(&mut self, node: &Node, dir: &File, name: &[u8]) -> io::Result<()> {
        if let Some(number) = self.0.get_mut(&node.identity().1) {
            *number = Node::find(dir, name, false)?.map(|copy| copy.identity().1);
        }
        Ok(())
    }

    pub fn put_right(self, to: &File) -> io::Result<()> {
        recovery::put_right(to, &|number| self.0.get(&number).copied().flatten().unwrap_or(0))
    }
}

//! Whole trees as tar archives, in both directions and at constant memory.

mod entry;
mod export;
mod glob;
mod header;
mod import;
mod name;
mod pack;
mod pax;
mod place;
mod selection;
mod source;
mod summary;
mod unpack;
mod walk;

pub use export::export;
pub use import::Import;

use crate::fault::Fault;

const BLOCK: usize = 512;
/// Of a frame of data.
const PIECE: usize = 65536;

/// Takes a piece of an archive; waits until there is room for it.
pub type Out<'a> = &'a mut dyn FnMut(Vec<u8>) -> Result<(), Fault>;
/// Gives the next piece of an archive, nothing after the last; waits for it.
pub type In<'a> = &'a mut dyn FnMut() -> Result<Option<Vec<u8>>, Fault>;

/// How many bytes are missing to whole blocks.
fn padding(size: u64) -> usize {
    ((BLOCK as u64 - size % BLOCK as u64) % BLOCK as u64) as usize
}

//! Flags of the file requests.

use super::precondition::Precondition;
use crate::fault::Fault;

pub const NO_FOLLOW: u32 = 1;
pub const RECURSIVE: u32 = 1;
pub const NO_ETAG: u32 = 2;
pub const PARENTS: u32 = 1;
pub const MUST_NOT_EXIST: u32 = 2;
pub const MODE: u32 = 4;
pub const IF_MATCH: u32 = 8;
/// RECURSIVE where that bit means PARENTS.
pub const TREE: u32 = 16;

pub fn known(flags: u32, known: u32) -> Result<(), Fault> {
    match flags & !known {
        0 => Ok(()),
        unknown => Err(Fault::invalid(format!("unknown flags {:#x}", unknown))),
    }
}

pub fn precondition(flags: u32, if_match: Vec<u8>) -> Result<Precondition, Fault> {
    let if_match = if flags & IF_MATCH != 0 { Some(if_match) } else { None };
    Precondition::new(flags & MUST_NOT_EXIST != 0, if_match)
}

/// Set-id bits are for nobody here.
pub fn mode(flags: u32, mode: u32) -> Result<Option<u32>, Fault> {
    match mode & !0o1777 {
        _ if flags & MODE == 0 => Ok(None),
        0 => Ok(Some(mode)),
        _ => Err(Fault::invalid("a mode is at most 1777 (octal); set-id bits are refused")),
    }
}

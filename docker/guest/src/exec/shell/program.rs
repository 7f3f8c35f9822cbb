//! Which shell an image has.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;

use crate::exec::environment::Environment;
use crate::fault::{self, Fault};

/// The path of the first of the programs that is there.
pub fn first_program(programs: &[&[u8]], environment: &Environment) -> Result<Vec<u8>, Fault> {
    let names = programs.iter().filter(|name| !name.is_empty());
    let mut paths = names.flat_map(|name| environment.candidates(name));
    let missing = || Fault::new(fault::NOT_FOUND, "there is no such shell");
    paths.find(|path| is_program(path)).ok_or_else(missing)
}

fn is_program(path: &[u8]) -> bool {
    let found = fs::metadata(OsStr::from_bytes(path));
    found.map_or(false, |it| it.is_file() && it.permissions().mode() & 0o111 != 0)
}

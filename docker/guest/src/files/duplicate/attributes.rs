//! Owner, mode, extended attributes and times, in the order in which one does not undo the other.

use std::fs::{File, Metadata, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use super::sys;
use crate::files::consts::EOPNOTSUPP;
use crate::files::sys::Timespec;

const MODE: u32 = 0o7777;
/// What the file system and its server keep for themselves is not for a copy.
const COPIED: [&[u8]; 2] = [b"user.", b"system.posix_acl_"];

/// Of a file or directory that is open; `from` is open for reading, too.
pub fn of_open(source: &Metadata, from: &File, to: &File, owner: (u32, u32)) -> io::Result<()> {
    sys::change_owner(to, b"", owner.0, owner.1)?;
    to.set_permissions(Permissions::from_mode(source.mode() & MODE))?;
    extended(from, to)?;
    set_times(source, to)
}

/// Of what has a name and cannot be opened: links and FIFOs.
pub fn of_name(source: &Metadata, dir: &File, name: &[u8]) -> io::Result<()> {
    sys::change_owner(dir, name, source.uid(), source.gid())?;
    sys::set_times(dir, name, &times(source))
}

pub fn owner(source: &Metadata) -> (u32, u32) {
    (source.uid(), source.gid())
}

fn extended(from: &File, to: &File) -> io::Result<()> {
    let names = match sys::attribute_names(from) {
        Err(error) if error.raw_os_error() == Some(EOPNOTSUPP) => return Ok(()),
        names => names?,
    };
    let copied = |name: &&[u8]| COPIED.iter().any(|start| name.starts_with(start));
    for name in names.split(|byte| *byte == 0).filter(copied) {
        sys::set_attribute(to, name, &sys::attribute(from, name)?)?;
    }
    Ok(())
}

fn set_times(source: &Metadata, to: &File) -> io::Result<()> {
    crate::files::sys::set_times(to, &times(source))
}

fn times(source: &Metadata) -> [Timespec; 2] {
    [
        Timespec { seconds: source.atime(), nanos: source.atime_nsec() },
        Timespec { seconds: source.mtime(), nanos: source.mtime_nsec() },
    ]
}

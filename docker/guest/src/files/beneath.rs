//! Opens what a path names without ever leaving the directory that it starts from.

use std::fs::{File, Metadata};
use std::io;

use super::consts::*;
use super::{stepwise, sys};

/// The kernel gives up with EAGAIN when something is renamed while it resolves `..`.
const RACES: usize = 1000;

const RESOLVE: u64 = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV;

/// An `O_PATH` handle: it neither blocks nor touches what it stands for.
pub fn open(start: &File, path: &[u8], follow: bool) -> io::Result<File> {
    let path = if path.is_empty() { b"." } else { path };
    let flags = O_PATH | if follow { 0 } else { O_NOFOLLOW };
    for _ in 0..RACES {
        match sys::openat2(start, path, flags, RESOLVE) {
            Err(error) if error.raw_os_error() == Some(EAGAIN) => continue,
            Err(error) if unavailable(&error) => return stepwise::open(start, path, follow),
            result => return result,
        }
    }
    Err(io::Error::from_raw_os_error(EAGAIN))
}

/// A regular file to read from, in a directory: what open, look and reopen come to, in two calls. Nothing where it is
/// none, may not be read or cannot be opened like this; `open` says why.
pub fn regular(dir: &File, name: &[u8]) -> Option<(File, Metadata)> {
    let flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW;
    let file = sys::openat2(dir, name, flags, RESOLVE).ok()?;
    let metadata = file.metadata().ok().filter(Metadata::is_file)?;
    Some((file, metadata))
}

/// Old kernels do not know the call, old seccomp profiles forbid it.
fn unavailable(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(ENOSYS) | Some(EPERM))
}

//! The system calls that only a copy of everything needs.

use std::fs::File;
use std::io;
use std::os::raw::{c_char, c_int, c_uint, c_ulong, c_void};
use std::os::unix::io::AsRawFd;

use crate::files::consts::SEEK_DATA;
use crate::files::sys::{c, check, Timespec};

const FICLONE: c_ulong = 0x4004_9409;
const SEEK_HOLE: c_int = 4;
const AT_EMPTY_PATH: c_int = 0x1000;
const AT_SYMLINK_NOFOLLOW: c_int = 0x100;
const S_IFIFO: c_uint = 0o010_000;

pub const EMLINK: i32 = 31;
const ENXIO: i32 = 6;

extern "C" {
    fn fchownat(dir: c_int, path: *const c_char, uid: c_uint, gid: c_uint, flags: c_int) -> c_int;
    fn utimensat(dir: c_int, path: *const c_char, times: *const Timespec, flags: c_int) -> c_int;
    fn umask(mode: c_uint) -> c_uint;
    fn mknodat(dir: c_int, path: *const c_char, mode: c_uint, device: u64) -> c_int;
    fn linkat(
        from: c_int,
        path: *const c_char,
        to: c_int,
        name: *const c_char,
        flags: c_int,
    ) -> c_int;
    fn ioctl(fd: c_int, request: c_ulong, ...) -> c_int;
    fn lseek(fd: c_int, offset: i64, whence: c_int) -> i64;
    fn flistxattr(fd: c_int, list: *mut c_char, size: usize) -> isize;
    fn fgetxattr(fd: c_int, name: *const c_char, value: *mut c_void, size: usize) -> isize;
    fn fsetxattr(
        fd: c_int,
        name: *const c_char,
        value: *const c_void,
        size: usize,
        flags: c_int,
    ) -> c_int;
}

/// Of a name itself, also when it is a symbolic link; of the open thing when the name is empty.
pub fn change_owner(dir: &File, name: &[u8], uid: u32, gid: u32) -> io::Result<()> {
    let name = c(name)?;
    let flags = AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH;
    let result = unsafe { fchownat(dir.as_raw_fd(), name.as_ptr(), uid, gid, flags) };
    check(result.into()).map(drop)
}

/// Last access and last change, of a name itself.
pub fn set_times(dir: &File, name: &[u8], times: &[Timespec; 2]) -> io::Result<()> {
    let name = c(name)?;
    let flags = AT_SYMLINK_NOFOLLOW;
    let result = unsafe { utimensat(dir.as_raw_fd(), name.as_ptr(), times.as_ptr(), flags) };
    check(result.into()).map(drop)
}

/// Modes become exactly what is asked for.
pub fn forget_umask() {
    unsafe { umask(0) };
}

pub fn make_fifo(dir: &File, name: &[u8], mode: u32) -> io::Result<()> {
    let (name, mode) = (c(name)?, S_IFIFO | mode & 0o777);
    let result = unsafe { mknodat(dir.as_raw_fd(), name.as_ptr(), mode, 0) };
    check(result.into()).map(drop)
}

pub fn link(from: (&File, &[u8]), to: (&File, &[u8])) -> io::Result<()> {
    let (old, new) = (c(from.1)?, c(to.1)?);
    let (old_dir, new_dir) = (from.0.as_raw_fd(), to.0.as_raw_fd());
    check(unsafe { linkat(old_dir, old.as_ptr(), new_dir, new.as_ptr(), 0) }.into()).map(drop)
}

/// Shares all blocks, where the file system can.
pub fn clone_content(from: &File, to: &File) -> io::Result<()> {
    check(unsafe { ioctl(to.as_raw_fd(), FICLONE, from.as_raw_fd()) }.into()).map(drop)
}

/// The next part that is no hole.
pub fn next_data(file: &File, after: u64) -> io::Result<Option<(u64, u64)>> {
    let seek = |at: i64, whence| check(unsafe { lseek(file.as_raw_fd(), at, whence) });
    match seek(after as i64, SEEK_DATA) {
        Err(error) if error.raw_os_error() == Some(ENXIO) => Ok(None),
        start => {
            let start = start?;
            Ok(Some((start as u64, seek(start, SEEK_HOLE)? as u64)))
        }
    }
}

/// The names of the extended attributes, each ended by NUL.
pub fn attribute_names(file: &File) -> io::Result<Vec<u8>> {
    sized(|space, size| unsafe { flistxattr(file.as_raw_fd(), space.cast(), size) })
}

pub fn attribute(file: &File, name: &[u8]) -> io::Result<Vec<u8>> {
    let name = c(name)?;
    sized(|space, size| unsafe { fgetxattr(file.as_raw_fd(), name.as_ptr(), space.cast(), size) })
}

pub fn set_attribute(file: &File, name: &[u8], value: &[u8]) -> io::Result<()> {
    let name = c(name)?;
    let (fd, start) = (file.as_raw_fd(), value.as_ptr().cast());
    check(unsafe { fsetxattr(fd, name.as_ptr(), start, value.len(), 0) }.into()).map(drop)
}

/// The kernel allows 64 KiB for a value and as much for all names.
fn sized(get: impl Fn(*mut u8, usize) -> isize) -> io::Result<Vec<u8>> {
    let needed = check(get(std::ptr::null_mut(), 0) as i64)?;
    if needed == 0 {
        return Ok(Vec::new());
    }
    let mut space = vec![0; 65536];
    let length = check(get(space.as_mut_ptr(), space.len()) as i64)?;
    space.truncate(length as usize);
    Ok(space)
}

//! Pipes and plain reads and writes on descriptors.

use std::ffi::CString;
use std::io;
use std::os::unix::io::{AsRawFd, FromRawFd, OwnedFd, RawFd};

use super::{c, checked};

/// A pipe as (read end, write end), both closed on exec.
pub fn pipe() -> io::Result<(OwnedFd, OwnedFd)> {
    let mut ends = [0; 2];
    checked(unsafe { c::pipe2(ends.as_mut_ptr(), c::O_CLOEXEC) })?;
    Ok((owned(ends[0]), owned(ends[1])))
}

/// A counter that wakes the poll when another thread writes to it.
pub fn event() -> io::Result<OwnedFd> {
    checked(unsafe { c::eventfd(0, c::O_NONBLOCK | c::O_CLOEXEC) }).map(owned)
}

/// A directory to change into; needs no right to read it.
pub fn directory(path: &CString) -> io::Result<OwnedFd> {
    let flags = c::O_PATH | c::O_DIRECTORY | c::O_CLOEXEC;
    checked(unsafe { c::open(path.as_ptr(), flags) }).map(owned)
}

pub fn null_device() -> io::Result<OwnedFd> {
    let flags = c::O_RDWR | c::O_CLOEXEC;
    checked(unsafe { c::open(b"/dev/null\0".as_ptr().cast(), flags) }).map(owned)
}

pub fn owned(fd: RawFd) -> OwnedFd {
    unsafe { OwnedFd::from_raw_fd(fd) }
}

pub fn set_nonblocking(fd: RawFd) -> io::Result<()> {
    let flags = checked(unsafe { c::fcntl(fd, c::F_GETFL) })?;
    checked(unsafe { c::fcntl(fd, c::F_SETFL, flags | c::O_NONBLOCK) })?;
    Ok(())
}

/// Lets a pipe hold more than the usual 64 KiB, as far as the kernel allows.
pub fn widen_pipe(fd: RawFd, bytes: i32) {
    unsafe { c::fcntl(fd, c::F_SETPIPE_SZ, bytes) };
}

/// `None` when there is nothing to read now; `Some(0)` at the end.
pub fn read(fd: RawFd, buffer: &mut [u8]) -> io::Result<Option<usize>> {
    now(|| unsafe { c::read(fd, buffer.as_mut_ptr().cast(), buffer.len()) })
}

/// `None` when nothing can be written now.
pub fn write(fd: RawFd, bytes: &[u8]) -> io::Result<Option<usize>> {
    now(|| unsafe { c::write(fd, bytes.as_ptr().cast(), bytes.len()) })
}

fn now(mut call: impl FnMut() -> isize) -> io::Result<Option<usize>> {
    loop {
        let result = call();
        if result >= 0 {
            return Ok(Some(result as usize));
        }
        let error = io::Error::last_os_error();
        match error.raw_os_error() {
            Some(c::EINTR) => {}
            Some(c::EAGAIN) => return Ok(None),
            _ => return Err(error),
        }
    }
}

/// How many bytes a read would get now.
pub fn available(fd: &OwnedFd) -> usize {
    let mut count: i32 = 0;
    unsafe { c::ioctl(fd.as_raw_fd(), c::FIONREAD, &mut count) };
    count.max(0) as usize
}

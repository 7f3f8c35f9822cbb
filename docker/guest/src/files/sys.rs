//! The system calls that std does not have. Descriptors are `File`s, errors are `io::Error`s.

use std::ffi::CString;
use std::fs::File;
use std::io;
use std::os::raw::{c_char, c_int, c_long, c_uint};
use std::os::unix::io::{AsRawFd, FromRawFd};

use super::consts::*;

#[repr(C)]
struct OpenHow {
    flags: u64,
    mode: u64,
    resolve: u64,
}

#[repr(C)]
pub struct Timespec {
    pub seconds: i64,
    pub nanos: i64,
}

extern "C" {
    fn syscall(number: c_long, ...) -> c_long;
    fn openat(dir: c_int, path: *const c_char, flags: c_int, ...) -> c_int;
    fn mkdirat(dir: c_int, path: *const c_char, mode: c_uint) -> c_int;
    fn unlinkat(dir: c_int, path: *const c_char, flags: c_int) -> c_int;
    fn linkat(
        from: c_int,
        path: *const c_char,
        to: c_int,
        name: *const c_char,
        flags: c_int,
    ) -> c_int;
    fn symlinkat(target: *const c_char, dir: c_int, name: *const c_char) -> c_int;
    fn readlinkat(dir: c_int, path: *const c_char, buffer: *mut u8, size: usize) -> isize;
    fn futimens(fd: c_int, times: *const Timespec) -> c_int;
    fn lseek(fd: c_int, offset: i64, whence: c_int) -> i64;
    fn inotify_init1(flags: c_int) -> c_int;
    fn inotify_add_watch(fd: c_int, path: *const c_char, mask: u32) -> c_int;
    fn inotify_rm_watch(fd: c_int, watch: c_int) -> c_int;
    fn clock_gettime(clock: c_int, time: *mut Timespec) -> c_int;
    fn memmem(hay: *const u8, length: usize, needle: *const u8, needle_length: usize) -> *const u8;
}

pub(in crate::files) fn check(result: c_long) -> io::Result<c_long> {
    match result {
        -1 => Err(io::Error::last_os_error()),
        value => Ok(value),
    }
}

pub(in crate::files) fn c(bytes: &[u8]) -> io::Result<CString> {
    CString::new(bytes).map_err(|_| io::Error::from_raw_os_error(EINVAL))
}

fn owned(fd: c_long) -> File {
    // SAFETY: the kernel has just given us this descriptor.
    unsafe { File::from_raw_fd(fd as c_int) }
}

pub fn openat2(dir: &File, path: &[u8], flags: c_int, resolve: u64) -> io::Result<File> {
    let path = c(path)?;
    let how = OpenHow { flags: (flags | O_CLOEXEC) as u64, mode: 0, resolve };
    let size = std::mem::size_of::<OpenHow>();
    let fd = unsafe { syscall(SYS_OPENAT2, dir.as_raw_fd(), path.as_ptr(), &how, size) };
    check(fd).map(owned)
}

pub fn open_at(dir: &File, name: &[u8], flags: c_int, mode: u32) -> io::Result<File> {
    let name = c(name)?;
    let fd = unsafe { openat(dir.as_raw_fd(), name.as_ptr(), flags | O_CLOEXEC, mode as c_uint) };
    check(fd.into()).map(owned)
}

/// Opens what a descriptor stands for once more, with other flags.
pub fn reopen(file: &File, flags: c_int) -> io::Result<File> {
    let path = c(&descriptor_path(file))?;
    let fd = unsafe { openat(AT_FDCWD, path.as_ptr(), flags | O_CLOEXEC) };
    check(fd.into()).map(owned)
}

/// Gives a name to an open file; fails when the name is taken.
pub fn link_open_file(file: &File, dir: &File, name: &[u8]) -> io::Result<()> {
    let (path, name) = (c(&descriptor_path(file))?, c(name)?);
    let result = unsafe {
        linkat(AT_FDCWD, path.as_ptr(), dir.as_raw_fd(), name.as_ptr(), AT_SYMLINK_FOLLOW)
    };
    check(result.into()).map(drop)
}

fn descriptor_path(file: &File) -> Vec<u8> {
    format!("/proc/self/fd/{}", file.as_raw_fd()).into_bytes()
}

pub fn rename(from: (&File, &[u8]), to: (&File, &[u8]), flags: c_uint) -> io::Result<()> {
    let (old, new) = (c(from.1)?, c(to.1)?);
    let (old_dir, new_dir) = (from.0.as_raw_fd(), to.0.as_raw_fd());
    let result =
        unsafe { syscall(SYS_RENAMEAT2, old_dir, old.as_ptr(), new_dir, new.as_ptr(), flags) };
    check(result).map(drop)
}

pub fn make_dir(dir: &File, name: &[u8], mode: u32) -> io::Result<()> {
    let name = c(name)?;
    check(unsafe { mkdirat(dir.as_raw_fd(), name.as_ptr(), mode) }.into()).map(drop)
}

pub fn unlink(dir: &File, name: &[u8]) -> io::Result<()> {
    let name = c(name)?;
    check(unsafe { unlinkat(dir.as_raw_fd(), name.as_ptr(), 0) }.into()).map(drop)
}

pub fn remove_dir(dir: &File, name: &[u8]) -> io::Result<()> {
    let name = c(name)?;
    check(unsafe { unlinkat(dir.as_raw_fd(), name.as_ptr(), AT_REMOVEDIR) }.into()).map(drop)
}

pub fn symlink(target: &[u8], dir: &File, name: &[u8]) -> io::Result<()> {
    let (target, name) = (c(target)?, c(name)?);
    check(unsafe { symlinkat(target.as_ptr(), dir.as_raw_fd(), name.as_ptr()) }.into()).map(drop)
}

/// The target of a symbolic link that is open as `O_PATH`.
pub fn read_link(link: &File) -> io::Result<Vec<u8>> {
    read_link_at(link.as_raw_fd(), b"")
}

/// Where an open directory is now, from the root of the file systems on.
pub fn path_of(dir: &File) -> io::Result<Vec<u8>> {
    read_link_at(AT_FDCWD, &descriptor_path(dir))
}

fn read_link_at(dir: c_int, path: &[u8]) -> io::Result<Vec<u8>> {
    let mut target = vec![0; PATH_MAX];
    let path = c(path)?;
    let length = unsafe { readlinkat(dir, path.as_ptr(), target.as_mut_ptr(), target.len()) };
    target.truncate(check(length as c_long)? as usize);
    Ok(target)
}

/// Fills the buffer with `linux_dirent64` records; 0 at the end of the directory.
pub fn directory_records(dir: &File, buffer: &mut [u8]) -> io::Result<usize> {
    let (fd, space) = (dir.as_raw_fd(), buffer.len());
    check(unsafe { syscall(SYS_GETDENTS64, fd, buffer.as_mut_ptr(), space) }).map(|n| n as usize)
}

/// Returns once a write that is going on has ended: it holds the lock that this seek takes.
pub fn wait_for_writer(file: &File) {
    unsafe { lseek(file.as_raw_fd(), 0, SEEK_DATA) };
}

/// The last access becomes now.
pub fn set_mtime(file: &File, seconds: i64) -> io::Result<()> {
    set_times(file, &[Timespec { seconds: 0, nanos: UTIME_NOW }, Timespec { seconds, nanos: 0 }])
}

/// Last access and last change.
pub fn set_times(file: &File, times: &[Timespec; 2]) -> io::Result<()> {
    check(unsafe { futimens(file.as_raw_fd(), times.as_ptr()) }.into()).map(drop)
}

pub fn inotify() -> io::Result<File> {
    check(unsafe { inotify_init1(O_NONBLOCK | O_CLOEXEC) }.into()).map(owned)
}

pub fn inotify_add(inotify: &File, dir: &File, mask: u32) -> io::Result<c_int> {
    let path = c(&descriptor_path(dir))?;
    let watch = unsafe { inotify_add_watch(inotify.as_raw_fd(), path.as_ptr(), mask) };
    check(watch.into()).map(|watch| watch as c_int)
}

pub fn inotify_remove(inotify: &File, watch: c_int) {
    unsafe { inotify_rm_watch(inotify.as_raw_fd(), watch) };
}

/// The clock that stamps files.
pub fn coarse_clock() -> Timespec {
    let mut now = Timespec { seconds: 0, nanos: 0 };
    unsafe { clock_gettime(CLOCK_REALTIME_COARSE, &mut now) };
    now
}

pub fn random() -> [u8; 16] {
    let mut bytes = [0u8; 16];
    unsafe { syscall(SYS_GETRANDOM, bytes.as_mut_ptr(), bytes.len(), 0) };
    bytes
}

/// Always true of nothing.
pub fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    let found = unsafe { memmem(bytes.as_ptr(), bytes.len(), needle.as_ptr(), needle.len()) };
    !found.is_null()
}

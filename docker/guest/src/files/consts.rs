//! Numbers of the Linux kernel interface, where the architectures differ once for each.

use std::os::raw::{c_int, c_long, c_uint};

pub const SYS_OPENAT2: c_long = 437;

#[cfg(target_arch = "x86_64")]
mod arch {
    use super::{c_int, c_long};
    pub const SYS_GETDENTS64: c_long = 217;
    pub const SYS_RENAMEAT2: c_long = 316;
    pub const SYS_GETRANDOM: c_long = 318;
    pub const O_DIRECTORY: c_int = 0o200000;
    pub const O_NOFOLLOW: c_int = 0o400000;
}

#[cfg(target_arch = "aarch64")]
mod arch {
    use super::{c_int, c_long};
    pub const SYS_GETDENTS64: c_long = 61;
    pub const SYS_RENAMEAT2: c_long = 276;
    pub const SYS_GETRANDOM: c_long = 278;
    pub const O_DIRECTORY: c_int = 0o40000;
    pub const O_NOFOLLOW: c_int = 0o100000;
}

pub use arch::*;

pub const O_RDONLY: c_int = 0;
pub const O_RDWR: c_int = 2;
pub const O_CREAT: c_int = 0o100;
pub const O_EXCL: c_int = 0o200;
pub const O_NOCTTY: c_int = 0o400;
pub const O_NONBLOCK: c_int = 0o4000;
pub const O_CLOEXEC: c_int = 0o2000000;
pub const O_PATH: c_int = 0o10000000;
pub const O_TMPFILE: c_int = 0o20000000 | O_DIRECTORY;

pub const AT_FDCWD: c_int = -100;
pub const AT_REMOVEDIR: c_int = 0x200;
pub const AT_SYMLINK_FOLLOW: c_int = 0x400;

pub const RESOLVE_NO_XDEV: u64 = 0x01;
pub const RESOLVE_NO_MAGICLINKS: u64 = 0x02;
pub const RESOLVE_BENEATH: u64 = 0x08;

pub const RENAME_NOREPLACE: c_uint = 1;
pub const RENAME_EXCHANGE: c_uint = 2;

pub const SEEK_DATA: c_int = 3;
pub const UTIME_NOW: i64 = (1 << 30) - 1;
pub const DT_UNKNOWN: u8 = 0;
pub const DT_DIR: u8 = 4;
pub const DT_REG: u8 = 8;
pub const CLOCK_REALTIME_COARSE: c_int = 5;
pub const PATH_MAX: usize = 4096;

pub const EPERM: i32 = 1;
pub const ENOENT: i32 = 2;
pub const EAGAIN: i32 = 11;
pub const EACCES: i32 = 13;
pub const EEXIST: i32 = 17;
pub const EXDEV: i32 = 18;
pub const ENOTDIR: i32 = 20;
pub const EISDIR: i32 = 21;
pub const EINVAL: i32 = 22;
pub const ENOSPC: i32 = 28;
pub const ENOSYS: i32 = 38;
pub const ENOTEMPTY: i32 = 39;
pub const ELOOP: i32 = 40;
pub const EOPNOTSUPP: i32 = 95;

//! What a request is answered with when it cannot be done.

use std::io;

use crate::wire::Malformed;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub code: u16,
    pub errno: i32,
    pub message: String,
}

pub const INVALID: u16 = 1;
pub const NOT_FOUND: u16 = 2;
pub const EXISTS: u16 = 3;
pub const NOT_A_DIRECTORY: u16 = 4;
pub const IS_A_DIRECTORY: u16 = 5;
pub const NOT_REGULAR: u16 = 6;
pub const PERMISSION: u16 = 7;
pub const CONFLICT: u16 = 8;
pub const OUTSIDE: u16 = 9;
pub const NOT_EMPTY: u16 = 10;
pub const NO_SPACE: u16 = 11;
pub const TOO_LARGE: u16 = 12;
pub const IO: u16 = 13;
pub const LIMIT: u16 = 14;
pub const UNKNOWN_EXEC: u16 = 15;
pub const NAME_TOO_LONG: u16 = 16;
pub const READ_ONLY: u16 = 17;
pub const CANCELLED: u16 = 18;

impl Fault {
    pub fn new(code: u16, message: impl Into<String>) -> Fault {
        Fault { code, errno: 0, message: message.into() }
    }

    pub fn invalid(message: impl Into<String>) -> Fault {
        Fault::new(INVALID, message)
    }

    /// The fault of a failed system call; the code follows from the errno.
    pub fn from_errno(errno: i32, message: impl Into<String>) -> Fault {
        Fault { code: code_of(errno), errno, message: message.into() }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Fault {
        Fault::from_errno(error.raw_os_error().unwrap_or(0), error.to_string())
    }
}

impl From<Malformed> for Fault {
    fn from(_: Malformed) -> Fault {
        Fault::invalid("the payload is malformed")
    }
}

/// Errnos have the same numbers on x86_64 and aarch64.
fn code_of(errno: i32) -> u16 {
    match errno {
        1 | 13 => PERMISSION,       // EPERM, EACCES
        2 => NOT_FOUND,             // ENOENT
        17 => EXISTS,               // EEXIST
        18 | 40 => OUTSIDE,         // EXDEV, ELOOP: what openat2 says of a path that leaves
        20 => NOT_A_DIRECTORY,      // ENOTDIR
        21 => IS_A_DIRECTORY,       // EISDIR
        6 => NOT_REGULAR,           // ENXIO
        22 => INVALID,              // EINVAL
        27 => TOO_LARGE,            // EFBIG
        28 | 122 => NO_SPACE,       // ENOSPC, EDQUOT
        30 => READ_ONLY,            // EROFS
        36 => NAME_TOO_LONG,        // ENAMETOOLONG
        39 => NOT_EMPTY,            // ENOTEMPTY
        11 | 12 | 23 | 24 => LIMIT, // EAGAIN, ENOMEM, ENFILE, EMFILE
        _ => IO,
    }
}

//! The few system calls that the standard library lacks, behind safe functions.

pub mod c;
pub mod fd;
pub mod oom;
pub mod pages;
pub mod poll;
pub mod process;
pub mod shared;
pub mod signals;
pub mod socket;
pub mod terminal;

use std::io;

/// The result of a C call that answers a negative number when it failed.
pub fn checked(result: i32) -> io::Result<i32> {
    if result < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(result)
    }
}

/// Fills the buffer with random bytes of the kernel.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    let mut filled = 0;
    while filled < N {
        let got = unsafe { c::getrandom(bytes[filled..].as_mut_ptr().cast(), N - filled, 0) };
        filled += got.max(0) as usize;
    }
    bytes
}

//! Memory that forks of this process do not get, so that a supervisor never holds on to old output.

use std::io;
use std::ops::{Deref, DerefMut};
use std::ptr;
use std::slice;

use super::c;

pub struct Pages {
    address: *mut u8,
    length: usize,
}

impl Pages {
    pub fn new(length: usize) -> io::Result<Pages> {
        let address = unsafe {
            c::mmap(ptr::null_mut(), length, c::PROT_READ_WRITE, c::MAP_PRIVATE_ANONYMOUS, -1, 0)
        };
        if address as isize == -1 {
            return Err(io::Error::last_os_error());
        }
        unsafe { c::madvise(address, length, c::MADV_DONTFORK) };
        Ok(Pages { address: address.cast(), length })
    }
}

impl Deref for Pages {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        unsafe { slice::from_raw_parts(self.address, self.length) }
    }
}

impl DerefMut for Pages {
    fn deref_mut(&mut self) -> &mut [u8] {
        unsafe { slice::from_raw_parts_mut(self.address, self.length) }
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        unsafe { c::munmap(self.address.cast(), self.length) };
    }
}

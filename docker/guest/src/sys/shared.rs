//! Memory that this process shares with a fork of it, at the same address in both.

use std::io;
use std::mem::{align_of, size_of_val};
use std::ptr;

use super::c;

pub struct Shared {
    address: *mut u8,
    length: usize,
    used: usize,
}

impl Shared {
    /// Takes memory only as far as it is filled.
    pub fn new(length: usize) -> io::Result<Shared> {
        let flags = c::MAP_SHARED_ANONYMOUS | c::MAP_NORESERVE;
        let address = unsafe { c::mmap(ptr::null_mut(), length, c::PROT_READ_WRITE, flags, -1, 0) };
        if address as isize == -1 {
            return Err(io::Error::last_os_error());
        }
        Ok(Shared { address: address.cast(), length, used: 0 })
    }

    /// Later forks do not get it.
    pub fn hide_from_forks(&self) {
        unsafe { c::madvise(self.address.cast(), self.length, c::MADV_DONTFORK) };
    }

    pub fn used(&self) -> usize {
        self.used
    }

    pub fn clear(&mut self) {
        self.used = 0;
    }

    /// Copies the values behind what is there; `None` when they do not fit.
    pub fn put<T: Copy>(&mut self, values: &[T]) -> Option<*mut T> {
        let start = (self.used + align_of::<T>() - 1) / align_of::<T>() * align_of::<T>();
        let end = start.checked_add(size_of_val(values))?;
        if end > self.length {
            return None;
        }
        self.used = end;
        unsafe {
            let place = self.address.add(start).cast::<T>();
            ptr::copy_nonoverlapping(values.as_ptr(), place, values.len());
            Some(place)
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        unsafe { c::munmap(self.address.cast(), self.length) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_fits() {
        let mut shared = Shared::new(4096).unwrap();
        shared.put(b"abc").unwrap();
        let numbers = shared.put(&[1u64, 2]).unwrap();
        assert_eq!((numbers as usize % 8, unsafe { *numbers.add(1) }), (0, 2));
        assert_eq!(shared.used(), 24);
        assert!(shared.put(&[0u8; 4096]).is_none());
        shared.clear();
        assert!(shared.put(&[0u8; 4096]).is_some());
    }
}

//! Pseudo terminals.

use std::io;
use std::os::unix::io::{AsRawFd, OwnedFd};

use super::{c, checked, fd};

pub struct Terminal {
    pub master: OwnedFd,
    pub slave: OwnedFd,
}

pub fn open(rows: u16, columns: u16) -> io::Result<Terminal> {
    let flags = c::O_RDWR | c::O_NOCTTY | c::O_CLOEXEC;
    let path = b"/dev/ptmx\0".as_ptr().cast();
    let master = fd::owned(checked(unsafe { c::open(path, flags) })?);
    let unlocked: i32 = 0;
    checked(unsafe { c::ioctl(master.as_raw_fd(), c::TIOCSPTLCK, &unlocked) })?;
    let slave = checked(unsafe { c::ioctl(master.as_raw_fd(), c::TIOCGPTPEER, flags) })?;
    let slave = fd::owned(slave);
    resize(&master, rows, columns)?;
    fd::set_nonblocking(master.as_raw_fd())?;
    Ok(Terminal { master, slave })
}

pub fn resize(master: &OwnedFd, rows: u16, columns: u16) -> io::Result<()> {
    let size = c::winsize { rows, columns, width: 0, height: 0 };
    checked(unsafe { c::ioctl(master.as_raw_fd(), c::TIOCSWINSZ, &size) })?;
    Ok(())
}

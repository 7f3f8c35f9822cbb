//! A pair of sockets over which messages go with descriptors, and streams to servers. Receiving is safe after fork.

use std::io;
use std::mem::size_of;
use std::os::raw::c_void;
use std::os::unix::io::{AsRawFd, OwnedFd, RawFd};
use std::ptr;

use super::{c, checked, fd};

pub const MOST_FDS: usize = 8;

/// Room for one control message.
#[repr(C, align(8))]
struct Control {
    header: c::cmsghdr,
    fds: [RawFd; MOST_FDS],
}

impl Control {
    fn new(count: usize) -> Control {
        let length = size_of::<c::cmsghdr>() + count * size_of::<RawFd>();
        let header = c::cmsghdr { length, level: c::SOL_SOCKET, kind: c::SCM_RIGHTS };
        Control { header, fds: [-1; MOST_FDS] }
    }
}

/// Both closed on exec; each message arrives as it was sent.
pub fn pair() -> io::Result<(OwnedFd, OwnedFd)> {
    let mut ends = [0; 2];
    let kind = c::SOCK_SEQPACKET | c::O_CLOEXEC;
    checked(unsafe { c::socketpair(c::AF_UNIX, kind, 0, ends.as_mut_ptr()) })?;
    Ok((fd::owned(ends[0]), fd::owned(ends[1])))
}

/// A stream to whoever listens there. Never waits: fails with `EAGAIN` where others wait already.
pub fn connect(path: &[u8]) -> io::Result<OwnedFd> {
    let mut address = c::sockaddr_un { family: c::AF_UNIX as u16, path: [0; 108] };
    // With a NUL behind it.
    match address.path.get_mut(..path.len() + 1) {
        Some(field) => field[..path.len()].copy_from_slice(path),
        None => return Err(io::ErrorKind::InvalidInput.into()),
    }
    let kind = c::SOCK_STREAM | c::SOCK_NONBLOCK | c::O_CLOEXEC;
    let socket = fd::owned(checked(unsafe { c::socket(c::AF_UNIX, kind, 0) })?);
    let length = size_of::<c::sockaddr_un>() as u32;
    checked(unsafe { c::connect(socket.as_raw_fd(), &address, length) })?;
    Ok(socket)
}

/// Sends a number and at most `MOST_FDS` descriptors.
pub fn send(socket: RawFd, number: usize, fds: &[RawFd]) -> io::Result<()> {
    let mut number = number;
    let mut control = Control::new(fds.len());
    control.fds[..fds.len()].copy_from_slice(fds);
    let mut data =
        c::iovec { base: (&mut number as *mut usize).cast(), length: size_of::<usize>() };
    let message = message(&mut data, &mut control);
    let result = unsafe { c::sendmsg(socket, &message, c::MSG_NOSIGNAL) };
    checked(result as i32).map(|_| ())
}

/// The next message, waited for; `None` when the other side is gone.
pub fn receive(socket: RawFd) -> Option<(usize, [RawFd; MOST_FDS])> {
    let mut number = 0usize;
    let mut control = Control::new(MOST_FDS);
    let mut data =
        c::iovec { base: (&mut number as *mut usize).cast(), length: size_of::<usize>() };
    let mut message = message(&mut data, &mut control);
    let result = unsafe { c::recvmsg(socket, &mut message, c::MSG_CMSG_CLOEXEC) };
    Some((number, control.fds)).filter(|_| result == size_of::<usize>() as isize)
}

fn message(data: &mut c::iovec, control: &mut Control) -> c::msghdr {
    let length = control.header.length;
    c::msghdr {
        name: ptr::null_mut(),
        name_length: 0,
        data,
        data_count: 1,
        control: (control as *mut Control).cast::<c_void>(),
        control_length: length,
        flags: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes_descriptors() {
        let (ours, theirs) = pair().unwrap();
        let (reader, writer) = fd::pipe().unwrap();
        send(ours.as_raw_fd(), 7, &[writer.as_raw_fd()]).unwrap();
        drop(writer);
        let (number, fds) = receive(theirs.as_raw_fd()).unwrap();
        assert_eq!((number, fds[1]), (7, -1));
        let writer = fd::owned(fds[0]);
        fd::write(writer.as_raw_fd(), b"x").unwrap();
        assert_eq!(fd::read(reader.as_raw_fd(), &mut [0; 2]).unwrap(), Some(1));
        drop(ours);
        assert!(receive(theirs.as_raw_fd()).is_none());
    }
}

//! C declarations; the numbers are the same on Linux x86_64 and aarch64.

#![allow(non_camel_case_types)]

use std::os::raw::{c_char, c_int, c_long, c_uint, c_ulong, c_void};

pub const EINTR: i32 = 4;
pub const EAGAIN: i32 = 11;
pub const ENOENT: i32 = 2;
pub const ENOEXEC: i32 = 8;
pub const ECHILD: i32 = 10;
pub const EACCES: i32 = 13;
pub const ENODEV: i32 = 19;
pub const ENOTDIR: i32 = 20;
pub const ESTALE: i32 = 116;
pub const ETIMEDOUT: i32 = 110;

pub const SIGPIPE: i32 = 13;
pub const SIGKILL: i32 = 9;
pub const SIGTERM: i32 = 15;
pub const SIGCHLD: i32 = 17;
pub const SIGCONT: i32 = 18;
pub const SIGSTOP: i32 = 19;
pub const SIG_DFL: usize = 0;
pub const SIG_SETMASK: c_int = 2;
pub const SFD_NONBLOCK_CLOEXEC: c_int = O_NONBLOCK | O_CLOEXEC;

pub const O_RDWR: c_int = 2;
pub const O_NOCTTY: c_int = 0o400;
pub const O_NONBLOCK: c_int = 0o4000;
pub const O_CLOEXEC: c_int = 0o2000000;
pub const O_PATH: c_int = 0o10000000;
#[cfg(target_arch = "x86_64")]
pub const O_DIRECTORY: c_int = 0o200000;
#[cfg(target_arch = "aarch64")]
pub const O_DIRECTORY: c_int = 0o40000;

pub const F_GETFL: c_int = 3;
pub const F_SETFL: c_int = 4;
pub const F_SETPIPE_SZ: c_int = 1031;
pub const FIONREAD: c_ulong = 0x541B;
pub const TIOCSCTTY: c_ulong = 0x540E;
pub const TIOCSWINSZ: c_ulong = 0x5414;
pub const TIOCSPTLCK: c_ulong = 0x4004_5431;
pub const TIOCGPTPEER: c_ulong = 0x5441;

pub const PR_SET_DUMPABLE: c_int = 4;
pub const PR_SET_CHILD_SUBREAPER: c_int = 36;
pub const WNOHANG: c_int = 1;
pub const WUNTRACED: c_int = 2;
pub const WEXITED: c_int = 4;
pub const WNOWAIT: c_int = 0x0100_0000;
pub const P_ALL: c_int = 0;
pub const CLONE_VM: c_int = 0x100;
pub const CLONE_VFORK: c_int = 0x4000;
#[cfg(target_arch = "x86_64")]
pub const SYS_CLONE: c_long = 56;
#[cfg(target_arch = "aarch64")]
pub const SYS_CLONE: c_long = 220;
pub const SYS_CLOSE_RANGE: c_long = 436;
pub const RLIMIT_NOFILE: c_int = 7;

pub const PROT_READ_WRITE: c_int = 3;
pub const MAP_PRIVATE_ANONYMOUS: c_int = 0x22;
pub const MAP_SHARED_ANONYMOUS: c_int = 0x21;
pub const MAP_NORESERVE: c_int = 0x4000;
pub const MADV_DONTFORK: c_int = 10;

pub const AF_UNIX: c_int = 1;
pub const SOCK_STREAM: c_int = 1;
pub const SOCK_NONBLOCK: c_int = O_NONBLOCK;
pub const SOCK_SEQPACKET: c_int = 5;
pub const SOL_SOCKET: c_int = 1;
pub const SCM_RIGHTS: c_int = 1;
pub const MSG_NOSIGNAL: c_int = 0x4000;
pub const MSG_CMSG_CLOEXEC: c_int = 0x4000_0000;

pub const POLLIN: i16 = 1;
pub const POLLOUT: i16 = 4;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct sigset_t {
    pub bits: [c_ulong; 16],
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct pollfd {
    pub fd: c_int,
    pub events: i16,
    pub revents: i16,
}

#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct timeval {
    pub seconds: i64,
    pub microseconds: i64,
}

#[repr(C)]
pub struct timespec {
    pub seconds: i64,
    pub nanoseconds: i64,
}

#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct rusage {
    pub user: timeval,
    pub system: timeval,
    pub max_rss_kib: c_long,
    pub others: [c_long; 13],
}

#[repr(C)]
pub struct sockaddr_un {
    pub family: u16,
    pub path: [u8; 108],
}

#[repr(C)]
pub struct iovec {
    pub base: *mut c_void,
    pub length: usize,
}

#[repr(C)]
pub struct msghdr {
    pub name: *mut c_void,
    pub name_length: c_uint,
    pub data: *mut iovec,
    pub data_count: usize,
    pub control: *mut c_void,
    pub control_length: usize,
    pub flags: c_int,
}

#[repr(C)]
pub struct cmsghdr {
    pub length: usize,
    pub level: c_int,
    pub kind: c_int,
}

#[repr(C)]
pub struct rlimit {
    pub soft: c_ulong,
    pub hard: c_ulong,
}

#[repr(C)]
pub struct winsize {
    pub rows: u16,
    pub columns: u16,
    pub width: u16,
    pub height: u16,
}

extern "C" {
    pub fn getpid() -> c_int;
    pub fn getuid() -> c_uint;
    pub fn getgid() -> c_uint;
    pub fn prctl(option: c_int, ...) -> c_int;
    pub fn getrandom(buffer: *mut c_void, length: usize, flags: c_uint) -> isize;
    pub fn getrlimit(resource: c_int, limit: *mut rlimit) -> c_int;

    pub fn clone(
        entry: extern "C" fn(*mut c_void) -> c_int,
        stack_top: *mut c_void,
        flags: c_int,
        argument: *mut c_void,
        ...
    ) -> c_int;
    pub fn execve(
        path: *const c_char,
        argv: *const *const c_char,
        envp: *const *const c_char,
    ) -> c_int;
    pub fn _exit(status: c_int) -> !;
    pub fn setsid() -> c_int;
    pub fn fchdir(fd: c_int) -> c_int;
    pub fn wait4(pid: c_int, status: *mut c_int, options: c_int, usage: *mut rusage) -> c_int;
    pub fn waitid(kind: c_int, id: c_uint, info: *mut c_void, options: c_int) -> c_int;

    pub fn kill(pid: c_int, signal: c_int) -> c_int;
    pub fn signal(signal: c_int, handler: usize) -> usize;
    pub fn sigprocmask(how: c_int, set: *const sigset_t, old: *mut sigset_t) -> c_int;
    pub fn signalfd(fd: c_int, set: *const sigset_t, flags: c_int) -> c_int;

    pub fn open(path: *const c_char, flags: c_int, ...) -> c_int;
    pub fn close(fd: c_int) -> c_int;
    pub fn read(fd: c_int, buffer: *mut c_void, length: usize) -> isize;
    pub fn write(fd: c_int, buffer: *const c_void, length: usize) -> isize;
    pub fn socketpair(domain: c_int, kind: c_int, protocol: c_int, fds: *mut c_int) -> c_int;
    pub fn socket(domain: c_int, kind: c_int, protocol: c_int) -> c_int;
    pub fn connect(socket: c_int, address: *const sockaddr_un, length: c_uint) -> c_int;
    pub fn sendmsg(socket: c_int, message: *const msghdr, flags: c_int) -> isize;
    pub fn recvmsg(socket: c_int, message: *mut msghdr, flags: c_int) -> isize;
    pub fn pipe2(fds: *mut c_int, flags: c_int) -> c_int;
    pub fn dup2(from: c_int, to: c_int) -> c_int;
    pub fn fcntl(fd: c_int, command: c_int, ...) -> c_int;
    pub fn ioctl(fd: c_int, request: c_ulong, ...) -> c_int;
    pub fn eventfd(initial: c_uint, flags: c_int) -> c_int;
    pub fn syscall(number: c_long, ...) -> c_long;
    pub fn ppoll(
        fds: *mut pollfd,
        count: c_ulong,
        timeout: *const timespec,
        mask: *const sigset_t,
    ) -> c_int;

    pub fn mmap(
        address: *mut c_void,
        length: usize,
        protection: c_int,
        flags: c_int,
        fd: c_int,
        offset: i64,
    ) -> *mut c_void;
    pub fn munmap(address: *mut c_void, length: usize) -> c_int;
    pub fn madvise(address: *mut c_void, length: usize, advice: c_int) -> c_int;
}

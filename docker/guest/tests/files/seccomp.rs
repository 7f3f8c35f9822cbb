//! Makes the kernel answer `openat2` as an old one does.

use std::io;
use std::os::raw::{c_int, c_ulong};

#[repr(C)]
struct Instruction(u16, u8, u8, u32);

#[repr(C)]
struct Program {
    length: u16,
    filter: *const Instruction,
}

extern "C" {
    fn prctl(option: c_int, ...) -> c_int;
}

const PR_SET_SECCOMP: c_int = 22;
const PR_SET_NO_NEW_PRIVS: c_int = 38;
const FILTER: c_ulong = 2;
const ALLOW: u32 = 0x7fff_0000;
const ENOSYS: u32 = 0x0005_0000 | 38;
const OPENAT2: u32 = 437;

pub fn forbid_openat2() -> io::Result<()> {
    // Loads the number of the call, compares it, answers.
    let filter = [
        Instruction(0x20, 0, 0, 0),
        Instruction(0x15, 0, 1, OPENAT2),
        Instruction(0x06, 0, 0, ENOSYS),
        Instruction(0x06, 0, 0, ALLOW),
    ];
    let program = Program { length: filter.len() as u16, filter: filter.as_ptr() };
    let (one, none): (c_ulong, c_ulong) = (1, 0);
    let failed = unsafe {
        prctl(PR_SET_NO_NEW_PRIVS, one, none, none, none) != 0
            || prctl(PR_SET_SECCOMP, FILTER, &program) != 0
    };
    match failed {
        true => Err(io::Error::last_os_error()),
        false => Ok(()),
    }
}

//! A program made ready in the memory that a supervisor shares: after fork nothing may be allocated.

use std::borrow::Cow;
use std::ffi::CString;
use std::os::raw::c_char;
use std::ptr;
use std::slice;

use super::environment::Environment;
use crate::fault::{self, Fault};
use crate::sys::c;
use crate::sys::shared::Shared;

const SHELL: &[u8] = b"/bin/sh\0";

/// Strings of C, with a null pointer behind the last.
type Strings = *mut *const c_char;

#[derive(Clone, Copy)]
struct Line {
    start: *const u8,
    length: usize,
}

impl Line {
    fn bytes(&self) -> &[u8] {
        unsafe { slice::from_raw_parts(self.start, self.length) }
    }
}

/// Valid as long as nothing else is put into the memory it was made in.
#[derive(Clone, Copy)]
pub struct Program {
    candidates: Strings,
    argv: Strings,
    /// What runs a file without `#!`: the shell, with the file in front of the other arguments.
    script_argv: Strings,
    envp: Strings,
    not_found: Line,
    not_runnable: Line,
}

impl Program {
    pub fn new(
        argv: &[Cow<[u8]>],
        environment: &Environment,
        memory: &mut Shared,
    ) -> Result<Program, Fault> {
        let name = match argv.first() {
            Some(name) => name.as_ref(),
            None => return Err(Fault::invalid("argv is empty")),
        };
        let arguments = strings(argv.iter().map(|it| it.to_vec()), memory)?;
        let candidates = match name {
            [] => Vec::new(),
            _ => strings(environment.candidates(name).into_iter(), memory)?,
        };
        let entries = strings(environment.entries(), memory)?;
        let script = [&[SHELL.as_ptr().cast(), ptr::null()], &arguments[1..]].concat();
        Ok(Program {
            candidates: list(candidates, memory)?,
            argv: list(arguments, memory)?,
            script_argv: list(script, memory)?,
            envp: list(entries, memory)?,
            not_found: line(name, b": not found\n", memory)?,
            not_runnable: line(name, b": cannot be executed\n", memory)?,
        })
    }

    /// Becomes the program. Returns only if that failed, with the exit code and a line for stderr.
    /// Runs after fork.
    pub fn execute(&self) -> (i32, &[u8]) {
        let mut denied = false;
        let mut next = self.candidates;
        while let Some(candidate) = unsafe { Some(*next).filter(|it| !it.is_null()) } {
            unsafe { c::execve(candidate, self.argv, self.envp) };
            match errno() {
                c::ENOEXEC => {
                    unsafe {
                        *self.script_argv.add(1) = candidate;
                        c::execve(SHELL.as_ptr().cast(), self.script_argv, self.envp);
                    }
                    return (126, self.not_runnable.bytes());
                }
                c::EACCES => denied = true,
                c::ENOENT | c::ENOTDIR | c::ESTALE | c::ENODEV | c::ETIMEDOUT => {}
                _ => return (126, self.not_runnable.bytes()),
            }
            next = unsafe { next.add(1) };
        }
        match denied {
            true => (126, self.not_runnable.bytes()),
            false => (127, self.not_found.bytes()),
        }
    }
}

fn too_long() -> Fault {
    Fault::new(fault::TOO_LARGE, "argv and env are too long")
}

fn strings(
    items: impl Iterator<Item = Vec<u8>>,
    memory: &mut Shared,
) -> Result<Vec<*const c_char>, Fault> {
    let place = |item: Vec<u8>| {
        let nul = |_| Fault::invalid("a NUL byte in argv or env");
        let string = CString::new(item).map_err(nul)?;
        let start = memory.put(string.as_bytes_with_nul()).ok_or_else(too_long)?;
        Ok(start as *const c_char)
    };
    items.map(place).collect()
}

fn list(mut strings: Vec<*const c_char>, memory: &mut Shared) -> Result<Strings, Fault> {
    strings.push(ptr::null());
    memory.put(&strings).ok_or_else(too_long)
}

fn line(name: &[u8], what: &[u8], memory: &mut Shared) -> Result<Line, Fault> {
    let bytes = [name, what].concat();
    let start = memory.put(&bytes).ok_or_else(too_long)?;
    Ok(Line { start, length: bytes.len() })
}

fn errno() -> i32 {
    std::io::Error::last_os_error().raw_os_error().unwrap_or(0)
}

//! A program made ready before the fork: after it nothing may be allocated.

use std::ffi::CString;
use std::os::raw::c_char;
use std::ptr;

use super::environment::Environment;
use crate::fault::Fault;
use crate::sys::c;

const SHELL: &[u8] = b"/bin/sh\0";

pub struct Program {
    candidates: Vec<CString>,
    argv: Vec<*const c_char>,
    /// What runs a file without `#!`: the shell, with the file in front of the other arguments.
    script_argv: Vec<*const c_char>,
    envp: Vec<*const c_char>,
    not_found: Vec<u8>,
    not_runnable: Vec<u8>,
    _strings: Vec<CString>,
}

impl Program {
    pub fn new(argv: &[&[u8]], environment: &Environment) -> Result<Program, Fault> {
        let name = match argv.first() {
            Some(name) => *name,
            None => return Err(Fault::invalid("argv is empty")),
        };
        let arguments = strings(argv.iter().map(|argument| argument.to_vec()))?;
        let entries = strings(environment.entries())?;
        let candidates = match name {
            [] => Vec::new(),
            _ => strings(environment.candidates(name).into_iter())?,
        };
        let mut script_argv = vec![SHELL.as_ptr().cast(), ptr::null()];
        script_argv.extend(pointers(&arguments[1..]));
        Ok(Program {
            candidates,
            argv: pointers(&arguments),
            script_argv,
            envp: pointers(&entries),
            not_found: [name, b": not found\n"].concat(),
            not_runnable: [name, b": cannot be executed\n"].concat(),
            _strings: arguments.into_iter().chain(entries).collect(),
        })
    }

    /// Becomes the program. Returns only if that failed, with the exit code and a line for stderr.
    /// Runs after fork.
    pub fn execute(&mut self) -> (i32, &[u8]) {
        let mut denied = false;
        for candidate in &self.candidates {
            unsafe { c::execve(candidate.as_ptr(), self.argv.as_ptr(), self.envp.as_ptr()) };
            match errno() {
                c::ENOEXEC => {
                    self.script_argv[1] = candidate.as_ptr();
                    let shell = SHELL.as_ptr().cast();
                    unsafe { c::execve(shell, self.script_argv.as_ptr(), self.envp.as_ptr()) };
                    return (126, &self.not_runnable);
                }
                c::EACCES => denied = true,
                c::ENOENT | c::ENOTDIR | c::ESTALE | c::ENODEV | c::ETIMEDOUT => {}
                _ => return (126, &self.not_runnable),
            }
        }
        match denied {
            true => (126, &self.not_runnable),
            false => (127, &self.not_found),
        }
    }
}

fn strings(items: impl Iterator<Item = Vec<u8>>) -> Result<Vec<CString>, Fault> {
    let strings: Result<_, _> = items.map(CString::new).collect();
    strings.map_err(|_| Fault::invalid("a NUL byte in argv or env"))
}

fn pointers(strings: &[CString]) -> Vec<*const c_char> {
    let pointers = strings.iter().map(|string| string.as_ptr());
    pointers.chain([ptr::null()]).collect()
}

fn errno() -> i32 {
    std::io::Error::last_os_error().raw_os_error().unwrap_or(0)
}

//! The two pipes between the agent and a shell's driver, and which RUN has the shell.

use std::os::unix::io::{AsRawFd, OwnedFd};

use crate::sys::fd;

/// A status is a number of three digits; who writes more than that is not the driver.
const LONGEST_STATUS: usize = 16;

pub struct Pipes {
    commands: OwnedFd,
    waiting: Vec<u8>,
    written: usize,
    statuses: Option<OwnedFd>,
    text: Vec<u8>,
    /// The handle of the RUN that is not over.
    pub busy: Option<u32>,
}

impl Pipes {
    pub fn new(commands: OwnedFd, statuses: OwnedFd) -> Pipes {
        Pipes {
            commands,
            waiting: Vec::new(),
            written: 0,
            statuses: Some(statuses),
            text: Vec::new(),
            busy: None,
        }
    }

    pub fn statuses(&self) -> Option<&OwnedFd> {
        self.statuses.as_ref()
    }

    /// The descriptor to write to, while there is something to write.
    pub fn commands(&self) -> Option<&OwnedFd> {
        Some(&self.commands).filter(|_| !self.waiting.is_empty())
    }

    /// Gives the shell a line.
    pub fn begin(&mut self, run: u32, line: Vec<u8>) {
        self.busy = Some(run);
        self.text.clear();
        self.waiting = line;
        self.written = 0;
        self.pump();
    }

    /// A shell that reads no more is about to end; that is heard elsewhere.
    pub fn pump(&mut self) {
        while self.written < self.waiting.len() {
            match fd::write(self.commands.as_raw_fd(), &self.waiting[self.written..]) {
                Ok(Some(count)) => self.written += count,
                Ok(None) => return,
                Err(_) => break,
            }
        }
        self.waiting = Vec::new();
        self.written = 0;
    }

    pub fn read(&mut self) {
        let mut bytes = [0; LONGEST_STATUS];
        while let Some(statuses) = &self.statuses {
            match fd::read(statuses.as_raw_fd(), &mut bytes) {
                Ok(None) => return,
                Ok(Some(count)) if count > 0 && self.text.len() < LONGEST_STATUS => {
                    self.text.extend_from_slice(&bytes[..count]);
                }
                Ok(Some(count)) if count > 0 => {}
                _ => self.statuses = None,
            }
        }
    }

    /// The status of the command, once it has come.
    pub fn take_status(&mut self) -> Option<u8> {
        let end = self.text.iter().position(|byte| *byte == b'\n')?;
        let status = std::str::from_utf8(&self.text[..end]).ok().and_then(|it| it.parse().ok());
        self.text.clear();
        status
    }
}

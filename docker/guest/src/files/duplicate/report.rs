//! What the copy says on stdout: `progress BYTES FILES` now and then, and at last `done BYTES FILES SKIPPED` or
//! `failed CODE MESSAGE`.

use std::io::{Stdout, Write};
use std::time::{Duration, Instant};

use crate::fault::Fault;

const BETWEEN: Duration = Duration::from_millis(250);

pub struct Report {
    out: Stdout,
    said: Instant,
    bytes: u64,
    files: u64,
    skipped: u64,
}

impl Report {
    pub fn new(out: Stdout) -> Report {
        Report { out, said: Instant::now(), bytes: 0, files: 0, skipped: 0 }
    }

    pub fn bytes(&mut self, more: u64) {
        self.bytes += more;
        self.now_and_then();
    }

    /// A file, directory, link or FIFO.
    pub fn entry(&mut self) {
        self.files += 1;
        self.now_and_then();
    }

    pub fn skipped(&mut self) {
        self.skipped += 1;
    }

    pub fn done(&mut self) -> i32 {
        self.say(format!("done {} {} {}", self.bytes, self.files, self.skipped));
        0
    }

    pub fn failed(&mut self, fault: &Fault) -> i32 {
        self.say(format!("failed {} {}", fault.code, fault.message));
        1
    }

    fn now_and_then(&mut self) {
        if self.said.elapsed() >= BETWEEN {
            self.said = Instant::now();
            self.say(format!("progress {} {}", self.bytes, self.files));
        }
    }

    /// Whether anybody listens does not matter to the copy.
    fn say(&mut self, line: String) {
        let _ = writeln!(self.out, "{}", line);
        let _ = self.out.flush();
    }
}

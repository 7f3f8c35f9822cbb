//! Makes the kernel choose a command, never the agent, when memory runs out. A fork inherits the score, so
//! the agent has the commands' score while it forks. Opened before the agent hides itself: later it may not.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::FileExt;

const PATH: &str = "/proc/self/oom_score_adj";
const FIRST_CHOICE: &[u8] = b"1000";

#[derive(Default)]
pub struct OomScore {
    file: Option<File>,
    own: Vec<u8>,
}

impl OomScore {
    pub fn open() -> OomScore {
        let own = fs::read(PATH).unwrap_or_default();
        let file = OpenOptions::new().write(true).open(PATH).ok();
        OomScore { file, own }
    }

    /// What is forked in there is killed first.
    pub fn expose<T>(&self, fork: impl FnOnce() -> T) -> T {
        self.write(FIRST_CHOICE);
        let result = fork();
        self.write(&self.own);
        result
    }

    fn write(&self, score: &[u8]) {
        if let Some(file) = &self.file {
            // Without the right to, things stay as they are.
            let _ = file.write_at(score, 0);
        }
    }
}

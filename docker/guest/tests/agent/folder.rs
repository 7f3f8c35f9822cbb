//! A directory that an agent has for its workspace.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::guest::Guest;

pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Folder {
        let name = format!("devbench-folder-{}-{}", name, std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).unwrap();
        Folder(path)
    }

    pub fn guest(&self) -> Guest {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guest"));
        let mut guest = Guest::start_command(command.env("DEVBENCH_WORKSPACE", &self.0));
        guest.hello();
        guest
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Some of what is in it may be closed.
        let _ = Command::new("chmod").args(["-R", "u+rwx"]).arg(&self.0).status();
        fs::remove_dir_all(&self.0).unwrap();
    }
}

//! Shells that stay, as the server sees them.

use std::process::Command;

use crate::exec::{finish, Finished, Spawn};
use crate::guest::{Guest, Message};
use crate::wire::{kind, Writer};

pub const SHELL: u32 = 8;

/// A RUN with what most tests want.
pub struct Run<'a> {
    pub shell: u32,
    pub script: &'a [u8],
    pub cwd: &'a str,
    pub env: Vec<&'a str>,
    pub timeout_ms: u64,
    pub grace_ms: u32,
}

impl<'a> Run<'a> {
    pub fn new(shell: u32, script: &'a str) -> Run<'a> {
        Run::of_bytes(shell, script.as_bytes())
    }

    pub fn of_bytes(shell: u32, script: &'a [u8]) -> Run<'a> {
        Run { shell, script, cwd: "", env: Vec::new(), timeout_ms: 0, grace_ms: 1_000 }
    }

    pub fn payload(&self) -> Vec<u8> {
        let mut payload = Writer::new();
        payload.u32(self.shell);
        payload.str(Spawn::new(&[]).key.as_bytes());
        payload.str(self.script).str(self.cwd.as_bytes());
        payload.u32(self.env.len() as u32);
        self.env.iter().for_each(|entry| {
            payload.str(entry.as_bytes());
        });
        payload.u32(1 << 20).u32(1 << 30).u64(self.timeout_ms).u32(self.grace_ms);
        payload.into_bytes()
    }

    pub fn request(&self, guest: &mut Guest) -> Message {
        guest.request(kind::RUN, &self.payload())
    }

    pub fn start(&self, guest: &mut Guest) -> u32 {
        guest.ok(kind::RUN, &self.payload()).reader().u32().unwrap()
    }

    /// Runs it to its end; the agent keeps nothing of it.
    pub fn run(&self, guest: &mut Guest) -> Finished {
        let handle = self.start(guest);
        let finished = finish(guest, handle);
        guest.ok(kind::FORGET, &handle.to_le_bytes());
        finished
    }
}

/// A shell of that program, which keeps little of what comes between commands.
pub fn open(guest: &mut Guest, program: &str) -> u32 {
    let mut spawn = Spawn::new(&[program]);
    spawn.flags = SHELL | crate::exec::DROP_OLDEST;
    spawn.window = 65_536;
    spawn.start(guest)
}

/// What the script writes to stdout; it must succeed.
pub fn say(guest: &mut Guest, shell: u32, script: &str) -> String {
    let finished = Run::new(shell, script).run(guest);
    assert_eq!(finished.exit.value, 0, "{}: {:?}", script, finished);
    String::from_utf8(finished.stdout).unwrap()
}

/// Does the same with each shell that this machine has.
pub fn in_each(test: impl Fn(&mut Guest, u32)) {
    let ash = std::env::temp_dir().join(format!(
        "devbench-{}-{:?}",
        std::process::id(),
        std::thread::current().id()
    ));
    std::fs::create_dir_all(&ash).unwrap();
    let busybox = Command::new("sh").args(["-c", "command -v busybox"]).output().unwrap().stdout;
    let busybox = String::from_utf8(busybox).unwrap();
    let path = ash.join("ash");
    if !busybox.is_empty() {
        std::os::unix::fs::symlink(busybox.trim(), &path).unwrap();
    }
    for program in ["/bin/bash", "/bin/dash", path.to_str().unwrap()] {
        if std::path::Path::new(program).exists() {
            let mut guest = Guest::start();
            let shell = open(&mut guest, program);
            eprintln!("{}", program);
            test(&mut guest, shell);
        }
    }
    std::fs::remove_dir_all(&ash).unwrap();
}

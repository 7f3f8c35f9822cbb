//! The agent as PID 1 of a hardened container. Needs Docker, an image with Python, and a static build:
//! `RUSTFLAGS='-C target-feature=+crt-static' cargo test --release --target … -- --ignored container`.

use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::exec::{exit_of, next, next_output, News, Spawn};
use crate::guest::Guest;
use crate::wire::kind;

const IMAGE: &str = "python:3.11-slim";

struct Container {
    name: String,
    guest: Guest,
}

impl Container {
    fn start(test: &str) -> Container {
        let name = format!("devbench-guest-test-{}-{}", test, std::process::id());
        let folder = Path::new(env!("CARGO_BIN_EXE_guest")).parent().unwrap();
        let volume = format!("{}:/.devbench:ro", folder.display());
        let mut command = Command::new("docker");
        command.args(["run", "--rm", "-i", "--name", &name, "--user", "1000:1000"]);
        command.args(["--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--read-only"]);
        command.args(["--network", "none", "--log-driver", "none", "--pids-limit", "128"]);
        command.args(["--memory", "128m", "--memory-swap", "128m", "--tmpfs", "/tmp"]);
        command.args(["-e", "SECRET=hidden", "-v", &volume]);
        command.args(["--entrypoint", "/.devbench/guest", IMAGE]);
        let mut guest = Guest::start_command(&mut command);
        guest.hello();
        Container { name, guest }
    }

    fn docker(&self, arguments: &[&str]) -> bool {
        let mut command = Command::new("docker");
        command.args(arguments).arg(&self.name).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().unwrap().success()
    }

    fn python(&mut self, program: &str) -> String {
        let finished = Spawn::new(&["python3", "-c", program]).run(&mut self.guest);
        assert_eq!(finished.exit.value, 0, "{}", String::from_utf8_lossy(&finished.stderr));
        String::from_utf8(finished.stdout).unwrap()
    }

    /// All processes but the agent, the asking shell and its supervisor.
    fn others(&mut self) -> String {
        // A supervisor that waits for the next command is the agent's, under its name.
        let script = "read ours </proc/1/comm; for p in /proc/[0-9]*; do p=${p#/proc/}; \
                      [ $p = $$ ] && continue; read name </proc/$p/comm 2>/dev/null || continue; \
                      [ \"$name\" = \"$ours\" ] || echo $p; done";
        String::from_utf8(Spawn::shell(script).run(self).stdout).unwrap()
    }
}

impl Deref for Container {
    type Target = Guest;

    fn deref(&self) -> &Guest {
        &self.guest
    }
}

impl DerefMut for Container {
    fn deref_mut(&mut self) -> &mut Guest {
        &mut self.guest
    }
}

impl Drop for Container {
    fn drop(&mut self) {
        self.docker(&["kill"]);
    }
}

#[test]
#[ignore]
fn container_hides_and_protects_its_agent() {
    let mut container = Container::start("hides");
    let program = r#"
import ctypes, os, signal
libc = ctypes.CDLL(None, use_errno=True)
for pid in (1, os.getppid()):
    for name in ("environ", "mem", "maps", "fd", "cwd", "root", "exe", "stack"):
        path = f"/proc/{pid}/{name}"
        try:
            if name == "fd": os.listdir(path)
            elif name in ("cwd", "root", "exe"): os.readlink(path)
            else: open(path, "rb").read(1)
            print("readable", path)
        except (PermissionError, OSError): pass
    if libc.ptrace(16, pid, 0, 0) == 0 or libc.ptrace(0x4206, pid, 0, 0) == 0: print("traced", pid)
    libc.process_vm_readv.restype = ctypes.c_long
    if libc.process_vm_readv(pid, 0, 0, 0, 0, 0) > 0: print("memory of", pid)
for number in list(range(1, 65)) * 50:
    try: os.kill(1, number)
    except OSError: pass
print("done")
"#;
    assert_eq!(container.python(program), "done\n");
    assert_eq!(container.python("import os; print(os.environ['SECRET'])"), "hidden\n");
}

#[test]
#[ignore]
fn container_wins_against_a_fork_bomb() {
    let mut container = Container::start("bomb");
    let program = r#"
import os, signal
for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT): signal.signal(number, signal.SIG_IGN)
print("armed", flush=True)
while True:
    try:
        if os.fork() == 0: os.setsid()
    except OSError: pass
"#;
    let handle = Spawn::new(&["python3", "-c", program]).start(&mut container);
    next_output(&mut container, handle);
    let mut refused = Spawn::new(&["true"]);
    for attempt in 0.. {
        refused.key = format!("refused-{}", attempt);
        let reply = container.request(kind::SPAWN, &refused.payload());
        if reply.kind == kind::FAULT {
            assert_eq!(reply.fault_code(), 14);
            break;
        }
    }
    assert_eq!(container.stop(handle, 2, 100), 1);
    assert_eq!(exit_of(&mut container, handle).reason, 2);
    assert_eq!(container.others(), "");
    // What was refused left nothing behind.
    assert_eq!(refused.run(&mut container).exit.value, 0);
}

#[test]
#[ignore]
fn container_survives_a_bomb_that_kills_supervisors() {
    let mut container = Container::start("strays");
    let program = r#"
import os, signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.kill(os.getppid(), signal.SIGKILL)
while True:
    try:
        if os.fork() == 0: os.setsid()
    except OSError: pass
"#;
    let exit = Spawn::new(&["python3", "-c", program]).run(&mut container).exit;
    assert_eq!((exit.kind, exit.value, exit.reason), (1, 9, 4));
    assert_eq!(container.others(), "");
}

#[test]
#[ignore]
fn container_survives_kill_of_everything() {
    let mut container = Container::start("everything");
    let other = Spawn::shell("echo up; sleep 1000").start(&mut container);
    next_output(&mut container, other);
    let killer = Spawn::shell("kill -9 -1; exit 3").run(&mut container).exit;
    assert!(killer.reason == 4 || killer.value == 3, "{:?}", killer);
    match next(&mut container, other) {
        News::Exit(exit) => assert_eq!((exit.value, exit.reason), (9, 4)),
        News::Output(output) => panic!("{:?}", output),
    }
    assert_eq!(container.others(), "");
}

#[test]
#[ignore]
fn container_tells_when_memory_ran_out() {
    let mut container = Container::start("memory");
    let exit = Spawn::new(&["python3", "-c", "x = bytearray(1 << 30)"]).run(&mut container).exit;
    assert_eq!((exit.kind, exit.value, exit.reason, exit.oom_killed), (1, 9, 0, 1));
    let exit = Spawn::shell("kill -9 $$").run(&mut container).exit;
    assert_eq!((exit.value, exit.oom_killed), (9, 0));
    let stats = container.ok(kind::STATS, b"");
    let mut reader = stats.reader();
    assert!(reader.u64().unwrap() > 0 && reader.u64().unwrap() > 64 << 20);
    assert_eq!(reader.u64(), Ok(128 << 20));
    assert!(reader.u64().unwrap() > 1_000);
    assert!((1..20).contains(&reader.u32().unwrap()));
    assert_eq!(reader.u32(), Ok(128));
}

#[test]
#[ignore]
fn container_survives_many_memory_hogs() {
    let mut container = Container::start("hogs");
    // Output that fills the agent's memory, then many small hogs: the kernel must not choose the agent.
    let mut spawn = Spawn::shell("yes | head -c 60000000");
    spawn.window = 48 << 20;
    spawn.credit = 0;
    let full = spawn.start(&mut container);
    let program = "import os\nfor i in range(40): os.fork() or [bytearray(1 << 20) for n in range(30)] and os._exit(0)\nprint('ok')";
    for _ in 0..5 {
        let exit = Spawn::new(&["python3", "-c", program]).run(&mut container).exit;
        assert_eq!(exit.reason, 0);
    }
    assert_eq!(container.stop(full, 2, 0), 1);
}

#[test]
#[ignore]
fn container_ends_in_good_order() {
    let mut container = Container::start("order");
    let handle =
        Spawn::shell("trap '' TERM; echo up; sleep 1000; sleep 1000").start(&mut container);
    next_output(&mut container, handle);
    assert!(container.docker(&["stop", "-t", "9"]));
    assert_eq!(exit_of(&mut container, handle).reason, 3);
    assert_eq!(container.child.wait().unwrap().code(), Some(0));
}

#[test]
#[ignore]
fn container_works_without_a_workspace() {
    let mut container = Container::start("bare");
    let mut path = crate::wire::Writer::new();
    path.str(b"x").u32(0);
    assert_eq!(container.request(kind::STAT, path.as_bytes()).fault_code(), 2);
    assert_eq!(Spawn::new(&["echo", "hi"]).run(&mut container).stdout, b"hi\n");
}

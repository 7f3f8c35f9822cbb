//! Running commands.

use crate::exec::{finish, Spawn, STDIN};
use crate::guest::Guest;
use crate::wire::kind;

#[test]
fn runs_echo() {
    let mut guest = Guest::start();
    let finished = Spawn::new(&["echo", "hello", "wörld"]).run(&mut guest);
    assert_eq!(finished.stdout, "hello wörld\n".as_bytes());
    let exit = finished.exit;
    assert_eq!((exit.seq, exit.kind, exit.value, exit.reason), (2, 0, 0, 0));
    assert!(exit.ended >= exit.started && exit.peak_rss > 0 && exit.survivors == 0);
    assert!(!guest.has_come(|it| it.kind != kind::HELLO | kind::REPLY), "nothing unasked");
}

#[test]
fn tells_codes_and_signals() {
    let mut guest = Guest::start();
    let exit = Spawn::shell("exit 7").run(&mut guest).exit;
    assert_eq!((exit.kind, exit.value), (0, 7));
    let exit = Spawn::shell("kill -SEGV $$").run(&mut guest).exit;
    assert_eq!((exit.kind, exit.value, exit.reason), (1, 11, 0));
    let exit = Spawn::shell("kill -KILL $$").run(&mut guest).exit;
    assert_eq!((exit.kind, exit.value, exit.oom_killed), (1, 9, 0));
}

#[test]
fn keeps_the_streams_apart() {
    let mut guest = Guest::start();
    let finished = Spawn::shell("echo out; echo err >&2").run(&mut guest);
    assert_eq!((&finished.stdout[..], &finished.stderr[..]), (&b"out\n"[..], &b"err\n"[..]));
}

#[test]
fn reports_programs_that_cannot_run() {
    let mut guest = Guest::start();
    let finished = Spawn::new(&["no-such-program"]).run(&mut guest);
    assert_eq!(finished.exit.value, 127);
    assert_eq!(finished.stderr, b"no-such-program: not found\n");
    let finished = Spawn::new(&["/etc/passwd"]).run(&mut guest);
    assert_eq!(finished.exit.value, 126);
    assert_eq!(finished.stderr, b"/etc/passwd: cannot be executed\n");
    assert_eq!(Spawn::new(&["/"]).run(&mut guest).exit.value, 126);
    assert_eq!(Spawn::new(&[""]).run(&mut guest).exit.value, 127);
}

#[test]
fn runs_scripts_without_an_interpreter_line() {
    let path = std::env::temp_dir().join(format!("devbench-script-{}", std::process::id()));
    std::fs::write(&path, "echo $1-$2").unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&path, mode).unwrap();
    let mut guest = Guest::start();
    let finished = Spawn::new(&[path.to_str().unwrap(), "a", "b"]).run(&mut guest);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(finished.stdout, b"a-b\n");
}

#[test]
fn changes_the_environment() {
    let mut guest = Guest::start();
    let mut spawn = Spawn::new(&["env"]);
    spawn.env = vec!["A=1=2", "HOME"];
    let stdout = String::from_utf8(spawn.run(&mut guest).stdout).unwrap();
    assert!(stdout.lines().any(|line| line == "A=1=2"));
    assert!(stdout.lines().any(|line| line.starts_with("PATH=")));
    assert!(!stdout.lines().any(|line| line.starts_with("HOME=")));
}

#[test]
fn starts_in_the_directory() {
    let mut guest = Guest::start();
    let mut spawn = Spawn::new(&["pwd"]);
    spawn.cwd = "/usr";
    assert_eq!(spawn.run(&mut guest).stdout, b"/usr\n");
    spawn.cwd = "/no/such";
    spawn.key += "1";
    assert_eq!(guest.request(kind::SPAWN, &spawn.payload()).fault_code(), 2);
    spawn.cwd = "/etc/passwd";
    assert_eq!(guest.request(kind::SPAWN, &spawn.payload()).fault_code(), 4);
}

#[test]
fn starts_clean() {
    let script =
        "ls -l /proc/self/fd | wc -l; grep Sig /proc/self/status; ps -o pid=,pgid=,sid= $$";
    let mut guest = Guest::start();
    let stdout = String::from_utf8(Spawn::shell(script).run(&mut guest).stdout).unwrap();
    let lines: Vec<&str> = stdout.lines().collect();
    // Stdio, the directory that ls reads, and the line with the total.
    assert_eq!(lines[0], "5");
    for name in ["SigBlk:", "SigIgn:"] {
        let line = lines.iter().find(|line| line.starts_with(name)).unwrap();
        let set = u64::from_str_radix(line.split_whitespace().nth(1).unwrap(), 16).unwrap();
        // What the C library keeps for itself (32 and 33) may come from outside.
        assert_eq!(set & !(3 << 31), 0, "{}", line);
    }
    let ids: Vec<&str> = lines.last().unwrap().split_whitespace().collect();
    assert!(ids[0] == ids[1] && ids[1] == ids[2]);
}

#[test]
fn has_an_empty_stdin_unless_asked() {
    let mut guest = Guest::start();
    assert_eq!(Spawn::new(&["cat"]).run(&mut guest).exit.value, 0);
    let mut spawn = Spawn::new(&["cat"]);
    spawn.flags = STDIN;
    let handle = spawn.start(&mut guest);
    guest.send_as(kind::STDIN, handle, b"typed", true);
    assert_eq!(finish(&mut guest, handle).stdout, b"typed");
}

#[test]
fn refuses_what_is_wrong() {
    let mut guest = Guest::start();
    let spawn = Spawn::new(&["sleep", "1000"]);
    let handle = spawn.start(&mut guest);
    assert_eq!(guest.request(kind::SPAWN, &spawn.payload()).fault_code(), 3);
    assert_eq!(guest.request(kind::FORGET, &handle.to_le_bytes()).fault_code(), 1);
    assert_eq!(guest.request(kind::FORGET, &99u32.to_le_bytes()).fault_code(), 15);
    assert_eq!(guest.request(kind::SPAWN, b"short").fault_code(), 1);
    assert_eq!(guest.request(kind::SPAWN, &Spawn::new(&[]).payload()).fault_code(), 1);
    assert_eq!(guest.request(0x3F, b"").fault_code(), 1);
    assert_eq!(guest.stop(handle, 2, 0), 1);
    assert_eq!(finish(&mut guest, handle).exit.reason, 2);
    assert_eq!(guest.stop(handle, 2, 0), 0);
    guest.ok(kind::FORGET, &handle.to_le_bytes());
    assert_eq!(guest.request(kind::FORGET, &handle.to_le_bytes()).fault_code(), 15);
    assert_eq!(Spawn::new(&["true"]).run(&mut guest).exit.value, 0);
}

#[test]
fn bounds_the_memory_of_all_output() {
    let mut guest = Guest::start();
    let mut spawn = Spawn::new(&["sleep", "1000"]);
    spawn.window = 40 << 20;
    let handle = spawn.start(&mut guest);
    spawn.key += "1";
    assert_eq!(guest.request(kind::SPAWN, &spawn.payload()).fault_code(), 14);
    guest.stop(handle, 2, 0);
    finish(&mut guest, handle);
    spawn.argv = vec!["true"];
    assert_eq!(spawn.run(&mut guest).exit.value, 0);
}

#[test]
fn measures_usage_of_the_whole_tree() {
    let script = "(dd if=/dev/zero of=/dev/null bs=40M count=30 2>/dev/null); true";
    let exit = Spawn::shell(script).run(&mut Guest::start()).exit;
    assert!(exit.peak_rss > 40 << 20, "{:?}", exit);
    assert!(exit.user_us + exit.system_us > 10_000, "{:?}", exit);
    assert!(exit.wall_us > 0 && exit.ended - exit.started >= exit.wall_us / 2);
}

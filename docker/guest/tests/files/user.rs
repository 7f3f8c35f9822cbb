//! The same suites once more as the user that the agent has in a workspace, and without `openat2`.

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::process::Command;

use super::scratch::base;
use super::seccomp::forbid_openat2;

/// They take long, and a user or a fallback makes no difference to them.
const LONG: [&str; 6] = ["--skip", "swapped", "--skip", "hundred_thousand", "--skip", "growing"];

pub fn is_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

/// Runs suites in a process of their own and checks that they leave nothing.
fn run_again(name: &str, suites: &[&str], prepare: fn() -> io::Result<()>) {
    if !is_root() {
        return;
    }
    let name = format!("files-{}-{}", name, std::process::id());
    let program = std::env::temp_dir().join(&name);
    let home = base().join(&name).with_extension("home");
    // Not by this process: what other tests start meanwhile would keep it open for writing, and so from being run.
    let copied = Command::new("cp").arg(std::env::current_exe().unwrap()).arg(&program).status();
    assert!(copied.unwrap().success());
    fs::create_dir(&home).unwrap();
    for path in [&program, &home] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o777)).unwrap();
    }
    let mut command = Command::new(&program);
    command.args(suites).args(LONG).env("TMPDIR", &home).uid(1000).gid(1000);
    // SAFETY: only system calls between fork and exec.
    let run = unsafe { command.pre_exec(prepare) }.output();
    let left = fs::read_dir(&home).unwrap().count();
    fs::remove_dir_all(&home).unwrap();
    fs::remove_file(&program).unwrap();
    let run = run.unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
    assert_eq!(left, 0);
}

#[test]
fn everything_holds_without_privileges() {
    run_again("user", &["suites"], || Ok(()));
}

#[test]
fn everything_holds_on_a_kernel_without_openat2() {
    run_again(
        "old",
        &["confinement", "suites::write", "suites::delete", "suites::list"],
        forbid_openat2,
    );
}

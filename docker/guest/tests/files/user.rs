//! The same suites once more as the user that the agent has in a workspace.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::process::Command;

use super::scratch::base;

pub fn is_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

#[test]
fn everything_holds_without_privileges() {
    if !is_root() {
        return;
    }
    let name = format!("files-user-{}", std::process::id());
    let (program, home) = (std::env::temp_dir().join(&name), base().join(&name).with_extension("home"));
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    fs::create_dir(&home).unwrap();
    for path in [&program, &home] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o777)).unwrap();
    }
    let run = Command::new(&program).arg("suites").env("TMPDIR", &home).uid(1000).gid(1000).output();
    let left = fs::read_dir(&home).unwrap().count();
    fs::remove_dir_all(&home).unwrap();
    fs::remove_file(&program).unwrap();
    let run = run.unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
    assert_eq!(left, 0);
}

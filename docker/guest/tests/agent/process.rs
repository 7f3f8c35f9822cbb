//! What /proc says of processes.

use std::fs;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

fn stat(pid: i32) -> Option<(char, i32)> {
    let line = fs::read(format!("/proc/{}/stat", pid)).ok()?;
    let line = String::from_utf8_lossy(&line).into_owned();
    let mut fields = line[line.rfind(')')? + 1..].split_whitespace();
    Some((fields.next()?.chars().next()?, fields.next()?.parse().ok()?))
}

/// A zombie is dead.
pub fn lives(pid: i32) -> bool {
    stat(pid).map_or(false, |(state, _)| state != 'Z')
}

pub fn children_of(parent: i32) -> Vec<i32> {
    let names = fs::read_dir("/proc").unwrap().flatten().map(|it| it.file_name());
    let pids = names.filter_map(|name| name.to_str()?.parse().ok());
    pids.filter(|pid| stat(*pid).map_or(false, |(_, it)| it == parent)).collect()
}

pub fn kill(pid: i32, signal: i32) {
    let arguments = [format!("-{}", signal), pid.to_string()];
    assert!(Command::new("kill").args(&arguments).status().unwrap().success());
}

/// The kernel has no event for these two.
pub fn await_state(pid: i32, state: char) {
    until(|| stat(pid).map_or(false, |(it, _)| it == state));
}

pub fn await_end(child: &mut Child, most: Duration) {
    let start = Instant::now();
    until(|| child.try_wait().unwrap().is_some());
    assert!(start.elapsed() < most);
}

pub fn until(mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < crate::guest::PATIENCE);
        std::thread::sleep(Duration::from_millis(2));
    }
}

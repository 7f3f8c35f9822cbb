//! Which processes were there before a command of a shell began. Start times have steps of 10 ms, so within
//! one step the process ids decide, which the kernel gives in ascending order.

use std::fs;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    tick: u64,
    last_pid: i32,
}

impl Origin {
    pub fn now() -> Origin {
        let uptime = fs::read("/proc/uptime").unwrap_or_default();
        let load = fs::read("/proc/loadavg").unwrap_or_default();
        Origin {
            tick: ticks(&uptime).unwrap_or(0),
            last_pid: last_number(&load).unwrap_or(i32::MAX),
        }
    }

    /// A process that has gone meanwhile was there before: nobody looks for it.
    pub fn is_after(&self, pid: i32) -> bool {
        match times(pid) {
            Some(times) => (self.tick, self.last_pid) < (times.started, pid),
            None => false,
        }
    }
}

pub struct Times {
    /// Ticks of 10 ms, as the kernel counts for every architecture here.
    pub started: u64,
    pub user: u64,
    pub system: u64,
}

/// What the process and the children that it waited for have used.
pub fn times(pid: i32) -> Option<Times> {
    parse(&fs::read(format!("/proc/{}/stat", pid)).ok()?)
}

fn parse(line: &[u8]) -> Option<Times> {
    let name_end = line.iter().rposition(|byte| *byte == b')')?;
    let rest = std::str::from_utf8(&line[name_end + 1..]).ok()?;
    let fields: Vec<&str> = rest.split_ascii_whitespace().collect();
    let number = |at: usize| fields.get(at)?.parse::<u64>().ok();
    Some(Times {
        started: number(19)?,
        user: number(11)? + number(13)?,
        system: number(12)? + number(14)?,
    })
}

/// `12345.67 …` is 1234567 ticks.
fn ticks(uptime: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(uptime).ok()?;
    let (seconds, hundredths) = text.split_ascii_whitespace().next()?.split_once('.')?;
    Some(seconds.parse::<u64>().ok()? * 100 + hundredths.parse::<u64>().ok()?)
}

fn last_number(load: &[u8]) -> Option<i32> {
    std::str::from_utf8(load).ok()?.split_ascii_whitespace().last()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_came_after() {
        let before = Origin::now();
        let mut child = std::process::Command::new("sleep").arg("1000").spawn().unwrap();
        let pid = child.id() as i32;
        assert!(before.is_after(pid));
        assert!(!Origin::now().is_after(pid));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(!before.is_after(pid));
    }

    #[test]
    fn reads_times_of_any_name() {
        let line = b"7 (a) (b) S 1 7 7 0 -1 0 1 2 3 4 50 60 700 800 20 0 1 0 4242 99 5";
        let times = parse(line).unwrap();
        assert_eq!((times.user, times.system, times.started), (750, 860, 4242));
        assert_eq!(ticks(b"12.05 3.00\n"), Some(1205));
        assert_eq!(last_number(b"0.2 0.1 0.1 1/80 11206\n"), Some(11206));
    }
}

//! What the kernel counts for this container, from cgroup v2 or v1 files.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;

use crate::wire::Writer;

const ROOT: &str = "/sys/fs/cgroup";
/// From here on a v1 limit means that there is none.
const NO_LIMIT: u64 = 1 << 62;

/// The payload of the reply to STATS.
pub fn stats() -> Vec<u8> {
    let bytes = |names: [&str; 2]| names.iter().find_map(|name| number(name));
    let memory = bytes(["memory.current", "memory/memory.usage_in_bytes"]);
    let peak = bytes(["memory.peak", "memory/memory.max_usage_in_bytes"]);
    let limit = bytes(["memory.max", "memory/memory.limit_in_bytes"]);
    let pids = bytes(["pids.current", "pids/pids.current"]);
    let pids_limit = bytes(["pids.max", "pids/pids.max"]);
    let small =
        |value: Option<u64>| value.map_or(u32::MAX, |it| it.min(u64::from(u32::MAX)) as u32);
    let mut payload = Writer::new();
    payload
        .u64(memory.unwrap_or(u64::MAX))
        .u64(peak.unwrap_or(u64::MAX))
        .u64(limit.filter(|limit| *limit < NO_LIMIT).unwrap_or(u64::MAX))
        .u64(cpu_micros().unwrap_or(u64::MAX))
        .u32(small(pids))
        .u32(small(pids_limit));
    payload.into_bytes()
}

fn cpu_micros() -> Option<u64> {
    let stat = fs::read_to_string(format!("{}/cpu.stat", ROOT)).ok();
    let v2 = stat.and_then(|text| field(&text, "usage_usec"));
    v2.or_else(|| Some(number("cpuacct/cpuacct.usage")? / 1_000))
}

fn number(name: &str) -> Option<u64> {
    let text = fs::read_to_string(format!("{}/{}", ROOT, name)).ok()?;
    text.trim().parse().ok()
}

/// The value behind a name at the start of a line.
fn field(text: &str, name: &str) -> Option<u64> {
    let mut values = text.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    values.next()?.trim().parse().ok()
}

/// How often the kernel killed something here for want of memory.
pub struct OomKills {
    file: Option<File>,
    blamed: u64,
}

impl Default for OomKills {
    fn default() -> OomKills {
        let names = ["memory.events", "memory/memory.oom_control"];
        let mut files = names.iter().map(|name| File::open(format!("{}/{}", ROOT, name)));
        OomKills { file: files.find_map(Result::ok), blamed: 0 }
    }
}

impl OomKills {
    pub fn count(&self) -> Option<u64> {
        let mut text = [0; 1024];
        let length = self.file.as_ref()?.read_at(&mut text, 0).ok()?;
        field(std::str::from_utf8(&text[..length]).ok()?, "oom_kill")
    }

    /// Whether there was one since then that no other command was blamed for.
    pub fn rose(&mut self, before: Option<u64>) -> bool {
        match (self.count(), before) {
            (Some(now), Some(before)) if now > before.max(self.blamed) => {
                self.blamed = now;
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn finds_fields() {
        let text = "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n";
        assert_eq!(field(text, "oom_kill"), Some(3));
        assert_eq!(field(text, "oom"), None);
        assert_eq!(field("oom_kill x", "oom_kill"), None);
    }
}

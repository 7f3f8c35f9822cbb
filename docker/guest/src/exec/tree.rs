//! Who descends from whom, as /proc tells at one moment.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::Read;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    pub pid: i32,
    pub zombie: bool,
}

pub struct Snapshot {
    children: HashMap<i32, Vec<Member>>,
}

impl Snapshot {
    pub fn take() -> Snapshot {
        let mut children: HashMap<i32, Vec<Member>> = HashMap::new();
        let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
        let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        for pid in pids {
            if let Some((parent, zombie)) = parent_of(pid) {
                children.entry(parent).or_default().push(Member { pid, zombie });
            }
        }
        Snapshot { children }
    }

    /// All below the process, without itself.
    pub fn descendants(&self, root: i32) -> Vec<Member> {
        self.below(self.children_of(root).to_vec(), &|_| true)
    }

    /// All below the process for which that holds, as far as it holds for their parents.
    pub fn descendants_where(&self, root: i32, holds: impl Fn(i32) -> bool) -> Vec<Member> {
        let children = self.children_of(root).iter().filter(|it| holds(it.pid));
        self.below(children.copied().collect(), &holds)
    }

    /// The other children of the process and all below them.
    pub fn descendants_except(&self, root: i32, known: &HashSet<i32>) -> Vec<Member> {
        let children = self.children_of(root).iter();
        let children = children.filter(|it| !known.contains(&it.pid));
        self.below(children.copied().collect(), &|_| true)
    }

    fn children_of(&self, pid: i32) -> &[Member] {
        self.children.get(&pid).map_or(&[], Vec::as_slice)
    }

    fn below(&self, mut found: Vec<Member>, holds: &impl Fn(i32) -> bool) -> Vec<Member> {
        let mut seen: HashSet<i32> = found.iter().map(|it| it.pid).collect();
        let mut next = 0;
        while next < found.len() {
            let children = self.children_of(found[next].pid).iter();
            found.extend(children.filter(|it| seen.insert(it.pid) && holds(it.pid)));
            next += 1;
        }
        found
    }
}

fn parent_of(pid: i32) -> Option<(i32, bool)> {
    let mut line = [0; 512];
    let mut file = File::open(format!("/proc/{}/stat", pid)).ok()?;
    let length = file.read(&mut line).ok()?;
    parse(&line[..length])
}

/// `pid (name) state parent …`; the name may contain anything, also brackets and line ends.
fn parse(line: &[u8]) -> Option<(i32, bool)> {
    let name_end = line.iter().rposition(|byte| *byte == b')')?;
    let rest = std::str::from_utf8(&line[name_end + 1..]).ok()?;
    let mut fields = rest.split_ascii_whitespace();
    let state = fields.next()?;
    let parent = fields.next()?.parse().ok()?;
    Some((parent, state == "Z" || state == "X"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_any_name() {
        assert_eq!(parse(b"7 (sh) S 1 7 7"), Some((1, false)));
        assert_eq!(parse(b"7 (a) Z 9 (b) Z 12 1"), Some((12, true)));
        assert_eq!(parse(b"7 (\xff\n) R 3) R 44 1"), Some((44, false)));
        assert_eq!(parse(b"7 (sh"), None);
        assert_eq!(parse(b"7 (sh) S x"), None);
        assert_eq!(parse(b""), None);
    }

    fn member(pid: i32) -> Member {
        Member { pid, zombie: false }
    }

    #[test]
    fn walks_down_and_survives_circles() {
        let pairs = [(1, 2), (1, 3), (3, 4), (4, 5), (5, 3)];
        let mut children: HashMap<i32, Vec<Member>> = HashMap::new();
        for (parent, pid) in pairs {
            children.entry(parent).or_default().push(member(pid));
        }
        let snapshot = Snapshot { children };
        assert_eq!(snapshot.descendants(1), [2, 3, 4, 5].map(member));
        assert_eq!(snapshot.descendants(2), []);
        assert_eq!(snapshot.descendants_where(1, |pid| pid != 4), [2, 3].map(member));
        let known = HashSet::from([3]);
        assert_eq!(snapshot.descendants_except(1, &known), [2].map(member));
    }

    #[test]
    fn finds_this_process() {
        let parent = std::os::unix::process::parent_id() as i32;
        let own = std::process::id() as i32;
        let found = Snapshot::take().descendants(parent);
        assert!(found.contains(&member(own)));
    }
}

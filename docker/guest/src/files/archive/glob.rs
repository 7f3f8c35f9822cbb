//! Patterns for names and paths: `*`, `?` and `[a-z]` within a name, `**` across directories.

/// The parts of a path between slashes, or the pattern for a name alone.
pub struct Glob {
    parts: Vec<Vec<u8>>,
    name_only: bool,
}

impl Glob {
    pub fn parse(pattern: &[u8]) -> Glob {
        let name_only = !trimmed(pattern).contains(&b'/');
        let mut parts: Vec<Vec<u8>> = trimmed(pattern)
            .split(|byte| *byte == b'/')
            .filter(|part| !part.is_empty() && *part != b".")
            .map(<[u8]>::to_vec)
            .collect();
        // What is in a directory is not the directory.
        if !name_only && parts.last().map_or(false, |part| part == b"**") {
            parts.push(b"*".to_vec());
        }
        Glob { parts, name_only }
    }

    pub fn matches(&self, path: &[Vec<u8>]) -> bool {
        match (self.name_only, self.parts.first(), path.last()) {
            (true, Some(pattern), Some(name)) => name_matches(pattern, name),
            (true, ..) => false,
            _ => path_matches(&self.parts, path),
        }
    }
}

fn trimmed(pattern: &[u8]) -> &[u8] {
    let pattern = pattern.strip_suffix(b"/").unwrap_or(pattern);
    pattern.strip_prefix(b"./").unwrap_or(pattern)
}

/// Only the last `**` is ever tried again, so no pattern takes exponential time.
fn path_matches(pattern: &[Vec<u8>], path: &[Vec<u8>]) -> bool {
    let (mut at, mut step) = (0, 0);
    let mut again: Option<(usize, usize)> = None;
    while step < path.len() {
        if pattern.get(at).map_or(false, |part| part == b"**") {
            again = Some((at + 1, step));
            at += 1;
        } else if pattern.get(at).map_or(false, |part| name_matches(part, &path[step])) {
            at += 1;
            step += 1;
        } else if let Some((after, from)) = again {
            again = Some((after, from + 1));
            at = after;
            step = from + 1;
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(|part| part == b"**")
}

/// The same for `*` in a name.
fn name_matches(pattern: &[u8], name: &[u8]) -> bool {
    let (mut at, mut step) = (0, 0);
    let mut again: Option<(usize, usize)> = None;
    while step < name.len() {
        if pattern.get(at) == Some(&b'*') {
            again = Some((at + 1, step));
            at += 1;
        } else if let Some((pattern_length, name_length)) = one(&pattern[at..], &name[step..]) {
            at += pattern_length;
            step += name_length;
        } else if let Some((after, from)) = again {
            again = Some((after, from + 1));
            at = after;
            step = from + 1;
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

/// How much of both matches as one character.
fn one(pattern: &[u8], name: &[u8]) -> Option<(usize, usize)> {
    match (pattern.first()?, *name.first()?) {
        (b'?', _) => Some((1, 1 + name[1..].iter().take_while(|it| **it & 0xC0 == 0x80).count())),
        (b'[', byte) => set(pattern, byte),
        (b'\\', byte) if pattern.len() > 1 => same(pattern[1], byte).map(|()| (2, 1)),
        (expected, byte) => same(*expected, byte).map(|()| (1, 1)),
    }
}

fn same(expected: u8, byte: u8) -> Option<()> {
    (expected == byte).then(|| ())
}

/// A set of bytes, such as `[a-z_]` or `[!0-9]`; without its end the bracket stands for itself.
fn set(pattern: &[u8], byte: u8) -> Option<(usize, usize)> {
    let negated = matches!(pattern.get(1), Some(b'!') | Some(b'^'));
    let start = if negated { 2 } else { 1 };
    let end = match pattern.iter().skip(start + 1).position(|it| *it == b']') {
        Some(position) => start + 1 + position,
        None => return same(b'[', byte).map(|()| (1, 1)),
    };
    let items = &pattern[start..end];
    let mut found = false;
    let mut at = 0;
    while at < items.len() {
        let range = items.len() > at + 2 && items[at + 1] == b'-';
        let last = if range { items[at + 2] } else { items[at] };
        found |= (items[at]..=last).contains(&byte);
        at += if range { 3 } else { 1 };
    }
    (found != negated).then(|| (end + 1, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        let path: Vec<Vec<u8>> = path.split('/').map(|part| part.as_bytes().to_vec()).collect();
        Glob::parse(pattern.as_bytes()).matches(&path)
    }

    #[test]
    fn names_at_any_depth_and_paths_from_the_top() {
        for (pattern, path) in [
            ("*.py", "a/b/c.py"),
            ("?.py", "é.py"),
            ("[a-c]x", "bx"),
            ("[!a-c]x", "dx"),
            ("\\*", "*"),
            ("node_modules/", "x/node_modules"),
            ("src/*.rs", "src/a.rs"),
            ("src/**/*.rs", "src/a.rs"),
            ("src/**/*.rs", "src/a/b/c.rs"),
            ("**/a/**/b", "x/a/y/a/z/b"),
            ("src/**", "src/a/b"),
            ("./src/a", "src/a"),
            ("a*b*c", "a-b-b-c"),
        ] {
            assert!(matches(pattern, path), "{} {}", pattern, path);
        }
        for (pattern, path) in [
            ("*.py", "a.pyc"),
            ("src/*.rs", "src/a/b.rs"),
            ("src/*.rs", "x/src/a.rs"),
            ("src/**", "src"),
            ("[a-c]x", "dx"),
            ("[!a-c]x", "ax"),
            ("a", "ab"),
            ("", "a"),
        ] {
            assert!(!matches(pattern, path), "{} {}", pattern, path);
        }
    }

    #[test]
    fn hostile_patterns_end() {
        let name = "a".repeat(255);
        assert!(!matches(&"a*".repeat(100), &format!("{}b", name).replace('b', "")[..99]));
        assert!(!matches(&format!("{}b", "*a".repeat(200)), &name));
        assert!(!matches(&format!("{}x", "**/".repeat(100)), &vec!["a"; 500].join("/")));
    }
}

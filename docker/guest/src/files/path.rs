//! A path as it came over the wire: relative to the workspace, any bytes but NUL.

use crate::fault::Fault;

/// Without empty and `.` components and without a slash at either end; the workspace itself is empty.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct WirePath(Vec<u8>);

impl WirePath {
    pub fn parse(bytes: &[u8]) -> Result<WirePath, Fault> {
        if bytes.first() == Some(&b'/') {
            return Err(Fault::invalid(
                "a path is relative to the workspace and starts without a slash",
            ));
        }
        if bytes.contains(&0) {
            return Err(Fault::invalid("a path has no NUL byte"));
        }
        let parts: Vec<&[u8]> = components(bytes).filter(|part| *part != b".").collect();
        Ok(WirePath(parts.join(&b'/')))
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub fn components(&self) -> impl Iterator<Item = &[u8]> {
        components(&self.0)
    }

    /// The directory and the name in it; nothing for the workspace itself and what ends in `..`.
    pub fn split(&self) -> Option<(WirePath, &[u8])> {
        let (parent, name) = match self.0.iter().rposition(|byte| *byte == b'/') {
            Some(slash) => (&self.0[..slash], &self.0[slash + 1..]),
            None => (&[][..], &self.0[..]),
        };
        match name {
            b"" | b".." => None,
            _ => Some((WirePath(parent.to_vec()), name)),
        }
    }

    /// Where a relative link target leads that stands in this directory. An absolute one leads outside.
    pub fn follow(&self, target: &[u8]) -> Option<WirePath> {
        if target.first() == Some(&b'/') {
            return None;
        }
        let joined = [&self.0, target].join(&b'/');
        let start = usize::from(self.0.is_empty());
        WirePath::parse(&joined[start..]).ok()
    }
}

pub fn components(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|byte| *byte == b'/').filter(|part| !part.is_empty())
}

/// A name beside others: `directory/name`, or the name alone in the workspace itself.
pub fn join(directory: &[u8], name: &[u8]) -> Vec<u8> {
    match directory {
        b"" => name.to_vec(),
        _ => [directory, name].join(&b'/'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(bytes: &[u8]) -> Vec<u8> {
        WirePath::parse(bytes).unwrap().0
    }

    #[test]
    fn normalises_without_resolving() {
        assert_eq!(parsed(b""), b"");
        assert_eq!(parsed(b"./a//b/./c/"), b"a/b/c");
        assert_eq!(parsed(b"a/../b"), b"a/../b");
        assert_eq!(parsed(b"-rf\n|\xff"), b"-rf\n|\xff");
    }

    #[test]
    fn refuses_absolute_paths_and_nul() {
        assert!(WirePath::parse(b"/etc").is_err());
        assert!(WirePath::parse(b"a\0b").is_err());
    }

    #[test]
    fn splits_off_real_names_only() {
        let path = WirePath::parse(b"a/b").unwrap();
        assert_eq!(path.split(), Some((WirePath(b"a".to_vec()), &b"b"[..])));
        for none in [&b""[..], b".", b"..", b"a/.."] {
            assert_eq!(WirePath::parse(none).unwrap().split(), None);
        }
    }

    #[test]
    fn follows_relative_links_only() {
        let dir = WirePath(b"a/b".to_vec());
        assert_eq!(dir.follow(b"../c").unwrap().0, b"a/b/../c");
        assert_eq!(WirePath(Vec::new()).follow(b"c").unwrap().0, b"c");
        assert_eq!(dir.follow(b"/etc"), None);
    }
}

//! Names in an archive. They are made by strangers.

use super::source::Stop;
use crate::fault::Fault;
use crate::files::path::{join, WirePath};

/// Where an entry goes; the directory that is imported into is the empty path.
pub fn place_of(name: &[u8]) -> Result<WirePath, Stop> {
    if name.first() == Some(&b'/') {
        return Err(Stop::Outside);
    }
    let path = WirePath::parse(name)?;
    if path.components().any(|part| part == b"..") {
        return Err(Stop::Outside);
    }
    Ok(path)
}

pub fn below(base: &WirePath, path: &WirePath) -> Result<WirePath, Fault> {
    match path.as_bytes() {
        b"" => Ok(base.clone()),
        rest => WirePath::parse(&join(base.as_bytes(), rest)),
    }
}

/// Whether a link that stands there stays in the workspace by its text. The kernel judges each use of it.
pub fn stays(link: &WirePath, target: &[u8]) -> bool {
    let mut depth = link.components().count() as i64 - 1;
    let relative = !target.is_empty() && target[0] != b'/' && !target.contains(&0);
    relative
        && target.split(|byte| *byte == b'/').all(|part| {
            depth += match part {
                b"" | b"." => 0,
                b".." => -1,
                _ => 1,
            };
            depth >= 0
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out() {
        for name in [&b"/etc/passwd"[..], b"../x", b"a/../../x", b"a/..", b"..", b"./../x"] {
            assert_eq!(place_of(name), Err(Stop::Outside), "{:?}", name);
        }
        assert!(place_of(b"a\0b").is_err());
        assert_eq!(place_of(b"./a//b/").unwrap().as_bytes(), b"a/b");
        assert_eq!(place_of(b"..a/...").unwrap().as_bytes(), b"..a/...");
    }

    #[test]
    fn links_stay() {
        let at = |path: &[u8]| WirePath::parse(path).unwrap();
        assert!(stays(&at(b"a/b/link"), b"../../c"));
        assert!(stays(&at(b"link"), b"a/.."));
        for target in [&b"/etc"[..], b"../../../c", b"x/../../../../c", b""] {
            assert!(!stays(&at(b"a/b/link"), target), "{:?}", target);
        }
        assert!(!stays(&at(b"link"), b".."));
    }
}

//! Resolves a path beneath a directory one component at a time, where the kernel cannot (`openat2`).
//!
//! `..` goes back to the handle that it came through, so a directory that is moved meanwhile leads nowhere else.

use std::collections::VecDeque;
use std::fs::File;
use std::io;
use std::os::unix::fs::MetadataExt;

use super::consts::*;
use super::path::components;
use super::sys;

const MAX_LINKS: usize = 40;

pub fn open(start: &File, path: &[u8], follow: bool) -> io::Result<File> {
    let device = start.metadata()?.dev();
    let mut trail = vec![sys::open_at(start, b".", O_PATH | O_DIRECTORY, 0)?];
    let mut ahead: VecDeque<Vec<u8>> = components(path).map(<[u8]>::to_vec).collect();
    let mut links = 0;
    while let Some(name) = ahead.pop_front() {
        match &name[..] {
            b"." => continue,
            b".." => {
                trail.pop();
                if trail.is_empty() {
                    return Err(io::Error::from_raw_os_error(EXDEV));
                }
                continue;
            }
            _ => {}
        }
        let next = sys::open_at(&trail[trail.len() - 1], &name, O_PATH | O_NOFOLLOW, 0)?;
        let found = next.metadata()?;
        if found.dev() != device {
            return Err(io::Error::from_raw_os_error(EXDEV));
        }
        if found.file_type().is_symlink() && (follow || !ahead.is_empty()) {
            links += 1;
            let target = sys::read_link(&next)?;
            if links > MAX_LINKS || target.starts_with(b"/") {
                return Err(io::Error::from_raw_os_error(if links > MAX_LINKS {
                    ELOOP
                } else {
                    EXDEV
                }));
            }
            for part in components(&target).collect::<Vec<_>>().into_iter().rev() {
                ahead.push_front(part.to_vec());
            }
        } else if found.is_dir() || ahead.is_empty() {
            trail.push(next);
        } else {
            return Err(io::Error::from_raw_os_error(ENOTDIR));
        }
    }
    trail.pop().ok_or_else(|| io::Error::from_raw_os_error(EXDEV))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    fn tree(name: &str) -> std::path::PathBuf {
        let root = std::env::temp_dir().join(format!("stepwise-{}-{}", name, std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(root.join("in/a/b")).unwrap();
        fs::write(root.join("secret"), "s").unwrap();
        fs::write(root.join("in/a/file"), "f").unwrap();
        root
    }

    #[test]
    fn stays_beneath() {
        let root = tree("beneath");
        symlink("../../secret", root.join("in/a/up")).unwrap();
        symlink("../a/file", root.join("in/a/ok")).unwrap();
        symlink("/etc/passwd", root.join("in/absolute")).unwrap();
        symlink("loop", root.join("in/loop")).unwrap();
        let start = File::open(root.join("in")).unwrap();
        let errno =
            |path: &str| open(&start, path.as_bytes(), true).err().and_then(|e| e.raw_os_error());
        assert_eq!(errno("a/ok"), None);
        assert_eq!(errno("a/b/../file"), None);
        assert_eq!(errno("a/file/"), None);
        assert_eq!(errno("a/file/x"), Some(ENOTDIR));
        assert_eq!(errno(".."), Some(EXDEV));
        assert_eq!(errno("a/../../in/a"), Some(EXDEV));
        assert_eq!(errno("a/up"), Some(EXDEV));
        assert_eq!(errno("absolute"), Some(EXDEV));
        assert_eq!(errno("loop"), Some(ELOOP));
        assert_eq!(errno("gone"), Some(ENOENT));
        assert!(open(&start, b"loop", false).unwrap().metadata().unwrap().file_type().is_symlink());
        fs::remove_dir_all(root).unwrap();
    }
}

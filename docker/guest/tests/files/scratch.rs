//! A directory that holds a workspace and, beside it, what nobody may touch.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::client::{Client, RECURSIVE};

pub struct Scratch {
    top: PathBuf,
    pub root: PathBuf,
    pub outside: PathBuf,
    pub client: Client,
}

impl Scratch {
    pub fn new() -> Scratch {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let top = base().join(format!("files-{}-{}", std::process::id(), number));
        let (root, outside) = (top.join("workspace"), top.join("outside"));
        fs::create_dir_all(&root).unwrap();
        fs::create_dir_all(outside.join("dir")).unwrap();
        fs::write(outside.join("secret"), "secret").unwrap();
        fs::write(outside.join("dir/secret"), "secret").unwrap();
        let client = Client::new(&root);
        Scratch { top, root, outside, client }
    }

    pub fn file(&self, path: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    pub fn content(&self, path: &str) -> Vec<u8> {
        fs::read(self.root.join(path)).unwrap()
    }

    /// Everything in the workspace, for comparisons and to see what was left behind.
    pub fn tree(&self) -> Vec<String> {
        describe(&self.root)
    }

    pub fn assert_outside_untouched(&self) {
        let names: Vec<_> = describe(&self.outside);
        assert_eq!(names.len(), 3, "{:?}", names);
        assert_eq!(fs::read(self.outside.join("secret")).unwrap(), b"secret");
        assert_eq!(fs::read(self.outside.join("dir/secret")).unwrap(), b"secret");
        assert_eq!(fs::read_dir(&self.top).unwrap().count(), 2);
    }
}

/// Memory where there is some, so that the suites take seconds on a slow disk; TMPDIR decides otherwise.
pub fn base() -> PathBuf {
    let memory = Path::new("/dev/shm");
    match std::env::var_os("TMPDIR") {
        None if memory.is_dir() => memory.to_owned(),
        _ => std::env::temp_dir(),
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if fs::remove_dir_all(&self.top).is_err() {
            // Ours gets past read-only directories.
            for (path, _) in self.client.list_by("", 0, 1000) {
                let _ = self.client.delete_with(&path, RECURSIVE, "");
            }
            let _ = fs::remove_dir_all(&self.top);
        }
    }
}

/// Path, mode, modification time and content of all that is there.
fn describe(dir: &Path) -> Vec<String> {
    let mut lines = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let found = fs::symlink_metadata(&path).unwrap();
        let kind = found.file_type();
        let content = match () {
            _ if kind.is_symlink() => {
                fs::read_link(&path).unwrap().into_os_string().into_string().unwrap()
            }
            _ if kind.is_file() => format!("{:?} {}", fs::read(&path), found.mtime_nsec()),
            _ => String::new(),
        };
        lines.push(format!("{} {:o} {}", path.display(), found.mode(), content));
        if kind.is_dir() {
            lines.extend(describe(&path));
        }
    }
    lines.sort();
    lines
}

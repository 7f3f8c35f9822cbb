//! Makes the missing directories of a path, and takes them away again if nothing comes of it.

use std::fs::{File, Permissions};
use std::os::unix::fs::PermissionsExt;

use super::consts::*;
use super::node::Node;
use super::path::{join, WirePath};
use super::sys;
use crate::fault::{self, Fault};

const MODE: u32 = 0o755;

/// Directories that were made, outermost first. They are removed on drop unless kept.
#[derive(Default)]
pub struct Parents {
    made: Vec<(File, Vec<u8>)>,
}

impl Parents {
    pub fn make(root: &File, directory: &WirePath) -> Result<Parents, Fault> {
        let mut parents = Parents::default();
        let mut dir = Node::open(root, b"", true)?;
        let mut path = Vec::new();
        for name in directory.components() {
            path = join(&path, name);
            dir = match Node::find(root, &path, true)? {
                Some(node) => node,
                None => {
                    parents.make_one(dir.handle, name)?;
                    Node::open(root, &path, true)?
                }
            };
            if !dir.is_dir() {
                return Err(Fault::new(
                    fault::NOT_A_DIRECTORY,
                    "a directory of the path is a file",
                ));
            }
        }
        Ok(parents)
    }

    fn make_one(&mut self, dir: File, name: &[u8]) -> Result<(), Fault> {
        match make_directory(&dir, name, MODE) {
            Ok(()) => self.made.push((dir, name.to_vec())),
            Err(error) if error.raw_os_error() == Some(EEXIST) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    pub fn keep(mut self) {
        self.made.clear();
    }
}

impl Drop for Parents {
    fn drop(&mut self) {
        for (dir, name) in self.made.drain(..).rev() {
            let _ = sys::remove_dir(&dir, &name);
        }
    }
}

/// With exactly this mode, whatever the umask.
pub fn make_directory(dir: &File, name: &[u8], mode: u32) -> std::io::Result<()> {
    sys::make_dir(dir, name, mode | 0o700)?;
    let made = sys::open_at(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0)?;
    made.set_permissions(Permissions::from_mode(mode))
}

/// The innermost directory of the path that exists.
pub fn deepest(root: &File, directory: &WirePath) -> Result<File, Fault> {
    let mut path = Some(directory.clone());
    while let Some(candidate) = path {
        match Node::find(root, candidate.as_bytes(), true)? {
            Some(node) if node.is_dir() => return Ok(node.handle),
            Some(_) => {
                return Err(Fault::new(fault::NOT_A_DIRECTORY, "a directory of the path is a file"))
            }
            None => path = candidate.split().map(|(parent, _)| parent),
        }
    }
    Ok(Node::open(root, b"", true)?.handle)
}

//! Files with several names. The first name that is met is copied and also noted in a hidden directory of the target,
//! by its inode number; later names are linked to that. So neither the number of files nor the depth of their paths
//! needs memory.

use std::fs::File;
use std::io;
use std::os::unix::fs::MetadataExt;

use super::sys;
use crate::files::consts::*;
use crate::files::node::Node;

use crate::files::{names, sys as files};

const BATCH: usize = 1024;

pub struct Links {
    dir: File,
    name: Vec<u8>,
}

impl Links {
    pub fn create(root: &File) -> io::Result<Links> {
        let name = names::hidden();
        files::make_dir(root, &name, 0o700)?;
        let dir = files::open_at(root, &name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0)?;
        Ok(Links { dir, name })
    }

    /// Makes one more name of what is copied already; false when it is not, or has no room for another name.
    pub fn link(&self, node: &Node, dir: &File, name: &[u8]) -> io::Result<bool> {
        let key = key(node);
        match sys::link((&self.dir, &key), (dir, name)) {
            Err(error) if matches!(error.raw_os_error(), Some(ENOENT) | Some(sys::EMLINK)) => {
                return Ok(false)
            }
            result => result?,
        }
        let copied = Node::open(&self.dir, &key, false)?.metadata.nlink();
        if copied > node.metadata.nlink() {
            files::unlink(&self.dir, &key)?;
        }
        Ok(true)
    }

    pub fn note(&self, node: &Node, dir: &File, name: &[u8]) -> io::Result<()> {
        match sys::link((dir, name), (&self.dir, &key(node))) {
            Err(error) if error.raw_os_error() == Some(EEXIST) => Ok(()),
            result => result,
        }
    }

    pub fn remove(self, root: &File) -> io::Result<()> {
        loop {
            let left = names::some(&self.dir, BATCH)?;
            if left.is_empty() {
                return files::remove_dir(root, &self.name);
            }
            for name in left {
                files::unlink(&self.dir, &name)?;
            }
        }
    }
}

fn key(node: &Node) -> Vec<u8> {
    node.metadata.ino().to_string().into_bytes()
}

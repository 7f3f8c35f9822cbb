//! All directories of a tree, each before those in it.

use std::fs::File;
use std::io;

use crate::fault::{self, Fault};
use crate::files::consts::*;
use crate::files::names;
use crate::files::node::Node;
use crate::files::path::join;

/// What may not be read, is mounted there or goes meanwhile is passed over.
pub fn each(
    root: &File,
    path: Vec<u8>,
    mut visit: impl FnMut(&File, Vec<u8>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut pending = vec![path];
    while let Some(path) = pending.pop() {
        let dir = match Node::open(root, &path, false) {
            Ok(node) if node.is_dir() => node.handle,
            _ => continue,
        };
        match visit(&dir, path.clone()) {
            Err(fault) if [fault::PERMISSION, fault::NOT_FOUND].contains(&fault.code) => continue,
            result => result?,
        }
        let found = names::directories(&dir);
        pending.extend(unless_gone(found)?.into_iter().map(|name| join(&path, &name)));
    }
    Ok(())
}

fn unless_gone(found: io::Result<Vec<Vec<u8>>>) -> io::Result<Vec<Vec<u8>>> {
    match found {
        Err(error) if [EACCES, ENOENT].map(Some).contains(&error.raw_os_error()) => Ok(Vec::new()),
        result => result,
    }
}

//! One thing that is no directory.

use std::fs::File;
use std::os::unix::fs::{FileTypeExt, MetadataExt};

use super::links::Links;
use super::report::Report;
use super::{attributes, content, sys};
use crate::fault::Fault;
use crate::files::consts::*;
use crate::files::node::Node;
use crate::files::stat::{FILE, SYMLINK};
use crate::files::sys as files;

pub fn copy(
    node: &Node,
    dir: &File,
    name: &[u8],
    links: &Links,
    report: &mut Report,
) -> Result<(), Fault> {
    let shared = node.metadata.nlink() > 1;
    if shared && links.link(node, dir, name)? {
        report.entry();
        return Ok(());
    }
    match node.kind() {
        FILE => file(node, dir, name, report)?,
        SYMLINK => {
            files::symlink(&node.target()?, dir, name)?;
            attributes::of_name(&node.metadata, dir, name)?;
        }
        _ if node.metadata.file_type().is_fifo() => {
            sys::make_fifo(dir, name, node.metadata.mode())?;
            attributes::of_name(&node.metadata, dir, name)?;
        }
        _ => {
            report.skipped();
            return Ok(());
        }
    }
    if shared {
        links.note(node, dir, name)?;
    }
    report.entry();
    Ok(())
}

fn file(node: &Node, dir: &File, name: &[u8], report: &mut Report) -> Result<(), Fault> {
    let to = files::open_at(dir, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)?;
    content::copy(node, &to, report)?;
    let (from, owner) = (node.reader()?, attributes::owner(&node.metadata));
    Ok(attributes::of_open(&node.metadata, &from, &to, owner)?)
}

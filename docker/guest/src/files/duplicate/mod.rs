//! `guest copy FROM TO UID`: fills an empty directory with an exact copy of another one, whose content is hostile.
//! Kept are content with its holes, modes, owners, times, extended attributes, hard links and symbolic links, which
//! are never followed. The top directory belongs to UID. FIFOs are made anew; sockets and devices are left out. What an
//! agent of the source had half done is put right in the copy.

mod attributes;
mod content;
mod entry;
mod links;
mod report;
mod sys;
mod tree;
mod unfinished;

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::Path;

use super::names;
use crate::fault::{self, Fault};
use report::Report;
use tree::Tree;

/// The exit code. What comes out on stdout is in PROTOCOL.md.
pub fn main(arguments: impl Iterator<Item = OsString>) -> i32 {
    let arguments: Vec<OsString> = arguments.collect();
    sys::forget_umask();
    let mut report = Report::new(io::stdout());
    match run(&arguments, &mut report) {
        Ok(()) => report.done(),
        Err(fault) => report.failed(&fault),
    }
}

fn run(arguments: &[OsString], report: &mut Report) -> Result<(), Fault> {
    let (from, to, uid) = match arguments {
        [from, to, uid] => (from, to, uid.to_str().and_then(|text| text.parse().ok())),
        _ => return Err(Fault::invalid("copy needs FROM, TO and UID")),
    };
    let uid: u32 = uid.ok_or_else(|| Fault::invalid("UID is a number"))?;
    let (from, to) = (File::open(Path::new(from))?, File::open(Path::new(to))?);
    if !names::some(&to, 1)?.is_empty() {
        return Err(Fault::new(fault::NOT_EMPTY, "there is something at the target already"));
    }
    Tree::new(&from, &to, report)?.copy(&from, &to, uid)
}

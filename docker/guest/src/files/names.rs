//! The names in a directory, straight from the kernel: any bytes, and no more memory than asked for.

use std::fs::File;
use std::io;

use super::consts::*;
use super::sys;

const RECORD_HEADER: usize = 19;

/// The first names after `after` in byte order, sorted.
pub fn smallest(dir: &File, after: &[u8], count: usize) -> io::Result<Vec<Vec<u8>>> {
    let mut names: Vec<Vec<u8>> = Vec::new();
    let mut below: Option<Vec<u8>> = None;
    each(dir, |name| {
        if name > after && below.as_ref().map_or(true, |bound| name < &bound[..]) {
            names.push(name.to_vec());
            if names.len() == 2 * count {
                below = Some(names.select_nth_unstable(count).1.clone());
                names.truncate(count);
            }
        }
        true
    })?;
    names.sort_unstable();
    names.truncate(count);
    Ok(names)
}

/// Some names, in the order of the directory.
pub fn some(dir: &File, count: usize) -> io::Result<Vec<Vec<u8>>> {
    let mut names = Vec::new();
    each(dir, |name| {
        names.push(name.to_vec());
        names.len() < count
    })?;
    Ok(names)
}

/// Calls for each name until that says false.
fn each(dir: &File, mut visit: impl FnMut(&[u8]) -> bool) -> io::Result<()> {
    let dir = sys::open_at(dir, b".", O_RDONLY | O_DIRECTORY, 0)?;
    let mut buffer = vec![0; 65536];
    loop {
        let length = sys::directory_records(&dir, &mut buffer)?;
        if length == 0 {
            return Ok(());
        }
        let mut records = &buffer[..length];
        while records.len() > RECORD_HEADER {
            let size = usize::from(u16::from_ne_bytes([records[16], records[17]]));
            let name = records[RECORD_HEADER..size].split(|byte| *byte == 0).next().unwrap_or(b"");
            if name != b"." && name != b".." && !visit(name) {
                return Ok(());
            }
            records = &records[size..];
        }
    }
}

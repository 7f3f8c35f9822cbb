//! The names in a directory, straight from the kernel: any bytes, and no more memory than asked for.

use std::fs::File;
use std::io;

use super::consts::*;
use super::sys;

const KIND_AT: usize = 18;
const RECORD_HEADER: usize = 19;

/// What the agent makes for a while. Nobody guesses the rest of the name.
const OURS: &[u8] = b".devbench-";
const NEW: &[u8] = b".devbench-new-";
const LEDGER: &[u8] = b".devbench-ledger-";
const RANDOM_DIGITS: usize = 32;

/// Of something that is kept beside its place.
pub fn hidden() -> Vec<u8> {
    random_name(OURS)
}

/// Of what has no place yet: of no use any more once its agent is gone.
pub fn of_new() -> Vec<u8> {
    random_name(NEW)
}

pub fn of_ledger() -> Vec<u8> {
    random_name(LEDGER)
}

pub fn is_new(name: &[u8]) -> bool {
    is_random(name, NEW)
}

pub fn is_ledger(name: &[u8]) -> bool {
    is_random(name, LEDGER)
}

pub fn is_hidden(name: &[u8]) -> bool {
    is_random(name, OURS)
}

pub fn is_ours(name: &[u8]) -> bool {
    is_hidden(name) || is_new(name) || is_ledger(name)
}

fn random_name(prefix: &[u8]) -> Vec<u8> {
    let random: String = sys::random().iter().map(|byte| format!("{:02x}", byte)).collect();
    [prefix, random.as_bytes()].concat()
}

fn is_random(name: &[u8], prefix: &[u8]) -> bool {
    let rest = name.strip_prefix(prefix).unwrap_or(b"");
    rest.len() == RANDOM_DIGITS && rest.iter().all(u8::is_ascii_hexdigit)
}

/// The first names after `after` in byte order, sorted, without those of the agent.
pub fn smallest(dir: &File, after: &[u8], count: usize) -> io::Result<Vec<Vec<u8>>> {
    Ok(smallest_with_kinds(dir, after, count)?.into_iter().map(|(name, _)| name).collect())
}

/// The same with what the directory says about each (`DT_…`).
pub fn smallest_with_kinds(
    dir: &File,
    after: &[u8],
    count: usize,
) -> io::Result<Vec<(Vec<u8>, u8)>> {
    smallest_of(dir, after, count, |name| !is_ours(name))
}

/// Those of the agent, too.
pub fn smallest_with_ours(dir: &File, after: &[u8], count: usize) -> io::Result<Vec<Vec<u8>>> {
    Ok(smallest_of(dir, after, count, |_| true)?.into_iter().map(|(name, _)| name).collect())
}

fn smallest_of(
    dir: &File,
    after: &[u8],
    count: usize,
    counts: impl Fn(&[u8]) -> bool,
) -> io::Result<Vec<(Vec<u8>, u8)>> {
    let mut names: Vec<(Vec<u8>, u8)> = Vec::new();
    let mut below: Option<Vec<u8>> = None;
    each_record(dir, |name, kind| {
        let is_next = name > after && below.as_ref().map_or(true, |bound| name < &bound[..]);
        if is_next && counts(name) {
            names.push((name.to_vec(), kind));
            if names.len() == 2 * count {
                below = Some(names.select_nth_unstable(count).1 .0.clone());
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

/// Those of directories, in the order of the directory. Where the file system does not tell, of everything.
pub fn directories(dir: &File) -> io::Result<Vec<Vec<u8>>> {
    let mut names = Vec::new();
    each_record(dir, |name, kind| {
        if matches!(kind, DT_DIR | DT_UNKNOWN) && !is_ours(name) {
            names.push(name.to_vec());
        }
        true
    })?;
    Ok(names)
}

/// Calls for each name until that says false.
pub fn each(dir: &File, mut visit: impl FnMut(&[u8]) -> bool) -> io::Result<()> {
    each_record(dir, |name, _| visit(name))
}

fn each_record(dir: &File, mut visit: impl FnMut(&[u8], u8) -> bool) -> io::Result<()> {
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
            if name != b"." && name != b".." && !visit(name, records[KIND_AT]) {
                return Ok(());
            }
            records = &records[size..];
        }
    }
}

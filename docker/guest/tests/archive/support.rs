//! Archives in and out, and a maker of wrong ones.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::fault::Fault;
use crate::files::{Import, Workspace};
use crate::scratch::Scratch;
use crate::wire::{Reader, Writer};

pub const COMPLETE: u8 = 0;
pub const CUT: u8 = 1;
pub const DAMAGED: u8 = 2;
pub const UNSUPPORTED: u8 = 3;
pub const OUTSIDE: u8 = 4;
pub const TOO_MANY_BYTES: u8 = 5;
pub const TOO_MANY_ENTRIES: u8 = 6;
pub const FAULT: u8 = 7;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub reason: u8,
    pub fault: u16,
    pub at: String,
    pub total: u64,
    pub files: u32,
    pub directories: u32,
    pub links: u32,
    pub bytes: u64,
    pub skipped: u32,
    pub first_skipped: String,
    pub changed: u32,
}

impl Summary {
    fn take(mut self, reader: &mut Reader) -> Summary {
        self.files = reader.u32().unwrap();
        self.directories = reader.u32().unwrap();
        self.links = reader.u32().unwrap();
        self.bytes = reader.u64().unwrap();
        self.skipped = reader.u32().unwrap();
        self.first_skipped = String::from_utf8_lossy(reader.str().unwrap()).into_owned();
        self.changed = reader.u32().unwrap();
        reader.end().unwrap();
        self
    }
}

pub fn export(
    ws: &Scratch,
    path: &str,
    include: &[&str],
    exclude: &[&str],
) -> Result<(Vec<u8>, Summary), Fault> {
    let mut request = Writer::new();
    request.str(path.as_bytes()).u32(0);
    for globs in [include, exclude] {
        request.u32(globs.len() as u32);
        for glob in globs {
            request.str(glob.as_bytes());
        }
    }
    request.u32(0);
    let mut archive = Vec::new();
    let workspace = Workspace::open(&ws.root).unwrap();
    let reply = workspace.export(request.as_bytes(), &mut |piece| {
        assert!(!piece.is_empty() && piece.len() <= 65_536);
        archive.extend(piece);
        Ok(())
    })?;
    let mut reader = Reader::new(&reply);
    let total = reader.u64().unwrap();
    assert_eq!(total, archive.len() as u64);
    let summary = Summary { total, ..Summary::default() }.take(&mut reader);
    Ok((archive, summary))
}

pub struct Limits {
    pub keep: bool,
    pub bytes: u64,
    pub entries: u32,
}

pub const AMPLE: Limits = Limits { keep: false, bytes: 1 << 30, entries: 100_000 };

pub fn import_with(ws: &Scratch, path: &str, archive: &[u8], limits: &Limits) -> Summary {
    let mut first = Writer::new();
    let flags = if limits.keep { 2 } else { 0 };
    first.str(path.as_bytes()).u32(flags).u64(limits.bytes).u32(limits.entries);
    let import = Import::parse(first.as_bytes()).unwrap();
    // Odd pieces, so that nothing depends on where they are cut.
    let mut pieces = archive.chunks(7919);
    let workspace = Workspace::open(&ws.root).unwrap();
    let reply = workspace.import(import, &mut || Ok(pieces.next().map(<[u8]>::to_vec))).unwrap();
    let mut reader = Reader::new(&reply);
    let (reason, fault) = (reader.u8().unwrap(), reader.u16().unwrap());
    let at = String::from_utf8_lossy(reader.str().unwrap()).into_owned();
    Summary { reason, fault, at, ..Summary::default() }.take(&mut reader)
}

pub fn import(ws: &Scratch, archive: &[u8]) -> Summary {
    import_with(ws, "", archive, &AMPLE)
}

/// What the system's tar makes of a directory.
pub fn tar(dir: &Path, options: &[&str]) -> Vec<u8> {
    let made =
        Command::new("tar").arg("-C").arg(dir).args(options).args(["-cf", "-", "."]).output();
    let made = made.unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    made.stdout
}

pub fn untar(archive: &[u8], dir: &Path) {
    use std::io::Write;
    let mut child = Command::new("tar")
        .arg("-C")
        .arg(dir)
        .args(["-xpf", "-"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(archive).unwrap();
    assert!(child.wait().unwrap().success());
}

/// Names, modes, seconds, link targets and contents.
pub fn tree(dir: &Path) -> Vec<u8> {
    let script =
        "find . -mindepth 1 \\( -type l -printf '%p -> %l\\n' -o -type d -printf '%p %y %m\\n' \
         -o -type f -printf '%p %y %m %Ts ' -exec sh -c 'cksum < \"$1\"' sh {} \\; \\
         -o -printf '%p %y\\n' \\) | sort";
    let listed = Command::new("sh").arg("-c").arg(script).current_dir(dir).output().unwrap();
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    listed.stdout
}

/// A header with any fields, right or wrong.
pub fn entry(name: &[u8], kind: u8, link: &[u8], content: &[u8]) -> Vec<u8> {
    let mut block = raw_header(name, kind, link, &format!("{:011o}\0", content.len()));
    block.extend_from_slice(content);
    block.resize((block.len() + 511) / 512 * 512, 0);
    block
}

pub fn raw_header(name: &[u8], kind: u8, link: &[u8], size: &str) -> Vec<u8> {
    let mut block = vec![0; 512];
    block[..name.len()].copy_from_slice(name);
    block[100..108].copy_from_slice(b"0004755\0");
    block[124..136].copy_from_slice(size.as_bytes());
    block[136..148].copy_from_slice(b"14524670000\0");
    block[156] = kind;
    block[157..157 + link.len()].copy_from_slice(link);
    block[257..265].copy_from_slice(b"ustar\x0000");
    block[148..156].copy_from_slice(b"        ");
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    block[148..156].copy_from_slice(format!("{:06o}\0 ", sum).as_bytes());
    block
}

pub fn ended(entries: &[Vec<u8>]) -> Vec<u8> {
    [entries.concat(), vec![0; 1024]].concat()
}

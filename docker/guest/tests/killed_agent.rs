//! An agent that is killed in the middle of a change: the next one in the same workspace, and a copy of what it left.

#[allow(dead_code, unused_imports)]
#[path = "../src/wire/mod.rs"]
mod wire;

#[allow(dead_code)]
#[path = "agent/guest.rs"]
mod guest;

#[path = "agent/folder.rs"]
mod folder;

use std::fs::{self, Permissions};
use std::os::unix::fs::{symlink, MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use folder::Folder;
use guest::Guest;
use wire::{kind, Writer};

const DELETE: u8 = 0x23;
const BATCH: u8 = 0x28;
const COPY: u8 = 0x27;
const MOVE: u8 = 0x26;
const MKDIR: u8 = 0x25;
const ROUNDS: u32 = 60;
/// What is asked for, one after the other.
const REQUESTS: u32 = 3;

fn filled(name: &str) -> Folder {
    let folder = Folder::new(name);
    fs::create_dir_all(folder.0.join("dir/sub")).unwrap();
    for index in 0..20 {
        fs::write(folder.0.join(format!("dir/{}", index)), format!("old {}", index)).unwrap();
    }
    fs::write(folder.0.join("file"), vec![b'o'; 100_000]).unwrap();
    fs::write(folder.0.join("dir/sub/x"), "x").unwrap();
    symlink("dir/1", folder.0.join("link")).unwrap();
    fs::set_permissions(folder.0.join("dir/sub"), Permissions::from_mode(0o500)).unwrap();
    folder
}

/// The tree that a copy makes of it.
fn copied(folder: &Folder) -> Vec<String> {
    let name = folder.0.file_name().unwrap().to_str().unwrap();
    let target = Folder::new(&format!("copy-of-{}", name));
    let user = fs::metadata(&folder.0).unwrap().uid().to_string();
    let mut copy = Command::new(env!("CARGO_BIN_EXE_guest"));
    let output = copy.arg("copy").args([&folder.0, &target.0]).arg(user).output().unwrap();
    assert!(output.status.success(), "{:?}", output);
    tree(&target)
}

fn tree(folder: &Folder) -> Vec<String> {
    let mut lines = describe(&folder.0, &folder.0);
    lines.sort();
    lines
}

fn describe(root: &Path, dir: &Path) -> Vec<String> {
    let mut lines = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let found = fs::symlink_metadata(&path).unwrap();
        let name = path.strip_prefix(root).unwrap().display();
        let mode = found.permissions().mode();
        lines.push(match found.is_file() {
            true => format!("{} {:o} {:?}", name, mode, fs::read(&path).unwrap()),
            false => format!("{} {:o} {:?}", name, mode, fs::read_link(&path).ok()),
        });
        if found.is_dir() {
            lines.extend(describe(root, &path));
        }
    }
    lines
}

fn write(path: &str, flags: u32) -> Vec<u8> {
    Writer::new().str(path.as_bytes()).u32(flags).u32(0).str(b"").as_bytes().to_vec()
}

fn from_to(from: &str, to: &str, flags: u32) -> Vec<u8> {
    let mut request = Writer::new();
    request.str(from.as_bytes()).str(to.as_bytes()).u32(flags).str(b"");
    request.into_bytes()
}

/// Something of each kind, so that a kill meets every sort of step.
fn batch() -> Vec<u8> {
    let mut operations: Vec<(u8, Vec<u8>, Vec<u8>)> = Vec::new();
    for index in 0..20 {
        operations.push((kind::WRITE, write(&format!("dir/{}", index), 0), b"new".to_vec()));
        let made = Writer::new()
            .str(format!("made/{}", index).as_bytes())
            .u32(1)
            .u32(0)
            .as_bytes()
            .to_vec();
        operations.push((MKDIR, made, Vec::new()));
        operations.push((kind::WRITE, write(&format!("made/{}/f", index), 1), vec![7; 5_000]));
    }
    operations.push((COPY, from_to("dir", "copy", 16), Vec::new()));
    operations.push((MOVE, from_to("dir", "moved", 0), Vec::new()));
    operations.push((MOVE, from_to("moved/3", "moved/4", 0), Vec::new()));
    let delete = Writer::new().str(b"moved/sub").u32(1).str(b"").as_bytes().to_vec();
    operations.push((DELETE, delete, Vec::new()));
    operations.push((kind::WRITE, write("link", 1), b"through".to_vec()));
    let mut request = Writer::new();
    request.u32(operations.len() as u32);
    for (kind, body, data) in operations {
        request.u8(kind).str(&body).str(&data);
    }
    request.into_bytes()
}

fn ask(guest: &mut Guest, number: u32) -> (u8, u32) {
    match number {
        0 => {
            let id = guest.send(kind::PING, b"");
            guest.send_as(kind::WRITE, id, &write("file", 0), false);
            guest.send_as(kind::WRITE, id, &vec![b'n'; 60_000], false);
            guest.send_as(kind::WRITE, id, &vec![b'n'; 40_000], true);
            (kind::WRITE, id)
        }
        1 => {
            let request = batch();
            let id = guest.send(kind::PING, b"");
            let (first, rest) = request.split_at(60_000);
            guest.send_as(BATCH, id, first, false);
            guest.send_as(BATCH, id, rest, true);
            (BATCH, id)
        }
        _ => (COPY, guest.send(COPY, &from_to("made", "twice", 16))),
    }
}

#[test]
fn a_killed_agent_leaves_what_was_before_or_after() {
    let mut states = Vec::new();
    let mut took = Duration::default();
    {
        let folder = filled("whole");
        let mut guest = folder.guest();
        states.push(tree(&folder));
        for number in 0..REQUESTS {
            let began = Instant::now();
            let (kind, id) = ask(&mut guest, number);
            let reply = guest.answer(kind, id);
            assert_eq!(reply.kind, kind | kind::REPLY, "{:?}", reply);
            took += began.elapsed();
            states.push(tree(&folder));
        }
    }
    let (mut met, mut mended) = ([0; REQUESTS as usize + 1], 0);
    for round in 0..ROUNDS {
        let folder = filled(&round.to_string());
        let mut guest = folder.guest();
        for number in 0..REQUESTS {
            ask(&mut guest, number);
        }
        sleep(took * 3 * round / ROUNDS / 2);
        guest.child.kill().unwrap();
        drop(guest);
        let (left, copied) = (tree(&folder), copied(&folder));
        drop(folder.guest());
        let tree = tree(&folder);
        assert_eq!(copied, tree, "round {}", round);
        let state = states.iter().position(|state| *state == tree);
        mended += u32::from(left != tree);
        let names =
            |lines: &[String]| lines.iter().map(|it| it.chars().take(60).collect()).collect();
        let (left, tree): (Vec<String>, Vec<String>) = (names(&left), names(&tree));
        met[state.unwrap_or_else(|| panic!("round {}: {:#?}\n{:#?}", round, left, tree))] += 1;
    }
    assert!(
        mended > 5 && met.iter().filter(|count| **count > 0).count() > 1,
        "{} {:?}",
        mended,
        met
    );
}

#[test]
fn a_forged_ledger_reaches_nothing_outside() {
    let outside = filled("outside");
    let folder = filled("forged");
    let hidden = ".devbench-0123456789abcdef0123456789abcdef";
    fs::write(outside.0.join(hidden), "not yours").unwrap();
    symlink(&outside.0, folder.0.join("out")).unwrap();
    let mut ledger = Writer::new();
    let out = format!("../{}", outside.0.file_name().unwrap().to_str().unwrap());
    let mut note = |kind: u8, paths: &[&str]| {
        let mut record = Writer::new();
        record.u8(kind).u64(0);
        paths.iter().for_each(|path| {
            record.str(path.as_bytes());
        });
        ledger.str(record.as_bytes());
    };
    for base in [&out[..], "out", outside.0.to_str().unwrap()] {
        note(2, &[&format!("{}/{}", base, hidden)]);
        note(3, &["stolen", &format!("{}/file", base)]);
        note(5, &["stolen", &format!("{}/{}", base, hidden)]);
        note(1, &[&format!("{}/dir/sub", base)]);
    }
    note(2, &["file"]);
    note(3, &["file"]);
    note(99, &[]);
    let name = ".devbench-ledger-0123456789abcdef0123456789abcdef";
    let mut bytes = ledger.into_bytes();
    bytes.extend_from_slice(&[255; 7]);
    fs::write(folder.0.join(name), bytes).unwrap();
    let (before, mut expected) = (tree(&outside), tree(&folder));
    expected.retain(|line| !line.contains("ledger"));
    drop(folder.guest());
    assert_eq!(tree(&outside), before);
    assert_eq!(tree(&folder), expected);
}

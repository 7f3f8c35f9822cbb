//! File requests on their way through the agent; what they do is tested elsewhere.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::exec::Spawn;
use crate::guest::Guest;
use crate::process::until;
use crate::wire::{kind, Writer};

struct Workspace {
    path: PathBuf,
}

impl Workspace {
    fn new(name: &str) -> Workspace {
        let name = format!("devbench-guest-{}-{}", name, std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).unwrap();
        Workspace { path }
    }

    fn guest(&self) -> Guest {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guest"));
        let mut guest = Guest::start_command(command.env("DEVBENCH_WORKSPACE", &self.path));
        guest.hello();
        guest
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.path).unwrap();
    }
}

fn write_head(path: &str) -> Vec<u8> {
    let mut head = Writer::new();
    head.str(path.as_bytes()).u32(0).u32(0).str(b"");
    head.into_bytes()
}

fn read_request(path: &str, offset: u64) -> Vec<u8> {
    let mut request = Writer::new();
    request.str(path.as_bytes()).u64(offset).u32(8 << 20);
    request.into_bytes()
}

#[test]
fn streams_a_large_file_within_its_credit() {
    let workspace = Workspace::new("large");
    let mut guest = workspace.guest();
    let data: Vec<u8> = (0..20_000_000u32).map(|at| (at ^ at >> 9) as u8).collect();
    let id = 900;
    guest.send_as(kind::WRITE, id, &write_head("large"), false);
    let (mut sent, mut credit) = (0, 1 << 20);
    while sent < data.len() {
        while sent < credit.min(data.len()) {
            let end = data.len().min(credit).min(sent + 65_536);
            guest.send_as(kind::WRITE, id, &data[sent..end], end == data.len());
            sent = end;
        }
        if sent < data.len() {
            let news = guest.next(|it| it.id == id);
            assert_eq!(news.kind, kind::WRITE_CREDIT);
            credit = news.reader().u64().unwrap() as usize;
        }
    }
    guest.next(|it| it.kind == kind::WRITE | kind::REPLY && it.id == id);
    assert!(fs::read(workspace.path.join("large")).unwrap() == data);

    let mut read = Vec::new();
    while read.len() < data.len() {
        let id = guest.send(kind::READ, &read_request("large", read.len() as u64));
        assert!(!guest.answer(kind::READ, id).end);
        loop {
            let piece = guest.answer(kind::READ, id);
            read.extend_from_slice(&piece.payload);
            if piece.end {
                break;
            }
        }
    }
    assert!(read == data);
}

#[test]
fn refuses_a_write_and_drops_its_rest() {
    let workspace = Workspace::new("refused");
    let mut guest = workspace.guest();
    guest.send_as(kind::WRITE, 901, &write_head("no/such/folder"), false);
    assert_eq!(guest.answer(kind::WRITE, 901).fault_code(), 2);
    guest.send_as(kind::WRITE, 901, b"data", false);
    guest.send_as(kind::WRITE, 901, b"data", true);
    guest.send_as(kind::WRITE, 901, &write_head("file"), false);
    guest.send_as(kind::WRITE, 901, b"again", true);
    let reply = guest.next(|it| it.id == 901);
    assert_eq!(reply.kind, kind::WRITE | kind::REPLY);
    assert_eq!(fs::read(workspace.path.join("file")).unwrap(), b"again");
}

#[test]
fn abandons_the_writes_of_a_fenced_owner() {
    let workspace = Workspace::new("fenced");
    let mut guest = workspace.guest();
    guest.send_as(kind::WRITE, 902, &write_head("file"), false);
    guest.send_as(kind::WRITE, 902, b"old", false);
    guest.hello();
    guest.send_as(kind::WRITE, 902, &write_head("file"), false);
    guest.send_as(kind::WRITE, 902, b"new", true);
    guest.next(|it| it.id == 902 && it.kind == kind::WRITE | kind::REPLY);
    assert_eq!(fs::read(workspace.path.join("file")).unwrap(), b"new");
}

#[test]
fn works_once_the_workspace_is_there() {
    let workspace = Workspace::new("late");
    fs::remove_dir(&workspace.path).unwrap();
    let mut guest = workspace.guest();
    let request = read_request("file", 0);
    assert_eq!(guest.request(kind::READ, &request).fault_code(), 2);
    fs::create_dir(&workspace.path).unwrap();
    fs::write(workspace.path.join("file"), "x").unwrap();
    guest.ok(kind::READ, &request);
}

#[test]
fn holds_up_no_command_while_the_owner_does_not_read_files() {
    let workspace = Workspace::new("slow");
    fs::write(workspace.path.join("file"), vec![7; 8 << 20]).unwrap();
    let mut guest = workspace.guest();
    let ids: Vec<u32> = (0..20).map(|_| guest.send(kind::READ, &read_request("file", 0))).collect();
    let finished = Spawn::new(&["echo", "meanwhile"]).run(&mut guest);
    assert_eq!(finished.stdout, b"meanwhile\n");
    for id in ids {
        while !guest.answer(kind::READ, id).end {}
    }
}

#[test]
fn holds_nothing_that_is_gone() {
    let workspace = Workspace::new("gone");
    let mut guest = workspace.guest();
    let descriptors = format!("/proc/{}/fd", guest.child.id());
    let gone = || {
        let open = fs::read_dir(&descriptors).unwrap().flatten();
        let paths = open.filter_map(|it| fs::read_link(it.path()).ok());
        paths.filter(|it| it.to_string_lossy().ends_with("file (deleted)")).count()
    };
    fs::write(workspace.path.join("file"), "old").unwrap();
    guest.send_as(kind::WRITE, 900, &write_head("file"), false);
    guest.send_as(kind::WRITE, 900, b"new", true);
    guest.next(|it| it.kind == kind::WRITE | kind::REPLY && it.id == 900);
    until(|| gone() == 0);

    let mut delete = Writer::new();
    guest.ok(0x23, delete.str(b"file").u32(0).str(b"").as_bytes());
    until(|| gone() == 0);
}

use std::fs;
use std::os::unix::fs::{symlink, PermissionsExt};

use super::client::{IF_MATCH, MODE, MUST_NOT_EXIST, PARENTS};
use super::scratch::Scratch;
use crate::fault;

fn chmod(ws: &Scratch, path: &str, mode: u32) {
    fs::set_permissions(ws.root.join(path), fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn any_bytes_come_back() {
    let ws = Scratch::new();
    let content: Vec<u8> = (0..1_000_000u32).map(|i| (i ^ i >> 5) as u8).collect();
    for size in [0, 1, 65_536, 65_537, 1_000_000] {
        let stat = ws.client.write("file", &content[..size]).unwrap();
        assert_eq!((stat.size, stat.mode, stat.kind, stat.nlink), (size as u64, 0o644, 1, 1));
        let (read, data) = ws.client.read("file").unwrap();
        assert_eq!((read, &data[..]), (stat, &content[..size]));
    }
    assert_eq!(ws.tree().len(), 1);
}

#[test]
fn modes_are_kept_or_set() {
    let ws = Scratch::new();
    ws.file("tool", "old");
    chmod(&ws, "tool", 0o4751);
    assert_eq!(ws.client.write("tool", "new").unwrap().mode, 0o751);
    let mode = |mode| ws.client.write_with(b"tool", b"x", MODE, mode, "");
    assert_eq!(mode(0o600).unwrap().mode, 0o600);
    assert_eq!(mode(0o1777).unwrap().mode, 0o1777);
    assert_eq!(mode(0o4755).unwrap_err().code, fault::INVALID);
    chmod(&ws, "tool", 0o444);
    assert_eq!(ws.client.write("tool", "read-only").unwrap().mode, 0o444);
}

#[test]
fn parents_are_made_on_request_and_only_with_the_file() {
    let ws = Scratch::new();
    assert_eq!(ws.client.write("a/b/c", "x").unwrap_err().code, fault::NOT_FOUND);
    let write = ws.client.begin(b"a/b/c", PARENTS, 0, "").unwrap();
    assert_eq!(ws.tree().len(), 0);
    drop(write);
    assert_eq!(ws.tree().len(), 0);
    ws.client.write_with(b"a/b/c", b"x", PARENTS, 0, "").unwrap();
    assert_eq!(ws.content("a/b/c"), b"x");
    assert_eq!(fs::metadata(ws.root.join("a/b")).unwrap().permissions().mode() & 0o7777, 0o755);
    assert_eq!(
        ws.client.write_with(b"a/b/c/d", b"x", PARENTS, 0, "").unwrap_err().code,
        fault::NOT_A_DIRECTORY
    );
    let late = ws.client.begin(b"n/m/o", PARENTS, 0, "").unwrap();
    fs::write(ws.root.join("n"), "a file now").unwrap();
    assert_eq!(late.finish().unwrap_err().code, fault::NOT_A_DIRECTORY);
    assert_eq!(ws.client.names("", 0), ["a", "n"]);
}

#[test]
fn preconditions_hold_at_the_start_and_at_the_end() {
    let ws = Scratch::new();
    let first = ws.client.write_with(b"f", b"1", MUST_NOT_EXIST, 0, "").unwrap();
    let code =
        |flags, etag: &str| ws.client.write_with(b"f", b"2", flags, 0, etag).unwrap_err().code;
    assert_eq!(code(MUST_NOT_EXIST, ""), fault::EXISTS);
    assert_eq!(code(IF_MATCH, "00000000000000000000000000000000"), fault::CONFLICT);
    assert_eq!(code(IF_MATCH, ""), fault::CONFLICT);
    assert_eq!(code(IF_MATCH | MUST_NOT_EXIST, &first.etag), fault::INVALID);
    assert_eq!(ws.client.write_if("gone", "2", &first.etag).unwrap_err().code, fault::CONFLICT);
    assert_eq!(
        ws.client.write_if("gone/gone", "2", &first.etag).unwrap_err().code,
        fault::CONFLICT
    );
    let mut late = ws.client.begin(b"f", IF_MATCH, 0, &first.etag).unwrap();
    late.append(b"late").unwrap();
    let second = ws.client.write_if("f", "2", &first.etag).unwrap();
    assert_eq!(late.finish().unwrap_err().code, fault::CONFLICT);
    let late = ws.client.begin(b"new", MUST_NOT_EXIST, 0, "").unwrap();
    fs::write(ws.root.join("new"), "first").unwrap();
    assert_eq!(late.finish().unwrap_err().code, fault::EXISTS);
    assert_eq!(ws.client.read("f").unwrap(), (second, b"2".to_vec()));
    assert_eq!(ws.client.names("", 0), ["f", "new"]);
}

#[test]
fn links_inside_lead_to_what_is_written() {
    let ws = Scratch::new();
    ws.file("dir/file", "old");
    symlink("../dir/file", ws.root.join("dir/link")).unwrap();
    symlink("dir/link", ws.root.join("chain")).unwrap();
    symlink("dir/fresh", ws.root.join("dangling")).unwrap();
    symlink("no/where", ws.root.join("nowhere")).unwrap();
    ws.client.write("chain", "new").unwrap();
    ws.client.write("dangling", "fresh").unwrap();
    assert_eq!(ws.client.write("nowhere", "x").unwrap_err().code, fault::NOT_FOUND);
    ws.client.write_with(b"nowhere", b"made", PARENTS, 0, "").unwrap();
    assert_eq!(ws.content("dir/file"), b"new");
    assert_eq!(ws.content("dir/fresh"), b"fresh");
    assert_eq!(ws.content("no/where"), b"made");
    assert!(fs::symlink_metadata(ws.root.join("chain")).unwrap().file_type().is_symlink());
}

#[test]
fn a_hard_link_keeps_the_old_content() {
    let ws = Scratch::new();
    fs::hard_link(ws.file("a", "old"), ws.root.join("b")).unwrap();
    ws.client.write("a", "new").unwrap();
    assert_eq!((ws.content("a"), ws.content("b")), (b"new".to_vec(), b"old".to_vec()));
}

#[test]
fn directories_are_no_target() {
    let ws = Scratch::new();
    ws.file("dir/file", "x");
    assert_eq!(ws.client.write("dir", "x").unwrap_err().code, fault::IS_A_DIRECTORY);
    for path in ["", ".", "dir/..", "..", "../x", "/x"] {
        let code = ws.client.write(path, "x").unwrap_err().code;
        assert!(code == fault::INVALID || code == fault::OUTSIDE, "{} {}", path, code);
    }
    ws.assert_outside_untouched();
}

#[test]
fn a_dropped_write_leaves_nothing() {
    let ws = Scratch::new();
    ws.file("kept", "kept");
    let before = ws.tree();
    for path in ["kept", "new", "a/b/c"] {
        let mut write = ws.client.begin(path.as_bytes(), PARENTS, 0, "").unwrap();
        write.append(&[0; 100_000]).unwrap();
        drop(write);
    }
    assert_eq!(ws.tree(), before);
}

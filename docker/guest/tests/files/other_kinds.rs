//! What is no plain file is answered at once, and never opened.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::process::Command;
use std::time::{Duration, Instant};

use super::client::RECURSIVE;
use super::scratch::Scratch;
use super::user::is_root;
use crate::fault;

fn make(ws: &Scratch, arguments: &[&str]) {
    let status = Command::new("mknod").args(arguments).current_dir(&ws.root).status().unwrap();
    assert!(status.success());
}

#[test]
fn fifos_sockets_and_devices_neither_block_nor_open() {
    let ws = Scratch::new();
    make(&ws, &["fifo", "p"]);
    let _listener = UnixListener::bind(ws.root.join("socket")).unwrap();
    let mut kinds = vec![("fifo", 4), ("socket", 5)];
    if is_root() {
        make(&ws, &["zero", "c", "1", "5"]);
        make(&ws, &["disk", "b", "7", "200"]);
        kinds.extend([("zero", 6), ("disk", 7)]);
    }
    let start = Instant::now();
    for (path, kind) in &kinds {
        let stat = ws.client.stat(path).unwrap();
        assert_eq!(stat.kind, *kind);
        assert_eq!(ws.client.read(path).unwrap_err().code, fault::NOT_REGULAR);
        assert_eq!(ws.client.write(path, "x").unwrap_err().code, fault::NOT_REGULAR);
        assert_eq!(ws.client.stat(path).unwrap(), stat);
    }
    assert_eq!(ws.client.list_by("", RECURSIVE, 10).len(), kinds.len());
    for (path, _) in kinds {
        ws.client.delete(path, 0).unwrap();
    }
    assert!(start.elapsed() < Duration::from_secs(1));
}

#[test]
fn a_file_that_may_not_be_read_still_has_a_state() {
    let ws = Scratch::new();
    let path = ws.file("closed", "content");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o200)).unwrap();
    let closed = ws.client.stat("closed").unwrap();
    assert_eq!(closed, ws.client.stat("closed").unwrap());
    if !is_root() {
        assert_eq!(ws.client.read("closed").unwrap_err().code, fault::PERMISSION);
        fs::write(&path, "CONTENT").unwrap();
        assert_ne!(closed.etag, ws.client.stat("closed").unwrap().etag);
    }
    let current = ws.client.stat("closed").unwrap();
    assert_eq!(ws.client.write_if("closed", "new", &current.etag).unwrap().mode, 0o200);
}

#[test]
fn a_read_only_directory_refuses_changes() {
    let ws = Scratch::new();
    ws.file("dir/file", "x");
    fs::set_permissions(ws.root.join("dir"), fs::Permissions::from_mode(0o555)).unwrap();
    if !is_root() {
        assert_eq!(ws.client.write("dir/file", "y").unwrap_err().code, fault::PERMISSION);
        assert_eq!(ws.client.write("dir/new", "y").unwrap_err().code, fault::PERMISSION);
        assert_eq!(ws.client.delete("dir/file", 0).unwrap_err().code, fault::PERMISSION);
    }
    fs::set_permissions(ws.root.join("dir"), fs::Permissions::from_mode(0o755)).unwrap();
}

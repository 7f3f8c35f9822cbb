use std::fs;
use std::os::unix::fs::{symlink, PermissionsExt};
use std::process::Command;

use super::client::{MUST_NOT_EXIST, PARENTS, RECURSIVE, TREE};
use super::list::deep_tree;
use super::scratch::Scratch;
use crate::fault;

fn chmod(ws: &Scratch, path: &str, mode: u32) {
    fs::set_permissions(ws.root.join(path), fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_file_is_copied_with_its_mode() {
    let ws = Scratch::new();
    ws.file("tool", vec![5; 200_000]);
    ws.file("old", "old");
    chmod(&ws, "tool", 0o4751);
    symlink("tool", ws.root.join("link")).unwrap();
    for (from, to, flags) in [("tool", "a/b", PARENTS), ("tool", "old", 0), ("link", "c", 0)] {
        let copied = ws.client.copy(from, to, flags).unwrap();
        assert_eq!((copied.kind, copied.mode, copied.nlink), (1, 0o751, 1));
        assert_eq!(ws.client.stat(to).unwrap(), copied);
        assert_eq!(ws.content(to), vec![5; 200_000]);
    }
    let code = |from: &str, to: &str, flags| ws.client.copy(from, to, flags).unwrap_err().code;
    assert_eq!(code("tool", "old", MUST_NOT_EXIST), fault::EXISTS);
    assert_eq!(code("none", "x/y", PARENTS), fault::NOT_FOUND);
    assert_eq!(code("tool", "a", 0), fault::IS_A_DIRECTORY);
    assert_eq!(code("a", "d", 0), fault::IS_A_DIRECTORY);
    assert_eq!(code("a", "tool", TREE), fault::NOT_A_DIRECTORY);
    assert_eq!(ws.client.names("", 0), ["a", "c", "link", "old", "tool"]);
}

#[test]
fn a_tree_is_copied_with_modes_and_links() {
    let ws = Scratch::new();
    ws.file("tree/sub/file", "x");
    ws.file("tree/empty", "");
    symlink("../../../outside", ws.root.join("tree/sub/out")).unwrap();
    for (path, mode) in [("tree/sub/file", 0o600), ("tree/sub", 0o555), ("tree", 0o711)] {
        chmod(&ws, path, mode);
    }
    assert_eq!(ws.client.copy("tree", "copy", TREE).unwrap().mode, 0o711);
    let shape = |top: &str| -> Vec<_> {
        let entries = ws.client.list_by(top, RECURSIVE, 100).into_iter();
        entries
            .map(|(path, stat)| (path[top.len()..].to_vec(), stat.kind, stat.mode, stat.link))
            .collect()
    };
    assert_eq!(shape("tree"), shape("copy"));
    assert_eq!(ws.content("copy/sub/file"), b"x");
    ws.client.delete("copy", RECURSIVE).unwrap();
    chmod(&ws, "tree/sub", 0o755);
}

#[test]
fn a_tree_copied_into_itself_does_not_contain_its_copy() {
    let ws = Scratch::new();
    ws.file("tree/file", "x");
    ws.client.copy("tree", "tree/copy", TREE).unwrap();
    assert_eq!(
        ws.client.names("", RECURSIVE),
        ["tree", "tree/copy", "tree/copy/file", "tree/file"]
    );
}

#[test]
fn a_copy_that_fails_leaves_nothing() {
    let ws = Scratch::new();
    ws.file("tree/a/file", "x");
    let fifo = ws.root.join("tree/b");
    assert!(Command::new("mknod").arg(&fifo).arg("p").status().unwrap().success());
    let failed = ws.client.copy("tree", "new/copy", TREE | PARENTS).unwrap_err();
    assert_eq!(failed.code, fault::NOT_REGULAR);
    assert_eq!(ws.client.copy("tree/b", "copy", 0).unwrap_err().code, fault::NOT_REGULAR);
    assert_eq!(ws.client.names("", 0), ["tree"]);
}

#[test]
fn depth_does_not_matter() {
    let ws = Scratch::new();
    deep_tree(&ws.root, 3000);
    ws.client.copy("d", "e", TREE).unwrap();
    assert_eq!(ws.client.list_by("e", RECURSIVE, 10_000).len(), 2999);
    ws.client.delete("d", RECURSIVE).unwrap();
    ws.client.delete("e", RECURSIVE).unwrap();
}

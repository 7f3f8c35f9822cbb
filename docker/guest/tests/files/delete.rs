use std::fs;
use std::os::unix::fs::{symlink, PermissionsExt};

use super::client::{IF_MATCH, RECURSIVE};
use super::scratch::Scratch;
use crate::fault;

#[test]
fn files_and_links_go_directories_need_recursive() {
    let ws = Scratch::new();
    ws.file("dir/file", "x");
    symlink("dir", ws.root.join("link")).unwrap();
    symlink("none", ws.root.join("dangling")).unwrap();
    let code = |path: &str, flags| ws.client.delete(path, flags).unwrap_err().code;
    assert_eq!(code("none", 0), fault::NOT_FOUND);
    assert_eq!(code("none/none", RECURSIVE), fault::NOT_FOUND);
    assert_eq!(code("dir/file/x", 0), fault::NOT_A_DIRECTORY);
    assert_eq!(code("dir", 0), fault::IS_A_DIRECTORY);
    for path in ["", ".", "dir/..", ".."] {
        assert_eq!(code(path, RECURSIVE), fault::INVALID);
    }
    ws.client.delete("dangling", 0).unwrap();
    ws.client.delete("link", RECURSIVE).unwrap();
    assert_eq!(ws.content("dir/file"), b"x");
    ws.client.delete("dir", RECURSIVE).unwrap();
    assert_eq!(ws.tree().len(), 0);
}

#[test]
fn links_in_a_tree_are_removed_not_followed() {
    let ws = Scratch::new();
    ws.file("tree/sub/file", "x");
    symlink(&ws.outside, ws.root.join("tree/sub/out")).unwrap();
    symlink("../../..", ws.root.join("tree/sub/up")).unwrap();
    ws.client.delete("tree", RECURSIVE).unwrap();
    assert_eq!(ws.tree().len(), 0);
    ws.assert_outside_untouched();
}

#[test]
fn if_match_guards_files_links_and_directories() {
    let ws = Scratch::new();
    ws.file("dir/file", "x");
    symlink("dir", ws.root.join("link")).unwrap();
    for path in ["dir/file", "link", "dir"] {
        let etag = ws.client.stat_bytes(path.as_bytes(), 1).unwrap().etag;
        let delete =
            |etag: &str| ws.client.delete_with(path.as_bytes(), RECURSIVE | IF_MATCH, etag);
        assert_eq!(delete("0123").unwrap_err().code, fault::CONFLICT);
        delete(&etag).unwrap();
        assert_eq!(delete(&etag).unwrap_err().code, fault::CONFLICT);
    }
}

#[test]
fn read_only_directories_go_as_well() {
    let ws = Scratch::new();
    ws.file("cache/module/file", "x");
    for path in ["cache/module", "cache"] {
        fs::set_permissions(ws.root.join(path), fs::Permissions::from_mode(0o555)).unwrap();
    }
    ws.client.delete("cache", RECURSIVE).unwrap();
    assert_eq!(ws.tree().len(), 0);
}

#[test]
fn ten_thousand_levels_and_wide_directories() {
    let ws = Scratch::new();
    super::list::deep_tree(&ws.root, 10_000);
    ws.client.delete("d", RECURSIVE).unwrap();
    for index in 0..5000 {
        fs::write(ws.root.join(format!("f{}", index)), "").unwrap();
    }
    fs::create_dir(ws.root.join("wide")).unwrap();
    for index in 0..3000 {
        fs::create_dir(ws.root.join(format!("wide/{}", index))).unwrap();
        fs::write(ws.root.join(format!("wide/{}/file", index)), "").unwrap();
    }
    ws.client.delete("wide", RECURSIVE).unwrap();
    assert_eq!(ws.client.names("", 0).len(), 5000);
}

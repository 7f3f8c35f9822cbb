use std::fs;
use std::os::unix::fs::{symlink, PermissionsExt};

use super::client::{self, IF_MATCH, MUST_NOT_EXIST, PARENTS, RECURSIVE};
use super::scratch::Scratch;
use crate::fault;
use crate::files;

#[test]
fn files_directories_and_links_move_as_they_are() {
    let ws = Scratch::new();
    let tool = ws.file("tool", "content");
    fs::set_permissions(tool, fs::Permissions::from_mode(0o4711)).unwrap();
    symlink("nowhere", ws.root.join("link")).unwrap();
    ws.file("dir/sub/file", "x");
    assert_eq!(ws.client.relocate("tool", "bin/tool", 0).unwrap_err().code, fault::NOT_FOUND);
    assert_eq!(ws.client.relocate("tool", "bin/tool", PARENTS).unwrap().mode, 0o4711);
    assert_eq!(ws.client.relocate("link", "bin/link", 0).unwrap().link, b"nowhere");
    assert_eq!(ws.client.relocate("dir", "bin/dir", 0).unwrap().kind, 2);
    assert_eq!(
        ws.client.names("", RECURSIVE),
        ["bin", "bin/dir", "bin/dir/sub", "bin/dir/sub/file", "bin/link", "bin/tool"]
    );
}

#[test]
fn what_is_there_is_replaced_unless_it_is_a_directory() {
    let ws = Scratch::new();
    ws.file("a", "a");
    ws.file("b", "b");
    ws.file("dir/file", "x");
    let code = |from: &str, to: &str, flags| ws.client.relocate(from, to, flags).unwrap_err().code;
    assert_eq!(code("a", "b", MUST_NOT_EXIST), fault::EXISTS);
    assert_eq!(code("a", "dir", 0), fault::IS_A_DIRECTORY);
    assert_eq!(code("dir", "b", 0), fault::NOT_A_DIRECTORY);
    assert_eq!(code("dir", "dir/sub", 0), fault::INVALID);
    assert_eq!(code("none", "new/b", PARENTS), fault::NOT_FOUND);
    assert_eq!(code("", "c", 0), fault::INVALID);
    ws.client.relocate("a", "b", 0).unwrap();
    ws.client.relocate("b", "b", 0).unwrap();
    assert_eq!(ws.content("b"), b"a");
    assert_eq!(ws.client.names("", 0), ["b", "dir"]);
}

#[test]
fn two_names_of_one_file_become_one() {
    let ws = Scratch::new();
    fs::hard_link(ws.file("a", "same"), ws.root.join("b")).unwrap();
    ws.client.relocate("a", "b", 0).unwrap();
    assert_eq!(ws.client.names("", 0), ["b"]);
}

#[test]
fn if_match_is_about_what_moves() {
    let ws = Scratch::new();
    ws.file("a", "a");
    let request = |etag: &str| client::relocate(b"a", b"b", IF_MATCH, etag).1;
    let wrong = ws.client.frames(files::MOVE, &request("0")).unwrap_err();
    assert_eq!(wrong.code, fault::CONFLICT);
    let etag = ws.client.stat("a").unwrap().etag;
    ws.client.frames(files::MOVE, &request(&etag)).unwrap();
    assert_eq!(ws.client.frames(files::MOVE, &request(&etag)).unwrap_err().code, fault::CONFLICT);
}

use std::fs;
use std::os::unix::fs::symlink;

use super::client::{MODE, MUST_NOT_EXIST, PARENTS};
use super::scratch::Scratch;
use crate::fault;

#[test]
fn makes_directories_with_and_without_parents() {
    let ws = Scratch::new();
    let code = |path: &str, flags| ws.client.make_dir(path, flags, 0).unwrap_err().code;
    let made = ws.client.make_dir("a", 0, 0).unwrap();
    assert_eq!((made.kind, made.mode), (2, 0o755));
    assert_eq!(ws.client.make_dir("a", 0, 0).unwrap(), made);
    assert_eq!(code("a", MUST_NOT_EXIST), fault::EXISTS);
    assert_eq!(code("b/c", 0), fault::NOT_FOUND);
    assert_eq!(ws.client.make_dir("b/c/d", PARENTS | MODE, 0o700).unwrap().mode, 0o700);
    assert_eq!(ws.client.stat("b/c").unwrap().mode, 0o755);
    assert_eq!(ws.client.make_dir("s", MODE, 0o1777).unwrap().mode, 0o1777);
    assert_eq!(ws.client.make_dir("x", MODE, 0o2755).unwrap_err().code, fault::INVALID);
    ws.file("file", "");
    assert_eq!(code("file", 0), fault::EXISTS);
    assert_eq!(code("file/a", PARENTS), fault::NOT_A_DIRECTORY);
    assert_eq!(ws.client.make_dir("", 0, 0).unwrap().kind, 2);
}

#[test]
fn links_are_no_way_out() {
    let ws = Scratch::new();
    symlink("../outside/new", ws.root.join("out")).unwrap();
    symlink("nothing", ws.root.join("dangling")).unwrap();
    fs::create_dir(ws.root.join("dir")).unwrap();
    symlink("dir", ws.root.join("link")).unwrap();
    assert_eq!(ws.client.make_dir("out", PARENTS, 0).unwrap_err().code, fault::OUTSIDE);
    assert_eq!(ws.client.make_dir("dangling", 0, 0).unwrap_err().code, fault::EXISTS);
    ws.client.make_dir("link/new", 0, 0).unwrap();
    assert!(ws.root.join("dir/new").is_dir());
    ws.assert_outside_untouched();
}

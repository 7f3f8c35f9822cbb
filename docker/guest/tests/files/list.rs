use std::fs;
use std::os::unix::fs::{symlink, PermissionsExt};
use std::path::Path;
use std::time::{Duration, Instant};

use super::client::{NO_ETAG, RECURSIVE};
use super::scratch::Scratch;
use super::user::is_root;
use crate::fault;

/// `d/d/d/…`, built from the inside out because no single path is long enough.
pub fn deep_tree(root: &Path, levels: usize) {
    fs::create_dir(root.join("d")).unwrap();
    for _ in 1..levels {
        fs::create_dir(root.join("new")).unwrap();
        fs::rename(root.join("d"), root.join("new/d")).unwrap();
        fs::rename(root.join("new"), root.join("d")).unwrap();
    }
}

#[test]
fn the_order_is_that_of_a_walk() {
    let ws = Scratch::new();
    for path in ["b", "a/z", "a/b/c", "a.b", "a-b/x", "a/B"] {
        ws.file(path, path);
    }
    symlink("a", ws.root.join("link")).unwrap();
    let expected = ["a", "a/B", "a/b", "a/b/c", "a/z", "a-b", "a-b/x", "a.b", "b", "link"];
    assert_eq!(ws.client.names("", 0), ["a", "a-b", "a.b", "b", "link"]);
    for limit in 1..12 {
        let entries = ws.client.list_by("", RECURSIVE, limit);
        let paths: Vec<_> =
            entries.iter().map(|(path, _)| String::from_utf8_lossy(path).into_owned()).collect();
        // Bytes per component: "a" < "a-b" although "a/B" > "a-b" as a string.
        assert_eq!(paths, expected);
    }
    for (path, stat) in ws.client.list_by("", RECURSIVE, 100) {
        assert_eq!(stat, ws.client.stat_bytes(&path, 1).unwrap());
    }
    assert_eq!(ws.client.names("./a/", 0), ["a/B", "a/b", "a/z"]);
    assert_eq!(ws.client.names("link", RECURSIVE), ["link/B", "link/b", "link/b/c", "link/z"]);
}

#[test]
fn a_page_starts_after_what_need_not_exist_any_more() {
    let ws = Scratch::new();
    for path in ["a/1", "a/2", "b", "c/1"] {
        ws.file(path, "");
    }
    let after = |after: &str| -> Vec<String> {
        let (_, entries) = ws.client.page(b"", RECURSIVE, after.as_bytes(), 100).unwrap();
        entries.into_iter().map(|(path, _)| String::from_utf8(path).unwrap()).collect()
    };
    assert_eq!(after("a"), ["a/1", "a/2", "b", "c", "c/1"]);
    assert_eq!(after("a/11/x/y"), ["a/2", "b", "c", "c/1"]);
    assert_eq!(after("a/2"), ["b", "c", "c/1"]);
    assert_eq!(after("aa/x"), ["b", "c", "c/1"]);
    assert_eq!(after("b/was/a/directory"), ["c", "c/1"]);
    assert_eq!(after("zz").len(), 0);
}

#[test]
fn bad_requests_are_refused() {
    let ws = Scratch::new();
    ws.file("a/b", "");
    let code = |path: &str, after: &str, limit| {
        ws.client.page(path.as_bytes(), 0, after.as_bytes(), limit).unwrap_err().code
    };
    assert_eq!(code("none", "", 1), fault::NOT_FOUND);
    assert_eq!(code("a/b", "", 1), fault::NOT_A_DIRECTORY);
    assert_eq!(code("a", "b", 1), fault::INVALID);
    assert_eq!(code("", "", 0), fault::INVALID);
    assert_eq!(code("", "", 10_001), fault::INVALID);
    assert_eq!(ws.client.page(b"a", 0, b"a", 10).unwrap().1.len(), 1);
    fs::create_dir(ws.root.join("empty")).unwrap();
    assert_eq!(ws.client.page(b"empty", 0, b"", 1).unwrap(), (false, vec![]));
}

#[test]
fn closed_directories_are_shown_but_not_entered() {
    let ws = Scratch::new();
    ws.file("a/closed/x", "");
    ws.file("b", "");
    fs::set_permissions(ws.root.join("a/closed"), fs::Permissions::from_mode(0o0)).unwrap();
    if !is_root() {
        assert_eq!(ws.client.names("", RECURSIVE), ["a", "a/closed", "b"]);
        assert_eq!(ws.client.page(b"a/closed", 0, b"", 1).unwrap_err().code, fault::PERMISSION);
    }
    fs::set_permissions(ws.root.join("a/closed"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn etags_are_left_out_when_nobody_wants_them() {
    let ws = Scratch::new();
    ws.file("a/b", "content");
    symlink("a", ws.root.join("link")).unwrap();
    let without = ws.client.list_by("", RECURSIVE | NO_ETAG, 100);
    let mut with = ws.client.list_by("", RECURSIVE, 100);
    assert!(with.iter().all(|(_, stat)| stat.etag.len() == 32));
    with.iter_mut().for_each(|(_, stat)| stat.etag.clear());
    assert_eq!(without, with);
}

#[test]
fn depth_does_not_matter() {
    let ws = Scratch::new();
    deep_tree(&ws.root, 3000);
    ws.file("e", "");
    let entries = ws.client.list_by("", RECURSIVE, 10_000);
    assert_eq!(entries.len(), 3001);
    assert_eq!(entries[2999].0.len(), 5999);
    assert_eq!(entries[3000].0, b"e");
    ws.client.delete("d", RECURSIVE).unwrap();
}

#[test]
fn a_hundred_thousand_entries_come_by_pages() {
    let ws = Scratch::new();
    for index in 0..100_000 {
        fs::File::create(ws.root.join(format!("{:05}", index))).unwrap();
    }
    let (more, page) = ws.client.page(b"", 0, b"", 1000).unwrap();
    assert!(more && page.len() == 1000 && page[999].0 == b"00999");
    let (_, page) = ws.client.page(b"", 0, b"54321", 1000).unwrap();
    assert_eq!(page[0].0, b"54322");
    // The best of some, because the machine may be busy with something else.
    let took = (0..10).map(|_| {
        let start = Instant::now();
        ws.client.page(b"", 0, b"", 1000).unwrap();
        start.elapsed()
    });
    let limit = Duration::from_millis(if cfg!(debug_assertions) { 500 } else { 100 });
    assert!(took.min().unwrap() < limit);
}

use std::fs;
use std::os::unix::fs::{symlink, PermissionsExt};

use super::client::{copy, delete, make_dir, read, relocate, write, Operation, Stat};
use super::client::{IF_MATCH, MUST_NOT_EXIST, PARENTS, RECURSIVE, TREE};
use super::random::Random;
use super::scratch::Scratch;
use crate::fault;
use crate::wire::Reader;

fn filled() -> Scratch {
    let ws = Scratch::new();
    for path in ["a", "b", "dir/c", "dir/sub/d", "locked/e"] {
        ws.file(path, path);
    }
    symlink("dir/c", ws.root.join("link")).unwrap();
    symlink("nowhere/x", ws.root.join("dangling")).unwrap();
    for (path, mode) in [("a", 0o4755), ("b", 0o400), ("dir/sub", 0o710), ("locked", 0o500)] {
        fs::set_permissions(ws.root.join(path), fs::Permissions::from_mode(mode)).unwrap();
    }
    ws
}

#[test]
fn each_operation_sees_what_the_ones_before_did() {
    let ws = filled();
    let etag = ws.client.stat("a").unwrap().etag;
    let replies = ws
        .client
        .batch(&[
            make_dir(b"new/dir", PARENTS, 0),
            write(b"new/dir/file", b"content", MUST_NOT_EXIST, ""),
            read(b"new/dir/file"),
            copy(b"new/dir/file", b"a", IF_MATCH, &ws.client.stat("a").unwrap().etag),
            relocate(b"dir", b"moved", 0, ""),
            delete(b"b", 0, ""),
            delete(b"moved/sub", RECURSIVE, ""),
            write(b"link", b"through the link", PARENTS, ""),
        ])
        .map_err(|fault| (fault.code, fault.message));
    assert_eq!(
        replies,
        Err((fault::CONFLICT, "operation 3: it does not exist any more".to_owned()))
    );
    let replies = ws
        .client
        .batch(&[
            make_dir(b"new/dir", PARENTS, 0),
            write(b"new/dir/file", b"content", MUST_NOT_EXIST, ""),
            read(b"new/dir/file"),
            copy(b"new/dir/file", b"a", 0, ""),
            relocate(b"dir", b"moved", 0, ""),
            delete(b"b", 0, ""),
            delete(b"moved/sub", RECURSIVE, ""),
            write(b"link", b"through the link", PARENTS, ""),
        ])
        .unwrap();
    let mut reader = Reader::new(&replies[2]);
    assert_eq!(Stat::take(&mut reader), ws.client.stat("new/dir/file").unwrap());
    assert_eq!(reader.rest(), b"content");
    assert_eq!(Stat::only(&replies[3]), ws.client.stat("a").unwrap());
    assert_ne!(ws.client.stat("a").unwrap().etag, etag);
    assert!(replies[5].is_empty());
    assert_eq!(
        ws.client.names("", RECURSIVE),
        [
            "a",
            "dangling",
            "dir",
            "dir/c",
            "link",
            "locked",
            "locked/e",
            "moved",
            "moved/c",
            "new",
            "new/dir",
            "new/dir/file"
        ]
    );
    assert_eq!(ws.content("dir/c"), b"through the link");
}

#[test]
fn etags_are_those_before_the_batch() {
    let ws = filled();
    let etag = |path: &str| ws.client.stat(path).unwrap().etag;
    let before = ws.tree();
    let failed = ws.client.batch(&[
        write(b"a", b"1", IF_MATCH, &etag("a")),
        write(b"dir/c", b"2", IF_MATCH, &etag("a")),
    ]);
    assert_eq!(failed.unwrap_err().code, fault::CONFLICT);
    assert_eq!(ws.tree(), before);
    let good = ws.client.batch(&[
        write(b"a", b"1", IF_MATCH, &etag("a")),
        write(b"a", b"2", IF_MATCH, &etag("a")),
        relocate(b"a", b"z", IF_MATCH, &etag("a")),
        delete(b"dir/c", IF_MATCH, &etag("dir/c")),
    ]);
    assert_eq!(good.unwrap().len(), 4);
    assert_eq!(ws.content("z"), b"2");
}

#[test]
fn bad_batches_change_nothing() {
    let ws = filled();
    let before = ws.tree();
    let code = |operations: &[Operation]| ws.client.batch(operations).unwrap_err().code;
    let first = || write(b"a", b"changed", 0, "");
    let mut with_data = delete(b"b", 0, "");
    with_data.2 = b"data".to_vec();
    assert_eq!(code(&[first(), with_data]), fault::INVALID);
    assert_eq!(code(&[first(), (0x24, Default::default(), Vec::new())]), fault::INVALID);
    assert_eq!(code(&[first(), read(b"../outside/secret")]), fault::OUTSIDE);
    assert_eq!(code(&[first(), read(b"/etc/passwd")]), fault::INVALID);
    assert_eq!(code(&[first(), delete(b"dir", 0, "")]), fault::IS_A_DIRECTORY);
    assert_eq!(code(&(0..257).map(|_| first()).collect::<Vec<_>>()), fault::LIMIT);
    assert_eq!(ws.client.batch(&[]).unwrap().len(), 0);
    assert_eq!(ws.tree(), before);
}

fn any_operation(random: &mut Random) -> Operation {
    const PATHS: &[&[u8]] = &[
        b"a",
        b"b",
        b"dir",
        b"dir/c",
        b"dir/sub",
        b"dir/sub/d",
        b"link",
        b"dangling",
        b"new",
        b"new/x",
        b"locked",
        b"locked/e",
        b"dir/sub/d/no",
    ];
    let path = PATHS[random.below(PATHS.len())];
    let to = PATHS[random.below(PATHS.len())];
    let parents = random.below(2) as u32 * PARENTS;
    match random.below(6) {
        0 => write(path, &vec![7; random.below(100_000)], parents, ""),
        1 => delete(path, RECURSIVE, ""),
        2 => make_dir(path, parents, 0),
        3 => relocate(path, to, parents, ""),
        4 => copy(path, to, parents | TREE, ""),
        _ => read(path),
    }
}

#[test]
fn a_failed_batch_restores_the_tree_exactly() {
    let ws = filled();
    let before = ws.tree();
    let mut random = Random::new(7);
    let mut lengths = [0; 9];
    for _ in 0..800 {
        // Operations that work one after the other, then one that does not.
        let mut operations: Vec<Operation> =
            (0..random.below(8)).map(|_| any_operation(&mut random)).collect();
        operations.push(read(b"there is no such file"));
        let message = ws.client.batch(&operations).unwrap_err().message;
        let digits: String = message.chars().filter(char::is_ascii_digit).collect();
        lengths[digits.chars().next().unwrap().to_digit(10).unwrap() as usize] += 1;
        assert_eq!(ws.tree(), before, "{}", message);
    }
    assert!(lengths[..6].iter().all(|count| *count > 0), "{:?}", lengths);
    ws.assert_outside_untouched();
}

#[test]
fn a_batch_that_works_leaves_nothing_hidden() {
    let mut random = Random::new(11);
    let mut worked = 0;
    for _ in 0..100 {
        let ws = filled();
        let operations: Vec<Operation> = (0..3).map(|_| any_operation(&mut random)).collect();
        worked += usize::from(ws.client.batch(&operations).is_ok());
        assert!(ws.tree().iter().all(|line| !line.contains(".devbench-")));
    }
    assert!(worked > 5, "{}", worked);
}

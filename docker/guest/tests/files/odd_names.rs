use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use super::client::{PARENTS, RECURSIVE};
use super::scratch::Scratch;

const NAMES: &[&[u8]] = &[
    b"-rf",
    b"a\nb",
    b"a|b",
    b"\xf0\x9f\xa6\x80",
    b"\xff\xfe",
    b" ",
    b"*",
    b"...",
    b"\\",
    b"\"'$(id)`",
    b"\x7f\x1b[31m",
    b"..a",
];

#[test]
fn every_name_works_in_every_operation() {
    let ws = Scratch::new();
    for name in NAMES {
        let path = [name, &b"/"[..], name].concat();
        let written = ws.client.write_with(&path, name, PARENTS, 0, "").unwrap();
        assert_eq!(ws.client.read_range(&path, 0, 100).unwrap(), (written.clone(), name.to_vec()));
        assert_eq!(ws.client.stat_bytes(&path, 0).unwrap(), written);
        assert!(ws.root.join(OsStr::from_bytes(&path)).is_file());
    }
    let mut names: Vec<Vec<u8>> = NAMES.iter().map(|name| name.to_vec()).collect();
    names.sort();
    for limit in [1, 2, 100] {
        let mut paths =
            ws.client.list_by("", 0, limit).into_iter().map(|(path, _)| path).collect::<Vec<_>>();
        assert_eq!(paths, names);
        paths = ws.client.list_by("", RECURSIVE, limit).into_iter().map(|(path, _)| path).collect();
        assert_eq!(paths.len(), 2 * names.len());
    }
    for name in NAMES {
        ws.client.delete_with(name, RECURSIVE, "").unwrap();
    }
    assert_eq!(ws.tree().len(), 0);
}

#[test]
fn the_longest_name_works() {
    let ws = Scratch::new();
    let name = "n".repeat(255);
    ws.client.write(&name, "x").unwrap();
    assert_eq!(ws.client.names("", 0), [name]);
}

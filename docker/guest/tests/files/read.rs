use std::fs;

use super::client::{FOLLOW, NO_FOLLOW};
use super::scratch::Scratch;
use crate::fault;

#[test]
fn a_range_comes_with_the_state_it_is_from() {
    let ws = Scratch::new();
    ws.file("a", "0123456789");
    let (stat, data) = ws.client.read_range(b"a", 3, 4).unwrap();
    assert_eq!((data, stat.size, stat.kind), (b"3456".to_vec(), 10, 1));
    assert_eq!(stat, ws.client.stat("a").unwrap());
    assert_eq!(ws.client.read_range(b"a", 8, 100).unwrap().1, b"89");
    assert_eq!(ws.client.read_range(b"a", 10, 1).unwrap().1, b"");
    assert_eq!(ws.client.read_range(b"a", u64::MAX >> 1, 1).unwrap().1, b"");
    assert_eq!(ws.client.read_range(b"a", 0, 0).unwrap().1, b"");
}

#[test]
fn large_files_come_in_frames() {
    let ws = Scratch::new();
    let content: Vec<u8> = (0..9_000_000u32).map(|i| (i / 7) as u8).collect();
    ws.file("big", &content);
    let (stat, data) = ws.client.read("big").unwrap();
    assert_eq!(data, content[..8 << 20]);
    assert_eq!((stat.size, &stat.etag), (9_000_000, &ws.client.stat("big").unwrap().etag));
    let (_, tail) = ws.client.read_range(b"big", 8_999_990, 1000).unwrap();
    assert_eq!(tail, content[8_999_990..]);
    for size in [65_535, 65_536, 65_537] {
        ws.file("edge", &content[..size]);
        assert_eq!(ws.client.read("edge").unwrap().1, content[..size]);
    }
}

#[test]
fn bad_requests_are_refused() {
    let ws = Scratch::new();
    ws.file("a", "x");
    let code = |path: &str, offset, limit| {
        ws.client.read_range(path.as_bytes(), offset, limit).unwrap_err().code
    };
    assert_eq!(code("a", 0, (8 << 20) + 1), fault::INVALID);
    assert_eq!(code("a", 1 << 63, 1), fault::INVALID);
    assert_eq!(code("none", 0, 1), fault::NOT_FOUND);
    assert_eq!(code("none/a", 0, 1), fault::NOT_FOUND);
    assert_eq!(code("a/b", 0, 1), fault::NOT_A_DIRECTORY);
    assert_eq!(code("", 0, 1), fault::IS_A_DIRECTORY);
    assert_eq!(code("/a", 0, 1), fault::INVALID);
    assert_eq!(code("a\0", 0, 1), fault::INVALID);
    assert_eq!(code(&"n".repeat(256), 0, 1), fault::NAME_TOO_LONG);
    assert_eq!(code(&"n/".repeat(2100), 0, 1), fault::NAME_TOO_LONG);
    assert_eq!(ws.client.stat_bytes(b"a", 64).unwrap_err().code, fault::INVALID);
}

#[test]
fn links_inside_are_followed_or_described() {
    let ws = Scratch::new();
    ws.file("dir/file", "content");
    std::os::unix::fs::symlink("dir/../dir/file", ws.root.join("link")).unwrap();
    assert_eq!(ws.client.read("link").unwrap().1, b"content");
    assert_eq!(ws.client.stat_bytes(b"link", FOLLOW).unwrap().kind, 1);
    let link = ws.client.stat_bytes(b"link", NO_FOLLOW).unwrap();
    assert_eq!((link.kind, &link.link[..]), (3, &b"dir/../dir/file"[..]));
    fs::remove_file(ws.root.join("dir/file")).unwrap();
    assert_eq!(ws.client.stat("link").unwrap_err().code, fault::NOT_FOUND);
    assert_eq!(ws.client.stat_bytes(b"link", NO_FOLLOW).unwrap(), link);
}

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{symlink, FileExt, PermissionsExt};
use std::time::Duration;

use super::client::IF_MATCH;
use super::meanwhile::meanwhile;
use super::scratch::Scratch;
use crate::fault;

const LARGE: usize = 70_000;

#[test]
fn one_tag_from_every_operation() {
    let ws = Scratch::new();
    for size in [0, 10, 65_536, 65_537, 200_000] {
        let written = ws.client.write("f", vec![7; size]).unwrap();
        assert_eq!(ws.client.stat("f").unwrap(), written);
        assert_eq!(ws.client.read("f").unwrap().0, written);
        assert_eq!(ws.client.list_by("", 0, 10)[0].1, written);
        ws.client.write_if("f", vec![8; size], &written.etag).unwrap();
        assert_eq!(ws.client.write_if("f", vec![9; size], &written.etag).is_err(), size > 0);
    }
}

#[test]
fn the_mode_is_part_of_the_state_and_equal_content_is_equal() {
    let ws = Scratch::new();
    let path = ws.file("f", "same");
    let first = ws.client.stat("f").unwrap().etag;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    assert_ne!(ws.client.stat("f").unwrap().etag, first);
    fs::remove_file(&path).unwrap();
    ws.client.write("f", "same").unwrap();
    assert_eq!(ws.client.stat("f").unwrap().etag, first);
}

#[test]
fn kinds_do_not_share_tags() {
    let ws = Scratch::new();
    ws.file("file", "target");
    symlink("target", ws.root.join("link")).unwrap();
    symlink("target2", ws.root.join("link2")).unwrap();
    fs::create_dir(ws.root.join("dir")).unwrap();
    let mut tags: Vec<String> =
        ws.client.list_by("", 0, 10).into_iter().map(|(_, stat)| stat.etag).collect();
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 4);
    let before = ws.client.stat("dir").unwrap().etag;
    ws.file("dir/new", "");
    assert_ne!(ws.client.stat("dir").unwrap().etag, before);
}

#[test]
fn ten_thousand_rewrites_have_as_many_tags() {
    let ws = Scratch::new();
    let mut seen = HashMap::new();
    for round in 0..10_000u32 {
        let content = format!("{:08}", round);
        match round % 3 {
            0 => drop(ws.client.write("f", &content).unwrap()),
            1 => fs::write(ws.root.join("f"), &content).unwrap(),
            _ => {
                let file = OpenOptions::new().write(true).open(ws.root.join("f")).unwrap();
                file.write_all_at(content.as_bytes(), 0).unwrap();
            }
        }
        assert_eq!(seen.insert(ws.client.stat("f").unwrap().etag, round), None);
    }
}

#[test]
fn large_files_rewritten_at_once_have_other_tags() {
    let ws = Scratch::new();
    let file = File::create(ws.root.join("f")).unwrap();
    let mut seen = HashMap::new();
    for round in 0..100u8 {
        file.write_all_at(&vec![round; LARGE], 0).unwrap();
        let (stat, data) = ws.client.read("f").unwrap();
        assert_eq!(data, vec![round; LARGE]);
        assert_eq!(seen.insert(stat.etag, round), None);
    }
}

#[test]
fn a_tag_belongs_to_one_content_while_another_thread_writes_in_place() {
    let ws = Scratch::new();
    let file = File::create(ws.root.join("f")).unwrap();
    file.write_all_at(&vec![0; LARGE], 0).unwrap();
    let rewrite = |round: u64| {
        let mut content = round.to_le_bytes().repeat(LARGE / 8);
        content[0] ^= 1;
        file.write_all_at(&content, 0).unwrap();
        if round % 64 == 0 {
            std::thread::sleep(Duration::from_millis(12));
        }
    };
    meanwhile(rewrite, || {
        let mut seen: HashMap<String, Vec<u8>> = HashMap::new();
        let mut repeated = 0;
        for _ in 0..500 {
            let (stat, data) = ws.client.read("f").unwrap();
            if let Some(earlier) = seen.insert(stat.etag, data.clone()) {
                assert!(earlier == data, "two contents with one tag");
                repeated += 1;
            }
        }
        assert!(repeated > 0);
    });
}

#[test]
fn a_growing_file_never_matches_an_older_state() {
    let ws = Scratch::new();
    let mut file = File::create(ws.root.join("log")).unwrap();
    for round in 0..200 {
        file.write_all(&[b'x'; 1000]).unwrap();
        let etag = ws.client.stat("log").unwrap().etag;
        file.write_all(b"y").unwrap();
        let result = ws.client.write_with(b"log", b"lost", IF_MATCH, 0, &etag);
        assert_eq!(result.unwrap_err().code, fault::CONFLICT, "{}", round);
    }
}

//! No way out: not by a path, not by a link, not by one that is swapped while we look.

use std::fs;
use std::os::unix::fs::symlink;

use super::client::{copy, delete, make_dir, read, relocate, write};
use super::client::{Client, NO_FOLLOW, PARENTS, RECURSIVE, TREE};
use super::meanwhile::meanwhile;
use super::scratch::Scratch;
use crate::fault::{self, Fault};

type Results = Vec<Result<(), Fault>>;

/// The operations that go where a link leads.
fn following(client: &Client, path: &[u8]) -> Results {
    vec![
        client.stat_bytes(path, 0).map(drop),
        client.read_range(path, 0, 100).map(|(_, data)| assert_ne!(data, b"secret")),
        client.page(path, RECURSIVE, b"", 10).map(drop),
        client.write_with(path, b"written", 0, 0, "").map(drop),
        client.write_with(path, b"written", PARENTS, 0, "").map(drop),
        client.batch(&[make_dir(path, PARENTS, 0)]).map(drop),
        client
            .batch(&[copy(path, b"copied", TREE, ""), read(b"copied"), delete(b"copied", 0, "")])
            .map(|replies| assert!(!replies[1].ends_with(b"secret"))),
    ]
}

/// The operations on the entry itself.
fn replacing(client: &Client, path: &[u8]) -> Results {
    let source = || write(b"source", b"x", 0, "");
    vec![
        client
            .batch(&[source(), copy(b"source", path, PARENTS, ""), delete(b"source", 0, "")])
            .map(drop),
        client.batch(&[source(), relocate(b"source", path, PARENTS, "")]).map(drop),
        client.batch(&[relocate(path, b"away", 0, ""), delete(b"away", RECURSIVE, "")]).map(drop),
        client.delete_with(path, RECURSIVE, "").map(drop),
    ]
}

/// Every operation on a path; what each of them answered.
pub fn everything(client: &Client, path: &[u8]) -> Results {
    let mut results = following(client, path);
    results.extend(replacing(client, path));
    results
}

#[test]
fn paths_that_lead_out_are_refused() {
    let ws = Scratch::new();
    ws.file("dir/file", "x");
    let outside = ws.outside.to_str().unwrap().to_owned();
    symlink(ws.outside.join("secret"), ws.root.join("absolute")).unwrap();
    symlink("../outside/secret", ws.root.join("relative")).unwrap();
    symlink(&ws.outside, ws.root.join("dir/out")).unwrap();
    symlink("../../outside", ws.root.join("dir/up")).unwrap();
    symlink("/proc/self/root", ws.root.join("proc")).unwrap();
    symlink("/proc/self/fd/0", ws.root.join("fd")).unwrap();
    symlink("dir/up/secret", ws.root.join("chain")).unwrap();
    symlink("../outside/new", ws.root.join("dangling")).unwrap();
    symlink(&ws.root, ws.root.join("home")).unwrap();
    for path in [
        "../outside/secret",
        "dir/../../outside/secret",
        "dir/out/secret",
        "dir/up/secret",
        "dir/up/dir/secret",
        "dir/out/new",
        "dir/up/dir/new",
        "dir/up/new/new",
        "proc/etc/passwd",
        "proc/tmp/new",
        "../new",
        "home/new",
        &outside,
        &format!("{}/secret", outside),
        "/etc/passwd",
        "/proc/self/root/etc/passwd",
    ] {
        for (index, result) in everything(&ws.client, path.as_bytes()).into_iter().enumerate() {
            let code = result.expect_err(path).code;
            assert!(
                code == fault::OUTSIDE || code == fault::INVALID,
                "{} {} {}",
                path,
                index,
                code
            );
        }
    }
    for path in
        ["absolute", "relative", "proc", "fd", "chain", "dangling", "dir/up", "home", "dir/out"]
    {
        for result in following(&ws.client, path.as_bytes()) {
            assert_eq!(result.expect_err(path).code, fault::OUTSIDE);
        }
        ws.client.delete(path, RECURSIVE).unwrap();
    }
    assert_eq!(ws.client.names("", RECURSIVE), ["dir", "dir/file"]);
    ws.assert_outside_untouched();
}

#[test]
fn links_in_a_circle_end() {
    let ws = Scratch::new();
    symlink("b", ws.root.join("a")).unwrap();
    symlink("a", ws.root.join("b")).unwrap();
    symlink(".", ws.root.join("here")).unwrap();
    assert!(following(&ws.client, b"a").iter().all(Result::is_err));
    ws.client.delete("a", 0).unwrap();
    assert_eq!(ws.client.stat_bytes(b"here/here/here/b", NO_FOLLOW).unwrap().kind, 3);
    assert_eq!(ws.client.names("", RECURSIVE), ["b", "here"]);
}

#[test]
fn a_link_swapped_during_the_call_leads_nowhere() {
    let ws = Scratch::new();
    ws.file("real/secret", "inside");
    let (fresh, gone, target) =
        (ws.root.join("fresh"), ws.root.join("gone"), ws.root.join("target"));
    // In turn a directory, a link to outside, and nothing. What this thread fills is never a link itself.
    let swap = |_| {
        let _ = fs::create_dir_all(fresh.join("dir"));
        let _ = fs::write(fresh.join("secret"), "inside");
        let _ = symlink("../../outside/secret", fresh.join("link"));
        let _ = fs::rename(&fresh, &target);
        let _ = fs::rename(&target, &gone);
        let _ = symlink("../outside", &target);
        let _ = fs::remove_file(&target);
        let _ = fs::remove_file(&gone);
        let _ = fs::remove_dir_all(&gone);
    };
    meanwhile(swap, || {
        for round in 0..10_000 {
            let path = ["target/secret", "target/dir/secret", "target/link", "target"][round % 4]
                .as_bytes();
            // Tags of new directories wait for the clock, so not all operations come every time.
            if round % 100 < 4 {
                everything(&ws.client, path);
            }
            let _ = ws.client.read_range(path, 0, 100).map(|(_, data)| assert_ne!(data, b"secret"));
            let _ = ws.client.write_with(path, b"written", PARENTS, 0, "");
            let _ = ws
                .client
                .batch(&[copy(b"real/secret", path, PARENTS, ""), relocate(path, b"away", 0, "")]);
            let _ = ws.client.delete_with(path, RECURSIVE, "");
        }
    });
    ws.assert_outside_untouched();
}

//! No way out: not by a path, not by a link, not by one that is swapped while we look.

use std::fs;
use std::os::unix::fs::symlink;

use super::client::{Client, NO_FOLLOW, PARENTS, RECURSIVE};
use super::meanwhile::meanwhile;
use super::scratch::Scratch;
use crate::fault::{self, Fault};

/// Every operation on a path; what each of them answered.
pub fn everything(client: &Client, path: &[u8]) -> Vec<Result<(), Fault>> {
    vec![
        client.stat_bytes(path, 0).map(drop),
        client.read_range(path, 0, 100).map(|(_, data)| assert_ne!(data, b"secret")),
        client.page(path, RECURSIVE, b"", 10).map(drop),
        client.write_with(path, b"written", 0, 0, "").map(drop),
        client.write_with(path, b"written", PARENTS, 0, "").map(drop),
        client.delete_with(path, RECURSIVE, "").map(drop),
    ]
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
        let results = everything(&ws.client, path.as_bytes());
        for result in &results[..5] {
            assert_eq!(result.as_ref().expect_err(path).code, fault::OUTSIDE);
        }
        assert_eq!(results[5], Ok(()), "the link itself can be deleted");
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
    assert!(everything(&ws.client, b"a")[..5].iter().all(Result::is_err));
    assert_eq!(ws.client.stat_bytes(b"here/here/here/b", NO_FOLLOW).unwrap().kind, 3);
    assert_eq!(ws.client.names("", RECURSIVE), ["b", "here"]);
}

#[test]
fn a_link_swapped_during_the_call_leads_nowhere() {
    let ws = Scratch::new();
    ws.file("real/secret", "inside");
    ws.file("real/dir/secret", "inside");
    let (real, target) = (ws.root.join("real"), ws.root.join("target"));
    // In turn a directory, a link to outside, and nothing.
    let swap = |_| {
        let _ = fs::rename(&real, &target);
        let _ = fs::rename(&target, &real);
        let _ = symlink("../outside", &target);
        let _ = fs::remove_file(&target);
        let _ = fs::create_dir_all(real.join("dir"));
        let _ = fs::write(real.join("secret"), "inside");
        let _ = symlink("../../outside/secret", real.join("link"));
    };
    meanwhile(swap, || {
        for round in 0..10_000 {
            // Seldom the directory: its tag waits for the clock.
            let path = match round % 16 {
                0 => "target",
                1..=5 => "target/link",
                6..=10 => "target/dir/secret",
                _ => "target/secret",
            };
            everything(&ws.client, path.as_bytes());
        }
    });
    ws.assert_outside_untouched();
}

use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::client::{MUST_NOT_EXIST, RECURSIVE};
use super::meanwhile::meanwhile;
use super::scratch::Scratch;
use crate::fault;

const WRITERS: usize = 50;

/// How many of 50 threads succeed; the others get this fault.
fn winners(code: u16, attempt: impl Fn(usize) -> Result<(), crate::fault::Fault> + Sync) -> usize {
    let won = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for index in 0..WRITERS {
            let (won, attempt) = (&won, &attempt);
            scope.spawn(move || match attempt(index) {
                Ok(()) => drop(won.fetch_add(1, Ordering::Relaxed)),
                Err(fault) => assert_eq!(fault.code, code),
            });
        }
    });
    won.into_inner()
}

#[test]
fn of_fifty_writers_one_wins() {
    let ws = Scratch::new();
    for size in [10, 70_000] {
        let etag = ws.client.write("f", vec![255; size]).unwrap().etag;
        let write =
            |index: usize| ws.client.write_if("f", vec![index as u8; size], &etag).map(drop);
        assert_eq!(winners(fault::CONFLICT, write), 1);
    }
    let create = |index: usize| {
        ws.client.write_with(b"new", &[index as u8], MUST_NOT_EXIST, 0, "").map(drop)
    };
    assert_eq!(winners(fault::EXISTS, create), 1);
    assert_eq!(winners(fault::NOT_FOUND, |_| ws.client.delete("new", RECURSIVE)), 1);
    assert_eq!(ws.tree().len(), 1);
}

#[test]
fn a_reader_sees_the_old_or_the_new_and_nothing_between() {
    let ws = Scratch::new();
    ws.client.write("f", vec![0; 300_000]).unwrap();
    let look = |_| {
        let content = ws.content("f");
        assert_eq!(content.len(), 300_000);
        assert!(content.iter().all(|byte| *byte == content[0]));
    };
    meanwhile(look, || {
        for round in 0..100u8 {
            ws.client.write("f", vec![round; 300_000]).unwrap();
        }
    });
}

#[test]
fn a_tree_that_changes_is_listed_and_deleted_all_the_same() {
    let ws = Scratch::new();
    let path = |path: String| ws.root.join("tree").join(path);
    let rebuild = |round| {
        let _ = fs::create_dir_all(path(format!("{}/x/y", round % 10)));
        let _ = fs::write(path(format!("{}/x/y/file", round % 7)), "x");
        let _ = fs::rename(path(format!("{}/x", round % 7)), path("moved".to_owned()));
    };
    meanwhile(rebuild, || {
        for _ in 0..100 {
            let listed = ws.client.page(b"tree", RECURSIVE, b"", 1000).map(drop);
            let deleted = ws.client.delete("tree", RECURSIVE);
            for fault in [listed, deleted].into_iter().filter_map(Result::err) {
                let expected = [fault::NOT_FOUND, fault::NOT_EMPTY, fault::CONFLICT];
                assert!(expected.contains(&fault.code), "{:?}", fault);
            }
        }
    });
    ws.assert_outside_untouched();
}

use std::fs;
use std::os::unix::fs::{symlink, MetadataExt};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::support::*;
use crate::fault;
use crate::scratch::Scratch;

#[test]
fn names_that_lead_out_are_refused() {
    for name in [&b"../evil"[..], b"/evil", b"a/../../evil", b"a/..", b"..", b"//evil"] {
        let ws = Scratch::new();
        let first = entry(b"first", b'0', b"", b"kept");
        let summary = import(&ws, &ended(&[first, entry(name, b'0', b"", b"x")]));
        assert_eq!((summary.reason, summary.files), (OUTSIDE, 1), "{:?}", name);
        assert_eq!(summary.at.as_bytes(), name);
        assert_eq!(ws.client.names("", 1), ["first"]);
        let link = import(&ws, &ended(&[entry(b"l", b'1', name, b"")]));
        assert_eq!(link.reason, OUTSIDE);
        ws.assert_outside_untouched();
    }
}

#[test]
fn long_names_are_judged_as_well() {
    let ws = Scratch::new();
    let name = format!("{}/../../evil", "d".repeat(120));
    let long = entry(b"././@LongLink", b'L', b"", format!("{}\0", name).as_bytes());
    let record = format!("{} path={}\n", name.len() + 10, name);
    assert_eq!(record.len(), name.len() + 10);
    for extra in [long, entry(b"PaxHeaders/x", b'x', b"", record.as_bytes())] {
        let summary = import(&ws, &ended(&[extra, entry(b"innocent", b'0', b"", b"x")]));
        assert_eq!((summary.reason, &summary.at), (OUTSIDE, &name));
    }
    assert_eq!(ws.tree().len(), 0);
    ws.assert_outside_untouched();
}

#[test]
fn links_that_lead_out_are_left_out() {
    let ws = Scratch::new();
    let outside = ws.outside.to_str().unwrap().as_bytes().to_vec();
    let archive = ended(&[
        entry(b"absolute", b'2', &outside[..outside.len().min(100)], b""),
        entry(b"up", b'2', b"../outside", b""),
        entry(b"dir/up", b'2', b"../../outside", b""),
        entry(b"fine", b'2', b"dir", b""),
    ]);
    let summary = import(&ws, &archive);
    assert_eq!((summary.reason, summary.links, summary.skipped), (COMPLETE, 1, 3));
    assert_eq!(summary.first_skipped, "absolute");
    ws.assert_outside_untouched();
}

#[test]
fn a_link_on_the_way_is_judged_by_the_kernel() {
    let ws = Scratch::new();
    symlink(&ws.outside, ws.root.join("out")).unwrap();
    symlink("../outside/dir", ws.root.join("up")).unwrap();
    for (name, kind) in [(&b"out/secret"[..], b'0'), (b"up/secret", b'0'), (b"out/new", b'5')] {
        let summary = import(&ws, &ended(&[entry(name, kind, b"", b"")]));
        assert_eq!((summary.reason, summary.fault), (FAULT, fault::OUTSIDE), "{:?}", name);
    }
    let linked = import(&ws, &ended(&[entry(b"l", b'1', b"out/secret", b"")]));
    assert_eq!((linked.reason, linked.fault), (FAULT, fault::OUTSIDE));
    // Two links that are harmless by their text alone, and lead out together.
    let archive = ended(&[
        entry(b"deep/er/s", b'2', b"../..", b""),
        entry(b"t", b'2', b"deep/er/s/../outside", b""),
        entry(b"t/evil", b'0', b"", b"x"),
    ]);
    let summary = import(&ws, &archive);
    assert_eq!((summary.links, summary.fault), (2, fault::OUTSIDE));
    ws.assert_outside_untouched();
}

#[test]
fn a_directory_that_becomes_a_link_meanwhile_leads_nowhere() {
    let ws = Scratch::new();
    let stop = AtomicBool::new(false);
    let (dir, link) = (ws.root.join("d"), ws.root.join("l"));
    fs::create_dir(&dir).unwrap();
    symlink(ws.outside.join("dir"), &link).unwrap();
    thread::scope(|scope| {
        scope.spawn(|| {
            let aside = ws.root.join("aside");
            while !stop.load(Ordering::Relaxed) {
                let _ = fs::rename(&dir, &aside);
                let _ = fs::rename(&link, &dir);
                let _ = fs::rename(&dir, &link);
                let _ = fs::rename(&aside, &dir);
            }
        });
        let archive =
            ended(&[entry(b"d/secret", b'0', b"", b"evil"), entry(b"d/new", b'0', b"", b"evil")]);
        for _ in 0..3000 {
            import(&ws, &archive);
        }
        stop.store(true, Ordering::Relaxed);
    });
    ws.assert_outside_untouched();
}

#[test]
fn devices_are_left_out_and_set_id_bits_dropped() {
    let ws = Scratch::new();
    let archive = ended(&[
        entry(b"char", b'3', b"", b""),
        entry(b"block", b'4', b"", b""),
        entry(b"fifo", b'6', b"", b""),
        entry(b"tool", b'0', b"", b"x"),
        entry(b"dir/", b'5', b"", b""),
    ]);
    let summary = import(&ws, &archive);
    assert_eq!(
        (summary.reason, summary.skipped, &summary.first_skipped[..]),
        (COMPLETE, 3, "char")
    );
    for name in ["tool", "dir"] {
        assert_eq!(fs::metadata(ws.root.join(name)).unwrap().mode() & 0o7777, 0o755);
    }
    assert_eq!(ws.client.names("", 1), ["dir", "tool"]);
}

#[test]
fn a_cut_archive_is_noticed_wherever_it_was_cut() {
    let archive = ended(&[
        entry(b"a", b'0', b"", &[1; 700]),
        entry(b"PaxHeaders/x", b'x', b"", b"12 path=b/c\n"),
        entry(b"x", b'0', b"", &[2; 512]),
    ]);
    // One zero block is an end; what is shorter is not.
    for length in (0..archive.len() - 512).step_by(64) {
        let ws = Scratch::new();
        let summary = import(&ws, &archive[..length]);
        assert_eq!(summary.reason, CUT, "{}", length);
        assert_eq!(summary.files as usize, ws.tree().iter().filter(|it| it.contains("[")).count());
        assert!(ws.client.names("", 1).iter().all(|name| !name.contains("devbench")));
    }
}

#[test]
fn what_is_no_archive_is_refused() {
    let zip = [&b"PK\x03\x04"[..], &[9; 2000]].concat();
    let bad = |size: &str| ended(&[raw_header(b"f", b'0', b"", size)]);
    let sparse = entry(b"f", b'S', b"", b"");
    let pax_sparse = entry(b"x", b'x', b"", b"22 GNU.sparse.major=1\n");
    for (archive, reason) in [
        (zip, DAMAGED),
        (bad("zzz zzz zzz\0"), DAMAGED),
        (bad("\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\0"), DAMAGED),
        (bad("77777777777\0"), CUT),
        (ended(&[sparse]), UNSUPPORTED),
        (ended(&[pax_sparse, entry(b"f", b'0', b"", b"x")]), UNSUPPORTED),
        (ended(&[entry(b"x", b'x', b"", b"99 path=a\n")]), DAMAGED),
        (ended(&vec![entry(b"x", b'x', b"", b""); 100]), DAMAGED),
        (ended(&[entry(b"f", b'Q', b"", b"")]), UNSUPPORTED),
    ] {
        let ws = Scratch::new();
        assert_eq!(import(&ws, &archive).reason, reason);
        assert_eq!(ws.tree().len(), 0);
    }
}

#[test]
fn bombs_are_stopped() {
    let ws = Scratch::new();
    let large = ended(&[entry(b"a", b'0', b"", b"small"), entry(b"b", b'0', b"", &[0; 100_000])]);
    let few = Limits { bytes: 50_000, ..AMPLE };
    let summary = import_with(&ws, "", &large, &few);
    assert_eq!((summary.reason, summary.files, &summary.at[..]), (TOO_MANY_BYTES, 1, "b"));
    assert_eq!(ws.client.names("", 0), ["a"]);
    let many: Vec<Vec<u8>> =
        (0..50).map(|i| entry(format!("f{}", i).as_bytes(), b'0', b"", b"")).collect();
    let summary = import_with(&ws, "many", &ended(&many), &Limits { entries: 20, ..AMPLE });
    assert_eq!((summary.reason, summary.files), (TOO_MANY_ENTRIES, 20));
    // Zeros behind the end count as well.
    let padded = [ended(&[]), vec![0; 100_000]].concat();
    assert_eq!(import_with(&ws, "", &padded, &few).reason, TOO_MANY_BYTES);
}

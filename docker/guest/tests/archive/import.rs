use std::fs;
use std::os::unix::fs::{symlink, MetadataExt, PermissionsExt};

use super::export::odd_tree;
use super::support::*;
use crate::fault;
use crate::scratch::Scratch;

#[test]
fn all_forms_of_tar_are_read() {
    let ws = Scratch::new();
    odd_tree(&ws);
    // It leads out, and is left out.
    fs::remove_file(ws.root.join("dir/far")).unwrap();
    for options in
        [&["--format=pax"][..], &["--format=gnu"], &["--format=posix", "--owner=123456789"]]
    {
        let other = Scratch::new();
        let summary = import(&other, &tar(&ws.root, options));
        assert_eq!((summary.reason, summary.skipped), (COMPLETE, 0), "{:?}", summary);
        assert_eq!(
            String::from_utf8_lossy(&tree(&other.root)),
            String::from_utf8_lossy(&tree(&ws.root))
        );
    }
}

#[test]
fn the_old_forms_are_read() {
    let (ws, dir) = (Scratch::new(), "d".repeat(60));
    ws.file(&format!("{}/{}", dir, "n".repeat(60)), "ustar");
    ws.file("dir/a", "a");
    let other = Scratch::new();
    assert_eq!(import(&other, &tar(&ws.root, &["--format=ustar"])).reason, COMPLETE);
    assert_eq!(tree(&other.root), tree(&ws.root));
    fs::remove_dir_all(ws.root.join(dir)).unwrap();
    let other = Scratch::new();
    assert_eq!(import(&other, &tar(&ws.root, &["--format=v7"])).reason, COMPLETE);
    assert_eq!(tree(&other.root), tree(&ws.root));
}

#[test]
fn goes_below_a_directory_that_need_not_exist() {
    let ws = Scratch::new();
    let archive = ended(&[entry(b"./f", b'0', b"", b"x")]);
    assert_eq!(import_with(&ws, "new/dir", &archive, &AMPLE).files, 1);
    assert_eq!(ws.content("new/dir/f"), b"x");
    assert_eq!(fs::metadata(ws.root.join("new/dir/f")).unwrap().mode() & 0o7777, 0o755);
}

#[test]
fn replaces_files_but_never_directories() {
    let ws = Scratch::new();
    ws.file("f", "old");
    ws.file("dir/in", "kept");
    ws.file("target", "target");
    symlink("target", ws.root.join("link")).unwrap();
    let archive = |name: &[u8]| ended(&[entry(name, b'0', b"", b"new")]);
    assert_eq!(import(&ws, &archive(b"f")).reason, COMPLETE);
    assert_eq!(import(&ws, &archive(b"link")).reason, COMPLETE);
    assert_eq!((ws.content("f"), ws.content("link")), (b"new".to_vec(), b"new".to_vec()));
    assert_eq!(ws.content("target"), b"target");
    let refused = import(&ws, &archive(b"dir"));
    assert_eq!(
        (refused.reason, refused.fault, &refused.at[..]),
        (FAULT, fault::IS_A_DIRECTORY, "dir")
    );
    let refused = import(&ws, &ended(&[entry(b"dir", b'2', b"f", b"")]));
    assert_eq!((refused.reason, refused.fault), (FAULT, fault::IS_A_DIRECTORY));
    let refused = import(&ws, &ended(&[entry(b"f", b'5', b"", b"")]));
    assert_eq!((refused.reason, refused.fault), (FAULT, fault::NOT_A_DIRECTORY));
    let keep = Limits { keep: true, ..AMPLE };
    let refused = import_with(&ws, "", &archive(b"target"), &keep);
    assert_eq!((refused.reason, refused.fault), (FAULT, fault::EXISTS));
    assert_eq!(ws.content("target"), b"target");
    assert_eq!(ws.client.names("", 1), ["dir", "dir/in", "f", "link", "target"]);
}

#[test]
fn hard_links_lead_to_what_is_beneath() {
    let ws = Scratch::new();
    ws.file("taken", "old");
    let archive = ended(&[
        entry(b"a", b'0', b"", b"content"),
        entry(b"b", b'1', b"a", b""),
        entry(b"taken", b'1', b"./a", b""),
        entry(b"a", b'1', b"a", b""),
    ]);
    assert_eq!(import(&ws, &archive).links, 3);
    let inode = |name: &str| fs::metadata(ws.root.join(name)).unwrap().ino();
    assert_eq!((inode("a"), inode("taken")), (inode("b"), inode("b")));
    assert_eq!(ws.client.names("", 0), ["a", "b", "taken"]);
    let again = import(&ws, &archive);
    assert_eq!((again.reason, again.links), (COMPLETE, 3));
    assert_eq!(ws.client.names("", 0), ["a", "b", "taken"]);
}

#[test]
fn read_only_directories_are_closed_at_the_end() {
    let ws = Scratch::new();
    let mut directory = raw_header(b"d/", b'5', b"", "00000000000\0");
    directory[100..108].copy_from_slice(b"0000555\0");
    directory[148..156].copy_from_slice(b"        ");
    let sum: u32 = directory.iter().map(|byte| u32::from(*byte)).sum();
    directory[148..156].copy_from_slice(format!("{:06o}\0 ", sum).as_bytes());
    let archive = [directory, entry(b"d/f", b'0', b"", b"x")].concat();
    // Also when the archive is cut.
    assert_eq!(import(&ws, &archive).reason, CUT);
    let mode = fs::metadata(ws.root.join("d")).unwrap().permissions().mode();
    assert_eq!((mode & 0o7777, ws.content("d/f")), (0o555, b"x".to_vec()));
}

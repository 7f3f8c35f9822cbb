use std::fs;
use std::os::unix::fs::{symlink, PermissionsExt};
use std::os::unix::net::UnixListener;
use std::process::Command;

use super::support::{export, import, tree, untar};
use crate::fault;
use crate::scratch::Scratch;

fn names(archive: &[u8]) -> Vec<String> {
    let dir = Scratch::new();
    let file = dir.outside.join("archive");
    fs::write(&file, archive).unwrap();
    let listed = Command::new("tar").arg("-tf").arg(file).output().unwrap();
    assert!(listed.status.success());
    String::from_utf8(listed.stdout).unwrap().lines().map(str::to_owned).collect()
}

pub fn odd_tree(ws: &Scratch) {
    let long = "n".repeat(200);
    for path in ["a", "dir/b", "dir/deep/er/c", "-rf", "new\nline", "ünï😀", "dir-x", &long] {
        ws.file(path, path.repeat(100));
    }
    ws.file(&format!("{0}/{0}/{0}", "d".repeat(120)), "deep");
    ws.file("large", vec![7; 1_000_001]);
    ws.file("tool", "x");
    fs::set_permissions(ws.root.join("tool"), fs::Permissions::from_mode(0o751)).unwrap();
    fs::create_dir(ws.root.join("empty")).unwrap();
    symlink("dir/b", ws.root.join("link")).unwrap();
    symlink("../".repeat(60), ws.root.join("dir/far")).unwrap();
    for mode in [0o555, 0o1777] {
        let dir = ws.root.join(format!("mode{:o}", mode));
        fs::create_dir(&dir).unwrap();
        fs::write(dir.join("file"), "x").unwrap();
        fs::set_permissions(dir, fs::Permissions::from_mode(mode)).unwrap();
    }
}

#[test]
fn tar_reads_what_was_exported() {
    let (ws, other) = (Scratch::new(), Scratch::new());
    odd_tree(&ws);
    let (archive, summary) = export(&ws, "", &[], &[]).unwrap();
    untar(&archive, &other.root);
    assert_eq!(
        String::from_utf8_lossy(&tree(&other.root)),
        String::from_utf8_lossy(&tree(&ws.root))
    );
    assert_eq!((summary.files, summary.links, summary.skipped), (13, 2, 0));
    assert_eq!(export(&ws, "", &[], &[]).unwrap().0, archive);
}

#[test]
fn what_was_exported_comes_back() {
    let (ws, other) = (Scratch::new(), Scratch::new());
    odd_tree(&ws);
    fs::remove_file(ws.root.join("dir/far")).unwrap();
    let (archive, exported) = export(&ws, "", &[], &[]).unwrap();
    let imported = import(&other, &archive);
    assert_eq!(
        String::from_utf8_lossy(&tree(&other.root)),
        String::from_utf8_lossy(&tree(&ws.root))
    );
    let counts = |it: &super::support::Summary| (it.files, it.directories, it.links, it.bytes);
    assert_eq!((counts(&imported), imported.reason), (counts(&exported), 0));
}

#[test]
fn globs_select() {
    let ws = Scratch::new();
    for path in ["a.py", "b.txt", "src/c.py", "src/d.txt", "src/node_modules/e.py", "docs/x/f.md"] {
        ws.file(path, path);
    }
    let select =
        |include: &[&str], exclude: &[&str]| names(&export(&ws, "", include, exclude).unwrap().0);
    assert_eq!(select(&["*.py"], &["node_modules"]), ["a.py", "src/", "src/c.py"]);
    assert_eq!(select(&["docs"], &[]), ["docs/", "docs/x/", "docs/x/f.md"]);
    assert_eq!(select(&[], &["*.py", "docs/**", "*.txt"]), ["docs/", "src/", "src/node_modules/"]);
    assert_eq!(select(&["nothing"], &[]), [""; 0]);
    let (archive, _) = export(&ws, "src", &[], &["node_modules"]).unwrap();
    assert_eq!(names(&archive), ["c.py", "d.txt"]);
    assert_eq!(names(&export(&ws, "src/c.py", &[], &[]).unwrap().0), ["c.py"]);
}

#[test]
fn what_is_no_file_is_counted_and_never_opened() {
    let ws = Scratch::new();
    ws.file("z", "z");
    let _socket = UnixListener::bind(ws.root.join("b-socket")).unwrap();
    assert!(Command::new("mkfifo").arg(ws.root.join("a-fifo")).status().unwrap().success());
    symlink(&ws.outside, ws.root.join("out")).unwrap();
    let (archive, summary) = export(&ws, "", &[], &[]).unwrap();
    assert_eq!((summary.skipped, &summary.first_skipped[..]), (2, "a-fifo"));
    assert_eq!(names(&archive), ["out", "z"]);
    for (path, code) in [
        ("a-fifo", fault::NOT_REGULAR),
        ("out", fault::OUTSIDE),
        ("out/secret", fault::OUTSIDE),
        ("none", fault::NOT_FOUND),
        ("..", fault::OUTSIDE),
    ] {
        assert_eq!(export(&ws, path, &[], &[]).unwrap_err().code, code, "{}", path);
    }
}

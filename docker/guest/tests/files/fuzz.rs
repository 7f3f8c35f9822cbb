//! Random paths through a maze of links: whatever happens, it happens inside.

use std::fs;
use std::os::unix::fs::symlink;

use super::confinement::everything;
use super::random::Random;
use super::scratch::Scratch;

fn maze(ws: &Scratch) {
    for (path, target) in [
        ("up", ".."),
        ("out", "../outside"),
        ("abs", "/"),
        ("here", "."),
        ("proc", "/proc/self/root"),
        ("a", "up/outside"),
    ] {
        let _ = symlink(target, ws.root.join(path));
        let _ = fs::create_dir_all(ws.root.join("b/c"));
        let _ = symlink(target, ws.root.join("b").join(path));
    }
}

#[test]
fn nothing_outside_is_ever_touched() {
    const PARTS: &[&str] = &[
        "..",
        ".",
        "",
        "up",
        "out",
        "abs",
        "here",
        "proc",
        "a",
        "b",
        "c",
        "secret",
        "dir",
        "workspace",
        "outside",
        "\n",
    ];
    let ws = Scratch::new();
    let mut random = Random::new(1);
    for round in 0..1000 {
        if round % 20 == 0 {
            maze(&ws);
        }
        let parts: Vec<&str> =
            (0..1 + random.below(7)).map(|_| PARTS[random.below(PARTS.len())]).collect();
        everything(&ws.client, parts.join("/").as_bytes());
    }
    ws.assert_outside_untouched();
}

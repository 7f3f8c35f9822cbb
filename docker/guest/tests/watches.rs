//! Watched paths, told of by the agent.

#[allow(dead_code, unused_imports)]
#[path = "../src/wire/mod.rs"]
mod wire;

#[allow(dead_code)]
#[path = "agent/guest.rs"]
mod guest;

#[path = "agent/folder.rs"]
mod folder;

use std::fs;
use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

use folder::Folder;
use guest::{Guest, Message};
use wire::{kind, Writer};

const OUTSIDE: u16 = 9;
const LIMIT: u16 = 14;
const WATCH: u32 = 1 << 30;

fn write(folder: &Folder, path: &str) {
    let path = folder.0.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, "content").unwrap();
}

fn watch(guest: &mut Guest, watch: u32, path: &str) -> Message {
    guest.request(kind::WATCH, Writer::new().u32(watch).str(path.as_bytes()).as_bytes())
}

fn watched(guest: &mut Guest, number: u32, path: &str) {
    assert_eq!(watch(guest, number, path).kind, kind::WATCH | kind::REPLY, "{}", path);
}

fn changed(guest: &mut Guest, watch: u32) -> Message {
    guest.next(|it| it.kind == kind::CHANGED && it.id == watch)
}

#[test]
fn a_file_is_told_of_whatever_happens_to_it() {
    let folder = Folder::new("file");
    write(&folder, "a/b/file");
    write(&folder, "a/b/other");
    let mut guest = folder.guest();
    watched(&mut guest, WATCH, "a/b/file");
    watched(&mut guest, WATCH + 1, "a/b/other");
    let steps: [(&str, &dyn Fn()); 7] = [
        ("write", &|| write(&folder, "a/b/file")),
        ("remove", &|| fs::remove_file(folder.0.join("a/b/file")).unwrap()),
        ("again", &|| write(&folder, "a/b/file")),
        ("replace", &|| {
            write(&folder, "new");
            fs::rename(folder.0.join("new"), folder.0.join("a/b/file")).unwrap();
        }),
        ("move a parent", &|| fs::rename(folder.0.join("a"), folder.0.join("z")).unwrap()),
        ("another parent", &|| write(&folder, "a/b/file")),
        ("and in it", &|| write(&folder, "a/b/file")),
    ];
    for (name, step) in steps {
        println!("{}", name);
        step();
        assert_eq!(changed(&mut guest, WATCH).payload, [0]);
    }
    // It was told of the parents only.
    changed(&mut guest, WATCH + 1);
    fs::remove_dir_all(folder.0.join("z")).unwrap();
    write(&folder, "unrelated");
    std::thread::sleep(Duration::from_millis(250));
    while guest.has_come(|it| it.kind == kind::CHANGED) {
        guest.next(|it| it.kind == kind::CHANGED);
    }
    write(&folder, "a/b/third");
    std::thread::sleep(Duration::from_millis(250));
    assert!(!guest.has_come(|it| it.kind == kind::CHANGED));
}

#[test]
fn a_directory_is_followed_into_new_ones_and_a_burst_is_told_once() {
    let folder = Folder::new("tree");
    let mut guest = folder.guest();
    watched(&mut guest, WATCH, "");
    write(&folder, "x/y/z/f");
    changed(&mut guest, WATCH);
    write(&folder, "x/y/z/f");
    changed(&mut guest, WATCH);
    fs::rename(folder.0.join("x"), folder.0.join("moved")).unwrap();
    changed(&mut guest, WATCH);
    let began = Instant::now();
    for index in 0..1000 {
        write(&folder, &format!("moved/y/new-{}/f", index));
    }
    let most = 2 + began.elapsed().as_millis() / 100;
    std::thread::sleep(Duration::from_millis(400));
    let mut told = 0;
    while guest.has_come(|it| it.kind == kind::CHANGED) {
        changed(&mut guest, WATCH);
        told += 1;
    }
    assert!((1..=most).contains(&told), "{} of {}", told, most);
    write(&folder, "moved/y/new-999/g");
    changed(&mut guest, WATCH);
}

#[test]
fn links_lead_within_the_workspace_only() {
    let folder = Folder::new("links");
    write(&folder, "one/f");
    write(&folder, "two/f");
    symlink("one", folder.0.join("link")).unwrap();
    symlink("/etc", folder.0.join("out")).unwrap();
    symlink("../..", folder.0.join("one/up")).unwrap();
    let mut guest = folder.guest();
    for path in ["out/passwd", "one/up/x", "../x", "out"] {
        assert_eq!(watch(&mut guest, WATCH, path).fault_code(), OUTSIDE, "{}", path);
    }
    watched(&mut guest, WATCH, "link/f");
    write(&folder, "one/f");
    changed(&mut guest, WATCH);
    fs::remove_file(folder.0.join("link")).unwrap();
    symlink("two", folder.0.join("link")).unwrap();
    changed(&mut guest, WATCH);
    write(&folder, "two/f");
    changed(&mut guest, WATCH);
}

#[test]
fn there_are_not_too_many_and_they_end() {
    let folder = Folder::new("limits");
    write(&folder, "f");
    let mut guest = folder.guest();
    for number in 0..256 {
        watched(&mut guest, WATCH + number, "f");
    }
    assert_eq!(watch(&mut guest, 1, "f").fault_code(), LIMIT);
    for number in 1..256 {
        guest.ok(kind::UNWATCH, Writer::new().u32(WATCH + number).as_bytes());
    }
    write(&folder, "f");
    changed(&mut guest, WATCH);
    assert!(!guest.has_come(|it| it.kind == kind::CHANGED));
    guest.hello();
    write(&folder, "f");
    std::thread::sleep(Duration::from_millis(250));
    assert!(!guest.has_come(|it| it.kind == kind::CHANGED));
    watched(&mut guest, WATCH, "f");
    write(&folder, "f");
    changed(&mut guest, WATCH);
}

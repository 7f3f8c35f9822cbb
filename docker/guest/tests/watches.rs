//! Watched paths, told of by the agent.

#[allow(dead_code, unused_imports)]
#[path = "../src/wire/mod.rs"]
mod wire;

#[allow(dead_code)]
#[path = "agent/guest.rs"]
mod guest;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use guest::{Guest, Message};
use wire::{kind, Writer};

const OUTSIDE: u16 = 9;
const LIMIT: u16 = 14;
const WATCH: u32 = 1 << 30;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let name = format!("devbench-watch-{}-{}", name, std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).unwrap();
        Folder(path)
    }

    fn guest(&self) -> Guest {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guest"));
        let mut guest = Guest::start_command(command.env("DEVBENCH_WORKSPACE", &self.0));
        guest.hello();
        guest
    }

    fn write(&self, path: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "content").unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
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
    folder.write("a/b/file");
    folder.write("a/b/other");
    let mut guest = folder.guest();
    watched(&mut guest, WATCH, "a/b/file");
    watched(&mut guest, WATCH + 1, "a/b/other");
    let steps: [(&str, &dyn Fn()); 7] = [
        ("write", &|| folder.write("a/b/file")),
        ("remove", &|| fs::remove_file(folder.0.join("a/b/file")).unwrap()),
        ("again", &|| folder.write("a/b/file")),
        ("replace", &|| {
            folder.write("new");
            fs::rename(folder.0.join("new"), folder.0.join("a/b/file")).unwrap();
        }),
        ("move a parent", &|| fs::rename(folder.0.join("a"), folder.0.join("z")).unwrap()),
        ("another parent", &|| folder.write("a/b/file")),
        ("and in it", &|| folder.write("a/b/file")),
    ];
    for (name, step) in steps {
        println!("{}", name);
        step();
        assert_eq!(changed(&mut guest, WATCH).payload, [0]);
    }
    // It was told of the parents only.
    changed(&mut guest, WATCH + 1);
    fs::remove_dir_all(folder.0.join("z")).unwrap();
    folder.write("unrelated");
    std::thread::sleep(Duration::from_millis(250));
    while guest.has_come(|it| it.kind == kind::CHANGED) {
        guest.next(|it| it.kind == kind::CHANGED);
    }
    folder.write("a/b/third");
    std::thread::sleep(Duration::from_millis(250));
    assert!(!guest.has_come(|it| it.kind == kind::CHANGED));
}

#[test]
fn a_directory_is_followed_into_new_ones_and_a_burst_is_told_once() {
    let folder = Folder::new("tree");
    let mut guest = folder.guest();
    watched(&mut guest, WATCH, "");
    folder.write("x/y/z/f");
    changed(&mut guest, WATCH);
    folder.write("x/y/z/f");
    changed(&mut guest, WATCH);
    fs::rename(folder.0.join("x"), folder.0.join("moved")).unwrap();
    changed(&mut guest, WATCH);
    let began = Instant::now();
    for index in 0..1000 {
        folder.write(&format!("moved/y/new-{}/f", index));
    }
    let most = 2 + began.elapsed().as_millis() / 100;
    std::thread::sleep(Duration::from_millis(400));
    let mut told = 0;
    while guest.has_come(|it| it.kind == kind::CHANGED) {
        changed(&mut guest, WATCH);
        told += 1;
    }
    assert!((1..=most).contains(&told), "{} of {}", told, most);
    folder.write("moved/y/new-999/g");
    changed(&mut guest, WATCH);
}

#[test]
fn links_lead_within_the_workspace_only() {
    let folder = Folder::new("links");
    folder.write("one/f");
    folder.write("two/f");
    symlink("one", folder.0.join("link")).unwrap();
    symlink("/etc", folder.0.join("out")).unwrap();
    symlink("../..", folder.0.join("one/up")).unwrap();
    let mut guest = folder.guest();
    for path in ["out/passwd", "one/up/x", "../x", "out"] {
        assert_eq!(watch(&mut guest, WATCH, path).fault_code(), OUTSIDE, "{}", path);
    }
    watched(&mut guest, WATCH, "link/f");
    folder.write("one/f");
    changed(&mut guest, WATCH);
    fs::remove_file(folder.0.join("link")).unwrap();
    symlink("two", folder.0.join("link")).unwrap();
    changed(&mut guest, WATCH);
    folder.write("two/f");
    changed(&mut guest, WATCH);
}

#[test]
fn there_are_not_too_many_and_they_end() {
    let folder = Folder::new("limits");
    folder.write("f");
    let mut guest = folder.guest();
    for number in 0..256 {
        watched(&mut guest, WATCH + number, "f");
    }
    assert_eq!(watch(&mut guest, 1, "f").fault_code(), LIMIT);
    for number in 1..256 {
        guest.ok(kind::UNWATCH, Writer::new().u32(WATCH + number).as_bytes());
    }
    folder.write("f");
    changed(&mut guest, WATCH);
    assert!(!guest.has_come(|it| it.kind == kind::CHANGED));
    guest.hello();
    folder.write("f");
    std::thread::sleep(Duration::from_millis(250));
    assert!(!guest.has_come(|it| it.kind == kind::CHANGED));
    watched(&mut guest, WATCH, "f");
    folder.write("f");
    changed(&mut guest, WATCH);
}

//! `guest copy` on a real file system.

use std::ffi::CString;
use std::fs::{self, Permissions};
use std::io::{Seek, SeekFrom, Write};
use std::os::raw::{c_char, c_int, c_void};
use std::os::unix::fs::{symlink, FileTypeExt, MetadataExt, PermissionsExt};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

extern "C" {
    fn mkfifo(path: *const c_char, mode: u32) -> c_int;
    fn setxattr(
        path: *const c_char,
        name: *const c_char,
        value: *const c_void,
        size: usize,
        flags: c_int,
    ) -> c_int;
    fn getxattr(path: *const c_char, name: *const c_char, value: *mut c_void, size: usize)
        -> isize;
}

struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Scratch {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let top = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!(
            "duplicate-{}-{}",
            std::process::id(),
            number
        ));
        for dir in ["from", "to", "outside"] {
            fs::create_dir_all(top.join(dir)).unwrap();
        }
        Scratch(top)
    }

    fn from(&self, path: &str) -> PathBuf {
        self.0.join("from").join(path)
    }

    fn to(&self, path: &str) -> PathBuf {
        self.0.join("to").join(path)
    }

    fn copy(&self) -> Output {
        Command::new(env!("CARGO_BIN_EXE_guest"))
            .arg("copy")
            .args([self.0.join("from"), self.0.join("to")])
            .arg(fs::metadata(&self.0).unwrap().uid().to_string())
            .output()
            .unwrap()
    }

    fn copied(&self) -> String {
        let output = self.copy();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{}", said);
        said.lines().last().unwrap().to_string()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // The directories of the deep tree have too long paths for the standard library.
        Command::new("rm").arg("-rf").arg(&self.0).status().unwrap();
    }
}

fn c(path: &Path) -> CString {
    CString::new(path.to_str().unwrap()).unwrap()
}

fn age(path: &Path) {
    let touched = Command::new("touch")
        .args(["-h", "-d", "2001-02-03 04:05:06.123456789"])
        .arg(path)
        .status();
    assert!(touched.unwrap().success());
}

/// All that a copy keeps, for each path.
fn describe(dir: &Path, top: &Path, lines: &mut Vec<String>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let about = fs::symlink_metadata(&path).unwrap();
        if about.file_type().is_socket() {
            continue;
        }
        let (mode, owner) = (about.mode(), (about.uid(), about.gid()));
        let (mtime, nlink) = ((about.mtime(), about.mtime_nsec()), about.nlink());
        let content = if about.is_file() { fs::read(&path).unwrap() } else { Vec::new() };
        let name = path.strip_prefix(top).unwrap();
        let target = fs::read_link(&path).ok();
        lines.push(format!(
            "{:?} {:o} {:?} {:?} {} {:?} {:?}",
            name, mode, owner, mtime, nlink, target, content
        ));
        if about.is_dir() {
            describe(&path, top, lines);
        }
    }
    lines.sort();
}

fn tree(top: &Path) -> Vec<String> {
    let mut lines = Vec::new();
    describe(top, top, &mut lines);
    lines
}

#[test]
fn it_is_the_same_tree() {
    let scratch = Scratch::new();
    fs::create_dir_all(scratch.from("dir/inner")).unwrap();
    fs::write(scratch.from("dir/file"), "content").unwrap();
    fs::hard_link(scratch.from("dir/file"), scratch.from("dir/inner/again")).unwrap();
    fs::hard_link(scratch.from("dir/file"), scratch.from("third")).unwrap();
    symlink("/etc/passwd", scratch.from("link")).unwrap();
    symlink("nowhere", scratch.from("dir/dangling")).unwrap();
    assert_eq!(unsafe { mkfifo(c(&scratch.from("fifo")).as_ptr(), 0o640) }, 0);
    let _socket = UnixListener::bind(scratch.from("socket")).unwrap();
    let modes = [("third", 0o4751), ("dir/inner", 0o2770), ("dir", 0o1555), ("", 0o750)];
    for (path, mode) in modes {
        fs::set_permissions(scratch.from(path), Permissions::from_mode(mode)).unwrap();
    }
    for path in ["link", "third", "dir", ""] {
        age(&scratch.from(path));
    }

    assert_eq!(scratch.copied(), "done 7 8 1");

    assert_eq!(tree(&scratch.to("")), tree(&scratch.from("")));
    let (from, to) = (fs::metadata(scratch.from("")), fs::metadata(scratch.to("")));
    let (from, to) = (from.unwrap(), to.unwrap());
    assert_eq!((to.mode(), to.mtime_nsec()), (from.mode(), from.mtime_nsec()));
    let inode = |path: &str| fs::metadata(scratch.to(path)).unwrap().ino();
    assert_eq!(inode("third"), inode("dir/inner/again"));
}

#[test]
fn holes_stay_holes() {
    let scratch = Scratch::new();
    let mut file = fs::File::create(scratch.from("sparse")).unwrap();
    file.seek(SeekFrom::Start(40 << 20)).unwrap();
    file.write_all(b"in the middle").unwrap();
    file.set_len(100 << 20).unwrap();

    scratch.copied();

    let copy = fs::metadata(scratch.to("sparse")).unwrap();
    assert_eq!(copy.len(), 100 << 20);
    assert!(copy.blocks() * 512 < 1 << 20, "{} blocks", copy.blocks());
    assert!(fs::read(scratch.to("sparse")).unwrap() == fs::read(scratch.from("sparse")).unwrap());
}

#[test]
fn extended_attributes_come_along() {
    let scratch = Scratch::new();
    fs::write(scratch.from("file"), "x").unwrap();
    let name = CString::new("user.colour").unwrap();
    let path = c(&scratch.from("file"));
    let set = unsafe { setxattr(path.as_ptr(), name.as_ptr(), b"red".as_ptr().cast(), 3, 0) };
    if set != 0 {
        return;
    }

    scratch.copied();

    let mut value = [0u8; 8];
    let path = c(&scratch.to("file"));
    let length = unsafe { getxattr(path.as_ptr(), name.as_ptr(), value.as_mut_ptr().cast(), 8) };
    assert_eq!((length, &value[..3]), (3, &b"red"[..]));
}

#[test]
fn it_does_not_mix_with_what_is_there() {
    let scratch = Scratch::new();
    fs::write(scratch.from("new"), "").unwrap();
    fs::write(scratch.to("old"), "").unwrap();

    let output = scratch.copy();

    assert!(!output.status.success());
    assert!(output.stdout.starts_with(b"failed 10 "), "{:?}", output);
    assert!(!scratch.to("new").exists());
}

#[test]
fn a_deep_tree_is_no_problem() {
    let scratch = Scratch::new();
    // A shell goes no deeper than a path is long, so one half is moved into the other.
    // A shell goes no deeper than a path is long, so one half is moved into the other.
    let deepen = "half() ( mkdir $1; cd $1; for i in $(seq 250); do mkdir directory; cd directory; done; pwd )
        half lower >/dev/null; mv lower $(half upper); echo x > file; ln file upper/again";
    let status =
        Command::new("sh").args(["-c", deepen]).current_dir(scratch.from("")).status().unwrap();
    assert!(status.success());

    assert_eq!(scratch.copied(), "done 2 504 0");
}

#[test]
fn a_link_that_is_swapped_in_is_not_followed() {
    let scratch = Scratch::new();
    let secrets = scratch.0.join("outside");
    fs::write(secrets.join("secret"), "secret").unwrap();
    fs::create_dir(scratch.from("honest")).unwrap();
    for number in 0..50 {
        fs::write(scratch.from("honest").join(number.to_string()), "fine").unwrap();
    }
    symlink(&secrets, scratch.from("link")).unwrap();
    let over = AtomicBool::new(false);
    thread::scope(|threads| {
        threads.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                for (old, new) in [
                    ("honest", "aside"),
                    ("link", "honest"),
                    ("honest", "link"),
                    ("aside", "honest"),
                ] {
                    fs::rename(scratch.from(old), scratch.from(new)).unwrap();
                }
            }
        });
        for _ in 0..100 {
            // It may give up, because a directory was moved away.
            scratch.copy();
            let found = Command::new("grep").args(["-rl", "secret"]).arg(scratch.to("")).output();
            assert!(found.unwrap().stdout.is_empty());
            fs::remove_dir_all(scratch.to("")).unwrap();
            fs::create_dir(scratch.to("")).unwrap();
        }
        over.store(true, Ordering::Relaxed);
    });
}

//! The file operations through their protocol, on a real file system.

#[path = "../src/fault.rs"]
#[allow(dead_code)]
mod fault;
#[path = "../src/files/mod.rs"]
#[allow(dead_code, unused_imports)]
mod files;

#[path = "files/wire.rs"]
mod wire;

#[path = "files"]
mod suites {
    mod batch;
    mod client;
    mod confinement;
    mod copy;
    mod costs;
    mod delete;
    mod etag;
    mod fuzz;
    mod list;
    mod make_dir;
    mod meanwhile;
    mod odd_names;
    mod other_kinds;
    mod races;
    mod random;
    mod read;
    mod relocate;
    mod scratch;
    mod seccomp;
    mod sift;
    mod user;
    mod write;
}

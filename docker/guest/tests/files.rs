//! The file operations through their protocol, on a real file system.

#[path = "../src/fault.rs"]
#[allow(dead_code)]
mod fault;
#[path = "../src/files/mod.rs"]
mod files;

#[path = "files/wire.rs"]
mod wire;

#[path = "files"]
mod suites {
    mod client;
    mod confinement;
    mod costs;
    mod delete;
    mod etag;
    mod fuzz;
    mod list;
    mod meanwhile;
    mod odd_names;
    mod other_kinds;
    mod races;
    mod read;
    mod scratch;
    mod user;
    mod write;
}

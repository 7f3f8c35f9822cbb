//! Whole trees as archives; the oracle is the system's tar.
#![allow(dead_code)]

#[path = "../src/fault.rs"]
mod fault;
#[path = "../src/files/mod.rs"]
mod files;

#[path = "files/wire.rs"]
mod wire;

#[path = "files/client.rs"]
mod client;
#[path = "files/scratch.rs"]
mod scratch;

#[path = "archive"]
mod suites {
    pub mod export;
    pub mod hostile;
    pub mod import;
    pub mod support;
}

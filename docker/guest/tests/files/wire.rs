//! The crate's reader and writer of values, without its frames.
#![allow(dead_code)]

#[path = "../../src/wire/reader.rs"]
pub mod reader;
#[path = "../../src/wire/writer.rs"]
pub mod writer;

pub use reader::{Malformed, Reader};
pub use writer::Writer;

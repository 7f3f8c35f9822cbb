//! The bytes on the stream: frames and the values in their payloads (see PROTOCOL.md).

pub mod crc;
pub mod frame;
pub mod kind;
pub mod parser;
pub mod reader;
pub mod writer;

pub use frame::{Frame, Seal};
pub use parser::Parser;
pub use reader::{Malformed, Reader};
pub use writer::Writer;

#[cfg(test)]
mod parser_tests;

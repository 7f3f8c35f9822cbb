//! The types of frames.

pub const HELLO: u8 = 0x01;
pub const PING: u8 = 0x02;
pub const SHUTDOWN: u8 = 0x03;
pub const STATS: u8 = 0x04;
pub const LINK: u8 = 0x05;
pub const SPAWN: u8 = 0x10;
pub const SIGNAL: u8 = 0x11;
pub const STOP: u8 = 0x12;
pub const SUBSCRIBE: u8 = 0x13;
pub const CREDIT: u8 = 0x14;
pub const ACK: u8 = 0x15;
pub const FORGET: u8 = 0x16;
pub const RESIZE: u8 = 0x17;
pub const STDIN: u8 = 0x18;
pub const RUN: u8 = 0x19;
pub const STAT: u8 = 0x20;
pub const READ: u8 = 0x21;
pub const WRITE: u8 = 0x22;
#[cfg(test)]
pub const DELETE: u8 = 0x23;
pub const LIST: u8 = 0x24;
pub const SIFT: u8 = 0x29;
pub const EXPORT: u8 = 0x2A;
pub const IMPORT: u8 = 0x2B;
pub const EXPORT_CREDIT: u8 = 0x2C;
pub const ABORT: u8 = 0x2D;
pub const WATCH: u8 = 0x2E;
pub const UNWATCH: u8 = 0x2F;
pub const OUTPUT: u8 = 0x40;
pub const EXIT: u8 = 0x41;
pub const STDIN_CREDIT: u8 = 0x42;
pub const WRITE_CREDIT: u8 = 0x43;
pub const CHANGED: u8 = 0x44;
pub const GARBLED: u8 = 0x7E;
pub const FAULT: u8 = 0xFF;

pub const FIRST_EXEC: u8 = 0x10;
pub const LAST_EXEC: u8 = 0x1F;
pub const FIRST_FILE: u8 = 0x20;
pub const LAST_FILE: u8 = 0x2F;

/// Set in the type of the answer to a request.
pub const REPLY: u8 = 0x80;

//! `vectors.txt`: one frame of each type, for both ends of the stream. Written anew by
//! `DEVBENCH_WRITE_VECTORS=1 cargo test vectors`.

mod files;
mod frames;
mod vector;

use std::fs;

use crate::wire::{Parser, Seal};
use vector::Vector;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors.txt");
const HEAD: &str = "\
# Frames of PROTOCOL.md. Before each line `name hex` a comment gives the name and the values: of the header as
# frame.type, frame.end, frame.session and frame.id, then of the payload in its order. A value is an integer, a JSON
# string, a JSON list of strings, or bytes as 0x…; items of other lists are numbered, after their count.
";

fn all() -> Vec<Vector> {
    [
        frames::channel(),
        frames::commands(),
        frames::news(),
        files::files(),
        files::archives(),
        files::watches(),
    ]
    .concat()
}

/// The payload of a vector, to hold the agent's own code against it.
pub fn payload(name: &str) -> Vec<u8> {
    let found = all().into_iter().find(|vector| vector.name == name);
    found.unwrap().payload.into_bytes()
}

#[test]
fn vectors_are_what_the_file_says() {
    let lines: Vec<String> = all().iter().map(Vector::lines).collect();
    let text = format!("{}\n{}", HEAD, lines.join("\n"));
    if std::env::var_os("DEVBENCH_WRITE_VECTORS").is_some() {
        fs::write(FILE, &text).unwrap();
    }
    assert_eq!(fs::read_to_string(FILE).unwrap(), text);
}

#[test]
fn vectors_are_frames() {
    for vector in all() {
        let mut parser = Parser::new(Seal::Whole);
        parser.feed(&vector.frame());
        let frame = parser.next(vector.session).unwrap();
        assert_eq!((frame.kind, frame.end), (vector.kind, vector.end));
        assert_eq!((frame.session, frame.id), (vector.session, vector.id));
        assert_eq!(frame.payload, vector.payload.as_bytes());
        assert!(!parser.is_garbled());
    }
}

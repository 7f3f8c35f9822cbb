//! The parser against streams of chance and of malice.

use super::frame::{Frame, Seal, HEADER, MAX_PAYLOAD};
use super::kind;
use super::parser::Parser;

const SESSION: u32 = 0xC0FF_EE01;

struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| self.next() as u8).collect()
    }

    /// Bytes that look like the beginnings of frames more often than not.
    fn malice(&mut self, length: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        while bytes.len() < length {
            match self.below(4) {
                0 => bytes.extend_from_slice(b"DB"),
                1 => bytes.extend_from_slice(&frame(self.next() as u32, 3, b"inner")),
                2 => bytes.extend_from_slice(&SESSION.to_le_bytes()[..3]),
                _ => bytes.push(self.next() as u8 & 3),
            }
        }
        bytes.truncate(length);
        bytes
    }
}

fn frame(session: u32, id: u32, payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let frame = Frame { kind: kind::PING, end: true, session, id, payload };
    frame.append_to(&mut bytes, &[], Seal::Whole);
    bytes
}

fn hello() -> Vec<u8> {
    let mut bytes = Vec::new();
    let frame = Frame { kind: kind::HELLO, end: true, session: 0, id: 1, payload: &[7; 16] };
    frame.append_to(&mut bytes, &[], Seal::Whole);
    bytes
}

/// The ids and payloads of all frames, fed in pieces of that size.
fn parse(parser: &mut Parser, stream: &[u8], piece: usize) -> Vec<(u32, Vec<u8>)> {
    let mut found = Vec::new();
    for bytes in stream.chunks(piece.max(1)) {
        parser.feed(bytes);
        while let Some(frame) = parser.next(SESSION) {
            found.push((frame.id, frame.payload.to_vec()));
        }
    }
    found
}

#[test]
fn finds_frames_at_every_split() {
    let stream = [frame(SESSION, 1, b""), frame(SESSION, 2, b"abc"), frame(9, 3, b"D")].concat();
    let expected = vec![(1, vec![]), (2, b"abc".to_vec()), (3, b"D".to_vec())];
    for cut in 0..=stream.len() {
        let mut parser = Parser::new(Seal::Whole);
        let mut found = parse(&mut parser, &stream[..cut], usize::MAX);
        found.extend(parse(&mut parser, &stream[cut..], usize::MAX));
        assert_eq!(found, expected);
        assert!(!parser.is_garbled());
    }
    assert_eq!(parse(&mut Parser::new(Seal::Whole), &stream, 1), expected);
}

#[test]
fn takes_the_largest_frame_and_none_larger() {
    let largest = frame(SESSION, 1, &vec![1; MAX_PAYLOAD]);
    let too_large = frame(SESSION, 2, &vec![0; MAX_PAYLOAD + 1]);
    let stream = [largest, too_large, frame(SESSION, 3, b"")].concat();
    let found = parse(&mut Parser::new(Seal::Whole), &stream, 5_000);
    assert_eq!(found.iter().map(|it| it.0).collect::<Vec<_>>(), [1, 3]);
}

#[test]
fn finds_what_is_whole_in_damaged_streams() {
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    for round in 0..20_000 {
        let mut stream = Vec::new();
        let mut whole = Vec::new();
        for id in 1..=4 {
            let length = chance.below(60);
            let payload =
                if chance.below(2) == 0 { chance.bytes(length) } else { chance.malice(length) };
            let mut bytes = frame(SESSION, id, &payload);
            match chance.below(4) {
                0 => {
                    let at = chance.below(bytes.len());
                    bytes[at] ^= 1 << chance.below(8);
                }
                1 => bytes.truncate(chance.below(bytes.len())),
                _ => whole.push((id, payload)),
            }
            stream.extend_from_slice(&bytes);
            let noise = chance.below(30);
            stream.extend(if id % 2 == 0 { chance.malice(noise) } else { vec![0; noise] });
        }
        // A damaged length may swallow what follows, up to a whole frame; zeros set it free.
        stream.extend(vec![0; HEADER + MAX_PAYLOAD]);
        let mut parser = Parser::new(Seal::Whole);
        let piece = 1 + chance.below(500);
        let found = parse(&mut parser, &stream[..stream.len() - HEADER - MAX_PAYLOAD], piece);
        let found = [found, parse(&mut parser, &vec![0; HEADER + MAX_PAYLOAD], 1 << 16)].concat();
        let genuine: Vec<_> = found.into_iter().filter(|it| whole.contains(it)).collect();
        assert_eq!(genuine, whole, "round {}", round);
    }
}

#[test]
fn takes_no_frames_from_content() {
    let mut chance = Chance(42);
    for _ in 0..2_000 {
        let content: Vec<u8> =
            (0..40).flat_map(|_| frame(chance.next() as u32, 5, b"trap")).collect();
        let message = frame(SESSION, 1, &content);
        let cut = HEADER + chance.below(content.len());
        let mut parser = Parser::new(Seal::Whole);
        assert!(parse(&mut parser, &message[..cut], usize::MAX).is_empty());
        let rest = [vec![0; HEADER + MAX_PAYLOAD], hello()].concat();
        let found = parse(&mut parser, &rest, 1 << 16);
        assert_eq!(found, [(1, vec![7; 16])]);
        assert!(parser.take_garbled());
    }
}

#[test]
fn survives_anything_in_bounded_memory() {
    let mut chance = Chance(7);
    let mut parser = Parser::new(Seal::Whole);
    for _ in 0..3_000 {
        let length = chance.below(3_000);
        let bytes = if chance.below(2) == 0 { chance.bytes(length) } else { chance.malice(length) };
        parser.feed(&bytes);
        while parser.next(SESSION).is_some() {}
        assert!(parser.waiting() <= HEADER + MAX_PAYLOAD);
    }
}

#[test]
fn forgives_zeros() {
    let stream = [vec![0; 100_000], frame(SESSION, 1, b"x"), vec![0; 3], frame(SESSION, 2, b"")];
    let mut parser = Parser::new(Seal::Whole);
    assert_eq!(parse(&mut parser, &stream.concat(), 4_096).len(), 2);
    assert!(!parser.is_garbled());
}

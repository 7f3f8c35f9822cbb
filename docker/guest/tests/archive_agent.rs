//! Archives on their way through the agent: credit, cancellation, and what goes on beside them.

#[allow(dead_code, unused_imports)]
#[path = "../src/wire/mod.rs"]
mod wire;

#[allow(dead_code)]
#[path = "agent/guest.rs"]
mod guest;

#[path = "agent/folder.rs"]
mod folder;

use std::fs;
use std::thread::sleep;
use std::time::Duration;

use folder::Folder;
use guest::{Guest, Message};
use wire::{kind, Writer};

const PIECE: u64 = 65536;
const CANCELLED: u16 = 18;

fn names(folder: &Folder) -> Vec<String> {
    let entries = fs::read_dir(&folder.0).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn export(guest: &mut Guest, credit: u64) -> u32 {
    let mut request = Writer::new();
    request.str(b"").u32(0).u32(0).u32(0).u32(credit as u32);
    guest.send(kind::EXPORT, request.as_bytes())
}

fn begin_import(guest: &mut Guest) -> u32 {
    let id = guest.send(kind::PING, b"");
    let mut first = Writer::new();
    first.str(b"").u32(0).u64(1 << 30).u32(100);
    guest.answer(kind::PING, id);
    guest.send_as(kind::IMPORT, id, first.as_bytes(), false);
    id
}

/// A ustar header of a file of that size.
fn header(name: &[u8], size: usize) -> Vec<u8> {
    let mut block = vec![0; 512];
    block[..name.len()].copy_from_slice(name);
    block[100..108].copy_from_slice(b"0000644\0");
    block[124..136].copy_from_slice(format!("{:011o}\0", size).as_bytes());
    block[148..157].copy_from_slice(b"        0");
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    block[148..156].copy_from_slice(format!("{:06o}\0 ", sum).as_bytes());
    block
}

fn is_piece(id: u32) -> impl Fn(&Message) -> bool {
    move |message| message.id == id && message.kind == kind::EXPORT | kind::REPLY
}

#[test]
fn a_slow_reader_gets_what_it_has_credit_for_and_delays_nobody() {
    let folder = Folder::new("credit");
    fs::write(folder.0.join("large"), vec![1; 3_000_000]).unwrap();
    let mut guest = folder.guest();
    let id = export(&mut guest, 2 * PIECE);
    for _ in 0..2 {
        assert_eq!(guest.next(is_piece(id)).payload.len() as u64, PIECE);
    }
    sleep(Duration::from_millis(50));
    assert!(!guest.has_come(is_piece(id)));
    guest.ok(kind::STAT, Writer::new().str(b"large").u32(0).as_bytes());
    guest.send_as(kind::EXPORT_CREDIT, id, Writer::new().u64(1 << 30).as_bytes(), true);
    let mut bytes = 2 * PIECE;
    let last = loop {
        let piece = guest.next(is_piece(id));
        if piece.end {
            break piece;
        }
        bytes += piece.payload.len() as u64;
    };
    assert_eq!(last.reader().u64(), Ok(bytes));
}

#[test]
fn what_is_aborted_ends_and_leaves_nothing() {
    let folder = Folder::new("abort");
    fs::write(folder.0.join("large"), vec![1; 3_000_000]).unwrap();
    let mut guest = folder.guest();
    let id = export(&mut guest, 0);
    guest.send_as(kind::ABORT, id, b"", true);
    assert_eq!(guest.answer(kind::EXPORT, id).fault_code(), CANCELLED);

    for _ in 0..20 {
        let id = begin_import(&mut guest);
        guest.send_as(kind::IMPORT, id, &header(b"new", 1_000_000), false);
        guest.send_as(kind::IMPORT, id, &[1; 60_000], false);
        guest.send_as(kind::ABORT, id, b"", true);
        let reply = guest.answer(kind::IMPORT, id);
        let mut reader = reply.reader();
        assert_eq!((reader.u8(), reader.u16()), (Ok(7), Ok(CANCELLED)));
    }
    assert_eq!(names(&folder), ["large"]);
}

#[test]
fn an_import_ends_with_its_session_and_a_refused_one_swallows_its_rest() {
    let folder = Folder::new("session");
    let mut guest = folder.guest();
    let id = begin_import(&mut guest);
    guest.send_as(kind::IMPORT, id, &header(b"new", 1_000_000), false);
    guest.send_as(kind::IMPORT, id, &[1; 60_000], false);
    guest.hello();
    let id = begin_import(&mut guest);
    guest.send_as(kind::IMPORT, id, &[7; 60_000], false);
    assert_eq!(guest.answer(kind::IMPORT, id).reader().u8(), Ok(2));
    guest.send_as(kind::IMPORT, id, &[7; 60_000], false);
    guest.send_as(kind::IMPORT, id, b"", true);
    let again = begin_import(&mut guest);
    guest.send_as(kind::IMPORT, again, &[0; 1024], true);
    assert_eq!(guest.answer(kind::IMPORT, again).reader().u8(), Ok(0));
    assert_eq!(names(&folder), [""; 0]);
}

#[test]
fn credit_comes_back_as_data_is_taken_and_more_than_that_is_refused() {
    let folder = Folder::new("flood");
    let mut guest = folder.guest();
    let id = begin_import(&mut guest);
    guest.send_as(kind::IMPORT, id, &header(b"new", 10 << 20), false);
    for _ in 0..20 {
        guest.send_as(kind::IMPORT, id, &vec![1; PIECE as usize], false);
    }
    let credit = guest.next(|it| it.id == id && it.kind == kind::WRITE_CREDIT);
    assert!(credit.reader().u64().unwrap() >= (1 << 20) + (256 << 10));
    guest.send_as(kind::IMPORT, id, b"", true);
    assert_eq!(guest.answer(kind::IMPORT, id).reader().u8(), Ok(1));
    assert_eq!(names(&folder), [""; 0]);
}

//! Owners come and go; commands and their output stay.

use crate::exec::{finish, next, next_output, News, Spawn, STDIN};
use crate::guest::{Guest, Message};
use crate::wire::{kind, Reader};

pub struct ExecState {
    pub handle: u32,
    pub key: String,
    pub state: u8,
    pub acked_seq: u64,
    pub first_seq: u64,
    pub next_seq: u64,
    pub stdin_bytes: u64,
}

pub fn states(hello: &Message) -> Vec<ExecState> {
    let mut reader = Reader::new(&hello.payload[16 + 4 + 4 + 16..]);
    reader.str().unwrap();
    reader.bytes(8).unwrap();
    let count = reader.u32().unwrap();
    let states = (0..count).map(|_| ExecState {
        handle: reader.u32().unwrap(),
        key: String::from_utf8(reader.str().unwrap().to_vec()).unwrap(),
        state: reader.u8().unwrap(),
        acked_seq: reader.u64().unwrap(),
        first_seq: reader.u64().unwrap(),
        next_seq: reader.u64().unwrap(),
        stdin_bytes: reader.u64().unwrap(),
    });
    states.collect()
}

#[test]
fn says_who_it_is() {
    let mut guest = Guest::start();
    let hello = guest.hello();
    let mut reader = hello.reader();
    reader.bytes(20).unwrap();
    assert_eq!(reader.u32(), Ok(1));
    let instance = reader.bytes(16).unwrap().to_vec();
    assert_eq!(reader.str(), Ok(env!("CARGO_PKG_VERSION").as_bytes()));
    assert_eq!(guest.hello().payload[24..40], instance[..]);
    let other = Guest::start().hello();
    assert_ne!(other.payload[24..40], instance[..]);
}

#[test]
fn resumes_where_the_last_owner_stopped() {
    let mut guest = Guest::start();
    let mut spawn = Spawn::shell("echo 1; read a; echo 2; read b; echo $a$b; exit 3");
    spawn.flags = STDIN;
    let handle = spawn.start(&mut guest);
    assert_eq!(next_output(&mut guest, handle).data, b"1\n");
    guest.ack(handle, 1);
    guest.send_as(kind::STDIN, handle, b"x\n", false);
    assert_eq!(next_output(&mut guest, handle).data, b"2\n");
    let old = guest.session;
    let state = states(&guest.hello()).remove(0);
    assert_ne!(guest.session, old);
    assert_eq!((state.handle, &state.key, state.state), (handle, &spawn.key, 1));
    assert_eq!((state.acked_seq, state.first_seq, state.next_seq), (1, 2, 3));
    assert_eq!(state.stdin_bytes, 2);
    assert!(!guest.has_come(|it| it.kind == kind::OUTPUT));
    guest.subscribe(handle, 2, 1_000);
    // A command that has ended takes no input, so it has to wait for its last line.
    let credit = guest.next(|it| it.kind == kind::STDIN_CREDIT);
    assert!(credit.reader().u64().unwrap() >= 262_144);
    assert_eq!(next_output(&mut guest, handle).data, b"2\n");
    guest.send_as(kind::STDIN, handle, b"y\n", false);
    let last = next_output(&mut guest, handle);
    assert_eq!((last.seq, last.offset, &last.data[..]), (3, 4, &b"xy\n"[..]));
    let exit = match next(&mut guest, handle) {
        News::Exit(exit) => exit,
        News::Output(output) => panic!("{:?}", output),
    };
    assert_eq!((exit.seq, exit.value), (4, 3));
    let state = states(&guest.hello()).remove(0);
    assert_eq!((state.state, state.first_seq, state.next_seq), (2, 2, 5));
    guest.subscribe(handle, 4, 0);
    assert!(matches!(next(&mut guest, handle), News::Exit(again) if again == exit));
    guest.ack(handle, 4);
    let state = states(&guest.hello()).remove(0);
    assert_eq!((state.acked_seq, state.first_seq), (4, 5));
}

#[test]
fn records_never_change_once_sent() {
    let mut guest = Guest::start();
    let script = "i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i+1)); done";
    let handle = Spawn::shell(script).start(&mut guest);
    let mut first = Vec::new();
    while let News::Output(output) = next(&mut guest, handle) {
        first.push(output);
    }
    guest.hello();
    guest.subscribe(handle, 1, u32::MAX);
    for record in first {
        assert_eq!(next_output(&mut guest, handle), record);
    }
}

#[test]
fn fences_the_owner_before() {
    let mut guest = Guest::start();
    let old = guest.session;
    guest.hello();
    let new = std::mem::replace(&mut guest.session, old);
    let id = guest.send(kind::PING, b"old");
    guest.session = new;
    assert!(!guest.has_come(|it| it.id == id || it.kind == kind::GARBLED));
}

#[test]
fn finds_its_feet_after_half_a_frame() {
    let mut guest = Guest::start();
    let mut content = guest.frame(kind::SHUTDOWN, 7, &[0; 4], true).repeat(100);
    content.extend(guest.frame(kind::HELLO, 7, &[0; 16], true));
    let frame = guest.frame(kind::PING, 9, &content, true);
    for cut in [1, 10, 19, 20, 500, frame.len() - 1] {
        let old = guest.session;
        // What a workload may have put into a file does not know the session.
        guest.session ^= 1;
        let foreign = guest.frame(kind::SHUTDOWN, 7, &[0; 4], true).repeat(20);
        guest.session = old;
        let frame = guest.frame(kind::PING, 9, &foreign, true);
        guest.send_raw(&frame[..cut.min(frame.len() - 1)]);
        guest.send_raw(&vec![0; 66_580]);
        guest.hello();
        assert!(!guest.has_come(|it| it.kind == kind::GARBLED && it.session == guest_session(it)));
        assert_eq!(guest.ok(kind::PING, b"after").payload, b"after");
    }
}

fn guest_session(message: &Message) -> u32 {
    message.session
}

#[test]
fn tells_when_something_was_lost() {
    let mut guest = Guest::start();
    let mut frame = guest.frame(kind::PING, 50, b"spoilt", true);
    frame[22] ^= 1;
    guest.send_raw(&frame);
    // Also if nothing follows.
    guest.next(|it| it.kind == kind::GARBLED && it.id == 0);
    guest.send_raw(&frame);
    assert_eq!(guest.ok(kind::PING, b"x").payload, b"x");
    guest.next(|it| it.kind == kind::GARBLED);
    guest.send_raw(&[0; 100]);
    assert!(!guest.has_come(|it| it.kind == kind::GARBLED));
}

#[test]
fn joins_requests_in_several_frames() {
    let mut guest = Guest::start();
    guest.send_as(kind::PING, 70, &[b'a'; 60_000], false);
    guest.send_as(kind::PING, 71, b"x", false);
    guest.send_as(kind::PING, 70, &[b'b'; 60_000], true);
    guest.send_as(kind::PING, 71, b"y", true);
    let first = guest.answer(kind::PING, 70);
    let second = guest.answer(kind::PING, 70);
    assert!(!first.end && second.end);
    assert_eq!(first.payload.len() + second.payload.len(), 120_000);
    assert_eq!(guest.answer(kind::PING, 71).payload, b"xy");
}

#[test]
fn refuses_requests_without_end() {
    let mut guest = Guest::start();
    for _ in 0..70 {
        guest.send_as(kind::PING, 80, &[0; 65_536], false);
    }
    assert_eq!(guest.answer(kind::PING, 80).fault_code(), 12);
    guest.send_as(kind::PING, 80, b"", true);
    assert_eq!(guest.ok(kind::PING, b"on").payload, b"on");
    assert_eq!(Spawn::new(&["true"]).run(&mut guest).exit.value, 0);
}

#[test]
fn keeps_many_commands_apart() {
    let mut guest = Guest::start();
    let scripts: Vec<String> =
        (0..40).map(|n| format!("seq {} {}", n * 1000, n * 1000 + 999)).collect();
    let handles: Vec<u32> = scripts.iter().map(|it| Spawn::shell(it).start(&mut guest)).collect();
    for (n, handle) in handles.into_iter().enumerate() {
        let expected: String = (n * 1000..n * 1000 + 1000).map(|it| format!("{}\n", it)).collect();
        assert_eq!(finish(&mut guest, handle).stdout, expected.as_bytes());
    }
}

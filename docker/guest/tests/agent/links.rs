//! Sessions that go over a socket instead of stdin and stdout.

use std::fs;
use std::io::{ErrorKind, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixListener;

use crate::exec::{next, next_output, News, Spawn, STDIN};
use crate::guest::{Guest, PATIENCE};
use crate::link::{request, Link, Sockets, TOKEN};
use crate::process::{await_end, await_state, until};
use crate::sessions::{states, ExecState};
use crate::wire::kind;

const INVALID: u16 = 1;
const NOT_FOUND: u16 = 2;
const CONFLICT: u16 = 8;

/// Whether nothing came on stdout since the session moved away. The guest has a new one then.
fn was_silent(guest: &mut Guest) -> bool {
    guest.hello();
    !guest.has_come(|_| true)
}

/// Whether nobody has the session any more, on stdin either.
fn is_over(guest: &mut Guest) -> bool {
    guest.send(kind::PING, b"");
    // A hello beside it would drop the answer.
    await_state(guest.child.id() as i32, 'S');
    was_silent(guest)
}

fn nobody_came(listener: &UnixListener) -> bool {
    listener.set_nonblocking(true).unwrap();
    matches!(listener.accept(), Err(error) if error.kind() == ErrorKind::WouldBlock)
}

#[test]
fn carries_all_of_a_session() {
    let sockets = Sockets::new("all");
    let mut guest = sockets.guest();
    let mut link = sockets.link(&mut guest);
    assert_eq!(link.ok(kind::PING, b"over the link").payload, b"over the link");
    let handle = link.start(&Spawn::new(&["echo", "here"]));
    assert_eq!(link.output(handle).data, b"here\n");
    link.next(|it| it.kind == kind::EXIT && it.id == handle);
    assert_eq!(link.request(0x7D, b"").fault_code(), INVALID);
    assert!(was_silent(&mut guest));
}

#[test]
fn ends_with_what_is_no_frame() {
    let sockets = Sockets::new("wrong");
    let mut guest = sockets.guest();
    let mut probe = |wrong: &dyn Fn(&Guest, &Link) -> Vec<u8>| {
        let mut link = sockets.link(&mut guest);
        let bytes = wrong(&guest, &link);
        link.socket.write_all(&bytes).unwrap();
        assert!(link.has_ended());
        assert!(is_over(&mut guest));
    };
    probe(&|guest, _| guest.frame(kind::PING, 5, b"the payload sealed, too", true));
    for at in [8, 16] {
        probe(&|_, link| {
            let mut frame = link.frame(kind::PING, 5, b"spoilt", true);
            frame[at] ^= 1;
            frame
        });
    }
    probe(&|_, _| b"x".to_vec());
}

#[test]
fn takes_nothing_behind_what_is_no_frame() {
    let sockets = Sockets::new("behind");
    let mut guest = sockets.guest();
    let mut link = sockets.link(&mut guest);
    let spawn = link.frame(kind::SPAWN, 5, &Spawn::new(&["sleep", "1000"]).payload(), true);
    link.socket.write_all(&[b"x", &spawn[..]].concat()).unwrap();
    assert!(link.has_ended());
    assert_eq!(states(&guest.hello()).len(), 0);
}

#[test]
fn takes_only_a_new_owner_from_stdin() {
    let sockets = Sockets::new("stdin");
    let mut guest = sockets.guest();
    let mut link = sockets.link(&mut guest);
    guest.session = link.session;
    guest.send(kind::SPAWN, &Spawn::new(&["sleep", "1000"]).payload());
    guest.send_raw(b"garbage");
    let state = guest.hello();
    assert_eq!(states(&state).len(), 0);
    assert_eq!(link.read(), Some(state));
    assert!(link.has_ended());
}

#[test]
fn tells_the_old_owner_of_the_new_one() {
    let sockets = Sockets::new("told");
    let mut guest = sockets.guest();
    for _ in 0..3 {
        let mut link = sockets.link(&mut guest);
        // No process that is started meanwhile keeps it open.
        link.start(&Spawn::new(&["sleep", "1000"]));
        let hello = guest.hello();
        assert_ne!(hello.session, link.session);
        assert_eq!(link.read(), Some(hello));
        assert!(link.has_ended());
        assert_eq!(guest.ok(kind::PING, b"new").payload, b"new");
    }
}

#[test]
fn keeps_no_new_owner_waiting_for_the_old_one() {
    let sockets = Sockets::new("full");
    let mut guest = sockets.guest();
    let mut link = sockets.link(&mut guest);
    let handle = link.start(&Spawn::new(&["yes"]));
    link.fill(guest.child.id() as i32);
    let state = states(&guest.hello()).remove(0);
    assert_eq!((state.handle, state.state, state.first_seq), (handle, 1, 1));
    guest.subscribe(handle, 1, 1);
    assert!(next_output(&mut guest, handle).data.starts_with(b"y\n"));
    // What the old one has not read are frames, and perhaps a part of one.
    while link.read().is_some() {}
}

#[test]
fn resumes_where_a_link_ended() {
    let sockets = Sockets::new("ended");
    let mut guest = sockets.guest();
    let mut link = sockets.link(&mut guest);
    let mut spawn = Spawn::shell("echo 1; read a; echo 2; read b; echo $a$b; exit 3");
    spawn.flags = STDIN;
    let handle = link.start(&spawn);
    assert_eq!(link.output(handle).data, b"1\n");
    link.ack(handle, 1);
    link.send_as(kind::STDIN, handle, b"x\n", false);
    assert_eq!(link.output(handle).data, b"2\n");
    link.send_as(kind::STDIN, handle, b"y\n", false);
    link.socket.shutdown(Shutdown::Write).unwrap();
    while link.read().is_some() {}
    assert!(is_over(&mut guest));
    let state = ended(&mut guest);
    assert_eq!((state.handle, &state.key, state.stdin_bytes), (handle, &spawn.key, 4));
    assert_eq!((state.acked_seq, state.first_seq, state.next_seq), (1, 2, 5));
    guest.subscribe(handle, 2, 1_000);
    assert_eq!(next_output(&mut guest, handle).data, b"2\n");
    let last = next_output(&mut guest, handle);
    assert_eq!((last.seq, last.offset, &last.data[..]), (3, 4, &b"xy\n"[..]));
    assert!(matches!(next(&mut guest, handle), News::Exit(exit) if exit.value == 3));
}

/// What is known of the only command once it has ended. Nothing comes on stdout until then.
fn ended(guest: &mut Guest) -> ExecState {
    let mut state = None;
    until(|| {
        state = states(&guest.hello()).pop();
        assert!(!guest.has_come(|_| true));
        state.as_ref().map_or(false, |it| it.state == 2)
    });
    state.unwrap()
}

#[test]
fn ends_with_an_owner_that_leaves_it_full() {
    let sockets = Sockets::new("left");
    let mut guest = sockets.guest();
    let mut link = sockets.link(&mut guest);
    link.start(&Spawn::new(&["yes"]));
    let agent = guest.child.id() as i32;
    link.fill(agent);
    drop(link);
    await_state(agent, 'S');
    assert!(is_over(&mut guest));
}

#[test]
fn loses_no_output_with_a_link_that_breaks() {
    let sockets = Sockets::new("breaks");
    let mut guest = sockets.guest();
    let mut link = sockets.link(&mut guest);
    let mut spawn = Spawn::shell("seq 1 200000");
    spawn.window = 256 << 10;
    let handle = link.start(&spawn);
    let mut joined = Vec::new();
    for seq in 1..=8 {
        let record = link.output(handle);
        assert_eq!((record.seq, record.offset), (seq, joined.len() as u64));
        joined.extend(record.data);
    }
    link.ack(handle, 8);
    // With output on its way, and more to come.
    drop(link);
    let state = states(&guest.hello()).remove(0);
    assert_eq!((state.acked_seq, state.first_seq), (8, 9));
    guest.subscribe(handle, 9, u32::MAX);
    while let News::Output(record) = next(&mut guest, handle) {
        assert_eq!(record.offset, joined.len() as u64);
        guest.ack(handle, record.seq);
        joined.extend(record.data);
    }
    let expected: String = (1..=200_000).map(|it| format!("{}\n", it)).collect();
    assert!(joined == expected.as_bytes());
}

#[test]
fn refuses_names_that_lead_elsewhere() {
    let outer = Sockets::new("names");
    fs::create_dir_all(outer.0.join("in/a")).unwrap();
    let inner = Sockets(outer.0.join("in"));
    let listeners = [outer.listen("x"), inner.listen("a/b"), inner.listen("c.d")];
    let mut guest = inner.guest();
    for name in ["", ".", "../x", "a/b", "c.d", "c.d\0", "é"] {
        let refused = guest.request(kind::LINK, &request(name, &TOKEN));
        assert_eq!(refused.fault_code(), INVALID, "{:?}", name);
    }
    for length in [100, 107, 108, 109, 60_000] {
        guest.request(kind::LINK, &request(&"x".repeat(length), &TOKEN)).fault_code();
    }
    assert!(listeners.iter().all(nobody_came));
    assert_eq!(guest.ok(kind::PING, b"here").payload, b"here");
}

#[test]
fn stays_where_it_is_when_nobody_listens() {
    let sockets = Sockets::new("nobody");
    let mut guest = sockets.guest();
    drop(sockets.listen("gone"));
    let missing = guest.request(kind::LINK, &request("missing", &TOKEN));
    assert_eq!(missing.fault_code(), NOT_FOUND);
    guest.request(kind::LINK, &request("gone", &TOKEN)).fault_code();
    assert_eq!(Spawn::new(&["echo", "here"]).run(&mut guest).stdout, b"here\n");
    assert_eq!(sockets.link(&mut guest).ok(kind::PING, b"there").payload, b"there");
}

#[test]
fn refuses_tokens_of_another_length() {
    let sockets = Sockets::new("tokens");
    let listener = sockets.listen("x");
    let mut guest = sockets.guest();
    for token in [&TOKEN[1..], &[1; 17]] {
        assert_eq!(guest.request(kind::LINK, &request("x", token)).fault_code(), INVALID);
    }
    assert!(nobody_came(&listener));
}

#[test]
fn refuses_a_second_link() {
    let sockets = Sockets::new("second");
    let mut guest = sockets.guest();
    let mut link = sockets.link(&mut guest);
    let listener = sockets.listen("other");
    let other = request("other", &TOKEN);
    assert_eq!(link.request(kind::LINK, &other).fault_code(), CONFLICT);
    assert!(nobody_came(&listener));
    assert_eq!(link.ok(kind::PING, b"still").payload, b"still");
    assert!(was_silent(&mut guest));
}

#[test]
fn leaves_nothing_behind_on_stdout() {
    let sockets = Sockets::new("behind");
    let listener = sockets.listen("x");
    let mut guest = sockets.guest();
    let ping = guest.frame(kind::PING, 70, b"first", true);
    let link = guest.frame(kind::LINK, 71, &request("x", &TOKEN), true);
    // A pipe gives so few bytes at once.
    guest.send_raw(&[ping, link].concat());
    assert_eq!(guest.answer(kind::PING, 70).payload, b"first");
    assert_eq!(guest.answer(kind::LINK, 71).fault_code(), CONFLICT);
    assert!(nobody_came(&listener));
    sockets.link(&mut guest);
}

#[test]
fn says_goodbye_over_the_link() {
    let sockets = Sockets::new("goodbye");
    let mut guest = sockets.guest();
    let mut link = sockets.link(&mut guest);
    link.start(&Spawn::new(&["sleep", "1000"]));
    link.ok(kind::SHUTDOWN, &[0; 4]);
    while let Some(message) = link.read() {
        assert_eq!(message.kind, kind::EXIT);
    }
    await_end(&mut guest.child, PATIENCE);
    assert_eq!(guest.child.wait().unwrap().code(), Some(0));
}

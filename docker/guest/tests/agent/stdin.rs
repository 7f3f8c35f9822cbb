//! What is typed and piped in.

use crate::exec::{finish, next, next_output, Finished, News, Spawn, STDIN, TTY};
use crate::guest::Guest;
use crate::process;
use crate::wire::{kind, Writer};

#[test]
fn echoes_ten_megabytes() {
    let mut guest = Guest::start();
    let mut spawn = Spawn::new(&["cat"]);
    spawn.flags = STDIN;
    let handle = spawn.start(&mut guest);
    let total = 10 << 20;
    let data: Vec<u8> = (0..total as u32).map(|at| (at ^ at >> 8 ^ at >> 16) as u8).collect();
    let (mut sent, mut credit) = (0, 262_144);
    let mut finished = Finished::default();
    loop {
        while sent < total && sent < credit {
            let end = total.min(credit).min(sent + 60_000);
            guest.send_as(kind::STDIN, handle, &data[sent..end], end == total);
            sent = end;
        }
        let message = guest.next(|it| {
            matches!(it.kind, kind::OUTPUT | kind::EXIT | kind::STDIN_CREDIT) && it.id == handle
        });
        match message.kind {
            kind::STDIN_CREDIT => credit = message.reader().u64().unwrap() as usize,
            kind::EXIT => break,
            _ => {
                let seq = message.reader().u64().unwrap();
                finished.stdout.extend_from_slice(&message.payload[25..]);
                guest.ack(handle, seq);
            }
        }
    }
    assert!(finished.stdout == data);
}

#[test]
fn closes_a_stdin_that_gets_too_much() {
    let mut guest = Guest::start();
    let mut spawn = Spawn::shell("kill -STOP $$; wc -c");
    spawn.flags = STDIN;
    let handle = spawn.start(&mut guest);
    // The pipe takes 65 536 bytes, so this is beyond the credit by far.
    for _ in 0..8 {
        guest.send_as(kind::STDIN, handle, &[b'x'; 65_536], false);
    }
    let pid = process::children_of(process::children_of(guest.child.id() as i32)[0])[0];
    process::await_state(pid, 'T');
    guest.ok(kind::PING, b"");
    process::kill(pid, 18);
    let finished = finish(&mut guest, handle);
    let count: usize = String::from_utf8(finished.stdout).unwrap().trim().parse().unwrap();
    assert!(count < 8 * 65_536);
    guest.send_as(kind::STDIN, handle, b"late", true);
    guest.ok(kind::PING, b"");
}

#[test]
fn loses_what_the_command_does_not_read() {
    let mut guest = Guest::start();
    let mut spawn = Spawn::shell("exec <&-; echo closed; sleep 1000");
    spawn.flags = STDIN;
    let handle = spawn.start(&mut guest);
    assert_eq!(next_output(&mut guest, handle).data, b"closed\n");
    for _ in 0..4 {
        guest.send_as(kind::STDIN, handle, &[b'x'; 50_000], false);
    }
    let credit = guest.next(|it| it.kind == kind::STDIN_CREDIT);
    assert!(credit.reader().u64().unwrap() > 262_144);
    guest.stop(handle, 2, 0);
    assert!(matches!(next(&mut guest, handle), News::Exit(_)));
}

#[test]
fn runs_on_a_terminal() {
    let mut guest = Guest::start();
    let script = "test -t 0 && test -t 1 && test -t 2 && stty size && read x && echo got $x && stty size; cat";
    let mut spawn = Spawn::shell(script);
    spawn.flags = STDIN | TTY;
    let handle = spawn.start(&mut guest);
    let mut text = String::new();
    let mut read_until = |guest: &mut Guest, end: &str| {
        while !text.ends_with(end) {
            let output = next_output(guest, handle);
            assert_eq!(output.stream, 1);
            text += std::str::from_utf8(&output.data).unwrap();
        }
    };
    read_until(&mut guest, "24 80\r\n");
    let mut size = Writer::new();
    size.u32(handle).u16(50).u16(132);
    guest.ok(kind::RESIZE, size.as_bytes());
    guest.send_as(kind::STDIN, handle, b"word\n", false);
    read_until(&mut guest, "got word\r\n50 132\r\n");
    guest.send_as(kind::STDIN, handle, b"unfinished", true);
    let mut seen = Vec::new();
    let exit = loop {
        match next(&mut guest, handle) {
            News::Output(output) => seen.extend(output.data),
            News::Exit(exit) => break exit,
        }
    };
    assert!(seen.ends_with(b"unfinished"), "{:?}", seen);
    assert_eq!((exit.kind, exit.value), (0, 0));
}

#[test]
fn interrupts_on_a_terminal() {
    let mut guest = Guest::start();
    let mut spawn = Spawn::shell("echo ready; exec sleep 1000");
    spawn.flags = STDIN | TTY;
    let handle = spawn.start(&mut guest);
    assert_eq!(next_output(&mut guest, handle).data, b"ready\r\n");
    guest.send_as(kind::STDIN, handle, &[3], false);
    let exit = loop {
        if let News::Exit(exit) = next(&mut guest, handle) {
            break exit;
        }
    };
    assert_eq!((exit.kind, exit.value), (1, 2));
}

#[test]
fn keeps_all_output_of_a_terminal() {
    let mut guest = Guest::start();
    let mut spawn = Spawn::shell("seq 100000");
    spawn.flags = TTY;
    let finished = spawn.run(&mut guest);
    let expected: String = (1..=100_000).map(|it| format!("{}\r\n", it)).collect();
    assert!(finished.stdout == expected.as_bytes());
}
